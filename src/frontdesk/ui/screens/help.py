"""F1: what the focused part is for, and the keys that work there."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from frontdesk.ground.language import _
from frontdesk.ui import keys
from frontdesk.ui.help import HelpLine
from frontdesk.ui.plain import fitted, plain, words
from frontdesk.ui.screens.base import Question

KEY_CELLS = 10


class HelpScreen(Question[None]):
    """Closed with Esc, or F1 once more."""

    BINDINGS = [*keys.bindings("help")]

    def __init__(self, about: Sequence[str], lines: Sequence[HelpLine]) -> None:
        super().__init__()
        self._about = tuple(about)
        self._keys = tuple(lines)

    def compose(self) -> ComposeResult:
        """Sentences, then keys."""
        with Vertical(classes="question help"), VerticalScroll(id="help"):
            for text in self._about:
                yield Static(plain(text), classes="help-text")
            for key, text in self._keys:
                yield Static(words((fitted(key, KEY_CELLS), "bold $text-accent"), text), classes="help-key")
            yield Static(plain(_("Esc closes"), "$text-muted"), classes="help-text")

    def on_mount(self) -> None:
        """Arrows scroll."""
        self.query_one("#help").focus()

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)
