"""`frontdesk guidelines`: put a file into force, see what was in force when and what changed, and go back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from frontdesk.cli.echo import say, tell, tell_exactly, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, group, option
from frontdesk.cli.settings import (
    FILE,
    Who,
    folder_option,
    json_option,
    opened,
    settings_of,
    staff_option,
)
from frontdesk.ground.errors import DONE, PROBLEM_FOUND, USAGE
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.ground.places import GUIDELINES

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.rules.published import Compared, Draft, Known, Published, VersionLine
    from frontdesk.guidelines.problems import Problem
    from frontdesk.guidelines.telling.differences import Difference

WIDTH = 80
VERSION_SHOWN = 8
_HOW = {"saved": N_("saved in the folder"), "published": N_("published"), "rolled_back": N_("gone back to")}
_STANDING = {
    "to_come": N_("comes into force {time}"),
    "in_force": N_("in force since {time}"),
    "was": N_("from {time}"),
    "withdrawn": N_("withdrawn, was to come {time}"),
}


def _with_desk(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """Add --folder and --staff, and call the function with the desk open. The folder's file is left as it is:

    whoever asks about it, or publishes it, must not put it into force by asking.
    """

    @folder_option
    @staff_option
    @wraps(function)
    def called(folder: Path | None, staff: str | None, **rest: Any) -> int | None:
        with opened(settings_of(folder, staff), Who.ANYBODY, take_file=False) as desk:
            return function(desk, **rest)

    return called


@group(
    "guidelines",
    N_("Put guidelines into force, see what was in force when, and go back."),
    Example("frontdesk guidelines publish draft.yaml --at 'tomorrow 06:00'", N_("every desk goes by it from then on")),
    Example("frontdesk guidelines history", N_("what was in force since when, and by whom")),
    Example("frontdesk guidelines diff draft.yaml", N_("what a draft would change, in words")),
)
def guidelines() -> None:
    """The guidelines."""


# --- putting into force ---------------------------------------------------------------------------------------


@guidelines.subcommand(
    "publish",
    N_(
        "Check a file and put it into force, now or at a moment. Desks that are open take it without a new start.\n\n"
        "With a problem, or an example that does not come out, nothing is changed and the exit code is 1. The folder's"
        " guidelines.yaml then says what is in force; every version is kept."
    ),
    Example("frontdesk guidelines publish --note 'more drinks in winter'", N_("the folder's file, now")),
    Example(
        "frontdesk guidelines publish draft.yaml --at 2026-12-01", N_("when the business day of 1 December starts")
    ),
    Example("frontdesk guidelines publish draft.yaml --at 'tomorrow 06:00' --json", N_("answered as JSON")),
)
@argument("file", N_("The file; else the folder's guidelines.yaml."), type=FILE, required=False)
@option("--at", "at_text", metavar="WHEN", told=N_("From when on: 'tomorrow 06:00', a date, or an instant; else now."))
@option("--note", default="", metavar="TEXT", told=N_("Why, for the history."))
@json_option
@_with_desk
def publish(desk: Desk, file: Path | None, at_text: str | None, note: str, as_json: bool) -> int:
    """Put a file into force."""
    from frontdesk.desk.rules import publishing

    at = publishing.parse_moment(desk, at_text)
    path = file if file is not None else desk.folder / GUIDELINES
    draft = publishing.drafted(path)
    if not draft.sound:
        return _refused(path, draft, as_json)
    done = publishing.publish(desk, draft, at=at, note=note)
    _tell_published(desk, done, as_json, [_placed(problem, path) for problem in draft.problems], note)
    return DONE


@guidelines.subcommand(
    "rollback",
    N_("Put an earlier version into force again, at once. It becomes a new line of the history; nothing is removed."),
    Example("frontdesk guidelines rollback", N_("the version before the one in force")),
    Example("frontdesk guidelines rollback 3 --note 'the winter rules were too tight'", N_("version 3 of the history")),
)
@argument("number", N_("Its number in the history; else the one before."), type=int, required=False)
@option("--note", default="", metavar="TEXT", told=N_("Why, for the history."))
@json_option
@_with_desk
def rollback(desk: Desk, number: int | None, note: str, as_json: bool) -> None:
    """Go back to an earlier version."""
    from frontdesk.desk.rules import publishing

    _tell_published(desk, publishing.roll_back(desk, number, note=note), as_json, [], note)


@guidelines.subcommand(
    "withdraw",
    N_("Take back a version that is still to come into force."),
    Example("frontdesk guidelines withdraw 7", N_("version 7 of the history never comes into force")),
)
@argument("number", N_("Its number in the history."), type=int)
@_with_desk
def withdraw(desk: Desk, number: int) -> None:
    """Take back what is to come."""
    from frontdesk.desk.rules import publishing

    sentence = (
        _("Version {number} is withdrawn; it does not come into force.")
        if publishing.withdraw(desk, number)
        else _("Version {number} was withdrawn before.")
    )
    tell(sentence.format(number=number))


def _refused(path: Path, draft: Draft, as_json: bool) -> int:
    problems = [_placed(problem, path) for problem in draft.problems]
    if as_json:
        tell_json({"ok": False, "problems": [problem.as_dict() for problem in problems]})
    else:
        for problem in problems:
            tell(str(problem))
        say(_("Nothing was changed: {file} cannot go into force like this.").format(file=path))
    return PROBLEM_FOUND if path.is_file() else USAGE


def _placed(problem: Problem, path: Path) -> Problem:
    from dataclasses import replace

    return replace(problem, file=str(path))


def _tell_published(desk: Desk, done: Published, as_json: bool, warnings: list[Problem], note: str) -> None:
    for problem in warnings:
        say(str(problem))
    if done.set_aside:
        say(_("What stood in guidelines.yaml was in force nowhere; it is kept in {file}.").format(file=done.set_aside))
    if as_json:
        tell_json(_published_form(desk, done, warnings))
        return
    for line in _published_words(_Words(desk), done, note):
        tell(line)


def _published_words(words: _Words, done: Published, note: str) -> Iterator[str]:
    line = done.line
    if done.already:
        yield _("Nothing to do: this is version {number}, {standing}.").format(
            number=line.number, standing=words.standing(line)
        )
        if note:
            yield _("The note was not kept: a version has the note that it was put into force with.")
    else:
        yield _("Version {number} ({version}): {standing}.").format(
            number=line.number, version=line.version[:VERSION_SHOWN], standing=words.standing(line)
        )
        if done.before is not None:
            yield from _changes(done.differences, _("Against version {number}:").format(number=done.before.number))
        if done.file_put_back:
            yield _("Until then guidelines.yaml says again what is in force; this text is kept and comes back with it.")
        elif str(line.standing) == "in_force":
            yield _("Desks that are open take it by themselves.")
    for each in done.pending:
        yield _("Version {number} {standing}; take it back with: frontdesk guidelines withdraw {number}").format(
            number=each.number, standing=words.standing(each)
        )


def _changes(differences: tuple[Difference, ...], title: str) -> Iterator[str]:
    if not differences:
        yield _("It means the same as before: only words that nobody decides by are different.")
        return
    yield title
    for difference in differences:
        yield f"  {difference.sentence()}"


# --- looking ----------------------------------------------------------------------------------------------------


@guidelines.subcommand(
    "history",
    N_("Show what was, is and will be in force, the newest first: since when, how, by whom, and what it decided."),
    Example("frontdesk guidelines history", N_("the whole history")),
    Example("frontdesk guidelines history --json", N_("the same as JSON")),
)
@json_option
@_with_desk
def history(desk: Desk, as_json: bool) -> None:
    """Show the history."""
    from frontdesk.desk.rules import history as told

    lines = told.history(desk)
    words = _Words(desk)
    if as_json:
        tell_json([words.form(line) for line in lines])
        return
    if not lines:
        say(_("No guidelines were ever in force here. Put some into force with: frontdesk guidelines publish"))
    digits = max((len(str(line.number)) for line in lines), default=1)
    for line in lines:
        for row in words.rows(line, digits):
            tell(row)


@guidelines.subcommand(
    "diff",
    N_(
        "Say in words what changes from A to B; each is a number of the history, the start of a version, `now` or a"
        " file.\n\nA alone is held against what is in force: a file, or a version still to come, is what would change;"
        " an older version what changed since. Order, comments and examples are no difference. The exit code is 0."
    ),
    Example("frontdesk guidelines diff draft.yaml", N_("what a draft would change")),
    Example("frontdesk guidelines diff 3", N_("what changed since version 3")),
    Example("frontdesk guidelines diff 3 5 --json", N_("from version 3 to version 5, as JSON")),
)
@argument("one", N_("The first, or the only one."), metavar="A")
@argument("other", N_("The second."), required=False, metavar="B")
@json_option
@_with_desk
def diff(desk: Desk, one: str, other: str | None, as_json: bool) -> None:
    """Compare two versions."""
    from frontdesk.desk.rules import history as told

    found = told.compared(desk, one, other)
    if as_json:
        tell_json(_compared_form(found))
        return
    say(_("{before} -> {after}").format(before=_name(found.before), after=_name(found.after)))
    for difference in found.differences:
        tell(difference.sentence())
    if not found.differences:
        say(_("No differences: both mean the same."))


@guidelines.subcommand(
    "show",
    N_("Print the exact text of a version."),
    Example("frontdesk guidelines show now", N_("what is in force, as it was written")),
    Example("frontdesk guidelines show 3 > draft.yaml", N_("an older version, to begin a draft with")),
)
@argument("name", N_("A number of the history, the start of a version, or now."), metavar="[NUMBER|now]", default="now")
@_with_desk
def show(desk: Desk, name: str) -> None:
    """Print a version."""
    from frontdesk.desk.rules import history as told

    tell_exactly(told.text_named(desk, name))


def _name(known: Known) -> str:
    if known.line is None:
        return known.name
    return f"{known.line.number} ({known.line.version[:VERSION_SHOWN]})"


# --- words and JSON -----------------------------------------------------------------------------------------------


class _Words:
    """Versions as the command line says them, on the site's clock."""

    def __init__(self, desk: Desk) -> None:
        self._clock = desk.days()
        self._forms = Forms(desk)

    def when(self, at: datetime) -> str:
        """ "Sat 21 Nov 2026 14:32" """
        from babel.dates import format_datetime

        from frontdesk.ground.language import current

        return format_datetime(self._clock.wall(at), "EEE d MMM y HH:mm", locale=current())

    def standing(self, line: VersionLine) -> str:
        """ "in force since Sat 21 Nov 2026 14:32" """
        return _(_STANDING[str(line.standing)]).format(time=self.when(line.in_force_at))

    def rows(self, line: VersionLine, digits: int) -> Iterator[str]:
        """A line of the history: which and since when; then how, by whom, what it decided; then the note."""
        mark = {"in_force": "▸", "to_come": "+", "withdrawn": "x"}.get(str(line.standing), " ")
        yield f"{mark} {line.number:>{digits}}  {line.version[:VERSION_SHOWN]}  {self.standing(line)}"
        indent = " " * (digits + 4)
        gestures = ngettext("{count} gesture given", "{count} gestures given", line.gestures)
        blocks = ngettext("stopped {count} time", "stopped {count} times", line.blocks)
        parts = [_(_HOW.get(line.how, line.how)) + (f", {line.put_by}" if line.put_by else "")]
        parts += [gestures.format(count=line.gestures)] if line.gestures else []
        parts += [blocks.format(count=line.blocks)] if line.blocks else []
        yield from wrap(" · ".join(parts), WIDTH, initial_indent=indent, subsequent_indent=indent)
        for text in line.note.splitlines():
            yield from wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)

    def form(self, line: VersionLine) -> dict[str, Any]:
        """A line of the history as JSON."""
        return {
            "number": line.number,
            "version": line.version,
            "state": str(line.standing),
            "in_force_at": self._forms.at(line.in_force_at),
            "how": line.how,
            "by": line.put_by,
            "put_at": self._forms.at(line.put_at),
            "note": line.note,
            "gestures": line.gestures,
            "blocks": line.blocks,
        }


def _published_form(desk: Desk, done: Published, warnings: list[Problem]) -> dict[str, Any]:
    words = _Words(desk)
    form = {"ok": True, "already": done.already} | words.form(done.line)
    del form["gestures"], form["blocks"]  # of a version that is put into force now there are none
    return form | {
        "before": None if done.before is None else done.before.number,
        "differences": [_difference_form(each) for each in done.differences],
        "pending": [each.number for each in done.pending],
        "problems": [problem.as_dict() for problem in warnings],
        "set_aside": done.set_aside,
    }


def _compared_form(found: Compared) -> dict[str, Any]:
    def side(known: Known) -> dict[str, Any]:
        return {
            "name": known.name,
            "number": None if known.line is None else known.line.number,
            "version": known.guidelines.version,
        }

    return {
        "before": side(found.before),
        "after": side(found.after),
        "differences": [_difference_form(each) for each in found.differences],
    }


def _difference_form(difference: Difference) -> dict[str, Any]:
    return {
        "kind": difference.kind,
        "id": difference.id,
        "label": difference.label,
        "aspect": difference.aspect,
        "before": difference.before,
        "after": difference.after,
        "sentence": difference.sentence(),
    }
