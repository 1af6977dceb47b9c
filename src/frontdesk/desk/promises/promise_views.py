"""What is shown of promises beside the promise itself: moves, what is usual, the share kept, the hand-over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from frontdesk.desk.views import PromiseLine


@dataclass(frozen=True, slots=True)
class MoveLine:
    """That a promise got another time or another owner. The names are who owed it and who owes it now."""

    from_due_at: datetime
    to_due_at: datetime
    from_owner: str
    to_owner: str
    reason: str
    moved_by: str
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What `count` kept promises of a kind took: `most` is the middle, `say` what to promise.

    `words` says both ("most take 2 days; say 3 days"); `due_at` (UTC) is now and `say`.
    """

    count: int
    most: timedelta
    say: timedelta
    words: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class KeptShare:
    """Of the promises due in a time: kept in time (`early` is a part of these), kept late, and still overdue."""

    in_time: int
    early: int
    late: int
    overdue: int

    @property
    def due(self) -> int:
        """How many there were."""
        return self.in_time + self.late + self.overdue

    @property
    def percent(self) -> int | None:
        """The share kept in time in full percent, never rounded up to all; None when nothing was due."""
        return None if self.due == 0 else self.in_time * 100 // self.due


@dataclass(frozen=True, slots=True)
class HandoverPromise:
    """A promise as the next shift takes it over. `when` says it in words ("since yesterday 18:00", "16:00")."""

    promise: PromiseLine
    overdue: bool
    when: str


@dataclass(frozen=True, slots=True)
class HandoverDraft:
    """A conversation that somebody left open; `request` is what the customer asked for, in their words."""

    conversation_id: str
    customer_name: str
    request: str
    began_by: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """What the next shift takes over: every promise that is owed (overdue first), drafts, and what waits for a lead.

    `left_behind` are those of the promises whose owner no longer works here.
    """

    date: date
    at: datetime
    promises: tuple[HandoverPromise, ...]
    left_behind: tuple[PromiseLine, ...]
    drafts: tuple[HandoverDraft, ...]
    approvals_waiting: int
