"""Handing over what is known of the person of a card: one Enter writes both files, and it is said where they are."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from frontdesk.desk.privacy import handing_over
from frontdesk.ground.errors import BadInput, DeskError, NotFound
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, working
from frontdesk.ui.plain import cut, plain, words
from frontdesk.ui.screens.base import Question
from frontdesk.ui.screens.form import Sheet

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

READ_SECONDS = 0.3
"""So long an Enter after the question is one that was pressed before it could be read."""
TEXT_CELLS = 68


class HandingScreen(Question[None]):
    """Everything about one customer leaves the desk: asked once, written in a worker."""

    BINDINGS = [*keys.bindings("card_handing")]
    HELP_TEXT = N_(
        "Everything that is known of this person, with all their cards: a file for programs and one to be read, in "
        "their language. They lie in the folder exports/ of the business, which only its owner can read. Give them to "
        "nobody but the person, and remove them afterwards."
    )

    def __init__(self, desk: Desk, customer_id: str, name: str) -> None:
        super().__init__()
        self._desk, self._customer_id, self._name = desk, customer_id, name
        self._shown_at = monotonic()
        self._asked, self._over = True, False

    def compose(self) -> ComposeResult:
        """What is written, for whom, and the line that does it."""
        with Sheet(classes="question form card-form"):
            asked = _("Hand over what is known of {name}?").format(name=self._name)
            yield Static(plain(cut(asked, TEXT_CELLS), "bold"))
            about = _("A file for programs and one to be read, in the folder exports/. They are for this person alone.")
            yield Static(plain(about), id="handing-said")
            yield Static(plain(_("Enter writes them · Esc leaves"), "$text-muted"), id="handing-keys")

    def action_write(self) -> None:
        """Write them, once; a second Enter leaves."""
        if monotonic() - self._shown_at < READ_SECONDS:
            return
        if self._asked:
            self._asked = False
            self._say(_("writing…"), _("Esc leaves; it goes on"))
            working.write(self, self._written, self._answered, self._failed)
        elif self._over:
            self.dismiss(None)

    def _written(self) -> tuple[Path, ...] | DeskError:
        try:
            return handing_over.hand_over(self._desk, self._customer_id)
        except (BadInput, NotFound) as error:  # nothing that somebody typed is unsaved
            return error

    def _answered(self, answer: tuple[Path, ...] | DeskError) -> None:
        if isinstance(answer, DeskError):
            self._failed(answer)
            return
        folder = answer[0].parent.absolute()
        lines = [_("Written into {folder}:").format(folder=cut(str(folder), TEXT_CELLS * 2))]
        lines += ["  " + path.name for path in answer]
        self._shown_at, self._over = monotonic(), True
        self._say("\n".join(lines), _("Remove them when they were handed over · Esc back"))

    def _failed(self, error: DeskError) -> None:
        self._asked, self._shown_at = True, monotonic()
        self._say(str(error), _("Enter tries again · Esc leaves"), "$text-warning")

    def _say(self, text: str, known: str, tone: str = "") -> None:
        self.query_one("#handing-said", Static).update(words((text, tone)))
        self.query_one("#handing-keys", Static).update(plain(known, "$text-muted"))

    def action_back(self) -> None:
        """Back to the card."""
        self.dismiss(None)
