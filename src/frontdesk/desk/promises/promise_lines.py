"""Promises as the desk shows them."""

from __future__ import annotations

from datetime import datetime

from frontdesk.conversation.promises import state
from frontdesk.desk.views import PromiseLine
from frontdesk.store.promises import Promise


def promise_line(promise: Promise, now: datetime) -> PromiseLine:
    """A promise as it stands at `now`."""
    return PromiseLine(
        id=promise.id,
        text=promise.text,
        owner=promise.owner_name,
        due_at=promise.due_at,
        state=str(state(promise.due_at, promise.kept_at, promise.withdrawn_at, now, promise.made_at)),
        customer_id=promise.customer_id,
        customer_name=promise.customer_name,
        conversation_id=promise.conversation_id,
        made_by=promise.made_by_name,
        made_at=promise.made_at,
        kept_at=promise.kept_at,
        now=promise.now_text,
        next=promise.next_text,
        channel=promise.channel,
        hours=promise.hours,
        owner_here=promise.owner_active,
        request=promise.request,
    )
