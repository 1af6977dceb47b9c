"""Who is it, of several with the number; and what to do about a call that nobody took."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.renderables.digits import Digits as BigFigures
from textual.widgets import Digits, Static

from frontdesk.desk.telephone import ringing
from frontdesk.desk.telephone.ring_views import Caller, MissedCall, Taken, TakenBefore
from frontdesk.desk.telephone.ring_words import missed_name, missed_words, number_words
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import LINE_LENGTH_MAX
from frontdesk.ui import keys, times, working
from frontdesk.ui.plain import cut, plain
from frontdesk.ui.screens.base import Opens, Question, Room
from frontdesk.ui.screens.form import Form, Sheet
from frontdesk.ui.screens.promise_choice import BIG_FROM_ROWS, SAID_SECONDS, TEXT_CELLS, ChoiceRows
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.zone import Line, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

CALL_BACK, REACHED, LET_GO = "call_back", "reached", "let_go"
SOMEBODY_ELSE = "somebody_else"
_DIALLED = frozenset("+0123456789 ")


def ask_about_missed(room: Room, call_id: str, changed: Callable[[], None]) -> None:
    """Ask what to do about a call that nobody took, and do it; `changed` is called once something was."""

    def came(waiting: Sequence[MissedCall]) -> None:
        found = next((each for each in waiting if each.id == call_id), None)
        if found is None:
            _say(room, _("somebody has seen to that call already"))
            changed()
            return
        room.app.push_screen(MissedCallScreen(room.desk, found), partial(answered, found))

    def answered(call: MissedCall, answer: str | None) -> None:
        if answer == REACHED:
            working.write(room, partial(ringing.reached, room.desk, call.id), done)
        elif answer == LET_GO:
            room.app.push_screen(LetGoScreen(room.desk, call), let_go)
        elif answer == CALL_BACK and len(call.callers) > 1:
            room.app.push_screen(WhichCaller(call.number, call.callers), partial(call_back, call))
        elif answer == CALL_BACK:
            call_back(call, SOMEBODY_ELSE)

    def call_back(call: MissedCall, who: str | None) -> None:
        if who is not None:
            whom = None if who == SOMEBODY_ELSE else who
            working.write(room, partial(ringing.call_back, room.desk, call.id, whom), opened)

    def opened(answer: Taken | TakenBefore) -> None:
        if isinstance(answer, Taken):
            room.post_message(Opens(answer.conversation_id))
        else:
            done(answer)

    def done(answer: Taken | TakenBefore) -> None:
        changed()
        _say(room, _("reached: it waits no longer") if isinstance(answer, Taken) else taken_words(room.desk, answer))

    def let_go(answer: bool | None) -> None:
        if answer:
            changed()

    working.read(room, "missed", partial(ringing.missed_now, room.desk), came)


def taken_words(desk: Desk, before: TakenBefore) -> str:
    """ "Jānis has it since 14:02" """
    time = times.short_words(desk, before.at)
    return _("{name} has it since {time}").format(name=before.by or _("somebody else"), time=time)


def _say(room: Room, text: str) -> None:
    room.notify(plain(text).plain, markup=False, timeout=SAID_SECONDS)


class WhichCaller(Question[str | None]):
    """Who of those with this number is it? Dismissed with a customer's id, SOMEBODY_ELSE, or None."""

    BINDINGS = [*keys.bindings("caller")]
    HELP_TEXT = N_("Several customers have this number. Ask who it is; somebody else begins without a name.")

    def __init__(self, number: str, callers: Sequence[Caller]) -> None:
        super().__init__()
        self._number = number
        self._callers = tuple(callers)

    def compose(self) -> ComposeResult:
        """The number, and a line for each."""
        with Vertical(classes="question"):
            yield Static(plain(_("Who is calling?"), "bold"))
            yield Static(plain(cut(number_words(self._number), TEXT_CELLS), "$text-muted"))
            yield ChoiceRows(id="choice")
            yield Static(plain(_("Enter chooses · Esc leaves it as it is"), "$text-muted"), classes="question-keys")

    def on_mount(self) -> None:
        """The first is marked."""
        rows = self.query_one("#choice", ChoiceRows)
        lines = [_caller_row(each) for each in self._callers]
        lines.append(Row(SOMEBODY_ELSE, lambda _cells: plain("· " + _("somebody else"))))
        rows.styles.height = len(lines)
        rows.show(lines)
        rows.focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.row_id)

    def action_back(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)


def _caller_row(caller: Caller) -> Row:
    return Row(caller.id, lambda cells: plain(cut(f"{caller.name} · {caller.phone}", cells)))


class MissedCallScreen(Question[str | None]):
    """Who called, the number in big figures, and what can be done. Dismissed with what was chosen, or None."""

    BINDINGS = [*keys.bindings("caller")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (BIG_FROM_ROWS, "-usual")]
    HELP_TEXT = N_(
        "A call that nobody took waits until somebody was reached, or until it is let go with a sentence that says why."
    )

    def __init__(self, desk: Desk, call: MissedCall) -> None:
        super().__init__()
        self._desk = desk
        self._call = call

    def compose(self) -> ComposeResult:
        """Who, when and how often; how to reach them; then what can be done."""
        call = self._call
        with Vertical(classes="question reached"):
            yield Static(plain(cut(missed_name(call), TEXT_CELLS), "bold"))
            when = _("called {time}").format(time=times.short_words(self._desk, call.last_at))
            yield Static(plain(cut(f"{when} · {missed_words(call)}", TEXT_CELLS), "$text-warning"))
            yield from self._number()
            yield ChoiceRows(id="choice")
            yield Static(plain(_("Enter chooses · Esc leaves it as it is"), "$text-muted"), classes="question-keys")

    def _number(self) -> ComposeResult:
        if self._call.withheld:
            return
        number = number_words(self._call.number, self._call.callers)
        dialled = plain("".join(each for each in number if each in _DIALLED).strip()).plain
        fits = BigFigures.get_width(dialled) <= min(TEXT_CELLS, self.app.size.width - 8)
        if dialled and fits and self.app.size.height >= BIG_FROM_ROWS:
            yield Digits(dialled, id="number")
            yield Static(plain(cut(number, TEXT_CELLS), "bold"), classes="number-small")
        else:
            yield Static(plain(cut(number, TEXT_CELLS), "bold"), id="number")

    def on_mount(self) -> None:
        """What can be done; calling back stands first. Who withheld the number cannot be called."""
        choices = [
            Row(REACHED, lambda _cells: plain("✓ " + _("they were reached"))),
            Row(LET_GO, lambda _cells: plain("· " + _("nobody calls back, and why"))),
        ]
        if not self._call.withheld:
            choices.insert(0, Row(CALL_BACK, lambda _cells: plain("☎ " + _("open the conversation and call back"))))
        rows = self.query_one("#choice", ChoiceRows)
        rows.styles.height = len(choices)
        rows.show(choices)
        rows.focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.row_id)

    def action_back(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)


class LetGoScreen(Form[bool | None]):
    """Why nobody calls back, in one sentence. Dismissed with True once it is kept."""

    HELP_TEXT = N_("One sentence, so that nobody has to ask why this call was not returned.")

    def __init__(self, desk: Desk, call: MissedCall) -> None:
        super().__init__()
        self._desk = desk
        self._call = call
        self.line = Line(
            self.guard, "", cap=LINE_LENGTH_MAX, id="let-go", placeholder=_("wrong number · they wrote instead")
        )

    def compose(self) -> ComposeResult:
        """One line."""
        with Sheet(classes="question form"):
            yield Static(plain(_("Why does nobody call back?"), "bold"))
            yield Static(plain(cut(missed_name(self._call), TEXT_CELLS), "$text-muted"))
            yield self.line
            yield self.said_line()
            yield Static(plain(_("Enter lets it go · Esc leaves"), "$text-muted"))

    def on_mount(self) -> None:
        """Into the line."""
        self.line.focus()

    def on_written(self, event: Written) -> None:
        """Enter lets it go."""
        event.stop()
        self.keep(partial(ringing.let_go, self._desk, self._call.id, self.line.value), self._gone)

    def _gone(self, before: TakenBefore | None) -> None:
        if before is not None:
            self.app.notify(plain(taken_words(self._desk, before)).plain, markup=False, timeout=SAID_SECONDS)
        self.dismiss(True)
