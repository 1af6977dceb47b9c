"""Backups: making them, and putting one in the place of the database."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.progress import Progress
from frontdesk.cli.settings import (
    FILE,
    Who,
    folder_option,
    json_option,
    lang_option,
    must_be_business,
    now,
    settings_of,
    with_desk,
)
from frontdesk.ground.errors import DONE, PROBLEM_FOUND, USAGE, BadInput, StoreUnavailable
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.ground.places import DATABASE

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.trust.backup_views import BackupLine, Restored, RestorePreview


@command(
    "backup",
    N_(
        "Copy the database while desks work, restore the copy into a file of its own, and prove it there.\n\n"
        "It goes into data/backups, which only its owner can read; an open desk makes one each hour by itself. The "
        "last 24 stay, and the last of each of 30 days; older ones go, and are named. A copy that is put elsewhere "
        "with --to stays until you remove it. The exit code is 0 for a backup that was proven, 1 for one that was not, "
        "3 when none could be made."
    ),
    Example("frontdesk backup", N_("a proven backup in data/backups")),
    Example("frontdesk backup --to /mnt/usb", N_("one on another disk")),
    Example("frontdesk backup --list --json", N_("which there are, as JSON")),
)
@option("--to", "folder_to", type=FILE, metavar="DIR", told=N_("Put it into this folder; it is made if needed."))
@option("--list", "only_list", is_flag=True, told=N_("Say which backups there are, and make none."))
@option(
    "--keep-hourly",
    type=click.IntRange(1, 1000),
    default=24,
    metavar="NUMBER",
    told=N_("How many of the newest stay; else 24."),
)
@option(
    "--keep-daily",
    type=click.IntRange(1, 1000),
    default=30,
    metavar="DAYS",
    told=N_("For how many days the last one of a day stays; else 30. Older ones go."),
)
@lang_option
@json_option
@with_desk(Who.ANYBODY)
def backup(
    desk: Desk, folder_to: Path | None, only_list: bool, keep_hourly: int, keep_daily: int, as_json: bool
) -> int:
    """Make a backup."""
    from frontdesk.desk.trust import backing_up

    if only_list:
        if folder_to is not None:
            raise BadInput(
                _("--list names all backups that are known, wherever they were put; --to is where a new one goes."),
                _("Leave one of the two out."),
            )
        return _list(desk, backing_up.listed(desk), as_json)
    with Progress() as progress:
        keep = backing_up.Keep(keep_hourly, keep_daily)
        try:
            made = backing_up.make(desk, to=folder_to, keep=keep, tick=progress.show)
        except OSError as error:
            raise _none_made(error) from error
    if as_json:
        tell_json(_form(desk, made))
    else:
        _tell(made)
    return PROBLEM_FOUND if made.problem else DONE


def _none_made(error: OSError) -> StoreUnavailable:
    return StoreUnavailable(
        _("No backup could be made: {reason} ({file}).").format(
            reason=error.strerror or error, file=Path(os.fsdecode(error.filename or "?")).parent
        ),
        _("See to that folder or the disk, or name another folder with --to; the older backups stay."),
    )


def _form(desk: Desk, line: BackupLine) -> dict[str, Any]:
    at = Forms(desk).at
    return asdict(line) | {
        "path": str(line.path),
        "made_at": at(line.made_at),
        "proven_at": at(line.proven_at),
        "removed": list(line.removed),
    }


def _tell(made: BackupLine) -> None:
    tell(str(made.path))
    if made.problem:
        say(_("The copy was made, but it does not prove right: {why}").format(why=made.problem))
        say(made.remedy)
        return
    said = ngettext(
        "Proven: {count} line of the ledger, {size}.", "Proven: {count} lines of the ledger, {size}.", made.lines
    )
    say(said.format(count=made.lines, size=_size(made.bytes)) + (f" {made.words}" if made.words else ""))
    for name in made.removed:
        say(_("Kept no longer: {name}").format(name=name))


def _size(count: int) -> str:
    return _("{size} MB").format(size=f"{count / 1e6:.1f}")


def _list(desk: Desk, lines: tuple[BackupLine, ...], as_json: bool) -> int:
    if as_json:
        tell_json([_form(desk, each) for each in lines])
        return DONE
    for each in lines:
        state = _("proven") if each.proven_at is not None else each.problem or _("not proven yet")
        tell(f"{desk.days().wall(each.made_at):%Y-%m-%d %H:%M}  {_size(each.bytes):>9}  {each.path}  {state}")
    if not lines:
        say(_("There is no backup yet. Make one: frontdesk backup"))
    return DONE


@command(
    "restore",
    N_(
        "Put a backup in the place of the database, after saying what would be lost.\n\n"
        "The backup is proven first, and nobody may have a desk open meanwhile. The present database is kept beside it "
        "under a name with its time. People who were erased since are forgotten again, and data/heads.txt says that a "
        "copy was put in place."
    ),
    Example("frontdesk restore frontdesk-20261121T120000Z-hourly-1a2b3c.db --dry-run", N_("says what would be lost")),
    Example("frontdesk restore /mnt/usb/frontdesk-20261121T120000Z-asked-1a2b3c.db", N_("asks, and puts it in place")),
    Example("frontdesk restore backup.db --yes --json", N_("without asking, as JSON")),
)
@argument("file", N_("The backup: a path, or a name in data/backups."), type=FILE, metavar="FILE")
@option("--dry-run", is_flag=True, told=N_("Say what would be lost, and do nothing; desks may be open."))
@option("--yes", is_flag=True, told=N_("Put it in place without asking again."))
@folder_option
@lang_option
@json_option
def restore(folder: Path | None, file: Path, dry_run: bool, yes: bool, as_json: bool) -> int:
    """Put a backup in place."""
    settings = settings_of(folder)
    must_be_business(settings.folder)
    from frontdesk.desk.trust import restoring, verifying

    database = settings.folder / DATABASE
    with Progress() as progress:
        wanted = restoring.named(settings.folder, file)
        with restoring.made_ready(database, wanted, now, only_look=dry_run, tick=progress.show) as ready:
            progress.clear()
            if as_json and (dry_run or not yes):
                tell_json(_preview_form(ready.preview))
            elif not as_json:
                _tell_preview(ready.preview)
            if dry_run:
                return DONE
            if not yes and not _agreed():
                return USAGE
            done = ready.put()
        proof = verifying.verify_file(database, tick=progress.show)
    if as_json:
        aside = None if done.aside is None else str(done.aside)
        tell_json(_preview_form(ready.preview) | {"aside": aside, "whole": proof.whole})
    else:
        _tell_done(done)
    for finding in proof.findings:
        say(finding.sentence)
    return DONE if proof.whole else PROBLEM_FOUND


def _agreed() -> bool:
    if not sys.stdin.isatty():
        say(_("Nothing was changed. Say --yes to put it in place."))
        return False
    if click.confirm(_("Put this backup in place?"), default=False, err=True):
        return True
    say(_("Nothing was changed."))
    return False


def _preview_form(found: RestorePreview) -> dict[str, Any]:
    return asdict(found) | {
        "path": str(found.path),
        "ends_at": None if found.ends_at is None else found.ends_at.isoformat(),
        "lost_since": None if found.lost_since is None else found.lost_since.isoformat(),
        "lost_value": {each.currency: _amount(each.currency, each.minor) for each in found.lost_value},
    }


def _amount(currency: str, minor: int) -> str:
    from frontdesk.ground.money import exponent_of, format_minor

    return format_minor(minor, exponent_of(currency))


def _tell_preview(found: RestorePreview) -> None:
    tell(
        ngettext(
            "The backup is proven: {count} line of the ledger.", "The backup is proven: {count} lines.", found.lines
        ).format(count=found.lines)
        + (f" {found.words}" if found.words else "")
    )
    if found.ends_at is not None:
        tell(_("Its last line is of {time}.").format(time=f"{found.ends_at.astimezone():%Y-%m-%d %H:%M %Z}"))
    if found.present:
        tell(found.present)
        return
    if found.strange:
        tell(_("It is of another ledger than the present one, or one of the two was written anew."))
    lost = _lost_words(found)
    if not lost:
        tell(_("Nothing of the present ledger, promises, conversations and cards would be lost."))
    for each in lost:
        tell(each)
    if found.forgotten_again:
        said = ngettext(
            "{count} person in it was erased since, and is forgotten again.",
            "{count} people in it were erased since, and are forgotten again.",
            found.forgotten_again,
        )
        tell(said.format(count=found.forgotten_again))
    tell(_("What was changed since on cards, orders and guidelines goes back as well."))


def _lost_words(found: RestorePreview) -> list[str]:
    said = []
    if found.lost_since is not None:
        said.append(_("Lost would be, since {time}:").format(time=f"{found.lost_since.astimezone():%Y-%m-%d %H:%M %Z}"))
    if found.lost_lines:
        sums = ", ".join(f"{_amount(each.currency, each.minor)} {each.currency}" for each in found.lost_value)
        lines = ngettext("{count} line of the ledger", "{count} lines of the ledger", found.lost_lines)
        given = ngettext("{count} gesture given", "{count} gestures given", found.lost_given)
        back = ngettext("{count} taken back", "{count} taken back", found.lost_taken_back)
        parts = (
            lines.format(count=found.lost_lines),
            given.format(count=found.lost_given),
            back.format(count=found.lost_taken_back) if found.lost_taken_back else "",
            sums,
        )
        said.append("  " + " · ".join(each for each in parts if each))
    others = (
        (found.lost_promises, ngettext("{count} promise", "{count} promises", found.lost_promises)),
        (
            found.lost_conversations,
            ngettext("{count} conversation", "{count} conversations", found.lost_conversations),
        ),
        (found.lost_customers, ngettext("{count} card", "{count} cards", found.lost_customers)),
    )
    said += ["  " + words.format(count=count) for count, words in others if count]
    return said


def _tell_done(done: Restored) -> None:
    if done.aside is not None:
        say(_("The database of before is kept as {path}").format(path=done.aside))
    said = ngettext(
        "Restored: {count} line, and nothing is off. {words}",
        "Restored: {count} lines, and nothing is off. {words}",
        done.lines,
    )
    tell(said.format(count=done.lines, words=done.words).rstrip())
