"""Facts and conditions: what a guidelines file may look at, and what has to hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

FactValue: TypeAlias = int | Decimal | str | bool | date | timedelta
"""money: minor units (int); number and percent: Decimal (35 % is 35); text and choice: str; yes_no: bool;
date: date; duration: timedelta."""


class FactType(StrEnum):
    """What kind of thing a fact is."""

    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    TEXT = "text"
    YES_NO = "yes_no"
    DATE = "date"
    DURATION = "duration"
    CHOICE = "choice"


class Source(StrEnum):
    """Where a fact comes from; what a customer says (`asked`) never overwrites the others."""

    CARD = "card"
    ORDER = "order"
    HOUSE = "house"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Words:
    """A text for people, in one or several languages; `plain` is what is shown where a language is missing."""

    plain: str
    by_language: Mapping[str, str] = field(default_factory=dict)

    def said_in(self, language: str) -> str:
        """The text in `language`, else the plain one."""
        return self.by_language.get(language, self.plain)


@dataclass(frozen=True, slots=True)
class Fact:
    """A declared fact: something conditions and amounts may look at."""

    name: str
    type: FactType
    source: Source
    choices: tuple[str, ...] = ()
    label: Words | None = None


# --- conditions ---------------------------------------------------------------------------------------------


class Match(StrEnum):
    """How a fact is compared."""

    IN = "in"  # `is`, a plain value and a list all become this
    NOT_IN = "not_in"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of one fact. `values` holds one value, but for IN and NOT_IN; for KNOWN it is a single bool."""

    fact: str
    match: Match
    values: tuple[FactValue, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; without parts it holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; without parts it does not."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition: TypeAlias = "Test | AllOf | AnyOf | Not"

BUILT_IN_FACTS = ("role", "situation", "reason", "channel", "hour", "weekday")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
