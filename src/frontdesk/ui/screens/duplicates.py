"""Cards that may be one person: a list of pairs. Enter shows the two cards of one side by side (`merge`)."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from frontdesk.desk.merging import merging
from frontdesk.desk.merging.merge_views import AlsoKnown, MaybeOne, Suggested, Unmerged
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.ui import keys, working
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Question
from frontdesk.ui.screens.merge import READ_SECONDS, MergeScreen
from frontdesk.ui.widgets.merge_words import APART, PAIR, apart_row, pair_row
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.sections import note

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


class DuplicatesScreen(Question[bool]):
    """Dismissed with whether anything changed. With a customer, only who may be that one, and who already is."""

    BINDINGS = [*keys.bindings("duplicates")]
    HELP_PLACES = ("duplicates",)
    HELP_TEXT = N_(
        "Cards that share a phone, an e-mail or a card number, or a name and a birthday. Enter shows both side by "
        "side. A family with one phone is two people: t keeps that, and the pair is not shown again. Who leads takes "
        "merged cards apart with a."
    )

    def __init__(self, desk: Desk, customer_id: str | None = None, name: str = "") -> None:
        super().__init__()
        self._desk = desk
        self._customer_id = customer_id
        self._name = name
        self._pairs: list[MaybeOne] = []
        self._merged: tuple[AlsoKnown, ...] = ()
        self._after = ""
        self._asked: tuple[str, float] | None = None
        self._changed = False

    def compose(self) -> ComposeResult:
        """The title, the pairs, what was said, the keys."""
        with Vertical(classes="sheet duplicates"):
            yield Static("", id="duplicates-head")
            yield Rows(id="duplicates", help_text=N_("Pairs that may be one person. Enter looks at both."))
            yield Static("", id="duplicates-said")
            yield Static("", id="duplicates-keys")

    def on_mount(self) -> None:
        """Look for pairs."""
        self.rows.focus()
        self._load("")

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one("#duplicates", Rows)

    def _load(self, after: str) -> None:
        working.read(self, "duplicates", partial(self._read, after), self._came, self._failed)

    def _read(self, after: str) -> tuple[Suggested, tuple[AlsoKnown, ...]]:
        if self._customer_id is None:
            return merging.suggestions(self._desk, after), ()
        pairs = merging.duplicates_of(self._desk, self._customer_id)
        return Suggested(pairs, ""), merging.merged_cards(self._desk, self._customer_id)

    def _came(self, found: tuple[Suggested, tuple[AlsoKnown, ...]]) -> None:
        page, self._merged = found
        self._pairs, self._after = list(page.pairs), page.after
        self._show()

    def _failed(self, error: DeskError) -> None:
        self._say("! " + str(error), "$text-error")

    def _show(self) -> None:
        rows: list[Row] = [pair_row(number, each) for number, each in enumerate(self._pairs)]
        if not rows:
            nobody = _("no other card seems to be theirs") if self._customer_id else _("nobody seems to have two cards")
            rows.append(note(_("nobody on this page · m looks further") if self._after else nobody))
        if self._merged:
            rows += [note(_("merged into this card · a takes the marked one apart")), *map(apart_row, self._merged)]
        self.rows.show(rows)
        count = len(self._pairs)
        counted = ngettext("{count} pair may be one person", "{count} pairs may be one person", count)
        counted = counted.format(count=count) if count else _("cards that may be one person")
        self.query_one("#duplicates-head", Static).update(
            plain(" · ".join(filter(None, (self._name, counted))), "bold")
        )
        self.query_one("#duplicates-keys", Static).update(plain(self._keys_words(), "$text-muted"))

    def _keys_words(self) -> str:
        """The keys that do something with what stands here."""
        pair = (_("Enter look"), _("t two people")) if self._pairs else ()
        more = (_("m more"),) if self._after else ()
        apart = (_("a apart"),) if self._merged else ()
        return " · ".join((*pair, *more, *apart, _("F1 help"), _("Esc back")))

    def tell(self, text: str) -> bool:
        """Under the list."""
        self._say(text)
        return True

    def _say(self, text: str, tone: str = "") -> None:
        self.query_one("#duplicates-said", Static).update(plain(text, tone))

    @property
    def _marked(self) -> MaybeOne | None:
        kind, _colon, number = self.rows.marked.partition(":")
        return self._pairs[int(number)] if kind + ":" == PAIR and int(number) < len(self._pairs) else None

    # --- a pair ---

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Both cards side by side; or what was asked about is done."""
        event.stop()
        pair = self._marked
        if self._asked is not None:
            if monotonic() - self._asked[1] >= READ_SECONDS:
                self._take_apart(self._asked[0])
        elif pair is not None:
            kept, other = pair.one_id, pair.other_id
            if self._customer_id == other:
                kept, other = other, kept
            self.app.push_screen(MergeScreen(self._desk, kept, other), self._merge_left)

    def _merge_left(self, said: str | None) -> None:
        if said:
            self._changed = True
            self._say(said, "$text-accent")
            self._load("")

    def action_two_people(self) -> None:
        """The marked pair are two people."""
        pair = self._marked
        if pair is not None:
            ask = partial(merging.two_people, self._desk, pair.one_id, pair.other_id)
            working.write(self, ask, lambda _done: self._merge_left(_("kept: they are two people")), self._failed)

    def action_more(self) -> None:
        """The next page."""
        if self._after:
            self._load(self._after)
        else:
            self._say(_("that is everybody"))

    # --- taking apart ---

    def on_rows_marked(self) -> None:
        """What was asked of another line is asked no more."""
        if self._asked is not None and self.rows.marked != APART + self._asked[0]:
            self._asked = None
            self._say("")

    def action_apart(self) -> None:
        """Ask once whether the marked card is somebody else's; Enter takes it apart."""
        kind, _colon, customer_id = self.rows.marked.partition(":")
        if kind + ":" == APART:
            self._asked = (customer_id, monotonic())
            self._say(_("Two people after all? Enter takes this card apart · Esc leaves it"), "bold")

    def _take_apart(self, customer_id: str) -> None:
        self._asked = None
        working.write(self, partial(merging.unmerge, self._desk, customer_id), self._was_taken_apart, self._failed)

    def _was_taken_apart(self, done: Unmerged) -> None:
        self._merge_left(_("{merged} is apart from {kept} again").format(merged=done.merged_name, kept=done.kept_name))

    def action_back(self) -> None:
        """Out of the question, then out of the list."""
        if self._asked is not None:
            self._asked = None
            self._say("")
        else:
            self.dismiss(self._changed)
