"""The search line: the first thing on the screen, and the way back from everywhere."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from frontdesk.ground.language import N_, _
from frontdesk.ground.text import SOUGHT_LENGTH_MAX
from frontdesk.ui import dropped, keys
from frontdesk.ui.plain import plain
from frontdesk.ui.widgets.capped import CappedLine


class SearchInput(CappedLine, Input):
    """A field for a name, the tail of a phone number, a card, an order or a room."""

    BINDINGS = [*keys.bindings("search")]
    help_text = N_(
        "Type part of a name in any order or script, the end of a phone number, a card number, an order number or a "
        "room. Enter opens the marked line, the arrow down goes into the list."
    )

    class Down(Message):
        """The person wants the list below."""

    class Open(Message):
        """The person wants the line that is marked in the list."""

    def __init__(self, value: str = "") -> None:
        super().__init__(
            value,
            placeholder=_("name, phone, card, order or room"),
            compact=True,
            select_on_focus=False,
            id="search",
        )
        self.cap = SOUGHT_LENGTH_MAX
        self.cursor_blink = False
        self.entered_at = 0.0
        """When Enter was pressed last (monotonic seconds, as its bytes were parsed)."""
        self._ahead: str | None = None

    async def on_key(self, event: events.Key) -> None:
        """Note when Enter was pressed: the screen may have changed before it is handled.

        Fast hands type on after it: while it is not known what Enter opens, letters wait, because they are the first
        words of a conversation and no search.
        """
        if event.key == "enter":
            self.entered_at = event.time
        elif self._ahead is not None and event.character is not None and event.is_printable:
            self._ahead += event.character
            event.stop()
            event.prevent_default()

    def typed_ahead(self) -> str:
        """What was typed since Enter; from now on letters are a search again."""
        ahead, self._ahead = self._ahead or "", None
        return ahead

    def type_ahead(self, text: str) -> None:
        """`text` was typed after the key that opens a conversation: it waits for that, as what follows does."""
        self._ahead = (self._ahead or "") + text

    def search_on(self) -> None:
        """Enter opened nothing: what was typed since is a search, as it would have been."""
        ahead = self.typed_ahead()
        if ahead:
            self.insert_text_at_cursor(ahead)

    def on_paste(self, event: events.Paste) -> None:
        """The path of a file that is dragged in is taken whole, however long it is, instead of what stood here."""
        if dropped.looks_like_path(event.text):
            event.prevent_default()
            event.stop()
            path = event.text.strip()
            self.value = path
            self.cursor_position = len(self.value)

    def action_down(self) -> None:
        """Into the list."""
        self.post_message(self.Down())

    def action_open(self) -> None:
        """Open what is marked."""
        self._ahead = self._ahead or ""
        self.post_message(self.Open())


class SearchLine(Horizontal):
    """The word before the field, and the field."""

    def __init__(self, value: str = "") -> None:
        super().__init__()
        self._value = value

    def compose(self) -> ComposeResult:
        """Word and field in one line."""
        yield Static(plain(_("Find")), id="search-label")
        yield SearchInput(self._value)
