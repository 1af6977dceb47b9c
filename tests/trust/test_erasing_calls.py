"""Calls are known by their number: those of somebody who was erased go, wherever merging and editing have left them."""

from __future__ import annotations

from pathlib import Path

import pytest

from a_desk import as_lead, make_desk, make_guest
from frontdesk.desk.customers import editing_card
from frontdesk.desk.desk import Desk
from frontdesk.desk.merging import merging
from frontdesk.desk.privacy import privacy
from frontdesk.desk.telephone import ringing
from frontdesk.store.transaction import reading

NUMBER, OTHER = "+371 29 222 427", "+371 26 555 666"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def numbers(desk: Desk) -> list[tuple[str, str | None]]:
    with reading(desk.store) as connection:
        return [tuple(row) for row in connection.execute("SELECT number, customer_id FROM calls ORDER BY id")]


def rung(desk: Desk, number: str, *, take: bool = True) -> None:
    call = ringing.ring(desk, number).call
    assert call is not None
    if take:
        ringing.take(desk, call.id)


def test_a_call_from_the_time_of_a_merge_that_was_undone_says_the_number_no_more(desk: Desk) -> None:
    """It was taken for the other card; that card keeps its call, without the number of who is gone."""
    gone, other = make_guest(desk, "Brunhild Kalna").customer, make_guest(desk, "Abelone Kalna").customer
    editing_card.edit(desk, gone, {"phone": NUMBER})
    merging.merge(desk, other, gone)
    rung(desk, NUMBER)
    merging.unmerge(as_lead(desk), gone)
    assert numbers(desk) == [(NUMBER, other)]
    privacy.erase(as_lead(desk), gone, end=True)
    assert numbers(desk) == [("", other)]


def test_a_call_by_a_number_that_the_card_had_before_says_it_no_more(desk: Desk) -> None:
    """What somebody changed on the card still knows the number by which the call was taken for another."""
    gone, other = make_guest(desk, "Brunhild Kalna").customer, make_guest(desk, "Abelone Kalna").customer
    editing_card.edit(desk, gone, {"phone": NUMBER})
    merging.merge(desk, other, gone)
    rung(desk, NUMBER)
    merging.unmerge(as_lead(desk), gone)
    editing_card.edit(desk, gone, {"phone": OTHER})
    privacy.erase(as_lead(desk), gone, end=True)
    assert numbers(desk) == [("", other)]


def test_a_number_that_somebody_else_has_too_keeps_its_calls(desk: Desk) -> None:
    """It may be the other who waits to be called back."""
    gone, other = make_guest(desk, "Brunhild Kalna").customer, make_guest(desk, "Abelone Kalna").customer
    for each in (gone, other):
        editing_card.edit(desk, each, {"phone": NUMBER})
    rung(desk, NUMBER, take=False)
    privacy.erase(as_lead(desk), gone, end=True)
    assert [number for number, _ in numbers(desk)] == [NUMBER]
