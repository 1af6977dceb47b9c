"""What somebody who leads said about the clock: it is right now, and the lines that are ahead of it were not."""

from __future__ import annotations

from datetime import datetime

from frontdesk.store.columns import as_instant, instant
from frontdesk.store.driver import Connection


def add(connection: Connection, entry_seq: int, staff_id: str, said_at: datetime, behind_seconds: int) -> None:
    """Said of all lines up to that number; of the same line a second time it changes nothing."""
    connection.execute(
        "INSERT INTO clock_words (entry_seq, staff_id, said_at, behind_seconds) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (entry_seq) DO NOTHING",
        (entry_seq, staff_id, instant(said_at), behind_seconds),
    )


def said_of(connection: Connection, entry_seq: int) -> bool:
    """Whether it was said of the line with that number."""
    row = connection.execute("SELECT 1 FROM clock_words WHERE entry_seq = ?", (entry_seq,)).fetchone()
    return row is not None


def not_before_the_ledger(connection: Connection, now: datetime) -> datetime:
    """`now`, or the moment of the newest line where the clock stands before it and nobody said that it is right."""
    row = connection.execute("SELECT seq, at FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    if row is None:
        return now
    last = as_instant(row[1])
    return now if last <= now or said_of(connection, int(row[0])) else last
