"""Due times as people write and choose them, on the site's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from frontdesk.conversation.hours import Hours, read_hours
from frontdesk.ground.businessday import instant_of
from frontdesk.ground.dates import day_words
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import clean_line
from frontdesk.guidelines.values import parse_duration

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

FARTHEST = timedelta(days=366 * 2)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TODAY, _TOMORROW = N_("today"), N_("tomorrow")


def must_be_ahead(due_at: datetime, at: datetime) -> None:
    """Raise BadInput for a time that is past at `at`, or more than two years away."""
    if due_at <= at:
        raise BadInput(
            _("That time is past."), _("Write a time that is still to come, like 2 hours or tomorrow 12:00.")
        )
    if due_at > at + FARTHEST:
        raise BadInput(_("That is more than two years away."), _("Promise a nearer time, and a new one then."))


def usual_times(desk: Desk) -> tuple[tuple[str, datetime], ...]:
    """The times most promises are due, each ahead of now: a label and the instant (UTC)."""
    at = desk.now()
    wall = desk.days().wall(at)
    zone = desk.days().zone
    today, tomorrow = wall.date(), wall.date() + timedelta(days=1)
    choices = [
        (_("in 1 hour"), _full_minute(at + timedelta(hours=1))),
        (_("today {time}").format(time="18:00"), instant_of(datetime.combine(today, time(18)), zone)),
        (_("tomorrow {time}").format(time="12:00"), instant_of(datetime.combine(tomorrow, time(12)), zone)),
        (_("tomorrow {time}").format(time="18:00"), instant_of(datetime.combine(tomorrow, time(18)), zone)),
    ]
    return tuple((label, due) for label, due in choices if due > at)


def _full_minute(at: datetime) -> datetime:
    up = at.astimezone(UTC) + timedelta(minutes=1) - timedelta(microseconds=1)
    return up.replace(second=0, microsecond=0)


def parse_due(desk: Desk, text: str) -> datetime:
    """The instant (UTC) that is meant: "16:00", "tomorrow 18:00", "2 hours", "24 Nov 12:00", 2026-11-24T12:00.

    Times are on the site's clock; a time of day that is past today is tomorrow's, a date without a year is the next
    one. Raises BadInput with the forms that are understood.
    """
    at = desk.now()
    due = instant_meant(desk, text)
    if due is None:
        raise BadInput(
            _("{text} is not a time.").format(text=clean_line(text) or "“”"),
            _("Write it like 16:00, tomorrow 18:00, 2 hours, 24 Nov 12:00 or 2026-11-24 12:00."),
        )
    must_be_ahead(due, at)
    return due


def instant_meant(desk: Desk, text: str) -> datetime | None:
    """The instant (UTC) of a text as `parse_due` reads it, past or to come; None for a text that names none."""
    at = desk.now()
    bare = clean_line(text).lower()
    try:
        due = _duration(bare, at) or _iso(bare, desk) or _wall(bare, desk, at)
        return None if due is None else due.astimezone(UTC)
    except OverflowError:  # in the first hours of the calendar or its last, which UTC has not
        return None


def _duration(bare: str, at: datetime) -> datetime | None:
    try:
        return at + parse_duration(bare.removeprefix("in "))
    except ValueError:
        return None


def _iso(bare: str, desk: Desk) -> datetime | None:
    if len(bare) < 12:
        return None  # a date alone does not say by when
    try:
        found = datetime.fromisoformat(bare.upper())
    except ValueError:
        return None
    return found if found.tzinfo is not None else instant_of(found, desk.days().zone)


def _wall(bare: str, desk: Desk, at: datetime) -> datetime | None:
    *days, clock = bare.replace(",", " ").split() or [""]
    moment = _clock(clock)
    if moment is None:
        return None
    zone = desk.days().zone
    today = desk.days().wall(at).date()
    words = [each for each in days if each not in ("at", "by", _("at"))]
    if not words:
        due = instant_of(datetime.combine(today, moment), zone)
        return due if due > at else instant_of(datetime.combine(today + timedelta(days=1), moment), zone)
    day = _day(words, today)
    return None if day is None else instant_of(datetime.combine(day, moment), zone)


def _clock(text: str) -> time | None:
    hours, colon, minutes = text.replace(".", ":").partition(":")
    if not (colon and hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        return None
    if len(hours) > 2 or len(minutes) != 2 or int(hours) > 23 or int(minutes) > 59:
        return None
    return time(int(hours), int(minutes))


def _day(words: list[str], today: date) -> date | None:
    if len(words) == 1 and words[0] in (_TODAY, _(_TODAY).lower()):
        return today
    if len(words) == 1 and words[0] in (_TOMORROW, _(_TOMORROW).lower()):
        return today + timedelta(days=1)
    if len(words) != 2:
        return None
    number, month = (words[0], words[1]) if words[0][:1].isdigit() else (words[1], words[0])
    number = number.rstrip(".")
    if month[:3] not in _MONTHS or not (number.isascii() and number.isdigit()):
        return None
    for year in (today.year, today.year + 1):
        try:
            day = date(year, _MONTHS.index(month[:3]) + 1, int(number))
        except ValueError:
            continue
        if day >= today:
            return day
    return None


# --- hours --------------------------------------------------------------------------------------------------


def fits(desk: Desk, hours: str, at: datetime) -> bool:
    """Whether a moment lies in hours as a promise or a card holds them; words that are no hours forbid nothing."""
    try:
        return not hours or read_hours(hours).fits(desk.days().wall(at).replace(tzinfo=None))
    except ValueError:
        return True


def fitting(desk: Desk, hours: Hours, due_at: datetime) -> datetime:
    """`due_at` when it is within the hours on the site's clock, else the nearest time ahead that is (UTC)."""
    clock = desk.days()
    wall, now = clock.wall(due_at).replace(tzinfo=None), clock.wall(desk.now()).replace(tzinfo=None)
    if hours.fits(wall):
        return due_at
    earliest = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    for near in hours.near(wall.replace(second=0, microsecond=0), earliest):
        found = instant_of(near, clock.zone)
        # A time that a clock change leaves out is another time then, and one that comes twice may be past already.
        if found > desk.now() and hours.fits(clock.wall(found).replace(tzinfo=None)):
            return found
    return due_at


# --- words --------------------------------------------------------------------------------------------------


def moment_words(desk: Desk, at: datetime) -> str:
    """A moment as people say it on the day: "18:00", "yesterday 18:00", "tomorrow 12:00", "Mon 23 Nov 12:00"."""
    wall, today = desk.days().wall(at), desk.days().wall(desk.now()).date()
    near = {0: "{time}", -1: _("yesterday {time}"), 1: _("tomorrow {time}")}.get((wall.date() - today).days)
    if near is not None:
        return near.format(time=f"{wall:%H:%M}")
    return f"{day_words(wall.date(), today)} {wall:%H:%M}"


def since_words(desk: Desk, due_at: datetime) -> str:
    """How long something is overdue, as a person says it: "since yesterday 18:00"."""
    return _("since {when}").format(when=moment_words(desk, due_at))
