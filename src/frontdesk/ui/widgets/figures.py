"""How amounts, days and times look on the desk: aligned on the decimal mark, cut at words, on the site's wall clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from frontdesk.desk.desk import Desk
from frontdesk.ground.businessday import BusinessClock
from frontdesk.ground.dates import short_day
from frontdesk.ground.language import _
from frontdesk.ground.money import format_minor
from frontdesk.ui.plain import ELLIPSIS, cut, width

_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Figures:
    """The money and the clock of the business, as the screen writes them."""

    exponent: int
    days: BusinessClock

    @classmethod
    def of(cls, desk: Desk) -> Figures:
        """The figures of the desk's business; two decimals while there are no guidelines."""
        exponent = 2 if desk.guidelines is None else desk.guidelines.business.exponent
        return cls(exponent, desk.days())

    def money(self, minor: int | None) -> str:
        """Minor units as digits, "" for a gesture without money."""
        return "" if minor is None else format_minor(minor, self.exponent)

    def time(self, at: datetime) -> str:
        """ "14:02" on the wall clock of the site."""
        return f"{self.days.wall(at):%H:%M}"

    def day(self, at: datetime | date) -> str:
        """ "12 Oct" in the language in force."""
        day = self.days.wall(at).date() if isinstance(at, datetime) else at
        return short_day(day)

    def due(self, at: datetime, now: datetime) -> str:
        """When something is due, as short as it is clear: "16:00", "tomorrow 12:00", "24 Nov 12:00"."""
        wall, today = self.days.wall(at).date(), self.days.wall(now).date()
        if wall == today:
            return self.time(at)
        if wall == today + timedelta(days=1):
            return _("tomorrow {time}").format(time=self.time(at))
        return f"{self.day(at)} {self.time(at)}"

    def column(self, amount: str, cells: int) -> str:
        """`amount` in a column of exactly `cells` cells, its decimal mark under the others'.

        Figures without decimals end where the column ends; a dash stands on the decimal mark.
        """
        if amount in ("", "-", "–"):
            amount = "-" + " " * self.exponent
        return " " * max(0, cells - width(amount)) + amount


def shortened(text: str, cells: int) -> str:
    """`text` in at most `cells` cells, cut with an ellipsis, but never in the middle of a figure."""
    short = cut(text, cells)
    if not short.endswith(ELLIPSIS) or width(text) <= cells:
        return short
    kept, space, last = short[: -len(ELLIPSIS)].rpartition(" ")
    return kept.rstrip(" ·,") + ELLIPSIS if space and _FIGURE.search(last) else short


def wrapped(text: str, cells: int, most: int) -> list[str]:
    """`text` in at most `most` lines, broken between words; the last one is shortened."""
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < most - 1:
        line = rest.pop(0)
        while rest and width(line) + 1 + width(rest[0]) <= cells:
            line += " " + rest.pop(0)
        lines.append(shortened(line, cells))
    return [*lines, shortened(" ".join(rest), cells)] if rest else lines


def column(text: str, cells: int) -> str:
    """`text` shortened and padded to exactly `cells` cells."""
    short = shortened(text, cells)
    return short + " " * (cells - width(short))


def pair(left: str, right: str, cells: int) -> tuple[str, str]:
    """`left`, shortened, and `right` at the end of a line of `cells` cells; `right` is never cut."""
    room = max(0, cells - width(right) - (1 if right else 0))
    gap = " " if right and room else ""
    return column(left, room), gap + right
