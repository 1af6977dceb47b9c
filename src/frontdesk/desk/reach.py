"""How and when a customer wants to hear from us: what was said last, else what their card says."""

from __future__ import annotations

from frontdesk.conversation.hours import read_hours
from frontdesk.store import customers, promises
from frontdesk.store.driver import Connection


def channel_of(connection: Connection, customer_id: str | None, used: str | None) -> str:
    """The channel on the card, else the one that is `used` now; "" for none."""
    customer = None if customer_id is None else customers.get(connection, customer_id)
    return (used or "") if customer is None or not customer.channel else customer.channel


def hours_of(connection: Connection, customer_id: str | None) -> str:
    """The hours that the customer named with their last promise, else those on the card, as `read_hours` takes them.

    "" when neither is known; words on a card that are no hours are none.
    """
    if customer_id is None:
        return ""
    said = promises.last_hours(connection, customer_id)
    if not said:
        customer = customers.get(connection, customer_id)
        said = "" if customer is None else customer.hours
    try:
        return str(read_hours(said)) if said else ""
    except ValueError:
        return ""
