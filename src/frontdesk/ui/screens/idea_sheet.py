"""One idea for whoever leads: what stands behind it, the answer, and the way from a yes to a published line.

Every step is a person's: an answer has words, a draft is looked at with what it would have meant, and publishing is
asked once more in plain words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from frontdesk.desk.learning import adopting, idea_effects, ideas
from frontdesk.desk.learning.learning_views import IdeaLine, IdeaState
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, times, working
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Opens
from frontdesk.ui.screens.form import Scrolled, Sheet
from frontdesk.ui.screens.idea_publishing import DRAFT, TALK, IdeaPublishing
from frontdesk.ui.widgets.choices import Option
from frontdesk.ui.widgets.fields import Pick
from frontdesk.ui.widgets.idea_words import effect_lines, idea_lines
from frontdesk.ui.widgets.zone import Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

YES, NOT_NOW, LATER = "yes", "not_now", "later"
LATER_DAYS = (14, 30, 90)
_OPEN = (IdeaState.OWED, IdeaState.OVERDUE, IdeaState.LATER)


class IdeaSheet(IdeaPublishing):
    """Dismissed with what is to be said in the room ("" for nothing), None when nothing changed."""

    BINDINGS = [*keys.bindings("idea_sheet")]
    HELP_TEXT = N_(
        "An idea with what stands behind it. Answer it in words: yes, not now, or later. A yes becomes a draft of the "
        "guidelines; you see what it would have meant, then put it into force with its author's name. Page up and "
        "page down scroll."
    )
    draft_form = "idea_answer"

    def __init__(self, desk: Desk, idea_id: str) -> None:
        super().__init__(desk, idea_id)
        self._before: Mapping[str, str] = {}
        self._answer = ""
        self._within = 0

    def compose(self) -> ComposeResult:
        """What is known, what can be done, the words of an answer."""
        with Sheet(classes="question form idea-sheet"):
            with Scrolled(id="idea-text"):
                yield Static("", id="idea-about")
            yield self.steps
            yield self.line
            yield self.said_line()
            yield Static(plain(_("the digit goes on · Esc back"), "$text-muted"))

    def on_mount(self) -> None:
        """Read the idea."""
        self.line.display = False
        self.steps.focus()
        self._load()

    def _load(self) -> None:
        working.read(self, "idea", self._read, self._came, self.refused)

    def _read(self) -> tuple[IdeaLine, list[Content]]:
        idea = ideas.idea(self._desk, self._idea_id)
        came = idea_effects.effect(self._desk, idea.id) if idea.state is IdeaState.ADOPTED else None
        return idea, [] if came is None else list(effect_lines(self._desk, came))

    def _came(self, found: tuple[IdeaLine, list[Content]]) -> None:
        self._idea = idea = found[0]
        self._show("idea", [*idea_lines(self._desk, idea), *found[1]])
        if idea.state in _OPEN:
            answers = [Option(YES, _("yes")), Option(NOT_NOW, _("not now")), Option(LATER, _("later"))]
            self._offer([*answers, *self._talk()])
            self._go_on_answering()
        elif idea.state is IdeaState.YES:
            draft = (
                _("look at its draft") if idea.draft is not None else _("draft it, and see what it would have meant")
            )
            self._offer([Option(DRAFT, draft), *self._talk()])
        else:
            self._offer(self._talk())

    # --- answering ---

    def on_pick_done(self, event: Pick.Done) -> None:
        """The next step was chosen."""
        event.stop()
        step = event.pick.words
        if step == TALK and self._idea is not None and self._idea.conversation_id:
            self.post_message(Opens(self._idea.conversation_id))
            self.dismiss("")
        elif step == LATER:
            days = [(each, ideas.answer_day(self._desk) + timedelta(days=each - 7)) for each in LATER_DAYS]
            self._answer = LATER
            self._offer([Option(str(each), times.day_words(day)) for each, day in days])
            self.say(_("by when will it be answered again?"), "")
        elif step.isdigit():
            self._within = int(step)
            self._ask_words()
        elif step in (YES, NOT_NOW):
            self._answer = step
            self._ask_words()
        elif step == DRAFT:
            self.say(_("drafting…"), "$text-muted")
            self.keep(partial(adopting.adopt, self._desk, self._idea_id), self._drafted)
        else:
            self._publish_step(step)

    def _ask_words(self) -> None:
        self.steps.display = False
        self.line.display = True
        self.line.placeholder = {
            YES: _("yes, because … (whoever had the idea reads it)"),
            NOT_NOW: _("not now, because … (whoever had the idea reads it)"),
        }.get(self._answer, _("later, because … (whoever had the idea reads it)"))
        self.line.focus()
        self.say(_("{answer}: one sentence; Enter answers").format(answer=self._answer_words()), "$text-muted")

    def _answer_words(self) -> str:
        said = {YES: _("yes"), NOT_NOW: _("not now")}.get(self._answer)
        if said is None:
            day = self._desk.today() + timedelta(days=self._within)
            said = _("later, by {date}").format(date=times.day_words(day))
        return said

    def resumed_words(self, words: Mapping[str, str]) -> str:
        """Which answer it was."""
        known = {YES: _("yes"), NOT_NOW: _("not now"), LATER: _("later")}.get(words.get("answer", ""), "")
        return _("{answer}: as it stood when you left · Esc twice leaves it").format(answer=known)

    def on_written(self, event: Written) -> None:
        """The words are there: that is the answer."""
        event.stop()
        on = self._desk.today() + timedelta(days=self._within) if self._answer == LATER else None
        answer = partial(ideas.answer, self._desk, self._idea_id, self._answer, self.line.value, on)
        self.keep(answer, self._answered)

    def draft_words(self) -> Mapping[str, str]:
        """Which answer it is, and its words."""
        return {"answer": self._answer, "within": str(self._within), "text": self.line.value}

    def take_draft(self, words: Mapping[str, str]) -> None:
        """Go on in the answer, once the idea is there."""
        self._before = words
        if self._idea is not None and self._idea.state in _OPEN:
            self._go_on_answering()

    def _go_on_answering(self) -> None:
        words, self._before = self._before, {}
        if words.get("answer") in (YES, NOT_NOW, LATER) and words.get("text"):
            within = words.get("within", "")
            self._answer, self._within = words["answer"], int(within) if within.isdecimal() else 0
            self._ask_words()
            self.line.value = words["text"]
            self.line.action_end()
            self.say(self.resumed_words(words), "$text-muted")  # whichever came first, the idea or what was typed

    def _answered(self, idea: IdeaLine) -> None:
        self.line.value = ""
        if idea.state is IdeaState.YES:
            self.say(_("answered; {name} reads it").format(name=idea.author), "$text-accent")
            self._load()
        else:
            self.dismiss(_("answered; {name} reads it").format(name=idea.author))

    def action_scroll_text(self, lines: int) -> None:
        """What stands behind it may be longer than the window."""
        self.query_one("#idea-text", Scrolled).scroll_relative(y=lines, animate=False)
