"""Figures, percents, durations, windows, dates and facts: from the words of the language and back.

Nothing is read silently: a text that another program could read differently (`012`, `1e3`, `5,00`) is a
`BadValue` that says what to write. No float exists here.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache

from frontdesk.ground.language import _
from frontdesk.ground.money import MINOR_MAX, BadAmount, format_minor, parse_minor
from frontdesk.ground.text import clean_line
from frontdesk.guidelines.model import Fact, FactType, FactValue, Window, WindowKind
from frontdesk.guidelines.problems import did_you_mean, shown

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?", re.ASCII)
PERCENT_MAX = 1000
DURATION_UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
ROLLING_UNITS = ("minute", "hour", "day", "week", "month", "year")
CALENDAR_WORDS = ("day", "week", "month", "quarter", "year")
SCOPE_WINDOWS = ("conversation", "shift")
ROLLING_YEARS_MAX = 100
_COUNTED = re.compile(r"(?P<count>[0-9]+) (?P<unit>[a-z]+)", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_DAYS_OF = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 31, "year": 366}


class BadValue(ValueError):
    """A text that is not what it should be. `sentence` says so, `remedy` what to write; `args[0]` is both."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(f"{sentence} {remedy}")
        self.sentence = sentence
        self.remedy = remedy


def parse_money(text: str, exponent: int) -> int:
    """Minor units of an amount as a file writes it: digits, a dot, at most `exponent` decimals."""
    decimals = text.partition(".")[2]
    if "," in text:
        raise BadValue(_("{text} has a comma.").format(text=shown(text)), _("Write the amount with a dot, like 5.00."))
    if len(decimals) > exponent and decimals.isascii() and decimals.isdigit():
        raise _decimals(text, exponent)
    try:
        return parse_minor(text, exponent)
    except BadAmount as wrong:
        raise _bad_amount(text, exponent, str(wrong)) from None


def _decimals(text: str, exponent: int) -> BadValue:
    if exponent == 0:
        remedy = _("This currency has no decimals: write a whole number.")
    else:
        remedy = _("This currency has {count} decimals: write it like {example}.").format(
            count=exponent, example=format_minor(5 * 10**exponent, exponent)
        )
    return BadValue(_("{text} has too many decimals.").format(text=shown(text)), remedy)


def _bad_amount(text: str, exponent: int, key: str) -> BadValue:
    if key == "decimals":
        return _decimals(text, exponent)
    if key == "too_large":
        return BadValue(
            _("{text} is too large.").format(text=shown(text)),
            _("Write at most {most}.").format(most=format_minor(MINOR_MAX, exponent)),
        )
    return BadValue(
        _("{text} is not an amount of money.").format(text=shown(text)),
        _("Write digits only, like {example}.").format(example=format_minor(5 * 10**exponent, exponent)),
    )


def parse_number(text: str) -> Decimal:
    """An exact number ("25", "2.5", "-3")."""
    if NUMBER.fullmatch(text) is None:
        raise BadValue(_("{text} is not a number.").format(text=shown(text)), _("Write digits, like 25 or 2.5."))
    return _plain(Decimal(text))


def format_number(number: Decimal) -> str:
    """`number` without exponent and without needless zeros: the inverse of `parse_number`."""
    return format(_plain(number), "f")


def _plain(number: Decimal) -> Decimal:
    if number == 0:
        return Decimal(0)
    bare = number.normalize()
    return bare.quantize(Decimal(1)) if bare == bare.to_integral_value() else bare


def parse_percent(text: str, *, sign_needed: bool = False) -> Decimal:
    """Percent points ("35%" is 35); without `sign_needed`, "35" too."""
    bare = text[:-1].rstrip(" ") if text.endswith("%") else text
    if (sign_needed and bare == text) or NUMBER.fullmatch(bare) is None or bare.startswith("-"):
        raise BadValue(_("{text} is not a percentage.").format(text=shown(text)), _("Write it like 35%."))
    percent = parse_number(bare)
    if percent > PERCENT_MAX:
        raise BadValue(
            _("{text} is too large.").format(text=shown(text)),
            _("Write at most {most}%.").format(most=PERCENT_MAX),
        )
    return percent


def format_percent(percent: Decimal) -> str:
    """The inverse of `parse_percent`: "35%"."""
    return f"{format_number(percent)}%"


def _counted(text: str) -> tuple[int, str] | None:
    match = _COUNTED.fullmatch(text.strip())
    if match is None:
        return None
    count, unit = match["count"], match["unit"]
    if (len(count) > 1 and count.startswith("0")) or len(count) > 9:
        return None
    return int(count), unit.removesuffix("s")


def parse_duration(text: str) -> timedelta:
    """A length of time ("24 hours", "30 days", "1 week"; parts may follow each other: "1 hour 30 minutes")."""
    words = text.split()
    total = timedelta()
    if not words or len(words) % 2:
        raise _bad_duration(text)
    for count, unit in zip(words[::2], words[1::2], strict=True):
        part = _counted(f"{count} {unit}")
        if part is None or part[1] not in DURATION_UNITS:
            raise _bad_duration(text)
        if part[0] > 36500 * 1440:
            raise BadValue(_("{text} is too long.").format(text=shown(text)), _("Write less than a hundred years."))
        total += part[0] * DURATION_UNITS[part[1]]
    if total > timedelta(days=36500):
        raise BadValue(_("{text} is too long.").format(text=shown(text)), _("Write less than a hundred years."))
    return total


def _bad_duration(text: str) -> BadValue:
    return BadValue(
        _("{text} is not a length of time.").format(text=shown(text)),
        _("Write a whole number of minutes, hours, days or weeks, like 24 hours or 30 days."),
    )


def format_duration(length: timedelta) -> str:
    """The inverse of `parse_duration`, in the largest unit but weeks that fits: "24 hours" stays two dozen hours.

    Whole days from two on are days; anything else is hours or minutes.
    """
    minutes = int(length.total_seconds() // 60)
    if minutes and minutes % 1440 == 0 and minutes >= 2 * 1440:
        count, unit = minutes // 1440, "day"
    elif minutes and minutes % 60 == 0:
        count, unit = minutes // 60, "hour"
    else:
        count, unit = minutes, "minute"
    return f"{count} {unit}{'' if count == 1 else 's'}"


def parse_window(text: str) -> Window:
    """When an earlier gesture still counts: `ever`, a calendar word, or a rolling length ("90 days").

    `conversation` and `shift` come back as EVER: they are scopes, which the caller adds.
    """
    if text == "ever" or text in SCOPE_WINDOWS:
        return Window(WindowKind.EVER)
    if text in CALENDAR_WORDS:
        return Window(WindowKind.CALENDAR, text)
    counted = _counted(text)
    if counted is None or counted[1] not in ROLLING_UNITS:
        words = ("ever", *SCOPE_WINDOWS, *CALENDAR_WORDS)
        raise BadValue(
            _("{text} is not a window of time.").format(text=shown(text)),
            _("Write one of {words}, or a length like 90 days.").format(words=", ".join(words)),
        )
    count, unit = counted
    if count == 0:
        raise BadValue(_("A window of {text} is empty.").format(text=shown(text)), _("Write at least 1, like 1 day."))
    if count * _DAYS_OF[unit] > ROLLING_YEARS_MAX * 366:
        raise BadValue(_("{text} is too long.").format(text=shown(text)), _("Write ever."))
    return Window(WindowKind.ROLLING, unit, count)


KEEPING_UNITS = ("day", "week", "month", "year")


def parse_keeping(text: str) -> Window:
    """How long something is kept: a rolling length in days, weeks, months or years ("24 months")."""
    counted = _counted(text)
    if counted is None or counted[1] not in KEEPING_UNITS:
        raise BadValue(
            _("{text} does not say how long something is kept.").format(text=shown(text)),
            _("Write a whole number of days, weeks, months or years, like 24 months."),
        )
    return parse_window(text)


def parse_date(text: str) -> date:
    """A day of the calendar as 2026-11-21."""
    if _DATE.fullmatch(text) is None:
        raise BadValue(
            _("{text} is not a date.").format(text=shown(text)), _("Write year, month and day, like 2026-11-21.")
        )
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadValue(
            _("There is no day {text}.").format(text=shown(text)), _("Look the date up in a calendar.")
        ) from None


def parse_clock(text: str) -> time:
    """A time of day as 06:00."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise BadValue(
            _("{text} is not a time of day.").format(text=shown(text)),
            _('Write hours and minutes in quotes, like "06:00".'),
        )
    return time(int(match[1]), int(match[2]))


# --- facts --------------------------------------------------------------------------------------------------


def parse_fact(fact: Fact, text: str | int | float | Decimal | bool, exponent: int) -> FactValue:
    """The value of a fact from a text, a number or a truth value (a card, an order, an answer, a decide line).

    Money is in the business's currency with `exponent` decimals and may have either decimal sign. Raises
    BadValue (a ValueError) whose `args[0]` is a translated sentence with what to write.
    """
    if isinstance(text, bool):
        if fact.type is FactType.YES_NO:
            return text
        raise BadValue(
            _("{text} is not a value of {fact}.").format(text=shown(text), fact=shown(fact.name)), _expected(fact)
        )
    bare = clean_line(text if isinstance(text, str) else format(text, "f") if isinstance(text, Decimal) else str(text))
    if not bare:
        raise BadValue(_("{fact} has no value.").format(fact=shown(fact.name)), _expected(fact))
    return _parsed(fact, bare, exponent)


def _parsed(fact: Fact, bare: str, exponent: int) -> FactValue:
    if fact.type is FactType.MONEY:
        try:
            return parse_minor(bare, exponent)
        except BadAmount as wrong:
            raise _bad_amount(bare, exponent, str(wrong)) from None
    if fact.type is FactType.NUMBER:
        return parse_number(bare)
    if fact.type is FactType.PERCENT:
        return parse_percent(bare)
    if fact.type is FactType.YES_NO:
        return _yes_or_no(fact, bare)
    if fact.type is FactType.DATE:
        return parse_date(bare)
    if fact.type is FactType.DURATION:
        return parse_duration(bare)
    if fact.type is FactType.CHOICE:
        return _one_choice(fact, bare)
    return bare


def _yes_or_no(fact: Fact, bare: str) -> bool:
    word = bare.casefold()
    if word in ("yes", "true"):
        return True
    if word in ("no", "false"):
        return False
    raise BadValue(
        _("{text} is not a value of {fact}.").format(text=shown(bare), fact=shown(fact.name)), _expected(fact)
    )


def _one_choice(fact: Fact, bare: str) -> str:
    if bare in fact.choices:
        return bare
    alike = _by_folded(fact.choices).get(bare.casefold(), ())
    if len(alike) == 1:
        return alike[0]
    raise BadValue(
        _("{text} is not a value of {fact}.").format(text=shown(bare), fact=shown(fact.name)),
        did_you_mean(bare, fact.choices) or _expected(fact),
    )


@lru_cache(maxsize=32)
def _by_folded(choices: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for choice in choices:
        found[choice.casefold()] = (*found.get(choice.casefold(), ()), choice)
    return found


def _expected(fact: Fact) -> str:
    """What to write for a fact of this type."""
    if fact.type is FactType.MONEY:
        return _("Write an amount, like 120.00.")
    if fact.type is FactType.NUMBER:
        return _("Write digits, like 25 or 2.5.")
    if fact.type is FactType.PERCENT:
        return _("Write it like 35%.")
    if fact.type is FactType.YES_NO:
        return _("Write true or false.")
    if fact.type is FactType.DATE:
        return _("Write year, month and day, like 2026-11-21.")
    if fact.type is FactType.DURATION:
        return _("Write a length of time, like 24 hours or 30 days.")
    if fact.type is FactType.CHOICE:
        return _("Known here: {words}.").format(words=", ".join(fact.choices))
    return _("Write a few words.")


def format_fact(fact: Fact, value: FactValue, exponent: int) -> str:
    """The value as text that `parse_fact` reads back as the same value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return format_minor(value, exponent)
    if isinstance(value, Decimal):
        return format_percent(value) if fact.type is FactType.PERCENT else format_number(value)
    if isinstance(value, timedelta):
        return format_duration(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
