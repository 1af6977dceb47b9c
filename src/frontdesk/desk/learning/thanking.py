"""Gestures that nobody had to complain for: their share, beside the share that the owner set."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from frontdesk.desk.learning.care_views import ThankedShare
from frontdesk.store import thanked
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def share(desk: Desk, since: date, until: date) -> ThankedShare:
    """Of the gestures given on the business days from `since` to `until`, those to customers without a complaint.

    A conversation has a complaint when it has a request or a situation. What was forgotten for privacy is not counted.
    """
    with reading(desk.store) as connection:
        given, without = thanked.counted(connection, since, until)
    wanted = None if desk.guidelines is None else desk.guidelines.without_complaint
    return ThankedShare(given, without, wanted)
