"""Search as you type over many customers: every keystroke, against a bare prefix SELECT of the same index.

    python bench/search.py [--customers 100000] [--budget-p50 1.0] [--budget-p99 10.0]

Prints medians and 99th percentiles in milliseconds and as a ratio to the floor, and the share of names that are
still found with one typing error. Exits 1 past a budget.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from frontdesk.ground import folding
from frontdesk.ground.ids import new_id
from frontdesk.store import customers, orders, searching
from frontdesk.store.customers import Customer
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store, open_store
from frontdesk.store.orders import Order
from frontdesk.store.transaction import reading, writing

GUESTS = Path(__file__).resolve().parent.parent / "data" / "demo" / "guests.csv"
TODAY = date(2026, 11, 21)


def people(count: int, chance: random.Random) -> list[Customer]:
    """Invented customers: the given and family names of the practice hotel, mixed anew."""
    with GUESTS.open(encoding="utf-8", newline="") as file:
        names = [row["name"].split(" ", 1) for row in csv.DictReader(file) if " " in row["name"]]
    made = []
    for number in range(count):
        given, family = chance.choice(names)[0], chance.choice(names)[1]
        phone = f"+371 2{chance.randrange(10**7):07d}"
        card = f"HB-{number:06d}" if number % 5 == 0 else ""
        made.append(Customer(new_id(), f"{given} {family}", phone=phone, card_number=card))
    return made


def filled(folder: Path, count: int, chance: random.Random) -> tuple[Store, list[Customer]]:
    """A database with `count` customers, two orders each, 300 of them here today."""
    store = open_store(folder / "search.db", create=True)
    made = people(count, chance)
    now = datetime.now(UTC)
    stays = []
    for number, who in enumerate(made):
        for back in (700, 200):
            start = TODAY - timedelta(days=back + number % 90)
            stays.append(Order(new_id(), "Room", who.id, place="1", state="closed", starts_on=start, ends_on=start))
        if number % max(count // 300, 1) == 0:
            room = str(100 + number // max(count // 300, 1))
            stays.append(Order(new_id(), "Room", who.id, f"B{number:06d}", room, "open", TODAY, TODAY + timedelta(2)))
    with writing(store) as connection:
        customers.insert(connection, made, now)
        orders.insert(connection, stays, now)
    return store, made


def keystrokes(word: str) -> Iterable[str]:
    """What stands in the box after each key."""
    return (word[:end] for end in range(1, len(word) + 1))


def timed(ask: Callable[[str], object], typed: Iterable[str]) -> list[float]:
    """Milliseconds of this thread's own time for each question: what else the machine does is not in them."""
    took = []
    for text in typed:
        start = time.thread_time()
        ask(text)
        took.append((time.thread_time() - start) * 1000)
    return sorted(took)


def slip(word: str, chance: random.Random) -> str:
    """`word` with one letter left out, doubled, changed or swapped with the next."""
    place = chance.randrange(len(word))
    kind = chance.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    if kind == 2:
        return word[:place] + chance.choice("abdegiklmnoprstu") + word[place + 1 :]
    return word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]


def mistyped(search: Callable[[str], tuple[searching.Hit, ...]], who: list[Customer], chance: random.Random) -> float:
    """The share of full names found although one letter of the family name is wrong."""
    found = 0
    for customer in who:
        given, family = customer.name.split(" ", 1)
        words = folding.words(family)
        typed = f"{folding.words(given)[0]} {slip(words[-1], chance)}"
        found += customer.id in {hit.customer_id for hit in search(typed)}
    return found / len(who)


def floor(connection: Connection) -> Callable[[str], object]:
    """The least that any search by prefix must do: one prefix SELECT of 20 rows from the index."""

    def ask(text: str) -> object:
        start = customers.NAME + folding.plain(text)
        return connection.execute(
            "SELECT customer_id FROM customer_terms WHERE term >= ? AND term < ? ORDER BY term LIMIT 20",
            (start, start + "\U0010ffff"),
        ).fetchall()

    return ask


def main() -> int:
    """Measure and judge."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--customers", type=int, default=100_000)
    arguments.add_argument("--budget-p50", type=float, default=1.0)
    arguments.add_argument("--budget-p99", type=float, default=10.0)
    wanted = arguments.parse_args()
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        store, made = filled(Path(folder), wanted.customers, chance)
        print(f"{len(made)} customers written in {time.perf_counter() - begun:.1f} s")
        failed = measure(store, made, chance, wanted)
        store.close()
    return 1 if failed else 0


def measure(store: Store, made: list[Customer], chance: random.Random, wanted: argparse.Namespace) -> bool:
    """Print every figure; true when one is past its budget."""
    sample = chance.sample(made, 150)
    long = [each for each in sample if all(len(word) >= 5 for word in folding.words(each.name)[-1:])]
    cases = {
        "a name, key by key": [typed for each in sample for typed in keystrokes(each.name)],
        "a name in Latin letters": [typed for each in sample for typed in keystrokes(folding.folded(each.name))],
        "family name first": [typed for each in sample for typed in keystrokes(" ".join(each.name.split()[::-1]))],
        "one letter": list("abcdefghijklmnopqrstuvwxyz"),
        "two initials": [f"{a} {b}" for a in "aeikmnos" for b in "abkmprsv"],
        "a phone tail": [each.phone[-4:] for each in sample],
        "given name and phone tail": [f"{each.name.split()[0]} {each.phone[-4:]}" for each in sample],
        "a card number": [each.card_number for each in made[: 750 * 5 : 25]],
        "a room": [str(100 + number) for number in range(150)],
        "one slip in the family name": [
            f"{folding.words(each.name)[0]} {slip(folding.words(each.name)[-1], chance)}" for each in long
        ],
        "nobody": [f"zzq{number}" for number in range(50)] + ["qwxzt bbrk"] * 50,
    }
    failed = False
    with reading(store) as connection:

        def search(text: str) -> tuple[searching.Hit, ...]:
            return searching.search(connection, text, TODAY, 20)

        least = timed(floor(connection), cases["a name, key by key"])
        bottom = at(least, 50)
        print(f"{'floor: one prefix SELECT':32} p50 {bottom:7.3f} ms  p99 {at(least, 99):7.3f} ms")
        timed(search, cases["a phone tail"])
        for name, typed in cases.items():
            took = timed(search, typed)
            p50, p99 = at(took, 50), at(took, 99)
            over = (p50 > wanted.budget_p50 and "slip" not in name) or p99 > wanted.budget_p99
            failed = failed or over
            ratio = f"p50 = {p50 / bottom:5.1f} x floor" + ("  OVER" if over else "")
            print(f"{name:32} p50 {p50:7.3f} ms  p99 {p99:7.3f} ms  {ratio}")
        share = mistyped(search, long, chance)
        print(f"found with one slip: {share:.1%} of {len(long)}")
    return failed or share < 0.95


def at(sorted_times: list[float], percent: int) -> float:
    """A percentile of sorted times."""
    return sorted_times[min(len(sorted_times) - 1, len(sorted_times) * percent // 100)]


if __name__ == "__main__":
    sys.exit(main())
