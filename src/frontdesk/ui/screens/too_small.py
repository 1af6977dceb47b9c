"""Stands in front of everything while the window is too small, and goes by itself."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from frontdesk.ground.language import _
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import HEIGHT_MIN, WIDTH_MIN, Question, too_small


class TooSmallScreen(Question[None]):
    """Asks for a wider window; keys reach nothing behind it, so nothing is given unseen."""

    COVERED_WHEN_SMALL = False
    ANSWERS_UNHEARD = False

    def __init__(self) -> None:
        super().__init__()
        self._gone = False

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Static(self._said(), id="too-small")

    def on_resize(self) -> None:
        """Say the size at hand, or go."""
        self._look()

    def on_screen_resume(self) -> None:
        """Go when the window grew while another screen stood in front."""
        self._look()

    def _look(self) -> None:
        if too_small(self.app.size):
            self.query_one("#too-small", Static).update(self._said())
        elif self.is_current and not self._gone:
            self._gone = True
            self.dismiss(None)

    def _said(self) -> Content:
        size = self.app.size
        sentence = _("Please widen the window: the desk needs {width} × {height}, this is {w} × {h}.")
        return plain(sentence.format(width=WIDTH_MIN, height=HEIGHT_MIN, w=size.width, h=size.height))
