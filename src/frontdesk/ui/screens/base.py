"""What all screens share: translated keys, and a footer that follows them."""

from __future__ import annotations

from typing import TypeVar

from textual.binding import ActiveBinding
from textual.screen import ModalScreen, Screen

from frontdesk.ui import keys

Answer = TypeVar("Answer")


class Room(Screen[None]):
    """A standing place: the start, the conversation, the day."""

    def save_draft(self) -> None:
        """Hand what was typed and is not yet on its way to `working.write`: the program is about to leave.

        Rooms in which something is typed override it. It must not wait; whoever calls it waits for the writes.
        """

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, in the language in force and in the footer's order."""
        return keys.translated(super().active_bindings)


class Question(ModalScreen[Answer]):
    """A short question over a room, answered with `dismiss`."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, in the language in force and in the footer's order."""
        return keys.translated(super().active_bindings)
