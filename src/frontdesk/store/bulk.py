"""Writing what an import kept aside: everything in one transaction, as fast as the disk takes it.

Nothing is computed here: rows go from table to table in the order of what they go into. When there are many of them
beside what is there already, indexes are dropped and built anew inside the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice

from frontdesk.store import columns, customers, imports, orders, preferences
from frontdesk.store.driver import Connection
from frontdesk.store.imports import Import
from frontdesk.store.spool import Spool

INDEXES_REBUILT_FROM = 20_000  # new rows; with fewer, inserting them in order is as fast
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
    _update(connection, "customers", customers.VALUE_COLUMNS, spool, columns.instant(done.taken_at))
    _add_changes(connection, "customer_id", done)
    connection.execute(
        "DELETE FROM customer_terms WHERE customer_id IN (SELECT customer_id FROM temp.kept_stale_terms)"
    )
    # Of the indexes only this one is filled out of order; the terms themselves come sorted.
    with _without(connection, ("ix_customer_terms_customer",), spool.count("new"), customers.count):
        _insert(connection, "customers", customers.VALUE_COLUMNS, {"likes_json": "[]"}, spool, done, tick)
        connection.execute(
            "INSERT INTO customer_terms (term, customer_id)"
            " SELECT term, customer_id FROM temp.kept_terms ORDER BY term, customer_id"
        )
    likes = spool.rows("likes")
    while some := list(islice(likes, ROWS_AT_ONCE)):
        taken = ((who, [text for _who, text in texts]) for who, texts in groupby(some, key=lambda row: str(row[0])))
        preferences.take_over(connection, taken, done.taken_at)


def write_orders(connection: Connection, spool: Spool, done: Import, tick: Tick) -> None:
    """Write new and changed orders, and the import itself; as `write_customers`."""
    imports.add(connection, done)
    _update(connection, "orders", orders.VALUE_COLUMNS, spool, columns.instant(done.taken_at))
    _add_changes(connection, "order_id", done)
    with _without(connection, ("ix_orders_place", "ix_orders_customer_id"), spool.count("new"), orders.count):
        _insert(connection, "orders", orders.VALUE_COLUMNS, {}, spool, done, tick)


def _insert(
    connection: Connection,
    table: str,
    names: tuple[str, ...],
    also: dict[str, str],
    spool: Spool,
    done: Import,
    tick: Tick,
) -> None:
    at, first, total = columns.instant(done.taken_at), 0, spool.count("new")
    also |= {"created_at": at, "updated_at": at, "import_id": done.id}
    sql = (
        f"INSERT INTO {table} ({', '.join((*names, *also))}) SELECT *{', ?' * len(also)}"
        " FROM temp.kept_new WHERE rowid > ? AND rowid <= ? ORDER BY rowid"
    )
    while first < total:
        tick(connection.execute(sql, (*also.values(), first, first + ROWS_AT_ONCE)).rowcount)
        first += ROWS_AT_ONCE


def _update(connection: Connection, table: str, names: tuple[str, ...], spool: Spool, at: str) -> None:
    """Each row only while nobody changed it since it was read."""
    sets = ", ".join(f"{name} = k.{name}" for name in names[1:])
    written = connection.execute(
        f"UPDATE {table} SET {sets}, updated_at = ? FROM temp.kept_changed AS k"
        f" WHERE {table}.id = k.id AND {table}.updated_at = k.was_updated_at",
        (at,),
    ).rowcount
    if written != spool.count("changed"):
        raise Overtaken


def _add_changes(connection: Connection, thing: str, done: Import) -> None:
    connection.execute(
        f"INSERT INTO changes (id, {thing}, before_json, after_json, how, import_id, changed_by, changed_at)"
        " SELECT *, 'import', ?, ?, ? FROM temp.kept_changes ORDER BY rowid",
        (done.id, done.taken_by, columns.instant(done.taken_at)),
    )


@contextmanager
def _without(
    connection: Connection, indexes: tuple[str, ...], new: int, count: Callable[[Connection], int]
) -> Iterator[None]:
    """The tables without these indexes while many rows go in; built anew at the end, in the same transaction."""
    if new < INDEXES_REBUILT_FROM or new * 4 < count(connection):
        yield
        return
    found = connection.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name IN ({', '.join('?' * len(indexes))})",
        indexes,
    ).fetchall()
    for name, _sql in found:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _name, sql in found:
        connection.execute(sql)
