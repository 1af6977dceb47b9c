"""The telephone of this desk: what rings is read when any desk has written or the clock ends it, is shown in every
room, and is taken from any of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.app import App

from frontdesk.desk.telephone import ringing
from frontdesk.desk.telephone.ring_views import RingingCall, Taken, TakenBefore
from frontdesk.ground.errors import DeskError
from frontdesk.ui import working
from frontdesk.ui.guard import REPEAT_SECONDS
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Opens, Room

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

SAID_SECONDS = 10


class Bell:
    """The calls of this desk. `look` is called with the store's stamp, four times a second: it reads only when
    something may be different, and tells the `rooms` only when something is."""

    def __init__(self, app: App[Any], desk: Callable[[], Desk | None], rooms: Callable[[], Sequence[Room]]) -> None:
        self._app = app
        self._desk = desk
        self._rooms = rooms
        self._stamp: tuple[int, ...] = ()
        self._until: datetime | None = None
        self._reading = False
        self._took_at = -REPEAT_SECONDS
        self.calls: tuple[RingingCall, ...] = ()

    # --- who calls ---

    def look(self, desk: Desk, stamp: tuple[int, ...]) -> None:
        """Read when any desk has written, or a call has rung for long enough."""
        over = self._until is not None and desk.now() >= self._until
        if self._reading or (stamp == self._stamp and not over):
            return
        self._stamp, self._reading = stamp, True
        working.begin(self._app, partial(self._read, desk), "ringing")

    async def _read(self, desk: Desk) -> None:
        try:
            now = await working.in_thread(ringing.ringing, desk)
        except DeskError:
            self._stamp = ()  # another desk holds the database; the next look is soon
        except Exception as error:  # a bug; a worker would swallow it
            working.is_a_bug(self._app, error)
        else:
            self._until = min((each.until for each in now), default=None)
            if now != self.calls:
                self.calls = now
                for room in self._rooms():
                    self.show_in(room)
        finally:
            self._reading = False

    def show_in(self, room: Room) -> None:
        """A room shows what rings; the key that takes a call stands at its foot while one does."""
        if room.is_attached:
            room.take_calls(self.calls)
            room.refresh_bindings()

    # --- taking it ---

    def take(self, call_id: str = "") -> None:
        """Take the call of that id, else the one that rings for longest; of several people with the number ask which.

        A held key takes one.
        """
        from frontdesk.ui.screens.missed_call import WhichCaller

        call = next((each for each in self.calls if call_id in ("", each.id)), None)
        before, self._took_at = self._took_at, monotonic()
        room = next((each for each in reversed(self._app.screen_stack) if isinstance(each, Room)), None)
        if call is None or room is None or self._took_at - before < REPEAT_SECONDS:
            return
        if len(call.callers) > 1:
            question = WhichCaller(call.number, call.callers)
            self._app.push_screen(question, partial(self._take, room, call.id))
        else:
            self._take(room, call.id, "")

    def _take(self, room: Room, call_id: str, who: str | None) -> None:
        """Of two desks that take at once one has it; the other is told who."""
        from frontdesk.ui.screens.missed_call import SOMEBODY_ELSE

        desk = self._desk()
        if who is not None and desk is not None:
            whom = who if who not in ("", SOMEBODY_ELSE) else None
            working.write(room, partial(ringing.take, desk, call_id, whom), partial(self._took, room, desk))

    def _took(self, room: Room, desk: Desk, answer: Taken | TakenBefore) -> None:
        from frontdesk.ui.screens.missed_call import taken_words

        if isinstance(answer, Taken):
            room.post_message(Opens(answer.conversation_id))
        else:
            said = plain(taken_words(desk, answer)).plain
            self._app.notify(said, markup=False, timeout=SAID_SECONDS)
