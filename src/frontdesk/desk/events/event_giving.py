"""Giving what a mass event owes: the ordinary decision with the event's own budget, each member once.

Checked and recorded in one write transaction, so that however many desks give at once, the budget holds. What each of
the desk's limits does here says `authority.events`. Source: docs/guidelines.md, Mass events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.authority import limits
from frontdesk.authority.decision import decide
from frontdesk.authority.events import BUDGET, EVENT, counted_scope, inside
from frontdesk.authority.values import AskWay, BadAsk, Decision, Moment, Outcome, UsageKey, Used, Way
from frontdesk.desk.conversations.found import conversation_of, must_be_open
from frontdesk.desk.events.events import event_called, member_of
from frontdesk.desk.gestures import asking, recording
from frontdesk.desk.gestures.blocking import told
from frontdesk.desk.gestures.deciding import Ask, Decided, gesture_called, own_ways, weighed
from frontdesk.desk.gestures.keeping_time import kept_time
from frontdesk.desk.gestures.moments import moment_of
from frontdesk.desk.gestures.saying import amount_words
from frontdesk.desk.people.acting import staff_of
from frontdesk.desk.rules.in_force import must_be_current
from frontdesk.desk.views import Attempt, Blocked, Giving
from frontdesk.ground.errors import BadInput
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import whole
from frontdesk.guidelines.model import Guidelines
from frontdesk.store import events, ledger, promises, usage
from frontdesk.store.conversations import Conversation
from frontdesk.store.driver import Connection
from frontdesk.store.events import REACHED, Event, Member
from frontdesk.store.ledger import Spent
from frontdesk.store.transaction import writing

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def give(
    desk: Desk,
    event: str,
    what: str,
    *,
    ask: str | None = None,
    reason: str = "",
    ticks: Iterable[str] = (),
    conversation_id: str | None = None,
    kept: bool = False,
) -> Giving:
    """Give a member what the event owes them, once: again it answers with the same entry (`already`).

    `ask` is how much, where that is chosen; the reason is the event's cause unless one is said. In a `conversation_id`
    of the same customer it stands there, and needs that its request was heard as any gesture; otherwise in the one that
    the event opened. With `kept` the member's promise is kept by it. Nothing is written down for a Blocked: the event's
    budget is no guideline. Raises NotFound, and BadInput for an event that owes no gesture and for somebody else's
    conversation; GuidelinesChanged.
    """
    desk.signed_in()
    with writing(desk.store) as connection:
        counts = kept_time(connection, desk)
        at = counts.at
        found = event_called(connection, desk, event)
        member = member_of(connection, found, what)
        owed = _owed(found)
        before = None if member.entry_id is None else ledger.by_id(connection, member.entry_id)
        if before is not None:
            return recording.given_again(connection, *before)
        must_be_current(connection, desk, desk.now())
        gesture = gesture_called(desk.rules(), owed)
        conversation = _conversation(connection, member, conversation_id)
        said = whole(reason) or found.cause
        asked = asking.read_ask(ask, gesture, desk.rules(), None)
        made = _decided(connection, desk, found, member, conversation, at=at, ask=asked, reason=said, ticks=ticks)
        decision = made.decision
        if isinstance(decision, BadAsk):
            return decision
        if decision.outcome is Outcome.TICKS:
            return asking.needed(decision, desk.rules())
        if decision.outcome is not Outcome.YES:
            return _blocked(connection, desk, found, made, decision, asked)
        scope = counted_scope(desk.rules(), owed, limits.scope_of(made.moment))
        attempt = Attempt(new_id(), conversation.id, owed, *asked, said, tuple(sorted(set(ticks))))
        recorded = recording.record(
            connection,
            desk,
            gesture,
            made,
            decision,
            attempt,
            of_event=recording.OfEvent(found.id, scope),
            behind_seconds=counts.behind_seconds,
        )
        _settle(connection, desk, member, recorded.entry.id, at, kept=kept, spoken=conversation_id is not None)
    return recording.given(recorded)


def _owed(event: Event) -> str:
    if event.gesture is None:
        raise BadInput(
            _("{name} owes a promise and no gesture.").format(name=event.name),
            _("Give something in a conversation of its own, or keep the promise."),
        )
    return event.gesture


def _conversation(connection: Connection, member: Member, conversation_id: str | None) -> Conversation:
    """The conversation that the entry stands in, with the member's order."""
    if conversation_id is None:
        return conversation_of(connection, member.conversation_id)
    found = conversation_of(connection, conversation_id)
    must_be_open(found)
    if member.customer_id is None or found.customer_id != member.customer_id:
        raise BadInput(
            _("{what} is not this customer's.").format(what=member.what),
            _("Choose the customer whom the event names, or leave the conversation out."),
        )
    return replace(found, order_id=member.order_id or found.order_id)


def _settle(
    connection: Connection, desk: Desk, member: Member, entry_id: str, at: datetime, *, kept: bool, spoken: bool
) -> None:
    events.gave(connection, member.event_id, member.what, entry_id)
    if spoken:
        events.called(connection, member.event_id, member.what, call=REACHED, note="", at=at)
    if kept:
        promises.keep(connection, member.promise_id, desk.person.id, at)


# --- deciding -----------------------------------------------------------------------------------------------


def _decided(
    connection: Connection,
    desk: Desk,
    event: Event,
    member: Member,
    conversation: Conversation,
    *,
    at: datetime,
    ask: Ask,
    reason: str,
    ticks: Iterable[str],
) -> Decided:
    """The ordinary decision, by the guidelines as they hold inside the event."""
    person = staff_of(connection, desk)
    moment = moment_of(connection, desk, conversation, at=at, reason=reason, ticks=ticks, person=person)
    moment = _of_member(moment, desk.rules(), event, member)
    rules = inside(desk.rules(), _owed(event), event.budget_minor)
    used = _used(connection, rules, moment, event)
    decision = decide(rules, moment, _owed(event), used, *ask)
    return Decided(conversation, moment, decision, ledger.last_number(connection), person.role)


def _of_member(moment: Moment, guidelines: Guidelines, event: Event, member: Member) -> Moment:
    """The moment with what the event knows: the serial, and the situation that its gesture belongs to."""
    scope = {**moment.scope, EVENT: event.id}
    if member.serial is not None:
        scope["serial"] = member.serial
    belongs = guidelines.gestures[_owed(event)].situations
    situation = belongs[0] if belongs and moment.situation not in belongs else moment.situation
    return moment._replace(scope=scope, situation=situation)


def _used(connection: Connection, rules: Guidelines, moment: Moment, event: Event) -> dict[UsageKey, Used]:
    """What is used of the limits that hold, and of the event's budget by what the ledger says it gave."""
    needed = limits.needed(rules, moment, (_owed(event),))
    budget = rules.limit(BUDGET)
    clock = rules.business.clock
    own = None if budget is None else limits.key_for(budget, limits.scope_of(moment), moment.at, clock)
    used = usage.read(connection, [each for each in needed if each.key != own], clock)
    return used if own is None else used | {own: _spent(ledger.spent_by_event(connection, event.id))}


def _spent(spent: Spent) -> Used:
    return Used(spent.times, spent.value_minor, spent.cost_minor, spent.exposure_minor)


def _blocked(connection: Connection, desk: Desk, event: Event, made: Decided, decision: Decision, ask: Ask) -> Blocked:
    """Why not inside the event; the ways forward are what the desk's ordinary guidelines let this person do now."""
    ordinary = made.moment._replace(scope={name: said for name, said in made.moment.scope.items() if name != EVENT})
    ways: tuple[Way, ...] = () if decision.role is None else (AskWay(decision.role),)
    ways += own_ways(weighed(connection, desk, ordinary, _owed(event), ask))
    rules = inside(desk.rules(), _owed(event), event.budget_minor)
    said = told(replace(desk, guidelines=rules), decision._replace(ways=tuple(dict.fromkeys(ways))), made.moment)
    if [each.rule for each in decision.binding] != [BUDGET]:
        return said
    used, up_to = (amount_words(desk, minor) for minor in (decision.binding[0].used, decision.binding[0].up_to))
    because = _("The budget of {name}: {used} of {up_to} used.").format(name=event.name, used=used, up_to=up_to)
    return replace(said, because=because)
