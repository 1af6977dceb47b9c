"""A sheet as it is on paper: 80 columns, over the whole window, with where its file is."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from frontdesk.desk.day.printing import Printed
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Question


class SheetScreen(Question[None]):
    """Looked at, and left with Esc."""

    BINDINGS = [*keys.bindings("sheet")]
    HELP_TEXT = N_(
        "The sheet as it is printed. Arrows and page keys go through it; the file is where the first line says."
    )

    def __init__(self, sheet: Printed) -> None:
        super().__init__()
        self._sheet = sheet

    def compose(self) -> ComposeResult:
        """Where the file is, the sheet, the keys."""
        with Vertical(classes="sheet"):
            yield Static(self._where(), classes="sheet-where", id="sheet-where")
            with VerticalScroll(id="sheet"):
                yield Static(plain(self._sheet.text))
            yield Static(plain(_("↑↓ through the sheet · Esc back"), "$text-muted"), classes="sheet-where")

    def _where(self) -> Content:
        if self._sheet.path is None:
            return plain("! " + self._sheet.problem, "$text-error")
        path = Path(self._sheet.path.parent.name, self._sheet.path.name)  # beside the guidelines, as everything is
        return plain(_("✓ in the file {path}").format(path=path), "$text-accent")

    def on_mount(self) -> None:
        """Arrows scroll."""
        self.query_one("#sheet").focus()

    def action_back(self) -> None:
        """Back to the day."""
        self.dismiss(None)
