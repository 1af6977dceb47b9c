"""How a call is written on a screen: in the header of every room, and as a line of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.desk.telephone.ring_views import RingingCall
from frontdesk.desk.telephone.ring_words import number_words, who_words
from frontdesk.ground.language import _
from frontdesk.ui import times
from frontdesk.ui.keys_of_calls import TAKE
from frontdesk.ui.plain import cut
from frontdesk.ui.widgets.queue import in_columns
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import blank, heading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

NAME_CELLS = 22
CALL = "call"
"""The kind of a row that stands for a telephone that rings; its name is the call's id."""


def forms(calls: Sequence[RingingCall]) -> tuple[str, ...]:
    """What the header says while it rings, from the longest form to the shortest; () while nothing does."""
    if not calls:
        return ()
    first, more = calls[0], f" · +{len(calls) - 1}" if len(calls) > 1 else ""
    number, state = number_words(first.number, first.callers), _state(first)
    who, takes = who_words(first.callers), _("{key} takes the call").format(key=TAKE.display)
    short = cut(who, NAME_CELLS)
    parts = ((who, number, state), (short, number), (short or number,))
    if not who and first.number:
        parts = ((_("unknown"), number, state), (number, state), (number,))
    said = [" · ".join(filter(None, each)) for each in parts]
    return (*(f"☎ {each}{more} · {takes}" for each in said), f"☎ {said[-1]}{more}", f"☎ {takes}{more}")


def call_rows(desk: Desk, calls: Sequence[RingingCall]) -> list[Row]:
    """Who calls now, over everything that waits."""
    if not calls:
        return []
    return [heading(_("CALLING NOW")), *(_call_row(desk, each) for each in calls), blank()]


def _call_row(desk: Desk, call: RingingCall) -> Row:
    return Row(f"{CALL}:{call.id}", partial(_call_line, call, times.short_words(desk, call.rang_at)))


def _call_line(call: RingingCall, time: str, cells: int) -> Content:
    tone = "$text-accent bold"
    known = who_words(call.callers)
    number = number_words(call.number, call.callers)
    said = [number, _("Enter takes")] if known else [_("Enter takes")]
    return in_columns(
        cells, ("☎ " + _state(call), tone), (time, tone), known or number, " · ".join(said), call.line or call.desk
    )


def _state(call: RingingCall) -> str:
    return _("picked up") if call.picked_up else _("rings")
