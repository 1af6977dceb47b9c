"""What is shown of asking above one's own authority, and of authority given ahead: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from frontdesk.authority.values import BadAsk, Decision
from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.views import Blocked, Needed

__all__ = ["Answered", "ApprovalLine", "ApprovalState", "Asked", "GrantLine", "WaitingLine"]


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """Something that was asked above somebody's own authority, and how it stands.

    `asked` and `approved` are the amounts in words ("400.00", "2 GB", "" without an amount); the figures are minor
    units or thousandths. `role` is the lowest that may answer. A yes can be used until `usable_until`, by whoever goes
    on with the conversation but the one who gave it; `entry_id` is what it became. With OTHER, `alternative` says what
    instead. `words` are what the lead added for the person at the desk.
    """

    id: str
    state: ApprovalState
    conversation_id: str
    gesture: str
    label: str
    asked: str
    ask_minor: int | None
    ask_thousandths: int | None
    reason: str
    role: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    usable_until: datetime
    desk: str
    block_id: str | None = None
    approved: str = ""
    approved_minor: int | None = None
    approved_thousandths: int | None = None
    alternative: str = ""
    alternative_gesture: str | None = None
    words: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    one_off: bool | None = None
    entry_id: str | None = None
    customer_name: str = ""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """What waits for an answer, as the person who may give it reads it.

    `request` and `wish` are the customer's own words. `could` is what the asker could give alone now ("" nothing).
    `can` tells whether this person could give all that is asked now; `fits` is the most of it that fits ("" nothing, or
    a gesture without amount), `fits_minor` (or `fits_thousandths`) the figure to put into the field; `because` is why
    not all, in one sentence. `decision` is the one made as this person.
    """

    approval: ApprovalLine
    customer_name: str
    situation_label: str
    request: str
    wish: str | None
    could: str
    could_minor: int | None
    can: bool
    fits: str
    fits_minor: int | None
    fits_thousandths: int | None
    because: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class GrantLine:
    """Authority given ahead. `for_whom` is a person, `at_desk` a desk; with neither it is for everybody here.

    `up_to` is the sum in words ("" for a gesture without an amount of money). `left` is how often it can still be used,
    None for as often as it is needed.
    """

    id: str
    gesture: str
    label: str
    up_to: str
    up_to_minor: int
    until_at: datetime
    times: int | None
    used: int
    left: int | None
    for_whom: str
    at_desk: str
    reason: str
    made_by: str
    made_at: datetime


Asked: TypeAlias = ApprovalLine | Needed | Blocked | BadAsk
"""What asking comes to: Blocked when nobody above could give it now, Needed when something has to be said first."""

Answered: TypeAlias = ApprovalLine | Blocked | BadAsk
"""What answering comes to: Blocked (never written down) when that much does not fit for the lead either."""
