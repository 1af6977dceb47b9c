"""Small words of one moment: what facts say now, when something frees, figures. What always holds says `telling`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from frontdesk.ground.dates import dated, short_day
from frontdesk.ground.language import _
from frontdesk.guidelines.model import AmountForm, FactValue, Guidelines, Quantity
from frontdesk.guidelines.telling.amounts import forms_of
from frontdesk.guidelines.telling.names import fact_label, limit_name, tick_words
from frontdesk.guidelines.telling.places import where
from frontdesk.guidelines.values import format_fact, format_number

__all__ = [
    "fact_label",
    "fact_words",
    "forms_of",
    "frees",
    "is_quantity",
    "limit_name",
    "number",
    "tick_words",
    "where",
]


def frees(at: datetime, guidelines: Guidelines, now: datetime | None) -> str:
    """When something is free again: "frees 18:00" on the same business day, else "frees 30 Nov"."""
    clock = guidelines.business.clock
    wall = clock.wall(at)
    if now is not None and clock.date_of(at) == clock.date_of(now):
        return _("frees {when}").format(when=f"{wall:%H:%M}")
    far = now is not None and abs((at - now).days) > 300
    return _("frees {when}").format(when=dated(wall.date()) if far else short_day(wall.date()))


def fact_words(names: Sequence[str], guidelines: Guidelines, known: Mapping[str, FactValue]) -> str:
    """Facts with what they say now: "house occupancy 97%"; one that is not known is said to be so."""
    return ", ".join(_fact_words(name, guidelines, known) for name in names)


def _fact_words(name: str, guidelines: Guidelines, known: Mapping[str, FactValue]) -> str:
    fact = guidelines.facts.get(name)
    if fact is None:
        return _built_in(name)
    label = fact_label(fact, name)
    if name not in known:
        return _("{fact} is not known").format(fact=label)
    return f"{label} {format_fact(fact, known[name], guidelines.business.exponent)}"


def _built_in(name: str) -> str:
    words = {
        "role": _("your role"),
        "situation": _("the situation"),
        "reason": _("the reason"),
        "channel": _("how the customer came"),
        "hour": _("the time of day"),
        "weekday": _("the day of the week"),
    }
    return words.get(name) or name.replace("_", " ")


def number(thousandths: int | None) -> int | str | None:
    """Thousandths as a plain number: whole ones as int, others as exact text."""
    if thousandths is None:
        return None
    whole, rest = divmod(thousandths, 1000)
    return whole if rest == 0 else format_number(Decimal(thousandths) / 1000)


def is_quantity(form: AmountForm) -> bool:
    """Whether what is asked is a number of a unit and not money."""
    forms = list(forms_of(form))
    return bool(forms) and any(isinstance(each, Quantity) for each in forms)
