"""The customer's card: facts with dates, in the order a person at the desk needs them. Nothing here judges anybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from frontdesk.desk.customers.card_facts import facts_in
from frontdesk.desk.customers.card_views import Card, Claim, Counted, NoteLine, OrderLine, PreferenceLine
from frontdesk.desk.customers.card_words import accepted_line, number_of_own_card
from frontdesk.desk.customers.finding import order_line
from frontdesk.desk.customers.given_limits import with_limits
from frontdesk.desk.customers.investing import invested_in
from frontdesk.desk.customers.related import groups_in
from frontdesk.desk.desk import Desk
from frontdesk.desk.events import events
from frontdesk.desk.gestures.lines import given_line
from frontdesk.desk.merging.merging import also_known
from frontdesk.desk.people.acting import acting
from frontdesk.desk.privacy.erased import must_be_known
from frontdesk.desk.promises.promise_lines import promise_line
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import NAME_LENGTH_MAX, SHORT_LENGTH_MAX, clean_line, whole_line
from frontdesk.store import (
    changes,
    conversations,
    customers,
    ledger,
    notes,
    one_person,
    orders,
    preferences,
    promises,
)
from frontdesk.store.changes import EDIT, Change
from frontdesk.store.customers import Customer
from frontdesk.store.driver import Connection
from frontdesk.store.notes import Note
from frontdesk.store.orders import Order
from frontdesk.store.preferences import Preference
from frontdesk.store.transaction import reading

SHOWN_MOST = 20
"""So many orders, gestures and notes are on a card, the newest; what goes on today is always among the orders."""
WHOLE_MOST = 5_000
"""So many of each are looked through when somebody looks for one."""
CLAIMS_SHOWN = 5
FORMER = "former"


def card(desk: Desk, customer_id: str, *, whole: bool = False) -> Card:
    """The customer's story; `whole` with every order, gesture and note, else with the newest of each.

    Raises NotFound, also for somebody who was erased: then it says when.
    """
    with reading(desk.store) as connection:
        must_be_known(connection, customer_id)
        found = card_in(connection, desk, customer_id, whole=whole)
    if found is None:
        raise _not_there(customer_id)
    return found


def counted(desk: Desk, customer_id: str) -> Counted:
    """How much there is of what a card shows the newest of; nothing of somebody who is not there."""
    with reading(desk.store) as connection:
        kept = one_person.kept_id(connection, customer_id)
        return Counted(
            orders=orders.count_of(connection, kept),
            given=ledger.count_of_customer(connection, kept),
            notes=notes.count_of(connection, kept),
        )


def customer_in(connection: Connection, customer_id: str) -> Customer:
    """The customer of that id as stored; of a merged card, the kept one. Raises NotFound, also for who was erased."""
    must_be_known(connection, customer_id)
    found = customers.get(connection, one_person.kept_id(connection, customer_id))
    if found is None:
        raise _not_there(customer_id)
    return found


def _not_there(customer_id: str) -> NotFound:
    return NotFound(
        _("There is no customer {id}.").format(id=clean_line(customer_id)),
        _("Search by name, phone tail or card number: `frontdesk customers find TEXT`."),
    )


def card_in(connection: Connection, desk: Desk, customer_id: str, *, whole: bool = False) -> Card | None:
    """`card` inside somebody else's transaction, the kept one of a merged card; None when there is no such customer."""
    most = WHOLE_MOST if whole else SHOWN_MOST
    customer_id = one_person.kept_id(connection, customer_id)
    customer = customers.get(connection, customer_id)
    if customer is None:
        return None
    today, now = desk.today(), desk.now()
    stays = orders.of_customer(connection, customer_id, most)
    if len(stays) == most:  # many are booked for later: those that go on now began before them
        stays += tuple(each for each in orders.open_of(connection, customer_id, today) if each not in stays)
    promised = promises.of_customer(connection, customer_id)
    waiting = [promise for promise in promised if promise.kept_at is None and promise.withdrawn_at is None]
    given = ledger.lines_of_customer(connection, customer_id, most)
    in_order = _in_order(stays, today)
    going_on = frozenset(each.id for each in stays if each.open_on(today))
    facts, reached = facts_in(connection, desk, customer)
    return Card(
        id=customer.id,
        name=customer.name,
        standing=_standing(customer, stays, today),
        tier=customer.tier,
        since=customer.since,
        visits=customer.visits,
        phone=customer.phone,
        email=customer.email,
        languages=tuple(customer.languages.split()),
        channel=customer.channel,
        card_number=customer.card_number,
        orders=in_order,
        promises=tuple(promise_line(promise, now) for promise in waiting),
        given=with_limits(connection, desk, ((line, given_line(line)) for line in given), now, going_on),
        preferences=tuple(map(preference_line, preferences.in_force(connection, customer_id, today))),
        overdue_minor=customer.overdue_minor,
        claims=tuple(
            Claim(text, at, conversation_id)
            for conversation_id, at, text in conversations.claims_of_customer(connection, customer_id, CLAIMS_SHOWN)
        ),
        alerts=events.alerts_of(connection, desk, customer_id, now),
        also=tuple(each.words for each in also_known(connection, customer_id)),
        notes=tuple(map(note_line, notes.of_customer(connection, customer_id, most))),
        groups=groups_in(connection, customer_id),
        hours=customer.hours,
        facts=facts,
        reached=reached,
        invested=invested_in(connection, desk, customer_id, in_order),
    )


def preference_line(preference: Preference) -> PreferenceLine:
    """Something the customer likes or needs, as the card shows it."""
    return PreferenceLine(
        id=preference.id,
        text=preference.text,
        whose=preference.whose,
        noted_at=preference.noted_at,
        noted_by=preference.noted_by_name,
        lasting=preference.lasting,
        until=preference.until,
    )


def note_line(note: Note) -> NoteLine:
    """What somebody at a desk observed, as the card shows it."""
    return NoteLine(note.id, note.text, note.noted_at, note.noted_by_name)


def _standing(customer: Customer, stays: tuple[Order, ...], today: date) -> str:
    """A sentence of fact: how this customer stands to us. Never a label, never a score."""
    earlier = sum(1 for order in stays if order.starts_on is not None and order.starts_on < today)
    if customer.standing == FORMER:
        return _("former customer, came back")
    if customer.standing:
        return customer.standing
    if max(customer.visits, earlier) > 1:
        return _("came back")
    known = customer.since is not None and customer.since < today
    return "" if known else _("first time")


def _in_order(stays: tuple[Order, ...], today: date) -> tuple[OrderLine, ...]:
    """What is going on now, then what comes, then what was."""

    def place(order: Order) -> int:
        return 0 if order.open_on(today) else 1 if order.starts_on is not None and order.starts_on > today else 2

    return tuple(order_line(order, today) for order in sorted(stays, key=place))


# --- a new customer --------------------------------------------------------------------------------------------------


def new_customer(
    desk: Desk,
    name: str,
    phone: str = "",
    email: str = "",
    languages: Iterable[str] = (),
    channel: str = "",
    card_number: str = "",
    likes: Iterable[str] = (),
) -> Card:
    """Write a new customer's card and return it. Raises BadInput without a name, and for a payment card's number.

    Nobody is merged: a second person of the same name is a second card.
    """
    bare = whole_line(name, NAME_LENGTH_MAX)
    if not bare:
        raise BadInput(
            _("A customer's card needs a name."),
            _("Write what they are called; for somebody unnamed, start the conversation without a card."),
        )
    new = Customer(
        id=new_id(),
        name=bare,
        phone=whole_line(phone, SHORT_LENGTH_MAX),
        email=whole_line(email),
        languages=whole_line(" ".join(languages), SHORT_LENGTH_MAX),
        channel=whole_line(channel, SHORT_LENGTH_MAX),
        card_number=number_of_own_card(card_number, SHORT_LENGTH_MAX),
        since=desk.today(),
    )
    at, noted_by = desk.now(), desk.person.id or None
    liked = filter(None, (accepted_line(desk, like) for like in likes))
    with acting(desk, unnamed=True) as connection:
        customers.insert(connection, (new,), at)
        changes.add_one(connection, Change(EDIT, {}, _written(new), at, customer_id=new.id, by=noted_by))
        preferences.add(connection, (Preference(new_id(), new.id, text, at, noted_by=noted_by) for text in liked))
        written = card_in(connection, desk, new.id)
    if written is None:
        raise AssertionError("a card that was written can be read")
    return written


def _written(new: Customer) -> dict[str, str]:
    """What somebody wrote on a new card: the first line of its history."""
    said = {
        "name": new.name,
        "phone": new.phone,
        "email": new.email,
        "languages": new.languages,
        "channel": new.channel,
        "card_number": new.card_number,
        "since": "" if new.since is None else new.since.isoformat(),
    }
    return {name: value for name, value in said.items() if value}
