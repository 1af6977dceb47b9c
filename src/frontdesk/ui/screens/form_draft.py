"""A form whose words stand on disk while they are typed: a dropped line or a crash goes on where it stopped.

What stands there is forgotten when the form is kept, or left for good with Esc.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.timer import Timer
from textual.widgets import Input, TextArea

from frontdesk.desk.conversations import drafting
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import _
from frontdesk.ui import working
from frontdesk.ui.screens.form import Form
from frontdesk.ui.widgets.fields import Pick

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

Answer = TypeVar("Answer")
Kept = TypeVar("Kept")

SAVE_SECONDS = 0.5
RETRY_SECONDS = 2.0


class Drafted(Form[Answer]):
    """A form with a draft. A subclass names it (`draft_form`, `draft_about`), reads its fields and fills them."""

    draft_form = ""
    draft_about = ""
    _desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self._draft: dict[str, str] | None = None
        self._saver: Timer | None = None
        self._over = False

    def draft_words(self) -> Mapping[str, str]:
        """What stands in the fields now, by name."""
        raise NotImplementedError

    def take_draft(self, words: Mapping[str, str]) -> None:
        """Fill the fields with what was typed before."""
        raise NotImplementedError

    def resumed_words(self, _words: Mapping[str, str]) -> str:
        """What is said when it goes on."""
        return _("as it stood when you left · Esc twice leaves it")

    def on_mount(self) -> None:
        """See whether somebody was here before the line dropped."""
        ask = partial(drafting.draft, self._desk, self.draft_form, self.draft_about)
        working.read(self, "draft", ask, self._draft_came)

    def _draft_came(self, words: dict[str, str]) -> None:
        self._draft = words
        if words and not self.typed:  # what is being typed now is newer
            self.take_draft(words)
            self.say(self.resumed_words(words), "$text-muted")
        self._note()

    # --- saving ---

    def on_input_changed(self, _event: Input.Changed) -> None:
        """A key in a line."""
        self._note()

    def on_text_area_changed(self, _event: TextArea.Changed) -> None:
        """A key in a text."""
        self._note()

    def on_pick_done(self, _event: Pick.Done) -> None:
        """A digit."""
        self._note()

    def _now(self) -> dict[str, str]:
        """What is worth keeping: once something was typed, all of it."""
        words = {name: text for name, text in self.draft_words().items() if text.strip()}
        return words if self.typed else {}

    def _note(self) -> None:
        if self._draft is None or self._over or self._now() == self._draft:
            return
        working.touched(self)
        if self._saver is None:
            self._saver = self.set_timer(SAVE_SECONDS, self.save_draft)

    def save_draft(self) -> None:
        """Hand what was typed to the desk; it does not wait."""
        self._stop()
        if self._over or self._draft is None:
            return
        words = self._now()
        if words != self._draft:
            self._draft = words
            write = partial(drafting.write, self._desk, self.draft_form, self.draft_about, words)
            working.write(self, write, failed=self._not_saved)

    def _not_saved(self, error: DeskError) -> None:
        self._draft = {}
        if self._saver is None:
            self._saver = self.set_timer(RETRY_SECONDS, self.save_draft)
        self.say(str(error), "$text-error bold")

    def _stop(self) -> None:
        if self._saver is not None:
            self._saver.stop()
            self._saver = None

    # --- the end of it ---

    def forget_draft(self) -> None:
        """It was kept, or left: nothing of it waits any more."""
        self._stop()
        if self._draft:
            forget = partial(drafting.forget, self._desk, self.draft_form, self.draft_about)
            working.write(self, forget)
        self._draft = {}

    def keep(self, write: Callable[[], Kept], done: Callable[[Kept], Any]) -> None:
        """As every form; what was kept is no draft any more."""

        def kept(answer: Kept) -> None:
            self.forget_draft()
            done(answer)

        super().keep(write, kept)

    def leave(self) -> None:
        """Left for good."""
        self._over = True
        self.forget_draft()
        super().leave()
