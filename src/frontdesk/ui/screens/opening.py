"""The first frame: the search line takes letters at once, while the desk is opened behind it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys
from frontdesk.ui.plain import plain, words
from frontdesk.ui.screens.base import Room
from frontdesk.ui.widgets.header import Header
from frontdesk.ui.widgets.key_line import KeyLine
from frontdesk.ui.widgets.search import SearchInput, SearchLine


class OpeningScreen(Room):
    """Looks like the start already; what is typed here goes on there."""

    BINDINGS = [*keys.bindings("opening")]
    HELP_TEXT = N_("The desk is being opened: its guidelines are read and its database is made ready.")

    class Retry(Message):
        """The person wants the desk to be opened once more."""

    def compose(self) -> ComposeResult:
        """Header, search and one line about what happens."""
        yield Header(None)
        yield SearchLine()
        with Vertical(id="opening"):
            yield Static(plain(_("opening the desk …"), "$text-muted"), id="opening-said")
        yield KeyLine()

    def on_mount(self) -> None:
        """Letters may come at once."""
        self.query_one(SearchInput).focus()

    @property
    def typed(self) -> str:
        """What was typed before the desk was open."""
        return self.query_one(SearchInput).value

    def wait(self) -> None:
        """Say that the desk is being opened."""
        self.remove_class("-failed")
        self.query_one("#opening-said", Static).update(plain(_("opening the desk …"), "$text-muted"))
        self.query_one(SearchInput).focus()
        self.refresh_bindings()

    def fail(self, error: DeskError) -> None:
        """Say what is wrong, what to do about it, and that Enter tries again."""
        self.add_class("-failed")
        self.query_one("#opening-said", Static).update(
            words(
                ("! " + error.sentence, "bold $text-error"),
                "\n\n",
                error.remedy,
                "\n\n",
                (_("Enter tries again · Ctrl+Q leaves"), "$text-muted"),
            )
        )
        self.set_focus(None)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Trying again exists only after a failure."""
        return action != "retry" or self.has_class("-failed")

    def action_retry(self) -> None:
        """Ask for another try."""
        self.wait()
        self.post_message(self.Retry())
