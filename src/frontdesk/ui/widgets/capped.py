"""Fields take at most what is kept of them: what does not fit is never taken silently, and never cut off later (T26).

The caps are those of `ground.text` and of the desk, by name; a field has no figure of its own. What is held against a
cap is the length of the text as it would be stored (`ground.text.length_kept`).
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from frontdesk.ground.language import _, current
from frontdesk.ground.text import composed, length_kept, visible

_JOINER = "\u200d"
_GROWS = 4  # no text becomes more than that many times as long, or as short, when it is stored


class Full(Message):
    """A field took less than it was given; `said` is what a person reads about it, in the place of its hint."""

    def __init__(self, field: Widget, said: str) -> None:
        super().__init__()
        self.field = field
        self.said = said

    @property
    def control(self) -> Widget:
        """The field."""
        return self.field

    def can_replace(self, message: Message) -> bool:
        """A thousand keys beyond the end say it once."""
        return isinstance(message, Full) and message.field is self.field


def full_words(most: int) -> str:
    """What is said when a key finds no room."""
    return _("{most} characters fit here; this one was not taken").format(most=_figure(most))


def pasted_words(taken: int, count: int) -> str:
    """What is said when a paste finds too little room."""
    if not taken:
        return _("no room here for {count} characters; nothing was taken").format(count=_figure(count))
    return _("{taken} of {count} characters fit; the rest was not taken").format(
        taken=_figure(taken), count=_figure(count)
    )


def left_out_words(taken: int, count: int, most: int) -> str:
    """Of `count` characters at once `taken` were taken, in a field of `most`."""
    return full_words(most) if count == 1 else pasted_words(taken, count)


def _figure(count: int) -> str:
    from babel.numbers import format_decimal  # slow to import, and seldom needed

    return format_decimal(count, locale=current())


def pasted(text: str) -> str:
    """What a person sees of a text from elsewhere: line feeds for every line end, nothing that acts."""
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))


def fitting(text: str, before: str, after: str, cap: int) -> str:
    """The longest beginning of `text` with which what stands around it is at most `cap` characters when stored.

    It ends between two characters as a person counts them, never between a letter and its accent.
    """
    around = len(before) + len(after)
    if len(text) <= _GROWS * cap and (around + len(text) <= cap // _GROWS or length_kept(before + text + after) <= cap):
        return text
    text = composed(text[: _GROWS * cap])
    end = min(len(text), max(cap - length_kept(before + after), 0))
    while end > 0 and (beyond := length_kept(before + text[:end] + after) - cap) > 0:
        end -= min(beyond, end)
    while 0 < end < len(text) and _joined(text[end - 1], text[end]):
        end -= 1
    return text[:end]


def _joined(one: str, other: str) -> bool:
    return one == _JOINER or unicodedata.category(other) in ("Mn", "Mc", "Me", "Cf")


def editing(kind: type[Widget]) -> frozenset[str]:
    """The actions of Textual's keys that edit in such a field: all but the one of Enter."""
    actions = (each.action if isinstance(each, Binding) else each[1] for each in kind.BINDINGS)
    return frozenset(actions) - {"submit"}


async def edited(field: Widget, event: events.Key, actions: frozenset[str]) -> None:
    """Let a key that edits act in its turn.

    Textual lets a letter stand at once and a key of a binding only on its way back from the screen: of keys that
    arrive together, as on a slow line, Backspace took away a letter that was typed after it.
    """
    for binding in field._bindings.key_to_bindings.get(event.key, ()):
        if binding.action not in actions:
            return  # the field's own, or its screen's
        if await field.app.run_action(binding.action, field):
            event.stop()
            event.prevent_default()
            return


# A mixin that were a widget itself would take the place of the widget whose styles and bindings are inherited.
if TYPE_CHECKING:
    _OneLine = Input
else:

    class _OneLine: ...


_EDITING = editing(Input)


class CappedLine(_OneLine):
    """Mixed into an Input: `cap` says how many characters are kept of it. With `all_or_nothing` no part is taken."""

    cap: int
    all_or_nothing = False

    def replace(self, text: str, start: int, end: int) -> None:
        """Every key and every paste ends here: what fits is put in, and what was left out is said."""
        first, last = sorted((max(0, start), min(len(self.value), end)))
        before, after = self.value[:first], self.value[last:]
        taken = fitting(text, before, after, self.cap) if text else text
        if taken == text:
            super().replace(text, start, end)
            return
        if self.all_or_nothing:
            taken = ""
        if taken:
            super().replace(taken, start, end)
        self.post_message(Full(self, left_out_words(len(taken), len(text), self.cap)))

    async def _on_key(self, event: events.Key) -> None:
        await edited(self, event, _EDITING)

    def _on_paste(self, event: events.Paste) -> None:
        """What is pasted stands on one line: a line end is a space, and no line is lost."""
        event.stop()
        event.prevent_default()
        text = " ".join(pasted(event.text).replace("\t", " ").splitlines())
        if text:
            self.replace(text, *self.selection)
