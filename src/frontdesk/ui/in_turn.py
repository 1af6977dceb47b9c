"""Keys act one after the other, also when they arrive together: fast hands, a raw paste, a slow line.

Textual gives each key to whatever has the focus when it arrives, and a key that moves the focus acts only on its way
back. Of `abc`, Tab, `def` in one packet everything stood in the first field.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

LOOK_SECONDS = 0.05
LOST_SECONDS = 3.0
"""A key that has not come to its end after so long holds nothing up any more."""


MOVING = frozenset(["up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "backspace", "delete"])
"""Keys that are held down: what they do is done when they come back, and a slow line must not make a queue of them."""


class Turn(Message):
    """Follows a key on its way from the widget that got it up to the App: behind it, the key has acted."""

    def __init__(self, key: str, screen: Screen[Any]) -> None:
        super().__init__()
        self.moving = key.rpartition("+")[2] in MOVING
        self.screen = screen


class KeysInTurn(App[None]):
    """The part of the App that lets a key wait while the one before it may still move the focus.

    A character that a field takes as text moves nothing and is waited for by none. The guard judges a key by when it
    was typed, however long it waited here.
    """

    def __init__(self) -> None:
        super().__init__()
        self._turn: Turn | None = None
        self._turn_of: Widget | None = None
        self._turn_at = 0.0
        self._after_letters: events.Key | None = None
        self._looks = False
        self._waiting: deque[events.Key | events.Paste] = deque()

    async def on_event(self, event: events.Event) -> None:
        """A key or a paste that nobody has had yet takes its turn."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif self._turn is not None:
            self._waiting.append(event)
            self._look_later()
        else:
            await self._take(event)

    async def _take(self, event: events.Key | events.Paste) -> None:
        target = (self.focused or self.screen) if self.screen_stack else None
        if target is None or isinstance(event, events.Paste) or _is_text(target, event):
            await super().on_event(event)
        elif self._acts_at_once(event) and self._after_letters is not event and self._follow(event, target):
            self._after_letters = event  # the letters before it are on their way to their field
            self._waiting.appendleft(event)
            self._look_later()
        else:
            self._after_letters = None
            await super().on_event(event)
            if event.is_forwarded:
                self._follow(event, target)

    def _acts_at_once(self, event: events.Key) -> bool:
        """Whether the App itself acts on the key, before any widget gets it."""
        return any(binding.priority for binding in self._bindings.key_to_bindings.get(event.key, ()))

    def _follow(self, event: events.Key, target: Widget) -> bool:
        """Send a turn behind the key; false where nothing takes it any more."""
        turn = Turn(event.key, self.screen)
        if not target.post_message(turn):
            return False
        self._turn, self._turn_of, self._turn_at = turn, target, monotonic()
        return True

    async def on_turn(self, turn: Turn) -> None:
        """The key before it has acted; what it opened is drawn before the next one goes to whoever has the focus.

        Who asked for the focus meanwhile has asked the App, and before it is asked here.
        """
        turn.stop()
        if turn is not self._turn:
            return
        later = partial(self.call_later, self._next, turn)
        opened = self.screen_stack and (self.screen is not turn.screen or not turn.moving)
        if not (opened and self.screen.call_after_refresh(later)):
            later()

    async def _next(self, turn: Turn) -> None:
        if turn is not self._turn:
            return
        self._turn = self._turn_of = None
        while self._waiting and self._turn is None:
            await self._take(self._waiting.popleft())

    def _look_later(self) -> None:
        if not self._looks:
            self._looks = True
            self.set_timer(LOOK_SECONDS, self._look_for_turn)

    async def _look_for_turn(self) -> None:
        """Whoever had the key may be gone with it; nothing waits for it then."""
        self._looks = False
        turn, target = self._turn, self._turn_of
        lost = target is not None and (not target.is_attached or monotonic() - self._turn_at > LOST_SECONDS)
        if turn is not None and lost:
            await self._next(turn)
        if self._waiting:
            self._look_later()


def _is_text(target: Widget, event: events.Key) -> bool:
    return event.is_printable and target.check_consume_key(event.key, event.character)
