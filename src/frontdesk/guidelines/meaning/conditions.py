"""Conditions: facts and what they must be, typed by the fact."""

from __future__ import annotations

from frontdesk.ground.language import _
from frontdesk.guidelines.forms import ConditionForm, MatcherForm
from frontdesk.guidelines.meaning.context import Context
from frontdesk.guidelines.model import AllOf, AnyOf, Condition, Fact, FactType, FactValue, Match, Not, Test
from frontdesk.guidelines.nodes import Loc
from frontdesk.guidelines.problems import shown

ORDERED = (FactType.MONEY, FactType.NUMBER, FactType.PERCENT, FactType.DATE, FactType.DURATION)
_NOTHING: Condition = AllOf(())


def condition(context: Context, form: ConditionForm | None, loc: Loc) -> Condition | None:
    """The meaning of a `when`; what is wrong in it is reported and left out."""
    if form is None:
        return None
    parts: list[Condition] = []
    for name, matcher in (form.__pydantic_extra__ or {}).items():
        fact = context.fact(name, (*loc, name), of_key=True)
        if fact is not None:
            parts.extend(_tests(context, fact, matcher, (*loc, name)))
    if form.any is not None:
        parts.append(AnyOf(tuple(_each(context, form.any, (*loc, "any")))))
    if form.all is not None:
        parts.append(AllOf(tuple(_each(context, form.all, (*loc, "all")))))
    if form.not_ is not None:
        parts.append(Not(condition(context, form.not_, (*loc, "not")) or _NOTHING))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _each(context: Context, forms: list[ConditionForm], loc: Loc) -> list[Condition]:
    if not forms:
        context.wrong(loc, _("This list of conditions is empty."), _("Write a condition, or remove the line."))
    return [condition(context, each, (*loc, index)) or _NOTHING for index, each in enumerate(forms)]


def _tests(context: Context, fact: Fact, matcher: MatcherForm | list[str | bool] | str | bool, loc: Loc) -> list[Test]:
    if not isinstance(matcher, MatcherForm):
        return _one_of(context, fact, Match.IN, matcher if isinstance(matcher, list) else [matcher], loc)
    found: list[Test] = []
    for word, match, values in (
        ("is", Match.IN, matcher.is_),
        ("in", Match.IN, matcher.in_),
        ("is_not", Match.NOT_IN, matcher.is_not),
        ("not_in", Match.NOT_IN, matcher.not_in),
    ):
        if values is not None:
            found.extend(_one_of(context, fact, match, values, (*loc, word)))
    for word, match, value in (
        ("at_least", Match.AT_LEAST, matcher.at_least),
        ("at_most", Match.AT_MOST, matcher.at_most),
        ("more_than", Match.MORE_THAN, matcher.more_than),
        ("less_than", Match.LESS_THAN, matcher.less_than),
    ):
        if value is not None:
            found.extend(_compared(context, fact, match, value, (*loc, word)))
    if matcher.known is not None:
        found.append(Test(fact.name, Match.KNOWN, (matcher.known,)))
    if not found and not matcher.model_fields_set:
        context.wrong(loc, _("Nothing is compared here."), _("Write a value, or a comparison like at_least: 5."))
    return found


def _one_of(context: Context, fact: Fact, match: Match, written: list[str | bool], loc: Loc) -> list[Test]:
    if not written:
        context.wrong(loc, _("This list is empty."), _("Write at least one value."))
    values: list[FactValue] = []
    for index, each in enumerate(written):
        value = context.value(fact, each, (*loc, index))
        if value is not None:
            values.append(value)
    return [Test(fact.name, match, tuple(values))] if values else []


def _compared(context: Context, fact: Fact, match: Match, written: str | bool, loc: Loc) -> list[Test]:
    if fact.type not in ORDERED:
        context.wrong(
            loc,
            _("{fact} has no more and less: it is of the type {type}.").format(
                fact=shown(fact.name), type=fact.type.value
            ),
            _("Use is, is_not, in or not_in."),
            of_key=True,
        )
        return []
    value = context.value(fact, written, loc)
    return [] if value is None else [Test(fact.name, match, (value,))]
