"""The guidelines inside a mass event: what holds when the business itself owes many the same thing.

An event has a budget of its own in place of the desk's, and leaves the desk's ordinary counts alone. Of the limits,
those hold that are about the very thing that is made good. Source: docs/guidelines.md, Mass events.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from frontdesk.authority.joined import part_of
from frontdesk.guidelines.model import (
    AmountForm,
    Cases,
    Gesture,
    Guidelines,
    Limit,
    Measure,
    RestOf,
    UpTo,
    Window,
    WindowKind,
)

EVENT = "mass event"
"""The scope that an event's budget is per. No file can write it: names in files have no spaces."""
BUDGET = "budget of the event"
"""What the event's budget is called among the rules of a decision."""
THINGS = frozenset({"serial", "line"})
"""Scopes that name one thing, which is made good once wherever it is done."""
OF_THE_DESK = frozenset({"staff", "role", "site", "business", "shift", "conversation", "incident"})
"""Scopes that count what people, sites or moments give: an event neither counts there nor is stopped there."""


def inside(guidelines: Guidelines, gesture: str, budget_minor: int | None) -> Guidelines:
    """The guidelines as they hold for the gesture of an event: some of its limits, and the event's budget.

    Ways forward are left out: they are those of the desk's ordinary guidelines. `budget_minor` is what the event may
    cost, None without end. An owed gesture is measured by it and never stopped, as by every budget.
    """
    known = guidelines.gestures[gesture]
    named = frozenset(_rests(known.amount)) | (
        frozenset() if known.exposure is None else frozenset(_rests(known.exposure))
    )
    limits = tuple(limit for limit in known.limits if limit.id in named or holds(limit, known))
    kept = tuple(budget for budget in guidelines.budgets if budget.id in named)
    own = () if budget_minor is None else (budget_of(gesture, budget_minor),)
    gestures = {**guidelines.gestures, gesture: replace(known, limits=limits, otherwise=())}
    return replace(guidelines, gestures=gestures, budgets=(*kept, *own), situations={}, gestures_at_most=None)


def budget_of(gesture: str, budget_minor: int) -> Limit:
    """The budget of an event as a limit: what its gestures cost the business, as long as the event lasts."""
    return Limit(
        id=BUDGET,
        up_to=UpTo(figure=budget_minor),
        per=(EVENT,),
        within=Window(WindowKind.EVER),
        counts=frozenset({gesture}),
        measure=Measure.COST,
        is_budget=True,
    )


def holds(limit: Limit, gesture: Gesture) -> bool:
    """Whether a limit that stands on the gesture holds inside an event.

    What is per serial or line: one thing is made good once. What a fact allows, like never more than was paid. Of an
    owed gesture all that it brings along. But nothing that counts what a person, a desk or a site gives.
    """
    if OF_THE_DESK & set(limit.per):
        return False
    return gesture.owed or _of_the_thing(limit)


def counted_scope(guidelines: Guidelines, gesture: str, scope: Mapping[str, str]) -> dict[str, str]:
    """The scope that an event's entry is recorded with: only what limits that hold in events are per.

    Counters whose scope an entry does not have are not moved by it; that is how an event leaves the others alone, now
    and when they are counted anew. A serial is always in it.
    """
    known = guidelines.gestures[gesture]
    wanted = {"serial"} | {
        name
        for limit in guidelines.counting(gesture)
        if not limit.is_budget and not OF_THE_DESK & set(limit.per)
        if _of_the_thing(limit) or (known.owed and limit in known.limits)
        for name in limit.per
    }
    return {name: value for name, value in scope.items() if part_of(name) in wanted}


def _of_the_thing(limit: Limit) -> bool:
    return bool(THINGS & set(limit.per)) or limit.up_to.fact is not None


def _rests(form: AmountForm) -> Iterator[str]:
    if isinstance(form, RestOf):
        yield form.limit
    elif isinstance(form, Cases):
        for case in form.cases:
            yield from _rests(case.form)
