"""Proposals for the guidelines, kept with what caused them."""

from __future__ import annotations

from datetime import date, datetime

from frontdesk.store.columns import day, instant
from frontdesk.store.driver import Connection


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
) -> None:
    """Write an idea; `entry_id` is the ledger line that made it."""
    connection.execute(
        "INSERT INTO ideas (id, conversation_id, entry_id, gesture, text, staff_id, at, business_date)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (idea_id, conversation_id, entry_id, gesture, text, staff_id, instant(at), day(business_date)),
    )
