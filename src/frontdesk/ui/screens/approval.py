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

from frontdesk.authority.values import BadAsk, GestureWay
from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals import approving
from frontdesk.desk.approvals.approval_views import Answered, ApprovalLine
from frontdesk.desk.views import Blocked, WayLine
from frontdesk.ground.errors import DeskError, StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.ui import working
from frontdesk.ui.guard import Verdict
from frontdesk.ui.screens.approval_frame import ApprovalFrame
from frontdesk.ui.widgets.answer_keys import AnswerKeys, Mode
from frontdesk.ui.widgets.zone import Ignored, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

Told = TypeVar("Told")
OFFERED_MOST = 4


class ApprovalScreen(ApprovalFrame):
    """Dismissed with the answer as it was written down, or with None: then it goes on waiting."""

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

    def say_full(self, said: str) -> None:
        """What did not fit."""
        self._hint(said)

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
        working.write(self, partial(working.in_words, write), done, self._failed)

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


def _offered(desk: Desk, approval: ApprovalLine) -> tuple[WayLine, ...]:
    """The gestures that whoever asked could give now, the best first; called in a thread."""
    ways = approving.fallback(approving.as_asker(desk, approval), approval.id)
    return tuple(each for each in ways if isinstance(each.way, GestureWay))[:OFFERED_MOST]
