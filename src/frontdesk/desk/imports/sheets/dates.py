"""How a column writes dates: read where one reading is possible, asked where two are.

2026-11-21, 20261121, 21.11.2026 and dates with the month in words mean one day everywhere. 7/1/2026 means two: what
the other cells of the column say decides, or somebody who knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from frontdesk.desk.imports.sheets.model import DAY_FIRST, MONTH_FIRST
from frontdesk.ground.language import LANGUAGES
from frontdesk.ground.text import composed

_CLOCK = re.compile(r"(?:T|,?\s+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]+)?.*", re.ASCII)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})\.?", re.ASCII)
_BARE = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})", re.ASCII)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4})\.?", re.ASCII)
_TOKENS = re.compile(r"[^\W\d_]+|[0-9]+")
_FILLERS = frozenset(("gada", "g", "г", "год", "года", "р", "рік", "року", "st", "nd", "rd", "th", "of", "the"))
_SAMPLES = 3


def iso(text: str, order: str | None) -> str:
    """The date as 2026-11-21; the text itself when it is no date, or one of two dates and `order` does not say."""
    if len(text) == 10 and text[4] == "-" == text[7] and text.isascii():
        return text
    bare = _CLOCK.sub("", text) if ":" in text else text
    if match := _YEAR_FIRST.fullmatch(bare):
        return _written(text, match[1], match[3], match[4])
    if match := _YEAR_LAST.fullmatch(bare):
        day_first = _day_first(match, order)
        if day_first is None:
            return text
        return _written(text, match[4], *((match[3], match[1]) if day_first else (match[1], match[3])))
    if match := _BARE.fullmatch(bare):
        return _written(text, *match.groups())
    return _in_words(bare, text)


def from_parts(year: str, month: str, day: str) -> str:
    """The date whose year, month (a number or a name) and day stand in three cells; "" when all are empty."""
    if not (year or month or day):
        return ""
    number = str(_months().get(_key(month), month))
    return _written(" ".join((year, month, day)), year, number, day)


def evidence(texts: Iterable[str]) -> tuple[str | None, tuple[str, ...], bool]:
    """What a column's cells say together: the order, samples of cells that need one, whether both orders occur.

    The order is None when no cell shows it or when cells show both.
    """
    shown: set[str] = set()
    open_to_both: dict[str, None] = {}
    contrary: list[str] = []
    for text in texts:
        if not text or (len(text) == 10 and text[4] == "-"):
            continue
        match = _YEAR_LAST.fullmatch(_CLOCK.sub("", text))
        if match is None or match[2] == ".":
            continue
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second or second > 12 >= first:
            order = DAY_FIRST if first > 12 else MONTH_FIRST
            if order not in shown:
                contrary.append(text)
            shown.add(order)
        elif first != second and len(open_to_both) < _SAMPLES:
            open_to_both[text] = None
    if len(shown) == 2:
        return None, ((*contrary, *open_to_both)[: _SAMPLES + 1] if open_to_both else ()), bool(open_to_both)
    return (shown.pop() if shown else None), tuple(open_to_both), False


def _day_first(match: re.Match[str], order: str | None) -> bool | None:
    """Whether the first of the two numbers is the day; None when it may be either."""
    first, second = int(match[1]), int(match[3])
    if match[2] == ".":
        return True
    if order is not None:
        return order == DAY_FIRST
    if first == second or first > 12:
        return True
    return False if second > 12 else None


def _written(text: str, year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return text  # the 31st of February: the cell is refused as it was written


def _in_words(bare: str, text: str) -> str:
    """A date with a month in words, in whatever order; the text itself when it is none."""
    if len(bare) > 60:
        return text
    tokens = [token for token in _TOKENS.findall(_plain(bare)) if token not in _FILLERS and token not in _weekdays()]
    numbers = [token for token in tokens if token.isdigit()]
    words = [token for token in tokens if not token.isdigit()]
    if len(numbers) != 2 or len(words) != 1 or words[0] not in _months():
        return text
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if len(years) != 1 or len(days) != 1:
        return text
    return _written(text, years[0], str(_months()[words[0]]), days[0])


def _plain(text: str) -> str:
    return composed(text).casefold()


def _key(text: str) -> str:
    return _plain(text).strip(" .")


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    """The names of the months in the languages of the desk, also cut and in the forms that stand in a date."""
    from babel.dates import get_month_names

    found = {"sept": 9, "вер": 9, "июня": 6, "июля": 7}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    found.setdefault(_key(name), int(number))
                    if language == "lv" and width == "wide":
                        stem = _key(name)[:-2] if name.endswith("is") else _key(name)[:-1]
                        for ending in ("a", "ā", "ī", "u"):
                            found.setdefault(stem + ending, int(number))
    return found


@lru_cache(maxsize=1)
def _weekdays() -> frozenset[str]:
    from babel.dates import get_day_names

    return frozenset(
        _key(name)
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, "format", language).values()
    )
