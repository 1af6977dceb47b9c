"""What people notice while they work: a story, an idea. One key in every room, and nothing is lost on the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from frontdesk.ground.language import _
from frontdesk.ui.guard import HOLD_SECONDS, Guard
from frontdesk.ui.plain import plain
from frontdesk.ui.screens import idea, story
from frontdesk.ui.screens.base import Opens, Room

if TYPE_CHECKING:
    from frontdesk.desk.learning.learning_views import IdeaLine, StoryLine
    from frontdesk.desk.views import Talk

TOLD_SECONDS = 6


class Noticing(Room):
    """A room in which a story can be told and an idea had. The room says of what."""

    def own_guard(self) -> Guard | None:
        """The guard that judges this room's single keys, None where there is none."""
        return None

    def story_of(self) -> tuple[str, str] | None:
        """The conversation that a story would be about, and the customer's name; None for none."""
        return None

    def idea_cause(self) -> idea.Cause:
        """What an idea that somebody has now comes from."""
        return idea.Cause()

    def action_story(self, key: str = "") -> None:
        """A story. A letter among several keys at once is none: it is held like a gesture's digit."""
        self._held(self._tell_story, key)

    def action_idea(self, key: str = "") -> None:
        """An idea."""
        self._held(self._have_idea, key)

    def customer_here(self) -> tuple[str, str] | None:
        """The customer whom this room is about, and their name; None for nobody in particular."""
        return None

    def action_duplicates(self, key: str = "") -> None:
        """Cards that may be the same person. A letter among several keys at once is none."""
        self._held(self._see_duplicates, key)

    def _see_duplicates(self) -> None:
        from frontdesk.ui.screens.duplicates import DuplicatesScreen  # few ask: it is not on the way to the first frame

        def left(changed: bool | None) -> None:
            if changed:
                self.merged()

        self.app.push_screen(DuplicatesScreen(self.desk, *(self.customer_here() or ())), left)

    def card_here(self) -> tuple[str, Talk | None] | None:
        """Whose card this room opens, and the conversation it is opened over; None for nobody in particular."""
        here = self.customer_here()
        return None if here is None else (here[0], None)

    def action_card(self, key: str = "") -> None:
        """The customer's card. A letter among several keys at once is none."""
        self._held(self._see_card, key)

    def _see_card(self) -> None:
        here = self.card_here()
        if here is None:
            self.say_noticed(self.no_card_words())
            return
        from frontdesk.ui.screens.card_sheet import CardScreen
        from frontdesk.ui.screens.card_state import TALK

        def left(then: str | None) -> None:
            if then is not None:
                self.post_message(Opens(then.removeprefix(TALK)))
            else:
                self.merged()

        self.app.push_screen(CardScreen(self.desk, *here), left)

    def no_card_words(self) -> str:
        """What is said where nobody's card can be opened."""
        return _("whose card? Mark somebody's line first")

    def merged(self) -> None:
        """Cards became one, or were taken apart: rooms that show a card read it again."""

    def _held(self, act: Callable[[], None], key: str) -> None:
        guard = self.own_guard()
        press = None if guard is None or not key else guard.last
        if press is None:
            act()
            return

        def held() -> None:
            if press.may_act and self.is_active:
                act()

        self.set_timer(HOLD_SECONDS, held)

    def _tell_story(self) -> None:
        about = self.story_of()
        if about is None:
            self.say_noticed(_("a story is told of a conversation: open it, or mark its line"))
            return

        def told(kept: StoryLine | None) -> None:
            if kept is not None:
                self.say_noticed(story.kept_words(kept))

        self.app.push_screen(story.StoryScreen(self.desk, *about), told)

    def _have_idea(self) -> None:
        def had(kept: IdeaLine | None) -> None:
            if kept is not None:
                self.say_noticed(idea.kept_words(kept))

        self.app.push_screen(idea.IdeaScreen(self.desk, self.idea_cause()), had)

    def say_noticed(self, text: str) -> None:
        """In the room's own place, or beside it where that is taken."""
        if not self.tell(text):
            self.notify(plain(text).plain, markup=False, timeout=TOLD_SECONDS)
