"""Opening the desk on a business's folder: the guidelines in force, the database, and who is there.

A broken file never goes into force: the last good one stays, and what is wrong is kept beside it to be shown.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from frontdesk.desk import staffing
from frontdesk.desk.desk import NOBODY, Desk
from frontdesk.ground.errors import NotFound
from frontdesk.ground.language import _
from frontdesk.guidelines import reader
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.problems import Problem
from frontdesk.store import usage, versions
from frontdesk.store.engine import Store, open_store
from frontdesk.store.transaction import reading, writing
from frontdesk.store.versions import Version

GUIDELINES = "guidelines.yaml"
DATABASE = Path("data") / "frontdesk.db"
SITE = "main"  # a budget per site must outlive a new name of the business, so the name is not its key
BYTES_MAX = 1024 * 1024  # more is read of no file; the reader itself refuses far less


def open_desk(
    folder: Path,
    *,
    staff: str | None,
    clock: Callable[[], datetime],
    desk_name: str = "desk 1",
    create: bool = False,
) -> Desk:
    """The desk of a business folder, with the person `staff`, else the user of this machine, signed in.

    Nobody signed in is `NOBODY`: the screen then asks. Raises StoreUnavailable when the database cannot be used and
    NotFound when nobody is called `staff`; broken or missing guidelines never raise.
    """
    folder = Path(folder)
    store = open_store(folder / DATABASE, create=create)
    try:
        desk = Desk(
            store=store,
            guidelines=None,
            problems=(),
            in_force_since=None,
            person=NOBODY,
            clock=clock,
            site=SITE,
            name=desk_name,
            folder=folder,
        )
        desk = _with_guidelines(desk)
        if staff is not None:
            return as_person(desk, staff)
        return replace(desk, person=staffing.sign_in(store, None, _user()) or NOBODY)
    except BaseException:
        store.close()
        raise


def staff_names(store: Store) -> tuple[str, ...]:
    """The names a person can sign in with."""
    return tuple(person.name for person in staffing.list_staff(store))


def as_person(desk: Desk, name: str) -> Desk:
    """The desk with `name` signed in. Raises NotFound, naming who there is."""
    person = staffing.sign_in(desk.store, name)
    if person is None:
        names = staff_names(desk.store)
        raise NotFound(
            _("Nobody here is called {name}.").format(name=name),
            _("Known here: {words}.").format(words=", ".join(names))
            if names
            else _("Add the first person with `frontdesk staff add NAME`."),
        )
    return replace(desk, person=person)


def refreshed(desk: Desk) -> Desk:
    """The desk by the guidelines file as it is now; the same desk when the file did not change.

    A valid new file takes effect; a broken or missing one leaves the version in force and its problems are kept.
    It costs one look at the file's time and size while nothing changed.
    """
    if _seen(desk.folder / GUIDELINES) == desk.seen:
        return desk
    return _with_guidelines(desk)


def _with_guidelines(desk: Desk) -> Desk:
    path = desk.folder / GUIDELINES
    seen = _seen(path)
    data = _bytes(path)
    read = reader.read_file(path) if data is None else reader.read_text(data, path.name)
    found = read.guidelines
    if found is not None and desk.guidelines is not None and found.version == desk.guidelines.version:
        return replace(desk, problems=(), seen=seen)
    if found is not None and data is not None:
        since = _put_into_force(desk, found, data.decode("utf-8"))
        return _by(replace(desk, problems=(), seen=seen), found, since)
    problems: tuple[Problem, ...] = tuple(read.problems)
    kept = replace(desk, problems=problems, seen=seen)
    if desk.guidelines is not None:
        return kept
    last = _last_good(desk.store)
    if last is None:
        return kept
    version, guidelines = last
    with writing(desk.store) as connection:
        usage.ensure_counted(connection, guidelines)
    return _by(kept, guidelines, version.in_force_at)


def _by(desk: Desk, guidelines: Guidelines, since: datetime) -> Desk:
    return replace(desk, guidelines=guidelines, in_force_since=since)


def _put_into_force(desk: Desk, guidelines: Guidelines, text: str) -> datetime:
    """Keep the file's text and count what its limits need, both before anything is decided by it."""
    with reading(desk.store) as connection:
        newest = versions.newest(connection)
        known = newest is not None and newest.version == guidelines.version
        if known and newest is not None and not usage.not_counted(connection, guidelines):
            return newest.in_force_at
    at = desk.now()
    with writing(desk.store) as connection:
        usage.ensure_counted(connection, guidelines)
        newest = versions.newest(connection)
        if newest is not None and newest.version == guidelines.version:
            return newest.in_force_at
        versions.put_into_force(connection, guidelines.version, text, at)
    return at


def _last_good(store: Store) -> tuple[Version, Guidelines] | None:
    with reading(store) as connection:
        version = versions.newest(connection)
    if version is None:
        return None
    guidelines = reader.read_text(version.text.encode("utf-8"), GUIDELINES).guidelines
    return None if guidelines is None else (version, guidelines)


def _bytes(path: Path) -> bytes | None:
    """The file, read once so that what is checked is what is kept; None when it cannot be read."""
    try:
        if not path.is_file():  # opening a pipe would wait for somebody to write
            return None
        with path.open("rb") as file:
            return file.read(BYTES_MAX)
    except OSError:
        return None


def _seen(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _user() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a name for the user
        return None
