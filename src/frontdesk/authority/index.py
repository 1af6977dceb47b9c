"""What a guidelines object means for decisions, worked out once: shapes, authority by rank, who excludes whom.

Nothing here is state: an index is a function of its guidelines and may be thrown away at any time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from frontdesk.authority.amounts import Amount, Found, static
from frontdesk.authority.bounds import Bound, Load, bound_of
from frontdesk.authority.conditions import facts_in, unique
from frontdesk.authority.values import PromiseWay, SayWay
from frontdesk.guidelines.model import (
    TICKS,
    AmountForm,
    AskRole,
    Cases,
    Condition,
    Gesture,
    Guidelines,
    NoAmount,
    OtherGesture,
    PromiseWithin,
    Quantity,
    RestOf,
    Say,
)

NOBODY = -1
"""The ceiling of a role that may not give a gesture at all."""

_KEPT = 8


class Higher(NamedTuple):
    """A role that may be asked; `named` when the gesture's own ways forward name it."""

    role: str
    rank: int
    named: bool


@dataclass(frozen=True, slots=True)
class GestureIndex:
    """A gesture with everything its decisions look at.

    `ceilings` holds the most each role may give, low to high (None without end, NOBODY not at all). `rests` are
    the limits that a `rest_of` names. `always_money` means that whatever the facts say, it comes to money,
    `maybe_quantity` that it may come to a number of some unit.
    `conditional`: a condition or its situations may keep it from being given, `dated`: the day may.
    `looks_at_role`: a condition or a limit depends on the role, so that more than authority differs between roles.
    `fixed` and `load` are its amount and what that puts on limits, where no fact decides about them.
    `others`, `says` and `promises` are the ways forward that the file writes for it. `higher` holds, for each rank from
    -1 on, the roles above it that may be asked: those the file names, in its order, then the others, low to high.
    """

    gesture: Gesture
    limits: tuple[Bound, ...]
    counting: tuple[Bound, ...]
    rests: tuple[Bound, ...]
    ceilings: tuple[int | None, ...]
    excluded_by: frozenset[str]
    needs: tuple[str, ...]
    fixed: Found | None
    load: Load | None
    always_money: bool
    maybe_quantity: bool
    conditional: bool
    dated: bool
    looks_at_role: bool
    others: tuple[str, ...]
    says: tuple[SayWay, ...]
    promises: tuple[PromiseWay, ...]
    higher: tuple[tuple[Higher, ...], ...]

    def ceiling(self, rank: int) -> int | None:
        """The most a role of this rank may give; an unknown role (rank -1) only what everybody may."""
        if rank < 0:
            return None if self.gesture.authority is None else NOBODY
        return self.ceilings[rank]


@dataclass(frozen=True, slots=True)
class Index:
    """All gestures of one guidelines object, and the rank of each role."""

    guidelines: Guidelines
    gestures: dict[str, GestureIndex]
    limits: dict[str, Bound]
    ranks: dict[str, int]
    _others: dict[tuple[str, str | None], tuple[GestureIndex, ...]] = field(default_factory=dict)

    def rank(self, role: str) -> int:
        """The place of the role, low to high; -1 for one that the file does not know."""
        return self.ranks.get(role, -1)

    def others(self, gesture: str, situation: str | None) -> tuple[GestureIndex, ...]:
        """The other gestures that are ways forward, in order: those the file names, then those of the situation."""
        known = self._others.get((gesture, situation))
        if known is None:
            at_hand = self.guidelines.situations.get(situation or "")
            names = (*self.gestures[gesture].others, *(() if at_hand is None else at_hand.first))
            known = tuple(self.gestures[name] for name in unique(names) if name in self.gestures and name != gesture)
            if at_hand is not None or situation is None:
                self._others[gesture, situation] = known
        return known


_indexes: dict[int, Index] = {}


def index_of(guidelines: Guidelines) -> Index:
    """The index of exactly this object (not of an equal one); the last few are kept."""
    known = _indexes.get(id(guidelines))
    if known is not None and known.guidelines is guidelines:
        return known
    index = _build(guidelines)
    for stale in list(_indexes)[: max(0, len(_indexes) - _KEPT + 1)]:
        _indexes.pop(stale, None)
    _indexes[id(guidelines)] = index  # the index holds the object, so the id cannot come to mean another one
    return index


def _build(guidelines: Guidelines) -> Index:
    every = [limit for gesture in guidelines.gestures.values() for limit in gesture.limits]
    bounds = {limit.id: bound_of(limit) for limit in (*every, *guidelines.budgets)}
    counting: dict[str, list[Bound]] = {name: [] for name in guidelines.gestures}
    for bound in bounds.values():
        for name in bound.limit.counts:
            if name in counting:
                counting[name].append(bound)
    gestures = {
        name: _gesture_index(guidelines, gesture, bounds, tuple(counting[name]))
        for name, gesture in guidelines.gestures.items()
    }
    return Index(guidelines, gestures, bounds, {role: rank for rank, role in enumerate(guidelines.roles)})


def _gesture_index(
    guidelines: Guidelines, gesture: Gesture, bounds: dict[str, Bound], counting: tuple[Bound, ...]
) -> GestureIndex:
    needs = set(gesture.needs)
    if gesture.only_if_asked:
        needs.add("customer_asked")
    ways = gesture.otherwise or ()
    fixed = static(gesture.amount)
    amounts = tuple(_leaves(gesture.amount))
    forms = amounts + (() if gesture.exposure is None else tuple(_leaves(gesture.exposure)))
    excluding = {other.id for other in guidelines.gestures.values() if gesture.id in other.not_with}
    limits = tuple(bounds[limit.id] for limit in guidelines.limits_of(gesture.id))
    rests = tuple(bounds[form.limit] for form in forms if isinstance(form, RestOf) and form.limit in bounds)
    return GestureIndex(
        gesture=gesture,
        limits=limits,
        counting=counting,
        rests=rests,
        ceilings=_ceilings(gesture, guidelines.roles),
        excluded_by=gesture.not_with | excluding,
        needs=tuple(tick for tick in TICKS if tick in needs),
        fixed=fixed,
        load=_load(gesture, fixed),
        always_money=not any(isinstance(form, NoAmount | Quantity) for form in amounts),
        maybe_quantity=any(isinstance(form, Quantity) for form in amounts),
        conditional=gesture.when is not None or bool(gesture.situations),
        dated=gesture.valid_from is not None or gesture.valid_until is not None,
        looks_at_role=_looks_at_role(gesture, (*limits, *rests)),
        others=tuple(way.gesture for way in ways if isinstance(way, OtherGesture)),
        says=tuple(SayWay(way.words) for way in ways if isinstance(way, Say)),
        promises=tuple(PromiseWay(way.within, way.words) for way in ways if isinstance(way, PromiseWithin)),
        higher=_higher(tuple(way.role for way in ways if isinstance(way, AskRole)), guidelines.roles),
    )


def _load(gesture: Gesture, fixed: Found | None) -> Load | None:
    if not isinstance(fixed, Amount) or gesture.exposure is not None:
        return None
    return Load(gesture.cost, 0, is_money=not (fixed.none or fixed.quantity), is_quantity=fixed.quantity)


def _higher(named: tuple[str, ...], roles: tuple[str, ...]) -> tuple[tuple[Higher, ...], ...]:
    every = [Higher(role, roles.index(role), role in named) for role in unique((*named, *roles)) if role in roles]
    return tuple(tuple(each for each in every if each.rank > rank) for rank in range(-1, len(roles)))


def _ceilings(gesture: Gesture, roles: tuple[str, ...]) -> tuple[int | None, ...]:
    if gesture.authority is None:
        return (None,) * len(roles)
    ceilings: list[int | None] = []
    ceiling = NOBODY
    for role in roles:
        ceiling = gesture.authority.get(role, ceiling)
        ceilings.append(ceiling)
    return tuple(ceilings)


def _looks_at_role(gesture: Gesture, limits: tuple[Bound, ...]) -> bool:
    conditions = [gesture.when, None if gesture.bend is None else gesture.bend.when]
    conditions += [bound.limit.when for bound in limits]
    for form in (gesture.amount, gesture.exposure):
        conditions += _conditions(form)
    named = {name for condition in conditions if condition is not None for name in facts_in(condition)}
    return "role" in named or any("role" in bound.per for bound in limits)


def _conditions(form: AmountForm | None) -> list[Condition | None]:
    if not isinstance(form, Cases):
        return []
    return [each for case in form.cases for each in (case.when, *_conditions(case.form))]


def _leaves(form: AmountForm) -> Iterator[AmountForm]:
    if isinstance(form, Cases):
        for case in form.cases:
            yield from _leaves(case.form)
    else:
        yield form
