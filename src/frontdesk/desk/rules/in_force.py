"""Which guidelines are in force: what was put into force last, unless the folder's file was changed since.

Two things bring a version into force: a file that was changed in the folder, at once, and `guidelines publish`, at a
moment. A broken file never goes into force: the last good one stays, and what is wrong is kept beside it to be shown.

Desks, commands and an owner's editor act on the same file at the same time. So whatever is done because of a file is
done inside a write transaction, after the file was read once more there: an older reading never goes into force over
a newer file, and no text that was not understood is replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.authority.examples import example_problems
from frontdesk.desk.rules import one_currency
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import _
from frontdesk.ground.places import GUIDELINES
from frontdesk.guidelines import reader
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.problems import WARNING, Problem
from frontdesk.store import usage, versions
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading, writing
from frontdesk.store.versions import SAVED, Version

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

BYTES_MAX = 1024 * 1024  # more is read of no file; the reader itself refuses far less


class GuidelinesChanged(DeskError):
    """Other guidelines are in force than those the desk goes by: nothing was decided and nothing given.

    Whoever asked takes `refreshed` and asks again; what a person typed is still good. `since` is when they changed.
    """

    def __init__(self, since: datetime, time: str) -> None:
        super().__init__(
            _("The guidelines changed at {time}; nothing was given.").format(time=time),
            _("Look at what is possible now, and choose again."),
        )
        self.since = since


@dataclass(frozen=True, slots=True)
class FolderFile:
    """The folder's guidelines file as it is now: what it means (None while it is broken or missing) and its text."""

    guidelines: Guidelines | None
    text: str
    problems: tuple[Problem, ...]


def refreshed(desk: Desk) -> Desk:
    """The desk by the guidelines that are in force now; the same desk when nothing changed.

    While nothing changed it costs one look at the file's time and size, and one at the database. Raises
    StoreUnavailable when that cannot be read.
    """
    changed = seen(desk.folder / GUIDELINES) != desk.seen
    with reading(desk.store) as connection:
        mark = versions.in_force_mark(connection, desk.now())
    number = None if mark is None else mark[0]
    waiting = any(problem.severity == WARNING for problem in desk.problems)  # perhaps it can be done now
    if not changed and not waiting and number == desk.in_force_number:
        return desk
    later = brought_up(desk)
    return desk if later == desk else later


def must_be_current(connection: Connection, desk: Desk, at: datetime) -> None:
    """Raise GuidelinesChanged when other guidelines are in force at `at` than those of the desk.

    It stands inside the transaction in which something is decided, so that a new limit holds from its first moment.
    """
    mark = versions.in_force_mark(connection, at)
    if mark is None or mark[0] == desk.in_force_number:
        return
    if desk.guidelines is not None and desk.guidelines.version == mark[1]:
        return  # the same file came into force once more
    version = versions.in_force_now(connection, at)
    since = at if version is None else version.in_force_at
    raise GuidelinesChanged(since, f"{desk.days().wall(since):%H:%M}")


def brought_up(desk: Desk) -> Desk:
    """The desk by the guidelines in force, after a look at the folder's file: one that was changed takes effect."""
    path = desk.folder / GUIDELINES
    stamp = seen(path)
    found = _examined(desk, folder_file(path))
    if found.guidelines is not None:
        _take_change(desk, found.guidelines, found.text)
    now = replace(desk, seen=stamp, problems=found.problems if found.guidelines is None else ())
    now, version = _by_the_database(now, found.guidelines)
    if version is not None and found.guidelines is not None and found.guidelines.version != version.version:
        return _with_the_file_renewed(now, found.guidelines.version, version)
    return now


def as_written(desk: Desk) -> Desk:
    """The desk by the guidelines in force; the folder's file is not looked at, so nothing of it takes effect."""
    return _by_the_database(desk, None)[0]


def _by_the_database(desk: Desk, of_file: Guidelines | None) -> tuple[Desk, Version | None]:
    with reading(desk.store) as connection:
        version = versions.in_force_now(connection, desk.now())
    if version is None:
        return desk, None
    guidelines = _meant(desk, version, of_file)
    if guidelines is None:
        return replace(desk, problems=(*desk.problems, _not_understood(version))), None
    _count(desk, guidelines)
    now = replace(desk, guidelines=guidelines, in_force_since=version.in_force_at, in_force_number=version.number)
    return now, version


def seen(path: Path) -> tuple[int, ...] | None:
    """What tells that a file changed: its time, its size and which file it is; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def folder_file(path: Path) -> FolderFile:
    """Read once, so that what is checked is what is kept. Never raises."""
    data = _bytes(path)
    read = reader.read_file(path) if data is None else reader.read_text(data, path.name)
    if read.guidelines is None or data is None:
        return FolderFile(None, "", tuple(read.problems))
    return FolderFile(read.guidelines, data.decode("utf-8"), tuple(read.problems))


def _examined(desk: Desk, found: FolderFile) -> FolderFile:
    """A changed file as its own examples and the ledger have it: one that contradicts them is broken like any other.

    A file that went into force before is not asked again.
    """
    if found.guidelines is None:
        return found
    with reading(desk.store) as connection:
        if versions.file_seen(connection) == found.guidelines.version:
            return found
        other = one_currency.problem(connection, found.guidelines)
    problems = (*(() if other is None else (other,)), *example_problems(found.guidelines, GUIDELINES))
    return FolderFile(None, "", problems) if problems else found


def version_of(path: Path) -> str | None:
    """The version (SHA-256 of the bytes) that a file is now, sound or not; None when it cannot be read."""
    data = _bytes(path)
    return None if data is None else hashlib.sha256(data).hexdigest()


def replace_file(path: Path, data: bytes) -> None:
    """Put bytes in the place of a file, whole or not at all, with the owner and the rights it had. Raises OSError.

    When it returns, the new file survives a power cut.
    """
    whole = Path(os.path.realpath(path))  # where the file is a link, what it leads to is replaced
    before = whole.stat() if whole.exists() else None
    handle, name = tempfile.mkstemp(dir=whole.parent, prefix=f".{whole.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if before is not None:
            _own_as(name, before)
        os.chmod(name, 0o644 if before is None else before.st_mode & 0o777)
        os.replace(name, whole)
    except BaseException:
        os.unlink(name)
        raise
    _on_disk(whole.parent)


def _own_as(name: str, before: os.stat_result) -> None:
    """Whoever could write the file still can when somebody else published; only some systems and users may do so."""
    with contextlib.suppress(OSError, AttributeError):
        os.chown(name, before.st_uid, before.st_gid)


def _on_disk(folder: Path) -> None:
    """A new name is on disk only when its folder is; else the file before it could come back and count as a change."""
    with contextlib.suppress(OSError):  # a file system that cannot say so for a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _take_change(desk: Desk, guidelines: Guidelines, text: str) -> None:
    """Put a changed file into force; one that is as it was last seen changes nothing, whatever is in force."""
    with reading(desk.store) as connection:
        if versions.file_seen(connection) == guidelines.version:
            return
    with writing(desk.store) as connection:
        if versions.file_seen(connection) == guidelines.version:
            return  # another desk saw it first
        if version_of(desk.folder / GUIDELINES) != guidelines.version:
            return  # it was replaced while this desk was reading: the next look takes what stands there now
        if one_currency.problem(connection, guidelines) is not None:
            return  # the first gesture was given while this desk was reading: the next look says so
        now = desk.now()
        mark = versions.in_force_mark(connection, now)
        if mark is None or mark[1] != guidelines.version:
            usage.ensure_counted(connection, guidelines)
            at = versions.moment_for(connection, now)
            versions.put_into_force(connection, guidelines.version, text, at, how=SAVED, put_by="", put_at=at)
        versions.see_file(connection, guidelines.version)


def _meant(desk: Desk, version: Version, of_file: Guidelines | None) -> Guidelines | None:
    """What a kept version means; None for one that this frontdesk cannot read."""
    for known in (of_file, desk.guidelines):
        if known is not None and known.version == version.version:
            return known
    return reader.read_text(version.text.encode("utf-8"), GUIDELINES).guidelines


def _count(desk: Desk, guidelines: Guidelines) -> None:
    """Count what the limits need before anything is decided by them."""
    with reading(desk.store) as connection:
        if not usage.not_counted(connection, guidelines):
            return
    with writing(desk.store) as connection:
        usage.ensure_counted(connection, guidelines)


def _with_the_file_renewed(desk: Desk, was: str, version: Version) -> Desk:
    """Let the folder's file say what is in force, so that nobody mends an older one; its own text is kept."""
    path = desk.folder / GUIDELINES
    try:
        with writing(desk.store) as connection:
            if versions.file_seen(connection) != was or version_of(path) != was:
                return desk  # another desk did it, or somebody changed the file meanwhile: the next look tells
            mark = versions.in_force_mark(connection, desk.now())
            if mark is None or mark[0] != version.number:
                return desk  # another version came into force meanwhile
            _renew(connection, path, version)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        return replace(desk, problems=(_not_renewed(reason, version), *desk.problems))
    return replace(desk, seen=seen(path))


def _renew(connection: Connection, path: Path, version: Version) -> None:
    versions.see_file(connection, version.version)
    replace_file(path, version.text.encode("utf-8"))


def _not_renewed(reason: str, version: Version) -> Problem:
    return Problem(
        GUIDELINES,
        1,
        1,
        WARNING,
        _("guidelines.yaml is not version {number}, which is in force ({reason}).").format(
            number=version.number, reason=reason
        ),
        _("Copy it with: frontdesk guidelines show {number} > guidelines.yaml").format(number=version.number),
    )


def _not_understood(version: Version) -> Problem:
    return Problem(
        GUIDELINES,
        1,
        1,
        WARNING,
        _("Version {number} is in force, and this frontdesk does not understand it.").format(number=version.number),
        _("Install the newest frontdesk here, or go back with: frontdesk guidelines rollback"),
    )


def _bytes(path: Path) -> bytes | None:
    """The file; None when it cannot be read, or is no file: opening a pipe would wait for somebody to write."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(BYTES_MAX)
    except OSError:
        return None
