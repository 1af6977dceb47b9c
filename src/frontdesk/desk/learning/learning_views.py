"""What is shown of what the business learns from its days: stories, ideas, bends, and where limits stopped people.

Guidelines are counted here, never people: a name stands only where somebody is thanked, or where an idea is theirs.
Money is minor units of the business's currency, quantities thousandths, instants aware.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from frontdesk.guidelines.problems import ERROR, Problem


class StoryKind(StrEnum):
    """What went well: a trouble was put right, was seen coming, or was ended for good."""

    RESCUED = "rescued"
    FORESEEN = "foreseen"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story: the customer's `words` as they were typed, and who is thanked.

    `printable` are the same words without the customer's name, for everything that is printed or hung on a wall;
    `customer_name` stands beside it for those who may see it ("" when it is not known).
    """

    id: str
    kind: StoryKind
    words: str
    printable: str
    thanked: tuple[str, ...]
    told_by: str
    at: datetime
    business_date: date
    conversation_id: str | None
    customer_name: str


@dataclass(frozen=True, slots=True)
class StoryShare:
    """How many stories of each kind there were; smooth work is what was foreseen or fixed for good."""

    since: date
    until: date
    rescued: int
    foreseen: int
    fixed: int

    @property
    def told(self) -> int:
        """How many there were."""
        return self.rescued + self.foreseen + self.fixed

    @property
    def smooth_percent(self) -> int | None:
        """The share of what was foreseen or fixed for good, in whole percent; None without any story."""
        return None if not self.told else round(100 * (self.foreseen + self.fixed) / self.told)


@dataclass(frozen=True, slots=True)
class Thankable:
    """Who can be thanked in a story: `here` had to do with the conversation, `others` are everybody else, ever."""

    here: tuple[str, ...]
    others: tuple[str, ...]


# --- ideas --------------------------------------------------------------------------------------------------


class IdeaState(StrEnum):
    """How an idea stands. An answer is owed while it is OWED or LATER; OVERDUE is owed, and its day has passed."""

    OWED = "owed"
    OVERDUE = "overdue"
    LATER = "later"
    YES = "yes"
    NOT_NOW = "not_now"
    ADOPTED = "adopted"


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """Somebody's proposal for the guidelines, with what stands behind it.

    `author` is credited with it. `short` names the idea where a person types it. `rule` is the guideline line it is
    about in words ("" for none); `blocks` how often that line stopped somebody in the last 30 days, `requests` the
    customers' own words behind it, the newest first (at most five of `requests_count`). `took` is the time from the
    idea to its answer. `alike` are further ideas that the same gesture wrote down by itself: they stand behind this one
    and get its answer. `draft` is the drafted file, when there is one; `adopted_number` the version of the guidelines
    it became.
    """

    id: str
    short: str
    state: IdeaState
    text: str
    author: str
    at: datetime
    gesture: str
    gesture_label: str
    rule: str
    answer_due_on: date
    blocks: int
    requests: tuple[str, ...]
    requests_count: int
    conversation_id: str | None = None
    block_id: str | None = None
    entry_id: str | None = None
    approval_id: str | None = None
    answer: str | None = None
    answer_text: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    took: timedelta | None = None
    draft: Path | None = None
    adopted_number: int | None = None
    effect_due_on: date | None = None
    alike: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a draft changes: where it stands, what it said and what it says. `line` counts from 1."""

    what: str
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """An idea as a draft of the guidelines: the file, what it changes, and whether it could go into force.

    Without `changes` the program could not know what to change: the file then is the one in force with the idea as a
    comment at its place, for somebody to write. `notes` say why, or what else to look at. `readable` is false for a
    draft that cannot be understood; one that can may still fail the file's own examples, which is a problem, too.
    """

    idea_id: str
    path: Path
    changes: tuple[Change, ...]
    comment_line: int
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]
    readable: bool = True

    @property
    def sound(self) -> bool:
        """Whether the draft may be put into force as it is."""
        return self.readable and all(problem.severity != ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Span:
    """What a guideline line did in so many days: how often it stopped somebody, and what was given."""

    since: datetime
    until: datetime
    blocks: int
    times: int
    value_minor: int
    cost_minor: int

    @property
    def days(self) -> float:
        """How long it is."""
        return (self.until - self.since) / timedelta(days=1)

    @property
    def blocks_per_week(self) -> float:
        """Blocks in seven days."""
        return 0.0 if not self.days else self.blocks * 7 / self.days


@dataclass(frozen=True, slots=True)
class Effect:
    """What happened before and after an idea came into force, side by side; that one caused the other is not said.

    `ready` once 14 days have passed; both spans are then equally long, unless the business had begun later.
    """

    idea_id: str
    number: int
    in_force_at: datetime
    due_on: date
    ready: bool
    gestures: tuple[str, ...]
    rule: str
    before: Span | None = None
    after: Span | None = None


# --- where limits stopped people, and where they were bent --------------------------------------------------------


class RuleKind(StrEnum):
    """What kind of guideline line stopped somebody."""

    LIMIT = "limit"
    BUDGET = "budget"
    AUTHORITY = "authority"
    CONDITION = "condition"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Instead:
    """Something that was done in place of what was asked, and how often."""

    what: str
    times: int


@dataclass(frozen=True, slots=True)
class StoppedLine:
    """One guideline line and the moments in which it said "not like this".

    `rule` is a limit's id, a budget's name, `authority`, `condition` or another word of the decision; `gesture` is
    None for a budget, which stops several. `name` is the line in words. `above_*` are what was asked beyond what was
    possible, over the `above_count` blocks where both are known. `instead` is what was done in place of it, most often
    first; `approved` were given after a higher role's yes, `undone` are those after which nothing was done or promised.
    """

    rule: str
    kind: RuleKind
    gesture: str | None
    name: str
    times: int
    above_count: int
    above_sum_minor: int
    above_median_minor: int | None
    instead: tuple[Instead, ...]
    approved: int
    undone: int
    conversations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stopped:
    """Where limits stopped people between two business dates, both included; the line that did so most often first."""

    since: date
    until: date
    blocks: int
    lines: tuple[StoppedLine, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """By how much a fact was outside what the guideline says: "order age days: 31, at most 30 (1 day outside)"."""

    fact: str
    allowed: str
    words: str
    times: int


@dataclass(frozen=True, slots=True)
class BendLine:
    """A guideline line that was bent: how often, for how much, and how far outside it that was.

    `latest_entry_id` is what an idea is tied to when the bends become a draft.
    """

    gesture: str
    label: str
    times: int
    value_minor: int
    outside: tuple[Outside, ...]
    reasons: tuple[str, ...]
    latest_entry_id: str
