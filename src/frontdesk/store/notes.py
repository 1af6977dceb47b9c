"""What was observed about customers, what they need and what works: rows in, frozen values out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from frontdesk.store import columns
from frontdesk.store.driver import Connection, Row

_AT_ONCE = 400  # ids in one statement
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


def count_of(connection: Connection, customer_id: str) -> int:
    """How many notes are on a card."""
    row = connection.execute(
        "SELECT count(*) FROM notes WHERE customer_id = ? AND struck_at IS NULL", (customer_id,)
    ).fetchone()
    return 0 if row is None else int(row[0])


def add(connection: Connection, note: Note) -> None:
    """Write a note down."""
    add_all(connection, (note,))


def add_all(connection: Connection, notes: Iterable[Note]) -> None:
    """Write notes down, as many as there are."""
    connection.executemany(
        "INSERT INTO notes (id, customer_id, text, conversation_id, noted_by, noted_at) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (each.id, each.customer_id, each.text, each.conversation_id, each.noted_by, columns.instant(each.noted_at))
            for each in notes
        ),
    )


def said(connection: Connection, customer_ids: Sequence[str]) -> set[tuple[str, str]]:
    """(customer, text) of all notes on these cards, those that were struck out, too."""
    found: set[tuple[str, str]] = set()
    for start in range(0, len(customer_ids), _AT_ONCE):
        some = tuple(customer_ids[start : start + _AT_ONCE])
        found |= {
            (str(row[0]), str(row[1]))
            for row in connection.execute(
                f"SELECT customer_id, text FROM notes WHERE customer_id IN ({', '.join('?' * len(some))})", some
            )
        }
    return found


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
