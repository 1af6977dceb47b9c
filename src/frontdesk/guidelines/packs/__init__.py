"""Ready-made guidelines of a few kinds of business, in the same language as every other file."""

from __future__ import annotations

from importlib import resources

from frontdesk.ground.language import N_, _

_NAMES = ("hotel", "fitness", "restaurant", "retail", "warranty_b2b", "telecom", "airline", "clinic")
_TRADES = {
    "hotel": N_("hotel reception"),
    "fitness": N_("pool and fitness club"),
    "restaurant": N_("bistro"),
    "retail": N_("shop and web shop"),
    "warranty_b2b": N_("warranty and business support"),
    "telecom": N_("call centre"),
    "airline": N_("airline desk"),
    "clinic": N_("clinic reception"),
}


def names() -> tuple[str, ...]:
    """The packs there are, in the order in which they are offered."""
    return _NAMES


def trade(name: str) -> str:
    """Whose desk a pack is for, in a few words and in the language in force; KeyError for a name that is none."""
    return _(_TRADES[name])


def text(name: str) -> str:
    """The guidelines file of a pack; KeyError for a name that is none."""
    if name not in _NAMES:
        raise KeyError(name)
    return resources.files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
