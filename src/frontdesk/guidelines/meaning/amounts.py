"""Amounts: every form of how much, in minor units, percent points or numbers of a unit."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from frontdesk.ground.language import _
from frontdesk.guidelines import amount_forms as w
from frontdesk.guidelines.meaning.conditions import condition
from frontdesk.guidelines.meaning.context import Context
from frontdesk.guidelines.model import (
    AmountForm,
    CaseOf,
    Cases,
    Chosen,
    Cost,
    Each,
    Exactly,
    FactType,
    Fixed,
    NoAmount,
    Quantity,
    RestOf,
    Share,
)
from frontdesk.guidelines.nodes import Loc
from frontdesk.guidelines.problems import shown
from frontdesk.guidelines.values import BadValue, parse_percent

_Form: TypeAlias = (
    "str | w.FixedForm | w.ChosenForm | w.ShareForm | w.EachForm | w.ExactlyForm | w.RestForm | w.QuantityForm"
    " | w.NothingForm | w.CasesForm | None"
)


def amount(context: Context, form: _Form, loc: Loc) -> AmountForm:
    """The meaning of an `amount`. What is wrong is reported; the result then only keeps the reading going."""
    if form is None:
        return NoAmount()
    if isinstance(form, str):
        return Fixed(context.money(form, loc) or 0)
    if isinstance(form, w.CasesForm):
        return _cases(context, form, loc)
    if isinstance(form, w.FixedForm):
        return Fixed(context.money(form.amount, (*loc, "amount")) or 0)
    if isinstance(form, w.ChosenForm):
        return _chosen(context, form, loc)
    if isinstance(form, w.ShareForm):
        return _share(context, form, loc)
    if isinstance(form, w.EachForm):
        context.fact_of_type(form.of, FactType.NUMBER, (*loc, "of"))
        return Each(context.money(form.each, (*loc, "each")) or 0, form.of)
    if isinstance(form, w.ExactlyForm):
        context.fact_of_type(form.exactly, FactType.MONEY, (*loc, "exactly"))
        return Exactly(form.exactly)
    if isinstance(form, w.RestForm):
        context.known(form.rest_of, context.limit_ids, _("There is no limit {name}."), (*loc, "rest_of"))
        return RestOf(form.rest_of)
    if isinstance(form, w.QuantityForm):
        return _quantity(context, form, loc)
    if not form.nothing:
        context.wrong((*loc, "nothing"), _("`nothing: false` says nothing."), _("Write nothing: true, or an amount."))
    return NoAmount()


def _chosen(context: Context, form: w.ChosenForm, loc: Loc) -> Chosen:
    low = context.money(form.from_, (*loc, "from"))
    high = context.money(form.to, (*loc, "to"))
    usual = context.money(form.usual, (*loc, "usual"))
    _in_order(context, low, high, usual, loc)
    return Chosen(low or 0, high or 0, usual)


def _in_order(
    context: Context, low: Decimal | int | None, high: Decimal | int | None, usual: Decimal | int | None, loc: Loc
) -> None:
    if low is None or high is None:
        return
    if low > high:
        context.wrong(
            (*loc, "to"), _("The most is less than the least."), _("Write the smaller one in from, the larger in to.")
        )
    elif high == 0:
        context.wrong((*loc, "to"), _("The most is nothing."), _("Write an amount above 0."))
    elif usual is not None and not low <= usual <= high:
        context.wrong((*loc, "usual"), _("The usual lies outside from and to."), _("Write something between the two."))


def _percent(context: Context, text: str | None, loc: Loc) -> Decimal | None:
    if text is None:
        return None
    try:
        return parse_percent(text)
    except BadValue as wrong:
        context.bad(loc, wrong)
        return None


def _share(context: Context, form: w.ShareForm, loc: Loc) -> Share:
    context.fact_of_type(form.percent_of, FactType.MONEY, (*loc, "percent_of"))
    least = context.money(form.at_least, (*loc, "at_least"))
    most = context.money(form.at_most, (*loc, "at_most"))
    if least is not None and most is not None and least > most:
        context.wrong((*loc, "at_most"), _("The most is less than the least."), _("Write at most the larger amount."))
    exact = _percent(context, form.percent, (*loc, "percent"))
    low = _percent(context, form.from_, (*loc, "from"))
    high = _percent(context, form.to, (*loc, "to"))
    usual = _percent(context, form.usual, (*loc, "usual"))
    ranged = [word for word, value in (("from", low), ("to", high), ("usual", usual)) if value is not None]
    if exact is not None:
        for word in ranged:
            context.wrong(
                (*loc, word),
                _("{word} and percent are given together.").format(word=shown(word)),
                _("Write percent alone, or from and to."),
                of_key=True,
            )
        if exact == 0:
            context.wrong((*loc, "percent"), _("A share of 0% is nothing."), _("Write a larger share."))
        return Share(form.percent_of, exact, exact, exact, False, least, most)
    if low is None or high is None:
        missing = "percent" if not ranged else "to" if low is not None else "from"
        context.wrong(
            loc,
            _("{name} is missing.").format(name=shown(missing)),
            _("Write percent: 50% for an exact share, or from: 10%, to: 100% for a choice."),
        )
        return Share(form.percent_of, Decimal(1), Decimal(1), None, True, least, most)
    _in_order(context, low, high, usual, loc)
    return Share(form.percent_of, low, high, usual, True, least, most)


def _quantity(context: Context, form: w.QuantityForm, loc: Loc) -> Quantity:
    if isinstance(form.quantity, str):
        exact = Decimal(form.quantity)
        if exact == 0:
            context.wrong((*loc, "quantity"), _("A quantity of 0 is nothing."), _("Write a larger quantity."))
        return Quantity(exact, exact, exact, form.unit, False)
    inner = form.quantity
    low, high = Decimal(inner.from_), Decimal(inner.to)
    usual = None if inner.usual is None else Decimal(inner.usual)
    _in_order(context, low, high, usual, (*loc, "quantity"))
    return Quantity(low, high, usual, form.unit, True)


def _cases(context: Context, form: w.CasesForm, loc: Loc) -> Cases:
    found: list[CaseOf] = []
    for index, case in enumerate(form.cases):
        here = (*loc, "cases", index)
        if case.when is None and index + 1 < len(form.cases):
            context.wrong(
                here,
                _("This case always holds, so the cases after it never count."),
                _("Give it a when, or make it the last one."),
            )
        found.append(CaseOf(condition(context, case.when, (*here, "when")), amount(context, case, here)))
    if len({_sort(each.form) for each in found if not isinstance(each.form, NoAmount)}) > 1:
        context.wrong((*loc, "cases"), _("Some cases are money and some are not."), _("Make two gestures of them."))
    return Cases(tuple(found))


def _sort(form: AmountForm) -> str:
    return f"quantity {form.unit}" if isinstance(form, Quantity) else "money"


def exposure(context: Context, form: _Form, loc: Loc) -> AmountForm | None:
    """Money not yet received: like an amount, but never chosen and never a quantity."""
    if form is None:
        return None
    found = amount(context, form, loc)
    inner = [case.form for case in found.cases] if isinstance(found, Cases) else [found]
    if any(isinstance(each, Chosen | Quantity | RestOf) or (isinstance(each, Share) and each.chosen) for each in inner):
        context.wrong(
            loc, _("Exposure follows from the facts; nobody chooses it."), _("Write an amount, or an exact share.")
        )
    return found


def cost(context: Context, text: str | None, loc: Loc) -> Cost:
    """What it costs the business: a share of the value, or an amount."""
    if text is None:
        return Cost()
    if text.endswith("%"):
        return Cost(percent=_percent(context, text, loc))
    return Cost(minor=context.money(text, loc))


def units(form: AmountForm) -> frozenset[str]:
    """The units of a form: those of quantities, "" for money; nothing when nothing is given."""
    if isinstance(form, Cases):
        return frozenset().union(*(units(case.form) for case in form.cases))
    if isinstance(form, NoAmount):
        return frozenset()
    return frozenset({form.unit if isinstance(form, Quantity) else ""})
