"""What the keys do on the marked line of the day: keep, hand on, call, answer, open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.binding import ActiveBinding, Binding

from frontdesk.desk.approvals.approval_views import WaitingLine
from frontdesk.desk.day import leading
from frontdesk.desk.day.day_views import Day, TalkLine
from frontdesk.desk.people import roles
from frontdesk.desk.views import GivenLine, PromiseLine, QueueLine, Talk
from frontdesk.ground.language import _
from frontdesk.ui import working
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.approval import ApprovalScreen
from frontdesk.ui.screens.base import Opens, Room
from frontdesk.ui.screens.choosing import begin
from frontdesk.ui.screens.day_lists import (
    Listed,
    ListScreen,
    care_list,
    cases_list,
    given_list,
    promises_list,
    talks_list,
)
from frontdesk.ui.screens.grant import open_grant
from frontdesk.ui.screens.grant_back import ask_about_grant
from frontdesk.ui.screens.missed_call import ask_about_missed
from frontdesk.ui.screens.promise_choice import CALL, CONVERSE, KEEP, ask_about, hand_on
from frontdesk.ui.widgets import day_asked, day_called, day_done, day_owed
from frontdesk.ui.widgets.rows import Rows

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

_ON_PROMISES = ("keep", "reassign", "call")
_ON_WAITING = ("yes", "other")


class DayActing(Room):
    """The part of the day that acts on the marked line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.day: Day | None = None

    @property
    def rows(self) -> Rows:
        """The list in which the person is."""
        raise NotImplementedError

    def load(self) -> None:
        """Read the day again."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys for promises work on a promise that waits, those for approvals while somebody waits."""
        if action in _ON_PROMISES:
            promise = self._promise(self.rows.marked)
            return promise is not None and promise.state in ("open", "overdue")
        if action in _ON_WAITING:
            return self.day is not None and bool(self.day.waiting)
        return super().check_action(action, parameters)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now. Those for approvals always do while somebody waits, and are at the foot where they
        are about the marked line; to give ahead is at the foot of those who lead."""
        active = super().active_bindings
        if not self.is_attached:
            return active
        hidden = () if self.rows.marked.startswith(day_asked.WAITING) else _ON_WAITING
        rules = self.desk.guidelines
        if rules is None or not roles.leads(rules, self.desk.person.role):
            hidden = (*hidden, "give_ahead")
        return {key: each._replace(binding=_here(each.binding, hidden)) for key, each in active.items()}

    def on_rows_marked(self) -> None:
        """Other keys may work on another line."""
        self.refresh_bindings()

    def action_help_here(self) -> None:
        """Help, as F1."""
        self.app.call_later(self.app.run_action, "help")

    # --- promises ---

    def action_keep(self) -> None:
        """The marked promise was kept."""
        self._ask_about(self.rows.marked, KEEP)

    def action_call(self) -> None:
        """The number to call, and when."""
        self._ask_about(self.rows.marked, CALL)

    def action_reassign(self) -> None:
        """Somebody else keeps the marked promise."""
        promise = self._promise(self.rows.marked)
        if promise is not None:
            hand_on(self, promise, self.load)

    def _ask_about(self, row_id: str, mark: str) -> None:
        promise = self._promise(row_id)
        if promise is not None:
            ask_about(self, promise.id, mark, self.load)

    def _promise(self, row_id: str) -> PromiseLine | None:
        if self.day is None or not row_id.startswith(day_owed.PROMISE):
            return None
        every = self.day.overdue + self.day.due + self.day.kept
        return next((each for each in every if day_owed.PROMISE + each.id == row_id), None)

    # --- what waits for a yes ---

    def action_yes(self) -> None:
        """Yes to the marked one, or to the one that waits longest."""
        self._answer(True)

    def action_other(self) -> None:
        """Something else instead."""
        self._answer(False)

    def _answer(self, yes: bool) -> None:
        waiting = () if self.day is None else self.day.waiting
        marked = next((each for each in waiting if day_asked.WAITING + each.approval.id == self.rows.marked), None)
        if waiting:
            self.answer_waiting(marked or waiting[0], yes=yes)

    def answer_waiting(self, line: WaitingLine, *, yes: bool) -> None:
        """The question over the day: what the customer said, what is asked, what this person could allow."""
        self.app.push_screen(ApprovalScreen(self.desk, line, other=not yes), lambda _answer: self.load())

    def action_give_ahead(self) -> None:
        """Authority given ahead."""
        open_grant(self, self.desk, self._given_ahead)

    def _given_ahead(self, said: str) -> None:
        self.load()
        self.notify(plain(said).plain, markup=False, timeout=6)

    # --- opening ---

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open what the line is about."""
        event.stop()
        kind, _colon, name = event.row_id.partition(":")
        if self.day is not None:
            self._open(kind + ":", name, self.day)

    def _open(self, kind: str, name: str, day: Day) -> None:
        if kind == day_owed.PROMISE:
            self._ask_about(kind + name, CONVERSE)
        elif kind == day_owed.TALK:
            self.post_message(Opens(name))
        elif kind == day_asked.WAITING:
            self._answer(True)
        elif kind == day_asked.GRANT:
            grant = next((each for each in day.grants if each.id == name), None)
            if grant is not None:
                ask_about_grant(self, self.desk, grant, self.load)
        elif kind == day_done.GESTURE:
            ask = partial(leading.given_of, self.desk, name, day.date)
            working.read(self, "given", ask, partial(self._list_given, name))
        elif kind == day_called.MISSED:
            ask_about_missed(self, name, self.load)
        elif kind == day_asked.EVENT:
            self._open_calls(name)
        elif kind == day_done.STOPPED:
            self._list_stopped(kind + name, day)
        elif (listed := self._listed(kind, name, day)) is not None:
            self._list(listed)
        elif conversation := _conversation_of(kind, name, day):
            self.post_message(Opens(conversation))

    def _listed(self, kind: str, name: str, day: Day) -> Listed | None:
        """The list behind a line that stands for several things."""
        if kind == day_owed.CAUSE:
            return next((cases_list(self.desk, each) for each in day.causes if each.id == name), None)
        several: dict[str, Callable[[], Listed]] = {
            "overdue": lambda: promises_list(self.desk, _("OVERDUE"), day.overdue),
            "due": lambda: promises_list(self.desk, _("DUE"), day.due),
            "kept": lambda: promises_list(self.desk, _("KEPT"), day.kept),
            "care": lambda: care_list(day.care),
        }
        return several[name]() if kind == day_owed.LIST and name in several else None

    def _list_stopped(self, row_id: str, day: Day) -> None:
        lines = () if day.stopped is None else day.stopped.lines
        for line in lines:
            if day_done.stopped_id(line) == row_id:
                ask = partial(leading.talks, self.desk, line.conversations)
                working.read(self, "stopped", ask, partial(self._list_talks, line.name))

    def _list_talks(self, title: str, found: Sequence[TalkLine]) -> None:
        self._list(talks_list(self.desk, title, found))

    def _list_given(self, gesture: str, lines: Sequence[GivenLine]) -> None:
        exponent = 2 if self.desk.guidelines is None else self.desk.guidelines.business.exponent
        sums = () if self.day is None else self.day.given
        label = next((each.label for each in sums if each.gesture == gesture), gesture)
        self._list(given_list(self.desk, label, lines, exponent))

    def _list(self, listed: Listed) -> None:
        self.app.push_screen(ListScreen(listed), self._opened_from_list)

    def _open_calls(self, event_id: str) -> None:
        """The call list of a mass event."""
        from frontdesk.ui.screens.call_list import CallListScreen

        def done(row_id: str | None) -> None:
            self.load()
            self._opened_from_list(row_id)

        self.app.push_screen(CallListScreen(self.desk, event_id), done)

    def _opened_from_list(self, row_id: str | None) -> None:
        kind, _colon, name = (row_id or "").partition(":")
        if kind + ":" == day_owed.TALK:
            self.post_message(Opens(name))
        elif kind == "customer":
            customer = name.partition(":")[0]
            working.write(self, partial(begin, self.desk, customer), self._begun)

    def _begun(self, answer: Talk | tuple[QueueLine, ...]) -> None:
        self.post_message(Opens(answer.id if isinstance(answer, Talk) else answer[0].conversation_id))


def _here(binding: Binding, hidden: Sequence[str]) -> Binding:
    """A key as the foot of the day shows it: on the day F6 leads back to the desk."""
    if binding.action in hidden:
        return replace(binding, show=False)
    return replace(binding, description=_("desk")) if binding.action == "day" else binding


def _conversation_of(kind: str, name: str, day: Day) -> str:
    """The conversation that a line is about, "" when it has none."""
    found: dict[str, str | None] = {}
    if kind == day_asked.WAITING:
        found = {each.approval.id: each.approval.conversation_id for each in day.waiting}
    elif kind == day_owed.IDEA:
        found = {each.id: each.conversation_id for each in day.ideas}
    elif kind == day_done.STORY:
        found = {each.id: each.conversation_id for each in day.stories}
    return found.get(name) or ""
