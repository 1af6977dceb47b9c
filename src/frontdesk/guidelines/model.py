"""What a guidelines file means: frozen values that every room above reads and none changes.

`written.py` is the form of the file, this is its meaning: names resolved, money in minor units, durations and
windows parsed, every limit with its own id. Source of every rule: docs/guidelines.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from frontdesk.ground.businessday import BusinessClock
from frontdesk.guidelines.amounts import (
    AmountForm,
    CaseOf,
    Cases,
    Chosen,
    Each,
    Exactly,
    Fixed,
    NoAmount,
    Quantity,
    RestOf,
    Share,
)
from frontdesk.guidelines.facts import (
    BUILT_IN_FACTS,
    WEEKDAYS,
    AllOf,
    AnyOf,
    Condition,
    Fact,
    FactType,
    FactValue,
    Match,
    Not,
    Source,
    Test,
    Words,
)

__all__ = [
    "BUILT_IN_FACTS",
    "STEPS",
    "TICKS",
    "WEEKDAYS",
    "AllOf",
    "AmountForm",
    "AnyOf",
    "AskRole",
    "Bend",
    "Business",
    "CaseOf",
    "Cases",
    "Chosen",
    "Condition",
    "Cost",
    "Each",
    "Exactly",
    "Example",
    "Fact",
    "FactType",
    "FactValue",
    "Fixed",
    "FollowUp",
    "Gesture",
    "Guidelines",
    "Kind",
    "Limit",
    "Match",
    "Measure",
    "NoAmount",
    "Not",
    "OtherGesture",
    "PromiseWithin",
    "Quantity",
    "RestOf",
    "Say",
    "Share",
    "Situation",
    "Source",
    "Test",
    "UpTo",
    "WayWritten",
    "Window",
    "WindowKind",
    "Words",
]

# --- limits -------------------------------------------------------------------------------------------------


class Measure(StrEnum):
    """What a limit adds up."""

    TIMES = "times"
    VALUE = "value"
    COST = "cost"
    EXPOSURE = "exposure"
    QUANTITY = "quantity"


class WindowKind(StrEnum):
    """How a window is bounded."""

    EVER = "ever"
    CALENDAR = "calendar"
    ROLLING = "rolling"


@dataclass(frozen=True, slots=True)
class Window:
    """When an earlier gesture still counts.

    CALENDAR has a `unit` of `ground.businessday.CALENDAR_UNITS`; ROLLING has `count` and a unit of
    `ELAPSED_UNITS` or `WALL_UNITS`. `conversation` and `shift` are written as windows but are scopes: the
    reader adds them to `per` and makes the window EVER.
    """

    kind: WindowKind
    unit: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class UpTo:
    """How much a limit allows: a figure, what a fact says, or without end.

    `figure` is minor units for money measures, thousandths of the unit for QUANTITY, a whole number for TIMES.
    Exactly one of `figure`, `fact` and `unlimited` is set.
    """

    figure: int | None = None
    fact: str | None = None
    unlimited: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """How much, per what, within which window. Budgets are limits with a name that bind several gestures.

    `counts` are the gestures whose entries add up (the owner and `across`; a budget's `of`); which gestures a
    limit stops is where it stands: on the gesture, or in `Guidelines.budgets`.
    """

    id: str
    up_to: UpTo
    per: tuple[str, ...]
    within: Window
    counts: frozenset[str]
    measure: Measure
    unit: str = ""
    when: Condition | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    is_budget: bool = False
    warn_at: Decimal | None = None
    line: int = 0

    @property
    def shape(self) -> str:
        """What its counters depend on: two limits of the same shape share one set of counters.

        How much is allowed, and when the limit applies, are not part of it: those may change without a recount.
        """
        window = f"{self.within.kind}:{self.within.unit}:{self.within.count}"
        return "|".join((window, "+".join(sorted(self.per)), ",".join(sorted(self.counts))))


# --- gestures -----------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What a gesture is."""

    ITEM = "item"
    REFUND = "refund"
    CREDIT = "credit"
    VOUCHER = "voucher"
    DISCOUNT = "discount"
    UPGRADE = "upgrade"
    WAIVER = "waiver"
    PAYMENT_PLAN = "payment_plan"
    TIME = "time"
    ERRAND = "errand"
    PRODUCT = "product"
    WORDS = "words"
    OPEN = "open"
    INVESTMENT = "investment"
    OWED = "owed"


TICKS = ("request_heard", "wish", "customer_asked", "facts_confirmed", "reason", "explicit_yes")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a gesture costs the business: a share of its value (percent points) or an amount; neither: the value."""

    percent: Decimal | None = None
    minor: int | None = None


@dataclass(frozen=True, slots=True)
class OtherGesture:
    """A way forward: another gesture."""

    gesture: str


@dataclass(frozen=True, slots=True)
class AskRole:
    """A way forward: a role that can."""

    role: str


@dataclass(frozen=True, slots=True)
class PromiseWithin:
    """A way forward: a promise within a time; `words` is how the file writes it ("24 hours")."""

    within: timedelta
    words: str


@dataclass(frozen=True, slots=True)
class Say:
    """A way forward told to staff, never to be read to a customer."""

    words: Words


WayWritten: TypeAlias = OtherGesture | AskRole | PromiseWithin | Say


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The promise that giving this gesture makes."""

    text: Words
    due: timedelta
    due_words: str


@dataclass(frozen=True, slots=True)
class Bend:
    """An exception outside the gesture's own condition, given by a role, with a reason."""

    by: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Gesture:
    """Something staff may do for a customer.

    `authority` None: everybody may, any amount that the other rules allow. `otherwise` None: the lead and a
    promise are still ways forward; () forbids them.
    """

    id: str
    label: Words
    kind: Kind
    amount: AmountForm
    key: int | None = None
    cost: Cost = Cost()
    exposure: AmountForm | None = None
    authority: Mapping[str, int] | None = None
    judgement_above: int | None = None
    when: Condition | None = None
    situations: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    otherwise: tuple[WayWritten, ...] | None = None
    needs: frozenset[str] = frozenset({"request_heard"})
    not_with: frozenset[str] = frozenset()
    only_if_asked: bool = False
    one_press: bool = False
    promise: FollowUp | None = None
    idea: bool = False
    bend: Bend | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    why: Words | None = None
    line: int = 0

    @property
    def judged(self) -> bool:
        """Whether the person at the desk decides what is right, inside the bounds."""
        return self.kind in (Kind.OPEN, Kind.INVESTMENT)

    @property
    def owed(self) -> bool:
        """Whether this is an entitlement: budgets and other gestures' limits never stop it."""
        return self.kind is Kind.OWED


@dataclass(frozen=True, slots=True)
class Situation:
    """What kind of moment this is: what is offered first and what is asked."""

    id: str
    label: Words
    first: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Business:
    """Who this is, in which money and by which clock."""

    name: str
    currency: str
    exponent: int
    clock: BusinessClock
    languages: tuple[str, ...] = ("en",)


STEPS = ("moment", "request", "heard", "wish", "solution", "next", "anything_else")


@dataclass(frozen=True, slots=True)
class Example:
    """One of the file's own tests: a line as `decide` reads it, and what is expected of the answer."""

    given: Mapping[str, object]
    expect: Mapping[str, object]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Guidelines:
    """A whole guidelines file, as it is in force. `version` is the SHA-256 of its bytes, in hex."""

    version: str
    business: Business
    roles: tuple[str, ...]
    facts: Mapping[str, Fact]
    situations: Mapping[str, Situation]
    gestures: Mapping[str, Gesture]
    budgets: tuple[Limit, ...] = ()
    principles: tuple[Words, ...] = ()
    reasons: Mapping[str, Words] = field(default_factory=dict)
    steps: tuple[str, ...] = STEPS
    gestures_at_most: int | None = None
    without_complaint: Decimal | None = None
    unkind_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keep: Mapping[str, Window] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    def limits_of(self, gesture: str) -> tuple[Limit, ...]:
        """Every limit that may stop the gesture, in file order: its own, then the budgets that name it.

        An owed gesture has only its own.
        """
        own = self.gestures[gesture]
        if own.owed:
            return own.limits
        return own.limits + tuple(budget for budget in self.budgets if gesture in budget.counts)

    def counting(self, gesture: str) -> tuple[Limit, ...]:
        """Every limit whose usage an entry of the gesture moves, whoever the limit stops."""
        every = tuple(limit for each in self.gestures.values() for limit in each.limits) + self.budgets
        return tuple(limit for limit in every if gesture in limit.counts)

    def limit(self, limit_id: str) -> Limit | None:
        """The limit or budget of that id."""
        for each in self.gestures.values():
            for limit in each.limits:
                if limit.id == limit_id:
                    return limit
        return next((budget for budget in self.budgets if budget.id == limit_id), None)
