"""The decision object of the language document, and the sentence for an ask that is none of the gesture's amounts."""

from __future__ import annotations

from datetime import datetime

from frontdesk.authority.values import (
    AskWay,
    BadAsk,
    Binding,
    Decision,
    GestureWay,
    PromiseWay,
    Way,
)
from frontdesk.ground.businessday import BusinessClock
from frontdesk.ground.language import _
from frontdesk.ground.money import format_minor
from frontdesk.guidelines.model import Guidelines, Measure

_PER_UNIT = 1000


def decision_dict(decision: Decision, guidelines: Guidelines) -> dict[str, object]:
    """`decision` as plain values in the documented form, without an id.

    Money is text with the currency's decimals, times and quantities are numbers, instants ISO in the zone of the
    site. `quantity` stands there only for gestures that have one, `facts` and `gestures` of a binding only when
    it names some. A role that could give only part of what was asked is for the desk, and not in it.
    """
    exponent = guidelines.business.exponent
    answer: dict[str, object] = {
        "outcome": str(decision.outcome),
        "amount": None if decision.amount_minor is None else format_minor(decision.amount_minor, exponent),
        "at_most": None if decision.at_most_minor is None else format_minor(decision.at_most_minor, exponent),
        "cost": format_minor(decision.cost_minor, exponent),
        "exposure": format_minor(decision.exposure_minor, exponent),
        "missing": list(decision.missing),
        "binding": [_binding(each, exponent, guidelines.business.clock) for each in decision.binding],
        "ways": [way_dict(each) for each in decision.ways if not (isinstance(each, AskWay) and each.amount_minor)],
    }
    if decision.unit:
        answer["quantity"] = _number(decision.quantity_thousandths)
        answer["at_most"] = _number(decision.at_most_thousandths)
    return answer


def bad_ask_sentence(bad: BadAsk, guidelines: Guidelines) -> str:
    """What is wrong with an ask, with the bounds there are."""
    if bad.problem == "no_amount":
        return _("{gesture} has no amount: leave ask out.").format(gesture=bad.gesture)
    if bad.low is None or bad.high is None:
        return _("ask has to be more than nothing.")
    low, high = (_bound(figure, bad, guidelines) for figure in (bad.low, bad.high))
    if bad.low == bad.high:
        return _("The amount of {gesture} is {amount}, no other.").format(gesture=bad.gesture, amount=low)
    return _("The amount of {gesture} is from {low} to {high}.").format(gesture=bad.gesture, low=low, high=high)


def _bound(figure: int, bad: BadAsk, guidelines: Guidelines) -> str:
    return str(_number(figure)) if bad.is_quantity else format_minor(figure, guidelines.business.exponent)


def _number(thousandths: int | None) -> int | float | None:
    if thousandths is None:
        return None
    whole, part = divmod(thousandths, _PER_UNIT)
    return thousandths / _PER_UNIT if part else whole


def _binding(binding: Binding, exponent: int, clock: BusinessClock) -> dict[str, object]:
    answer: dict[str, object] = {
        "limit": binding.rule,
        "used": _figure(binding.used, binding.measure, exponent),
        "up_to": _figure(binding.up_to, binding.measure, exponent),
        "frees_at": _instant(binding.frees_at, clock),
    }
    if binding.facts:
        answer["facts"] = list(binding.facts)
    if binding.gestures:
        answer["gestures"] = list(binding.gestures)
    return answer


def _figure(figure: int | None, measure: Measure | None, exponent: int) -> str | int | float | None:
    if figure is None or measure is None or measure is Measure.TIMES:
        return figure
    return _number(figure) if measure is Measure.QUANTITY else format_minor(figure, exponent)


def _instant(at: datetime | None, clock: BusinessClock) -> str | None:
    return None if at is None else clock.wall(at).isoformat()


def way_dict(way: Way) -> dict[str, object]:
    """A way forward as plain values: what `decide` prints and a block remembers."""
    if isinstance(way, GestureWay):
        return {"gesture": way.gesture}
    if isinstance(way, AskWay):
        return {"ask": way.role}
    if isinstance(way, PromiseWay):
        return {"promise": way.words}
    return {"say": way.words.plain}
