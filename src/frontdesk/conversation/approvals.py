"""Asking above one's own authority: how what was asked stands at a moment. Nothing lapses by itself; time tells."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

YES_LASTS = timedelta(minutes=30)
"""How long after the time an answer was wanted by a yes may still be used: the customer is at the desk now."""


class ApprovalState(StrEnum):
    """How an approval stands. OVER is a yes that nobody used while it lasted."""

    WAITING = "waiting"
    YES = "yes"
    USED = "used"
    OVER = "over"
    OTHER = "other"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


def usable_until(expires_at: datetime) -> datetime:
    """The instant from which on a yes can no longer be used."""
    return expires_at + YES_LASTS


def state(
    now: datetime,
    *,
    expires_at: datetime,
    answer: str | None,
    withdrawn: bool,
    used: bool,
    conversation_closed: bool,
) -> ApprovalState:
    """How it stands at `now`; all instants are aware, and an end is the first instant that is too late.

    When its conversation is closed nobody waits any more, and a yes that was not used is over.
    """
    if used:
        return ApprovalState.USED
    if withdrawn:
        return ApprovalState.WITHDRAWN
    if answer == "other":
        return ApprovalState.OTHER
    if answer is not None:
        over = conversation_closed or now >= usable_until(expires_at)
        return ApprovalState.OVER if over else ApprovalState.YES
    if conversation_closed:
        return ApprovalState.WITHDRAWN
    return ApprovalState.LAPSED if now >= expires_at else ApprovalState.WAITING
