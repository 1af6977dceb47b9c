"""Promises: who does what by when, and whether it was so."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

_EARLY_SHARE = 4  # more than a quarter of the time left: early


class PromiseState(StrEnum):
    """How a promise stands at a moment."""

    OPEN = "open"
    OVERDUE = "overdue"
    KEPT = "kept"
    EARLY = "early"
    LATE = "late"
    WITHDRAWN = "withdrawn"


def state(
    due_at: datetime,
    kept_at: datetime | None,
    withdrawn_at: datetime | None,
    now: datetime,
    made_at: datetime | None = None,
) -> PromiseState:
    """How the promise stands at `now`; all instants are aware.

    Kept at the very instant it was due is kept. It was kept early when more than a quarter of the time between
    `made_at` and `due_at` was left; without `made_at` nobody can tell, so it is kept. What was kept stays kept
    when the gesture that made it is taken back later.
    """
    if kept_at is not None:
        if kept_at > due_at:
            return PromiseState.LATE
        early = made_at is not None and (due_at - kept_at) * _EARLY_SHARE > due_at - made_at
        return PromiseState.EARLY if early else PromiseState.KEPT
    if withdrawn_at is not None:
        return PromiseState.WITHDRAWN
    return PromiseState.OVERDUE if now > due_at else PromiseState.OPEN
