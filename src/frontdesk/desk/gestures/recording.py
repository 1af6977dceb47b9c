"""Writing gestures into the ledger and taking them back: always a new line, never a changed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from frontdesk.authority import limits
from frontdesk.authority.remembering import remembered
from frontdesk.authority.values import Decision
from frontdesk.conversation.hours import read_hours
from frontdesk.desk.approvals import granted
from frontdesk.desk.customers import reach
from frontdesk.desk.gestures import saying
from frontdesk.desk.gestures.deciding import Decided
from frontdesk.desk.gestures.keeping_time import kept_time
from frontdesk.desk.gestures.lines import quantity_words
from frontdesk.desk.people.acting import acting, staff_of
from frontdesk.desk.people.own_card import must_not_be_own
from frontdesk.desk.people.roles import leading_roles, leads
from frontdesk.desk.promises.due_times import fitting
from frontdesk.desk.promises.promise_lines import promise_line
from frontdesk.desk.views import Attempt, Given, TakenBack
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import as_id, new_id
from frontdesk.ground.language import _, current
from frontdesk.ground.text import LINE_LENGTH_MAX, clean, clean_line, whole
from frontdesk.guidelines.model import Gesture
from frontdesk.store import blocks, erasing, ideas, ledger, one_person, promises, usage
from frontdesk.store.conversations import Conversation
from frontdesk.store.driver import Connection
from frontdesk.store.ledger import Entry
from frontdesk.store.promises import Promise
from frontdesk.store.staff import StaffMember
from frontdesk.store.triggers import GONE

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def saved_attempt(attempt: Attempt) -> dict[str, Any]:
    """An attempt as it is saved with its conversation."""
    return {
        "id": attempt.id,
        "conversation_id": attempt.conversation_id,
        "gesture": attempt.gesture,
        "ask_minor": attempt.ask_minor,
        "ask_thousandths": attempt.ask_thousandths,
        "reason": attempt.reason,
        "ticks": list(attempt.ticks),
        **({} if attempt.approval_id is None else {"approval_id": attempt.approval_id}),
        **({} if attempt.shown_for is None else {"shown_for": list(attempt.shown_for)}),
    }


def must_be_same(entry: Entry, attempt: Attempt) -> None:
    """Raise BadInput when the attempt's id already stands for something else."""
    if entry.kind != ledger.GIVEN or (entry.conversation_id, entry.gesture) != (
        attempt.conversation_id,
        attempt.gesture,
    ):
        raise BadInput(
            _("The attempt {id} was already used for {label}.").format(id=attempt.id, label=entry.label),
            _("Open the gesture again: each preview brings its own."),
        )


def must_be_own_preview(desk: Desk, conversation: Conversation, attempt_id: str) -> None:
    """Raise BadInput for what somebody else previewed: who saw what it means is who gives it."""
    saved = conversation.attempt
    if saved.get("id") == attempt_id and saved.get("staff_id", desk.person.id) != desk.person.id:
        raise BadInput(
            _("This was opened by somebody else, and nothing was given."),
            _("Open the gesture again: whoever sees what it means gives it."),
        )


def must_be_for_whom_it_was_shown(connection: Connection, conversation: Conversation, attempt: Attempt) -> None:
    """Raise BadInput where the conversation was made to be about somebody, or an order, that nobody saw when pressing.

    Cards that were merged meanwhile are one customer.
    """
    if attempt.shown_for is None:
        return
    customer_id, order_id = attempt.shown_for
    shown, now = (
        None if each is None else one_person.kept_id(connection, each)
        for each in (customer_id, conversation.customer_id)
    )
    if shown != now:
        raise BadInput(
            _("This conversation is with another customer now than the one you saw; nothing was given."),
            _("Open the gesture again: it shows for whom it is."),
        )
    if order_id != conversation.order_id:
        raise BadInput(
            _("This conversation is about another order now than the one you saw; nothing was given."),
            _("Open the gesture again: it is worked out for this order."),
        )


# --- giving -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfEvent:
    """That an entry is owed by a mass event; `scope` is all that it counts for, in place of the moment's."""

    event_id: str
    scope: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry in the ledger with its number, the decision it was given by, and the promise that it made."""

    seq: int
    entry: Entry
    decision: Decision
    promise: Promise | None


def record(
    connection: Connection,
    desk: Desk,
    gesture: Gesture,
    made: Decided,
    decision: Decision,
    attempt: Attempt,
    *,
    of_event: OfEvent | None = None,
    behind_seconds: int | None = None,
) -> Recorded:
    """Append the entry, move the counters, and make what follows from it, in the caller's transaction.

    `decision` is the one that was `made`. A mass event writes no idea for each of its customers. `behind_seconds` is
    how far the clock was behind (`keeping_time`). What is answered is put into words by `given`, once others may write.
    Raises OwnCard when it would go to the giver themselves.
    """
    conversation, yes = made.conversation, made.yes
    must_not_be_own(connection, desk.person.id, conversation.customer_id)
    if yes is not None and yes.answered_by is not None:
        must_not_be_own(connection, yes.answered_by, conversation.customer_id)
    grant = granted.used_by(connection, desk, made.moment, decision) if yes is None else None
    entry = replace(
        _entry(desk, gesture, made, decision, attempt),
        grant_id=None if grant is None else grant.id,
        clock_behind_seconds=behind_seconds,
    )
    if of_event is not None:
        entry = replace(entry, event_id=of_event.event_id, scope=of_event.scope)
    seq = ledger.append(connection, entry)
    usage.add(connection, usage.Counted.of(seq, entry), desk.days())
    if yes is not None and yes.block_id is not None:
        blocks.say_done_instead(connection, yes.block_id, blocks.APPROVED)
    promise = _follow_up(connection, desk, gesture, entry, conversation.channel)
    if gesture.idea and of_event is None:
        ideas.add(
            connection,
            idea_id=new_id(),
            conversation_id=conversation.id,
            entry_id=entry.id,
            gesture=gesture.id,
            text=conversation.request or entry.label,
            staff_id=desk.person.id,
            at=entry.at,
            business_date=entry.business_date,
        )
    return Recorded(seq, entry, decision, promise)


def _entry(desk: Desk, gesture: Gesture, made: Decided, decision: Decision, attempt: Attempt) -> Entry:
    """The line of a gesture. Given by a yes, it names that yes, and keeps the role of who gives."""
    guidelines = desk.rules()
    conversation, moment = made.conversation, made.moment
    return Entry(
        id=new_id(),
        attempt_id=attempt.id,
        kind=ledger.GIVEN,
        reverses=None,
        conversation_id=conversation.id,
        incident_id=conversation.incident_id,
        customer_id=conversation.customer_id,
        order_id=conversation.order_id,
        gesture=gesture.id,
        label=clean_line(gesture.label.said_in(current()), LINE_LENGTH_MAX),
        value_minor=decision.amount_minor,
        cost_minor=decision.cost_minor,
        exposure_minor=decision.exposure_minor,
        quantity_thousandths=decision.quantity_thousandths or 0,
        unit=decision.unit,
        currency=guidelines.business.currency,
        reason=attempt.reason,
        needs_heard="request_heard" in gesture.needs,
        bend=decision.bend,
        scope=limits.scope_of(moment),
        staff_id=desk.person.id,
        role=made.role,
        site=desk.site,
        desk=desk.name,
        guidelines_version=guidelines.version,
        at=moment.at,
        business_date=guidelines.business.clock.date_of(moment.at),
        moment=remembered(moment, guidelines, attempt.ask_minor, attempt.ask_thousandths, given_by_role=made.role),
        approval_id=None if made.yes is None else made.yes.id,
    )


def _follow_up(
    connection: Connection, desk: Desk, gesture: Gesture, entry: Entry, channel: str | None
) -> Promise | None:
    """The promise that a gesture makes: due as the guidelines say, told as this customer wants to hear."""
    if gesture.promise is None:
        return None
    promise_id = new_id()
    hours = reach.hours_of(connection, entry.customer_id)
    due_at = entry.at + gesture.promise.due
    promises.add(
        connection,
        promise_id=promise_id,
        conversation_id=entry.conversation_id,
        customer_id=entry.customer_id,
        text=clean(gesture.promise.text.said_in(current())),
        owner_id=desk.person.id,
        due_at=due_at if not hours else fitting(desk, read_hours(hours), due_at),
        made_by=desk.person.id,
        made_at=entry.at,
        business_date=entry.business_date,
        entry_id=entry.id,
        channel=reach.channel_of(connection, entry.customer_id, channel),
        hours=hours,
        event_id=entry.event_id,
    )
    return promises.of_entry(connection, entry.id)


def given(recorded: Recorded) -> Given:
    """The answer to who gave: as the limits stand now, with the promise that was made by it."""
    said = _given(recorded.seq, recorded.entry, recorded.promise)
    return replace(said, decision=saying.after(recorded.decision))


def given_again(connection: Connection, seq: int, entry: Entry) -> Given:
    """The answer to an attempt that was recorded before, and may have been taken back since."""
    gone = ledger.reversal_of(connection, entry.id) is not None
    return replace(_given(seq, entry, promises.of_entry(connection, entry.id)), already=True, taken_back=gone)


def _given(seq: int, entry: Entry, promise: Promise | None) -> Given:
    return Given(
        entry_id=entry.id,
        seq=seq,
        at=entry.at,
        gesture=entry.gesture,
        label=entry.label,
        amount=_amount(entry),
        amount_minor=entry.value_minor,
        decision=None,
        promise=None if promise is None else promise_line(promise, entry.at),
        clock_behind_seconds=entry.clock_behind_seconds,
    )


def _amount(entry: Entry) -> str:
    if entry.quantity_thousandths:
        return quantity_words(entry.quantity_thousandths, entry.unit)
    return saying.amount_in(entry.currency, entry.value_minor)


# --- taking back --------------------------------------------------------------------------------------------


def take_back(desk: Desk, entry_id: str, reason: str, attempt_id: str | None = None) -> TakenBack:
    """Take a gesture back with a new entry: what it took is free again in the windows it was counted in.

    Its open follow-up promise is withdrawn. A second time answers with the first. Of somebody who was forgotten the
    reason is asked and not kept: nobody could find it any more to forget it. Raises BadInput without a reason, for an
    entry that is itself a taking back, and for somebody who neither gave it today nor has a higher role.
    """
    guidelines = desk.rules()
    desk.signed_in()
    said = whole(reason)
    clock = guidelines.business.clock
    with acting(desk) as connection:
        kept = kept_time(connection, desk)
        at = kept.at
        found = ledger.by_id(connection, entry_id)
        if found is None:
            raise NotFound(
                _("There is no entry {id}.").format(id=clean_line(entry_id, 60)),
                _("Take its id from the conversation, the card or the day."),
            )
        seq, entry = found
        if entry.kind != ledger.GIVEN:
            raise BadInput(
                _("This entry takes something back itself."),
                _("Give the gesture again instead; the ledger then shows both."),
            )
        before = ledger.reversal_of(connection, entry_id)
        if before is not None:
            return _taken_back(before[0], before[1], already=True)
        person = staff_of(connection, desk)
        _must_be_allowed(desk, person, entry, clock.date_of(at))
        if not said:
            raise BadInput(_("A taking back needs a reason."), _("Write one sentence why."))
        back = replace(
            entry,
            id=new_id(),
            attempt_id=_free_attempt(connection, attempt_id),
            kind=ledger.TAKEN_BACK,
            reverses=entry.id,
            reason=GONE if erasing.is_line_forgotten(connection, entry) else said,
            staff_id=person.id,
            role=person.role,
            site=desk.site,
            desk=desk.name,
            guidelines_version=guidelines.version,
            at=at,
            business_date=clock.date_of(at),
            moment=None,
            clock_behind_seconds=kept.behind_seconds,
        )
        number = ledger.append(connection, back)
        usage.free(connection, usage.Counted.of(seq, entry), clock)
        promises.withdraw_for(connection, entry.id, at)
        return _taken_back(number, back)


def _free_attempt(connection: Connection, attempt_id: str | None) -> str:
    if attempt_id is None:
        return new_id()
    try:
        wanted = as_id(attempt_id)
    except ValueError:
        wanted = ""
    if not wanted or ledger.by_attempt(connection, wanted) is not None:
        raise BadInput(
            _("The attempt {id} cannot be used for this.").format(id=clean_line(attempt_id, 60)),
            _("Take a new UUID for each attempt, or none."),
        )
    return wanted


def _must_be_allowed(desk: Desk, person: StaffMember, entry: Entry, today: date) -> None:
    """The giver, on the same business day; or any role above the lowest, at any time."""
    guidelines = desk.rules()
    higher = len(guidelines.roles) > 1 and leads(guidelines, person.role)
    if higher or (entry.staff_id == person.id and entry.business_date == today):
        return
    raise BadInput(
        _("This was given by somebody else, or on another day."),
        _("Whoever gave it can take it back on the same day; later, ask: {roles}.").format(
            roles=leading_roles(guidelines)
        ),
    )


def _taken_back(seq: int, back: Entry, *, already: bool = False) -> TakenBack:
    if back.reverses is None:
        raise AssertionError("a taking back names what it takes back")
    return TakenBack(back.id, back.reverses, seq, back.at, back.label, _amount(back), already)


# --- what was done instead ----------------------------------------------------------------------------------


def took_instead(desk: Desk, block_id: str, what: str) -> None:
    """Note what was done after a limit said "not like this". Said once; a second time changes nothing."""
    said = clean_line(what)
    if not said:
        return
    with acting(desk) as connection:
        blocks.say_done_instead(connection, block_id, said)
