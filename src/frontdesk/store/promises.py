"""Promises: who does what by when, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.store.columns import as_instant, as_optional_instant, day, instant
from frontdesk.store.driver import Connection, Row, Value

_SELECT = (
    "SELECT p.id, p.conversation_id, p.customer_id, p.text, p.owner_id, o.name, p.due_at, p.made_at, p.entry_id,"
    " p.kept_at, p.withdrawn_at, c.customer_name, m.name, p.now_text, p.next_text, p.channel, p.hours,"
    " o.active, c.request FROM promises p JOIN staff o ON o.id = p.owner_id JOIN staff m ON m.id = p.made_by"
    " JOIN conversations c ON c.id = p.conversation_id"
)
_WAITING = "p.kept_at IS NULL AND p.withdrawn_at IS NULL"
# Promises of mass events come by the thousand: each event is one line of its own (`store.events`), and a list of
# promises has none of them. Not "IS NULL": that would walk through the index by event.
_ORDINARY = "coalesce(p.event_id, '') = ''"


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise with the names that lists show.

    `owner_active` is false when the owner no longer works here; `request` is what the customer asked for, in their
    words. `hours` are when the customer may be reached, on the site's clock.
    """

    id: str
    conversation_id: str
    customer_id: str | None
    text: str
    owner_id: str
    owner_name: str
    due_at: datetime
    made_at: datetime
    entry_id: str | None
    kept_at: datetime | None
    withdrawn_at: datetime | None
    customer_name: str
    made_by_name: str = ""
    now_text: str = ""
    next_text: str = ""
    channel: str = ""
    hours: str = ""
    owner_active: bool = True
    request: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """That a promise got another time or another owner."""

    id: str
    promise_id: str
    from_due_at: datetime
    to_due_at: datetime
    from_owner_name: str
    to_owner_name: str
    reason: str
    moved_by_name: str
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a kept promise took, and what it was about: what calibration looks at."""

    gesture: str
    situation: str
    text: str
    made_at: datetime
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """When a promise was made, due and kept: all that the share kept in time is made of."""

    made_at: datetime
    due_at: datetime
    kept_at: datetime | None
    withdrawn_at: datetime | None


def add(
    connection: Connection,
    *,
    promise_id: str,
    conversation_id: str,
    customer_id: str | None,
    text: str,
    owner_id: str,
    due_at: datetime,
    made_by: str,
    made_at: datetime,
    business_date: date,
    entry_id: str | None = None,
    now_text: str = "",
    next_text: str = "",
    channel: str = "",
    hours: str = "",
    event_id: str | None = None,
) -> None:
    """Write a promise; `entry_id` is the ledger line that it follows from, `event_id` the mass event it belongs to."""
    connection.execute(
        "INSERT INTO promises (id, conversation_id, customer_id, text, owner_id, due_at, made_by, made_at,"
        " business_date, entry_id, now_text, next_text, channel, hours, event_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            promise_id,
            conversation_id,
            customer_id,
            text,
            owner_id,
            instant(due_at),
            made_by,
            instant(made_at),
            day(business_date),
            entry_id,
            now_text or None,
            next_text or None,
            channel or None,
            hours or None,
            event_id,
        ),
    )


def by_id(connection: Connection, promise_id: str) -> Promise | None:
    """The promise of that id."""
    found = _some(connection, "p.id = ?", (promise_id,))
    return found[0] if found else None


def keep(connection: Connection, promise_id: str, by: str, at: datetime) -> None:
    """Write that the promise was kept, by whom and when; one that is settled stays as it is."""
    connection.execute(
        "UPDATE promises SET kept_at = ?, kept_by = ? WHERE id = ? AND kept_at IS NULL AND withdrawn_at IS NULL",
        (instant(at), by, promise_id),
    )


def move(
    connection: Connection,
    promise: Promise,
    *,
    move_id: str,
    to_due_at: datetime,
    to_owner_id: str,
    reason: str,
    by: str,
    at: datetime,
) -> None:
    """Give a promise another time or owner; what was promised before is written down first, and stays."""
    connection.execute(
        "INSERT INTO promise_moves (id, promise_id, from_due_at, to_due_at, from_owner_id, to_owner_id, reason,"
        " moved_by, moved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            move_id,
            promise.id,
            instant(promise.due_at),
            instant(to_due_at),
            promise.owner_id,
            to_owner_id,
            reason,
            by,
            instant(at),
        ),
    )
    connection.execute(
        "UPDATE promises SET due_at = ?, owner_id = ? WHERE id = ? AND kept_at IS NULL AND withdrawn_at IS NULL",
        (instant(to_due_at), to_owner_id, promise.id),
    )


def moves_of(connection: Connection, promise_id: str) -> tuple[Move, ...]:
    """Every other time and owner that a promise got, in order."""
    rows = connection.execute(
        "SELECT v.id, v.promise_id, v.from_due_at, v.to_due_at, f.name, t.name, v.reason, b.name, v.moved_at"
        " FROM promise_moves v JOIN staff f ON f.id = v.from_owner_id JOIN staff t ON t.id = v.to_owner_id"
        " JOIN staff b ON b.id = v.moved_by WHERE v.promise_id = ? ORDER BY v.moved_at, v.id",
        (promise_id,),
    ).fetchall()
    return tuple(
        Move(row[0], row[1], as_instant(row[2]), as_instant(row[3]), row[4], row[5], row[6], row[7], as_instant(row[8]))
        for row in rows
    )


def withdraw_for(connection: Connection, entry_id: str, at: datetime) -> None:
    """Withdraw the open promises that follow from a ledger line."""
    connection.execute(
        "UPDATE promises SET withdrawn_at = ? WHERE entry_id = ? AND kept_at IS NULL AND withdrawn_at IS NULL",
        (instant(at), entry_id),
    )


def of_conversation(connection: Connection, conversation_id: str) -> tuple[Promise, ...]:
    """The promises of a conversation, by due time."""
    return _some(connection, "p.conversation_id = ?", (conversation_id,))


def of_customer(connection: Connection, customer_id: str) -> tuple[Promise, ...]:
    """The promises made to a customer, by due time."""
    return _some(connection, "p.customer_id = ?", (customer_id,))


def of_entry(connection: Connection, entry_id: str) -> Promise | None:
    """The promise that follows from a ledger line."""
    found = _some(connection, "p.entry_id = ?", (entry_id,))
    return found[0] if found else None


def waiting(connection: Connection) -> tuple[Promise, ...]:
    """All promises that are neither kept nor withdrawn, by due time; without those of mass events."""
    return _some(connection, f"{_WAITING} AND {_ORDINARY}", ())


def left_behind(connection: Connection) -> tuple[Promise, ...]:
    """The promises that wait and whose owner no longer works here, by due time; without those of mass events."""
    return _some(connection, f"{_WAITING} AND NOT o.active AND {_ORDINARY}", ())


def due_between(connection: Connection, since: datetime, until: datetime) -> tuple[Promise, ...]:
    """The promises due at or after `since` and before `until`, whatever became of them; without mass events."""
    return _some(connection, f"p.due_at >= ? AND p.due_at < ? AND {_ORDINARY}", (instant(since), instant(until)))


def settled_between(connection: Connection, since: datetime, until: datetime) -> tuple[Settled, ...]:
    """What became of the promises due at or after `since` and before `until`; without mass events."""
    rows = connection.execute(
        "SELECT p.made_at, p.due_at, p.kept_at, p.withdrawn_at FROM promises p"
        f" WHERE p.due_at >= ? AND p.due_at < ? AND {_ORDINARY}",
        (instant(since), instant(until)),
    ).fetchall()
    return tuple(
        Settled(as_instant(row[0]), as_instant(row[1]), as_optional_instant(row[2]), as_optional_instant(row[3]))
        for row in rows
    )


def first_due_of_orders(connection: Connection) -> dict[str, datetime]:
    """For each order that a waiting promise is about: when the first of these is due."""
    rows = connection.execute(
        "SELECT c.order_id, min(p.due_at) FROM promises p JOIN conversations c ON c.id = p.conversation_id"
        f" WHERE {_WAITING} AND c.order_id NOT NULL GROUP BY c.order_id"
    ).fetchall()
    return {str(row[0]): as_instant(row[1]) for row in rows}


def last_hours(connection: Connection, customer_id: str) -> str:
    """The hours that the customer said last; "" when they never said any."""
    row = connection.execute(
        "SELECT hours FROM promises WHERE customer_id = ? AND hours IS NOT NULL ORDER BY made_at DESC LIMIT 1",
        (customer_id,),
    ).fetchone()
    return "" if row is None else str(row[0])


def kept_since(connection: Connection, since: datetime, most: int = 2000) -> tuple[Kept, ...]:
    """The promises kept since then, the newest first; without those of mass events, which are kept by the hundred."""
    rows = connection.execute(
        "SELECT coalesce(e.gesture, ''), coalesce(c.situation, ''), p.text, p.made_at, p.kept_at FROM promises p"
        " JOIN conversations c ON c.id = p.conversation_id LEFT JOIN entries e ON e.id = p.entry_id"
        " WHERE p.kept_at >= ? AND coalesce(p.event_id, '') = '' ORDER BY p.kept_at DESC LIMIT ?",
        (instant(since), most),
    ).fetchall()
    return tuple(Kept(row[0], row[1], row[2], as_instant(row[3]), as_instant(row[4])) for row in rows)


def kept_between(connection: Connection, since: datetime, until: datetime) -> tuple[Promise, ...]:
    """The promises kept at or after `since` and before `until`; without those of mass events."""
    return _some(connection, f"p.kept_at >= ? AND p.kept_at < ? AND {_ORDINARY}", (instant(since), instant(until)))


def _some(connection: Connection, where: str, parameters: tuple[Value, ...]) -> tuple[Promise, ...]:
    rows = connection.execute(f"{_SELECT} WHERE {where} ORDER BY p.due_at, p.id", parameters).fetchall()
    return tuple(_promise(row) for row in rows)


def _promise(row: Row) -> Promise:
    return Promise(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        as_instant(row[6]),
        as_instant(row[7]),
        row[8],
        as_optional_instant(row[9]),
        as_optional_instant(row[10]),
        row[11],
        row[12],
        row[13] or "",
        row[14] or "",
        row[15] or "",
        row[16] or "",
        bool(row[17]),
        row[18],
    )
