"""The lead is here: whoever may answer says who they are, with their own code, at somebody else's desk.

The code is neither shown nor kept: it goes to the desk once and the field is empty again. Wrong codes are counted by
the desk, over all terminals.
"""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from frontdesk.desk.approvals.standing import Answerers
from frontdesk.desk.people import pins
from frontdesk.ground.errors import DeskError, StoreUnavailable
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, working
from frontdesk.ui.guard import Guard
from frontdesk.ui.plain import cut, plain, words
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.fields import Label
from frontdesk.ui.widgets.picks import NumberedRows
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.zone import Ignored, Line, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


class CodeField(Line):
    """Six digits that nobody sees; nothing else goes in, and nothing comes out but to the desk."""

    help_text = N_("Your own code of six digits. Enter when it is written.")
    all_or_nothing = True  # a part of something longer is nobody's code, and a try of it would count

    def __init__(self, guard: Guard) -> None:
        super().__init__(guard, cap=pins.DIGITS, id="code")
        self.password = True
        self.restrict = rf"[0-9]{{0,{pins.DIGITS}}}"

    def line_end(self) -> None:
        """A pasted line end is no digit and no Enter."""

    def restricted(self) -> None:
        """Another key: no bell, the line above says what goes in."""

    def action_copy(self) -> None:
        """A code does not leave the field."""

    def action_cut(self) -> None:
        """A code does not leave the field."""


class LeadHereScreen(Question["Desk | None"]):
    """Dismissed with the desk as the one whose code was right has it, for one answer; or with None."""

    BINDINGS = [*keys.bindings("lead_here")]
    HELP_TEXT = N_(
        "Whoever may answer does it here with their own code; nobody answers their own. "
        "`frontdesk staff pin NAME` sets a code."
    )

    def __init__(self, desk: Desk, what: str, who: Answerers) -> None:
        super().__init__()
        self.desk = desk
        self.guard = Guard()
        self._what = what
        self._who = who
        self._person = who.with_code[0] if len(who.with_code) == 1 else ""
        self._busy = False
        self._code = CodeField(self.guard)

    def compose(self) -> ComposeResult:
        """What it is about; the names, or the field of the only one; one line for what is wrong."""
        with Vertical(classes="question lead-here"):
            yield Static(plain(_("The lead is here: {what}").format(what=self._what), "bold"), classes="listed-title")
            yield NumberedRows(id="here-names")
            yield Horizontal(Label("", id="code-label", classes="code-label"), self._code, classes="answer-row")
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
        self.query_one(NumberedRows).display = False
        self.query_one(".answer-row").display = True
        self.query_one("#code-label", Label).say(_("Code of {name}").format(name=cut(self._person, 24)))
        self._code.focus()
        self._hint(_("six digits, not shown · Enter · Esc back"), "$text-muted")

    def _hint(self, text: str, tone: str = "$text-warning bold") -> None:
        self.query_one("#pin-hint", Label).say(text, tone)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A name."""
        event.stop()
        self._person = event.row_id
        self._ask_code()

    def on_written(self, event: Written) -> None:
        """Enter: the desk looks at the code; the field is empty at once."""
        event.stop()
        code = self._code.value
        if self._busy:
            return
        if len(code) != pins.DIGITS:
            self._hint(_("the code has six digits"))
            return
        self._code.value = ""
        self._busy = True
        self._hint(_("one moment …"), "$text-muted")
        working.write(self, partial(_proved, self.desk, self._person, code), self._looked, self._failed)

    def _looked(self, answer: Desk | DeskError) -> None:
        self._busy = False
        if isinstance(answer, DeskError):
            self._failed(answer)
        else:
            self.dismiss(answer)

    def _failed(self, error: DeskError) -> None:
        self._busy = False
        self._hint(_("not recorded · Enter tries again") if isinstance(error, StoreUnavailable) else str(error))

    def say_full(self, said: str) -> None:
        """What did not fit."""
        self._hint(said)

    def on_ignored(self, event: Ignored) -> None:
        """A held Enter is one press, and no press is silent."""
        event.stop()
        if not self._busy:
            self._hint(_("a held key is one press · press again"))

    def on_paste(self, event: events.Paste) -> None:
        """Only the field takes what is pasted."""
        event.stop()

    def action_back(self) -> None:
        """To the names where there are several; else out."""
        if self._busy:
            return
        if self._person and len(self._who.with_code) > 1:
            self._person, self._code.value = "", ""
            self.query_one(".answer-row").display = False
            rows = self.query_one(NumberedRows)
            rows.display = True
            rows.focus()
            self._hint(_("a digit or Enter chooses · Esc back"), "$text-muted")
        else:
            self.dismiss(None)


def _name_row(at: int, name: str) -> Row:
    key = str(at) if at <= 9 else " "
    return Row(name, lambda cells: words((key, "bold $text-accent"), "  ", cut(name, cells - 3)))


def _proved(desk: Desk, name: str, code: str) -> Desk | DeskError:
    """The desk as that person has it, or why not in words; called in a thread."""
    try:
        return pins.by_pin(desk, name, code)
    except StoreUnavailable:
        raise
    except DeskError as error:
        return error
