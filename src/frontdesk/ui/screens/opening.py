"""The first frame: the search line takes letters at once, while the desk is opened behind it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys
from frontdesk.ui.plain import cut, plain, words
from frontdesk.ui.screens.base import Room
from frontdesk.ui.widgets.header import Header
from frontdesk.ui.widgets.key_line import KeyLine
from frontdesk.ui.widgets.search import SearchInput, SearchLine


class OpeningScreen(Room):
    """Looks like the start already; what is typed here goes on there."""

    BINDINGS = [*keys.bindings("opening")]
    HELP_TEXT = N_("The desk is being opened: its guidelines are read and its database is made ready.")

    _entered = False

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

    def typed_before(self) -> tuple[str, str | None]:
        """What was typed before the desk was open, and after an Enter that followed it; None where there was none.

        It is said once: the field is empty then.
        """
        search = self.query_one(SearchInput)
        typed = search.value, search.typed_ahead() if self._entered else None
        search.value = ""
        return typed

    def on_search_input_open(self) -> None:
        """Enter waits as the letters do, where there are any: it opens whom they find once the desk is there."""
        search = self.query_one(SearchInput)
        self._entered = bool(search.value.strip())
        if self._entered:
            kept = _("opening the desk … Enter is kept: “{text}” is looked for then")
            said = kept.format(text=cut(search.value, 24))
            self.query_one("#opening-said", Static).update(plain(said, "$text-muted"))
        else:
            search.search_on()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Other letters are another search."""
        event.stop()
        self._entered = False

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
