"""What was observed about customers, what they need and what works: rows in, frozen values out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.store import columns
from frontdesk.store.driver import Connection, Row

_SELECT = (
    "SELECT n.id, n.customer_id, n.text, n.conversation_id, n.noted_by, n.noted_at, n.struck_at, s.name"
    " FROM notes n JOIN staff s ON s.id = n.noted_by"
)


@dataclass(frozen=True, slots=True)
class Note:
    """One note on a card. `noted_by_name` is read, not written."""

    id: str
    customer_id: str
    text: str
    noted_by: str
    noted_at: datetime
    conversation_id: str | None = None
    struck_at: datetime | None = None
    noted_by_name: str = ""


def by_id(connection: Connection, note_id: str) -> Note | None:
    """The note of that id, struck out or not."""
    row = connection.execute(f"{_SELECT} WHERE n.id = ?", (note_id,)).fetchone()
    return None if row is None else _note(row)


def of_customer(connection: Connection, customer_id: str, limit: int) -> tuple[Note, ...]:
    """The notes on a card that nobody struck out, the newest first, at most `limit`."""
    rows = connection.execute(
        f"{_SELECT} WHERE n.customer_id = ? AND n.struck_at IS NULL ORDER BY n.noted_at DESC, n.id DESC LIMIT ?",
        (customer_id, limit),
    )
    return tuple(map(_note, rows))


def add(connection: Connection, note: Note) -> None:
    """Write a note down."""
    connection.execute(
        "INSERT INTO notes (id, customer_id, text, conversation_id, noted_by, noted_at) VALUES (?, ?, ?, ?, ?, ?)",
        (note.id, note.customer_id, note.text, note.conversation_id, note.noted_by, columns.instant(note.noted_at)),
    )


def strike(connection: Connection, note_id: str, by: str, at: datetime) -> None:
    """Strike a note out: it is shown to nobody any more."""
    connection.execute(
        "UPDATE notes SET struck_by = ?, struck_at = ? WHERE id = ? AND struck_at IS NULL",
        (by, columns.instant(at), note_id),
    )


def unstrike(connection: Connection, note_id: str) -> None:
    """Let a note that was struck out be read again."""
    connection.execute("UPDATE notes SET struck_by = NULL, struck_at = NULL WHERE id = ?", (note_id,))


def _note(row: Row) -> Note:
    return Note(
        id=row[0],
        customer_id=row[1],
        text=row[2],
        conversation_id=row[3],
        noted_by=row[4],
        noted_at=columns.as_instant(row[5]),
        struck_at=columns.as_optional_instant(row[6]),
        noted_by_name=row[7],
    )
