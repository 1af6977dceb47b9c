"""What is left of the budgets of the whole site, as chances: how often something can still be given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.authority import limits
from frontdesk.authority.amounts import Amount, cost_of, static
from frontdesk.authority.values import UsageKey, UsageNeeded, Used
from frontdesk.desk.views import BudgetLeft
from frontdesk.ground.businessday import BusinessClock, rolled, rolling_floor
from frontdesk.guidelines.model import Gesture, Guidelines, Limit, Measure, WindowKind
from frontdesk.guidelines.telling.names import gesture_name
from frontdesk.guidelines.telling.places import where
from frontdesk.store import usage
from frontdesk.store.driver import Connection

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

_MONEY = (Measure.VALUE, Measure.COST, Measure.EXPOSURE)
_FIELDS = {
    Measure.VALUE: "value_minor",
    Measure.COST: "cost_minor",
    Measure.EXPOSURE: "exposure_minor",
    Measure.QUANTITY: "quantity_thousandths",
}
TIMES_FOR_A_MEAN = 5
"""So many times something was given from a budget before "like those so far" says anything."""


def budgets_left(connection: Connection, desk: Desk, at: datetime) -> tuple[BudgetLeft, ...]:
    """What is left at `at` of every budget of the whole site, in file order; budgets per person are left out."""
    if desk.guidelines is None:
        return ()
    guidelines, clock = desk.guidelines, desk.days()
    scope = {"site": desk.site, "business": desk.site}
    keyed = [
        (budget, key)
        for budget in guidelines.budgets
        if budget.up_to.figure is not None and (key := limits.key_for(budget, scope, at, clock)) is not None
    ]
    used = usage.read(connection, [_needed(budget, key, at) for budget, key in keyed], clock)
    return tuple(_left(budget, used.get(key, Used()), guidelines, at) for budget, key in keyed)


def _needed(budget: Limit, key: UsageKey, at: datetime) -> UsageNeeded:
    rolling = budget.within.kind is WindowKind.ROLLING
    return UsageNeeded(key, rolling_floor(at, budget.within.count, budget.within.unit) if rolling else None)


def _left(budget: Limit, used: Used, guidelines: Guidelines, at: datetime) -> BudgetLeft:
    times, so_far = _used(budget, used, guidelines.business.clock, at)
    up_to = budget.up_to.figure or 0
    left = max(0, up_to - so_far)
    warned = budget.warn_at is not None and so_far * 100 >= up_to * budget.warn_at
    more, more_of = _more(budget, left, times, so_far, guidelines)
    return BudgetLeft(
        id=budget.id,
        used=so_far,
        up_to=up_to,
        left=left,
        is_money=budget.measure in _MONEY,
        warn=warned,
        window=where(budget, guidelines).strip(),
        more=more,
        more_of=more_of,
    )


def _used(budget: Limit, used: Used, clock: BusinessClock, at: datetime) -> tuple[int, int]:
    """How often something was given from it, and what is used in its measure.

    Rolling windows count the marks that are not out of it at `at`.
    """
    field = _FIELDS.get(budget.measure)
    if budget.within.kind is WindowKind.ROLLING:
        window = budget.within
        marks = [mark for mark in used.marks if at < rolled(mark.at, window.count, window.unit, clock.zone)]
        return len(marks), len(marks) if field is None else sum(int(getattr(mark, field)) for mark in marks)
    return used.times, used.times if field is None else int(getattr(used, field))


def _more(budget: Limit, left: int, times: int, so_far: int, guidelines: Guidelines) -> tuple[int | None, str]:
    """About how often more, and of what; None where nobody can say.

    A budget of one gesture that always takes the same says it of that gesture. Otherwise it is what was taken on
    average so far, once that was often enough; what takes nothing from it has no end and is not said.
    """
    if budget.measure not in _MONEY:
        return None, ""
    known = [guidelines.gestures[name] for name in sorted(budget.counts) if name in guidelines.gestures]
    each = _always(known, budget.measure)
    if each is not None:
        return left // each, gesture_name(known[0].id, guidelines)
    if times >= TIMES_FOR_A_MEAN and so_far > 0:
        return left * times // so_far, ""
    return None, ""


def _always(gestures: Iterable[Gesture], measure: Measure) -> int | None:
    """What one gesture takes each time; None for several, and for one whose amount depends on the moment."""
    several = tuple(gestures)
    if len(several) != 1:
        return None
    (gesture,) = several
    form = gesture.exposure if measure is Measure.EXPOSURE else gesture.amount
    found = None if form is None else static(form)
    if not isinstance(found, Amount) or found.chosen or found.low != found.high:
        return None
    takes = cost_of(gesture.cost, found.low) if measure is Measure.COST else found.low
    return takes if takes > 0 else None
