"""Conversations, with everything that is being typed in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from frontdesk.store.columns import (
    as_day,
    as_instant,
    as_optional_instant,
    day,
    instant,
    optional_instant,
    packed,
    unpacked_list,
    unpacked_map,
)
from frontdesk.store.driver import Connection, Row, Value

_COLUMNS = (
    "id, incident_id, customer_id, customer_name, order_id, situation, channel, request, heard, heard_at, wish,"
    " answers_json, ticks_json, now_text, next_text, due_at, nothing_owed, anything_else, cause, attempt_json,"
    " staff_id, site, desk, opened_at, closed_at, business_date, updated_at"
)
_NAMES = tuple(name.strip() for name in _COLUMNS.split(","))

OF_EVENT = "event"
"""The kind of a conversation that a mass event opened by itself: nobody called, so no list and no figure has it."""
NOT_OF_EVENT = f"coalesce({{table}}kind, '') <> '{OF_EVENT}'"
"""The condition that leaves those out; `table` is the alias with its dot, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One contact as it is stored. `answers` are texts by fact name; `attempt` is the last attempt, {} for none.

    What has a default here is blank when a conversation begins.
    """

    id: str
    incident_id: str
    customer_id: str | None
    customer_name: str
    order_id: str | None
    situation: str | None
    request: str
    heard: str
    staff_id: str
    site: str
    desk: str
    opened_at: datetime
    business_date: date
    updated_at: datetime
    channel: str | None = None
    heard_at: datetime | None = None
    wish: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    ticks: tuple[str, ...] = ()
    now_text: str = ""
    next_text: str = ""
    due_at: datetime | None = None
    nothing_owed: bool = False
    anything_else: bool = False
    cause: str = ""
    attempt: Mapping[str, Any] = field(default_factory=dict)
    closed_at: datetime | None = None


def _plain(value: Any) -> Value:
    return value  # type: ignore[no-any-return]  # texts, numbers and None go in as they are


_WRITABLE: Mapping[str, tuple[str, Callable[[Any], Value]]] = {
    "customer_id": ("customer_id", _plain),
    "customer_name": ("customer_name", _plain),
    "incident_id": ("incident_id", _plain),
    "order_id": ("order_id", _plain),
    "situation": ("situation", _plain),
    "channel": ("channel", _plain),
    "request": ("request", _plain),
    "heard": ("heard", _plain),
    "heard_at": ("heard_at", optional_instant),
    "wish": ("wish", _plain),
    "answers": ("answers_json", packed),
    "ticks": ("ticks_json", lambda ticks: packed(sorted(ticks))),
    "now_text": ("now_text", _plain),
    "next_text": ("next_text", _plain),
    "due_at": ("due_at", optional_instant),
    "nothing_owed": ("nothing_owed", int),
    "anything_else": ("anything_else", int),
    "cause": ("cause", _plain),
    "attempt": ("attempt_json", packed),
    "closed_at": ("closed_at", optional_instant),
}


def add(connection: Connection, new: Conversation) -> None:
    """Write a new conversation."""
    connection.execute(f"INSERT INTO conversations ({_COLUMNS}) VALUES ({', '.join('?' * 27)})", _values(new))


def add_of_event(connection: Connection, new: Iterable[Conversation], source: str) -> None:
    """Write the conversations that a mass event opens, one for each member: they are of its kind from the start.

    `source` is the name of the event.
    """
    connection.executemany(
        f"INSERT INTO conversations ({_COLUMNS}, kind, source) VALUES ({', '.join('?' * 29)})",
        ((*_values(each), OF_EVENT, source) for each in new),
    )


def _values(new: Conversation) -> tuple[Value, ...]:
    return (
        new.id,
        new.incident_id,
        new.customer_id,
        new.customer_name,
        new.order_id,
        new.situation,
        new.channel,
        new.request,
        new.heard,
        optional_instant(new.heard_at),
        new.wish,
        packed(new.answers),
        packed(sorted(new.ticks)),
        new.now_text,
        new.next_text,
        optional_instant(new.due_at),
        int(new.nothing_owed),
        int(new.anything_else),
        new.cause,
        packed(new.attempt),
        new.staff_id,
        new.site,
        new.desk,
        instant(new.opened_at),
        optional_instant(new.closed_at),
        day(new.business_date),
        instant(new.updated_at),
    )


def by_id(connection: Connection, conversation_id: str) -> Conversation | None:
    """The conversation of that id."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
    return None if row is None else _conversation(row)


def change(connection: Connection, conversation_id: str, at: datetime, changes: Mapping[str, Any]) -> None:
    """Write the named fields of a conversation; `at` is the moment of the change."""
    if not changes:
        return
    columns = [_WRITABLE[name] for name in changes]
    assignments = ", ".join(f"{column} = ?" for column, _encode in columns)
    values = [encode(value) for (_column, encode), value in zip(columns, changes.values(), strict=True)]
    cursor = connection.execute(
        f"UPDATE conversations SET {assignments}, updated_at = ? WHERE id = ?",
        (*values, instant(at), conversation_id),
    )
    if cursor.rowcount != 1:
        raise AssertionError("a conversation that is changed exists")


def open_ones(connection: Connection, limit: int = 200) -> tuple[Conversation, ...]:
    """Conversations that are not closed, the newest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM conversations WHERE closed_at IS NULL ORDER BY opened_at DESC LIMIT ?", (limit,)
    ).fetchall()
    return tuple(_conversation(row) for row in rows)


def of_customer(connection: Connection, customer_id: str, limit: int = 100) -> tuple[Conversation, ...]:
    """A customer's conversations, open and closed, the newest first; without those that only a mass event began."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM conversations WHERE customer_id = ? AND {NOT_OF_EVENT.format(table='')}"
        " ORDER BY opened_at DESC LIMIT ?",
        (customer_id, limit),
    ).fetchall()
    return tuple(_conversation(row) for row in rows)


def counted(connection: Connection, on: date) -> tuple[int, int]:
    """How many conversations of a business date are open and closed."""
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE closed_at IS NULL), count(*) FILTER (WHERE closed_at IS NOT NULL)"
        f" FROM conversations WHERE business_date = ? AND {NOT_OF_EVENT.format(table='')}",
        (day(on),),
    ).fetchone()
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def _conversation(row: Row) -> Conversation:
    plain = dict(zip(_NAMES, row, strict=True))
    for name in ("answers_json", "ticks_json", "attempt_json"):
        del plain[name]
    return Conversation(
        **plain
        | {
            "answers": {str(name): str(value) for name, value in unpacked_map(row[11]).items()},
            "ticks": tuple(str(tick) for tick in unpacked_list(row[12])),
            "attempt": unpacked_map(row[19]),
            "heard_at": as_optional_instant(plain["heard_at"]),
            "due_at": as_optional_instant(plain["due_at"]),
            "nothing_owed": bool(plain["nothing_owed"]),
            "anything_else": bool(plain["anything_else"]),
            "opened_at": as_instant(plain["opened_at"]),
            "closed_at": as_optional_instant(plain["closed_at"]),
            "business_date": as_day(plain["business_date"]),
            "updated_at": as_instant(plain["updated_at"]),
        }
    )


def knows_incident(connection: Connection, incident_id: str) -> bool:
    """Whether there is a conversation about that incident."""
    row = connection.execute("SELECT 1 FROM conversations WHERE incident_id = ? LIMIT 1", (incident_id,)).fetchone()
    return row is not None


CLAIM = "said:promised"
"""Under which name of `answers` stands what the customer says they were promised."""
ORDERS_BEFORE = "orders:before"
"""Under which name of `answers` stand the orders that the conversation was about before."""
NOT_ANSWERED = frozenset({CLAIM, ORDERS_BEFORE})


def claims_of_customer(connection: Connection, customer_id: str, limit: int) -> tuple[tuple[str, datetime, str], ...]:
    """What a customer says they were promised: the conversation, when it began, and their words; the newest first."""
    rows = connection.execute(
        "SELECT id, opened_at, answers_json FROM conversations WHERE customer_id = ? AND answers_json LIKE ?"
        " ORDER BY opened_at DESC LIMIT ?",
        (customer_id, f'%"{CLAIM}":%', limit),
    ).fetchall()
    said = ((str(row[0]), as_instant(row[1]), unpacked_map(row[2]).get(CLAIM)) for row in rows)
    return tuple((conversation_id, at, str(text)) for conversation_id, at, text in said if text)
