"""Reviews and letters: conversations that began with something written, and are owed a written answer by a time.

There is no way to remove one or to leave it out. The words in `written` are never changed; the request of such a
conversation is one sentence about what they ask for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.store.columns import as_instant, as_optional_instant, instant
from frontdesk.store.driver import Connection, Row, Value

_SELECT = (
    "SELECT c.id, c.kind, c.source, c.written, c.customer_id, c.customer_name, c.request, c.heard, c.apology,"
    " c.happened, c.opened_at, c.answer_due_at, c.answer_text, c.answer_place, coalesce(a.name, ''), c.answered_at,"
    " c.closed_at, s.name,"
    " EXISTS (SELECT 1 FROM entries e WHERE e.conversation_id = c.id AND e.kind = 'given'"
    " AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)),"
    " EXISTS (SELECT 1 FROM promises p WHERE p.conversation_id = c.id AND p.withdrawn_at IS NULL)"
    " FROM conversations c JOIN staff s ON s.id = c.staff_id LEFT JOIN staff a ON a.id = c.answered_by"
)


_IS_WRITTEN = "{table}kind IN ('review', 'letter')"  # a mass event has a kind of its own
_OF_C, _OF_IT = _IS_WRITTEN.format(table="c."), _IS_WRITTEN.format(table="")


@dataclass(frozen=True, slots=True)
class Written:
    """A review or a letter. `given` and `promised` tell whether a gesture or a promise stands in it."""

    id: str
    kind: str
    source: str
    written: str
    customer_id: str | None
    customer_name: str
    request: str
    heard: str
    apology: str
    happened: str
    opened_at: datetime
    answer_due_at: datetime
    answer_text: str
    answer_place: str
    answered_by: str
    answered_at: datetime | None
    closed_at: datetime | None
    staff: str
    given: bool
    promised: bool


def mark(
    connection: Connection, conversation_id: str, *, kind: str, source: str, written: str, answer_due_at: datetime
) -> None:
    """Make a conversation that was just begun one about something written."""
    cursor = connection.execute(
        "UPDATE conversations SET kind = ?, source = ?, written = ?, answer_due_at = ? WHERE id = ? AND kind IS NULL",
        (kind, source, written, instant(answer_due_at), conversation_id),
    )
    if cursor.rowcount != 1:
        raise AssertionError("what is marked was just begun")


def by_id(connection: Connection, conversation_id: str) -> Written | None:
    """The review or letter of that conversation; None for a conversation of another kind."""
    found = _some(connection, f"{_OF_C} AND c.id = ?", (conversation_id,))
    return found[0] if found else None


def unanswered(connection: Connection) -> tuple[Written, ...]:
    """What is owed an answer, the one that is due first first."""
    return _some(connection, f"{_OF_C} AND c.answer_due_at IS NOT NULL AND c.answered_at IS NULL", ())


def everything(connection: Connection, limit: int = 200) -> tuple[Written, ...]:
    """Every review and letter: those that are owed an answer by its time, then the others, the newest first."""
    return _some(connection, _OF_C, (), limit)


def is_owed(connection: Connection, conversation_id: str) -> bool:
    """Whether the conversation is about something written that has no answer yet."""
    row = connection.execute(
        f"SELECT 1 FROM conversations WHERE id = ? AND {_OF_IT} AND answered_at IS NULL", (conversation_id,)
    ).fetchone()
    return row is not None


def apologise(connection: Connection, conversation_id: str, text: str) -> None:
    """Write the apology."""
    connection.execute("UPDATE conversations SET apology = ? WHERE id = ?", (text, conversation_id))


def say_happened(connection: Connection, conversation_id: str, text: str) -> None:
    """Write what happened."""
    connection.execute("UPDATE conversations SET happened = ? WHERE id = ?", (text, conversation_id))


def answer(connection: Connection, conversation_id: str, *, text: str, place: str, by: str, at: datetime) -> bool:
    """Write the answer that was given, once; false when there is one already."""
    cursor = connection.execute(
        "UPDATE conversations SET answer_text = ?, answer_place = ?, answered_by = ?, answered_at = ?, updated_at = ?"
        f" WHERE id = ? AND {_OF_IT} AND answered_at IS NULL",
        (text, place, by, instant(at), instant(at), conversation_id),
    )
    return cursor.rowcount == 1


def _some(
    connection: Connection, where: str, parameters: tuple[Value, ...], limit: int | None = None
) -> tuple[Written, ...]:
    order = "c.answered_at IS NOT NULL, CASE WHEN c.answered_at IS NULL THEN c.answer_due_at END, c.opened_at DESC"
    end = "" if limit is None else " LIMIT ?"
    rows = connection.execute(
        f"{_SELECT} WHERE {where} ORDER BY {order}{end}", parameters if limit is None else (*parameters, limit)
    ).fetchall()
    return tuple(_written(row) for row in rows)


def _written(row: Row) -> Written:
    return Written(
        id=row[0],
        kind=row[1],
        source=row[2] or "",
        written=row[3] or "",
        customer_id=row[4],
        customer_name=row[5],
        request=row[6],
        heard=row[7],
        apology=row[8] or "",
        happened=row[9] or "",
        opened_at=as_instant(row[10]),
        answer_due_at=as_instant(row[11]),
        answer_text=row[12] or "",
        answer_place=row[13] or "",
        answered_by=row[14],
        answered_at=as_optional_instant(row[15]),
        closed_at=as_optional_instant(row[16]),
        staff=row[17],
        given=bool(row[18]),
        promised=bool(row[19]),
    )
