"""Writing what an import kept aside, so that nobody at another desk waits for more than a stretch of it.

Nothing is computed here: rows go from table to table. A few go in at once, in one transaction. Of many everything that
hangs on a new card goes first (what it is found by, likes, notes, what it belongs to): as long as there is no card,
nobody sees it. The cards come last: beside few others all in one moment, by an exchange of tables (`coming`); else
stretch by stretch, each whole from the moment it is there. OR ROLLBACK needs no journal of the statement, and a row
that is refused takes its stretch back anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import groupby

from frontdesk.ground.ids import new_id
from frontdesk.store import columns, coming, customers, driver, import_groups, imports, notes, orders, preferences
from frontdesk.store.driver import Connection
from frontdesk.store.imports import CUSTOMERS, Import
from frontdesk.store.notes import Note
from frontdesk.store.spool import Spool, insert_flat
from frontdesk.store.stretches import Stretches, ranges

WHOLE_MAX = 10_000
"""So many rows go in at once: others hardly notice."""
CARDS_AT_ONCE = 300  # of those that change: each is looked up, and what it is found by changes, too
Range = tuple[int, int]
Guard = Callable[[Connection], None]
_ALL = "1"


class Overtaken(Exception):
    """Somebody changed what the import is about to change, after it was read."""


def write(stretches: Stretches, spool: Spool, done: Import, guard: Guard) -> None:
    """Write new and changed customers or orders with all that belongs to them, and the import itself.

    `guard` is asked in the first and in the last transaction, and raises when whoever imports may not. Raises
    Overtaken. `is_whole` says whether nothing was written then, or what was is still to be taken back.
    """
    work = _Work(spool, done)
    try:
        if is_whole(spool):
            with stretches.one() as connection:
                guard(connection)
                imports.add(connection, done)
                work.everything(connection)
            return
        with stretches.one() as connection:
            guard(connection)
            imports.begin(connection, done, spool.ids.start)
            if exchanges := work.exchanges(connection):
                coming.make(connection)
        (work.exchange if exchanges else work.go_in)(stretches, guard)
    except driver.module.IntegrityError as error:  # somebody with one of these keys came meanwhile
        raise Overtaken from error


def is_whole(spool: Spool) -> bool:
    """Whether all of it goes into one transaction."""
    return spool.weight <= WHOLE_MAX


def marks(what: str, import_id: str, at: datetime) -> Mapping[str, str]:
    """Columns that are the same in all new rows of an import; `at` is when it began to be read."""
    when = columns.instant(at)
    also = {"likes_json": "[]"} if what == imports.CUSTOMERS else {}
    return {"created_at": when, "updated_at": when, "import_id": import_id, **also}


class _Work:
    """What was kept aside in `spool`, on its way into the tables."""

    def __init__(self, spool: Spool, done: Import) -> None:
        self._spool = spool
        self._done = done
        self._of_customers = done.what == CUSTOMERS
        start = spool.ids.start
        self._new = f"k.customer_id >= '{start}' AND k.customer_id < '{start}g'"  # an id is digits and letters to f

    def everything(self, connection: Connection) -> None:
        """All of it at once."""
        self._change(connection, (0, self._spool.count("changed")))
        for batch in self._spool.terms.by_term():
            self._find_by("customer_terms", connection, batch)
        for put, last in self._hanging(_ALL):
            put(connection, (0, last))
        self._add(self._done.what, connection, (0, self._spool.new.count()))

    def exchanges(self, connection: Connection) -> bool:
        """Whether the whole table may be exchanged."""
        return self._spool.first and coming.few_stand(connection) and driver.may_exchange(connection)

    def exchange(self, stretches: Stretches, guard: Guard) -> None:
        """Fill tables beside, and exchange them with the customers' own."""
        spool = self._spool
        stretches.write(ranges(spool.new.count()), partial(self._add, coming.CUSTOMERS))
        stretches.write(spool.terms.by_term(), partial(self._find_by, coming.TERMS))
        stretches.write(spool.terms.by_customer(), partial(self._find_by, coming.BY_CUSTOMER))
        for put, last in self._hanging(self._new):
            stretches.write(ranges(last), put)
        with stretches.one() as connection:
            guard(connection)
            if not coming.few_stand(connection):
                raise Overtaken
            self._change(connection, (0, spool.count("changed")))
            for put, last in self._hanging(f"NOT ({self._new})"):
                put(connection, (0, last))
            coming.take_along(connection)
            coming.exchange(connection)
            coming.drop(connection)
            imports.finish(connection, self._done.id)

    def go_in(self, stretches: Stretches, guard: Guard) -> None:
        """Go into the tables stretch by stretch, the new cards last."""
        stretches.write(self._spool.terms.by_run(), partial(self._find_by, "customer_terms"))
        for put, last in self._hanging(_ALL):
            stretches.write(ranges(last), put)
        stretches.write(ranges(self._spool.count("changed"), CARDS_AT_ONCE), self._change)
        stretches.write(ranges(self._spool.new.count()), partial(self._add, self._done.what))
        with stretches.one() as connection:
            guard(connection)
            imports.finish(connection, self._done.id)

    def _hanging(self, which: str) -> Iterator[tuple[Callable[[Connection, Range], int], int]]:
        """What puts in all that hangs on cards, of new ones or known ones as `which` says; and how many rows of it."""
        for table, put in (("likes", self._like), ("notes", self._note), ("groups", self._belong)):
            if last := self._spool.count(table):
                yield partial(put, which), last

    def _add(self, table: str, connection: Connection, some: Range) -> int:
        if not self._of_customers and _any(
            connection,
            f"SELECT 1 FROM kept.new WHERE customer_id IN ({_GONE}) AND rowid > ? AND rowid <= ? LIMIT 1",
            some,
        ):
            raise Overtaken
        return self._spool.new.write(connection, table, *some)

    def _find_by(self, table: str, connection: Connection, pairs: list[str]) -> int:
        insert_flat(connection, table, coming.PAIR, (), pairs)
        return len(pairs) // 2

    def _change(self, connection: Connection, some: Range) -> int:
        """Change cards, each only while nobody changed it since it was read and it is one to write on."""
        table, at = self._done.what, columns.instant(self._done.taken_at)
        thing, names, only = (
            ("customer_id", customers.VALUE_COLUMNS, _KNOWN)
            if self._of_customers
            else ("order_id", orders.VALUE_COLUMNS, _THEIRS)
        )
        sets = ", ".join(f"{name} = k.{name}" for name in names[1:])
        written = connection.execute(
            f"UPDATE OR ROLLBACK {table} SET {sets}, updated_at = ? FROM kept.changed AS k WHERE k.rowid > ? AND"
            f" k.rowid <= ? AND {table}.id = k.id AND {table}.updated_at = k.was_updated_at AND {only}",
            (at, *some),
        ).rowcount
        if written != some[1] - some[0]:
            raise Overtaken
        connection.execute(
            f"INSERT INTO changes (id, {thing}, before_json, after_json, how, import_id, changed_by, changed_at)"
            " SELECT *, 'import', ?, ?, ? FROM kept.changes WHERE rowid > ? AND rowid <= ? ORDER BY rowid",
            (self._done.id, self._done.taken_by, at, *some),
        )
        whose = "SELECT id FROM kept.changed WHERE rowid > ? AND rowid <= ?"
        connection.execute(
            "DELETE FROM customer_terms WHERE customer_id IN"
            f" (SELECT customer_id FROM kept.stale_terms WHERE customer_id IN ({whose}))",
            some,
        )
        connection.execute(
            "INSERT OR ROLLBACK INTO customer_terms (term, customer_id) SELECT term, customer_id"
            f" FROM kept.terms_of_known WHERE customer_id IN ({whose}) ORDER BY term, customer_id",
            some,
        )
        return written

    def _like(self, which: str, connection: Connection, some: Range) -> int:
        rows = self._texts("likes", which, connection, some)
        taken = ((who, [text for _who, text in texts]) for who, texts in groupby(rows, key=lambda row: row[0]))
        preferences.take_over(connection, taken, self._done.taken_at)
        return len(rows)

    def _note(self, which: str, connection: Connection, some: Range) -> int:
        rows, done = self._texts("notes", which, connection, some), self._done
        notes.add_all(connection, (Note(new_id(), who, text, done.taken_by or "", done.taken_at) for who, text in rows))
        return len(rows)

    def _texts(self, table: str, which: str, connection: Connection, some: Range) -> list[tuple[str, str]]:
        """Of whom `which` is true, and what the file says of them; raises Overtaken as `_must_have_cards`."""
        self._must_have_cards(connection, table, some, _OF_NOBODY)
        return connection.execute(
            f"SELECT k.customer_id, k.text FROM kept.{table} k WHERE k.rowid > ? AND k.rowid <= ? AND {which}"
            " ORDER BY k.rowid",
            some,
        ).fetchall()

    def _belong(self, which: str, connection: Connection, some: Range) -> int:
        self._must_have_cards(connection, "groups", some, _OF_ERASED)
        return import_groups.write(connection, self._done, which, some)

    def _must_have_cards(self, connection: Connection, table: str, some: Range, missing: str) -> None:
        """Raise Overtaken when a card that was known is there no more as it was."""
        sql = missing.format(table=table, known=f"k.rowid > ? AND k.rowid <= ? AND NOT ({self._new})")
        if _any(connection, sql, some):
            raise Overtaken


# Who was erased or merged after the file was compared with what is known: nothing of a file comes to them that it would
# not have brought them then. A merged card keeps what a file says of it; what it likes is its person's.
_GONE = "SELECT id FROM customers WHERE merged_into_id IS NOT NULL OR erased_at IS NOT NULL"
_KNOWN = "customers.erased_at IS NULL"
_THEIRS = (  # an order that was moved with a merged card since it was read does not go back
    "(orders.customer_id IS k.customer_id OR (orders.id || ' ' || coalesce(orders.customer_id, '') IN"
    " (SELECT thing_id || ' ' || coalesce(json_extract(before_json, '$.customer_id'), '') FROM kept.changes)"
    f" AND (k.customer_id IS NULL OR k.customer_id NOT IN ({_GONE}))))"
    " AND (orders.customer_id IS NULL"
    " OR orders.customer_id NOT IN (SELECT id FROM customers WHERE erased_at IS NOT NULL))"
)
_OF_NOBODY = (
    "SELECT 1 FROM kept.{table} k WHERE {known} AND NOT EXISTS (SELECT 1 FROM customers"
    f" WHERE customers.id = k.customer_id AND customers.merged_into_id IS NULL AND {_KNOWN}) LIMIT 1"
)

_OF_ERASED = (  # a merged card keeps what a file says it belongs to
    "SELECT 1 FROM kept.{table} k JOIN customers ON customers.id = k.customer_id"
    f" WHERE {{known}} AND NOT {_KNOWN} LIMIT 1"
)


def _any(connection: Connection, sql: str, some: Range) -> bool:
    return connection.execute(sql, some).fetchone() is not None
