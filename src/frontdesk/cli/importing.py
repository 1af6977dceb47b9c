"""Importing at the command line: what a file would do is shown first, and asked about where somebody can answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.progress import Progress
from frontdesk.ground.errors import DONE, PROBLEM_FOUND, BadInput
from frontdesk.ground.language import _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.imports.importing import Imported, Prepared, Refused, Told

REFUSED_SHOWN_MAX = 20
TRIES_MAX = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What was said on the command line about an import."""

    encoding: str | None = None
    dates: str | None = None
    decimal: str | None = None
    worksheet: str | None = None
    mapping: tuple[str, ...] = ()
    by_number: bool = False
    bring_back: tuple[int, ...] = ()
    dry_run: bool = False
    yes: bool = False
    as_json: bool = False

    @property
    def about_a_file(self) -> bool:
        """Whether something was said of how a file is read."""
        words = (self.encoding, self.dates, self.decimal, self.worksheet)
        return bool(self.mapping or self.bring_back or self.by_number) or any(word is not None for word in words)

    @property
    def asked(self) -> bool:
        """Whether somebody is there to answer, and wants to be asked."""
        return somebody_answers() and not (self.yes or self.dry_run or self.as_json)


def somebody_answers() -> bool:
    """Whether questions reach a person: both the keyboard and the messages are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def run(desk: Desk, what: str, file: Path | None, said: Said) -> int:
    """Import a file of customers or of orders; the exit code. Where somebody answers it is asked about first."""
    from frontdesk.desk.imports import importing

    if file is None:
        raise BadInput(_("No file was named."), _("Name it: `frontdesk {what} import FILE`.").format(what=what))
    told = importing.Told(
        said.encoding,
        _mapping(said.mapping),
        said.dates,
        said.decimal,
        said.worksheet,
        bring_back=frozenset(said.bring_back),
        by_number=said.by_number,
    )
    try:
        if said.asked:
            told = _encoding_asked(desk, what, file, told)
        with Progress() as line:
            return _run(desk, what, file, said, told, line)
    except (KeyboardInterrupt, click.Abort) as error:
        raise importing.nothing_taken_over() from error


def _run(desk: Desk, what: str, file: Path, said: Said, told: Told, line: Progress) -> int:
    from frontdesk.desk.imports import importing

    tries = 0
    while True:
        with importing.prepared(desk, what, file, told, _drawn(line)) as ready:
            line.clear()
            if said.asked and (answered := _answered(ready, told)) is not None:
                told = answered
                continue
            if not said.as_json and (said.asked or said.dry_run):
                _show(ready)
            if said.dry_run:
                return _told(ready.counted, ready, dry_run=True, as_json=said.as_json)
            if said.asked and (code := _refrained(ready)) is not None:
                return code
            tries += 1
            try:
                done = ready.take_over(_drawn(line))
            except importing.CardsChanged:
                if said.asked or tries == TRIES_MAX:
                    raise
                continue
            finally:
                line.clear()
            return _told(done, ready, dry_run=False, as_json=said.as_json)


def _refrained(ready: Prepared) -> int | None:
    """Ask whether to take it over: None for yes, else the exit code."""
    _say_counts(ready.counted, would_be=True)
    _say_left(ready.counted, ready)
    if not (ready.counted.new or ready.counted.changed):
        say(_("There is nothing to take over."))
        return PROBLEM_FOUND if ready.counted.refused_count else DONE
    if click.confirm(_("Take this over?"), default=False, err=True):
        return None
    say(_("Nothing was taken over."))
    return DONE


def _drawn(line: Progress) -> Callable[[str, int, int], None]:
    return lambda doing, done, total: line.show_rows(done, total, writing=doing == "write")


def _mapping(said: Iterable[str]) -> dict[str, str | None]:
    """HEADER=COLUMN, as often as it was said; nothing after the = leaves the column out."""
    found: dict[str, str | None] = {}
    for each in said:
        header, sign, column = each.rpartition("=")
        if not sign or not header.strip():
            raise BadInput(
                _("{text} does not say what a header means.").format(text=each),
                _("Write --map HEADER=COLUMN, for example --map Mobile=phone."),
            )
        found[header.strip()] = column.strip() or None
    return found


def _encoding_asked(desk: Desk, what: str, file: Path, told: Told) -> Told:
    """Ask in which encoding the file is written, when nobody can know it from the file."""
    from frontdesk.desk.imports import importing

    if told.encoding:
        return told
    told = importing.recalled(desk, what, file, told)
    if told.encoding:
        return told
    shown = importing.look_at(desk, what, file, told)
    if shown.encoding or not shown.candidates:
        return told
    say(_("The letters of this file may be written in several ways. Which of these is right?"))
    for number, each in enumerate(shown.candidates, start=1):
        say(f"  {number}  {each.encoding} ({each.used_for}): {' · '.join(each.samples)}")
    choices = click.IntRange(1, len(shown.candidates))
    chosen = click.prompt(_("Number"), type=choices, err=True)
    return replace(told, encoding=shown.candidates[int(chosen) - 1].encoding, recalled=False)


def _answered(ready: Prepared, told: Told) -> Told | None:
    """Ask what the file leaves open; None when nothing is."""
    answers: dict[str, dict[str, str]] = {"dates": _by_header(told.dates), "decimal": _by_header(told.decimal)}
    asked = False
    for question in ready.questions:
        if isinstance(getattr(told, question.kind), str) or question.header in answers[question.kind]:
            continue
        say(question.question)
        chosen = click.prompt(_("Which"), type=click.Choice(question.choices), err=True)
        answers[question.kind][question.header] = str(chosen)
        asked = True
    if not asked:
        return None
    return replace(
        told,
        dates=told.dates if isinstance(told.dates, str) else answers["dates"],
        decimal=told.decimal if isinstance(told.decimal, str) else answers["decimal"],
    )


def _by_header(said: str | Mapping[str, str] | None) -> dict[str, str]:
    return dict(said) if isinstance(said, Mapping) else {}


def _show(ready: Prepared) -> None:
    """What a file is taken for: its columns, the first names as they will be written, what it leaves open."""
    meant = [f"{header} → {column}" for header, column in ready.mapping.items() if column]
    tell(_("{file}, as it is understood: {columns}").format(file=ready.path.name, columns=" · ".join(meant)))
    if ready.samples:
        tell(_("The first new ones: {names}").format(names=" · ".join(ready.samples)))


def _say_counts(imported: Imported, *, would_be: bool) -> None:
    words = (
        _("Would be: {new} new, {changed} changed, {same} as before.")
        if would_be
        else _("{new} new, {changed} changed, {same} as before.")
    )
    tell(words.format(new=imported.new, changed=imported.changed, same=imported.same))


def _say_left(imported: Imported, ready: Prepared) -> None:
    """What was not taken over, by columns, cells and rows."""
    from frontdesk.desk.imports.imported import left_words

    if imported.not_taken_over:
        say(_("Columns that were not taken over: {names}").format(names=", ".join(imported.not_taken_over)))
    for words in left_words(imported):
        say(words)
    for question in ready.questions:
        say(
            _("{question} Say it with --{option} {choices}.").format(
                question=question.question, option=question.kind, choices=_(" or ").join(question.choices)
            )
        )
    for each in imported.refused[:REFUSED_SHOWN_MAX]:
        say(_("Row {row} was not taken: {reason}").format(row=each.row, reason=each.reason))
    if any(each.erased for each in imported.refused):
        say(_("Whoever comes again themselves is brought back by the number of their row: --bring-back ROW."))
    more = imported.refused_count - REFUSED_SHOWN_MAX
    if more > 0:
        say(ngettext("{count} more row was not taken.", "{count} more rows were not taken.", more).format(count=more))


def _refused(each: Refused) -> dict[str, object]:
    return {"row": each.row, "reason": each.reason} | ({"erased": True} if each.erased else {})


def _told(imported: Imported, ready: Prepared, *, dry_run: bool, as_json: bool) -> int:
    """Say what an import did or would do; refused rows are named and make the exit code 1."""
    code = PROBLEM_FOUND if imported.refused_count else DONE
    if as_json:
        tell_json(
            {
                "new": imported.new,
                "changed": imported.changed,
                "same": imported.same,
                "refused": [_refused(each) for each in imported.refused],
                "not_taken_over": list(imported.not_taken_over),
                "dry_run": dry_run,
                "refused_count": imported.refused_count,
                "refused_file": None if imported.refused_file is None else str(imported.refused_file),
                "columns": dict(ready.mapping),
                "left": dict(imported.left),
                "empty": dict(imported.stays),
                "questions": [each.question for each in ready.questions],
                "import": imported.import_id or None,
            }
        )
        return code
    _say_counts(imported, would_be=dry_run)
    _say_left(imported, ready)
    if imported.refused_count and not dry_run:
        if imported.refused_file is None:
            say(_("They could not be written into a file beside {file}.").format(file=ready.path.name))
        else:
            say(
                _("They stand in {file}, each with its reason: mend them there and import that file.").format(
                    file=imported.refused_file
                )
            )
    return code
