"""Who is at the desk? One digit beside each name; only when nobody was named at the start."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from frontdesk.ground.language import N_, _
from frontdesk.ui import keys
from frontdesk.ui.plain import cut, plain, words
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.rows import Row, Rows


class SignInScreen(Question[str]):
    """Dismissed with the name that was picked; it cannot be left without one."""

    BINDINGS = [*keys.bindings("sign_in")]
    HELP_TEXT = N_("Everything you give is written down with your name. Press the digit beside it.")

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)

    def compose(self) -> ComposeResult:
        """A question and the names."""
        with Vertical(classes="question"):
            yield Static(plain(_("Who is at the desk?"), "bold"))
            yield Static("")
            yield Rows(id="names")

    def on_mount(self) -> None:
        """The names have the focus; beyond nine the arrows and Enter reach them."""
        rows = self.query_one("#names", Rows)
        rows.show([_row(number, name) for number, name in enumerate(self._names, start=1)])
        rows.focus()

    def action_pick(self, number: int) -> None:
        """The name beside the digit."""
        if number <= len(self._names):
            self.dismiss(self._names[number - 1])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A name was chosen with Enter or a click."""
        event.stop()
        self.dismiss(self._names[int(event.row_id)])


def _row(number: int, name: str) -> Row:
    key = str(number) if number <= 9 else " "
    return Row(str(number - 1), lambda cells: words((key, "bold $text-accent"), "  ", cut(name, cells - 3)))
