"""Promises: who does what by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.store.columns import as_instant, as_optional_instant, day, instant
from frontdesk.store.driver import Connection, Row, Value

_SELECT = (
    "SELECT p.id, p.conversation_id, p.customer_id, p.text, p.owner_id, o.name, p.due_at, p.made_at, p.entry_id,"
    " p.kept_at, p.withdrawn_at, c.customer_name FROM promises p JOIN staff o ON o.id = p.owner_id"
    " JOIN conversations c ON c.id = p.conversation_id"
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise with the names that lists show."""

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
) -> None:
    """Write a promise; `entry_id` is the ledger line that it follows from."""
    connection.execute(
        "INSERT INTO promises (id, conversation_id, customer_id, text, owner_id, due_at, made_by, made_at,"
        " business_date, entry_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
    """All promises that are neither kept nor withdrawn, by due time."""
    return _some(connection, "p.kept_at IS NULL AND p.withdrawn_at IS NULL", ())


def kept_between(connection: Connection, since: datetime, until: datetime) -> tuple[Promise, ...]:
    """The promises kept at or after `since` and before `until`."""
    return _some(connection, "p.kept_at >= ? AND p.kept_at < ?", (instant(since), instant(until)))


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
    )
