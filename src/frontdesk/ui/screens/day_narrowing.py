"""The day, narrowed to the lines with some words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from frontdesk.ground.text import clean_line
from frontdesk.ui.screens.day_noticing import DayNoticing
from frontdesk.ui.widgets.day_head import DaySecond, FilterInput
from frontdesk.ui.widgets.rows import Rows

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


class DayNarrowing(DayNoticing):
    """The part of the day that looks for words in what is there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted = ""

    @property
    def owed(self) -> Rows:
        """The list on the left, or the only one."""
        return self.query_one("#owed", Rows)

    def _show(self) -> None:
        raise NotImplementedError

    def action_filter(self) -> None:
        """To the field for the words."""
        second = self.query_one(DaySecond)
        second.narrowing(True)
        second.field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Each letter narrows what is there; nothing is read for it."""
        event.stop()
        self._wanted = clean_line(event.value)
        self._show()

    def on_filter_input_done(self) -> None:
        """Into the list; without words there is nothing to keep."""
        if self._wanted:
            self.owed.focus()
        else:
            self.on_filter_input_left()

    def on_filter_input_left(self) -> None:
        """Every line again."""
        second = self.query_one(DaySecond)
        second.field.value = ""
        second.narrowing(False)
        self.owed.focus()

    def on_rows_above(self) -> None:
        """The arrow up on the first line goes back to the words, where there are any."""
        if self._wanted:
            self.query_one(FilterInput).focus()
