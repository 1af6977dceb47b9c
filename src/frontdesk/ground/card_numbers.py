"""Numbers of payment cards: found in any text, so that none is ever stored (docs/TRUST.md, T25).

A payment card number is 13 to 19 digits of an issuer, in a length that the issuer uses, whose last digit fits (Luhn).
Telephone numbers with their plus, IBANs, barcodes and serials of telephones are told apart and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from frontdesk.ground.language import _

_BETWEEN = "[ \u00a0\u2009\u202f\u00ad\u200c\u200d.\u2010-\u2015\u2212_-]"
_RUN = re.compile(rf"(?<![\w+])\d(?:{_BETWEEN}{{0,3}}\d){{12,}}(?!\w)")
_GROUP = re.compile(r"\d+")
_IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]){11,30}(?!\w)")
SHORTEST = 13
_PHONE_DIGITS = range(7, 10)
_PHONES_OF_13 = frozenset({"43", "49"})  # Austria and Germany, without the plus

# The beginnings and lengths that issuers use (ISO/IEC 7812).
_ISSUERS: tuple[tuple[int, int, int, frozenset[int]], ...] = (
    # (how many digits of the beginning, from, to, lengths)
    (1, 4, 4, frozenset({13, 16, 18, 19})),  # Visa
    (2, 51, 55, frozenset({16})),  # Mastercard
    (4, 2221, 2720, frozenset({16})),  # Mastercard
    (2, 34, 34, frozenset({15})),  # American Express
    (2, 37, 37, frozenset({15})),
    (3, 300, 305, frozenset({14, 16})),  # Diners Club
    (2, 36, 36, frozenset({14, 16, 19})),
    (2, 38, 39, frozenset({14, 16})),
    (4, 3528, 3589, frozenset({16, 17, 18, 19})),  # JCB
    (4, 6011, 6011, frozenset({16, 17, 18, 19})),  # Discover
    (3, 644, 649, frozenset({16, 17, 18, 19})),
    (2, 65, 65, frozenset({16, 17, 18, 19})),
    (2, 62, 62, frozenset({16, 17, 18, 19})),  # UnionPay
    (2, 81, 81, frozenset({16, 17, 18, 19})),
    (2, 60, 60, frozenset({16})),  # RuPay
    (4, 2200, 2204, frozenset({16, 17, 18, 19})),  # Mir
    (2, 50, 50, frozenset({13, 14, 15, 16, 17, 18, 19})),  # Maestro
    (2, 56, 58, frozenset({13, 14, 15, 16, 17, 18, 19})),
    (2, 61, 61, frozenset({16, 17, 18, 19})),
    (2, 63, 63, frozenset({16, 17, 18, 19})),
    (2, 66, 69, frozenset({16, 17, 18, 19})),
)


def is_card_number(digits: str) -> bool:
    """Whether these digits alone are a payment card's number."""
    return (
        digits.isascii()
        and digits.isdecimal()
        and any(len(digits) in lengths and low <= int(digits[:size]) <= high for size, low, high, lengths in _ISSUERS)
        and len(set(digits)) > 1
        and _luhn(digits)
        and not (len(digits) == 13 and (digits[:2] in _PHONES_OF_13 or _is_barcode(digits)))
    )


def has_card_number(text: str) -> bool:
    """Whether a payment card's number stands anywhere in the text."""
    return len(text) >= SHORTEST and _RUN.search(text) is not None and next(_found(text), None) is not None


def without_card_numbers(text: str) -> str:
    """The text with every payment card's number replaced by its last four digits and a word that it is not kept."""
    if len(text) < SHORTEST:
        return text
    found = list(_found(text))
    for start, end, digits in reversed(found):
        text = text[:start] + _("…{last} (card number not kept)").format(last=digits[-4:]) + text[end:]
    return text


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    """Where card numbers stand: start, end and digits, from left to right, none overlapping."""
    runs = list(_RUN.finditer(text))
    if not runs:
        return
    accounts = [found.span() for found in _IBAN.finditer(text) if _is_iban(found.group())]
    for run in runs:
        if not any(start <= run.start() < end for start, end in accounts):
            yield from _in_run(text, run.start(), run.end())


def _in_run(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The card numbers in digits with signs between: those that begin and end where a group of digits does."""
    groups = [(found.start(), found.end()) for found in _GROUP.finditer(text, start, end)]
    first = 0
    while first < len(groups):
        digits = ""
        taken = first
        hit = None
        for last in range(first, len(groups)):
            digits += "".join(str(int(each)) for each in text[groups[last][0] : groups[last][1]])
            if len(digits) > 19:
                break
            if is_card_number(digits) and not _are_telephones(groups[first : last + 1]):
                hit, taken = digits, last
        if hit is None:
            first += 1
        else:
            yield groups[first][0], groups[taken][1], hit
            first = taken + 1


def _are_telephones(groups: list[tuple[int, int]]) -> bool:
    """Two numbers side by side, each as long as a telephone's: no card is written so."""
    return len(groups) == 2 and all(end - start in _PHONE_DIGITS for start, end in groups)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_barcode(digits: str) -> bool:
    """Whether thirteen digits are an article's barcode (EAN-13)."""
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def _is_iban(text: str) -> bool:
    """Whether a text is an account's number: its two check digits fit (ISO 13616)."""
    bare = text.replace(" ", "").upper()
    if not bare.isascii() or not 15 <= len(bare) <= 34:
        return False
    return int("".join(str(int(each, 36)) for each in bare[4:] + bare[:4])) % 97 == 1
