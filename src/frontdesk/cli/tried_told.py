"""What the parts of the `whatif` page share: figures, labels and days in words, and lines of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING

from frontdesk.ground.language import current
from frontdesk.guidelines.telling.figures import money
from frontdesk.guidelines.telling.names import bare, gesture_name

if TYPE_CHECKING:
    from frontdesk.authority.effects import Effect
    from frontdesk.desk.rules.trying import Tried
    from frontdesk.guidelines.model import Guidelines

WIDTH = 80
RULE = "─" * WIDTH


class Told:
    """One report, with the words for its figures."""

    def __init__(self, tried: Tried) -> None:
        self.tried = tried
        self.draft: Guidelines = tried.draft
        self.effect: Effect = tried.effect
        self.clock = tried.draft.business.clock

    def money(self, minor: int) -> str:
        """An amount without its currency."""
        return money(minor, self.draft)

    def money_or_dash(self, minor: int | None) -> str:
        """An amount; a dash where there is none."""
        return "-" if minor is None else self.money(minor)

    def day(self, day: date) -> str:
        """A day of a table: "Sat 21 Nov"."""
        from babel.dates import format_date

        return format_date(day, "EEE d MMM", locale=current())

    def label(self, name: str) -> str:
        """A gesture as the draft calls it, else as it is called now."""
        known: Guidelines | None = self.draft
        if name not in self.draft.gestures:
            known = self.tried.in_force
        return bare(name) if known is None or name not in known.gestures else gesture_name(name, known)


def section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A title and what stands under it; nothing at all where nothing does."""
    said = [wrapped_line for line in lines for wrapped_line in wrapped(line, "  ")]
    if said:
        yield ""
        yield title
        yield from said


def wrapped(text: str, indent: str = "") -> Iterator[str]:
    """A sentence on as many lines as it needs."""
    after = indent + ("  " if indent else "")
    yield from wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=after, break_long_words=False, break_on_hyphens=False
    )
