"""May this be given, now? One pure, total, deterministic function of the guidelines, the moment and what is used.

Source of every rule: docs/guidelines.md, The decision.
"""

from __future__ import annotations

from frontdesk.authority.index import index_of
from frontdesk.authority.judging import judge
from frontdesk.authority.values import BadAsk, Decision, Moment, Outcome, Usages
from frontdesk.authority.ways import forward, roles_that_can
from frontdesk.guidelines.model import Guidelines


def decide(
    guidelines: Guidelines,
    moment: Moment,
    gesture: str,
    usages: Usages,
    ask_minor: int | None = None,
    ask_thousandths: int | None = None,
) -> Decision | BadAsk:
    """Whether the gesture may be given at this moment, how much of it, and what else is possible.

    `usages` are the counters of `limits.needed` for this gesture; `ask_minor` (or `ask_thousandths` for a
    quantity) is what the person wants to give, None for the usual. Every outcome but YES carries ways forward,
    each itself decided and passing, unless the file forbids them. Raises KeyError for a gesture that the
    guidelines do not have.
    """
    index = index_of(guidelines)
    found = index.gestures[gesture]
    judged = judge(index, found, moment, usages, ask_minor, ask_thousandths)
    if isinstance(judged, BadAsk):
        return judged
    if judged.outcome is Outcome.YES:
        return judged.decision()
    able = roles_that_can(index, found, moment, usages, judged.outcome, ask_minor, ask_thousandths)
    if judged.outcome is Outcome.LEAD:
        if able:
            judged.take_over(able[0].judged, able[0].role)
        else:
            judged.give_up()
    return judged.decision(forward(index, found, moment, usages, able))
