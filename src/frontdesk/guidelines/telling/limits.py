"""Limits and budgets in words: "4 times per stay", "60.00 per customer in 365 days"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from frontdesk.ground.dates import dated
from frontdesk.ground.language import _, ngettext
from frontdesk.guidelines.model import Guidelines, Limit, Measure
from frontdesk.guidelines.telling.conditions import condition_words
from frontdesk.guidelines.telling.figures import figure, money, percent, times
from frontdesk.guidelines.telling.names import gesture_names, listed, sum_name
from frontdesk.guidelines.telling.places import per


def limit_words(limit: Limit, guidelines: Guidelines, owner: str | None = None) -> str:
    """A limit or budget in one line; `owner` is the gesture it stands on, None for a budget."""
    return "; ".join((rule_words(limit, guidelines), *_additions(limit, guidelines, owner)))


def rule_words(limit: Limit, guidelines: Guidelines) -> str:
    """How much, per what, within which time."""
    much, place = how_much(limit, guidelines), per(limit, guidelines)
    if limit.up_to.figure is None:
        return _("{much}, {per}").format(much=much, per=place)
    return f"{much} {place}"


def how_much(limit: Limit, guidelines: Guidelines) -> str:
    """How much a limit allows: "4 times", "60.00", "10 GB", "at most what was paid", "without end"."""
    up_to = limit.up_to
    if up_to.unlimited:
        return _("without end")
    if up_to.fact is not None:
        return _by_fact(limit, sum_name(up_to.fact, guidelines))
    allowed = up_to.figure or 0
    if limit.measure is Measure.TIMES:
        return times(allowed)
    if limit.measure is Measure.COST:
        return _("{amount} of cost").format(amount=money(allowed, guidelines))
    if limit.measure is Measure.EXPOSURE:
        return _("{amount} not yet received").format(amount=money(allowed, guidelines))
    return figure(limit.measure, allowed, limit.unit, guidelines)


def bare_figure(limit: Limit, guidelines: Guidelines) -> str | None:
    """The figure alone ("4", "60.00"), None for a limit that has none."""
    if limit.up_to.figure is None:
        return None
    return figure(limit.measure, limit.up_to.figure, limit.unit, guidelines)


def _by_fact(limit: Limit, fact: str) -> str:
    if limit.measure is Measure.TIMES:
        return _("as many times as {fact} says").format(fact=fact)
    if limit.measure is Measure.COST:
        return _("at a cost of at most {fact}").format(fact=fact)
    if limit.measure is Measure.EXPOSURE:
        return _("at most {fact} not yet received").format(fact=fact)
    said = _("at most {fact}").format(fact=fact)
    return f"{said} {limit.unit}".strip() if limit.measure is Measure.QUANTITY else said


def _additions(limit: Limit, guidelines: Guidelines, owner: str | None) -> Iterator[str]:
    if limit.is_budget:
        yield _("for {gestures} together").format(gestures=listed(gesture_names(limit.counts, guidelines)))
    elif others := gesture_names(limit.counts - {owner}, guidelines):
        yield ngettext("{gestures} counts too", "{gestures} count too", len(others)).format(gestures=listed(others))
    if limit.when is not None:
        yield _("only when {condition}").format(condition=condition_words(limit.when, guidelines))
    dates = validity_words(limit.valid_from, limit.valid_until)
    if dates is not None:
        yield dates
    if limit.warn_at is not None:
        yield _("the lead is told at {share}").format(share=percent(limit.warn_at))


def validity_words(first: date | None, last: date | None) -> str | None:
    """From when until when, both days included; None for always."""
    if first is not None and last is not None:
        return _("from {first} until {last}").format(first=dated(first), last=dated(last))
    if first is not None:
        return _("from {first}").format(first=dated(first))
    return None if last is None else _("until {last}").format(last=dated(last))
