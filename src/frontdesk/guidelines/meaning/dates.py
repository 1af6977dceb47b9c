"""From which day until which day something applies."""

from __future__ import annotations

from datetime import date

from frontdesk.ground.language import _
from frontdesk.guidelines.meaning.context import Context
from frontdesk.guidelines.nodes import Loc
from frontdesk.guidelines.values import parse_date


def valid_dates(context: Context, first: str | None, last: str | None, loc: Loc) -> tuple[date | None, date | None]:
    """The first and the last business day; a last day before the first is reported."""
    begins = None if first is None else parse_date(first)
    ends = None if last is None else parse_date(last)
    if begins is not None and ends is not None and ends < begins:
        context.wrong(
            (*loc, "valid_until"), _("The last day is before the first."), _("Write a day on or after valid_from.")
        )
    return begins, ends
