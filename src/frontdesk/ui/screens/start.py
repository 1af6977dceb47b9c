"""The start: a search over what waits. Everything a shift begins with is one line and Enter away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from frontdesk.desk.customers import finding
from frontdesk.desk.views import Found, QueueLine, Talk
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import clean_line
from frontdesk.ui import dropped, keys, working
from frontdesk.ui.latest import Latest
from frontdesk.ui.plain import cut, plain
from frontdesk.ui.screens.noticing import Noticing
from frontdesk.ui.screens.review_begin import ReviewBeginScreen
from frontdesk.ui.screens.start_calls import TakesCalls
from frontdesk.ui.widgets import badge
from frontdesk.ui.widgets.asked import ASKED, asked_rows
from frontdesk.ui.widgets.header import GuidelinesLine, Header
from frontdesk.ui.widgets.key_line import KeyLine
from frontdesk.ui.widgets.queue import first_day_rows, queue_rows
from frontdesk.ui.widgets.results import naming_rows, result_rows
from frontdesk.ui.widgets.ringing import call_rows
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.search import SearchLine
from frontdesk.ui.widgets.sections import note

if TYPE_CHECKING:
    from frontdesk.desk.approvals.approval_views import ApprovalLine
    from frontdesk.desk.customers.card_views import OrderLine
    from frontdesk.desk.desk import Desk

QUEUE_SECONDS = 30
RESULTS_MAX = 20
TypedBefore = tuple[str, str | None]
"""What was typed, and what after an Enter that followed it; None for no Enter."""


def nothing_typed() -> TypedBefore:
    """Nobody typed anything before."""
    return "", None


class StartScreen(Noticing, TakesCalls):
    """Search over queue. An empty search shows what waits; letters show whom they find."""

    BINDINGS = [*keys.bindings("start")]
    HELP_TEXT = N_(
        "The start: who waits, and who comes. Promises that are overdue or due stand first, then open conversations."
    )

    def __init__(self, desk: Desk, before: Callable[[], TypedBefore] = nothing_typed) -> None:
        """`before` says what was typed before the desk was open; it is asked when this screen can take letters."""
        super().__init__(desk)
        self._before = before
        self._first_text = ""
        self._first_ahead: str | None = None
        self._takes_letters = False
        self._found: tuple[Found, ...] = ()
        self._nameless: tuple[OrderLine, ...] = ()
        self._found_for = ""
        self._nobody_known = False
        self._open_when_found = False
        self._card_when_found = False
        self._letters = Latest(self, "find", self._ask, self._found_came)

    def compose(self) -> ComposeResult:
        """Header, search, list, keys."""
        yield Header(self.desk)
        yield GuidelinesLine(self.desk)
        yield SearchLine()
        lines_help = N_("What waits, or whom the search found. Enter opens the marked line.")
        yield Rows(id="lines", help_text=lines_help, always_marked=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """The search has the focus; the queue is read now and every half minute."""
        self._first_text, self._first_ahead = self._before()
        self._search.value = self._first_text
        self.set_focus(self._search)  # at once: from here on no key comes to the screen itself
        self._search.action_end()
        self.call_later(self._take_letters)
        if self._first_ahead is not None:
            self._search.type_ahead(self._first_ahead)
            self._open_when_found = True
        self.set_interval(QUEUE_SECONDS, self._load_queue)

    def _take_letters(self) -> None:
        """From now on every key comes by way of the field: what came to the screen before it had the focus is done."""
        self._takes_letters = True

    def take_desk(self, desk: Desk) -> None:
        """Read again by the guidelines that are now in force."""
        super().take_desk(desk)
        self._load_queue()

    def on_screen_resume(self) -> None:
        """Back from a conversation: what waits may have changed."""
        self._busy = self._going = False
        if not self._open_when_found:
            self._search.search_on()
        self._load_queue()
        if self._text:
            self._find()

    def find(self, naming: Talk | None = None) -> None:
        """An empty search with the focus; `naming` is a conversation that goes on with the customer who is chosen."""
        self._resuming = False
        self._naming = naming
        self._search.value = ""
        self.set_focus(self._search)  # at once: what is marked is what Enter in the search opens
        self._show()
        came = next((each for each in self._asked if badge.came_back(each)), None)
        if came is not None and naming is None:
            self._lines.mark(f"{ASKED}:{came.conversation_id}")  # it is what the header sent the person here for

    # --- reading ---

    def _load_queue(self) -> None:
        working.read(self, "queue", self._ask_queue, self._queue_came, self._queue_failed)

    def _ask_queue(self) -> tuple[tuple[QueueLine, ...], bool]:
        queue = finding.queue(self.desk)
        return queue, not queue and finding.nobody_known(self.desk)

    def _queue_came(self, answer: tuple[tuple[QueueLine, ...], bool]) -> None:
        self._queue, self._nobody_known = answer
        if not self._text and not self._resuming:
            self._show()

    def _queue_failed(self, error: DeskError) -> None:
        if self._queue is None:
            self._lines.show([note("! " + str(error))])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Each letter asks the database, the newest as soon as it can answer; what is older is never shown."""
        event.stop()
        self._resuming = False
        if self._first_ahead is None or self._text != clean_line(self._first_text):
            self._open_when_found = self._card_when_found = False
        self._look_for_file()
        if self._text:
            self._find()
        else:
            self._letters.want("")
            self._found, self._nameless, self._found_for = (), (), ""
            self._show()

    def _find(self) -> None:
        self._letters.want(self._text)

    def _ask(self, text: str) -> tuple[tuple[Found, ...], tuple[OrderLine, ...]]:
        return finding.find(self.desk, text, limit=RESULTS_MAX), finding.orders_without_name(self.desk, text)

    def _found_came(self, text: str, answer: tuple[tuple[Found, ...], tuple[OrderLine, ...]]) -> None:
        if text != self._text or self._resuming:
            return
        self._found, self._nameless = answer
        self._found_for = text
        self._show()
        if self._open_when_found and len(self._found) + len(self._nameless) <= 1:  # nobody: a new card is the one way
            self._open(self._lines.marked)
        elif self._card_when_found:
            self._see_card()
        if not (self._busy or self._going):
            self._keep_for_choice() if self._first_ahead is not None else self._search.search_on()
        self._open_when_found, self._card_when_found, self._first_ahead = False, False, None

    def _keep_for_choice(self) -> None:
        """Several fit what was looked for before the desk was open: what was typed after Enter is for one of them."""
        self._kept_words = self._search.typed_ahead()
        if self._kept_words:
            said = _("“{words}” is kept for whom you choose").format(words=cut(self._kept_words, 40))
            self.notify(plain(said).plain, markup=False, timeout=10)

    def _show(self) -> None:
        """While the search has the focus the first line is marked: that is what Enter opens."""
        mark = "" if self.focused is self._search else None
        if self._dropped is not None:
            self._show_file(self._dropped)
        elif self._naming is not None and not self._text:
            self._lines.show(naming_rows(self._naming), mark=mark)
        elif self._text:
            self._lines.show(result_rows(self.desk, self._found_for, self._found, self._nameless), mark=mark)
        elif self._queue is not None:
            asked = asked_rows(self.desk, self._asked)
            calls = call_rows(self.desk, self._calls)
            self._lines.show([*calls, *asked, *self._queue_rows(self._queue)], mark=mark)

    def _queue_rows(self, queue: tuple[QueueLine, ...]) -> list[Row]:
        return first_day_rows(dropped.allowed(self.app)) if self._nobody_known else queue_rows(self.desk, queue)

    def hear(self, line: ApprovalLine, text: str) -> bool:
        """The list says it, unless it shows whom a search found."""
        return not self._text

    # --- choosing ---

    def on_search_input_down(self) -> None:
        """The arrow down leaves the field."""
        if self._lines.marked:
            self._lines.focus()

    def on_rows_above(self) -> None:
        """The arrow up on the first line goes back to the field."""
        self._search.focus()

    def on_search_input_open(self) -> None:
        """Enter opens the marked line, but never one that answers an older text."""
        if self._enter_is_for_file():
            pass
        elif self._text and self._found_for != self._text:
            self._open_when_found = True
        else:
            self._open(self._lines.marked)
        if not (self._busy or self._going):
            self._search.search_on()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A line was chosen in the list."""
        self._open(event.row_id)

    def on_key(self, event: events.Key) -> None:
        """Fast hands type while this screen comes, and after Enter in the list.

        What came before the field had the focus is handed on to it. While a conversation is being opened, letters are
        no keys.
        """
        if not self._takes_letters:
            event.stop()
            event.prevent_default()
            self._search.post_message(events.Key(event.key, event.character))
            return
        opening = (self._busy or self._going) and not self._search.has_focus
        if opening and event.character is not None and event.is_printable:
            event.stop()
            event.prevent_default()
            self._search.type_ahead(event.character)

    # --- keys ---

    def action_back(self) -> None:
        """One step back: from the list to the search, from a search to an empty one."""
        in_search, self._resuming = self.focused is self._search and not self._resuming, False
        self.set_focus(self._search)
        if in_search and self._text:
            self._search.value = ""
            return
        if in_search:
            self._naming = None
        self._show()

    def customer_here(self) -> tuple[str, str] | None:
        """The customer whom the search has marked."""
        kind, _colon, name = self._lines.marked.partition(":")
        known = next((each for each in self._found if kind == "customer" and each.id == name), None)
        return None if known is None or self._found_for != self._text else (known.id, known.name)

    def card_here(self) -> tuple[str, Talk | None] | None:
        """The customer of the marked line, whether the search found them or they wait."""
        return super().card_here() or self._waiting_here()

    def action_card(self, key: str = "") -> None:
        """The card of the marked customer; of what was typed and not yet answered, as soon as it is."""
        if self._text and self._found_for != self._text and self._dropped is None:
            self._card_when_found = True
        else:
            super().action_card(key)

    def action_search(self) -> None:
        """Back to the search line."""
        self._search.focus()

    def action_review(self) -> None:
        """Somebody wrote: of the customer whom the search has marked, or of nobody known yet."""
        kind, _colon, name = self._lines.marked.partition(":")
        known = next((each for each in self._found if kind == "customer" and each.id == name), None)
        form = ReviewBeginScreen(self.desk, *((known.id, known.name) if known else ()))
        self.app.push_screen(form, self._new_customer_done)

    def action_help_here(self) -> None:
        """Help, as F1."""
        self.app.call_later(self.app.run_action, "help")
