"""A promise: what happens now, what happens next, and when. The time is one key, or typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message

from frontdesk.ground.language import N_, _
from frontdesk.ui.guard import Guard, Press
from frontdesk.ui.plain import width, words
from frontdesk.ui.widgets.fields import Label
from frontdesk.ui.widgets.zone import DIGITS, Line, Written, Zone

Due = tuple[str, datetime]


class When(Zone):
    """The times to choose from, a digit each; `0` opens the field for another one."""

    own = DIGITS | {"0", "enter"}

    class Chosen(Message):
        """A time was chosen; None for another one."""

        def __init__(self, due: Due | None) -> None:
            super().__init__()
            self.due = due

    class NoSuch(Message):
        """A key beside nothing."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(guard, id="when", classes="pick")
        self.choices: tuple[Due, ...] = ()

    def show(self, choices: Sequence[Due]) -> None:
        """Put in the times."""
        self.choices = tuple(choices[:9])
        self.refresh()

    def pressed(self, key: str, press: Press) -> None:
        """A digit takes its time."""
        if key == "0":
            self.post_message(self.Chosen(None))
        elif key in DIGITS and int(key) <= len(self.choices):
            self.post_message(self.Chosen(self.choices[int(key) - 1]))
        else:
            self.post_message(self.NoSuch())

    def on_click(self, event: events.Click) -> None:
        """A click on a time takes it."""
        event.stop()
        self.focus()
        start = 0
        for at, text in enumerate(self._texts()):
            if event.chain == 1 and start <= event.x < start + width(text):
                self.post_message(self.Chosen(self.choices[at] if at < len(self.choices) else None))
                return
            start += width(text) + 2

    def _texts(self) -> list[str]:
        return [f"{at} {label}" for at, (label, _at) in enumerate(self.choices, 1)] + ["0 " + _("another time")]

    def render(self) -> Content:
        """The times side by side."""
        tone = "$text-accent bold" if self.has_focus else ""
        return Content("  ").join([words((text[:1], tone), text[1:]) for text in self._texts()])


class Promising(Vertical):
    """The panel behind F5: the fields are drafts of the conversation, the digit makes the promise."""

    help_text = N_(
        "Who does what, by when. The digit of a time makes the promise; 0 lets you type another time: 16:00, tomorrow "
        "18:00, 2 hours, 24 Nov 12:00."
    )

    class Typed(Message):
        """The time was typed and wants to be understood."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Made(Message):
        """Text and time are there."""

        def __init__(self, text: str, due_at: datetime) -> None:
            super().__init__()
            self.text = text
            self.due_at = due_at

    def __init__(self, guard: Guard, *, id: str = "promising") -> None:
        super().__init__(id=id, classes="panel")
        self.now = Line(guard, id="now", placeholder=_("what happens now"))
        self.next = Line(guard, id="next", placeholder=_("what we promise: who does what"))
        self.when = When(guard)
        self.due = Line(guard, id="due", placeholder=_("16:00 · tomorrow 18:00 · 2 hours · 24 Nov 12:00"))

    def compose(self) -> ComposeResult:
        """Three lines to fill in, and one that says how."""
        yield Label(_("Now, next, when: nobody leaves in the dark"), style="$text-muted")
        yield Horizontal(Label(_("Now"), classes="field-label"), self.now, classes="field-row")
        yield Horizontal(Label(_("Next"), classes="field-label"), self.next, classes="field-row")
        yield Horizontal(Label(_("When"), classes="field-label"), self.when, classes="field-row")
        yield Horizontal(Label("", classes="field-label"), self.due, classes="field-row", id="due-row")
        yield Label(id="promising-hint")

    def show(self, choices: Sequence[Due]) -> None:
        """Open with the times that can be chosen; the texts stay as they are."""
        self.when.show(choices)
        self.query_one("#due-row").display = False
        self.due.value = ""
        self.hint()
        if self.next.value.strip():
            self.when.focus()
        else:
            self.next.focus()

    def hint(self, problem: str = "") -> None:
        """Say what is wrong, or how to go on."""
        text = problem or _("Enter leads on; the digit of a time makes the promise")
        self.query_one("#promising-hint", Label).say(text, "$text-warning bold" if problem else "$text-muted")

    def on_written(self, event: Written) -> None:
        """Enter leads from now to next to when."""
        event.stop()
        if event.field is self.now:
            self.next.focus()
        elif event.field is self.next:
            if self._text():
                self.when.focus()
        elif event.field is self.due and self.due.value.strip():
            self.post_message(self.Typed(self.due.value))
        elif event.field is self.due:
            self.hint(_("By when? 16:00, tomorrow 12:00, 2 hours"))

    def on_when_chosen(self, event: When.Chosen) -> None:
        """A time was chosen: with a text it is a promise."""
        event.stop()
        if event.due is None:
            self.query_one("#due-row").display = True
            self.due.focus()
        else:
            self.understood(event.due[1])

    def understood(self, due_at: datetime) -> None:
        """The time is known: make the promise if its text is, too."""
        text = self._text()
        if text:
            self.post_message(self.Made(text, due_at))

    def _text(self) -> str:
        text = self.next.value.strip()
        if not text:
            self.hint(_("What do we promise? A few words, then when."))
            self.next.focus()
        return text
