"""Driving the conversation screen: keys with the time at which they were typed, and a hotel guest who stays here."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import uidesk
from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import importing
from frontdesk.desk.views import Talk
from frontdesk.ui.screens.desk import DeskScreen

NAME = "Kristīne Bērziņa"
WORDS = "The heating is dead and my daughter is cold"
settled, until = uidesk.ready, uidesk.until
CLEAR = 1.1
"""Seconds between two keys that are surely two presses (rule K7)."""

GUIDELINES = """\
frontdesk: 1
business: {name: Hotel Baltic, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
facts:
  order.paid: {type: money, from: order}
  order.night_price: {type: money, from: order}
  house.occupancy: {type: percent, from: house}
  delay_minutes: {type: number, from: asked, label: "How late are we (minutes)?"}
situations:
  room_fault: {label: Room fault or noise, first: [free_drink, part_of_bill], ask: []}
  waiting: {label: Room not ready, first: [snack], ask: []}
gestures:
  free_drink:
    key: 2
    label: Free drink
    kind: item
    amount: 8.00
    one_press: true
    limits: [{id: drinks, up_to: 4 times, per: [customer, order], within: ever}]
    why: Cheap and immediate.
  part_of_bill:
    key: 3
    label: Part of the bill
    kind: refund
    amount: {percent_of: order.night_price, from: 10%, to: 100%, usual: 50%, at_least: 10.00}
    authority: {staff: 150.00, lead: 600.00}
    judgement_above: 80.00
    when: {order.paid: {more_than: 0}}
    limits: [{id: paid, up_to: order.paid, per: order, within: ever}]
    otherwise: [{gesture: make_it_right}, {ask: lead}, {promise: {within: 24 hours}}]
  make_it_right:
    key: 4
    label: Make it right
    kind: open
    amount: {from: 5.00, to: 2000.00, usual: 50.00}
    authority: {staff: 300.00, lead: 2000.00}
    needs: [request_heard, wish, reason]
    limits: [{id: incident, up_to: 2000.00, per: [customer, incident], within: ever}]
  late_checkout:
    key: 5
    label: Late checkout
    kind: time
    amount: 30.00
    limits: [{id: once, up_to: 0 times, per: order, within: ever}]
    otherwise: [{gesture: luggage}, {ask: lead}, {promise: {within: 24 hours}}]
  luggage:
    key: 6
    label: Luggage and lounge
    kind: item
  snack:
    key: 7
    label: A snack
    kind: item
    amount: 4.00
    when: {delay_minutes: {at_least: 10}}
budgets:
  desk_day: {of: [free_drink, part_of_bill, make_it_right], up_to: 1200.00, per: site, within: day, measure: value}
"""


@dataclass
class Hand:
    """A person's hand on the keys of an app: each key carries its own time, later than the one before."""

    pilot: Pilot[Any]
    at: float = field(default_factory=monotonic)

    async def press(self, *keys: str, gap: float = CLEAR) -> None:
        """One key after the other, `gap` seconds apart."""
        for key in keys:
            self.send(key, gap)
            await settled(self.pilot)

    async def write(self, text: str) -> None:
        """Type a text into the field that has the focus."""
        for character in text:
            self.send(character, 0.12)
        await settled(self.pilot)

    async def burst(self, *keys: str) -> None:
        """Keys that arrive in one write, as a terminal without bracketed paste sends them."""
        for number, key in enumerate(keys):
            self.send(key, 0.0003 if number else CLEAR)
        await settled(self.pilot)

    def send(self, key: str, gap: float) -> None:
        """Post one key, `gap` seconds after the last; a clear gap is one after what is on the screen now as well."""
        self.at = (max(self.at, monotonic()) if gap >= CLEAR else self.at) + gap
        character = {"enter": "\r", "space": " "}.get(key, key if len(key) == 1 else None)
        event = events.Key(_character_to_key(key) if len(key) == 1 else key, character)
        event.time = self.at
        self.pilot.app.post_message(event)


def hotel(folder: Path) -> None:
    """The tests' own guidelines, a guest and her stay, taken over from files."""
    (folder / "guidelines.yaml").write_text(GUIDELINES, encoding="utf-8")
    guests, stays = folder / "guests.csv", folder / "stays.csv"
    guests.write_text(f"id,name,phone,tier\ng1,{NAME},+371 26 123 456,gold\ng2,Two Stays,,\n", encoding="utf-8")
    row = "{},{},{},412,2026-11-20,2026-11-23,540.00,540.00,180.00\n"
    stays.write_text(
        "order_id,customer_id,label,room,from,to,total,paid,night_price\n"
        + row.format("s1", "g1", "Room 412")
        + row.format("s2", "g2", "Room 1")
        + row.format("s3", "g2", "Room 2"),
        encoding="utf-8",
    )
    desk = uidesk.opened(folder)
    assert not desk.problems, [str(problem) for problem in desk.problems]
    importing.import_customers(desk, guests)
    importing.import_orders(desk, stays)
    desk.store.close()


def begun(folder: Path, name: str = NAME, **said: str) -> tuple[Desk, Talk]:
    """A desk beside the screen's own, and a conversation with the guest."""
    desk = uidesk.opened(folder)
    found = finding.find(desk, name)
    return desk, talking.start(desk, customer_id=found[0].id if found else None, **said)


def heard(folder: Path, name: str = NAME) -> tuple[Desk, Talk]:
    """The same, with the request read back and agreed."""
    desk, talk = begun(folder, name, request=WORDS)
    return desk, talking.hear(desk, talk.id)


async def on_screen(pilot: Pilot[Any], conversation_id: str) -> DeskScreen:
    """Open the conversation in the running program."""
    await uidesk.ready(pilot)
    app: Any = pilot.app
    app.open_conversation(conversation_id)
    await settled(pilot)
    screen = app.screen
    assert isinstance(screen, DeskScreen)
    await until(pilot, lambda: screen.talk is not None)
    return screen


def given(desk: Desk, conversation_id: str) -> list[tuple[str, int | None, bool]]:
    """What the ledger has of the conversation: gesture, amount, taken back."""
    lines = talking.view(desk, conversation_id).given
    return [(line.gesture, line.amount_minor, line.taken_back) for line in lines]


def shown(app: App[Any]) -> str:
    """The screen as text."""
    return uidesk.drawn(app)
