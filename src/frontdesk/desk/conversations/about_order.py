"""Which of a customer's orders a conversation is about: chosen among theirs, and what it was about before stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from frontdesk.desk.conversations.found import conversation_of
from frontdesk.desk.customers.card_views import OrderBefore, OrderLine
from frontdesk.desk.customers.finding import order_line
from frontdesk.store import one_person, orders
from frontdesk.store.columns import as_instant, instant
from frontdesk.store.conversations import ORDERS_BEFORE, Conversation
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.store.driver import Connection

ORDERS_SHOWN = 50
BEFORE_MAX = 20


def orders_of(desk: Desk, conversation_id: str) -> tuple[OrderLine, ...]:
    """The orders that a conversation may be about, those that go on first: `talking.choose_order` takes one of them.

    Without a customer there is only the order it is about now, if any. Raises NotFound.
    """
    today = desk.today()
    with reading(desk.store) as connection:
        found = conversation_of(connection, conversation_id)
        theirs: list[orders.Order] = []
        for card in () if found.customer_id is None else one_person.cards_of(connection, found.customer_id):
            theirs += orders.of_customer(connection, card, ORDERS_SHOWN)
        now = None if found.order_id is None else orders.get(connection, found.order_id)
    if now is not None and all(each.id != now.id for each in theirs):
        theirs.insert(0, now)
    return tuple(order_line(each, today) for each in sorted(theirs, key=lambda each: not each.open_on(today)))


def about_another(desk: Desk, found: Conversation, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers of a conversation that is about another order from now on: what it was before, who chose and when."""
    before = _before(answers)[-BEFORE_MAX + 1 :]
    before.append([str(found.order_id), desk.person.name, instant(desk.now())])
    return {**answers, ORDERS_BEFORE: json.dumps(before, ensure_ascii=False, separators=(",", ":"))}


def before_in(connection: Connection, found: Conversation) -> tuple[OrderBefore, ...]:
    """The orders that a conversation was about before, in the order they were left, inside the caller's transaction."""
    said = []
    for order_id, by, at in _before(found.answers):
        order = orders.get(connection, order_id)
        said.append(OrderBefore(order_id, "" if order is None else order.label, by, as_instant(at)))
    return tuple(said)


def _before(answers: Mapping[str, str]) -> list[list[str]]:
    return [list(map(str, each)) for each in json.loads(answers.get(ORDERS_BEFORE, "[]"))]
