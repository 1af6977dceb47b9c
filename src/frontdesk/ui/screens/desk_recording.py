"""How the conversation screen asks the desk and records: what is on its way, and what keeps it from being recorded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from frontdesk.desk.approvals import standing
from frontdesk.desk.approvals.standing import Ahead
from frontdesk.desk.conversations import talking
from frontdesk.desk.gestures import giving
from frontdesk.desk.rules.in_force import GuidelinesChanged
from frontdesk.desk.views import Bar
from frontdesk.ground.errors import BadInput, DeskError, Misconfigured, StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.ui import working
from frontdesk.ui.screens.base import Room
from frontdesk.ui.screens.desk_known import NOTHING, Asked, Known, closed_words
from frontdesk.ui.widgets.lines import Notice

Answer = TypeVar("Answer")
SLOW_SECONDS = 1.5


class DeskRecording(Room):
    """Reads the conversation again after every write, and says beside the keys what keeps one from being recorded."""

    conversation_id: str
    bar_view: Bar
    problem: str
    given_ahead: tuple[Ahead, ...]
    asked: Asked
    notice: Notice
    _trouble: tuple[str, str]

    def apply(self, known: Known) -> None:
        """Show the conversation as it stands."""
        raise NotImplementedError

    def say(self, text: str, tone: str = "", *, chip: bool = False) -> None:
        """Say on the line above the keys what just happened."""
        self.notice.say(text, tone, chip=chip)

    def hint(self, text: str, tone: str = "") -> None:
        """Say why a key did nothing; what could be taken back until then can still be."""
        self.notice.say(text, tone, chip=self.notice.chip)

    def known(self) -> Known:
        """How the conversation stands now; called in a thread."""
        talk = talking.view(self.desk, self.conversation_id)
        if not talk.open:
            return Known(talk, NOTHING, closed_words())
        asked = standing.unsettled(self.desk, self.conversation_id)
        try:
            bar = giving.bar(self.desk, self.conversation_id)
            ahead, may = standing.ahead(self.desk), bool(standing.to_give_ahead(self.desk))
            return Known(talk, bar, asked=asked, ahead=ahead, may_give_ahead=may)
        except GuidelinesChanged:
            return Known(talk, self.bar_view, self.problem, outdated=True, asked=asked, ahead=self.given_ahead)
        except Misconfigured as error:
            return Known(talk, NOTHING, str(error), asked=asked)

    def change(
        self,
        write: Callable[[], Answer],
        then: Callable[[Answer], Any] | None = None,
        failed: Callable[[DeskError], Any] | None = None,
    ) -> None:
        """Record something, read the conversation again, show it, and go on with `then`."""

        def ask() -> tuple[Answer, Known | Exception]:
            recorded = write()
            try:
                return recorded, self.known()
            except Exception as error:  # what was recorded stands, whatever comes of looking at it
                return recorded, error

        def done(answer: tuple[Answer, Known | Exception]) -> None:
            recorded, now = answer
            if isinstance(now, Known):
                self.apply(now)
            if then is not None:
                then(recorded)
            if isinstance(now, Exception):
                self._not_seen(now)

        self.record(ask, done, failed or self.not_recorded)

    def _not_seen(self, error: Exception) -> None:
        """It was recorded, and the screen could not be brought to it."""
        if not isinstance(error, DeskError):
            working.is_a_bug(self.app, error)
        self.say(_("recorded · this screen is older · F2 and back shows it as it stands"), "$text-warning bold")

    def record(
        self, write: Callable[[], Answer], done: Callable[[Answer], Any], failed: Callable[[DeskError], Any]
    ) -> None:
        """Let the desk record something. What it refuses as bad input was never to be saved, so nothing is unsaved."""

        slow = self.set_timer(SLOW_SECONDS, self._still_recording)

        def ask() -> Answer | BadInput:
            try:
                return write()
            except BadInput as error:
                return error

        def answered(answer: Answer | BadInput) -> None:
            slow.stop()
            self.recovered()
            if isinstance(answer, BadInput):
                failed(answer)
            else:
                done(answer)

        def not_done(error: DeskError) -> None:
            slow.stop()
            self.recovered()
            failed(error)

        working.write(self, ask, answered, not_done)

    def _still_recording(self) -> None:
        """Something that was pressed waits for seconds, mostly because another desk writes: said where people look."""
        self.trouble(_("not recorded yet: another desk is writing …"), "$text-warning", "")

    def trouble(self, text: str, tone: str, after: str) -> None:
        """Say what keeps things from being recorded; `after` takes its place once they can be again."""
        self._trouble = (text, after)
        self.hint(text, tone)

    def recovered(self) -> None:
        """Something was recorded, or answered: what was said to be in the way is not there any more."""
        (text, after), self._trouble = self._trouble, ("", "")
        if text and self.notice.text == text:
            self.hint(after, "$text-accent")

    def reload(self, then: Callable[[], Any] | None = None) -> None:
        """Read the conversation again and show it."""

        def done(known: Known) -> None:
            self.apply(known)
            if then is not None:
                then()

        working.read(self, "known", self.known, done)

    def not_recorded(self, error: DeskError) -> None:
        """Say that a write did not happen, and what to do."""
        if isinstance(error, StoreUnavailable) and error.retryable:
            again = _("it can be recorded again · press again")
            self.trouble(_("press again · {why}").format(why=error.sentence), "$text-error bold", again)
        else:
            self.say(str(error), "$text-warning bold")

    def settled(self, what: str) -> None:
        """Note beside the block, if there was one, what was done instead of what it stopped."""
        block_id, self.asked = self.asked.block_id, Asked(self.asked.gesture)
        if block_id is not None:
            working.write(self, partial(giving.took_instead, self.desk, block_id, what))
