"""What an import has read and checked, kept aside until it is written: on disk, so that memory stays flat.

It is a database of its own beside the real one, attached to the connection that will write. Its file loses its name as
soon as it is open, so that the system removes it with the process, however that ends: no person of a file that was
only looked at is left behind anywhere. Writing is then a few statements from table to table (`bulk`).
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from frontdesk.ground.ids import Counted
from frontdesk.store import coming, driver, driver_errors
from frontdesk.store.connections import Store
from frontdesk.store.driver import Connection, Value
from frontdesk.store.imports import CUSTOMERS
from frontdesk.store.kept_rows import KeptRows
from frontdesk.store.kept_terms import KeptTerms
from frontdesk.store.stretches import Stretches

_VALUES_AT_ONCE = 900  # parameters in one statement, below every SQLite's limit
_PRAGMAS = (
    *("page_size=16384", "journal_mode=OFF", "synchronous=OFF", "secure_delete=OFF"),
    *("locking_mode=EXCLUSIVE", "cache_size=-8192"),
)
_SEEN_IN_MEMORY = 50_000
_SEEN_BYTES = 1 << 24  # 16 MB, whatever the file's size

Rows = Iterator[tuple[Any, ...]]


class Spool:
    """Rows of an import by what is to be done with them, in the tables of the attached database `kept`.

    `what` is CUSTOMERS or ORDERS. `marks` are columns of the new rows that are the same in all of them. `ids` are
    the ids of new rows, by their numbers in the file.
    """

    def __init__(
        self, store: Store, connection: Connection, what: str, columns: Sequence[str], marks: Mapping[str, str]
    ) -> None:
        self._store = store
        self._connection = connection
        self._tables = {
            "changed": (*columns, "was_updated_at"),
            "changes": ("id", "thing_id", "before_json", "after_json"),
            "stale_terms": ("customer_id",),
            "terms_of_known": ("customer_id", "term"),
            "likes": ("customer_id", "text"),
            "notes": ("customer_id", "text"),
            "groups": ("id", "customer_id", "kind", "name", "folded", "known"),
            "refused": ("number", "reason", "cells_json"),
        }
        for table, names in self._tables.items():
            connection.execute(f"CREATE TABLE kept.{table} ({', '.join(names)})")
        connection.execute("CREATE TABLE kept.seen (hash INTEGER PRIMARY KEY, identity, number)")
        self._seen = _Seen(self)
        self.ids = Counted()
        few = f"SELECT count(*) FROM (SELECT 1 FROM main.{what} LIMIT {coming.FEW + 1})"
        there = connection.execute(few).fetchone()
        self.first = what == CUSTOMERS and there is not None and int(there[0]) <= coming.FEW
        """Whether there are few customers beside them, so that the whole table may be exchanged (`coming`)."""
        self.new = KeptRows(connection, self._keep_flat, what, columns, marks, may_be_made=what == CUSTOMERS)
        self.terms = KeptTerms(connection, self.ids.start, twice=self.first)

    def keep(self, table: str, rows: Iterable[Sequence[Value]], verb: str = "INSERT") -> None:
        """Keep rows of one of the tables for later."""
        waiting = iter(rows)
        first = next(waiting, None)
        if first is None:
            return
        width = len(first)
        one, many = f"({', '.join('?' * width)})", _VALUES_AT_ONCE // width
        waiting = chain((first,), waiting)
        while some := list(islice(waiting, many)):
            sql = f"{verb} INTO kept.{table} VALUES {', '.join([one] * len(some))}"
            self._connection.execute(sql, list(chain.from_iterable(some)))

    def _keep_flat(self, table: str, names: Sequence[str], same: Sequence[Value], flat: Sequence[Value]) -> None:
        """`keep` for rows whose values come one after the other, behind those of the first columns that are the same
        in all: quicker by far for many."""
        insert_flat(self._connection, f"kept.{table}", names, same, flat)

    def put_in_order(self) -> None:
        """Sort what has to go in by the order of an index, and make what is looked up quick to find."""
        self.terms.end_run()
        for table in ("stale_terms", "terms_of_known"):
            if self.count(table):
                self._connection.execute(f"CREATE INDEX kept.ix_{table} ON {table} (customer_id)")

    @property
    def weight(self) -> int:
        """How many rows writing it takes."""
        tables = ("changed", "changes", "terms_of_known", "likes", "notes", "groups")
        return self.new.count() + self.terms.count + sum(map(self.count, tables))

    def count(self, table: str) -> int:
        """How many rows of that table are kept."""
        row = self._connection.execute(f"SELECT max(rowid) FROM kept.{table}").fetchone()
        return 0 if row is None else int(row[0] or 0)

    def rows(self, table: str) -> Rows:
        """The rows of a table, in the order in which they were kept."""
        return iter(self._connection.execute(f"SELECT * FROM kept.{table} ORDER BY rowid"))

    def seen(self, digest: int) -> tuple[str, int] | None:
        """The identity with this hash that was seen and written, and the row it came in."""
        row = self._connection.execute("SELECT identity, number FROM kept.seen WHERE hash = ?", (digest,)).fetchone()
        return None if row is None else (str(row[0]), int(row[1]))

    def first_of(self, identity: str, number: int, key: str = "") -> int | None:
        """The number of the row in which this identity came before; None for the first. `key`: as `first_of_each`."""
        first = self._seen.first_of(identity, number)
        return self.number_of(key) if first is None and key and self.new.made else first

    def first_of_each(
        self, identities: Sequence[str], numbers: Sequence[int], keys: Sequence[str] = ()
    ) -> dict[int, int]:
        """`first_of` for neighbouring new rows: the places of those that came before, with the number of the first.

        `keys`: those of the cards, which say by themselves who is who; the rows are kept before others are asked for.
        """
        if not keys or not self.new.made:
            return self._seen.first_of_each(identities, numbers)
        return self._seen.first_of_each(identities, numbers, keys)

    def number_of(self, key: str) -> int | None:
        """The number of the row in which the new card with this key came; only while `new` is `made`."""
        found = self.new.id_of(key)
        return None if found is None else self.ids.number(found)

    def stretches(self, told: Callable[[int], None]) -> Stretches:
        """The writes in which it goes in."""
        return Stretches(self._store, self._connection, told)


class _Seen:
    """Who was in the file already. Most are recognised as new by a bit; the others are looked up."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._bits = bytearray(_SEEN_BYTES)
        self._waiting: dict[int, tuple[str, int]] = {}

    def first_of(self, identity: str, number: int) -> int | None:
        return self.first_of_each((identity,), (number,)).get(0)

    def first_of_each(
        self, identities: Sequence[str], numbers: Sequence[int], keys: Sequence[str] = ()
    ) -> dict[int, int]:
        found: dict[int, int] = {}
        bits = self._bits
        waiting: dict[int, tuple[str, int]] = {} if keys else self._waiting
        for at, digest in enumerate(map(hash, identities)):
            place, bit = (digest >> 3) % _SEEN_BYTES, 1 << (digest & 7)
            if bits[place] & bit:
                before = waiting.get(digest) or self._waiting.get(digest) or self._spool.seen(digest)
                if before is not None:
                    if before[0] == identities[at]:
                        found[at] = before[1]
                    if not keys:
                        continue
                if keys and at not in found and (number := self._spool.number_of(keys[at])) is not None:
                    found[at] = number
                if at in found:
                    continue
            bits[place] |= bit
            waiting[digest] = (identities[at], numbers[at])
        if not keys and len(waiting) >= _SEEN_IN_MEMORY:
            # In order: each page of the table is written once.
            self._spool.keep("seen", ((digest, *who) for digest, who in sorted(waiting.items())), "INSERT OR IGNORE")
            self._waiting = {}
        return found


def insert_flat(
    connection: Connection, table: str, names: Sequence[str], same: Sequence[Value], flat: Sequence[Value]
) -> None:
    """Put rows into a table whose values come one after the other, behind those that are the same in all."""
    width = len(names) - len(same)
    step = max(1, (_VALUES_AT_ONCE - len(same)) // width) * width
    for start in range(0, len(flat), step):
        some = flat[start : start + step]
        sql = _insert(table, tuple(names), len(same), len(some) // width)
        connection.execute(sql, (*same, *some) if same else some)


@lru_cache(maxsize=100)
def _insert(table: str, names: tuple[str, ...], same: int, count: int) -> str:
    """A statement for so many rows; of each, so many values are the same in all of them."""
    row = ", ".join([*(f"?{number}" for number in range(1, same + 1)), *["?"] * (len(names) - same)])
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([f'({row})'] * count)}"


@contextmanager
def opened(
    store: Store, what: str, columns: Sequence[str], marks: Mapping[str, str], *, references_checked: bool
) -> Iterator[Spool]:
    """A spool for rows of these columns, gone at the end; as `Spool`. Raises StoreUnavailable when the disk is full.

    `references_checked`: no row that will be written points to one that is not there.
    """
    with attached(store, references_checked=references_checked) as connection:
        yield Spool(store, connection, what, columns, marks)


@contextmanager
def attached(store: Store, *, references_checked: bool) -> Iterator[Connection]:
    """A connection of its own to the database, with an empty database `kept` beside it that is gone at the end.

    Raises StoreUnavailable. `references_checked` as for `opened`.
    """
    path = store.path.with_name(f"{store.path.name}-import-{secrets.token_hex(8)}")
    with _file(path), store.own(foreign_keys=not references_checked) as connection:
        connection.execute("ATTACH DATABASE ? AS kept", (str(path),))
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA kept.{pragma}").fetchall()
        # The file is there for SQLite from the first page on that is written.
        connection.execute("CREATE TABLE kept.begun (at)")
        with driver_errors.interruptible(connection):
            with contextlib.suppress(OSError):  # where an open file keeps its name it is removed at the end
                path.unlink()
            yield connection


@contextmanager
def _file(path: Path) -> Iterator[None]:
    """An empty file that only its owner may read, gone at the end."""
    try:
        driver.create_private(path)
    except OSError as error:
        raise driver_errors.read_only(path.parent) from error
    try:
        yield
    finally:
        path.unlink(missing_ok=True)  # people's rows: a file that stays is never passed over in silence
