"""Above one's own authority: asking a higher role, and what stands while nobody has answered.

An approval is the same decision made as the one who approves, by their role and their own authority, at the moment of
giving. Limits and budgets hold for everybody; where a lead may exceed one, the guidelines say so. So a role is only
asked where it could give it now. Source: docs/guidelines.md, Above one's own authority.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from frontdesk.authority.values import AskWay, BadAsk, Decision, GestureWay, Outcome
from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals.answering import answer_other, answer_yes, how_many_wait, should_change, waiting
from frontdesk.desk.approvals.approval_lines import approval_line, may_answer
from frontdesk.desk.approvals.approval_views import ApprovalLine, Asked
from frontdesk.desk.approvals.yes import approval_of, state_of
from frontdesk.desk.conversations.found import conversation_of, must_be_open
from frontdesk.desk.conversations.said import answered
from frontdesk.desk.gestures import asking, saying
from frontdesk.desk.gestures.blocking import AT_THE_DESK, blocked
from frontdesk.desk.gestures.deciding import PASSES, Ask, Decided, decided, gesture_called, weighed
from frontdesk.desk.gestures.keeping_time import kept_time
from frontdesk.desk.people.acting import acting, staff_of
from frontdesk.desk.rules.in_force import must_be_current
from frontdesk.desk.views import Person, WayLine
from frontdesk.ground.errors import BadInput
from frontdesk.ground.ids import as_id, new_id
from frontdesk.ground.language import _, current
from frontdesk.ground.text import LINE_LENGTH_MAX, clean_line, whole
from frontdesk.guidelines.values import parse_duration
from frontdesk.store import approvals, blocks, staff
from frontdesk.store.approvals import Approval
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

__all__ = [
    "answer_other",
    "answer_yes",
    "as_asker",
    "ask",
    "fallback",
    "how_many_wait",
    "mine",
    "of_conversation",
    "parse_within",
    "should_change",
    "waiting",
    "withdraw",
]

WITHIN = timedelta(minutes=10)
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=24)


# --- asking -------------------------------------------------------------------------------------------------


def ask(
    desk: Desk,
    conversation_id: str,
    gesture: str,
    ask: str | None = None,
    reason: str = "",
    ticks: Iterable[str] = (),
    block_id: str | None = None,
    within: timedelta = WITHIN,
    *,
    answers: Mapping[str, str] | None = None,
    attempt_id: str | None = None,
) -> Asked:
    """Ask the role that could give it now, with one sentence why; what waits already answers with itself.

    `ask` is the amount as it was typed, None for the usual. Needed when something has to be said first (`answers` are
    by the names of its fields), Blocked, written down with its ways, when nobody above could give it now either. With
    `attempt_id` (a UUID, which the approval then has) asking again is asking once; without it, the same person asking
    the same again is. Another amount of the same gesture takes the place of what was asked before. Raises BadInput for
    what somebody can give alone, and where nobody of that role works here.
    """
    guidelines = desk.rules()
    known = gesture_called(guidelines, gesture)
    hand = (*ticks, *answered(desk, conversation_id, answers or {}))
    said = whole(reason) or whole((answers or {}).get("reason", ""))
    approval_id = _attempt_id(attempt_id)
    _must_be_a_while(within)
    with reading(desk.store) as connection:
        before = approvals.by_id(connection, approval_id)
        if before is not None:
            return _asked_before(desk, before, conversation_id, gesture)
        must_be_current(connection, desk, desk.now())
        at = kept_time(connection, desk).at
        conversation = conversation_of(connection, conversation_id)
        must_be_open(conversation)
        own = decided(connection, desk, conversation, gesture, at=at, ask=(None, None), reason=said, ticks=hand)
        bounds = own.decision if isinstance(own.decision, Decision) else None
        amounts = asking.read_ask(ask, known, guidelines, bounds)
        if amounts != (None, None):
            own = decided(connection, desk, conversation, gesture, at=at, ask=amounts, reason=said, ticks=hand)
        role = None if isinstance(own.decision, BadAsk) else _role_to_ask(own.decision)
        theirs = None if role is None else _as_role(connection, desk, own, role, amounts)
    if isinstance(own.decision, BadAsk):
        return own.decision
    if theirs is None or role is None:
        return _not_to_be_asked(desk, own, own.decision, amounts)
    if theirs.missing or not said:
        return asking.needed(_with_reason(theirs, said), guidelines)
    if own.decision.outcome not in PASSES and block_id is None:
        block_id = blocked(desk, own, own.decision, amounts).block_id
    new = Approval(
        id=approval_id,
        conversation_id=conversation.id,
        block_id=block_id,
        gesture=gesture,
        label=clean_line(known.label.said_in(current()), LINE_LENGTH_MAX),
        ask_minor=theirs.amount_minor,
        ask_thousandths=theirs.quantity_thousandths,
        reason=said,
        ticks=hand,
        role=role,
        asked_by=own.moment.staff,
        asked_at=at,
        business_date=desk.days().date_of(at),
        site=desk.site,
        desk=desk.name,
        guidelines_version=guidelines.version,
        expires_at=at + within,
    )
    return _written(desk, new)


def _attempt_id(text: str | None) -> str:
    if text is None:
        return new_id()
    try:
        return as_id(text)
    except ValueError:
        raise BadInput(
            _("The attempt {text} is not a UUID.").format(text=clean_line(text, 60)),
            _("Take a new UUID for each attempt, or none."),
        ) from None


def parse_within(text: str) -> timedelta:
    """How long an answer is awaited, from "10 minutes" or "1 hour". Raises BadInput, in words."""
    try:
        return parse_duration(clean_line(text).lower())
    except ValueError:
        raise BadInput(
            _("{text} is not a length of time.").format(text=clean_line(text, 60) or "''"),
            _("Write it like 10 minutes or 1 hour."),
        ) from None


def _must_be_a_while(within: timedelta) -> None:
    if not SHORTEST <= within <= LONGEST:
        raise BadInput(
            _("An answer is awaited for a minute at least, and for a day at most."),
            _("Write it like 10 minutes or 2 hours."),
        )


def _asked_before(desk: Desk, before: Approval, conversation_id: str, gesture: str) -> ApprovalLine:
    if (before.conversation_id, before.gesture) != (conversation_id, gesture):
        raise BadInput(
            _("The attempt {id} was already used for {label}.").format(id=before.id, label=before.label),
            _("Take a new UUID for each attempt, or none."),
        )
    return approval_line(desk, before, desk.now())


def _role_to_ask(decision: Decision) -> str | None:
    """The first role that could give it now, all of it, as the decision itself says."""
    asks = (way for way in decision.ways if isinstance(way, AskWay) and way.amount_minor is None)
    return next((way.role for way in asks), None)


def _as_role(connection: Connection, desk: Desk, own: Decided, role: str, amounts: Ask) -> Decision:
    decision = weighed(connection, desk, own.moment._replace(role=role, authority={}), own_gesture(own), amounts)
    if isinstance(decision, BadAsk) or decision.outcome not in PASSES:
        raise AssertionError("a role that is named as a way can give it")
    return decision


def own_gesture(made: Decided) -> str:
    """The gesture that was decided about."""
    return made.decision.gesture


def _with_reason(decision: Decision, said: str) -> Decision:
    """Whoever is asked has to know why: one sentence is needed, whether the gesture needs one or not."""
    if said or "reason" in decision.missing:
        return decision
    return decision._replace(missing=(*decision.missing, "reason"))


def _not_to_be_asked(desk: Desk, own: Decided, decision: Decision, amounts: Ask) -> Asked:
    if decision.outcome is Outcome.TICKS:
        return asking.needed(decision, desk.rules())
    if decision.outcome is Outcome.YES:
        raise BadInput(
            _("You can give this yourself; nobody has to be asked."),
            _("Open {label} and give it.").format(label=saying.label_of(desk.rules(), decision.gesture)),
        )
    return blocked(desk, own, decision, amounts)


def _written(desk: Desk, new: Approval) -> ApprovalLine:
    """Write down what is asked, once; what the same person asked of the same gesture before gives way to it."""
    with acting(desk) as connection:
        before = approvals.by_id(connection, new.id)
        if before is not None:
            return _asked_before(desk, before, new.conversation_id, new.gesture)
        must_be_open(conversation_of(connection, new.conversation_id))
        _somebody_must_be_there(connection, desk, new)
        for each in approvals.of_conversation(connection, new.conversation_id):
            if (each.gesture, each.asked_by) != (new.gesture, new.asked_by):
                continue
            standing = state_of(desk, each, new.asked_at)
            same = (each.ask_minor, each.ask_thousandths) == (new.ask_minor, new.ask_thousandths)
            if same and standing in (ApprovalState.WAITING, ApprovalState.YES):
                return approval_line(desk, each, new.asked_at)
            if standing is ApprovalState.WAITING:
                approvals.withdraw(connection, each.id, new.asked_at)
        if new.block_id is not None:
            _must_belong(connection, new)
            blocks.say_done_instead(connection, new.block_id, blocks.ASKED)
        approvals.add(connection, new)
        return approval_line(desk, approval_of(connection, new.id), new.asked_at)


def _must_belong(connection: Connection, new: Approval) -> None:
    if blocks.is_of(connection, new.block_id or "", new.conversation_id, new.gesture):
        return
    raise BadInput(
        _("That block belongs to another gesture or conversation."), _("Open the gesture again, and ask from there.")
    )


def _somebody_must_be_there(connection: Connection, desk: Desk, new: Approval) -> None:
    guidelines = desk.rules()
    people = [each for each in staff.everybody(connection) if each.id != new.asked_by]
    if any(may_answer(guidelines, each.role, new.role) for each in people):
        return
    raise BadInput(
        _("Nobody else who works here may say yes to this ({role}).").format(role=new.role),
        _("Take what fits now, or promise an answer by a time."),
    )


# --- while it stands ----------------------------------------------------------------------------------------


def of_conversation(desk: Desk, conversation_id: str) -> tuple[ApprovalLine, ...]:
    """What was asked in a conversation and how each stands now, the oldest first."""
    now = desk.now()
    with reading(desk.store) as connection:
        conversation_of(connection, conversation_id)
        found = approvals.of_conversation(connection, conversation_id)
    return tuple(approval_line(desk, each, now) for each in found)


def mine(desk: Desk) -> tuple[ApprovalLine, ...]:
    """What this person asked, wherever they are now, and has not given yet: waiting, yes, something else or lapsed.

    What ended more than a day ago, or whose conversation is closed, is not in it; the oldest stands first.
    """
    person = desk.signed_in()
    now = desk.now()
    with reading(desk.store) as connection:
        found = approvals.of_asker(connection, person.id, now - LONGEST)
    lines = (approval_line(desk, each, now) for each in found)
    settled = (ApprovalState.USED, ApprovalState.OVER, ApprovalState.WITHDRAWN)
    return tuple(line for line in lines if line.state not in settled)


def withdraw(desk: Desk, approval_id: str) -> ApprovalLine:
    """Take back what one asked and nobody has answered; a second time changes nothing.

    Raises BadInput for what somebody else asked, and for what was answered.
    """
    with acting(desk) as connection:
        at = desk.now()
        person = staff_of(connection, desk)
        found = approval_of(connection, approval_id)
        if found.asked_by != person.id:
            raise BadInput(
                _("{name} asked this.").format(name=found.asked_by_name),
                _("Only who asked takes it back; unanswered it ends by itself."),
            )
        if found.answered_at is not None:
            raise BadInput(
                _("{name} has answered already.").format(name=found.answered_by_name),
                _("A yes that nobody uses ends by itself."),
            )
        approvals.withdraw(connection, approval_id, at)
        return approval_line(desk, approval_of(connection, approval_id), at)


def as_asker(desk: Desk, approval: ApprovalLine) -> Desk:
    """The desk as whoever asked stands at it, to look at what they could give; nobody answers or gives by it."""
    with reading(desk.store) as connection:
        found = approval_of(connection, approval.id)
        asker = staff.by_id(connection, found.asked_by)
    person = desk.person if asker is None else Person(asker.id, asker.name, asker.role)
    return replace(desk, person=person, name=approval.desk)


def fallback(desk: Desk, approval_id: str) -> tuple[WayLine, ...]:
    """What is possible without a yes, for whoever is signed in: what was offered instead, the most of the gesture that
    fits, other gestures, and always a promise; never to ask once more. Each was decided now."""
    guidelines = desk.rules()
    with reading(desk.store) as connection:
        must_be_current(connection, desk, desk.now())
        at = kept_time(connection, desk).at
        found = approval_of(connection, approval_id)
        conversation = conversation_of(connection, found.conversation_id)
        if found.gesture not in guidelines.gestures:
            return (saying.way_line(AT_THE_DESK, guidelines),)
        amounts: Ask = (None, None)
        own = decided(
            connection, desk, conversation, found.gesture, at=at, ask=amounts, reason=found.reason, ticks=found.ticks
        )
        if isinstance(own.decision, Decision) and saying.is_chosen(own.decision):
            asked = found.ask_minor, found.ask_thousandths
            again = weighed(connection, desk, own.moment, found.gesture, asked)
            own = own if isinstance(again, BadAsk) else replace(own, decision=again)
        offered = _offered(connection, desk, found, own)
    decision = own.decision
    if isinstance(decision, BadAsk):
        return (saying.way_line(AT_THE_DESK, guidelines),)
    best = (GestureWay(found.gesture, decision.amount_minor),) if decision.outcome in PASSES else ()
    if decision.outcome is Outcome.LESS:
        best = (GestureWay(found.gesture, decision.at_most_minor),)
    ways = [way for way in (*offered, *best, *decision.ways) if not isinstance(way, AskWay)]
    if not any(type(way) is type(AT_THE_DESK) for way in ways):
        ways.append(AT_THE_DESK)
    return tuple(saying.way_line(way, guidelines) for way in dict.fromkeys(ways))


def _offered(connection: Connection, desk: Desk, found: Approval, own: Decided) -> tuple[GestureWay, ...]:
    """The gesture that was offered instead, where it still passes."""
    name = found.alternative_gesture
    if name is None or name not in desk.rules().gestures:
        return ()
    other = weighed(connection, desk, own.moment, name, (None, None))
    passes = isinstance(other, Decision) and other.outcome in PASSES
    return (GestureWay(name, other.amount_minor),) if isinstance(other, Decision) and passes else ()
