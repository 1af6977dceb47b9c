"""A customer's earlier conversations: to read what was said then, and to tell a story of it, however long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.desk.day.day_views import TalkLine
from frontdesk.ground.text import clean_line
from frontdesk.store import conversations
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def earlier(desk: Desk, customer_id: str, but: str = "") -> tuple[TalkLine, ...]:
    """The customer's conversations, open and closed, the newest first, without the one of the id `but`."""
    with reading(desk.store) as connection:
        found = conversations.of_customer(connection, customer_id)
    return tuple(
        TalkLine(each.id, each.customer_name, clean_line(each.request), each.opened_at)
        for each in found
        if each.id != but
    )
