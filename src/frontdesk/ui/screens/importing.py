"""A file before it is imported: what it asks, what its columns mean, what it would do; then doing it, or leaving it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from frontdesk.desk.imports.importing import CUSTOMERS, ORDERS, CardsChanged, Imported, Interrupted, Prepared, Told
from frontdesk.desk.imports.sheets import ROW_NUMBER
from frontdesk.desk.imports.sheets.model import VCARDS
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, working
from frontdesk.ui.import_job import Job, Look, look
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Question
from frontdesk.ui.screens.importing_meaning import ImportMeaningScreen
from frontdesk.ui.screens.importing_undo import ImportUndoScreen
from frontdesk.ui.widgets import import_rows
from frontdesk.ui.widgets.import_rows import ANSWER, COLUMN, MAKE_KEY, TAKE, what_words
from frontdesk.ui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

READ_SECONDS = 0.3
"""So long a key after something came on the screen is one that was pressed before it could be read."""
PROGRESS_SECONDS = 0.25


class ImportScreen(Question[bool]):
    """One file. Dismissed with whether something was imported or taken back."""

    BINDINGS = [*keys.bindings("importing")]
    HELP_PLACES = ("importing",)
    HELP_TEXT = N_(
        "The file is only looked at until you say so. What has to be answered stands first, a digit each. Enter on a "
        "column says what it means. When everything was read, the first line says what importing would do: Enter "
        "there does it, all of it or nothing."
    )

    def __init__(self, desk: Desk, path: Path) -> None:
        super().__init__()
        self._desk, self._path = desk, path
        self._what, self._told, self._forced = "", Told(), ""
        self._look: Look | None = None
        self._question: import_rows.Question | None = None
        self._job: Job | None = None
        self._ready: Prepared | None = None
        self._would: Imported | None = None
        self._done: Imported | None = None
        self._writing = False
        self._changed = self._remembered = False
        self._mapping = False  # whether somebody is busy with the columns: then the mark stays there
        self._note = ""
        self._shown_at = 0.0

    def compose(self) -> ComposeResult:
        """The file, who is in it, the lines, what was said, the keys."""
        with Vertical(classes="sheet importing"):
            yield Static("", id="import-head")
            yield Static("", id="import-form")
            yield Static("", id="import-names")
            yield Rows(id="import", help_text=N_("Enter on the first line imports, on a column says what it means."))
            yield Static("", id="import-said")
            yield Static("", id="import-keys")

    def on_mount(self) -> None:
        """Look at the file."""
        self.rows.focus()
        self.set_interval(PROGRESS_SECONDS, self._progress)
        self._look_at()

    @property
    def rows(self) -> Rows:
        """The lines."""
        return self.query_one("#import", Rows)

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
        if job is self._job:
            self._job = None
            self._failed(error)
            self._show()

    def _failed(self, error: DeskError) -> None:
        # What a file's letters are is said with an option at the command line, and with a key here.
        said = f"{error.sentence} {_('e chooses another encoding.')}" if "--encoding" in error.remedy else str(error)
        self._say("! " + said, "$text-error")
        self._show()

    def _drop(self) -> None:
        """Stop reading and let go of what was read."""
        if self._job is not None:
            self._job.stop()
        self._job = self._ready = self._would = None

    # --- showing ---

    def _show(self) -> None:
        found, rows = self._look, list[Row]()
        if self._done is not None:
            rows += import_rows.outcome_rows(self._done, done=True)
        elif self._question is not None:
            rows += import_rows.question_rows(self._question)
        elif self._would is not None:
            rows += import_rows.outcome_rows(self._would)
        if found is not None and self._done is None:
            if self._what == ORDERS and import_rows.missing(self._what, found.preview, self._told):
                rows.append(import_rows.key_row())
            if self._question is None or self._question.kind not in ("encoding", "worksheet"):
                numbered = self._told.mapping.get(ROW_NUMBER) or ""
                rows += import_rows.column_rows(found.preview.headers, numbered, remembered=self._remembered)
        self.rows.show(rows)
        self._show_head()

    def _show_head(self) -> None:
        """The file and what it is taken for, what it is written in, and who is in it as the letters read now."""
        found = self._look
        names: tuple[str, ...] = ()
        if found is not None:
            names = tuple(self._ready.samples[:3]) if self._ready is not None else ()
            names = names or import_rows.names_in(found.preview)
        what = f" · {what_words(self._what)}" if self._what else ""
        self.query_one("#import-head", Static).update(plain(self._path.name + what, "bold"))
        form = import_rows.form_words(found.preview) if found is not None else ""
        self.query_one("#import-form", Static).update(plain(form, "$text-muted"))
        self.query_one("#import-names", Static).update(plain(" · ".join(names), "$text-accent"))
        self.query_one("#import-keys", Static).update(plain(self._keys_words(), "$text-muted"))

    def _keys_words(self) -> str:
        if self._writing:
            return _("Esc stops it, nothing is taken over · w back to work, it goes on")
        if self._done is not None:
            return _("u take it back · Esc back to the desk") if self._done.import_id else _("Esc back to the desk")
        if self._question is not None:
            return _("1-9 answers · Esc leaves, nothing was taken over")
        swap = _("x customers") if self._what == ORDERS else _("x orders")
        more = _("e letters")
        if self._look is not None and len(self._look.preview.worksheets) > 1:
            more = _("s sheet")
        return " · ".join([swap, more, _("r look again"), _("Esc leaves, nothing was taken over")])

    def _say(self, text: str, tone: str = "") -> None:
        self.query_one("#import-said", Static).update(plain(text, tone))

    def _progress(self) -> None:
        """How far it is, as long as it is at it."""
        job = self._job
        if job is not None and job.busy and not job.stopped and job.done:
            self._say(import_rows.progress_words(job.doing, job.done, job.total, job.rate), "$text-muted")

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
            self._told, self._remembered = replace(self._told, mapping={}), False
            self._look_at()

    def action_worksheet(self) -> None:
        """Ask which sheet of a workbook is meant."""
        if self._may_change and self._look is not None and len(self._look.preview.worksheets) > 1:
            self._drop()
            self._forced = "worksheet"
            self._ask_or_read()

    def action_look_again(self) -> None:
        """Look at the file again."""
        if not self._writing and self._done is None:
            self._look_at()

    # --- doing ---

    def _take_over(self) -> None:
        job = self._job
        if job is None or self._ready is None or self._writing or self._done is not None:
            return
        self._writing = True
        self._say(_("writing"), "$text-muted")
        self._show_head()
        working.write(self.app, partial(_taken_over, job), partial(self._was_taken, job))

    def _was_taken(self, job: Job, answer: Imported | DeskError) -> None:
        job.stop()  # what was read is needed no more
        self._writing = False
        if not self.is_attached:
            said = str(answer) if isinstance(answer, DeskError) else import_rows.counts_words(answer)
            self.app.notify(plain(f"{self._path.name}: {said}").plain, markup=False, timeout=15)
        elif isinstance(answer, CardsChanged):
            self._note = _("somebody changed one of these cards meanwhile: it was read again")
            self._look_at()
        elif isinstance(answer, Interrupted):
            self._drop()
            self._say(_("stopped: nothing was taken over · r reads it again"), "$text-warning")
            self._show()
        elif isinstance(answer, DeskError):
            self._drop()
            self._failed(answer)
        else:
            self._job, self._done, self._changed = None, answer, True
            self._say(import_rows.done_words(self._path, answer), "$text-accent")
            self._show()

    def action_take_back(self) -> None:
        """Take back what was imported just now; it is said first what that does."""
        if self._done is None or not self._done.import_id:
            return

        def undone(said: str | None) -> None:
            if said:
                self._done, self._changed = replace(self._done, import_id="") if self._done else None, True
                self._say(said, "$text-accent")
                self._show_head()

        self.app.push_screen(ImportUndoScreen(self._desk, self._what), undone)

    def action_work_on(self) -> None:
        """Back to the desk while it is written."""
        if self._writing:
            self.dismiss(self._changed)

    def action_back(self) -> None:
        """Stop what is being written; otherwise leave, and nothing was done."""
        if self._writing:
            if self._job is not None:
                self._job.stop()
            self._say(_("stopping"), "$text-muted")
        elif self._forced:
            self._forced = ""
            self._ask_or_read()
        else:
            self._drop()
            self.dismiss(self._changed)


def _taken_over(job: Job) -> Imported | DeskError:
    """What came of it; a refusal was never to be saved, so nothing is unsaved."""
    try:
        return job.take_over()
    except DeskError as error:
        return error
