"""What an import has read and checked, kept aside until it is written: on disk, so that memory stays flat.

It is a database without a name that the system removes with the process, however that ends: no person of a file
that was only looked at is left behind anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from frontdesk.store import driver, driver_errors
from frontdesk.store.driver import Connection, Value

ROWS_AT_ONCE = 50_000
_CACHE = "-32768"  # 32 MB, whatever the file's size

Rows = Iterator[tuple[Any, ...]]


class Spool:
    """Rows of an import by what is to be done with them."""

    def __init__(self, connection: Connection, columns: Sequence[str]) -> None:
        self._connection = connection
        names = ", ".join(columns)
        for table in (
            f"new ({names})",
            f"changed ({names}, was_updated_at)",
            "changes (id, thing_id, before_json, after_json)",
            "terms (term, customer_id)",
            "stale_terms (customer_id)",
            "likes (customer_id, text)",
            "seen (hash INTEGER PRIMARY KEY, identity, number)",
            "refused (number, reason, cells_json)",
        ):
            connection.execute(f"CREATE TABLE {table}")
        self._places = {table: ", ".join("?" * (len(columns) + more)) for table, more in (("new", 0), ("changed", 1))}
        self._places |= {"changes": "?, ?, ?, ?", "terms": "?, ?", "stale_terms": "?", "likes": "?, ?"}
        self._places |= {"refused": "?, ?, ?"}

    def keep(self, table: str, rows: Iterable[Sequence[Value]]) -> None:
        """Keep rows of one of the tables for later."""
        self._connection.executemany(f"INSERT INTO {table} VALUES ({self._places[table]})", rows)

    def count(self, table: str) -> int:
        """How many rows of that table are kept."""
        row = self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return 0 if row is None else int(row[0])

    def rows(self, table: str, what: str = "*", order: str = "rowid", values: Sequence[Value] = ()) -> Rows:
        """The rows of a table; the first is fetched now, so that sorting is done when this returns."""
        cursor = iter(self._connection.execute(f"SELECT {what} FROM {table} ORDER BY {order}", values))
        return chain(list(islice(cursor, 1)), cursor)

    def first_of(self, identities: Sequence[tuple[str, int]]) -> dict[int, int]:
        """Who of these (identity, row number) came before: the row number, and the number of the row it came in."""
        hashed = [(hash(identity), identity, number) for identity, number in identities]
        added = self._connection.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", hashed).rowcount
        if added == len(hashed):
            return {}
        before: dict[int, int] = {}
        for digest, identity, number in hashed:
            row = self._connection.execute("SELECT identity, number FROM seen WHERE hash = ?", (digest,)).fetchone()
            if row is not None and row[1] != number and row[0] == identity:
                before[number] = int(row[1])
        return before


@contextmanager
def opened(columns: Sequence[str], path: Path) -> Iterator[Spool]:
    """A spool for rows of these columns, gone at the end. Raises StoreUnavailable when the disk is full.

    `path` is the database that errors are told of.
    """
    with driver_errors.translated(path):
        connection: Connection = driver.module.connect("", isolation_level=None, check_same_thread=False)
        try:
            for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size={_CACHE}", "temp_store=FILE"):
                connection.execute(f"PRAGMA {pragma}").fetchall()
            connection.execute("BEGIN")
            yield Spool(connection, columns)
        finally:
            connection.close()
