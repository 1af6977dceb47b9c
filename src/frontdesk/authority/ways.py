"""Ways forward: what is still possible after anything but a yes. Each gesture and role here was itself decided.

The order is fixed: other gestures as the file names them, then those of the situation; what staff may say or do
without a gesture; the role that can; a promise. Source: docs/guidelines.md, otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from frontdesk.authority.index import GestureIndex
from frontdesk.authority.judged import Judged
from frontdesk.authority.judging import (
    Weighing,
    can_give,
    conclude,
    given,
    most,
    most_for,
    own_ceiling,
    own_most,
    weigh,
)
from frontdesk.authority.limits import Scene
from frontdesk.authority.values import (
    AskWay,
    BadAsk,
    GestureWay,
    Outcome,
    PromiseWay,
    Way,
)

PROMISE_USUAL = PromiseWay(timedelta(hours=24), "24 hours")
"""The promise that can always be made, where the file does not say within what time."""


class Able(NamedTuple):
    """A role that could give it now."""

    role: str
    rank: int
    weighing: Weighing

    @property
    def judged(self) -> Judged:
        """What it would give."""
        return conclude(self.weighing, self.rank, self.weighing.gesture.ceiling(self.rank))


def roles_that_can(
    weighing: Weighing, outcome: Outcome, ask_minor: int | None, ask_thousandths: int | None
) -> list[Able]:
    """The higher roles that get a yes (or only ticks) for the same ask: those the file names, else the lowest.

    For somebody who only lacks ticks, a role that the file does not name is no way forward unless it may give
    more: it would be asked the same.
    """
    scene, gesture = weighing.scene, weighing.gesture
    able: list[Able] = []
    for role, rank, named in gesture.higher[scene.rank + 1]:
        if not named and (able or (outcome is Outcome.TICKS and not _more(weighing, rank))):
            continue
        theirs: Weighing | BadAsk = weighing
        if gesture.looks_at_role:
            theirs = weigh(scene.in_role(role), gesture, ask_minor, ask_thousandths)
        if not isinstance(theirs, BadAsk) and can_give(theirs, rank, gesture.ceiling(rank)):
            able.append(Able(role, rank, theirs))
    return able


def _more(weighing: Weighing, rank: int) -> bool:
    mine, theirs = own_ceiling(weighing), weighing.gesture.ceiling(rank)
    return mine is not None and (theirs is None or theirs > mine)


def most_above(weighing: Weighing, ask_minor: int) -> tuple[AskWay, ...]:
    """The role that could give the most, of an ask that nobody could give whole; none where that is no more than one's
    own. Of roles that could give as much, one that the file names, else the lowest."""
    scene, gesture = weighing.scene, weighing.gesture
    best, role_of_best = max(0, own_most(weighing)), None
    for role, rank, _named in gesture.higher[scene.rank + 1]:
        theirs = weigh(scene.in_role(role), gesture, ask_minor) if gesture.looks_at_role else weighing
        largest = 0 if isinstance(theirs, BadAsk) else most_for(theirs, rank, gesture.ceiling(rank))
        if largest > best:
            best, role_of_best = largest, role
    return () if role_of_best is None else (AskWay(role_of_best, best),)


def forward(scene: Scene, gesture: GestureIndex, able: Sequence[Able], above: Sequence[AskWay] = ()) -> tuple[Way, ...]:
    """All ways forward, in order; `above` are those of `most_above`. Empty only where the file forbids them
    (`otherwise: []`)."""
    if gesture.gesture.otherwise == ():
        return ()
    ways: list[Way] = []
    for other in scene.index.others(gesture.gesture.id, scene.moment.situation):
        weighing = weigh(scene, other)
        if isinstance(weighing, BadAsk):
            raise AssertionError("where nothing is asked, no ask is bad")
        ceiling = own_ceiling(weighing)
        if can_give(weighing, scene.rank, ceiling):
            money = weighing.amount is not None and not weighing.amount.quantity
            ways.append(GestureWay(other.gesture.id, given(weighing, most(weighing, ceiling)) if money else None))
    ways += gesture.says
    ways += [AskWay(each.role) for each in able] or above
    ways += gesture.promises or (PROMISE_USUAL,)
    return tuple(ways)
