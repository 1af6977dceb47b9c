"""How many gestures went to customers who had no complaint: sums of business days, never of a person."""

from __future__ import annotations

from datetime import date

from frontdesk.store.columns import day
from frontdesk.store.driver import Connection


def counted(connection: Connection, since: date, until: date) -> tuple[int, int]:
    """Of the business days from `since` to `until`: how many gestures were given, and how many without a complaint.

    Without a complaint is a conversation with neither a request nor a situation. What was taken back, and what mass
    events owe, is not counted.
    """
    row = connection.execute(
        "SELECT count(*), coalesce(sum(c.situation IS NULL AND trim(c.request) = ''), 0)"
        " FROM entries e JOIN conversations c ON c.id = e.conversation_id"
        " WHERE e.business_date BETWEEN ? AND ? AND e.kind = 'given' AND coalesce(e.event_id, '') = ''"
        " AND c.forgotten_at IS NULL AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)",
        (day(since), day(until)),
    ).fetchone()
    return (0, 0) if row is None else (int(row[0]), int(row[1]))
