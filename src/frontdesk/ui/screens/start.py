"""The start: a search over what waits. Everything a shift begins with is one line and Enter away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Footer, Input

from frontdesk.desk import finding, promising, talking
from frontdesk.desk.views import Found, QueueKind, QueueLine, Talk
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_
from frontdesk.ground.text import clean_line
from frontdesk.ui import keys, times, working
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Opens, Room
from frontdesk.ui.screens.new_customer import NewCustomerScreen
from frontdesk.ui.screens.promise_choice import CONVERSE, KEEP, PromiseChoice
from frontdesk.ui.widgets.header import GuidelinesLine, Header
from frontdesk.ui.widgets.queue import note, queue_rows
from frontdesk.ui.widgets.results import NEW, UNNAMED, result_rows, resume_rows
from frontdesk.ui.widgets.rows import Rows
from frontdesk.ui.widgets.search import SearchInput, SearchLine

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

QUEUE_SECONDS = 30
RESULTS_MAX = 20


def begin(desk: Desk, customer_id: str) -> Talk | tuple[QueueLine, ...]:
    """A new conversation with the customer, or the open ones that could be gone on with instead."""
    drafts = tuple(
        line for line in finding.queue(desk) if line.kind is QueueKind.DRAFT and line.customer_id == customer_id
    )
    return drafts or talking.start(desk, customer_id=customer_id)


class StartScreen(Room):
    """Search over queue. An empty search shows what waits; letters show whom they find."""

    BINDINGS = [*keys.bindings("start")]
    HELP_TEXT = N_(
        "The start: who waits, and who comes. Promises that are overdue or due stand first, then open conversations."
    )

    def __init__(self, desk: Desk, text: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._typed = text
        self._queue: tuple[QueueLine, ...] | None = None
        self._found: tuple[Found, ...] = ()
        self._found_for = ""
        self._open_when_found = False
        self._resuming = False
        self._busy = False

    def compose(self) -> ComposeResult:
        """Header, search, list, keys."""
        yield Header(self.desk)
        yield GuidelinesLine(self.desk)
        yield SearchLine(self._typed)
        lines_help = N_("What waits, or whom the search found. Enter opens the marked line.")
        yield Rows(id="lines", help_text=lines_help, always_marked=True)
        yield Footer(show_command_palette=False, compact=True)

    @property
    def _search(self) -> SearchInput:
        return self.query_one(SearchInput)

    @property
    def _lines(self) -> Rows:
        return self.query_one("#lines", Rows)

    @property
    def _text(self) -> str:
        return clean_line(self._search.value)

    def on_mount(self) -> None:
        """The search has the focus; the queue is read now and every half minute."""
        self._search.focus()
        self._search.action_end()
        self.set_interval(QUEUE_SECONDS, self._load_queue)

    def take_desk(self, desk: Desk) -> None:
        """Read again by the guidelines that are now in force."""
        super().take_desk(desk)
        self._load_queue()

    def on_screen_resume(self) -> None:
        """Back from a conversation: what waits may have changed."""
        self._busy = False
        self._load_queue()
        if self._text:
            self._find()

    def find(self) -> None:
        """An empty search with the focus: F2, from anywhere."""
        self._resuming = False
        self._search.value = ""
        self._search.focus()

    # --- reading ---

    def _load_queue(self) -> None:
        working.read(self, "queue", partial(finding.queue, self.desk), self._queue_came, self._queue_failed)

    def _queue_came(self, queue: tuple[QueueLine, ...]) -> None:
        self._queue = tuple(queue)
        if not self._text and not self._resuming:
            self._show()

    def _queue_failed(self, error: DeskError) -> None:
        if self._queue is None:
            self._lines.show([note("! " + str(error))])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Each letter asks the database; the answer to an older text is dropped."""
        event.stop()
        self._resuming = False
        self._open_when_found = False
        if self._text:
            self._find()
        else:
            self._found, self._found_for = (), ""
            self._show()

    def _find(self) -> None:
        text = self._text
        working.read(
            self, "find", partial(finding.find, self.desk, text, limit=RESULTS_MAX), partial(self._found_came, text)
        )

    def _found_came(self, text: str, found: tuple[Found, ...]) -> None:
        if text != self._text or self._resuming:
            return
        self._found, self._found_for = tuple(found), text
        self._show(mark="" if self._search.has_focus else None)
        if self._open_when_found and len(found) == 1:
            self._open(self._lines.marked)
        self._open_when_found = False

    def _show(self, mark: str | None = None) -> None:
        if self._text:
            self._lines.show(result_rows(self.desk, self._found_for, self._found), mark=mark)
        elif self._queue is not None:
            self._lines.show(queue_rows(self.desk, self._queue), mark=mark)

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
        if self._text and self._found_for != self._text:
            self._open_when_found = True
        else:
            self._open(self._lines.marked)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A line was chosen in the list."""
        self._open(event.row_id)

    def _open(self, row_id: str) -> None:
        kind, _colon, name = row_id.partition(":")
        if self._busy or not kind:
            return
        if kind == "talk":
            self._go(name)
        elif kind == "promise":
            self._ask_about(name, CONVERSE)
        elif kind == "customer":
            self._busy = True
            working.write(self, partial(begin, self.desk, name), self._begun, self._not_begun)
        elif kind == "begin":
            self._start(customer_id=name)
        elif kind == NEW:
            self.action_new_customer()
        elif kind == UNNAMED:
            self.action_unnamed()

    def _begun(self, answer: Talk | tuple[QueueLine, ...]) -> None:
        if isinstance(answer, Talk):
            self._go(answer.id)
            return
        self._busy = False
        self._resuming = True
        self._lines.show(resume_rows(self.desk, answer[0].customer_name, answer), mark="")
        self._lines.focus()

    def _not_begun(self, error: DeskError) -> None:
        self._busy = False
        self.notify(plain(str(error)).plain, severity="error", markup=False, timeout=10)

    def _start(self, *, customer_id: str | None = None) -> None:
        if not self._busy:
            self._busy = True
            working.write(
                self, partial(talking.start, self.desk, customer_id=customer_id), self._begun, self._not_begun
            )

    def _go(self, conversation_id: str) -> None:
        self._resuming = False
        self._search.value = ""
        self.post_message(Opens(conversation_id))

    # --- keys ---

    def action_back(self) -> None:
        """One step back: from the list to the search, from a search to an empty one."""
        if self._resuming:
            self._resuming = False
            self._show()
        elif self._search.has_focus:
            self._search.value = ""
        self._search.focus()

    def action_search(self) -> None:
        """Back to the search line."""
        self._search.focus()

    def action_help_here(self) -> None:
        """Help, as F1."""
        self.app.call_later(self.app.run_action, "help")

    def action_unnamed(self) -> None:
        """A conversation with somebody who gives no name."""
        self._start()

    def action_new_customer(self) -> None:
        """A small form, with what was typed as the name."""
        self.app.push_screen(NewCustomerScreen(self.desk, self._text), self._new_customer_done)

    def _new_customer_done(self, conversation_id: str | None) -> None:
        if conversation_id is not None:
            self._go(conversation_id)

    def action_keep(self) -> None:
        """The marked promise was kept: asks once, because a promise is kept only once."""
        kind, _colon, name = self._lines.marked.partition(":")
        if kind == "promise":
            self._ask_about(name, KEEP)

    def _ask_about(self, promise_id: str, mark: str) -> None:
        line = next((each for each in self._queue or () if each.id == promise_id), None)
        if line is None:
            return
        question = PromiseChoice(
            line.customer_name, line.text, times.short_words(self.desk, line.at), line.owner, mark=mark
        )
        self.app.push_screen(question, partial(self._promise_answered, line))

    def _promise_answered(self, line: QueueLine, answer: str | None) -> None:
        if answer == CONVERSE:
            self._go(line.conversation_id)
        elif answer == KEEP:
            working.write(self, partial(promising.keep, self.desk, line.id), lambda _kept: self._load_queue())
