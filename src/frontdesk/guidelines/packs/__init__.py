"""Ready-made guidelines of a few kinds of business, in the same language as every other file."""

from __future__ import annotations

from importlib import resources

_NAMES = ("hotel", "fitness", "restaurant")


def names() -> tuple[str, ...]:
    """The packs there are, in the order in which they are offered."""
    return _NAMES


def text(name: str) -> str:
    """The guidelines file of a pack; KeyError for a name that is none."""
    if name not in _NAMES:
        raise KeyError(name)
    return resources.files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
