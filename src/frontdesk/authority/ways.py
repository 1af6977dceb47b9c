"""Ways forward: what is still possible after anything but a yes. Each gesture and role here was itself decided.

The order is fixed: other gestures as the file names them, then those of the situation; what staff may say or do
without a gesture; the role that can; a promise. Source: docs/guidelines.md, otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from frontdesk.authority.conditions import unique
from frontdesk.authority.index import GestureIndex
from frontdesk.authority.judged import Judged
from frontdesk.authority.judging import Weighing, conclude, judge, weigh
from frontdesk.authority.limits import Scene
from frontdesk.authority.values import (
    AskWay,
    BadAsk,
    GestureWay,
    Moment,
    Outcome,
    PromiseWay,
    SayWay,
    Way,
)
from frontdesk.guidelines.model import AskRole, PromiseWithin, Say

PROMISE_USUAL = PromiseWay(timedelta(hours=24), "24 hours")
"""The promise that can always be made, where the file does not say within what time."""

_PASSES = (Outcome.YES, Outcome.TICKS)


@dataclass(frozen=True, slots=True)
class Able:
    """A role that could give it now, and what it would give."""

    role: str
    judged: Judged


def roles_that_can(
    weighing: Weighing, outcome: Outcome, ask_minor: int | None, ask_thousandths: int | None
) -> list[Able]:
    """The higher roles that get a yes (or only ticks) for the same ask: those the file names, else the lowest.

    For somebody who only lacks ticks, a role that the file does not name is no way forward unless it may give
    more: it would be asked the same.
    """
    scene, gesture = weighing.scene, weighing.gesture
    index = scene.index
    own = scene.rank
    written = tuple(way.role for way in gesture.gesture.otherwise or () if isinstance(way, AskRole))
    able: list[Able] = []
    for role in unique((*written, *index.guidelines.roles)):
        rank = index.rank(role)
        if rank <= own or (able and role not in written):
            continue
        if outcome is Outcome.TICKS and role not in written and not _more(gesture, rank, scene.moment, own):
            continue
        theirs: Weighing | BadAsk = weighing
        if gesture.looks_at_role:
            theirs = weigh(scene.in_role(role), gesture, ask_minor, ask_thousandths)
        if isinstance(theirs, BadAsk):
            continue
        judged = conclude(theirs, rank, gesture.ceiling(rank))
        if judged.outcome in _PASSES:
            able.append(Able(role, judged))
    return able


def _more(gesture: GestureIndex, rank: int, moment: Moment, own: int) -> bool:
    mine, theirs = moment.authority.get(gesture.gesture.id, gesture.ceiling(own)), gesture.ceiling(rank)
    return mine is not None and (theirs is None or theirs > mine)


def forward(scene: Scene, gesture: GestureIndex, able: Sequence[Able]) -> tuple[Way, ...]:
    """All ways forward, in order. Empty only where the file forbids them (`otherwise: []`)."""
    written = gesture.gesture.otherwise
    if written == ():
        return ()
    ways: list[Way] = []
    for name in _others(scene, gesture):
        other = judge(scene, scene.index.gestures[name])
        if isinstance(other, Judged) and other.outcome in _PASSES:
            money = other.amount is not None and not other.amount.quantity
            ways.append(GestureWay(name, other.given if money else None))
    ways.extend(SayWay(way.words) for way in written or () if isinstance(way, Say))
    ways.extend(AskWay(each.role) for each in able)
    promises = [PromiseWay(way.within, way.words) for way in written or () if isinstance(way, PromiseWithin)]
    ways.extend(promises or [PROMISE_USUAL])
    return tuple(ways)


def _others(scene: Scene, gesture: GestureIndex) -> tuple[str, ...]:
    index = scene.index
    situation = index.guidelines.situations.get(scene.moment.situation or "")
    first = () if situation is None else situation.first
    names = (name for name in (*gesture.others, *first) if name in index.gestures)
    return tuple(name for name in unique(names) if name != gesture.gesture.id)
