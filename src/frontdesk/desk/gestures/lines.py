"""Lines of the ledger and promises as the desk shows them."""

from __future__ import annotations

from datetime import datetime

from frontdesk.conversation.promises import state
from frontdesk.desk.views import GivenLine, PromiseLine
from frontdesk.guidelines.telling.figures import quantity
from frontdesk.store.ledger import Line
from frontdesk.store.promises import Promise


def given_line(line: Line) -> GivenLine:
    """A given entry."""
    entry = line.entry
    return GivenLine(
        entry_id=entry.id,
        seq=line.seq,
        at=entry.at,
        gesture=entry.gesture,
        label=entry.label,
        amount_minor=entry.value_minor,
        quantity=quantity_words(entry.quantity_thousandths, entry.unit),
        reason=entry.reason,
        staff=line.staff_name,
        taken_back=line.taken_back,
        customer_name=line.customer_name,
        conversation_id=entry.conversation_id,
        cost_minor=entry.cost_minor,
    )


def quantity_words(thousandths: int | None, unit: str) -> str:
    """A quantity as people read it ("2 GB", "1.5 hours"); nothing for none."""
    return quantity(thousandths, unit) if thousandths else ""


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
