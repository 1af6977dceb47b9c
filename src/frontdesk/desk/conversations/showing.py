"""The conversation as it stands, put together for a screen or the command line from one moment of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.conversation import flow
from frontdesk.desk.conversations.about_order import before_in
from frontdesk.desk.conversations.found import conversation_of
from frontdesk.desk.customers.cards import card_in
from frontdesk.desk.customers.finding import order_line
from frontdesk.desk.gestures.lines import given_line
from frontdesk.desk.promises.promise_lines import promise_line
from frontdesk.desk.views import Heard, Talk
from frontdesk.ground.language import current
from frontdesk.store import ledger, orders, promises, staff
from frontdesk.store.conversations import CLAIM, NOT_ANSWERED, Conversation
from frontdesk.store.driver import Connection

if TYPE_CHECKING:
    from frontdesk.desk.customers.card_views import OrderLine
    from frontdesk.desk.desk import Desk


def talk_of(connection: Connection, desk: Desk, conversation_id: str) -> Talk:
    """The conversation of that id, inside the caller's transaction. Raises NotFound."""
    found = conversation_of(connection, conversation_id)
    card = card_in(connection, desk, found.customer_id) if found.customer_id is not None else None
    given = ledger.lines_of_conversation(connection, conversation_id)
    promised = promises.of_conversation(connection, conversation_id)
    person = staff.by_id(connection, found.staff_id)
    now = desk.now()
    return Talk(
        id=found.id,
        incident_id=found.incident_id,
        customer_id=found.customer_id,
        customer_name=found.customer_name,
        card=card,
        order_id=found.order_id,
        orders=_orders(connection, desk, found, () if card is None else card.orders),
        situation=found.situation,
        situation_label=_situation_label(desk, found.situation),
        request=found.request,
        heard=Heard(found.heard),
        heard_at=found.heard_at,
        wish=found.wish,
        answers=tuple(sorted((name, said) for name, said in found.answers.items() if name not in NOT_ANSWERED)),
        ticks=tuple(sorted(flow.ticks(found.heard, found.wish, found.ticks))),
        now=found.now_text,
        next=found.next_text,
        due_at=found.due_at,
        anything_else=found.anything_else,
        cause=found.cause,
        cause_open=flow.may_record_cause(
            any(not line.taken_back for line in given), any(each.withdrawn_at is None for each in promised)
        ),
        given=tuple(given_line(line) for line in given),
        promises=tuple(promise_line(promise, now) for promise in promised),
        opened_at=found.opened_at,
        open=found.closed_at is None,
        staff="" if person is None else person.name,
        attempt_id=str(found.attempt["id"]) if found.attempt.get("id") else None,
        claim=found.answers.get(CLAIM, ""),
        orders_before=before_in(connection, found),
    )


def _orders(
    connection: Connection, desk: Desk, found: Conversation, known: tuple[OrderLine, ...]
) -> tuple[OrderLine, ...]:
    if found.order_id is None or any(order.id == found.order_id for order in known):
        return known
    order = orders.get(connection, found.order_id)
    return known if order is None else (order_line(order, desk.today()), *known)


def _situation_label(desk: Desk, situation: str | None) -> str:
    if situation is None or desk.guidelines is None:
        return situation or ""
    known = desk.guidelines.situations.get(situation)
    return situation if known is None else known.label.said_in(current())
