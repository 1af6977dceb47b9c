"""Which file: a path that is typed or dragged in, or one of the folder's own; and what was imported before."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from frontdesk.desk.imports import undoing_imports
from frontdesk.desk.imports.importing import CUSTOMERS, ORDERS
from frontdesk.ground.errors import BadInput, DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ui import dropped, keys, working
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Question
from frontdesk.ui.screens.importing import ImportScreen
from frontdesk.ui.screens.importing_undo import ImportUndoScreen
from frontdesk.ui.widgets.capped import CappedLine
from frontdesk.ui.widgets.import_rows import FILE, IMPORTED, file_rows, import_rows
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.sections import blank, heading, note

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.imports.undoing_imports import Import
    from frontdesk.ui.dropped import File

SHOWN_MAX = 10


class PathInput(CappedLine, Input):
    """A path, as it is typed, pasted or dragged in."""

    BINDINGS = [*keys.bindings("import_path")]
    help_text = N_("The path of the file; most terminals write it when you drag the file into the window.")

    def __init__(self) -> None:
        super().__init__(
            placeholder=_("drag the file in here, or type its path"),
            compact=True,
            select_on_focus=False,
            id="import-path",
        )
        self.cap = dropped.PATH_LENGTH_MAX
        self.cursor_blink = False

    def action_down(self) -> None:
        """Into the list."""
        rows = self.screen.query_one("#import-files", Rows)
        if rows.marked:
            rows.focus()


class ImportChoiceScreen(Question[bool]):
    """Dismissed with whether anything changed."""

    BINDINGS = [*keys.bindings("import_choice")]
    HELP_PLACES = ("import_choice",)
    HELP_TEXT = N_(
        "Files with customers or orders: CSV, workbooks, vCards. Drag one into the window, type its path, or take one "
        "of those that stand in the folder. It is only looked at until you say so. Below stands what was imported "
        "before; u takes the last one back."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._files: tuple[File, ...] = ()
        self._before: tuple[Import, ...] = ()
        self._changed = False

    def compose(self) -> ComposeResult:
        """The field, the files, what was said, the keys."""
        with Vertical(classes="sheet importing"):
            yield Static(plain(_("Import customers or orders out of a file"), "bold"), id="import-head")
            with Horizontal(id="import-where"):
                yield Static(plain(_("File") + " ", "$text-accent bold"))
                yield PathInput()
            yield Rows(id="import-files", help_text=N_("Enter looks at the marked file."), always_marked=True)
            yield Static("", id="import-said")
            yield Static("", id="import-choice-keys")

    def on_mount(self) -> None:
        """Read the folder and what was imported."""
        self.query_one(PathInput).focus()
        self._load()

    def _load(self) -> None:
        working.read(self, "files", partial(_read, self._desk), self._came, self._failed)

    def _came(self, found: tuple[tuple[File, ...], tuple[Import, ...]]) -> None:
        self._files, self._before = found
        rows: list[Row] = [heading(_("IN THIS FOLDER"))]
        rows += file_rows(self._desk, self._files) or [note(_("no file of a table, a workbook or vCards"))]
        rows += [blank(), heading(_("IMPORTED BEFORE"))]
        rows += import_rows(self._desk, self._before) or [note(_("nothing was imported yet"))]
        self.query_one("#import-files", Rows).show(rows)
        self.query_one("#import-choice-keys", Static).update(plain(self._keys_words(), "$text-muted"))

    def _keys_words(self) -> str:
        """The keys; taking back only where something was imported that still stands."""
        back = _("u take it back") if self._newest is not None else ""
        parts = (_("Enter looks at it"), _("↓ list"), _("/ path"), back, _("F1 help"), _("Esc back"))
        return " · ".join(part for part in parts if part)

    @property
    def _newest(self) -> Import | None:
        """The import that would be taken back, None while there is none."""
        return next((each for each in self._before if each.undone_at is None), None)

    def _failed(self, error: DeskError) -> None:
        self._say("! " + str(error), "$text-error")

    def say_full(self, said: str) -> None:
        """What did not fit."""
        self._say(said)

    def tell(self, text: str) -> bool:
        """Under the list."""
        self._say(text)
        return True

    def _say(self, text: str, tone: str = "") -> None:
        self.query_one("#import-said", Static).update(plain(text, tone))

    # --- choosing ---

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The path that was typed; without one, the marked file."""
        event.stop()
        text = event.value.strip()
        if not text:
            self._open(self.query_one("#import-files", Rows).marked)
            return
        working.read(self, "path", partial(named, self._desk.folder, text), self._look_at, self._failed)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A file of the list."""
        event.stop()
        self._open(event.row_id)

    def on_rows_above(self, event: Rows.Above) -> None:
        """Back to the field."""
        event.stop()
        self.query_one(PathInput).focus()

    def _open(self, row_id: str) -> None:
        kind, _colon, rest = row_id.partition(":")
        if kind + ":" == FILE and int(rest) < len(self._files):
            self._look_at(self._files[int(rest)].path)
        elif kind + ":" == IMPORTED:
            self._say(_("it was imported; u takes the last one of its kind back"))

    def _look_at(self, path: Path) -> None:
        self._say("")
        self.app.push_screen(ImportScreen(self._desk, path), self._left)

    def _left(self, changed: bool | None) -> None:
        self._changed = self._changed or bool(changed)
        self._load()

    # --- keys ---

    def action_path(self) -> None:
        """To the field."""
        self.query_one(PathInput).focus()

    def action_take_back(self) -> None:
        """The last import of the marked line's kind, or the very last one."""
        kind, _colon, rest = self.query_one("#import-files", Rows).marked.partition(":")
        newest = self._newest
        if newest is None:
            self._say(_("nothing was imported that could be taken back"))
            return
        what = rest.partition(":")[0] if kind + ":" == IMPORTED else newest.what

        def undone(said: str | None) -> None:
            if said:
                self._changed = True
                self._say(said, "$text-accent")
                self._load()

        self.app.push_screen(ImportUndoScreen(self._desk, what), undone)

    def action_back(self) -> None:
        """Back without a file."""
        self.dismiss(self._changed)


def _read(desk: Desk) -> tuple[tuple[File, ...], tuple[Import, ...]]:
    before = [each for what in (CUSTOMERS, ORDERS) for each in undoing_imports.listed(desk, what, SHOWN_MAX)]
    newest = sorted(before, key=lambda each: each.taken_at, reverse=True)[:SHOWN_MAX]
    return dropped.listed(desk.folder), tuple(newest)


def named(folder: Path, text: str) -> Path:
    """The regular file that a typed or pasted text names. Raises BadInput, which says what is wrong with it."""
    paths = [path if path.is_absolute() else folder / path for path in dropped.paths_in(text)]
    for path in paths:
        try:
            if path.is_file():
                return path
        except (OSError, ValueError):
            continue  # a name too long, or a folder nobody may look into: the sentence below says the rest
    for path in paths:
        try:
            if path.is_dir():
                raise BadInput(
                    _("{path} is a folder.").format(path=path.name or path), _("Name one file that stands in it.")
                )
            if path.exists():
                raise BadInput(
                    _("{path} is no regular file.").format(path=path.name), _("Copy what it gives into a file first.")
                )
        except (OSError, ValueError):
            continue  # the same
    shown = paths[-1].name if paths else text
    raise BadInput(_("There is no file {path}.").format(path=shown), _("Check the name and the folder."))


def begin(app: App[None], desk: Desk | None, path: Path | None = None) -> None:
    """Open what is asked for: the list of files, or one file that was dragged in."""
    if desk is None:
        return  # nothing is open yet
    if not dropped.allowed(app):
        app.notify(_("Files are not read at this desk."), markup=False, timeout=6)
    elif path is None:
        app.push_screen(ImportChoiceScreen(desk))
    else:
        app.push_screen(ImportScreen(desk, path))
