"""Who called and was not answered, as an area of the day; on a day that is over also what became of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.desk.day.day_views import Day
from frontdesk.desk.telephone.ring_views import MissedCall, MissedState
from frontdesk.desk.telephone.ring_words import missed_name, missed_words, settled_words
from frontdesk.ground.language import _
from frontdesk.ui import times
from frontdesk.ui.widgets.day_owed import in_columns
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import Item, Section

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

MISSED = "missed:"


def called(desk: Desk, day: Day) -> Section:
    """A line for each number, the longest waiting first."""
    return Section(_("TO CALL BACK"), tuple(_called(desk, each) for each in day.called), _("everybody was answered"))


def _called(desk: Desk, call: MissedCall) -> Item:
    name, waits = missed_name(call), call.state is MissedState.WAITS
    said = missed_words(call) if waits else settled_words(desk, call)
    line = partial(_line, times.short_words(desk, call.last_at), name, said, call.line, waits)
    return Item(Row(MISSED + call.id, line), " ".join((name, call.number, said)))


def _line(time: str, name: str, said: str, end: str, waits: bool, cells: int) -> Content:
    style = "$text-warning" if waits else "$text-muted"
    return in_columns(cells, ("☎ " + _("called"), style), (time, style), name, said, end)
