"""The question that somebody above is asked: what the customer said, what is asked, and what this person could allow.

Enter is yes, to all of it or to the amount in the field; `o` offers something else. There is no bare no. After a yes
to what the guidelines stopped one question is left: only this once, or should the guidelines change?
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from frontdesk.authority.values import BadAsk, GestureWay
from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals import approving
from frontdesk.desk.approvals.approval_views import Answered, ApprovalLine, WaitingLine
from frontdesk.desk.views import Blocked, WayLine
from frontdesk.ground.errors import DeskError, StoreUnavailable
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, working
from frontdesk.ui.guard import Guard, Verdict
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.answer_keys import AnswerKeys, Instead, Mode
from frontdesk.ui.widgets.approval_facts import Facts
from frontdesk.ui.widgets.fields import Label
from frontdesk.ui.widgets.figures import Figures
from frontdesk.ui.widgets.zone import Ignored, Line, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

Told = TypeVar("Told")
LOOK_SECONDS = 5.0
OFFERED_MOST = 4


class ApprovalScreen(Question[ApprovalLine | None]):
    """Dismissed with the answer as it was written down, or with None: then it goes on waiting.

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
        self.amount = Line(self.guard, asked, id="answer-amount", select_on_focus=False)
        self.words = Line(self.guard, id="answer-words", placeholder=_("for the desk, not for the customer"))
        self.text = Line(self.guard, id="answer-text", placeholder=_("what is possible, in a sentence"))
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

    # --- keys ---

    def on_descendant_focus(self) -> None:
        """Somebody is there; at the keys a digit begins another amount."""
        self._touched = monotonic()
        if self.focused is self.keys:
            self._begun = False

    def _close_when_left(self) -> None:
        if self._close_after is not None and monotonic() - self._touched > self._close_after and not self._busy:
            self.dismiss(self.answer)

    def on_input_changed(self) -> None:
        """The keys say to how much Enter says yes."""
        self._touched = monotonic()
        self.keys.show(self.mode, self._yes_words(), has_amount=self.has_amount)

    def on_written(self, event: Written) -> None:
        """Enter in a field is the Enter of the keys."""
        event.stop()
        self._agree()

    def on_answer_keys_agree(self, event: AnswerKeys.Agree) -> None:
        """Enter, by a person who could read the question."""
        event.stop()
        self._agree()

    def on_answer_keys_other(self, event: AnswerKeys.Other) -> None:
        """`o`."""
        event.stop()
        self._something_else()

    def on_answer_keys_figure(self, event: AnswerKeys.Figure) -> None:
        """A digit begins another amount."""
        event.stop()
        if self.mode is Mode.ONCE:
            self._once(change=event.digit == "2", known=event.digit in "12")
        elif self.mode is Mode.OTHER:
            self.instead.pick(event.digit)
        elif self.has_amount:
            self._begin_amount(event.digit)

    def _begin_amount(self, digit: str) -> None:
        """The first digit takes the place of the amount; the next one may still have come before the field had it."""
        self.amount.value = self.amount.value + digit if self._begun else digit
        self._begun = True
        self.set_focus(self.amount)  # at once: the next digit belongs to the field
        self.amount.cursor_position = len(self.amount.value)

    def on_ignored(self, event: Ignored) -> None:
        """Keys that did not act are never silent."""
        event.stop()
        if self.mode is Mode.ONCE:
            self._hint(_("press one key"))
        elif event.verdict is not Verdict.REPEAT:
            self._hint(_("several keys at once: nothing was answered · press one key"))
        elif not self._busy:
            self._hint(_("a held key is one press · press again"))

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text answers nothing."""
        event.stop()
        self._hint(_("pasted text answers nothing · press one key"))

    def action_back(self) -> None:
        """Out of a field, out of what would be instead, out of the question."""
        if self.focused in (self.amount, self.words, self.text, self.instead):
            self.keys.focus()
        elif self.mode is Mode.OTHER:
            self._show(Mode.QUESTION)
        elif not self._busy:
            self.dismiss(self.answer)

    # --- answering ---

    def _agree(self) -> None:
        if self._busy:
            return
        if self.mode is Mode.ONCE:
            self._once(change=False, known=True)
        elif self.mode is Mode.OTHER:
            self._offer()
        elif not self.line.can and not self.line.fits:
            self._hint(_("not yours to give now: {why} · o offers something else").format(why=self.line.because))
        else:
            amount = self.amount.value.strip() if self.has_amount else ""
            all_of_it = None if amount in ("", self.line.approval.asked) else amount
            answer = partial(approving.answer_yes, self.desk, self.line.approval.id, all_of_it, self.words.value)
            self._write(answer, self._answered)

    def _something_else(self) -> None:
        if self.mode is not Mode.QUESTION or self._busy:
            return
        self._show(Mode.OTHER)
        self.text.focus()
        ask = partial(_offered, self.desk, self.line.approval)
        working.read(self, "offered", ask, self.instead.offer, self._failed)

    def _offer(self) -> None:
        gesture = self.instead.chosen
        said = self.text.value.strip() or self.instead.label
        if not said:
            self._hint(_("what is possible instead? a sentence, or the digit of a gesture"))
            self.text.focus()
            return
        offer = partial(approving.answer_other, self.desk, self.line.approval.id, said, gesture, self.words.value)
        self._write(offer, self._answered)

    def _write(self, write: Callable[[], Told], done: Callable[[Told | DeskError], None]) -> None:
        self._busy = True
        self._hint()
        working.write(self, partial(_told, write), done, self._failed)

    def _answered(self, answer: Answered | DeskError) -> None:
        self._busy = False
        if isinstance(answer, DeskError):
            self._failed(answer)
        elif isinstance(answer, Blocked):
            self._fits_less(answer)
        elif isinstance(answer, BadAsk):
            money = self.figures.money
            self._hint(
                _("not a possible amount here: {low} to {high}").format(low=money(answer.low), high=money(answer.high))
            )
            self.amount.focus()
        else:
            self.answer = answer
            if answer.state is ApprovalState.YES and answer.block_id is not None:
                self._show(Mode.ONCE)
            else:
                self.dismiss(answer)

    def _fits_less(self, blocked: Blocked) -> None:
        """Nothing was written: what fits stands in the field, and Enter says yes to that."""
        if blocked.take_minor is not None:
            self.amount.value = self.figures.money(blocked.take_minor)
            self._hint(_("{why} · Enter says yes to {amount}").format(why=blocked.because, amount=self.amount.value))
        else:
            self._hint(_("not yours to give now: {why} · o offers something else").format(why=blocked.because))
        self.keys.focus()

    def _failed(self, error: DeskError) -> None:
        self._busy = False
        said = _("not recorded · Enter tries again") if isinstance(error, StoreUnavailable) else str(error)
        self._hint(said)

    def _once(self, *, change: bool, known: bool) -> None:
        if not known or self._busy:
            self._hint("" if self._busy else _("1 or Enter: only this once · 2: the guidelines should change"))
        elif not change or self.answer is None:
            self.dismiss(self.answer)
        else:
            self._write(partial(approving.should_change, self.desk, self.answer.id), self._changed)

    def _changed(self, answer: DeskError | None) -> None:
        self._busy = False
        if isinstance(answer, DeskError):
            self._failed(answer)
        else:
            self.dismiss(self.answer)


def _row(label: str, field: Line, name: str) -> Horizontal:
    return Horizontal(Label(label, classes="answer-label"), field, classes="answer-row", id=name)


def _told(write: Callable[[], Told]) -> Told | DeskError:
    """What it answers; what it refuses in words is an answer, too, and nothing that is not saved."""
    try:
        return write()
    except StoreUnavailable:
        raise
    except DeskError as error:
        return error


def _offered(desk: Desk, approval: ApprovalLine) -> tuple[WayLine, ...]:
    """The gestures that whoever asked could give now, the best first; called in a thread."""
    ways = approving.fallback(approving.as_asker(desk, approval), approval.id)
    return tuple(each for each in ways if isinstance(each.way, GestureWay))[:OFFERED_MOST]
