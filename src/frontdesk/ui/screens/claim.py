"""What a customer says they were promised: kept in their words, as said by them. It makes no promise."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from frontdesk.desk.conversations import talking
from frontdesk.desk.views import Talk
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import NOTE_LENGTH_MAX
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.form import Form, Sheet
from frontdesk.ui.widgets.zone import Line, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


class ClaimScreen(Form[Talk | None]):
    """Dismissed with the conversation as it stands then, or None."""

    HELP_TEXT = N_(
        "What they say somebody promised them, in their words. It stands on the card as said by the customer; a "
        "promise of ours is made with F5."
    )

    def __init__(self, desk: Desk, talk: Talk) -> None:
        super().__init__()
        self._desk = desk
        self._talk = talk
        self.line = Line(
            self.guard, talk.claim, cap=NOTE_LENGTH_MAX, id="claim", placeholder=_("“your colleague said …”")
        )

    def compose(self) -> ComposeResult:
        """One line."""
        with Sheet(classes="question form"):
            yield Static(plain(_("What do they say they were promised?"), "bold"))
            yield Static("")
            yield self.line
            yield self.said_line()
            yield Static(plain(_("Enter keeps it, as said by the customer · Esc leaves"), "$text-muted"))

    def on_mount(self) -> None:
        """Into the line."""
        self.line.focus()

    @property
    def typed(self) -> bool:
        """Whether it differs from what is kept already."""
        return self.line.value.strip() != self._talk.claim

    def on_written(self, event: Written) -> None:
        """Enter keeps it."""
        event.stop()
        self.keep(partial(talking.claim, self._desk, self._talk.id, self.line.value), self.dismiss)
