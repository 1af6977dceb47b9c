"""F1: what the focused part is for, and the keys that work there."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from frontdesk.ground.language import _
from frontdesk.ui import keys
from frontdesk.ui.help import HelpLine
from frontdesk.ui.plain import fitted, plain, words
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.figures import wrapped

KEY_CELLS = 10
LINES_MOST = 6


class HelpKeys(Widget):
    """Keys in one column, what they do in another: one widget, however many keys there are."""

    def __init__(self, lines: Sequence[HelpLine]) -> None:
        super().__init__(classes="help-keys")
        self._lines = tuple(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the words take."""
        return sum(len(self._wrapped(text, width)) for _key, text in self._lines)

    def render(self) -> Content:
        """The key, and its words beside it on as many lines as they take."""
        cells = self.content_size.width
        lines: list[Content] = []
        for key, text in self._lines:
            first, *rest = self._wrapped(text, cells)
            lines.append(words((fitted(key, KEY_CELLS), "bold $text-accent"), first))
            lines += [words(" " * KEY_CELLS + each) for each in rest]
        return Content("\n").join(lines)

    def _wrapped(self, text: str, cells: int) -> list[str]:
        return wrapped(text, max(cells - KEY_CELLS, 10), LINES_MOST) or [""]


class HelpScreen(Question[None]):
    """Closed with Esc, or F1 once more."""

    BINDINGS = [*keys.bindings("help")]
    ANSWERS_UNHEARD = False

    def __init__(self, about: Sequence[str], lines: Sequence[HelpLine]) -> None:
        super().__init__()
        self._about = tuple(about)
        self._keys = tuple(lines)

    def compose(self) -> ComposeResult:
        """Sentences, then keys."""
        with Vertical(classes="question help"), VerticalScroll(id="help"):
            for text in self._about:
                yield Static(plain(text), classes="help-text")
            yield HelpKeys(self._keys)
            yield Static(plain(_("Esc closes"), "$text-muted"), classes="help-text")

    def on_mount(self) -> None:
        """Arrows scroll."""
        self.query_one("#help").focus()

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)
