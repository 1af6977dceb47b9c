"""Orders, stays, memberships and tables: rows in, frozen values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from frontdesk.store import columns
from frontdesk.store.driver import Connection, Row

OPEN = "open"
_COLUMNS = (
    "id, external_key, customer_id, label, place, state, starts_on, ends_on, total_minor, paid_minor, facts_json, "
    "due_on, trouble, promised_json, created_at, updated_at"
)
_PLACES = ", ".join("?" * 16)
VALUE_COLUMNS = tuple(name.strip() for name in _COLUMNS.split(","))[:14]
"""The columns of `values`, the id first; the two instants are the writer's."""


@dataclass(frozen=True, slots=True)
class SalePromise:
    """What was promised when the order was sold, by whom ("" unknown) and when."""

    text: str
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order as it is stored. `facts` are texts of the guidelines language by the full name of the fact.

    `due_on` is the day it was promised for; `trouble` is `late`, `wrong` or `not_working` when the system it comes
    from says so.
    """

    id: str
    label: str
    customer_id: str | None = None
    external_key: str | None = None
    place: str = ""
    state: str = OPEN
    starts_on: date | None = None
    ends_on: date | None = None
    total_minor: int | None = None
    paid_minor: int | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    due_on: date | None = None
    trouble: str = ""
    promised: tuple[SalePromise, ...] = ()

    def open_on(self, day: date) -> bool:
        """Whether it is going on on the business day `day`: the day of departure still counts."""
        started = self.starts_on is None or self.starts_on <= day
        ended = self.ends_on is not None and self.ends_on < day
        return self.state == OPEN and started and not ended


def get(connection: Connection, order_id: str) -> Order | None:
    """The order of that id."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM orders WHERE id = ?", (order_id,)).fetchone()
    return None if row is None else _order(row)


def by_key(connection: Connection, key: str) -> Order | None:
    """The order with that number of the system it came from."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM orders WHERE external_key = ?", (key,)).fetchone()
    return None if row is None else _order(row)


def by_keys(connection: Connection, keys: Sequence[str]) -> dict[str, tuple[Order, str]]:
    """The orders with these numbers (a few hundred at most), each with when it was changed."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM orders WHERE external_key IN ({', '.join('?' * len(keys))})", keys
    )
    return {str(row[1]): (_order(row), str(row[15])) for row in rows}


def any_of_keys(connection: Connection, keys: Sequence[str]) -> bool:
    """Whether there is an order with one of these numbers (some hundred at most)."""
    sql = f"SELECT 1 FROM orders WHERE external_key IN ({', '.join('?' * len(keys))}) LIMIT 1"
    return connection.execute(sql, tuple(keys)).fetchone() is not None


def keys(connection: Connection) -> set[str]:
    """Every number of another system that is known, for an import."""
    return {str(row[0]) for row in connection.execute("SELECT external_key FROM orders WHERE external_key NOT NULL")}


def of_customer(connection: Connection, customer_id: str, limit: int = 50) -> tuple[Order, ...]:
    """The customer's orders, the newest first, at most `limit`."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM orders WHERE customer_id = ? "
        "ORDER BY starts_on IS NULL DESC, starts_on DESC, id DESC LIMIT ?",
        (customer_id, limit),
    )
    return tuple(_order(row) for row in rows)


def count_of(connection: Connection, customer_id: str) -> int:
    """How many orders the customer has."""
    row = connection.execute("SELECT count(*) FROM orders WHERE customer_id = ?", (customer_id,)).fetchone()
    return 0 if row is None else int(row[0])


def open_of(connection: Connection, customer_id: str, day: date) -> tuple[Order, ...]:
    """The customer's orders that are going on on the business day `day`, the newest first."""
    today = columns.day(day)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM orders WHERE customer_id = ? AND state = 'open' "
        "AND (starts_on IS NULL OR starts_on <= ?) AND (ends_on IS NULL OR ends_on >= ?) "
        "ORDER BY starts_on DESC, id DESC",
        (customer_id, today, today),
    )
    return tuple(_order(row) for row in rows)


def open_of_each(connection: Connection, customer_ids: Iterable[str], day: date) -> dict[str, Order]:
    """For each of the customers who is here on `day`, the order that says so (the newest)."""
    today = columns.day(day)
    names = ", ".join(f"o.{name.strip()}" for name in _COLUMNS.split(","))
    rows = connection.execute(  # the same statement for one and for many, so that it is prepared once
        f"SELECT {names} FROM json_each(?) AS s CROSS JOIN orders AS o WHERE o.customer_id = s.value "
        "AND o.state = 'open' AND (o.starts_on IS NULL OR o.starts_on <= ?) AND (o.ends_on IS NULL OR o.ends_on >= ?) "
        "ORDER BY o.starts_on",
        (columns.packed(list(customer_ids)), today, today),
    )
    return {str(row[2]): _order(row) for row in rows}


def here(connection: Connection, day: date, most: int) -> set[str]:
    """Whoever has a room or table on `day`, read from an index alone; at most `most` of them.

    Orders that have no first or no last day are not in it: ask `present` about their customers.
    """
    today = columns.day(day)
    rows = connection.execute(
        "SELECT customer_id FROM orders INDEXED BY ix_orders_here WHERE ends_on >= ? AND starts_on <= ? "
        "AND place <> '' AND state = 'open' AND customer_id NOT NULL LIMIT ?",
        (today, today, most),
    )
    return {str(row[0]) for row in rows}


def present(connection: Connection, customer_ids: Iterable[str], day: date) -> set[str]:
    """Who of the customers (a few hundred at most) has a room or table on `day`."""
    today = columns.day(day)
    rows = connection.execute(
        "SELECT o.customer_id FROM json_each(?) AS s CROSS JOIN orders AS o WHERE o.customer_id = s.value "
        "AND o.state = 'open' AND o.place <> '' AND (o.starts_on IS NULL OR o.starts_on <= ?) "
        "AND (o.ends_on IS NULL OR o.ends_on >= ?)",
        (columns.packed(list(customer_ids)), today, today),
    )
    return {str(row[0]) for row in rows}


def at_place(connection: Connection, places: Iterable[str], day: date) -> tuple[Order, ...]:
    """The orders that are going on at a room or table on `day`, the newest first; exactly as the place is written."""
    wanted = list(dict.fromkeys(places))
    today = columns.day(day)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM orders INDEXED BY ix_orders_at_place "
        f"WHERE place IN ({', '.join('?' * len(wanted))}) AND place <> '' AND state = 'open' "
        "AND (starts_on IS NULL OR starts_on <= ?) AND (ends_on IS NULL OR ends_on >= ?) "
        "ORDER BY starts_on DESC, id DESC LIMIT 50",
        (*wanted, today, today),
    )
    return tuple(_order(row) for row in rows)


def with_key_from(connection: Connection, start: str, limit: int) -> tuple[Order, ...]:
    """Orders whose number begins with `start`, in the order of their numbers."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM orders WHERE external_key >= ? AND external_key < ? ORDER BY external_key LIMIT ?",
        (start, start + "\U0010ffff", limit),
    )
    return tuple(_order(row) for row in rows)


def to_look_through(
    connection: Connection, day: date, *, all_of_them: bool, most: int
) -> tuple[tuple[Order, str], ...]:
    """The orders that may need care on the business day `day`, each with its customer's name; at most `most`.

    With `all_of_them` also those that go on. A superset, cheap to find: whether an order does need care its caller
    decides. The earliest promised come first.
    """
    names = ", ".join(f"o.{name.strip()}" for name in _COLUMNS.split(","))
    may_need = "o.trouble NOT NULL OR o.total_minor > o.paid_minor OR (o.state = 'open' AND o.due_on < ?)"
    rows = connection.execute(
        f"SELECT {names}, coalesce(k.name, '') FROM orders o LEFT JOIN customers k ON k.id = o.customer_id"
        f" WHERE o.state <> 'cancelled' AND ({may_need}{' OR o.state = ?' if all_of_them else ''})"
        " ORDER BY o.due_on IS NULL, o.due_on, o.external_key, o.id LIMIT ?",
        (columns.day(day), *((OPEN,) if all_of_them else ()), most),
    ).fetchall()
    return tuple((_order(row), str(row[-1])) for row in rows)


def count(connection: Connection) -> int:
    """How many orders there are."""
    row = connection.execute("SELECT count(*) FROM orders").fetchone()
    return 0 if row is None else int(row[0])


def open_count(connection: Connection) -> int:
    """How many orders go on."""
    row = connection.execute("SELECT count(*) FROM orders WHERE state = 'open'").fetchone()
    return 0 if row is None else int(row[0])


def insert(connection: Connection, orders: Iterable[Order], at: datetime) -> None:
    """Add new orders."""
    now = columns.instant(at)
    connection.executemany(
        f"INSERT INTO orders ({_COLUMNS}) VALUES ({_PLACES})", ((*values(order), now, now) for order in orders)
    )


def update(connection: Connection, orders: Iterable[Order], at: datetime) -> None:
    """Write what orders of known ids have become."""
    now = columns.instant(at)
    connection.executemany(
        "UPDATE orders SET external_key = ?, customer_id = ?, label = ?, place = ?, state = ?, starts_on = ?, "
        "ends_on = ?, total_minor = ?, paid_minor = ?, facts_json = ?, due_on = ?, trouble = ?, promised_json = ?, "
        "updated_at = ? WHERE id = ?",
        ((*values(order)[1:], now, order.id) for order in orders),
    )


def values(order: Order) -> tuple[str | int | None, ...]:
    """The order as `VALUE_COLUMNS` hold it."""
    return (
        order.id,
        order.external_key,
        order.customer_id,
        order.label,
        order.place,
        order.state,
        None if order.starts_on is None else columns.day(order.starts_on),
        None if order.ends_on is None else columns.day(order.ends_on),
        order.total_minor,
        order.paid_minor,
        columns.packed(order.facts),
        None if order.due_on is None else columns.day(order.due_on),
        order.trouble or None,
        columns.packed([_packed(each) for each in order.promised]) if order.promised else None,
    )


def fields(order: Order) -> dict[str, str | int | None]:
    """What a change of the order may be about, as `changes` names it: columns, and facts as `facts.NAME`."""
    found = dict(zip(VALUE_COLUMNS, values(order), strict=True))
    del found["id"], found["facts_json"]
    return found | {f"facts.{name}": value for name, value in order.facts.items()}


def _packed(promised: SalePromise) -> dict[str, str | None]:
    on = None if promised.on is None else columns.day(promised.on)
    return {"text": promised.text, "by": promised.by, "on": on}


def _promised(text: str | None) -> tuple[SalePromise, ...]:
    found = columns.unpacked_list(text or "")
    return tuple(SalePromise(each["text"], each["by"], columns.as_optional_day(each["on"])) for each in found)


def _order(row: Row) -> Order:
    return Order(
        id=row[0],
        external_key=row[1],
        customer_id=row[2],
        label=row[3],
        place=row[4],
        state=row[5],
        starts_on=columns.as_optional_day(row[6]),
        ends_on=columns.as_optional_day(row[7]),
        total_minor=row[8],
        paid_minor=row[9],
        facts=columns.unpacked_map(row[10]),
        due_on=columns.as_optional_day(row[11]),
        trouble=row[12] or "",
        promised=_promised(row[13]),
    )
