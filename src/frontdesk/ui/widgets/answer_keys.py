"""The keys under a question that somebody above is asked, and the gestures that can be offered instead."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from time import monotonic

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from frontdesk.authority.values import GestureWay
from frontdesk.desk.views import WayLine
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys
from frontdesk.ui.guard import Guard, Press, Verdict, too_early
from frontdesk.ui.plain import width, words
from frontdesk.ui.widgets.figures import shortened
from frontdesk.ui.widgets.zone import DIGITS, Ignored, Zone

GAP = "   "


class Mode(StrEnum):
    """Which question stands there."""

    QUESTION = "question"
    OTHER = "other"
    ONCE = "once"


class AnswerKeys(Zone):
    """One line that says what each key does; the keys act here, never while a field has the focus."""

    BINDINGS = [*keys.bindings("answer")]
    help_text = N_("Enter answers, o offers something else; a digit writes another amount. Tab leads to the fields.")
    own = DIGITS | {"0", "enter", "o"}

    class Agree(Message):
        """Enter, by a person who could read what stands there."""

    class Other(Message):
        """Something else instead."""

    class Figure(Message):
        """A digit."""

        def __init__(self, digit: str) -> None:
            super().__init__()
            self.digit = digit

    def __init__(self, guard: Guard) -> None:
        super().__init__(guard, id="answer-keys")
        self._mode = Mode.QUESTION
        self._yes = ""
        self._has_amount = False
        self._painted_at: float | None = None

    def show(self, mode: Mode, yes: str, *, has_amount: bool) -> None:
        """Say what the keys do now; another question is deaf until it was on the screen for a moment."""
        if mode is not self._mode or self._painted_at is None:
            self._painted_at = None
            self.call_after_refresh(self._painted)
        self._mode, self._yes, self._has_amount = mode, yes, has_amount
        self.refresh()

    def _painted(self) -> None:
        self._painted_at = monotonic()

    def pressed(self, key: str, press: Press) -> None:
        """Enter agrees, `o` offers, digits are figures."""
        if too_early(press.at, self._painted_at):
            self.post_message(Ignored(Verdict.REPEAT, key))
        elif key == "enter":
            self.post_message(self.Agree())
        elif key == "o":
            self.post_message(self.Other())
        else:
            self.post_message(self.Figure(key))

    def action_agree(self) -> None:
        """As Enter."""
        self.post_message(self.Agree())

    def action_other(self) -> None:
        """As `o`."""
        self.post_message(self.Other())

    def _items(self) -> list[tuple[str, str]]:
        if self._mode is Mode.ONCE:
            return [("1 Enter", _("only this once")), ("2", _("the guidelines should change (an idea)"))]
        if self._mode is Mode.OTHER:
            return [("Enter", _("offers it")), ("1-4", _("a gesture")), ("Tab", _("fields")), ("Esc", _("back"))]
        fields = _("amount, words") if self._has_amount else _("words")
        return [("Enter", self._yes), ("o", _("something else")), ("Tab", fields), ("Esc", _("back"))]

    def on_click(self, event: events.Click) -> None:
        """A click on a key presses it."""
        event.stop()
        self.focus()
        start = 0
        for key, label in self._items():
            cells = width(f"{key} {label}")
            if event.chain == 1 and start <= event.x < start + cells and not too_early(event.time, self._painted_at):
                self._clicked(key)
            start += cells + len(GAP)

    def _clicked(self, key: str) -> None:
        if key.endswith("Enter"):
            self.post_message(self.Agree())
        elif key == "o":
            self.post_message(self.Other())
        elif key == "2":
            self.post_message(self.Figure(key))

    def render(self) -> Content:
        """The keys side by side; grey while a field has the focus."""
        tone = "$text-accent bold" if self.has_focus else "$text-muted bold"
        room, pieces = self.content_size.width, list[Content]()
        for key, label in self._items():
            short = shortened(label, max(0, room - width(key) - 1))
            if not short and pieces:
                break
            pieces.append(words((key, tone), " " + short))
            room -= width(f"{key} {short}") + len(GAP)
        return Content(GAP).join(pieces)

    def on_focus(self) -> None:
        """The keys work now."""
        self.refresh()

    def on_blur(self) -> None:
        """The keys are text now."""
        self.refresh()


class Instead(Zone):
    """The gestures that whoever asked could give now, a digit each; one of them can be offered."""

    help_text = N_("What the desk could give now. The digit chooses it to be offered; once more lets it go.")

    def __init__(self, guard: Guard) -> None:
        super().__init__(guard, id="instead")
        self.ways: tuple[WayLine, ...] = ()
        self.chosen: str | None = None

    def offer(self, ways: Sequence[WayLine]) -> None:
        """Put in what can be offered."""
        self.ways = tuple(ways)
        self.refresh(layout=True)

    @property
    def label(self) -> str:
        """The chosen gesture in words, with its amount; "" when none is chosen."""
        ways = (each for each in self.ways if isinstance(each.way, GestureWay) and each.way.gesture == self.chosen)
        return next((each.label for each in ways), "")

    def pick(self, digit: str) -> None:
        """Choose the gesture beside the digit, or let it go."""
        at = int(digit) - 1
        if 0 <= at < len(self.ways):
            way = self.ways[at].way
            name = way.gesture if isinstance(way, GestureWay) else None
            self.chosen = None if name == self.chosen else name
            self.refresh()

    def pressed(self, key: str, press: Press) -> None:
        """A digit chooses."""
        self.pick(key)

    def on_click(self, event: events.Click) -> None:
        """A click on a line is its digit."""
        event.stop()
        if event.chain == 1:
            self.pick(str(event.y + 1))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each."""
        return max(1, len(self.ways))

    def render(self) -> Content:
        """The lines; the chosen one has a mark."""
        cells = max(10, self.content_size.width - 14)
        lines = []
        for at, each in enumerate(self.ways, 1):
            way = each.way
            chosen = isinstance(way, GestureWay) and way.gesture == self.chosen
            label = ("✓ " if chosen else "  ") + each.label
            lines.append(
                words(" " * 9, (f"{at} ", "$text-accent bold"), (shortened(label, cells), "bold" if chosen else ""))
            )
        if not lines:
            return words((" " * 9 + _("no gesture fits there now: a sentence, then"), "$text-muted"))
        return Content("\n").join(lines)
