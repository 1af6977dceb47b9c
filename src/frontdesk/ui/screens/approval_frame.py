"""The question that somebody above is asked, as it stands there: the facts, the fields, the keys."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from frontdesk.desk.approvals.approval_views import ApprovalLine, WaitingLine
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import LINE_LENGTH_MAX, NOTE_LENGTH_MAX, SHORT_LENGTH_MAX
from frontdesk.ui import keys
from frontdesk.ui.guard import Guard
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.answer_keys import AnswerKeys, Instead, Mode
from frontdesk.ui.widgets.approval_facts import Facts
from frontdesk.ui.widgets.fields import Label
from frontdesk.ui.widgets.figures import Figures
from frontdesk.ui.widgets.zone import Line

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

LOOK_SECONDS = 5.0


class ApprovalFrame(Question[ApprovalLine | None]):
    """The question as it stands there.

    `desk` is that of the person who answers, at their own terminal or, by their code, at the asker's. With
    `close_after` it closes when no key was pressed for so many seconds, because somebody else's desk stands open.
    """

    BINDINGS = [*keys.bindings("approval")]
    HELP_TEXT = N_(
        "What somebody at the desk may not give alone. Enter says yes, to all of it or to the amount in the field; "
        "o offers something else. The person at the desk tells the customer."
    )

    def __init__(self, desk: Desk, line: WaitingLine, *, other: bool = False, close_after: float | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.line = line
        self.figures = Figures.of(desk)
        self.guard = Guard()
        self.answer: ApprovalLine | None = None
        self.mode = Mode.QUESTION
        self._other_first = other
        self._close_after = close_after
        self._touched = monotonic()
        self._busy = False
        self._begun = False
        self._facts = Facts(desk, line)
        asked = line.approval.asked if line.can else line.fits
        self.amount = Line(self.guard, asked, cap=SHORT_LENGTH_MAX, id="answer-amount", select_on_focus=False)
        self.words = Line(
            self.guard, cap=NOTE_LENGTH_MAX, id="answer-words", placeholder=_("for the desk, not for the customer")
        )
        self.text = Line(
            self.guard, cap=LINE_LENGTH_MAX, id="answer-text", placeholder=_("what is possible, in a sentence")
        )
        self.instead = Instead(self.guard)
        self.keys = AnswerKeys(self.guard)

    def compose(self) -> ComposeResult:
        """What it is about, the fields, one line for what is wrong, and the keys."""
        with Vertical(classes="question approval"):
            yield self._facts
            yield _row(_("Up to"), self.amount, "amount-row")
            yield _row(_("Instead"), self.text, "text-row")
            yield self.instead
            yield _row(_("Words"), self.words, "words-row")
            yield Label(id="answer-hint")
            yield self.keys

    def on_mount(self) -> None:
        """The keys have the focus: what was pressed for something else does nothing here."""
        for key in ("enter", "y", "o"):
            self.guard.prime(key, monotonic())
        self._show(Mode.QUESTION)
        if self._other_first:
            self._something_else()
        if self._close_after is not None:
            self.set_interval(LOOK_SECONDS, self._close_when_left)

    @property
    def has_amount(self) -> bool:
        """Whether there is an amount to say yes to a part of."""
        return bool(self.line.approval.asked)

    def _show(self, mode: Mode) -> None:
        self.mode = mode
        self._facts.most = 4 if mode is Mode.OTHER else 8
        self._facts.answer = self.answer
        self._facts.refresh(layout=True)
        self.query_one("#amount-row").display = mode is Mode.QUESTION and self.has_amount
        self.query_one("#text-row").display = self.instead.display = mode is Mode.OTHER
        self.query_one("#words-row").display = mode is not Mode.ONCE
        self._hint()
        self.keys.show(mode, self._yes_words(), has_amount=self.has_amount)
        self.keys.focus()

    def _yes_words(self) -> str:
        amount = self.amount.value.strip()
        return _("yes, to {amount}").format(amount=amount) if amount and self.has_amount else _("yes")

    def _hint(self, problem: str = "") -> None:
        self.query_one("#answer-hint", Label).say(problem, "$text-warning bold")

    def _something_else(self) -> None:
        """To what would be instead."""
        raise NotImplementedError

    def _close_when_left(self) -> None:
        """Close when nobody touched it for too long."""
        raise NotImplementedError


def _row(label: str, field: Line, name: str) -> Horizontal:
    return Horizontal(Label(label, classes="answer-label"), field, classes="answer-row", id=name)
