"""How asking above one's own authority is written: on the gesture's line, on the rule above, and in lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approval_views import ApprovalLine
from frontdesk.desk.standing import Ahead
from frontdesk.ground.language import _, ngettext
from frontdesk.ui import times
from frontdesk.ui.widgets import badge
from frontdesk.ui.widgets.figures import Figures
from frontdesk.ui.widgets.queue import in_columns, who
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import blank, heading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

ASKED = "asked"
"""The kind of a row that stands for something this person asked; its name is the conversation's id."""


def asked_words(line: ApprovalLine, figures: Figures) -> str:
    """What stands beside the gesture: "lead · 200.00 · until 14:42", "Ilze · to 200.00 · until 15:12"."""
    if line.state is ApprovalState.WAITING:
        until = _("until {time}").format(time=figures.time(line.expires_at))
        return " · ".join(filter(None, (line.role, line.asked, until)))
    if line.state is ApprovalState.YES:
        return yes_words(line, figures)
    if line.state is ApprovalState.OTHER:
        return f"{line.answered_by}: {line.alternative}"
    return _("unanswered at {time} · its key: what fits now").format(time=figures.time(line.expires_at))


def yes_words(line: ApprovalLine, figures: Figures) -> str:
    """ "Ilze · to 200.00 · until 15:12": who said yes, to how much, until when it can be used."""
    most = _("to {amount}").format(amount=line.approved) if line.approved else ""
    until = _("until {time}").format(time=figures.time(line.usable_until))
    return " · ".join(filter(None, (line.answered_by, most, until)))


def rule_words(line: ApprovalLine, figures: Figures) -> str:
    """The same on the rule over the conversation, where the gesture has to be named."""
    said = f"{line.label} · {asked_words(line, figures)}"
    if line.state is ApprovalState.WAITING:
        return "⚑ " + _("asked: {what}").format(what=said)
    if line.state is ApprovalState.YES:
        most = _("{label} to {amount}").format(label=line.label, amount=line.approved) if line.approved else line.label
        return "✓ " + _("YES · {name} · {what}").format(name=line.answered_by, what=most)
    if line.state is ApprovalState.OTHER:
        return "⚑ " + _("instead of {label} · {what}").format(label=line.label, what=asked_words(line, figures))
    unanswered = _("unanswered at {time}").format(time=figures.time(line.expires_at))
    return f"⚑ {badge.what(line)} · {unanswered}"


def ahead_words(ahead: Ahead, figures: Figures, *, with_amount: bool = True) -> str:
    """ "Ilze gave ahead: to 200.00, 2 times, until 20:00"; on the gesture's line the amount stands beside it."""
    grant = ahead.grant
    most = _("to {amount}").format(amount=grant.up_to) if grant.up_to and with_amount else ""
    often = "" if grant.left is None else ngettext("{count} time", "{count} times", grant.left)
    until = _("until {time}").format(time=figures.time(grant.until_at))
    said = ", ".join(filter(None, (most, often.format(count=grant.left), until)))
    return _("{name} gave ahead: {what}").format(name=grant.made_by, what=said)


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
