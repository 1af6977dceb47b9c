"""May this be given, now? One pure, total, deterministic function of the guidelines, the moment and what is used.

Source of every rule: docs/guidelines.md, The decision.
"""

from __future__ import annotations

from frontdesk.authority.index import index_of
from frontdesk.authority.judged import room
from frontdesk.authority.judging import conclude_for_own, weigh
from frontdesk.authority.limits import Scene
from frontdesk.authority.values import BadAsk, Decision, Moment, Outcome, Usages
from frontdesk.authority.ways import forward, most_above, roles_that_can
from frontdesk.guidelines.model import Guidelines


def decide(
    guidelines: Guidelines,
    moment: Moment,
    gesture: str,
    usages: Usages,
    ask_minor: int | None = None,
    ask_thousandths: int | None = None,
    *,
    with_rooms: bool = True,
) -> Decision | BadAsk:
    """Whether the gesture may be given at this moment, how much of it, and what else is possible.

    `usages` are the counters of `limits.needed` for this gesture; `ask_minor` (or `ask_thousandths` for a
    quantity) is what the person wants to give, None for the usual. Every outcome but YES carries ways forward,
    each itself decided and passing, unless the file forbids them. `with_rooms` False leaves `rooms` empty, for
    those who show no authority. Raises KeyError for a gesture that the guidelines do not have.
    """
    scene = Scene(index_of(guidelines), moment, usages)
    found = scene.index.gestures[gesture]
    weighing = weigh(scene, found, ask_minor, ask_thousandths)
    if isinstance(weighing, BadAsk):
        return weighing
    judged = conclude_for_own(weighing)
    rooms = tuple([room(now, scene) for now in weighing.standings]) if with_rooms else ()
    if judged.outcome is Outcome.YES:
        return judged.decision(scene, (), rooms)
    able = roles_that_can(weighing, judged.outcome, ask_minor, ask_thousandths)
    short = not able and ask_minor is not None and judged.outcome in (Outcome.LESS, Outcome.LEAD)
    above = most_above(weighing, ask_minor) if short and ask_minor is not None else ()
    if judged.outcome is Outcome.LEAD:
        if able:
            judged.take_over(able[0].judged, able[0].role)
        else:
            judged.give_up()
    return judged.decision(scene, forward(scene, found, able, above), rooms)
