"""Finding: the customer is found by what people know of her, and her card says facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from small_hotel import NOON, Clock, small_desk

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.opening import as_person
from frontdesk.desk.promises import promising
from frontdesk.desk.views import QueueKind
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.store import customers, orders, preferences
from frontdesk.store.customers import Customer
from frontdesk.store.orders import Order
from frontdesk.store.transaction import writing

TODAY = date(2026, 11, 21)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    made = small_desk(tmp_path / "hotel", clock)
    yield made
    made.store.close()


def put(desk: Desk, name: str, **facts: object) -> str:
    customer = replace(Customer(new_id(), name), **facts)  # type: ignore[arg-type]  # fields by name
    with writing(desk.store) as connection:
        customers.insert(connection, [customer], NOON)
    return customer.id


def stay(desk: Desk, customer: str | None, place: str, start: int = -1, nights: int = 3, **more: object) -> str:
    first = TODAY + timedelta(days=start)
    order = replace(
        Order(new_id(), f"Room {place}", customer, place=place, starts_on=first, ends_on=first + timedelta(nights)),
        **more,  # type: ignore[arg-type]  # fields by name
    )
    with writing(desk.store) as connection:
        orders.insert(connection, [order], NOON)
    return order.id


def names(desk: Desk, text: str) -> list[str]:
    return [found.name for found in finding.find(desk, text)]


@pytest.mark.parametrize("typed", ["Екатерина", "Ekaterina", "Yekaterina", "екатер", "Щербакова", "shcherbak",
                                   "Scherbakova", "Ščerbakova", "щербакова екатерина", "Kat"])  # fmt: skip
def test_a_name_is_found_in_either_script_and_any_romanisation(desk: Desk, typed: str) -> None:
    put(desk, "Екатерина Щербакова")
    put(desk, "Katrīna Smith")
    wanted = "Katrīna Smith" if typed == "Kat" else "Екатерина Щербакова"
    assert names(desk, typed)[0] == wanted


@pytest.mark.parametrize("typed", ["Екатерина", "Щербаков", "екатерина щербакова"])
def test_a_name_stored_in_latin_letters_is_found_in_cyrillic(desk: Desk, typed: str) -> None:
    put(desk, "Jekaterina Ščerbakova")
    assert names(desk, typed) == ["Jekaterina Ščerbakova"]


@pytest.mark.parametrize("typed", ["3456", "456", "26123456", "+371 26 123 456", "26 123", "Kristīne 456", "456 krist"])
def test_a_phone_is_found_by_its_tail_or_as_it_is_written(desk: Desk, typed: str) -> None:
    put(desk, "Kristīne Bērziņa", phone="+371 26 123 456")
    put(desk, "Somebody Else", phone="+371 29 000 000")
    expected = ["Kristīne Bērziņa"] if typed != "26 123" else []
    assert names(desk, typed) == expected


def test_a_card_number_an_order_number_and_an_email_find_their_owner(desk: Desk) -> None:
    owner = put(desk, "Anna Ozola", card_number="HB-412-0019", email="anna.ozola@example.org")
    stay(desk, owner, "9", external_key="B000123")
    for typed in ("hb-412", "HB4120019", "b000123", "anna.ozola@ex"):
        assert names(desk, typed) == ["Anna Ozola"], typed


@pytest.mark.parametrize("typed", ["c-7590", "C-7590", " C-7590 "])
def test_the_number_of_the_other_system_finds_its_owner(desk: Desk, typed: str) -> None:
    put(desk, "Anna Ozola", external_key="C-7590")
    put(desk, "Ilze Kalniņa", external_key="C-759")
    assert [(each.name, each.because) for each in finding.find(desk, typed)] == [("Anna Ozola", "number C-7590")]


def test_a_number_that_is_a_room_and_somebody_elses_number_finds_both_who_is_there_first(desk: Desk) -> None:
    put(desk, "Anna Ozola", external_key="412")
    stay(desk, put(desk, "Is Here"), "412")
    assert names(desk, "412") == ["Is Here", "Anna Ozola"]


def test_a_room_finds_who_is_there_now_and_nobody_who_was(desk: Desk) -> None:
    stay(desk, put(desk, "Was Before"), "412", start=-30, state="closed")
    stay(desk, put(desk, "Comes Later"), "412", start=5)
    stay(desk, put(desk, "Is Here"), "412")
    assert names(desk, "412") == ["Is Here"]
    assert names(desk, "room 412") == ["Is Here"]


def test_who_is_here_stands_first_then_who_waits_for_a_promise(desk: Desk, clock: Clock) -> None:
    put(desk, "Anna Aaa")
    waits = put(desk, "Anna Bbb")
    here = put(desk, "Anna Ccc")
    stay(desk, here, "101")
    talk = talking.start(desk, customer_id=waits, request="a call")
    due = promising.promise(desk, talk.id, "call back", NOON + timedelta(hours=2)).due_at
    found = finding.find(desk, "anna")
    assert [each.name for each in found] == ["Anna Ccc", "Anna Bbb", "Anna Aaa"]
    assert [each.here_today for each in found] == [True, False, False]
    assert found[1].promise_due_at == due


def test_who_is_here_is_found_by_one_letter_among_thousands(desk: Desk) -> None:
    with writing(desk.store) as connection:
        customers.insert(connection, [Customer(new_id(), f"Aaron Aabe{n:04d}") for n in range(2000)], NOON)
    stay(desk, put(desk, "Zane Avotiņa"), "101")
    assert names(desk, "a")[0] == "Zane Avotiņa"


def test_an_exact_word_stands_before_its_beginning(desk: Desk) -> None:
    put(desk, "Annabella Zzz")
    put(desk, "Anna Yyy")
    assert names(desk, "anna") == ["Anna Yyy", "Annabella Zzz"]


@pytest.mark.parametrize("typed", ["bezrina", "brzina", "berrzina", "bersina", "kristine berzna", "rezina berzina"])
def test_one_slip_is_forgiven(desk: Desk, typed: str) -> None:
    put(desk, "Kristīne Bērziņa")
    expected = [] if typed == "rezina berzina" else ["Kristīne Bērziņa"]
    assert names(desk, typed) == expected


def test_short_words_are_not_corrected(desk: Desk) -> None:
    put(desk, "Ann Lee")
    assert names(desk, "amn") == []


def test_letters_that_are_nobodys_name_find_nobody(desk: Desk) -> None:
    """By sound "zzzyx" is four letters, and with a slip as well they begin many a stranger's name."""
    for name in ("Niks Siliņš", "Levi Dijkstra", "Евгений Зыков"):
        put(desk, name)
    assert finding.find(desk, "zzzyx") == ()


def test_hostile_and_empty_texts_find_nobody_and_break_nothing(desk: Desk) -> None:
    put(desk, "Anna Ozola")
    for typed in (
        "",
        "   ",
        "%",
        "'; DROP TABLE customers;--",
        "\x1b[31m",
        "\x00",
        "﷽" * 200,
        "a" * 10_000,
        "🙂",
        "٣٤٥",
    ):
        assert names(desk, typed) == [], typed[:40]


def test_namesakes_are_told_apart(desk: Desk) -> None:
    stay(desk, put(desk, "Anna Ozola", phone="+371 20 000 111", tier="gold"), "12")
    put(desk, "Anna Ozola", phone="+371 20 000 222", since=date(2019, 5, 1))
    details = [found.detail for found in finding.find(desk, "ozola")]
    assert details[0].startswith("Room 12 until Mon") and details[0].endswith("gold · …0111")
    assert details[1] == "since 2019 · …0222"


def test_orders_are_found_by_table_and_by_number(desk: Desk) -> None:
    table = stay(desk, None, "7", external_key="T-0077", label="Table 7")
    stay(desk, None, "7", start=-9, state="closed", external_key="T-0001", label="Table 7")
    for typed in ("7", "table 7", "t-007"):
        assert [order.id for order in finding.orders_without_name(desk, typed)] == [table], typed
    assert finding.orders_without_name(desk, "") == ()
    assert finding.orders_without_name(desk, "anna") == ()


def test_the_card_tells_the_story(desk: Desk, clock: Clock) -> None:
    who = put(desk, "Kristīne Bērziņa", tier="gold", visits=23, since=date(2019, 5, 17), languages="lv ru")
    with writing(desk.store) as connection:
        preferences.take_over(connection, [(who, ("quiet room", "oat milk"))], NOON)
    now = stay(desk, who, "412", paid_minor=54000, total_minor=54000)
    past = stay(desk, who, "409", start=-60, nights=2, state="closed")
    coming = stay(desk, who, "501", start=30)
    talk = talking.start(desk, customer_id=who, request="late checkout")
    promising.promise(desk, talk.id, "answer about late checkout", NOON + timedelta(hours=2))
    card = cards.card(desk, who)
    assert card.standing == "came back"
    assert [order.id for order in card.orders] == [now, coming, past]
    assert [order.open for order in card.orders] == [True, False, False]
    assert card.languages == ("lv", "ru") and [each.text for each in card.preferences] == ["quiet room", "oat milk"]
    assert [promise.text for promise in card.promises] == ["answer about late checkout"]


def test_a_day_of_another_year_is_written_with_its_year(desk: Desk) -> None:
    who = put(desk, "Long Membership")
    stay(desk, who, "gym", start=-10, nights=365)
    assert "2027" in cards.card(desk, who).orders[0].label


@pytest.mark.parametrize(
    ("facts", "standing"),
    [({}, "first time"), ({"visits": 1}, "first time"), ({"visits": 2}, "came back"),
     ({"standing": "former", "visits": 6}, "former customer, came back")],
)  # fmt: skip
def test_standing_is_a_sentence_of_fact(desk: Desk, facts: dict[str, object], standing: str) -> None:
    assert cards.card(desk, put(desk, "Somebody", **facts)).standing == standing


def test_an_unknown_customer_is_said(desk: Desk) -> None:
    with pytest.raises(NotFound):
        cards.card(desk, "no such id")


def test_a_new_customer_is_found_at_once(desk: Desk) -> None:
    card = cards.new_customer(desk, "  Олена\x1b[0m Коваль ", phone="+380 50 000 1234", languages=("uk",))
    assert card.name == "Олена[0m Коваль"
    assert [found.id for found in finding.find(desk, "1234")] == [card.id]
    assert [found.id for found in finding.find(desk, "koval olena")] == [card.id]
    with pytest.raises(BadInput):
        cards.new_customer(desk, "\x00 \n")


def test_the_queue_has_overdue_first_then_due_then_own_drafts(desk: Desk, clock: Clock) -> None:
    who = put(desk, "Anna Ozola")
    ilze = as_person(desk, "Ilze")
    theirs = talking.start(ilze, customer_id=who, request="theirs")
    mine = talking.start(desk, customer_id=who, request="mine")
    late = promising.promise(desk, mine.id, "late", NOON + timedelta(hours=1))
    soon = promising.promise(desk, mine.id, "soon", NOON + timedelta(hours=5))
    promising.promise(desk, mine.id, "another day", NOON + timedelta(days=2))
    clock.at = NOON + timedelta(hours=2)
    queue = finding.queue(desk)
    assert [line.kind for line in queue] == [QueueKind.OVERDUE, QueueKind.DUE, QueueKind.DRAFT, QueueKind.DRAFT]
    assert [line.id for line in queue] == [late.id, soon.id, mine.id, theirs.id]
    promising.keep(desk, late.id)
    assert finding.queue(desk)[0].id == soon.id


def test_a_promise_is_overdue_the_moment_it_was_due(desk: Desk, clock: Clock) -> None:
    talk = talking.start(desk, name="Somebody", request="x")
    due = promising.promise(desk, talk.id, "call", NOON + timedelta(hours=1)).due_at
    clock.at = due + timedelta(microseconds=1)
    assert finding.queue(desk)[0].kind is QueueKind.OVERDUE
