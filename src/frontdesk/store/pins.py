"""The codes by which people answer at somebody else's desk, and how often a wrong one was tried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.store.columns import as_optional_instant, optional_instant
from frontdesk.store.driver import Connection


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries since the last right one, until when no other is taken (None: at once), and when the last one was."""

    wrong: int = 0
    not_before: datetime | None = None
    tried_at: datetime | None = None


def hash_of(connection: Connection, staff_id: str) -> str | None:
    """What is kept of the person's code; None when they have none."""
    row = connection.execute("SELECT pin_hash FROM staff WHERE id = ?", (staff_id,)).fetchone()
    return None if row is None or row[0] is None else str(row[0])


def who_has_one(connection: Connection) -> frozenset[str]:
    """The ids of those who work here and have a code."""
    rows = connection.execute("SELECT id FROM staff WHERE active AND pin_hash IS NOT NULL").fetchall()
    return frozenset(str(row[0]) for row in rows)


def set_hash(connection: Connection, staff_id: str, kept: str) -> None:
    """Keep a new code; earlier tries are forgotten."""
    connection.execute("UPDATE staff SET pin_hash = ? WHERE id = ?", (kept, staff_id))
    forget_tries(connection, staff_id)


def tries(connection: Connection, staff_id: str) -> Tries:
    """The wrong tries of a person's code."""
    row = connection.execute(
        "SELECT wrong, not_before_at, tried_at FROM staff_pin_tries WHERE staff_id = ?", (staff_id,)
    ).fetchone()
    return Tries() if row is None else Tries(int(row[0]), as_optional_instant(row[1]), as_optional_instant(row[2]))


def count_try(connection: Connection, staff_id: str, now: Tries) -> None:
    """Write down a try, as a wrong one until it proves right."""
    connection.execute(
        "INSERT INTO staff_pin_tries (staff_id, wrong, not_before_at, tried_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (staff_id) DO UPDATE SET wrong = excluded.wrong, not_before_at = excluded.not_before_at,"
        " tried_at = excluded.tried_at",
        (staff_id, now.wrong, optional_instant(now.not_before), optional_instant(now.tried_at)),
    )


def forget_tries(connection: Connection, staff_id: str) -> None:
    """A right one ends the counting."""
    connection.execute("DELETE FROM staff_pin_tries WHERE staff_id = ?", (staff_id,))
