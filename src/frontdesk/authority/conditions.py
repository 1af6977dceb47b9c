"""Conditions in Kleene's three values: true, false, or not known (None).

An unknown fact makes a comparison unknown; `false and unknown` is false, `true or unknown` is true. What is
still unknown is either worth a question (a fact the customer can tell) or stops the gesture (a fact that the
house, the card or the order should know). Source: docs/guidelines.md, Unknown facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import ge, gt, le, lt
from typing import Any

from frontdesk.authority.values import Moment
from frontdesk.guidelines.model import (
    WEEKDAYS,
    AllOf,
    AnyOf,
    Condition,
    FactValue,
    Guidelines,
    Match,
    Not,
    Source,
    Test,
)

# Looked up here once: a member of an enum, asked of its class, costs more than the comparison it stands for.
_IN, _NOT_IN, _KNOWN = Match.IN, Match.NOT_IN, Match.KNOWN
_ORDER: dict[str, Callable[[Any, Any], bool]] = {"at_least": ge, "at_most": le, "more_than": gt, "less_than": lt}


class View:
    """The facts of one moment, the built-in ones included; what it works out is kept for this one decision."""

    __slots__ = ("_date", "_guidelines", "at", "clock", "facts", "moment")

    def __init__(self, guidelines: Guidelines, moment: Moment) -> None:
        self._guidelines = guidelines
        self.moment = moment
        self.clock = guidelines.business.clock
        self.at = moment.at
        self.facts = moment.facts
        self._date: date | None = None

    @property
    def business_date(self) -> date:
        """The business date of the moment."""
        if self._date is None:
            self._date = self.clock.date_of(self.at)
        return self._date

    def get(self, name: str) -> FactValue | None:
        """What the fact says, None when it is not known."""
        known = self.facts.get(name)
        if known is not None:
            return known
        return self._built_in(name)

    def _built_in(self, name: str) -> FactValue | None:
        if name == "role":
            return self.moment.role
        if name == "situation":
            return self.moment.situation
        if name == "reason":
            return self.moment.reason
        if name == "channel":
            return self.moment.channel
        if name == "hour":
            return self.clock.wall(self.at).hour
        if name == "weekday":
            return WEEKDAYS[self.business_date.weekday()]
        return None

    def tick_for(self, name: str) -> str | None:
        """The tick that makes the fact known; None for a fact that nobody at the desk can supply."""
        fact = self._guidelines.facts.get(name)
        if fact is not None:
            return f"fact:{name}" if fact.source is Source.ASKED else None
        return name if name in ("situation", "reason") else None


@dataclass(frozen=True, slots=True)
class Questions:
    """What would settle something unknown: `ticks` to ask for, or `stuck`, the facts nobody here can supply."""

    ticks: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()


def evaluate(condition: Condition | None, view: View) -> bool | None:
    """Whether the condition holds at this moment; None when that is not known. No condition always holds."""
    if condition is None:
        return True
    if isinstance(condition, Test):
        return _compare(condition, view)
    if isinstance(condition, Not):
        inner = evaluate(condition.part, view)
        return None if inner is None else not inner
    settles = isinstance(condition, AnyOf)
    answer: bool | None = not settles
    for part in condition.parts:
        value = evaluate(part, view)
        if value is settles:
            return settles
        if value is None:
            answer = None
    return answer


def _compare(test: Test, view: View) -> bool | None:
    value = view.get(test.fact)
    match = test.match
    if match is _KNOWN:
        return (value is not None) is bool(test.values[0])
    if value is None:
        return None
    if match is _IN:
        return value in test.values
    if match is _NOT_IN:
        return value not in test.values
    return _ORDER[match](value, test.values[0])  # the reader lets both have the type of the fact, one with an order


def questions(condition: Condition, view: View, goal: bool = True) -> Questions:
    """What has to be asked so that an unknown condition can come out as `goal`.

    Only facts that could bring that about are asked for. When none can, because a fact that no customer can
    tell is missing, `ticks` is empty and `stuck` names those facts.
    """
    if isinstance(condition, Test):
        tick = view.tick_for(condition.fact)
        return Questions(stuck=(condition.fact,)) if tick is None else Questions(ticks=(tick,))
    if isinstance(condition, Not):
        return questions(condition.part, view, not goal)
    open_parts = [part for part in condition.parts if evaluate(part, view) is None]
    found = [questions(part, view, goal) for part in open_parts]
    if isinstance(condition, AllOf) is goal:  # every open part is needed
        stuck = unique(name for each in found for name in each.stuck)
        return Questions(stuck=stuck) if stuck else Questions(unique(tick for each in found for tick in each.ticks))
    askable = [each for each in found if not each.stuck]  # one part is enough
    if askable:
        return Questions(unique(tick for each in askable for tick in each.ticks))
    return Questions(stuck=unique(name for each in found for name in each.stuck))


def settling(condition: Condition, view: View) -> Questions:
    """What has to be asked so that an unknown condition is known at all, however it comes out."""
    either = [questions(condition, view, goal) for goal in (True, False)]
    askable = [each for each in either if not each.stuck]
    if askable:
        return Questions(unique(tick for each in askable for tick in each.ticks))
    return either[0]


def question_for(fact: str, view: View) -> Questions:
    """What has to be asked so that the value of an unknown fact is known."""
    tick = view.tick_for(fact)
    return Questions(stuck=(fact,)) if tick is None else Questions(ticks=(tick,))


def failed_on(condition: Condition, view: View) -> tuple[str, ...]:
    """The facts that a condition which does not hold fails on, in the order of the file."""
    if isinstance(condition, Test):
        return (condition.fact,)
    if isinstance(condition, Not):
        return facts_in(condition.part)
    return unique(name for part in condition.parts if evaluate(part, view) is False for name in failed_on(part, view))


def facts_in(condition: Condition) -> tuple[str, ...]:
    """Every fact a condition looks at, once each."""
    if isinstance(condition, Test):
        return (condition.fact,)
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return unique(name for part in parts for name in facts_in(part))


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """`names` without repetitions, in the order they first came."""
    return tuple(dict.fromkeys(names))
