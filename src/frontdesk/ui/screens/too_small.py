"""Stands in front of everything while the window is too small, and goes by itself."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from frontdesk.ground.language import _
from frontdesk.ui.lifecycle import HEIGHT_MIN, WIDTH_MIN
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Question


def too_small(size: Size) -> bool:
    """Whether a window of this size cannot hold the desk."""
    return size.width < WIDTH_MIN or size.height < HEIGHT_MIN


class TooSmallScreen(Question[None]):
    """Asks for a wider window; keys reach nothing behind it, so nothing is given unseen."""

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Static(self._said(), id="too-small")

    def on_resize(self) -> None:
        """Say the size at hand, or go."""
        if not too_small(self.app.size):
            self.dismiss(None)
        else:
            self.query_one("#too-small", Static).update(self._said())

    def on_screen_resume(self) -> None:
        """Go when the window grew while another question stood in front."""
        if not too_small(self.app.size):
            self.dismiss(None)

    def _said(self) -> Content:
        size = self.app.size
        sentence = _("Please widen the window: the desk needs {width} × {height}, this is {w} × {h}.")
        return plain(sentence.format(width=WIDTH_MIN, height=HEIGHT_MIN, w=size.width, h=size.height))
