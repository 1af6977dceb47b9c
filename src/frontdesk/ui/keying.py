"""What a key of the registry is, and how a letter is named on every layout. The registry itself is `keys`."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.ground import keyboards

LATER = 96
"""The rank of a key that means something else in another room: shown wherever the line has room, in nobody's place."""


@dataclass(frozen=True, slots=True)
class Key:
    """One thing a key does.

    `place` is the screen or widget whose BINDINGS hold it; `keys` are Textual's key names, comma separated.
    `rank` orders the footer, lowest first. `palette` offers it in the command palette, too.
    """

    place: str
    action: str
    keys: str
    label: str
    help: str
    display: str = ""
    show: bool = False
    rank: int = 50
    priority: bool = False
    palette: bool = False
    name: str = ""

    @property
    def id(self) -> str:
        """The name under which a keymap may move this key; `name` tells two keys of one action apart."""
        return f"{self.place}.{self.name or self.action}"


def letter(latin: str) -> str:
    """The key names of a letter on Latin and Cyrillic layouts, both cases ("k" is also "л"), for `Key.keys`."""
    return ",".join(each for lower in keyboards.same_key(latin) for each in (lower, lower.upper()))
