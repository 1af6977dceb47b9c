"""The card's list as it stands: read, shown, read again when any desk has written; and how the desk is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from frontdesk.desk.conversations import drafting
from frontdesk.desk.customers import cards, editing_card
from frontdesk.desk.customers.card_views import Card, ChangeLine, Counted
from frontdesk.desk.day import leading
from frontdesk.desk.views import Talk
from frontdesk.ground.errors import BadInput, DeskError, NotFound
from frontdesk.ground.language import N_, _
from frontdesk.ui import working
from frontdesk.ui.plain import cut, plain, width, words
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets import card_rows
from frontdesk.ui.widgets.card_rows import LIKE, NOTE
from frontdesk.ui.widgets.day_head import FilterInput
from frontdesk.ui.widgets.figures import Figures
from frontdesk.ui.widgets.rows import Rows
from frontdesk.ui.widgets.sections import laid_out

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

TALK = "talk:"
LOOK_SECONDS = 1.0
DRAFTED = {"p": "card preference", "n": "card note", "b": "card belongs"}
"""The keys of what is written on a card, and the names of the drafts."""
Done = TypeVar("Done")


class CardState(Question[str | None]):
    """The list and what is known. `talk` is the conversation over which the card is open, None for none."""

    HELP_TEXT = N_(
        "Everything that is known of this customer, each with where it comes from and since when. Enter on a fact "
        "sets it right, on an order makes the conversation about it, on a note shows all of it, on somebody they "
        "belong with opens that card. x strikes out at once, u puts it back. / finds lines by their words, also those "
        "of long ago; d compares it with a card that may be the same person's."
    )

    def __init__(self, desk: Desk, customer_id: str, talk: Talk | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._customer_id = customer_id
        self._talk = talk
        self._figures = Figures.of(desk)
        self._card: Card | None = None
        self._whole: Card | None = None
        self._wanted = ""
        self._counted = Counted()
        self._history: tuple[ChangeLine, ...] = ()
        self._stamp: tuple[int, ...] = ()
        self._struck: dict[str, str] = {}
        self._undo: list[tuple[str, str, Callable[[], Any]]] = []
        self._opened = ""
        self._to_mark: str | None = None
        self._busy = False

    def compose(self) -> ComposeResult:
        """Whose card it is, the list, what was said, the keys."""
        with Vertical(classes="sheet card-sheet"):
            yield Static("", id="card-head")
            with Horizontal(id="card-find"):
                yield Static(plain("/", "$text-accent"))
                yield FilterInput()
            yield Rows(id="card-rows", help_text=N_("What is known. Enter edits the marked fact."))
            yield Static("", id="card-said")
            yield Static("", id="card-keys")

    def on_mount(self) -> None:
        """Read the card, and again when any desk has written."""
        self.rows.focus()
        self._load()
        self.set_interval(LOOK_SECONDS, self._look)
        working.read(self, "drafts", self._read_drafts, self._drafts_came)

    def _read_drafts(self) -> list[str]:
        return [key for key, form in DRAFTED.items() if drafting.draft(self._desk, form, self._customer_id)]

    def _drafts_came(self, waiting: list[str]) -> None:
        """A line that dropped in the middle of a word: the key that goes on with it is said."""
        if waiting:
            said = _("what you were writing on this card waits: {keys} goes on with it")
            self._say(said.format(keys=" · ".join(waiting)), "$text-warning")

    def on_resize(self) -> None:
        """Long texts are broken anew."""
        super().on_resize()
        self.query_one("#card-keys", Static).update(plain(self._keys_words(), "$text-muted"))
        if self._card is not None:
            self.call_after_refresh(self._show)

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one("#card-rows", Rows)

    def _look(self) -> None:
        if self.is_current and leading.stamp(self._desk) != self._stamp:
            self._load()

    def _load(self, mark: str | None = None) -> None:
        """Read it again; what is to be marked then is marked also when a newer question makes this one void."""
        self._stamp = leading.stamp(self._desk)
        self._to_mark = self._to_mark if mark is None else mark
        working.read(self, "card", self._read, self._came, self._not_read)

    def _read(self) -> tuple[Card, tuple[ChangeLine, ...]]:
        return cards.card(self._desk, self._customer_id), editing_card.history(self._desk, self._customer_id)

    def _came(self, found: tuple[Card, tuple[ChangeLine, ...]]) -> None:
        self._card, self._history = found
        mark, self._to_mark = self._to_mark, None
        self._look_beside()
        there = {LIKE + each.id for each in self._card.preferences} | {NOTE + each.id for each in self._card.notes}
        self._struck = {row_id: text for row_id, text in self._struck.items() if row_id not in there}
        self._show(mark)

    def _not_read(self, error: DeskError) -> None:
        """Of a card that is gone (its person was erased meanwhile) nothing stays on the screen."""
        if isinstance(error, NotFound):
            self._card, self._whole, self._history = None, None, ()
            self._struck, self._undo = {}, []
            self.rows.show([])
            self.query_one("#card-head", Static).update("", layout=False)
        self._failed(error)

    def tell(self, text: str) -> bool:
        """On the line above the keys."""
        self._say(text, "$text-accent")
        return True

    def _failed(self, error: DeskError) -> None:
        self._say(str(error), "$text-warning")

    def _show(self, mark: str | None = None) -> None:
        card = self._shown_card
        if card is None:
            return
        talk = self._talk
        shown = card_rows.Shown(
            card,
            self._history,
            self._desk.now(),
            about=talk is not None,
            order_id=None if talk is None else talk.order_id,
            struck=self._struck,
            opened=self._opened,
            counted=self._counted,
        )
        cells = max(self.rows.size.width - 4, 20)
        self.rows.show(laid_out(card_rows.sections(shown, self._figures, cells), self._wanted), mark=mark)
        self._show_head(card)

    def _show_head(self, card: Card) -> None:
        """Whose card it is; at the end of the line, what else may be theirs."""
        cells = max(self.size.width - 2, 20)
        name, about = cut(card.name, max(cells - 24, 20)), "  " + _("the card")
        room = cells - width(name) - width(about) - 2
        beside = next((form for form in self._beside_words() if width(form) <= room), "")
        gap = " " * (room + 2 - width(beside))
        head = words((name, "bold"), (about, "$text-muted"), gap, (beside, "$text-accent"))
        self.query_one("#card-head", Static).update(head, layout=False)

    @property
    def _shown_card(self) -> Card | None:
        """The card as it is shown; while something is looked for, with everything that may be found."""
        return self._whole if self._wanted and self._whole is not None else self._card

    def _keys_words(self) -> str:
        return _known_keys(self.size.width - 2, writes_files=self._desk.writes_files)

    def _look_beside(self) -> None:
        """Ask, once the card stands there, what is not needed for its first paint."""

    def _beside_words(self) -> Sequence[str]:
        """What may be theirs, too, in forms from long to short."""
        return ()

    def _say(self, text: str, tone: str = "$text-accent") -> None:
        self.query_one("#card-said", Static).update(plain(text, tone))

    def _do(self, act: Callable[[], Done], done: Callable[[Done], Any]) -> None:
        """Let the desk record something, once; what it refuses was never to be saved, and is said."""
        if self._busy:
            return
        self._busy = True

        def ask() -> Done | DeskError:
            try:
                return act()
            except (BadInput, NotFound) as error:
                return error

        def answered(answer: Done | DeskError) -> None:
            self._busy = False
            if isinstance(answer, DeskError):
                self._failed(answer)
            else:
                done(answer)

        def failed(error: DeskError) -> None:
            self._busy = False
            self._failed(error)

        working.write(self, ask, answered, failed)

    @property
    def _marked(self) -> tuple[str, str]:
        kind, _colon, name = self.rows.marked.partition(":")
        return kind + ":", name

    @property
    def _conversation_id(self) -> str | None:
        return None if self._talk is None or not self._talk.open else self._talk.id

    @property
    def _known(self) -> Card:
        card = self._shown_card
        if card is None:
            raise AssertionError("a line was chosen before there was one")
        return card

    def _go(self, conversation_id: str) -> None:
        if self._talk is not None and conversation_id == self._talk.id:
            self._say(_("that is this conversation"), "$text-muted")
        elif conversation_id:
            self.dismiss(TALK + conversation_id)


def _known_keys(cells: int, *, writes_files: bool) -> str:
    """The keys of the card; where all do not fit, help has the rest."""
    often = _("Enter edit · l likes · n note · b with · x strike · u back · / find")
    seldom = _("h hand over · e erase") if writes_files else _("e erase")
    few = _("Enter edit · l likes · n note · x strike · / find")
    out = _("F1 help · Esc back")
    forms = (f"{often} · {seldom} · {out}", f"{often} · {out}", f"{few} · {out}", f"{few} · F1 · Esc")
    return next((form for form in forms if width(form) <= cells), cut(few, cells))
