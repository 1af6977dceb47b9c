"""Mass events: one cause, many customers. Each is owed a promise, and most a gesture; all have one budget of their own.

A lead opens one and says whom it touches, by the thousand if need be. It is one line in the queue and in the day, and
on the card of each customer it touches. The desk's ordinary budgets and counts are left alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.conversation.promises import state
from frontdesk.desk.events.event_views import Alert, Closed, EventLine
from frontdesk.desk.gestures.deciding import gesture_called
from frontdesk.desk.gestures.saying import label_of
from frontdesk.desk.people.acting import acting, staff_of
from frontdesk.desk.people.roles import leading_roles, leads
from frontdesk.desk.people.staffing import person_called
from frontdesk.desk.promises.due_times import must_be_ahead
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.money import BadAmount, parse_minor
from frontdesk.ground.text import NAME_LENGTH_MAX, clean_line, whole, whole_line
from frontdesk.store import events, ledger, promises
from frontdesk.store.driver import Connection
from frontdesk.store.events import Event, Member
from frontdesk.store.staff import StaffMember
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


# --- opening and closing ------------------------------------------------------------------------------------


def open_event(
    desk: Desk,
    name: str,
    cause: str,
    *,
    promise: str,
    due_at: datetime,
    gesture: str | None = None,
    budget: str | None = None,
    owner: str | None = None,
) -> EventLine:
    """Open a mass event: what happened in our own words, what each is promised by when, and the gesture owed to each.

    `budget` is what the gestures may cost the business altogether, as it was typed; None is without end. Without an
    `owner` it is whoever opens it. Raises BadInput for somebody of the lowest role, without a name, a cause or a
    promise, for a time that is past, for a name that an open event has; NotFound for an unknown gesture or owner.
    """
    bare, said, promised = whole_line(name, NAME_LENGTH_MAX), whole(cause), whole(promise)
    if not bare or not said or not promised:
        raise BadInput(
            _("A mass event has a name, a cause and a promise."),
            _("Say in your own words what happened, and what each customer is promised."),
        )
    known = None if gesture is None else gesture_called(desk.rules(), gesture).id
    budget_minor = None if budget is None else _budget(desk, budget, known)
    with acting(desk) as connection:
        at = desk.now()
        person = must_lead(connection, desk)
        must_be_ahead(due_at, at)
        same = [each for each in events.open_ones(connection, desk.site) if each.name.casefold() == bare.casefold()]
        if same:
            raise BadInput(
                _("There is an open event called {name} already.").format(name=same[0].name),
                _("Add the customers to that one, or choose another name."),
            )
        answers = person if owner is None else person_called(connection, owner)
        new = Event(
            id=new_id(),
            name=bare,
            cause=said,
            gesture=known,
            budget_minor=budget_minor,
            promise=promised,
            due_at=due_at,
            owner_id=answers.id,
            owner_name=answers.name,
            owner_active=True,
            opened_by=person.id,
            opened_at=at,
            business_date=desk.days().date_of(at),
            site=desk.site,
            closed_at=None,
        )
        events.add(connection, new)
        return line_of(connection, desk, new, at)


def close(desk: Desk, event: str) -> Closed:
    """Take no more members; the answer says what is open. Open promises stay open, and what is owed can be given.

    A second time changes nothing. Raises NotFound, and BadInput for somebody of the lowest role.
    """
    with acting(desk) as connection:
        at = desk.now()
        must_lead(connection, desk)
        found = event_called(connection, desk, event)
        events.close(connection, found.id, at)
        line = line_of(connection, desk, event_called(connection, desk, found.id), at)
    return Closed(
        event=line,
        promises_open=line.promises_open,
        not_reached=line.members - line.reached,
        not_given=0 if line.gesture is None else line.members - line.given,
        already=found.closed_at is not None,
    )


def set_budget(desk: Desk, event: str, budget: str | None) -> EventLine:
    """Give an event another budget, None for none. Raises as `open_event`."""
    with acting(desk) as connection:
        must_lead(connection, desk)
        found = event_called(connection, desk, event)
        events.set_budget(connection, found.id, None if budget is None else _budget(desk, budget, found.gesture))
        return line_of(connection, desk, event_called(connection, desk, found.id), desk.now())


def hand_on(desk: Desk, event: str, owner: str, reason: str = "") -> EventLine:
    """Give an event and all its open promises to somebody else, in one transaction; what was before stays written.

    Raises NotFound for an unknown event or name, and BadInput for somebody of the lowest role.
    """
    with acting(desk) as connection:
        at = desk.now()
        person = must_lead(connection, desk)
        found, to = event_called(connection, desk, event), person_called(connection, owner)
        for promise_id in events.open_promises(connection, found.id):
            promise = promises.by_id(connection, promise_id)
            if promise is not None and promise.owner_id != to.id:
                promises.move(
                    connection,
                    promise,
                    move_id=new_id(),
                    to_due_at=promise.due_at,
                    to_owner_id=to.id,
                    reason=whole(reason),
                    by=person.id,
                    at=at,
                )
        events.set_owner(connection, found.id, to.id)
        return line_of(connection, desk, event_called(connection, desk, found.id), at)


def must_lead(connection: Connection, desk: Desk) -> StaffMember:
    """Whoever opens, widens or closes an event has a role above the lowest, where there is one."""
    person = staff_of(connection, desk)
    if not leads(desk.rules(), person.role):
        raise BadInput(
            _("A mass event is led by: {roles}.").format(roles=leading_roles(desk.rules())),
            _("Ask one of them; calling, giving and keeping its promises is everybody's."),
        )
    return person


def _budget(desk: Desk, text: str, gesture: str | None) -> int:
    if gesture is None:
        raise BadInput(
            _("A budget is for a gesture, and this event owes none."), _("Name the gesture, or leave the budget out.")
        )
    try:
        found = parse_minor(clean_line(text), desk.rules().business.exponent)
    except BadAmount:
        found = 0
    if found < 1:
        raise BadInput(
            _("{text} is not an amount.").format(text=clean_line(text, 60) or "''"),
            _("Write what the event may cost altogether, like 20000.00."),
        )
    return found


# --- looking ------------------------------------------------------------------------------------------------


def one(desk: Desk, event: str) -> EventLine:
    """An event, by its id or its name. Raises NotFound."""
    with reading(desk.store) as connection:
        return line_of(connection, desk, event_called(connection, desk, event), desk.now())


def open_events(desk: Desk) -> tuple[EventLine, ...]:
    """The events that go on, or still owe a promise: what is due first stands first. One line each, however many."""
    now = desk.now()
    with reading(desk.store) as connection:
        return open_in(connection, desk, now)


def open_in(connection: Connection, desk: Desk, now: datetime) -> tuple[EventLine, ...]:
    """`open_events` inside somebody else's transaction."""
    lines = [line_of(connection, desk, each, now) for each in events.open_ones(connection, desk.site)]
    return tuple(sorted(lines, key=lambda each: each.first_due_at or each.due_at))


def everything(desk: Desk) -> tuple[EventLine, ...]:
    """All events, the newest first."""
    now = desk.now()
    with reading(desk.store) as connection:
        return tuple(line_of(connection, desk, each, now) for each in events.everything(connection, desk.site))


def event_called(connection: Connection, desk: Desk, text: str) -> Event:
    """The event of that id or name; of several with one name, the open one, then the newest. Raises NotFound."""
    bare = clean_line(text, NAME_LENGTH_MAX)
    found = events.by_id(connection, bare)
    if found is not None:
        return found
    everybody = events.everything(connection, desk.site)
    named = [each for each in everybody if each.name.casefold() == bare.casefold()]
    if named:
        return min(named, key=lambda each: each.closed_at is not None)
    raise NotFound(
        _("There is no mass event {name}.").format(name=bare or "''"),
        _("See what there is with: frontdesk event list --all"),
    )


def member_of(connection: Connection, event: Event, what: str) -> Member:
    """The member of that serial, order number or customer's number. Raises NotFound."""
    found = events.member(connection, event.id, clean_line(what, NAME_LENGTH_MAX))
    if found is None:
        raise NotFound(
            _("{what} is not in {name}.").format(what=clean_line(what, 60) or "''", name=event.name),
            _("Take what it is called from the call list: frontdesk event calls"),
        )
    return found


def line_of(connection: Connection, desk: Desk, event: Event, now: datetime) -> EventLine:
    """An event as it stands, inside the caller's transaction."""
    counts = events.counts(connection, event.id)
    spent = ledger.spent_by_event(connection, event.id)
    return EventLine(
        id=event.id,
        name=event.name,
        cause=event.cause,
        gesture=event.gesture,
        gesture_label=_label(desk, event.gesture),
        promise=event.promise,
        due_at=event.due_at,
        owner=event.owner_name,
        owner_here=event.owner_active,
        opened_at=event.opened_at,
        closed_at=event.closed_at,
        members=counts.members,
        unnamed=counts.members - counts.named,
        called=counts.called,
        reached=counts.reached,
        left_word=counts.left_word,
        given=spent.times,
        value_minor=spent.value_minor,
        cost_minor=spent.cost_minor,
        budget_minor=event.budget_minor,
        budget_stops=not _is_owed(desk, event.gesture),
        left_minor=None if event.budget_minor is None else event.budget_minor - spent.cost_minor,
        promises_open=counts.promises_open,
        promises_kept=counts.promises_kept,
        first_due_at=counts.first_due_at,
        overdue=counts.first_due_at is not None and counts.first_due_at < now,
    )


def alerts_of(connection: Connection, desk: Desk, customer_id: str, now: datetime) -> tuple[Alert, ...]:
    """What mass events mean for a customer, inside the caller's transaction: each time they are touched."""
    return tuple(
        Alert(
            event_id=event.id,
            name=event.name,
            cause=event.cause,
            what=member.what,
            gesture=event.gesture if member.entry_id is None else None,
            gesture_label=_label(desk, event.gesture),
            given=member.entry_id is not None,
            promise=member.promise,
            promise_id=member.promise_id,
            promise_state=str(state(member.due_at, member.kept_at, member.withdrawn_at, now, member.made_at)),
            due_at=member.due_at,
            owner=member.owner_name,
        )
        for event, member in events.of_customer(connection, customer_id)
    )


def owed_to(connection: Connection, desk: Desk, customer_id: str | None, now: datetime) -> tuple[Alert, ...]:
    """What mass events owe a customer and have not given yet."""
    if customer_id is None:
        return ()
    return tuple(each for each in alerts_of(connection, desk, customer_id, now) if each.gesture is not None)


def _is_owed(desk: Desk, gesture: str | None) -> bool:
    known = None if desk.guidelines is None or gesture is None else desk.guidelines.gestures.get(gesture)
    return known is not None and known.owed


def _label(desk: Desk, gesture: str | None) -> str:
    if gesture is None or desk.guidelines is None:
        return gesture or ""
    return label_of(desk.guidelines, gesture)
