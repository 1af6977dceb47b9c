"""Causes: things, never people. How two spellings of one thing meet, and when a text names a person instead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from frontdesk.ground.folding import plain, skeleton, words

TIMES = 3
"""The third of the same thing asks for somebody who fixes it."""
WITHIN = timedelta(days=7)

# Words that say nothing about the thing, as `folding.words` writes them. Few on purpose: a word too many would make
# one cause of two. Latvian, Russian and Ukrainian have no articles.
_SAYS_NOTHING = frozenset(
    {
        *("the", "a", "an", "our", "again"),
        *("musu", "atkal"),
        *("nash", "nasha", "nashe", "nashi", "opyat", "snova"),
        *("znovu",),  # Ukrainian; "nash" is written alike
    }
)
# What stands beside a name when somebody is blamed: with these alone there is no thing left.
_BLAMES = frozenset(
    {
        *("s", "is", "was", "it", "because", "of", "by", "from", "fault", "mistake", "error", "forgot", "late"),
        *("vaina", "vainigs", "vainiga", "kluda", "aizmirsa", "del"),
        *("vinovat", "vinovata", "vina", "oshibka", "zabyl", "zabyla", "iz", "za"),
        *("vinen", "vinna", "provina", "pomilka", "pomylka", "zabuv", "zabula", "cherez"),
    }
)


def folded(thing: str) -> str:
    """The thing as its spellings meet: "Heating", "heating " and "the heating" are one; "heater" is another."""
    said = words(thing)
    kept = tuple(word for word in said if word not in _SAYS_NOTHING)
    return " ".join(kept or said) or plain(thing).strip()


def names_a_person(thing: str, names: Iterable[str]) -> bool:
    """Whether the text is one of the names (in any script), alone or with nothing but blame beside it."""
    left = [word for word in words(thing) if word not in _SAYS_NOTHING and word not in _BLAMES]
    if not left:
        return False
    known = {form for name in names for word in words(name) for form in (word, skeleton(word), f"{word}s")}
    return all(word in known or skeleton(word) in known for word in left)
