"""The day (F6): what was promised, what was given, what is left. It ranks nobody."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widgets import Static

from frontdesk.desk import leading
from frontdesk.desk.day_views import Day
from frontdesk.desk.views import PromiseLine
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, times, working
from frontdesk.ui.plain import words
from frontdesk.ui.screens.base import Opens, Room
from frontdesk.ui.screens.promise_choice import CONVERSE, KEEP, Promised, ask_about
from frontdesk.ui.widgets.header import GuidelinesLine, Header
from frontdesk.ui.widgets.key_line import KeyLine
from frontdesk.ui.widgets.queue import blank, heading, note, promise_row
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.sums import day_rows

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

REFRESH_SECONDS = 60
DAYS_AHEAD = 14


class DayScreen(Room):
    """One business day; the arrows left and right walk the days."""

    BINDINGS = [*keys.bindings("day")]
    HELP_TEXT = N_(
        "Promises come first: overdue, due, kept. Then what was given, by gesture, and what is left of the budgets. "
        "The arrows left and right walk the days; Enter on a promise opens its conversation."
    )

    class Left(Message):
        """The person goes back to the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._date: date | None = None
        self._day: Day | None = None

    def compose(self) -> ComposeResult:
        """Promises beside or above the figures."""
        yield Header(self.desk)
        yield GuidelinesLine(self.desk)
        yield Static("", id="day-title")
        with Container(id="day"):
            yield Rows(id="promises", help_text=N_("The promises of the day. k: it was kept. Enter: more about it."))
            yield Rows(
                id="sums", help_text=N_("Given, by gesture: how often, face value, cost. Budgets: what is left.")
            )
        yield KeyLine()

    def on_mount(self) -> None:
        """The promises have the focus."""
        self.query_one("#promises", Rows).focus()
        self._title(None)
        self.set_interval(REFRESH_SECONDS, self._load)

    def take_desk(self, desk: Desk) -> None:
        """Read again by the guidelines that are now in force."""
        super().take_desk(desk)
        self._load()

    def on_screen_resume(self) -> None:
        """Read the day again: much may have happened since."""
        self._load()

    def _load(self) -> None:
        working.read(self, "day", partial(leading.day, self.desk, self._date), self._came, self._failed)

    def _came(self, day: Day) -> None:
        self._day = day
        self._title(day.date)
        exponent = 2 if self.desk.guidelines is None else self.desk.guidelines.business.exponent
        self.query_one("#promises", Rows).show(_promise_rows(self.desk, day))
        self.query_one("#sums", Rows).show(day_rows(day, exponent))

    def _failed(self, error: DeskError) -> None:
        self.query_one("#promises", Rows).show([note("! " + str(error))])

    def _title(self, day: date | None) -> None:
        shown = day or self._date or self.desk.today()
        today = self.desk.today()
        near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get((shown - today).days, "")
        title = words((_("The day"), "bold"), "  ", times.day_words(shown), ("  " + near, "$text-muted"))
        self.query_one("#day-title", Static).update(title)

    def _walk(self, days: int) -> None:
        shown = (self._day.date if self._day is not None and self._date is None else self._date) or self.desk.today()
        wanted = min(shown + timedelta(days=days), self.desk.today() + timedelta(days=DAYS_AHEAD))
        if wanted != shown:
            self._date = None if wanted == self.desk.today() else wanted
            self._title(wanted)
            self._load()

    def action_earlier(self) -> None:
        """The day before."""
        self._walk(-1)

    def action_later(self) -> None:
        """The day after: what is promised for tomorrow is known today."""
        self._walk(1)

    def action_today(self) -> None:
        """Back to today."""
        self._date = None
        self._title(None)
        self._load()

    def action_back(self) -> None:
        """Back to where the person came from."""
        self.post_message(self.Left())

    def action_help_here(self) -> None:
        """Help, as F1."""
        self.app.call_later(self.app.run_action, "help")

    def action_keep(self) -> None:
        """The marked promise was kept."""
        self._ask_about(self.query_one("#promises", Rows).marked, KEEP)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A promise opens the question about it."""
        self._ask_about(event.row_id, CONVERSE)

    def _ask_about(self, row_id: str, mark: str) -> None:
        promise = self._promise(row_id)
        if promise is None:
            return
        if promise.state not in ("open", "overdue"):
            self.post_message(Opens(promise.conversation_id))
            return
        asked = Promised(
            promise.id, promise.customer_name, promise.text, promise.due_at, promise.owner, promise.conversation_id
        )
        ask_about(self, asked, mark, self._load)

    def _promise(self, row_id: str) -> PromiseLine | None:
        if self._day is None or not row_id.startswith("promise:"):
            return None
        every = self._day.overdue + self._day.due + self._day.kept
        return next((each for each in every if "promise:" + each.id == row_id), None)


def _promise_rows(desk: Desk, day: Day) -> list[Row]:
    waiting = (*day.overdue, *day.due)
    rows = [heading(_("PROMISED"))]
    rows += [promise_row(desk, each) for each in waiting]
    if not waiting:
        rows.append(note(_("nothing is owed to anybody")))
    if day.kept:
        rows += [blank(), heading(_("KEPT")), *(promise_row(desk, each) for each in day.kept)]
    return rows
