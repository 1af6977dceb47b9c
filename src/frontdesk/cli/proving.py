"""Proving the ledger, and the four words that stand for all of it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, command, option
from frontdesk.cli.progress import Progress
from frontdesk.cli.settings import (
    FILE,
    Who,
    folder_option,
    json_option,
    lang_option,
    must_be_business,
    settings_of,
    with_desk,
)
from frontdesk.cli.since import day_named
from frontdesk.ground.errors import DONE, PROBLEM_FOUND
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.ground.places import DATABASE

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.trust.proof_views import HeadLine, Proof


@command(
    "verify",
    N_(
        "Prove that the ledger is as it was written: every line, its link to the line before, its words, the counters, "
        "the rules in the database, the file itself, and the heads that were kept.\n\n"
        "Nothing is written. What is off is named by the number of its line. The exit code is 0 when nothing is off, 1 "
        "when something is, and 3 when the database cannot be opened now."
    ),
    Example("frontdesk verify", N_("the whole ledger, and the heads in data/heads.txt")),
    Example('frontdesk verify --head "lusab babad gutih tugad"', N_("the words of a printed hand-over, too")),
    Example("frontdesk verify --heads /mnt/usb/heads.txt --json", N_("a copy that was kept elsewhere, as JSON")),
)
@option(
    "--head", "said", multiple=True, metavar="WORDS", told=N_("The four words of a head on paper; may be repeated.")
)
@option(
    "--heads", "files", type=FILE, multiple=True, metavar="FILE", told=N_("Heads that were kept elsewhere, as a file.")
)
@folder_option
@lang_option
@json_option
def verify(folder: Path | None, said: tuple[str, ...], files: tuple[Path, ...], as_json: bool) -> int:
    """Prove the ledger."""
    settings = settings_of(folder)
    must_be_business(settings.folder)
    from frontdesk.desk.trust import verifying

    with Progress() as progress:
        proof = verifying.verify_file(settings.folder / DATABASE, heads_files=files, said=said, tick=progress.show)
    if as_json:
        tell_json(proof_form(proof))
    else:
        _tell(proof)
    return DONE if proof.whole else PROBLEM_FOUND


def proof_form(proof: Proof) -> dict[str, Any]:
    """A proof as JSON."""
    return asdict(proof) | {"whole": proof.whole}


def _tell(proof: Proof) -> None:
    """What was found, then what else is to be known of it."""
    if proof.whole:
        tell(
            ngettext(
                "{count} line, and nothing is off. Its head: {words}",
                "{count} lines, and nothing is off. The head: {words}",
                proof.lines,
            ).format(count=proof.lines, words=proof.words)
            if proof.lines
            else _("Nothing was given yet, and nothing is off. The head: {words}").format(words=proof.words)
        )
        _tell_notes(proof)
        return
    for finding in proof.findings:
        tell(finding.sentence)
    if proof.more:
        tell(ngettext("and {count} more", "and {count} more", proof.more).format(count=proof.more))
    _tell_notes(proof)
    say(proof.remedy)


def _tell_notes(proof: Proof) -> None:
    for note in proof.notes:
        tell(note)


@command(
    "head",
    N_(
        "Print the head of the ledger: how many lines it has, and four words that stand for all of them.\n\n"
        "It is kept in the database and in data/heads.txt. Whoever changes a line, or cuts the end off, cannot keep "
        "the words: note them elsewhere, and `frontdesk verify --head` holds them against the ledger."
    ),
    Example("frontdesk head", N_("the head of this moment")),
    Example("frontdesk head --day 2026-11-21", N_("the last head of that business day")),
    Example("frontdesk head --json", N_("the same as JSON")),
)
@option("--day", "day_text", metavar="DATE", told=N_("The business day, as 2026-11-21; else this moment."))
@lang_option
@json_option
@with_desk(Who.ANYBODY)
def head(desk: Desk, day_text: str | None, as_json: bool) -> int:
    """Print a head."""
    from frontdesk.desk.trust import heads

    found = heads.make(desk) if day_text is None else heads.of_day(desk, day_named(day_text))
    if as_json:
        tell_json(None if found is None else _head_form(desk, found))
    elif found is None:
        say(_("No head was made on that day."))
    else:
        tell(
            ngettext("{count} line: {words}", "{count} lines: {words}", found.lines).format(
                count=found.lines, words=found.words
            )
        )
    if found is not None and found.problem:
        say(found.problem)
    return DONE if found is not None and not found.problem else PROBLEM_FOUND


def _head_form(desk: Desk, found: HeadLine) -> dict[str, Any]:
    made_at = Forms(desk).at(found.made_at)
    return asdict(found) | {"business_date": found.business_date.isoformat(), "made_at": made_at}
