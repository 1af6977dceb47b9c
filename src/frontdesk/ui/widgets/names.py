"""Choosing people by name, to thank them: a digit each, letters to find somebody among many."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from frontdesk.ground import folding
from frontdesk.ground.language import N_, _
from frontdesk.ui.guard import Guard, Press
from frontdesk.ui.plain import width, words
from frontdesk.ui.widgets.figures import shortened
from frontdesk.ui.widgets.zone import DIGITS, Zone, own_key

MOST = 9
LINES_MOST = 3
GAP = 2


class Names(Zone):
    """People of whom any number can be chosen. A digit chooses or lets go, letters narrow, Enter is done."""

    help_text = N_(
        "Who is thanked, people who left included. A digit chooses a name or lets it go, letters find somebody, "
        "Backspace shows everybody again, Enter keeps it."
    )
    own = DIGITS | {"enter"}

    class Done(Message):
        """Everybody is chosen."""

    class NoSuch(Message):
        """A key that stands beside nobody."""

    def __init__(self, guard: Guard, *, id: str = "names-thanked") -> None:
        super().__init__(guard, id=id)
        self.names: tuple[str, ...] = ()
        self.chosen: list[str] = []
        self.typed = ""

    def show(self, here: Sequence[str], others: Sequence[str]) -> None:
        """Put in the names: `here` are chosen from the beginning."""
        self.names = (*here, *others)
        self.chosen = list(here)
        self.refresh(layout=True)

    @property
    def shown(self) -> tuple[str, ...]:
        """The names a digit stands beside, of those that fit what was typed."""
        sought = folding.words(self.typed)
        fitting = [
            name
            for name in self.names
            if not sought or all(any(part.startswith(one) for part in folding.words(name)) for one in sought)
        ]
        return tuple(fitting[:MOST])

    def own_key(self, event: events.Key) -> str:
        """Digits, Enter, and letters to narrow by."""
        letter = event.character or ""
        return letter if letter.isalpha() else own_key(event, self.own)

    def pressed(self, key: str, press: Press) -> None:
        """A digit chooses or lets go, a letter narrows, Enter is done."""
        if key in DIGITS and int(key) <= len(self.shown):
            self._turn(self.shown[int(key) - 1])
        elif key == "enter" and self.typed:
            if len(self.shown) == 1:
                self._turn(self.shown[0])
            else:
                self.post_message(self.NoSuch())
        elif key == "enter":
            self.post_message(self.Done())
        elif key.isalpha():
            self.typed += key
            self.refresh(layout=True)
        else:
            self.post_message(self.NoSuch())

    def _turn(self, name: str) -> None:
        if name in self.chosen:
            self.chosen.remove(name)
        else:
            self.chosen.append(name)
        if self.typed and name not in self.names[:MOST]:
            # Somebody who was looked for comes among those that are seen; the others keep their digits before them.
            last = max((self.names.index(each) for each in self.chosen[:-1]), default=-1)
            rest = [each for each in self.names if each != name]
            self.names = (*rest[: last + 1], name, *rest[last + 1 :])
        self.typed = ""
        self.refresh(layout=True)

    def key_backspace(self) -> None:
        """Everybody again."""
        self.typed = self.typed[:-1]
        self.refresh(layout=True)

    def on_click(self, event: events.Click) -> None:
        """A click on a name is its digit."""
        event.stop()
        self.focus()
        for line, start, name in self._places(self.content_size.width):
            if event.chain == 1 and event.y == line and start <= event.x < start + width(self._text(name)):
                self._turn(name)
                return

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the names take, with one for what is typed."""
        places = self._places(width)
        return max(1, places[-1][0] + 1 if places else 1)

    def _text(self, name: str) -> str:
        at = self.shown.index(name) + 1
        return f"{at} {'✓ ' if name in self.chosen else ''}{name}"

    def _places(self, cells: int) -> list[tuple[int, int, str]]:
        """Line, first cell and name of each that is shown, broken between names."""
        places: list[tuple[int, int, str]] = []
        line = start = 0
        for name in self.shown:
            needed = min(width(self._text(name)), cells)
            if start and start + needed > cells:
                line, start = line + 1, 0
            if line >= LINES_MOST:
                break
            places.append((line, start, name))
            start += needed + GAP
        return places

    def render(self) -> Content:
        """The names side by side; what was typed stands at the end."""
        cells = self.content_size.width
        tone = "$text-accent bold" if self.has_focus else "$text-muted"
        lines: list[list[Content]] = [[]]
        for line, _start, name in self._places(cells):
            while len(lines) <= line:
                lines.append([])
            text = shortened(self._text(name), cells)
            chosen = "bold" if name in self.chosen else ""
            lines[line].append(words((text[:1], tone), (text[1:], chosen)))
        shown = Content("\n").join([Content(" " * GAP).join(each) for each in lines])
        if self.typed:
            typed = self.typed if self.shown else _("nobody: {typed}").format(typed=self.typed)
            return words(shown, (f"  {typed}…", "$text-accent"))
        if not self.names:
            return words((_("nobody is known here yet"), "$text-muted"))
        return shown
