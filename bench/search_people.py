"""A large database of invented customers for `bench/search.py`: made once in a folder, kept there, made again when
the folding or the terms have changed.

The names are real ones of many countries in their own scripts, common ones more often than rare ones, and a long
tail of family names put together from the parts of others, as every large house has it.
"""

from __future__ import annotations

import csv
import hashlib
import itertools
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from frontdesk.ground import folding
from frontdesk.store import columns, customers, orders
from frontdesk.store.customers import Customer
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store, open_store
from frontdesk.store.orders import Order
from frontdesk.store.transaction import writing

GUESTS = Path(__file__).resolve().parent.parent / "data" / "demo" / "guests.csv"
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CHUNK = 20_000
HERE = 400
TAIL_SHARE = 0.35  # of the family names are rare ones
Names = dict[str, tuple[list[str], list[str], list[str]]]  # by country: given, family, patronymics


def names_of(folder: Path | None) -> Names:
    """Given names, family names and patronymics by country, from the name lists in `folder`, else of the demo."""
    found: Names = {}

    def of(country: str) -> tuple[list[str], list[str], list[str]]:
        return found.setdefault(country, ([], [], []))

    if folder is None:
        with GUESTS.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                given, _space, family = row["name"].partition(" ")
                script = "cyrillic" if given > "\u0400" else "latin"
                of(script)[0].append(given)
                of(script)[1].append(family or given)
        return found
    for name, place in (("common-forenames-by-country.csv", 0), ("common-surnames-by-country.csv", 1)):
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                of(row["Country"])[place].append(row["Localized Name"] or row["Romanized Name"])
    with (folder / "faker_names.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            of(row["locale"])[("given", "family", "patronymic").index(row["part"])].append(row["name"])
    return {country: lists for country, lists in found.items() if len(lists[0]) > 5 and len(lists[1]) > 5}


def people(names: Names, count: int, chance: random.Random) -> Iterator[Customer]:
    """Invented customers with the ids of their place in the row."""
    home = [country for country in ("lv_LV", "ru_RU", "uk_UA", "lt_LT", "et_EE") if country in names]
    abroad = [country for country in names if country not in home]
    for number in range(count):
        country = chance.choice(home) if home and chance.random() < 0.7 else chance.choice(abroad)
        given, family, fathers = names[country]
        name = f"{_common(given, chance)} {_family(family, chance)}"
        if fathers and chance.random() < 0.3:
            first, last = name.split(" ", 1)
            name = f"{first} {_common(fathers, chance)} {last}"
        address = ".".join(folding.words(name)[:2]) or "guest"
        yield Customer(
            _id(number),
            name,
            phone=f"+371 2{chance.randrange(10**7):07d}" if number % 10 else "",
            email=f"{address}{number % 1000}@example.org" if number % 5 < 3 else "",
            card_number=f"HB-{number:07d}" if number % 5 == 0 else "",
        )


def _common(names: list[str], chance: random.Random) -> str:
    """One of the names, the first of the list most often."""
    return names[int(len(names) * chance.random() ** 2)]


def _family(names: list[str], chance: random.Random) -> str:
    if chance.random() >= TAIL_SHARE:
        return _common(names, chance)
    start, end = chance.choice(names), chance.choice(names)
    return (start[: max(2, (len(start) + 1) // 2)] + end[len(end) // 2 :].lower())[:40]


def orders_of(made: Iterable[tuple[int, Customer]], count: int) -> Iterator[Order]:
    """For two of five customers a stay that is over, for HERE of them one that goes on."""
    for number, who in made:
        if number % 5 < 2:
            start = TODAY - timedelta(days=20 + number * 7919 % 1500)
            yield Order(f"o{number}", "Room", who.id, f"A{number:07d}", "1", "closed", start, start + timedelta(2))
        if number % max(count // HERE, 1) == 0:
            room = str(100 + number // max(count // HERE, 1))
            yield Order(
                f"h{number}", f"Room {room}", who.id, f"B{number:07d}", room, "open", TODAY, TODAY + timedelta(2)
            )


def sample(connection: Connection, count: int, size: int) -> list[Customer]:
    """`size` of the customers, the same in each run."""
    chosen = random.Random(3).sample(range(count), min(size, count))
    return list(customers.get_all(connection, [_id(number) for number in chosen]).values())


def _id(number: int) -> str:
    return f"01930000-0000-7000-8000-{number:012d}"


def filled(folder: Path, names: Names, count: int) -> Store:
    """The database in `folder` with `count` customers; made when it is not there as it would be made now."""
    path, mark = folder / "search.db", folder / "made-with.txt"
    wanted = f"{count} {_digest(names)}"
    if path.exists() and mark.exists() and mark.read_text(encoding="utf-8") == wanted:
        return open_store(path)
    for old in folder.glob("search.db*"):
        old.unlink()
    store = open_store(path, create=True)
    with writing(store) as connection:
        _write(connection, names, count)
    mark.write_text(wanted, encoding="utf-8")
    return store


def _write(connection: Connection, names: Names, count: int) -> None:
    """One transaction; the terms are put in order once, as a large import does it."""
    now = columns.instant(NOW)
    connection.execute("CREATE TEMP TABLE unordered_terms (term TEXT, customer_id TEXT)")
    numbered = enumerate(people(names, count, random.Random(7)))
    while chunk := list(itertools.islice(numbered, CHUNK)):
        connection.executemany(
            "INSERT INTO customers (id, name, tier, phone, email, card_number, languages, channel, standing, visits, "
            "overdue_minor, likes_json, facts_json, created_at, updated_at) "
            "VALUES (?, ?, '', ?, ?, ?, '', '', '', 0, 0, '[]', '{}', ?, ?)",
            ((each.id, each.name, each.phone, each.email, each.card_number, now, now) for _number, each in chunk),
        )
        orders.insert(connection, orders_of(chunk, count), NOW)
        connection.executemany(
            "INSERT INTO unordered_terms VALUES (?, ?)",
            ((term, each.id) for _number, each in chunk for term in customers.terms_of(each)),
        )
    index = "ix_customer_terms_customer"
    made_by = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (index,)).fetchone()
    connection.execute(f"DROP INDEX {index}")
    connection.execute(
        "INSERT INTO customer_terms (term, customer_id) "
        "SELECT term, customer_id FROM unordered_terms ORDER BY term, customer_id"
    )
    connection.execute(made_by[0] if made_by else "")
    connection.execute("DROP TABLE unordered_terms")


def _digest(names: Names) -> str:
    """Changes when the names change, or what people are found by."""
    some = people(names, 2000, random.Random(1))
    return hashlib.sha256("\n".join(term for each in some for term in customers.terms_of(each)).encode()).hexdigest()
