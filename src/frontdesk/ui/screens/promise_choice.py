"""What to do with a promise: it was kept, or its conversation is wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from frontdesk.desk import promising
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, times, working
from frontdesk.ui.guard import too_early
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Opens, Question, Room
from frontdesk.ui.widgets.queue import who
from frontdesk.ui.widgets.rows import Row, Rows

KEEP = "keep"
CONVERSE = "converse"


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as the question shows it."""

    id: str
    customer: str
    text: str
    due_at: datetime
    owner: str
    conversation_id: str


def ask_about(room: Room, promise: Promised, mark: str, changed: Callable[[], None]) -> None:
    """Ask what to do with the promise, with one answer marked, and do it; `changed` is called once it is kept."""

    def answered(answer: str | None) -> None:
        if answer == CONVERSE:
            room.post_message(Opens(promise.conversation_id))
        elif answer == KEEP:
            working.write(room, partial(promising.keep, room.desk, promise.id), lambda _kept: changed())

    due = times.short_words(room.desk, promise.due_at)
    room.app.push_screen(PromiseChoice(promise, due, mark=mark), answered)


class ChoiceRows(Rows):
    """Two lines; an Enter from before a person can have read them does nothing."""

    def on_mount(self) -> None:
        """Note when the lines can first be seen."""
        self._painted_at: float | None = None
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self._painted_at = events.Event().time

    async def on_key(self, event: events.Key) -> None:
        """Drop an Enter that was pressed for something else."""
        if event.key == "enter" and too_early(event.time, self._painted_at):
            event.stop()
            event.prevent_default()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters belong to nobody while the question is open."""
        return character is not None and character.isprintable()


class PromiseChoice(Question[str | None]):
    """Kept, or open the conversation? Dismissed with `KEEP`, `CONVERSE` or None."""

    BINDINGS = [*keys.bindings("promise_choice")]
    HELP_TEXT = N_("A promise is kept once, and stays kept. Its conversation says what it was about.")

    def __init__(self, promise: Promised, due: str, *, mark: str = CONVERSE) -> None:
        super().__init__()
        self._promise = promise
        self._due = due
        self._mark = mark

    def compose(self) -> ComposeResult:
        """Who, what, when and whose; then two lines."""
        with Vertical(classes="question"):
            yield Static(plain(who(self._promise.customer), "bold"))
            yield Static(plain(self._promise.text))
            due = _("due {time} · {owner}").format(time=self._due, owner=self._promise.owner)
            yield Static(plain(due, "$text-warning"), classes="question-due")
            yield ChoiceRows(id="choice")
            yield Static(plain(_("Enter chooses · Esc leaves it as it is"), "$text-muted"), classes="question-keys")

    def on_mount(self) -> None:
        """Two ways, one of them marked."""
        rows = self.query_one("#choice", ChoiceRows)
        rows.show(
            [
                Row(KEEP, lambda _cells: plain("✓ " + _("this promise was kept"))),
                Row(CONVERSE, lambda _cells: plain("  " + _("open its conversation"))),
            ],
            mark=self._mark,
        )
        rows.focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.row_id)

    def action_back(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)
