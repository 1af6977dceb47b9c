"""Who keeps a promise from now on."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from frontdesk.ground.language import N_, _
from frontdesk.ui import keys
from frontdesk.ui.plain import cut, plain, words
from frontdesk.ui.screens.base import Question
from frontdesk.ui.screens.promise_choice import TEXT_CELLS, ChoiceRows
from frontdesk.ui.widgets.figures import shortened
from frontdesk.ui.widgets.rows import Row, Rows


class OwnerScreen(Question[str | None]):
    """Who keeps the promise from now on? Dismissed with a name, or None."""

    BINDINGS = [*keys.bindings("owner")]
    HELP_TEXT = N_("Somebody else keeps the promise by the same time; whose it was stays to be read.")

    def __init__(self, text: str, owner: str, names: Sequence[str]) -> None:
        super().__init__()
        self._text = text
        self._owner = owner
        self._names = tuple(name for name in names if name != owner)

    def compose(self) -> ComposeResult:
        """What is promised, and a digit beside each name."""
        with Vertical(classes="question"):
            yield Static(plain(_("Who keeps this from now on?"), "bold"))
            yield Static(plain(shortened(" ".join(self._text.split()), 2 * TEXT_CELLS)))
            yield Static(plain(_("now {name}").format(name=self._owner), "$text-muted"), classes="question-due")
            yield ChoiceRows(id="names")
            yield Static(plain(_("a digit or Enter · Esc leaves it as it is"), "$text-muted"), classes="question-keys")

    def on_mount(self) -> None:
        """The names have the focus; beyond nine the arrows and Enter reach them."""
        rows = self.query_one("#names", ChoiceRows)
        rows.show([_name_row(number, name) for number, name in enumerate(self._names, start=1)])
        rows.focus()

    def on_key(self, event: events.Key) -> None:
        """The digit beside a name; one that stands beside nobody is answered as any key that nothing listens to."""
        if event.key.isdigit() and 1 <= int(event.key) <= len(self._names):
            event.stop()
            event.prevent_default()
            self.action_pick(int(event.key))

    def action_pick(self, number: int) -> None:
        """The name beside the digit."""
        if 1 <= number <= len(self._names):
            self.dismiss(self._names[number - 1])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A name was chosen with Enter or a click."""
        event.stop()
        self.dismiss(self._names[int(event.row_id)])

    def action_back(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)


def _name_row(number: int, name: str) -> Row:
    key = str(number) if number <= 9 else " "
    return Row(str(number - 1), lambda cells: words((key, "bold $text-accent"), "  ", cut(name, cells - 3)))
