"""Where single keys act, and the fields where the same keys are text: both ask the guard of their screen.

An acting zone holds each of its keys for 30 ms before it acts (rule K6); a field knows a pasted line end from an
Enter that a person pressed. What is ignored is always said: a press is never silent.
"""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from frontdesk.ui.guard import HOLD_SECONDS, LATE_SECONDS, Guard, Press, Verdict, counted
from frontdesk.ui.keys import letter
from frontdesk.ui.widgets.capped import CappedLine
from frontdesk.ui.widgets.capped_text import CappedText

_HOLDS_MAX = 3
DIGITS = frozenset("123456789")
LETTERS = {each: latin for latin in "uwlgo" for each in letter(latin).split(",")}
"""The letters that act, on Latin and Cyrillic layouts; `u` can only take back, the others only open something."""


class Ignored(Message):
    """Counted keys that did not act, and why."""

    def __init__(self, verdict: Verdict, key: str) -> None:
        super().__init__()
        self.verdict = verdict
        self.key = key


# A mixin that were a Widget itself would take the place of the widget whose styles and bindings are inherited.
if TYPE_CHECKING:
    from textual.widget import Widget as _Mixed
else:

    class _Mixed: ...


class Holding(_Mixed):
    """Keeps a press for as long as the guard asks before it acts; mixed into widgets."""

    guard: Guard

    def hold(self, press: Press, act: partial[None]) -> None:
        """Let `act` happen after the hold, unless a neighbour spoilt the press meanwhile."""
        self.guard.holding += 1
        self._hold(press, act, 1, press.hold_seconds)

    def _hold(self, press: Press, act: partial[None], holds: int, seconds: float) -> None:
        due = monotonic() + seconds

        def held() -> None:
            # A late timer means a busy screen: neighbours may still be on their way here.
            if press.may_act and monotonic() - due > LATE_SECONDS and holds < _HOLDS_MAX:
                self._hold(press, act, holds + 1, HOLD_SECONDS)
                return
            self.guard.holding -= 1
            if press.may_act:
                act()

        self.set_timer(seconds, held)


class Zone(Holding, Widget, can_focus=True):
    """A widget in which digits, Enter and a few letters act. `own` says which; `pressed` does it."""

    own: frozenset[str] = DIGITS

    def __init__(self, guard: Guard, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.guard = guard

    def on_key(self, event: events.Key) -> None:
        """Count the key; hold it when it is one of this zone's, let others pass on to the bindings."""
        if not counted(event.key, event.character):
            return
        press = self.guard.arrive(event.key, event.time)
        key = self.own_key(event)
        if press.verdict in (Verdict.BURST, Verdict.DEAF) or (key and press.verdict is Verdict.REPEAT):
            event.stop()
            event.prevent_default()
            self.post_message(Ignored(press.verdict, event.key))
        elif key:
            event.stop()
            event.prevent_default()
            self.hold(press, partial(self.pressed, key, press))

    def own_key(self, event: events.Key) -> str:
        """The name of the key when it is one of this zone's, else ""."""
        return own_key(event, self.own)

    def pressed(self, key: str, press: Press) -> None:
        """One of `own` was pressed by a person, alone."""
        raise NotImplementedError


def own_key(event: events.Key, own: frozenset[str]) -> str:
    """The name under which a zone knows the key: "1", "enter", "u"; "" when it is none of `own`."""
    key = LETTERS.get(event.character or "", event.key)
    return key if key in own else ""


class Written(Message):
    """Enter was pressed in a field."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field

    @property
    def control(self) -> Field:
        """The field."""
        return self.field


class Field(Holding):
    """What all writing fields share: every key is counted, and Enter is a person's Enter or part of a paste."""

    help_text: str = ""
    _enter: Press | None = None

    async def _on_key(self, event: events.Key) -> None:
        if not counted(event.key, event.character):
            return
        press = self.guard.arrive(event.key, event.time, writing=True)
        if self._enter is not None and self._enter.spoilt and press.verdict is not Verdict.REPEAT:
            self.line_end()
        self._enter = None
        if event.key != "enter":
            return
        event.stop()
        event.prevent_default()
        if press.verdict is Verdict.HOLD:
            self._enter = press
            self.hold(press, partial(self._submit))
        elif press.verdict is Verdict.REPEAT:
            self.post_message(Ignored(press.verdict, event.key))
        else:
            self.line_end()

    def _submit(self) -> None:
        self._enter = None
        self.post_message(Written(self))

    def line_end(self) -> None:
        """Put in the line end that came with a paste."""
        raise NotImplementedError

    @property
    def words(self) -> str:
        """What stands in the field."""
        raise NotImplementedError


class Lines(Field, CappedText, TextArea):
    """A field of a few lines, wrapped: the customer's words. F-keys lead away from it, as everywhere (rule K5).

    `cap` is the limit with which its words are stored.
    """

    DEFAULT_CSS = """
    Lines {
        & .text-area--placeholder { color: $text-muted; }
    }
    """

    def __init__(self, guard: Guard, *, cap: int, id: str, placeholder: str = "") -> None:
        super().__init__(id=id, compact=True, highlight_cursor_line=False, placeholder=placeholder)
        self.guard = guard
        self.cap = cap
        self.cursor_blink = False
        for name in ("f6", "f7"):  # TextArea selects with them; Textual has no public way to leave a binding out
            self._bindings.key_to_bindings.pop(name, None)

    def line_end(self) -> None:
        """Put in the line end that came with a paste."""
        self.insert("\n")

    @property
    def words(self) -> str:
        """What stands in the field."""
        return self.text


class Line(Field, CappedLine, Input):
    """A field of one line; `cap` is the limit with which its words are stored."""

    def __init__(
        self,
        guard: Guard,
        value: str = "",
        *,
        cap: int,
        id: str | None = None,
        placeholder: str = "",
        select_on_focus: bool = False,
    ) -> None:
        super().__init__(value, id=id, placeholder=placeholder, compact=True, select_on_focus=select_on_focus)
        self.guard = guard
        self.cap = cap
        self.cursor_blink = False

    def line_end(self) -> None:
        """A pasted line end is a space here."""
        self.insert_text_at_cursor(" ")

    @property
    def words(self) -> str:
        """What stands in the field."""
        return self.value
