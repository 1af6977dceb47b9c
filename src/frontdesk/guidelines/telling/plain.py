"""A gesture as plain values for `explain --json`: the file's own names and figures, and the words beside them.

Keys are only ever added. Money is digits with a dot, a count or a quantity a number, dates are ISO.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from frontdesk.ground.language import current
from frontdesk.guidelines.model import (
    AskRole,
    Gesture,
    Guidelines,
    Limit,
    Measure,
    OtherGesture,
    PromiseWithin,
    WayWritten,
    Window,
    WindowKind,
)
from frontdesk.guidelines.telling.amounts import amount_words
from frontdesk.guidelines.telling.authority import Grant, grants
from frontdesk.guidelines.telling.conditions import condition_words
from frontdesk.guidelines.telling.explanation import grant_row
from frontdesk.guidelines.telling.figures import money, number
from frontdesk.guidelines.telling.limits import limit_words
from frontdesk.guidelines.telling.names import gesture_name
from frontdesk.guidelines.telling.ways import first_in, needs_of
from frontdesk.guidelines.values import format_duration, format_percent


def explanation_dict(guidelines: Guidelines, gesture: str, role: str | None = None) -> dict[str, Any]:
    """Everything that holds for a gesture, for one role or for all. KeyError for a gesture there is not."""
    known = guidelines.gestures[gesture]
    budgets = [budget for budget in guidelines.budgets if gesture in budget.counts]
    return {
        "gesture": gesture,
        "label": gesture_name(gesture, guidelines),
        "key": known.key,
        "kind": known.kind.value,
        "why": None if known.why is None else known.why.said_in(current()),
        "amount": amount_words(known.amount, guidelines),
        "cost": _cost(known, guidelines),
        "exposure": None if known.exposure is None else amount_words(known.exposure, guidelines),
        "one_press": known.one_press,
        "authority": [grant_dict(grant, known, guidelines) for grant in _asked(known, guidelines, role)],
        "when": None if known.when is None else condition_words(known.when, guidelines),
        "situations": list(known.situations),
        "first_in": list(first_in(known, guidelines)),
        "limits": [limit_dict(limit, guidelines, gesture) for limit in known.limits],
        "budgets": [limit_dict(budget, guidelines, None) for budget in budgets],
        "counted_by": [
            {"gesture": other.id, **limit_dict(limit, guidelines, other.id)}
            for other in guidelines.gestures.values()
            for limit in other.limits
            if other.id != gesture and gesture in limit.counts
        ],
        "needs": list(needs_of(known)),
        "not_with": [name for name in guidelines.gestures if name in known.not_with],
        "ways": None if known.otherwise is None else [_way(way) for way in known.otherwise],
        "bend": None
        if known.bend is None
        else {"by": known.bend.by, "when": condition_words(known.bend.when, guidelines)},
        "promise": None
        if known.promise is None
        else {"text": known.promise.text.said_in(current()), "due": known.promise.due_words},
        "idea": known.idea,
        "valid_from": _date(known.valid_from),
        "valid_until": _date(known.valid_until),
    }


def grant_dict(grant: Grant, gesture: Gesture, guidelines: Guidelines) -> dict[str, Any]:
    """What one role may give: `up_to` null is whatever the other rules allow, `no_reason_up_to` null all of it."""
    words = grant_row(grant, gesture, guidelines)
    return {
        "role": grant.role,
        "may": grant.may,
        "up_to": None if grant.up_to_minor is None else money(grant.up_to_minor, guidelines),
        "no_reason_up_to": None if grant.free_minor is None else money(grant.free_minor, guidelines),
        "ask": grant.asks,
        "words": "; ".join(part for part in (words.much, words.band) if part),
    }


def limit_dict(limit: Limit, guidelines: Guidelines, owner: str | None) -> dict[str, Any]:
    """A limit in the file's own words, and said."""
    return {
        "limit": limit.id,
        "words": limit_words(limit, guidelines, owner),
        "up_to": _up_to(limit, guidelines),
        "measure": limit.measure.value,
        "unit": limit.unit or None,
        "per": list(limit.per),
        "within": within_written(limit.within),
        "of": [name for name in guidelines.gestures if name in limit.counts],
        "when": None if limit.when is None else condition_words(limit.when, guidelines),
        "warn_at": None if limit.warn_at is None else format_percent(limit.warn_at),
        "valid_from": _date(limit.valid_from),
        "valid_until": _date(limit.valid_until),
    }


def within_written(window: Window) -> str:
    """A window as a file writes it: `ever`, `day`, `90 days`."""
    if window.kind is WindowKind.EVER:
        return "ever"
    if window.kind is WindowKind.CALENDAR:
        return window.unit
    return f"{window.count} {window.unit}{'' if window.count == 1 else 's'}"


def _asked(gesture: Gesture, guidelines: Guidelines, role: str | None) -> list[Grant]:
    return [grant for grant in grants(gesture, guidelines) if role is None or grant.role == role]


def _up_to(limit: Limit, guidelines: Guidelines) -> str | int | None:
    """A count as a number, money and quantities as digits, a fact by its name, null without end."""
    if limit.up_to.figure is None:
        return limit.up_to.fact
    if limit.measure is Measure.TIMES:
        return limit.up_to.figure
    if limit.measure is Measure.QUANTITY:
        return number(limit.up_to.figure)
    return money(limit.up_to.figure, guidelines)


def _cost(gesture: Gesture, guidelines: Guidelines) -> str | None:
    if gesture.cost.minor is not None:
        return money(gesture.cost.minor, guidelines)
    return None if gesture.cost.percent is None else format_percent(gesture.cost.percent)


def _way(way: WayWritten) -> dict[str, str]:
    if isinstance(way, OtherGesture):
        return {"gesture": way.gesture}
    if isinstance(way, AskRole):
        return {"ask": way.role}
    if isinstance(way, PromiseWithin):
        return {"promise": format_duration(way.within)}
    return {"say": way.words.said_in(current())}


def _date(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
