"""What small forms over a room share: Enter leads on and at the end keeps, Esc leaves and never loses words unasked."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static, TextArea

from frontdesk.ground.errors import BadInput, DeskError, NotFound, StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.ui import keys, working
from frontdesk.ui.guard import Guard, Verdict
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.fields import Pick
from frontdesk.ui.widgets.zone import Ignored, Line, Lines

Answer = TypeVar("Answer")
Kept = TypeVar("Kept")


class Sheet(Vertical):
    """The frame of a form: as high as what stands in it, never higher than the window."""


class Scrolled(VerticalScroll, can_focus=False):
    """A part of a form that may be longer than the window."""


class Form(Question[Answer]):
    """A few fields over a room. A subclass says what it keeps; `say` speaks on the last line but one."""

    BINDINGS = [*keys.bindings("form")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-usual"), (30, "-tall")]

    def __init__(self) -> None:
        super().__init__()
        self.guard = Guard()
        self._busy = False
        self._warned = False

    def on_mount(self) -> None:
        """The key that opened the form is not a key in it."""
        self.guard.prime("enter", monotonic())

    def said_line(self) -> Static:
        """The line on which the form speaks; a form has one."""
        return Static("", id="form-said")

    def say(self, text: str, tone: str = "$text-warning bold") -> None:
        """Say what is missing, or how to go on."""
        self.query_one("#form-said", Static).update(plain(text, tone))

    def say_full(self, said: str) -> None:
        """What did not fit."""
        self.say(said)

    @property
    def typed(self) -> bool:
        """Whether something was typed that leaving would lose."""
        return any(each.words.strip() for each in (*self.query(Line), *self.query(Lines)) if each.display)

    def keep(self, write: Callable[[], Kept], done: Callable[[Kept], Any]) -> None:
        """Let the desk record something, once; what it refuses is said in the form, and everything typed stays."""
        if self._busy:
            return
        self._busy = True

        def ask() -> Kept | DeskError:
            try:
                return write()
            except (BadInput, NotFound) as error:  # was never to be saved, so nothing is unsaved
                return error

        def answered(answer: Kept | DeskError) -> None:
            self._busy = False
            if isinstance(answer, DeskError):
                self.refused(answer)
            else:
                done(answer)

        working.write(self, ask, answered, self._not_kept)

    def refused(self, error: DeskError) -> None:
        """The desk does not take it as it is."""
        self.say(str(error))

    def _not_kept(self, error: DeskError) -> None:
        self._busy = False
        if isinstance(error, StoreUnavailable) and error.retryable:
            self.say(_("not kept yet · Enter tries again"), "$text-error bold")
        else:
            self.say(str(error), "$text-error bold")

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Newer words are not what was warned about."""
        self._warned = False

    def on_text_area_changed(self, _event: TextArea.Changed) -> None:
        """The same, in a text."""
        self._warned = False

    def on_ignored(self, event: Ignored) -> None:
        """Keys that did not act are never silent."""
        event.stop()
        if event.verdict is Verdict.REPEAT:
            self.say(_("a held key is one press · press again"), "$text-muted")
        else:
            self.say(_("several keys at once: nothing was kept · press one key"))

    def on_pick_no_such(self, event: Pick.NoSuch) -> None:
        """A digit beside nothing."""
        event.stop()
        self.say(_("the digit beside an answer takes it"))

    def say_unheard(self, key: str) -> None:
        """Somebody who types words where a digit is asked for first is told so."""
        if isinstance(self.focused, Pick):
            self.say(_("the digit beside an answer takes it"))
        else:
            super().say_unheard(key)

    def tell(self, text: str) -> bool:
        """On the line on which the form speaks."""
        self.say(text)
        return True

    def action_back(self) -> None:
        """Leave; words that would be lost are said first."""
        if self.typed and not self._warned:
            self._warned = True
            self.say(_("nothing of this is kept yet · Esc once more leaves it"))
        else:
            self.leave()

    def leave(self) -> None:
        """Leave it for good."""
        self.dismiss(None)
