"""What the conversation screen knows between two readings: the conversation, and what is filled in for a gesture."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.approvals.standing import Ahead
from frontdesk.desk.views import Bar, Talk
from frontdesk.ground.language import _
from frontdesk.ui.widgets.choices import Option

NOTHING = Bar(lines=(), budgets=(), request_heard=False)


def closed_words() -> str:
    """What a closed conversation answers, wherever something is tried in it."""
    return _("this conversation is closed · F2 and the name begin a new one")


@dataclass(frozen=True, slots=True)
class Known:
    """One reading of the conversation: how it stands, what may be given, and why nothing may when nothing may.

    `outdated` means that other guidelines came into force, and the bar is still the one before. `asked` is what was
    asked above somebody's authority and is not settled; `ahead` what was given ahead that this person can use.
    """

    talk: Talk
    bar: Bar
    problem: str = ""
    outdated: bool = False
    asked: tuple[ApprovalLine, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    may_give_ahead: bool = False


@dataclass(slots=True)
class Asked:
    """What was filled in for the gesture that is being opened, to be kept over its fields, ways and previews."""

    gesture: str = ""
    ask: str | None = None
    reason: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    customers: tuple[Option, ...] = ()
    """Who was found for a conversation that had no customer, when a limit is per customer."""
    order_is_new: bool = False
    """Whether it is about another order than those that are known of the customer."""
    block_id: str | None = None
    """The block that led here, until it is known what was done instead."""
    approval: ApprovalLine | None = None
    """The yes from above by which it is given."""
    role: str = ""
    """Whom it is asked of, while it is being asked; the attempt then is the asking's own."""
    attempt_id: str = ""
    note: str = ""
    """What is to be said, once, beside the next answer."""


def weight(line: ApprovalLine) -> tuple[bool, datetime]:
    """What counts of several askings for one gesture: a yes, else the last one."""
    return line.state is ApprovalState.YES, line.asked_at
