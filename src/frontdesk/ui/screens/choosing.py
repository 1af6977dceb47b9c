"""What a chosen line of the start does: a conversation begins, goes on or gets its customer; a promise is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import finding
from frontdesk.desk.views import QueueKind, QueueLine, Talk
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line
from frontdesk.ui import working
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Opens, Room, Takes
from frontdesk.ui.screens.missed_call import ask_about_missed
from frontdesk.ui.screens.new_customer import NewCustomerScreen
from frontdesk.ui.screens.promise_choice import CONVERSE, KEEP, ask_about
from frontdesk.ui.widgets.asked import ASKED
from frontdesk.ui.widgets.results import NEW, UNNAMED, resume_rows
from frontdesk.ui.widgets.ringing import CALL
from frontdesk.ui.widgets.rows import Rows
from frontdesk.ui.widgets.search import SearchInput

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

TOLD_SECONDS = 4


def begin(desk: Desk, customer_id: str) -> Talk | tuple[QueueLine, ...]:
    """A new conversation with the customer, or the open ones that could be gone on with instead."""
    drafts = tuple(
        line for line in finding.queue(desk) if line.kind is QueueKind.DRAFT and line.customer_id == customer_id
    )
    return drafts or talking.start(desk, customer_id=customer_id)


class Choosing(Room):
    """The part of the start that acts. Nothing is begun twice: while one answer is awaited, the next is not asked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._queue: tuple[QueueLine, ...] | None = None
        self._resuming = False
        self._naming: Talk | None = None
        self._busy = False
        self._going = False
        self._kept_words = ""

    @property
    def _search(self) -> SearchInput:
        return self.query_one(SearchInput)

    @property
    def _lines(self) -> Rows:
        return self.query_one("#lines", Rows)

    @property
    def _text(self) -> str:
        return clean_line(self._search.value)

    def _load_queue(self) -> None:
        raise NotImplementedError

    def _open(self, row_id: str) -> None:
        kind, _colon, name = row_id.partition(":")
        if self._busy or not kind:
            return
        if self._naming is not None and kind in ("customer", "order", UNNAMED):
            self._link(self._naming, kind, name)
        elif kind in ("talk", ASKED):
            self._go(name)
        elif kind == "promise":
            self._ask_about(name, CONVERSE)
        elif kind == CALL:
            self._take_call(name)
        elif kind == "missed":
            ask_about_missed(self, name, self._load_queue)
        elif kind == "event":
            self._open_calls(name)
        elif kind == "customer":
            self._busy = True
            working.write(self, partial(begin, self.desk, name), self._begun, self._not_begun)
        elif kind == "begin":
            self._start(customer_id=name)
        elif kind == "order":
            self._start(order_id=name)
        elif kind == NEW:
            self.action_new_customer()
        elif kind == UNNAMED:
            self.action_unnamed()

    def _take_call(self, call_id: str) -> None:
        """The telephone that rings; the App takes it."""
        self.post_message(Takes(call_id))

    def _open_calls(self, event_id: str) -> None:
        """The call list of a mass event; whoever is chosen in it is talked with."""
        from frontdesk.ui.screens.call_list import CallListScreen

        def done(row_id: str | None) -> None:
            self._load_queue()
            if row_id:
                self._open(row_id)

        self.app.push_screen(CallListScreen(self.desk, event_id), done)

    def _link(self, talk: Talk, kind: str, name: str) -> None:
        """The conversation goes on, with the customer or the order when one was chosen."""
        if kind == UNNAMED:
            self._go(talk.id)
            return
        self._busy = True
        link = partial(talking.write, self.desk, talk.id, customer_id=name)
        if kind == "order":
            link = partial(talking.write, self.desk, talk.id, order_id=name)
        working.write(self, link, self._begun, self._not_begun)

    def _begun(self, answer: Talk | tuple[QueueLine, ...]) -> None:
        if isinstance(answer, Talk):
            self._go(answer.id)
            return
        self._busy = False
        self._resuming = True
        self._search.typed_ahead()  # which conversation these words belong to is not known
        self._lines.show(resume_rows(self.desk, answer[0].customer_name, answer), mark="")
        self._lines.focus()

    def _not_begun(self, error: DeskError) -> None:
        self._busy = False
        self._search.search_on()
        self.notify(plain(str(error)).plain, severity="error", markup=False, timeout=10)

    def _start(self, *, customer_id: str | None = None, order_id: str | None = None) -> None:
        if not self._busy:
            self._busy = True
            start = partial(talking.start, self.desk, customer_id=customer_id, order_id=order_id)
            working.write(self, start, self._begun, self._not_begun)

    def _go(self, conversation_id: str) -> None:
        self._resuming = False
        self._naming = None
        self._search.value = ""
        self._going = True
        self.post_message(Opens(conversation_id, self._typed_ahead))

    def _typed_ahead(self) -> str:
        """What was typed since the key that opened the conversation, behind what was kept for it."""
        kept, self._kept_words = self._kept_words, ""
        return kept + self._search.typed_ahead()

    def action_unnamed(self) -> None:
        """A conversation with somebody who gives no name."""
        if self._naming is not None:
            self._go(self._naming.id)
        else:
            self._start()

    def action_new_customer(self) -> None:
        """A small form, with what was typed as the name."""
        self.app.push_screen(NewCustomerScreen(self.desk, self._text, self._naming), self._new_customer_done)

    def _new_customer_done(self, conversation_id: str | None) -> None:
        if conversation_id is not None:
            self._go(conversation_id)

    def action_keep(self) -> None:
        """The marked promise was kept: asks once, because a promise is kept only once."""
        kind, _colon, name = self._lines.marked.partition(":")
        if kind == "promise":
            self._ask_about(name, KEEP)
        else:
            self.notify(_("a promise is kept: mark its line first"), markup=False, timeout=TOLD_SECONDS)

    def _waiting_here(self) -> tuple[str, Talk | None] | None:
        """The customer whose promise, call or conversation waits on the marked line."""
        waiting = () if self._text else self._queue or ()
        name = self._lines.marked.partition(":")[2]
        line = next((each for each in waiting if each.id == name and each.customer_id is not None), None)
        return None if line is None or line.customer_id is None else (line.customer_id, None)

    def _ask_about(self, promise_id: str, mark: str) -> None:
        if any(each.id == promise_id for each in self._queue or ()):
            ask_about(self, promise_id, mark, self._load_queue)
