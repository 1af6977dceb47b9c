"""The program on the screen: it opens the desk behind the first frame, and holds the rooms together."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.app import SystemCommand
from textual.command import CommandPalette
from textual.screen import Screen

from frontdesk.ground import errors
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import _
from frontdesk.ui import help as help_words
from frontdesk.ui import keys, lifecycle, style_sheets, terminal_line, themes, working
from frontdesk.ui.ending_app import EndingApp
from frontdesk.ui.pasting import take_pastes_whole
from frontdesk.ui.plain import install_line_filter
from frontdesk.ui.refreshed_app import GUIDELINES_SECONDS
from frontdesk.ui.screens.base import Covered, Opens, Room, Takes
from frontdesk.ui.screens.opening import OpeningScreen
from frontdesk.ui.shared_app import DAY, DESK

if TYPE_CHECKING:
    from textual.driver import Driver

    from frontdesk.desk.desk import Desk
    from frontdesk.desk.views import Talk
    from frontdesk.ui.ringing import Bell
    from frontdesk.ui.watching import Watch

__all__ = ["DAY", "DESK", "DeskApp", "run"]

LOCK_MINUTES = 5.0


class DeskApp(EndingApp):
    """One person's terminal. `open_desk` is called in a thread once the first frame is on the screen."""

    CSS_PATH = ["frontdesk.tcss", "desk.tcss"]
    TITLE = "frontdesk"
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = True
    BINDINGS = [*keys.bindings("app")]

    def __init__(
        self,
        open_desk: Callable[[], Desk],
        *,
        practice: bool = False,
        theme: str = "",
        first: str = DESK,
        lock_minutes: float = LOCK_MINUTES,
    ) -> None:
        """`first` is the room that is opened: DESK or DAY. After `lock_minutes` without a key the screen hides."""
        super().__init__()
        self.first = first
        self.open_desk = open_desk
        self.practice = practice
        self.animation_level = "none"
        self.reads_files = True  # a kiosk turns it off: no file is offered, listed or looked at
        self.lock_minutes = lock_minutes
        self._watch: Watch | None = None
        self._bell: Bell | None = None
        install_line_filter(self)
        take_pastes_whole()
        themes.put_on(self, theme or os.environ.get("FRONTDESK_THEME", ""))
        style_sheets.read_once(self)

    # --- opening ---

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver of this system, on a line that may drop."""
        return terminal_line.on_a_line(super().get_driver_class())

    def get_default_screen(self) -> Screen[Any]:
        """The first frame."""
        return OpeningScreen()

    def on_mount(self) -> None:
        """Hang-ups are answered from the first moment; the desk is opened after the first frame."""
        self.be_ready_to_end()
        self.call_after_refresh(self._open)

    def on_opening_screen_retry(self) -> None:
        """Another try."""
        self._open()

    def _open(self) -> None:
        working.begin(self, self._opening, "open", exclusive=True)

    async def _opening(self) -> None:
        try:
            desk, wrong = await working.in_thread(self._opened), 0
            if not desk.person.id:
                from frontdesk.ui import seat

                desk, wrong = await seat.first(self, desk)
        except DeskError as error:
            opening = self.screen_stack[0]
            if isinstance(opening, OpeningScreen):
                opening.fail(error)
        except Exception as error:  # a bug; a worker would swallow it
            self._handle_exception(error)
        else:
            self._enter(desk)
            if self._seat is not None:
                self._seat.say_wrong(wrong)

    def _opened(self) -> Desk:
        desk = self.open_desk()
        from frontdesk.ui import (
            seat,  # noqa: F401 - imported here, in the thread, not on the way
            times,
            watching,  # noqa: F401 - imported here, in the thread, not on the way
        )
        from frontdesk.ui.screens import day, start  # noqa: F401 - the same

        times.moment_words(desk, desk.now())
        self._keep_what_stands()
        return desk

    def _keep_what_stands(self) -> None:
        if not self.is_headless:  # in tests it would keep one app after the other
            lifecycle.keep_what_stands()

    def _enter(self, desk: Desk) -> None:
        from frontdesk.ui.ringing import Bell
        from frontdesk.ui.screens.day import DayScreen
        from frontdesk.ui.screens.start import StartScreen
        from frontdesk.ui.seat import LOOK_SECONDS as SEAT_SECONDS
        from frontdesk.ui.seat import Seat
        from frontdesk.ui.watching import LOOK_SECONDS, Watch

        first = self.screen_stack[0]
        assert isinstance(first, OpeningScreen)
        self._seat = Seat(self, self.lock_minutes * 60)
        self.desk = desk = self._seat.sit(desk)
        self.set_interval(SEAT_SECONDS, self._seat.look)
        self.add_mode(DESK, lambda: self._room(StartScreen(desk, first.typed_before)))
        self.add_mode(DAY, lambda: self._room(DayScreen(self.desk or desk)))
        self.switch_mode(self.first)
        self.set_interval(GUIDELINES_SECONDS, self._look_at_guidelines)
        self.call_after_refresh(self._look_at_clock)
        self._bell = Bell(self, lambda: self.desk, lambda: self._open_rooms)
        in_front, rooms = (lambda: self._conversation_in_front), (lambda: self._open_rooms)
        self._watch = Watch(self, lambda: self.desk, in_front, rooms, self._bell)
        self.set_interval(LOOK_SECONDS, self._watch.look)
        working.begin(self, partial(working.in_thread, self._make_ready), "rooms")

    def _make_ready(self) -> None:
        """What the first key of most people opens need not be imported while they wait for it."""
        from frontdesk.ui.screens import card_sheet, desk  # noqa: F401 - only that it is there

        self._keep_what_stands()

    def _room(self, room: Room) -> Room:
        self._rooms.append(room)
        self.call_after_refresh(self._shows_standing, room)
        return room

    # --- what was asked above one's own authority ---

    @property
    def _open_rooms(self) -> list[Room]:
        rooms = [*self._rooms, *([self._talk] if self._talk is not None else [])]
        return [room for room in rooms if room.is_attached]

    @property
    def _conversation_in_front(self) -> str | None:
        return None if self._talk is None or not self._talk.is_attached else self._talk.conversation_id

    def look_now(self) -> None:
        """Something was asked or answered here: do not wait for the next look."""
        if self._watch is not None:
            self._watch.look()

    def _shows_standing(self, room: Room) -> None:
        """A room that has just been opened shows how asking stands, like the others."""
        if self._watch is not None:
            self._watch.show_in(room)
        if self._bell is not None:
            self._bell.show_in(room)

    # --- the telephone ---

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key that takes a call is there while one rings; a hidden screen leads nowhere but to its own keys."""
        if self._hidden and action not in ("help", "hint_quit", "save_and_quit", "quit"):
            return False
        if action == "take_call":
            return self._bell is not None and bool(self._bell.calls)
        return super().check_action(action, parameters)

    def action_take_call(self) -> None:
        """Ctrl+T: the call that rings for longest, wherever the person is."""
        if self._bell is not None:
            self._bell.take()

    def on_takes(self, message: Takes) -> None:
        """A line of the queue: that very call."""
        if self._bell is not None:
            self._bell.take(message.call_id)

    # --- rooms ---

    def on_opens(self, message: Opens) -> None:
        """Open a conversation over the start."""
        self.open_conversation(message.conversation_id, message.typed_ahead)

    def open_conversation(self, conversation_id: str, typed_ahead: Callable[[], str] | None = None) -> None:
        """Show a conversation; one that is on the screen already stays as it is."""
        if self.desk is None:
            return
        from frontdesk.ui.screens.desk import DeskScreen

        self.switch_mode(DESK)
        if self._talk is not None and self._talk.is_attached:
            if self._talk.conversation_id == conversation_id:
                return
            self._back_to_start()
        self._talk = DeskScreen(self.desk, conversation_id, typed_ahead)
        self.push_screen(self._talk)
        self.call_after_refresh(self._shows_standing, self._talk)
        self.call_after_refresh(self.look_now)

    def _back_to_start(self) -> None:
        while len(self.screen_stack) > 1:
            if isinstance(self.screen, Covered):
                self.screen.save_draft()
            self.pop_screen()
        self._talk = None

    def action_find(self) -> None:
        """The search, from anywhere. A conversation that is left stays in the queue."""
        self._search(None)

    def action_find_customer(self) -> None:
        """F2: the search; a conversation without a name goes on with the customer who is found."""
        talk = None if self._talk is None or not self._talk.is_attached else self._talk.talk
        self._search(talk if talk is not None and talk.open and talk.customer_id is None else None)

    def _search(self, naming: Talk | None) -> None:
        from frontdesk.ui.screens.start import StartScreen

        if self.desk is None:
            return
        self.switch_mode(DESK)
        self._back_to_start()
        if isinstance(self.screen, StartScreen):
            self.screen.find(naming)

    def action_day(self) -> None:
        """F6: the day, and back."""
        if self.desk is not None:
            self.switch_mode(DESK if self.current_mode == DAY else DAY)

    def on_day_screen_left(self) -> None:
        """Back from the day to where the person was."""
        self.switch_mode(DESK)

    def action_help(self) -> None:
        """F1: the focused part and its keys."""
        from frontdesk.ui.screens.help import HelpScreen

        places = self.screen.HELP_PLACES if isinstance(self.screen, Covered) else ()
        lines = help_words.key_lines(self, self.screen.active_bindings, places)
        self.push_screen(HelpScreen(help_words.about(self.screen), lines))

    def action_not_here(self, key: str) -> None:
        """A key that has its place in a conversation, pressed where there is none: a press is never silent."""
        if self.desk is not None and isinstance(self.screen, Room):
            said = _("{key} works in a conversation: open one first").format(key=key)
            if not self.screen.tell(said):
                self.notify(said, markup=False, timeout=4)

    # --- palette, and what a desk must not offer ---

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Rare things by name. Never the only way to something, never a gesture."""
        if self.desk is not None:
            yield SystemCommand(_("Day"), _("The day: promises, gestures, budgets."), self.action_day)
            yield SystemCommand(_("Find"), _("Find a customer, or see who is waiting."), self.action_find)
        yield SystemCommand(_("Help"), _("What this part of the screen is for, and its keys."), self.action_help)
        if self.desk is not None and self.reads_files:
            yield SystemCommand(_("Import"), _("Customers or orders out of a file."), self._import)
        for name, title in ((themes.DARK, _("Dark")), (themes.LIGHT, _("Light")), (themes.SIXTEEN, _("16 colours"))):
            yield SystemCommand(_("Look: {name}").format(name=title), _("Colours of the screen."), self._dress(name))
        yield SystemCommand(_("Quit"), _("Save what is being typed and leave."), self.action_save_and_quit)

    def action_command_palette(self) -> None:
        """The palette, in the language in force."""
        if self.use_command_palette and not self._hidden and not CommandPalette.is_open(cast("Any", self)):
            self.push_screen(CommandPalette(placeholder=_("What do you want to do?"), id="--command-palette"))

    def _import(self) -> None:
        from frontdesk.ui.screens import importing_choose

        self._search(None)
        importing_choose.begin(self, self.desk)

    def _dress(self, name: str) -> Callable[[], None]:
        def change() -> None:
            self.theme = name

        return change


def run(
    open_desk: Callable[[], Desk],
    *,
    practice: bool = False,
    mouse: bool = True,
    theme: str = "",
    first: str = DESK,
    kind: type[DeskApp] = DeskApp,
    lock_minutes: float = LOCK_MINUTES,
) -> int:
    """Open the desk on this terminal, as an app of that `kind`, and return the exit code (ground/errors.py).

    Without a terminal that can draw it, one sentence on stderr and USAGE; 128 + n after a signal.
    """
    # Textual draws on stderr: redirected to a file, the screen would stay empty.
    fault = lifecycle.terminal_fault(os.environ, sys.__stdin__, sys.__stdout__, sys.__stderr__)
    if fault:
        print(fault, file=sys.stdout if sys.stdout.isatty() else sys.stderr)
        return errors.USAGE
    app = kind(open_desk, practice=practice, theme=theme, first=first, lock_minutes=lock_minutes)
    ended = errors.DONE
    try:
        app.run(mouse=mouse)
    except OSError:
        if not terminal_line.is_gone(app._driver):
            raise
        ended = lifecycle.HUNG_UP  # what is put back on a terminal at the end has nowhere to go
    lifecycle.let_go_of_a_dropped_line()
    return app.return_code or ended
