"""Two cards side by side, before they become one person or are said to be two."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from frontdesk.desk.merging import merge_preview, merging
from frontdesk.desk.merging.merge_views import Merged, MergePreview
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, working
from frontdesk.ui.plain import cut, plain, words
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.merge_words import beside

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

READ_SECONDS = 0.3
"""So long a key after something came on the screen is one that was pressed before it could be read."""


class MergeScreen(Question[str | None]):
    """Two cards side by side. Dismissed with what was done, in words; None for nothing."""

    BINDINGS = [*keys.bindings("merge")]
    HELP_PLACES = ("merge",)
    HELP_TEXT = N_(
        "What the card that stays will say, and what comes over to it. What it does not say comes from the other; what "
        "both say differently is kept on the other, which is found as the same person. Nothing given is moved: limits "
        "count both. Who leads can take them apart again."
    )

    def __init__(self, desk: Desk, kept: str, merged: str) -> None:
        super().__init__()
        self._desk = desk
        self._ids = kept, merged
        self._preview: MergePreview | None = None
        self._shown_at = 0.0

    def compose(self) -> ComposeResult:
        """The heading, the cards, what was said, the keys."""
        with Vertical(classes="sheet duplicates"):
            yield Static("", id="duplicates-head")
            with VerticalScroll(id="merge-text", can_focus=False):
                yield Static("", id="merge-about")
            yield Static("", id="duplicates-said")
            known = _("y one person · x the other · t two people · F1 · Esc back")
            yield Static(plain(known, "$text-muted"))

    def on_mount(self) -> None:
        """Read both cards."""
        self._load()

    def on_resize(self) -> None:
        """The columns follow the width."""
        super().on_resize()
        self._show()

    def _load(self) -> None:
        ask = partial(merge_preview.preview, self._desk, *self._ids)
        working.read(self, "merge", ask, self._came, self._failed)

    def _came(self, found: MergePreview) -> None:
        self._preview = found
        self._show()
        self._shown_at = monotonic()

    def _show(self) -> None:
        found = self._preview
        if found is not None:
            why = _("they share {what}").format(what=found.why) if found.why else _("they share nothing that is known")
            cells = max(self.size.width - 4, 40)
            names = f"{cut(found.kept_name, cells // 2 - 3)}  ←  {cut(found.merged_name, cells // 2 - 3)}"
            head = words((names, "bold"), ("\n" + cut(why, cells), "$text-muted"))
            self.query_one("#duplicates-head", Static).update(head)
            self.query_one("#merge-about", Static).update(beside(found, cells))

    def _failed(self, error: DeskError) -> None:
        self.query_one("#duplicates-said", Static).update(plain("! " + str(error), "$text-error"))

    def _readable(self) -> bool:
        """Whether what stands here could be read before a key was pressed; said where it could not."""
        if self._preview is not None and monotonic() - self._shown_at >= READ_SECONDS:
            return True
        self.query_one("#duplicates-said", Static).update(plain(_("press one key again, once both are read")))
        return False

    def action_swap(self) -> None:
        """The other card is the one that stays."""
        if self._preview is not None:
            self._ids = self._preview.merged_id, self._preview.kept_id
            self._load()

    def action_one_person(self) -> None:
        """The cards become one."""
        if self._readable():
            working.write(self, partial(merging.merge, self._desk, *self._ids), self._merged, self._failed)

    def _merged(self, done: Merged) -> None:
        self.dismiss(_("{merged} belongs to {kept} now").format(merged=done.merged_name, kept=done.kept_name))

    def action_two_people(self) -> None:
        """They are two people."""
        if self._readable():
            ask = partial(merging.two_people, self._desk, *self._ids)
            working.write(self, ask, lambda _done: self.dismiss(_("kept: they are two people")), self._failed)

    def action_scroll_text(self, lines: int) -> None:
        """Scroll what does not fit."""
        self.query_one("#merge-text", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_back(self) -> None:
        """Leave both as they are."""
        self.dismiss(None)
