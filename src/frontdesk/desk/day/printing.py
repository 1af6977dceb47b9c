"""The sheets of one key: made, put into the business's folder, and given back to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.desk.day import lining_up
from frontdesk.desk.day.handover_sheet import handover_text
from frontdesk.desk.day.line_up_sheet import line_up_text
from frontdesk.desk.paper.paper import put_sheet
from frontdesk.desk.promises import handing_over
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

HAND_OVER = "hand-over"
LINE_UP = "line-up-{date}"


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet of 80 columns, and the file it is in; None with the `problem` where no file could be written."""

    text: str
    path: Path | None
    problem: str = ""


def print_line_up(desk: Desk, date: date | None = None) -> Printed:
    """The line-up of a business day (today when None), without customers' names. Raises BadInput as `line_up` does."""
    made = lining_up.line_up(desk, date)
    return _printed(desk, LINE_UP.format(date=made.date.isoformat()), lambda: line_up_text(desk, made))


def print_handover(desk: Desk) -> Printed:
    """The hand-over of this moment. Customers' names stand on it: it takes the place of the one before."""
    return _printed(desk, HAND_OVER, lambda: handover_text(desk, handing_over.page(desk)))


def _printed(desk: Desk, name: str, made: Callable[[], str]) -> Printed:
    text = made()
    if not desk.writes_files:
        return Printed(text, None, _("This desk writes no files: read it here, or print it on the business's machine."))
    try:
        return Printed(text, put_sheet(desk.folder, name, text))
    except BadInput as problem:
        return Printed(text, None, str(problem))
