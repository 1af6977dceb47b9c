"""Leading: a business day as the shift lead sees it, in the order of importance.

It counts gestures and guidelines, never people: no list here says who gave how much.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from frontdesk.authority import limits
from frontdesk.authority.values import UsageKey, UsageNeeded, Used
from frontdesk.desk.desk import Desk
from frontdesk.desk.lines import given_line, promise_line
from frontdesk.desk.views import BudgetLeft, Day, GestureSum, GivenLine
from frontdesk.ground.businessday import BusinessClock, rolled, rolling_floor
from frontdesk.guidelines.model import Guidelines, Limit, Measure, WindowKind
from frontdesk.store import blocks, conversations, ledger, promises, usage
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading

_MONEY = (Measure.VALUE, Measure.COST, Measure.EXPOSURE)


def day(desk: Desk, date: date | None = None) -> Day:
    """The business day `date`, today when None.

    Promises that are overdue now stand on every day up to today; those due and kept are of the day asked for.
    Without valid guidelines the day has no budgets.
    """
    today, now, clock = desk.today(), desk.now(), desk.days()
    asked = today if date is None else date
    starts, ends = clock.start_of(asked), clock.start_of(asked + timedelta(days=1))
    with reading(desk.store) as connection:
        waiting = promises.waiting(connection)
        kept = promises.kept_between(connection, starts, ends)
        given = tuple(given_line(line) for line in ledger.lines_of_day(connection, asked))
        refusals = len(blocks.of_day(connection, asked))
        open_ones, closed = conversations.counted(connection, asked)
        left = budgets_left(connection, desk, _within(now, starts, ends))
    overdue = [each for each in waiting if each.due_at < now and asked <= today]
    due = [each for each in waiting if now <= each.due_at and starts <= each.due_at < ends]
    return Day(
        date=asked,
        overdue=tuple(promise_line(each, now) for each in overdue),
        due=tuple(promise_line(each, now) for each in due),
        kept=tuple(promise_line(each, now) for each in kept),
        given=_sums(given),
        lines=given,
        budgets=left,
        blocks=refusals,
        conversations_open=open_ones,
        conversations_closed=closed,
    )


def _within(now: datetime, starts: datetime, ends: datetime) -> datetime:
    return min(max(now, starts), ends - timedelta(seconds=1))


def _sums(lines: tuple[GivenLine, ...]) -> tuple[GestureSum, ...]:
    """What was given of each gesture and not taken back; what cost most first."""
    sums: dict[str, GestureSum] = {}
    for line in lines:
        if line.taken_back:
            continue
        so_far = sums.get(line.gesture, GestureSum(line.gesture, line.label, 0, 0, 0))
        sums[line.gesture] = GestureSum(
            gesture=line.gesture,
            label=line.label,
            times=so_far.times + 1,
            value_minor=so_far.value_minor + (line.amount_minor or 0),
            cost_minor=so_far.cost_minor + line.cost_minor,
        )
    return tuple(sorted(sums.values(), key=lambda each: (-each.cost_minor, -each.times, each.label)))


# --- budgets ------------------------------------------------------------------------------------------------


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
    so_far = _measured(budget, used, guidelines.business.clock, at)
    up_to = budget.up_to.figure or 0
    warned = budget.warn_at is not None and so_far * 100 >= up_to * budget.warn_at
    return BudgetLeft(budget.id, so_far, up_to, max(0, up_to - so_far), budget.measure in _MONEY, warned)


def _measured(budget: Limit, used: Used, clock: BusinessClock, at: datetime) -> int:
    """What is used, in the budget's measure; rolling windows count the marks that are not out of it at `at`."""
    field = {
        Measure.VALUE: "value_minor",
        Measure.COST: "cost_minor",
        Measure.EXPOSURE: "exposure_minor",
        Measure.QUANTITY: "quantity_thousandths",
    }.get(budget.measure)
    if budget.within.kind is WindowKind.ROLLING:
        window = budget.within
        marks = [mark for mark in used.marks if at < rolled(mark.at, window.count, window.unit, clock.zone)]
        return len(marks) if field is None else sum(int(getattr(mark, field)) for mark in marks)
    return used.times if field is None else int(getattr(used, field))
