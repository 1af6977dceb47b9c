"""Beginning a conversation: who it is with, about which order and which trouble, inside somebody's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.desk.privacy.erased import must_be_known
from frontdesk.desk.views import Heard
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import NAME_LENGTH_MAX, clean_line, whole, whole_line
from frontdesk.guidelines.problems import did_you_mean
from frontdesk.store import conversations, customers, one_person, orders
from frontdesk.store.conversations import Conversation
from frontdesk.store.driver import Connection

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

CHANNEL_LENGTH_MAX = 60


def begun(
    connection: Connection,
    desk: Desk,
    *,
    customer_id: str | None = None,
    name: str = "",
    order_id: str | None = None,
    situation: str | None = None,
    request: str = "",
    channel: str | None = None,
    incident_id: str | None = None,
) -> str:
    """`start` inside somebody else's transaction: the id of the conversation that was begun."""
    person = desk.signed_in()
    at = desk.now()
    conversation_id = new_id()
    whom = who(connection, desk, customer_id, order_id)
    conversations.add(
        connection,
        Conversation(
            id=conversation_id,
            incident_id=_incident(connection, incident_id),
            customer_id=whom[0],
            customer_name=whole_line(name, NAME_LENGTH_MAX) or whom[1],
            order_id=whom[2],
            situation=situation_of(desk, situation),
            channel=whole_line(channel or "", CHANNEL_LENGTH_MAX) or None,
            request=whole(request),
            heard=Heard.NOT_YET.value,
            staff_id=person.id,
            site=desk.site,
            desk=desk.name,
            opened_at=at,
            business_date=desk.days().date_of(at),
            updated_at=at,
        ),
    )
    return conversation_id


def who(
    connection: Connection, desk: Desk, customer_id: str | None, order_id: str | None
) -> tuple[str | None, str, str | None]:
    """The customer's id, the name, and the order of a new conversation; of a merged card, those of the kept one."""
    if customer_id is not None:
        customer_id = one_person.kept_id(connection, customer_id)
    order = None if order_id is None else order_of(connection, order_id, customer_id)
    if customer_id is None and order is not None:
        customer_id = order.customer_id
    if customer_id is None:
        return None, "", None if order is None else order.id
    must_be_known(connection, customer_id)
    customer = customers.get(connection, customer_id)
    if customer is None:
        raise NotFound(
            _("There is no customer {id}.").format(id=customer_id),
            _("Find them by name, phone tail or card number; or start without a card."),
        )
    if order is None:
        going_on = orders.open_of(connection, customer_id, desk.today())
        order = going_on[0] if len(going_on) == 1 else None
    return customer_id, customer.name, None if order is None else order.id


def order_of(connection: Connection, order_id: str, customer_id: str | None) -> orders.Order:
    """The order of that id, when it is the customer's or nobody's. Raises NotFound and BadInput, in words."""
    order = orders.get(connection, order_id)
    if order is None:
        raise NotFound(_("There is no order {id}.").format(id=order_id), _("Choose one of the customer's orders."))
    if customer_id is not None and order.customer_id not in (None, customer_id):
        raise BadInput(
            _("The order {order} is somebody else's.").format(order=order.label),
            _("Choose one of the customer's own orders, or talk with the customer it belongs to."),
        )
    return order


def _incident(connection: Connection, incident_id: str | None) -> str:
    if incident_id is None:
        return new_id()
    if not conversations.knows_incident(connection, incident_id):
        raise NotFound(
            _("There is no incident {id}.").format(id=incident_id),
            _("Take it from the earlier conversation, or leave it out to begin a new one."),
        )
    return incident_id


def situation_of(desk: Desk, situation: str | None) -> str | None:
    """The situation of that name; None for none. Raises NotFound, naming what was probably meant."""
    if not situation:
        return None
    known = desk.rules().situations
    if situation not in known:
        raise NotFound(
            _("There is no situation {name}.").format(name=clean_line(situation)),
            did_you_mean(situation, known) or _("The guidelines have no situations: leave it out."),
        )
    return situation
