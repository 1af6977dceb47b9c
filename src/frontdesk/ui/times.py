"""Dates and times as the person at the desk reads them, in the site's zone and the language in force."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.ground.dates import day_words, short_day

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

__all__ = ["day_words", "moment_words", "short_words", "time_of_day", "wall"]


def wall(desk: Desk, at: datetime) -> datetime:
    """The instant `at` on the wall clock of the business."""
    return desk.days().wall(at)


def time_of_day(desk: Desk, at: datetime) -> str:
    """ "14:32" """
    return f"{wall(desk, at):%H:%M}"


def moment_words(desk: Desk, at: datetime) -> str:
    """ "Sat 21 Nov 14:32" """
    local = wall(desk, at)
    return f"{day_words(local.date())} {local:%H:%M}"


def short_words(desk: Desk, at: datetime) -> str:
    """ "14:32" for today, "21 Nov" for another day: what fits into a column of six.

    A business day ends after midnight: what is due at 02:40 of this night's shift is due today, by its time.
    """
    local, now = wall(desk, at), desk.now()
    if local.date() == wall(desk, now).date() or desk.days().date_of(at) == desk.days().date_of(now):
        return f"{local:%H:%M}"
    return short_day(local.date())
