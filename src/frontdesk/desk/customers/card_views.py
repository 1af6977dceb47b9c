"""The customer's card as frozen values: facts with their sources and dates, never a label and never a score.

Money is minor units of the business's currency; instants are aware; texts are clean but not yet plain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from frontdesk.desk.events.event_views import Alert

if TYPE_CHECKING:
    from frontdesk.desk.views import GivenLine, PromiseLine


@dataclass(frozen=True, slots=True)
class SalePromise:
    """What was promised when an order was sold, as the system it came from has it: by whom ("" unknown) and when."""

    text: str
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the customer says they were promised, in their words: said by the customer, and promised by nobody yet."""

    text: str
    said_at: datetime
    conversation_id: str


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order, stay, membership or table of the customer, as facts say it.

    `label` names it ("412 until Mon 23 Nov"); `open` means it is going on now. `promised` is what was promised in the
    sale; `due_on` the day by which it was promised.
    """

    id: str
    label: str
    open: bool
    starts_on: date | None = None
    ends_on: date | None = None
    total_minor: int | None = None
    paid_minor: int | None = None
    due_on: date | None = None
    promised: tuple[SalePromise, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many orders, gestures and notes there are of a customer; the card shows the newest of each."""

    orders: int = 0
    given: int = 0
    notes: int = 0


@dataclass(frozen=True, slots=True)
class OrderBefore:
    """An order that a conversation was about before somebody chose another one."""

    id: str
    label: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact of the card: its value as people read it, where it comes from ("import GUESTS.csv", "Anna") and when."""

    name: str
    label: str
    value: str
    source: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class PreferenceLine:
    """Something the customer likes or needs: `whose` words ("" their own), when and by whom noted ("" an import).

    Not `lasting`, it is for this time only; `until` is its last day, where that is known.
    """

    id: str
    text: str
    whose: str
    noted_at: datetime
    noted_by: str
    lasting: bool
    until: date | None = None


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What somebody at a desk observed: what this person needs, what works."""

    id: str
    text: str
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, slots=True)
class Invested:
    """Investments in the relationship beside the orders that began later: two lists with dates and their sums.

    No sentence says that one caused the other.
    """

    given: tuple[GivenLine, ...]
    given_minor: int
    first_on: date
    orders: tuple[OrderLine, ...]
    orders_minor: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody else who belongs to a group, and as what."""

    customer_id: str
    name: str
    role: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A `household` or a `company` that the customer belongs to, as `role`, and who else does."""

    id: str
    kind: str
    name: str
    role: str
    members: tuple[MemberLine, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """The customer's story: facts with dates, never labels.

    `standing` is a sentence of fact ("came back", "first time", "former member"); `preferences` are wishes to
    remember, what is always first; `alerts` is what mass events mean for them; `also` what cards that were merged
    into this one say else: names and numbers by which the person is known as well; `reached` is how they are called
    and reached, with where each comes from, and `facts` everything else.
    """

    id: str
    name: str
    standing: str
    tier: str
    since: date | None
    visits: int
    phone: str
    email: str
    languages: tuple[str, ...]
    channel: str
    card_number: str
    orders: tuple[OrderLine, ...]
    promises: tuple[PromiseLine, ...]
    given: tuple[GivenLine, ...]
    preferences: tuple[PreferenceLine, ...]
    overdue_minor: int = 0
    claims: tuple[Claim, ...] = ()
    alerts: tuple[Alert, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    groups: tuple[GroupLine, ...] = ()
    hours: str = ""
    facts: tuple[FactLine, ...] = ()
    invested: Invested | None = None
    reached: tuple[FactLine, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseLine:
    """A fact about the house: its value ("" unknown), who set it and when, and that in words ("set 09:10 by Ilze")."""

    name: str
    label: str
    value: str
    at: datetime | None
    by: str
    since: str


# --- what changed -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field before and after, as people read it; "" is nothing."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of a card. `how` is `edit`, `import` or `merge`; `source` says by whom or from which file.

    `can_undo` is false for what was undone and for what has nothing before it, as the making of the card. `merged_card`
    is the name on the card that was changed, when that card was merged into this one; "" for a change of this card.
    """

    id: str
    at: datetime
    how: str
    source: str
    fields: tuple[ChangedField, ...]
    undone_at: datetime | None = None
    can_undo: bool = True
    merged_card: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """The card after an edit or an undoing, and the change that it was; `change` None when nothing was different."""

    card: Card
    change: ChangeLine | None
