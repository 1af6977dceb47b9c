"""What `--json` prints: the desk's views as plain values. Documented in docs/commands.md; keys are only ever added.

Money is digits with a dot in the business's currency; instants carry the site's offset; what is not known is null.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from frontdesk.ground.money import format_minor

if TYPE_CHECKING:
    from frontdesk.desk.customers.card_views import Card, OrderLine
    from frontdesk.desk.day.day_views import Day, GestureSum
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.events.event_views import Alert, EventLine
    from frontdesk.desk.learning.care_views import OrderCare
    from frontdesk.desk.views import (
        Bar,
        BudgetLeft,
        Found,
        GivenLine,
        PromiseLine,
        Talk,
    )

EXPONENT_UNKNOWN = 2  # without any guidelines there is no currency; two decimals are what most have


class Forms:
    """The views of one desk as JSON values: it knows the currency's decimals and the site's zone."""

    def __init__(self, desk: Desk) -> None:
        self._exponent = desk.guidelines.business.exponent if desk.guidelines else EXPONENT_UNKNOWN
        self._clock = desk.days()

    def money(self, minor: int | None) -> str | None:
        """An amount, or null."""
        return None if minor is None else format_minor(minor, self._exponent)

    def at(self, instant: datetime | None) -> str | None:
        """An instant on the site's clock with its offset, or null."""
        if instant is None:
            return None
        return self._clock.wall(instant).isoformat(timespec="seconds")

    def found(self, found: Found) -> dict[str, Any]:
        """One customer of a search."""
        return {
            "id": found.id,
            "name": found.name,
            "detail": found.detail,
            "here_today": found.here_today,
            "promise_due_at": self.at(found.promise_due_at),
        }

    def card(self, card: Card) -> dict[str, Any]:
        """A customer's card."""
        from frontdesk.cli.card_form import card_value

        return card_value(self, card)

    def order(self, order: OrderLine) -> dict[str, Any]:
        """An order, stay or membership."""
        return {
            "id": order.id,
            "label": order.label,
            "open": order.open,
            "starts_on": order.starts_on.isoformat() if order.starts_on else None,
            "ends_on": order.ends_on.isoformat() if order.ends_on else None,
            "total": self.money(order.total_minor),
            "paid": self.money(order.paid_minor),
            "due_on": order.due_on.isoformat() if order.due_on else None,
            "promised": [
                {"text": each.text, "by": each.by, "on": each.on.isoformat() if each.on else None}
                for each in order.promised
            ],
        }

    def order_care(self, order: OrderCare) -> dict[str, Any]:
        """An order as the lead looks through them."""
        return {
            "id": order.id,
            "key": order.key,
            "label": order.label,
            "customer": order.customer_id,
            "customer_name": order.customer_name,
            "needs": list(order.needs),
            "words": order.words,
            "promised_on": order.promised_on.isoformat() if order.promised_on else None,
            "total": self.money(order.total_minor),
            "paid": self.money(order.paid_minor),
        }

    def promise(self, promise: PromiseLine) -> dict[str, Any]:
        """A promise."""
        return {
            "id": promise.id,
            "text": promise.text,
            "owner": promise.owner,
            "due_at": self.at(promise.due_at),
            "state": promise.state,
            "customer": promise.customer_id,
            "customer_name": promise.customer_name,
            "conversation": promise.conversation_id,
            "made_by": promise.made_by,
            "made_at": self.at(promise.made_at),
            "kept_at": self.at(promise.kept_at),
            "now": promise.now,
            "next": promise.next,
            "channel": promise.channel,
            "hours": promise.hours,
            "owner_here": promise.owner_here,
        }

    def given(self, line: GivenLine) -> dict[str, Any]:
        """A gesture of the ledger."""
        return {
            "entry": line.entry_id,
            "seq": line.seq,
            "at": self.at(line.at),
            "gesture": line.gesture,
            "label": line.label,
            "amount": self.money(line.amount_minor),
            "quantity": line.quantity,
            "reason": line.reason,
            "staff": line.staff,
            "taken_back": line.taken_back,
            "conversation": line.conversation_id,
        }

    def talk(self, talk: Talk) -> dict[str, Any]:
        """A conversation as it stands."""
        return {
            "conversation": talk.id,
            "incident": talk.incident_id,
            "open": talk.open,
            "customer": talk.customer_id,
            "customer_name": talk.customer_name,
            "order": talk.order_id,
            "orders": [self.order(order) for order in talk.orders],
            "situation": talk.situation,
            "request": talk.request,
            "heard": str(talk.heard),
            "heard_at": self.at(talk.heard_at),
            "wish": talk.wish,
            "answers": dict(talk.answers),
            "ticks": list(talk.ticks),
            "now": talk.now,
            "next": talk.next,
            "due_at": self.at(talk.due_at),
            "cause": talk.cause,
            "given": [self.given(line) for line in talk.given],
            "promises": [self.promise(promise) for promise in talk.promises],
            "opened_at": self.at(talk.opened_at),
            "staff": talk.staff,
            "claim": talk.claim,
        }

    def bar(self, bar: Bar) -> list[dict[str, Any]]:
        """What can be done now, in the order of the bar; empty before the request is heard."""
        return [
            {
                "gesture": line.gesture,
                "key": line.key,
                "label": line.label,
                "state": str(line.light),
                "amount": line.amount,
                "left": line.left,
                "why": line.why,
            }
            for line in bar.lines
        ]

    def budget(self, budget: BudgetLeft) -> dict[str, Any]:
        """A budget: money as amounts, else times."""

        def figure(value: int) -> str | int | None:
            return self.money(value) if budget.is_money else value

        return {
            "budget": budget.id,
            "used": figure(budget.used),
            "up_to": figure(budget.up_to),
            "left": figure(budget.left),
            "warn": budget.warn,
        }

    def sum(self, sums: GestureSum) -> dict[str, Any]:
        """What was given of one gesture."""
        return {
            "gesture": sums.gesture,
            "label": sums.label,
            "times": sums.times,
            "value": self.money(sums.value_minor),
            "cost": self.money(sums.cost_minor),
        }

    def event(self, event: EventLine) -> dict[str, Any]:
        """A mass event on one line."""
        return {
            "event": event.id,
            "name": event.name,
            "cause": event.cause,
            "gesture": event.gesture,
            "gesture_label": event.gesture_label,
            "promise": event.promise,
            "due_at": self.at(event.due_at),
            "owner": event.owner,
            "owner_here": event.owner_here,
            "opened_at": self.at(event.opened_at),
            "closed_at": self.at(event.closed_at),
            "members": event.members,
            "unnamed": event.unnamed,
            "called": event.called,
            "reached": event.reached,
            "left_word": event.left_word,
            "given": event.given,
            "value": self.money(event.value_minor),
            "cost": self.money(event.cost_minor),
            "budget": self.money(event.budget_minor),
            "budget_stops": event.budget_stops,
            "left": self.money(event.left_minor),
            "promises_open": event.promises_open,
            "promises_kept": event.promises_kept,
            "first_due_at": self.at(event.first_due_at),
            "overdue": event.overdue,
        }

    def alert(self, alert: Alert) -> dict[str, Any]:
        """What a mass event means for one customer."""
        return {
            "event": alert.event_id,
            "name": alert.name,
            "cause": alert.cause,
            "what": alert.what,
            "gesture": alert.gesture,
            "gesture_label": alert.gesture_label,
            "given": alert.given,
            "promise": alert.promise,
            "promise_id": alert.promise_id,
            "promise_state": alert.promise_state,
            "due_at": self.at(alert.due_at),
            "owner": alert.owner,
        }

    def day(self, day: Day) -> dict[str, Any]:
        """A business day, lists in the order of importance."""
        return {
            "date": day.date.isoformat(),
            "overdue": [self.promise(promise) for promise in day.overdue],
            "due": [self.promise(promise) for promise in day.due],
            "kept": [self.promise(promise) for promise in day.kept],
            "given": [self.sum(sums) for sums in day.given],
            "entries": [self.given(line) for line in day.lines],
            "budgets": [self.budget(budget) for budget in day.budgets],
            "given_by_events": [self.sum(sums) for sums in day.given_by_events],
            "events": [self.event(event) for event in day.events],
            "blocks": day.blocks,
            "conversations_open": day.conversations_open,
            "conversations_closed": day.conversations_closed,
        }
