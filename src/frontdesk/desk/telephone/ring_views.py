"""What the desk shows of the telephone: who rings now, and whom nobody answered. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Caller:
    """A customer with the number that calls; `phone` as their card has it."""

    id: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class RingingCall:
    """A telephone that rings, or that somebody picked up and has not opened at a desk (`picked_up`).

    `number` is "" when it was withheld. `desk` is the desk it rings for, "" for every desk. `callers` are all customers
    with that number, by the longest end in common: none for somebody unknown. `until` is when it leaves the screen.
    """

    id: str
    number: str
    line: str
    desk: str
    rang_at: datetime
    until: datetime
    callers: tuple[Caller, ...] = ()
    picked_up: bool = False

    @property
    def withheld(self) -> bool:
        """Whether the exchange did not say who calls."""
        return not self.number


@dataclass(frozen=True, slots=True)
class Rung:
    """What became of a ring: the call, and whether it is one that rang already (`again`)."""

    call: RingingCall
    again: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """The call is this person's; the conversation is open. `again` when it was theirs already."""

    call_id: str
    conversation_id: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class TakenBefore:
    """Somebody else was quicker, or it was let go: who and when ("" for nobody known)."""

    call_id: str
    by: str
    at: datetime


class MissedState(StrEnum):
    """What became of a call that nobody took while it rang."""

    WAITS = "waits"
    REACHED = "reached"
    LET_GO = "let_go"


@dataclass(frozen=True, slots=True)
class MissedCall:
    """The calls of one number that nobody took while they rang, as one line: how many, the first and the last.

    `id` is that of the last. `conversation_id` is the one in which somebody is calling back, "" while nobody is. `by`,
    `at` and `why` say who reached them or let it go; `at` is None while it waits.
    """

    id: str
    number: str
    times: int
    first_at: datetime
    last_at: datetime
    line: str = ""
    desk: str = ""
    callers: tuple[Caller, ...] = ()
    conversation_id: str = ""
    state: MissedState = MissedState.WAITS
    by: str = ""
    at: datetime | None = None
    why: str = ""

    @property
    def withheld(self) -> bool:
        """Whether the exchange did not say who called: nobody can be called back."""
        return not self.number
