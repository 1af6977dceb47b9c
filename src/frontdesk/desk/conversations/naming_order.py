"""Which order a conversation is about, by the number that the customer says: a known one, or one nobody wrote down yet.

A house whose orders are in no file still gives per order: the number is written down once, with who wrote it, and from
then on it is an order like any other. An import that brings the same number later fills in the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.desk.conversations import talking
from frontdesk.desk.conversations.beginning import order_of
from frontdesk.desk.conversations.found import conversation_of, must_be_open
from frontdesk.desk.people.acting import acting
from frontdesk.ground.errors import BadInput
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import whole_line
from frontdesk.store import changes, one_person, orders
from frontdesk.store.changes import EDIT, Change
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
    with acting(desk) as connection:
        conversation = conversation_of(connection, conversation_id)
        must_be_open(conversation)
        found = _known(connection, desk, conversation, said)
        order = _noted(connection, desk, conversation, said) if found is None else found
    return talking.choose_order(desk, conversation_id, order.id)


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
            return order_of(connection, known.id, conversation.customer_id)
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
