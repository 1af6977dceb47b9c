"""`--since` of the lists: a business date, or so many days with today as the last of them; and `--date`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

YEARS = (1970, 2999)
_DAYS = re.compile(r"([1-9][0-9]{0,3}) ?(d|day|days|w|week|weeks)", re.ASCII)


def first_day(desk: Desk, text: str) -> date:
    """The first business date that is meant by `7d`, `2 weeks` or `2026-11-01`. Raises BadInput."""
    said = text.strip().casefold()
    match = _DAYS.fullmatch(said)
    if match is not None:
        count = int(match[1]) * (7 if match[2].startswith("w") else 1)
        return desk.today() - timedelta(days=count - 1)
    try:
        first = date.fromisoformat(said)
    except ValueError:
        raise BadInput(
            _("{text} is neither a date nor a number of days.").format(text=text[:40] or "“”"),
            _("Write 7d, 2 weeks, or a date like 2026-11-01."),
        ) from None
    if first > desk.today():
        raise BadInput(_("That day is still to come."), _("Name a day that has been, or today."))
    return first


def day_named(text: str) -> date:
    """The business date that is meant by `2026-11-21`. Raises BadInput, also for a day that no business has."""
    try:
        named = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(
            _("{text} is not a date.").format(text=text[:40] or "“”"),
            _("Write it as year-month-day, for example 2026-11-21."),
        ) from None
    if not YEARS[0] <= named.year <= YEARS[1]:
        raise BadInput(
            _("{date} is no day of a business.").format(date=named.isoformat()),
            _("Write a year from {first} to {last}.").format(first=YEARS[0], last=YEARS[1]),
        )
    return named
