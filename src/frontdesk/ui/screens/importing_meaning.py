"""What a column of a file means: a list with labels that typing narrows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from frontdesk.desk.imports.headers import label_of
from frontdesk.desk.imports.sheets import HeaderPreview
from frontdesk.ground import folding
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import SHORT_LENGTH_MAX
from frontdesk.ui import keys
from frontdesk.ui.import_job import meanings_of
from frontdesk.ui.plain import cut, fitted, plain, words
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.capped import CappedLine
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.sections import note

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

OUT = "out"
MEANS = "means:"


class MeaningInput(CappedLine, Input):
    """Letters that narrow the list."""

    help_text = N_("Letters of what the column means.")

    def __init__(self) -> None:
        super().__init__(placeholder=_("type to narrow"), compact=True, id="meaning-find")
        self.cap = SHORT_LENGTH_MAX
        self.cursor_blink = False


class ImportMeaningScreen(Question[str | None]):
    """Dismissed with a column, with "" to leave it out, or None to leave it as it is."""

    BINDINGS = [*keys.bindings("import_meaning")]
    HELP_TEXT = N_("What this column of the file means. Enter takes the marked line, Esc leaves it as it is.")

    def __init__(self, desk: Desk, what: str, header: HeaderPreview) -> None:
        super().__init__()
        self._header = header
        self._columns = meanings_of(desk, what)

    def compose(self) -> ComposeResult:
        """The column, the field, the list."""
        with Vertical(classes="question listed"):
            yield Static(plain(_("What is {header}?").format(header=self._header.header), "bold"))
            yield Static(plain(cut(" · ".join(self._header.samples), 70), "$text-muted"))
            yield MeaningInput()
            yield Rows(id="meanings", help_text=N_("What a column may mean."), always_marked=True)

    def on_mount(self) -> None:
        """Everything, with what it means now marked."""
        self.query_one(MeaningInput).focus()
        self._show("")
        if self._header.column:
            self.rows.mark(MEANS + self._header.column)

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one("#meanings", Rows)

    def _show(self, text: str) -> None:
        sought = folding.words(text)
        rows = [Row(MEANS + each, partial(_line, each)) for each in self._columns if _fits(each, sought)]
        first = rows[0].id if rows else OUT
        if _fits_words(_("leave out"), sought):
            rows.insert(0, Row(OUT, lambda cells: plain(cut(_("leave out"), cells))))
        self.rows.show(rows or [note(_("nothing here says “{words}”").format(words=text))], mark=first)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Fewer lines."""
        event.stop()
        self._show(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the marked line."""
        event.stop()
        self._take(self.rows.marked)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """The same, in the list."""
        event.stop()
        self._take(event.row_id)

    def on_rows_above(self, event: Rows.Above) -> None:
        """Back to the field."""
        event.stop()
        self.query_one(MeaningInput).focus()

    def _take(self, row_id: str) -> None:
        if row_id == OUT:
            self.dismiss("")
        elif row_id.startswith(MEANS):
            self.dismiss(row_id.removeprefix(MEANS))

    def action_down(self) -> None:
        """Into the list."""
        if self.rows.marked:
            self.rows.focus()
            self.rows.action_down()

    def action_back(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)


def _label(column: str) -> str:
    label = label_of(column)
    return _("{label}, added up").format(label=label) if column.endswith("+") else label


def _fits(column: str, sought: tuple[str, ...]) -> bool:
    return _fits_words(f"{_label(column)} {column.removeprefix('fact:')}", sought)


def _fits_words(text: str, sought: tuple[str, ...]) -> bool:
    said = folding.words(text)
    return all(any(word.startswith(part) for word in said) for part in sought)


def _line(column: str, cells: int) -> Content:
    return words(fitted(_label(column), cells - 22) + "  ", (cut(column.removeprefix("fact:"), 20), "$text-muted"))
