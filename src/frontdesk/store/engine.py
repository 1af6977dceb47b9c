"""Opening the database: a file that is whole, a schema that is known, and what was left half done finished first.

Neither sqlmodel nor alembic is imported here unless the schema is missing or behind: search and giving speak to
the driver directly.
"""

from __future__ import annotations

import os
from pathlib import Path

from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.store import driver, driver_errors
from frontdesk.store.connections import Store
from frontdesk.store.driver import Connection
from frontdesk.store.presence import alone, among_others, left_behind
from frontdesk.store.revision import REVISION, revision_of

__all__ = ["REVISION", "Store", "open_store", "revision_of"]

_MAGIC = b"SQLite format 3\x00"
QUICK_CHECK_BYTES_MAX = 8 * 1024 * 1024


def open_store(path: Path, *, create: bool = False, busy_ms: int = driver.BUSY_MS, backup_first: bool = True) -> Store:
    """The database at `path`, brought to the newest schema; made when it is missing and `create` is true.

    Before an older schema is brought up a backup is made of a file that has lines; a copy needs none (`backup_first`).
    Raises StoreUnavailable, with what to do, for a file that is missing, damaged, locked, something else, made by
    a newer frontdesk, or in a folder that this user may not write.
    """
    path = Path(path)
    if create and not path.exists():
        _make(path)
    if not path.is_file():
        raise StoreUnavailable(
            _("There is no database at {path}.").format(path=path),
            _("Run frontdesk in a business folder, or make one with frontdesk init."),
        )
    if not os.access(path, os.R_OK | os.W_OK):
        raise driver_errors.read_only(path)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise driver_errors.read_only(path.parent)
    _finish_what_was_left(path)
    present = among_others(path)
    _must_be_sqlite(path)
    store = Store(path, busy_ms=busy_ms)
    store.stay(present)
    try:
        _bring_to_date(store, backup_first=backup_first)
    except BaseException as error:
        store.close()
        if driver_errors.is_driver_error(error):  # nothing asked of a sound database at its opening ends so
            raise driver_errors.damaged(path) from error
        raise
    return store


def _finish_what_was_left(path: Path) -> None:
    """A restore that was stopped is finished by whoever comes next, while nobody else has the file open."""
    if left_behind(path):
        from frontdesk.store import putting_back  # it opens databases itself

        with alone(path) as nobody_else:
            if nobody_else:
                putting_back.finish(path)


def _must_be_sqlite(path: Path) -> None:
    """An empty file is a database that is not made yet; SQLite would take any very short file for one."""
    with path.open("rb") as file:
        start = file.read(len(_MAGIC))
    if start and start != _MAGIC:
        raise driver_errors.damaged(path) if _MAGIC.startswith(start) else driver_errors.not_a_database(path)


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        driver.create_private(path)
    except OSError as error:
        raise driver_errors.read_only(path.parent) from error


def _bring_to_date(store: Store, *, backup_first: bool) -> None:
    with store.borrowed() as connection:
        if store.path.stat().st_size <= QUICK_CHECK_BYTES_MAX:
            _check(connection, store.path)
        found = revision_of(connection)
        if found == REVISION:
            return
        if found is None and _has_tables(connection):
            raise driver_errors.not_a_database(store.path)
        if found is not None and (not found.isdecimal() or int(found) > int(REVISION)):
            raise StoreUnavailable(
                _("The database {path} was written by a newer frontdesk (revision {revision}).").format(
                    path=store.path, revision=found
                ),
                _("Install that version here too, then start again; nothing was changed."),
            )
    from frontdesk.store import schema, upgrade_backup  # alembic and sqlmodel: only when there is something to do

    if backup_first and found is not None:
        with upgrade_backup.made(store, found):
            schema.upgrade(store)
    else:
        schema.upgrade(store)


def _has_tables(connection: Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE type='table' LIMIT 1").fetchone() is not None


def _check(connection: Connection, path: Path) -> None:
    row = connection.execute("PRAGMA quick_check(1)").fetchone()
    if row is None or row[0] != "ok":
        raise driver_errors.damaged(path)
