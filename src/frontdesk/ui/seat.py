"""The seat at this terminal: who sits in it, when it hides what is on the screen, and who takes it next.

Idle time is counted by a clock that nobody sets. An idle desk writes nothing, to the terminal and to the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from frontdesk.desk.day import leading
from frontdesk.desk.people import sessions, signing_in
from frontdesk.ground.errors import DeskError, Misconfigured
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.steady import running_on
from frontdesk.ui import working
from frontdesk.ui.screens.sign_in import SatDown, SignInScreen

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.ui.shared_app import SharedApp

LOOK_SECONDS = 0.5
SEEN_SECONDS = 60.0
WRONG_SECONDS = 12


class Seat:
    """Follows the keys, the clock and the database; asks the app to hide, to go on, or to let somebody else sit."""

    def __init__(self, app: SharedApp, lock_seconds: float, clock: Callable[[], float] = running_on) -> None:
        self._app = app
        self._lock_seconds = lock_seconds
        self.clock = clock
        self._touched_at = clock()
        self._written_at = 0.0
        self._stamp: tuple[int, ...] = ()
        self._asking = 0
        self._begun = ""
        self._gone: list[Desk] = []
        self._curtain: SignInScreen | None = None
        self._turn = asyncio.Lock()

    @property
    def hidden(self) -> bool:
        """Whether the screen shows nothing of the work until somebody signs in."""
        return self._curtain is not None

    def touched(self) -> None:
        """Somebody pressed a key or the mouse."""
        self._touched_at = self.clock()

    def sit(self, desk: Desk) -> Desk:
        """A session of its own for whoever sits down; it is written down behind the screen."""
        self.touched()
        return replace(desk, session_id=new_id(), wanted="")

    def look(self) -> None:
        """Twice a second: is it time to hide, was somebody sent away, must something be written down?"""
        desk = self._app.desk
        if desk is None or not self._app.screen_stack or not desk.session_id:
            return
        now = self.clock()
        if self._gone or self._begun != desk.session_id:
            if not self._asking:
                self._write_down_who_sits(desk)
        elif not self.hidden and now - self._touched_at >= self._lock_seconds:
            self.hide()
        elif not self.hidden and self._touched_at > self._written_at and now - self._written_at >= SEEN_SECONDS:
            self._written_at = now
            self._tell(partial(sessions.seen, desk))
        else:
            self._look_whether_open(desk)

    def _write_down_who_sits(self, desk: Desk) -> None:
        """Whoever left this seat, then whoever has it; what another desk stands in the way of is tried again."""
        for left in self._gone:
            self._tell(partial(self._end, left, sessions.SWITCHED), partial(self._has_gone, left))
        if self._begun != desk.session_id:
            self._tell(partial(sessions.begin, desk), partial(self._has_begun, desk.session_id, self.clock()))

    def _has_gone(self, left: Desk, _answer: object) -> None:
        self._gone = [each for each in self._gone if each is not left]

    def _has_begun(self, session_id: str, now: float, _answer: object) -> None:
        self._begun, self._written_at = session_id, now

    def _end(self, desk: Desk, how: str) -> None:
        """Also who sat here for a moment only, and was not written down before, was here."""
        if self._begun != desk.session_id:
            sessions.begin(desk)
        sessions.end(desk, how)

    def _look_whether_open(self, desk: Desk) -> None:
        """Somebody who was sent away leaves this desk as well, as soon as the database has changed."""
        stamp = leading.stamp(desk)
        if stamp != self._stamp and not self._asking:
            self._stamp = stamp
            self._tell(partial(sessions.still_open, desk), partial(self._is_open, desk))

    def _is_open(self, desk: Desk, answer: object) -> None:
        now = self._app.desk
        if answer is False and now is not None and now.session_id == desk.session_id:
            self._send_away(desk)

    # --- hiding ---

    def hide(self) -> None:
        """Keep what is typed and show nothing of it, until somebody signs in."""
        desk = self._app.desk
        if desk is None or not desk.session_id or self._curtain is not None:
            return
        self._app.keep_words()
        self._app.call_later(self._app.clear_notifications)  # in its turn, behind what is on its way to be shown
        self._curtain = SignInScreen(desk, _("{name} sits here.").format(name=desk.person.name), sitting=True)
        self._app.push_screen(self._curtain, self._came)
        self._tell(partial(sessions.seen, desk, locked=True))

    def _send_away(self, desk: Desk) -> None:
        """Whoever sat here works here no more, or was ended elsewhere."""
        self.hide()
        if self._curtain is not None and not self._curtain.lost:
            said = _("{name} is no longer signed in here. What was typed is kept.")
            self._curtain.call_after_refresh(self._curtain.lose, said.format(name=desk.person.name))

    def _came(self, sat: SatDown | None) -> None:
        """Somebody signed in: the same person goes on where they were; another begins on an empty screen."""
        self.touched()
        desk, curtain, self._curtain = self._app.desk, self._curtain, None
        if sat is None or desk is None or curtain is None:
            return
        (mine, wrong), lost = sat, curtain.lost
        if lost or mine.person.id != desk.person.id:
            if not lost:
                self._gone.append(desk)
            sits = self.sit(replace(desk, person=mine.person, known_by=mine.known_by))
            self._app.take_person(sits)
            self._write_down_who_sits(sits)
        else:
            self._tell(partial(sessions.seen, desk))
            self._app.tell_held()
        self.say_wrong(wrong)

    def say_wrong(self, wrong: int) -> None:
        """Tell whoever sits down that somebody else may have tried their code."""
        if wrong:
            said = ngettext(
                "{count} wrong code was tried since you were last here.",
                "{count} wrong codes were tried since you were last here.",
                wrong,
            )
            self._app.notify(said.format(count=wrong), markup=False, timeout=WRONG_SECONDS)

    async def leave(self, how: str, seconds: float) -> None:
        """The person leaves this desk for good; when that cannot be written down, a day without a key ends it."""
        desk = self._app.desk
        if desk is not None and desk.session_id:
            try:
                await asyncio.wait_for(self._leaving(desk, how), seconds)
            except (DeskError, TimeoutError):
                return  # the program ends all the same

    async def _leaving(self, desk: Desk, how: str) -> None:
        async with self._turn:
            for left in self._gone:
                await working.in_thread(self._end, left, sessions.SWITCHED)
            await working.in_thread(self._end, desk, how)

    # --- writing ---

    def _tell(self, ask: Callable[[], object], done: Callable[[object], Any] | None = None) -> None:
        self._asking += 1
        working.begin(self._app, partial(self._telling, ask, done), "seat")

    async def _telling(self, ask: Callable[[], object], done: Callable[[object], Any] | None) -> None:
        try:
            async with self._turn:
                answer = await working.in_thread(ask)
            if done is not None:
                done(answer)
        except DeskError:
            self._stamp = ()  # another desk holds the database; the next look is soon
        except Exception as error:  # a bug; a worker would swallow it
            working.is_a_bug(self._app, error)
        finally:
            self._asking -= 1


async def first(app: SharedApp, desk: Desk) -> SatDown:
    """Whoever signs in at a desk that has just been opened with nobody at it."""
    seats = await working.in_thread(signing_in.seats, desk)
    if not seats:
        raise Misconfigured(_("Nobody works here yet."), _("Add the first person: frontdesk staff add YOUR-NAME"))
    sat: SatDown = await app.push_screen_wait(SignInScreen(desk, _("Who is at the desk?"), seats=seats))
    return sat
