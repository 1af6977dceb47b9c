"""Anything else? Closing the conversation: what was done, what is still open, and only now what it came from."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message

from frontdesk.desk.views import Talk
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import LINE_LENGTH_MAX
from frontdesk.ui.guard import Guard, Press
from frontdesk.ui.plain import words
from frontdesk.ui.widgets.capped import Full
from frontdesk.ui.widgets.fields import Label
from frontdesk.ui.widgets.figures import shortened
from frontdesk.ui.widgets.zone import Line, Zone

CLOSE, PROMISE, OWED, CAUSE = "1", "2", "3", "4"


class ClosingKeys(Zone):
    """The four things to do at the end, a digit each."""

    own = frozenset({CLOSE, PROMISE, OWED, CAUSE, "enter"})

    class Chosen(Message):
        """One of them was chosen; `key` is its digit, "" for a key beside nothing."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, guard: Guard) -> None:
        super().__init__(guard, id="closing-keys")
        self.cause_open = False

    def pressed(self, key: str, press: Press) -> None:
        """A digit chooses."""
        self.post_message(self.Chosen("" if key == "enter" else key))

    def on_click(self, event: events.Click) -> None:
        """A click on a line is its digit."""
        event.stop()
        self.focus()
        if event.chain == 1 and 0 <= event.y < 4:
            self.post_message(self.Chosen(str(event.y + 1)))

    def show(self, cause_open: bool) -> None:
        """Say whether a cause may be written."""
        self.cause_open = cause_open
        self.refresh()

    def render(self) -> Content:
        """The four lines."""
        cause = _("the cause, below") if self.cause_open else _("the cause: opens after a solution or a promise")
        texts = (_("nothing else: close"), _("a promise first"), _("nothing is owed: close"), cause)
        cells = max(10, self.content_size.width - 4)
        lines = []
        for at, text in enumerate(texts, 1):
            locked = at == 4 and not self.cause_open
            tone = "$text-muted" if locked else ""
            lines.append(words((f" {at} ", tone or "$text-accent bold"), (shortened(text, cells), tone)))
        return Content("\n").join(lines)


class Closing(Vertical):
    """The panel behind F9."""

    help_text = N_(
        "Nobody is left in the dark: open work has a promise, or it is said that nothing is owed. The cause comes "
        "last; it names a thing, never a person."
    )

    def __init__(self, guard: Guard, *, id: str = "closing") -> None:
        super().__init__(id=id, classes="panel")
        self.keys = ClosingKeys(guard)
        hint = _("there is an error in the document … a thing, never a person")
        self.cause = Line(guard, cap=LINE_LENGTH_MAX, id="cause", placeholder=hint)

    def compose(self) -> ComposeResult:
        """A question, the keys, the field of the cause, and what is missing."""
        yield Label(_("Anything else we can do?"), style="bold")
        yield self.keys
        yield Horizontal(Label(_("Cause"), classes="field-label"), self.cause, classes="field-row", id="cause-row")
        yield Label(id="closing-hint")

    def show(self, talk: Talk) -> None:
        """Open for `talk`; the cause can be reached only after a solution or a promise."""
        self.keys.show(talk.cause_open)
        self.cause.disabled = not talk.cause_open
        self.query_one("#cause-row").display = talk.cause_open
        if not self.cause.has_focus:
            self.cause.value = talk.cause

    def on_full(self, event: Full) -> None:
        """What did not fit is said where the hint stands."""
        event.stop()
        self.hint(event.said)

    def hint(self, text: str = "") -> None:
        """Say what is missing."""
        self.query_one("#closing-hint", Label).say(text, "$text-warning bold")
