"""Limits: which counters a decision looks at, what is used and left of each, and when it frees.

A limit on a gesture stops that gesture alone; `across` only counts others in. A budget stops every gesture it is
`of`. Owed gestures move counters but only their own limits stop them. Source: docs/guidelines.md, Limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal

from frontdesk.authority.amounts import THOUSAND
from frontdesk.authority.bounds import Bound, Load, Standing, bound_of, largest_that_fits
from frontdesk.authority.conditions import Questions, View, evaluate, question_for, settling, unique
from frontdesk.authority.index import GestureIndex, Index, index_of
from frontdesk.authority.joined import COMPANY, HOUSEHOLD, each_company
from frontdesk.authority.values import Mark, Moment, UsageKey, UsageNeeded, Usages, Used
from frontdesk.ground.businessday import (
    ELAPSED_UNITS,
    BusinessClock,
    calendar_end,
    calendar_key,
    rolled,
    rolling_floor,
    rolling_sure,
)
from frontdesk.guidelines.model import Guidelines, Limit, Measure, Window, WindowKind

ROLLING = "rolling"
ONE = "1"
"""The value of the scopes `site`, `business` and `staff` where nobody names one."""


# --- counters -----------------------------------------------------------------------------------------------


def scope_of(moment: Moment) -> dict[str, str]:
    """Everything limits may be per at this moment: its scope, the person, the role, one site and one business.

    This is also the scope an entry is recorded with, so that a decision finds what entries moved.
    """
    return {"site": ONE, "business": ONE, "staff": moment.staff or ONE, **moment.scope, "role": moment.role}


def key_for(
    limit: Limit, scope: Mapping[str, str], at: datetime, clock: BusinessClock, day: date | None = None
) -> UsageKey | None:
    """The counter of `limit` for this scope and the window that `at` falls into; None when a scope is not known.

    `day` is the business date that it counts on, where it is known. Of a person in several companies it is the first.
    """
    return next(iter(keys_for(limit, scope, at, clock, day)), None)


def keys_for(
    limit: Limit, scope: Mapping[str, str], at: datetime, clock: BusinessClock, day: date | None = None
) -> tuple[UsageKey, ...]:
    """Every counter of `limit` for this scope: one, or none where a scope is not known, or one for each company."""
    bound = bound_of(limit)
    window = _window(bound, clock.date_of(at) if day is None else day)
    return tuple(UsageKey(limit.shape, joined, window) for joined in _each_joined(bound, in_keys(scope)))


def keys_moved(
    guidelines: Guidelines, gesture: str, scope: Mapping[str, str], at: datetime, day: date | None = None
) -> tuple[UsageKey, ...]:
    """The counters that an entry of the gesture moves, each once.

    `scope` is that of `scope_of`, `day` the business date that the entry counts on, where it is known. Limits whose
    scope is not known are not moved, whether they apply now or not is not asked: an entry counts for a limit that
    applies later.
    """
    day = guidelines.business.clock.date_of(at) if day is None else day
    written = in_keys(scope)
    keys: dict[UsageKey, None] = {}
    for bound in index_of(guidelines).gestures[gesture].counting:
        for joined in _each_joined(bound, written):
            keys[UsageKey(bound.shape, joined, _window(bound, day))] = None
    return tuple(keys)


def gestures_involved(guidelines: Guidelines, moment: Moment, gesture: str) -> tuple[str, ...]:
    """The gesture, and every gesture that its ways forward may name."""
    return (gesture, *(each.gesture.id for each in index_of(guidelines).others(gesture, moment.situation)))


def needed(guidelines: Guidelines, moment: Moment, gestures: Iterable[str]) -> tuple[UsageNeeded, ...]:
    """The counters that deciding these gestures, their ways included, looks at; each once."""
    index = index_of(guidelines)
    scope = in_keys(scope_of(moment))
    clock = guidelines.business.clock
    day = clock.date_of(moment.at)
    found: dict[UsageKey, UsageNeeded] = {}
    involved = unique(name for each in gestures for name in gestures_involved(guidelines, moment, each))
    for name in involved:
        gesture = index.gestures[name]
        for bound in (*gesture.limits, *gesture.rests):
            window = bound.limit.within
            since = rolling_floor(moment.at, window.count, window.unit) if window.kind is WindowKind.ROLLING else None
            for each in _with_roles(index, bound, scope, moment.role):
                for joined in _each_joined(bound, each):
                    key = UsageKey(bound.shape, joined, _window(bound, day))
                    found[key] = UsageNeeded(key, since, moment.homes if HOUSEHOLD in bound.per else ())
    return tuple(found.values())


def _with_roles(index: Index, bound: Bound, scope: Mapping[str, str], role: str) -> list[Mapping[str, str]]:
    """The scope as it is, and for a limit per role also as a higher role would have it: a way may ask one."""
    if "role" not in bound.per:
        return [scope]
    above = [each for each, rank in index.ranks.items() if rank > index.rank(role)]
    return [scope, *({**scope, "role": each} for each in above)]


def in_keys(scope: Mapping[str, str]) -> Mapping[str, str]:
    """A scope with its values as they stand in keys: no value can be taken for two."""
    written = "".join(scope.values())
    if "|" not in written and "\\" not in written:
        return scope
    return {name: value.replace("\\", "\\\\").replace("|", "\\|") for name, value in scope.items()}


def _each_joined(bound: Bound, scope: Mapping[str, str]) -> tuple[str, ...]:
    """`_joined`, once for each company where the limit is per company; none when part of the scope is not known."""
    if COMPANY not in bound.per:
        joined = _joined(bound, scope)
        return () if joined is None else (joined,)
    found = dict.fromkeys(_joined(bound, each) for each in each_company(scope))
    return tuple(joined for joined in found if joined is not None)


def _joined(bound: Bound, scope: Mapping[str, str]) -> str | None:
    """What a limit is per, of a scope `in_keys`; None when part of it is not known."""
    if bound.only is not None:
        return scope.get(bound.only) or None
    values = [scope.get(name) for name in bound.per]
    return "|".join(values) if all(values) else None  # type: ignore[arg-type]  # none of them is None now


def _window(bound: Bound, day: date) -> str:
    """The name of the window that the business day lies in."""
    if bound.calendar:
        return calendar_key(bound.calendar, day)
    return ROLLING if bound.rolling else ""


# --- where a limit stands -----------------------------------------------------------------------------------


def valid_on(day: date, first: date | None, last: date | None) -> bool:
    """Whether the business day lies within the dates, both included."""
    return (first is None or day >= first) and (last is None or day <= last)


class Scene(View):
    """One moment as decisions look at it: its facts, its scope, and where each limit stands, worked out once.

    However many gestures and roles are asked about at this moment, they share it.
    """

    __slots__ = ("_measured", "index", "rank", "scope", "usages")

    def __init__(self, index: Index, moment: Moment, usages: Usages) -> None:
        super().__init__(index.guidelines, moment)
        self.index = index
        self.rank = index.rank(moment.role)
        self.scope = in_keys(scope_of(moment))
        self.usages = usages
        self._measured: dict[str, Standing | Questions] = {}

    def in_role(self, role: str) -> Scene:
        """The same moment for somebody of another role, who has that role's authority."""
        return Scene(self.index, self.moment._replace(role=role, authority={}), self.usages)

    def standing(self, bound: Bound) -> Standing | Questions | None:
        """Where a limit stands; None when it does not apply now, or what has to be known first."""
        limit = bound.limit
        if bound.dated and not valid_on(self.business_date, limit.valid_from, limit.valid_until):
            return None
        if limit.when is None:
            return self.measured(bound)
        applies = evaluate(limit.when, self)
        if applies is None:
            open_now = settling(limit.when, self)
            rest = self.measured(bound)
            return _both(open_now, rest) if isinstance(rest, Questions) else open_now
        return self.measured(bound) if applies else None

    def measured(self, bound: Bound) -> Standing | Questions:
        """What is used and left of a limit, whether or not it applies now."""
        found = self._measured.get(bound.id)
        if found is None:
            found = self._measured[bound.id] = _measure(bound, self)
        return found


def _both(first: Questions, second: Questions) -> Questions:
    stuck = unique((*first.stuck, *second.stuck))
    return Questions(stuck=stuck) if stuck else Questions(unique((*first.ticks, *second.ticks)))


def _measure(bound: Bound, scene: Scene) -> Standing | Questions:
    up_to = bound.figure
    open_now: Questions | None = None
    if bound.fact is not None:
        value = scene.get(bound.fact)
        if value is None:
            open_now = question_for(bound.fact, scene)
        else:
            up_to = _figure(value, bound.measure)
    joined = _each_joined(bound, scene.scope)
    if not joined:
        lacking = _lacking(bound.limit, scene.scope)
        return lacking if open_now is None else _both(open_now, lacking)
    if open_now is not None:
        return open_now
    window = calendar_key(bound.calendar, scene.business_date) if bound.calendar else ROLLING * bound.rolling
    found = scene.usages.get(UsageKey(bound.shape, joined[0], window))
    if len(joined) == 1 and found is None:
        return Standing(bound, 0, up_to, up_to, ())
    if len(joined) == 1 and found is not None and not found.each:
        return _standing(bound, scene, found, up_to)
    read = [scene.usages.get(UsageKey(bound.shape, one, window)) or Used() for one in joined]
    used = [one for each in read for one in each.each or (each,)]
    each = sorted((_standing(bound, scene, one, up_to) for one in used), key=lambda one: -one.used)
    return replace(each[0], also=tuple(each[1:]))


def _standing(bound: Bound, scene: Scene, found: Used, up_to: int | None) -> Standing:
    marks: tuple[Mark, ...] = ()
    if bound.rolling:
        marks = _counting(found.marks, scene, bound.limit.within)
        used = sum(map(bound.marked, marks))
    else:
        used = bound.used(found)
    return Standing(bound, used, up_to, None if up_to is None else up_to - used, marks)


def _lacking(limit: Limit, scope: Mapping[str, str]) -> Questions:
    return Questions(tuple(f"scope:{name}" for name in limit.per if not scope.get(name)))


def _figure(value: object, measure: Measure) -> int:
    """What a fact allows, in the measure's unit; part of a time is no time."""
    if isinstance(value, Decimal):
        exact = value * THOUSAND if measure is Measure.QUANTITY else value
        return int(exact.to_integral_value(ROUND_FLOOR))
    if not isinstance(value, int):
        raise AssertionError("the reader lets only money and numbers say how much is allowed")
    return value * THOUSAND if measure is Measure.QUANTITY else value


def _counting(marks: Iterable[Mark], view: View, window: Window) -> tuple[Mark, ...]:
    """Those of the marks that still count: up to, and not at, the instant at which each frees."""
    sure = rolling_sure(view.at, window.count, window.unit)
    if window.unit in ELAPSED_UNITS:
        return tuple([mark for mark in marks if mark.at > sure])
    zone = view.clock.zone
    return tuple([m for m in marks if m.at > sure or view.at < rolled(m.at, window.count, window.unit, zone)])


# --- when it frees ------------------------------------------------------------------------------------------


def frees_at(now: Standing, view: View, asked: int, smallest: int) -> datetime | None:
    """The earliest instant (UTC) at which a limit that is in the way lets more pass; None when no clock opens it.

    That is when `asked` (in the measure's unit) would fit; when the limit never allows so much, the instant at
    which `smallest` fits or the limit ends, or None if neither is still to come. Nothing else is assumed to happen
    until then.
    """
    limit = now.bound.limit
    ends = None
    if limit.valid_until is not None and limit.valid_until < date.max:
        ends = view.clock.start_of(limit.valid_until + timedelta(days=1))
    window = limit.within
    if now.up_to is None or window.kind is WindowKind.EVER:
        return ends
    wanted = asked if asked <= now.up_to else smallest
    if wanted > now.up_to:
        return ends
    if wanted <= 0 or now.used + wanted <= now.up_to:  # what puts nothing on a limit passes an overdrawn one, too
        return ends
    if window.kind is WindowKind.CALENDAR:
        opens = view.clock.start_of(calendar_end(window.unit, view.business_date))
    else:
        opens = _opens_rolling(now, view, now.up_to - wanted)
    return opens if ends is None else min(opens, ends)


def _opens_rolling(now: Standing, view: View, bearable: int) -> datetime:
    """When enough has gone out of a rolling window that at most `bearable` is left in it, in each household."""
    return max(_opens_one(each, view, bearable) for each in (now, *now.also) if each.used > bearable)


def _opens_one(now: Standing, view: View, bearable: int) -> datetime:
    limit = now.bound.limit
    window = limit.within
    # Not by the order of giving: 29 Jan 20:00 and 30 Jan 10:00 both end on the last day of February, the later first.
    going = sorted(
        (rolled(mark.at, window.count, window.unit, view.clock.zone), now.bound.marked(mark)) for mark in now.marks
    )
    used = now.used
    for instant, amount in going:
        used -= amount
        if used <= bearable:
            return instant
    raise AssertionError("an empty window bears what the limit allows")


def rest_of(gesture: GestureIndex, bound: Bound, now: Standing) -> int | None:
    """What a limit still allows of face value, for `rest_of`: minor units, None without end."""
    load = Load(gesture.gesture.cost, 0, is_money=True, is_quantity=False)
    measure = bound.limit.measure
    if measure is Measure.EXPOSURE:
        return now.left
    fits = largest_that_fits(now, load)
    return fits if fits is None else max(0, fits)
