"""Telephone numbers as an exchange sends them: read, shown, and known again in whatever form somebody wrote them.

A number is digits and the signs people put between them. Nothing is guessed about countries: two numbers are the
same when one of them, without the zeros and the country code that the other lacks, is the end of the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from frontdesk.ground import folding
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line, has_control

NUMBER_LENGTH_MAX = 60
DIGITS_MAX = 24
"""A number of the world has at most 15 digits; exchanges put a few of their own in front."""
TAIL_MIN = 7
"""So many last digits must be the same before two numbers are one: below it they are extensions and chance."""
_READ_MAX = 240
_TRUNK = "8"  # dialled in place of a country code, as others dial a zero
_CODE_MAX = 3
_WITHHELD = frozenset(
    ("", "anonymous", "asserted", "private", "restricted", "unavailable", "unknown", "withheld", "none", "null")
)
"""What exchanges say instead of a number; of several words the first."""
_SCHEME = re.compile(r"^(sips?|tel|callto)\s*:\s*", re.IGNORECASE)
_EXTENSION = re.compile(r"[\s,;]*(?:ext|x|доб)\.?\s*\d{1,6}$", re.IGNORECASE)
_SIGNS = folding.PHONE_SIGNS | frozenset("*#")


class NoNumber(ValueError):
    """What came is no telephone number; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that called. Both are "" when it was withheld.

    `shown` is what came, cleaned; `digits` are those by which it is known again, without the 00 of a foreign line.
    """

    shown: str
    digits: str

    @property
    def withheld(self) -> bool:
        """Whether the exchange did not say who calls."""
        return not self.digits


WITHHELD = Number("", "")


def read_number(text: str) -> Number:
    """The number in what an exchange sends: "+371 26…", "0037126…", `sip:+37126…@host`, "anonymous".

    Raises NoNumber for anything else, and never says back more than it may: what came may be anything.
    """
    if len(text) > _READ_MAX:
        raise NoNumber(_("A telephone number is not so long."))
    if has_control(text.strip()) or len(text.strip().splitlines()) > 1:
        raise NoNumber(_("A telephone number has digits only; this has characters that cannot be seen."))
    bare = clean_line(text)
    uri = _SCHEME.search(_address(bare))
    bare = _user(bare)
    if (bare.casefold().split() or [""])[0] in _WITHHELD:
        return WITHHELD
    shown = _EXTENSION.sub("", bare).strip()
    if not all(character.isdigit() or character in _SIGNS for character in shown):
        if uri is not None and not any(character.isdigit() for character in shown):
            return WITHHELD  # somebody with a name in place of a number: that it rings is all that is known
        raise NoNumber(_("A telephone number has digits only."))
    digits = folding.digits(shown)
    if not digits or len(digits) > DIGITS_MAX:
        raise NoNumber(_("A telephone number has 1 to {most} digits.").format(most=DIGITS_MAX))
    return Number(shown[:NUMBER_LENGTH_MAX], _without_foreign_line(digits))


def alike(one: str, other: str) -> int:
    """How many last digits two numbers (of digits only) have in common when they are the same number, else 0.

    A country code or a leading zero that one of them lacks does not matter; two different country codes do.
    """
    same = 0
    for first, second in zip(reversed(one), reversed(other), strict=False):
        if first != second:
            break
        same += 1
    if same < TAIL_MIN:
        return 0
    fronts = one[: len(one) - same].strip("0"), other[: len(other) - same].strip("0")
    trunk = _TRUNK in fronts and max(map(len, fronts)) <= _CODE_MAX
    return same if "" in fronts or fronts[0] == fronts[1] or trunk else 0


def _without_foreign_line(digits: str) -> str:
    return digits.removeprefix("00") if digits.startswith("00") and len(digits) > TAIL_MIN + 2 else digits


def _address(text: str) -> str:
    """What stands between < and >, where an exchange sends a name before it."""
    start = text.rfind("<")
    return text[start + 1 :].partition(">")[0].strip() if start >= 0 else text


def _user(text: str) -> str:
    """The number in an address: without the scheme, the host and what was added to either."""
    address = _address(text)
    bare = _SCHEME.sub("", address)
    if bare != address or address != text:
        bare = bare.partition(";")[0]
    return bare.partition("@")[0].strip().strip("\"'")
