"""The one place that knows which SQLite library is used, and what a connection must be like.

Rules R1 to R5 of docs/TRUST.md: pysqlite3 where its wheel exists, else the standard library; WAL only on a
SQLite without the WAL-reset bug; every pragma is set and read back, because a silent "no" loses money.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

try:
    from pysqlite3 import dbapi2 as _found
except ImportError:  # no wheel for this platform: the SQLite of the interpreter
    import sqlite3 as _found

module: Any = _found
"""The driver in use: pysqlite3.dbapi2 or sqlite3, which offer the same."""

BUSY_MS = 5000
STATEMENTS_KEPT = 256

Value = str | int | float | bytes | None
Row = tuple[Any, ...]


class Cursor(Protocol):
    """What a statement answers."""

    rowcount: int
    lastrowid: int | None

    def fetchone(self) -> Row | None:
        """The next row, or None."""

    def fetchall(self) -> list[Row]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Row]: ...


class Connection(Protocol):
    """A driver connection as the rest of the store uses it: statements with `?` and nothing else."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def execute(self, sql: str, parameters: Sequence[Value] = (), /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]], /) -> Cursor:
        """Run one statement for each row."""

    def commit(self) -> None:
        """Keep what was written."""

    def rollback(self) -> None:
        """Forget what was written."""

    def close(self) -> None:
        """Close the connection."""


def library() -> tuple[str, tuple[int, int, int]]:
    """The name of the driver in use and the version of the SQLite in it."""
    version = tuple(int(part) for part in module.sqlite_version.split("."))
    return module.__name__.split(".")[0], (version[0], version[1], version[2])


def journal_for(version: tuple[int, int, int]) -> str:
    """The journal mode that is safe with a SQLite of this version: `wal`, or `truncate` where WAL may corrupt."""
    fixed = (
        (version >= (3, 51, 3) and version != (3, 52, 0))
        or (3, 50, 7) <= version < (3, 51, 0)
        or (3, 44, 6) <= version < (3, 45, 0)
    )
    return "wal" if fixed else "truncate"


class PragmaRefused(Exception):
    """A pragma did not become what it must be; `args` are its name and what it is."""


def connect(path: Path, *, busy_ms: int = BUSY_MS, large: bool = False, foreign_keys: bool = True) -> Connection:
    """A new connection to the existing file `path`, with every pragma set and read back.

    `large` is for one work on many rows: a larger cache. Without `foreign_keys` its writer answers for them.

    Raises the driver's own errors, and PragmaRefused; `driver_errors.translated` turns both into sentences.
    """
    connection: Connection = module.connect(
        f"file:{quote(os.fsencode(path))}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=busy_ms / 1000,
        cached_statements=STATEMENTS_KEPT,
    )
    try:
        for name, wanted in _pragmas(busy_ms):
            _set(connection, name, wanted)
        if large:
            _set(connection, "cache_size", "-32768")
            _set(connection, "wal_autocheckpoint", "0")  # `take_over_journal` does it, when nobody waits any more
        if not foreign_keys:
            _set(connection, "foreign_keys", "0")
    except BaseException:
        connection.close()
        raise
    return connection


def _pragmas(busy_ms: int) -> tuple[tuple[str, str], ...]:
    return (
        ("busy_timeout", str(busy_ms)),
        ("journal_mode", journal_for(library()[1])),
        ("synchronous", "2"),  # FULL: recorded means on disk
        ("foreign_keys", "1"),
        ("recursive_triggers", "1"),  # else INSERT OR REPLACE slips past the triggers of the ledger
        ("trusted_schema", "0"),
        ("secure_delete", "1"),  # what is removed or changed is overwritten where it stood
        ("cell_size_check", "1"),
        ("cache_size", "-8192"),  # 8 MB at most: a search looks into a few hundred scattered pages
    )


def take_over_journal(connection: Connection, *, rest: bool = False) -> None:
    """Take what a large work left in the journal into the database, as far as nobody reads it just now.

    Others write meanwhile. What cannot be taken over now is on disk all the same, and is taken over with the next.
    `rest`: more is to come, and the file of the journal stays as long as it is.
    """
    try:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        if rest:
            return
        waits = connection.execute("PRAGMA busy_timeout").fetchone()
        connection.execute("PRAGMA busy_timeout=0").fetchall()  # nobody who writes waits here for somebody who reads
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute(f"PRAGMA busy_timeout={int(waits[0] if waits else BUSY_MS)}").fetchall()
    except module.OperationalError as error:
        if str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_INTERRUPT"):
            raise


def exchanged(connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Let the tables and indexes of each pair of names have each other's rows, however many those are.

    Call it inside a write transaction. Both of a pair must hold rows of the same form; a table without rowids and an
    index over the same columns do.
    """
    connection.execute("PRAGMA writable_schema=ON")
    try:
        for pair in pairs:
            one, other = (
                connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
                for name in pair
            )
            if one is None or other is None:
                raise AssertionError(f"there are no two of {pair}")
            for name, root in zip(pair, (other[0], one[0]), strict=True):
                connection.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = ?", (root, name))
        version = connection.execute("PRAGMA schema_version").fetchone()
        connection.execute(f"PRAGMA schema_version={int(version[0] if version else 0) + 1}")  # others look again
    finally:
        connection.execute("PRAGMA writable_schema=RESET")  # and so does this connection


def may_exchange(connection: Connection) -> bool:
    """Whether this SQLite lets `exchanged` do it; some keep their schema closed."""
    try:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE temp.sqlite_master SET rootpage = rootpage WHERE 0")
    except module.OperationalError:  # "table sqlite_master may not be modified"
        return False
    finally:
        connection.execute("PRAGMA writable_schema=OFF")
    return True


def listen_for_interrupts(connection: Any) -> None:
    """Let Ctrl-C end a statement that runs for seconds: Python hears of it only when it is asked something."""
    connection.set_progress_handler(lambda: 0, 200_000)


def _set(connection: Connection, name: str, wanted: str) -> None:
    current = connection.execute(f"PRAGMA {name}").fetchone()
    if current is not None and str(current[0]) == wanted:
        return
    connection.execute(f"PRAGMA {name}={wanted}").fetchall()
    current = connection.execute(f"PRAGMA {name}").fetchone()
    if current is None or str(current[0]) != wanted:
        raise PragmaRefused(name, "" if current is None else str(current[0]))


def create_private(path: Path) -> bool:
    """Make `path` an empty file that only its owner may read; False when there is one already."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return False
    return True
