"""The moment in which something is asked, put together from what the database knows, inside the caller's transaction.

Nothing about it is believed from the caller but the reason and the ticks a person sets by hand: whether the request
was heard, what was given and what is used is read where it is checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from frontdesk.authority.joined import companies_in, named_all, part_of
from frontdesk.authority.values import Moment
from frontdesk.conversation import flow
from frontdesk.desk.approvals.granted import for_customer, not_over, raised
from frontdesk.desk.people.acting import staff_of
from frontdesk.guidelines.model import Fact, FactType, FactValue, Guidelines, Source
from frontdesk.guidelines.values import parse_fact
from frontdesk.store import (
    companies,
    facts,
    grants,
    groups,
    homes,
    house,
    ledger,
    one_person,
    staff,
)
from frontdesk.store.conversations import Conversation
from frontdesk.store.driver import Connection
from frontdesk.store.facts import NOTHING_KNOWN, RawFacts
from frontdesk.store.groups import COMPANY, HOUSEHOLD
from frontdesk.store.homes import Home
from frontdesk.store.staff import StaffMember

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

BY_HAND = frozenset(flow.STORED_TICKS)
SCOPE = "scope:"
FACT = "fact:"
KNOWN_SCOPES = frozenset(
    {"customer", "household", "order", "incident", "conversation", "staff", "role", "site", "business"}
)
"""What limits may be per that the desk itself knows: nobody answers it."""


def moment_of(
    connection: Connection,
    desk: Desk,
    conversation: Conversation,
    *,
    at: datetime,
    reason: str = "",
    ticks: Iterable[str] = (),
    person: StaffMember | None = None,
) -> Moment:
    """The moment `at` in a conversation; `reason` and `ticks` are what the person says now.

    It is the moment of whoever is signed in, or of `person`; authority given ahead that can be used now is in it.
    """
    guidelines = desk.rules()
    person = staff_of(connection, desk) if person is None else person
    own = staff.authority_of(connection, person.id)
    given_ahead = not_over(desk, grants.open_for(connection, desk.site, person.id, desk.name, at))
    given_ahead = for_customer(connection, given_ahead, conversation.customer_id)
    card = facts.of_card(connection, conversation.customer_id) if conversation.customer_id else NOTHING_KNOWN
    order = facts.of_order(connection, conversation.order_id) if conversation.order_id else NOTHING_KNOWN
    home = _home(connection, guidelines, conversation.customer_id, card)
    return Moment(
        at=at,
        role=person.role,
        staff=person.id,
        facts=_facts(guidelines, card, order, house.everything(connection), conversation),
        scope=_one_spelling(
            connection, _scope(desk, person, conversation, _written(connection, conversation, card, order), home)
        ),
        ticks=flow.ticks(conversation.heard, conversation.wish, conversation.ticks)
        | (BY_HAND & set(ticks))
        | ({"reason"} if reason else set()),
        situation=conversation.situation,
        reason=reason or None,
        channel=conversation.channel,
        given=ledger.given_in_incident(connection, conversation.incident_id),
        given_in_conversation=ledger.given_in_conversation(connection, conversation.id),
        authority=raised(guidelines, person.role, own, given_ahead),
        homes=() if home is None or home.alone else home.counted,
    )


def _home(connection: Connection, guidelines: Guidelines, customer_id: str | None, card: RawFacts) -> Home | None:
    """Where a limit per household counts: with a customer it always does, and nobody is asked which one they are of."""
    if customer_id is None or HOUSEHOLD not in scopes_wanted(guidelines):
        return None
    return homes.of_person(connection, one_person.cards_of(connection, customer_id), homes.named_by(card))


def _scope(
    desk: Desk, person: StaffMember, conversation: Conversation, written: dict[str, str], home: Home | None
) -> dict[str, str]:
    said = {name.removeprefix(SCOPE): value for name, value in conversation.answers.items() if name.startswith(SCOPE)}
    scope = {name: value for name, value in said.items() if part_of(name) == name}
    scope |= written  # what is written down never yields to what was said
    known = {
        "customer": conversation.customer_id,
        HOUSEHOLD: None if home is None else home.value,
        "order": conversation.order_id,
        "incident": conversation.incident_id,
        "conversation": conversation.id,
        "staff": person.id,
        "role": person.role,
        "site": desk.site,
        "business": desk.site,
    }
    for name in known:
        scope.pop(name, None)  # a fact that happens to be called so is not who or what this is
    wanted = scopes_wanted(desk.rules())
    return {name: value for name, value in scope.items() if part_of(name) in wanted} | {
        name: value for name, value in known.items() if value
    }


def _one_spelling(connection: Connection, scope: dict[str, str]) -> dict[str, str]:
    """A company counts as one, however its name is written or typed."""
    if COMPANY not in scope:
        return scope
    others = {name: value for name, value in scope.items() if part_of(name) != COMPANY}
    return others | named_all(companies.spelled_each(connection, companies_in(scope)))


def _written_scope(card: RawFacts, order: RawFacts) -> dict[str, str]:
    """A company, a serial number, an account or a table that the card or the order names."""
    scope: dict[str, str] = {}
    for raw in (card, order):
        scope |= {name.rpartition(".")[2]: value for name, value in raw.values.items() if isinstance(value, str)}
    if place := order.values.get("place"):
        scope |= {"table": str(place), "place": str(place)}
    return {name: value for name, value in scope.items() if value and part_of(name) == name}


def written_scope(connection: Connection, conversation: Conversation) -> dict[str, str]:
    """What limits may be per that the customer's card or the order already says."""
    card = facts.of_card(connection, conversation.customer_id) if conversation.customer_id else NOTHING_KNOWN
    order = facts.of_order(connection, conversation.order_id) if conversation.order_id else NOTHING_KNOWN
    return _written(connection, conversation, card, order)


def _written(connection: Connection, conversation: Conversation, card: RawFacts, order: RawFacts) -> dict[str, str]:
    """What the card and the order say, and above it the company the customer belongs to.

    So a limit per company is one limit for everybody in it, whatever else a card says.
    """
    scope = _written_scope(card, order)
    if conversation.customer_id is not None:
        scope |= groups.scope_of(connection, one_person.cards_of(connection, conversation.customer_id))
    return scope


def scopes_wanted(guidelines: Guidelines) -> frozenset[str]:
    """Everything that a limit or a budget of these guidelines is per."""
    return frozenset(name for per in _limits(guidelines) for name in per)


def _limits(guidelines: Guidelines) -> Iterable[tuple[str, ...]]:
    for gesture in guidelines.gestures.values():
        for limit in gesture.limits:
            yield limit.per
    for budget in guidelines.budgets:
        yield budget.per


def _facts(
    guidelines: Guidelines, card: RawFacts, order: RawFacts, about_house: dict[str, str], conversation: Conversation
) -> dict[str, FactValue]:
    known: dict[str, FactValue] = {}
    for fact in guidelines.facts.values():
        if fact.source is Source.CARD:
            raw = _raw(fact, card)
        elif fact.source is Source.ORDER:
            raw = _raw(fact, order)
        elif fact.source is Source.HOUSE:
            raw = about_house.get(fact.name)
        else:
            raw = conversation.answers.get(fact.name)
        value = value_of(fact, raw, guidelines)
        if value is not None:
            known[fact.name] = value
    return known


def _raw(fact: Fact, raw: RawFacts) -> Any:
    short = fact.name.rpartition(".")[2]
    if fact.type is FactType.MONEY and short in raw.money:
        return _Minor(raw.money[short])
    return raw.values.get(fact.name, raw.values.get(short))


class _Minor(int):
    """Money that is in minor units already."""


def value_of(fact: Fact, raw: Any, guidelines: Guidelines) -> FactValue | None:
    """The value of a fact from its stored form; None when there is none, or none that the fact can have.

    A value in the wrong form (an import from before the fact was declared so) is as good as unknown: the decision
    then names the fact, and nothing is given on a guess.
    """
    if raw is None:
        return None
    if isinstance(raw, _Minor):
        return int(raw)
    try:
        return parse_fact(fact, raw, guidelines.business.exponent)
    except ValueError:
        return None
