"""The two lines over the day: which day it is and what cannot wait; and how it went, or the words it is narrowed by."""

from __future__ import annotations

from time import monotonic

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from frontdesk.ground.language import N_, _
from frontdesk.ground.text import LINE_LENGTH_MAX
from frontdesk.ui import keys
from frontdesk.ui.plain import Piece, plain, words
from frontdesk.ui.widgets.capped import CappedLine
from frontdesk.ui.widgets.figures import shortened

TOLD_SECONDS = 6.0


class DayTitle(Widget):
    """The date on the left; what cannot wait, in forms from long to short, on the right."""

    def __init__(self) -> None:
        super().__init__(id="day-title")
        self._date, self._near = "", ""
        self._urgent: tuple[tuple[Piece, ...], ...] = ()

    def say(self, date: str, near: str, urgent: tuple[tuple[Piece, ...], ...]) -> None:
        """Put in the words; repainted only when they changed."""
        if (date, near, urgent) != (self._date, self._near, self._urgent):
            self._date, self._near, self._urgent = date, near, urgent
            self.refresh()

    def render(self) -> Content:
        """The line, for the width at hand."""
        cells = self.content_size.width
        left = words((_("The day"), "bold"), "  ", self._date, ("  " + self._near if self._near else "", "$text-muted"))
        room = cells - left.cell_length - 2
        forms = (words(*form) for form in self._urgent)
        right = next((form for form in forms if form.cell_length <= room), words(""))
        return words(left, " " * max(cells - left.cell_length - right.cell_length, 0), right)


class FilterInput(CappedLine, Input):
    """The words by which the day is narrowed."""

    BINDINGS = [*keys.bindings("day_filter")]
    help_text = N_(
        "Type words of a customer, a gesture or a thing: only lines with all of them stay. Enter goes into the list, "
        "Esc shows every line again."
    )

    class Done(Message):
        """The person wants the list, with these words kept."""

    class Left(Message):
        """The person wants every line again."""

    def __init__(self) -> None:
        super().__init__("", compact=True, select_on_focus=False, id="day-filter")
        self.cap = LINE_LENGTH_MAX
        self.cursor_blink = False

    def action_done(self) -> None:
        """Into the list."""
        self.post_message(self.Done())

    def action_leave(self) -> None:
        """Every line again."""
        self.post_message(self.Left())


class DaySecond(Horizontal):
    """How the day went in a few words; while the day is narrowed, the words it is narrowed by."""

    def __init__(self) -> None:
        super().__init__(id="day-second")
        self._said = self._usual = ("", "")
        self._told_until = 0.0

    def compose(self) -> ComposeResult:
        """The words, and a field that takes their place."""
        yield Static("", id="day-said")
        yield Static(plain("/"), id="day-slash")
        yield FilterInput()

    def say(self, text: str, tone: str = "$text-muted") -> None:
        """Put in how it went; what was just told to somebody is read first, however often the desks write."""
        self._usual = text, tone
        if monotonic() >= self._told_until:
            self._put(text, tone)

    def tell(self, text: str, tone: str) -> None:
        """Put in what a key came to, for a while."""
        self._told_until = monotonic() + TOLD_SECONDS
        self._usual = text, tone
        self._put(text, tone)
        self.set_timer(TOLD_SECONDS, self._told)

    def _told(self) -> None:
        if monotonic() >= self._told_until:
            self._put(*self._usual)

    def _put(self, text: str, tone: str) -> None:
        if (text, tone) != self._said:
            self._said = (text, tone)
            self.query_one("#day-said", Static).update(plain(shortened(text, max(self.size.width - 2, 20)), tone))

    @property
    def field(self) -> FilterInput:
        """The field."""
        return self.query_one(FilterInput)

    def narrowing(self, on: bool) -> None:
        """Show the field, or the words."""
        self.set_class(on, "-narrowing")
