"""Who goes with an import that is taken back, and who stays: found out before the lock, asked again inside it.

Who goes waits in the attached database `kept` (`spool.attached`), so that memory stays flat however many go. A few go
in one transaction. Of many the cards go first, and what hung on them is removed afterwards: nobody sees it any more.
Where nearly everybody goes, the few who stay are put into empty tables, which are exchanged with the customers' own in
one moment (`coming`). Else cards go stretch by stretch, and it is asked of each stretch inside the lock who stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from frontdesk.store import columns, coming, driver
from frontdesk.store.driver import Connection
from frontdesk.store.imports import CUSTOMERS, TIES, WRITTEN_WITH, Import
from frontdesk.store.stretches import Stretches, ranges

CUSTOMERS_IN_ORDER = 50_000  # so many have their terms sorted together, in some 40 MB of memory
CARDS_AT_ONCE = 300  # of which it is asked what they have
FEW = 5_000  # so many are asked for one by one what they have; of more it is gone through what there is
TIES_MAX = 20_000  # so much is gone through while everybody waits
_TERMS = ("customer_terms", "customer_id")
_NUMBERED = 8  # so much of the ids of one import is a number (`ids.Counted`)


class Leaving:
    """Who came with the import `done` and goes with it. `connection` has an empty database `kept` attached.

    Who stays is found where nobody else writes meanwhile, so it is noted in memory: a transaction that wrote to two
    files could find the first recorded and the second not (SQLite, "ATTACH DATABASE", in WAL mode), and say neither.
    """

    def __init__(self, connection: Connection, done: Import) -> None:
        self.connection = connection
        self._done = done
        self._what = done.what
        connection.execute("ATTACH DATABASE ':memory:' AS aside")
        connection.execute("CREATE TABLE aside.stays (id PRIMARY KEY) WITHOUT ROWID")
        connection.execute("CREATE TABLE kept.leaving (number INTEGER PRIMARY KEY, id)")
        connection.execute("CREATE TABLE aside.mine AS SELECT ? AS id", (done.id,))

    def find_who_stays(self) -> None:
        """Find out who has something of the desk's own by now."""
        self.connection.execute("DELETE FROM aside.stays")
        one_by_one = self.brought <= FEW
        for table, column, condition, held in _ties(self._done):
            pair = (f"{self._what} c", f"{table} x")
            both = " CROSS JOIN ".join(pair if one_by_one else reversed(pair)) + f" ON x.{column} = c.id"
            self.connection.execute(
                f"INSERT OR IGNORE INTO aside.stays SELECT c.id FROM {both} WHERE c.import_id = ?{condition}",
                (self._done.id, *held),
            )

    @property
    def brought(self) -> int:
        """How many cards or orders there are that came with the import."""
        row = self.connection.execute(
            f"SELECT count(*) FROM {self._what} WHERE import_id = ?", (self._done.id,)
        ).fetchone()
        return 0 if row is None else int(row[0])

    @property
    def stay_count(self) -> int:
        """How many of them stay."""
        return self._count("SELECT 1 FROM aside.stays")

    def who_stays(self, most: int) -> tuple[str, ...]:
        """What the first of them are called."""
        name = "name" if self._what == CUSTOMERS else "label"
        rows = self.connection.execute(
            f"SELECT c.{name} FROM aside.stays s CROSS JOIN {self._what} c ON c.id = s.id ORDER BY c.{name} LIMIT ?",
            (most,),
        )
        return tuple(str(row[0]) for row in rows)

    @property
    def ids_begin_with(self) -> str:
        """What the ids of everybody who came with the import begin with."""
        row = self.connection.execute(
            f"SELECT min(id), max(id) FROM {self._what} WHERE import_id = ?", (self._done.id,)
        ).fetchone()
        first, last = ("", "") if row is None else (str(row[0] or ""), str(row[1] or ""))
        shared = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), 0)
        return first[: shared or -_NUMBERED]

    def go(self) -> None:
        """Remove whoever goes and what hangs on them, in the transaction in which it is called."""
        self.find_who_stays()
        leaving = f"SELECT id FROM {self._what} WHERE import_id = ? AND id NOT IN (SELECT id FROM aside.stays)"
        for table, column in sorted(WRITTEN_WITH[self._what]):
            self.connection.execute(f"DELETE FROM {table} WHERE {column} IN ({leaving})", (self._done.id,))
        self.connection.execute(f"DELETE FROM {self._what} WHERE id IN ({leaving})", (self._done.id,))

    def go_in_one_moment(self, stretches: Stretches, mark: Callable[[Connection], None]) -> bool:
        """Let everybody go at once, and `mark` in the same transaction; false where that cannot be."""
        if self._what != CUSTOMERS or not self._few_stay() or not driver.may_exchange(self.connection):
            return False
        with stretches.one() as connection:
            self.find_who_stays()
            if not self._few_stay():
                return False
            coming.make(connection)
            coming.take_along(connection, self._stay())
            coming.exchange(connection)
            mark(connection)
        return True

    def go_in_stretches(self, stretches: Stretches) -> None:
        """Let cards go, some hundred at a time, each with nobody seeing half of it."""
        self.connection.execute("DELETE FROM kept.leaving")
        self.connection.execute(
            f"INSERT INTO kept.leaving (id) SELECT id FROM {self._what} WHERE import_id = ?"
            " AND id NOT IN (SELECT id FROM aside.stays) ORDER BY id",
            (self._done.id,),
        )
        row = self.connection.execute("SELECT max(number) FROM kept.leaving").fetchone()
        stretches.write(ranges(int(row[0] or 0) if row else 0, CARDS_AT_ONCE), self._let_go)

    def _let_go(self, connection: Connection, some: tuple[int, int]) -> int:
        these = "number > ? AND number <= ?"
        for table, column, condition, held in _ties(self._done):
            connection.execute(
                f"INSERT OR IGNORE INTO aside.stays SELECT l.id FROM kept.leaving l CROSS JOIN {table} x"
                f" ON x.{column} = l.id WHERE l.number > ? AND l.number <= ?{condition}",
                (*some, *held),
            )
        leaving = f"SELECT id FROM kept.leaving WHERE {these} AND id NOT IN (SELECT id FROM aside.stays)"
        if self._what != CUSTOMERS:
            for table, column in sorted(WRITTEN_WITH[self._what]):
                connection.execute(f"DELETE FROM {table} WHERE {column} IN ({leaving})", some)
        return connection.execute(f"DELETE FROM {self._what} WHERE id IN ({leaving})", some).rowcount

    def _stay(self) -> str:
        """The ids of all who are there when the others are gone."""
        mine = "(SELECT id FROM aside.mine)"
        return (
            "SELECT id FROM aside.stays UNION ALL SELECT id FROM customers WHERE import_id IS NULL"
            f" UNION ALL SELECT id FROM customers WHERE import_id < {mine}"
            f" UNION ALL SELECT id FROM customers WHERE import_id > {mine}"
        )

    def _few_stay(self) -> bool:
        if self._count(self._stay(), coming.FEW) > coming.FEW:
            return False
        gone_through = 0
        for table, *_rest in _ties(self._done):
            gone_through += self._count(f"SELECT 1 FROM {table}", TIES_MAX)
        return gone_through <= TIES_MAX

    def _count(self, sql: str, most: int = 1 << 40) -> int:
        row = self.connection.execute(f"SELECT count(*) FROM ({sql} LIMIT {most + 1})").fetchone()
        return 0 if row is None else int(row[0])


def remove_rest(stretches: Stretches, start: str) -> None:
    """Remove what hangs on new cards of an import that are not there: their ids begin with `start`.

    Whoever calls it does so alone (`one_large_work`).
    """
    connection, end = stretches.connection, f"{start}g"  # an id is digits and letters to f
    coming.remove(stretches)
    for table, column in sorted(WRITTEN_WITH[CUSTOMERS] - {_TERMS}):
        stretches.write(_parts(connection, table, column, start, end, CARDS_AT_ONCE), partial(_forget, table, column))
    connection.execute("CREATE TABLE IF NOT EXISTS kept.going (number INTEGER PRIMARY KEY, term, customer_id)")
    for first, last in _parts(connection, *_TERMS, start, end, CUSTOMERS_IN_ORDER):
        connection.execute("DELETE FROM kept.going")
        connection.execute(
            "INSERT INTO kept.going (term, customer_id) SELECT term, customer_id FROM customer_terms t"
            f" WHERE customer_id > ? AND customer_id <= ? AND {_IS_GONE.format(one='t.customer_id')}"
            " ORDER BY term, customer_id",
            (first, last),
        )
        row = connection.execute("SELECT max(number) FROM kept.going").fetchone()
        stretches.write(ranges(int(row[0] or 0) if row else 0), _forget_terms)


_IS_GONE = "NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = {one})"


def _parts(
    connection: Connection, table: str, column: str, start: str, end: str, most: int
) -> Iterator[tuple[str, str]]:
    """The ids in a column from `start` to `end`, in parts: behind the first of each, up to the second."""
    first = start
    while True:
        row = connection.execute(
            f"SELECT max({column}) FROM (SELECT {column} FROM {table} WHERE {column} > ? AND {column} < ?"
            f" ORDER BY {column} LIMIT ?)",
            (first, end, most),
        ).fetchone()
        if row is None or row[0] is None:
            return
        yield first, str(row[0])
        first = str(row[0])


def _forget(table: str, column: str, connection: Connection, some: tuple[str, str]) -> int:
    gone = _IS_GONE.format(one=f"{table}.{column}")
    return connection.execute(f"DELETE FROM {table} WHERE {column} > ? AND {column} <= ? AND {gone}", some).rowcount


def _forget_terms(connection: Connection, some: tuple[int, int]) -> int:
    return connection.execute(
        "DELETE FROM customer_terms WHERE (term, customer_id) IN (SELECT term, customer_id FROM kept.going"
        f" WHERE number > ? AND number <= ? AND {_IS_GONE.format(one='going.customer_id')})",
        some,
    ).rowcount


def _ties(done: Import) -> Iterator[tuple[str, str, str, tuple[Any, ...]]]:
    """Each table with the column that names the card or order, and which of its rows tie it to the desk."""
    one = "customer_id" if done.what == CUSTOMERS else "order_id"
    at = columns.instant(done.taken_at)
    for table, column in TIES[done.what]:
        yield table, column, "", ()
    yield "changes", one, " AND x.undone_at IS NULL AND x.how <> 'undo'", ()
    if done.what == CUSTOMERS:  # a preference or note that stood in the file was noted in the moment of the import
        yield "preferences", one, " AND x.noted_at <> ?", (at,)
        yield "notes", one, " AND x.noted_at <> ?", (at,)
        yield "group_members", one, " AND coalesce(x.import_id, '') <> ?", (done.id,)
