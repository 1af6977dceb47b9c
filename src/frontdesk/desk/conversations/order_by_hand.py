"""An order as the desk writes it down: its number, and what nobody wrote of it yet, such as what the bill comes to.

A house whose orders are in no file still gives by them: the number is written down once, with who wrote it, and from
then on it is an order like any other. An import that brings the same number later fills in the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from frontdesk.desk.conversations import talking
from frontdesk.desk.conversations.found import conversation_of, must_be_open
from frontdesk.desk.customers.card_fields import fact_value, value_words
from frontdesk.desk.people.acting import acting, staff_of
from frontdesk.desk.people.roles import leading_roles, leads
from frontdesk.ground.errors import BadInput
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.money import parse_minor
from frontdesk.ground.text import whole_line
from frontdesk.guidelines.model import Fact, FactType, Guidelines, Source
from frontdesk.store import changes, ledger, one_person, orders
from frontdesk.store.changes import EDIT, FACTS, Change
from frontdesk.store.orders import Order

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.views import Talk
    from frontdesk.store.conversations import Conversation
    from frontdesk.store.driver import Connection

ORDER_NUMBER_MAX = 60
ORDER_NUMBER = "order_number"
"""The answer that names an order by its number, beside `scope:order`, which names it by its id."""


def name_order(desk: Desk, conversation_id: str, number: str) -> Talk:
    """Say which order this is about by its number (or the room or table where it goes on); an unknown one is noted.

    A noted order is the customer's, of this business day, and nothing else is known of it. Raises BadInput without a
    number, for one that is another customer's, and for a conversation that is over; TooLong.
    """
    said = whole_line(number, ORDER_NUMBER_MAX)
    if not said:
        raise BadInput(_("An order needs its number."), _("Write it as it stands on the bill or the booking."))

    def find(connection: Connection, conversation: Conversation) -> str:
        known = _known(connection, desk, conversation, said)
        return (_noted(connection, desk, conversation, said) if known is None else known).id

    return talking.choose_found(desk, conversation_id, find)


def _known(connection: Connection, desk: Desk, conversation: Conversation, said: str) -> Order | None:
    """The customer's own order of that number or place first, then anybody's of that number."""
    wanted = said.casefold()
    for card in () if conversation.customer_id is None else one_person.cards_of(connection, conversation.customer_id):
        for order in orders.of_customer(connection, card):
            here = order.place.casefold() if order.open_on(desk.today()) else ""
            if wanted in ((order.external_key or "").casefold(), order.label.casefold(), here):
                return order
    for spelling in dict.fromkeys((said, said.upper())):
        known = orders.by_key(connection, spelling)
        if known is not None:
            return known
    return None


def _noted(connection: Connection, desk: Desk, conversation: Conversation, said: str) -> Order:
    day = desk.today()
    order = Order(
        id=new_id(),
        label=said,
        external_key=said,
        customer_id=conversation.customer_id,
        starts_on=day,
        ends_on=day,  # another day asks anew whether it still is this one
    )
    orders.insert(connection, (order,), desk.now())
    by = desk.person.id or None
    changes.add_one(connection, Change(EDIT, {}, orders.fields(order), desk.now(), order_id=order.id, by=by))
    return order


# --- what is known of it --------------------------------------------------------------------------------------


def is_of_order(guidelines: Guidelines, name: str) -> bool:
    """Whether an answer of that name is a fact of the order."""
    fact = guidelines.facts.get(name)
    return fact is not None and fact.source is Source.ORDER


def say_of_order(desk: Desk, conversation_id: str, said: Mapping[str, str]) -> Talk:
    """Write down facts of the order that a conversation is about, by their names in the guidelines.

    Anybody may say what nobody said before. What stands there is set right by whoever leads; by others only while it
    was written at a desk and nothing was given by that order, so that nobody makes room for a gesture by another
    figure. Raises BadInput for that, without an order, and for a text that the fact cannot have: then nothing changed.
    """
    guidelines = desk.rules()
    wanted = dict(_column(desk, guidelines.facts[name], text) for name, text in said.items())
    with acting(desk) as connection:
        conversation = conversation_of(connection, conversation_id)
        must_be_open(conversation)
        order = None if conversation.order_id is None else orders.get(connection, conversation.order_id)
        if order is None:
            raise BadInput(_("Which order is this about?"), _("Say its number first; then what is known of it."))
        by = desk.person.id or None
        about = Change(EDIT, {}, wanted, desk.now(), order_id=order.id, by=by)
        before, after = changes.difference(changes.state(connection, about), wanted)
        if after:
            _must_be_allowed(connection, desk, order, before)
            change = Change(EDIT, before, after, about.at, order_id=order.id, by=by)
            changes.put(connection, change, after, change.at)
            changes.add_one(connection, change)
    return talking.view(desk, conversation_id)


def _column(desk: Desk, fact: Fact, text: str) -> tuple[str, Any]:
    """Where a fact of the order stands, and what is to stand there."""
    short = fact.name.rpartition(".")[2]
    value = fact_value(desk, fact, text)
    if fact.type is FactType.MONEY and short in ("total", "paid"):
        return f"{short}_minor", parse_minor(value, desk.rules().business.exponent)
    return FACTS + fact.name, value


def _must_be_allowed(connection: Connection, desk: Desk, order: Order, before: Mapping[str, Any]) -> None:
    standing = {name: value for name, value in before.items() if value is not None}
    if not standing or leads(desk.rules(), staff_of(connection, desk).role):
        return
    by_hand = {name for each in changes.of_order(connection, order.id) if each.how == EDIT for name in each.after}
    if standing.keys() <= by_hand and not ledger.given_by_order(connection, order.id, order.customer_id):
        return
    name, value = next(iter(standing.items()))
    raise BadInput(
        _("{order}: {value} stands there already.").format(order=order.label, value=value_words(desk, name, value)),
        _("Ask {roles} to set it right.").format(roles=leading_roles(desk.rules())),
    )
