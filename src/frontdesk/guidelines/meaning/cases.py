"""Cases that are told apart by one fact: values that are in two of them, and values between that are in none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from frontdesk.ground.language import _
from frontdesk.ground.money import format_minor
from frontdesk.guidelines.meaning.context import Context
from frontdesk.guidelines.model import AllOf, Cases, Condition, FactType, Gesture, Match, Test
from frontdesk.guidelines.nodes import Loc
from frontdesk.guidelines.problems import shown

_Edge: TypeAlias = tuple[Decimal, int]  # the value, and -1 just before it, 0 at it, 1 just after it
_INFINITE = Decimal("Infinity")
_LOOKED_AT_MAX = 200  # each case is held against all before it, and no list for people is as long


@dataclass(frozen=True, slots=True)
class _Span:
    """The values of one case: from `low` to `high`, both included."""

    low: _Edge
    high: _Edge
    index: int


def check_cases(context: Context, gesture: Gesture, cases: Cases) -> None:
    """Warn of values in two cases, and of values between two cases; only where one fact of numbers decides.

    A later case that holds for everything an earlier one does is the usual "up to 7, up to 14" and no mistake.
    """
    fact = _only_fact(cases)
    if fact is None or fact not in context.facts:
        return
    kind = context.facts[fact].type
    if kind not in (FactType.NUMBER, FactType.PERCENT, FactType.MONEY):
        return
    loc: Loc = ("gestures", gesture.id, "amount", "cases")
    found = [_span(case.when, index) for index, case in enumerate(cases.cases) if case.when is not None]
    spans = [span for span in found if span is not None and span.low <= span.high]
    if len(spans) != len(found):
        return
    for place, later in enumerate(spans[:_LOOKED_AT_MAX]):
        for earlier in spans[:place]:
            _tell_overlap(context, kind, earlier, later, loc)
    if cases.cases[-1].when is not None:
        _tell_gap(context, kind, spans, loc)


def _only_fact(cases: Cases) -> str | None:
    names = {test.fact for case in cases.cases if case.when is not None for test in _tests(case.when) or ()}
    plain = all(case.when is None or _tests(case.when) for case in cases.cases)
    return names.pop() if plain and len(names) == 1 else None


def _tests(condition: Condition) -> list[Test] | None:
    """The comparisons that all have to hold; None where the condition is more than that."""
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    found = [part for part in parts if isinstance(part, Test)]
    return found if len(found) == len(parts) else None


def _span(condition: Condition, index: int) -> _Span | None:
    low, high = (-_INFINITE, 0), (_INFINITE, 0)
    for test in _tests(condition) or ():
        if len(test.values) != 1 or isinstance(test.values[0], bool) or not isinstance(test.values[0], int | Decimal):
            return None
        value = Decimal(test.values[0])
        if test.match is Match.AT_LEAST:
            low = max(low, (value, 0))
        elif test.match is Match.MORE_THAN:
            low = max(low, (value, 1))
        elif test.match is Match.AT_MOST:
            high = min(high, (value, 0))
        elif test.match is Match.LESS_THAN:
            high = min(high, (value, -1))
        elif test.match is Match.IN:
            low, high = max(low, (value, 0)), min(high, (value, 0))
        else:
            return None
    return _Span(low, high, index)


def _tell_overlap(context: Context, kind: FactType, earlier: _Span, later: _Span, loc: Loc) -> None:
    low, high = max(earlier.low, later.low), min(earlier.high, later.high)
    if low > high or _is_wider(later, earlier):
        return
    line = context.document.place((*loc, earlier.index))[0]
    if earlier.low <= later.low and later.high <= earlier.high:
        text = _("This case never counts: the one in line {line} holds for all its values.").format(line=line)
    else:
        value = low[0] if low[0].is_finite() else high[0]
        text = _("{value} is in both this case and the one in line {line}.").format(
            value=shown(_written(context, kind, value)), line=line
        )
    context.warn((*loc, later.index), text, _("Let every value be in one case: the first one counts."))


def _is_wider(later: _Span, earlier: _Span) -> bool:
    return (
        later.low <= earlier.low
        and later.high >= earlier.high
        and (later.low, later.high) != (earlier.low, earlier.high)
    )


def _tell_gap(context: Context, kind: FactType, spans: list[_Span], loc: Loc) -> None:
    """Between whole numbers that follow each other (at most 6, at least 7) nothing is missing."""
    reached: _Edge | None = None
    for span in sorted(spans, key=lambda each: each.low):
        if reached is not None and span.low > reached and not _adjoin(reached, span.low):
            context.warn(
                (*loc, span.index),
                _("Nothing is said for values between {low} and {high}.").format(
                    low=shown(_written(context, kind, reached[0])), high=shown(_written(context, kind, span.low[0]))
                ),
                _("Let the cases meet, or write a case for them; without one the gesture is not available."),
            )
        reached = span.high if reached is None else max(reached, span.high)


def _adjoin(reached: _Edge, begins: _Edge) -> bool:
    if reached[0] == begins[0]:
        return 0 in (reached[1], begins[1])
    whole = reached[0] == reached[0].to_integral_value() and begins[0] == begins[0].to_integral_value()
    return whole and reached[1] == begins[1] == 0 and begins[0] - reached[0] == 1


def _written(context: Context, kind: FactType, value: Decimal) -> str:
    if kind is FactType.MONEY:
        return format_minor(int(value), context.exponent)
    return f"{value:f}%" if kind is FactType.PERCENT else f"{value:f}"
