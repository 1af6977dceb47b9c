"""What was asked above one's own authority and stands now: what a person owes, and what came back to them.

Something else instead, and no answer in time, stand until it is known how the customer leaves: something was given
or promised since. Nothing of it is kept on a screen, so that it is the same after a dropped line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals.answering import how_many_wait
from frontdesk.desk.approvals.approval_lines import approval_line, grant_line, may_answer
from frontdesk.desk.approvals.approval_views import ApprovalLine, GrantLine
from frontdesk.desk.approvals.granted import alone, carried, is_without_money, not_over
from frontdesk.desk.approvals.yes import approval_of
from frontdesk.desk.gestures.saying import amount_words, label_of
from frontdesk.desk.people.acting import staff_of
from frontdesk.desk.people.roles import leads
from frontdesk.store import approvals, blocks, grants, pins, staff
from frontdesk.store.approvals import Approval
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

SHOWN_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Standing:
    """How asking stands for one person at one moment.

    `owed` is how many answers they owe. `mine` is what they asked and is not settled, wherever; `here` the same of one
    conversation, whoever asked. The oldest stands first.
    """

    owed: int = 0
    mine: tuple[ApprovalLine, ...] = ()
    here: tuple[ApprovalLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """Authority given ahead that raises what a person may give here; `alone_minor` is what they give without it,
    below zero when they give nothing of it."""

    grant: GrantLine
    alone_minor: int


@dataclass(frozen=True, slots=True)
class ToGive:
    """A gesture of which a person can give authority ahead. `most` is the most of it in words, "" without an end.

    Without `has_money` it is given ahead or it is not: there is no amount to say.
    """

    gesture: str
    label: str
    most: str
    has_money: bool


@dataclass(frozen=True, slots=True)
class Answerers:
    """Who may answer something at this very desk with their own code, and who could if they had one."""

    with_code: tuple[str, ...]
    without_code: tuple[str, ...]


def standing(desk: Desk, conversation_id: str | None = None) -> Standing:
    """How it stands now for whoever is signed in; `here` is of that conversation. Cheap enough for every write."""
    if not desk.person.id:
        return Standing()
    now = desk.now()
    with reading(desk.store) as connection:
        mine = approvals.of_asker(connection, desk.person.id, now - SHOWN_FOR)
        here = () if conversation_id is None else approvals.of_conversation(connection, conversation_id)
        open_mine = _unsettled(connection, desk, mine, now)
        open_here = _unsettled(connection, desk, here, now)
    return Standing(how_many_wait(desk), open_mine, open_here)


def unsettled(desk: Desk, conversation_id: str) -> tuple[ApprovalLine, ...]:
    """What was asked in a conversation and is not settled, whoever asked; the oldest first."""
    now = desk.now()
    with reading(desk.store) as connection:
        return _unsettled(connection, desk, approvals.of_conversation(connection, conversation_id), now)


def _unsettled(
    connection: Connection, desk: Desk, found: Iterable[Approval], now: datetime
) -> tuple[ApprovalLine, ...]:
    found = tuple(found)
    lines = [approval_line(desk, each, now) for each in found]
    said = {each.id for each in found if each.done_instead not in ("", blocks.ASKED)}
    newest = {(line.conversation_id, line.gesture): line.id for line in lines}
    done: dict[str, tuple[tuple[str, datetime], ...]] = {}
    kept = []
    for line in lines:
        if line.state in (ApprovalState.WAITING, ApprovalState.YES):
            kept.append(line)
        elif line.state in (ApprovalState.OTHER, ApprovalState.LAPSED):
            if newest[line.conversation_id, line.gesture] != line.id or line.id in said:
                continue  # it was asked again, or somebody said what was done instead
            if line.conversation_id not in done:
                done[line.conversation_id] = approvals.done_in(connection, line.conversation_id)
            if not _is_settled(line, done[line.conversation_id]):
                kept.append(line)
    return tuple(kept)


def _is_settled(line: ApprovalLine, done: Iterable[tuple[str, datetime]]) -> bool:
    """Whether the customer was given or promised something after it ended.

    Of what nobody answered, a promise or the gesture itself while it waited is enough.
    """
    if line.state is ApprovalState.OTHER:
        return any(at >= (line.answered_at or line.asked_at) for _what, at in done)
    return any(at >= (line.asked_at if what in ("", line.gesture) else line.expires_at) for what, at in done)


def ahead(desk: Desk) -> tuple[Ahead, ...]:
    """The authority given ahead that raises what whoever is signed in may give at this desk now."""
    if not desk.person.id or desk.guidelines is None:
        return ()
    guidelines, found = desk.rules(), []
    with reading(desk.store) as connection:
        person = staff_of(connection, desk)
        open_now = not_over(desk, grants.open_for(connection, desk.site, person.id, desk.name, desk.now()))
        own = staff.authority_of(connection, person.id) if open_now else {}
        for each in open_now:
            most = alone(guidelines, person.role, own, each.gesture)
            if most is not None and each.up_to_minor > most and carried(guidelines, each):
                found.append(Ahead(grant_line(desk, each), most))
    return tuple(found)


def to_give_ahead(desk: Desk) -> tuple[ToGive, ...]:
    """The gestures of which whoever is signed in gives more than the lowest role does, in the order of the file."""
    if not desk.person.id or desk.guidelines is None:
        return ()
    guidelines, found = desk.guidelines, []
    with reading(desk.store) as connection:
        person = staff_of(connection, desk)
        own = staff.authority_of(connection, person.id)
    if not leads(guidelines, person.role):
        return ()
    for gesture in guidelines.gestures.values():
        most = alone(guidelines, person.role, own, gesture.id)
        lowest = alone(guidelines, guidelines.roles[0], {}, gesture.id)
        if lowest is not None and (most is None or most > lowest):
            money = not is_without_money(gesture)
            words = amount_words(desk, most) if money and most is not None else ""
            found.append(ToGive(gesture.id, label_of(guidelines, gesture.id), words, money))
    return tuple(found)


def answerers(desk: Desk, approval_id: str) -> Answerers:
    """Who may answer this at this very desk: neither whoever asked it nor whoever is signed in. Raises NotFound."""
    guidelines = desk.rules()
    with reading(desk.store) as connection:
        asked = approval_of(connection, approval_id)
        people = [
            each
            for each in staff.everybody(connection)
            if each.id not in (asked.asked_by, desk.person.id) and may_answer(guidelines, each.role, asked.role)
        ]
        coded = {each.id for each in people if pins.hash_of(connection, each.id) is not None}
    return Answerers(
        tuple(each.name for each in people if each.id in coded),
        tuple(each.name for each in people if each.id not in coded),
    )
