"""What to do with a promise: call, keep, hand on, or open its conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.renderables.digits import Digits as BigFigures
from textual.widgets import Digits, Static

from frontdesk.desk.day import leading
from frontdesk.desk.day.day_views import Call
from frontdesk.desk.people import staffing
from frontdesk.desk.promises import promising
from frontdesk.desk.promises.due_times import since_words
from frontdesk.desk.views import Person, PromiseLine
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, times, working
from frontdesk.ui.guard import too_early
from frontdesk.ui.plain import cut, plain, words
from frontdesk.ui.screens.base import Opens, Question, Room
from frontdesk.ui.widgets.figures import shortened
from frontdesk.ui.widgets.queue import who
from frontdesk.ui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

KEEP = "keep"
CONVERSE = "converse"
HAND_ON = "hand_on"
MOVE = "move"
CALL = "call"
TEXT_CELLS = 54
SAID_SECONDS = 6
BIG_FROM_ROWS = 22
_DIALLED = frozenset("+0123456789 ")


def ask_about(room: Room, promise_id: str, mark: str, changed: Callable[[], None]) -> None:
    """Ask what to do with the promise, with one answer marked, and do it; `changed` is called once something was.

    With `mark` CALL the number is what is wanted, and opening the conversation stays marked.
    """

    def kept(line: PromiseLine) -> None:
        changed()
        said = {"early": _("kept, and early"), "late": _("kept, late: it stays to be read as late")}
        _say(room, said.get(line.state, _("kept in time")) + f" · {line.text}")

    def answered(call: Call, answer: str | None) -> None:
        if answer == CONVERSE:
            room.post_message(Opens(call.promise.conversation_id))
        elif answer == KEEP:
            working.write(room, partial(promising.keep, room.desk, promise_id), kept)
        elif answer == HAND_ON:
            hand_on(room, call.promise, changed)
        elif answer == MOVE:
            move(room, call.promise, changed)

    def came(call: Call) -> None:
        room.app.push_screen(PromiseChoice(room.desk, call, mark=mark), partial(answered, call))

    working.read(room, "promise", partial(leading.call, room.desk, promise_id), came)


def hand_on(room: Room, promise: PromiseLine, changed: Callable[[], None]) -> None:
    """Ask who keeps the promise from now on, and write it down."""
    from frontdesk.ui.screens.promise_owner import OwnerScreen

    def named(name: str | None) -> None:
        if name is not None:
            working.write(room, partial(promising.reassign, room.desk, promise.id, name), lambda _line: changed())

    def came(people: Sequence[Person]) -> None:
        names = [each.name for each in people]
        room.app.push_screen(OwnerScreen(promise.text, promise.owner, names), named)

    working.read(room, "owners", partial(staffing.list_staff, room.desk), came)


def move(room: Room, promise: PromiseLine, changed: Callable[[], None]) -> None:
    """Ask why and until when, and give the promise another time."""
    from frontdesk.ui.screens.promise_moving import MoveScreen

    def moved(line: PromiseLine | None) -> None:
        if line is not None:
            changed()
            when = times.short_words(room.desk, line.due_at)
            _say(room, _("moved to {time} · {text}").format(time=when, text=line.text))

    room.app.push_screen(MoveScreen(room.desk, promise), moved)


def _say(room: Room, text: str) -> None:
    room.notify(plain(text).plain, markup=False, timeout=SAID_SECONDS)


class ChoiceRows(Rows):
    """A few lines; an Enter from before a person can have read them does nothing."""

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
        return character is not None and character.isprintable() and character != "?"


class PromiseChoice(Question[str | None]):
    """The promise, the number in big figures, and what can be done. Dismissed with what was chosen, or None."""

    BINDINGS = [*keys.bindings("promise_choice")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (BIG_FROM_ROWS, "-usual")]
    HELP_TEXT = N_("A promise is kept once, and stays kept. Its conversation says what it was about.")

    def __init__(self, desk: Desk, call: Call, *, mark: str = CONVERSE) -> None:
        super().__init__()
        self._desk = desk
        self._call = call
        self._mark = mark

    def compose(self) -> ComposeResult:
        """Who, what, when and whose; the words it was made for; how to reach them; then what can be done."""
        promise = self._call.promise
        with Vertical(classes="question reached"):
            yield Static(plain(who(promise.customer_name), "bold"))
            yield Static(plain(shortened(" ".join(promise.text.split()), 2 * TEXT_CELLS)))
            yield Static(self._when())
            if promise.request:
                said = shortened(" ".join(promise.request.split()), TEXT_CELLS - 2)
                yield Static(plain(f"“{said}”", "$text-muted"))
            yield from self._reached()
            yield ChoiceRows(id="choice")
            yield Static(plain(_("Enter chooses · Esc leaves it as it is"), "$text-muted"), classes="question-keys")

    def _when(self) -> Content:
        promise = self._call.promise
        due = _("due {time}").format(time=times.short_words(self._desk, promise.due_at))
        style = "$text-warning"
        if promise.state == "overdue":
            due = "! " + _("overdue {since}").format(since=since_words(self._desk, promise.due_at))
            style = "bold $text-error"
        gone = "" if promise.owner_here else "  " + _("no longer works here")
        return words((f"{due} · {promise.owner}", style), (gone, "$text-error"))

    def _reached(self) -> ComposeResult:
        call = self._call
        if not (call.phone or call.email):
            return
        number = plain("".join(each for each in call.phone if each in _DIALLED).strip()).plain
        fits = BigFigures.get_width(number) <= min(TEXT_CELLS, self.app.size.width - 8)
        if number and fits and self.app.size.height >= BIG_FROM_ROWS:
            yield Digits(number, id="number")
            yield Static(plain(cut(call.phone, TEXT_CELLS), "bold"), classes="number-small")
        else:
            yield Static(plain(cut(call.phone or call.email, TEXT_CELLS), "bold"), id="number")
        yield Static(plain(self._how(), "$text-muted" if call.fits_now else "bold $text-warning"))

    def _how(self) -> str:
        """By which channel and when the customer wants to hear, and whether that is now."""
        call = self._call
        said = [call.channel] if call.channel else []
        if call.email and (call.channel == "email" or not call.phone):
            said.append(cut(call.email, TEXT_CELLS // 2))
        if call.hours:
            said.append(_("wants to hear {hours}").format(hours=call.hours))
        if call.fits_from is not None:
            said.append(_("not now: from {time}").format(time=times.short_words(self._desk, call.fits_from)))
        return " · ".join(said) or _("no hours were agreed")

    def on_mount(self) -> None:
        """What can be done, one of it marked."""
        rows = self.query_one("#choice", ChoiceRows)
        waits = self._call.promise.state in ("open", "overdue")
        choices = [Row(CONVERSE, lambda _cells: plain("  " + _("open its conversation")))]
        if waits:
            choices.append(Row(KEEP, lambda _cells: plain("✓ " + _("this promise was kept"))))
        if waits:
            choices.append(Row(HAND_ON, lambda _cells: plain("→ " + _("somebody else keeps it"))))
            choices.append(Row(MOVE, lambda _cells: plain("» " + _("another time, with a reason"))))
        rows.styles.height = len(choices)
        rows.show(choices, mark=self._mark)
        rows.focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.row_id)

    def action_back(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)
