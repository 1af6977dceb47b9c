"""Days of the calendar as people read them, in the language in force.

Babel is imported on first use: nothing here may run before the first frame is on the screen. What was said of a day
once is kept, because lists say the same few days over and over.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from frontdesk.ground.language import current


def day_words(day: date, today: date | None = None) -> str:
    """The weekday and the day: "Sat 21 Nov"; with its year in place of the weekday where `today` is in another one."""
    return _said(day, "EEE d MMM" if today is None or day.year == today.year else "d MMM y", current())


def short_day(day: date) -> str:
    """What fits into a narrow column: "21 Nov"."""
    return _said(day, "d MMM", current()).rstrip(".")


def dated(day: date) -> str:
    """A day with its year: "21 Nov 2026"."""
    return _said(day, "d MMM y", current())


def full_day(day: date) -> str:
    """A day as it stands on paper, where nobody knows which year it was: "Sat 21 Nov 2026"."""
    return _said(day, "EEE d MMM y", current())


@lru_cache(maxsize=2048)
def _said(day: date, pattern: str, language: str) -> str:
    from babel.dates import format_date

    return str(format_date(day, pattern, locale=language))
