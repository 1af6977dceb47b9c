"""Searching among twenty thousand: in each way of writing a name, its person or a namesake is among the first; and a
search does not wait for an import."""

from __future__ import annotations

import csv
import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from frontdesk.ground import folding, keyboards
from frontdesk.store import customers, orders, searching
from frontdesk.store.customers import Customer
from frontdesk.store.engine import Store, open_store
from frontdesk.store.orders import Order
from frontdesk.store.transaction import reading, writing

GUESTS = Path(__file__).parent.parent.parent / "data" / "demo" / "guests.csv"
DAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
MANY = 20_000
SHOWN = 20
RUSSIAN_AND_UKRAINIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ"
AS_LATVIANS = "a b v g d e ž z i j k l m n o p r s t u f h c č š šč _ i _ e ju ja i ji je g"
LATVIAN = dict(zip(RUSSIAN_AND_UKRAINIAN, AS_LATVIANS.split(), strict=True))


def people() -> list[Customer]:
    """Given and family names of the practice hotel, each among its own script, mixed anew."""
    with GUESTS.open(encoding="utf-8", newline="") as file:
        names = [row["name"].split(" ", 1) for row in csv.DictReader(file) if " " in row["name"]]
    chance = random.Random(11)
    made = []
    for number in range(MANY):
        given, family = chance.choice(names)
        if number % 3:
            family = chance.choice([each for each in chance.choices(names, k=8) if (each[1] > "Ѐ") == (given > "Ѐ")]
                                   or [[given, family]])[1]  # fmt: skip
        made.append(Customer(f"c{number}", f"{given} {family}", phone=f"+371 2{number * 7919 % 10**7:07d}"))
    return made


@pytest.fixture(scope="module")
def everybody() -> list[Customer]:
    return people()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, everybody: list[Customer]) -> Iterator[Store]:
    made = open_store(tmp_path_factory.mktemp("thousands") / "search.db", create=True)
    with writing(made) as connection:
        customers.insert(connection, everybody, NOW)
        stays = [Order(f"o{n}", "Room", f"c{n}", None, str(n), "open", DAY, DAY + timedelta(2)) for n in range(40)]
        orders.insert(connection, stays, NOW)
    yield made
    made.close()


def cyrillic(name: str) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for letter in name)


def as_a_latvian_writes(name: str, _chance: random.Random) -> str:
    return "".join(LATVIAN.get(letter, letter) for letter in name.casefold()).replace("_", "") if cyrillic(name) else ""


def on_the_wrong_keyboard(name: str, _chance: random.Random) -> str:
    typed = name.casefold()
    if not cyrillic(name):
        return folding.folded(name).translate(str.maketrans(keyboards.LATIN, keyboards.RUSSIAN))
    layout = keyboards.RUSSIAN if all(each in keyboards.RUSSIAN for each in typed if each.isalpha()) else ""
    return typed.translate(str.maketrans(keyboards.RUSSIAN, keyboards.LATIN)) if layout else ""


def with_a_slip(name: str, chance: random.Random) -> str:
    words = list(folding.words(name))
    long = max(range(len(words)), key=lambda place: len(words[place]))
    word = words[long]
    if len(word) < 5:
        return ""
    place = chance.randrange(len(word) - 1)
    letter = chance.choice("aeioklmnrst")
    words[long] = chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ]
    )
    return " ".join(words)


@pytest.mark.parametrize(
    ("form", "share"),
    [
        (lambda name, _chance: name, 1.0),
        (lambda name, _chance: folding.folded(name), 1.0),
        (lambda name, _chance: " ".join(reversed(name.split())), 1.0),
        (lambda name, _chance: " ".join(word[:4] for word in reversed(name.split())), 0.97),
        (as_a_latvian_writes, 0.95),
        (on_the_wrong_keyboard, 0.97),
        (with_a_slip, 0.95),
    ],
    ids=["exact", "latin", "family name first", "beginnings", "romanised", "keyboard", "slip"],
)
def test_each_way_of_writing_finds_the_person(
    store: Store, everybody: list[Customer], form: Callable[[str, random.Random], str], share: float
) -> None:
    chance = random.Random(5)
    tried, lost = 0, []
    with reading(store) as connection:
        for who in chance.sample(everybody, 200):
            typed = form(who.name, chance)
            if not typed:
                continue
            tried += 1
            hits = searching.search(connection, typed, DAY, SHOWN)
            names = {each.name for each in customers.get_all(connection, [hit.customer_id for hit in hits]).values()}
            if who.name not in names:
                lost.append((who.name, typed))
    assert tried > 40
    assert len(lost) <= tried * (1 - share), lost


def test_who_is_here_is_found_by_a_few_letters_among_thousands(store: Store, everybody: list[Customer]) -> None:
    with reading(store) as connection:
        for who in everybody[:40]:
            typed = folding.folded(who.name)[:2]
            hits = searching.search(connection, typed, DAY, SHOWN)
            here = [hit.customer_id for hit in hits if hit.here]
            assert who.id in here or len(here) == SHOWN, (who.name, typed)


def test_a_search_neither_waits_for_an_import_nor_sees_half_of_it(tmp_path: Path, everybody: list[Customer]) -> None:
    store = open_store(tmp_path / "search.db", create=True)
    with writing(store) as connection:
        customers.insert(connection, everybody[:100], NOW)
    seen: list[int] = []
    with writing(store) as connection:
        customers.insert(connection, everybody[100:3000], NOW)

        def look() -> None:
            with reading(store) as beside:
                seen.append(len(searching.search(beside, everybody[50].name, DAY, SHOWN)))
                seen.append(len(searching.search(beside, everybody[2000].phone, DAY, SHOWN)))

        thread = threading.Thread(target=look)
        thread.start()
        thread.join(300)
        assert seen[0] >= 1
        assert seen[1:] == [0]
    with reading(store) as connection:
        assert [hit.customer_id for hit in searching.search(connection, everybody[2000].phone, DAY, SHOWN)] == ["c2000"]
    store.close()
