"""The language once more, slowly: every amount is tried, every entry is summed, nothing is counted ahead.

It shares no code with `frontdesk.authority` but the values that go in. Written from the language document alone.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from frontdesk.authority.values import Moment
from frontdesk.ground.businessday import BusinessClock
from frontdesk.guidelines import model as m

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NO, MAYBE, YES = 0, 1, 2
TRIED_MAX = 4999  # of a rest without end no more amounts than these are tried


@dataclass(frozen=True)
class Gave:
    """An entry: what was given when, in which scope, and what it came to."""

    gesture: str
    moment: Moment
    value: int
    cost: int
    exposure: int
    quantity: int


@dataclass
class Said:
    """The answer of the slow model; `at_most` and `amount` in minor units or thousandths."""

    outcome: str
    amount: int | None = None
    at_most: int | None = None
    limits: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()


def another(moment: Moment, **changes: Any) -> Moment:
    """The moment with something about it changed."""
    return Moment(**{name: getattr(moment, name) for name in Moment.__annotations__} | changes)


def wall(at: datetime, clock: BusinessClock) -> datetime:
    """What the clock on the site's wall shows."""
    return at.astimezone(clock.zone).replace(tzinfo=None)


def first_instant(shown: datetime, clock: BusinessClock) -> datetime:
    """The first instant at which the wall clock shows this; where it never does, the first after the jump.

    Found by walking, minute by minute, from the later of the two offsets that the zone has around that time.
    """
    for fold in (0, 1):
        at = shown.replace(tzinfo=clock.zone, fold=fold).astimezone(UTC)
        if wall(at, clock) == shown:
            return at
    at = min(shown.replace(tzinfo=clock.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    at = at.replace(second=0, microsecond=0)
    while wall(at, clock) < shown:
        at += MINUTE
    return at


@lru_cache(maxsize=100_000)
def business_date(at: datetime, clock: BusinessClock) -> date:
    """The last date whose business day has begun."""
    day = wall(at, clock).date() + 2 * DAY
    while first_instant(datetime.combine(day, clock.day_starts), clock) > at:
        day -= DAY
    return day


def fact_of(name: str, moment: Moment, clock: BusinessClock) -> object:
    if name in moment.facts:
        return moment.facts[name]
    return {
        "role": moment.role,
        "situation": moment.situation,
        "reason": moment.reason,
        "channel": moment.channel,
        "hour": wall(moment.at, clock).hour,
        "weekday": m.WEEKDAYS[business_date(moment.at, clock).weekday()],
    }.get(name)


def holds(condition: m.Condition | None, moment: Moment, clock: BusinessClock) -> int:
    """NO, MAYBE or YES: `and` is the least, `or` the greatest."""
    if condition is None:
        return YES
    if isinstance(condition, m.AllOf):
        return min([YES, *(holds(part, moment, clock) for part in condition.parts)])
    if isinstance(condition, m.AnyOf):
        return max([NO, *(holds(part, moment, clock) for part in condition.parts)])
    if isinstance(condition, m.Not):
        return YES - holds(condition.part, moment, clock)
    value = fact_of(condition.fact, moment, clock)
    if condition.match is m.Match.KNOWN:
        return YES if (value is not None) == condition.values[0] else NO
    if value is None:
        return MAYBE
    first = condition.values[0]
    return YES if {
        m.Match.IN: lambda: value in condition.values,
        m.Match.NOT_IN: lambda: value not in condition.values,
        m.Match.AT_LEAST: lambda: value >= first,
        m.Match.AT_MOST: lambda: value <= first,
        m.Match.MORE_THAN: lambda: value > first,
        m.Match.LESS_THAN: lambda: value < first,
    }[condition.match]() else NO  # fmt: skip


def half_even(exact: Fraction) -> int:
    return round(exact)  # of a Fraction: half to even


def percent_of(value: int, percent: Decimal) -> int:
    return half_even(Fraction(value) * Fraction(percent) / 100)


class Unknown(Exception):
    """A fact or a scope is not known."""


class Absent(Exception):
    """There is no amount."""


@dataclass
class Choice:
    """What may be given: every figure of `range` (empty for no amount), and the usual one."""

    figures: range
    usual: int | None
    chosen: bool
    quantity: bool = False
    money: bool = True


class Slow:
    def __init__(self, guidelines: m.Guidelines, entries: list[Gave]) -> None:
        self.guidelines = guidelines
        self.clock = guidelines.business.clock
        self.entries = entries

    def holds(self, condition: m.Condition | None, moment: Moment) -> int:
        return holds(condition, moment, self.clock)

    def fact(self, name: str, moment: Moment) -> object:
        return fact_of(name, moment, self.clock)

    # --- limits

    def scope(self, moment: Moment, name: str) -> str | None:
        if name in ("site", "business"):
            return "1"
        if name in ("staff", "role"):
            return getattr(moment, name)
        return moment.scope.get(name)

    def companies(self, moment: Moment) -> set[str]:
        """Every company that the person is of: `company`, `company:2` and so on."""
        return {said for name, said in moment.scope.items() if name.split(":")[0] == "company"}

    def counts(self, limit: m.Limit, entry: Gave, moment: Moment, company: str = "") -> bool:
        if entry.gesture not in limit.counts:
            return False
        for name in limit.per:
            if name == "company":
                if company not in self.companies(entry.moment):
                    return False
            elif self.scope(entry.moment, name) != self.scope(moment, name) or self.scope(moment, name) is None:
                return False
        window, then, now = limit.within, entry.moment.at, moment.at
        if window.kind is m.WindowKind.EVER:
            return True
        if window.kind is m.WindowKind.CALENDAR:
            days = business_date(then, self.clock), business_date(now, self.clock)
            return self.named(window.unit, days[0]) == self.named(window.unit, days[1])
        if window.unit in ("month", "year"):
            return now < self.months_after(then, window.count * {"month": 1, "year": 12}[window.unit])
        minutes = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}[window.unit] * window.count
        return (now - then).total_seconds() < minutes * 60

    def months_after(self, then: datetime, months: int) -> datetime:
        shown = wall(then, self.clock)
        years, month = divmod(shown.month - 1 + months, 12)
        last = calendar.monthrange(shown.year + years, month + 1)[1]
        return first_instant(
            shown.replace(year=shown.year + years, month=month + 1, day=min(shown.day, last)), self.clock
        )

    def named(self, unit: str, day: date) -> tuple[int, ...]:
        return {
            "day": (day.year, day.month, day.day),
            "week": day.isocalendar()[:2],
            "month": (day.year, day.month),
            "quarter": (day.year, (day.month + 2) // 3),
            "year": (day.year,),
        }[unit]

    def used(self, limit: m.Limit, moment: Moment) -> int:
        """What is used; of somebody in several companies, what is used in the one where it is most."""
        measure = limit.measure
        return max(
            sum(
                1 if measure is m.Measure.TIMES else getattr(entry, measure.value)
                for entry in self.entries
                if self.counts(limit, entry, moment, company)
            )
            for company in self.companies(moment) or {""}
        )

    def up_to(self, limit: m.Limit, moment: Moment) -> int | None:
        if limit.up_to.unlimited:
            return None
        if limit.up_to.figure is not None:
            return limit.up_to.figure
        value = self.fact(limit.up_to.fact, moment)
        if value is None:
            raise Unknown
        return int(value)

    def state(self, limit: m.Limit, moment: Moment) -> tuple[int, int | None] | None:
        """Used and allowed, or None where the limit does not apply; Unknown."""
        day = business_date(moment.at, self.clock)
        if (limit.valid_from and day < limit.valid_from) or (limit.valid_until and day > limit.valid_until):
            return None
        applies = self.holds(limit.when, moment)
        if applies == NO:
            return None
        allowed = self.up_to(limit, moment)
        if applies == MAYBE or any(self.scope(moment, name) is None for name in limit.per):
            raise Unknown
        return self.used(limit, moment), allowed

    def lets(
        self, gesture: m.Gesture, limit: m.Limit, choice: Choice, figure: int, exposure: int, moment: Moment
    ) -> bool:
        state = self.state(limit, moment)
        if state is None or state[1] is None:
            return True
        more = {
            m.Measure.TIMES: 1,
            m.Measure.VALUE: figure if choice.money else 0,
            m.Measure.COST: self.cost(gesture, choice, figure),
            m.Measure.EXPOSURE: exposure,
            m.Measure.QUANTITY: figure if choice.quantity else 0,
        }[limit.measure]
        return more == 0 or state[0] + more <= state[1]

    def cost(self, gesture: m.Gesture, choice: Choice, figure: int) -> int:
        if gesture.cost.minor is not None:
            return gesture.cost.minor
        value = figure if choice.money else 0
        return value if gesture.cost.percent is None else percent_of(value, gesture.cost.percent)

    # --- amounts

    def choice(self, form: m.AmountForm, moment: Moment, gesture: m.Gesture) -> Choice:
        if isinstance(form, m.NoAmount):
            return Choice(range(0), None, False, money=False)
        if isinstance(form, m.Cases):
            return self.case(form, moment, gesture)
        if isinstance(form, m.Quantity):
            usual = None if form.usual is None else int(form.usual * 1000)
            found = self.between(int(form.low * 1000), int(form.high * 1000), usual, form.chosen)
            return Choice(found.figures, found.usual, found.chosen, quantity=True, money=False)
        if isinstance(form, m.Fixed):
            return self.between(form.minor, form.minor, form.minor, False)
        if isinstance(form, m.Chosen):
            return self.between(form.low, form.high, form.usual, True)
        if isinstance(form, m.RestOf):
            return self.rest(form, moment, gesture)
        base = self.fact(form.fact if isinstance(form, m.Exactly) else form.of, moment)
        if base is None:
            raise Unknown
        if isinstance(form, m.Exactly):
            return self.between(base, base, base, False)
        if isinstance(form, m.Each):
            amount = half_even(Fraction(base) * form.minor)
            return self.between(amount, amount, amount, False)
        return self.share(form, base)

    def case(self, form: m.Cases, moment: Moment, gesture: m.Gesture) -> Choice:
        possible: list[m.AmountForm | None] = []
        for case in form.cases:
            told = self.holds(case.when, moment)
            if told != NO:
                possible.append(case.form)
            if told == YES:
                break
        else:
            possible.append(None)
        found = []
        for each in possible:
            try:
                if each is None:
                    raise Absent
                found.append(self.choice(each, moment, gesture))
            except Absent:
                found.append(None)
        if any(each != found[0] for each in found):
            raise Unknown
        if found[0] is None:
            raise Unknown if len(found) > 1 else Absent
        return found[0]

    def rest(self, form: m.RestOf, moment: Moment, gesture: m.Gesture) -> Choice:
        limit = self.guidelines.limit(form.limit)
        allowed = self.up_to(limit, moment)
        if any(self.scope(moment, name) is None for name in limit.per):
            raise Unknown
        if allowed is None:
            return Choice(range(1, 99_999_999_999 + 1), None, True)
        left = max(0, allowed - self.used(limit, moment))
        if limit.measure is m.Measure.COST:
            money = Choice(range(0), None, True)
            fits = [v for v in range(1, 2000) if (c := self.cost(gesture, money, v)) == 0 or c <= left]
            if fits and fits[-1] == 1999:
                return Choice(range(1, 99_999_999_999 + 1), None, True)
            left = fits[-1] if fits else 0
        return self.between(1, left, left, True)

    def share(self, form: m.Share, base: int) -> Choice:
        def part(percent: Decimal) -> int:
            value = percent_of(base, percent)
            value = max(value, form.at_least) if form.at_least is not None else value
            return min(value, form.at_most) if form.at_most is not None else value

        if not form.chosen:
            return self.between(part(form.low), part(form.low), part(form.low), False)
        high = percent_of(base, form.high)
        high = high if form.at_most is None else min(high, form.at_most)
        low = min(high, part(form.low))
        usual = None if form.usual is None else part(form.usual)
        return self.between(low, high, usual, True)

    def between(self, low: int, high: int, usual: int | None, chosen: bool) -> Choice:
        low = max(low, 1)
        if high < low:
            raise Absent
        if low == high:
            usual = low
        if usual is not None:
            usual = max(low, min(high, usual))
        return Choice(range(low, high + 1), usual, chosen)

    # --- when a limit frees

    def figures(self, gesture: m.Gesture, moment: Moment, ask: int | None) -> tuple[Choice, int, int, int] | None:
        """The choice, the exposure, what is asked for and the least, where all of that is known."""
        try:
            choice = self.choice(gesture.amount, moment, gesture)
            exposure = self.exposure(gesture, moment)
        except (Unknown, Absent):
            return None
        least = choice.figures[0] if len(choice.figures) else 0
        asked = choice.usual if ask is None else ask
        return choice, exposure, least if asked is None else asked, least

    def awaited(
        self, gesture: m.Gesture, limit: m.Limit, moment: Moment, figures: tuple[Choice, int, int, int]
    ) -> int | None:
        """What is waited for: what was asked; the least where the limit never allows so much; None: neither."""
        choice, exposure, asked, least = figures
        empty = Slow(self.guidelines, [])
        for figure in (asked, least):
            if empty.lets(gesture, replace(limit, valid_from=None, valid_until=None), choice, figure, exposure, moment):
                return figure
        return None

    def has_ended(self, limit: m.Limit, moment: Moment, at: datetime) -> bool:
        """Whether the limit itself no longer applies at another instant."""
        return self.state(limit, another(moment, at=at)) is None

    def passes(
        self, gesture: m.Gesture, limit: m.Limit, moment: Moment, figures: tuple[Choice, int, int, int], at: datetime
    ) -> bool:
        """Whether the limit lets pass what is waited for, at another instant at which all else is as it is."""
        figure = self.awaited(gesture, limit, moment, figures)
        return figure is not None and self.lets(gesture, limit, figures[0], figure, figures[1], another(moment, at=at))

    def passes_as_asked(
        self, gesture: m.Gesture, limit: m.Limit, moment: Moment, figures: tuple[Choice, int, int, int], at: datetime
    ) -> bool:
        """Whether the limit lets pass all that was asked, at another instant."""
        choice, exposure, asked, _least = figures
        return self.lets(gesture, limit, choice, asked, exposure, another(moment, at=at))

    def frees(self, gesture: m.Gesture, limit: m.Limit, moment: Moment, figures: tuple[Choice, int, int, int]) -> bool:
        """Whether the limit, which is in the way, lets pass later what it does not now."""
        figure = self.awaited(gesture, limit, moment, figures)
        if limit.valid_until is not None:
            return True
        if figure is None or limit.within.kind is m.WindowKind.EVER:
            return False
        return not self.lets(gesture, limit, figures[0], figure, figures[1], moment)

    # --- the decision

    def ceiling(self, gesture: m.Gesture, moment: Moment) -> int | None:
        if gesture.id in moment.authority:
            return moment.authority[gesture.id]
        role = moment.role
        if gesture.authority is None:
            return 10**15
        order = self.guidelines.roles
        named = [each for each in order[: order.index(role) + 1] if each in gesture.authority]
        return gesture.authority[named[-1]] if named else None

    def excluded(self, gesture: m.Gesture, moment: Moment) -> bool:
        others = gesture.not_with | {g.id for g in self.guidelines.gestures.values() if gesture.id in g.not_with}
        scope = "incident" if "incident" in moment.scope else "conversation"
        here = moment.scope.get(scope)
        return here is not None and any(
            entry.gesture in others and entry.moment.scope.get(scope) == here for entry in self.entries
        )

    def too_many(self, gesture: m.Gesture, moment: Moment) -> bool:
        most, here = self.guidelines.gestures_at_most, moment.scope.get("conversation")
        if most is None or here is None or gesture.kind is m.Kind.OWED:
            return False
        return sum(entry.moment.scope.get("conversation") == here for entry in self.entries) >= most

    def decide(self, name: str, moment: Moment, ask: int | None) -> Said | None:
        """The answer; None for an ask that is none of the gesture's amounts."""
        gesture = self.guidelines.gestures[name]
        own = list(gesture.limits)
        if gesture.kind is not m.Kind.OWED:
            own += [budget for budget in self.guidelines.budgets if name in budget.counts]
        no, maybe, choice, exposure = False, False, None, 0
        try:
            choice = self.choice(gesture.amount, moment, gesture)
        except Unknown:
            maybe = True
        except Absent:
            no = True
        try:
            exposure = self.exposure(gesture, moment)
        except Unknown:
            maybe = True
            exposure = None
        if ask is not None and choice is not None:
            inside = ask in choice.figures or (choice.chosen and ask > choice.figures[-1])
            if not len(choice.figures) or not inside:
                return None
        told = self.holds(gesture.when, moment)
        bend = told == NO and gesture.bend is not None and self.holds(gesture.bend.when, moment) != NO
        no = no or (told == NO and not bend)
        maybe = maybe or told == MAYBE or (bend and self.holds(gesture.bend.when, moment) == MAYBE)
        if gesture.situations:
            no = no or (moment.situation is not None and moment.situation not in gesture.situations)
            maybe = maybe or moment.situation is None
        day = business_date(moment.at, self.clock)
        no = no or bool(
            (gesture.valid_from and day < gesture.valid_from) or (gesture.valid_until and day > gesture.valid_until)
        )
        no = no or self.excluded(gesture, moment) or self.too_many(gesture, moment)
        known = []
        for limit in own:
            try:
                self.state(limit, moment)
                known.append(limit)
            except Unknown:
                maybe = True
        return self.answer(gesture, moment, ask, choice, exposure, known, no, maybe, bend)

    def exposure(self, gesture: m.Gesture, moment: Moment) -> int:
        if gesture.exposure is None:
            return 0
        try:
            choice = self.choice(gesture.exposure, moment, gesture)
        except Absent:
            return 0
        return choice.figures[-1] if choice.usual is None else choice.usual

    def answer(self, gesture, moment, ask, choice, exposure, known, no, maybe, bend):  # type: ignore[no-untyped-def]  # one long list of findings
        if choice is None or exposure is None:
            return Said("no_fit" if no else "unsure")  # without figures the slow model only knows the plain cases
        ceiling = self.ceiling(gesture, moment)
        figures = choice.figures if len(choice.figures) else range(1)
        if len(figures) > TRIED_MAX:
            figures = range(1, TRIED_MAX + 1)
        free = [f for f in figures if all(self.lets(gesture, each, choice, f, exposure, moment) for each in known)]
        mine = [f for f in free if ceiling is not None and (not choice.money or f <= ceiling)]
        if no or not free:
            wanted = choice.usual if ask is None else ask
            wanted = figures[0] if wanted is None else wanted
            stop = frozenset(
                each.id for each in known if not self.lets(gesture, each, choice, wanted, exposure, moment)
            )
            return Said("no_fit", limits=stop)
        if maybe and not mine:
            return Said("unsure")
        by_role = not bend or self.guidelines.roles.index(moment.role) >= self.guidelines.roles.index(gesture.bend.by)
        if not mine or not by_role:
            return Said("unsure" if maybe else "above")
        at_most = mine[-1] if len(choice.figures) else None
        if ask is not None and ask > mine[-1]:
            return Said("unsure" if maybe else "less", at_most=at_most)
        wanted = choice.usual if ask is None else ask
        amount = None if wanted is None or at_most is None else min(wanted, at_most)
        if maybe:
            return Said("unsure", amount, at_most)
        missing = self.missing(gesture, moment, choice, amount, bend)
        return Said("ticks" if missing else "yes", amount, at_most, unknown=frozenset(missing))

    def missing(self, gesture, moment, choice, amount, bend):  # type: ignore[no-untyped-def]  # as above
        wanted = set(gesture.needs)
        if gesture.only_if_asked:
            wanted.add("customer_asked")
        least = amount if amount is not None else (choice.figures[0] if len(choice.figures) else 0)
        if bend or (gesture.judgement_above is not None and choice.money and least > gesture.judgement_above):
            wanted.add("reason")
        lacking = wanted - moment.ticks
        if len(choice.figures) and amount is None:
            lacking.add("amount")
        return lacking
