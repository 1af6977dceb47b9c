"""Orders that need care: of all orders the few that are late, wrong, not working or unpaid, by the day promised.

- late: the system it comes from says so (its state), or the day it was promised for (`due_on`) is over and it goes on;
- wrong, not working: its state says so;
- unpaid: less was paid than it costs, and its last day (of `ends_on` and `due_on` the later) has come; without either,
  from its first day on. What was paid must be known: an empty cell is no debt.

A cancelled order needs nothing. A closed one can only be unpaid.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from frontdesk.desk.gestures import saying
from frontdesk.desk.learning.care_views import OrderCare, OrdersCare
from frontdesk.ground.dates import day_words
from frontdesk.ground.language import _
from frontdesk.store import orders, promises
from frontdesk.store.orders import OPEN, Order
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

LATE, WRONG, NOT_WORKING, UNPAID = "late", "wrong", "not_working", "unpaid"
CANCELLED = "cancelled"
LOOKED_AT_MAX = 20_000
_NEVER = date.max


def orders_needing_care(desk: Desk, *, all_of_them: bool = False) -> OrdersCare:
    """The orders that need care, by the day they were promised for; with `all_of_them` also those that go on well.

    Of the same day, by their number; those that were promised for no day come last.
    """
    today = desk.today()
    with reading(desk.store) as connection:
        found = orders.to_look_through(connection, today, all_of_them=all_of_them, most=LOOKED_AT_MAX)
        go_on = orders.open_count(connection)
        promised = promises.first_due_of_orders(connection)
    lines = [_line(desk, order, name, promised.get(order.id), today) for order, name in found]
    needing = sum(1 for line, (order, _name) in zip(lines, found, strict=True) if line.needs and order.state == OPEN)
    shown = [line for line in lines if line.needs or all_of_them]
    shown.sort(key=lambda line: (line.promised_on or _NEVER, line.key, line.id))
    return OrdersCare(tuple(shown), go_on - needing)


def needs_of(order: Order, today: date) -> tuple[str, ...]:
    """What an order needs on the business day `today`: some of late, wrong, not_working, unpaid, in this order."""
    if order.state == CANCELLED:
        return ()
    goes_on = order.state == OPEN
    needs = [order.trouble] if goes_on and order.trouble else []
    if goes_on and order.due_on is not None and order.due_on < today and LATE not in needs:
        needs.insert(0, LATE)
    if _owed(order) > 0 and _is_time_to_pay(order, today):
        needs.append(UNPAID)
    return tuple(needs)


def _owed(order: Order) -> int:
    if order.total_minor is None or order.paid_minor is None:
        return 0
    return order.total_minor - order.paid_minor


def _is_time_to_pay(order: Order, today: date) -> bool:
    last = max((day for day in (order.ends_on, order.due_on) if day is not None), default=order.starts_on)
    return last is None or last <= today


def _line(desk: Desk, order: Order, name: str, promise_due_at: datetime | None, today: date) -> OrderCare:
    needs = needs_of(order, today)
    by_promise = None if promise_due_at is None else desk.days().date_of(promise_due_at)
    return OrderCare(
        id=order.id,
        key=order.external_key or "",
        label=order.label,
        customer_id=order.customer_id,
        customer_name=name,
        needs=needs,
        words=" · ".join(_words(desk, need, order, today) for need in needs),
        promised_on=order.due_on or by_promise or order.ends_on,
        total_minor=order.total_minor,
        paid_minor=order.paid_minor,
    )


def _words(desk: Desk, need: str, order: Order, today: date) -> str:
    if need == LATE and order.due_on is not None and order.due_on < today:
        return _("late since {day}").format(day=day_words(order.due_on, today))
    if need == UNPAID and desk.guidelines is not None:
        return _("{amount} unpaid").format(amount=saying.amount_words(desk.guidelines, _owed(order)))
    return {LATE: _("late"), WRONG: _("wrong"), NOT_WORKING: _("not working"), UNPAID: _("unpaid")}[need]
