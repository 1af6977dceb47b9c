"""A file before it is imported: what it asks, what its columns mean, what it would do; then doing it, or leaving it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from frontdesk.desk.imports.importing import CUSTOMERS, ORDERS, Prepared, Told
from frontdesk.desk.imports.sheets import ROW_NUMBER
from frontdesk.desk.imports.sheets.model import VCARDS
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, working
from frontdesk.ui.import_job import Job, Look, look
from frontdesk.ui.screens.importing_meaning import ImportMeaningScreen
from frontdesk.ui.screens.importing_taking import TakesOver
from frontdesk.ui.widgets import import_rows
from frontdesk.ui.widgets.import_rows import ANSWER, BY_NUMBER, COLUMN, ERASED, MAKE_KEY, TAKE
from frontdesk.ui.widgets.rows import Rows

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

READ_SECONDS = 0.3
"""So long a key after something came on the screen is one that was pressed before it could be read."""
PROGRESS_SECONDS = 0.25


class ImportScreen(TakesOver):
    """One file. Dismissed with whether something was imported or taken back."""

    BINDINGS = [*keys.bindings("importing")]
    HELP_PLACES = ("importing",)
    HELP_TEXT = N_(
        "The file is only looked at until you say so. What has to be answered stands first, a digit each. Enter on a "
        "column says what it means. When everything was read, the first line says what importing would do: Enter "
        "there does it, all of it or nothing. Somebody who was erased at their wish is not brought back by a file; "
        "when they come again themselves, Enter on their row says so."
    )

    def __init__(self, desk: Desk, path: Path) -> None:
        super().__init__(desk, path)
        self._mapping = False  # whether somebody is busy with the columns: then the mark stays there
        self._shown_at = 0.0

    def on_mount(self) -> None:
        """Look at the file."""
        self.rows.focus()
        self.set_interval(PROGRESS_SECONDS, self._progress)
        self._look_at()

    def save_draft(self) -> None:
        """Whatever only reads is stopped when the screen goes; what is being written goes on."""
        if not self._writing:
            self._drop()

    # --- looking ---

    def _look_at(self) -> None:
        """Look at the file with all that was said about it so far, then read it."""
        self._drop()
        self._done = self._would = None
        self._say(_("looking at the file"), "$text-muted")
        ask = partial(look, self._desk, self._path, self._what, self._told)
        working.read(self, "look", ask, self._looked, self._failed)

    def _looked(self, found: Look) -> None:
        self._look, self._what, self._told = found, found.what, found.told
        self._remembered = self._remembered or found.remembered
        self._say("")
        self._ask_or_read()

    def _ask_or_read(self) -> None:
        found = self._look
        if found is None:
            return
        asked = self._ready.questions if self._ready is not None else found.preview.ambiguous
        self._question = import_rows.first_question(self._what, found.preview, self._told, asked, self._forced)
        lacks = import_rows.missing(self._what, found.preview, self._told) if self._what else ""
        if self._question is None and lacks:
            self._say(lacks, "$text-warning")
        elif self._question is None and self._ready is None:
            self._read()
        self._show()

    def _read(self) -> None:
        self._drop()
        job = self._job = Job(self._desk, self._path, self._what, self._told)
        working.read(self, "import", job.read, partial(self._was_read, job), partial(self._not_read, job))

    def _was_read(self, job: Job, ready: Prepared) -> None:
        if job is not self._job:
            job.stop()
            return
        self._ready, self._would = ready, ready.counted
        self._say(self._note)
        self._note = ""
        self._shown_at = monotonic()
        self._ask_or_read()
        if not self._mapping:
            self.rows.mark(TAKE)

    def _not_read(self, job: Job, error: DeskError) -> None:
        if job is not self._job:
            return
        self._job = None
        if self._told.bring_back:  # who may not bring anybody back, or a row that is another's by now
            self._told, self._note = replace(self._told, bring_back=frozenset()), f"! {error}"
            self._look_at()
        else:
            self._failed(error)
            self._show()

    # --- answering ---

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """An answer, a column, or the line that imports."""
        event.stop()
        kind, _colon, rest = event.row_id.partition(":")
        if self._writing:
            return
        if kind + ":" == ANSWER:
            self.action_pick(int(rest))
        elif kind + ":" == COLUMN:
            self._ask_meaning(int(rest))
        elif kind == MAKE_KEY:
            self._mean(ROW_NUMBER, "key")
        elif kind == BY_NUMBER:
            self._told = replace(self._told, by_number=True)
            self._look_at()
        elif kind + ":" == ERASED and self._done is None:
            self._told = replace(self._told, bring_back=self._told.bring_back ^ {int(rest)})
            self._look_at()
        elif kind == TAKE and monotonic() - self._shown_at >= READ_SECONDS:
            self._take_over()

    def action_pick(self, number: int) -> None:
        """Answer the question that stands first."""
        question = self._question
        if question is None or not 1 <= number <= len(question.options) or self._writing or self._done is not None:
            return
        answer = question.options[number - 1][0]
        self._forced = ""
        if question.kind == "what":
            self._what = answer
        else:
            self._told = import_rows.answered(self._told, question, answer)
        self._look_at()

    def _ask_meaning(self, place: int) -> None:
        if self._look is None or self._done is not None:
            return
        header = self._look.preview.headers[place]

        def chosen(column: str | None) -> None:
            if column is not None:
                self._mean(header.header, column)

        self.app.push_screen(ImportMeaningScreen(self._desk, self._what, header), chosen)

    def _mean(self, header: str, column: str) -> None:
        self._mapping = True
        self._told = replace(self._told, mapping={**self._told.mapping, header: column or None})
        self._look_at()

    @property
    def _may_change(self) -> bool:
        return self._look is not None and not self._writing and self._done is None

    def action_encoding(self) -> None:
        """Ask in which encoding the file is written, once more."""
        if not self._may_change or self._look is None:
            return
        if not self._told.encoding:
            self._say(_("its letters can be read in one way only"))
            return
        self._told = replace(self._told, encoding=None)
        self._look_at()

    def action_swap(self) -> None:
        """Customers instead of orders, or the other way."""
        if self._may_change and self._look is not None and self._look.preview.kind == VCARDS:
            self._say(_("vCards are customers"))
        elif self._may_change and self._what:
            self._what = CUSTOMERS if self._what == ORDERS else ORDERS
            self._told, self._remembered = Told(encoding=self._told.encoding, worksheet=self._told.worksheet), False
            self._look_at()

    def action_worksheet(self) -> None:
        """Ask which sheet of a workbook is meant."""
        if self._may_change and self._look is not None and len(self._look.preview.worksheets) > 1:
            self._drop()
            self._forced = "worksheet"
            self._ask_or_read()

    def action_look_again(self) -> None:
        """Look at the file again; when it is imported, at the file of the refused rows."""
        if self._writing:
            return
        if self._done is not None:
            if self._done.refused_file is None:
                return
            self._path, self._told, self._look = self._done.refused_file, Told(), None
        self._look_at()
