"""A thing that came back three times: who sees to it, when it happened, and how it was fixed. It is never a person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from frontdesk.desk.learning import causing
from frontdesk.desk.learning.care_views import CauseLine
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.ground.text import NOTE_LENGTH_MAX
from frontdesk.ui import times
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.form import Form, Sheet
from frontdesk.ui.widgets.choices import Option
from frontdesk.ui.widgets.fields import Pick
from frontdesk.ui.widgets.figures import shortened
from frontdesk.ui.widgets.queue import who
from frontdesk.ui.widgets.zone import Line, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

FIXED, OWNER, CASES = "fixed", "owner", "cases"
CASES_SHOWN, CASE_CELLS = 4, 60


class CauseSheet(Form[str | None]):
    """Dismissed with OWNER or CASES for what the room goes on with, with FIXED when it was fixed, or None."""

    HELP_TEXT = N_(
        "A thing that came back three times in seven days. When it is fixed, say in one sentence what is different "
        "from now on; if it comes back three times, it asks again by itself."
    )

    def __init__(self, desk: Desk, cause: CauseLine) -> None:
        super().__init__()
        self._desk = desk
        self._cause = cause
        options = [Option(FIXED, _("it is fixed")), Option(OWNER, _("who sees to it")), Option(CASES, _("when it was"))]
        self.next = Pick(self.guard, options, enter_takes=False)
        self.how = Line(self.guard, cap=NOTE_LENGTH_MAX, id="fixed-how", placeholder=_("what is different from now on"))

    def compose(self) -> ComposeResult:
        """The thing, whose it is, when it happened, and what can be done."""
        cause = self._cause
        often = ngettext("{count} time in seven days", "{count} times in seven days", cause.times)
        seen_to = _("{owner} sees to it").format(owner=cause.owner)
        with Sheet(classes="question form"):
            yield Static(plain(cause.thing, "bold"))
            yield Static(plain(f"{often.format(count=cause.times)} · {seen_to}", "$text-warning"))
            for case in cause.cases[:CASES_SHOWN]:
                said = " · ".join((times.short_words(self._desk, case.at), who(case.customer_name), case.request))
                yield Static(plain(shortened(said, CASE_CELLS), "$text-muted"))
            yield self.next
            yield self.how
            yield self.said_line()
            yield Static(plain(_("the digit goes on · Esc back"), "$text-muted"))

    def on_mount(self) -> None:
        """What can be done."""
        self.how.display = False
        self.next.focus()

    def on_pick_done(self, event: Pick.Done) -> None:
        """Fixed: how? The rest is for the room."""
        event.stop()
        if event.pick.words != FIXED:
            self.dismiss(event.pick.words)
            return
        self.how.display = True
        self.how.focus()
        self.say(_("one sentence; Enter keeps it"), "$text-muted")

    def on_written(self, event: Written) -> None:
        """How it was fixed."""
        event.stop()
        fixed = partial(causing.fixed, self._desk, self._cause.id, self.how.value)
        self.keep(fixed, lambda _line: self.dismiss(FIXED))
