"""Words about people that a card must not hold, found in whatever script and spelling they are typed.

A word of the list ends with `*` when every ending of it is meant. What is compared is folded (`ground.folding`): case,
marks and script make no difference, so that a word of one alphabet is found in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from frontdesk.ground import folding

ANY_ENDING = "*"
_IN_A_WORD = "\u0300-\u036f\u00ad\u200c\u200d"  # accents that have no letter of their own, and what is not seen
_WORDS = re.compile(rf"[^\W_](?:['’‘`´ʼ-]?(?:[^\W_]|[{_IN_A_WORD}])+)*")
_SOUND_FROM = 5  # shorter, too many honest words sound the same


def unkind_word(lists: Mapping[str, tuple[str, ...]], text: str) -> str | None:
    """The first word of `text` that stands in one of the lists, as it was typed; None when there is none."""
    if not lists:
        return None
    listed = tuple((word.endswith(ANY_ENDING), folded) for words in lists.values() for word in words
                   for folded in folding.words(word)[:1])  # fmt: skip
    for match in _WORDS.finditer(text):
        for typed in _forms(match.group()):
            if any(_fits(typed, folded, any_ending) for any_ending, folded in listed):
                return match.group()
    return None


def _forms(written: str) -> Iterator[str]:
    """A word as it may be meant: whole, and each of its parts where a hyphen joins them."""
    yield "".join(folding.words(written))
    if "-" in written:
        yield from folding.words(written)


def _fits(typed: str, folded: str, any_ending: bool) -> bool:
    if not any_ending:
        return typed == folded or (len(folded) >= _SOUND_FROM and folding.skeleton(typed) == folding.skeleton(folded))
    if typed.startswith(folded):
        return True
    start = folding.skeleton_start(folded)
    return len(start) >= _SOUND_FROM and folding.skeleton(typed).startswith(start)
