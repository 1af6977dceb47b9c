"""Conditions in words: "house occupancy at most 95 %", "any of: …; …", "not …"."""

from __future__ import annotations

from collections.abc import Sequence

from frontdesk.ground.language import _, current
from frontdesk.guidelines.model import (
    WEEKDAYS,
    AllOf,
    AnyOf,
    Condition,
    FactType,
    FactValue,
    Guidelines,
    Match,
    Not,
    Test,
)
from frontdesk.guidelines.telling.figures import value
from frontdesk.guidelines.telling.names import fact_name, listed, situation_name


def condition_words(condition: Condition, guidelines: Guidelines) -> str:
    """A whole condition in one line."""
    if isinstance(condition, Test):
        return _test(condition, guidelines)
    if isinstance(condition, Not):
        inner = condition_words(condition.part, guidelines)
        return _("not {condition}").format(condition=inner if isinstance(condition.part, Test) else f"({inner})")
    if isinstance(condition, AnyOf):
        return _any_of(condition, guidelines)
    lines = _parts(condition, guidelines)
    return listed(lines) if lines else _("always")


def condition_lines(condition: Condition, guidelines: Guidelines) -> tuple[str, ...]:
    """A condition as what must hold, one to a line."""
    if not isinstance(condition, AllOf):
        return (condition_words(condition, guidelines),)
    return tuple(_parts(condition, guidelines)) or (_("always"),)


def _any_of(condition: AnyOf, guidelines: Guidelines) -> str:
    if not condition.parts:
        return _("never")
    if len(condition.parts) == 1:
        return condition_words(condition.parts[0], guidelines)
    said = "; ".join(_inside(part, guidelines) for part in condition.parts)
    return _("any of: {conditions}").format(conditions=said)


def _inside(part: Condition, guidelines: Guidelines) -> str:
    """A part among others: what itself has parts stands in brackets, so that nobody has to guess what belongs."""
    said = condition_words(part, guidelines)
    return f"({said})" if len(_pieces(part, guidelines)) > 1 else said


def _pieces(part: Condition, guidelines: Guidelines) -> Sequence[object]:
    """What a part falls into when it is said."""
    if isinstance(part, AllOf):
        return _parts(part, guidelines)
    return part.parts if isinstance(part, AnyOf) else (part,)


def _parts(condition: AllOf, guidelines: Guidelines) -> list[str]:
    """What must hold; the lower and the upper bound of one fact are said together.

    That a fact is known goes without saying where it is compared as well.
    """
    said: list[str] = []
    compared = {part.fact for part in condition.parts if isinstance(part, Test) and part.match is not Match.KNOWN}
    parts = [
        part
        for part in condition.parts
        if not (isinstance(part, Test) and part.match is Match.KNOWN and part.values[0] and part.fact in compared)
    ]
    while parts:
        part = parts.pop(0)
        other = parts[0] if parts else None
        if (
            isinstance(part, Test)
            and isinstance(other, Test)
            and part.fact == other.fact
            and (part.match, other.match) == (Match.AT_LEAST, Match.AT_MOST)
        ):
            parts.pop(0)
            low, high = (_value(each, each.values[0], guidelines) for each in (part, other))
            said.append(
                _("{fact} from {low} to {high}").format(fact=fact_name(part.fact, guidelines), low=low, high=high)
            )
        else:
            said.append(_inside(part, guidelines))
    return said


def _test(test: Test, guidelines: Guidelines) -> str:
    fact = fact_name(test.fact, guidelines)
    if test.match is Match.KNOWN:
        known = _("{fact} is known") if test.values[0] else _("{fact} is not known")
        return known.format(fact=fact)
    declared = guidelines.facts.get(test.fact)
    if declared is not None and declared.type is FactType.YES_NO and test.match in (Match.IN, Match.NOT_IN):
        return _yes_or_no(test, fact)
    values = [_value(test, each, guidelines) for each in test.values]
    words = {
        Match.IN: _("{fact} is {value}"),
        Match.NOT_IN: _("{fact} is not {value}"),
        Match.AT_LEAST: _("{fact} at least {value}"),
        Match.AT_MOST: _("{fact} at most {value}"),
        Match.MORE_THAN: _("{fact} more than {value}"),
        Match.LESS_THAN: _("{fact} less than {value}"),
    }
    return words[test.match].format(fact=fact, value=listed(values, either=True))


def _yes_or_no(test: Test, fact: str) -> str:
    allowed = {bool(each) for each in test.values}
    if test.match is Match.NOT_IN:
        allowed = {True, False} - allowed
    if len(allowed) == 2:
        return _("{fact} is known").format(fact=fact)
    if not allowed:
        return _("never")
    return _("{fact}: {answer}").format(fact=fact, answer=_("yes") if allowed == {True} else _("no"))


def _value(test: Test, said: FactValue, guidelines: Guidelines) -> str:
    if test.fact == "situation":
        return situation_name(str(said), guidelines)
    if test.fact == "reason" and str(said) in guidelines.reasons:
        return guidelines.reasons[str(said)].said_in(current())
    if test.fact == "weekday" and said in WEEKDAYS:
        return _weekday(str(said))
    return value(guidelines.facts.get(test.fact), said, guidelines)


def _weekday(name: str) -> str:
    from babel.dates import get_day_names

    return str(get_day_names("wide", locale=current())[WEEKDAYS.index(name)])
