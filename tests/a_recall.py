"""A recall for tests: a maker of radios, a batch of devices, and people who may not know yet."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from a_desk import Clock, make_desk
from frontdesk.desk import opening
from frontdesk.desk.desk import Desk
from frontdesk.desk.events import events
from frontdesk.desk.events.event_views import EventLine
from frontdesk.ground.ids import new_id
from frontdesk.guidelines import packs
from frontdesk.store import customers, orders
from frontdesk.store.customers import Customer
from frontdesk.store.orders import Order
from frontdesk.store.transaction import writing

PRICE_MINOR = 50000
RECALL = packs.text("warranty_b2b")


def make_maker(folder: Path, clock: Clock | None = None, text: str = RECALL) -> Desk:
    """The maker's desk, with Ilze, the lead, signed in."""
    return opening.as_person(make_desk(folder, clock, text), "Ilze")


def sold(desk: Desk, count: int, batch: str = "B-1", devices: int = 1, recalled: str = "true") -> list[str]:
    """So many customers, each with `devices` of a batch; the serials."""
    people: list[Customer] = []
    devices_sold: list[Order] = []
    for number in range(count):
        customer = Customer(
            new_id(), f"Company {number}", external_key=f"{batch}-K{number}", phone=f"+371 26 {number:06}"
        )
        people.append(customer)
        for device in range(devices):
            serial = f"{batch}-S{number}" + (f"-{device}" if devices > 1 else "")
            facts = {"serial": serial, "batch": batch, "batch_recalled": recalled, "item_price": "500.00"}
            devices_sold.append(
                Order(new_id(), f"Radio {serial}", customer.id, f"{batch}-O{number}-{device}", facts=facts)
            )
    with writing(desk.store) as connection:
        customers.insert(connection, people, desk.now())
        orders.insert(connection, devices_sold, desk.now())
    return [each.facts["serial"] for each in devices_sold]


def opened(desk: Desk, gesture: str | None = "recall_swap", budget: str | None = None, days: float = 14) -> EventLine:
    """The recall of batch B-1, with nobody in it yet."""
    return events.open_event(
        desk,
        "Recall B-1",
        "The battery can overheat",
        promise="A new device at your door",
        due_at=desk.now() + timedelta(days=days),
        gesture=gesture,
        budget=budget,
    )
