"""What comes after acting: a promise with a time, and the close that leaves nobody in the dark."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from frontdesk.desk.conversations import talking
from frontdesk.desk.learning import causing
from frontdesk.desk.learning.care_views import CauseLine
from frontdesk.desk.promises import promising
from frontdesk.desk.views import PromiseLine
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import _
from frontdesk.ui import working
from frontdesk.ui.screens.desk_known import closed_words
from frontdesk.ui.screens.desk_words import Words
from frontdesk.ui.widgets.closing import CAUSE, CLOSE, OWED, PROMISE, ClosingKeys
from frontdesk.ui.widgets.promising import Due, Promising


class Ending(Words):
    """Now, next, when; and anything else?"""

    _first_due: Due | None = None

    # --- promises ---

    def action_promise(self) -> None:
        """Now, next, when."""
        if self.closed:
            self.say(closed_words())
        else:
            self.open_promise()

    def open_promise(self, text: str = "", first: Due | None = None) -> None:
        """Open the promise panel, with a text and a first time when a way forward named them."""
        if self.talk is None:
            return
        if text and not self.promising.next.value.strip():
            self.promising.next.value = text
        ask = partial(promising.due_choices, self.desk, self.conversation_id, self.promising.next.value)
        working.read(self, "due", ask, partial(self._promise_opened, first))

    def _promise_opened(self, first: Due | None, choices: tuple[Due, ...]) -> None:
        self.say("")
        self._first_due = first
        self.open_panel(self.promising)
        self.promising.show(((first,) if first else ()) + tuple(choices))

    def on_promising_timed(self, event: Promising.Timed) -> None:
        """What is promised is known: the time that such promises take stands first."""
        event.stop()

        def came(choices: tuple[Due, ...]) -> None:
            first = () if self._first_due is None else (self._first_due,)
            self.promising.propose((*first, *choices))

        ask = partial(promising.due_choices, self.desk, self.conversation_id, event.text, event.hours)
        working.read(self, "due", ask, came, self._hours_wrong)

    def _hours_wrong(self, error: DeskError) -> None:
        """What stands in the field is no time of the day: back to it."""
        self.promising.hours.focus()
        self.promising.hint(str(error))

    def due_within(self, within: timedelta, words: str) -> Due:
        """A time to choose: so long from now."""
        return _("within {time}").format(time=words), self.desk.now() + within

    def on_promising_typed(self, event: Promising.Typed) -> None:
        """A typed time: the desk reads it."""
        event.stop()
        ask = partial(promising.parse_due, self.desk, event.text)
        working.read(self, "parse", ask, self.promising.understood, self._promise_hint)

    def _promise_hint(self, error: DeskError) -> None:
        self.promising.hint(str(error))

    def on_promising_made(self, event: Promising.Made) -> None:
        """Text and time are there: it is a promise."""
        event.stop()
        self.save_draft()
        panel = self.promising
        terms = promising.Terms(
            now=panel.now.value, channel=panel.channel.value, hours=panel.hours.value, anyway=event.anyway
        )
        write = partial(promising.promise, self.desk, self.conversation_id, event.text, event.due_at, terms=terms)
        self.change(write, self.promised, partial(self._not_promised, event.due_at))

    def _not_promised(self, asked: datetime, error: DeskError) -> None:
        """At a time when the customer does not want to hear, the nearest that fits is one key."""
        if not isinstance(error, promising.OutsideHours):
            self._promise_hint(error)
            return
        now = self.desk.now()
        nearest, wanted = (self.figures.due(each, now) for each in (error.nearest, asked))
        self.promising.outside(error.sentence, (nearest, error.nearest), (wanted, asked))

    def promised(self, promise: PromiseLine) -> None:
        """Say what was promised; the draft of it is done with."""
        self.promising.made()
        self.save_draft()
        due = self.figures.due(promise.due_at, self.desk.now())
        self.close_panel()
        said = _("promised: {text} · {due} · {who}")
        self.say(said.format(text=promise.text, due=due, who=promise.owner), "$text-accent")
        self.settled(_("promise: {text}").format(text=promise.text))

    # --- the end ---

    def action_close(self) -> None:
        """Anything else?"""
        if self.talk is None:
            return
        if self.closed:
            self.say(closed_words())
            return
        self.save_draft()
        self.say("")
        self.closing.hint()
        self.open_panel(self.closing)
        self.closing.keys.focus()

    def on_closing_keys_chosen(self, event: ClosingKeys.Chosen) -> None:
        """One of the four ends."""
        event.stop()
        if event.key == PROMISE:
            self.action_promise()
        elif event.key == CAUSE and self.talk is not None:
            if self.talk.cause_open:
                self.closing.cause.focus()
            else:
                self.closing.hint(_("The cause comes last: first what we do, or a promise."))
        elif event.key in (CLOSE, OWED):
            self.save_draft()
            owed = event.key == OWED
            write = partial(talking.close, self.desk, self.conversation_id, nothing_owed=owed)
            self.record(write, lambda _talk: self.leave(), self._closing_hint)
        else:
            self.closing.hint(_("1, 2, 3 or 4"))

    def cause_written(self, text: str) -> None:
        """What it came from, noted after what was done."""

        def write() -> CauseLine | None:
            talking.cause(self.desk, self.conversation_id, text)
            again = causing.causes_to_fix(self.desk)
            here = self.conversation_id
            return next((each for each in again if here in [case.conversation_id for case in each.cases]), None)

        def noted(again: CauseLine | None) -> None:
            said = _("the cause is noted")
            if again is not None:
                often = _("{count} times in seven days: goes to {name} to fix")
                said = f"{said} · {often.format(count=again.times, name=again.owner)}"
            self._ended_field(said)

        self.change(write, noted, self._closing_hint)

    def _ended_field(self, said: str) -> None:
        self.closing.keys.focus()
        self.closing.hint(said)

    def _closing_hint(self, error: DeskError) -> None:
        self.closing.hint(str(error))
