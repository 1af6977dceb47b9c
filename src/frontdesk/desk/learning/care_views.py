"""What is shown of causes, of orders that need care, and of how conversations ended: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

# --- causes -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CauseCase:
    """One time that the thing caused trouble; `request` is what the customer asked for, in their words."""

    conversation_id: str
    customer_name: str
    request: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A thing that came back: `times` in the last seven days (since it was fixed last), and who sees to it.

    `since` is when the third case asked for it to be fixed. `fixed_at` None: it waits.
    """

    id: str
    thing: str
    times: int
    cases: tuple[CauseCase, ...]
    owner: str
    since: datetime
    fixed_at: datetime | None = None
    fixed_how: str = ""


# --- orders -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OrderCare:
    """An order as the lead looks through them. `needs` are some of `late`, `wrong`, `not_working`, `unpaid`.

    `words` says them with what they are about ("late since Thu 19 Nov · 120.00 unpaid"), "" when all is well.
    `promised_on` is the day it was promised for; the list is in its order. `key` is the number the order has in the
    system it came from.
    """

    id: str
    key: str
    label: str
    customer_id: str | None
    customer_name: str
    needs: tuple[str, ...]
    words: str
    promised_on: date | None
    total_minor: int | None
    paid_minor: int | None


@dataclass(frozen=True, slots=True)
class OrdersCare:
    """The orders that need care, by the day they were promised for; `well` is how many others there are."""

    lines: tuple[OrderCare, ...]
    well: int


# --- how conversations ended --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProposedIdea:
    """A judgement that recurs: the same open gesture in the same situation, `times` in 30 days.

    It is a proposal of the program and nobody's idea yet. `reasons` are what was written each time, the newest first;
    `usual_minor` is the middle of the amounts, None without any.
    """

    gesture: str
    label: str
    situation: str
    situation_label: str
    times: int
    usual_minor: int | None
    reasons: tuple[str, ...]
    conversations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConversationKinds:
    """How the conversations closed from `since` to `until` (business days, both counted) were settled.

    Each is one of: inside a guideline, an open judgement, with a lead's yes, by a promise. `words_only` are those
    that needed neither gesture nor promise; they are in no share.
    """

    since: date
    until: date
    guideline: int
    judgement: int
    lead: int
    promise: int
    words_only: int
    band: tuple[int, int]
    proposed: tuple[ProposedIdea, ...]

    @property
    def settled(self) -> int:
        """How many the shares are of."""
        return self.guideline + self.judgement + self.lead + self.promise

    @property
    def inside_percent(self) -> int | None:
        """The share inside a guideline in full percent (half up); None when there were none."""
        return None if not self.settled else (self.guideline * 200 + self.settled) // (2 * self.settled)

    @property
    def stands(self) -> str:
        """How the share stands to the band: `below`, `inside`, `above`, or `unknown`; all is not the aim."""
        if not self.settled:
            return "unknown"
        low, high = self.band
        if self.guideline * 100 < low * self.settled:
            return "below"
        return "inside" if self.guideline * 100 <= high * self.settled else "above"


@dataclass(frozen=True, slots=True)
class LeftEmpty:
    """A conversation with a complaint and neither gesture nor promise. `request` is in the customer's words."""

    conversation_id: str
    customer_id: str | None
    customer_name: str
    situation_label: str
    request: str
    opened_at: datetime
    closed: bool


@dataclass(frozen=True, slots=True)
class ThankedShare:
    """How many gestures were given, how many of them to customers without a complaint, and the share the owner wants.

    `wanted` is percent points; None when the guidelines name none.
    """

    all_given: int
    without_complaint: int
    wanted: Decimal | None

    @property
    def percent(self) -> int | None:
        """The share, rounded down; None while nothing was given."""
        return None if not self.all_given else 100 * self.without_complaint // self.all_given
