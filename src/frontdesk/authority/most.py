"""The most that a role could ever give of a gesture in one go: on a day on which nothing has been given yet.

A bound, not a decision: facts and conditions that are only known in a conversation may allow less, never more.
"""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.authority.amounts import THOUSAND, Amount, static
from frontdesk.authority.bounds import Bound, Load, Standing, largest_that_fits
from frontdesk.authority.index import GestureIndex, index_of
from frontdesk.guidelines.model import (
    AmountForm,
    Cases,
    Chosen,
    Fixed,
    Guidelines,
    Measure,
    NoAmount,
    Quantity,
    RestOf,
    Share,
)


@dataclass(frozen=True, slots=True)
class Most:
    """The largest that passes every figure of the file: minor units, or thousandths of `unit`; 0 is nothing.

    `sure` says that nothing else can make it less: no fact, no condition and no date.
    """

    figure: int
    is_quantity: bool = False
    unit: str = ""
    sure: bool = True


def most_at_once(guidelines: Guidelines, gesture: str, role: str) -> Most | None:
    """What `role` could give at once; None without an amount, and where facts alone decide how much.

    Raises KeyError for a gesture that the guidelines do not have.
    """
    index = index_of(guidelines)
    found = index.gestures[gesture]
    form = found.gesture.amount
    is_quantity = isinstance(form, Quantity)
    if not is_quantity and any(isinstance(each, NoAmount | Quantity) for each in _leaves(form)):
        return None
    load = _load(found, is_quantity)
    caps = [_largest(form, guidelines), *(_allowed(bound, load) for bound in found.limits)]
    ceiling = found.ceiling(index.rank(role))
    if ceiling is not None:
        caps.append(0 if ceiling < 0 else None if is_quantity else ceiling)
    figures = [cap for cap in caps if cap is not None]
    if not figures:
        return None
    figure = min(figures)
    unit = form.unit if isinstance(form, Quantity) else ""
    return Most(figure if figure >= _smallest(form) else 0, is_quantity, unit, sure=_sure(found))


def _leaves(form: AmountForm) -> tuple[AmountForm, ...]:
    if isinstance(form, Cases):
        return tuple(leaf for case in form.cases for leaf in _leaves(case.form))
    return (form,)


def _largest(form: AmountForm, guidelines: Guidelines) -> int | None:
    """The most that the form comes to whatever the facts say; None when facts decide."""
    known = static(form)
    if isinstance(known, Amount):
        return known.high
    if isinstance(form, Share):
        return form.at_most
    if isinstance(form, RestOf):
        limit = guidelines.limit(form.limit)
        return limit.up_to.figure if limit is not None and limit.measure is Measure.VALUE else None
    if isinstance(form, Cases):
        each = [_largest(case.form, guidelines) for case in form.cases]
        return None if None in each else max(figure for figure in each if figure is not None)
    return None


def _smallest(form: AmountForm) -> int:
    """The least that the form comes to whatever the facts say: less than that is nothing."""
    if isinstance(form, Fixed):
        return form.minor
    if isinstance(form, Chosen):
        return form.low
    if isinstance(form, Quantity):
        return int(form.low * THOUSAND)
    if isinstance(form, Cases):
        return min(_smallest(case.form) for case in form.cases)
    return 0


def _load(found: GestureIndex, is_quantity: bool) -> Load:
    exposed = None if found.gesture.exposure is None else static(found.gesture.exposure)
    exposure = 0
    if isinstance(exposed, Amount) and not exposed.quantity:
        exposure = exposed.high if exposed.usual is None else exposed.usual
    return Load(found.gesture.cost, exposure, is_money=not is_quantity, is_quantity=is_quantity)


def _allowed(bound: Bound, load: Load) -> int | None:
    """What an unused limit lets pass at once; None for everything, and for one that may not apply."""
    up_to = bound.limit.up_to.figure
    if up_to is None or not bound.plain:
        return None
    fits = largest_that_fits(Standing(bound, 0, up_to, up_to, ()), load)
    return None if fits is None else max(0, fits)


def _sure(found: GestureIndex) -> bool:
    gesture = found.gesture
    free = gesture.when is None and gesture.valid_from is None and gesture.valid_until is None
    known = found.fixed is not None and (gesture.exposure is None or static(gesture.exposure) is not None)
    limits = all(bound.plain and bound.limit.up_to.fact is None for bound in found.limits)
    return free and known and limits and not gesture.situations and not found.excluded_by
