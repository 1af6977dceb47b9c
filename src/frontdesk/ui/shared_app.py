"""What makes a terminal one that several people share: it hides, and goes on with whoever sits down.

It is the part of the App that `ui.seat` speaks to; the rooms and the conversation are the App's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.binding import Binding

from frontdesk.ui.in_turn import KeysInTurn
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Covered, Room

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.views import Talk
    from frontdesk.ui.screens.desk import DeskScreen
    from frontdesk.ui.seat import Seat

DESK, DAY = "desk", "day"
PRESENCE = (events.Key, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp, events.Paste)


class SharedApp(KeysInTurn):
    """Whoever sits here, their words, and what they left in front of them."""

    def __init__(self) -> None:
        super().__init__()
        self.desk: Desk | None = None
        self._rooms: list[Room] = []
        self._talk: DeskScreen | None = None
        self._seat: Seat | None = None
        self._left_open: dict[str, str] = {}
        self._held: list[tuple[str, dict[str, Any]]] = []

    if TYPE_CHECKING:

        @property
        def _open_rooms(self) -> list[Room]: ...

        def _back_to_start(self) -> None: ...

        def _search(self, naming: Talk | None) -> None: ...

        def open_conversation(self, conversation_id: str) -> None:
            """Show a conversation."""

        def look_now(self) -> None:
            """Read at once how asking stands."""

    @property
    def _hidden(self) -> bool:
        return self._seat is not None and self._seat.hidden

    async def on_event(self, event: events.Event) -> None:
        """Whatever a person does at the terminal is a sign that somebody is there."""
        if self._seat is not None and isinstance(event, PRESENCE):
            self._seat.touched()
        await super().on_event(event)

    def action_hide(self) -> None:
        """Ctrl+L: the screen shows nothing, until the same person goes on or another signs in."""
        if self._seat is not None:
            self._seat.hide()

    def keep_words(self) -> None:
        """Save what is being typed, wherever it is typed."""
        if self._talk is not None and self._talk.is_attached:
            self._talk.save_draft()
        for screen in self.screen_stack:
            if isinstance(screen, Covered):
                screen.save_draft()

    def take_person(self, desk: Desk) -> None:
        """Somebody else sits here now: an empty search, or the conversation they left in front of them."""
        if self.desk is not None and self._talk is not None and self._talk.is_attached:
            self._left_open[self.desk.person.id] = self._talk.conversation_id
        elif self.desk is not None:
            self._left_open.pop(self.desk.person.id, None)
        self._held.clear()
        self.desk = desk
        for mode in (self.current_mode, DAY, DESK):
            if mode == self.current_mode or mode in self._open_modes():
                self.switch_mode(mode)
                self._back_to_start()
        for room in self._open_rooms:
            room.take_desk(desk)
        conversation = self._left_open.get(desk.person.id)
        if conversation is not None:
            self.open_conversation(conversation)
        else:
            self._search(None)
        self.look_now()

    def _open_modes(self) -> set[str]:
        from frontdesk.ui.screens.day import DayScreen

        return {DAY if isinstance(room, DayScreen) else DESK for room in self._rooms if room.is_attached}

    def notify(self, message: str, **how: Any) -> None:
        """A message in the corner; while the screen is hidden it waits for whoever it was meant for."""
        if self._hidden:
            self._held.append((message, how))
        else:
            super().notify(plain(message).plain, **how)

    def tell_held(self) -> None:
        """What came while the screen was hidden."""
        held, self._held = self._held, []
        for message, how in held:
            self.notify(plain(message).plain, **how)

    # --- what a shared terminal shows of its keys, and never does ---

    def get_key_display(self, binding: Binding) -> str:
        """How a key is written in the footer and the help."""
        return binding.key_display or super().get_key_display(binding).upper()

    def action_suspend_process(self) -> None:
        """A desk's terminal does not drop to a shell."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """A screen with a customer on it is not written to a file by a key or by a text on the screen."""

    async def action_simulate_key(self, key: str) -> None:
        """No text on the screen presses a key."""
