"""What an import has read and checked, kept aside until it is written: on disk, so that memory stays flat.

It stands in temporary tables of the connection that will write: a file without a name, which the system removes with
the process, however that ends. No person of a file that was only looked at is left behind anywhere, and writing is one
statement from table to table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from frontdesk.store import driver_errors, transaction
from frontdesk.store.driver import Connection, Value
from frontdesk.store.engine import Store

_VALUES_AT_ONCE = 900  # parameters in one statement, below every SQLite's limit
_CACHE = "-32768"  # 32 MB, whatever the file's size

Rows = Iterator[tuple[Any, ...]]


class Spool:
    """Rows of an import by what is to be done with them, in the tables `temp.kept_…`."""

    def __init__(self, store: Store, connection: Connection, columns: Sequence[str]) -> None:
        self._store = store
        self._connection = connection
        self._tables = {
            "new": tuple(columns),
            "changed": (*columns, "was_updated_at"),
            "changes": ("id", "thing_id", "before_json", "after_json"),
            "terms": ("term", "customer_id"),
            "stale_terms": ("customer_id",),
            "likes": ("customer_id", "text"),
            "refused": ("number", "reason", "cells_json"),
        }
        for table, names in self._tables.items():
            connection.execute(f"CREATE TEMP TABLE kept_{table} ({', '.join(names)})")
        connection.execute("CREATE TEMP TABLE kept_seen (hash INTEGER PRIMARY KEY, identity, number)")

    def keep(self, table: str, rows: Iterable[Sequence[Value]]) -> None:
        """Keep rows of one of the tables for later."""
        width = len(self._tables[table])
        many = _VALUES_AT_ONCE // width
        one = f"({', '.join('?' * width)})"
        sql = f"INSERT INTO temp.kept_{table} VALUES "
        waiting = iter(rows)
        while some := list(islice(waiting, many)):
            self._connection.execute(sql + ", ".join([one] * len(some)), list(chain.from_iterable(some)))

    def put_in_order(self) -> None:
        """Sort what has to go in by the order of an index; done before anybody waits."""
        self._connection.execute("CREATE INDEX temp.kept_terms_in_order ON kept_terms (term, customer_id)")

    def count(self, table: str) -> int:
        """How many rows of that table are kept."""
        row = self._connection.execute(f"SELECT count(*) FROM temp.kept_{table}").fetchone()
        return 0 if row is None else int(row[0])

    def rows(self, table: str) -> Rows:
        """The rows of a table, in the order in which they were kept."""
        return iter(self._connection.execute(f"SELECT * FROM temp.kept_{table} ORDER BY rowid"))

    def first_of(self, identities: Sequence[tuple[str, int]]) -> dict[int, int]:
        """Who of these (identity, row number) came before: the row number, and the number of the row it came in."""
        hashed = [(hash(identity), identity, number) for identity, number in identities]
        many, added = _VALUES_AT_ONCE // 3, 0
        for start in range(0, len(hashed), many):
            some = hashed[start : start + many]
            added += self._connection.execute(
                "INSERT OR IGNORE INTO temp.kept_seen VALUES " + ", ".join(["(?, ?, ?)"] * len(some)),
                list(chain.from_iterable(some)),
            ).rowcount
        if added == len(hashed):
            return {}
        before: dict[int, int] = {}
        for digest, identity, number in hashed:
            row = self._connection.execute(
                "SELECT identity, number FROM temp.kept_seen WHERE hash = ?", (digest,)
            ).fetchone()
            if row is not None and row[1] != number and row[0] == identity:
                before[number] = int(row[1])
        return before

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one write transaction in which everything goes in; as `transaction.writing_on`."""
        with transaction.writing_on(self._store, self._connection) as connection:
            yield connection


@contextmanager
def opened(store: Store, columns: Sequence[str], *, references_checked: bool) -> Iterator[Spool]:
    """A spool for rows of these columns, gone at the end. Raises StoreUnavailable when the disk is full.

    `references_checked`: no row that will be written points to one that is not there.
    """
    with store.own(foreign_keys=not references_checked) as connection:
        for pragma in ("journal_mode=OFF", f"cache_size={_CACHE}"):
            connection.execute(f"PRAGMA temp.{pragma}").fetchall()
        with driver_errors.interruptible(connection):
            yield Spool(store, connection, columns)
