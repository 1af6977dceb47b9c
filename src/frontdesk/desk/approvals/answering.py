"""Answering what was asked above somebody's own authority: a yes to all or part of it, or something else instead.

Nobody answers their own, and there is no bare no. What is answered is decided as the one who answers, at that moment;
giving decides it once more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.authority.values import BadAsk, Decision, Moment, Outcome
from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals.approval_lines import approval_line, figure, may_answer
from frontdesk.desk.approvals.approval_views import Answered, ApprovalLine, WaitingLine
from frontdesk.desk.approvals.yes import approval_of, state_of
from frontdesk.desk.conversations.found import conversation_of
from frontdesk.desk.gestures import asking, saying
from frontdesk.desk.gestures.blocking import told
from frontdesk.desk.gestures.deciding import PASSES, Ask, as_person, gesture_called, weighed
from frontdesk.desk.gestures.keeping_time import kept_time
from frontdesk.desk.gestures.moments import moment_of
from frontdesk.desk.people import pins
from frontdesk.desk.people.acting import acting, staff_of
from frontdesk.desk.people.own_card import must_not_be_own
from frontdesk.desk.rules.in_force import must_be_current
from frontdesk.ground.errors import BadInput, DeskError
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _, current
from frontdesk.ground.text import LINE_LENGTH_MAX, clean_line, whole, whole_line
from frontdesk.store import approvals, ideas, staff
from frontdesk.store.approvals import OTHER, YES, Answer, Approval
from frontdesk.store.conversations import Conversation
from frontdesk.store.driver import Connection
from frontdesk.store.staff import StaffMember
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


# --- what waits ---------------------------------------------------------------------------------------------


def waiting(desk: Desk) -> tuple[WaitingLine, ...]:
    """What the person who is signed in may answer now, the oldest first; their own is never in it."""
    now = desk.now()
    with reading(desk.store) as connection:
        person = staff_of(connection, desk)
        guidelines = desk.rules()
        return tuple(
            _waiting_line(connection, desk, each, person, now)
            for each in approvals.unanswered(connection, desk.site, now)
            if each.asked_by != person.id and may_answer(guidelines, person.role, each.role)
        )


def how_many_wait(desk: Desk) -> int:
    """How many answers this person owes now: for a figure that is looked at every second. Nobody signed in: none."""
    if not desk.person.id or desk.guidelines is None:
        return 0
    with reading(desk.store) as connection:
        person = staff.by_id(connection, desk.person.id)
        if person is None or not person.active:
            return 0
        roles = approvals.unanswered_roles(connection, desk.site, desk.now(), person.id)
    return sum(may_answer(desk.rules(), person.role, role) for role in roles)


def _waiting_line(
    connection: Connection, desk: Desk, approval: Approval, person: StaffMember, now: datetime
) -> WaitingLine:
    guidelines = desk.rules()
    conversation = conversation_of(connection, approval.conversation_id)
    situation = guidelines.situations.get(conversation.situation or "")
    asker = _moment_of_asker(connection, desk, approval, conversation, now)
    mine = as_person(connection, asker, person)
    could = _decision(connection, desk, asker, approval)
    can = _decision(connection, desk, mine, approval)
    fits = can.outcome in PASSES
    minor = can.amount_minor if fits else can.at_most_minor
    thousandths = can.quantity_thousandths if fits else can.at_most_thousandths
    alone = could.amount_minor if could.outcome in PASSES else could.at_most_minor
    alone_thousandths = could.quantity_thousandths if could.outcome in PASSES else could.at_most_thousandths
    return WaitingLine(
        approval=approval_line(desk, approval, now),
        customer_name=conversation.customer_name,
        situation_label="" if situation is None else situation.label.said_in(current()),
        request=conversation.request,
        wish=conversation.wish,
        could=figure(desk, approval.gesture, alone, alone_thousandths),
        could_minor=alone,
        can=fits,
        fits=figure(desk, approval.gesture, minor, thousandths),
        fits_minor=minor,
        fits_thousandths=thousandths,
        because="" if fits else _because(desk, can, mine),
        decision=can,
    )


def _because(desk: Desk, decision: Decision, moment: Moment) -> str:
    guidelines = desk.rules()
    if decision.gesture not in guidelines.gestures:
        return _("The guidelines have no such gesture any more.")
    return saying.because(decision, guidelines, moment.facts, moment.at)


def _moment_of_asker(
    connection: Connection, desk: Desk, approval: Approval, conversation: Conversation, now: datetime
) -> Moment:
    """The moment as whoever asked stands in it now, at their own desk."""
    asker = staff.by_id(connection, approval.asked_by)
    there = replace(desk, name=approval.desk)
    return moment_of(
        connection, there, conversation, at=now, reason=approval.reason, ticks=approval.ticks, person=asker
    )


def _decision(
    connection: Connection, desk: Desk, moment: Moment, approval: Approval, ask: Ask | None = None
) -> Decision:
    """The decision about what was asked (or `ask` of it); what cannot be asked any more does not fit."""
    found = _weighed(connection, desk, moment, approval, ask)
    return Decision(approval.gesture, Outcome.NO_FIT) if isinstance(found, BadAsk) else found


def _weighed(
    connection: Connection, desk: Desk, moment: Moment, approval: Approval, ask: Ask | None = None
) -> Decision | BadAsk:
    if approval.gesture not in desk.rules().gestures:
        return Decision(approval.gesture, Outcome.NO_FIT)
    usual = weighed(connection, desk, moment, approval.gesture, (None, None))
    if ask is None and isinstance(usual, Decision) and not saying.is_chosen(usual):
        return usual  # what nobody chooses is given as it comes to now
    return weighed(connection, desk, moment, approval.gesture, ask or (approval.ask_minor, approval.ask_thousandths))


# --- answering ----------------------------------------------------------------------------------------------


def answer_yes(
    desk: Desk,
    approval_id: str,
    amount: str | None = None,
    words: str = "",
    one_off: bool = True,
    *,
    by: str | None = None,
    pin: str | None = None,
) -> Answered:
    """Say yes to what was asked, or to a smaller `amount` of it; the same answer again changes nothing.

    Blocked, with nothing written down, says how much fits for the one who answers. `one_off` False also writes an idea:
    the guidelines themselves should allow it. With `by` and `pin` somebody answers at the asker's own desk, by their
    own credential. Raises DeskError for what lapsed, was withdrawn or was answered before, naming who and when; and
    BadInput for one's own, for a role that is too low and for more than was asked.
    """
    lead = desk if by is None else pins.by_pin(desk, by, pin or "")
    with acting(desk) as connection:
        must_be_current(connection, desk, desk.now())
        at = kept_time(connection, desk).at
        person = staff_of(connection, lead)
        found = approval_of(connection, approval_id)
        ask = _read_amount(desk, found, amount)
        if _is_the_same(found, person, ask):
            return approval_line(desk, found, at)
        _must_be_answerable(lead, found, person, at)
        conversation = conversation_of(connection, found.conversation_id)
        must_not_be_own(connection, person.id, conversation.customer_id)
        moment = as_person(connection, _moment_of_asker(connection, desk, found, conversation, at), person)
        decision = _weighed(connection, desk, moment, found, ask)
        if isinstance(decision, BadAsk):
            return decision
        if decision.outcome not in PASSES:
            return told(desk, decision, moment)
        approvals.answer(
            connection,
            found.id,
            Answer(
                answer=YES,
                by=person.id,
                role=person.role,
                at=at,
                approved_minor=decision.amount_minor,
                approved_thousandths=decision.quantity_thousandths,
                words=whole(words),
                one_off=one_off,
            ),
        )
        line = approval_line(desk, approval_of(connection, found.id), at)
        if not one_off:
            _write_idea(connection, desk, found, line, person)
        return line


def _read_amount(desk: Desk, found: Approval, amount: str | None) -> Ask | None:
    """How much of it; None for all. Raises BadInput for more than was asked."""
    if amount is None or not amount.strip():
        return None
    ask = asking.read_ask(amount, gesture_called(desk.rules(), found.gesture), desk.rules(), None)
    wanted, most = (ask[0], found.ask_minor) if ask[1] is None else (ask[1], found.ask_thousandths)
    if wanted is not None and most is not None and wanted > most:
        raise BadInput(
            _("{amount} was asked.").format(amount=figure(desk, found.gesture, found.ask_minor, found.ask_thousandths)),
            _("A yes is for that much or less."),
        )
    return ask


def _is_the_same(found: Approval, person: StaffMember, ask: Ask | None) -> bool:
    """Whether this person has said this very yes already (a retry, or a key pressed twice)."""
    said = found.answer == YES and found.answered_by == person.id
    return said and ask in (None, (found.approved_minor, found.approved_thousandths))


def _must_be_answerable(desk: Desk, found: Approval, person: StaffMember, at: datetime) -> None:
    if found.asked_by == person.id:
        raise BadInput(_("You asked this yourself."), _("Somebody else has to answer it."))
    if not may_answer(desk.rules(), person.role, found.role):
        raise BadInput(
            _("This is asked of: {role}.").format(role=found.role),
            _("Somebody of that role answers it, here with their own code or at their own desk."),
        )
    standing = state_of(desk, found, at)
    if standing is ApprovalState.WAITING:
        return
    clock = desk.days()
    if found.answered_at is not None:
        raise DeskError(
            _("{name} answered this at {time}.").format(
                name=found.answered_by_name, time=f"{clock.wall(found.answered_at):%H:%M}"
            ),
            _("The first answer stands."),
        )
    if standing is ApprovalState.LAPSED:
        raise DeskError(
            _("This was wanted by {time} and has lapsed.").format(time=f"{clock.wall(found.expires_at):%H:%M}"),
            _("The desk went on with what fits; it can ask again."),
        )
    raise DeskError(_("This was withdrawn, or the conversation is closed."), _("There is nothing left to answer."))


def _write_idea(connection: Connection, desk: Desk, found: Approval, line: ApprovalLine, person: StaffMember) -> None:
    """The proposal that follows from a yes that should not have been needed; it is owed an answer like any other."""
    what = f"{line.label} {line.approved}".strip()
    text = _("{what} was approved: let the desk give it without asking. {reason}").format(what=what, reason=line.reason)
    at = desk.now()
    on = desk.days().date_of(at)
    ideas.add(
        connection,
        idea_id=new_id(),
        conversation_id=found.conversation_id,
        entry_id=None,
        gesture=found.gesture,
        text=clean_line(text),
        staff_id=person.id,
        at=at,
        business_date=on,
        block_id=found.block_id,
        approval_id=found.id,
    )


def should_change(desk: Desk, approval_id: str) -> None:
    """After a yes of one's own: the guidelines themselves should allow it. Writes the idea, once; the yes stands.

    It is said after the yes and not with it, so that nobody at the desk waits for it. Raises BadInput for what is no
    yes of the person who is signed in.
    """
    with acting(desk) as connection:
        person = staff_of(connection, desk)
        found = approval_of(connection, approval_id)
        if found.answer != YES or found.answered_by != person.id:
            raise BadInput(_("This is no yes of yours."), _("An idea can be written down from the conversation."))
        if ideas.of_approval(connection, found.id) is None:
            _write_idea(connection, desk, found, approval_line(desk, found, desk.now()), person)


def answer_other(
    desk: Desk,
    approval_id: str,
    alternative: str = "",
    gesture: str | None = None,
    words: str = "",
    *,
    by: str | None = None,
    pin: str | None = None,
) -> ApprovalLine:
    """Offer something else instead: in words, or a `gesture` that the asker can give now, or both; one is a must.

    Raises as `answer_yes` does, and BadInput without an alternative or for a gesture that cannot be given now.
    """
    said = whole_line(alternative)
    if not said and gesture is None:
        raise BadInput(
            _("What is possible instead?"), _("Write it in a sentence, or name a gesture that can be given now.")
        )
    lead = desk if by is None else pins.by_pin(desk, by, pin or "")
    with acting(desk) as connection:
        must_be_current(connection, desk, desk.now())
        at = kept_time(connection, desk).at
        person = staff_of(connection, lead)
        found = approval_of(connection, approval_id)
        if found.answer == OTHER and found.answered_by == person.id and found.alternative_gesture == gesture:
            return approval_line(desk, found, at)
        _must_be_answerable(lead, found, person, at)
        if gesture is not None:
            label = _label_of_possible(connection, desk, found, gesture, at)
            said = said or label
        approvals.answer(
            connection,
            found.id,
            Answer(
                answer=OTHER,
                by=person.id,
                role=person.role,
                at=at,
                alternative=said,
                alternative_gesture=gesture,
                words=whole(words),
            ),
        )
        return approval_line(desk, approval_of(connection, found.id), at)


def _label_of_possible(connection: Connection, desk: Desk, found: Approval, gesture: str, at: datetime) -> str:
    """The label of a gesture that the asker can give now. Raises BadInput, saying why, for one that is none."""
    label = gesture_called(desk.rules(), gesture).label.said_in(current())
    conversation = conversation_of(connection, found.conversation_id)
    moment = _moment_of_asker(connection, desk, found, conversation, at)
    decision = weighed(connection, desk, moment, gesture, (None, None))
    if isinstance(decision, Decision) and decision.outcome in PASSES:
        return clean_line(label, LINE_LENGTH_MAX)
    why = "" if isinstance(decision, BadAsk) else saying.because(decision, desk.rules(), moment.facts, at)
    raise BadInput(
        _("{label} is not possible there now. {why}").format(label=label, why=why).strip(),
        _("Offer another gesture, or say in words what is possible."),
    )
