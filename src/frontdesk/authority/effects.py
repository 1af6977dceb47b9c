"""What a draft of the guidelines would have meant: the frozen report of a replay. Nobody is named in it.

Money is in minor units of the business's currency, quantities in thousandths. "Then" is what really happened,
"draft" what would have happened. What was taken back later counts on neither side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from frontdesk.guidelines.model import Measure


class Would(StrEnum):
    """What would have become, under the draft, of one thing that happened.

    Of a gesture that was given: SAME; OTHER_AMOUNT of it; ASKED_FIRST (given, once something is asked that was not
    asked then); LESS of it; LEAD (only by a higher role); TURNED_AWAY; GONE (the draft has no such gesture); REPLACED
    (what it was taken instead of would have been given). Of a block: SAME; GIVEN; ASKED_FIRST; PART (more of it than
    was possible then); LESS (less than was possible then); LEAD; TURNED_AWAY (not even what was possible then); GONE;
    REPLACED (the wish had been met before). NOT_JUDGED: what the draft looks at was not written down then.
    """

    SAME = "same"
    OTHER_AMOUNT = "other_amount"
    GIVEN = "given"
    ASKED_FIRST = "asked_first"
    PART = "part"
    LESS = "less"
    LEAD = "lead"
    TURNED_AWAY = "turned_away"
    GONE = "gone"
    REPLACED = "replaced"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class Sums:
    """What was given: how often, its face value, what it cost, what is not received yet, and quantities."""

    times: int = 0
    value_minor: int = 0
    cost_minor: int = 0
    exposure_minor: int = 0
    quantity_thousandths: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """So many of a kind: what was given or asked then (face value), and what would have been given under the draft.

    For LEAD `draft_minor` is what the higher role could have given; it is in no sum.
    """

    times: int = 0
    then_minor: int = 0
    draft_minor: int = 0


@dataclass(frozen=True, slots=True)
class GestureEffect:
    """One gesture: the sums of both sides, and what would have become of what was given and of its blocks."""

    gesture: str
    then: Sums
    draft: Sums
    entries: Mapping[Would, Count]
    blocks: Mapping[Would, Count]


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """How often a rule stopped somebody: a limit, a budget, or `authority`, `condition`, `excluded` and the like.

    `then_blocks` are the blocks that named it; under the draft it would be in the way of `draft_blocks` of the blocks
    and of `draft_entries` of what was given. `known` is false for one that the draft no longer has.
    """

    rule: str
    then_blocks: int
    draft_blocks: int
    draft_entries: int
    known: bool = True


@dataclass(frozen=True, slots=True)
class BudgetDay:
    """The most that was used of a budget at any moment of a day, and how often it was in somebody's way."""

    budget: str
    then_used: int
    draft_used: int
    then_stopped: int = 0
    draft_stopped: int = 0


@dataclass(frozen=True, slots=True)
class DayEffect:
    """One business day, by the draft's clock."""

    day: date
    then: Sums
    draft: Sums
    then_stopped: int
    draft_stopped: int
    budgets: tuple[BudgetDay, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetEffect:
    """A budget of the draft: its figure, the most that was used of it, and on how many days it ran out.

    A budget runs out on a day on which all of it was used, or on which it was in somebody's way. `up_to` and the
    figures are in its measure's unit; `up_to` is None where a fact says how much.
    """

    budget: str
    measure: Measure
    unit: str
    up_to: int | None
    then_most: int
    draft_most: int
    then_days_out: int
    draft_days_out: int


@dataclass(frozen=True, slots=True)
class Example:
    """One difference, to be looked up by its conversation. `block` says that it was one. Figures are minor units.

    `then_minor` is what was given, of a block what was asked; `draft_minor` what would have been given. `rules` are in
    the way under the draft, `missing` is what would have been asked first.
    """

    would: Would
    block: bool
    gesture: str
    conversation: str
    at: datetime
    then_minor: int | None
    draft_minor: int | None
    rules: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotKnown:
    """What the past names and the draft does not have."""

    gestures: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What a draft would have meant from `since` on (None: from the beginning) until `until` (None: to the end).

    `entries` and `blocks` add up to everything that was judged. `as_it_was` are gestures and `blocks_unknown` blocks
    from before moments were kept: counted as they were. `of_events` are owed by mass events, which
    have budgets of their own: not judged, and in no sum. `before` were given before `since` and still counted.
    `decided_by` says how many of the judged were decided by which version. `asked_first` counts each tick that would
    have been asked for, `not_written_down` each fact that would have been needed. Of `amount_unsaid` blocks nobody
    named an amount, and the smallest is counted.
    """

    since: datetime | None
    until: datetime | None
    first_at: datetime | None
    last_at: datetime | None
    entries: Mapping[Would, Count]
    blocks: Mapping[Would, Count]
    then: Sums
    draft: Sums
    gestures: tuple[GestureEffect, ...]
    rules: tuple[RuleEffect, ...]
    days: tuple[DayEffect, ...]
    budgets: tuple[BudgetEffect, ...]
    examples: tuple[Example, ...]
    decided_by: Mapping[str, int]
    asked_first: Mapping[str, int]
    not_written_down: Mapping[str, int]
    not_known: NotKnown
    before: int = 0
    as_it_was: int = 0
    of_events: int = 0
    blocks_unknown: int = 0
    amount_unsaid: int = 0

    @property
    def judged(self) -> int:
        """How many gestures and blocks were judged."""
        return sum(count.times for counts in (self.entries, self.blocks) for count in counts.values())

    @property
    def differences(self) -> int:
        """How many of them would have gone otherwise; what cannot be judged is none of them."""
        alike = (Would.SAME, Would.NOT_JUDGED)
        return sum(
            count.times
            for counts in (self.entries, self.blocks)
            for would, count in counts.items()
            if would not in alike
        )
