"""How asking above one's own authority is written: on the gesture's line, on the rule above, and in lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.approvals.standing import Ahead
from frontdesk.ground.language import _, ngettext
from frontdesk.ui import times
from frontdesk.ui.plain import width
from frontdesk.ui.widgets import badge
from frontdesk.ui.widgets.figures import Figures
from frontdesk.ui.widgets.queue import in_columns, who
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import blank, heading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

ASKED = "asked"
"""The kind of a row that stands for something this person asked; its name is the conversation's id."""


def fitting(forms: Sequence[str], cells: int) -> str:
    """The first form that fits into so many cells, else the last one."""
    return next((form for form in forms if width(form) <= cells), forms[-1])


def asked_forms(line: ApprovalLine, figures: Figures) -> tuple[str, ...]:
    """What stands beside the gesture, from long to short: "lead · 200.00 · until 14:42", "Ilze · to 200.00 · …"."""
    if line.state is ApprovalState.WAITING:
        until = _("until {time}").format(time=figures.time(line.expires_at))
        return _joined(line.role, line.asked, until), _joined(line.role, until), until
    if line.state is ApprovalState.YES:
        most = _("to {amount}").format(amount=line.approved) if line.approved else ""
        return yes_words(line, figures), _joined(line.answered_by, most), most or line.answered_by
    if line.state is ApprovalState.OTHER:
        return (f"{line.answered_by}: {line.alternative}",)
    unanswered = _("unanswered at {time}").format(time=figures.time(line.expires_at))
    return _joined(unanswered, _("its key: what fits now")), unanswered


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def yes_words(line: ApprovalLine, figures: Figures) -> str:
    """ "Ilze · to 200.00 · until 15:12": who said yes, to how much, until when it can be used."""
    most = _("to {amount}").format(amount=line.approved) if line.approved else ""
    return _joined(line.answered_by, most, _("until {time}").format(time=figures.time(line.usable_until)))


def rule_forms(line: ApprovalLine, figures: Figures) -> tuple[str, ...]:
    """The same on the rule over the conversation, where the gesture has to be named; from long to short."""
    beside = asked_forms(line, figures)
    if line.state is ApprovalState.WAITING:
        return tuple("⚑ " + _("asked: {what}").format(what=each) for each in (f"{line.label} · {beside[0]}", *beside))
    if line.state is ApprovalState.YES:
        most = _("{label} to {amount}").format(label=line.label, amount=line.approved) if line.approved else line.label
        said = (_joined(line.answered_by, most), *beside[1:])
        return tuple("✓ " + _("YES · {what}").format(what=each) for each in said)
    if line.state is ApprovalState.OTHER:
        return (
            "⚑ " + _("instead of {label} · {what}").format(label=line.label, what=beside[0]),
            "⚑ " + beside[0],
        )
    return f"⚑ {badge.what(line)} · {beside[1]}", f"⚑ {beside[1]}"


def ahead_words(ahead: Ahead, figures: Figures) -> str:
    """ "Ilze gave ahead: to 200.00, 2 times, until 20:00" """
    grant = ahead.grant
    most = _("to {amount}").format(amount=grant.up_to) if grant.up_to else ""
    return _("{name} gave ahead: {what}").format(name=grant.made_by, what=_how(ahead, figures, most))


def ahead_forms(ahead: Ahead, figures: Figures) -> tuple[str, ...]:
    """The same on the gesture's line, where the amount stands beside it; from long to short."""
    how, until = _how(ahead, figures), _("until {time}").format(time=figures.time(ahead.grant.until_at))
    name = ahead.grant.made_by
    return _("{name} gave ahead: {what}").format(name=name, what=how), _("ahead: {what}").format(what=how), until


def _how(ahead: Ahead, figures: Figures, most: str = "") -> str:
    left = ahead.grant.left
    often = "" if left is None else ngettext("{count} time", "{count} times", left).format(count=left)
    until = _("until {time}").format(time=figures.time(ahead.grant.until_at))
    return ", ".join(filter(None, (most, often, until)))


def asked_rows(desk: Desk, lines: Sequence[ApprovalLine]) -> list[Row]:
    """What this person asked and is not settled, over everything else that waits; what came back stands first."""
    if not lines:
        return []
    first = sorted(lines, key=lambda each: not badge.came_back(each))
    rows = [_asked_row(desk, each) for each in first]
    return [heading(_("YOU ASKED")), *rows, blank()]


def _asked_row(desk: Desk, line: ApprovalLine) -> Row:
    return Row(f"{ASKED}:{line.conversation_id}", partial(_asked_line, desk, line))


def _asked_line(desk: Desk, line: ApprovalLine, cells: int) -> Content:
    yes, waiting = line.state is ApprovalState.YES, line.state is ApprovalState.WAITING
    states = {
        ApprovalState.WAITING: ("⚑ " + _("asked"), "$text-warning"),
        ApprovalState.YES: ("✓ " + _("YES"), "$text-accent bold"),
        ApprovalState.OTHER: ("⚑ " + _("instead"), "$text-accent"),
    }
    state = states.get(line.state, ("⚑ " + _("not yet"), "$text-warning"))
    time = times.short_words(desk, line.usable_until if yes else line.expires_at if waiting else _ended_at(line))
    text = line.alternative if line.state is ApprovalState.OTHER else badge.what(line)
    return in_columns(cells, state, (time, state[1]), who(line.customer_name), text, line.answered_by or line.role)


def _ended_at(line: ApprovalLine) -> datetime:
    return line.answered_at or line.expires_at
