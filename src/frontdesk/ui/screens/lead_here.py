"""The lead is here: whoever may answer says who they are, with their own code, at somebody else's desk.

Wrong codes are counted by the desk, over all terminals.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from frontdesk.desk.approvals.standing import Answerers
from frontdesk.desk.people import pins
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys
from frontdesk.ui.plain import cut, plain, words
from frontdesk.ui.screens.asked_once import AskedForCode
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.fields import Label
from frontdesk.ui.widgets.picks import NumberedRows
from frontdesk.ui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


class LeadHereScreen(Question["Desk | None"], AskedForCode["Desk | None"]):
    """Dismissed with the desk as the one whose code was right has it, for one answer; or with None."""

    BINDINGS = [*keys.bindings("lead_here")]
    HELP_TEXT = N_(
        "Whoever may answer does it here with their own code; nobody answers their own. "
        "`frontdesk staff pin NAME` sets a code."
    )

    def __init__(self, desk: Desk, what: str, who: Answerers) -> None:
        super().__init__()
        self.desk = desk
        self._what = what
        self._who = who
        self._person = who.with_code[0] if len(who.with_code) == 1 else ""

    def compose(self) -> ComposeResult:
        """What it is about; the names, or the field of the only one; one line for what is wrong."""
        with Vertical(classes="question lead-here"):
            yield Static(plain(_("The lead is here: {what}").format(what=self._what), "bold"), classes="listed-title")
            yield NumberedRows(id="here-names")
            yield self._code_row()
            yield Label(id="pin-hint")
            yield Static(plain(self._without(), "$text-muted"), id="pin-said")

    def on_mount(self) -> None:
        """The only name needs no choice; with nobody, it says what to do."""
        for key in ("enter", "l"):
            self.guard.prime(key, monotonic())
        rows = self.query_one(NumberedRows)
        rows.show([_name_row(at, each) for at, each in enumerate(self._who.with_code, 1)])
        if self._person:
            self._ask_code()
        else:
            self.query_one(".answer-row").display = False
            rows.display = bool(self._who.with_code)
            rows.focus()
            keys_words = _("a digit or Enter chooses · Esc back") if self._who.with_code else _("Esc back")
            self._hint(keys_words, "$text-muted")

    def _without(self) -> str:
        names = ", ".join(self._who.without_code)
        if not names:
            return "" if self._who.with_code else _("Nobody else who works here may answer this.")
        said = _("Without a code yet: {names}. `frontdesk staff pin NAME` sets one.").format(names=names)
        return said + " " + _("F6 answers at their own terminal.")

    def _ask_code(self) -> None:
        self._show_code(self.query_one(NumberedRows), _("six digits, not shown · Enter · Esc back"))

    def _with_code(self, name: str, code: str) -> Desk:
        return pins.by_pin(self.desk, name, code)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A name."""
        event.stop()
        self._person = event.row_id
        self._ask_code()

    def action_back(self) -> None:
        """To the names where there are several; else out."""
        if self._busy:
            return
        if self._person and len(self._who.with_code) > 1:
            self._show_names(self.query_one(NumberedRows))
            self._hint(_("a digit or Enter chooses · Esc back"), "$text-muted")
        else:
            self.dismiss(None)


def _name_row(at: int, name: str) -> Row:
    key = str(at) if at <= 9 else " "
    return Row(name, lambda cells: words((key, "bold $text-accent"), "  ", cut(name, cells - 3)))
