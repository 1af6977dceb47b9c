"""What happened, in order, as a replay reads it: gestures given, taken back, and the moments in which a limit said no.

Nobody is named here: a role and a conversation's id are all that is left of the people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias


class Given(NamedTuple):
    """A gesture that was given. Money is in minor units, None for a gesture without.

    `kept` is what was kept of its moment (`remembering.remembered`), None where none was.
    `taken_back` says that a `TakenBack` of it follows. `business_date` is the day it was counted on. `of_event`: a mass
    event owed it, so its `scope` is only what it counts for, and in its `incident` it still excludes others.
    """

    id: str
    gesture: str
    label: str
    at: datetime
    business_date: date
    conversation: str
    role: str
    version: str
    scope: Mapping[str, str]
    value_minor: int | None
    cost_minor: int = 0
    exposure_minor: int = 0
    quantity_thousandths: int = 0
    kept: Mapping[str, Any] | None = None
    taken_back: bool = False
    incident: str | None = None
    of_event: bool = False


class TakenBack(NamedTuple):
    """That the gesture of the id `of` was taken back."""

    of: str
    at: datetime


class Stopped(NamedTuple):
    """A block: what was asked (`kept` says how much), and what a limit answered.

    `outcome` is `less`, `lead` or `no_fit`; `possible_minor` what was possible then. `rules` are those that bound,
    `ways` the gestures that were named as ways forward, `instead` the label of what was done instead, if that was said.
    """

    id: str
    gesture: str
    at: datetime
    conversation: str
    role: str
    version: str
    scope: Mapping[str, str]
    outcome: str
    asked_minor: int | None = None
    possible_minor: int | None = None
    rules: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    instead: str = ""
    kept: Mapping[str, Any] | None = None


class SamePerson(NamedTuple):
    """That the card `merged` was found to be the same person as `kept`: what was given to one counts for both."""

    kept: str
    merged: str
    at: datetime


class TwoPeople(NamedTuple):
    """That this was taken apart again: each card has its own past."""

    merged: str
    at: datetime


PastEvent: TypeAlias = Given | TakenBack | Stopped | SamePerson | TwoPeople


@dataclass(frozen=True, slots=True)
class Knew:
    """What a version of the guidelines let the desk write down: its facts, and the scopes that its limits are per."""

    facts: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
