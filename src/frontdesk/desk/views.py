"""What the desk shows: frozen values that cross threads and reach widgets and `--json` alike.

Money is minor units of the business's currency; instants are aware; texts are clean but not yet plain.
No view holds a database row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from frontdesk.authority.values import BadAsk, Decision, Way
from frontdesk.desk.customers.card_views import Card, OrderBefore, OrderLine
from frontdesk.desk.events.event_views import Alert
from frontdesk.ground.text import LINE_LENGTH_MAX


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as the desk knows them."""

    id: str
    name: str
    role: str


# --- finding ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """One customer that fits what was typed, best first. `detail` is what tells two of a name apart.

    `because` says why they were found where the name does not show it: an order number, another name, another keyboard.
    """

    id: str
    name: str
    detail: str
    here_today: bool = False
    promise_due_at: datetime | None = None
    because: str = ""


class QueueKind(StrEnum):
    """Why a line stands in the queue."""

    OVERDUE = "overdue"
    DUE = "due"
    MISSED = "missed"
    REVIEW = "review"
    EVENT = "event"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class QueueLine:
    """Something that waits: a promise, a review or letter that is owed its answer, a mass event, a call that nobody
    took, an open conversation.

    `id` is the promise's, the event's or the conversation's; `at` is when it is due (of an event, the first of its
    promises), of an open conversation when it began. An event has no conversation: `conversation_id` is "".
    `channel` and `hours` are how and when the customer wants to hear of a promise; `fits_now` is false outside these,
    and `fits_from` (UTC) then is when they begin.
    """

    kind: QueueKind
    id: str
    text: str
    customer_id: str | None
    customer_name: str
    owner: str
    at: datetime
    conversation_id: str
    channel: str = ""
    hours: str = ""
    fits_now: bool = True
    fits_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise: who does what by when. `state` is `open`, `overdue`, `kept`, `early`, `late` or `withdrawn`.

    `now` and `next` are what was said to happen; `channel` and `hours` ("9-12, 17-19", the site's clock) are how and
    when the customer wants to hear. `owner_here` is false when the owner no longer works here.
    """

    id: str
    text: str
    owner: str
    due_at: datetime
    state: str
    customer_id: str | None
    customer_name: str
    conversation_id: str
    made_by: str = ""
    made_at: datetime | None = None
    kept_at: datetime | None = None
    now: str = ""
    next: str = ""
    channel: str = ""
    hours: str = ""
    owner_here: bool = True
    request: str = ""


@dataclass(frozen=True, slots=True)
class LimitUse:
    """A limit that a given gesture counts in: a sentence of what is used and left, and what is left in its measure."""

    limit: str
    words: str
    left: int


@dataclass(frozen=True, slots=True)
class GivenLine:
    """A gesture in the ledger. `taken_back` is true when a later entry took it back.

    On a card, and nowhere else, `limits` are those it counts in now, and `kind` is what the gesture is, in words.
    """

    entry_id: str
    seq: int
    at: datetime
    gesture: str
    label: str
    amount_minor: int | None
    quantity: str
    reason: str
    staff: str
    taken_back: bool
    customer_name: str = ""
    conversation_id: str = ""
    cost_minor: int = 0
    limits: tuple[LimitUse, ...] = ()
    kind: str = ""


# --- the conversation ---------------------------------------------------------------------------------------


class Heard(StrEnum):
    """How the request was heard. SKIPPED is the emergency way: one key, and recorded."""

    NOT_YET = "not_yet"
    AGREED = "agreed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation as it stands. Texts that are being typed are in the same fields: nothing is only in a widget.

    `open` is false once closed. `wish` None means it was not asked yet; "" that the customer did not say.
    `cause_open` tells whether a cause may be recorded (only after a solution or a promise).
    `answers` are asked facts as the customer said them; `claim` is what they say they were promised. `attempt_id` is
    the last attempt whose fate the screen may not have shown.
    """

    id: str
    incident_id: str
    customer_id: str | None
    customer_name: str
    card: Card | None
    order_id: str | None
    orders: tuple[OrderLine, ...]
    situation: str | None
    situation_label: str
    request: str
    heard: Heard
    heard_at: datetime | None
    wish: str | None
    answers: tuple[tuple[str, str], ...]
    ticks: tuple[str, ...]
    now: str
    next: str
    due_at: datetime | None
    anything_else: bool
    cause: str
    cause_open: bool
    given: tuple[GivenLine, ...]
    promises: tuple[PromiseLine, ...]
    opened_at: datetime
    open: bool
    staff: str
    attempt_id: str | None = None
    claim: str = ""
    orders_before: tuple[OrderBefore, ...] = ()


# --- gestures -----------------------------------------------------------------------------------------------


class Light(StrEnum):
    """How a gesture stands on the bar: a word and a symbol carry it, colour only helps."""

    CAN = "can"
    ASK_LEAD = "ask_lead"
    NOT_NOW = "not_now"
    FIRST = "first"  # something has to be known or said first


@dataclass(frozen=True, slots=True)
class BarLine:
    """One gesture as the bar shows it. `left` is a sentence: what is left, or why not now and what instead."""

    key: int | None
    gesture: str
    label: str
    light: Light
    amount: str
    left: str
    why: str
    one_press: bool
    decision: Decision


@dataclass(frozen=True, slots=True)
class BudgetLeft:
    """A budget as chances left. Figures are in minor units, or times when `is_money` is false.

    `window` says of which time it is in words ("today", "this week"). `more` is about how often something can still be
    given from it, None where that cannot be said honestly; `more_of` names the gesture when the budget has only that
    one, else "" (then it is like what was given from it so far).
    """

    id: str
    used: int
    up_to: int
    left: int
    is_money: bool
    warn: bool
    window: str = ""
    more: int | None = None
    more_of: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """All gestures of this conversation, those of the situation first, and the budgets they draw on.

    `owed` is what mass events owe this customer and have not given yet: `event_giving.give` gives it in here.
    """

    lines: tuple[BarLine, ...]
    budgets: tuple[BudgetLeft, ...]
    request_heard: bool
    owed: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One intended gesture. The id is made when the preview opens (rule K3) and is unique in the ledger.

    `approval_id` is the yes from above that it is given by, None for what somebody gives by themselves. `shown_for` are
    the ids of the customer and the order that the preview was about; None for an attempt that nobody was shown.
    """

    id: str
    conversation_id: str
    gesture: str
    ask_minor: int | None = None
    ask_thousandths: int | None = None
    reason: str = ""
    ticks: tuple[str, ...] = ()
    approval_id: str | None = None
    shown_for: tuple[str | None, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """Something to be filled in before a preview. `name` is `amount`, `reason`, `fact:NAME`, `scope:NAME` or a tick.

    `kind` is `amount`, `text`, `yes_no`, `choice`, `number`, `date` or `tick`; `usual` is already in the field;
    `hint` says the bounds in words, `cap` how many characters are kept.
    """

    name: str
    kind: str
    label: str
    usual: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    cap: int = LINE_LENGTH_MAX


@dataclass(frozen=True, slots=True)
class Needed:
    """The gesture is possible once these fields are filled in."""

    gesture: str
    label: str
    fields: tuple[Field, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class Questions:
    """What a situation asks before any gesture: a few facts, answered as the customer says them."""

    label: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class WayLine:
    """A way forward as the screen shows it, each one key away."""

    label: str
    way: Way
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Blocked:
    """A limit said "not like this". It cannot be built without at least one way forward.

    `because` is one sentence naming the rule, what is used and when it frees; `ways` are in order, each was
    itself decided and passes. `unwritten` is what the order would have to say first and nobody wrote down yet: whoever
    stands here may. `take_minor` is the largest amount that fits, when a smaller one does; where
    `approval_id` is set, that much fits by the yes that was given.
    """

    gesture: str
    label: str
    because: str
    ways: tuple[WayLine, ...]
    decision: Decision
    block_id: str | None = None
    take_minor: int | None = None
    approval_id: str | None = None
    unwritten: tuple[Field, ...] = ()

    def __post_init__(self) -> None:
        if not self.ways:
            raise AssertionError("a refusal without a way forward cannot be constructed")


@dataclass(frozen=True, slots=True)
class Preview:
    """What giving would mean, before anything is given. `after` are sentences: what is left afterwards."""

    attempt: Attempt
    label: str
    who: str
    amount: str
    after: tuple[str, ...]
    follow_up: str
    why: str
    one_press: bool
    decision: Decision


@dataclass(frozen=True, slots=True)
class Given:
    """A gesture is in the ledger, on disk. `already` is true when this attempt had been recorded before.

    `taken_back` says that it was taken back since: then it counts no more, and the attempt is used up.
    `clock_behind_seconds` says that the clock stood so far before the line before it; None where it was right.
    """

    entry_id: str
    seq: int
    at: datetime
    gesture: str
    label: str
    amount: str
    amount_minor: int | None
    decision: Decision | None
    promise: PromiseLine | None = None
    already: bool = False
    clock_behind_seconds: int | None = None
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A gesture was taken back by a new entry. `already` is true when it had been taken back before."""

    entry_id: str
    reverses: str
    seq: int
    at: datetime
    label: str
    amount: str
    already: bool = False


Opening: TypeAlias = Preview | Needed | Blocked
Giving: TypeAlias = Given | Needed | Blocked | BadAsk
