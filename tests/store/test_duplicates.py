"""Who may be one person: found by what is shared, never by looking through everybody at once."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from a_desk import make_desk
from figures import TellFigures
from frontdesk.desk.desk import Desk
from frontdesk.desk.merging import merging
from frontdesk.store import customers, duplicates
from frontdesk.store.customers import Customer
from frontdesk.store.transaction import reading, writing

AT = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def add(desk: Desk, *cards: Customer) -> None:
    with writing(desk.store) as connection:
        customers.insert(connection, cards, AT)


def pairs(desk: Desk, most: int = 50) -> set[tuple[str, str, str]]:
    found: set[tuple[str, str, str]] = set()
    after = ""
    while True:
        page = merging.suggestions(desk, after, most)
        new = {(each.one_id, each.other_id, each.why) for each in page.pairs}
        assert not new & found
        found |= new
        after = page.after
        if not after:
            return found


def test_what_two_cards_share_is_said_in_words(desk: Desk) -> None:
    add(
        desk,
        Customer("a", "Kristīne Bērziņa", phone="+371 26 123 456", email="K@Example.org"),
        Customer("b", "Kristine Berzina", phone="26123456", facts={"customer.birthday": "1980-01-01"}),
        Customer("c", "K. Berzina", email="k@example.org"),
        Customer("d", "Zoe", card_number="AB 12-34"),
        Customer("e", "Zoë Smith", card_number="ab1234"),
        Customer("f", "Кристине Берзиня", facts={"customer.born": "1980-01-01"}),
        Customer("g", "Kristine Berzina", facts={"customer.born": "1980-01-01"}),
        Customer("h", "Kristine Berzina", facts={"customer.born": "1999-09-09"}),
        Customer("i", "Somebody Else", phone="123 456"),
    )
    found = pairs(desk)
    assert found == {
        ("a", "b", "the same phone, the same name"),
        ("a", "c", "the same e-mail"),
        ("d", "e", "the same card number"),
        ("b", "g", "the same name, born on the same day"),
    }
    for card in "abcdefghi":  # the same answer from the side of each card
        near = {(each.one_id, each.other_id, each.why) for each in merging.duplicates_of(desk, card)}
        assert near == {each for each in found if card in each[:2]}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("37126123456", "26123456", True),
        ("0037126123456", "37126123456", True),
        ("026123456", "37126123456", True),
        ("89121234567", "79121234567", True),
        ("26123456", "66123456", False),
        ("123456", "37126123456", False),
        ("", "", False),
        ("442079460958", "442079460959", False),
    ],
)
def test_a_number_is_the_same_with_and_without_what_stands_before_it(one: str, other: str, same: bool) -> None:
    assert duplicates.same_number(one, other) is duplicates.same_number(other, one) is same


def test_two_people_with_one_phone_are_suggested_once_and_never_again(desk: Desk) -> None:
    add(desk, *(Customer(each, f"{each} Bērziņš", phone="+371 26 123 456") for each in "abc"))
    merging.two_people(desk, "b", "a")
    merging.two_people(desk, "a", "b")
    assert {each[:2] for each in pairs(desk)} == {("a", "c"), ("b", "c")}
    assert [each.other_id for each in merging.duplicates_of(desk, "a")] == ["c"]
    merging.merge(desk, "a", "c")
    assert pairs(desk) == set()


def test_a_number_of_a_whole_house_suggests_only_those_of_one_name(desk: Desk) -> None:
    add(desk, *(Customer(f"g{number:03}", f"Guest {number}", phone="+371 67 000 000") for number in range(300)))
    assert pairs(desk) == set()
    add(desk, Customer("again", "Guest 7", phone="67000000"))
    assert {each[:2] for each in pairs(desk)} == {("again", "g007")}


def test_nobody_is_left_out_where_a_look_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = [
        Customer(
            f"{side}{number}", f"{side} Name{number}", email=f"who{number}@example.org", phone=f"+371 2{number:07}"
        )
        for number in range(60)
        for side in "ab"
    ]
    add(desk, *cards)
    everybody = {(f"a{number}", f"b{number}") for number in range(60)}
    for slice_rows in (3, 7, 20_000):
        monkeypatch.setattr(duplicates, "SLICE", slice_rows)
        assert {each[:2] for each in pairs(desk)} == everybody
        assert {each[:2] for each in pairs(desk, most=1)} == everybody


def test_thousands_of_cards_are_looked_through_in_slices(desk: Desk, tell_figures: TellFigures) -> None:
    names = ("Anna", "Jānis", "Olga", "Pēteris", "Līga", "Kārlis", "Ilze", "Māris", "Zane", "Juris")
    with writing(desk.store) as connection:
        for start in range(0, 6_000, 2_000):
            customers.insert(
                connection,
                [
                    Customer(
                        f"c{n:06}",
                        f"{names[n % 10]} {names[n // 10 % 10]}{n // 100 % 200}",
                        phone=f"+371 2{n % 5_000:07}",
                        email=f"p{n}@example.org",
                    )
                    for n in range(start, start + 2_000)
                ],
                AT,
            )
    began = time.thread_time()  # what else the machine does is not asked
    page = merging.suggestions(desk)
    first = time.thread_time() - began
    assert len(page.pairs) >= 50
    began = time.thread_time()
    for n in range(20):
        merging.duplicates_of(desk, f"c{n:06}")
    each = (time.thread_time() - began) / 20
    tell_figures(f"of 6,000 cards: first page {first * 1000:.0f} ms, of one card {each * 1000:.2f} ms")
    assert first < 5
    with reading(desk.store) as connection:  # a look is bounded however many there are
        found, after = duplicates.suggested(connection, "name:n", 10**9)
        assert len(found) < 10**6
        assert after == "" or after.startswith("name:")
