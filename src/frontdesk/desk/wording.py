"""Small words that the sentences of the desk are made of: scopes, windows, facts, ticks, moments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from frontdesk.ground.language import _, current, ngettext
from frontdesk.guidelines.model import (
    AmountForm,
    Cases,
    Fact,
    FactValue,
    Guidelines,
    Limit,
    Quantity,
    Source,
    WindowKind,
)
from frontdesk.guidelines.values import format_fact, format_number

_NARROW_FIRST = ("conversation", "incident", "visit", "line", "serial", "table", "place", "order", "account", "company")
_LATER = ("customer", "shift", "staff")


def where(limit: Limit, guidelines: Guidelines) -> str:
    """What a limit is per and within, in a few words: "this stay", "today", "for this customer in 90 days"."""
    said = " ".join(part for part in (_scope(limit, guidelines), _window(limit)) if part)
    return said


def _scope(limit: Limit, guidelines: Guidelines) -> str:
    others = [name for name in limit.per if name not in (*_NARROW_FIRST, *_LATER, "site", "business", "role")]
    for name in (*others, *_NARROW_FIRST, *_LATER):
        if name in limit.per:
            return _scope_words(name, guidelines)
    return ""


def _scope_words(name: str, guidelines: Guidelines) -> str:
    if name == "order":
        stays = any("night" in fact for fact in guidelines.facts)
        return _("this stay") if stays else _("for this order")
    words = {
        "conversation": _("in this conversation"),
        "incident": _("for this incident"),
        "table": _("at this table"),
        "customer": _("for this customer"),
        "staff": _("for you"),
        "shift": _("this shift"),
        "company": _("for this company"),
    }
    return words.get(name) or _("for this {scope}").format(scope=name.replace("_", " "))


def _window(limit: Limit) -> str:
    window = limit.within
    if window.kind is WindowKind.CALENDAR:
        words = {
            "day": _("today"),
            "week": _("this week"),
            "month": _("this month"),
            "quarter": _("this quarter"),
            "year": _("this year"),
        }
        return words[window.unit]
    if window.kind is WindowKind.EVER:
        return ""
    count = window.count
    words = {
        "minute": ngettext("in {count} minute", "in {count} minutes", count),
        "hour": ngettext("in {count} hour", "in {count} hours", count),
        "day": ngettext("in {count} day", "in {count} days", count),
        "week": ngettext("in {count} week", "in {count} weeks", count),
        "month": ngettext("in {count} month", "in {count} months", count),
        "year": ngettext("in {count} year", "in {count} years", count),
    }
    return words[window.unit].format(count=count)


def limit_name(limit: Limit, gesture: str, guidelines: Guidelines) -> str:
    """A limit by the name its writer gave it; one without a name is a limit of its gesture."""
    owner, _dot, number = limit.id.rpartition(".")
    if owner in guidelines.gestures and number.isdecimal():
        return guidelines.gestures[owner].label.said_in(current())
    return limit.id.replace("_", " ")


def frees(at: datetime, guidelines: Guidelines, now: datetime | None) -> str:
    """When something is free again: "frees 18:00" on the same business day, else "frees 30 Nov"."""
    clock = guidelines.business.clock
    wall = clock.wall(at)
    if now is not None and clock.date_of(at) == clock.date_of(now):
        return _("frees {when}").format(when=f"{wall:%H:%M}")
    from babel.dates import format_date

    far = now is not None and abs((at - now).days) > 300
    return _("frees {when}").format(when=format_date(wall, "d MMM y" if far else "d MMM", locale=current()))


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


def fact_label(fact: Fact | None, name: str) -> str:
    """A fact by its label, else by its own name with spaces."""
    if fact is not None and fact.label is not None and fact.source is not Source.ASKED:
        return fact.label.said_in(current())
    bare = name.rpartition(".")[2] if fact is None or fact.source is not Source.HOUSE else name.replace(".", " ")
    return bare.replace("_", " ")


def tick_words(name: str, guidelines: Guidelines) -> str:
    """What is still missing, in a few words."""
    if name.startswith("fact:"):
        return fact_label(guidelines.facts.get(name[5:]), name[5:])
    if name.startswith("scope:"):
        words = {"customer": _("which customer"), "order": _("which order")}
        return words.get(name[6:]) or _("which {scope}").format(scope=name[6:].replace("_", " "))
    words = {
        "request_heard": _("read the request back"),
        "wish": _("ask what would make it right"),
        "customer_asked": _("did the customer ask?"),
        "facts_confirmed": _("are the facts confirmed?"),
        "reason": _("one sentence why"),
        "explicit_yes": _("did the customer say yes?"),
        "situation": _("what kind of moment is it?"),
        "amount": _("how much?"),
    }
    return words.get(name, name.replace("_", " "))


def number(thousandths: int | None) -> int | str | None:
    """Thousandths as a plain number: whole ones as int, others as exact text."""
    if thousandths is None:
        return None
    whole, rest = divmod(thousandths, 1000)
    return whole if rest == 0 else format_number(Decimal(thousandths) / 1000)


def forms_of(form: AmountForm) -> Iterator[AmountForm]:
    """The form itself, or every form of its cases."""
    if isinstance(form, Cases):
        for case in form.cases:
            yield from forms_of(case.form)
    else:
        yield form


def is_quantity(form: AmountForm) -> bool:
    """Whether what is asked is a number of a unit and not money."""
    forms = list(forms_of(form))
    return bool(forms) and any(isinstance(each, Quantity) for each in forms)
