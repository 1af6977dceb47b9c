"""What others wait for, as areas of the day: a yes from above, the answer to a review, the end of a mass event.

A name stands only where somebody asks, or owes something.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.desk.approvals.approval_views import GrantLine, WaitingLine
from frontdesk.desk.day.day_views import Day
from frontdesk.desk.events.event_views import EventLine
from frontdesk.desk.learning.review_views import ReviewLine
from frontdesk.ground.language import _
from frontdesk.ground.money import format_minor
from frontdesk.ui import times
from frontdesk.ui.widgets.day_owed import STATE_CELLS, TALK, in_columns
from frontdesk.ui.widgets.queue import who
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import Item, Section, note

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

WAITING, GRANT, EVENT = "waiting:", "grant:", "event:"


# --- approvals and authority given ahead --------------------------------------------------------------------


def waiting(desk: Desk, day: Day) -> Section:
    """Who asked for what, and until when."""
    items = tuple(_waiting(desk, each) for each in day.waiting)
    right = _("y yes · o something else") if day.waiting else ""
    return Section(_("WAITING FOR A YES"), items, _("nobody waits for an answer"), right)


def ahead(desk: Desk, day: Day) -> Section:
    """What was given ahead and can still be used: for whom, of what, until when."""
    return Section(_("GIVEN AHEAD"), tuple(_grant(desk, each) for each in day.grants), _("nothing · g gives ahead"))


def _waiting(desk: Desk, line: WaitingLine) -> Item:
    approval = line.approval
    what = " ".join(filter(None, (approval.asked, approval.label)))
    reason = f"{what} · {approval.reason}" if approval.reason else what
    time = times.short_words(desk, approval.asked_at)
    row = partial(_waiting_line, time, who(line.customer_name), reason, approval.asked_by)
    until = _("until {time}").format(time=times.time_of_day(desk, approval.expires_at))
    can = _("fits now") if line.can else (_("{amount} fits").format(amount=line.fits) if line.fits else line.because)
    said = " · ".join(filter(None, (until, can, f"“{' '.join(line.request.split())}”" if line.request else "")))
    found = " ".join((line.customer_name, reason, approval.asked_by, line.request))
    return Item(Row(WAITING + approval.id, row), found, (note(said, indent=STATE_CELLS),))


def _waiting_line(time: str, name: str, what: str, asker: str, cells: int) -> Content:
    return in_columns(cells, ("⚑ " + _("asks"), "bold $text-warning"), (time, "$text-warning"), name, what, asker)


def _grant(desk: Desk, line: GrantLine) -> Item:
    whom = line.for_whom or line.at_desk or _("everybody")
    what = line.label if not line.up_to else _("to {amount} {label}").format(label=line.label, amount=line.up_to)
    left = "" if line.times is None else _("{left} of {all} left").format(left=line.left, all=line.times)
    said = " · ".join(filter(None, (what, left)))
    until = times.short_words(desk, line.until_at)
    return Item(Row(GRANT + line.id, partial(_grant_line, until, whom, said)), f"{whom} {what}")


def _grant_line(until: str, whom: str, what: str, cells: int) -> Content:
    return in_columns(cells, ("○ " + _("until"), "$text-muted"), (until, "$text-muted"), whom, what, "")


# --- reviews and letters ------------------------------------------------------------------------------------


def reviews(desk: Desk, day: Day) -> Section:
    """Reviews and letters that are owed an answer, by when."""
    items = tuple(_review(desk, each) for each in day.reviews)
    return Section(_("REVIEWS AND LETTERS"), items, _("every one has its answer"))


def _review(desk: Desk, review: ReviewLine) -> Item:
    said = review.asks_for or f"“{' '.join(review.words.split())}”"
    due = times.short_words(desk, review.answer_due_at)
    found = " ".join((review.customer_name, review.source, review.words, review.asks_for))
    name = review.customer_name or review.source
    return Item(Row(TALK + review.id, partial(_review_line, review.state == "overdue", due, who(name), said)), found)


def _review_line(overdue: bool, due: str, name: str, said: str, cells: int) -> Content:
    style = "bold $text-error" if overdue else "$text-warning"
    state = ("! " + _("overdue") if overdue else "✎ " + _("answer"), style)
    return in_columns(cells, state, (due, style), name, said, "")


# --- mass events --------------------------------------------------------------------------------------------


def events(desk: Desk, day: Day) -> Section:
    """Mass events that go on: how far each is, and what is left of its own budget."""
    items = tuple(_event(desk, each) for each in day.events)
    return Section(_("MASS EVENTS"), items, _("none goes on"))


def _event(desk: Desk, event: EventLine) -> Item:
    exponent = 2 if desk.guidelines is None else desk.guidelines.business.exponent
    said = [_("{count} of {all} reached").format(count=event.reached, all=event.members)]
    if event.left_minor is not None and event.budget_minor is not None:
        left, all_of_it = (format_minor(each, exponent) for each in (event.left_minor, event.budget_minor))
        said.append(_("{left} of {all} left").format(left=left, all=all_of_it))
    said.append(_("{kept} kept, {open} open").format(kept=event.promises_kept, open=event.promises_open))
    if event.given:
        said.append(f"{event.gesture_label} ×{event.given}")
    due = times.short_words(desk, event.first_due_at or event.due_at)
    row = Row(EVENT + event.id, partial(_event_line, event, due))
    return Item(row, f"{event.name} {event.cause} {event.owner}", (note(" · ".join(said), indent=STATE_CELLS),))


def _event_line(event: EventLine, due: str, cells: int) -> Content:
    style = "bold $text-error" if event.overdue else "$text-warning"
    state = ("! " + _("overdue") if event.overdue else "⚑ " + _("due"), style)
    owner, owner_style = (event.owner, "") if event.owner_here else ("! " + event.owner, "$text-error")
    return in_columns(cells, state, (due, style), "", f"{event.name} · {event.promise}", owner, owner_style)
