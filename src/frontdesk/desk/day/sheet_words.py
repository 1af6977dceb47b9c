"""Words and lines that the printed sheets share: dates with their year, titles, promises and budgets in columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.desk.events.event_views import EventLine
from frontdesk.desk.gestures.saying import amount_words
from frontdesk.desk.promises.due_times import moment_words, since_words
from frontdesk.desk.views import BudgetLeft, PromiseLine
from frontdesk.ground.dates import day_words
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.pages import padded, width, wrapped

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

INDENT = "  "
TIME_COLUMNS, OWNER_COLUMNS, NAME_COLUMNS = 23, 12, 24


def made_words(desk: Desk, at: datetime) -> str:
    """A moment as it stands on paper: "Sat 21 Nov 14:32"."""
    wall = desk.days().wall(at)
    return f"{day_words(wall.date())} {wall:%H:%M}"


def title(text: str, remark: str = "") -> str:
    """The line over a section of a sheet, with what it comes to."""
    return f"{text} · {remark}" if remark else text


def promise_lines(desk: Desk, promise: PromiseLine, what: str, most: int = 0) -> list[str]:
    """When, whose, and `what`; overdue ones have a mark in front. What does not fit on the line goes on below it."""
    overdue = promise.state == "overdue"
    when = since_words(desk, promise.due_at) if overdue else moment_words(desk, promise.due_at)
    owner = promise.owner if promise.owner_here else "! " + promise.owner
    mark = "! " if overdue else INDENT
    time = padded(when, max(TIME_COLUMNS, width(when)))  # a time is never cut
    first = f"{mark}{time} {padded(owner, OWNER_COLUMNS)} "
    return wrapped(what, first, most=most) or [first.rstrip()]


def budget_lines(desk: Desk, budgets: Iterable[BudgetLeft]) -> list[str]:
    """What is left of each budget, in columns: the name, the figures, and about how often that is."""
    known = tuple(budgets)
    names = [each.id.replace("_", " ") for each in known]
    pairs = [(budget_figure(desk, each, each.left), budget_figure(desk, each, each.up_to)) for each in known]
    figures = [_("{left} of {all} left").format(left=left, all=up_to) for left, up_to in pairs]
    widest, most = min(max(map(width, names), default=0), NAME_COLUMNS), max(map(width, figures), default=0)
    lines: list[str] = []
    for each, name, figure in zip(known, names, figures, strict=True):
        head = f"{INDENT}{padded(name, widest)}  {padded(figure, most, right=True)} "
        lines += wrapped(" · ".join(filter(None, (each.window, more_words(each)))), head) or [head.rstrip()]
    return lines


def budget_figure(desk: Desk, budget: BudgetLeft, value: int) -> str:
    """A figure of a budget: money, or times."""
    return amount_words(desk, value) if budget.is_money else str(value)


def more_words(budget: BudgetLeft) -> str:
    """About how often something can still be given, "" where nobody can say."""
    if budget.more is None:
        return ""
    if budget.more_of:
        return _("enough for {count} x {gesture}").format(count=budget.more, gesture=budget.more_of)
    said = ngettext("about {count} more like those so far", "about {count} more like those so far", budget.more)
    return said.format(count=budget.more)


def event_words(desk: Desk, event: EventLine) -> str:
    """A mass event on one line: how far it is, what is left of its budget, who answers for what is still promised."""
    parts = [
        event.name,
        _("{reached} of {members} reached").format(reached=event.reached, members=event.members),
        ngettext("given {count} time", "given {count} times", event.given).format(count=event.given)
        if event.gesture is not None
        else "",
        "" if event.left_minor is None else _("{left} left").format(left=amount_words(desk, event.left_minor)),
    ]
    if event.promises_open:
        still = ngettext("{count} promise open", "{count} promises open", event.promises_open)
        parts.append(f"{still.format(count=event.promises_open)} ({event.owner})")
    if event.overdue and event.first_due_at is not None:
        parts.append(_("overdue {since}").format(since=since_words(desk, event.first_due_at)))
    return " · ".join(filter(None, parts))
