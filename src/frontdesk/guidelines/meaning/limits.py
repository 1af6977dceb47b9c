"""Limits and budgets: how much, per what, within which window."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from frontdesk.ground.language import _
from frontdesk.guidelines.meaning.conditions import condition
from frontdesk.guidelines.meaning.context import RESERVED_RULES, Context
from frontdesk.guidelines.meaning.dates import valid_dates
from frontdesk.guidelines.model import FactType, Limit, Measure, UpTo, Window
from frontdesk.guidelines.nodes import Loc
from frontdesk.guidelines.problems import WARNING, closest, shown
from frontdesk.guidelines.values import SCOPE_WINDOWS, parse_percent, parse_window
from frontdesk.guidelines.written import BudgetForm, LimitForm

SCOPES = (
    "customer",
    "company",
    "order",
    "line",
    "serial",
    "account",
    "incident",
    "conversation",
    "shift",
    "staff",
    "role",
    "site",
    "business",
    "table",
    "visit",
)
_TIMES = re.compile(r"(0|[1-9][0-9]{0,8}) times?", re.ASCII)
_MONEY = re.compile(r"[0-9]+(?:[.,][0-9]+)?", re.ASCII)
_LIKE_A_COUNT = re.compile(r"[1-9]|1[0-9]|20", re.ASCII)
_OF_UNIT = re.compile(r"((?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,3})?) (\S.*)", re.ASCII)
_MONEY_MEASURES = (Measure.VALUE, Measure.COST, Measure.EXPOSURE)


class Allowed(NamedTuple):
    """How much a limit allows, what it adds up, and of which unit."""

    up_to: UpTo
    measure: Measure
    unit: str = ""


def collect_ids(context: Context) -> None:
    """Remember every limit id and budget name before any is used; report the ones that are taken twice."""
    for name, gesture in context.form.gestures.items():
        for index, limit in enumerate(gesture.limits or ()):
            loc = ("gestures", name, "limits", index)
            _take_id(context, limit.id or f"{name}.{index + 1}", (*loc, "id") if limit.id else loc, of_key=False)
    for name in context.form.budgets or {}:
        _take_id(context, name, ("budgets", name), of_key=True)
    _collect_broken(context)


def _collect_broken(context: Context) -> None:
    """Limits whose own lines are wrong are still known by name: one mistake is told once."""
    for name in context.document.names("budgets"):
        context.limit_ids.setdefault(name, ("budgets", name))
    for name in context.gestures:
        loc = ("gestures", name, "limits")
        written = context.document.raw(loc) if context.checked.is_broken(*loc) else None
        for index, each in enumerate(written if isinstance(written, list) else ()):
            found = each.get("id") if isinstance(each, dict) else None
            context.limit_ids.setdefault(found if isinstance(found, str) else f"{name}.{index + 1}", (*loc, index))


def _take_id(context: Context, name: str, loc: Loc, *, of_key: bool) -> None:
    if name in RESERVED_RULES:
        context.wrong(
            loc,
            _("{name} already means something else.").format(name=shown(name)),
            _("Choose another name."),
            of_key=of_key,
        )
    elif name in context.limit_ids:
        first = context.limit_ids[name]
        line = context.document.place(first, of_key=first[:1] == ("budgets",))[0]
        context.wrong(
            loc,
            _("The limit {name} is given twice; the first time in line {line}.").format(name=shown(name), line=line),
            _("Give one of them another id."),
            of_key=of_key,
            also=first,
        )
    else:
        context.limit_ids[name] = loc


def limit(context: Context, form: LimitForm, gesture: str, index: int, unit: str | None) -> Limit:
    """A limit that stands on a gesture; `unit` is the gesture's: "" for money, None when it is not known."""
    loc = ("gestures", gesture, "limits", index)
    across = form.across or []
    context.each_once(across, (*loc, "across"))
    for number, name in enumerate(across):
        context.is_gesture(name, (*loc, "across", number))
    allowed = _allowed(context, form.up_to, form.measure, unit, loc)
    per, within = _counted_over(context, form.per, form.within, loc)
    first, last = valid_dates(context, form.valid_from, form.valid_until, loc)
    return Limit(
        id=form.id or f"{gesture}.{index + 1}",
        up_to=allowed.up_to,
        per=per,
        within=within,
        counts=frozenset({gesture, *across}),
        measure=allowed.measure,
        unit=allowed.unit,
        when=condition(context, form.when, (*loc, "when")),
        valid_from=first,
        valid_until=last,
        line=context.document.place(loc)[0],
    )


def budget(context: Context, form: BudgetForm, name: str, unit: str | None) -> Limit:
    """A budget; `unit` is that of its gestures, "" for money."""
    loc = ("budgets", name)
    context.each_once(form.of, (*loc, "of"))
    if not form.of:
        context.wrong((*loc, "of"), _("This budget has no gestures."), _("Name the gestures that share it."))
    for number, gesture in enumerate(form.of):
        context.is_gesture(gesture, (*loc, "of", number))
    allowed = _allowed(context, form.up_to, form.measure, unit, loc)
    per, within = _counted_over(context, form.per, form.within, loc)
    first, last = valid_dates(context, form.valid_from, form.valid_until, loc)
    return Limit(
        id=name,
        up_to=allowed.up_to,
        per=per,
        within=within,
        counts=frozenset(form.of),
        measure=allowed.measure,
        unit=allowed.unit,
        when=condition(context, form.when, (*loc, "when")),
        valid_from=first,
        valid_until=last,
        is_budget=True,
        warn_at=None if form.warn_at is None else parse_percent(form.warn_at),
        line=context.line(*loc),
    )


def _counted_over(context: Context, per: list[str], within: str, loc: Loc) -> tuple[tuple[str, ...], Window]:
    context.each_once(per, (*loc, "per"))
    if not per:
        context.wrong((*loc, "per"), _("This list is empty."), _("Say per what it is counted, like per: customer."))
    for index, scope in enumerate(per):
        if scope in SCOPES or context.document.full(WARNING):
            continue
        meant = closest(scope, SCOPES)
        if meant is not None and len(scope) > 3 and abs(len(meant) - len(scope)) <= 2:
            context.warn(
                (*loc, "per", index),
                _("{name} is a scope of your own.").format(name=shown(scope)),
                _("Did you mean {word}?").format(word=shown(meant)),
            )
    scopes = tuple(dict.fromkeys(per))
    if within in SCOPE_WINDOWS and within not in scopes:
        scopes = (*scopes, within)
    return scopes, parse_window(within)


# --- how much -----------------------------------------------------------------------------------------------


def _allowed(context: Context, text: str, measure: str | None, unit: str | None, loc: Loc) -> Allowed:
    here = (*loc, "up_to")
    wanted = None if measure is None else Measure(measure)
    if text == "unlimited":
        return Allowed(
            UpTo(unlimited=True), wanted or Measure.TIMES, (unit or "") if wanted is Measure.QUANTITY else ""
        )
    times = _TIMES.fullmatch(text)
    if times is not None:
        _no_measure(context, wanted, text, loc)
        return Allowed(UpTo(figure=int(times[1])), Measure.TIMES)
    if _MONEY.fullmatch(text) is not None:
        if wanted is Measure.QUANTITY:
            return Allowed(UpTo(figure=_thousandths(context, text, here)), Measure.QUANTITY, unit or "")
        if wanted is None and _LIKE_A_COUNT.fullmatch(text) is not None:
            context.warn(
                here,
                _("{text} is an amount of money here.").format(text=shown(text)),
                _("Write {times} if it is counted, or {money}.").format(
                    times=shown(f"{text} times"), money=shown(f"{text}.00")
                ),
            )
        return Allowed(UpTo(figure=context.money(text, here) or 0), wanted or Measure.VALUE)
    if text in context.fact_names:
        return _by_fact(context, text, wanted, unit, loc)
    of_unit = _OF_UNIT.fullmatch(text)
    if of_unit is not None and of_unit[2] not in ("x", "time", "times"):
        return _of_unit(context, of_unit[1], of_unit[2], wanted, unit, loc)
    if context.document.full():
        context.document.leave_untold()
    else:
        said = _("{text} does not say how much is allowed.").format(text=shown(text))
        context.wrong(here, said, _remedy(context, text))
    return Allowed(UpTo(unlimited=True), wanted or Measure.TIMES)


def _remedy(context: Context, text: str) -> str:
    spelled = {"once": "1 time", "twice": "2 times", "one": "1 time", "two": "2 times", "three times": "3 times"}
    loose = re.fullmatch(r"0*([0-9]+) ?(?:x|times?|Times?)", text)
    said = spelled.get(text.casefold()) or (f"{loose[1]} times" if loose is not None else None)
    if said is not None:
        return _("Write {text}.").format(text=shown(said))
    meant = closest(text, (*context.fact_names, "unlimited"))
    if meant is not None:
        return _("Did you mean {word}?").format(word=shown(meant))
    return _("Write it like 4 times, 150.00, 10 GB, the name of a declared fact, or unlimited.")


def _no_measure(context: Context, wanted: Measure | None, text: str, loc: Loc) -> None:
    if wanted is not None:
        context.wrong(
            (*loc, "measure"),
            _("{text} counts times, and {measure} adds up something else.").format(
                text=shown(text), measure=shown(wanted.value)
            ),
            _("Remove measure, or write an amount in up_to."),
        )


def _thousandths(context: Context, text: str, loc: Loc) -> int:
    if re.fullmatch(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,3})?", text, re.ASCII) is None:
        context.wrong(
            loc,
            _("{text} is not a quantity.").format(text=shown(text)),
            _("Write digits, with at most three decimals, like 2 or 0.5."),
        )
        return 0
    return int(Decimal(text) * 1000)


def _of_unit(context: Context, figure: str, of: str, wanted: Measure | None, unit: str | None, loc: Loc) -> Allowed:
    here = (*loc, "up_to")
    allowed = Allowed(UpTo(figure=_thousandths(context, figure, here)), Measure.QUANTITY, of)
    if wanted not in (None, Measure.QUANTITY):
        context.wrong(
            (*loc, "measure"),
            _("{text} is a quantity, and {measure} adds up money.").format(
                text=shown(f"{figure} {of}"), measure=shown(str(wanted))
            ),
            _("Remove measure, or write an amount in up_to."),
        )
    elif unit is not None and of != unit:
        said = (
            _("This is not counted in {unit}.").format(unit=shown(of))
            if not unit
            else _("This is counted in {unit}, not in {other}.").format(unit=shown(unit), other=shown(of))
        )
        remedy = (
            _("Write {text}.").format(text=shown(f"{figure} {unit}"))
            if unit
            else _("Write it like 4 times or 150.00; only the figure for money.")
        )
        context.wrong(here, said, remedy)
    return allowed


def _by_fact(context: Context, name: str, wanted: Measure | None, unit: str | None, loc: Loc) -> Allowed:
    here = (*loc, "up_to")
    fact = context.fact(name, here)
    up_to = UpTo(fact=name)
    if fact is None:
        return Allowed(up_to, wanted or Measure.TIMES)
    if fact.type is FactType.MONEY:
        if wanted is Measure.QUANTITY:
            context.wrong(
                (*loc, "measure"),
                _("{fact} is money, and quantity adds up something else.").format(fact=shown(name)),
                _("Remove measure, or name a number fact."),
            )
        return Allowed(up_to, wanted or Measure.VALUE)
    if fact.type is FactType.NUMBER:
        if wanted in _MONEY_MEASURES:
            context.wrong(
                (*loc, "measure"),
                _("{fact} is a number, and {measure} adds up money.").format(
                    fact=shown(name), measure=shown(str(wanted))
                ),
                _("Remove measure, or name a money fact."),
            )
        return Allowed(up_to, wanted or Measure.TIMES, (unit or "") if wanted is Measure.QUANTITY else "")
    context.wrong(
        here,
        _("The fact {name} is of the type {type} and cannot say how much.").format(
            name=shown(name), type=fact.type.value
        ),
        _("Name a fact of the type money or number."),
    )
    return Allowed(up_to, Measure.TIMES)
