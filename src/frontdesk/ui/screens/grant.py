"""Authority given ahead: which gesture, for whom, up to how much, how often, until when. And taking it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from frontdesk.desk.approvals import granting, standing
from frontdesk.desk.approvals.approval_views import GrantLine
from frontdesk.desk.approvals.standing import ToGive
from frontdesk.desk.people import staffing
from frontdesk.desk.promises import due_times
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import LINE_LENGTH_MAX, NOTE_LENGTH_MAX, SHORT_LENGTH_MAX, clean_line
from frontdesk.ui import keys, working
from frontdesk.ui.guard import Guard
from frontdesk.ui.plain import cut
from frontdesk.ui.screens.asked_once import AskedOnce
from frontdesk.ui.screens.base import Question
from frontdesk.ui.screens.grant_back import grant_words, numbered
from frontdesk.ui.widgets.fields import Label
from frontdesk.ui.widgets.picks import NumberedRows
from frontdesk.ui.widgets.rows import Rows
from frontdesk.ui.widgets.zone import Line, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

EVERYBODY, THIS_DESK, PERSON = "everybody", "desk", "person:"


class Step(StrEnum):
    """What is asked now."""

    GESTURE = "gesture"
    WHOM = "whom"
    HOW = "how"


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be given ahead, and the names of those it can be given to."""

    gestures: tuple[ToGive, ...]
    names: tuple[str, ...]


def open_grant(room: Screen[None], desk: Desk, done: Callable[[str], None]) -> None:
    """Ask what is given ahead, and give it; `done` gets the sentence that says so."""

    def came(choices: Choices) -> None:
        if choices.gestures:
            room.app.push_screen(GrantScreen(desk, choices), ended)
        else:
            done(_("authority is given ahead by somebody who has more of it"))

    def ended(line: GrantLine | None) -> None:
        if line is not None:
            done(_("given ahead: {what}").format(what=grant_words(desk, line)))

    working.read(room, "to-give", partial(_choices, desk), came)


class GrantScreen(Question[GrantLine | None], AskedOnce[GrantLine | None]):
    """Dismissed with what was given ahead, or None."""

    BINDINGS = [*keys.bindings("grant")]
    HINT = "#grant-hint"
    HELP_TEXT = N_(
        "Authority for later: up to a sum, for a person, a desk or everybody, so many times, until a time. It works "
        "while you are away; what is not used lapses. Nobody gives ahead more than they could give."
    )

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        self.desk = desk
        self.guard = Guard()
        self._choices = choices
        self._step = Step.GESTURE
        self._gesture: ToGive | None = None
        self._whom = EVERYBODY
        self._list = NumberedRows(id="grant-lines")
        self._asks = Label("", id="grant-what", classes="grant-title", style="bold")
        self.up_to = Line(self.guard, cap=SHORT_LENGTH_MAX, id="up-to", select_on_focus=True)
        self.times = Line(
            self.guard, "1", cap=SHORT_LENGTH_MAX, id="times", placeholder=_("as often as needed"), select_on_focus=True
        )
        self.until = Line(
            self.guard, cap=LINE_LENGTH_MAX, id="until", placeholder=_("the end of the day · 20:00 · 2 hours")
        )
        self.why = Line(self.guard, cap=NOTE_LENGTH_MAX, id="why", placeholder=_("why, for those who use it"))

    def compose(self) -> ComposeResult:
        """A title, the lines to choose from, the fields, one line for what is wrong."""
        rows = ((_("Up to"), self.up_to), (_("Times"), self.times), (_("Until"), self.until), (_("Why"), self.why))
        with Vertical(classes="question grant"):
            yield self._asks
            yield self._list
            for label, field in rows:
                name = f"{field.id}-row"
                yield Horizontal(Label(label, classes="answer-label"), field, classes="answer-row", id=name)
            yield Label(id="grant-hint")

    def on_mount(self) -> None:
        """First: which gesture."""
        for key in ("enter", "g"):
            self.guard.prime(key, monotonic())
        self._show(Step.GESTURE)

    def _show(self, step: Step) -> None:
        self._step = step
        how = step is Step.HOW
        self._list.display = not how
        for row in self.query(".answer-row"):
            row.display = how
        self.query_one("#up-to-row").display = how and self._gesture is not None and self._gesture.has_money
        hint = _("a digit or Enter chooses · Esc back")
        if step is Step.GESTURE:
            self._asks.say(_("Give ahead: which gesture?"), "bold")
            self._list.show(
                [numbered(at, each.gesture, _gesture_words(each)) for at, each in enumerate(self._choices.gestures, 1)]
            )
        elif step is Step.WHOM and self._gesture is not None:
            self._asks.say(_("{gesture}: for whom?").format(gesture=self._gesture.label), "bold")
            self._list.show([numbered(at, *each) for at, each in enumerate(self._people(), 1)], mark=self._whom)
        elif self._gesture is not None:
            whom = dict(self._people()).get(self._whom, "")
            self._asks.say(f"{self._gesture.label} · {whom}", "bold")
            self.up_to.value = self.up_to.value or self._gesture.most
            hint = _("Enter gives it ahead · Tab next field · Esc back")
        self._hint(hint, "$text-muted")
        if how:
            (self.up_to if self._gesture is not None and self._gesture.has_money else self.times).focus()
        else:
            self._list.call_after_refresh(self._list.painted)
            self._list.focus()

    def _people(self) -> list[tuple[str, str]]:
        people = [(PERSON + name, name) for name in self._choices.names]
        desk = _("whoever works at {desk}").format(desk=self.desk.name)
        return [(EVERYBODY, _("everybody here")), (THIS_DESK, desk), *people]

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """The gesture, or for whom."""
        event.stop()
        if self._step is Step.GESTURE:
            self._gesture = next(each for each in self._choices.gestures if each.gesture == event.row_id)
            self.up_to.value = ""
            self._show(Step.WHOM)
        else:
            self._whom = event.row_id
            self._show(Step.HOW)

    def on_written(self, event: Written) -> None:
        """Enter in any field gives it ahead."""
        event.stop()
        if self._gesture is None or self._busy:
            return
        write = partial(
            _given,
            self.desk,
            self._gesture,
            self._whom,
            up_to=self.up_to.value,
            often=self.times.value,
            until=self.until.value,
            why=self.why.value,
        )
        self._ask(write, _("recording …"))

    def action_back(self) -> None:
        """One question back."""
        if self._busy:
            return
        if self._step is Step.GESTURE:
            self.dismiss(None)
        else:
            self._show(Step.GESTURE if self._step is Step.WHOM else Step.WHOM)


def _gesture_words(each: ToGive) -> str:
    return each.label if not each.most else _("{label} to {amount}").format(label=each.label, amount=each.most)


def _choices(desk: Desk) -> Choices:
    """Called in a thread."""
    names: Sequence[str] = [each.name for each in staffing.list_staff(desk.store) if each.id != desk.person.id]
    return Choices(standing.to_give_ahead(desk), tuple(names))


def _given(desk: Desk, gesture: ToGive, whom: str, *, up_to: str, often: str, until: str, why: str) -> GrantLine:
    """What was given ahead; called in a thread. Raises DeskError."""
    return granting.grant(
        desk,
        gesture.gesture,
        up_to if gesture.has_money else None,
        staff=whom.removeprefix(PERSON) if whom.startswith(PERSON) else None,
        at_desk=desk.name if whom == THIS_DESK else None,
        times=_times(often),
        until=due_times.parse_due(desk, until) if clean_line(until) else None,
        reason=why,
    )


def _times(text: str) -> int | None:
    said = clean_line(text)
    if not said:
        return None
    if not (said.isascii() and said.isdigit()):
        raise BadInput(
            _("{text} is not a number of times.").format(text=cut(said, 20)), _("Write one like 2, or nothing.")
        )
    return int(said)
