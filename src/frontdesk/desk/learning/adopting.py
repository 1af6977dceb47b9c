"""From an idea to the guidelines: a draft of the file in force, what it would have meant, and putting it into force.

The draft is the owner's own file with one line changed, where the program can know which, and a comment that names
whose idea it is. Every other character stays. Nothing goes into force by drafting.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.desk.learning import ideas as noted
from frontdesk.desk.learning import raising
from frontdesk.desk.learning.bending import Versions
from frontdesk.desk.learning.learning_views import Adoption, Change, IdeaLine
from frontdesk.desk.learning.raising import Raise, Raises
from frontdesk.desk.people.acting import acting
from frontdesk.desk.rules import publishing
from frontdesk.desk.rules.published import Draft, Published
from frontdesk.ground.errors import BadInput, Misconfigured, NotFound
from frontdesk.ground.language import _
from frontdesk.ground.text import LINE_LENGTH_MAX, clean_line, whole
from frontdesk.guidelines.editing import CannotEdit, Sheet
from frontdesk.guidelines.nodes import Loc
from frontdesk.guidelines.problems import ERROR
from frontdesk.guidelines.telling.differences import differences
from frontdesk.store import ideas, over_time, stopped, versions
from frontdesk.store.driver import Connection
from frontdesk.store.ideas import YES, Idea
from frontdesk.store.transaction import reading
from frontdesk.store.versions import Version

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.rules.trying import Tried

IDEA_IN_COMMENT = 160


# --- drafting -----------------------------------------------------------------------------------------------


def adopt(desk: Desk, idea_id: str) -> Adoption:
    """Draft the guidelines with the idea in them: `drafts/idea-….yaml` in the business's folder.

    A draft that is there already is kept as it is, whoever worked on it, and said how it stands. Raises NotFound for
    an idea there is not, Misconfigured while nothing is in force or when the folder cannot be written.
    """
    desk.rules()
    _must_write(desk)
    with reading(desk.store) as connection:
        found = noted.idea_of(connection, idea_id)
        version = _in_force(connection, desk.now())
        path = noted.draft_path(desk, found.id)
        if path.exists():
            return _as_it_is(found, path)
        sheet = Sheet(version.text)
        raises = _raises(connection, desk, found, sheet)
    changes, notes = _changed(sheet, raises)
    line = _comment(desk, sheet, found, version.number, changes)
    _write(path, sheet.text)
    draft = publishing.drafted(path)
    return Adoption(
        idea_id=found.id,
        path=path,
        changes=tuple(Change(each.what, sheet.place(_loc(each))[0], before, each.value) for each, before in changes),
        comment_line=line,
        notes=(*notes, *_examples_note(draft)),
        problems=draft.problems,
        readable=draft.guidelines is not None,
    )


def _examples_note(draft: Draft) -> tuple[str, ...]:
    if draft.guidelines is None or draft.sound:
        return ()
    return (
        _("What fails are the file's own examples, which say what was allowed before: put them right in the draft."),
    )


def _in_force(connection: Connection, now: datetime) -> Version:
    version = versions.in_force_now(connection, now)
    if version is None:
        raise Misconfigured(
            _("No guidelines are in force yet."), _("Put some into force with: frontdesk guidelines publish")
        )
    return version


def _as_it_is(found: Idea, path: Path) -> Adoption:
    draft = publishing.drafted(path)
    note = _("This draft was made before and is kept as it is; remove the file to have it drafted anew.")
    notes = (note, *_examples_note(draft))
    readable = draft.guidelines is not None
    return Adoption(found.id, path, (), _marked_line(draft.text, found), notes, draft.problems, readable)


def _raises(connection: Connection, desk: Desk, found: Idea, sheet: Sheet) -> Raises:
    """What the program can know of the idea: what stood in the way of a block, or what was bent."""
    today = desk.today()
    if found.block_id is not None:
        block = stopped.by_id(connection, found.block_id)
        if block is not None:
            return raising.for_block(desk, block, stopped.between(connection, today - noted.BEHIND, today), sheet)
    if found.entry_id is not None:
        bent = over_time.bent_by_id(connection, found.entry_id)
        if bent is not None:
            recent = over_time.bent_between(connection, today - noted.BEHIND, today)
            return raising.for_bend(desk, bent, recent, Versions(connection, desk), sheet)
    return Raises([], [_("The idea is not about one figure: write the change below its comment.")])


def _changed(sheet: Sheet, raises: Raises) -> tuple[list[tuple[Raise, str]], list[str]]:
    """Make the changes that can be made alone; each with what stood there before."""
    changes: list[tuple[Raise, str]] = []
    notes = list(raises.notes)
    for each in raises.found:
        try:
            before = "" if each.added else sheet.standing(each.loc).text
            if each.added:
                sheet.add(each.loc, each.added, each.value, each.beside)
            else:
                sheet.replace(each.loc, each.value)
        except CannotEdit:
            notes.append(
                _("{what} would become {value}, but stands in a form that is for a person to change.").format(
                    what=each.what, value=each.value
                )
            )
        else:
            changes.append((each, before))
    return changes, notes


def _loc(each: Raise) -> Loc:
    return (*each.loc, each.added) if each.added else each.loc


def _comment(desk: Desk, sheet: Sheet, found: Idea, number: int, changes: list[tuple[Raise, str]]) -> int:
    """Name the idea above each line that changed, else above its gesture; the line (from 1) of the first comment."""
    on = desk.days().date_of(found.at).isoformat()
    said = _("idea of {name}, {date}: {text}").format(
        name=found.author, date=on, text=clean_line(found.text, IDEA_IN_COMMENT)
    )
    mark = _mark(found, number)
    if not changes:
        return sheet.comment(_where(sheet, found), f"{said} {mark}")
    lines = []
    for each, before in changes:
        was = _(" (was {before})").format(before=before) if before else ""
        lines.append(sheet.comment(_loc(each), f"{said}{was} {mark}"))
    return min(lines)


def _where(sheet: Sheet, found: Idea) -> Loc:
    if found.gesture and sheet.plain(("gestures", found.gesture)) is not None:
        return "gestures", found.gesture
    return ("gestures",)


def _mark(found: Idea, number: int) -> str:
    """What ties a comment to its idea and to the version that the draft was made of."""
    return f"[{noted.short(found.id)}/{number}]"


def _marks(text: str, found: Idea) -> list[re.Match[str]]:
    return list(re.finditer(rf"#[^\r\n]*\[{noted.short(found.id)}/([0-9]+)\]", text))


def _marked_line(text: str, found: Idea) -> int:
    marks = _marks(text, found)
    return text.count("\n", 0, marks[0].start()) + 1 if marks else 1


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
    except OSError as wrong:
        raise Misconfigured(
            _("The draft cannot be written to {path} ({reason}).").format(
                path=path, reason=wrong.strerror or str(wrong)
            ),
            _("See to the rights of the folder or the disk."),
        ) from wrong


# --- what it would have meant -------------------------------------------------------------------------------


def try_idea(
    desk: Desk,
    idea_id: str,
    since: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Tried:
    """Replay the real past under the idea's draft; `progress` is told how much of it is done.

    Raises as `trying.try_draft` does, and for a draft not yet made.
    """
    from frontdesk.desk.rules.trying import try_draft

    with reading(desk.store) as connection:
        found = noted.idea_of(connection, idea_id)
    path = _must_be_drafted(desk, found)
    draft = publishing.drafted(path)
    if draft.guidelines is None:
        raise _unsound(path, draft)
    return try_draft(desk, draft.guidelines, since=since, progress=progress)


# --- putting it into force ----------------------------------------------------------------------------------


def publish_idea(desk: Desk, idea_id: str, note: str = "") -> tuple[IdeaLine, Published]:
    """Put the idea's draft into force, at once; the history says whose idea it was.

    Raises BadInput for an idea that was not answered with yes or is in force already, for a draft that is not sound,
    changes nothing, or was made of a version that is no longer in force; NotFound without a draft; and what
    `publishing.publish` raises. The desk itself goes by it once it is refreshed.
    """
    _must_write(desk)
    with reading(desk.store) as connection:
        noted.must_lead(connection, desk, _("put an idea into force"))
        found = noted.idea_of(connection, idea_id)
        version = _in_force(connection, desk.now())
    _must_be_wanted(found)
    path = _must_be_drafted(desk, found)
    draft = publishing.drafted(path)
    if not draft.sound or draft.guidelines is None:
        raise _unsound(path, draft)
    if draft.version != version.version:  # else it is in force, and only that it is this idea was not written down
        _must_be_of(draft.text, found, version)
        _must_change(desk, draft, path)
    whose = _("idea of {name}").format(name=found.author)
    said = whole(note) or clean_line(found.text, LINE_LENGTH_MAX)
    published = publishing.publish(desk, draft, note=f"{whose}: {said}")
    with acting(desk) as connection:
        ideas.adopt(connection, found.id, published.line.number)
        return noted.line_in(connection, desk, found.id), published


def _must_write(desk: Desk) -> None:
    """Raise BadInput at a desk whose keys write no files: drafts and the guidelines are files."""
    if not desk.writes_files:
        raise BadInput(
            _("Drafts are not made at this desk: it writes no files."),
            _("The answer is kept. Whoever keeps the guidelines adopts it with: frontdesk idea adopt"),
        )


def _must_be_wanted(found: Idea) -> None:
    if found.adopted_number is not None:
        raise BadInput(
            _("This idea is in force already, as version {number}.").format(number=found.adopted_number),
            _("See what it did with: frontdesk idea effect {id}").format(id=noted.short(found.id)),
        )
    if found.answer != YES:
        raise BadInput(
            _("Nobody has said yes to this idea."),
            _("Answer it first: frontdesk idea answer {id} yes --text …").format(id=noted.short(found.id)),
        )


def _must_be_drafted(desk: Desk, found: Idea) -> Path:
    path = noted.draft_path(desk, found.id)
    if not path.is_file():
        raise NotFound(
            _("There is no draft of this idea yet."),
            _("Make one with: frontdesk idea adopt {id}").format(id=noted.short(found.id)),
        )
    return path


def _must_be_of(text: str, found: Idea, version: Version) -> None:
    """A draft of an older version would take back what came into force since: it is not put over it."""
    of = {int(match[1]) for match in _marks(text, found)}
    if of and version.number not in of:
        raise BadInput(
            _("The draft was made of version {old}, and version {new} is in force now.").format(
                old=max(of), new=version.number
            ),
            _("Remove the draft and have it made anew: frontdesk idea adopt {id}").format(id=noted.short(found.id)),
        )


def _must_change(desk: Desk, draft: Draft, path: Path) -> None:
    if draft.guidelines is not None and not differences(desk.rules(), draft.guidelines):
        raise BadInput(
            _("The draft changes nothing yet."),
            _("Write the change below the comment in {path}, then publish.").format(path=path),
        )


def _unsound(path: Path, draft: Draft) -> BadInput:
    first = next(problem for problem in draft.problems if problem.severity == ERROR)
    return BadInput(
        _("The draft cannot go into force like this: {problem}").format(problem=first),
        _("See all of it with: frontdesk check {file}").format(file=path),
    )
