"""What goes into a decision and what comes out: frozen, and the same on the screen and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from frontdesk.guidelines.model import FactValue, Measure, Words


class Moment(NamedTuple):
    """Everything about the moment in which something is asked, but the gesture itself.

    `at` is aware. `facts` hold only what is known, in the types of `guidelines.model.FactValue`. `scope` names
    what limits may be per ("customer": "c1"); a name that is missing is not known in this conversation.
    `reason` is the reason as a fact (a key of the file's list, or the sentence); the tick of that name is in
    `ticks`. `given` are the gestures given and not taken back within the incident (the conversation, when no
    incident is known), for exclusions; `given_in_conversation` counts within the conversation, None when it is
    not known. `authority` is the most this very person may give of a gesture (minor units), in place of what the
    role may; other people's authority is not touched by it. `homes` are, for each household of the customer, the
    values of the scope `household` that count together for it: a limit per household must hold in each. Without any,
    what stands under the value of the scope counts.
    """

    at: datetime
    role: str
    staff: str
    facts: Mapping[str, FactValue] = MappingProxyType({})
    scope: Mapping[str, str] = MappingProxyType({})
    ticks: frozenset[str] = frozenset()
    situation: str | None = None
    reason: str | None = None
    channel: str | None = None
    given: frozenset[str] = frozenset()
    given_in_conversation: int | None = None
    authority: Mapping[str, int] = MappingProxyType({})
    homes: tuple[tuple[str, ...], ...] = ()


class UsageKey(NamedTuple):
    """One counter: the limit's shape, the scope values it is kept for, and the window.

    `scope` joins the limit's `per` values, escaped, in the order of the sorted names. `window` is "" for ever,
    a `ground.businessday.calendar_key`, or "rolling".
    """

    shape: str
    scope: str
    window: str


class UsageNeeded(NamedTuple):
    """A counter that a decision will look at; for rolling windows, marks at or after `since` are wanted.

    `homes` are those of the moment, where the counter is kept per household.
    """

    key: UsageKey
    since: datetime | None = None
    homes: tuple[tuple[str, ...], ...] = ()


class Mark(NamedTuple):
    """What one entry used of a rolling limit, and when."""

    at: datetime
    value_minor: int = 0
    cost_minor: int = 0
    exposure_minor: int = 0
    quantity_thousandths: int = 0


class Used(NamedTuple):
    """What is used of one counter. Rolling windows bring their marks, oldest first, and leave the sums at 0.

    `each` is what is used in each of several households, where a person is in more than one: all of them must hold.
    """

    times: int = 0
    value_minor: int = 0
    cost_minor: int = 0
    exposure_minor: int = 0
    quantity_thousandths: int = 0
    marks: tuple[Mark, ...] = ()
    each: tuple[Used, ...] = ()


Usages: TypeAlias = Mapping[UsageKey, Used]
"""What `limits.needed` asked for, read in one go. A counter that was never moved may be missing: it is zero."""


class Outcome(StrEnum):
    """The five answers (docs/guidelines.md, The decision)."""

    YES = "yes"
    TICKS = "ticks"
    LESS = "less"
    LEAD = "lead"
    NO_FIT = "no_fit"


@dataclass(frozen=True, slots=True)
class Binding:
    """A rule that keeps the answer from being what was asked.

    `rule` is a limit's id, a budget's name, `authority`, `condition`, `excluded`, `gestures_at_most` or `valid`.
    `used` and `up_to` are in the measure's unit (minor units, times, thousandths), None where there are none.
    `facts` names the facts a condition failed on or did not know; `gestures` those that exclude this one.
    """

    rule: str
    measure: Measure | None = None
    unit: str = ""
    used: int | None = None
    up_to: int | None = None
    frees_at: datetime | None = None
    facts: tuple[str, ...] = ()
    gestures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GestureWay:
    """Another gesture that was itself decided and passes now, with the amount it would give (minor units)."""

    gesture: str
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True)
class AskWay:
    """A role that could give it now; with `amount_minor` nobody could give what was asked, and they that much of it."""

    role: str
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True)
class PromiseWay:
    """A promise that can be made; `words` as the file writes it."""

    within: timedelta
    words: str


@dataclass(frozen=True, slots=True)
class SayWay:
    """What staff may do without any gesture ("13:00 always works"); for staff, never to be read out."""

    words: Words


Way: TypeAlias = GestureWay | AskWay | PromiseWay | SayWay


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of one limit at this moment, for showing authority: used, allowed, left (None: unlimited)."""

    limit: str
    measure: Measure
    unit: str
    used: int
    up_to: int | None
    left: int | None
    frees_at: datetime | None = None


class Decision(NamedTuple):
    """The answer to "may this be given, now?".

    Amounts are minor units, None for gestures without money; quantities are thousandths of the unit.
    `low_minor` and `high_minor` are the bounds of a chosen amount as the file states them now, `usual_minor`
    what it offers. `at_most` is the largest that this person could give now, None if nothing. `rooms` show
    every limit that may stop this gesture. `role` is who could, when the outcome is LEAD. `unit` is set for
    quantities, whose bounds are the `*_thousandths`. `bend` means the gesture's own condition fails and an exception
    of the file lets it pass.
    """

    gesture: str
    outcome: Outcome
    amount_minor: int | None = None
    quantity_thousandths: int | None = None
    at_most_minor: int | None = None
    at_most_thousandths: int | None = None
    low_minor: int | None = None
    high_minor: int | None = None
    usual_minor: int | None = None
    cost_minor: int = 0
    exposure_minor: int = 0
    missing: tuple[str, ...] = ()
    binding: tuple[Binding, ...] = ()
    ways: tuple[Way, ...] = ()
    rooms: tuple[Room, ...] = ()
    role: str | None = None
    bend: bool = False
    unit: str = ""
    low_thousandths: int | None = None
    high_thousandths: int | None = None
    usual_thousandths: int | None = None


@dataclass(frozen=True, slots=True)
class BadAsk:
    """What was asked is not a possible amount of this gesture: a bad input, not a limit.

    `problem` is `too_low`, `not_this_amount`, `no_amount`, `decimals` or `not_positive`; the bounds are in the
    gesture's unit (minor units or thousandths), None where there is none.
    """

    gesture: str
    problem: str
    low: int | None = None
    high: int | None = None
    is_quantity: bool = False
