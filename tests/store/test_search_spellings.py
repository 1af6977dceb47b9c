"""Searching: however a name is written, on whatever keyboard, it leads to the card; nothing that is typed breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.ground.text import clean_line
from frontdesk.store import customers, orders, searching
from frontdesk.store.customers import Customer
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store, open_store
from frontdesk.store.orders import Order
from frontdesk.store.searching import Hit, How
from frontdesk.store.transaction import reading, writing

DAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)

# What stands on the card, and what people type for it; `/` stands between ways of typing.
WRITTEN = {
    "Екатерина Щербакова": "Ekaterina / Yekaterina / Jekaterīna / Щербакова Екатерина / scherbakova / Ščerbakova ek / "
    "shcherbakova yekat / trfnthbyf / Trfnthbyf Oth",
    "Jekaterina Ščerbakovs": "Екатерина / Щербаков / екатерина щербаков / Shcherbakov Ekaterina / Scherbakov",
    "Юлия Ёлкина": "Yulia / Julija / Iuliia / Юлия Елкина / Elkina Julia / .kbz / ёлкина",
    "Jan Kowalski": "Ковальський / Ковальский Ян / Kovalskis / Kovalsky / kowalski jan / kowlaski",
    "Тарас Ковальський": "Kowalski / Kovalskyi Taras / Kovalsky / Taras Kovalskis / nfhfc",
    "Jürgen Müller": "Mueller / Muller / Müller / Юрген Мюллер / mueller jurgen / juergen m",
    "Anna-Marija Liepiņa-Kalniņa": "Liepina / Kalnina Anna / Marija Kalniņa / anna marija / "
    "anna-marija liepina-kalnina / marija liepina / Лиепиня",
    "Siobhán O'Brien": "obrien / O’Brien / o brien / Siobhan O'Br",
    "Charles McDonald": "mcdonald / Mc Donald / macdonald",
    "Maria de la Cruz": "maria cruz / cruz / de la cruz / cruz maria",
    "Johannes van der Berg": "vander berg / van der berg / berg johannes / johannes berg",
    "Kristīne Bērziņa": "berzina / bērziņa kristīne / Берзиня Кристине / kristīne ber / Berziņš / brezina / krisitne",
    "Žanis Šķēle": "Zanis / skele zanis / Жанис Шкеле / ŽANIS",
    "О Ли": "ли о / О / о ли",
    "王小明": "王 / 小明 / wang / wang xiao / 王小明 / wang xiaoming",
    "דוד כהן": "דוד / כהן / כהן דוד",
    "محمد علي": "محمد / علي",
    "Ιωάννης Παπαδόπουλος": "Παπαδοπουλος / papadopoulos / ioannis",
    "İbrahim Yıldız": "ibrahim / yildiz / İBRAHİM",
    "Łukasz Wójcik": "lukasz / wojcik / Лукаш",
    "Žydrūnas Savickas": "Zidrunas / Жидрунас Савицкас / savickas zyd",
    "Олег Савицкий": "Savicki Oleg / Sawicki / Savitsky oleg / Olegs Savickij",
    "Пётр Сёмин": "Piotr / Petr Semin / Pyotr Syomin / Piotr Siomin / Pjotrs",
    "Михаил Глинка": "Michail / Mikhail Glinka / Mihails Gļinka / Michail Glin",
    "Владислав Рахманинов": "Rachmaninoff / Rakhmaninov Vladislavs / Rachmaninow / Rahmaninoff Wladislaw",
    "Глеб Толстой": "Gļebs Tolstojs / Gleb Tolstoy / Gleb Tolstoi",
    "B\u0301\u0323\u0301e\u200dr\u00adta So\u200bft": "berta / soft",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = open_store(tmp_path_factory.mktemp("spellings") / "search.db", create=True)
    people = [Customer(f"c{number}", clean_line(name)) for number, name in enumerate(WRITTEN)]
    with writing(made) as connection:
        customers.insert(connection, people, NOW)
    yield made
    made.close()


@pytest.fixture
def connection(store: Store) -> Iterator[Connection]:
    with reading(store) as found:
        yield found


def found(connection: Connection, typed: str) -> tuple[Hit, ...]:
    return searching.search(connection, typed, DAY, 20)


@pytest.mark.parametrize(("place", "name"), list(enumerate(WRITTEN)))
def test_a_name_is_found_however_it_is_written(connection: Connection, place: int, name: str) -> None:
    for typed in WRITTEN[name].split(" / "):
        ids = [hit.customer_id for hit in found(connection, typed)]
        assert f"c{place}" in ids[:3], (typed, ids)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("hekbcf", ""), ("trfnthbyf", "Екатерина Щербакова"), ("лкшыешту", "Kristīne Bērziņa"),
     ("лкшы", "Kristīne Bērziņa"),
     ("ььгддук", ""), ("ьгддук огкпут", "Jürgen Müller"), ("ljhf", ""), ("rjdfkmcmrbq", "Тарас Ковальський")],
)  # fmt: skip
def test_the_wrong_keyboard_is_read_as_the_right_one_and_said(connection: Connection, typed: str, name: str) -> None:
    hits = found(connection, typed)
    if not name:
        assert all(hit.how is not How.TYPED for hit in hits)
        return
    assert hits[0].customer_id == f"c{list(WRITTEN).index(name)}"
    assert hits[0].how is How.KEYBOARD


def test_what_fits_as_it_is_typed_is_never_read_otherwise(connection: Connection) -> None:
    assert {hit.how for hit in found(connection, "berzina")} == {How.TYPED}
    assert found(connection, "brezina")[0].how is How.SLIP


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="а'ёb ̣́‍​;[@.+-1王ש", max_size=60))
def test_nothing_that_is_typed_breaks_the_search(store: Store, typed: str) -> None:
    with reading(store) as connection:
        assert len(found(connection, typed)) <= 20
        assert len(found(connection, clean_line(typed))) <= 20


@pytest.mark.parametrize(
    "typed", ["a\u0301\u0323" * 50_000, "я" * 100_000, "﷽" * 5_000, "- " * 50_000, "1 a " * 20_000, "\u200d" * 100_000]
)
def test_a_flood_of_letters_is_cut_and_answered(connection: Connection, typed: str) -> None:
    assert len(found(connection, typed)) <= 20


def test_a_merged_card_leads_to_the_kept_one_once_and_an_erased_one_to_nobody(tmp_path: Path) -> None:
    store = open_store(tmp_path / "search.db", create=True)
    kept = Customer("kept", "Anna Ozola", phone="+371 20 000 001")
    people = [
        kept,
        Customer("merged", "Annija Kalniņa", phone="+371 29 999 777", card_number="HB-7"),
        Customer("older", "Anuška Liepiņa"),
        Customer("erased", "Anna Erased", phone="+371 25 555 555"),
    ]
    with writing(store) as connection:
        customers.insert(connection, people, NOW)
        connection.execute("UPDATE customers SET merged_into_id = 'kept' WHERE id = 'merged'")
        connection.execute("UPDATE customers SET merged_into_id = 'merged' WHERE id = 'older'")
        connection.execute("UPDATE customers SET erased_at = updated_at WHERE id = 'erased'")
    with reading(store) as connection:
        for typed in ("annija", "kalnina", "9777", "hb-7", "kalniņa annija", "liepina", "anu"):
            hits = found(connection, typed)
            assert [hit.customer_id for hit in hits] == ["kept"], typed
            assert hits[0].merged_name
        assert [(hit.customer_id, hit.merged_name) for hit in found(connection, "an")] == [("kept", "")]
        assert found(connection, "5555") == ()
        assert found(connection, "erased") == ()
    with writing(store) as connection:  # no merge makes a ring, but a broken file may hold one
        connection.execute("UPDATE customers SET merged_into_id = 'older' WHERE id = 'kept'")
    with reading(store) as connection:
        assert found(connection, "anna o") == ()
    store.close()


def test_everybody_at_the_table_and_the_number_of_a_past_order_is_found(tmp_path: Path) -> None:
    store = open_store(tmp_path / "search.db", create=True)
    people = [Customer(f"g{number}", f"Guest {letter}") for number, letter in enumerate("ABCDE")]
    long_ago = DAY - timedelta(days=900)
    past = [Order(f"p{n}", "Table 7", "g4", f"T-{n:04d}", "7", "closed", long_ago, None) for n in range(300)]
    now = [Order(f"n{n}", "Table 7", f"g{n}", f"T-9{n:03d}", "7", "open", DAY, None) for n in range(3)]
    with writing(store) as connection:
        customers.insert(connection, people, NOW)
        orders.insert(connection, [*past, *now], NOW)
    with reading(store) as connection:
        assert {hit.customer_id for hit in found(connection, "7")} == {"g0", "g1", "g2"}
        assert {hit.customer_id for hit in found(connection, "table 7")} == {"g0", "g1", "g2"}
        hits = found(connection, "t-0123")
        assert [(hit.customer_id, hit.term) for hit in hits] == [("g4", "oT-0123")]
    store.close()
