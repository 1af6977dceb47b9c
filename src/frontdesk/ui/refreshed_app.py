"""What changes around a desk that is open: guidelines that come into force, and a clock that cannot be worked by.

Each is looked at behind the screen, every few seconds, and said once to whoever sits there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from frontdesk.ground.errors import DeskError
from frontdesk.ui import working
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Outdated, Room
from frontdesk.ui.shared_app import SharedApp

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.guidelines.telling.differences import Difference

GUIDELINES_SECONDS = 15
NEWS_SECONDS = 15
CLOCK_SECONDS = 60
TOAST_CELLS = 52


class RefreshedApp(SharedApp):
    """The part of the App that takes what changed outside of it."""

    def __init__(self) -> None:
        super().__init__()
        self._told_of_clock: set[str] = set()

    def _look_at_guidelines(self) -> None:
        working.begin(self, self._refreshing, "guidelines")

    def on_outdated(self, message: Outdated) -> None:
        """A room was told that other guidelines are in force: take them now, not at the next look."""
        working.begin(self, partial(self._refreshing, message.then), "guidelines")

    async def _refreshing(self, then: Callable[[], object] | None = None) -> None:
        """Take changed guidelines while people work, and say so; a broken file is said on every screen."""
        before = self.desk
        if before is None:
            return
        try:
            desk, news = await working.in_thread(_refreshed, before)
            if desk is not before and self.desk is before:
                self._go_on_with(desk, news)
        except DeskError:
            pass  # another desk holds the database; the next look is soon
        except Exception as error:  # a bug; a worker would swallow it
            working.is_a_bug(self, error)
        else:
            self._look_at_clock()
        if then is not None:
            then()

    def _go_on_with(self, desk: Desk, news: Sequence[Difference] | None) -> None:
        self.desk = desk
        for room in self._open_rooms:
            room.take_desk(desk)
        if news is None:
            return
        from frontdesk.ui.news import news_words

        screen = self.screen
        if not (isinstance(screen, Room) and screen.tell(news_words(desk, news, screen.size.width - 2))):
            said = news_words(desk, news, 2 * TOAST_CELLS)
            self.notify(plain(said).plain, markup=False, timeout=NEWS_SECONDS)

    # --- the clock ---

    def _look_at_clock(self) -> None:
        """Say to each person once, when nothing hides the screen, that the clock stands before the last line."""
        desk = self.desk
        if desk is not None and desk.person.id and desk.person.id not in self._told_of_clock and not self._hidden:
            working.begin(self, partial(self._looking_at_clock, desk), "clock", exclusive=True)

    async def _looking_at_clock(self, desk: Desk) -> None:
        try:
            said = await working.in_thread(_clock_words, desk)
        except DeskError:
            return  # another desk holds the database; the next look is soon
        except Exception as error:  # a bug; a worker would swallow it
            working.is_a_bug(self, error)
            return
        if said and self.desk is not None and self.desk.person.id == desk.person.id and not self._hidden:
            self._told_of_clock.add(desk.person.id)
            self.notify(plain(said).plain, severity="warning", markup=False, timeout=CLOCK_SECONDS)


def _clock_words(desk: Desk) -> str:
    """Called in a thread."""
    from frontdesk.desk.gestures import keeping_time

    return " ".join(keeping_time.behind_words(desk, keeping_time.clock_behind(desk)))


def _refreshed(before: Desk) -> tuple[Desk, Sequence[Difference] | None]:
    """The desk by the guidelines in force, and what is different now; called in a thread."""
    from frontdesk.desk.rules import history, in_force

    desk = in_force.refreshed(before)
    return desk, history.news(before, desk)
