"""A payment card's number is kept nowhere, wherever it is typed or imported."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import Clock, given, heard, make_desk, make_guest
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards
from frontdesk.desk.customers.card_words import PaymentCard
from frontdesk.desk.imports import importing
from frontdesk.desk.promises import promising

NUMBER = "4111 1111 1111 1111"
BARE = NUMBER.replace(" ", "")


def test_typed_anywhere_it_is_masked_and_in_a_cards_field_refused(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, Clock())
    guest = make_guest(desk)
    talk = heard(desk, guest)
    talking.write(desk, talk, request=f"Refund to {NUMBER} please", now=f"paid with {BARE}", next=NUMBER)
    talking.hear(desk, talk)
    talking.wish(desk, talk, f"back on {BARE}")
    given(desk, talk, "drink", reason=f"card {NUMBER} was declined")
    promising.promise(desk, talk, f"Refund {BARE}", desk.now() + timedelta(hours=1))
    cards.new_customer(desk, f"Eva {BARE}", phone="+371 26 123 456", likes=[f"pays with {NUMBER}"])
    with pytest.raises(PaymentCard, match="payment card"):
        cards.new_customer(desk, "Eva", card_number=NUMBER)
    assert cards.new_customer(desk, "Eva", card_number="HB-412-0019").card_number == "HB-412-0019"
    assert "…1111 (card number not kept)" in talking.view(desk, talk).request
    desk.store.close()
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert NUMBER.encode() not in stored
    assert BARE.encode() not in stored
    assert BARE[::-1].encode() not in stored
    assert b"26 123 456" in stored


def test_a_file_with_card_numbers_comes_in_without_them(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "desk", Clock())
    file = tmp_path / "guests.csv"
    file.write_text(
        f"key,name,phone,card_number,likes\n{BARE},Eva Kalna,+371 26 123 456,HB-1,pays with {NUMBER}\n"
        f"2,Ilmārs,+371 26 123 457,{BARE},\n3,Zoja {BARE},,,\n",
        encoding="utf-8",
    )
    done = importing.import_customers(desk, file)
    assert done.new == 1
    assert [each.row for each in done.refused] == [3, 4]
    assert all("payment card" in each.reason and BARE not in each.reason for each in done.refused)
    desk.store.close()
    stored = b"".join(path.read_bytes() for path in (tmp_path / "desk" / "data").iterdir())
    assert NUMBER.encode() not in stored
    assert stored.count(BARE.encode()) >= 1, "the number of another system is its own"
