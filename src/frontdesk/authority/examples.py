"""The file's own tests: each example is a line of `decide` over an empty ledger, and what is expected of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from frontdesk.authority.lines import Run
from frontdesk.ground.businessday import instant_of
from frontdesk.ground.language import _
from frontdesk.guidelines.model import Example, Guidelines
from frontdesk.guidelines.problems import ERROR, Problem

_AMOUNTS = ("amount", "at_most", "cost", "exposure", "quantity")
_USUAL_DAY = date(2026, 1, 14)


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that does not come out as written: where it stands, which part, what was expected, what came."""

    line: int
    key: str
    expected: str
    came: str


def failures(guidelines: Guidelines) -> tuple[ExampleFailure, ...]:
    """Every part of every example that does not hold, in file order."""
    found: list[ExampleFailure] = []
    for example in guidelines.examples:
        answer = answer_of(guidelines, example)
        found.extend(_differences(example, answer))
    return tuple(found)


def example_problems(guidelines: Guidelines | None, file: str) -> tuple[Problem, ...]:
    """`failures` as problems of the file, as `check` names them; () for a file that is not understood."""
    if guidelines is None:
        return ()
    return tuple(
        Problem(
            file,
            failure.line,
            1,
            ERROR,
            _("This example expects {key} {expected}, but it comes to {came}.").format(
                key=failure.key, expected=failure.expected, came=failure.came
            ),
            _("Change the gesture if the example is right, else the example."),
        )
        for failure in failures(guidelines)
    )


def answer_of(guidelines: Guidelines, example: Example) -> dict[str, object]:
    """The answer to an example, in the form of `decide`."""
    line = dict(example.given)
    line.setdefault("id", "example")
    if line.get("at") is None:
        line["at"] = noon_of_a_valid_day(guidelines, line.get("gesture"))
    scope = line.get("scope") or {}
    if isinstance(scope, Mapping):
        line["scope"] = {**dict.fromkeys(_scopes(guidelines), "fresh"), **scope}
    return Run(guidelines).answer(line)


def _scopes(guidelines: Guidelines) -> set[str]:
    limits = [limit for gesture in guidelines.gestures.values() for limit in gesture.limits]
    named = {name for limit in (*limits, *guidelines.budgets) for name in limit.per}
    return (named | {"conversation", "incident"}) - {"role", "staff", "site", "business"}


def noon_of_a_valid_day(guidelines: Guidelines, gesture: object) -> datetime:
    """Noon on the wall clock of a business day on which the gesture is valid."""
    known = guidelines.gestures.get(gesture) if isinstance(gesture, str) else None
    day = _USUAL_DAY
    if known is not None:
        day = day if known.valid_from is None else max(day, known.valid_from)
        day = day if known.valid_until is None else min(day, known.valid_until)
    clock = guidelines.business.clock
    noon = instant_of(datetime.combine(day, time(12)), clock.zone)
    if clock.date_of(noon) == day:
        return noon
    return instant_of(datetime.combine(day + timedelta(days=1), time(12)), clock.zone)


def _differences(example: Example, answer: Mapping[str, object]) -> list[ExampleFailure]:
    if "error" in answer and "error" not in example.expect:
        return [ExampleFailure(example.line, "error", _shown(example.expect), str(answer["error"]))]
    return [
        ExampleFailure(example.line, key, _shown(expected), _shown(answer.get(key)))
        for key, expected in example.expect.items()
        if not _same(key, expected, answer.get(key))
    ]


def _same(key: str, expected: object, came: object) -> bool:
    if key in _AMOUNTS:
        return _decimal(expected) == _decimal(came)
    if key == "missing":
        return sorted(_list(expected), key=str) == sorted(_list(came), key=str)
    if key == "binding":
        return _same_bindings(_list(expected), _list(came))
    if key == "ways":
        return _same_ways(_list(expected), _list(came))
    if key == "error":
        return came is not None if expected is True else expected is not None and str(expected) in str(came)
    return expected == came


def _same_ways(expected: Sequence[object], came: Sequence[object]) -> bool:
    """The expected ways are offered, in this order; an empty list means that there are none."""
    offered = iter(came)
    return all(way in offered for way in expected) if expected else not came


def _same_bindings(expected: Sequence[object], came: Sequence[object]) -> bool:
    """What is expected is among what binds, an object in the keys it has; an empty list means that nothing binds."""
    if not expected:
        return not came
    rules = {each.get("limit"): each for each in came if isinstance(each, Mapping)}
    for each in expected:
        wanted = each if isinstance(each, Mapping) else {"limit": each}
        other = rules.get(wanted.get("limit"))
        if other is None or any(not _same_part(value, other.get(part)) for part, value in wanted.items()):
            return False
    return True


def _same_part(expected: object, came: object) -> bool:
    if isinstance(expected, Decimal | int | float) and not isinstance(expected, bool):
        return _decimal(expected) == _decimal(came)
    return expected == came


def _list(value: object) -> Sequence[object]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _decimal(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_shown(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_shown(part) for part in value) + "]"
    return "null" if value is None else str(value)
