"""A promise: what happens now, what happens next, and when. The time is one key, or typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from frontdesk.ground.language import N_, _
from frontdesk.ground.text import LINE_LENGTH_MAX, NOTE_LENGTH_MAX, SHORT_LENGTH_MAX
from frontdesk.ui.guard import Guard, Press, too_early
from frontdesk.ui.plain import width, words
from frontdesk.ui.widgets.capped import Full
from frontdesk.ui.widgets.fields import Label
from frontdesk.ui.widgets.figures import shortened
from frontdesk.ui.widgets.zone import DIGITS, Line, Written, Zone

Due = tuple[str, datetime]
GAP = 2


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
        self._changed = False
        self._painted_at: float | None = None

    def show(self, choices: Sequence[Due]) -> None:
        """Put in the times. Where others stood there, a digit that was meant for those does nothing."""
        shown = tuple(choices[:9])
        if shown == self.choices:
            return
        self._changed = bool(self.choices) and self.has_focus
        self.choices, self._painted_at = shown, None
        self.refresh(layout=True)
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self._painted_at = events.Event().time

    def pressed(self, key: str, press: Press) -> None:
        """A digit takes its time."""
        if key == "0":
            self.post_message(self.Chosen(None))
        elif self._changed and too_early(press.at, self._painted_at):
            self.post_message(self.NoSuch())
        elif key in DIGITS and int(key) <= len(self.choices):
            self.post_message(self.Chosen(self.choices[int(key) - 1]))
        else:
            self.post_message(self.NoSuch())

    def on_click(self, event: events.Click) -> None:
        """A click on a time takes it."""
        event.stop()
        self.focus()
        for at, (line, start, text) in enumerate(self._places(self.content_size.width)):
            if event.chain == 1 and event.y == line and start <= event.x < start + width(text):
                self.post_message(self.Chosen(self.choices[at] if at < len(self.choices) else None))
                return

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the times need, each of them whole."""
        return self._places(width)[-1][0] + 1

    def _texts(self) -> list[str]:
        return [f"{at} {label}" for at, (label, _at) in enumerate(self.choices, 1)] + ["0 " + _("another time")]

    def _places(self, cells: int) -> list[tuple[int, int, str]]:
        """Line, first cell and text of each time, broken between them."""
        places: list[tuple[int, int, str]] = []
        line = start = 0
        for text in self._texts():
            if start and start + width(text) > cells:
                line, start = line + 1, 0
            places.append((line, start, shortened(text, cells)))
            start += width(text) + GAP
        return places

    def render(self) -> Content:
        """The times side by side."""
        tone = "$text-accent bold" if self.has_focus else ""
        lines: dict[int, list[Content]] = {}
        for line, _start, text in self._places(self.content_size.width):
            lines.setdefault(line, []).append(words((text[:1], tone), text[1:]))
        return Content("\n").join([Content(" " * GAP).join(each) for each in lines.values()])


class Promising(Vertical):
    """The panel behind F5: the fields are drafts of the conversation, the digit makes the promise."""

    help_text = N_(
        "Who does what, by when. The digit of a time makes the promise; 0 lets you type another time: 16:00, tomorrow "
        "18:00, 2 hours, 24 Nov 12:00. The first time is what promises like it took. Tab leads to how and when the "
        "customer wants to hear; both may stay empty."
    )

    class Typed(Message):
        """The time was typed and wants to be understood."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Timed(Message):
        """What is promised, or when the customer wants to hear, is known: which times are right for it?"""

        def __init__(self, text: str, hours: str) -> None:
            super().__init__()
            self.text = text
            self.hours = hours

    class Made(Message):
        """Text and time are there. With `anyway` a time outside the customer's hours was agreed all the same."""

        def __init__(self, text: str, due_at: datetime, *, anyway: bool = False) -> None:
            super().__init__()
            self.text = text
            self.due_at = due_at
            self.anyway = anyway

    def __init__(self, guard: Guard, *, id: str = "promising") -> None:
        super().__init__(id=id, classes="panel")
        self.now = Line(guard, cap=NOTE_LENGTH_MAX, id="now", placeholder=_("what happens now"))
        self.next = Line(guard, cap=NOTE_LENGTH_MAX, id="next", placeholder=_("what we promise: who does what"))
        self.when = When(guard)
        self.due = Line(
            guard, cap=LINE_LENGTH_MAX, id="due", placeholder=_("16:00 · tomorrow 18:00 · 2 hours · 24 Nov 12:00")
        )
        self.channel = Line(guard, cap=SHORT_LENGTH_MAX, id="channel", placeholder=_("as on the card"))
        self.hours = Line(guard, cap=LINE_LENGTH_MAX, id="hours", placeholder=_("any · 9-12, 17-19"))
        self._outside: datetime | None = None

    def compose(self) -> ComposeResult:
        """Three lines to fill in, one that may stay empty, and one that says how."""
        yield Label(_("Now, next, when: nobody leaves in the dark"), style="$text-muted")
        yield Horizontal(Label(_("Now"), classes="field-label"), self.now, classes="field-row")
        yield Horizontal(Label(_("Next"), classes="field-label"), self.next, classes="field-row")
        yield Horizontal(Label(_("When"), classes="field-label"), self.when, classes="field-row", id="when-row")
        yield Horizontal(Label("", classes="field-label"), self.due, classes="field-row", id="due-row")
        reach = Label(_("Reach"), classes="field-label"), self.channel
        yield Horizontal(*reach, Label(_("hours"), classes="field-label"), self.hours, classes="field-row")
        yield Label(id="promising-hint")

    def show(self, choices: Sequence[Due]) -> None:
        """Open with the times that can be chosen; the texts stay as they are."""
        self._outside = None
        self.when.show(choices)
        self.query_one("#due-row").display = False
        self.due.value = ""
        self.hint()
        if self.next.value.strip():
            self.when.focus()
        else:
            self.next.focus()

    def propose(self, choices: Sequence[Due]) -> None:
        """Other times are right for what is promised, or for when the customer wants to hear."""
        self._outside = None
        self.when.show(choices)

    def outside(self, problem: str, nearest: Due, asked: Due) -> None:
        """The customer does not want to hear at that time: the nearest that fits, or what was agreed all the same."""
        self._outside = asked[1]
        self.query_one("#due-row").display = False
        self.when.show((nearest, (_("{time}, agreed all the same").format(time=asked[0]), asked[1])))
        self.when.focus()
        self.hint(problem)

    def made(self) -> None:
        """The promise is made: nothing of it is kept for the next one."""
        for field in (self.next, self.due, self.channel, self.hours):
            field.value = ""
        self._outside = None

    def hint(self, problem: str = "") -> None:
        """Say what is wrong, or how to go on."""
        text = problem or _("Enter leads on; the digit of a time makes the promise · Tab: how to reach them")
        self.query_one("#promising-hint", Label).say(text, "$text-warning bold" if problem else "$text-muted")

    def on_full(self, event: Full) -> None:
        """What did not fit is said where the hint stands; what was typed stays as it is."""
        event.stop()
        self.query_one("#promising-hint", Label).say(event.said, "$text-warning bold")

    def on_written(self, event: Written) -> None:
        """Enter leads from now to next to when; from how to reach them back to when."""
        event.stop()
        if event.field is self.now:
            self.next.focus()
        elif event.field is self.next or event.field is self.hours:
            if self._text():
                self.when.focus()
                self.post_message(self.Timed(self.next.value, self.hours.value))
        elif event.field is self.channel:
            self.hours.focus()
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
            self.post_message(self.Made(text, due_at, anyway=due_at == self._outside))

    def _text(self) -> str:
        text = self.next.value.strip()
        if not text:
            self.hint(_("What do we promise? A few words, then when."))
            self.next.focus()
        return text
