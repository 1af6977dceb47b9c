"""Proposals for the guidelines, kept with what caused them; each is owed an answer by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from frontdesk.store.columns import as_day, as_instant, as_optional_day, as_optional_instant, day, instant
from frontdesk.store.driver import Connection, Row, Value

YES = "yes"
NOT_NOW = "not_now"
LATER = "later"
ANSWER_WITHIN = timedelta(days=7)

_SELECT = (
    "SELECT i.id, i.conversation_id, i.entry_id, i.gesture, i.text, author.name, i.at, i.business_date, i.block_id,"
    " i.approval_id, i.answer_due_on, i.answer, i.answer_text, coalesce(answerer.name, ''), i.answered_at,"
    " i.adopted_number, coalesce(c.request, ''), EXISTS (SELECT 1 FROM entries e WHERE e.id = i.entry_id"
    " AND e.at = i.at AND i.text IN (c.request, e.label))"
    " FROM ideas i JOIN staff author ON author.id = i.staff_id"
    " LEFT JOIN staff answerer ON answerer.id = i.answered_by LEFT JOIN conversations c ON c.id = i.conversation_id"
)
_OWED = f"(i.answer IS NULL OR i.answer = '{LATER}')"


def due_on(business_date: date) -> date:
    """The day by which an idea of that business date is owed its answer."""
    return business_date + ANSWER_WITHIN


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea with the names that lists show; those from before answers were owed are owed one all the same.

    `request` is that of its conversation. `by_itself`: a gesture wrote it down when it was given, nobody typed it.
    """

    id: str
    conversation_id: str | None
    entry_id: str | None
    gesture: str
    text: str
    author: str
    at: datetime
    business_date: date
    block_id: str | None
    approval_id: str | None
    answer_due_on: date
    answer: str | None
    answer_text: str
    answered_by: str
    answered_at: datetime | None
    adopted_number: int | None
    request: str
    by_itself: bool


def add(
    connection: Connection,
    *,
    idea_id: str,
    conversation_id: str | None,
    entry_id: str | None,
    gesture: str,
    text: str,
    staff_id: str,
    at: datetime,
    business_date: date,
    block_id: str | None = None,
    approval_id: str | None = None,
    answer_due_on: date | None = None,
) -> None:
    """Write an idea; `entry_id` is the ledger line that made it, or that it is about.

    None is without a day by which it is answered: when none is named, it is a week.
    """
    connection.execute(
        "INSERT INTO ideas (id, conversation_id, entry_id, gesture, text, staff_id, at, business_date, block_id,"
        " approval_id, answer_due_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            idea_id,
            conversation_id,
            entry_id,
            gesture,
            text,
            staff_id,
            instant(at),
            day(business_date),
            block_id,
            approval_id,
            day(due_on(business_date) if answer_due_on is None else answer_due_on),
        ),
    )


def by_id(connection: Connection, idea_id: str) -> Idea | None:
    """The idea of that id."""
    found = _some(connection, "i.id = ?", (idea_id,))
    return found[0] if found else None


def of_approval(connection: Connection, approval_id: str) -> str | None:
    """The id of the idea that came of a yes from above, None when there is none."""
    row = connection.execute("SELECT id FROM ideas WHERE approval_id = ? LIMIT 1", (approval_id,)).fetchone()
    return None if row is None else str(row[0])


def ending(connection: Connection, tail: str) -> tuple[str, ...]:
    """The ids of ideas that end like that (lower-case hex digits)."""
    rows = connection.execute("SELECT id FROM ideas WHERE substr(id, -length(?1)) = ?1", (tail,)).fetchall()
    return tuple(str(row[0]) for row in rows)


def owed(connection: Connection) -> tuple[Idea, ...]:
    """The ideas that wait for an answer, by the day it is owed."""
    return _some(connection, _OWED, ())


def everything(connection: Connection, since: date | None = None) -> tuple[Idea, ...]:
    """Every idea, or those from a business date on, by the day their answer was owed."""
    return _some(connection, "i.business_date >= ?", (day(since) if since is not None else "",))


def answer(
    connection: Connection, idea_id: str, *, what: str, text: str, by: str, at: datetime, due_on: date | None = None
) -> bool:
    """Write an answer; with LATER a new day is owed. False when it was answered for good before."""
    cursor = connection.execute(
        "UPDATE ideas SET answer = ?, answer_text = ?, answered_by = ?, answered_at = ?,"
        " answer_due_on = coalesce(?, answer_due_on) WHERE id = ? AND (answer IS NULL OR answer = ?)",
        (what, text, by, instant(at), None if due_on is None else day(due_on), idea_id, LATER),
    )
    return cursor.rowcount == 1


def adopt(connection: Connection, idea_id: str, number: int) -> None:
    """Write which coming into force the idea became."""
    connection.execute("UPDATE ideas SET adopted_number = ? WHERE id = ?", (number, idea_id))


def agreed(connection: Connection) -> tuple[Idea, ...]:
    """The ideas that got a yes, whether they are in force or not, by the day their answer was owed."""
    return _some(connection, f"(i.answer = '{YES}' OR i.adopted_number IS NOT NULL)", ())


def _some(connection: Connection, where: str, parameters: tuple[Value, ...]) -> tuple[Idea, ...]:
    rows = connection.execute(
        f"{_SELECT} WHERE {where} ORDER BY coalesce(i.answer_due_on, i.business_date), i.at, i.id", parameters
    ).fetchall()
    return tuple(_idea(row) for row in rows)


def _idea(row: Row) -> Idea:
    return Idea(
        id=row[0],
        conversation_id=row[1],
        entry_id=row[2],
        gesture=row[3],
        text=row[4],
        author=row[5],
        at=as_instant(row[6]),
        business_date=as_day(row[7]),
        block_id=row[8],
        approval_id=row[9],
        answer_due_on=as_optional_day(row[10]) or due_on(as_day(row[7])),
        answer=row[11],
        answer_text=row[12] or "",
        answered_by=row[13],
        answered_at=as_optional_instant(row[14]),
        adopted_number=row[15],
        request=row[16],
        by_itself=bool(row[17]),
    )
