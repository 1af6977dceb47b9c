"""Mass events: one cause, many customers. Their members, with what was promised, given and said to each.

What an event has given is read from the ledger (`ledger.spent_by_event`), never kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.store.columns import as_day, as_instant, as_optional_instant, day, instant
from frontdesk.store.driver import Connection, Row, Value

REACHED, LEFT_WORD, NOT_REACHED = "reached", "left_word", "not_reached"

_EVENTS = (
    "SELECT v.id, v.name, v.cause, v.gesture, v.budget_minor, v.promise, v.due_at, v.owner_id, o.name, o.active,"
    " v.opened_by, v.opened_at, v.business_date, v.site, v.closed_at FROM events v JOIN staff o ON o.id = v.owner_id"
)
_STANDING = (
    "(SELECT e.id FROM entries e WHERE e.id = m.entry_id"
    " AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id))"
)
_OPEN = "p.kept_at IS NULL AND p.withdrawn_at IS NULL"
_MEMBERS = (
    "SELECT m.event_id, m.what, m.serial, m.customer_id, coalesce(k.name, ''), coalesce(k.phone, ''),"
    " coalesce(k.email, ''), coalesce(k.channel, ''), coalesce(k.languages, ''),"
    " coalesce(k.hours, (SELECT h.hours FROM promises h WHERE h.customer_id = m.customer_id AND h.hours IS NOT NULL"
    " ORDER BY h.made_at DESC LIMIT 1), ''),"
    " m.order_id, coalesce(o.label, ''), coalesce(o.external_key, ''), m.conversation_id, m.promise_id, p.text,"
    f" p.due_at, p.kept_at, p.withdrawn_at, w.name, {_STANDING}, m.called_at, coalesce(m.call, ''), m.note, p.made_at"
    " FROM event_members m JOIN promises p ON p.id = m.promise_id JOIN staff w ON w.id = p.owner_id"
    " LEFT JOIN customers k ON k.id = m.customer_id LEFT JOIN orders o ON o.id = m.order_id"
)


@dataclass(frozen=True, slots=True)
class Event:
    """A mass event. `budget_minor` None is none; `due_at` is when its promises are due unless said otherwise."""

    id: str
    name: str
    cause: str
    gesture: str | None
    budget_minor: int | None
    promise: str
    due_at: datetime
    owner_id: str
    owner_name: str
    owner_active: bool
    opened_by: str
    opened_at: datetime
    business_date: date
    site: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How far an event is. `first_due_at` is when the first of its open promises is due, None without any."""

    members: int = 0
    named: int = 0
    called: int = 0
    reached: int = 0
    left_word: int = 0
    promises_open: int = 0
    promises_kept: int = 0
    first_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A customer whom an event touches, once for each order or serial.

    `what` is the serial, else the order's number, else the customer's. `entry_id` is what was given and stands; `call`
    is what came of the last call, "" before any. Whoever has no name is known by the serial alone.
    """

    event_id: str
    what: str
    serial: str | None
    customer_id: str | None
    customer_name: str
    phone: str
    email: str
    channel: str
    languages: str
    hours: str
    order_id: str | None
    order_label: str
    order_key: str
    conversation_id: str
    promise_id: str
    promise: str
    due_at: datetime
    kept_at: datetime | None
    withdrawn_at: datetime | None
    owner_name: str
    entry_id: str | None
    called_at: datetime | None
    call: str
    note: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member as it is written, with the ids of the conversation and the promise that are written beside it."""

    what: str
    serial: str | None
    customer_id: str | None
    order_id: str | None
    conversation_id: str
    promise_id: str


# --- the event ----------------------------------------------------------------------------------------------


def add(connection: Connection, event: Event) -> None:
    """Write a new event; the owner's name is not stored here."""
    connection.execute(
        "INSERT INTO events (id, name, cause, gesture, budget_minor, promise, due_at, owner_id, opened_by, opened_at,"
        " business_date, site, closed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (
            event.id,
            event.name,
            event.cause,
            event.gesture,
            event.budget_minor,
            event.promise,
            instant(event.due_at),
            event.owner_id,
            event.opened_by,
            instant(event.opened_at),
            day(event.business_date),
            event.site,
        ),
    )


def by_id(connection: Connection, event_id: str) -> Event | None:
    """The event of that id."""
    found = _events(connection, "v.id = ?", (event_id,))
    return found[0] if found else None


def everything(connection: Connection, site: str) -> tuple[Event, ...]:
    """All events of a site, the newest first."""
    return _events(connection, "v.site = ?", (site,))


def open_ones(connection: Connection, site: str) -> tuple[Event, ...]:
    """The events of a site that are not closed, or of which a promise is still open; the newest first."""
    waits = f"EXISTS (SELECT 1 FROM promises p WHERE p.event_id = v.id AND {_OPEN})"
    return _events(connection, f"v.site = ? AND (v.closed_at IS NULL OR {waits})", (site,))


def close(connection: Connection, event_id: str, at: datetime) -> None:
    """Close an event, once."""
    connection.execute("UPDATE events SET closed_at = ? WHERE id = ? AND closed_at IS NULL", (instant(at), event_id))


def set_budget(connection: Connection, event_id: str, budget_minor: int | None) -> None:
    """Give an event another budget."""
    connection.execute("UPDATE events SET budget_minor = ? WHERE id = ?", (budget_minor, event_id))


def set_owner(connection: Connection, event_id: str, owner_id: str) -> None:
    """Say who answers for an event from now on; its promises are moved one by one."""
    connection.execute("UPDATE events SET owner_id = ? WHERE id = ?", (owner_id, event_id))


def counts(connection: Connection, event_id: str) -> Counts:
    """How far an event is. Promises that follow from what was given are its own, too."""
    of_members = connection.execute(
        "SELECT count(*), count(m.customer_id), count(m.called_at), count(*) FILTER (WHERE m.call = ?),"
        " count(*) FILTER (WHERE m.call = ?) FROM event_members m WHERE m.event_id = ?",
        (REACHED, LEFT_WORD, event_id),
    ).fetchone()
    of_promises = connection.execute(
        f"SELECT count(*) FILTER (WHERE {_OPEN}), count(p.kept_at), min(CASE WHEN {_OPEN} THEN p.due_at END)"
        " FROM promises p WHERE p.event_id = ?",
        (event_id,),
    ).fetchone()
    if of_members is None or of_promises is None:
        raise AssertionError("what is counted is at least nothing")
    members, named, spoken, reached, left_word = of_members
    waiting, kept, first = of_promises
    return Counts(members, named, spoken, reached, left_word, waiting, kept, as_optional_instant(first))


def open_promises(connection: Connection, event_id: str) -> tuple[str, ...]:
    """The ids of an event's promises that are neither kept nor withdrawn."""
    rows = connection.execute(f"SELECT p.id FROM promises p WHERE p.event_id = ? AND {_OPEN}", (event_id,)).fetchall()
    return tuple(str(row[0]) for row in rows)


# --- its members --------------------------------------------------------------------------------------------


def known(connection: Connection, event_id: str) -> dict[str, tuple[str | None, str | None]]:
    """Every member of an event: the customer's and the order's id by what it is called."""
    rows = connection.execute(
        "SELECT what, customer_id, order_id FROM event_members WHERE event_id = ?", (event_id,)
    ).fetchall()
    return {str(row[0]): (row[1], row[2]) for row in rows}


def add_members(connection: Connection, event_id: str, members: Iterable[NewMember]) -> None:
    """Write new members; their conversations and promises are there already."""
    connection.executemany(
        "INSERT INTO event_members (event_id, what, serial, customer_id, order_id, conversation_id, promise_id, note)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, '')",
        (
            (event_id, each.what, each.serial, each.customer_id, each.order_id, each.conversation_id, each.promise_id)
            for each in members
        ),
    )


def add_promises(
    connection: Connection,
    event: Event,
    members: Iterable[NewMember],
    *,
    by: str,
    at: datetime,
    due_at: datetime,
    on: date,
) -> None:
    """Write the event's promise to each of the new members."""
    made, due, business_day = instant(at), instant(due_at), day(on)
    connection.executemany(
        "INSERT INTO promises (id, conversation_id, customer_id, text, owner_id, due_at, made_by, made_at,"
        " business_date, event_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                each.promise_id,
                each.conversation_id,
                each.customer_id,
                event.promise,
                event.owner_id,
                due,
                by,
                made,
                business_day,
                event.id,
            )
            for each in members
        ),
    )


def name_member(
    connection: Connection, event_id: str, what: str, *, customer_id: str, name: str, order_id: str | None
) -> None:
    """Say who somebody is that was known by a serial alone."""
    connection.execute(
        "UPDATE event_members SET customer_id = ?, order_id = coalesce(order_id, ?) WHERE event_id = ? AND what = ?",
        (customer_id, order_id, event_id, what),
    )
    connection.execute(
        "UPDATE conversations SET customer_id = ?, customer_name = ?, order_id = coalesce(order_id, ?) WHERE id ="
        " (SELECT conversation_id FROM event_members WHERE event_id = ? AND what = ?)",
        (customer_id, name, order_id, event_id, what),
    )
    connection.execute(
        "UPDATE promises SET customer_id = ? WHERE id ="
        " (SELECT promise_id FROM event_members WHERE event_id = ? AND what = ?)",
        (customer_id, event_id, what),
    )


def members(connection: Connection, event_id: str) -> tuple[Member, ...]:
    """Everybody whom an event touches, those who were not reached first, then by name."""
    return _members(connection, "m.event_id = ?", (event_id,))


def member(connection: Connection, event_id: str, what: str) -> Member | None:
    """The member of that serial, order number or customer's number."""
    found = _members(connection, "m.event_id = ? AND m.what = ?", (event_id, what))
    return found[0] if found else None


def of_customer(connection: Connection, customer_id: str) -> tuple[tuple[Event, Member], ...]:
    """The events that touch a customer, each time they do: of those that are not closed, or still owe a promise."""
    owed = _members(
        connection,
        f"m.customer_id = ? AND ({_OPEN} OR EXISTS (SELECT 1 FROM events v WHERE v.id = m.event_id"
        " AND v.closed_at IS NULL))",
        (customer_id,),
    )
    found: list[tuple[Event, Member]] = []
    for each in owed:
        event = by_id(connection, each.event_id)
        if event is not None:
            found.append((event, each))
    return tuple(found)


def called(connection: Connection, event_id: str, what: str, *, call: str, note: str, at: datetime) -> None:
    """Write what came of a call; an empty note leaves the one that stands."""
    connection.execute(
        "UPDATE event_members SET called_at = ?, call = ?, note = CASE WHEN ? = '' THEN note ELSE ? END"
        " WHERE event_id = ? AND what = ?",
        (instant(at), call, note, note, event_id, what),
    )


def gave(connection: Connection, event_id: str, what: str, entry_id: str) -> None:
    """Write which ledger line is a member's."""
    connection.execute(
        "UPDATE event_members SET entry_id = ? WHERE event_id = ? AND what = ?", (entry_id, event_id, what)
    )


# --- rows ---------------------------------------------------------------------------------------------------


def _events(connection: Connection, where: str, parameters: tuple[Value, ...]) -> tuple[Event, ...]:
    rows = connection.execute(f"{_EVENTS} WHERE {where} ORDER BY v.opened_at DESC, v.id", parameters).fetchall()
    return tuple(
        Event(
            id=row[0],
            name=row[1],
            cause=row[2],
            gesture=row[3],
            budget_minor=row[4],
            promise=row[5],
            due_at=as_instant(row[6]),
            owner_id=row[7],
            owner_name=row[8],
            owner_active=bool(row[9]),
            opened_by=row[10],
            opened_at=as_instant(row[11]),
            business_date=as_day(row[12]),
            site=row[13],
            closed_at=as_optional_instant(row[14]),
        )
        for row in rows
    )


def _members(connection: Connection, where: str, parameters: tuple[Value, ...]) -> tuple[Member, ...]:
    order = f"coalesce(m.call, '') = '{REACHED}', p.due_at, k.name IS NULL, k.name, m.what"
    rows = connection.execute(f"{_MEMBERS} WHERE {where} ORDER BY {order}", parameters).fetchall()
    return tuple(_member(row) for row in rows)


def _member(row: Row) -> Member:
    return Member(
        event_id=row[0],
        what=row[1],
        serial=row[2],
        customer_id=row[3],
        customer_name=row[4],
        phone=row[5],
        email=row[6],
        channel=row[7],
        languages=row[8],
        hours=row[9],
        order_id=row[10],
        order_label=row[11],
        order_key=row[12],
        conversation_id=row[13],
        promise_id=row[14],
        promise=row[15],
        due_at=as_instant(row[16]),
        kept_at=as_optional_instant(row[17]),
        withdrawn_at=as_optional_instant(row[18]),
        owner_name=row[19],
        entry_id=row[20],
        called_at=as_optional_instant(row[21]),
        call=row[22],
        note=row[23],
        made_at=as_instant(row[24]),
    )
