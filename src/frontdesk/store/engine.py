"""Opening the database: one file, a few connections kept for many threads, a schema that is known.

Neither sqlmodel nor alembic is imported here unless the schema is missing or behind: search and giving speak to
the driver directly.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.store import driver, driver_errors
from frontdesk.store.driver import Connection
from frontdesk.store.presence import Presence, alone, among_others, left_behind
from frontdesk.store.turnstile import Turnstile

REVISION = "0005"  # the newest revision in migrations/versions; a test holds the two together
CONNECTIONS_KEPT = 8
_MAGIC = b"SQLite format 3\x00"
QUICK_CHECK_BYTES_MAX = 8 * 1024 * 1024


class Store:
    """An open database. It may be used from any thread; each call borrows a connection of its own."""

    def __init__(self, path: Path, *, busy_ms: int = driver.BUSY_MS) -> None:
        self.path = path
        self.busy_ms = busy_ms
        self.turnstile = Turnstile(path.with_name(path.name + "-turn"))
        self._idle: list[Connection] = []
        self._of_another_process: list[Connection] = []
        self._process = os.getpid()
        self._guard = threading.Lock()
        self._closed = False
        self._watcher: Connection | None = None
        self._process_of_watcher = 0
        self._watching = threading.Lock()
        self._unsaid = 0
        self._presence: Presence | None = None

    def stay(self, presence: Presence) -> None:
        """Keep a place among those who have the file open until this is closed."""
        self._presence = presence

    @contextmanager
    def borrowed(self) -> Iterator[Connection]:
        """A connection for one call. It is given back clean, or closed when something went wrong with it."""
        with driver_errors.translated(self.path):
            connection = self._take()
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:
                    connection.close()
                else:
                    self._give_back(connection)
                raise
            if connection.in_transaction:
                connection.close()
                raise AssertionError("a borrowed connection is given back outside any transaction")
            self._give_back(connection)

    @contextmanager
    def own(self, *, foreign_keys: bool) -> Iterator[Connection]:
        """A connection for one large work, with a larger cache, closed at the end."""
        with driver_errors.translated(self.path):
            connection = driver.connect(self.path, busy_ms=self.busy_ms, large=True, foreign_keys=foreign_keys)
            try:
                yield connection
            finally:
                connection.close()

    def _take(self) -> Connection:
        with self._guard:
            if self._closed:
                raise AssertionError("the store was closed")
            if self._process != os.getpid():
                # A forked child must neither use nor close its parent's connections: closing drops file locks.
                self._of_another_process += self._idle
                self._idle = []
                self._process = os.getpid()
            if self._idle:
                return self._idle.pop()
        return driver.connect(self.path, busy_ms=self.busy_ms)

    def _give_back(self, connection: Connection) -> None:
        with self._guard:
            if not self._closed and self._process == os.getpid() and len(self._idle) < CONNECTIONS_KEPT:
                self._idle.append(connection)
                return
        connection.close()

    def stamp(self) -> tuple[int, ...]:
        """Something that changes whenever any desk has written: two stamps that differ say that it is time to look.

        It costs a desk that is idle next to nothing, and waits for nobody. Take it before reading.
        """
        # The files alone do not do: they are written, and flushed, a moment before what was written can be read.
        files = (*_stamp_of(self.path), *_stamp_of(self.path.with_name(self.path.name + "-wal")))
        return (*files, self._commits())

    def _commits(self) -> int:
        """Another number after each commit of any desk; one that never comes again while nothing can be said."""
        with self._watching:
            if self._closed:
                return 0
            if self._watcher is not None and self._process_of_watcher != os.getpid():
                self._of_another_process.append(self._watcher)
                self._watcher = None
            try:
                with driver_errors.translated(self.path):
                    if self._watcher is None:
                        self._watcher = driver.connect(self.path, busy_ms=0)
                        self._process_of_watcher = os.getpid()
                    row = self._watcher.execute("PRAGMA data_version").fetchone()
            except StoreUnavailable:  # held just now, or gone: whoever asks finds out by reading
                row = None
            if row is None:
                self._unsaid -= 1
            return self._unsaid if row is None else int(row[0])

    def close(self) -> None:
        """Close what is open. Calls that are still running close their own connection when they end."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        with self._watching:
            if self._watcher is not None:
                (idle if self._process_of_watcher == os.getpid() else self._of_another_process).append(self._watcher)
            self._watcher = None
        for connection in idle:
            connection.close()
        self.turnstile.close()
        if self._presence is not None:
            self._presence.close()


def _stamp_of(path: Path) -> tuple[int, int]:
    """When a file was written last (nanoseconds) and its size; zeros while there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


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


def revision_of(connection: Connection) -> str | None:
    """The schema revision of the database, None when it has none."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name='alembic_version'").fetchone()
    if known is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def _has_tables(connection: Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE type='table' LIMIT 1").fetchone() is not None


def _check(connection: Connection, path: Path) -> None:
    row = connection.execute("PRAGMA quick_check(1)").fetchone()
    if row is None or row[0] != "ok":
        raise driver_errors.damaged(path)
