"""The line over the gestures in words: which keys mean what now, and what is left of the scarcest budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from frontdesk.ground.language import _

if TYPE_CHECKING:
    from frontdesk.ui.screens.desk_state import DeskState


def zone_words(screen: DeskState) -> tuple[str, str]:
    """Which keys mean what now, and the tone of it."""
    if screen.writing:
        if screen.panel is not None:
            return _("WRITING · Enter: on · Esc: back"), "$text-warning bold"
        out = _("WRITING · Esc: gestures") if screen.heard else _("WRITING · Enter: written")
        return out, "$text-warning bold"
    words: dict[Widget | None, str] = {
        screen.preview: _("GIVE THIS? · Enter gives · any other key closes"),
        screen.ways: _("TODAY WE CAN · 1-9 a way forward · Esc back"),
        screen.fields: _("FIRST · 1-9 or Enter answers · Esc back"),
        screen.choices: _("CHOOSE · 1-9 or letters · Esc back"),
        screen.promising: _("PROMISE · 1-9 the time · Esc back"),
        screen.closing: _("CLOSE · 1-4 · Esc back"),
        None: _base_words(screen),
    }
    return words[screen.panel], "$text-accent bold"


def _base_words(screen: DeskState) -> str:
    if screen.closed:
        return _("CLOSED · F2 find · Esc back")
    if not screen.heard:
        return _("LISTEN FIRST · Enter: read back and agreed")
    if screen.bar.hidden and screen.bar.size.height:
        return _("YOU CAN DO THIS NOW · 1-9 gesture · ↓ {count} more").format(count=screen.bar.hidden)
    if len(screen.bar.pages) > 1:
        return _("YOU CAN DO THIS NOW · 1-9 gesture · 0 more")
    return _("YOU CAN DO THIS NOW · 1-9 gesture · / search")


def budget_words(screen: DeskState) -> tuple[str, ...]:
    """What is left of the scarcest budget, the long and the short form."""
    if not screen.bar_view.budgets or not screen.heard:
        return ()
    budget = min(screen.bar_view.budgets, key=lambda each: each.left / max(1, each.up_to))
    show = screen.figures.money if budget.is_money else str
    left, most, mark = show(budget.left), show(budget.up_to), "⚑ " if budget.warn else ""
    limit = None if screen.desk.guidelines is None else screen.desk.guidelines.limit(budget.id)
    if limit is not None and limit.within.unit == "day" and not limit.within.count:
        return (
            mark + _("{left} of {all} left today").format(left=left, all=most),
            mark + _("{left} left today").format(left=left),
        )
    return (mark + _("{left} of {all} left").format(left=left, all=most), mark + _("{left} left").format(left=left))
