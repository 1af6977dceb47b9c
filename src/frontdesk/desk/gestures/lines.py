"""Lines of the ledger as the desk shows them."""

from __future__ import annotations

from frontdesk.desk.views import GivenLine
from frontdesk.guidelines.telling.figures import quantity
from frontdesk.store.ledger import Line


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
