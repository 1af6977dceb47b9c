"""An idea: one line from whoever noticed something, tied to what caused it; an answer is owed by a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from frontdesk.desk.learning import ideas
from frontdesk.desk.learning.learning_views import IdeaLine
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import LINE_LENGTH_MAX
from frontdesk.ui import times
from frontdesk.ui.plain import cut, plain
from frontdesk.ui.screens.form import Sheet
from frontdesk.ui.screens.form_draft import Drafted
from frontdesk.ui.widgets.zone import Line, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

ABOUT_CELLS = 54


@dataclass(frozen=True, slots=True)
class Cause:
    """What an idea comes from, as the room in front knows it; `about` says it in words ("" for nothing)."""

    about: str = ""
    conversation_id: str | None = None
    block_id: str | None = None
    gesture: str | None = None
    approval_id: str | None = None
    entry_id: str | None = None


class IdeaScreen(Drafted[IdeaLine | None]):
    """Dismissed with the idea that was kept, or None."""

    HELP_TEXT = N_(
        "What could the guidelines do better? One line. Where it comes from is kept with it: the limit, the gesture, "
        "the conversation. Whoever leads owes an answer, and your name stands beside what becomes of it."
    )
    draft_form = "idea"

    def __init__(self, desk: Desk, cause: Cause) -> None:
        super().__init__()
        self._desk = desk
        self._cause = cause
        self.draft_about = cause.entry_id or cause.block_id or cause.approval_id or cause.gesture or ""
        self.draft_about = self.draft_about or cause.conversation_id or ""
        self.line = Line(self.guard, cap=LINE_LENGTH_MAX, id="idea-line", placeholder=_("let us …"))

    def compose(self) -> ComposeResult:
        """One line, what it is about, and by when it is answered."""
        with Sheet(classes="question form"):
            yield Static(plain(_("An idea for our guidelines"), "bold"))
            about = self._cause.about or _("about nothing in particular")
            yield Static(plain(cut(about, ABOUT_CELLS), "$text-muted"))
            yield Static("")
            yield self.line
            yield self.said_line()
            yield Static(plain(_("Enter keeps it · Esc leaves"), "$text-muted"))

    def on_mount(self) -> None:
        """Into the line."""
        self.line.focus()
        due = times.day_words(ideas.answer_day(self._desk))
        self.say(_("you get an answer by {date}").format(date=due), "")

    def draft_words(self) -> Mapping[str, str]:
        """The line."""
        return {"text": self.line.value}

    def take_draft(self, words: Mapping[str, str]) -> None:
        """Go on at its end."""
        self.line.value = words.get("text", "")
        self.line.action_end()

    def on_written(self, event: Written) -> None:
        """Enter keeps it."""
        event.stop()
        cause = self._cause
        propose = partial(
            ideas.propose,
            self._desk,
            self.line.value,
            conversation_id=cause.conversation_id,
            block_id=cause.block_id,
            gesture=cause.gesture,
            approval_id=cause.approval_id,
            entry_id=cause.entry_id,
        )
        self.keep(propose, self.dismiss)


def kept_words(idea: IdeaLine) -> str:
    """What is said once it is kept."""
    return _("idea kept · you get an answer by {date}").format(date=times.day_words(idea.answer_due_on))
