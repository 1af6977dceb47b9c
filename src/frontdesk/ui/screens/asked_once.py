"""Questions that the desk looks at once, and the one that needs somebody's own code.

While the desk looks no other press counts. What it refuses in words stands on one line, and what was typed stays.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import events
from textual.containers import Horizontal
from textual.widgets import Input

from frontdesk.desk.people import pins
from frontdesk.ground.errors import DeskError, StoreUnavailable
from frontdesk.ground.language import N_, _
from frontdesk.ui import working
from frontdesk.ui.guard import Guard
from frontdesk.ui.plain import cut
from frontdesk.ui.screens.base import Answer, Covered
from frontdesk.ui.widgets.capped import Full
from frontdesk.ui.widgets.fields import Label
from frontdesk.ui.widgets.rows import Rows
from frontdesk.ui.widgets.zone import Ignored, Line, Written


class AskedOnce(Covered[Answer]):
    """Dismissed with what the desk answers to `_ask`. The label `HINT` says what a key does, or why it was not done."""

    HINT = "#pin-hint"
    NOT_DONE = N_("not recorded · Enter tries again")
    _busy = False

    def _hint(self, text: str, tone: str = "$text-warning bold") -> None:
        self.query_one(self.HINT, Label).say(text, tone)

    def _ask(self, ask: Callable[[], Answer], meanwhile: str) -> None:
        """Let the desk do it in a thread; `meanwhile` is said until it answers."""
        self._busy = True
        self._hint(meanwhile, "$text-muted")
        working.write(self, partial(working.in_words, ask), self._looked, self._failed)

    def _looked(self, answer: Answer | DeskError) -> None:
        self._busy = False
        if isinstance(answer, DeskError):
            self._failed(answer)
        else:
            self.dismiss(answer)

    def _failed(self, error: DeskError) -> None:
        self._busy = False
        self._hint(_(self.NOT_DONE) if isinstance(error, StoreUnavailable) else str(error))

    def say_full(self, said: str) -> None:
        """What did not fit, or is not taken."""
        self._hint(said)

    def tell(self, text: str) -> bool:
        """Beside what is asked, but never in the place of what is under way."""
        if self._busy:
            return False
        self._hint(text)
        return True

    def on_ignored(self, event: Ignored) -> None:
        """A held Enter is one press, and no press is silent."""
        event.stop()
        if not self._busy:
            self._hint(_("a held key is one press · press again"))

    def on_paste(self, event: events.Paste) -> None:
        """Only a field takes what is pasted."""
        event.stop()


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
        """Another key: no bell, but it is said that it did not go in; nobody sees it in this field."""
        self.post_message(Full(self, _("a code is six digits · that key was not taken")))

    def action_copy(self) -> None:
        """A code does not leave the field."""

    def action_cut(self) -> None:
        """A code does not leave the field."""


class AskedForCode(AskedOnce[Answer]):
    """Whose code it is is chosen from a list of names; then the field of the code stands in its place.

    The code is neither shown nor kept: it goes to the desk once and the field is empty again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.guard = Guard()
        self._person = ""
        self._code = CodeField(self.guard)
        self._code_hint = ""

    def _code_row(self) -> Horizontal:
        return Horizontal(Label("", id="code-label", classes="code-label"), self._code, classes="answer-row")

    def _show_names(self, names: Rows) -> None:
        self._person, self._code.value = "", ""
        self.query_one(".answer-row").display = False
        names.display = True
        names.focus()

    def _show_code(self, names: Rows, hint: str) -> None:
        names.display = False
        self.query_one(".answer-row").display = True
        self.query_one("#code-label", Label).say(_("Code of {name}").format(name=cut(self._person, 24)))
        self._code.focus()
        self._code_hint = hint
        self._hint(hint, "$text-muted")

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said of a key or of another code is over once somebody types on."""
        event.stop()
        if event.value and not self._busy:
            self._hint(self._code_hint, "$text-muted")

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
        self._ask(partial(self._with_code, self._person, code), _("one moment …"))

    def _with_code(self, name: str, code: str) -> Answer:
        """What the desk answers to the code of `name`; called in a thread. Raises DeskError."""
        raise NotImplementedError
