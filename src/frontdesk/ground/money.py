"""Money as whole minor units of one currency: no float ever exists.

An amount of 540.00 EUR is the integer 54000 beside the exponent 2. The exponent comes from ISO 4217 through
babel's tables (EUR 2, JPY 0, KWD 3).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

MINOR_MAX = 999_999_999_99  # no desk gives more; larger figures are slips of the keyboard
_AMOUNT = re.compile(r"(0|[1-9][0-9]*)(?:[.,]([0-9]+))?", re.ASCII)


class BadAmount(ValueError):
    """A text that is not an amount of this currency; `args[0]` is a key of what is wrong with it.

    Keys: `empty`, `form`, `decimals`, `too_large`.
    """


def exponent_of(currency: str) -> int:
    """How many decimals the ISO 4217 currency has. Raises KeyError for a code that ISO does not know."""
    from babel.core import get_global
    from babel.numbers import list_currencies

    if currency not in list_currencies():
        raise KeyError(currency)
    fractions = get_global("currency_fractions")
    return int(fractions.get(currency, fractions["DEFAULT"])[0])


def parse_minor(text: str, exponent: int) -> int:
    """The minor units in `text` ("540", "540.00", "540,00"); exact, or BadAmount.

    Both decimal signs are taken; grouping signs, signs and exponents are not, because "1,234" must never
    become a thousand by guesswork.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        bare = text.strip().replace("\u00a0", "").replace("\u202f", "")
        if not bare:
            raise BadAmount("empty")
        match = _AMOUNT.fullmatch(bare)
        if match is None:
            raise BadAmount("form")
    whole, decimals = match.groups("")
    if len(decimals) > exponent:
        if decimals[exponent:].strip("0") != "":
            raise BadAmount("decimals")
        if len(decimals) == 3:
            raise BadAmount("form")  # "1.000" is as likely a thousand as a one
    minor = int(whole + decimals[:exponent].ljust(exponent, "0")) if len(whole) < 16 else MINOR_MAX + 1
    if minor > MINOR_MAX:
        raise BadAmount("too_large")
    return minor


@lru_cache(maxsize=4096)
def format_minor(minor: int, exponent: int) -> str:
    """`minor` as plain digits with a dot: the form of files, of `--json` and of the ledger ("540.00")."""
    sign = "-" if minor < 0 else ""
    digits = str(abs(minor)).rjust(exponent + 1, "0")
    if exponent == 0:
        return sign + digits
    return f"{sign}{digits[:-exponent]}.{digits[-exponent:]}"


def share(minor: int, percent: Decimal) -> int:
    """`percent` per cent of `minor`, rounded half-even to the minor unit."""
    # In whole numbers: exact for every size, and several times as fast as rounding a Decimal.
    over, under = percent.as_integer_ratio()
    under *= 100
    whole, rest = divmod(minor * over, under)
    twice = rest * 2
    return whole + 1 if twice > under or (twice == under and whole % 2) else whole


def split(minor: int, parts: int) -> tuple[int, ...]:
    """`minor` in `parts` parts that differ by at most one unit and add up exactly; larger parts first."""
    if parts <= 0 or minor < 0:
        raise AssertionError("a sum is split into at least one part and is not negative")
    each, rest = divmod(minor, parts)
    return tuple(each + 1 if index < rest else each for index in range(parts))
