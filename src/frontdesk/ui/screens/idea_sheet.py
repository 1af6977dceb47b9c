"""One idea for whoever leads: what stands behind it, the answer, and the way from a yes to a published line.

Every step is a person's: an answer has words, a draft is looked at with what it would have meant, and publishing is
asked once more in plain words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from frontdesk.desk.learning import adopting, idea_effects, ideas
from frontdesk.desk.learning.learning_views import Adoption, IdeaLine, IdeaState
from frontdesk.desk.rules.published import Published
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, times, working
from frontdesk.ui.guard import Guard, Press, too_early
from frontdesk.ui.plain import plain, words
from frontdesk.ui.screens.base import Opens, Outdated
from frontdesk.ui.screens.form import Scrolled, Sheet
from frontdesk.ui.screens.form_draft import Drafted
from frontdesk.ui.widgets.choices import Option
from frontdesk.ui.widgets.fields import Pick
from frontdesk.ui.widgets.idea_words import adoption_lines, effect_lines, idea_lines, tried_lines
from frontdesk.ui.widgets.zone import Line, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.rules.trying import Tried

YES, NOT_NOW, LATER = "yes", "not_now", "later"
TALK, DRAFT, PUBLISH, SURE, LEAVE = "talk", "draft", "publish", "sure", "leave"
LOOKS_BACK = timedelta(days=30)
LATER_DAYS = (14, 30, 90)
_OPEN = (IdeaState.OWED, IdeaState.OVERDUE, IdeaState.LATER)


class Steps(Pick):
    """What can be done next, a digit each. What was pressed before the lines could be read does nothing."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(guard, (), enter_takes=False)
        self._painted_at: float | None = None

    def offer(self, options: Sequence[Option], *, enter_takes: bool = False) -> None:
        """Put in other steps; with `enter_takes` Enter is the first of them."""
        self.options, self.words, self.enter_takes = tuple(options), "", enter_takes
        self._painted_at = None
        self.refresh(layout=True)
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self._painted_at = events.Event().time

    def pressed(self, key: str, press: Press) -> None:
        """A digit, or Enter where that is asked."""
        if too_early(press.at, self._painted_at):
            self.post_message(self.NoSuch())
        else:
            super().pressed(key, press)


class IdeaSheet(Drafted[str | None]):
    """Dismissed with what is to be said in the room ("" for nothing), None when nothing changed."""

    BINDINGS = [*keys.bindings("idea_sheet")]
    HELP_TEXT = N_(
        "An idea with what stands behind it. Answer it in words: yes, not now, or later. A yes becomes a draft of the "
        "guidelines; you see what it would have meant, then put it into force with its author's name. Page up and "
        "page down scroll."
    )
    draft_form = "idea_answer"

    def __init__(self, desk: Desk, idea_id: str) -> None:
        super().__init__()
        self._desk = desk
        self._idea_id = self.draft_about = idea_id
        self._before: Mapping[str, str] = {}
        self._idea: IdeaLine | None = None
        self._adoption: Adoption | None = None
        self._answer = ""
        self._within = 0
        self._parts: dict[str, list[Content]] = {}
        self.steps = Steps(self.guard)
        self.line = Line(self.guard, id="idea-answer")

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

    def _talk(self) -> list[Option]:
        return [Option(TALK, _("its conversation"))] if self._idea and self._idea.conversation_id else []

    def _offer(self, options: Sequence[Option], *, enter_takes: bool = False) -> None:
        self.line.display = False
        self.steps.display = bool(options)
        self.steps.offer(options, enter_takes=enter_takes)
        if options:
            self.steps.focus()

    def _show(self, part: str, lines: Iterable[Content]) -> None:
        self._parts[part] = list(lines)
        shown = [Content("\n").join(each) for each in self._parts.values() if each]
        self.query_one("#idea-about", Static).update(words(Content("\n\n").join(shown)))
        if part != "idea":
            self.call_after_refresh(self.query_one("#idea-text", Scrolled).scroll_end, animate=False)

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

    # --- from a yes to a published line ---

    def _drafted(self, adoption: Adoption) -> None:
        self._adoption = adoption
        self._parts["idea"] = self._parts.get("idea", [])[:1]  # the draft is what is looked at now
        self._parts.pop("tried", None)
        self._show("draft", adoption_lines(adoption))
        self.say("")
        self._offer([])
        if adoption.readable:
            self.say(_("trying it on the last 30 days…"), "$text-muted")
            working.read(self, "try", self._try, self._tried, self._not_tried)
        else:
            self._offer([Option(DRAFT, _("look again")), *self._talk()])

    def _try(self) -> Tried:
        def progress(done: int, total: int) -> None:
            self.app.call_from_thread(self._progress, done, total)

        since = self._desk.now() - LOOKS_BACK
        return adopting.try_idea(self._desk, self._idea_id, since=since, progress=progress)

    def _progress(self, done: int, total: int) -> None:
        if self.is_attached and total:
            said = _("trying it on the last 30 days: {percent} %").format(percent=100 * done // total)
            self.say(said, "$text-muted")

    def _tried(self, tried: Tried) -> None:
        self._show("tried", tried_lines(tried))
        if self._adoption is not None and self._adoption.sound and tried.changes:
            self.say("")
            self._offer([Option(PUBLISH, _("put it into force")), Option(LEAVE, _("leave it as a draft"))])
        else:
            self.say(_("nothing is in force yet: the draft waits for a person's hand"), "")
            self._offer([Option(DRAFT, _("look again")), *self._talk()])

    def _not_tried(self, error: DeskError) -> None:
        self.say(str(error))
        self._offer(self._talk())

    def _publish_step(self, step: str) -> None:
        if step == LEAVE:
            self.dismiss(_("left as a draft"))
        elif step == PUBLISH and self._idea is not None:
            self._offer([Option(SURE, _("yes, now, at every desk (Enter)")), Option(LEAVE, _("no"))], enter_takes=True)
            self.say(_("Put the idea of {name} into force?").format(name=self._idea.author), "bold")
        elif step == SURE:
            self.say(_("publishing…"), "$text-muted")
            self.keep(partial(adopting.publish_idea, self._desk, self._idea_id), self._published)

    def _published(self, answer: tuple[IdeaLine, Published]) -> None:
        idea, published = answer
        self.post_message(Outdated())
        said = _("in force as version {number} · idea of {name}")
        self.dismiss(said.format(number=published.line.number, name=idea.author))

    def action_scroll_text(self, lines: int) -> None:
        """What stands behind it may be longer than the window."""
        self.query_one("#idea-text", Scrolled).scroll_relative(y=lines, animate=False)
