"""Words and lines that the printed sheets share: dates with their year, titles, promises and budgets in columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from frontdesk.desk.due_times import moment_words, since_words
from frontdesk.desk.saying import amount_words
from frontdesk.desk.views import BudgetLeft, PromiseLine
from frontdesk.ground.language import _, current, ngettext
from frontdesk.ground.pages import padded, width, wrapped

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

INDENT = "  "
TIME_COLUMNS, OWNER_COLUMNS, NAME_COLUMNS = 23, 12, 24


def full_day(day: date) -> str:
    """A date as it stands on paper, where nobody knows which year it was: "Sat 21 Nov 2026"."""
    from babel.dates import format_date

    return str(format_date(day, "EEE d MMM y", locale=current()))


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
    rows = [
        (
            each.id.replace("_", " "),
            _("{left} of {all} left").format(left=_figure(desk, each, each.left), all=_figure(desk, each, each.up_to)),
            each,
        )
        for each in budgets
    ]
    names, figures = (max((width(row[place]) for row in rows), default=0) for place in (0, 1))
    lines: list[str] = []
    for name, figure, each in rows:
        head = f"{INDENT}{padded(name, min(names, NAME_COLUMNS))}  {padded(figure, figures, right=True)} "
        lines += wrapped(" · ".join(filter(None, (each.window, more_words(each)))), head) or [head.rstrip()]
    return lines


def _figure(desk: Desk, budget: BudgetLeft, value: int) -> str:
    return amount_words(desk, value) if budget.is_money else str(value)


def more_words(budget: BudgetLeft) -> str:
    """About how often something can still be given, "" where nobody can say."""
    if budget.more is None:
        return ""
    if budget.more_of:
        return _("enough for {count} x {gesture}").format(count=budget.more, gesture=budget.more_of)
    said = ngettext("about {count} more like those so far", "about {count} more like those so far", budget.more)
    return said.format(count=budget.more)
