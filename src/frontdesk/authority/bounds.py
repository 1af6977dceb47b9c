"""A limit made ready for decisions, where it stands at one moment, and what it then lets through.

Source of every rule: docs/guidelines.md, Limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from frontdesk.authority.amounts import cost_of, value_within_cost
from frontdesk.authority.values import Mark, Used
from frontdesk.guidelines.model import Cost, Limit, Measure, WindowKind


@dataclass(slots=True)
class Load:
    """What giving would put on limits, but for the amount itself. `is_money`/`is_quantity`: what the amount is."""

    cost: Cost
    exposure: int
    is_money: bool
    is_quantity: bool


Fits: TypeAlias = Callable[[int, Load], "int | None"]
"""The largest amount (minor units or thousandths) that so much room in a measure's unit lets pass.

None: every amount. -1: not even an amount of nothing. What puts nothing on a limit is never stopped by it.
"""


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit with what its counters are named after and what decisions read of it again and again.

    `only` is the one scope of a limit that is per one thing. `plain`: it applies always, whatever day or facts it is.
    `used` and `marked` read its measure off a counter and off a mark. `figure` and `fact` are those of `up_to`;
    `calendar` is the unit of a calendar window, "" for other windows.
    """

    limit: Limit
    id: str
    shape: str
    per: tuple[str, ...]
    only: str | None
    measure: Measure
    used: Callable[[Used], int]
    marked: Callable[[Mark], int]
    fits: Fits
    figure: int | None
    fact: str | None
    calendar: str
    rolling: bool
    dated: bool
    plain: bool


def bound_of(limit: Limit) -> Bound:
    """`limit`, made ready."""
    dated = limit.valid_from is not None or limit.valid_until is not None
    window = limit.within
    return Bound(
        limit=limit,
        id=limit.id,
        shape=limit.shape,
        per=tuple(sorted(limit.per)),
        only=limit.per[0] if len(limit.per) == 1 else None,
        measure=limit.measure,
        used=_USED[limit.measure],
        marked=_MARKED[limit.measure],
        fits=_FITS[limit.measure],
        figure=limit.up_to.figure,
        fact=limit.up_to.fact,
        calendar=window.unit if window.kind is WindowKind.CALENDAR else "",
        rolling=window.kind is WindowKind.ROLLING,
        dated=dated,
        plain=limit.when is None and not dated,
    )


@dataclass(slots=True)
class Standing:
    """A limit that applies now: `used`, `up_to` and `left` in its measure's unit (None: without end).

    Of a person in several households or companies it is the fullest of them; `also` are the others.
    """

    bound: Bound
    used: int
    up_to: int | None
    left: int | None
    marks: tuple[Mark, ...]
    also: tuple[Standing, ...] = ()


# --- what fits ----------------------------------------------------------------------------------------------


def largest_that_fits(now: Standing, load: Load) -> int | None:
    """The largest amount that the limit lets pass, as `Fits` says it."""
    return None if now.left is None else now.bound.fits(now.left, load)


def _times(left: int, _load: Load) -> int | None:
    return None if left >= 1 else -1


def _value(left: int, load: Load) -> int | None:
    return max(0, left) if load.is_money else None


def _cost(left: int, load: Load) -> int | None:
    return value_within_cost(load.cost, left) if load.is_money or load.cost.minor is not None else None


def _exposure(left: int, load: Load) -> int | None:
    return None if load.exposure <= left or load.exposure == 0 else -1


def _quantity(left: int, load: Load) -> int | None:
    return max(0, left) if load.is_quantity else None


_FITS: Mapping[Measure, Fits] = {
    Measure.TIMES: _times,
    Measure.VALUE: _value,
    Measure.COST: _cost,
    Measure.EXPOSURE: _exposure,
    Measure.QUANTITY: _quantity,
}


_USED: Mapping[Measure, Callable[[Used], int]] = {
    Measure.TIMES: attrgetter("times"),
    Measure.VALUE: attrgetter("value_minor"),
    Measure.COST: attrgetter("cost_minor"),
    Measure.EXPOSURE: attrgetter("exposure_minor"),
    Measure.QUANTITY: attrgetter("quantity_thousandths"),
}
_MARKED: Mapping[Measure, Callable[[Mark], int]] = {
    Measure.TIMES: lambda _mark: 1,
    Measure.VALUE: attrgetter("value_minor"),
    Measure.COST: attrgetter("cost_minor"),
    Measure.EXPOSURE: attrgetter("exposure_minor"),
    Measure.QUANTITY: attrgetter("quantity_thousandths"),
}


def put_on(measure: Measure, amount: int, load: Load) -> int:
    """What giving `amount` puts on a limit of this measure."""
    if measure is Measure.TIMES:
        return 1
    if measure is Measure.VALUE:
        return amount if load.is_money else 0
    if measure is Measure.COST:
        return cost_of(load.cost, amount if load.is_money else 0)
    if measure is Measure.EXPOSURE:
        return load.exposure
    return amount if load.is_quantity else 0
