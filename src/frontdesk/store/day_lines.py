"""What was given on a business day, line by line, for a table that leaves the desk. Who gave it is not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.store.columns import as_instant, day
from frontdesk.store.driver import Connection

_LINES = """
SELECT e.id, e.at, e.gesture, e.label, e.value_minor, e.cost_minor, e.currency, e.quantity_thousandths, e.unit,
  coalesce(w.reason, ''), coalesce(c.situation, ''), c.customer_name, coalesce(v.name, ''),
  EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)
FROM entries e JOIN conversations c ON c.id = e.conversation_id
LEFT JOIN entry_words w ON w.entry_seq = e.seq LEFT JOIN events v ON v.id = e.event_id
WHERE e.business_date = ? AND e.kind = 'given' ORDER BY e.seq
"""


@dataclass(frozen=True, slots=True)
class DayLine:
    """A gesture that was given. Money is minor units of `currency`; `situation` is that of its conversation.

    `event` is the name of the mass event that owed it, "" for all others. What was taken back since is in it, too.
    """

    entry_id: str
    at: datetime
    gesture: str
    label: str
    value_minor: int | None
    cost_minor: int
    currency: str
    quantity_thousandths: int
    unit: str
    reason: str
    situation: str
    customer_name: str
    event: str
    taken_back: bool


def of_day(connection: Connection, on: date) -> tuple[DayLine, ...]:
    """Everything that was given on a business date, in order."""
    rows = connection.execute(_LINES, (day(on),)).fetchall()
    return tuple(
        DayLine(
            entry_id=row[0],
            at=as_instant(row[1]),
            gesture=row[2],
            label=row[3],
            value_minor=row[4],
            cost_minor=row[5],
            currency=row[6],
            quantity_thousandths=row[7],
            unit=row[8],
            reason=row[9],
            situation=row[10],
            customer_name=row[11],
            event=row[12],
            taken_back=bool(row[13]),
        )
        for row in rows
    )
