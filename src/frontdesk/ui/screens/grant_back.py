"""Authority that was given ahead: what it is in words, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.widgets import Static

from frontdesk.desk.approvals import granting
from frontdesk.desk.approvals.approval_views import GrantLine
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.ui import keys, times, working
from frontdesk.ui.plain import cut, plain, words
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.picks import NumberedRows
from frontdesk.ui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def grant_words(desk: Desk, line: GrantLine) -> str:
    """ "Part of the bill to 200.00 · Olena · 2 times · until 20:00" """
    what = line.label if not line.up_to else _("{label} to {amount}").format(label=line.label, amount=line.up_to)
    whom = line.for_whom or line.at_desk or _("everybody here")
    often = "" if line.left is None else ngettext("{count} time", "{count} times", line.left).format(count=line.left)
    until = _("until {time}").format(time=times.short_words(desk, line.until_at))
    return " · ".join(filter(None, (what, whom, often, until)))


def ask_about_grant(room: DOMNode, desk: Desk, line: GrantLine, changed: Callable[[], None]) -> None:
    """Ask whether what was given ahead is taken back, and take it back."""

    def answered(taken: bool | None) -> None:
        if taken:
            working.write(room, partial(granting.withdraw, desk, line.id), lambda _line: changed())

    room.app.push_screen(GrantBackScreen(grant_words(desk, line), line.made_by, line.reason), answered)


class GrantBackScreen(Question[bool | None]):
    """Dismissed with True when it is taken back."""

    BINDINGS = [*keys.bindings("grant")]
    HELP_TEXT = N_("What was given ahead is taken back; what was given by it stands.")

    def __init__(self, what: str, by: str, reason: str) -> None:
        super().__init__()
        self._what, self._by, self._reason = what, by, reason

    def compose(self) -> ComposeResult:
        """What it is, and what can be done."""
        with Vertical(classes="question"):
            yield Static(plain(self._what, "bold"))
            yield Static(plain(_("{name} gave it ahead").format(name=self._by), "$text-muted"))
            yield Static(plain(self._reason, "$text-muted"))
            yield NumberedRows(id="grant-lines")
            yield Static(plain(_("Enter chooses · Esc leaves it as it is"), "$text-muted"), classes="question-keys")

    def on_mount(self) -> None:
        """Leaving it as it is stands first."""
        rows = self.query_one(NumberedRows)
        rows.show([numbered(1, "keep", _("it stays")), numbered(2, "back", _("take it back"))])
        rows.focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.row_id == "back")

    def action_back(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)


def numbered(at: int, row_id: str, text: str) -> Row:
    """A line with the digit that chooses it."""
    key = str(at) if at <= 9 else " "
    return Row(row_id, lambda cells: words((key, "bold $text-accent"), "  ", cut(text, cells - 3)))
