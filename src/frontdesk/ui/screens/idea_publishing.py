"""From a yes to a published line: an idea's draft, what it would have meant, and the question before it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.widgets import Static

from frontdesk.desk.learning import adopting
from frontdesk.desk.learning.learning_views import Adoption, IdeaLine
from frontdesk.desk.rules.published import Published
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import _
from frontdesk.ground.text import NOTE_LENGTH_MAX
from frontdesk.ui import working
from frontdesk.ui.guard import Guard, Press, too_early
from frontdesk.ui.plain import words
from frontdesk.ui.screens.base import Outdated
from frontdesk.ui.screens.form import Scrolled
from frontdesk.ui.screens.form_draft import Drafted
from frontdesk.ui.widgets.choices import Option
from frontdesk.ui.widgets.fields import Pick
from frontdesk.ui.widgets.idea_words import adoption_lines, tried_lines
from frontdesk.ui.widgets.zone import Line

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.rules.trying import Tried

TALK, DRAFT, PUBLISH, SURE, LEAVE = "talk", "draft", "publish", "sure", "leave"
LOOKS_BACK = timedelta(days=30)


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


class IdeaPublishing(Drafted[str | None]):
    """The part of an idea's sheet that shows what stands behind it, offers steps, and leads a yes into force."""

    def __init__(self, desk: Desk, idea_id: str) -> None:
        super().__init__()
        self._desk = desk
        self._idea_id = self.draft_about = idea_id
        self._idea: IdeaLine | None = None
        self._adoption: Adoption | None = None
        self._parts: dict[str, list[Content]] = {}
        self.steps = Steps(self.guard)
        self.line = Line(self.guard, cap=NOTE_LENGTH_MAX, id="idea-answer")

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
