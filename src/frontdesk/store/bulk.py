"""Writing what an import kept aside: everything in one transaction, as fast as the disk takes it.

Nothing is computed here: rows go from table to table. Cards go in by their ids, which grow; what they are found by, in
the order in which it was kept (`kept_terms`). Dropping an index and building it anew would sort everything in memory,
and so would the journal of a single statement: OR ROLLBACK needs none, and a row that is refused takes the whole import
back anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import groupby, islice

from frontdesk.ground.ids import new_id
from frontdesk.store import columns, customers, import_groups, imports, notes, orders, preferences
from frontdesk.store.driver import Connection
from frontdesk.store.imports import Import
from frontdesk.store.notes import Note
from frontdesk.store.spool import Spool

ROWS_AT_ONCE = 25_000  # between two ticks
Tick = Callable[[int], None]


class Overtaken(Exception):
    """Somebody changed what the import is about to change, after it was read: nothing was written."""


def write_customers(connection: Connection, spool: Spool, done: Import, tick: Tick) -> None:
    """Write new and changed customers with what they are found by, and the import itself.

    `tick` is told how many new rows were written since it was told last. Raises Overtaken; the caller's transaction
    forgets everything then.
    """
    imports.add(connection, done)
    _update(connection, "customers", customers.VALUE_COLUMNS, spool, columns.instant(done.taken_at), _KNOWN)
    _add_changes(connection, "customer_id", done)
    connection.execute("DELETE FROM customer_terms WHERE customer_id IN (SELECT customer_id FROM kept.stale_terms)")
    spool.new.write(ROWS_AT_ONCE, tick)
    spool.terms.write(connection, tick)
    if any(_any(connection, _OF_NOBODY.format(table=each)) for each in ("likes", "notes")):
        raise Overtaken
    if _any(connection, _OF_ERASED):
        raise Overtaken
    import_groups.write(connection, spool, done)
    likes = spool.rows("likes")
    while some := list(islice(likes, ROWS_AT_ONCE)):
        taken = ((who, [text for _who, text in texts]) for who, texts in groupby(some, key=lambda row: str(row[0])))
        preferences.take_over(connection, taken, done.taken_at)
    noted = spool.rows("notes")
    while some := list(islice(noted, ROWS_AT_ONCE)):
        tick(0)
        notes.add_all(connection, (Note(new_id(), who, text, done.taken_by or "", done.taken_at) for who, text in some))


def write_orders(connection: Connection, spool: Spool, done: Import, tick: Tick) -> None:
    """Write new and changed orders, and the import itself; as `write_customers`."""
    imports.add(connection, done)
    if _any(connection, f"SELECT 1 FROM kept.new WHERE customer_id IN ({_GONE}) LIMIT 1"):
        raise Overtaken
    _update(connection, "orders", orders.VALUE_COLUMNS, spool, columns.instant(done.taken_at), _THEIRS)
    _add_changes(connection, "order_id", done)
    spool.new.write(ROWS_AT_ONCE, tick)


def marks(what: str, import_id: str, at: datetime) -> Mapping[str, str]:
    """Columns that are the same in all new rows of an import; `at` is when it began to be read."""
    when = columns.instant(at)
    also = {"likes_json": "[]"} if what == imports.CUSTOMERS else {}
    return {"created_at": when, "updated_at": when, "import_id": import_id, **also}


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
    "SELECT 1 FROM kept.{table} l WHERE NOT EXISTS (SELECT 1 FROM customers WHERE customers.id = l.customer_id"
    f" AND customers.merged_into_id IS NULL AND {_KNOWN}) LIMIT 1"
)

_OF_ERASED = (  # a merged card keeps what a file says it belongs to
    f"SELECT 1 FROM kept.groups k JOIN customers ON customers.id = k.customer_id WHERE NOT {_KNOWN} LIMIT 1"
)


def _any(connection: Connection, sql: str) -> bool:
    return connection.execute(sql).fetchone() is not None


def _update(connection: Connection, table: str, names: tuple[str, ...], spool: Spool, at: str, only: str) -> None:
    """Each row only while nobody changed it since it was read, and it is one to write on (`only`)."""
    sets = ", ".join(f"{name} = k.{name}" for name in names[1:])
    written = connection.execute(
        f"UPDATE OR ROLLBACK {table} SET {sets}, updated_at = ? FROM kept.changed AS k"
        f" WHERE {table}.id = k.id AND {table}.updated_at = k.was_updated_at AND {only}",
        (at,),
    ).rowcount
    if written != spool.count("changed"):
        raise Overtaken


def _add_changes(connection: Connection, thing: str, done: Import) -> None:
    connection.execute(
        f"INSERT INTO changes (id, {thing}, before_json, after_json, how, import_id, changed_by, changed_at)"
        " SELECT *, 'import', ?, ?, ? FROM kept.changes ORDER BY rowid",
        (done.id, done.taken_by, columns.instant(done.taken_at)),
    )
