"""Pasts for tests of a replay: attempts decided and recorded as a desk does it, as the events that a reader gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from strategies import Attempt, World, decide_in, split_ask

from frontdesk.authority.ledger import Ledger
from frontdesk.authority.limits import scope_of
from frontdesk.authority.past import Given, Knew, PastEvent, Stopped, TakenBack
from frontdesk.authority.remembering import remembered
from frontdesk.authority.values import Decision, GestureWay, Moment, Outcome
from frontdesk.guidelines.model import Guidelines, Words


def as_at_a_desk(world: World) -> World:
    """The world as desks write it down: a reason is known exactly where its tick is; some reasons are listed."""
    rules = replace(world.guidelines, reasons={"late": Words("Late")})
    history = tuple(replace(each, moment=_with_reason(each.moment, place)) for place, each in enumerate(world.history))
    return replace(world, guidelines=rules, history=history)


def _with_reason(moment: Moment, place: int) -> Moment:
    reason = ("late", "they waited an hour")[place % 2] if "reason" in moment.ticks else None
    return moment._replace(reason=reason, authority={"a": 10} if place % 3 == 0 else {})


def past_of(world: World) -> list[PastEvent]:
    """What happened when the world's attempts were made under its guidelines."""
    ledger = Ledger(world.guidelines)
    taken_back = {each.back for each in world.history if each.back is not None}
    return [
        event
        for place, attempt in enumerate(world.history)
        if (event := _happened(ledger, place, attempt, place in taken_back)) is not None
    ]


def _happened(ledger: Ledger, place: int, attempt: Attempt, taken_back: bool) -> PastEvent | None:
    if attempt.back is not None:
        if ledger.entry(str(attempt.back)) is None:
            return None
        ledger.reverse(str(attempt.back))
        return TakenBack(str(attempt.back), attempt.moment.at)
    answer = decide_in(ledger, attempt.moment, attempt.gesture, attempt.ask)
    if not isinstance(answer, Decision) or answer.outcome is Outcome.TICKS:
        return None
    if answer.outcome is not Outcome.YES:
        return _stopped(ledger.guidelines, place, attempt, answer)
    ledger.add(str(place), answer, attempt.moment)
    return _given(ledger.guidelines, place, attempt, answer, taken_back)


def _kept(rules: Guidelines, attempt: Attempt) -> dict[str, Any]:
    return remembered(attempt.moment, rules, *split_ask(rules, attempt.gesture, attempt.ask))


def _given(rules: Guidelines, place: int, attempt: Attempt, answer: Decision, taken_back: bool) -> Given:
    moment = attempt.moment
    return Given(
        str(place),
        attempt.gesture,
        attempt.gesture,
        moment.at,
        rules.business.clock.date_of(moment.at),
        moment.scope.get("conversation", "none"),
        moment.role,
        rules.version,
        scope_of(moment),
        answer.amount_minor,
        answer.cost_minor,
        answer.exposure_minor,
        answer.quantity_thousandths or 0,
        _kept(rules, attempt),
        taken_back,
    )


def _stopped(rules: Guidelines, place: int, attempt: Attempt, answer: Decision) -> Stopped:
    moment = attempt.moment
    minor, _thousandths = split_ask(rules, attempt.gesture, attempt.ask)
    return Stopped(
        str(place),
        attempt.gesture,
        moment.at,
        moment.scope.get("conversation", "none"),
        moment.role,
        rules.version,
        scope_of(moment),
        str(answer.outcome),
        minor,
        answer.at_most_minor,
        tuple(each.rule for each in answer.binding),
        tuple(way.gesture for way in answer.ways if isinstance(way, GestureWay)),
        kept=_kept(rules, attempt),
    )


def known(rules: Guidelines) -> dict[str, Knew]:
    """What those guidelines let the desk write down."""
    scopes = {name for each in rules.gestures.values() for limit in each.limits for name in limit.per}
    return {rules.version: Knew(frozenset(rules.facts), frozenset(scopes))}


def given_in(events: list[PastEvent]) -> Iterator[Given]:
    """The gestures among the events that stayed given."""
    yield from (event for event in events if isinstance(event, Given) and not event.taken_back)
