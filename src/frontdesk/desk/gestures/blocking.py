"""When a limit says "not like this": the ways forward, and the moment written down as a defect of the guideline."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from frontdesk.authority import limits
from frontdesk.authority.answers import way_dict
from frontdesk.authority.remembering import remembered
from frontdesk.authority.values import Decision, Moment, Outcome, PromiseWay
from frontdesk.desk.gestures import asking, saying
from frontdesk.desk.gestures.deciding import Decided
from frontdesk.desk.people.acting import acting
from frontdesk.desk.views import Blocked
from frontdesk.ground.ids import new_id
from frontdesk.store import blocks
from frontdesk.store.blocks import Block

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

AT_THE_DESK = PromiseWay(timedelta(hours=24), "24 hours")
"""The way that no file can forbid: whoever stands at the desk may promise an answer."""


def blocked(desk: Desk, made: Decided, decision: Decision, asked: tuple[int | None, int | None]) -> Blocked:
    """The answer that a limit stopped, with what is still possible; written down in a transaction of its own.

    `decision` is the one that was `made`, `asked` is in minor units or in thousandths.
    """
    block_id = _written(desk, made, decision, asked)
    said = told(desk, decision, made.moment)
    return replace(said, block_id=block_id, approval_id=None if made.yes is None else made.yes.id)


def told(desk: Desk, decision: Decision, moment: Moment) -> Blocked:
    """The same answer, for somebody who only asked: nothing is written down."""
    guidelines = desk.rules()
    if decision.outcome not in (Outcome.LESS, Outcome.LEAD, Outcome.NO_FIT):
        raise AssertionError("what can be given, or only lacks a tick, is not blocked")
    ways = tuple(saying.way_line(way, guidelines) for way in decision.ways or (AT_THE_DESK,))
    return Blocked(
        gesture=decision.gesture,
        label=saying.label_of(guidelines, decision.gesture),
        because=saying.because(decision, guidelines, moment.facts, moment.at),
        ways=ways,
        decision=decision,
        take_minor=decision.at_most_minor if decision.outcome is Outcome.LESS else None,
        unwritten=asking.of_order(decision, guidelines, moment),
    )


def _written(desk: Desk, made: Decided, decision: Decision, asked: tuple[int | None, int | None]) -> str:
    """Write the block down; pressing the same again in the same conversation is the same block."""
    guidelines = desk.rules()
    moment = made.moment
    block = Block(
        id=new_id(),
        conversation_id=made.conversation.id,
        gesture=decision.gesture,
        rules=tuple(binding.rule for binding in decision.binding),
        outcome=str(decision.outcome),
        asked_minor=asked[0],
        possible_minor=decision.at_most_minor,
        ways=tuple(way_dict(way) for way in decision.ways),
        role=made.role,
        guidelines_version=guidelines.version,
        at=moment.at,
        business_date=guidelines.business.clock.date_of(moment.at),
        asked_thousandths=asked[1],
        scope=limits.scope_of(moment),
        moment=remembered(moment, guidelines, *asked, given_by_role=made.role),
        after_seq=made.after_seq,
    )
    with acting(desk) as connection:
        before = blocks.same(connection, block)
        if before is not None:
            return before
        blocks.add(connection, block)
    return block.id
