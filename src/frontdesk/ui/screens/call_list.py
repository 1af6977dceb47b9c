"""The call list of a mass event: whom to call and how, and one key for what came of it.

The lines stay where they are while they are worked through; whoever was reached elsewhere is ticked off here, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from frontdesk.authority.values import BadAsk
from frontdesk.desk.day import leading
from frontdesk.desk.events import event_calling, event_giving, events
from frontdesk.desk.events.event_views import CallLine, EventLine
from frontdesk.desk.views import Given, Giving
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import clean_line
from frontdesk.ui import keys, working
from frontdesk.ui.plain import cut, plain
from frontdesk.ui.screens.call_pressing import CallPressing
from frontdesk.ui.widgets.call_rows import (
    CALL,
    KEPT,
    CallRows,
    about_call,
    call_items,
    call_keys,
    call_state,
    event_heads,
)
from frontdesk.ui.widgets.day_head import FilterInput
from frontdesk.ui.widgets.queue import who
from frontdesk.ui.widgets.rows import Rows
from frontdesk.ui.widgets.sections import Section, laid_out

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

REACHED, LEFT_WORD, NOT_REACHED = event_calling.CALLS
LOOK_SECONDS = 2.0
NAME_CELLS = 30
READ_SECONDS = 0.3
"""So long an Enter after the question whether to give is one that was pressed before it could be read."""


class CallListScreen(CallPressing):
    """Dismissed with what the room opens: `customer:` or `talk:` and an id; None for nothing."""

    BINDINGS = [*keys.bindings("calls")]
    HELP_PLACES = ("calls",)
    HELP_TEXT = N_(
        "Everybody whom the event touches; those not reached yet stand first. Mark somebody, call, and press what came "
        "of it. Enter begins the conversation, g gives what the event owes, / finds a name, a number or a serial."
    )

    def __init__(self, desk: Desk, event_id: str) -> None:
        super().__init__()
        self._desk = desk
        self._event_id = event_id
        self._event: EventLine | None = None
        self._calls: dict[str, CallLine] = {}
        self._wanted = ""
        self._stamp: tuple[int, ...] = ()
        self._asked: tuple[str, float] | None = None

    def compose(self) -> ComposeResult:
        """What it is about, the list, what is known of the marked line, the keys."""
        with Vertical(classes="sheet calls"):
            yield Static("", id="calls-head")
            with Horizontal(id="calls-find"):
                yield Static(plain("/", "$text-accent"))
                yield FilterInput()
            yield CallRows(self.guard, id="calls", help_text=N_("Whom to call; what each is about stands below."))
            yield Static("", id="calls-about")
            yield Static("", id="calls-said")
            yield Static("", id="calls-keys")

    def on_mount(self) -> None:
        """Read the list, and again when any desk has written. The Enter that opened it is none in it."""
        self.guard.prime("enter", monotonic())
        self.query_one("#calls-find").display = False
        self.rows.focus()
        self._load()
        self.set_interval(LOOK_SECONDS, self._look)

    def on_resize(self) -> None:
        """The keys that the window has room for."""
        super().on_resize()
        self.query_one("#calls-keys", Static).update(plain(call_keys(self.size.width - 2), "$text-muted"))

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one("#calls", Rows)

    def _look(self) -> None:
        if self.is_current and leading.stamp(self._desk) != self._stamp:
            self._load()

    def _load(self) -> None:
        self._stamp = leading.stamp(self._desk)
        working.read(self, "calls", self._read, self._came, self._failed)

    def _read(self) -> tuple[EventLine, tuple[CallLine, ...]]:
        return events.one(self._desk, self._event_id), event_calling.calls(self._desk, self._event_id)

    def _came(self, answer: tuple[EventLine, Sequence[CallLine]]) -> None:
        """New ones come behind; a line that is there stays where it stands."""
        self._event, found = answer
        fresh = {each.what: each for each in found}
        self._calls = {what: fresh[what] for what in self._calls if what in fresh} | fresh
        self._show()

    def _failed(self, error: DeskError) -> None:
        self._say("! " + str(error), "$text-error")

    def _show(self) -> None:
        if self._event is None:
            return
        self.query_one("#calls-head", Static).update(event_heads(self._desk, self._event))
        items = call_items(self._calls.values())
        reached = sum(each.call == REACHED for each in self._calls.values())
        right = _("{count} of {all} reached").format(count=reached, all=len(self._calls))
        section = Section(_("TO CALL"), items, _("the event touches nobody yet: frontdesk event add"), right)
        self.rows.show(laid_out([section], self._wanted))
        self._about()

    @property
    def _marked(self) -> CallLine | None:
        return self._calls.get(self.rows.marked.removeprefix(CALL))

    def _about(self) -> None:
        line = self._marked
        self.query_one("#calls-about", Static).update(about_call(self._desk, line) if line is not None else "")

    def on_rows_marked(self) -> None:
        """Something else is known of another line, and what was asked of the one before is asked no more."""
        if self._asked is not None and self._asked[0] != self.rows.marked:
            self._asked = None
            self._say("")
        self._about()

    # --- what came of it ---

    def action_reached(self) -> None:
        """They were reached."""
        self._called(REACHED)

    def action_left_word(self) -> None:
        """Word was left."""
        self._called(LEFT_WORD)

    def action_not_reached(self) -> None:
        """Nobody was there."""
        self._called(NOT_REACHED)

    def action_kept(self) -> None:
        """Reached, and what was promised is done."""
        self._called(REACHED, kept=True)

    def _called(self, call: str, *, kept: bool = False) -> None:
        line = self._marked
        if line is not None:
            ask = partial(event_calling.called, self._desk, self._event_id, line.what, call, note=line.note, kept=kept)
            self._held(partial(working.write, self, ask, self._was_called))

    def _was_called(self, line: CallLine) -> None:
        self._calls[line.what] = line
        stays = self.rows.marked != CALL + line.what
        self._show()
        said = _("written down: {name} · {state}").format(
            name=cut(who(line.name), NAME_CELLS), state=call_state(line)[0]
        )
        if (
            line.promise_state in KEPT
            and self._event is not None
            and self._event.gesture is not None
            and not line.given
        ):
            said += " · " + _("{label} is not given yet").format(label=self._event.gesture_label)
        self._say(said, "$text-accent")
        if not stays:
            self.rows.action_down()

    # --- what is owed ---

    def action_give(self) -> None:
        """Ask once whether to give what the event owes; Enter gives it."""
        line, event = self._marked, self._event
        if line is None or event is None:
            return
        if event.gesture is None:
            self._say(_("this event owes a promise and no gesture · k says that it was kept"))
        elif line.given:
            self._say(_("{label} was given already").format(label=event.gesture_label))
        else:
            self._asked = (self.rows.marked, monotonic())
            said = _("Give {label} to {name}? Enter gives · Esc leaves it")
            self._say(said.format(label=event.gesture_label, name=cut(line.name or line.what, NAME_CELLS)), "bold")

    def _give(self, line: CallLine) -> None:
        self._asked = None
        ask = partial(event_giving.give, self._desk, self._event_id, line.what)
        working.write(self, ask, partial(self._gave, line))

    def _gave(self, line: CallLine, answer: Giving) -> None:
        if isinstance(answer, Given):
            said = _("given: {label} · {name}").format(label=answer.label, name=cut(who(line.name), NAME_CELLS))
            self._say(said, "$text-accent")
            self._load()
        elif isinstance(answer, BadAsk):
            self._say(_("its amount is chosen in the conversation: Enter begins it"))
        else:
            said = getattr(answer, "because", "") or _("something is asked first: Enter begins the conversation")
            self._say(said, "$text-warning")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Give what was asked about; else to the conversation with them."""
        event.stop()
        line = self._marked
        if line is None:
            return
        if self._asked is not None:
            if monotonic() - self._asked[1] >= READ_SECONDS:
                self._held(partial(self._give, line))
            else:
                self._say(_("read it first · Enter gives it"), "bold")
        else:
            self._held(partial(self._talk, line))

    def _talk(self, line: CallLine) -> None:
        if line.customer_id is not None:
            self.dismiss(f"customer:{line.customer_id}")
        else:
            self.dismiss(f"talk:{line.conversation_id}")

    # --- finding, leaving ---

    def action_find(self) -> None:
        """To the field for the words."""
        self.query_one("#calls-find").display = True
        self.query_one(FilterInput).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Each letter narrows what is there."""
        event.stop()
        self._wanted = clean_line(event.value)
        self._show()

    def on_filter_input_done(self) -> None:
        """Into the list."""
        self.rows.focus()

    def on_filter_input_left(self) -> None:
        """Everybody again."""
        self.query_one(FilterInput).value = ""
        self.query_one("#calls-find").display = False
        self.rows.focus()

    def on_rows_above(self) -> None:
        """Up from the first line, to the words where there are any."""
        if self._wanted:
            self.query_one(FilterInput).focus()

    def action_back(self) -> None:
        """One step back: out of the question, out of the words, out of the list."""
        if self._asked is not None:
            self._asked = None
            self._say("")
        elif self._wanted:
            self.on_filter_input_left()
        else:
            self.dismiss(None)
