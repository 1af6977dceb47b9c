"""Another time for a promise: first why, as the customer hears it, then until when."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from frontdesk.desk.promises import promising
from frontdesk.desk.views import PromiseLine
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import LINE_LENGTH_MAX, NOTE_LENGTH_MAX
from frontdesk.ui import times, working
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.form import Form, Sheet
from frontdesk.ui.widgets.figures import shortened
from frontdesk.ui.widgets.promising import Due, When
from frontdesk.ui.widgets.queue import who
from frontdesk.ui.widgets.zone import Line, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

TEXT_CELLS = 60


class MoveScreen(Form[PromiseLine | None]):
    """Dismissed with the promise as it stands then, or None."""

    HELP_TEXT = N_(
        "Another time for a promise: one sentence why, then the digit of a time, or 0 to type one. What was promised "
        "first stays to be read."
    )

    def __init__(self, desk: Desk, promise: PromiseLine) -> None:
        super().__init__()
        self._desk = desk
        self._promise = promise
        self._asked: datetime | None = None
        self._outside: datetime | None = None
        self.reason = Line(
            self.guard, cap=NOTE_LENGTH_MAX, id="move-reason", placeholder=_("one sentence, as the customer hears it")
        )
        self.when = When(self.guard)
        self.due = Line(
            self.guard,
            cap=LINE_LENGTH_MAX,
            id="move-due",
            placeholder=_("16:00 · tomorrow 18:00 · 2 hours · 24 Nov 12:00"),
        )

    def compose(self) -> ComposeResult:
        """What was promised, the reason, the time."""
        due = _("due {time}").format(time=times.moment_words(self._desk, self._promise.due_at))
        with Sheet(classes="question form"):
            yield Static(plain(_("Another time · {name}").format(name=who(self._promise.customer_name)), "bold"))
            yield Static(plain(shortened(" ".join(self._promise.text.split()), TEXT_CELLS)))
            yield Static(plain(due, "$text-muted"))
            yield Static(plain(_("Why?")), classes="field-label")
            yield self.reason
            yield Static(plain(_("Until when?")), classes="field-label")
            yield self.when
            yield self.due
            yield self.said_line()
            yield Static(plain(_("Enter leads on · a digit moves it · Esc leaves it as it is"), "$text-muted"))

    def on_mount(self) -> None:
        """First why."""
        self.due.display = False
        self.reason.focus()
        choices = partial(promising.due_choices, self._desk, hours=self._promise.hours)
        working.read(self, "due", choices, self._came)

    def _came(self, choices: tuple[Due, ...]) -> None:
        self.when.show(choices)

    def on_written(self, event: Written) -> None:
        """The reason leads to the times; a typed time is understood by the desk."""
        event.stop()
        if event.field is self.due:
            parse = partial(promising.parse_due, self._desk, self.due.value)
            working.read(self, "parse", parse, self._move, self.refused)
        elif self.reason.value.strip():
            self.say("")
            self.when.focus()
        else:
            self.say(_("one sentence why"))

    def on_when_chosen(self, event: When.Chosen) -> None:
        """A time, or the field for one."""
        event.stop()
        if event.due is None:
            self.due.display = True
            self.due.focus()
        else:
            self._move(event.due[1])

    def on_when_no_such(self, event: When.NoSuch) -> None:
        """A digit beside no time."""
        event.stop()
        self.say(_("the digit of a time moves it · 0 for another time"))

    def _move(self, due_at: datetime) -> None:
        self._asked = due_at
        anyway = due_at == self._outside
        move = partial(promising.move, self._desk, self._promise.id, due_at, self.reason.value, anyway=anyway)
        self.keep(move, self.dismiss)

    def refused(self, error: DeskError) -> None:
        """Outside the customer's hours the nearest time that fits is one key."""
        super().refused(error)
        if isinstance(error, promising.OutsideHours) and self._asked is not None:
            self.say(error.sentence)
            self._outside = self._asked
            said = _("{time}, agreed all the same").format(time=times.moment_words(self._desk, self._asked))
            nearest = times.moment_words(self._desk, error.nearest)
            self.due.display = False
            self.when.show(((nearest, error.nearest), (said, self._asked)))
            self.when.focus()
