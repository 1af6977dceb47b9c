"""The day as a whole: which areas it has, in which order, and what of it is said over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.desk.day.day_views import Day
from frontdesk.ground.language import _, ngettext
from frontdesk.ui.plain import Piece
from frontdesk.ui.widgets import day_asked, day_called, day_done, day_owed
from frontdesk.ui.widgets.sections import Section

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

NORMAL_FROM_COLUMNS, WIDE_FROM_COLUMNS = 80, 120


def areas(desk: Desk, day: Day, columns: int) -> tuple[list[Section], list[Section]]:
    """All areas in the order of importance; where there is room for two lists, what is owed and what was done."""
    exponent = 2 if desk.guidelines is None else desk.guidelines.business.exponent
    wide = columns >= WIDE_FROM_COLUMNS
    tight = wide or columns < NORMAL_FROM_COLUMNS
    first = [day_owed.promised(desk, day, roomy=wide)]
    first += [day_called.called(desk, day)] if day.called else []
    first += [day_asked.reviews(desk, day)] if day.reviews else []
    first += [day_asked.events(desk, day)] if day.events else []
    done = [
        day_done.stories(day, tight=tight),
        day_done.given(desk, day, exponent),
        day_done.chances(day, exponent),
        day_done.stopped(day, exponent, tight=tight),
    ]
    asked, later = [], [day_owed.left_empty(desk, day)]
    if day.today:
        asked = [day_asked.waiting(desk, day), *([day_asked.ahead(desk, day)] if day.grants else [])]
        going = [day_owed.under_way(desk, day)] if day.ideas_under_way else []
        later = [day_owed.ideas(desk, day), *going, day_owed.causes(desk, day), *later, day_owed.care(desk, day)]
    return ([*first, *asked, *later], done) if wide else ([*first, *done, *asked, *later], [])


def urgent(day: Day) -> tuple[tuple[Piece, ...], ...]:
    """What cannot wait until somebody scrolls to it, the long and the short form; red is only what is overdue."""
    said: list[Piece] = []
    if day.overdue:
        overdue = ngettext("{count} overdue", "{count} overdue", len(day.overdue)).format(count=len(day.overdue))
        said.append((f"! {overdue}", "bold $text-error"))
    if day.waiting:
        asks = ngettext("{count} asks for your yes: y", "{count} ask for your yes: y", len(day.waiting))
        said.append((f"⚑ {asks.format(count=len(day.waiting))}", "bold $text-warning"))
    if len(said) < 2:
        return (tuple(said),) if said else ()
    return (said[0], ("  ", ""), said[1]), (said[1],)


def how_it_went(day: Day) -> str:
    """How many conversations the day had, how old the backup is, and whether something is over the time it is kept."""
    closed = ngettext("{count} conversation", "{count} conversations", day.conversations_closed)
    still = ngettext("{count} still open", "{count} still open", day.conversations_open)
    held = _("{held} closed").format(held=closed.format(count=day.conversations_closed))
    said = f"{held} · {still.format(count=day.conversations_open)}"
    if day.backup is not None and day.backup.to_do:
        said = f"! {day.backup.to_do} · {said}"
    if day.to_forget:
        said += " · " + _("time to forget: customers forget")
    if day.backup is not None and day.backup.at is not None and not day.backup.to_do:
        said += " · " + day.backup.said
    return said
