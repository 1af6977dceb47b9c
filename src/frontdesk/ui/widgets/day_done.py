"""What was done, as areas of the day: stories, what was given, chances left, and where limits stopped people.

Gestures and guideline lines are counted here, never people; who is thanked in a story is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.desk.day.day_views import Day, GestureSum, HourSum
from frontdesk.desk.learning.learning_views import Stopped, StoppedLine, StoryKind, StoryLine
from frontdesk.desk.views import BudgetLeft
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.money import format_minor
from frontdesk.ui import times
from frontdesk.ui.plain import cut, fitted, width, words
from frontdesk.ui.widgets.figures import column, shortened
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import Item, Section, note, that_fits

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

TIMES_CELLS, TIMES_CELLS_TIGHT = 6, 5
MONEY_CELLS, MONEY_CELLS_TIGHT = 11, 10
TIGHT_BELOW = 60
BAR_CELLS, BAR_CELLS_MIN = 20, 6
FULL, EMPTY = "━", "┄"
BLOCKS = "▁▂▃▄▅▆▇█"
NO_GESTURE, STILL_TO_COME = "·", " "
STORIES_SHOWN = 5
STORY, GESTURE, STOPPED = "story:", "gesture:", "stopped:"


# --- stories ------------------------------------------------------------------------------------------------


def stories(day: Day, *, tight: bool) -> Section:
    """What went well: the customer's words, and who is thanked; on a line of its own where it is `tight`."""
    items = tuple(_story(each, day, tight=tight) for each in day.stories[:STORIES_SHOWN])
    share = None if day.story_share is None else day.story_share.smooth_percent
    long = _("foreseen or fixed for good: {percent} % in 30 days").format(percent=share)
    short = _("{percent} % foreseen or fixed").format(percent=share)
    nothing = _("none yet · a conversation that went well can be told as one")
    return Section(_("STORIES"), items, nothing, partial(that_fits, () if share is None else (long, short)))


def story_kind(kind: StoryKind) -> str:
    """What kind of story it is, as people say it."""
    return {
        StoryKind.RESCUED: _("rescued"),
        StoryKind.FORESEEN: _("foreseen"),
        StoryKind.FIXED: _("fixed for good"),
    }[kind]


def _story(story: StoryLine, day: Day, *, tight: bool) -> Item:
    thanked = _("thanks to {names}").format(names=", ".join(story.thanked)) if story.thanked else ""
    when = "" if story.business_date == day.date else times.day_words(story.business_date)
    thanks = " · ".join(filter(None, (thanked, when)))
    found = " ".join((story.words, *story.thanked, story.customer_name, story_kind(story.kind)))
    row = Row(STORY + story.id, partial(_story_line, story, "" if tight else thanks))
    return Item(row, found, (note(thanks, indent=2),) if tight and thanks else ())


def _story_line(story: StoryLine, thanks: str, cells: int) -> Content:
    kind = story_kind(story.kind)
    end = shortened(thanks, cells // 2 - 4)
    room = cells - width(kind) - 2 - (width(end) + 2 if end else 0)
    return words(
        (kind + "  ", "$text-accent"),
        column(f"“{' '.join(story.words.split())}”", room),
        ("  " + end if end else "", "$text-muted"),
    )


# --- given --------------------------------------------------------------------------------------------------


def given(desk: Desk, day: Day, exponent: int) -> Section:
    """What was given by gesture, with a sum, and the day by its hours as a line."""
    items = tuple(
        Item(Row(GESTURE + each.gesture, partial(_given_line, each, exponent)), each.label) for each in day.given
    )
    foot: list[Row] = []
    if len(items) > 1:
        total = GestureSum("", _("all together"), *_figures(day.all_given))
        foot.append(Row("", partial(_given_line, total, exponent)))
    if items:
        foot.append(Row("", partial(_hours_line, day.hours, _hours_passed(desk, day))))
    right = partial(_heads, _("times"), _("value"), _("cost"))
    nothing = _("nothing yet") if day.today else _("nothing was given on this day")
    return Section(_("GIVEN"), items, nothing, right, tuple(foot))


def _figures(total: GestureSum) -> tuple[int, int, int]:
    return total.times, total.value_minor, total.cost_minor


def _given_line(each: GestureSum, exponent: int, cells: int) -> Content:
    amounts = (_amount(each.value_minor, exponent), _amount(each.cost_minor, exponent))
    figures = _heads(str(each.times), *amounts, cells)
    label = fitted(each.label, cells - width(figures))
    return words(label + figures) if each.gesture else words((label + figures, "$text-muted"))


def _amount(minor: int, exponent: int) -> str:
    """An amount; a dash stands on the decimal mark where there is none."""
    return format_minor(minor, exponent) if minor else "-" + " " * exponent


def _heads(*columns: str | int) -> str:
    """How often, then amounts, each at the right end of its column; the last of `columns` are the line's cells."""
    *texts, cells = columns
    tight = int(cells) < TIGHT_BELOW
    money = MONEY_CELLS_TIGHT if tight else MONEY_CELLS
    first, *rest = (str(text) for text in texts)
    return fitted(first, TIMES_CELLS_TIGHT if tight else TIMES_CELLS, right=True) + "".join(
        fitted(text, money, right=True) for text in rest
    )


def _hours_passed(desk: Desk, day: Day) -> int:
    """How many hours of the business day have begun: all 24 of a day that is over."""
    if day.at is None or not day.today:
        return 24
    return ((desk.days().wall(day.at).hour - desk.days().day_starts.hour) % 24) + 1


def _hours_line(hours: Sequence[HourSum], passed: int, cells: int) -> Content:
    """The day as a line of blocks, an hour each, with the hour at either end; words say when there was most."""
    if not hours:
        return words("")
    most = max(hours, key=lambda each: each.times)
    bars = [_block(each.times, most.times, step < passed) for step, each in enumerate(hours)]
    alone = sum(each.times == most.times for each in hours) == 1  # of several equal ones, none had the most
    said = _("most {hour}:00").format(hour=f"{most.hour:02}") + f" · {most.times}" if alone else ""
    label, first, last = _("by hour"), f"{hours[0].hour:02}", f"{hours[-1].hour:02}"
    for wide, named, spoken in ((2, label, said), (2, "", said), (1, label, said), (1, "", said), (1, "", "")):
        line = "".join(bar * wide for bar in bars)
        left = f"{named}  " if named else ""
        if width(left) + width(line) + 6 + (width(spoken) + 2 if spoken else 0) <= cells:
            gap = cells - width(left) - width(line) - 6 - width(spoken)
            edge = "$text-muted"
            bar = (line, "$text-accent")
            return words((f"{left}{first} ", edge), bar, (f" {last}", edge), " " * gap, (spoken, edge))
    return words((shortened(said, cells), "$text-muted"))


def _block(times_given: int, most: int, begun: bool) -> str:
    if not times_given:
        return NO_GESTURE if begun else STILL_TO_COME
    return BLOCKS[max(0, -(-times_given * len(BLOCKS) // most) - 1)]


# --- chances left -------------------------------------------------------------------------------------------


def chances(day: Day, exponent: int) -> Section:
    """What is left of the budgets, in figures and as a bar, and about how often that is where it can be said."""
    lefts = [_figure(each, each.left, exponent) for each in day.budgets]
    alls = [_figure(each, each.up_to, exponent) for each in day.budgets]
    widest = (max(map(width, lefts), default=0), max(map(width, alls), default=0))
    items = tuple(
        _budget(budget, left, up_to, widest) for budget, left, up_to in zip(day.budgets, lefts, alls, strict=True)
    )
    return Section(_("CHANCES LEFT"), items, _("the guidelines name no budget"))


def _figure(budget: BudgetLeft, value: int, exponent: int) -> str:
    return format_minor(value, exponent) if budget.is_money else str(value)


def _budget(budget: BudgetLeft, left: str, up_to: str, widest: tuple[int, int]) -> Item:
    figures = _("{left} of {all} left").format(
        left=fitted(left, widest[0], right=True), all=fitted(up_to, widest[1], right=True)
    )
    label = budget.id.replace("_", " ")
    more = more_words(budget)
    row = Row("", partial(_budget_line, budget, label, " ".join(filter(None, (figures, budget.window)))))
    return Item(row, label, (note(more, indent=2),) if more else ())


def more_words(budget: BudgetLeft) -> str:
    """About how often something can still be given, "" where nobody can say."""
    if budget.more is None:
        return ""
    if budget.more_of:
        return _("enough for {count} x {gesture}").format(count=budget.more, gesture=budget.more_of)
    said = ngettext("about {count} more like those so far", "about {count} more like those so far", budget.more)
    return said.format(count=budget.more)


def _budget_line(budget: BudgetLeft, label: str, figures: str, cells: int) -> Content:
    """The name, the bar in what room there is, the figures: the bar gives way first."""
    label_cells = max(cells - width(figures) - 4 - BAR_CELLS_MIN, 0)
    label = cut(label, label_cells)
    bar_cells = min(cells - width(label) - width(figures) - 4, BAR_CELLS)
    full = 0 if budget.up_to <= 0 else max(min(round(bar_cells * budget.left / budget.up_to), bar_cells), 0)
    if budget.left > 0 and full == 0:
        full = 1  # a last chance must not look like none
    style = "$text-warning" if budget.warn or budget.left <= 0 else "$text-accent"
    return words(
        fitted(label, cells - bar_cells - width(figures) - 4) + "  ",
        (FULL * full, style),
        (EMPTY * (bar_cells - full), "$text-muted"),
        "  ",
        figures,
    )


# --- where limits stopped people ----------------------------------------------------------------------------


def stopped(day: Day, exponent: int, *, tight: bool) -> Section:
    """Guideline lines that said "not like this": how often, how much above, and what was done instead.

    Where it is `tight` the rule has a line of its own.
    """
    return stopped_area(day.stopped, exponent, tight=tight)


def stopped_area(found: Stopped | None, exponent: int, *, tight: bool) -> Section:
    """The same for any days."""
    lines = () if found is None else found.lines
    items = tuple(_stopped(each, exponent, tight=tight) for each in lines)
    right = partial(_heads, _("times"), _("above"))
    return Section(_("WHERE LIMITS STOPPED US"), items, _("no limit stopped anybody"), right)


def stopped_id(line: StoppedLine) -> str:
    """The row of a guideline line."""
    return f"{STOPPED}{line.rule}/{line.gesture or ''}"


def _stopped(line: StoppedLine, exponent: int, *, tight: bool) -> Item:
    """Two lines: of what, how often and by how much; then what was done instead, and the rule."""
    above = _amount(line.above_sum_minor, exponent) if line.above_count else ""
    what, _colon, rule = line.name.partition(": ")
    done = [_times_of(each.what, each.times) for each in line.instead]
    said = [_("instead {what}").format(what=", ".join(done)) if done else ""]
    if line.approved:
        said.append(_times_of(_("approved anyway"), line.approved))
    if line.undone:
        said.append(_times_of(_("nothing yet"), line.undone))
    row = Row(stopped_id(line), partial(_stopped_line, what, line.times, above))
    instead = " · ".join(filter(None, said))
    under = [rule, instead] if tight else [" · ".join(filter(None, (instead, rule)))]
    more = tuple(note(each, indent=2) for each in under if each)
    return Item(row, f"{line.name} {instead}", more)


def _times_of(what: str, count: int) -> str:
    return what if count == 1 else f"{what} ×{count}"


def _stopped_line(what: str, count: int, above: str, cells: int) -> Content:
    figures = _heads(str(count), above, cells)
    return words(column(cut(what, cells), cells - width(figures)) + figures)
