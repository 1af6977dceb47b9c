"""The hours in which a customer wants to hear from us: "9-12, 17-19", on the clock of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)  # any dash
_AFTER = re.compile(r"(?:from|after|not before|no|с|після|после|з|від)\s+(\d{1,2})(?:[:.](\d{2}))?")
SPANS_MAX = 6


@dataclass(frozen=True, slots=True)
class Hours:
    """Spans of a day, each from a time to a time; one whose end is not after its start goes past midnight.

    A span's last minute still fits: at 12:00 somebody who said "9-12" may be called.
    """

    spans: tuple[tuple[time, time], ...]

    def __str__(self) -> str:
        return ", ".join(f"{_said(start)}-{_said(end)}" for start, end in self.spans)

    def fits(self, wall: datetime) -> bool:
        """Whether the wall-clock moment lies in one of the spans."""
        moment = wall.time().replace(second=0, microsecond=0, tzinfo=None, fold=0)
        return any(
            start <= moment <= end if start < end else moment >= start or moment <= end for start, end in self.spans
        )

    def nearest(self, wall: datetime, earliest: datetime) -> datetime:
        """The naive wall-clock moment nearest to `wall` that fits and is not before `earliest` (both naive).

        Of two that are as near, the earlier one: a promise kept early is a good one.
        """
        if self.fits(wall) and wall >= earliest:
            return wall
        edges = [
            datetime.combine(wall.date() + timedelta(days=day), edge)
            for day in (-1, 0, 1, 2)
            for span in self.spans
            for edge in span
        ]
        if self.fits(earliest):
            edges.append(earliest)
        ahead = [edge for edge in edges if edge >= earliest]
        return min(ahead, key=lambda edge: (abs(edge - wall), edge))


def read_hours(text: str) -> Hours:
    """The hours that are meant: "9-12, 17-19", "10:30-14", "from 10". ValueError for a text that says none."""
    bare = text.strip().casefold()
    after = _AFTER.fullmatch(bare)
    if after is not None:
        return Hours(((_time(after[1], after[2]), time(23, 59)),))
    spans = []
    for part in re.split(r"[,;]|\s(?:and|un|и|і|й|та)\s", bare):
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            raise ValueError(text)
        start, end = _time(match[1], match[2]), _time(match[3], match[4])
        if start == end:
            raise ValueError(text)
        spans.append((start, end))
    if not 1 <= len(spans) <= SPANS_MAX:
        raise ValueError(text)
    return Hours(tuple(sorted(spans)))


def _time(hours: str, minutes: str | None) -> time:
    if int(hours) == 24 and not int(minutes or 0):
        return time(23, 59)
    return time(int(hours), int(minutes or 0))


def _said(moment: time) -> str:
    if moment == time(23, 59):
        return "24"
    return f"{moment.hour}:{moment.minute:02}" if moment.minute else str(moment.hour)
