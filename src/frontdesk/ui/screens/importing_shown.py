"""A file before it is imported, as the screen shows it: the file, who is in it, the lines, what was said, the keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from frontdesk.desk.imports.importing import ORDERS, Imported, Prepared, Told
from frontdesk.desk.imports.sheets import ROW_NUMBER
from frontdesk.desk.imports.sheets.model import VCARDS
from frontdesk.ground.language import N_, _
from frontdesk.ui.import_job import Job, Look
from frontdesk.ui.plain import plain, width
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets import import_rows
from frontdesk.ui.widgets.import_rows import what_words
from frontdesk.ui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


class FileShown(Question[bool]):
    """What is known of one file, and how it stands on the screen."""

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

    def compose(self) -> ComposeResult:
        """The file, who is in it, the lines, what was said, the keys."""
        with Vertical(classes="sheet importing"):
            yield Static("", id="import-head")
            yield Static("", id="import-form")
            yield Static("", id="import-names")
            yield Rows(id="import", help_text=N_("Enter on the first line imports, on a column says what it means."))
            yield Static("", id="import-said")
            yield Static("", id="import-keys")

    @property
    def rows(self) -> Rows:
        """The lines."""
        return self.query_one("#import", Rows)

    def _show(self) -> None:
        found, rows = self._look, list[Row]()
        if self._done is not None:
            rows += import_rows.outcome_rows(self._done, done=True)
        elif self._question is not None:
            rows += import_rows.question_rows(self._question)
        elif self._would is not None:
            rows += import_rows.outcome_rows(self._would, brought_back=self._told.bring_back)
        if found is not None and self._done is None:
            if import_rows.missing(self._what, found.preview, self._told):
                rows += import_rows.instead_rows(self._what, found.preview)
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
        """The keys, as whole as the window has room for; help has them all."""
        parts, leaves = self._keys_parts()
        help_key, out = _("F1 help"), _("Esc leaves")
        forms = ((*parts, help_key, leaves), (*parts, help_key, out), (*parts[-1:], help_key, out), (help_key, out))
        said = [" · ".join(form) for form in forms]
        return next((form for form in said if width(form) <= self.size.width - 2), said[-1])

    def _keys_parts(self) -> tuple[list[str], str]:
        if self._writing:
            return [_("w back to work, it goes on")], _("Esc stops it, nothing is taken over")
        leaves = _("Esc leaves, nothing was taken over")
        if self._done is not None:
            again = _("r reads what was refused, once mended") if self._done.refused_file else ""
            back = _("u take it back") if self._done.import_id else ""
            return [part for part in (again, back) if part], _("Esc leaves")
        if self._question is not None:
            return [_("1-9 answers")], leaves
        swap = _("x customers") if self._what == ORDERS else _("x orders")
        more = _("e letters")
        if self._look is not None and len(self._look.preview.worksheets) > 1:
            more = _("s sheet")
        of_people_only = self._look is not None and self._look.preview.kind == VCARDS
        return [*([more] if of_people_only else [swap, more]), _("r again")], leaves

    def on_resize(self) -> None:
        """The keys that there is room for."""
        super().on_resize()
        self._show_head()

    def tell(self, text: str) -> bool:
        """Where it is said how far it is, unless it is at it."""
        if self._job is not None and self._job.busy:
            return False
        self._say(text)
        return True

    def _say(self, text: str, tone: str = "") -> None:
        self.query_one("#import-said", Static).update(plain(text, tone))

    def _progress(self) -> None:
        """How far it is, as long as it is at it."""
        job = self._job
        if job is not None and job.busy and not job.stopped and job.done:
            self._say(import_rows.progress_words(job.doing, job.done, job.total, job.rate), "$text-muted")
