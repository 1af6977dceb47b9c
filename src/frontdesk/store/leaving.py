"""Who goes with an import that is taken back, and who stays: found out before the lock, asked again inside it.

All of it waits in the attached database `kept` (`spool.attached`), so that memory stays flat however many go. There
are two ways out. Where nearly everybody goes, the few who stay are taken aside, the tables are emptied as a whole, and
the few are put back: nobody is looked at one by one. Otherwise rows go one by one, what they are found by in the order
in which the index holds it: a stretch of customers at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frontdesk.store import columns
from frontdesk.store.driver import Connection
from frontdesk.store.imports import CUSTOMERS, TIES, WRITTEN_WITH, Import

PUT_BACK_MAX = 50_000  # so many are put back into empty tables; more would be as slow as the others' leaving
MANY_TIMES = 2  # so many times as many go as stay
CUSTOMERS_IN_ORDER = 50_000  # so many have their terms sorted together, in some 40 MB of memory
ROWS_AT_ONCE = 25_000
FEW = 5_000  # so many are asked for one by one what they have; of more it is gone through what there is


class Leaving:
    """Who came with the import `done` and goes with it. `connection` has an empty database `kept` attached."""

    def __init__(self, connection: Connection, done: Import) -> None:
        self._connection = connection
        self._done = done
        self._what = done.what
        self._seen_at = 0
        self._emptied = False
        connection.execute("CREATE TABLE kept.stays (id PRIMARY KEY) WITHOUT ROWID")
        connection.execute("CREATE TABLE kept.leaving (number INTEGER PRIMARY KEY, id UNIQUE)")
        connection.execute("CREATE TABLE kept.leaving_terms (number INTEGER PRIMARY KEY, term, customer_id)")

    def prepare(self) -> None:
        """Find out who goes and put what they are found by in order; done before anybody waits."""
        self._seen_at = self._commits_of_others()
        self.find_who_stays()
        self._find_who_goes()
        leaving = self._count("kept.leaving")
        others = self._count(self._what) - leaving
        self._emptied = others <= PUT_BACK_MAX and leaving >= MANY_TIMES * others
        if self._what == CUSTOMERS and not self._emptied:
            for first in range(0, self._last("leaving"), CUSTOMERS_IN_ORDER):
                self._connection.execute(
                    "INSERT INTO kept.leaving_terms (term, customer_id) SELECT t.term, t.customer_id"
                    " FROM kept.leaving l CROSS JOIN customer_terms t ON t.customer_id = l.id"
                    " WHERE l.number > ? AND l.number <= ?"
                    " ORDER BY t.term, t.customer_id",
                    (first, first + CUSTOMERS_IN_ORDER),
                )

    def find_who_stays(self) -> None:
        """Find out who has something of the desk's own by now."""
        self._connection.execute("DELETE FROM kept.stays")
        one_by_one = self.brought <= FEW
        for table, column, condition, held in _ties(self._done):
            pair = (f"{self._what} c", f"{table} x")
            both = " CROSS JOIN ".join(pair if one_by_one else reversed(pair)) + f" ON x.{column} = c.id"
            self._connection.execute(
                f"INSERT OR IGNORE INTO kept.stays SELECT c.id FROM {both} WHERE c.import_id = ?{condition}",
                (self._done.id, *held),
            )

    @property
    def brought(self) -> int:
        """How many cards or orders there are that came with the import."""
        row = self._connection.execute(
            f"SELECT count(*) FROM {self._what} WHERE import_id = ?", (self._done.id,)
        ).fetchone()
        return 0 if row is None else int(row[0])

    @property
    def stay_count(self) -> int:
        """How many of them stay."""
        return self._count("kept.stays")

    def who_stays(self, most: int) -> tuple[str, ...]:
        """What the first of them are called."""
        name = "name" if self._what == CUSTOMERS else "label"
        rows = self._connection.execute(
            f"SELECT c.{name} FROM kept.stays s CROSS JOIN {self._what} c ON c.id = s.id ORDER BY c.{name} LIMIT ?",
            (most,),
        )
        return tuple(str(row[0]) for row in rows)

    def remove(self) -> None:
        """Remove whoever goes, in the transaction in which it is called and `find_who_stays` was."""
        disturbed = self._commits_of_others() != self._seen_at
        self._connection.execute("DELETE FROM kept.leaving WHERE id IN (SELECT id FROM kept.stays)")
        if self._count("kept.leaving") + self.stay_count != self.brought:  # somebody is free to go by now
            self._find_who_goes()
        if self._what == CUSTOMERS:
            self._remove_from_others()
            if not self._emptied:
                self._remove_terms(disturbed)
        for table, column in sorted(WRITTEN_WITH[self._what] - {("customer_terms", "customer_id")}):
            self._remove_of_leaving(table, column)
        if self._emptied:
            self._empty()
        else:
            self._remove_of_leaving(self._what, "id")

    def _find_who_goes(self) -> None:
        self._connection.execute("DELETE FROM kept.leaving")
        self._connection.execute(
            f"INSERT INTO kept.leaving (id) SELECT id FROM {self._what} WHERE import_id = ?"
            " AND id NOT IN (SELECT id FROM kept.stays) ORDER BY rowid",
            (self._done.id,),
        )

    def _remove_from_others(self) -> None:
        """What the file said that others like, whose cards stay, and its notes; not what merging brought them."""
        others = (
            " AND NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = {table}.customer_id AND c.import_id = ?)"
            " AND customer_id NOT IN (SELECT kept_id FROM merges WHERE undone_at IS NULL)"
        )
        at = columns.instant(self._done.taken_at)
        self._connection.execute(
            "DELETE FROM preferences WHERE noted_at = ? AND noted_by IS NULL AND struck_at IS NULL"
            + others.format(table="preferences"),
            (at, self._done.id),
        )
        self._connection.execute(
            "DELETE FROM notes WHERE noted_at = ? AND noted_by = ? AND conversation_id IS NULL AND struck_at IS NULL"
            + others.format(table="notes"),
            (at, self._done.taken_by, self._done.id),
        )

    def _remove_terms(self, disturbed: bool) -> None:
        for some in _stretches(self._last("leaving_terms")):
            self._connection.execute(
                "DELETE FROM customer_terms WHERE (term, customer_id) IN (SELECT term, customer_id"
                " FROM kept.leaving_terms WHERE number > ? AND number <= ?"
                " AND customer_id NOT IN (SELECT id FROM kept.stays))",
                some,
            )
        if disturbed:  # what was written since the terms were put in order
            self._remove_of_leaving("customer_terms", "customer_id")

    def _remove_of_leaving(self, table: str, column: str) -> None:
        if self._connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None:
            return
        for some in _stretches(self._last("leaving")):
            self._connection.execute(
                f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM kept.leaving WHERE number > ? AND number <= ?)",
                some,
            )

    def _empty(self) -> None:
        """Take aside who stays, empty the tables, put back who stays."""
        aside: dict[str, str] = {}
        for table, column in [(self._what, "id")] + [("customer_terms", "customer_id")] * (self._what == CUSTOMERS):
            rows = self._connection.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchall()
            aside[table] = names = ", ".join(str(row[0]) for row in rows)
            self._connection.execute(f"CREATE TABLE kept.staying_{table} ({names})")
            self._connection.execute(
                f"INSERT INTO kept.staying_{table} SELECT {names} FROM {table} WHERE {column} IN"
                f" (SELECT id FROM kept.stays UNION ALL SELECT id FROM {self._what} WHERE import_id IS NULL"
                f" UNION ALL SELECT id FROM {self._what} WHERE import_id < ?"
                f" UNION ALL SELECT id FROM {self._what} WHERE import_id > ?) ORDER BY 1, 2",
                (self._done.id, self._done.id),
            )
        for table in reversed(aside):
            self._connection.execute(f"DELETE FROM {table}")  # without a condition: page by page
        for table, names in aside.items():
            self._connection.execute(
                f"INSERT OR ROLLBACK INTO {table} ({names}) SELECT * FROM kept.staying_{table} ORDER BY rowid"
            )

    def _commits_of_others(self) -> int:
        row = self._connection.execute("PRAGMA main.data_version").fetchone()
        return 0 if row is None else int(row[0])

    def _count(self, table: str) -> int:
        row = self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return 0 if row is None else int(row[0])

    def _last(self, table: str) -> int:
        row = self._connection.execute(f"SELECT max(number) FROM kept.{table}").fetchone()
        return 0 if row is None else int(row[0] or 0)


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


def _stretches(last: int) -> Iterator[tuple[int, int]]:
    return ((first, first + ROWS_AT_ONCE) for first in range(0, last, ROWS_AT_ONCE))
