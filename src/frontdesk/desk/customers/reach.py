"""How and when a customer wants to hear from us: what their card says, else what was said last."""

from __future__ import annotations

from frontdesk.conversation.hours import read_hours
from frontdesk.store import customers, promises
from frontdesk.store.driver import Connection


def channel_of(connection: Connection, customer_id: str | None, used: str | None) -> str:
    """The channel on the card, else the one that is `used` now; "" for none."""
    customer = None if customer_id is None else customers.get(connection, customer_id)
    return (used or "") if customer is None or not customer.channel else customer.channel


def hours_of(connection: Connection, customer_id: str | None) -> str:
    """The hours on the customer's card, else those they named with their last promise, as `read_hours` takes them.

    "" when neither is known; words on a card that are no hours are none.
    """
    if customer_id is None:
        return ""
    customer = customers.get(connection, customer_id)
    return read(customer.hours if customer is not None else "") or read(promises.last_hours(connection, customer_id))


def card_hours(connection: Connection, customer_id: str | None) -> str:
    """The hours on the customer's card, as `read_hours` takes them; "" for none."""
    customer = None if customer_id is None else customers.get(connection, customer_id)
    return "" if customer is None else read(customer.hours)


def read(said: str) -> str:
    """Hours in one form; "" for words that are no hours."""
    try:
        return str(read_hours(said)) if said else ""
    except ValueError:
        return ""
