"""Erasing the person of a card: what goes, what stays and what is open stands there; the first name does it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from frontdesk.desk.conversations import talking
from frontdesk.desk.merging import merging
from frontdesk.desk.merging.merge_views import MaybeOne
from frontdesk.desk.privacy import privacy
from frontdesk.desk.privacy.privacy_views import Erased, ErasurePreview
from frontdesk.desk.views import Talk
from frontdesk.ground import folding
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import NAME_LENGTH_MAX
from frontdesk.ui import keys, working
from frontdesk.ui.plain import cut, plain
from frontdesk.ui.screens.form import Form
from frontdesk.ui.screens.merge import MergeScreen
from frontdesk.ui.widgets import erasing_rows
from frontdesk.ui.widgets.erasing_rows import END, OPEN, SAME, THEIRS
from frontdesk.ui.widgets.figures import Figures
from frontdesk.ui.widgets.rows import Rows
from frontdesk.ui.widgets.sections import laid_out
from frontdesk.ui.widgets.zone import Line, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

ERASED = "erased:"
NAME_LETTERS_MIN = 2
UNNAMED_SHOWN = 20
"""So many conversations without a card are looked at; more are for the command line."""


class ErasingScreen(Form[str | None]):
    """Dismissed with `ERASED`, with `OPEN` and the conversation to be looked at first, or None for nothing."""

    BINDINGS = [*keys.bindings("card_erasing")]
    HELP_PLACES = ("card_erasing",)
    HELP_TEXT = N_(
        "Somebody asked to be forgotten. What goes, what stays and why, and what is still open with them stands here. "
        "It is done when their first name is typed below and Enter pressed; it cannot be undone. Enter on something "
        "open looks at it first. The ledger keeps its sums, without the person."
    )

    def __init__(self, desk: Desk, customer_id: str) -> None:
        super().__init__()
        self._desk, self._customer_id = desk, customer_id
        self._figures = Figures.of(desk)
        self._found: ErasurePreview | None = None
        self._unnamed: tuple[Talk, ...] = ()
        self._same: tuple[MaybeOne, ...] = ()
        self._theirs: tuple[str, ...] = ()
        self._end = False
        self._done: Erased | None = None
        self.line = Line(self.guard, cap=NAME_LENGTH_MAX, id="erasing-name")

    def compose(self) -> ComposeResult:
        """Whose card, what would be done, the field that does it, what was said, the keys."""
        with Vertical(classes="sheet card-sheet"):
            yield Static(plain(_("looking through everything…"), "$text-muted"), id="card-head")
            yield Rows(id="erasing", help_text=N_("What goes, stays and is open. Enter opens or chooses a line."))
            with Horizontal(id="erasing-field"):
                yield Static("", id="erasing-asked")
                yield self.line
            yield self.said_line()
            yield Static("", id="erasing-keys")

    def on_mount(self) -> None:
        """Look what would be done."""
        self.query_one("#erasing-field").display = False
        self.rows.focus()
        self._load()

    def on_resize(self) -> None:
        """Sentences are broken anew."""
        super().on_resize()
        self.call_after_refresh(self._show)

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one("#erasing", Rows)

    @property
    def typed(self) -> bool:
        """Leaving loses nothing: nothing is kept of a name that was typed here."""
        return False

    # --- what would be done ---

    def _load(self) -> None:
        working.read(self, "erasing", self._read, self._came, self.refused)

    def _read(self) -> tuple[ErasurePreview, tuple[Talk, ...], tuple[MaybeOne, ...]]:
        found = privacy.preview(self._desk, self._customer_id, self._theirs)
        perhaps = (*self._theirs, *(each for each in found.perhaps if each not in self._theirs))
        unnamed = tuple(talking.view(self._desk, each) for each in perhaps[:UNNAMED_SHOWN])
        return found, unnamed, merging.duplicates_of(self._desk, self._customer_id)

    def _came(self, answer: tuple[ErasurePreview, tuple[Talk, ...], tuple[MaybeOne, ...]]) -> None:
        first = self._found is None
        self._found, self._unnamed, self._same = answer
        self._end = self._end and bool(self._found.open)
        self._show()
        if first:
            self.query_one("#erasing-field").display = True
            (self.rows if self._found.open or self._same else self.line).focus()

    def _show(self) -> None:
        cells = max(self.rows.size.width - 5, 20)
        if self._done is not None:
            self.rows.show(laid_out(erasing_rows.after(self._done, self._desk.folder, cells)))
            return
        found = self._found
        if found is None:
            return
        sections = erasing_rows.before(
            found,
            self._unnamed,
            self._same,
            self._desk.folder,
            self._figures,
            cells,
            end=self._end,
            theirs=self._theirs,
        )
        self.rows.show(laid_out(sections))
        head = _("Erase {name} for good?").format(name=cut(found.name, max(self.size.width - 24, 20)))
        self.query_one("#card-head", Static).update(plain(head, "bold"))
        asked = _("Type “{word}” to erase them:").format(word=cut(self._word, 30))
        self.query_one("#erasing-asked", Static).update(plain(asked))
        known = _("Enter erases, once it is typed · Tab to the list · Esc leaves everything")
        self.query_one("#erasing-keys", Static).update(plain(known, "$text-muted"))

    @property
    def _word(self) -> str:
        """What has to be typed: the first name; where it cannot be typed well, a word."""
        name = "" if self._found is None else self._found.name.partition(" ")[0]
        return name if len(folding.fold(name)) >= NAME_LETTERS_MIN else _("erase")

    # --- keys ---

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Something open is looked at; a choice is made; any other line leads to the field."""
        event.stop()
        kind, _colon, name = event.row_id.partition(":")
        if self._done is not None:
            self.leave()
        elif self._busy or self._found is None:
            return
        elif kind + ":" == OPEN:
            self.dismiss(OPEN + self._found.open[int(name)].conversation_id)
        elif kind + ":" == SAME:
            self.app.push_screen(MergeScreen(self._desk, self._found.customer_id, name), lambda _said: self._load())
        elif kind + ":" == END:
            self._end = not self._end
            self._show()
        elif kind + ":" == THEIRS:
            left = tuple(each for each in self._theirs if each != name)
            self._theirs = left if name in self._theirs else (*self._theirs, name)
            self._load()
        else:
            self.line.focus()

    def action_other(self) -> None:
        """Between the list and the field."""
        (self.rows if self.line.has_focus or self._done is not None else self.line).focus()

    def action_to_list(self) -> None:
        """Up from the field."""
        self.rows.focus()

    def on_written(self, event: Written) -> None:
        """Enter in the field: with the first name in it, they are erased."""
        event.stop()
        found = self._found
        if found is None or self._done is not None:
            return
        typed = folding.fold(self.line.value)
        if not typed:
            self.say(_("nothing is done before “{word}” stands here").format(word=self._word), "$text-muted")
        elif typed not in (folding.fold(self._word), folding.fold(found.name)):
            self.say(_("that is not “{word}”: nothing was done").format(word=self._word))
        elif found.open and not self._end:
            self.say(_("something is still open: Enter on its line looks at it, or ends it with the erasure"))
            self.rows.focus()
        else:
            self.say(_("erasing… words, numbers, files; then the database is written anew"), "$text-accent")
            erase = partial(privacy.erase, self._desk, self._customer_id, talks=self._theirs, end=self._end)
            self.keep(erase, self._erased)

    def refused(self, error: DeskError) -> None:
        """Something came in between: it is said, and looked at again."""
        super().refused(error)
        if self._found is not None:
            self._load()

    def _erased(self, done: Erased) -> None:
        self._done, self._found, self._unnamed, self._same = done, None, (), ()
        self.line.value = ""
        self.query_one("#erasing-field").display = False
        self.query_one("#card-head", Static).update(plain(_("Erased"), "bold"))
        self.query_one("#erasing-keys", Static).update(plain(_("Enter or Esc goes on"), "$text-muted"))
        self.say("")
        self.rows.focus()
        self._show()

    def action_back(self) -> None:
        """Leave everything as it is; what is being erased is waited for, so that its end is read."""
        if self._busy:
            self.say(_("it is being done and ends in a moment"), "$text-muted")
        else:
            self.leave()

    def leave(self) -> None:
        """Back to the card, or past it when there is none any more."""
        self.dismiss(ERASED if self._done is not None else None)
