"""The one gate for human text: what a person typed, a file held or another system sent is cleaned here.

Rules X1 and T06: a name must never be able to act on a terminal, so control and direction characters go
before anything is stored, and go again before anything is shown.
"""

from __future__ import annotations

import re
import unicodedata

from frontdesk.ground.card_numbers import without_card_numbers

NAME_LENGTH_MAX = 120
LINE_LENGTH_MAX = 240
NOTE_LENGTH_MAX = 2000
_LOOKED_BEYOND = 80  # characters: what is cut off must not leave most of a card number standing
COMBINING_MARKS_MAX = 4  # on one character; a tower of more is a rendering attack, not a language

_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and line feed, DEL, C1
    "\u061c\u200b\u200e\u200f\u2028\u2029"  # marks and separators that are invisible but act
    "\u202a-\u202e\u2066-\u2069\ufeff"  # overrides, isolates, byte-order mark
    "\ud800-\udfff]"  # lone surrogates
)
_SPACES = re.compile(r"[ \t\u00a0]+")


def clean(text: str, limit: int = NOTE_LENGTH_MAX) -> str:
    """`text` as it may be stored: NFC, without control or direction characters, at most `limit` characters.

    Line feeds and tabs stay; CR LF becomes LF; joiners that scripts and emoji need (ZWJ, ZWNJ) stay. Of a payment
    card's number only the last four digits stay, with a word about it. What is an identifier goes through `clean_key`.
    """
    return without_card_numbers(_visible(text, limit))[:limit]


def clean_line(text: str, limit: int = LINE_LENGTH_MAX) -> str:
    """`clean` for something that stands on one line: line feeds become spaces, outer and double spaces go."""
    return without_card_numbers(_on_one_line(text, limit))[:limit]


def clean_key(text: str, limit: int = NAME_LENGTH_MAX) -> str:
    """`clean_line` for the number of an order or of a customer in another system: all its digits are kept."""
    return _on_one_line(text, limit)[:limit]


def _on_one_line(text: str, limit: int) -> str:
    return _SPACES.sub(" ", _visible(text, limit * 2).replace("\n", " ")).strip()


def _visible(text: str, limit: int) -> str:
    """The characters that may stand, of a little more than `limit`: a number must not be cut before it is known."""
    if limit <= 0:
        raise AssertionError("a text limit is positive")
    if text.isascii() and text.isprintable():
        return text[: limit + _LOOKED_BEYOND]
    kept = _DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _without_towers(unicodedata.normalize("NFC", kept))[: limit + _LOOKED_BEYOND]


def composed(text: str) -> str:
    """`text` with each accent joined to its letter (NFC), so that the same words are the same characters."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """`text` with every character that could act on a terminal removed; the last filter before a screen."""
    return text if text.isprintable() else _DROPPED.sub("", text)  # nothing that is dropped counts as printable


def has_control(text: str) -> bool:
    """Whether `text` holds a character that `clean` would drop."""
    return _DROPPED.search(text) is not None


def _without_towers(text: str) -> str:
    if not any(unicodedata.combining(character) for character in text):
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= COMBINING_MARKS_MAX:
            kept.append(character)
    return "".join(kept)
