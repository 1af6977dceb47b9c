"""How a gesture is given, step by step: open, fill in, look, Enter; or the ways forward. And how it is taken back.

Only a preview's own attempt reaches `giving.give` (rule K3): the same attempt is used for every retry.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from frontdesk.authority.values import BadAsk
from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.gestures import giving
from frontdesk.desk.rules.in_force import GuidelinesChanged
from frontdesk.desk.views import Attempt, Blocked, Given, Giving, Needed, Opening, Preview, TakenBack
from frontdesk.ground.errors import BadInput, DeskError, FateUnknown, StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.ui import working
from frontdesk.ui.screens.base import Outdated
from frontdesk.ui.screens.desk_known import Asked
from frontdesk.ui.screens.desk_ways import WaysPart
from frontdesk.ui.widgets.asked import ahead_words, yes_words
from frontdesk.ui.widgets.gesture_bar import GestureBar
from frontdesk.ui.widgets.lines import Notice
from frontdesk.ui.widgets.preview import PreviewPanel


class GivingPart(WaysPart):
    """Everything that leads to the ledger."""

    # --- opening ---

    def on_gesture_bar_chosen(self, event: GestureBar.Chosen) -> None:
        """A digit, alone and held, or a click on the row."""
        event.stop()
        line = self.asked_for(event.gesture)
        if line is None:
            self.asked = Asked(event.gesture)
            self.open_asked(look=event.again)
        elif line.state is ApprovalState.YES:
            self.open_answered(line)
        else:
            self.show_standing(line)

    def open_asked(self, *, look: bool) -> None:
        """Ask the desk what giving would mean; `look` shows the preview even of a gesture that is one press."""
        asked = self.asked
        giving_now = partial(
            giving.open_gesture,
            self.desk,
            self.conversation_id,
            asked.gesture,
            ask=asked.ask,
            reason=asked.reason,
            answers=asked.answers or None,
            approval_id=None if asked.approval is None else asked.approval.id,
        )
        ask: Callable[[], Opening | BadAsk | ApprovalLine] = self.asking_now(asked) if asked.role else giving_now
        self.record(ask, partial(self._opened, asked, look), self._not_opened)

    def _opened(self, asked: Asked, look: bool, opening: Opening | BadAsk | ApprovalLine) -> None:
        if isinstance(opening, ApprovalLine):
            self.was_asked(opening)
            return
        if asked.answers:
            self.reload()
        if asked is not self.asked or (self.writing and self.focused not in list(self.fields.query("*"))):
            return  # the person has gone on to something else meanwhile
        if isinstance(opening, Preview):
            if opening.one_press and not look:
                self._give(opening.attempt, opening)
            else:
                self._look(opening)
        elif isinstance(opening, Needed):
            self.ask_for(opening)
        else:
            self._answer(opening)

    def _not_opened(self, error: DeskError) -> None:
        if isinstance(error, GuidelinesChanged):
            self._ask_again(error)
        elif self.panel is self.fields and isinstance(error, BadInput):
            self.fields.hint(str(error))
        else:
            self.not_recorded(error)

    def _look(self, preview: Preview) -> None:
        self.open_panel(self.preview)
        self.preview.show(preview, self._authority_words(preview))
        self.set_focus(self.preview)
        self._say_note()

    def _authority_words(self, preview: Preview) -> tuple[tuple[str, str], ...]:
        """By whose authority it is given, where it is not the giver's own: a yes, or what was given ahead."""
        approval = self.asked.approval
        if approval is not None and preview.attempt.approval_id == approval.id:
            said = yes_words(approval, self.figures)
            return ((_("yes"), f"{said} · “{' '.join(approval.words.split())}”" if approval.words else said),)
        ahead = self.bar.ahead.get(preview.attempt.gesture)
        if ahead is not None and (preview.attempt.ask_minor or 0) > ahead.alone_minor:
            return ((_("ahead"), ahead_words(ahead, self.figures)),)
        return ()

    # --- when the guidelines change meanwhile ---

    def _ask_again(self, error: GuidelinesChanged) -> None:
        """Nothing was given: take the guidelines in force and open the same again, with all that was filled in."""
        self.preview.preview = None
        self.post_message(Outdated(partial(self._again, self.asked, self.desk.in_force_number, error)))

    def _again(self, asked: Asked, number: int | None, error: GuidelinesChanged) -> None:
        if not self.is_attached or asked is not self.asked:
            return
        if self.desk.in_force_number == number:  # they cannot be taken here now
            if self.panel is self.preview:
                self.close_panel()
            self.not_recorded(error)
            return
        time = self.figures.time(error.since)
        asked.note = _("the guidelines changed at {time} · this is what is possible now").format(time=time)
        self.open_asked(look=True)

    # --- giving ---

    def on_preview_panel_give(self, event: PreviewPanel.Give) -> None:
        """Enter, by a person who could read the preview."""
        event.stop()
        preview = self.preview.preview
        if preview is not None and preview.attempt is event.attempt:
            self._give(event.attempt, preview)

    def _give(self, attempt: Attempt, preview: Preview) -> None:
        write = partial(giving.give_surely, self.desk, attempt)
        self.change(write, self._answer, partial(self._not_given, preview))

    def _not_given(self, preview: Preview, error: DeskError) -> None:
        """Nothing was recorded: the preview stays, and Enter tries again with the same attempt."""
        if isinstance(error, GuidelinesChanged):
            self._ask_again(error)
            return
        if self.preview.preview is not preview:
            self._look(preview)
        if isinstance(error, FateUnknown):
            self.preview.say(str(error))
        elif isinstance(error, StoreUnavailable) and error.retryable:
            self.preview.say(_("not recorded, nothing was given · Enter tries again"))
        else:
            self.preview.say(_("nothing was given: {why}").format(why=error))

    def _answer(self, giving_answer: Giving | Opening) -> None:
        if isinstance(giving_answer, Given):
            self._given(giving_answer)
        elif isinstance(giving_answer, Blocked):
            self._blocked(giving_answer)
        elif isinstance(giving_answer, Needed):
            self.preview.preview = None
            self.ask_for(giving_answer)
        elif isinstance(giving_answer, BadAsk):
            self._bad_ask(giving_answer)

    def _given(self, given: Given) -> None:
        self.preview.preview = None
        self.fields.forget()
        self.last_entry = given.entry_id
        self.settled(given.label)
        if self.panel in (self.preview, self.fields, self.ways) or self.panel is None:
            self.close_panel()
        self.say(self.given_words(given), "$text-accent", chip=True)

    def given_words(self, given: Given) -> str:
        """ "given 14:02 · Free drink 8.00 · press again for another"; that `u` takes it back stands on the chip."""
        said = _("already given {time}") if given.already else _("given {time}")
        what = f"{given.label} {given.amount}".removesuffix("-").strip()
        return " · ".join((said.format(time=self.figures.time(given.at)), what, _("press again for another")))

    def _bad_ask(self, bad: BadAsk) -> None:
        money = self.figures.money
        if bad.low is not None and bad.high is not None:
            said = _("not a possible amount here: {low} to {high}").format(low=money(bad.low), high=money(bad.high))
        else:
            said = _("not a possible amount here")
        if self.panel is self.fields:
            self.fields.hint(said)
        else:
            self.say(said, "$text-warning bold")

    # --- taking back ---

    def on_gesture_bar_take_back(self, event: GestureBar.TakeBack) -> None:
        """`u` on the bar."""
        event.stop()
        self._take_back()

    def on_notice_take_back(self, event: Notice.TakeBack) -> None:
        """The chip."""
        event.stop()
        self._take_back()

    def _take_back(self) -> None:
        waiting = None if self.notice.chip else self.newest_waiting()
        if waiting is not None:
            self.withdraw(waiting)
            return
        if self.last_entry is None:
            self.say(_("nothing was given here yet"))
            return
        reason = _("taken back at once")
        self.change(partial(giving.take_back, self.desk, self.last_entry, reason), self._taken_back)

    def _taken_back(self, taken: TakenBack) -> None:
        said = _("already taken back {time}") if taken.already else _("taken back {time}")
        what = " · ".join(each for each in (taken.label, taken.amount) if each and each != "-")
        if self.notice.has_focus:
            self.base.focus()
        self.say(f"{said.format(time=self.figures.time(taken.at))} · {what}", "$text-accent")

    def on_preview_panel_closed(self, event: PreviewPanel.Closed) -> None:
        """Left without giving: the attempt is let go, so that nobody is asked about it later."""
        event.stop()
        working.write(self, partial(giving.let_go, self.desk, self.conversation_id, event.attempt.id))
        if self.panel is self.preview:
            if self.preview.has_focus or self.focused is None:
                self.close_panel()
            else:
                self.open_panel(None)
