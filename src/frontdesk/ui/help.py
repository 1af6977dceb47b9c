"""Help in words: what the focused part is for, and every key that works there. Derived from the registry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from textual.app import App
from textual.binding import ActiveBinding
from textual.dom import DOMNode
from textual.screen import Screen

from frontdesk.ground.language import _
from frontdesk.ui import keys

HelpLine: TypeAlias = tuple[str, str]
"""The key as it is shown, and what it does."""

_HIDDEN_ACTIONS = ("command_palette", "hint_quit", "not_here")


def about(screen: Screen[Any]) -> tuple[str, ...]:
    """What the focused widget and its screen say about themselves, translated, nearest first."""
    nodes: Iterable[DOMNode] = (screen,) if screen.focused is None else screen.focused.ancestors_with_self
    said: list[str] = []
    for node in nodes:
        text = getattr(node, "help_text", "") or getattr(node, "HELP_TEXT", "")
        if isinstance(text, str) and text and text not in said:
            said.append(text)
    return tuple(_(text) for text in said)


def key_lines(app: App[Any], active: dict[str, ActiveBinding], places: Iterable[str] = ()) -> tuple[HelpLine, ...]:
    """One line for each action that a key of the registry starts now, with all its keys that are shown.

    Keys of `places` that do nothing just now, because of the line that is marked, follow.
    """
    lines: dict[str, tuple[list[str], str]] = {}
    for each in active.values():
        binding = each.binding
        action = binding.action.partition("(")[0]
        if binding.id is None or action in _HIDDEN_ACTIONS or not binding.description:
            continue
        shown, _text = lines.setdefault(action, ([], binding.tooltip or binding.description))
        display = app.get_key_display(binding)
        if display not in shown:
            shown.append(display)
    known = {action.rpartition(".")[2] for action in lines}
    for place in places:
        for key in keys.keys(place):
            action = key.action.partition("(")[0]
            if action not in known:
                shown, _text = lines.setdefault(action, ([], _(key.help)))
                display = key.display or key.keys.partition(",")[0]
                if display not in shown:
                    shown.append(display)
    return tuple((", ".join(shown), text) for shown, text in lines.values())
