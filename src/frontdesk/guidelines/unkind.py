"""Words about people that a card must not hold, found in whatever script and spelling they are typed.

A word of the list ends with `*` when every ending of it is meant. What is compared is folded (`ground.folding`): case,
marks and script make no difference, so that a word of one alphabet is found in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from frontdesk.ground import folding

ANY_ENDING = "*"
_IN_A_WORD = "\u0300-\u036f\u00ad\u200c\u200d"  # accents that have no letter of their own, and what is not seen
_WORDS = re.compile(rf"[^\W_](?:['’‘`´ʼ-]?(?:[^\W_]|[{_IN_A_WORD}])+)*")
_SOUND_FROM = 5  # shorter, too many honest words sound the same


def unkind_word(lists: Mapping[str, tuple[str, ...]], text: str) -> str | None:
    """The first word of `text` that stands in one of the lists, as it was typed; None when there is none."""
    return _found(tuple(lists.values()), text) if lists else None


@lru_cache(maxsize=4096)  # a file says the same few likes again and again
def _found(lists: tuple[tuple[str, ...], ...], text: str) -> str | None:
    listed = _listed(lists)
    for match in _WORDS.finditer(text):
        if any(map(listed.holds, _forms(match.group()))):
            return match.group()
    return None


@dataclass(frozen=True, slots=True)
class _Listed:
    """The lists made ready: whole words and beginnings, plain and by sound."""

    whole: frozenset[str]
    sounds: frozenset[str]
    begin: tuple[str, ...]
    sounds_begin: tuple[str, ...]

    def holds(self, typed: str) -> bool:
        """Whether a plain word is one of them."""
        if typed in self.whole or typed.startswith(self.begin):
            return True
        sound = folding.skeleton(typed)
        return sound in self.sounds or sound.startswith(self.sounds_begin)


@lru_cache(maxsize=8)
def _listed(lists: tuple[tuple[str, ...], ...]) -> _Listed:
    found = [(word.endswith(ANY_ENDING), plain) for each in lists for word in each for plain in folding.words(word)[:1]]
    begin = tuple(plain for any_ending, plain in found if any_ending)
    whole = frozenset(plain for any_ending, plain in found if not any_ending)
    return _Listed(
        whole=whole,
        sounds=frozenset(folding.skeleton(plain) for plain in whole if len(plain) >= _SOUND_FROM),
        begin=begin,
        sounds_begin=tuple(start for start in map(folding.skeleton_start, begin) if len(start) >= _SOUND_FROM),
    )


def _forms(written: str) -> Iterator[str]:
    """A word as it may be meant: whole, and each of its parts where a hyphen joins them."""
    if written.isascii() and written.isalpha():
        yield written.lower()
        return
    yield "".join(folding.words(written))
    if "-" in written:
        yield from folding.words(written)
