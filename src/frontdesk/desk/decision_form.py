"""The decision object of the guidelines language: what `decide` and `give --json` print."""

from __future__ import annotations

from typing import Any

from frontdesk.authority.values import AskWay, Binding, Decision, GestureWay, PromiseWay, Way
from frontdesk.desk import wording
from frontdesk.ground.language import current
from frontdesk.ground.money import format_minor
from frontdesk.guidelines.model import Guidelines, Measure


def decision_json(decision: Decision, guidelines: Guidelines) -> dict[str, Any]:
    """The decision as plain values. Money is digits with a dot, instants carry the site's offset."""
    exponent = guidelines.business.exponent

    def money(minor: int | None) -> str | None:
        return None if minor is None else format_minor(minor, exponent)

    form: dict[str, Any] = {
        "gesture": decision.gesture,
        "outcome": str(decision.outcome),
        "amount": money(decision.amount_minor),
        "at_most": money(decision.at_most_minor),
        "cost": money(decision.cost_minor),
        "exposure": money(decision.exposure_minor),
        "missing": list(decision.missing),
        "binding": [_binding_json(binding, guidelines) for binding in decision.binding],
        "ways": [_way_json(way, guidelines) for way in decision.ways],
    }
    if decision.quantity_thousandths is not None or decision.at_most_thousandths is not None:
        form["quantity"] = wording.number(decision.quantity_thousandths)
        form["at_most"] = wording.number(decision.at_most_thousandths)
    if decision.role is not None:
        form["role"] = decision.role
    if decision.bend:
        form["bend"] = True
    return form


def _binding_json(binding: Binding, guidelines: Guidelines) -> dict[str, Any]:
    def figure(value: int | None) -> Any:
        if value is None:
            return None
        if binding.measure is Measure.TIMES:
            return value
        if binding.measure is Measure.QUANTITY:
            return wording.number(value)
        return format_minor(value, guidelines.business.exponent)

    frees = None
    if binding.frees_at is not None:
        frees = guidelines.business.clock.wall(binding.frees_at).isoformat(timespec="seconds")
    form: dict[str, Any] = {
        "limit": binding.rule,
        "used": figure(binding.used),
        "up_to": figure(binding.up_to),
        "frees_at": frees,
    }
    if binding.facts:
        form["facts"] = list(binding.facts)
    if binding.gestures:
        form["gestures"] = list(binding.gestures)
    return form


def _way_json(way: Way, guidelines: Guidelines) -> dict[str, Any]:
    if isinstance(way, GestureWay):
        form: dict[str, Any] = {"gesture": way.gesture}
        if way.amount_minor is not None:
            form["amount"] = format_minor(way.amount_minor, guidelines.business.exponent)
        return form
    if isinstance(way, AskWay):
        return {"ask": way.role}
    if isinstance(way, PromiseWay):
        return {"promise": way.words}
    return {"say": way.words.said_in(current())}
