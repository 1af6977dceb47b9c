"""One registry of keys: bindings, footer, help and palette are derived from it, and nothing else binds a key.

Rules K1 to K7: digits give, Enter confirms, F-keys and ctrl-keys work everywhere, single letters only where no
field has the focus and then on every layout. Labels stand here as literals and are translated when they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.binding import ActiveBinding, Binding
from textual.widget import Widget

from frontdesk.ground.language import _
from frontdesk.ui.keying import Key, letter
from frontdesk.ui.keys_of_calls import CALLS
from frontdesk.ui.keys_of_card import CARD
from frontdesk.ui.keys_of_importing import IMPORTING
from frontdesk.ui.keys_of_merging import MERGING
from frontdesk.ui.keys_of_rooms import ROOMS
from frontdesk.ui.keys_of_talk import TALK

__all__ = ["REGISTRY", "Key", "bindings", "keys", "letter", "rank", "translated"]

REGISTRY: tuple[Key, ...] = (*ROOMS, *TALK, *CALLS, *MERGING, *CARD, *IMPORTING)
"""Every key of the program; its parts stand beside this module."""


_RANKS = {key.id: key.rank for key in REGISTRY}


def keys(place: str) -> tuple[Key, ...]:
    """The keys of a place, in the order of the registry."""
    return tuple(key for key in REGISTRY if key.place == place)


def bindings(place: str) -> list[Binding]:
    """BINDINGS of the screen or widget `place`.

    Digits become one binding each, of the action with the digit in it (`gesture(3)`); the footer shows one.
    """
    found = keys(place)
    if not found:
        raise KeyError(place)
    return [binding for key in found for binding in _bindings_of(key)]


def _bindings_of(key: Key) -> Iterable[Binding]:
    if key.keys[0] in "123456789":
        for digit in key.keys.split(","):
            shown = key.show and digit == "1"
            yield _binding(replace(key, keys=digit, show=shown), f"{key.action}({digit})", f"{key.id}.{digit}")
    else:
        yield _binding(key, key.action, key.id)


def _binding(key: Key, action: str, name: str) -> Binding:
    return Binding(
        key=key.keys,
        action=action,
        description=key.label,
        show=key.show,
        key_display=key.display or None,
        priority=key.priority,
        tooltip=key.help,
        id=name,
    )


def rank(binding: Binding) -> int:
    """Where a binding stands in the footer; one that the registry does not know comes last."""
    return _RANKS.get((binding.id or "").rstrip(".123456789"), 99)


def translated(active: dict[str, ActiveBinding], focused: Widget | None = None) -> dict[str, ActiveBinding]:
    """Active bindings in the language in force and in the footer's order.

    Screens override `active_bindings` with it: literals stay in BINDINGS, words are looked up when they are read.
    Textual does not know that a field takes the slash as text (its name is no character's name), so it is left out
    here while `focused` does.
    """
    ordered = sorted(active.items(), key=lambda item: rank(item[1].binding))
    taken = focused is not None and focused.check_consume_key("slash", "/")
    return {name: _said(each) for name, each in ordered if not (taken and name == "slash")}


def _said(active: ActiveBinding) -> ActiveBinding:
    binding = active.binding
    words = replace(
        binding,
        description=_(binding.description) if binding.description else "",
        tooltip=_(binding.tooltip) if binding.tooltip else "",
    )
    return active._replace(binding=words, tooltip=_(active.tooltip) if active.tooltip else "")
