"""How the keys of a call list are pressed: each writes something down, and is one press however long it is held."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.widgets import Static

from frontdesk.ground.language import _
from frontdesk.ui.guard import Guard, Verdict
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.zone import Holding, Ignored


class CallPressing(Holding, Question[str | None]):
    """The part of the call list that lets a key act, and says so where it does not."""

    def __init__(self) -> None:
        super().__init__()
        self.guard = Guard()

    def _held(self, act: Callable[[], object]) -> None:
        """Let the key that was pressed act once it is known to be one press, and not one that is held down."""
        press = self.guard.last
        if press is None:
            act()
        else:
            self.hold(press, partial(self._if_in_front, act))

    def _if_in_front(self, act: Callable[[], object]) -> None:
        if self.is_active:
            act()

    def on_ignored(self, event: Ignored) -> None:
        """Keys that did not act are never silent."""
        event.stop()
        if event.verdict is Verdict.REPEAT:
            self._say(_("a held key is one press · press again"), "$text-muted")
        else:
            self._say(_("several keys at once: nothing was written down · press one key"), "$text-warning")

    def tell(self, text: str) -> bool:
        """Under the list."""
        self._say(text)
        return True

    def _say(self, text: str, tone: str = "") -> None:
        self.query_one("#calls-said", Static).update(plain(text, tone))
