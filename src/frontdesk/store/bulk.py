"""Writing what an import kept aside: everything in one transaction, as fast as the disk takes it.

Nothing is computed here: rows come from the spool in the order of the table they go to. When there are many of them
beside what is there already, indexes are dropped and built anew inside the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice

from frontdesk.store import columns, customers, imports, orders, preferences
from frontdesk.store.driver import Connection
from frontdesk.store.imports import Import
from frontdesk.store.spool import ROWS_AT_ONCE, Rows, Spool

INDEXES_REBUILT_FROM = 20_000  # new rows; with fewer, inserting them in order is as fast
Tick = Callable[[int], None]


class Overtaken(Exception):
    """Somebody changed what the import is about to change, after it was read: nothing was written."""


def write_customers(connection: Connection, spool: Spool, done: Import, tick: Tick) -> None:
    """Write new and changed customers with what they are found by, and the import itself.

    `tick` is told how many rows were written since it was told last. Raises Overtaken; the caller's transaction
    forgets everything then.
    """
    at = columns.instant(done.taken_at)
    imports.add(connection, done)
    _update(connection, "customers", customers.VALUE_COLUMNS, spool, at)
    _changes(connection, "customer_id", spool, done)
    _many(connection, "DELETE FROM customer_terms WHERE customer_id = ?", spool.rows("stale_terms"))
    with _without_indexes(connection, ("customers", "customer_terms"), spool.count("new"), customers.count):
        names = ", ".join((*customers.VALUE_COLUMNS, "likes_json", "created_at", "updated_at", "import_id"))
        _insert(
            connection, f"customers ({names})", spool.rows("new", "*, '[]', ?, ?, ?", values=(at, at, done.id)), tick
        )
        terms = spool.rows("terms", order="term, customer_id")
        _insert(connection, "customer_terms (term, customer_id)", terms, None)
    likes = spool.rows("likes")
    while some := list(islice(likes, ROWS_AT_ONCE)):
        taken = ((who, [text for _who, text in texts]) for who, texts in groupby(some, key=lambda row: str(row[0])))
        preferences.take_over(connection, taken, done.taken_at)


def write_orders(connection: Connection, spool: Spool, done: Import, tick: Tick) -> None:
    """Write new and changed orders, and the import itself; as `write_customers`."""
    at = columns.instant(done.taken_at)
    imports.add(connection, done)
    _update(connection, "orders", orders.VALUE_COLUMNS, spool, at)
    _changes(connection, "order_id", spool, done)
    with _without_indexes(connection, ("orders",), spool.count("new"), orders.count):
        names = ", ".join((*orders.VALUE_COLUMNS, "created_at", "updated_at", "import_id"))
        _insert(connection, f"orders ({names})", spool.rows("new", "*, ?, ?, ?", values=(at, at, done.id)), tick)


def _insert(connection: Connection, table: str, rows: Rows, tick: Tick | None) -> None:
    first = next(rows, None)
    if first is None:
        return
    places = ", ".join("?" * len(first))
    sql = f"INSERT INTO {table} VALUES ({places})"
    connection.execute(sql, first)
    for written in _chunks(connection, sql, rows):
        if tick is not None:
            tick(written)


def _update(connection: Connection, table: str, names: tuple[str, ...], spool: Spool, at: str) -> None:
    """Each row only while nobody changed it since it was read."""
    sets = ", ".join(f"{name} = ?" for name in (*names[1:], "updated_at"))
    rows = spool.rows("changed", f"{', '.join(names[1:])}, ?, id, was_updated_at", values=(at,))
    written = _many(connection, f"UPDATE {table} SET {sets} WHERE id = ? AND updated_at = ?", rows)
    if written != spool.count("changed"):
        raise Overtaken


def _changes(connection: Connection, thing: str, spool: Spool, done: Import) -> None:
    rows = spool.rows("changes", "*, ?, ?, ?", values=(done.id, done.taken_by, columns.instant(done.taken_at)))
    _many(
        connection,
        f"INSERT INTO changes (id, {thing}, before_json, after_json, how, import_id, changed_by, changed_at)"
        " VALUES (?, ?, ?, ?, 'import', ?, ?, ?)",
        rows,
    )


def _many(connection: Connection, sql: str, rows: Rows) -> int:
    return sum(_chunks(connection, sql, rows))


def _chunks(connection: Connection, sql: str, rows: Rows) -> Iterator[int]:
    """Run the statement for all rows, a stretch at a time; how many rows each stretch wrote."""
    for first in rows:
        written = connection.execute(sql, first).rowcount
        yield written + max(0, connection.executemany(sql, islice(rows, ROWS_AT_ONCE)).rowcount)


@contextmanager
def _without_indexes(
    connection: Connection, tables: tuple[str, ...], new: int, count: Callable[[Connection], int]
) -> Iterator[None]:
    """The tables without their indexes while many rows go in; built anew at the end, in the same transaction."""
    if new < INDEXES_REBUILT_FROM or new * 4 < count(connection):
        yield
        return
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"
        f" AND tbl_name IN ({', '.join('?' * len(tables))})",
        tables,
    ).fetchall()
    for name, _sql in found:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _name, sql in found:
        connection.execute(sql)
