"""The keys that work now, on the last line: one widget that repaints its own cells.

Textual's Footer mounts a widget for each key anew whenever the focus moves, and the screen is laid out and sent as a
whole each time; over a slow line that is what a person waits for.
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from frontdesk.ui.plain import width, words

GAP = " "
ALWAYS = ("f1",)
"""Keys that no other pushes off the line: behind help stand all that did not fit."""


class KeyLine(Widget):
    """The bindings of the screen that are to be shown, in their order; a click on one presses it."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; dock: bottom; background: $footer-background; color: $footer-foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[tuple[str, str, str], ...] = ()

    def on_mount(self) -> None:
        """Follow the focus and what it brings."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self._changed(self.screen)

    def _changed(self, screen: Screen[object]) -> None:
        if screen is self.screen and (screen.is_active or not self._items):
            self.follow(screen)

    def follow(self, screen: Screen[Any]) -> None:
        """Show the keys of this screen: of the question that stands over the room, else of the room itself."""
        items: dict[str, tuple[str, str, str]] = {}
        for each in screen.active_bindings.values():
            binding = each.binding
            if binding.show and each.enabled:
                items.setdefault(binding.action, (binding.key, self.app.get_key_display(binding), binding.description))
        found = tuple(items.values())
        if found != self._items:
            self._items = found
            self.refresh()

    def shown(self) -> list[tuple[str, str, str]]:
        """The items that fit whole, in their order: key, how it is written, what it does. Help always stays."""
        always = [item for item in self._items if item[0] in ALWAYS]
        room = self.size.width - sum(width(_text(item)) + len(GAP) for item in always)
        found, full = [], False
        for item in self._items:
            if item in always:
                found.append(item)
            elif not full and room - width(_text(item)) - len(GAP) >= -len(GAP):
                room -= width(_text(item)) + len(GAP)
                found.append(item)
            else:
                full = True  # a key of a lower rank never takes the place of one that did not fit
        return found

    def render(self) -> Content:
        """The items side by side."""
        return Content(GAP).join(
            [words((key, "$footer-key-foreground bold"), " " + label) for _name, key, label in self.shown()]
        )

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        event.stop()
        start = 0
        for item in self.shown():
            cells = width(_text(item))
            if start <= event.x < start + cells:
                self.app.simulate_key(item[0])
                return
            start += cells + len(GAP)


def _text(item: tuple[str, str, str]) -> str:
    return f"{item[1]} {item[2]}"
