"""The day (F6): what is owed first, then what was done. It counts gestures and guideline lines, and ranks nobody.

It is live: another desk's gesture appears within a second. What is asked four times a second is only whether any desk
has written; the day is read, in a thread, when one has or when a minute has passed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from frontdesk.desk.day import leading, printing
from frontdesk.desk.day.day_views import Day
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, times, working
from frontdesk.ui.screens.day_narrowing import DayNarrowing
from frontdesk.ui.screens.sheet import SheetScreen
from frontdesk.ui.widgets.day_areas import WIDE_FROM_COLUMNS, areas, how_it_went, urgent
from frontdesk.ui.widgets.day_head import DaySecond, DayTitle
from frontdesk.ui.widgets.header import GuidelinesLine, Header
from frontdesk.ui.widgets.key_line import KeyLine
from frontdesk.ui.widgets.rows import Rows
from frontdesk.ui.widgets.sections import laid_out

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

PATIENCE_SECONDS = 10.0
DAYS_AHEAD = 14


class DayScreen(DayNarrowing):
    """One business day; the arrows left and right walk the days."""

    BINDINGS = [*keys.bindings("day")]
    HELP_TEXT = N_(
        "What is owed comes first: promises overdue and due. Then stories, what was given, the chances left, where "
        "limits stopped us, and what waits for an answer. Enter opens the marked line; / narrows to words."
    )

    HELP_PLACES = ("day",)
    shows_owed = True

    class Left(Message):
        """The person goes back to the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._date: date | None = None
        self._stamp: tuple[int, ...] = ()
        self._read_at: datetime | None = None
        self._reading_since: float | None = None

    def compose(self) -> ComposeResult:
        """Two lines on top, one list below; two where there is room."""
        yield Header(self.desk)
        yield GuidelinesLine(self.desk)
        yield DayTitle()
        yield DaySecond()
        with Container(id="day"):
            yield Rows(id="owed", help_text=N_("What is owed and what waits. Enter opens the marked line."))
            yield Rows(id="done", help_text=N_("What was given, what is left, and where limits stopped us."))
        yield KeyLine()

    def on_mount(self) -> None:
        """The list has the focus."""
        self.owed.focus()
        self._title(None)

    @property
    def done(self) -> Rows:
        """The list on the right, where there is room for two."""
        return self.query_one("#done", Rows)

    @property
    def wide(self) -> bool:
        """Whether there is room for two lists."""
        return self.size.width >= WIDE_FROM_COLUMNS

    @property
    def rows(self) -> Rows:
        """The list in which the person is."""
        return self.done if self.done.has_focus else self.owed

    # --- reading ---

    def take_desk(self, desk: Desk) -> None:
        """Read again by the guidelines that are now in force."""
        super().take_desk(desk)
        self.load()

    def on_screen_resume(self) -> None:
        """Read the day again: much may have happened since."""
        self.load()

    def look(self, stamp: tuple[int, ...]) -> None:
        """The program looks four times a second, for all rooms at once."""
        self._look(stamp)

    def _look(self, stamp: tuple[int, ...] | None = None) -> None:
        """Read again when any desk has written, or a minute has passed; never behind another screen."""
        if not self.is_current:
            return
        waits = self._reading_since is not None and monotonic() - self._reading_since < PATIENCE_SECONDS
        written = self._stamp != (leading.stamp(self.desk) if stamp is None else stamp)
        if not waits and (written or self._minute() != self._read_at):
            self.load()

    def _minute(self) -> datetime:
        return self.desk.now().replace(second=0, microsecond=0)

    def load(self) -> None:
        """Read the day in a thread, and show it."""
        self._stamp, self._read_at, self._reading_since = leading.stamp(self.desk), self._minute(), monotonic()
        ask = partial(leading.day, self.desk, self._date, lines=False)
        working.read(self, "day", ask, self._came, self._failed)

    def _came(self, day: Day) -> None:
        self._reading_since = None
        self.day = day
        self._show()

    def _failed(self, error: DeskError) -> None:
        self._reading_since = None
        self.query_one(DaySecond).tell("! " + str(error), "$text-error")

    # --- showing ---

    def _show(self) -> None:
        day = self.day
        if day is None:
            return
        self._title(day)
        self.query_one(DaySecond).say(how_it_went(day))
        left, right = areas(self.desk, day, self.size.width)
        self.owed.show(laid_out(left, self._wanted))
        self.done.show(laid_out(right, self._wanted) if right else [])
        self.refresh_bindings()

    def _title(self, day: Day | None) -> None:
        shown = self._shown_date if day is None else day.date
        near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get((shown - self.desk.today()).days, "")
        waits = () if day is None else urgent(day)
        self.query_one(DayTitle).say(times.day_words(shown), near, waits)

    def tell(self, text: str) -> bool:
        """On the line under the date, until the day is read again, and for a few seconds at least."""
        self.query_one(DaySecond).tell(text, "$text-accent")
        return True

    def on_resize(self) -> None:
        """One list or two."""
        super().on_resize()
        if self.done.has_focus and not self.wide:
            self.owed.focus()
        self.call_after_refresh(self._show)

    # --- walking ---

    @property
    def _shown_date(self) -> date:
        if self._date is not None:
            return self._date
        return self.desk.today() if self.day is None else self.day.date

    def _walk(self, days: int) -> None:
        wanted = min(self._shown_date + timedelta(days=days), self.desk.today() + timedelta(days=DAYS_AHEAD))
        if wanted != self._shown_date:
            self._date = None if wanted == self.desk.today() else wanted
            self.load()

    def action_earlier(self) -> None:
        """The day before."""
        self._walk(-1)

    def action_later(self) -> None:
        """The day after: what is promised for tomorrow is known today."""
        self._walk(1)

    def action_today(self) -> None:
        """Back to today."""
        self._date = None
        self.load()

    def action_other_column(self) -> None:
        """To the other list."""
        (self.owed if self.done.has_focus else self.done).focus()
        self.refresh_bindings()

    # --- paper ---

    def action_line_up(self) -> None:
        """The sheet for the shift of the day that is shown; of a day that is over there is none, so today's."""
        ask = partial(printing.print_line_up, self.desk, max(self._shown_date, self.desk.today()))
        working.write(self, ask, self._printed)

    def action_hand_over(self) -> None:
        """The sheet of what is open now."""
        working.write(self, partial(printing.print_handover, self.desk), self._printed)

    def _printed(self, sheet: printing.Printed) -> None:
        self.app.push_screen(SheetScreen(sheet))

    def action_back(self) -> None:
        """Every line again; then back to where the person came from."""
        if self._wanted:
            self.on_filter_input_left()
        else:
            self.post_message(self.Left())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The other column only where there are two; the rest as the marked line has it."""
        if action == "other_column":
            return self.wide
        return super().check_action(action, parameters)
