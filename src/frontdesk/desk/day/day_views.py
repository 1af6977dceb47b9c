"""The lead's day as frozen values, in the order of importance. Nothing in it is grouped or counted by person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from frontdesk.desk.approvals.approval_views import GrantLine, WaitingLine
from frontdesk.desk.events.event_views import EventLine
from frontdesk.desk.learning.care_views import CauseLine, LeftEmpty, OrdersCare
from frontdesk.desk.learning.learning_views import IdeaLine, Stopped, StoryLine, StoryShare
from frontdesk.desk.learning.review_views import ReviewLine
from frontdesk.desk.promises.promise_views import KeptShare
from frontdesk.desk.telephone.ring_views import MissedCall
from frontdesk.desk.trust.backup_views import BackupAge
from frontdesk.desk.views import BudgetLeft, GivenLine, PromiseLine

__all__ = ["Call", "Day", "GestureSum", "HourSum", "TalkLine"]


@dataclass(frozen=True, slots=True)
class GestureSum:
    """What was given of one gesture on a day: times, face value and cost, without what was taken back."""

    gesture: str
    label: str
    times: int
    value_minor: int
    cost_minor: int


@dataclass(frozen=True, slots=True)
class HourSum:
    """What was given in one hour of the business day. `hour` is that of the wall clock at which it begins."""

    hour: int
    times: int
    value_minor: int
    cost_minor: int


@dataclass(frozen=True, slots=True)
class Day:
    """A business day. Lists are in the order of importance of the screen.

    `at` is the moment it was read. `overdue` are those of now, on every day up to today; `kept_share` is of the
    promises due on that day. `stories` are of that day and the one before, so that a morning opens with what went
    well. `hours` are the 24 hours from the one in which the business day begins. `lines` are the entries, () when
    only the sums were asked for. What waits now (`waiting`, `grants`, `ideas`, `reviews`, `causes`, `care`,
    `events`) is only in the day that is going on. What mass events owe is in no list and no sum but `events`, a line
    for each, and `given_by_events`, what was given on that day because of them. `called` are those who called and were
    not answered: who still waits, in the day that is going on, and everybody who called on it, in another.
    `to_forget` says that something of customers is over the time that the guidelines keep it.
    `backup` is how old the last proven backup is, in the day that is going on, for whoever leads.
    `ideas_under_way` got a yes and are not in force yet, or have come to the day on which their effect can be read.
    """

    date: date
    overdue: tuple[PromiseLine, ...]
    due: tuple[PromiseLine, ...]
    kept: tuple[PromiseLine, ...]
    given: tuple[GestureSum, ...]
    lines: tuple[GivenLine, ...]
    budgets: tuple[BudgetLeft, ...]
    blocks: int
    conversations_open: int
    conversations_closed: int
    at: datetime | None = None
    kept_share: KeptShare = field(default_factory=lambda: KeptShare(0, 0, 0, 0))
    stories: tuple[StoryLine, ...] = ()
    story_share: StoryShare | None = None
    hours: tuple[HourSum, ...] = ()
    stopped: Stopped | None = None
    waiting: tuple[WaitingLine, ...] = ()
    grants: tuple[GrantLine, ...] = ()
    ideas: tuple[IdeaLine, ...] = ()
    ideas_under_way: tuple[IdeaLine, ...] = ()
    reviews: tuple[ReviewLine, ...] = ()
    causes: tuple[CauseLine, ...] = ()
    left_empty: tuple[LeftEmpty, ...] = ()
    care: OrdersCare = field(default_factory=lambda: OrdersCare((), 0))
    today: bool = True
    events: tuple[EventLine, ...] = ()
    given_by_events: tuple[GestureSum, ...] = ()
    called: tuple[MissedCall, ...] = ()
    to_forget: bool = False
    backup: BackupAge | None = None

    @property
    def all_given(self) -> GestureSum:
        """Everything that was given on that day, in one line."""
        return GestureSum(
            "",
            "",
            sum(each.times for each in self.given),
            sum(each.value_minor for each in self.given),
            sum(each.cost_minor for each in self.given),
        )


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A conversation in a list: with whom, what was asked in their words, and when it began."""

    conversation_id: str
    customer_name: str
    request: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """What is needed to keep a promise by speaking to the customer.

    `hours` are when they want to hear ("9-12, 17-19"); `fits_now` is false outside of these, and `fits_from` (UTC)
    then is when they begin.
    """

    promise: PromiseLine
    phone: str
    email: str
    channel: str
    hours: str
    fits_now: bool
    fits_from: datetime | None = None
