"""A short list with a digit beside each line, for questions over a room."""

from __future__ import annotations

from time import monotonic

from textual import events

from frontdesk.ui.guard import too_early
from frontdesk.ui.widgets.rows import Rows


class NumberedRows(Rows):
    """The digit beside a line chooses it, as Enter does; what was pressed before the lines could be read does not."""

    def on_mount(self) -> None:
        """Note when the lines can first be seen."""
        self._painted_at: float | None = None
        self.call_after_refresh(self.painted)

    def painted(self) -> None:
        """The lines can be read from now on."""
        self._painted_at = monotonic()

    async def on_key(self, event: events.Key) -> None:
        """A digit marks and chooses; an early key does nothing."""
        digit = int(event.key) if event.key.isdigit() and event.key.isascii() else 0
        if event.key != "enter" and not digit:
            return
        if too_early(event.time, self._painted_at):
            event.stop()
            event.prevent_default()
        elif 1 <= digit <= len(self.rows):
            event.stop()
            self.mark(self.rows[digit - 1].id)
            self.action_open()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters belong to nobody while the question is open."""
        return character is not None and character.isprintable() and character != "?"
