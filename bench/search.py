"""Search as you type over many customers: every keystroke, against a bare prefix SELECT of the same index.

    python bench/search.py [--customers 100000] [--names DIR] [--keep DIR] [--budget-p50 1.0] [--budget-p99 10.0]

`--names` is a folder with the name lists; without it the names of the practice hotel are mixed. `--keep` is a folder
in which the database stays for the next run: a million customers take minutes to write and seconds to open.

Prints medians, 99th percentiles and the longest in milliseconds and as a ratio to the floor, the share of names
that are found in each way of writing them, and what the index weighs. Exits 1 past a budget.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import search_people
from search_forms import FORMS, slip
from search_people import TODAY

from frontdesk.ground import folding
from frontdesk.store import customers, nearby, searching
from frontdesk.store.customers import Customer
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading

SHOWN = 20
SAMPLE = 300
JUDGED_FROM = 200  # questions: of fewer, the slowest is the 99th percentile, and says what else the machine did
OTHER_WRITING = 0.9  # least share found in another script, romanisation or keyboard
ONE_SLIP = 0.95
EXACT = 0.99
AFTER_A_WRITE = "two letters after a write"


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


def floor(connection: Connection) -> Callable[[str], object]:
    """The least that any search by prefix must do: one prefix SELECT of 20 rows from the index."""

    def ask(text: str) -> object:
        start = customers.NAME + folding.plain(text)
        return connection.execute(
            "SELECT customer_id FROM customer_terms WHERE term >= ? AND term < ? ORDER BY term LIMIT 20",
            (start, start + "\U0010ffff"),
        ).fetchall()

    return ask


def questions(people: list[Customer], chance: random.Random) -> dict[str, list[str]]:
    """What is typed, by kind."""
    long = [each for each in people if len(max(folding.words(each.name), key=len, default="")) >= 5]

    def keys(texts: Iterable[str]) -> list[str]:
        return [typed for text in texts for typed in keystrokes(text)]

    return {
        "a name, key by key": keys(each.name for each in people),
        "in Latin letters, key by key": keys(folding.folded(each.name) for each in people),
        "family name first, key by key": keys(" ".join(each.name.split()[::-1]) for each in people),
        "family name alone, key by key": keys(each.name.split()[-1] for each in people),
        "beginnings of both names": [" ".join(word[:3] for word in folding.words(each.name)) for each in people],
        "one letter": list("abcdefghijklmnopqrstuvwxyz"),
        AFTER_A_WRITE: [folding.folded(each.name)[:2] for each in people[:100]],
        "two initials": [f"{a} {b}" for a in "aeikmnos" for b in "abkmprsv"],
        "a phone tail, key by key": keys(each.phone[-4:] for each in people if each.phone),
        "a phone, key by key": keys(each.phone for each in people[:50] if each.phone),
        "name and tail, key by key": keys(f"{each.name.split()[0]} {each.phone[-4:]}" for each in people if each.phone),
        "an e-mail address, key by key": keys(each.email for each in people[:60] if each.email),
        "a card number, key by key": keys(each.card_number for each in people if each.card_number),
        "an order number, key by key": keys(f"A{chance.randrange(10**6):07d}" for _each in range(60)),
        "a room": [str(100 + number) for number in range(150)],
        "one slip, key by key": keys(slip("changed")(each.name, chance) for each in long[:100]),
        "one slip": [slip(kind)(each.name, chance) for each in long for kind in ("missing", "added", "swapped")],
        "nobody": [f"zzq{number}" for number in range(50)] + ["qwxzt bbrk", "brrzgkh tprlk"] * 50,
    }


def measure(connection: Connection, sample: list[Customer], wanted: argparse.Namespace) -> bool:
    """Print how long each kind takes; true when one is past its budget."""

    near = nearby.read(connection, TODAY)

    def search(text: str) -> tuple[searching.Hit, ...]:
        """As the desk asks: who is here today is read once, and again only when somebody wrote."""
        return searching.search(connection, text, TODAY, SHOWN, lambda: near)

    def first(text: str) -> tuple[searching.Hit, ...]:
        """The first letters after somebody wrote: who is here is read again, their names are known."""
        return searching.search(connection, text, TODAY, SHOWN, lambda: nearby.read(connection, TODAY, near))

    cases = questions(sample, random.Random(11))
    least = timed(floor(connection), cases["in Latin letters, key by key"])
    bottom = at(least, 50)
    print(f"{'milliseconds':32} {'p50':>8} {'p99':>8} {'max':>8}   p50 / floor")
    print(f"{'floor: one prefix SELECT':32} {bottom:8.3f} {at(least, 99):8.3f} {least[-1]:8.3f}   1.0")
    timed(search, cases["a phone tail, key by key"])
    failed, everything = False, []
    for name, typed in cases.items():
        took = timed(first if name == AFTER_A_WRITE else search, typed)
        everything += took if "key by key" in name else []
        p50, p99 = at(took, 50), at(took, 99)
        over = "  OVER" if len(took) >= JUDGED_FROM and p99 > wanted.budget_p99 else ""
        failed = failed or bool(over)
        print(f"{name:32} {p50:8.3f} {p99:8.3f} {took[-1]:8.3f}   {p50 / bottom:4.1f}{over}")
    everything.sort()
    over = "  OVER" if at(everything, 50) > wanted.budget_p50 or at(everything, 99) > wanted.budget_p99 else ""
    figures = " ".join(f"{value:8.3f}" for value in (at(everything, 50), at(everything, 99), everything[-1]))
    print(f"{'all keystrokes together':32} {figures}   {at(everything, 50) / bottom:4.1f}{over}")
    return failed or bool(over)


def found(connection: Connection, sample: list[Customer]) -> bool:
    """Print the share of names found in each way of writing them; true when one is below what is promised."""
    failed = False
    print(f"\n{'found among the first ' + str(SHOWN):32} {'share':>8} {'of':>6} {'right name':>11}")
    for name, form in FORMS.items():
        chance, tried, hits, namesakes = random.Random(5), 0, 0, 0
        for each in sample:
            typed = form(each.name, chance)
            if not typed:
                continue
            tried += 1
            answer = searching.search(connection, typed, TODAY, SHOWN)
            hits += each.id in {hit.customer_id for hit in answer}
            namesakes += _same_name(connection, each, answer)
        share = namesakes / max(tried, 1)
        promised = EXACT if name in ("exact", "without marks") else ONE_SLIP if "letter" in name else OTHER_WRITING
        over = "  BELOW" if share < promised else ""
        failed = failed or bool(over)
        print(f"{name:32} {hits / max(tried, 1):8.1%} {tried:6} {share:11.1%}{over}")
    return failed


def _same_name(connection: Connection, who: Customer, answer: tuple[searching.Hit, ...]) -> bool:
    """Whether the person or a namesake is among them: of two hundred with one name, 20 can be shown."""
    names = customers.get_all(connection, [hit.customer_id for hit in answer]) if answer else {}
    return folding.folded(who.name) in {folding.folded(each.name) for each in names.values()}


def weight(connection: Connection, path: Path) -> None:
    """Print what the index weighs, from the length of its terms, twice and with the ids and the page's own."""
    row = connection.execute("SELECT count(*), sum(length(term)), (SELECT count(*) FROM customers) FROM customer_terms")
    terms, letters, people = row.fetchone() or (0, 0, 1)
    each = (2 * letters + terms * 2 * (36 + 5)) / people
    print(f"\n{terms / people:.1f} terms and about {each:.0f} bytes of index for each customer; ", end="")
    print(f"{path.stat().st_size / people:.0f} bytes in all with {people} customers")


def at(sorted_times: list[float], percent: int) -> float:
    """A percentile of sorted times."""
    return sorted_times[min(len(sorted_times) - 1, len(sorted_times) * percent // 100)]


def main() -> int:
    """Measure and judge."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--customers", type=int, default=100_000)
    arguments.add_argument("--names", type=Path)
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--budget-p50", type=float, default=1.0)
    arguments.add_argument("--budget-p99", type=float, default=10.0)
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = wanted.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        names = search_people.names_of(wanted.names)
        begun = time.perf_counter()
        store = search_people.filled(folder, names, wanted.customers)
        print(f"{wanted.customers} customers ready in {time.perf_counter() - begun:.1f} s\n")
        with reading(store) as connection:
            sample = search_people.sample(connection, wanted.customers, SAMPLE)
            failed = measure(connection, sample, wanted)
            failed = found(connection, sample) or failed
            weight(connection, folder / "search.db")
        store.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
