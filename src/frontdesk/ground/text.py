"""The one gate for human text: what a person typed, a file held or another system sent is cleaned here.

Rules X1 and T06: a name must never be able to act on a terminal, so control and direction characters go
before anything is stored, and go again before anything is shown.
"""

from __future__ import annotations

import re
import unicodedata

from frontdesk.ground.card_numbers import without_card_numbers
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _

SHORT_LENGTH_MAX = 60
NAME_LENGTH_MAX = 120
SOUGHT_LENGTH_MAX = NAME_LENGTH_MAX
"""Nobody is looked for by more than the longest name."""
LINE_LENGTH_MAX = 240
NOTE_LENGTH_MAX = 2000
_LOOKED_BEYOND = 80  # characters: what is cut off must not leave most of a card number standing
COMBINING_MARKS_MAX = 4  # on one character; a tower of more is a rendering attack, not a language
_MARKS_IN_ORDER = 32  # what is put in order at once: the time for it grows with the square of how many there are
_SIGNS_MAX = 16  # vowel signs, letters below letters and joiners in a row; Tibetan has the most, fewer than ten

_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and line feed, DEL, C1
    "\u061c\u200b\u200e\u200f\u2028\u2029"  # marks and separators that are invisible but act
    "\u202a-\u202e\u2060-\u206f\ufeff"  # overrides, isolates, unseen signs, byte-order mark
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # notes between the lines, letters that nobody sees
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


class TooLong(BadInput):
    """A text has more characters than are kept of it; `limit` says how many that are."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            _("That is longer than {most} letters, and nothing was written.").format(most=limit), _("Write it shorter.")
        )
        self.limit = limit


def whole(text: str, limit: int = NOTE_LENGTH_MAX) -> str:
    """`clean` for what a person said, without outer spaces. Raises TooLong: nothing is cut off unseen."""
    return not_too_long(clean(text.strip(), limit + 1).strip(), limit)


def whole_line(text: str, limit: int = LINE_LENGTH_MAX) -> str:
    """`whole` for something that stands on one line."""
    return not_too_long(clean_line(text.strip(), limit + 1), limit)


def not_too_long(said: str, limit: int) -> str:
    """`said` when it fits. Raises TooLong, with how long it may be."""
    if len(said) > limit:
        raise TooLong(limit)
    return said


def length_kept(text: str) -> int:
    """How many characters of `text` would be stored if there were no limit: what every limit is held against."""
    return len(clean(text, 4 * len(text) + _LOOKED_BEYOND))


def _on_one_line(text: str, limit: int) -> str:
    return _SPACES.sub(" ", _visible(text, limit * 2).replace("\n", " ")).strip()


def _visible(text: str, limit: int) -> str:
    """The characters that may stand, of a little more than `limit`: a number must not be cut before it is known."""
    if limit <= 0:
        raise AssertionError("a text limit is positive")
    if text.isascii() and text.isprintable():
        return text[: limit + _LOOKED_BEYOND]
    kept = _DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _without_towers(composed(kept))[: limit + _LOOKED_BEYOND]


def composed(text: str) -> str:
    """`text` with each accent joined to its letter (NFC), so that the same words are the same characters.

    Of a tower of marks that no language has, what stands high above is left out: putting 100,000 in order takes
    half a minute.
    """
    return text if text.isascii() else unicodedata.normalize("NFC", _in_pieces(text))


def visible(text: str) -> str:
    """`text` with every character that could act on a terminal removed; the last filter before a screen."""
    return text if text.isprintable() else _DROPPED.sub("", text)  # nothing that is dropped counts as printable


def has_control(text: str) -> bool:
    """Whether `text` holds a character that `clean` would drop."""
    return _DROPPED.search(text) is not None


def _in_pieces(text: str) -> str:
    """The text without what stands higher than `_MARKS_IN_ORDER` on one character."""
    if not any(map(unicodedata.combining, text)):
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_IN_ORDER:
            kept.append(character)
    return "".join(kept)


def _without_towers(text: str) -> str:
    if text.isalnum():
        return text
    kept: list[str] = []
    marks = signs = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        signs = signs + 1 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 0
        if marks <= COMBINING_MARKS_MAX and signs <= _SIGNS_MAX:
            kept.append(character)
    return "".join(kept)
