"""Figures in words: money, times, percents, quantities, lengths of time, days, and the values of facts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from frontdesk.ground.dates import dated
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.money import format_minor
from frontdesk.guidelines.model import Fact, FactType, FactValue, Guidelines, Measure
from frontdesk.guidelines.values import format_number

THOUSAND = 1000


def money(minor: int, guidelines: Guidelines) -> str:
    """An amount (minor units) in the decimals of the business's currency: "150.00"."""
    return format_minor(minor, guidelines.business.exponent)


def percent(share: Decimal) -> str:
    """Percent points: "95 %"."""
    return _("{number} %").format(number=format_number(share))


def times(count: int) -> str:
    """How often: "1 time", "4 times"."""
    return ngettext("{count} time", "{count} times", count).format(count=count)


def number(thousandths: int) -> str:
    """Thousandths as a plain number: "2", "0.5"."""
    return format_number(Decimal(thousandths) / THOUSAND)


def quantity(thousandths: int, unit: str) -> str:
    """So much of a unit: "2 GB", "0 GB"."""
    return f"{number(thousandths)} {unit}".strip()


def figure(measure: Measure, value: int, unit: str, guidelines: Guidelines) -> str:
    """A figure of a limit in its measure: a bare count of times, money, or a quantity with its unit."""
    if measure is Measure.TIMES:
        return str(value)
    if measure is Measure.QUANTITY:
        return quantity(value, unit)
    return money(value, guidelines)


def length(time: timedelta) -> str:
    """A length of time in its largest whole unit but weeks: "24 hours", "30 days", "90 minutes".

    Two days and more are days; a single day stays 24 hours, as the files write it.
    """
    minutes = int(time.total_seconds() // 60)
    if minutes and minutes % 1440 == 0 and minutes >= 2 * 1440:
        count = minutes // 1440
        return ngettext("{count} day", "{count} days", count).format(count=count)
    if minutes and minutes % 60 == 0:
        count = minutes // 60
        return ngettext("{count} hour", "{count} hours", count).format(count=count)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)


def value(fact: Fact | None, said: FactValue, guidelines: Guidelines) -> str:
    """What a fact says, as people read it; `fact` None is a fact that needs no declaration."""
    if isinstance(said, bool):
        return _("yes") if said else _("no")
    if isinstance(said, int):
        return money(said, guidelines)
    if isinstance(said, Decimal):
        return percent(said) if fact is not None and fact.type is FactType.PERCENT else format_number(said)
    if isinstance(said, timedelta):
        return length(said)
    if isinstance(said, date):
        return dated(said)
    return said
