"""Causes of trouble, one for each conversation, and those that came back often enough to be fixed for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.store.columns import as_instant, as_optional_instant, day, instant
from frontdesk.store.driver import Connection, Row

_FIX = (
    "SELECT f.id, f.thing, f.folded, o.name, f.raised_at, f.fixed_at, f.fixed_how FROM causes_to_fix f"
    " JOIN staff o ON o.id = f.owner_id"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One time that a thing caused trouble, with what the customer asked for."""

    conversation_id: str
    thing: str
    at: datetime
    customer_name: str
    request: str


@dataclass(frozen=True, slots=True)
class ToFix:
    """A thing that has to be fixed, and who sees to it."""

    id: str
    thing: str
    folded: str
    owner_name: str
    raised_at: datetime
    fixed_at: datetime | None
    fixed_how: str


def note(
    connection: Connection,
    *,
    cause_id: str,
    conversation_id: str,
    thing: str,
    folded: str,
    at: datetime,
    business_date: date,
) -> None:
    """Write what caused the trouble of a conversation; one that was named before gives way to it."""
    connection.execute(
        "INSERT INTO causes (id, conversation_id, thing, folded, at, business_date) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (conversation_id) DO UPDATE SET thing = excluded.thing, folded = excluded.folded",
        (cause_id, conversation_id, thing, folded, instant(at), day(business_date)),
    )


def forget(connection: Connection, conversation_id: str) -> None:
    """The cause of a conversation was taken away again."""
    connection.execute("DELETE FROM causes WHERE conversation_id = ?", (conversation_id,))


def cases(connection: Connection, folded: str, since: datetime) -> tuple[Case, ...]:
    """The times the thing caused trouble after `since`, the newest first."""
    rows = connection.execute(
        "SELECT k.conversation_id, k.thing, k.at, c.customer_name, c.request FROM causes k"
        " JOIN conversations c ON c.id = k.conversation_id WHERE k.folded = ? AND k.at > ? ORDER BY k.at DESC, k.id",
        (folded, instant(since)),
    ).fetchall()
    return tuple(Case(row[0], row[1], as_instant(row[2]), row[3], row[4]) for row in rows)


def waits_to_be_fixed(connection: Connection, folded: str) -> bool:
    """Whether somebody sees to that thing already."""
    row = connection.execute(
        "SELECT 1 FROM causes_to_fix WHERE folded = ? AND fixed_at IS NULL LIMIT 1", (folded,)
    ).fetchone()
    return row is not None


def last_fixed(connection: Connection, folded: str) -> datetime | None:
    """When the thing was fixed last."""
    row = connection.execute("SELECT max(fixed_at) FROM causes_to_fix WHERE folded = ?", (folded,)).fetchone()
    return None if row is None else as_optional_instant(row[0])


def raise_to_fix(
    connection: Connection,
    *,
    fix_id: str,
    thing: str,
    folded: str,
    owner_id: str,
    at: datetime,
    business_date: date,
) -> None:
    """Write that the thing has to be fixed. RuleBroken while it waits already."""
    connection.execute(
        "INSERT INTO causes_to_fix (id, thing, folded, owner_id, raised_at, business_date, fixed_how)"
        " VALUES (?, ?, ?, ?, ?, ?, '')",
        (fix_id, thing, folded, owner_id, instant(at), day(business_date)),
    )


def own(connection: Connection, fix_id: str, owner_id: str) -> None:
    """Say who sees to it from now on."""
    connection.execute("UPDATE causes_to_fix SET owner_id = ? WHERE id = ? AND fixed_at IS NULL", (owner_id, fix_id))


def fix(connection: Connection, fix_id: str, by: str, how: str, at: datetime) -> None:
    """Write that it is fixed, and how; one that was fixed before stays as it is."""
    connection.execute(
        "UPDATE causes_to_fix SET fixed_by = ?, fixed_at = ?, fixed_how = ? WHERE id = ? AND fixed_at IS NULL",
        (by, instant(at), how, fix_id),
    )


def by_id(connection: Connection, fix_id: str) -> ToFix | None:
    """The thing to fix of that id."""
    row = connection.execute(f"{_FIX} WHERE f.id = ?", (fix_id,)).fetchone()
    return None if row is None else _to_fix(row)


def to_fix(connection: Connection, *, fixed_since: datetime | None = None) -> tuple[ToFix, ...]:
    """What waits to be fixed, the oldest first; with `fixed_since` also what was fixed since then."""
    also = "" if fixed_since is None else " OR f.fixed_at >= ?"
    parameters = () if fixed_since is None else (instant(fixed_since),)
    rows = connection.execute(
        f"{_FIX} WHERE f.fixed_at IS NULL{also} ORDER BY f.fixed_at IS NOT NULL, f.raised_at, f.id", parameters
    ).fetchall()
    return tuple(_to_fix(row) for row in rows)


def _to_fix(row: Row) -> ToFix:
    return ToFix(row[0], row[1], row[2], row[3], as_instant(row[4]), as_optional_instant(row[5]), row[6])
