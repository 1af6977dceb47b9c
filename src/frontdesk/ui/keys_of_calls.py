"""The keys of the telephone: a part of the registry in `keys`."""

from __future__ import annotations

from frontdesk.ground.language import N_
from frontdesk.ui.keying import Key

TAKE = Key(
    "app",
    "take_call",
    "ctrl+t,f11",
    N_("take the call"),
    N_("Takes the call that rings, from anywhere: what you typed is kept, and its conversation opens."),
    "^t",
    True,
    5,
    name="take_call",
)
"""A ctrl-key, because it must work while somebody types, and letters that are typed must never take a call; F11 is the
same for terminals that send no ctrl-keys."""

CALLS: tuple[Key, ...] = (
    TAKE,
    Key("question", "call_waits", TAKE.keys, N_("call"), N_("Says how to take the call that rings.")),
    Key("caller", "back", "escape", N_("back"), N_("Leaves it as it is."), "Esc", True, 20),
)
