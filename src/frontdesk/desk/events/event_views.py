"""Mass events as frozen values: how far one is, whom it touches, whom to call. No figure of them is by person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Added", "Alert", "CallLine", "Closed", "EventLine", "Left"]


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event on one line: how many are members, were reached, were given it, and wait.

    `gesture` None owes a promise alone. `cost_minor` is what was given so far has cost; `left_minor` is what is left of
    the event's budget, below zero where something owed was given all the same, None without a budget. `budget_stops` is
    false where the gesture is owed: then the budget measures and stops nothing, as every budget.
    `first_due_at` is when the first of the open promises is due, None without any; `overdue` that this is past.
    `owner_here` is false when the owner no longer works here.
    """

    id: str
    name: str
    cause: str
    gesture: str | None
    gesture_label: str
    promise: str
    due_at: datetime
    owner: str
    owner_here: bool
    opened_at: datetime
    closed_at: datetime | None
    members: int
    unnamed: int
    called: int
    reached: int
    left_word: int
    given: int
    value_minor: int
    cost_minor: int
    budget_minor: int | None
    budget_stops: bool
    left_minor: int | None
    promises_open: int
    promises_kept: int
    first_due_at: datetime | None
    overdue: bool

    @property
    def open(self) -> bool:
        """Whether members can still be added."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class CallLine:
    """Somebody whom an event touches, with what is needed to call them.

    `what` names them within the event (serial, order or customer number); `name` is "" while nobody knows whose it is.
    `hours` are when they want to hear ("9-12, 17-19"), `fits_now` is false outside of these. `call` is what came of the
    last call: `reached`, `left_word`, `not_reached`, or "" before any. `promise_state` is that of a `PromiseLine`.
    """

    what: str
    serial: str
    name: str
    phone: str
    email: str
    channel: str
    languages: str
    hours: str
    fits_now: bool
    order: str
    promise: str
    promise_id: str
    promise_state: str
    due_at: datetime
    owner: str
    call: str
    called_at: datetime | None
    note: str
    given: bool
    entry_id: str | None
    customer_id: str | None
    conversation_id: str


@dataclass(frozen=True, slots=True)
class Alert:
    """What a mass event means for one customer, as the card shows it: known before they say a word.

    `gesture` is what the event owes them and has not given yet, None when it gave it or owes a promise alone.
    """

    event_id: str
    name: str
    cause: str
    what: str
    gesture: str | None
    gesture_label: str
    given: bool
    promise: str
    promise_id: str
    promise_state: str
    due_at: datetime
    owner: str


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was named and is not a member now: its row in a file (None for an option), and why."""

    row: int | None
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Added:
    """What adding did: new members, those who got their name now, those who were there before, and what was refused."""

    event: EventLine
    new: int
    named: int
    already: int
    refused: tuple[Left, ...]
    not_taken_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """An event that takes no more members; what is still open stays owed."""

    event: EventLine
    promises_open: int
    not_reached: int
    not_given: int
    already: bool = False
