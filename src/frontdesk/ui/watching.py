"""One place that looks, for all rooms together, whether any desk has written, and what that means for this person.

What is asked four times a second is only the store's stamp; the database is read, in a thread, when the stamp has
changed, or when the clock ends something that waits. A desk at which nothing happens sends nothing and costs next to
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App

from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals import standing
from frontdesk.desk.approvals.standing import Standing
from frontdesk.desk.day import leading
from frontdesk.ground.errors import DeskError
from frontdesk.ui import times, working
from frontdesk.ui.ledger_watch import LedgerWatch
from frontdesk.ui.plain import plain
from frontdesk.ui.ringing import Bell
from frontdesk.ui.screens.base import Room
from frontdesk.ui.widgets import badge

if TYPE_CHECKING:
    from frontdesk.desk.approvals.approval_views import ApprovalLine
    from frontdesk.desk.desk import Desk

LOOK_SECONDS = 0.25
"""A telephone that rings must stand there within a second, and the command that says so takes most of it."""
NEWS_SECONDS = 15
OWED_FOR = timedelta(seconds=10)
"""While others wait for this person, how often the clock is asked whether they still do."""


class Watch:
    """Reads how asking stands when it may have changed, shows it in every room, and says once what came back.

    `desk` and `conversation` say what to read; `rooms` are the open ones; `bell` looks for calls by the same stamp.
    """

    def __init__(
        self,
        app: App[Any],
        desk: Callable[[], Desk | None],
        conversation: Callable[[], str | None],
        rooms: Callable[[], Sequence[Room]],
        bell: Bell,
    ) -> None:
        self._app = app
        self._bell = bell
        self._desk = desk
        self._conversation = conversation
        self._rooms = rooms
        self._stamp: tuple[int, ...] = ()
        self._asked: tuple[str, str | None] = ("", None)
        self._again_at: datetime | None = None
        self._reading = False
        self.standing: Standing | None = None
        self.ledger = LedgerWatch(app, desk)

    def look(self) -> None:
        """Ask the stamp; tell the room in front; read when something may be different."""
        desk = self._desk()
        if desk is None or not self._app.screen_stack:  # it is being closed
            return
        stamp = leading.stamp(desk)
        self._bell.look(desk, stamp)
        if isinstance(self._app.screen, Room):
            self._app.screen.look(stamp)
        asked = (desk.person.id, self._conversation())
        due = self._again_at is not None and desk.now() >= self._again_at
        if self._reading or (stamp == self._stamp and asked == self._asked and not due):
            return
        self._stamp, self._asked, self._reading = stamp, asked, True
        working.begin(self._app, partial(self._read, desk, asked[1]), "standing")

    async def _read(self, desk: Desk, conversation: str | None) -> None:
        try:
            now = await working.in_thread(standing.standing, desk, conversation)
        except DeskError:
            self._stamp = ()  # another desk holds the database; the next look is soon
        except Exception as error:  # a bug; a worker would swallow it
            working.is_a_bug(self._app, error)
        else:
            self._again_at = _next(desk.now(), now)
            before, self.standing = self.standing, now
            if before != now:
                self._came(desk, before, now)
        finally:
            self._reading = False

    def _came(self, desk: Desk, before: Standing | None, now: Standing) -> None:
        """Every room shows how asking stands; what came back just now is said, wherever the person is."""
        for room in self._rooms():
            room.take_standing(now)
        waited = set() if before is None else {each.id for each in before.mine if not badge.came_back(each)}
        for line in now.mine:
            if line.id in waited and badge.came_back(line):
                self._say(desk, line)

    def _say(self, desk: Desk, line: ApprovalLine) -> None:
        """In the room in front; beside it where that has no place, or is under a question about something else."""
        end = line.usable_until if line.answered_at is not None else line.expires_at
        said = badge.news_words(line, times.time_of_day(desk, end))
        app = self._app
        room = next((each for each in reversed(app.screen_stack) if isinstance(each, Room)), None)
        covered = room is not app.screen and (room is None or room.conversation_in_front != line.conversation_id)
        if covered or room is None or not room.hear(line, said):
            app.notify(plain(said).plain, markup=False, timeout=NEWS_SECONDS)

    def show_in(self, room: Room) -> None:
        """A room that has just been opened shows how asking stands, like the others."""
        if self.standing is not None and room.is_attached:
            room.take_standing(self.standing)


def _next(at: datetime, now: Standing) -> datetime | None:
    """When the clock alone changes something."""
    ends = [end for line in (*now.mine, *now.here) if (end := _end(line)) is not None and end > at]
    if now.owed:
        ends.append(at + OWED_FOR)
    return min(ends, default=None)


def _end(line: ApprovalLine) -> datetime | None:
    ends = {ApprovalState.WAITING: line.expires_at, ApprovalState.YES: line.usable_until}
    return ends.get(line.state)
