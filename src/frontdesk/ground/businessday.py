"""Business days, calendar windows and rolling windows, also on the nights when the clock is moved.

A business day starts at `day_starts` in the site's zone: an entry of 01:30 belongs to the day before when the
day starts at 06:00. All instants are aware; what is returned as an instant is in UTC.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class BusinessClock:
    """Where and when a business's day begins: the zone, and the wall-clock time of the first minute."""

    zone: ZoneInfo
    day_starts: time

    def date_of(self, at: datetime) -> date:
        """The business date that the instant `at` belongs to."""
        local = _aware(at).astimezone(self.zone)
        today = local.date()
        if local.fold and at >= self.start_of(today + timedelta(days=1)):
            return today + timedelta(days=1)  # the clock went back past midnight, and the day had begun before
        return today if at >= self.start_of(today) else today - timedelta(days=1)

    def start_of(self, day: date) -> datetime:
        """The first instant (UTC) of the business day `day`.

        In an hour that the clock skips, the first instant after it; in an hour that comes twice, the first.
        """
        return _start_of(self.zone, self.day_starts, day)

    def wall(self, at: datetime) -> datetime:
        """`at` on the wall clock of the site."""
        return _aware(at).astimezone(self.zone)


@lru_cache(maxsize=4096)
def _start_of(zone: ZoneInfo, day_starts: time, day: date) -> datetime:
    return instant_of(datetime.combine(day, day_starts), zone)


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of a naive wall-clock time in `zone`; skipped times move to the first instant after."""
    first = wall.replace(tzinfo=zone, fold=0)
    utc = first.astimezone(UTC)
    if utc.astimezone(zone).replace(tzinfo=None) == wall:
        return utc
    # The wall time does not exist: fold=0 read it with the offset before the jump, fold=1 with the one after.
    gap = first.utcoffset(), wall.replace(tzinfo=zone, fold=1).utcoffset()
    if gap[0] is None or gap[1] is None:
        raise AssertionError("a zone gives an offset")
    before, after = (utc, utc + gap[0] - gap[1]) if gap[0] < gap[1] else (utc + gap[0] - gap[1], utc)
    low, high = min(before, after), max(before, after)
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


CALENDAR_UNITS = ("day", "week", "month", "quarter", "year")


@lru_cache(maxsize=4096)
def calendar_key(unit: str, day: date) -> str:
    """The name of the calendar window that the business day `day` falls into ("2026-W47", "2026-Q4")."""
    if unit == "day":
        return day.isoformat()
    if unit == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if unit == "month":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "quarter":
        return f"{day.year:04d}-Q{(day.month - 1) // 3 + 1}"
    if unit == "year":
        return f"{day.year:04d}"
    raise AssertionError(f"not a calendar window: {unit}")


def calendar_end(unit: str, day: date) -> date:
    """The first business day after the calendar window that `day` falls into: when its quota frees."""
    if unit == "day":
        return day + timedelta(days=1)
    if unit == "week":
        return day + timedelta(days=8 - day.isoweekday())
    if unit == "month":
        return _months_later(day.replace(day=1), 1)
    if unit == "quarter":
        return _months_later(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), 3)
    if unit == "year":
        return date(day.year + 1, 1, 1)
    raise AssertionError(f"not a calendar window: {unit}")


ELAPSED_UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
WALL_UNITS = {"month": 1, "year": 12}


def rolled(at: datetime, count: int, unit: str, zone: ZoneInfo) -> datetime:
    """`at` + `count` units (UTC): the instant at which something given at `at` no longer counts.

    Minutes, hours, days and weeks are elapsed time. Months and years move the wall clock of the site, and the
    31st becomes the last day of a shorter month.
    """
    if unit in ELAPSED_UNITS:
        return _aware(at).astimezone(UTC) + count * ELAPSED_UNITS[unit]
    months = count * WALL_UNITS[unit]
    local = _aware(at).astimezone(zone)
    day = _months_later(local.date(), months)
    return instant_of(datetime.combine(day, local.time().replace(fold=0, tzinfo=None)), zone)


def rolling_floor(at: datetime, count: int, unit: str) -> datetime:
    """An instant (UTC) before which nothing can count at `at` any more; never later than the exact edge.

    It lets a store ask an index for a superset; `rolled` then decides each candidate exactly.
    """
    longest = {"month": timedelta(days=31), "year": timedelta(days=366)}
    span = ELAPSED_UNITS.get(unit) or longest[unit]
    return _aware(at).astimezone(UTC) - count * span - timedelta(days=2 if unit in WALL_UNITS else 0)


def rolling_sure(at: datetime, count: int, unit: str) -> datetime:
    """An instant (UTC) after which everything still counts at `at`; for elapsed time it is the exact edge itself."""
    shortest = {"month": timedelta(days=28), "year": timedelta(days=365)}
    span = ELAPSED_UNITS.get(unit) or shortest[unit]
    return _aware(at).astimezone(UTC) - count * span + timedelta(days=2 if unit in WALL_UNITS else 0)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None or at.utcoffset() is None:
        raise AssertionError("instants are aware")
    return at
