"""What stands on the sheets that are printed: the line-up before a shift and the hand-over after it. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.day.day_views import Day
from frontdesk.desk.learning.learning_views import StoppedLine, StoryLine
from frontdesk.desk.promises.promise_views import Handover
from frontdesk.desk.telephone.ring_views import MissedCall
from frontdesk.desk.views import PromiseLine


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something that nobody has answered yet: an idea, or a judgement that recurs and wants to become a guideline.

    `author` is credited with it ("" for what the program noticed); `about` is the line or the gesture in words;
    `due_on` the day by which an answer is owed, None where nobody asked. `overdue` that this day has passed.
    """

    text: str
    author: str = ""
    about: str = ""
    due_on: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class NewRules:
    """What changed in the guidelines within the time of a line-up.

    `sentences` are the differences in words; `notes` why somebody put them into force, with their name. `to_come` says
    of each file that is still to come when it will be in force. `unreadable` means that they changed and that what was
    before cannot be read by this program any more.
    """

    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    to_come: tuple[str, ...] = ()
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class LineUp:
    """The line-up of a business day, made at `at` from the time since `since`.

    `story` is the newest that no other line-up told. `promises` are those that are owed by the end of the day, overdue
    first. `stopped` is the guideline line that stopped people most often since then, of `blocks` moments.
    """

    date: date
    business: str
    since: datetime
    at: datetime
    story: StoryLine | None
    promises: tuple[PromiseLine, ...]
    question: OpenQuestion | None
    rules: NewRules
    stopped: StoppedLine | None
    blocks: int

    @property
    def overdue(self) -> int:
        """How many of the promises should have been kept already."""
        return sum(each.state == "overdue" for each in self.promises)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody asked above their own authority and nobody has answered; `request` in the customer's words."""

    approval: ApprovalLine
    customer_name: str
    request: str


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """Everything that the next shift takes over.

    `handover` has the promises and what was left open, `day` the rest of the day that is going on. `last_number` is
    that of the newest line of the ledger, and `head` the four words that stand for all lines up to it ("" where none
    could be made); `head_problem` says why they could not be made or written down. `called` are those who called and
    wait for a call back.
    """

    business: str
    handover: Handover
    waiting: tuple[Waiting, ...]
    day: Day
    last_number: int
    head: str = ""
    head_problem: str = ""
    called: tuple[MissedCall, ...] = ()
