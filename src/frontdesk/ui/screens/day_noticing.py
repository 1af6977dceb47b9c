"""What is noticed on the day: the marked line is what a story or an idea is about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.content import Content

from frontdesk.desk.day.day_views import Day
from frontdesk.desk.learning import causing, ideas
from frontdesk.desk.learning.care_views import CauseLine
from frontdesk.desk.learning.learning_views import IdeaLine, IdeaState
from frontdesk.desk.people import staffing
from frontdesk.desk.views import Person, Talk
from frontdesk.ground.language import _, ngettext
from frontdesk.ui import working
from frontdesk.ui.plain import fitted, plain, width, words
from frontdesk.ui.screens.cause_sheet import CASES, FIXED, OWNER, CauseSheet
from frontdesk.ui.screens.day_acting import DayActing
from frontdesk.ui.screens.day_lists import Listed, ListScreen, cases_list
from frontdesk.ui.screens.idea import Cause
from frontdesk.ui.screens.idea_sheet import IdeaSheet
from frontdesk.ui.screens.noticing import TOLD_SECONDS, Noticing
from frontdesk.ui.screens.promise_owner import OwnerScreen
from frontdesk.ui.widgets import day_asked, day_done, day_owed
from frontdesk.ui.widgets.figures import column
from frontdesk.ui.widgets.idea_words import idea_state
from frontdesk.ui.widgets.rows import Row


class DayNoticing(Noticing, DayActing):
    """The marked line as what a story or an idea comes from."""

    def say_noticed(self, text: str) -> None:
        """Beside the lists: the line under the date is written anew whenever the day is read."""
        self.notify(plain(text).plain, markup=False, timeout=TOLD_SECONDS)

    def story_of(self) -> tuple[str, str] | None:
        """The conversation of the marked line, when it has one."""
        found = None if self.day is None else _talk_of(self.rows.marked, self.day)
        return None if found is None else found[:2]

    def card_here(self) -> tuple[str, Talk | None] | None:
        """The customer of the marked promise."""
        promise = self._promise(self.rows.marked)
        return None if promise is None or promise.customer_id is None else (promise.customer_id, None)

    def action_house(self) -> None:
        """How the house stands."""
        from frontdesk.ui.screens.house import HouseScreen

        self.app.push_screen(HouseScreen(self.desk))

    def idea_cause(self) -> Cause:
        """The gesture, the guideline line or the conversation of the marked line."""
        day, (kind, _colon, name) = self.day, self.rows.marked.partition(":")
        if day is None:
            return Cause()
        if kind + ":" == day_done.GESTURE:
            label = next((each.label for each in day.given if each.gesture == name), name)
            return Cause(_("about: {label}").format(label=label), gesture=name)
        for line in () if day.stopped is None else day.stopped.lines:
            if day_done.stopped_id(line) == self.rows.marked:
                latest = line.conversations[0] if line.conversations else None
                return Cause(_("about: {label}").format(label=line.name), gesture=line.gesture, conversation_id=latest)
        found = _talk_of(self.rows.marked, day)
        if found is None:
            return Cause()
        about = _("about the conversation: “{words}”").format(words=found[2]) if found[2] else found[1]
        return Cause(about, conversation_id=found[0])

    # --- ideas, for whoever answers them ---

    def _open(self, kind: str, name: str, day: Day) -> None:
        """An idea opens with what stands behind it; everything else as the day does."""
        if kind == day_owed.IDEA:
            self.open_idea(name)
        elif kind == day_owed.CAUSE:
            found = next((each for each in day.causes if each.id == name), None)
            if found is not None:
                self._open_cause(found)
        else:
            super()._open(kind, name, day)

    def open_idea(self, idea_id: str) -> None:
        """The idea, its answer, and what becomes of it."""

        def done(said: str | None) -> None:
            self.load()
            if said:
                self.say_noticed(said)

        self.app.push_screen(IdeaSheet(self.desk, idea_id), done)

    def _open_cause(self, cause: CauseLine) -> None:
        """The thing that came back: fixed, handed on, or looked at case by case."""

        def named(name: str | None) -> None:
            if name is not None:
                working.write(self, partial(causing.own, self.desk, cause.id, name), lambda _line: self.load())

        def people_came(people: Sequence[Person]) -> None:
            self.app.push_screen(OwnerScreen(cause.thing, cause.owner, [each.name for each in people]), named)

        def done(then: str | None) -> None:
            if then == OWNER:
                working.read(self, "owners", partial(staffing.list_staff, self.desk), people_came)
            elif then == CASES:
                self._list(cases_list(self.desk, cause))
            elif then == FIXED:
                self.load()
                self.say_noticed(_("fixed: {thing}").format(thing=cause.thing))

        self.app.push_screen(CauseSheet(self.desk, cause), done)

    def action_look_back(self) -> None:
        """A week or a month, up to the day that is shown."""
        from frontdesk.ui.screens.day_looking_back import LookingBackScreen

        today = self.desk.today()
        until = today if self.day is None else min(self.day.date, today)
        self.app.push_screen(LookingBackScreen(self.desk, until), self._opened_from_list)

    def action_all_ideas(self) -> None:
        """Every idea there ever was, by how it stands."""
        working.read(self, "all ideas", partial(ideas.everything, self.desk), self._list_ideas)

    def _list_ideas(self, found: tuple[IdeaLine, ...]) -> None:
        def chosen(row_id: str | None) -> None:
            if row_id:
                self.open_idea(row_id.removeprefix(day_owed.IDEA))

        waits = sum(each.state in (IdeaState.OWED, IdeaState.OVERDUE, IdeaState.LATER) for each in found)
        remark = ngettext("{count} waits for its answer", "{count} wait for their answers", waits).format(count=waits)
        listed = Listed(_("IDEAS"), remark, tuple(_idea_row(each) for each in found))
        self.app.push_screen(ListScreen(listed), chosen)


def _idea_row(idea: IdeaLine) -> Row:
    symbol, word, style = idea_state(idea.state)

    def made(cells: int) -> Content:
        state_cells = 11
        name = width(idea.author) + 1
        return words(
            (fitted(f"{symbol} {word}", state_cells - 1) + " ", style),
            column(idea.text, cells - state_cells - name),
            (" " + idea.author, "$text-muted"),
        )

    return Row(day_owed.IDEA + idea.id, made)


def _talk_of(row_id: str, day: Day) -> tuple[str, str, str] | None:
    """The conversation of a line: its id, the customer's name, and what was asked."""
    kind, _colon, name = row_id.partition(":")
    kind += ":"
    if kind == day_owed.PROMISE:
        for promise in day.overdue + day.due + day.kept:
            if promise.id == name:
                return promise.conversation_id, promise.customer_name, promise.request or promise.text
    elif kind == day_owed.TALK:
        for empty in day.left_empty:
            if empty.conversation_id == name:
                return name, empty.customer_name, empty.request
        return name, "", ""
    elif kind == day_asked.WAITING:
        for line in day.waiting:
            if line.approval.id == name:
                return line.approval.conversation_id, line.customer_name, line.request
    elif kind == day_done.STORY:
        for story in day.stories:
            if story.id == name and story.conversation_id is not None:
                return story.conversation_id, story.customer_name, story.words
    return None
