"""Investments in the relationship, and the orders that came later: side by side with their dates, and nothing more.

Nothing here says that one caused the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from frontdesk.desk.customers.card_views import Invested, OrderLine
from frontdesk.desk.gestures.lines import given_line
from frontdesk.guidelines.model import Kind
from frontdesk.store import ledger

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.store.driver import Connection

LOOKED_AT_MAX = 200


def invested_in(connection: Connection, desk: Desk, customer_id: str, orders: Iterable[OrderLine]) -> Invested | None:
    """What was given to a customer as an investment and stands, and their orders that began on a later day.

    None where the guidelines have no such gesture, or none was given.
    """
    if desk.guidelines is None:
        return None
    kinds = {each.id for each in desk.guidelines.gestures.values() if each.kind is Kind.INVESTMENT}
    if not kinds:
        return None
    lines = ledger.lines_of_customer(connection, customer_id, LOOKED_AT_MAX)
    given = [line for line in lines if line.entry.gesture in kinds and not line.taken_back]
    if not given:
        return None
    first = min(line.entry.business_date for line in given)
    later = [each for each in orders if each.starts_on is not None and each.starts_on > first]
    return Invested(
        given=tuple(given_line(line) for line in given),
        given_minor=sum(line.entry.value_minor or 0 for line in given),
        first_on=first,
        orders=tuple(sorted(later, key=lambda each: str(each.starts_on))),
        orders_minor=sum(each.total_minor or 0 for each in later),
    )
