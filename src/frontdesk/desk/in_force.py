"""Which guidelines are in force: what was put into force last, unless the folder's file was changed since.

Two things bring a version into force: a file that was changed in the folder, at once, and `guidelines publish`, at a
moment. A broken file never goes into force: the last good one stays, and what is wrong is kept beside it to be shown.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.ground.language import _
from frontdesk.guidelines import reader
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.problems import WARNING, Problem
from frontdesk.store import usage, versions
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading, writing
from frontdesk.store.versions import SAVED, Version

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

GUIDELINES = "guidelines.yaml"
BYTES_MAX = 1024 * 1024  # more is read of no file; the reader itself refuses far less


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
    if not changed and desk.guidelines is not None and mark is not None and mark[0] == desk.in_force_number:
        return desk
    if not changed and mark is None:
        return desk
    return brought_up(desk)


def brought_up(desk: Desk) -> Desk:
    """The desk by the guidelines in force, after a look at the folder's file: one that was changed takes effect."""
    path = desk.folder / GUIDELINES
    stamp = seen(path)
    found = folder_file(path)
    if found.guidelines is not None:
        _take_change(desk, found.guidelines, found.text)
    now = replace(desk, seen=stamp, problems=found.problems if found.guidelines is None else ())
    with reading(desk.store) as connection:
        version = versions.in_force(connection, desk.now())
    if version is None:
        return now
    guidelines = _meant(desk, version, found.guidelines)
    if guidelines is None:
        return now
    now = replace(now, guidelines=guidelines, in_force_since=version.in_force_at, in_force_number=version.number)
    _count(now, guidelines)
    if found.guidelines is not None and found.guidelines.version != version.version:
        return _with_the_file_renewed(now, found.guidelines.version, version)
    return now


def seen(path: Path) -> tuple[int, int] | None:
    """The time and size of a file, to notice that it changed; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def folder_file(path: Path) -> FolderFile:
    """Read once, so that what is checked is what is kept. Never raises."""
    data = _bytes(path)
    read = reader.read_file(path) if data is None else reader.read_text(data, path.name)
    if read.guidelines is None or data is None:
        return FolderFile(None, "", tuple(read.problems))
    return FolderFile(read.guidelines, data.decode("utf-8"), tuple(read.problems))


def replace_file(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all, with the rights it had. Raises OSError."""
    whole = path.resolve()  # where the file is a link, what it leads to is replaced
    mode = whole.stat().st_mode & 0o777 if whole.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=whole.parent, prefix=f".{whole.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, whole)
    except BaseException:
        os.unlink(name)
        raise


def _take_change(desk: Desk, guidelines: Guidelines, text: str) -> None:
    """Put a changed file into force; one that is as it was last seen changes nothing, whatever is in force."""
    with reading(desk.store) as connection:
        if versions.file_seen(connection) == guidelines.version:
            return
    with writing(desk.store) as connection:
        if versions.file_seen(connection) == guidelines.version:
            return  # another desk saw it first
        usage.ensure_counted(connection, guidelines)
        at = desk.now()
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
            if versions.file_seen(connection) != was:
                return desk  # another desk did it, or somebody changed the file meanwhile: the next look tells
            _renew(connection, path, version)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        return replace(desk, problems=(_not_renewed(reason, version), *desk.problems))
    return replace(desk, seen=seen(path))


def _renew(connection: Connection, path: Path, version: Version) -> None:
    versions.see_file(connection, version.version)
    replace_file(path, version.text)


def _not_renewed(reason: str, version: Version) -> Problem:
    return Problem(
        GUIDELINES,
        1,
        1,
        WARNING,
        _("The file in the folder is not the version in force ({number}), and cannot be replaced: {reason}.").format(
            number=version.number, reason=reason
        ),
        _("Copy it with: frontdesk guidelines show {number} > guidelines.yaml").format(number=version.number),
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
