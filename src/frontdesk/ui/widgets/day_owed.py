"""What is owed, as areas of the day: promises, ideas, causes, people left without anything, orders.

A name stands only where somebody owes something, asked for something, or is thanked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.desk.day.day_views import Day
from frontdesk.desk.learning.care_views import CauseLine, LeftEmpty, OrdersCare
from frontdesk.desk.learning.learning_views import IdeaLine, IdeaState
from frontdesk.desk.promises.promise_views import KeptShare
from frontdesk.desk.views import PromiseLine
from frontdesk.ground.dates import short_day
from frontdesk.ground.language import _, ngettext
from frontdesk.ui import times
from frontdesk.ui.plain import fitted, words
from frontdesk.ui.widgets.figures import column, shortened
from frontdesk.ui.widgets.queue import promise_state, who
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import Item, Section, note, that_fits

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

STATE_CELLS, TIME_CELLS = 10, 8
NAME_CELLS_MAX, NAME_CELLS_MIN = 30, 16
OWNER_CELLS, OWNER_CELLS_MIN = 10, 8
NARROW_BELOW, TIGHT_BELOW = 60, 74
"""So few cells, and the word of the state gives way to its symbol; or names get less room."""
OVERDUE_SHOWN, DUE_SHOWN = 20, 8
PROMISE, IDEA, CAUSE, TALK, LIST = "promise:", "idea:", "cause:", "talk:", "list:"


def in_columns(
    cells: int, state: tuple[str, str], time: tuple[str, str], name: str, text: str, end: str, end_style: str = ""
) -> Content:
    """State, time, name, text and whose it is; an empty name leaves its room to the text."""
    state_cells = 2 if cells < NARROW_BELOW else STATE_CELLS
    tight = cells < TIGHT_BELOW
    name_cells = 0 if not name else NAME_CELLS_MIN if tight else min(cells // 4, NAME_CELLS_MAX)
    end_cells = 0 if not end else OWNER_CELLS_MIN if tight else OWNER_CELLS
    text_cells = cells - state_cells - TIME_CELLS - name_cells - end_cells
    return words(
        (fitted(state[0] if state_cells > 2 else state[0][:1], state_cells - 1) + " ", state[1]),
        (fitted(time[0], TIME_CELLS - 1) + " ", time[1]),
        fitted(name, name_cells - 2) + "  " if name_cells else "",
        column(text, text_cells),
        (" " + fitted(end, end_cells - 1) if end_cells else "", end_style or "$text-muted"),
    )


# --- promises -----------------------------------------------------------------------------------------------


def promised(desk: Desk, day: Day, *, roomy: bool = False) -> Section:
    """Overdue first, by how long; then due, by when; what was kept is one line.

    Where it is `roomy` the customer's words stand under what is overdue.
    """
    now = day.at or desk.now()
    items = [_promise(desk, each, now, roomy=roomy) for each in day.overdue[:OVERDUE_SHOWN]]
    items += _rest("overdue", day.overdue[OVERDUE_SHOWN:], _("overdue"), "bold $text-error")
    items += [_promise(desk, each, now) for each in day.due[:DUE_SHOWN]]
    items += _rest("due", day.due[DUE_SHOWN:], _("due"), "$text-warning")
    if day.kept:
        items.append(_kept(day.kept))
    said = kept_words(day.kept_share)
    nothing = _("nothing is owed to anybody · F5 in a conversation promises") if day.today else _("nothing was owed")
    return Section(_("PROMISED"), tuple(items), nothing, partial(that_fits, said))


def kept_words(share: KeptShare) -> tuple[str, ...]:
    """How many of the promises of a day were kept in time, in a long and a short form; () when none was due yet."""
    if not share.due:
        return ()
    short = _("{kept} of {all} kept in time").format(kept=share.in_time, all=share.due)
    more = [short]
    if share.early:
        more.append(_("{count} early").format(count=share.early))
    if share.late:
        more.append(_("{count} late").format(count=share.late))
    return " · ".join(more), short


def _promise(desk: Desk, promise: PromiseLine, now: datetime, *, roomy: bool = False) -> Item:
    overdue = promise.state == "overdue"
    when = overdue_words(now - promise.due_at) if overdue else times.short_words(desk, promise.due_at)
    said = " ".join((promise.customer_name, promise.text, promise.owner, promise.request))
    request = " ".join(promise.request.split())
    more = (note(f"“{request}”", indent=STATE_CELLS),) if roomy and request else ()
    return Item(Row(PROMISE + promise.id, partial(_promise_line, promise, when)), said, more)


def _promise_line(promise: PromiseLine, when: str, cells: int) -> Content:
    symbol, word, style = promise_state(promise.state)
    owner, owner_style = (promise.owner, "") if promise.owner_here else ("! " + promise.owner, "$text-error")
    name = who(promise.customer_name)
    return in_columns(cells, (f"{symbol} {word}", style), (when, style), name, promise.text, owner, owner_style)


def overdue_words(since: timedelta) -> str:
    """How long something is overdue, as short as a column: "35 min", "20 h", "3 days"."""
    minutes = max(int(since.total_seconds() // 60), 0)
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    if minutes < 48 * 60:
        return _("{hours} h").format(hours=minutes // 60)
    days = minutes // (24 * 60)
    return ngettext("{days} day", "{days} days", days).format(days=days)


def _rest(name: str, rest: Sequence[PromiseLine], word: str, style: str) -> list[Item]:
    if not rest:
        return []
    text = ngettext("{count} more {state}", "{count} more {state}", len(rest)).format(count=len(rest), state=word)
    return [_list_item(name, "+ " + text, style, " ".join(each.customer_name + " " + each.text for each in rest))]


def _kept(kept: Sequence[PromiseLine]) -> Item:
    said = " ".join(f"{each.customer_name} {each.text} {each.owner}" for each in kept)
    counted = Counter(each.state for each in kept)
    words_of = {"kept": _("in time"), "early": _("early"), "late": _("late")}
    how = " · ".join(f"{counted[state]} {word}" for state, word in words_of.items() if counted[state])
    return _list_item("kept", "✓ " + _("kept: {how}").format(how=how), "$text-muted", said)


def _list_item(name: str, text: str, style: str, said: str) -> Item:
    return Item(Row(LIST + name, lambda cells: words((shortened(text, cells), style))), said)


# --- ideas and causes ---------------------------------------------------------------------------------------


def ideas(desk: Desk, day: Day) -> Section:
    """Ideas that are owed an answer, by the day it is owed."""
    items = tuple(_idea(each) for each in day.ideas)
    return Section(_("IDEAS OWED AN ANSWER"), items, _("every idea has its answer"))


def _idea(idea: IdeaLine) -> Item:
    stopped = ngettext("it stopped us once", "it stopped us {count} times", idea.blocks).format(count=idea.blocks)
    behind = [stopped if idea.blocks else "", idea.rule or idea.gesture_label]
    if idea.requests:
        behind.append(f"“{' '.join(idea.requests[0].split())}”")
    said = " · ".join(filter(None, behind))
    found = " ".join((idea.text, idea.author, idea.gesture_label, *idea.requests))
    return Item(
        Row(IDEA + idea.id, partial(_idea_line, idea, short_day(idea.answer_due_on))),
        found,
        (note(said, indent=STATE_CELLS),) if said else (),
    )


def _idea_line(idea: IdeaLine, due: str, cells: int) -> Content:
    symbol, word, style = {
        IdeaState.OVERDUE: ("!", _("overdue"), "bold $text-error"),
        IdeaState.LATER: ("·", _("later"), "$text-muted"),
    }.get(idea.state, ("⚑", _("owed"), "$text-warning"))
    return in_columns(cells, (f"{symbol} {word}", style), (due, style), "", idea.text, idea.author)


def under_way(desk: Desk, day: Day) -> Section:
    """Ideas with a yes that are not in force yet, and those whose effect can be read now."""
    return Section(_("IDEAS UNDER WAY"), tuple(_going(desk, each) for each in day.ideas_under_way), _("none"))


def _going(desk: Desk, idea: IdeaLine) -> Item:
    if idea.state is IdeaState.ADOPTED:
        said = _("in force as version {number}; what came of it can be read · Enter").format(number=idea.adopted_number)
        state, due = ("↗ " + _("effect"), "$text-accent"), idea.effect_due_on
    else:
        drafted = _("drafted, and not in force yet · Enter goes on")
        said = drafted if idea.draft is not None else _("not in force yet · Enter drafts it")
        state, due = ("✓ " + _("yes"), "$text-warning"), desk.days().date_of(idea.answered_at or idea.at)
    row = Row(IDEA + idea.id, partial(_going_line, idea, state, "" if due is None else short_day(due)))
    return Item(row, f"{idea.text} {idea.author}", (note(said, indent=STATE_CELLS),))


def _going_line(idea: IdeaLine, state: tuple[str, str], due: str, cells: int) -> Content:
    return in_columns(cells, state, (due, "$text-muted"), "", idea.text, idea.author)


def causes(desk: Desk, day: Day) -> Section:
    """Things that came back three times in seven days, and who sees to each."""
    items = tuple(_cause(each) for each in day.causes)
    return Section(_("FIX THE CAUSE"), items, _("nothing came back three times in seven days"))


def _cause(cause: CauseLine) -> Item:
    found = " ".join((cause.thing, cause.owner, *(f"{case.customer_name} {case.request}" for case in cause.cases)))
    return Item(Row(CAUSE + cause.id, partial(_cause_line, cause)), found)


def _cause_line(cause: CauseLine, cells: int) -> Content:
    times_words = ngettext("{count} time", "{count} times", cause.times).format(count=cause.times)
    return in_columns(cells, ("↻ " + _("again"), "$text-warning"), (times_words, ""), "", cause.thing, cause.owner)


# --- people and orders --------------------------------------------------------------------------------------


def left_empty(desk: Desk, day: Day) -> Section:
    """Conversations with a complaint, and neither a gesture nor a promise."""
    items = tuple(_empty(desk, each) for each in day.left_empty)
    nothing = _("everybody who asked was given or promised something")
    return Section(_("NEITHER GESTURE NOR PROMISE"), items, nothing)


def _empty(desk: Desk, line: LeftEmpty) -> Item:
    time = times.short_words(desk, line.opened_at)
    text = line.request or line.situation_label
    row = partial(_empty_line, time, who(line.customer_name), text, line.closed)
    return Item(Row(TALK + line.conversation_id, row), f"{line.customer_name} {line.situation_label} {line.request}")


def _empty_line(time: str, name: str, text: str, closed: bool, cells: int) -> Content:
    state = ("· " + (_("closed") if closed else _("open")), "$text-muted")
    return in_columns(cells, state, (time, ""), name, text, "")


def care(desk: Desk, day: Day) -> Section:
    """The orders that need care, as one line."""
    found = day.care.lines
    nothing = _("no order is late, wrong, unpaid or out of order")
    if not found:
        return Section(_("ORDERS"), (), nothing)
    text = ngettext("{count} order needs care", "{count} orders need care", len(found)).format(count=len(found))
    said = " ".join(f"{each.label} {each.customer_name} {each.words}" for each in found)
    item = _list_item("care", "⚑ " + " · ".join((text, *_needs(day.care))), "$text-warning", said)
    return Section(_("ORDERS"), (item,), nothing)


def _needs(found: OrdersCare) -> Iterable[str]:
    counted = Counter(need for each in found.lines for need in each.needs)
    names = {"late": _("late"), "wrong": _("wrong"), "not_working": _("not working"), "unpaid": _("unpaid")}
    return [f"{word} {counted[need]}" for need, word in names.items() if counted[need]]
