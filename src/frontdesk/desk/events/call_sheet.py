"""The call list of a mass event on paper: 80 columns, one customer after the other, with room for a tick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.desk.events.event_views import CallLine, EventLine
from frontdesk.desk.paper.tables import Column, csv_text
from frontdesk.desk.promises.due_times import moment_words
from frontdesk.ground.language import N_, _
from frontdesk.ground.pages import padded, page, titled, wrapped

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

_WHO, _WHAT, _NUMBER = 26, 20, 18
CALL_WORDS = {
    "": N_("not called yet"),
    "reached": N_("reached"),
    "left_word": N_("left word"),
    "not_reached": N_("not reached"),
}


def sheet(desk: Desk, event: EventLine, calls: Sequence[CallLine]) -> str:
    """The list as a text of at most 80 columns: what happened, what is promised, then whom to call and how."""
    return page(_lines(desk, event, calls))


def _lines(desk: Desk, event: EventLine, calls: Sequence[CallLine]) -> Iterator[str]:
    yield from titled(event.name, moment_words(desk, desk.now()))
    yield from wrapped(event.cause, rest="  ")
    promised = _("Promised to each: {text}").format(text=event.promise)
    yield from wrapped(f"{promised} · {event.owner}", rest="  ")
    if event.gesture_label:
        yield from wrapped(_("Owed to each: {label}").format(label=event.gesture_label), rest="  ")
    for each in calls:
        yield ""
        yield from _call(desk, each)


def _call(desk: Desk, each: CallLine) -> Iterator[str]:
    tick = "[x]" if each.call == "reached" else "[ ]"
    who = each.name or _("not known by name")
    due = _due(desk, each)
    left = f"{tick} {padded(who, _WHO)} {padded(each.what, _WHAT)} {padded(each.phone or each.email, _NUMBER)}"
    yield left
    parts = [
        each.channel,
        each.hours if each.fits_now else f"{each.hours} ({_('not now')})",
        each.languages,
        each.email if each.phone else "",
        each.order,
        due,
        _(CALL_WORDS[each.call]) if each.call else "",
        _("given") if each.given else "",
    ]
    yield from wrapped(" · ".join(part for part in parts if part), "    ")
    yield from wrapped(each.note, "    ")


def _due(desk: Desk, each: CallLine) -> str:
    if each.promise_state in ("kept", "early", "late"):
        return _("promise kept")
    if each.promise_state == "withdrawn":
        return ""
    when = moment_words(desk, each.due_at)
    return (_("overdue since {when}") if each.promise_state == "overdue" else _("by {when}")).format(when=when)


def as_csv(desk: Desk, calls: Sequence[CallLine]) -> str:
    """The list as CSV, safe from formulas; instants on the site's clock with their offset."""

    def said(at: datetime | None) -> str:
        return "" if at is None else desk.days().wall(at).isoformat(timespec="seconds")

    columns: tuple[Column[CallLine], ...] = (
        Column("what", lambda each: each.what, text=True),
        Column("serial", lambda each: each.serial, text=True),
        Column("name", lambda each: each.name, text=True),
        Column("phone", lambda each: each.phone, text=True),
        Column("email", lambda each: each.email, text=True),
        Column("channel", lambda each: each.channel, text=True),
        Column("languages", lambda each: each.languages, text=True),
        Column("hours", lambda each: each.hours, text=True),
        Column("order", lambda each: each.order, text=True),
        Column("promise", lambda each: each.promise, text=True),
        Column("due_at", lambda each: said(each.due_at)),
        Column("state", lambda each: each.promise_state),
        Column("owner", lambda each: each.owner, text=True),
        Column("call", lambda each: each.call),
        Column("called_at", lambda each: said(each.called_at)),
        Column("given", lambda each: "yes" if each.given else "no"),
        Column("note", lambda each: each.note, text=True),
    )
    return csv_text(columns, calls)
