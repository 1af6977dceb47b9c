"""The history of the guidelines: what was in force when, by whom, and what changed from one to the other."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.desk.rules import in_force
from frontdesk.desk.rules.published import Compared, Known, Standing, VersionLine
from frontdesk.ground.errors import Misconfigured, NotFound
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import clean_line
from frontdesk.guidelines import reader
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.problems import ERROR
from frontdesk.guidelines.telling.differences import Difference, differences
from frontdesk.store import versions
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading
from frontdesk.store.versions import Version

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

NOW = N_("now")
PREFIX_LENGTH_MIN = 4
NUMBERS_SHOWN_MAX = 12
NUMBERS_END = 10**9
"""No history is so long; a greater number is looked for nowhere."""
_PREFIX = re.compile(f"[0-9a-f]{{{PREFIX_LENGTH_MIN},64}}")


def history(desk: Desk) -> tuple[VersionLine, ...]:
    """Every coming into force, the newest first, with what is still to come and what was withdrawn."""
    now = desk.now()
    with reading(desk.store) as connection:
        mark = versions.in_force_mark(connection, now)
        found = versions.history(connection)
        decided = versions.decided_by(connection)
    number = None if mark is None else mark[0]
    return tuple(line_of(each, number, now, decided.get(each.number, (0, 0))) for each in found)


def line_of(
    version: Version, in_force_number: int | None, now: datetime, decided: tuple[int, int] = (0, 0)
) -> VersionLine:
    """A coming into force as it is shown; `decided` are the gestures and the blocks that were decided by it."""
    return VersionLine(
        number=version.number,
        version=version.version,
        in_force_at=version.in_force_at,
        how=version.how,
        put_by=version.put_by,
        put_at=version.put_at,
        note=version.note,
        standing=_standing(version, in_force_number, now),
        gestures=decided[0],
        blocks=decided[1],
    )


def _standing(version: Version, in_force_number: int | None, now: datetime) -> Standing:
    if version.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if version.number == in_force_number:
        return Standing.IN_FORCE
    at_once = version.in_force_at <= version.put_at
    return Standing.WAS if at_once or version.in_force_at <= now else Standing.TO_COME


def must_exist(connection: Connection, number: int) -> Version:
    """The coming into force of that number. Raises NotFound, naming the numbers there are."""
    found = versions.by_number(connection, number) if 0 < number < NUMBERS_END else None
    if found is None:
        raise _unknown(connection, str(number))
    return found


def read_again(text: str, name: str) -> Guidelines:
    """What a kept file means. Raises Misconfigured, with its first problem, when this frontdesk cannot read it."""
    read = reader.read_text(text.encode("utf-8"), name)
    if read.guidelines is None:
        first = next(problem for problem in read.problems if problem.severity == ERROR)
        raise Misconfigured(
            _("Version {name} of the guidelines cannot be read by this frontdesk.").format(name=name), str(first)
        )
    return read.guidelines


# --- one that is named --------------------------------------------------------------------------------------


def named(desk: Desk, name: str) -> Known:
    """The guidelines that somebody names: `now`, a number of the history, the start of a version, or a file.

    Raises NotFound with what is known, and Misconfigured for a file or a version that cannot be read.
    """
    found = version_named(desk, name)
    if found is not None:
        line, text = found
        if desk.guidelines is not None and desk.guidelines.version == line.version:
            return Known(str(line.number), desk.guidelines, text, line)
        return Known(str(line.number), read_again(text, str(line.number)), text, line)
    path = Path(name)
    if not (path.exists() or path.suffix or path.name != name):
        with reading(desk.store) as connection:
            raise _unknown(connection, name)
    file = in_force.folder_file(path)
    if file.guidelines is None:
        first = next(problem for problem in file.problems if problem.severity == ERROR)
        raise Misconfigured(str(first), _("See all of it with: frontdesk check {file}").format(file=path))
    return Known(name, file.guidelines, file.text)


def version_named(desk: Desk, name: str) -> tuple[VersionLine, str] | None:
    """The line of the history that is named, and its text; None when it is none. Raises NotFound for `now` without any.

    Of a version that came into force more than once, it is the last time.
    """
    bare, now = clean_line(name).lower(), desk.now()
    with reading(desk.store) as connection:
        current = versions.in_force_now(connection, now)
        number = None if current is None else current.number
        if bare in (NOW, _(NOW).lower()):
            if current is None:
                raise NotFound(
                    _("No guidelines are in force yet."), _("Put some into force with: frontdesk guidelines publish")
                )
            return line_of(current, number, now), current.text
        found = _by_number(connection, bare) or _by_prefix(connection, bare)
    return None if found is None else (line_of(found, number, now), found.text)


def text_named(desk: Desk, name: str) -> str:
    """The exact text of a version that was or will be in force. Raises NotFound with what is known."""
    found = version_named(desk, name)
    if found is None:
        with reading(desk.store) as connection:
            raise _unknown(connection, name)
    return found[1]


def _by_number(connection: Connection, bare: str) -> Version | None:
    if not (bare.isascii() and bare.isdigit() and len(bare) < len(str(NUMBERS_END))):
        return None
    return versions.by_number(connection, int(bare))


def _by_prefix(connection: Connection, bare: str) -> Version | None:
    if _PREFIX.fullmatch(bare) is None:
        return None
    found = versions.with_prefix(connection, bare)
    if len(found) > 1:
        raise NotFound(
            _("{name} is the start of more than one version.").format(name=bare),
            _("Known here: {words}.").format(words=", ".join(each[:12] for each in found[:NUMBERS_SHOWN_MAX])),
        )
    lines = [each for each in versions.history(connection) if found and each.version == found[0]]
    return lines[0] if lines else None


def _unknown(connection: Connection, name: str) -> NotFound:
    numbers = [str(number) for number in sorted((each.number for each in versions.history(connection)), reverse=True)]
    some = ", ".join(numbers[:NUMBERS_SHOWN_MAX]) + (" …" if len(numbers) > NUMBERS_SHOWN_MAX else "")
    return NotFound(
        _("There is no version {name} of the guidelines.").format(name=clean_line(name, 60) or "''"),
        _("Known here: {words}; see what they are with: frontdesk guidelines history").format(words=some or "-"),
    )


# --- what changed -------------------------------------------------------------------------------------------


def news(before: Desk, after: Desk) -> tuple[Difference, ...] | None:
    """What is different at a desk that took other guidelines; None when it goes by the same as before."""
    if after.guidelines is None or before.guidelines is None or before.guidelines.version == after.guidelines.version:
        return None
    return differences(before.guidelines, after.guidelines)


def compared(desk: Desk, one: str, other: str | None = None) -> Compared:
    """What changes from `one` to `other`, each named as for `named`.

    One alone is held against what is in force now: a file or a version that is still to come is what would change,
    an older version what changed since.
    """
    first = named(desk, one)
    if other is not None:
        before, after = first, named(desk, other)
    else:
        current = named(desk, NOW)
        older = first.line is not None and first.line.standing in (Standing.WAS, Standing.IN_FORCE)
        before, after = (first, current) if older else (current, first)
    return Compared(before, after, differences(before.guidelines, after.guidelines))
