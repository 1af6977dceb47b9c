"""What was asked above somebody's own authority, and what was answered. The database keeps both as they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.store.columns import (
    as_day,
    as_instant,
    as_optional_instant,
    day,
    instant,
    optional_instant,
    packed,
    unpacked_list,
)
from frontdesk.store.driver import Connection, Row, Value

YES = "yes"
OTHER = "other"

_COLUMNS = (
    "id, conversation_id, block_id, gesture, label, ask_minor, ask_thousandths, reason, ticks_json, role, asked_by,"
    " asked_at, business_date, site, desk, guidelines_version, expires_at"
)
_ANSWER = (
    "answer, approved_minor, approved_thousandths, alternative, alternative_gesture, words, answered_by,"
    " answered_role, answered_at, one_off, withdrawn_at"
)
_NAMES = tuple(name.strip() for name in f"{_COLUMNS}, {_ANSWER}".split(","))
_SELECT = (
    f"SELECT {', '.join(f'a.{name}' for name in _NAMES)}, asker.name, coalesce(lead.name, ''), c.closed_at,"
    " c.customer_name, coalesce((SELECT b.done_instead FROM blocks b WHERE b.id = a.block_id), ''),"
    " (SELECT e.id FROM entries e WHERE e.approval_id = a.id AND e.kind = 'given')"
    " FROM approvals a JOIN staff asker ON asker.id = a.asked_by LEFT JOIN staff lead ON lead.id = a.answered_by"
    " JOIN conversations c ON c.id = a.conversation_id"
)


@dataclass(frozen=True, slots=True)
class Approval:
    """What was asked, of which role, until when; and the answer, where there is one.

    Amounts are minor units, quantities thousandths. `entry_id` is the ledger line that used a yes. The names,
    `closed_at` (of the conversation) and `done_instead` (of the block) are read with it.
    """

    id: str
    conversation_id: str
    block_id: str | None
    gesture: str
    label: str
    ask_minor: int | None
    ask_thousandths: int | None
    reason: str
    ticks: tuple[str, ...]
    role: str
    asked_by: str
    asked_at: datetime
    business_date: date
    site: str
    desk: str
    guidelines_version: str
    expires_at: datetime
    answer: str | None = None
    approved_minor: int | None = None
    approved_thousandths: int | None = None
    alternative: str = ""
    alternative_gesture: str | None = None
    words: str = ""
    answered_by: str | None = None
    answered_role: str | None = None
    answered_at: datetime | None = None
    one_off: bool | None = None
    withdrawn_at: datetime | None = None
    asked_by_name: str = ""
    answered_by_name: str = ""
    closed_at: datetime | None = None
    customer_name: str = ""
    done_instead: str = ""
    entry_id: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered: `answer` is YES (with how much) or OTHER (with what instead)."""

    answer: str
    by: str
    role: str
    at: datetime
    approved_minor: int | None = None
    approved_thousandths: int | None = None
    alternative: str = ""
    alternative_gesture: str | None = None
    words: str = ""
    one_off: bool | None = None


def add(connection: Connection, new: Approval) -> None:
    """Write down what is asked."""
    connection.execute(
        f"INSERT INTO approvals ({_COLUMNS}, alternative, words) VALUES ({', '.join('?' * 17)}, '', '')",
        (
            new.id,
            new.conversation_id,
            new.block_id,
            new.gesture,
            new.label,
            new.ask_minor,
            new.ask_thousandths,
            new.reason,
            packed(sorted(new.ticks)),
            new.role,
            new.asked_by,
            instant(new.asked_at),
            day(new.business_date),
            new.site,
            new.desk,
            new.guidelines_version,
            instant(new.expires_at),
        ),
    )


def answer(connection: Connection, approval_id: str, given: Answer) -> bool:
    """Write the answer, once; false when there is one already, or it was withdrawn."""
    cursor = connection.execute(
        "UPDATE approvals SET answer = ?, approved_minor = ?, approved_thousandths = ?, alternative = ?,"
        " alternative_gesture = ?, words = ?, answered_by = ?, answered_role = ?, answered_at = ?, one_off = ?"
        " WHERE id = ? AND answered_at IS NULL AND withdrawn_at IS NULL",
        (
            given.answer,
            given.approved_minor,
            given.approved_thousandths,
            given.alternative,
            given.alternative_gesture,
            given.words,
            given.by,
            given.role,
            instant(given.at),
            None if given.one_off is None else int(given.one_off),
            approval_id,
        ),
    )
    return cursor.rowcount == 1


def withdraw(connection: Connection, approval_id: str, at: datetime) -> bool:
    """Take back what was asked; false when it was answered or withdrawn before."""
    cursor = connection.execute(
        "UPDATE approvals SET withdrawn_at = ? WHERE id = ? AND answered_at IS NULL AND withdrawn_at IS NULL",
        (optional_instant(at), approval_id),
    )
    return cursor.rowcount == 1


def by_id(connection: Connection, approval_id: str) -> Approval | None:
    """The approval of that id."""
    found = _some(connection, "a.id = ?", (approval_id,))
    return found[0] if found else None


def unanswered(connection: Connection, site: str, now: datetime) -> tuple[Approval, ...]:
    """What waits for an answer at `now` in a conversation that goes on, the oldest first."""
    where = "a.answered_at IS NULL AND a.withdrawn_at IS NULL AND a.expires_at > ? AND a.site = ?"
    return _some(connection, f"{where} AND c.closed_at IS NULL", (instant(now), site))


def unanswered_roles(connection: Connection, site: str, now: datetime, not_by: str) -> tuple[str, ...]:
    """The role that was asked, for each of what waits but one's own: cheap enough to be asked every second."""
    rows = connection.execute(
        "SELECT a.role FROM approvals a JOIN conversations c ON c.id = a.conversation_id WHERE a.answered_at IS NULL"
        " AND a.withdrawn_at IS NULL AND a.expires_at > ? AND a.site = ? AND a.asked_by <> ? AND c.closed_at IS NULL",
        (instant(now), site, not_by),
    ).fetchall()
    return tuple(str(row[0]) for row in rows)


def of_asker(connection: Connection, staff_id: str, since: datetime) -> tuple[Approval, ...]:
    """What somebody asked at or after `since` in conversations that go on, the oldest first."""
    where = "a.asked_by = ? AND a.expires_at >= ? AND c.closed_at IS NULL"
    return _some(connection, where, (staff_id, instant(since)))


def of_conversation(connection: Connection, conversation_id: str) -> tuple[Approval, ...]:
    """Everything that was asked in a conversation, the oldest first."""
    return _some(connection, "a.conversation_id = ?", (conversation_id,))


def done_in(connection: Connection, conversation_id: str) -> tuple[tuple[str, datetime], ...]:
    """What was given in a conversation and stands (the gesture) or promised in it (""), each with its moment."""
    rows = connection.execute(
        "SELECT e.gesture, e.at FROM entries e WHERE e.conversation_id = ? AND e.kind = 'given'"
        " AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)"
        " UNION ALL SELECT '', made_at FROM promises WHERE conversation_id = ? AND withdrawn_at IS NULL",
        (conversation_id, conversation_id),
    ).fetchall()
    return tuple((str(row[0]), as_instant(row[1])) for row in rows)


def _some(connection: Connection, where: str, parameters: tuple[Value, ...]) -> tuple[Approval, ...]:
    rows = connection.execute(f"{_SELECT} WHERE {where} ORDER BY a.asked_at, a.id", parameters).fetchall()
    return tuple(_approval(row) for row in rows)


def _approval(row: Row) -> Approval:
    end = len(_NAMES)
    plain = dict(zip(_NAMES, row[:end], strict=True))
    ticks = unpacked_list(plain.pop("ticks_json"))
    return Approval(
        **plain
        | {
            "ticks": tuple(str(tick) for tick in ticks),
            "asked_at": as_instant(plain["asked_at"]),
            "business_date": as_day(plain["business_date"]),
            "expires_at": as_instant(plain["expires_at"]),
            "answered_at": as_optional_instant(plain["answered_at"]),
            "one_off": None if plain["one_off"] is None else bool(plain["one_off"]),
            "withdrawn_at": as_optional_instant(plain["withdrawn_at"]),
            "asked_by_name": row[end],
            "answered_by_name": row[end + 1],
            "closed_at": as_optional_instant(row[end + 2]),
            "customer_name": row[end + 3],
            "done_instead": row[end + 4],
            "entry_id": row[end + 5],
        }
    )
