"""Giving within limits: what can be given now, what it would mean, and giving it, once.

The decision and the record stand in one write transaction: check and use are at one place in time, so fifty desks
overspend by nothing. What was shown in the preview is what is given, or nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from frontdesk.authority import limits
from frontdesk.authority.decision import decide
from frontdesk.authority.values import BadAsk, Decision, Moment, Outcome
from frontdesk.desk.approvals.yes import approval_of
from frontdesk.desk.conversations.found import conversation_of, must_be_open
from frontdesk.desk.conversations.said import answered
from frontdesk.desk.events import events
from frontdesk.desk.gestures import asking, recording, saying
from frontdesk.desk.gestures.blocking import blocked
from frontdesk.desk.gestures.deciding import Decided, decided, gesture_called, must_be_within
from frontdesk.desk.gestures.keeping_time import kept_time
from frontdesk.desk.gestures.moments import moment_of
from frontdesk.desk.gestures.recording import Recorded, take_back, took_instead
from frontdesk.desk.people.acting import acting
from frontdesk.desk.people.own_card import must_not_be_own
from frontdesk.desk.rules.in_force import GuidelinesChanged, must_be_current
from frontdesk.desk.views import Attempt, Bar, BarLine, Blocked, BudgetLeft, Given, Giving, Light, Needed, Preview
from frontdesk.ground.dates import day_words
from frontdesk.ground.errors import BadInput, FateUnknown, NotFound, StoreUnavailable
from frontdesk.ground.ids import as_id, new_id
from frontdesk.ground.language import _, current
from frontdesk.ground.text import clean_line, whole
from frontdesk.guidelines.model import Gesture, Guidelines, Kind, Measure
from frontdesk.store import conversations, ledger, usage
from frontdesk.store.conversations import Conversation
from frontdesk.store.transaction import reading, writing

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

__all__ = ["bar", "fate", "give", "give_surely", "let_go", "open_gesture", "take_back", "took_instead"]

_ASKED_INLINE = frozenset({"reason", "amount"})
_ORDER_TOTAL = "order.total"


# --- the bar ------------------------------------------------------------------------------------------------


def bar(desk: Desk, conversation_id: str) -> Bar:
    """All gestures of a conversation, those of its situation first, with what is left of each, from one moment.

    Before the request is heard it is empty: no gesture, price or product is seen before the customer was. Raises
    GuidelinesChanged.
    """
    guidelines = desk.rules()
    with reading(desk.store) as connection:
        must_be_current(connection, desk, desk.now())
        at = kept_time(connection, desk).at
        conversation = conversation_of(connection, conversation_id)
        if conversation.heard == "not_yet":
            return Bar((), (), False)
        moment = moment_of(connection, desk, conversation, at=at)
        names = _in_order(guidelines, conversation.situation)
        used = usage.read(connection, limits.needed(guidelines, moment, names), guidelines.business.clock)
        owed = events.owed_to(connection, desk, conversation.customer_id, at)
    decisions = [decide(guidelines, moment, name, used) for name in names]
    answered = [decision for decision in decisions if isinstance(decision, Decision)]
    lines = tuple(_bar_line(decision, guidelines, moment) for decision in answered)
    return Bar(lines, _budgets(guidelines, answered), True, owed)


def _in_order(guidelines: Guidelines, situation: str | None) -> tuple[str, ...]:
    """The situation's gestures first, then the others in the order of the file; none that belongs elsewhere."""
    known = guidelines.situations.get(situation or "")
    first = () if known is None else known.first
    names = dict.fromkeys((*first, *guidelines.gestures))
    return tuple(name for name in names if _belongs(guidelines.gestures[name], situation))


def _belongs(gesture: Gesture, situation: str | None) -> bool:
    return not gesture.situations or situation is None or situation in gesture.situations


def _bar_line(decision: Decision, guidelines: Guidelines, moment: Moment) -> BarLine:
    gesture = guidelines.gestures[decision.gesture]
    return BarLine(
        key=gesture.key,
        gesture=gesture.id,
        label=gesture.label.said_in(current()),
        light=_light(decision),
        amount=saying.amount_of(decision, guidelines),
        left=saying.left(
            decision,
            guidelines,
            facts=moment.facts,
            role=moment.role,
            own_minor=moment.authority.get(gesture.id),
            now=moment.at,
        ),
        why="" if gesture.why is None else gesture.why.said_in(current()),
        one_press=gesture.one_press,
        decision=decision,
    )


def _light(decision: Decision) -> Light:
    if decision.outcome is Outcome.LEAD:
        return Light.ASK_LEAD
    if decision.outcome in (Outcome.NO_FIT, Outcome.LESS):
        return Light.NOT_NOW
    return Light.CAN if _ASKED_INLINE.issuperset(decision.missing) else Light.FIRST


def _budgets(guidelines: Guidelines, decisions: Iterable[Decision]) -> tuple[BudgetLeft, ...]:
    rooms = {room.limit: room for decision in decisions for room in decision.rooms}
    found = []
    for budget in guidelines.budgets:
        room = rooms.get(budget.id)
        if room is None or room.up_to is None or room.measure is Measure.QUANTITY:
            continue
        warn = budget.warn_at is not None and room.used * 100 >= budget.warn_at * room.up_to
        money = room.measure is not Measure.TIMES
        found.append(BudgetLeft(budget.id, room.used, room.up_to, max(0, room.left or 0), money, warn))
    return tuple(found)


# --- opening a gesture --------------------------------------------------------------------------------------


def open_gesture(
    desk: Desk,
    conversation_id: str,
    gesture: str,
    *,
    ask: str | None = None,
    reason: str = "",
    answers: Mapping[str, str] | None = None,
    approval_id: str | None = None,
) -> Preview | Needed | Blocked | BadAsk:
    """What giving would mean. A preview brings the attempt, whose id is saved with the conversation first.

    Needed when a chosen amount was not asked yet (the usual one is in the field) or something is missing; Blocked,
    with the ways forward, when it does not fit. `answers` are asked facts, scopes, the situation, the wish or ticks
    by the names of Needed's fields. With `approval_id` it is decided as the one who said that yes, now; its amount,
    reason and ticks need not be said again. Nothing is given here. Raises GuidelinesChanged, BadInput for a yes that
    was used, is over or is for less, and OwnCard for one's own card or household.
    """
    guidelines = desk.rules()
    known = gesture_called(guidelines, gesture)
    ticks = answered(desk, conversation_id, answers or {})
    said = whole(reason) or whole((answers or {}).get("reason", ""))
    with reading(desk.store) as connection:
        must_be_current(connection, desk, desk.now())
        at = kept_time(connection, desk).at
        conversation = conversation_of(connection, conversation_id)
        must_be_open(conversation)
        must_not_be_own(connection, desk.person.id, conversation.customer_id)
        if approval_id is not None:
            yes = approval_of(connection, approval_id)
            said, ticks = said or yes.reason, (*ticks, *yes.ticks)
        decide_now = partial(
            decided, connection, desk, conversation, gesture, at=at, reason=said, ticks=ticks, approval_id=approval_id
        )
        usual = decide_now(ask=(None, None))
        bounds = usual.decision if isinstance(usual.decision, Decision) else None
        amounts = asking.read_ask(ask, known, guidelines, bounds)
        if usual.yes is not None and bounds is not None and amounts == (None, None) and saying.is_chosen(bounds):
            amounts = usual.yes.approved_minor, usual.yes.approved_thousandths
        asked = usual if amounts == (None, None) else decide_now(ask=amounts)
        must_be_within(desk, asked)
    decision = asked.decision
    if isinstance(decision, BadAsk):
        return decision
    if decision.outcome not in (Outcome.YES, Outcome.TICKS):
        return blocked(desk, asked, decision, amounts)
    not_chosen = amounts == (None, None) and saying.is_chosen(decision)
    if decision.outcome is Outcome.TICKS or not_chosen:
        return asking.needed(decision, guidelines, with_amount=not_chosen)
    attempt = _minted(desk, conversation, decision, said, ticks, approval_id)
    return _preview(desk, asked, decision, attempt)


def _minted(
    desk: Desk,
    conversation: Conversation,
    decision: Decision,
    reason: str,
    ticks: Iterable[str],
    approval_id: str | None,
) -> Attempt:
    """The attempt, saved before anything is confirmed; the same intention that was not carried out keeps its id."""
    wanted = Attempt(
        id=new_id(),
        conversation_id=conversation.id,
        gesture=decision.gesture,
        ask_minor=decision.amount_minor,
        ask_thousandths=decision.quantity_thousandths,
        reason=reason,
        ticks=tuple(sorted(set(ticks))),
        approval_id=approval_id,
        shown_for=(conversation.customer_id, conversation.order_id),
    )
    minted = recording.saved_attempt(wanted) | {"staff_id": desk.person.id, "desk": desk.name}
    with acting(desk) as connection:
        saved = conversation_of(connection, conversation.id).attempt
        # Another person, or another desk, who means the same means it once more: only one's own is kept.
        if minted | {"id": saved.get("id")} == saved and ledger.by_attempt(connection, str(saved["id"])) is None:
            return replace(wanted, id=str(saved["id"]))
        conversations.change(connection, conversation.id, desk.now(), {"attempt": minted})
    return wanted


def _preview(desk: Desk, asked: Decided, decision: Decision, attempt: Attempt) -> Preview:
    guidelines = desk.rules()
    gesture = guidelines.gestures[decision.gesture]
    left = saying.left_after(decision, guidelines)
    return Preview(
        attempt=attempt,
        label=gesture.label.said_in(current()),
        who=asked.conversation.customer_name or _("unnamed customer"),
        amount=saying.given_amount(decision, guidelines),
        after=_plan_words(asked.moment, decision, gesture, guidelines) + left,
        follow_up=_follow_up_words(desk, asked.moment.at, gesture),
        why="" if gesture.why is None else gesture.why.said_in(current()),
        one_press=gesture.one_press,
        decision=decision,
    )


def _plan_words(moment: Moment, decision: Decision, gesture: Gesture, guidelines: Guidelines) -> tuple[str, ...]:
    """What is paid today, where the order says how much there is, and what is still to come."""
    later = decision.exposure_minor
    if not later:
        return ()
    total = moment.facts.get(_ORDER_TOTAL)
    words = saying.amount_words(guidelines, later)
    if gesture.kind is Kind.PAYMENT_PLAN and isinstance(total, int) and total > later:
        now = saying.amount_words(guidelines, total - later)
        return (_("{now} today, {later} still to come").format(now=now, later=words),)
    return (_("{later} still to come").format(later=words),)


def _follow_up_words(desk: Desk, at: datetime, gesture: Gesture) -> str:
    """The promise that giving makes, with its day: "Second half, by Mon 21 Dec"."""
    if gesture.promise is None:
        return ""
    text, due = gesture.promise.text.said_in(current()), desk.days().wall(at + gesture.promise.due)
    today = desk.days().wall(at).date()
    when = f"{due:%H:%M}" if due.date() == today else day_words(due.date(), today)
    return _("{text}, by {when}").format(text=text, when=when)


# --- giving -------------------------------------------------------------------------------------------------


def give(desk: Desk, attempt: Attempt) -> Giving:
    """Give what was previewed, once: the same attempt again answers with the same entry and gives nothing.

    When Given comes back it is on disk. Needed, Blocked (which is written down, with the ways forward) and BadAsk
    mean that nothing was given. Raises StoreUnavailable, after which the same attempt may simply be made again, and
    GuidelinesChanged for a preview made by guidelines that are in force no more: it is opened again, not given.
    BadInput for what somebody else previewed, and for whom or which order the conversation is about no more.
    """
    desk.signed_in()
    attempt_id = _attempt_id(attempt.id)
    reason = whole(attempt.reason)
    recorded: Recorded | None = None
    with writing(desk.store) as connection:
        kept = kept_time(connection, desk)  # in this desk's turn: a day may have ended while another desk was writing
        before = ledger.by_attempt(connection, attempt_id)
        if before is not None:  # what was recorded stands, whatever the guidelines say since
            recording.must_be_same(before[1], attempt)
            return recording.given_again(connection, *before)
        must_be_current(connection, desk, desk.now())
        gesture = gesture_called(desk.rules(), attempt.gesture)
        conversation = conversation_of(connection, attempt.conversation_id)
        must_be_open(conversation)
        recording.must_be_own_preview(desk, conversation, attempt_id)
        recording.must_be_for_whom_it_was_shown(connection, conversation, attempt)
        asked = decided(
            connection,
            desk,
            conversation,
            attempt.gesture,
            at=kept.at,
            ask=(attempt.ask_minor, attempt.ask_thousandths),
            reason=reason,
            ticks=attempt.ticks,
            approval_id=attempt.approval_id,
        )
        must_be_within(desk, asked)
        decision = asked.decision
        if isinstance(decision, Decision) and decision.outcome is Outcome.YES:
            attempt = replace(attempt, id=attempt_id, reason=reason)
            recorded = recording.record(
                connection, desk, gesture, asked, decision, attempt, behind_seconds=kept.behind_seconds
            )
    if recorded is not None:
        return recording.given(recorded)
    if isinstance(decision, BadAsk):
        return decision
    if decision.outcome is Outcome.TICKS:
        return asking.needed(decision, desk.rules())
    return blocked(desk, asked, decision, (attempt.ask_minor, attempt.ask_thousandths))


def give_surely(desk: Desk, attempt: Attempt) -> Giving:
    """`give`, after which nobody has to guess: where it fails on the way, what became of the attempt is looked up.

    What was on disk all the same is answered as `give` answers a repeated attempt. Raises as `give` does when nothing
    was given, and FateUnknown when that cannot be looked up either. Source: threat T03, an answer that never came back.
    """
    try:
        return give(desk, attempt)
    except (BadInput, NotFound, GuidelinesChanged):
        raise  # said before anything was written
    except Exception as error:
        try:
            found = fate(desk, attempt.id)
        except StoreUnavailable as unknown:
            raise FateUnknown(
                _("It is not known whether this was given: {why}").format(why=unknown.sentence),
                _("Press Enter again: the same attempt is never given twice."),
            ) from error
        if found is None:
            raise
        return found


def fate(desk: Desk, attempt_id: str) -> Given | None:
    """What became of an attempt: the entry it made, or None when it gave nothing."""
    with reading(desk.store) as connection:
        before = ledger.by_attempt(connection, _attempt_id(attempt_id))
        if before is None or before[1].kind != ledger.GIVEN:
            return None
        return recording.given_again(connection, *before)


def let_go(desk: Desk, conversation_id: str, attempt_id: str) -> None:
    """A preview was closed by the person: nothing is open any more whose fate somebody could ask about."""
    with acting(desk) as connection:
        saved = conversation_of(connection, conversation_id).attempt
        if saved.get("id") == attempt_id and ledger.by_attempt(connection, attempt_id) is None:
            conversations.change(connection, conversation_id, desk.now(), {"attempt": {}})


def _attempt_id(text: str) -> str:
    try:
        return as_id(text)
    except ValueError:
        raise BadInput(
            _("The attempt {text} is not a UUID.").format(text=clean_line(text, 60)),
            _("Open the gesture again: each preview brings its own."),
        ) from None
