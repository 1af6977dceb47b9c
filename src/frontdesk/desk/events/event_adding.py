"""Adding to a mass event: whom it touches, each with a promise, all of them in one transaction or nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.desk.events.event_members import Named, Touch, found, names_of
from frontdesk.desk.events.event_views import Added, Left
from frontdesk.desk.events.events import event_called, line_of, must_lead
from frontdesk.desk.people.acting import acting
from frontdesk.desk.promises.due_times import must_be_ahead
from frontdesk.desk.views import Heard
from frontdesk.ground.errors import BadInput
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.store import conversations, events
from frontdesk.store.conversations import Conversation
from frontdesk.store.driver import Connection
from frontdesk.store.events import Event, NewMember
from frontdesk.store.staff import StaffMember
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

AT_ONCE_MOST = 20_000
WRITTEN_AT_ONCE = 500
Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


def add(
    desk: Desk,
    event: str,
    *,
    orders: Iterable[str] = (),
    batches: Iterable[str] = (),
    serials: Iterable[str] = (),
    file: Path | None = None,
    encoding: str | None = None,
    due_at: datetime | None = None,
    progress: Progress | None = None,
) -> Added:
    """Add whom an event touches, each with a promise of their own: all of them in one transaction, or nobody.

    Adding the same twice adds nobody twice; who was known by a serial alone gets their name when it is known now.
    Nobody named is refused in silence: each has its row and the reason. `due_at` None is the event's own time. Raises
    NotFound for the event, and BadInput for a closed one, for nothing named, for more than 20,000, for a file that is
    no table, for a time that is past.
    """
    named = Named(tuple(orders), tuple(batches), tuple(serials), file, encoding)
    if named.nothing:
        raise BadInput(
            _("Nobody was named."), _("Name orders, a batch, serials, or a file with columns customer, order, serial.")
        )
    with reading(desk.store) as connection:  # no other desk waits while a long file is read
        touched = found(connection, named)
        _must_be_few_enough(len(touched.touches))
        names = names_of(connection, touched.touches)
    with acting(desk) as connection:
        at = desk.now()
        person = must_lead(connection, desk)
        into = _must_take(event_called(connection, desk, event))
        due = into.due_at if due_at is None else due_at
        must_be_ahead(due, at)
        sorted_out = _Sorted(events.known(connection, into.id))
        for touch in touched.touches:
            sorted_out.take(touch)
        _write(connection, desk, into, sorted_out.new, names, person=person, at=at, due_at=due, progress=progress)
        for touch in sorted_out.named:
            if touch.customer_id is not None:
                events.name_member(
                    connection,
                    into.id,
                    touch.what,
                    customer_id=touch.customer_id,
                    name=names.get(touch.customer_id, ""),
                    order_id=touch.order_id,
                )
        line = line_of(connection, desk, into, at)
    return Added(
        event=line,
        new=len(sorted_out.new),
        named=len(sorted_out.named),
        already=sorted_out.already,
        refused=(*touched.refused, *sorted_out.refused),
        not_taken_over=touched.not_taken_over,
    )


def _must_be_few_enough(count: int) -> None:
    if count > AT_ONCE_MOST:
        raise BadInput(
            _("These are {count}; at most {most} are added at once.").format(count=count, most=AT_ONCE_MOST),
            _("Add them in parts: every other desk waits while they are written."),
        )


def _must_take(event: Event) -> Event:
    if event.closed_at is not None:
        raise BadInput(
            _("{name} is closed.").format(name=event.name), _("Open another event for those who are touched now.")
        )
    if not event.owner_active:
        raise BadInput(
            _("{name} owned this event and no longer works here.").format(name=event.owner_name),
            _("Hand it on first: frontdesk event owner EVENT NAME"),
        )
    return event


class _Sorted:
    """Who is new, who gets a name now, who was there, and who contradicts what is known."""

    def __init__(self, known: dict[str, tuple[str | None, str | None]]) -> None:
        self._known = known
        self.new: list[Touch] = []
        self.named: list[Touch] = []
        self.already = 0
        self.refused: list[Left] = []

    def take(self, touch: Touch) -> None:
        """Sort one in."""
        if touch.what not in self._known:
            self._known[touch.what] = touch.customer_id, touch.order_id
            self.new.append(touch)
            return
        customer_id, order_id = self._known[touch.what]
        other = touch.customer_id is not None and customer_id not in (None, touch.customer_id)
        if other or (touch.order_id is not None and order_id not in (None, touch.order_id)):
            self.refused.append(
                Left(touch.row, touch.what, _("It is here already, for another customer or another order."))
            )
        elif customer_id is None and touch.customer_id is not None:
            self._known[touch.what] = touch.customer_id, touch.order_id
            self.named.append(touch)
        else:
            self.already += 1


def _write(
    connection: Connection,
    desk: Desk,
    event: Event,
    touches: Sequence[Touch],
    names: dict[str, str],
    *,
    person: StaffMember,
    at: datetime,
    due_at: datetime,
    progress: Progress | None,
) -> None:
    """Write new members, each with a conversation and a promise, a few hundred at a time."""
    on = desk.days().date_of(at)
    situation = _situation(desk, event)
    for start in range(0, len(touches), WRITTEN_AT_ONCE):
        chunk = touches[start : start + WRITTEN_AT_ONCE]
        new = [NewMember(each.what, each.serial, each.customer_id, each.order_id, new_id(), new_id()) for each in chunk]
        begun = (
            _conversation(desk, event, each, names.get(each.customer_id or "") or each.what, situation, person, at)
            for each in new
        )
        conversations.add_of_event(connection, begun, event.name)
        events.add_promises(connection, event, new, by=person.id, at=at, due_at=due_at, on=on)
        events.add_members(connection, event.id, new)
        if progress is not None:
            progress(start + len(chunk), len(touches))


def _conversation(
    desk: Desk, event: Event, member: NewMember, name: str, situation: str | None, person: StaffMember, at: datetime
) -> Conversation:
    """What stands for a member until they speak to us: closed, with our own words, and recorded as not heard from.

    The business says itself what is wrong, so nobody has to ask first: the request is skipped, as in an emergency, and
    whoever looks sees that it was.
    """
    return Conversation(
        id=member.conversation_id,
        incident_id=new_id(),
        customer_id=member.customer_id,
        customer_name=name,
        order_id=member.order_id,
        situation=situation,
        request=event.cause,
        heard=Heard.SKIPPED.value,
        heard_at=at,
        answers={} if member.serial is None else {"scope:serial": member.serial},
        staff_id=person.id,
        site=desk.site,
        desk=desk.name,
        opened_at=at,
        closed_at=at,
        business_date=desk.days().date_of(at),
        updated_at=at,
    )


def _situation(desk: Desk, event: Event) -> str | None:
    """The situation in which the event's gesture is given; None where it is given in any."""
    known = None if event.gesture is None else desk.rules().gestures.get(event.gesture)
    return known.situations[0] if known is not None and known.situations else None
