"""Taking the last import back: what that does, and Enter does it."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from frontdesk.desk.imports import undoing_imports
from frontdesk.desk.imports.undoing_imports import Undoing
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, working
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.import_rows import undo_lines
from frontdesk.ui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

READ_SECONDS = 0.3


class ImportUndoScreen(Question[str | None]):
    """Dismissed with what was done, in words; None for nothing."""

    BINDINGS = [*keys.bindings("import_undo")]
    HELP_TEXT = N_(
        "What came with the import goes, what it changed gets back what was before. Cards of which the desk has "
        "something by now stay, and so do those that were changed since."
    )

    def __init__(self, desk: Desk, what: str) -> None:
        super().__init__()
        self._desk, self._what = desk, what
        self._would: Undoing | None = None
        self._shown_at = 0.0
        self._busy = False

    def compose(self) -> ComposeResult:
        """What it does, and the one line that does it."""
        with Vertical(classes="question listed"):
            yield Static(plain(_("Take the last import back?"), "bold"), id="undo-head")
            yield Static("", id="undo-said")
            yield Rows(id="undo", help_text=N_("Enter takes the import back, Esc leaves it as it is."))

    def on_mount(self) -> None:
        """Look what it would do."""
        self.query_one("#undo", Rows).focus()
        working.read(self, "undo", partial(undoing_imports.look, self._desk, self._what), self._came, self._failed)

    def _came(self, would: Undoing) -> None:
        self._would = would
        self.query_one("#undo-head", Static).update(
            plain(_("Take {file} back?").format(file=would.done.file_name), "bold")
        )
        self.query_one("#undo-said", Static).update(plain("\n".join(undo_lines(would))))
        yes = Row("yes", lambda _cells: plain(_("Enter takes it back · Esc leaves it"), "bold $text-accent"))
        self.query_one("#undo", Rows).show([yes])
        self._shown_at = monotonic()

    def _failed(self, error: DeskError) -> None:
        self._busy = False
        self.query_one("#undo-said", Static).update(plain("! " + str(error), "$text-error"))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Do it, once."""
        event.stop()
        would = self._would
        if would is None or self._busy or monotonic() - self._shown_at < READ_SECONDS:
            return
        self._busy = True
        ask = partial(_undone, self._desk, self._what, would.done.id)
        working.write(self, ask, self._answered, self._failed)

    def _answered(self, answer: Undoing | DeskError) -> None:
        if isinstance(answer, DeskError):
            self._failed(answer)
        else:
            self.dismiss(_("taken back: {file}").format(file=answer.done.file_name))

    def action_back(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)


def _undone(desk: Desk, what: str, import_id: str) -> Undoing | DeskError:
    """What came of it; a refusal was never to be saved, so nothing is unsaved."""
    try:
        desk.signed_in()
        return undoing_imports.undo(desk, what, import_id)
    except DeskError as error:
        return error
