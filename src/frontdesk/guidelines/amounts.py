"""Amounts: the forms in which a gesture says how much is given."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from frontdesk.guidelines.facts import Condition


@dataclass(frozen=True, slots=True)
class NoAmount:
    """Nothing to pay: a gesture of time or words."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always this much money (minor units)."""

    minor: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The person chooses between `low` and `high` (minor units); `usual` is offered."""

    low: int
    high: int
    usual: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a money fact, in percent points; chosen when `low` and `high` differ, else exact.

    `at_least` and `at_most` (minor units) bound the result.
    """

    of: str
    low: Decimal
    high: Decimal
    usual: Decimal | None
    chosen: bool
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Each:
    """So much (minor units) for each of a number fact."""

    minor: int
    of: str


@dataclass(frozen=True, slots=True)
class Exactly:
    """Exactly what a money fact says."""

    fact: str


@dataclass(frozen=True, slots=True)
class RestOf:
    """What a money limit still allows; counts as chosen."""

    limit: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """Not money: numbers of `unit`, chosen when `low` and `high` differ."""

    low: Decimal
    high: Decimal
    usual: Decimal | None
    unit: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CaseOf:
    """One line of `cases`; `when` None always holds."""

    when: Condition | None
    form: AmountForm


@dataclass(frozen=True, slots=True)
class Cases:
    """The first case that holds; none: the gesture is not available."""

    cases: tuple[CaseOf, ...]


AmountForm: TypeAlias = "NoAmount | Fixed | Chosen | Share | Each | Exactly | RestOf | Quantity | Cases"
