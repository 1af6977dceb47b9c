"""How a column writes amounts: "1 234,50", "1.234,50" and "1,234.50" are one amount each, "1,234" is two.

A cell that can be read in one way is read so. One that can be read in two is read as the other cells of its column
show, or as somebody says who knows. Signs of the business's own currency go; another currency stays and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from frontdesk.desk.imports.sheets.model import COMMA, POINT
from frontdesk.ground.language import LANGUAGES

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))
_POINT_AND_NO_THOUSANDS = re.compile(r"[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})", re.ASCII)  # as most programs write them
_GROUPED = re.compile(r"[0-9]{1,3}(?:([ \u00a0\u202f\u2009'’])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]+)?", re.ASCII)
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?", re.ASCII)
_BOTH = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*([.,])[0-9]+", re.ASCII)
_MANY = re.compile(r"[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})+", re.ASCII)
_ONE_OF_THREE = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}", re.ASCII)
_MINUS = ("-", "\u2212")
_SAMPLES = 3
_WORDS = {"UAH": ("грн",), "RUB": ("руб", "р"), "EUR": ("eiro", "евро", "євро"), "PLN": ("zl",), "GBP": ("£",)}


def plain(text: str, sign: str | None, currency: str = "") -> str:
    """The amount as 1234.50 or -1234.50; the text itself when it is none, or one of two and `sign` does not say."""
    if (text.isascii() and text.isdigit()) or _POINT_AND_NO_THOUSANDS.fullmatch(text):
        return text
    minus, bare = _without_minus(text, currency)
    found = _plain(bare, sign)
    return minus + found if found else text


def evidence(texts: Iterable[str], currency: str = "") -> tuple[str | None, tuple[str, ...], bool]:
    """What a column's cells say together: the decimal sign, samples of cells that need one, whether both occur."""
    shown: set[str] = set()
    open_to_both: dict[str, None] = {}
    for text in texts:
        if not text or text.isdigit():
            continue
        if _POINT_AND_NO_THOUSANDS.fullmatch(text):
            shown.add(POINT)
            continue
        _minus, bare = _without_minus(text, currency)
        if _ONE_OF_THREE.fullmatch(bare):
            if len(open_to_both) < _SAMPLES:
                open_to_both[text] = None
        elif sign := _shown_by(bare):
            shown.add(sign)
    decided = shown.pop() if len(shown) == 1 else None
    return decided, tuple(open_to_both), bool(shown) and decided is None


def _without_minus(text: str, currency: str) -> tuple[str, str]:
    """The sign of what is less than nothing ("-" or ""), and the amount without it and without the currency."""
    bare = without_currency(text, currency)
    if not bare.startswith(_MINUS):
        return "", bare
    return "-", without_currency(bare[1:].strip(" \u00a0\u202f"), currency)


def without_currency(text: str, currency: str) -> str:
    """The text without the signs and the code of that currency at its beginning or end."""
    if not currency:
        return text
    folded = text.casefold()
    for sign in own_signs(currency):
        if folded.startswith(sign):
            return text[len(sign) :].strip(" \u00a0\u202f")
        if folded.endswith(sign):
            return text[: -len(sign)].strip(" \u00a0\u202f")
    return text


@lru_cache(maxsize=8)
def own_signs(currency: str) -> tuple[str, ...]:
    """How that currency is written beside an amount, the longest first, in small letters."""
    from babel.numbers import get_currency_symbol

    signs = {currency.casefold(), *_WORDS.get(currency, ())}
    for language in LANGUAGES:
        symbol = get_currency_symbol(currency, language).casefold()
        signs |= {symbol, symbol.rstrip("."), symbol.lstrip("abcdefghijklmnopqrstuvwxyz") or symbol}
    signs |= {sign + "." for sign in signs if sign.isalpha()}
    return tuple(sorted(filter(None, signs), key=lambda sign: (-len(sign), sign)))


def _shown_by(bare: str) -> str | None:
    """The decimal sign that a cell shows without doubt."""
    if match := _MANY.fullmatch(bare):
        return POINT if match[1] == COMMA else COMMA
    if match := _BOTH.fullmatch(bare):
        return match[2] if match[1] != match[2] else None
    if _PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare):
        return COMMA if COMMA in bare else POINT if POINT in bare else None
    return None


def _three_decimals(text: str) -> str:
    """An amount of which is known that its three digits are decimals, in a form that nobody takes for thousands."""
    return text.rstrip("0").rstrip(POINT) if text.endswith("0") else text + "0"


def _plain(bare: str, sign: str | None) -> str:
    """`bare` in digits and a point; "" when it is no amount or could be two."""
    if match := _ONE_OF_THREE.fullmatch(bare):
        if sign is None:
            return ""
        return _three_decimals(bare.replace(match[1], POINT)) if match[1] == sign else bare.replace(match[1], "")
    if match := _MANY.fullmatch(bare):
        return bare.replace(match[1], "")
    if match := _BOTH.fullmatch(bare):
        return bare.replace(match[1], "").replace(match[2], POINT) if match[1] != match[2] else ""
    if _PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare):
        return bare.translate(_SPACES).replace("'", "").replace("’", "").replace(COMMA, POINT)
    return ""
