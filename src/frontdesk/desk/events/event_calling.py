"""Calling those whom a mass event touches: the list, and what came of each call."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.conversation.promises import state
from frontdesk.desk.events.event_views import CallLine
from frontdesk.desk.events.events import event_called, member_of
from frontdesk.desk.people.acting import acting, staff_of
from frontdesk.desk.promises.due_times import fits
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line, whole
from frontdesk.store import events, promises
from frontdesk.store.driver import Connection
from frontdesk.store.events import LEFT_WORD, NOT_REACHED, REACHED, Member
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

CALLS = (REACHED, LEFT_WORD, NOT_REACHED)
"""What may come of a call."""


def calls(desk: Desk, event: str) -> tuple[CallLine, ...]:
    """Everybody whom an event touches, for calling them: those who were not reached first, by due time and name."""
    now = desk.now()
    with reading(desk.store) as connection:
        found = events.members(connection, event_called(connection, desk, event).id)
    return tuple(_call_line(desk, each, now) for each in found)


def called(desk: Desk, event: str, what: str, call: str, *, note: str = "", kept: bool = False) -> CallLine:
    """Write what came of a call: `reached`, `left_word` or `not_reached`; with `kept` the promise is kept by it.

    Raises NotFound for the event or the member, and BadInput for another word.
    """
    if call not in CALLS:
        raise BadInput(
            _("{word} is not what comes of a call.").format(word=clean_line(call, 60) or "''"),
            _("Known here: {words}.").format(words=", ".join(CALLS)),
        )
    with acting(desk) as connection:
        at = desk.now()
        person = staff_of(connection, desk)
        found = member_of(connection, event_called(connection, desk, event), what)
        events.called(connection, found.event_id, found.what, call=call, note=whole(note), at=at)
        if kept:
            promises.keep(connection, found.promise_id, person.id, at)
        return _call_line(desk, _again(connection, found), at)


def _again(connection: Connection, member: Member) -> Member:
    found = events.member(connection, member.event_id, member.what)
    if found is None:
        raise AssertionError("a member is never removed")
    return found


def _call_line(desk: Desk, member: Member, now: datetime) -> CallLine:
    return CallLine(
        what=member.what,
        serial=member.serial or "",
        name=member.customer_name,
        phone=member.phone,
        email=member.email,
        channel=member.channel,
        languages=member.languages,
        hours=member.hours,
        fits_now=fits(desk, member.hours, now),
        order=member.order_label,
        promise=member.promise,
        promise_id=member.promise_id,
        promise_state=str(state(member.due_at, member.kept_at, member.withdrawn_at, now, member.made_at)),
        due_at=member.due_at,
        owner=member.owner_name,
        call=member.call,
        called_at=member.called_at,
        note=member.note,
        given=member.entry_id is not None,
        entry_id=member.entry_id,
        customer_id=member.customer_id,
        conversation_id=member.conversation_id,
    )
