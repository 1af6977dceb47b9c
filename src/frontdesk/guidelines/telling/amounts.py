"""Amounts in words: "8.00", "10 % to 100 % of price of one night, usually 50 %", "100.00 for each passenger"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from frontdesk.ground.language import _, current
from frontdesk.guidelines.model import (
    AmountForm,
    CaseOf,
    Cases,
    Chosen,
    Cost,
    Each,
    Exactly,
    Fixed,
    Guidelines,
    NoAmount,
    Quantity,
    RestOf,
    Share,
)
from frontdesk.guidelines.telling.conditions import condition_words
from frontdesk.guidelines.telling.figures import money, percent
from frontdesk.guidelines.telling.names import bare, fact_name, limit_name, sum_name
from frontdesk.guidelines.values import format_number


def forms_of(form: AmountForm) -> Iterator[AmountForm]:
    """The form itself, or every form of its cases."""
    if isinstance(form, Cases):
        for case in form.cases:
            yield from forms_of(case.form)
    else:
        yield form


def amount_words(form: AmountForm, guidelines: Guidelines) -> str:
    """A form in one line; cases one after the other."""
    return "; ".join(amount_lines(form, guidelines))


def amount_lines(form: AmountForm, guidelines: Guidelines) -> tuple[str, ...]:
    """A form in a line, cases in a line each, in the order in which they are looked at."""
    if not isinstance(form, Cases):
        return (_form(form, guidelines),)
    lines = tuple(_case(case, index, guidelines) for index, case in enumerate(form.cases))
    return lines if form.cases[-1].when is None else (*lines, _("otherwise not available"))


def _case(case: CaseOf, index: int, guidelines: Guidelines) -> str:
    amount = amount_words(case.form, guidelines)
    if case.when is not None:
        return _("{condition} → {amount}").format(condition=condition_words(case.when, guidelines), amount=amount)
    return _("otherwise {amount}").format(amount=amount) if index else amount


def _form(form: AmountForm, guidelines: Guidelines) -> str:
    if isinstance(form, NoAmount):
        return _("nothing to pay")
    if isinstance(form, Fixed):
        return money(form.minor, guidelines)
    if isinstance(form, Chosen):
        usual = None if form.usual is None else money(form.usual, guidelines)
        return _range(money(form.low, guidelines), money(form.high, guidelines), usual)
    if isinstance(form, Share):
        return _share(form, guidelines)
    if isinstance(form, Each):
        return _each(money(form.minor, guidelines), fact_name(form.of, guidelines))
    if isinstance(form, Exactly):
        return _("exactly {fact}").format(fact=sum_name(form.fact, guidelines))
    if isinstance(form, RestOf):
        limit = guidelines.limit(form.limit)
        name = bare(form.limit) if limit is None else limit_name(limit, guidelines)
        return _("what is left of the limit “{limit}”").format(limit=name)
    if isinstance(form, Quantity):
        return _quantity(form)
    return amount_words(form, guidelines)


def _range(low: str, high: str, usual: str | None) -> str:
    said = _("{low} to {high}").format(low=low, high=high)
    return said if usual is None else _("{range}, usually {usual}").format(range=said, usual=usual)


def _share(form: Share, guidelines: Guidelines) -> str:
    fact = sum_name(form.of, guidelines)
    if form.chosen:
        shares = _("{low} to {high}").format(low=percent(form.low), high=percent(form.high))
    else:
        shares = percent(form.low)
    parts = [_("{share} of {fact}").format(share=shares, fact=fact)]
    if form.chosen and form.usual is not None:
        parts.append(_("usually {usual}").format(usual=percent(form.usual)))
    if form.at_least is not None:
        parts.append(_("at least {amount}").format(amount=money(form.at_least, guidelines)))
    if form.at_most is not None:
        parts.append(_("at most {amount}").format(amount=money(form.at_most, guidelines)))
    return ", ".join(parts)


def _each(amount: str, fact: str) -> str:
    """So much for each; one English word in the plural is said in the singular: "for each passenger"."""
    if current() == "en" and fact.isalpha() and fact.endswith("s") and not fact.endswith(("ss", "ies")):
        return _("{amount} for each {one}").format(amount=amount, one=fact[:-1])
    return _("{amount} for each: {counted}").format(amount=amount, counted=fact)


def _quantity(form: Quantity) -> str:
    low, high = _of(form.low, ""), _of(form.high, form.unit)
    if not form.chosen:
        return high
    return _range(low, high, None if form.usual is None else format_number(form.usual))


def _of(number: Decimal, unit: str) -> str:
    return f"{format_number(number)} {unit}".strip()


def cost_words(cost: Cost, guidelines: Guidelines) -> str | None:
    """What a gesture costs the business; None when it is what the gesture is worth."""
    if cost.minor is not None:
        return money(cost.minor, guidelines)
    return None if cost.percent is None else _("{share} of its value").format(share=percent(cost.percent))
