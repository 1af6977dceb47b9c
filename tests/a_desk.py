"""A small business for tests: a real folder, a real database, people, a clock that is set by hand."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.people import staffing
from frontdesk.desk.views import Attempt, Given, Preview
from frontdesk.ground.ids import new_id
from frontdesk.store.engine import open_store
from frontdesk.store.transaction import writing

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

GUIDELINES = """\
frontdesk: 1
business:
  name: Hotel Test
  currency: EUR
  timezone: Europe/Riga
  day_starts: "06:00"
  languages: [en]
roles: [staff, lead]
facts:
  customer.tier:     {type: choice, of: [guest, silver, gold], from: card}
  order.paid:        {type: money, from: order}
  order.night_price: {type: money, from: order}
  house.occupancy:   {type: percent, from: house}
  delay_minutes:     {type: number, from: asked, label: "How late are we (minutes)?"}
situations:
  room_fault: {label: Room fault or noise, first: [part_of_bill, drink]}
  late: {label: Late, first: [late_drink]}
gestures:
  drink:
    key: 2
    label: Free drink
    kind: item
    amount: 8.00
    cost: 25%
    one_press: true
    limits:
      - {id: per_stay, up_to: 4 times, per: [customer, order], within: ever}
      - {id: per_day, up_to: 20 times, per: staff, within: day}
  part_of_bill:
    key: 3
    label: Part of the bill
    kind: refund
    amount: {percent_of: order.night_price, from: 10%, to: 100%, usual: 50%, at_least: 10.00}
    authority: {staff: 150.00, lead: 600.00}
    judgement_above: 80.00
    when: {order.paid: {more_than: 0}}
    limits:
      - {id: never_more_than_paid, up_to: order.paid, per: order, within: ever, across: [part_of_bill, make_it_right]}
      - {id: twice_a_season, up_to: 2 times, per: customer, within: 90 days}
    otherwise: [{gesture: make_it_right}, {ask: lead}, {promise: {within: 24 hours}}]
  make_it_right:
    key: 4
    label: Make it right
    kind: open
    amount: {from: 5.00, to: 2000.00, usual: 50.00}
    authority: {staff: 300.00, lead: 2000.00}
    needs: [request_heard, wish, reason]
    limits: [{id: right_per_incident, up_to: 2000.00, per: incident, within: ever}]
  late_checkout:
    key: 5
    label: Late checkout
    kind: time
    when: {house.occupancy: {at_most: 95%}}
    limits: [{id: late_once, up_to: 1 time, per: order, within: ever}]
    otherwise: [{gesture: luggage}, {promise: {within: 2 hours}}]
  luggage:
    key: 6
    label: Luggage + lounge
  late_drink:
    label: Drink for the wait
    amount: 5.00
    when: {delay_minutes: {at_least: 15}}
    limits: [{id: late_per_hour, up_to: 1 time, per: staff, within: 1 hour}]
  card:
    label: Card and flowers
    amount: 20.00
    promise: {text: Bring the flowers up, due: 3 hours}
    limits: [{id: flowers_a_day, up_to: 2 times, per: site, within: day}]
  welcome:
    label: Say welcome
    kind: words
    needs: []
budgets:
  desk_day:
    of: [drink, part_of_bill, make_it_right, card]
    up_to: 1200.00
    per: site
    within: day
    measure: cost
    warn_at: 80%
"""


class Clock:
    """A clock that moves only when it is told to."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> datetime:
        """Let so much time pass (keywords of timedelta)."""
        self.at += timedelta(**by)
        return self.at


@cache
def _empty_database() -> bytes:
    """A database with the schema and nothing else, made once; copying it is faster than migrating."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-test-") as folder:
        path = Path(folder) / "empty.db"
        open_store(path, create=True).close()
        return path.read_bytes()


def make_folder(folder: Path, text: str = GUIDELINES) -> Path:
    """A business folder with guidelines and an empty database."""
    (folder / "data").mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "guidelines.yaml").write_text(text, encoding="utf-8")
    database = folder / "data" / "frontdesk.db"
    database.write_bytes(_empty_database())
    database.chmod(0o600)
    return folder


def make_desk(folder: Path, clock: Clock | None = None, text: str = GUIDELINES) -> Desk:
    """A desk with Anna (staff) signed in; Janis (staff) and Ilze (lead) are on the list."""
    desk = opening.open_desk(make_folder(folder, text), staff=None, clock=clock or Clock())
    assert desk.problems == (), [str(problem) for problem in desk.problems]
    for name, role in (("Anna", "staff"), ("Janis", "staff"), ("Ilze", "lead")):
        staffing.add(desk, name, role)
    return opening.as_person(desk, "Anna")


@dataclass(frozen=True)
class Guest:
    """A customer with an order, straight in the tables."""

    customer: str
    order: str


def make_guest(desk: Desk, name: str = "Kristīne Bērziņa", paid: int = 54000, night: str = "180.00") -> Guest:
    """Somebody who stays now and has paid."""
    guest = Guest(new_id(), new_id())
    with writing(desk.store) as connection:
        connection.execute(
            "INSERT INTO customers (id, name, tier, phone, email, card_number, languages, channel, standing, visits,"
            " overdue_minor, likes_json, facts_json, created_at, updated_at)"
            " VALUES (?, ?, 'gold', '', '', '', '', '', '', 3, 0, '[]', '{}',"
            " '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000')",
            (guest.customer, name),
        )
        connection.execute(
            "INSERT INTO orders (id, customer_id, label, place, state, starts_on, ends_on, total_minor, paid_minor,"
            " facts_json, created_at, updated_at)"
            " VALUES (?, ?, 'Room 412', '412', 'open', '2026-01-01', '2027-12-31', ?, ?, ?,"
            " '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000')",
            (guest.order, guest.customer, paid, paid, f'{{"order.night_price":"{night}"}}'),
        )
    return guest


def heard(desk: Desk, guest: Guest | None = None, situation: str | None = None) -> str:
    """A conversation in which the request was heard; its id."""
    talk = talking.start(
        desk, customer_id=None if guest is None else guest.customer, request="The heating is dead", situation=situation
    )
    return talking.hear(desk, talk.id).id


def previewed(desk: Desk, conversation: str, gesture: str, ask: str | None = None, reason: str = "") -> Attempt:
    """The attempt of a preview that must come."""
    preview = giving.open_gesture(desk, conversation, gesture, ask=ask, reason=reason)
    assert isinstance(preview, Preview), preview
    return preview.attempt


def given(desk: Desk, conversation: str, gesture: str, ask: str | None = None, reason: str = "") -> Given:
    """A gesture that must be given."""
    done = giving.give(desk, previewed(desk, conversation, gesture, ask, reason))
    assert isinstance(done, Given), done
    return done


def as_lead(desk: Desk) -> Desk:
    """The same desk with Ilze, the lead."""
    return opening.as_person(desk, "Ilze")


def at_another_desk(desk: Desk, name: str = "Janis") -> Desk:
    """A second desk on the same file, with its own connections."""
    return opening.as_person(replace(desk, store=open_store(desk.store.path), name="desk 2"), name)
