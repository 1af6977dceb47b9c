"""A number as words that can be said over the telephone, written on paper and typed again.

Sixteen bits are one word of five letters, consonants and vowels in turn, after Wilkerson's proquints
(arXiv 0901.4016). They mean nothing in any language, so every desk can read them to every other; and they hold more
than as many words of a dictionary: four of them are 64 bits.
"""

from __future__ import annotations

import re

CONSONANTS = "bdfghjklmnprstvz"
VOWELS = "aiou"
BITS = 16
_DIGITS = BITS // 4
_WORD = re.compile(f"[{CONSONANTS}][{VOWELS}][{CONSONANTS}][{VOWELS}][{CONSONANTS}]")
_BETWEEN = re.compile(r"[\s,.;:·_-]+")


def words_of(digits: str, count: int = 4) -> str:
    """The first `count` words of a number in hexadecimal digits, with a space between them."""
    parts = (digits[at : at + _DIGITS] for at in range(0, count * _DIGITS, _DIGITS))
    return " ".join(_word(int(part, 16)) for part in parts)


def digits_of(said: str) -> str | None:
    """The hexadecimal digits of words as somebody typed them; None for what are no such words.

    Capitals, and what stands between the words, make no difference.
    """
    words = [word for word in _BETWEEN.split(said.strip().lower()) if word]
    if not words or any(_WORD.fullmatch(word) is None for word in words):
        return None
    return "".join(f"{_number(word):0{_DIGITS}x}" for word in words)


def _word(number: int) -> str:
    return (
        CONSONANTS[number >> 12 & 15]
        + VOWELS[number >> 10 & 3]
        + CONSONANTS[number >> 6 & 15]
        + VOWELS[number >> 4 & 3]
        + CONSONANTS[number & 15]
    )


def _number(word: str) -> int:
    number = 0
    for place, letter in enumerate(word):
        number = number << 2 | VOWELS.index(letter) if place % 2 else number << 4 | CONSONANTS.index(letter)
    return number
