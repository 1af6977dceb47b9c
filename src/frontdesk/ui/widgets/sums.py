"""Figures of a day as lines: gestures with their value and cost, and what is left of the budgets."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from frontdesk.desk.day_views import Day, GestureSum
from frontdesk.desk.views import BudgetLeft
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.money import format_minor
from frontdesk.ui.plain import cut, fitted, words
from frontdesk.ui.plain import width as cells_of
from frontdesk.ui.widgets.queue import blank, heading, note
from frontdesk.ui.widgets.rows import Row

TIMES_CELLS = 6
MONEY_CELLS = 11
BAR_CELLS, BAR_CELLS_NARROW = 20, 12
FULL, EMPTY = "━", "┄"


def day_rows(day: Day, exponent: int) -> list[Row]:
    """Given today, budgets left, and how the day went, in this order."""
    return [*_given_rows(day, exponent), blank(), *_budget_rows(day, exponent), blank(), *_count_rows(day)]


def _given_rows(day: Day, exponent: int) -> list[Row]:
    right = (
        fitted(_("times"), TIMES_CELLS, right=True)
        + fitted(_("value"), MONEY_CELLS, right=True)
        + fitted(_("cost"), MONEY_CELLS, right=True)
    )
    if not day.given:
        return [heading(_("GIVEN")), note(_("nothing was given on this day"))]
    rows = [heading(_("GIVEN"), right)]
    rows += [Row("gesture:" + each.gesture, partial(_given_line, each, exponent)) for each in day.given]
    if len(day.given) > 1:
        total = GestureSum(
            "",
            _("all together"),
            sum(each.times for each in day.given),
            sum(each.value_minor for each in day.given),
            sum(each.cost_minor for each in day.given),
        )
        rows.append(Row("", partial(_given_line, total, exponent)))
    return rows


def _given_line(each: GestureSum, exponent: int, cells: int) -> Content:
    figures = (
        fitted(str(each.times), TIMES_CELLS, right=True)
        + fitted(format_minor(each.value_minor, exponent), MONEY_CELLS, right=True)
        + fitted(format_minor(each.cost_minor, exponent), MONEY_CELLS, right=True)
    )
    label = fitted(each.label, cells - cells_of(figures))
    return words(label + figures) if each.gesture else words((label + figures, "$text-muted"))


def _budget_rows(day: Day, exponent: int) -> list[Row]:
    if not day.budgets:
        return [heading(_("CHANCES LEFT")), note(_("the guidelines name no budget"))]
    rows = [Row("budget:" + each.id, partial(_budget_line, each, exponent)) for each in day.budgets]
    return [heading(_("CHANCES LEFT")), *rows]


def _budget_line(budget: BudgetLeft, exponent: int, cells: int) -> Content:
    left, up_to = (
        (format_minor(each, exponent) if budget.is_money else str(each)) for each in (budget.left, budget.up_to)
    )
    figures = _("{left} of {all} left").format(left=left, all=up_to)
    figures_cells = max(cells_of(figures), 24)
    bar_cells = BAR_CELLS if cells >= 70 else BAR_CELLS_NARROW
    label_cells = cells - bar_cells - figures_cells - 4
    full = 0 if budget.up_to <= 0 else max(min(round(bar_cells * budget.left / budget.up_to), bar_cells), 0)
    if budget.left > 0 and full == 0:
        full = 1  # a last chance must not look like none
    style = "$text-warning" if budget.warn or budget.left <= 0 else "$text-accent"
    label = budget.id.replace("_", " ")
    return words(
        fitted(label, label_cells) + "  ",
        (FULL * full, style),
        (EMPTY * (bar_cells - full), "$text-muted"),
        "  ",
        fitted(figures, figures_cells, right=True),
    )


def _count_rows(day: Day) -> list[Row]:
    held = ngettext("{count} conversation", "{count} conversations", day.conversations_closed).format(
        count=day.conversations_closed
    )
    still = ngettext("{count} still open", "{count} still open", day.conversations_open).format(
        count=day.conversations_open
    )
    stopped = ngettext(
        "a limit said “not like this” once", "a limit said “not like this” {count} times", day.blocks
    ).format(count=day.blocks)
    lines = [_("{held} closed · {still}").format(held=held, still=still), stopped if day.blocks else ""]
    return [heading(_("THE DAY")), *(Row("", partial(_plain_line, line)) for line in lines if line)]


def _plain_line(text: str, cells: int) -> Content:
    return words(cut(text, cells))
