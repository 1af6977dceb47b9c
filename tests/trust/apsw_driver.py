"""The driver the program speaks to, over APSW: the same calls and errors as pysqlite3, on a disk that a test chooses.

pysqlite3 cannot be given a disk that is written in Python; APSW can. What runs on it is the program's own store: only
`driver.module` is another. Rule R8.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import apsw
import pytest

from frontdesk.store import driver, driver_errors

paramstyle, threadsafety, apilevel = "qmark", 1, "2.0"
sqlite_version_info = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
AUTOCHECKPOINT_PAGES = 1000


class Error(Exception):
    """As in PEP 249, with the primary name of SQLite's error (pysqlite3 knows no other)."""

    sqlite_errorname = ""


class DatabaseError(Error): ...


class OperationalError(DatabaseError): ...


class IntegrityError(DatabaseError): ...


_SORTS = {
    "SQLITE_CONSTRAINT": IntegrityError,
    "SQLITE_MISMATCH": IntegrityError,
    "SQLITE_CORRUPT": DatabaseError,
    "SQLITE_NOTADB": DatabaseError,
}


def as_dbapi(error: apsw.Error) -> Error:
    """The same error as pysqlite3 raises it."""
    code = getattr(error, "result", None)
    if code is None:  # the disk itself raised it: its class says which it is
        code = next(code for sort, code in _CODES if isinstance(error, sort))
    name = str(apsw.mapping_result_codes[code & 0xFF])
    text = str(error).partition(": ")[2] or str(error)
    said = _SORTS.get(name, OperationalError)(text)
    said.sqlite_errorname = name
    return said


_CODES = (
    (apsw.FullError, apsw.SQLITE_FULL),
    (apsw.IOError, apsw.SQLITE_IOERR),
    (apsw.ReadOnlyError, apsw.SQLITE_READONLY),
    (apsw.CantOpenError, apsw.SQLITE_CANTOPEN),
    (apsw.Error, apsw.SQLITE_ERROR),
)


class Cursor:
    """What a statement answers."""

    def __init__(self, connection: Any, sql: str, parameters: Sequence[Any]) -> None:
        self._cursor = connection.cursor()
        columns: list[Any] = []

        def described(cursor: Any, _sql: str, _values: Any) -> bool:
            columns.extend(cursor.get_description())
            return True

        self._cursor.exec_trace = described  # a statement without rows is over before its columns can be asked for
        try:
            self._cursor.execute(sql, tuple(parameters))
        finally:
            self._cursor.exec_trace = None
        self.description: Any = tuple((each[0], *[None] * 6) for each in columns) or None
        self.lastrowid: int | None = connection.last_insert_rowid()
        self.rowcount = connection.changes()

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        while (row := self.fetchone()) is not None:
            yield row

    def fetchone(self) -> tuple[Any, ...] | None:
        try:
            row = self._cursor.fetchone()
        except apsw.Error as error:
            raise as_dbapi(error) from error
        return None if row is None else tuple(row)

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(self)

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        return list(itertools.islice(self, size))

    def close(self) -> None:
        self._cursor.close(True)


class Settings:
    """What every connection of the test's driver is made with."""

    vfs = ""
    sqlite_version = apsw.sqlite_lib_version()
    synchronous: str | None = None  # what a disk is really asked for, whatever the program set and reads back
    autocheckpoint_pages = AUTOCHECKPOINT_PAGES


class Connection:
    """A connection as `driver.Connection` has it."""

    def __init__(self, settings: Settings, name: str, timeout: float) -> None:
        self._settings = settings
        try:
            uri = f"{name}&vfs={settings.vfs}" if settings.vfs else name
            self._apsw = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_READWRITE)
        except apsw.Error as error:
            raise as_dbapi(error) from error
        self._apsw.set_busy_timeout(int(timeout * 1000))
        self._apsw.set_wal_hook(self._committed)

    def _committed(self, _connection: Any, database: str, pages: int) -> int:
        """SQLite's own checkpoint after a commit: it fails in silence, for what was committed is on disk already."""
        if pages >= self._settings.autocheckpoint_pages:
            with contextlib.suppress(apsw.Error):
                self._apsw.wal_checkpoint(database)
        return int(apsw.SQLITE_OK)

    @property
    def in_transaction(self) -> bool:
        return bool(self._apsw.in_transaction)

    isolation_level: str | None = None

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        try:
            return Cursor(self._apsw, self._really(sql), parameters)
        except apsw.Error as error:
            raise as_dbapi(error) from error

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> Cursor:
        count = 0
        done = None
        for row in rows:
            done = self.execute(sql, row)
            count += done.rowcount
        done = done or self.execute("SELECT 1 WHERE 0")
        done.rowcount = count
        return done

    def _really(self, sql: str) -> str:
        asked = self._settings.synchronous
        if asked is None or not sql.startswith("PRAGMA synchronous"):
            return sql
        self._apsw.execute(f"PRAGMA synchronous={asked}")
        return "SELECT 2"

    def cursor(self) -> _CursorFirst:
        return _CursorFirst(self)

    def create_function(self, name: str, count: int, function: Any, **_how: Any) -> None:
        self._apsw.create_scalar_function(name, function, count)

    def set_progress_handler(self, handler: Any, steps: int) -> None:
        self._apsw.set_progress_handler(handler, steps)

    def backup(self, written: Connection, *, pages: int = -1, progress: Any = None) -> None:
        """Copy all of it, `pages` at a time; `progress` is told after each part."""
        try:
            with written._apsw.backup("main", self._apsw, "main") as copying:
                while not copying.done:
                    copying.step(pages)
                    if progress is not None:
                        progress(0, copying.remaining, copying.page_count)
        except apsw.Error as error:
            raise as_dbapi(error) from error

    def commit(self) -> None:
        if self.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        try:
            self._apsw.close(True)
        except apsw.Error:  # SQLite itself passes over what fails while it closes
            self._apsw.close(True)


class _CursorFirst:
    """SQLAlchemy makes the cursor first and asks it afterwards."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._done: Cursor | None = None

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> _CursorFirst:
        self._done = self._connection.execute(sql, parameters)
        return self

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> _CursorFirst:
        self._done = self._connection.executemany(sql, rows)
        return self

    def __getattr__(self, name: str) -> Any:
        return None if self._done is None and name == "description" else getattr(self._done, name)

    def close(self) -> None:
        self._done = None


class Module:
    """A driver module for one test: its connections are made with `settings`."""

    __name__ = "apsw"
    paramstyle, threadsafety, apilevel = paramstyle, threadsafety, apilevel
    Error, DatabaseError, OperationalError, IntegrityError = Error, DatabaseError, OperationalError, IntegrityError
    sqlite_version_info = sqlite_version_info

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def sqlite_version(self) -> str:
        return self.settings.sqlite_version

    def connect(self, name: str, *, timeout: float, **_how: Any) -> Connection:
        return Connection(self.settings, name, timeout)


def used_by(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """From here on the program's store speaks to this driver."""
    module = Module(settings)
    monkeypatch.setattr(driver, "module", module)
    monkeypatch.setattr(driver_errors, "module", module)
