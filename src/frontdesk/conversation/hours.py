"""The hours in which a customer wants to hear from us: "9-12, 17-19", "Mon-Fri 9-17", on the clock of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPAN = re.compile(rf"{_TIME}\s*[-–—]\s*{_TIME}", re.ASCII)  # any dash
_FROM_WORDS = "from|after|not before|no|ne pirms|pēc|с|после|не раньше|не ранее|після|з|від|не раніше"
_UNTIL_WORDS = "until|till|before|not after|līdz|ne pēc|до|не позже|не позднее|не пізніше"
_AFTER = re.compile(rf"(?:{_FROM_WORDS})\s+{_TIME}")
_BEFORE = re.compile(rf"(?:{_UNTIL_WORDS})\s+{_TIME}")
_DAYS_FIRST = re.compile(rf"([^\d,;]+?)(?::?\s+(?=\d)|:?\s+(?=(?:{_FROM_WORDS}|{_UNTIL_WORDS})\s+\d)|$)")
_RANGE = re.compile(r"\s*[-–—]\s*")
SPANS_MAX = 6
EVERY_DAY = frozenset(range(7))
_LAST = time(23, 59)
_SAID = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS = {
    word: day
    for day, words in enumerate(
        (
            "mon monday mo pirmd pirmdien pirmdiena p пн понедельник понеділок",
            "tue tues tuesday tu otrd otrdien otrdiena o вт вторник вівторок",
            "wed wednesday we trešd trešdien trešdiena t ср среда середа",
            "thu thur thurs thursday th ceturtd ceturtdien ceturtdiena c чт четверг четвер",
            "fri friday fr piektd piektdien piektdiena pk пт пятница п'ятниця",
            "sat saturday sa sestd sestdien sestdiena s сб суббота субота",
            "sun sunday su svētd svētdien svētdiena sv вс воскресенье нд неділя",
        )
    )
    for word in words.split()
}
_SEVERAL = {
    word: days
    for words, days in (
        ("weekdays workdays darbdienas darbdienās будни будние будні", frozenset(range(5))),
        ("weekend weekends brīvdienas brīvdienās выходные вихідні", frozenset((5, 6))),
        ("daily everyday katru ежедневно щодня", EVERY_DAY),
    )
    for word in words.split()
}


class Span(NamedTuple):
    """From a time to a time on days of the week (Monday is 0); an end that is not after the start is the next day's."""

    start: time
    end: time
    days: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Hours:
    """Spans of a day, each from a time to a time; one whose end is not after its start goes past midnight.

    A span's last minute still fits: at 12:00 somebody who said "9-12" may be called. What goes past midnight belongs to
    the day on which it began.
    """

    spans: tuple[Span, ...]

    def __str__(self) -> str:
        said, days = [], EVERY_DAY
        for span in self.spans:
            named = "" if span.days == days else f"{_days_said(span.days)} "
            said.append(f"{named}{_said(span.start)}-{_said(span.end)}")
            days = span.days
        return ", ".join(said)

    def fits(self, wall: datetime) -> bool:
        """Whether the wall-clock moment lies in one of the spans."""
        moment = wall.time().replace(second=0, microsecond=0, tzinfo=None, fold=0)
        today, yesterday = wall.weekday(), (wall.weekday() - 1) % 7
        return any(_holds(span, moment, today, yesterday) for span in self.spans)

    def nearest(self, wall: datetime, earliest: datetime) -> datetime:
        """The naive wall-clock moment nearest to `wall` that fits and is not before `earliest` (both naive).

        Of two that are as near, the earlier one: a promise kept early is a good one.
        """
        return next(self.near(wall, earliest))

    def near(self, wall: datetime, earliest: datetime) -> Iterator[datetime]:
        """The moments that `nearest` chooses from, the nearest first: beginnings and ends of spans of a week."""
        if self.fits(wall) and wall >= earliest:
            yield wall
        edges = {earliest} if self.fits(earliest) else set()
        for offset in range(-8, 10):
            day = wall.date() + timedelta(days=offset)
            for span in self.spans:
                if day.weekday() in span.days:
                    past = timedelta(days=span.end <= span.start)
                    edges |= {datetime.combine(day, span.start), datetime.combine(day, span.end) + past}
        ahead = [edge for edge in edges if edge >= earliest]
        yield from sorted(ahead, key=lambda edge: (abs(edge - wall), edge))


def _holds(span: Span, moment: time, today: int, yesterday: int) -> bool:
    if span.start < span.end:
        return today in span.days and span.start <= moment <= span.end
    return (today in span.days and moment >= span.start) or (yesterday in span.days and moment <= span.end)


def read_hours(text: str) -> Hours:
    """The hours that are meant: "9-12, 17-19", "10:30-14", "not before 10", "until 18", "Mon-Fri 9-17, Sat 10-14".

    ValueError for a text that says none. Days are for what follows them; without any it is every day.
    """
    spans: list[Span] = []
    days, waiting = EVERY_DAY, frozenset[int]()
    for part in re.split(r"[,;]|\s(?:and|un|и|і|й|та)\s", text.strip().casefold()):
        named, rest = _days_of(part.strip())
        if named:
            waiting |= named
            days = waiting
        if rest:
            spans.append(_span(rest, days, text))
            waiting = frozenset()
    if waiting or not 1 <= len(spans) <= SPANS_MAX:
        raise ValueError(text)
    # Days that the next part takes over by itself stand together: "Mon-Fri 9-12, 17-19".
    return Hours(tuple(sorted(spans, key=lambda span: (sorted(span.days) if span.days != EVERY_DAY else [], span))))


def _days_of(part: str) -> tuple[frozenset[int], str]:
    """The days that a part begins with, and the rest of it; no days when it begins with a time."""
    match = _DAYS_FIRST.match(part)
    if match is None:
        return frozenset(), part
    said = match[1].strip().rstrip(":.")
    if said in _SEVERAL:
        return _SEVERAL[said], part[match.end() :].strip()
    ends = [_DAYS.get(each.strip(". ")) for each in _RANGE.split(said)]
    if len(ends) > 2 or any(each is None for each in ends):
        return frozenset(), part
    first, last = ends[0] or 0, ends[-1] or 0
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1)), part[match.end() :].strip()


def _span(said: str, days: frozenset[int], text: str) -> Span:
    after, before, match = _AFTER.fullmatch(said), _BEFORE.fullmatch(said), _SPAN.fullmatch(said)
    if after is not None:
        return Span(_time(after[1], after[2]), _LAST, days)
    if before is not None:
        return Span(time(0), _time(before[1], before[2]), days)
    if match is None:
        raise ValueError(text)
    start, end = _time(match[1], match[2]), _time(match[3], match[4])
    if start == end:
        raise ValueError(text)
    return Span(start, end, days)


def _time(hours: str, minutes: str | None) -> time:
    if int(hours) == 24 and not int(minutes or 0):
        return _LAST
    return time(int(hours), int(minutes or 0))


def _said(moment: time) -> str:
    if moment == _LAST:
        return "24"
    return f"{moment.hour}:{moment.minute:02}" if moment.minute else str(moment.hour)


def _days_said(days: frozenset[int]) -> str:
    """Days as people write them: runs of three and more with a dash; "Mon-Sun" for every day."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = []
    for run in runs:
        said += [f"{_SAID[run[0]]}-{_SAID[run[-1]]}"] if len(run) > 2 else [_SAID[day] for day in run]
    return ", ".join(said)
