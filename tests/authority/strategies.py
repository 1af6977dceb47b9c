"""Guidelines, moments and histories for property tests, built from the dataclasses directly.

The world is small on purpose (a few gestures, amounts below a euro, three customers), so that limits are met, and
so that a slow model can try every amount. `worlds()` gives guidelines with a history of attempts; the history is
played by `play`, which other rooms may replace by their own way of giving.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from frontdesk.authority.decision import decide
from frontdesk.authority.ledger import Ledger
from frontdesk.authority.limits import needed
from frontdesk.authority.values import BadAsk, Decision, Moment, Outcome
from frontdesk.ground.businessday import BusinessClock, calendar_end, rolled
from frontdesk.guidelines.model import (
    TICKS,
    WEEKDAYS,
    AllOf,
    AmountForm,
    AnyOf,
    AskRole,
    Bend,
    Business,
    CaseOf,
    Cases,
    Chosen,
    Condition,
    Cost,
    Each,
    Exactly,
    Fact,
    FactType,
    FactValue,
    Fixed,
    Gesture,
    Guidelines,
    Kind,
    Limit,
    Match,
    Measure,
    NoAmount,
    Not,
    OtherGesture,
    PromiseWithin,
    Quantity,
    RestOf,
    Say,
    Share,
    Situation,
    Source,
    Test,
    UpTo,
    WayWritten,
    Window,
    WindowKind,
    Words,
)

ROLES = ("staff", "lead", "manager")
SITUATIONS = ("noise", "rain")
NAMES = ("a", "b", "c", "d")
SCOPES = ("customer", "order", "incident", "conversation", "staff", "role", "site", "shift", "company")
COMPANIES: tuple[dict[str, str], ...] = (
    {},
    {"company": "1"},
    {"company": "1"},
    {"company": "2"},
    {"company": "1", "company:2": "2"},
    {"company": "2", "company:2": "1"},
    {"company": "3", "company:2": "1", "company:3": "2"},
)
"""A person may be of several, where cards of people in two companies were merged."""
START = datetime(2026, 1, 25, 10, tzinfo=UTC)
CLOCK = BusinessClock(ZoneInfo("Europe/Riga"), time(6))
# Where the clock is moved in other ways: by half an hour or by two, at midnight, in the south, back past midnight, not
# at all; with days that begin in the hour that is skipped or comes twice. The instants are those of a change.
OTHER_CLOCKS = (
    ("Europe/Riga", time(3, 30), datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Riga", time(3, 30), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("Europe/London", time(1, 30), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", time(2, 30), datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", time(1), datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("America/Havana", time(0, 30), datetime(2026, 3, 8, 5, tzinfo=UTC)),
    ("America/Santiago", time(0), datetime(2026, 9, 6, 4, tzinfo=UTC)),
    ("Africa/Cairo", time(0), datetime(2026, 4, 23, 22, tzinfo=UTC)),
    ("Asia/Beirut", time(0, 15), datetime(2026, 10, 24, 21, tzinfo=UTC)),
    ("America/Scoresbysund", time(23, 30), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/St_Johns", time(0), datetime(2010, 11, 7, 2, 31, tzinfo=UTC)),
    ("Pacific/Apia", time(4), datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("Australia/Lord_Howe", time(2, 15), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("Australia/Sydney", time(2, 30), datetime(2026, 4, 4, 16, tzinfo=UTC)),
    ("Antarctica/Troll", time(2, 30), datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Asia/Kathmandu", time(5, 45), datetime(2028, 2, 29, 12, tzinfo=UTC)),
    ("UTC", time(0), datetime(2027, 12, 31, 23, tzinfo=UTC)),
)
FACTS = {
    fact.name: fact
    for fact in (
        Fact("order.paid", FactType.MONEY, Source.ORDER),
        Fact("said", FactType.MONEY, Source.ASKED),
        Fact("people", FactType.NUMBER, Source.ASKED),
        Fact("rooms", FactType.NUMBER, Source.HOUSE),
        Fact("tier", FactType.CHOICE, Source.CARD, ("guest", "gold")),
        Fact("stained", FactType.YES_NO, Source.ASKED),
    )
}


class Pick(Random):
    """Draws of one world. Plain draws and not strategies of strategies: a hundred times as many worlds a second.

    `clock` is the world's, `start` is near a moment at which something changes by it, `day` is that date. Every other
    world is `easy`: nothing is unknown and little is in the way but limits, so that these fill up.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.clock, self.start = CLOCK, START + timedelta(days=self.one(0, 0, 50))
        if self.chance(2):
            zone, day_starts, change = self.one(*OTHER_CLOCKS)
            self.clock = BusinessClock(ZoneInfo(zone), day_starts)
            self.start = change - timedelta(minutes=self.one(0, 0, 30, 60, 90, 600, 60 * 24 * 30))
        self.day = self.start.date()
        self.easy = self.chance(2)

    def one(self, *choices: Any) -> Any:
        return self.choice(choices)

    def chance(self, of: int) -> bool:
        """True once in `of` times."""
        return self.randrange(of) == 0

    def hitch(self, of: int) -> bool:
        """True once in `of` times, and far less often where it is easy."""
        return self.chance(of * 10 if self.easy else of)

    def many(self, choices: Sequence[Any], least: int, most: int) -> tuple[Any, ...]:
        return tuple(self.sample(choices, self.randint(min(least, len(choices)), min(most, len(choices)))))

    def small(self) -> int:
        return self.randint(1, 40)

    def some(self) -> int:
        return self.randint(0, 60)


# --- conditions ---------------------------------------------------------------------------------------------


def a_test(pick: Pick) -> Test:
    kind = pick.randrange(11)
    if kind == 9:
        return Test("hour", pick.one(Match.AT_LEAST, Match.LESS_THAN), (Decimal(pick.randint(0, 23)),))
    if kind == 10:
        return Test("channel", Match.IN, ("phone",))
    if kind < 2:
        match = pick.one(Match.AT_LEAST, Match.AT_MOST, Match.MORE_THAN, Match.LESS_THAN)
        return Test(pick.one("people", "rooms"), match, (Decimal(pick.randint(0, 3)),))
    if kind == 2:
        return Test("tier", Match.NOT_IN, (pick.one("guest", "gold"),))
    if kind == 3:
        return Test("order.paid", Match.MORE_THAN, (pick.some(),))
    if kind == 4:
        return Test("role", Match.IN, (pick.one(*ROLES),))
    if kind == 5:
        return Test("situation", Match.IN, (pick.one(*SITUATIONS),))
    if kind == 6:
        return Test(pick.one(*FACTS), Match.KNOWN, (pick.chance(2),))
    if kind == 7:
        return Test("weekday", Match.IN, pick.many(WEEKDAYS, 2, 5))
    return Test("stained", Match.IN, (pick.chance(2),))


def a_condition(pick: Pick, depth: int = 2) -> Condition:
    kind = pick.randrange(6) if depth else 0
    if kind < 3:
        return a_test(pick)
    if kind == 3:
        return Not(a_condition(pick, depth - 1))
    parts = tuple(a_condition(pick, depth - 1) for _ in range(pick.randint(1, 3)))
    return AllOf(parts) if kind == 4 else AnyOf(parts)


def maybe_condition(pick: Pick) -> Condition | None:
    return a_condition(pick) if pick.hitch(4) else None


# --- amounts ------------------------------------------------------------------------------------------------


def chosen(pick: Pick) -> Chosen:
    low, high = sorted((pick.randint(0, 30), pick.small()))
    return Chosen(low, high, pick.one(None, pick.randint(low, high), pick.randint(low, high)))


def share(pick: Pick) -> Share:
    low, high = sorted(Decimal(pick.one("0", "10", "33.3", "50", "75", "100", "120")) for _ in range(2))
    of = pick.one("order.paid", "said")
    at_least, at_most = (pick.some() if pick.chance(3) else None for _ in range(2))
    if pick.chance(2):
        return Share(of, low, low, low, False, at_least, at_most)
    return Share(of, low, high, pick.one(None, low, high), True, at_least, at_most)


def quantity(pick: Pick) -> Quantity:
    low, high = sorted(Decimal(pick.randint(1, 8)) / 2 for _ in range(2))
    if pick.chance(2):
        return Quantity(low, low, low, "GB", False)
    return Quantity(low, high, pick.one(None, low, high), "GB", True)


def money_form(pick: Pick) -> AmountForm:
    kind = pick.randrange(7)
    if kind == 0:
        return Fixed(pick.small())
    if kind == 1:
        return Each(pick.small(), pick.one("people", "rooms"))
    if kind == 2:
        return Exactly(pick.one("order.paid", "said"))
    return share(pick) if kind < 5 else chosen(pick)


def plain_form(pick: Pick) -> AmountForm:
    kind = pick.randrange(8)
    return quantity(pick) if kind == 0 else NoAmount() if kind == 1 else money_form(pick)


def amount_form(pick: Pick) -> AmountForm:
    if not pick.chance(5):
        return plain_form(pick)
    same = plain_form(pick)
    cases = [CaseOf(a_condition(pick), same if pick.chance(3) else plain_form(pick)) for _ in range(pick.randint(1, 2))]
    if pick.chance(2):
        cases.append(CaseOf(None, same))
    return Cases(tuple(cases))


# --- limits -------------------------------------------------------------------------------------------------


def window(pick: Pick) -> Window:
    kind = pick.randrange(8)
    if kind < 2:
        return Window(WindowKind.EVER)
    if kind < 5:
        return Window(WindowKind.CALENDAR, pick.one("day", "day", "week", "month", "quarter", "year"))
    unit = pick.one("minute", "hour", "day", "week", "month", "month", "year")
    most = {"minute": 90, "hour": 30, "year": 2}.get(unit, 20)
    return Window(WindowKind.ROLLING, unit, pick.one(1, pick.randint(1, most)))


def maybe_date(pick: Pick) -> date | None:
    return pick.day + timedelta(pick.one(0, pick.randint(-5, 35))) if pick.chance(12) else None


def up_to(pick: Pick, measure: Measure) -> UpTo:
    if measure is Measure.TIMES:
        return UpTo(fact=pick.one("people", "rooms")) if pick.chance(4) else UpTo(pick.randint(1, 3))
    if measure is Measure.QUANTITY:
        return UpTo(pick.randint(500, 9000))
    kind = pick.randrange(8)
    if kind == 0:
        return UpTo(unlimited=True)
    if kind < 3:
        return UpTo(fact=pick.one("order.paid", "said"))
    return UpTo(pick.randint(1, 120))


def limit(pick: Pick, name: str, counts: frozenset[str], is_budget: bool = False) -> Limit:
    measure = pick.one(*Measure)
    return Limit(
        id=name,
        up_to=up_to(pick, measure),
        per=pick.many(SCOPES, 1, 2),
        within=window(pick),
        counts=counts,
        measure=measure,
        unit="GB" if measure is Measure.QUANTITY else "",
        when=maybe_condition(pick),
        valid_from=maybe_date(pick),
        valid_until=maybe_date(pick),
        is_budget=is_budget,
    )


# --- gestures -----------------------------------------------------------------------------------------------


def way(pick: Pick, roles: Sequence[str]) -> WayWritten:
    return pick.one(  # type: ignore[no-any-return]  # one of these four
        OtherGesture(pick.one(*NAMES)),
        AskRole(pick.choice(roles)),
        PromiseWithin(timedelta(hours=2), "2 hours"),
        Say(Words("Take a seat")),
    )


def cost(pick: Pick) -> Cost:
    percent = Decimal(pick.one("0", "25", "33.3", "50", "150"))
    return pick.one(Cost(), Cost(minor=pick.randint(0, 30)), Cost(percent=percent))  # type: ignore[no-any-return]  # a Cost


def gesture(pick: Pick, name: str, names: Sequence[str], roles: Sequence[str]) -> Gesture:
    others = [other for other in names if other != name]
    authority = {role: pick.randint(0, 50) for role in pick.many(roles, 1, 3)}
    return Gesture(
        id=name,
        label=Words(name),
        kind=Kind.OWED if pick.chance(4) else Kind.ITEM,
        amount=amount_form(pick),
        cost=cost(pick),
        exposure=money_form(pick) if pick.chance(4) else None,
        authority=authority if pick.hitch(2) else None,
        judgement_above=pick.small() if pick.chance(3) else None,
        when=maybe_condition(pick),
        situations=("noise",) if pick.hitch(8) else (),
        limits=tuple(
            limit(pick, f"{name}.{place + 1}", frozenset({name, *pick.many(names, 0, 2)}))
            for place in range(pick.randint(int(pick.easy), 2))
        ),
        otherwise=tuple(way(pick, roles) for _ in range(pick.randint(0, 3))) if pick.chance(2) else None,
        needs=frozenset(pick.many(TICKS, 0, 2)) if pick.chance(3) else frozenset({"request_heard"}),
        not_with=frozenset(pick.many(others, 0, 1)) if pick.hitch(3) else frozenset(),
        only_if_asked=pick.chance(4),
        bend=Bend(roles[-1], a_condition(pick)) if pick.chance(3) else None,
        valid_from=maybe_date(pick),
        valid_until=maybe_date(pick),
    )


def guidelines(pick: Pick) -> Guidelines:
    """Any guidelines that a reader could give, over the facts, roles and situations of this module."""
    names = NAMES[: pick.one(1, 2) if pick.easy else pick.randint(1, len(NAMES))]
    roles = ROLES[: pick.one(1, 2, 3, 3)]
    found = _with_rests(pick, {name: gesture(pick, name, names, roles) for name in names})
    return Guidelines(
        version="v",
        business=Business("Test House", "EUR", 2, pick.clock),
        roles=roles,
        facts=FACTS,
        situations={name: Situation(name, Words(name), pick.many(names, 0, 3)) for name in SITUATIONS},
        gestures=found,
        budgets=(limit(pick, "pot", frozenset(pick.many(names, 1, 4)), is_budget=True),) if pick.chance(2) else (),
        gestures_at_most=pick.randint(1, 3) if pick.hitch(4) else None,
    )


def _with_rests(pick: Pick, found: dict[str, Gesture]) -> dict[str, Gesture]:
    """Some gestures give what a money limit still allows, always or in one of their cases."""
    money = (Measure.VALUE, Measure.COST, Measure.EXPOSURE)
    named = [limit.id for each in found.values() for limit in each.limits if limit.measure in money]
    if not named or not pick.chance(4):
        return found
    name = pick.choice(sorted(found))
    rest = RestOf(pick.choice(named))
    if pick.chance(3):
        cases = Cases((CaseOf(a_condition(pick), rest), CaseOf(None, money_form(pick))))
        return {**found, name: replace(found[name], amount=cases)}
    return {**found, name: replace(found[name], amount=rest)}


# --- moments and histories ----------------------------------------------------------------------------------


def moment(pick: Pick, at: datetime, roles: Sequence[str]) -> Moment:
    """A moment at an instant, in which any fact, scope, situation or tick may be missing."""
    facts: dict[str, FactValue] = {
        "order.paid": pick.some(),
        "said": pick.some(),
        "people": Decimal(pick.randint(0, 4)),
        "rooms": Decimal(pick.randint(0, 4)),
        "tier": pick.one("guest", "gold"),
        "stained": pick.chance(2),
    }
    return Moment(
        at=at,
        role=pick.choice(roles),
        staff=pick.one("anna", "janis"),
        facts={name: value for name, value in facts.items() if not pick.hitch(9)},
        scope={
            name: pick.one("1", "1", "2") if pick.easy else pick.one("1", "2")
            for name in ("customer", "order", "incident", "conversation", "shift")
            if not pick.hitch(12)
        }
        | pick.one(*COMPANIES),
        ticks=frozenset(pick.many(TICKS, 0, 6)) if pick.hitch(3) else frozenset(TICKS),
        situation=pick.one(None, *SITUATIONS, "noise"),
        reason=pick.one(None, "late"),
        channel=pick.one(None, "phone"),
        authority={pick.one(*NAMES): pick.randint(0, 50)} if pick.chance(8) else {},
    )


def gap(pick: Pick) -> timedelta:
    """How long nothing happens: mostly short, at times as long as a window, or a second short of it."""
    return pick.one(  # type: ignore[no-any-return]  # one of these
        timedelta(0),
        timedelta(minutes=pick.one(1, 15, 30, 50)),
        timedelta(hours=pick.one(1, 9, 24)),
        timedelta(days=pick.one(1, 6, 7)),
        timedelta(days=pick.one(1, 1, 30, 90, 366)) - timedelta(seconds=pick.one(0, 1)),
    )


def edge(pick: Pick, guidelines: Guidelines, given: Sequence[datetime], after: datetime) -> datetime:
    """An instant at which something changes, or a second before it, that is not before `after`."""
    clock = guidelines.business.clock
    windows = [limit.within for each in guidelines.gestures.values() for limit in each.limits]
    windows += [limit.within for limit in guidelines.budgets]
    edges = [clock.start_of(clock.date_of(after) + timedelta(days=days)) for days in (1, 2, 7)]
    for window in windows:
        if window.kind is WindowKind.ROLLING:
            edges += [rolled(at, window.count, window.unit, clock.zone) for at in given]
        elif window.kind is WindowKind.CALENDAR:
            edges.append(clock.start_of(calendar_end(window.unit, clock.date_of(after))))
    at = pick.choice(edges) - timedelta(seconds=pick.one(0, 1))
    return max(at, after)


@dataclass(frozen=True)
class Attempt:
    """One step of a history: somebody tries to give something, or (with `back`) takes back what that step gave."""

    moment: Moment
    gesture: str
    ask: int | None
    back: int | None


@dataclass(frozen=True)
class World:
    """Guidelines, what happened under them, and the moment in which something is asked."""

    guidelines: Guidelines
    history: tuple[Attempt, ...]
    moment: Moment
    gesture: str
    ask: int | None


def ask(pick: Pick, asked: Gesture) -> int | None:
    """An ask, mostly for amounts that are chosen: for the others nearly every figure is a bad one."""
    chosen_one = isinstance(asked.amount, Chosen | RestOf) or getattr(asked.amount, "chosen", False)
    if pick.chance(3) if chosen_one else not pick.chance(8):
        return None
    return pick.one(pick.small(), pick.randint(20, 60), pick.randint(30, 90))  # type: ignore[no-any-return]  # a number


def world(pick: Pick, steps: int = 8) -> World:
    """Guidelines with a history of attempts over some weeks, winter and summer time among them."""
    rules = guidelines(pick)
    names = sorted(rules.gestures)
    at = pick.start
    history: list[Attempt] = []
    for place in range(pick.randint(0, steps)):
        at += gap(pick)
        back = pick.randrange(place) if place and pick.chance(5) else None
        name = pick.choice(names)
        history.append(Attempt(moment(pick, at, rules.roles), name, ask(pick, rules.gestures[name]), back))
    at += pick.one(timedelta(0), timedelta(hours=5), timedelta(days=11))
    if pick.chance(2):
        at = edge(pick, rules, [each.moment.at for each in history], at)
    name = pick.choice(names)
    return World(rules, tuple(history), moment(pick, at, rules.roles), name, ask(pick, rules.gestures[name]))


def worlds(steps: int = 8) -> st.SearchStrategy[World]:
    """Worlds by their seed: what fails is found again by the number alone."""
    return st.integers(0, 2**48).map(lambda seed: world(Pick(seed), steps))


def per_company(world: World) -> World:
    """The world with every limit per company, in which nothing else keeps gestures from being given."""

    def of_companies(limit: Limit) -> Limit:
        return replace(limit, per=("company",), when=None, valid_from=None, valid_until=None)

    rules = world.guidelines
    gestures = {
        name: replace(each, limits=tuple(map(of_companies, each.limits)), when=None, situations=(), needs=frozenset())
        for name, each in rules.gestures.items()
    }
    budgets = tuple(map(of_companies, rules.budgets))
    return replace(world, guidelines=replace(rules, gestures=gestures, budgets=budgets, gestures_at_most=None))


def split_ask(rules: Guidelines, gesture: str, ask: int | None) -> tuple[int | None, int | None]:
    """An ask as minor units or thousandths, after the gesture's form; small figures are halves of a unit."""
    if ask is not None and isinstance(rules.gestures[gesture].amount, Quantity):
        return None, ask * 500
    return ask, None


def decide_in(ledger: Ledger, moment: Moment, gesture: str, ask: int | None) -> Decision | BadAsk:
    """Decide in the moment as the ledger met it."""
    rules = ledger.guidelines
    met = ledger.met(moment)
    minor, thousandths = split_ask(rules, gesture, ask)
    return decide(rules, met, gesture, ledger.usages(needed(rules, met, (gesture,))), minor, thousandths)


def play(world: World, note: Callable[[str, Decision, Moment], None] | None = None) -> Ledger:
    """The ledger after the history: what was a yes is given, what was given is taken back where a step says so."""
    ledger = Ledger(world.guidelines)
    for place, attempt in enumerate(world.history):
        if attempt.back is not None:
            if ledger.entry(str(attempt.back)) is not None:
                ledger.reverse(str(attempt.back))
            continue
        answer = decide_in(ledger, attempt.moment, attempt.gesture, attempt.ask)
        if isinstance(answer, Decision) and answer.outcome is Outcome.YES:
            ledger.add(str(place), answer, attempt.moment)
            if note is not None:
                note(str(place), answer, attempt.moment)
    return ledger
