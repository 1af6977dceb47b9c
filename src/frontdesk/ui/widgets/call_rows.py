"""The lines of a call list: how it stands, the number, who, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content

from frontdesk.desk.events.event_views import CallLine, EventLine
from frontdesk.ground.language import _
from frontdesk.ground.money import format_minor
from frontdesk.ui import times
from frontdesk.ui.guard import Guard, Verdict, counted
from frontdesk.ui.plain import fitted, width, words
from frontdesk.ui.widgets.figures import column
from frontdesk.ui.widgets.queue import who
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.sections import Item
from frontdesk.ui.widgets.zone import Ignored

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

CALL = "call:"
KEPT = ("kept", "early", "late")
STATE_CELLS, NUMBER_CELLS, WHAT_CELLS = 14, 19, 16


def event_heads(desk: Desk, event: EventLine) -> Content:
    """What happened, what is promised to each and owed to each, and what is left of the event's budget."""
    promised = _("promised: {text}, by {time}").format(text=event.promise, time=times.short_words(desk, event.due_at))
    owed = []
    if event.gesture_label:
        owed.append(_("owed: {label}").format(label=event.gesture_label))
    if event.left_minor is not None and event.budget_minor is not None:
        exponent = 2 if desk.guidelines is None else desk.guidelines.business.exponent
        left, all_of_it = (format_minor(each, exponent) for each in (event.left_minor, event.budget_minor))
        owed.append(_("{left} of {all} left").format(left=left, all=all_of_it))
    cause = " ".join(event.cause.split())
    said = "\n".join(filter(None, (promised, " · ".join(owed))))
    return words((event.name, "bold"), f"  {cause}\n", (said, "$text-muted"))


def call_keys(cells: int) -> str:
    """The keys of the list; where all do not fit, help has the rest."""
    came_of_it = _("r reached · w word · n not reached · g give · k kept")
    forms = (
        came_of_it + _(" · Enter talk · / find · F1 help · Esc back"),
        came_of_it + _(" · Enter talk · F1 · Esc"),
        came_of_it + _(" · F1"),
    )
    return next((form for form in forms if width(form) <= cells), forms[-1])


def call_items(calls: Iterable[CallLine]) -> tuple[Item, ...]:
    """A line each, found by name, number, serial and order."""
    return tuple(
        Item(
            Row(CALL + each.what, partial(_line, each)),
            " ".join((each.name, each.phone.replace(" ", ""), each.phone, each.what, each.order, each.email)),
        )
        for each in calls
    )


class CallRows(Rows):
    """The list whose keys write something down: each is counted, and a held key or several at once do nothing more."""

    def __init__(self, guard: Guard, *, id: str, help_text: str) -> None:
        super().__init__(id=id, help_text=help_text)
        self.guard = guard

    def on_key(self, event: events.Key) -> None:
        """Keys that only move the mark are held down on purpose."""
        if not counted(event.key, event.character):
            return
        press = self.guard.arrive(event.key, event.time)
        if press.verdict is not Verdict.HOLD:
            event.stop()
            event.prevent_default()
            self.post_message(Ignored(press.verdict, event.key))


def call_state(line: CallLine) -> tuple[str, str]:
    """What came of it so far, in a word, and its style."""
    said = {
        "reached": ("✓ " + _("reached"), "$text-muted"),
        "left_word": ("◐ " + _("left word"), "$text-warning"),
        "not_reached": ("! " + _("not reached"), "$text-warning"),
    }
    if line.promise_state in KEPT:
        return "✓ " + _("kept"), "$text-muted"
    return said.get(line.call, ("☎ " + _("to call"), "$text-accent"))


def _line(line: CallLine, cells: int) -> Content:
    state, style = call_state(line)
    given = "✓ " + _("given") if line.given else ""
    name_cells = max(cells - STATE_CELLS - NUMBER_CELLS - WHAT_CELLS - 8, 12)
    return words(
        (fitted(state, STATE_CELLS - 1) + " ", style),
        fitted(line.phone or line.email or "-", NUMBER_CELLS - 1) + " ",
        column(who(line.name), name_cells - 1) + " ",
        (fitted(line.what, WHAT_CELLS - 1) + " ", "$text-muted"),
        (given, "$text-muted"),
    )


def about_call(desk: Desk, line: CallLine) -> Content:
    """How to reach them and when, what they were promised and how it stands: one or two quiet lines."""
    hours = line.hours if line.fits_now else _("{hours} (not now)").format(hours=line.hours)
    how = [line.channel, hours if line.hours else "", line.languages, line.email if line.phone else "", line.order]
    if line.promise_state in KEPT:
        promised = _("promise kept")
    else:
        when = times.short_words(desk, line.due_at)
        said = _("promise overdue since {time}") if line.promise_state == "overdue" else _("promised by {time}")
        promised = said.format(time=when)
    called = "" if line.called_at is None else _("called {time}").format(time=times.short_words(desk, line.called_at))
    text = " · ".join(filter(None, (*how, promised, line.owner, called, " ".join(line.note.split()))))
    style = "$text-warning" if line.hours and not line.fits_now else "$text-muted"
    return words((text, style))
