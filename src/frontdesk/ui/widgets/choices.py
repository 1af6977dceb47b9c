"""Choosing by one key: what kind of moment this is, which stay is meant, and whether the request was read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

from textual import events
from textual.content import Content
from textual.message import Message

from frontdesk.ground.language import N_, _
from frontdesk.ui.guard import Guard, Press, Verdict, too_early
from frontdesk.ui.plain import width, words
from frontdesk.ui.widgets.figures import column, shortened
from frontdesk.ui.widgets.zone import DIGITS, Ignored, Zone, own_key

MOST = 9


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: what is stored and what is read."""

    value: str
    label: str


class Choices(Zone):
    """Up to nine options with a digit each; letters narrow a longer list, Backspace widens it again."""

    help_text = N_("A digit chooses its line. Letters narrow a longer list, Backspace widens it again.")
    own = DIGITS | {"enter"}
    narrows = True

    class Picked(Message):
        """An option was chosen; `kind` says of which list."""

        def __init__(self, kind: str, value: str) -> None:
            super().__init__()
            self.kind = kind
            self.value = value

    class NoSuch(Message):
        """A key that stands beside nothing here."""

    def __init__(self, guard: Guard, *, id: str) -> None:
        super().__init__(guard, id=id, classes="panel")
        self.kind = ""
        self.title = ""
        self.options: tuple[Option, ...] = ()
        self.chosen: str | None = None
        self.typed = ""

    def show(self, kind: str, title: str, options: Sequence[Option], chosen: str | None) -> None:
        """Open on a list; `chosen` is marked."""
        self.kind, self.title, self.options, self.chosen, self.typed = kind, title, tuple(options), chosen, ""
        self.refresh()

    @property
    def shown(self) -> tuple[Option, ...]:
        """The options that fit what was typed, at most nine."""
        fitting = [each for each in self.options if self.typed.casefold() in each.label.casefold()]
        return tuple(fitting[:MOST])

    def own_key(self, event: events.Key) -> str:
        """Digits and Enter; letters, too, where a list can be narrowed."""
        letter = event.character or ""
        return letter if self.narrows and letter.isalpha() else own_key(event, self.own)

    def pressed(self, key: str, press: Press) -> None:
        """A digit picks; letters narrow; Enter picks what is left alone."""
        shown = self.shown
        if key in DIGITS and int(key) <= len(shown):
            self.post_message(self.Picked(self.kind, shown[int(key) - 1].value))
        elif key == "enter" and self.typed and len(shown) == 1:
            self.post_message(self.Picked(self.kind, shown[0].value))
        elif key.isalpha() and key != "enter":
            self.typed += key
            self.refresh()
        else:
            self.post_message(self.NoSuch())

    def key_backspace(self) -> None:
        """Widen the list again."""
        self.typed = self.typed[:-1]
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click on an option is its digit."""
        event.stop()
        self.focus()
        at = self._at(event.x, event.y)
        if event.chain == 1 and at is not None:
            self.post_message(self.Picked(self.kind, self.shown[at].value))

    def _at(self, x: int, y: int) -> int | None:
        rows, cells = self._grid()
        row, place = y - len(self.head()), x // cells
        at = place * rows + row
        return at if 0 <= row < rows and 0 <= at < len(self.shown) else None

    def _grid(self) -> tuple[int, int]:
        """Rows of a column, and its cells: one column while it fits, else as many as show every option."""
        room = max(1, self.content_size.height - len(self.head()))
        count = max(1, len(self.shown))
        columns = -(-count // room)
        return -(-count // columns), max(1, self.content_size.width // columns)

    def head(self) -> list[Content]:
        """The lines above the options."""
        typed = f"  {self.typed}…" if self.typed else ""
        return [words((self.title, "$text-muted"), (typed, "$text-accent"))]

    def render(self) -> Content:
        """The head, then the options in one or two columns."""
        rows, cells = self._grid()
        shown = self.shown
        lines = self.head()
        for row in range(min(rows, len(shown))):
            line = words("")
            for at in range(row, len(shown), rows):
                option = shown[at]
                mark = "✓ " if option.value == self.chosen else ""
                tone = "$text-muted" if mark else ""
                line += words(
                    (f" {at + 1} ", "$text-accent bold"), (column(mark + option.label, max(1, cells - 4)) + " ", tone)
                )
            lines.append(line)
        return Content("\n").join(lines)


class ReadBack(Choices):
    """Before the request is heard it stands where the gestures will be: the words to read back, Enter for agreed."""

    help_text = N_(
        "Say the request back in your own voice. Enter when the customer agreed; a digit says what kind of moment it "
        "is; F3 changes the words. F8 is for an emergency: act first, and that is recorded."
    )
    narrows = False

    class Agreed(Message):
        """The customer agreed that this is the request."""

    def __init__(self, guard: Guard, *, id: str = "readback") -> None:
        super().__init__(guard, id=id)
        self.request = ""
        self._focused_at: float | None = None
        self._down_at = 0.0

    def say(self, request: str) -> None:
        """Put in the words as they stand; they are shown once they are to be read back."""
        if request != self.request:
            self.request = request
            if self.has_focus:
                self.refresh()

    def on_focus(self) -> None:
        """Now the keys are its own: show them."""
        self._focused_at = monotonic()
        self.refresh()

    def on_blur(self) -> None:
        """The digits are text again: show none."""
        self.refresh()

    @property
    def shown(self) -> tuple[Option, ...]:
        """The moments, only while their digits work."""
        return super().shown if self.has_focus else ()

    def pressed(self, key: str, press: Press) -> None:
        """Enter is the customer's yes; a digit says what kind of moment it is."""
        if key != "enter":
            super().pressed(key, press)
        elif too_early(press.at, self._focused_at):  # nobody can have heard the words again by then
            self.post_message(Ignored(Verdict.REPEAT, key))
        else:
            self.post_message(self.Agreed())

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A click is as old as the moment in which its button went down."""
        self._down_at = event.time

    def on_click(self, event: events.Click) -> None:
        """A click on the question is the customer's yes; one on a moment is its digit.

        The click that brought the focus is neither, however late its end is: what it would hit was not yet to be seen.
        """
        if too_early(min(event.time, self._down_at), self._focused_at):
            event.stop()
        elif event.y == 1 and event.chain == 1 and self.request.strip():
            event.stop()
            self.post_message(self.Agreed())
        else:
            super().on_click(event)

    def head(self) -> list[Content]:
        """The words, the question, and the way for an emergency."""
        cells = max(20, self.content_size.width - 2)
        if not self.has_focus or not self.request.strip():
            say_first = _("First the request, in the customer's own words. Then what we can do.")
            emergency = _("Not a good moment? F5 promises a time · F8 emergency: act first (recorded)")
            first, second = words(shortened(say_first, cells)), words((shortened(emergency, cells), "$text-muted"))
        else:
            quoted = f"“{' '.join(self.request.split())}”"
            first = words((_("Say it back: "), "$text-muted"), shortened(quoted, cells - 14))
            agree, yes = _("Did they agree?") + "   ", "Enter " + _("yes")
            others = "   F3 " + _("change the words") + "   F8 " + _("emergency")
            room = cells - width(agree) - width(yes)
            second = words((agree, "bold"), (yes, "$text-accent bold"), (shortened(others, room), "$text-muted"))
        return [first, second, *(super().head() if self.shown else [])]
