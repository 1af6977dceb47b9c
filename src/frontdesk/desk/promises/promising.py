"""Promises: who does what by when. Each has an owner and a time, or it is none.

What was promised is never rewritten: another time or another owner is written down beside it, with the reason. What
is kept late is recorded as late and stays to be read as late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.conversation.hours import Hours, read_hours
from frontdesk.desk.conversations.found import conversation_of, must_be_open
from frontdesk.desk.customers import reach
from frontdesk.desk.people.acting import acting
from frontdesk.desk.promises.calibrating import calibrated
from frontdesk.desk.promises.due_times import (
    fitting,
    instant_meant,
    moment_words,
    must_be_ahead,
    parse_due,
    since_words,
    usual_times,
)
from frontdesk.desk.promises.promise_lines import promise_line
from frontdesk.desk.promises.promise_views import KeptShare, MoveLine
from frontdesk.desk.views import PromiseLine
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import NAME_LENGTH_MAX, SHORT_LENGTH_MAX, clean_line, whole, whole_line
from frontdesk.store import promises, staff
from frontdesk.store.driver import Connection
from frontdesk.store.promises import Promise
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from datetime import date

    from frontdesk.desk.desk import Desk

__all__ = [
    "OutsideHours",
    "Terms",
    "due_choices",
    "instant_meant",
    "keep",
    "kept_share",
    "left_behind",
    "move",
    "moves",
    "must_be_ahead",
    "one",
    "parse_due",
    "promise",
    "reassign",
    "settled",
    "since_words",
    "waiting",
]

CHANNEL_LENGTH_MAX = SHORT_LENGTH_MAX


class OutsideHours(BadInput):
    """The due time is outside the hours that the customer accepts; `nearest` (UTC) is the nearest that fits."""

    def __init__(self, sentence: str, remedy: str, nearest: datetime) -> None:
        super().__init__(sentence, remedy)
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said around a promise: what happens now and next, and how and when the customer wants to hear.

    `channel` "" and `hours` "" are the card's; `hours` is text like "9-12, 17-19" or "Mon-Fri 9-17". With `anyway` a
    due time outside the hours stands.
    """

    now: str = ""
    next: str = ""
    channel: str = ""
    hours: str = ""
    anyway: bool = False


NO_TERMS = Terms()


# --- promising ----------------------------------------------------------------------------------------------


def promise(
    desk: Desk,
    conversation_id: str,
    text: str,
    due_at: datetime,
    owner: str | None = None,
    terms: Terms = NO_TERMS,
) -> PromiseLine:
    """Promise something in a conversation; without an owner, the person who is signed in keeps it.

    Raises BadInput without a text, for a time that is past and for a closed conversation; OutsideHours for a time
    at which the customer does not want to hear; NotFound for an owner who is not on the list.
    """
    person = desk.signed_in()
    at = desk.now()
    said = whole(text)
    if not said:
        raise BadInput(_("A promise says what will be done."), _("Write it in a few words."))
    if due_at.tzinfo is None:
        raise AssertionError("instants are aware")
    must_be_ahead(due_at, at)
    said_hours = _hours(terms.hours)
    with acting(desk) as connection:
        found = conversation_of(connection, conversation_id)
        must_be_open(found)
        hours = said_hours or _hours(reach.card_hours(connection, found.customer_id))
        if hours is not None and not terms.anyway:
            _must_fit(desk, hours, due_at)
        owner_id = person.id if owner is None else _owner(connection, owner).id
        promise_id = new_id()
        promises.add(
            connection,
            promise_id=promise_id,
            conversation_id=found.id,
            customer_id=found.customer_id,
            text=said,
            owner_id=owner_id,
            due_at=due_at,
            made_by=person.id,
            made_at=at,
            business_date=desk.days().date_of(at),
            now_text=whole(terms.now),
            next_text=whole(terms.next),
            channel=whole_line(terms.channel, CHANNEL_LENGTH_MAX)
            or reach.channel_of(connection, found.customer_id, found.channel),
            hours="" if hours is None else str(hours),
        )
        return promise_line(_promise(connection, promise_id), at)


def _hours(text: str) -> Hours | None:
    said = clean_line(text)
    if not said:
        return None
    try:
        return read_hours(said)
    except ValueError:
        raise BadInput(
            _("{text} are not hours.").format(text=said), _("Write them like 9-12, 17-19, or from 10.")
        ) from None


def _must_fit(desk: Desk, hours: Hours, due_at: datetime) -> None:
    nearest = fitting(desk, hours, due_at)
    if nearest == due_at:
        return
    raise OutsideHours(
        _("The customer wants to hear at {hours}; {when} is outside that.").format(
            hours=hours, when=moment_words(desk, due_at)
        ),
        _("The nearest that fits is {when}; say so if {asked} was agreed all the same.").format(
            when=moment_words(desk, nearest), asked=moment_words(desk, due_at)
        ),
        nearest,
    )


# --- keeping, moving, handing on ----------------------------------------------------------------------------


def keep(desk: Desk, promise_id: str) -> PromiseLine:
    """Say that a promise was kept now: early, in time or late is what the clock says.

    One that was kept before stays as it was. Raises NotFound, and BadInput for one that was withdrawn.
    """
    person = desk.signed_in()
    at = desk.now()
    with acting(desk) as connection:
        found = _promise(connection, promise_id)
        _must_stand(found)
        promises.keep(connection, promise_id, person.id, at)
        return promise_line(_promise(connection, promise_id), at)


def move(desk: Desk, promise_id: str, due_at: datetime, reason: str, *, anyway: bool = False) -> PromiseLine:
    """Give a promise another time, with the reason; what was promised first stays to be read.

    Raises NotFound; BadInput without a reason, for a time that is past and for a promise that is settled;
    OutsideHours for a time at which the customer does not want to hear, unless `anyway`.
    """
    at = desk.now()
    said = whole(reason)
    if not said:
        raise BadInput(
            _("A promise that moves needs a reason."), _("Write one sentence why, as the customer hears it.")
        )
    must_be_ahead(due_at, at)
    with acting(desk) as connection:
        found = _promise(connection, promise_id)
        _must_wait(found)
        if found.hours and not anyway:
            _must_fit(desk, read_hours(found.hours), due_at)
        return _moved(connection, desk, found, due_at, found.owner_id, said, at)


def reassign(desk: Desk, promise_id: str, owner: str, reason: str = "") -> PromiseLine:
    """Give a promise another owner, who keeps it by the same time. Whose it was stays to be read.

    Raises NotFound for a promise that does not exist and for an owner who does not work here; BadInput for a
    promise that is settled.
    """
    at = desk.now()
    with acting(desk) as connection:
        found = _promise(connection, promise_id)
        _must_wait(found)
        return _moved(connection, desk, found, found.due_at, _owner(connection, owner).id, whole(reason), at)


def _moved(
    connection: Connection, desk: Desk, found: Promise, due_at: datetime, owner_id: str, reason: str, at: datetime
) -> PromiseLine:
    person = desk.signed_in()
    if (due_at, owner_id) != (found.due_at, found.owner_id):
        promises.move(
            connection,
            found,
            move_id=new_id(),
            to_due_at=due_at,
            to_owner_id=owner_id,
            reason=reason,
            by=person.id,
            at=at,
        )
    return promise_line(_promise(connection, found.id), at)


def moves(desk: Desk, promise_id: str) -> tuple[MoveLine, ...]:
    """Every other time and owner that a promise got, in order, and why. Raises NotFound."""
    with reading(desk.store) as connection:
        _promise(connection, promise_id)
        found = promises.moves_of(connection, promise_id)
    return tuple(
        MoveLine(
            each.from_due_at,
            each.to_due_at,
            each.from_owner_name,
            each.to_owner_name,
            each.reason,
            each.moved_by_name,
            each.moved_at,
        )
        for each in found
    )


def _promise(connection: Connection, promise_id: str) -> Promise:
    found = promises.by_id(connection, promise_id)
    if found is None:
        raise NotFound(
            _("There is no promise {id}.").format(id=promise_id),
            _("Take its id from the queue or from the day."),
        )
    return found


def _must_stand(found: Promise) -> None:
    if found.withdrawn_at is not None and found.kept_at is None:
        raise BadInput(
            _("This promise was withdrawn with the gesture it followed from."),
            _("Make a new promise if there is something left to do."),
        )


def _must_wait(found: Promise) -> None:
    _must_stand(found)
    if found.kept_at is not None:
        raise BadInput(_("This promise was kept already."), _("Make a new promise if there is something left to do."))


def _owner(connection: Connection, name: str) -> staff.StaffMember:
    found = staff.by_name(connection, clean_line(name, NAME_LENGTH_MAX))
    if found is None or not found.active:
        names = ", ".join(each.name for each in staff.everybody(connection))
        raise NotFound(
            _("Nobody here is called {name}.").format(name=clean_line(name, NAME_LENGTH_MAX)),
            _("Known here: {words}.").format(words=names),
        )
    return found


# --- looking ------------------------------------------------------------------------------------------------


def one(desk: Desk, promise_id: str) -> PromiseLine:
    """The promise of that id as it stands. Raises NotFound."""
    with reading(desk.store) as connection:
        return promise_line(_promise(connection, promise_id), desk.now())


def waiting(desk: Desk, *, overdue: bool = False) -> tuple[PromiseLine, ...]:
    """All promises that are owed, by due time, so that overdue ones come first; `overdue` alone leaves the rest out."""
    now = desk.now()
    with reading(desk.store) as connection:
        found = promises.waiting(connection)
    return tuple(promise_line(each, now) for each in found if not overdue or each.due_at < now)


def left_behind(desk: Desk) -> tuple[PromiseLine, ...]:
    """The promises that wait for somebody who no longer works here: each needs another owner."""
    with reading(desk.store) as connection:
        found = promises.left_behind(connection)
    return tuple(promise_line(each, desk.now()) for each in found)


def settled(desk: Desk, since: date, until: date) -> tuple[PromiseLine, ...]:
    """The promises kept on the business days from `since` to `until`, by due time; late ones say so."""
    clock = desk.days()
    with reading(desk.store) as connection:
        found = promises.kept_between(connection, clock.start_of(since), clock.start_of(until + timedelta(days=1)))
    return tuple(promise_line(each, desk.now()) for each in found)


def kept_share(desk: Desk, since: date, until: date) -> KeptShare:
    """Of the promises that were due on the business days from `since` to `until`: how many were kept in time.

    What is due later than now is not counted yet, unless it was kept; what was withdrawn is not counted.
    """
    clock, now = desk.days(), desk.now()
    with reading(desk.store) as connection:
        due = promises.due_between(connection, clock.start_of(since), clock.start_of(until + timedelta(days=1)))
    states = [promise_line(each, now).state for each in due]
    in_time = sum(state in ("kept", "early") for state in states)
    return KeptShare(in_time, states.count("early"), states.count("late"), states.count("overdue"))


# --- choosing a time ----------------------------------------------------------------------------------------


def due_choices(
    desk: Desk, conversation_id: str | None = None, text: str = "", hours: str = ""
) -> tuple[tuple[str, datetime], ...]:
    """Times a promise may be due, each ahead of now: a label and the instant (UTC).

    With a conversation, what promises of its kind usually took comes first ("most take 2 days; say 3"); `text` is
    what is promised. Times at which the customer does not want to hear give way to the nearest that fits: `hours`,
    else those that the customer said last.
    """
    choices = usual_times(desk)
    if conversation_id is not None:
        with reading(desk.store) as connection:
            found = conversation_of(connection, conversation_id)
            hours = hours or reach.hours_of(connection, found.customer_id)
        proposed = calibrated(desk, text=text, situation=found.situation)
        if proposed is not None:
            choices = ((proposed.words, proposed.due_at), *choices)
    accepted = _hours(hours)
    if accepted is None:
        return choices
    return _fitted(desk, accepted, choices)


def _fitted(desk: Desk, hours: Hours, choices: tuple[tuple[str, datetime], ...]) -> tuple[tuple[str, datetime], ...]:
    """Each choice at a time that fits; two that come to the same time are one."""
    fitted: dict[datetime, str] = {}
    for label, due in choices:
        near = fitting(desk, hours, due)
        fitted.setdefault(near, label if near == due else moment_words(desk, near))
    return tuple((label, due) for due, label in fitted.items())
