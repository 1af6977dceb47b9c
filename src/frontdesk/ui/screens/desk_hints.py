"""What keys that did nothing answer: a press is never silent."""

from __future__ import annotations

from frontdesk.ground.language import _
from frontdesk.ui.guard import Verdict
from frontdesk.ui.screens.desk_known import closed_words
from frontdesk.ui.screens.desk_state import DeskState
from frontdesk.ui.widgets.choices import Choices
from frontdesk.ui.widgets.fields import Pick
from frontdesk.ui.widgets.gesture_bar import GestureBar
from frontdesk.ui.widgets.promising import When
from frontdesk.ui.widgets.ways import Ways
from frontdesk.ui.widgets.zone import Ignored


class Hints(DeskState):
    """One sentence for each kind of press that led nowhere."""

    def say_full(self, said: str) -> None:
        """What did not fit."""
        self.hint(said, "$text-warning bold")

    def on_ignored(self, event: Ignored) -> None:
        """Keys that did not act are never silent."""
        event.stop()
        if event.verdict is Verdict.REPEAT:
            if not self.notice.text:
                self.hint(_("a held key is one press · press again"))
        else:
            self.hint(_("several keys at once: nothing was given · press one key"), "$text-warning bold")

    def on_gesture_bar_no_such(self, event: GestureBar.NoSuch) -> None:
        """A digit beside no gesture."""
        event.stop()
        self.hint(closed_words() if self.closed else _("the digit beside a gesture opens it, Enter then gives it"))

    def on_ways_no_such(self, event: Ways.NoSuch) -> None:
        """A digit beside no way."""
        event.stop()
        self.hint(_("the digit beside a way takes it · Esc back"))

    def on_choices_no_such(self, event: Choices.NoSuch) -> None:
        """A digit beside nothing."""
        event.stop()
        self.hint(_("the digit beside a line chooses it · Esc back"))

    def on_pick_no_such(self, event: Pick.NoSuch) -> None:
        """A digit beside nothing."""
        event.stop()
        self.hint(_("the digit beside an answer takes it"))

    def on_when_no_such(self, event: When.NoSuch) -> None:
        """A digit beside no time."""
        event.stop()
        self.hint(_("the digit of a time makes the promise · 0 for another time"))
