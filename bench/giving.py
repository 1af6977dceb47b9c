"""Giving with a long ledger: `give` from its call until it is on disk, against one bare INSERT that is as safe on disk.

    python bench/giving.py [--entries 100000] [--gives 1000] [--ratio 12.0] [--keep DIR]

The ledger is written line by line as giving writes it, with its words, links and counters. Then each gesture is given
to guests with a stay: opened first, as on the screen (not timed), then confirmed. In turn with each of them the floor,
on a database of its own beside: one transaction with one row of the size of a line, the same journal, the same flush.

Prints for each gesture the median and the 99th percentile, how much of that is this program's own processor time, and
how long others had to wait meanwhile (from BEGIN to the end of COMMIT), each as a ratio to the floor of the same run.
Exits 1 when the median of one gesture is past the ratio.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.people import staffing
from frontdesk.desk.views import Attempt, Given, Preview
from frontdesk.ground.ids import new_id
from frontdesk.guidelines import packs
from frontdesk.store import conversations, customers, driver, ledger, orders, transaction, usage
from frontdesk.store.conversations import Conversation
from frontdesk.store.customers import Customer
from frontdesk.store.driver import Connection
from frontdesk.store.ledger import Entry
from frontdesk.store.orders import Order

NOON = datetime(2026, 11, 21, 10, tzinfo=UTC)
DAYS = 90
APART = timedelta(minutes=30)  # between two gives: so many in a day leave the limits of a day some room
GESTURES = {"free_drink": None, "part_of_bill": "40.00", "make_it_right": "60.00"}


class Clock:
    """The clock of the desk; it goes on by hand."""

    at = NOON - timedelta(days=DAYS + 1)

    def __call__(self) -> datetime:
        return self.at


# --- a house with a past ------------------------------------------------------------------------------------


def filled(desk: Desk, clock: Clock, count: int, chance: random.Random) -> None:
    """So many lines over the days before now, a few for each guest."""
    gestures = [each for each in desk.rules().gestures.values() if not each.owed]
    step = timedelta(days=DAYS) / count
    with transaction.writing(desk.store) as connection:
        guests = [_guest(connection, number) for number in range(max(1, count // 4))]
        for number in range(count):
            at = NOON - timedelta(days=DAYS) + step * number
            customer, order = chance.choice(guests)
            talk = _talk(desk, customer, order, at)
            conversations.add(connection, talk)
            line = _line(desk, talk, chance.choice(gestures).id, chance.randrange(100, 900))
            usage.add(connection, usage.Counted.of(ledger.append(connection, line), line), desk.days())
    clock.at = NOON


def _guest(connection: Connection, number: int) -> tuple[str, str]:
    customer = Customer(id=new_id(), external_key=f"G{number:06d}", name=f"Guest {number}", tier="gold")
    first = (NOON - timedelta(days=DAYS)).date()
    order = Order(
        id=new_id(), customer_id=customer.id, label="Room", place="412", state="open", starts_on=first,
        ends_on=first + timedelta(days=10 * DAYS), total_minor=90_000, paid_minor=90_000,
        facts={"order.night_price": "180.00"},
    )  # fmt: skip
    customers.insert(connection, (customer,), NOON)
    orders.insert(connection, (order,), NOON)
    return customer.id, order.id


def _talk(desk: Desk, customer: str, order: str, at: datetime) -> Conversation:
    return Conversation(
        id=new_id(), incident_id=new_id(), customer_id=customer, customer_name="Guest", order_id=order,
        situation="room_fault", request="It is cold in the room and nobody came", heard="agreed", heard_at=at,
        wish="a warm room", anything_else=True, staff_id=desk.person.id, site=desk.site, desk=desk.name, opened_at=at,
        closed_at=at, business_date=desk.days().date_of(at), updated_at=at,
    )  # fmt: skip


def _line(desk: Desk, talk: Conversation, gesture: str, minor: int) -> Entry:
    scope = {
        "customer": talk.customer_id or "", "order": talk.order_id or "", "incident": talk.incident_id,
        "conversation": talk.id, "staff": desk.person.id, "role": "staff", "site": desk.site, "business": desk.site,
    }  # fmt: skip
    return Entry(
        id=new_id(), attempt_id=new_id(), kind=ledger.GIVEN, reverses=None, conversation_id=talk.id,
        incident_id=talk.incident_id, customer_id=talk.customer_id, order_id=talk.order_id, gesture=gesture,
        label=gesture, value_minor=minor, cost_minor=minor // 4, exposure_minor=0, quantity_thousandths=0, unit="",
        currency="EUR", reason="", needs_heard=True, bend=False, scope=scope, staff_id=desk.person.id, role="staff",
        site=desk.site, desk=desk.name, guidelines_version=desk.rules().version, at=talk.opened_at,
        business_date=talk.business_date, moment={"facts": {"customer.tier": "gold", "order.paid": "900.00"}},
    )  # fmt: skip


# --- measuring ----------------------------------------------------------------------------------------------


class Floor:
    """One row of the size of a ledger line, in a transaction of its own, on a connection like the desk's."""

    def __init__(self, path: Path) -> None:
        driver.create_private(path)
        self.connection = driver.connect(path)
        self.connection.execute("CREATE TABLE lines (seq INTEGER PRIMARY KEY, line TEXT)")

    def __call__(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("INSERT INTO lines (line) VALUES (?)", ("x" * 700,))
        self.connection.commit()


class Took:
    """Milliseconds of each give of a gesture: by the clock, of the processor, with the lock held, and of the floor."""

    def __init__(self) -> None:
        self.clock: list[float] = []
        self.processor: list[float] = []
        self.held: list[float] = []
        self.floor: list[float] = []


@contextlib.contextmanager
def lock_timed(held: list[float]) -> Iterator[None]:
    """Every write transaction in the block notes for how many milliseconds it kept others waiting."""
    committed = transaction.committed

    @contextlib.contextmanager
    def timed(connection: Connection) -> Iterator[None]:
        start = time.perf_counter()
        with committed(connection):
            yield
        held.append((time.perf_counter() - start) * 1000)

    transaction.committed = timed
    try:
        yield
    finally:
        transaction.committed = committed


def heard(desk: Desk, customer: str) -> str:
    """A conversation about a cold room, as far as anything may be given in it; its id."""
    talk = talking.start(desk, customer_id=customer, request="It is cold in the room", situation="room_fault")
    talking.hear(desk, talk.id)
    return talking.wish(desk, talk.id, "a warm room").id


def previewed(desk: Desk, guests: Iterator[str], gesture: str, ask: str | None) -> Attempt:
    """A gesture that was opened for the next guest whose limits leave room for it."""
    while True:
        preview = giving.open_gesture(desk, heard(desk, next(guests)), gesture, ask=ask, reason="the heating is dead")
        if isinstance(preview, Preview):
            return preview.attempt


def give_once(desk: Desk, attempt: Attempt, took: Took) -> None:
    """Confirm what was opened, timed."""
    with lock_timed(took.held):
        start, own = time.perf_counter(), time.thread_time()
        answer = giving.give(desk, attempt)
        took.processor.append((time.thread_time() - own) * 1000)
        took.clock.append((time.perf_counter() - start) * 1000)
    if not isinstance(answer, Given):
        raise AssertionError(f"{attempt.gesture}: {answer}")


def measured(desk: Desk, clock: Clock, floor: Floor, gives: int, chance: random.Random) -> dict[str, Took]:
    """So many of each gesture, in turn with the floor; a few before them warm the caches."""
    with transaction.reading(desk.store) as connection:
        people = [str(row[0]) for row in connection.execute("SELECT id FROM customers ORDER BY id")]
    chance.shuffle(people)
    guests = cycle(people)
    took = {gesture: Took() for gesture in GESTURES}
    for number in range(-10, gives):
        for gesture, ask in GESTURES.items():
            clock.at += APART
            into = took[gesture] if number >= 0 else Took()
            attempt = previewed(desk, guests, gesture, ask)
            start = time.perf_counter()
            floor()
            into.floor.append((time.perf_counter() - start) * 1000)
            give_once(desk, attempt, into)
    return took


def described(name: str, took: list[float], floor: list[float]) -> str:
    """One line of the table."""
    percent = [statistics.quantiles(each, n=100)[98] for each in (took, floor)]
    median = statistics.median(took)
    return (
        f"  {name:<34} p50 {median:7.3f} ms ({median / statistics.median(floor):5.2f}x)"
        f"   p99 {percent[0]:7.3f} ms ({percent[0] / percent[1]:5.2f}x)"
    )


def main() -> int:
    """Fill, give, print, and compare with the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--gives", type=int, default=1000, help="of each gesture")
    parser.add_argument("--ratio", type=float, default=12.0, help="the most that the median of a gesture may cost")
    parser.add_argument("--keep", type=Path, help="a folder in which the house stays for the next run")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = wanted.keep or Path(place) / "hotel"
        desk, clock = opened(folder, wanted.entries)
        took = measured(desk, clock, Floor(Path(place) / "floor.db"), wanted.gives, random.Random(2))
        with transaction.reading(desk.store) as connection:
            lines = ledger.last_number(connection)
        desk.store.close()
    print(f"{lines} lines in the ledger, {wanted.gives} gives of each gesture")
    for gesture, each in took.items():
        print(gesture)
        print(described("the floor: one bare INSERT", each.floor, each.floor))
        print(described("giving", each.clock, each.floor))
        print(described("of that, processor time of its own", each.processor, each.floor))
        print(described("of that, others wait", each.held, each.floor))
    worst = max(statistics.median(each.clock) / statistics.median(each.floor) for each in took.values())
    print(f"giving costs {worst:.2f}x the floor at most (budget {wanted.ratio:.1f}x)")
    return 0 if worst <= wanted.ratio else 1


def opened(folder: Path, entries: int) -> tuple[Desk, Clock]:
    """The hotel with that long a ledger, its desk with somebody signed in; a house that was kept goes on later."""
    clock = Clock()
    there = (folder / "data" / "frontdesk.db").exists()
    folder.mkdir(parents=True, exist_ok=True)
    if not there:
        (folder / "guidelines.yaml").write_text(packs.text("hotel"), encoding="utf-8")
    desk = opening.open_desk(folder, staff=None, clock=clock, create=True)
    if not there:
        staffing.add(desk, "Anna", desk.rules().roles[0])
        desk = opening.as_person(desk, "Anna")
        filled(desk, clock, entries, random.Random(1))
        return desk, clock
    with transaction.reading(desk.store) as connection:
        newest = ledger.newest(connection)
    clock.at = NOON if newest is None else newest.at + timedelta(days=1)
    return opening.as_person(desk, "Anna"), clock


if __name__ == "__main__":
    sys.exit(main())
