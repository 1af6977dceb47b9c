"""A house whose orders are in no file gives per order all the same: number and figures are said, and written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from a_desk import Clock, as_lead, given, heard, make_guest
from frontdesk.desk.conversations import about_order, talking
from frontdesk.desk.conversations.order_by_hand import ORDER_NUMBER, name_order, say_of_order
from frontdesk.desk.customers import cards, finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.imports.importing import import_customers, import_orders
from frontdesk.desk.views import Blocked, Given, Needed, Preview
from frontdesk.ground.errors import BadInput
from frontdesk.ground.text import TooLong
from frontdesk.store import orders
from frontdesk.store.transaction import reading, writing


def walk_in(desk: Desk, name: str = "Walk In") -> str:
    """A conversation with somebody of whom nothing is known but the name; the request was heard."""
    customer = cards.new_customer(desk, name)
    talk = talking.start(desk, customer_id=customer.id, request="The heating is dead")
    return talking.hear(desk, talk.id).id


def test_a_gesture_per_order_is_given_once_its_number_was_said(desk: Desk) -> None:
    conversation = walk_in(desk)
    needed = giving.open_gesture(desk, conversation, "drink")
    assert isinstance(needed, Needed) and [field.name for field in needed.fields] == ["scope:order"]
    preview = giving.open_gesture(desk, conversation, "drink", answers={ORDER_NUMBER: " A-4711 "})
    assert isinstance(preview, Preview)
    assert isinstance(giving.give(desk, preview.attempt), Given)
    talk = talking.view(desk, conversation)
    assert [each.label for each in talk.orders] == ["A-4711"] and talk.order_id == talk.orders[0].id


def test_the_limit_of_that_order_holds_also_where_somebody_else_says_the_number(desk: Desk) -> None:
    conversation = walk_in(desk)
    name_order(desk, conversation, "4711")
    for _each in range(4):
        given(desk, conversation, "drink")
    again = talking.start(desk, customer_id=talking.view(desk, conversation).customer_id, request="Still cold")
    talking.hear(desk, again.id)
    answer = giving.open_gesture(desk, again.id, "drink", answers={ORDER_NUMBER: "4711"})
    assert isinstance(answer, Blocked) and [each.rule for each in answer.decision.binding] == ["per_stay"]
    assert isinstance(giving.open_gesture(desk, again.id, "drink", answers={ORDER_NUMBER: "4712"}), Preview)


def test_the_same_number_is_the_same_order_however_it_is_written(desk: Desk) -> None:
    conversation = walk_in(desk)
    first = name_order(desk, conversation, "a-4711").order_id
    assert name_order(desk, conversation, "A-4711").order_id == first
    assert len(about_order.orders_of(desk, conversation)) == 1


def test_a_known_order_is_found_by_its_number_or_by_its_place_and_brings_its_customer(desk: Desk) -> None:
    guest = make_guest(desk)
    with writing(desk.store) as connection:
        connection.execute("UPDATE orders SET external_key = 'B77' WHERE id = ?", (guest.order,))
    unnamed = talking.start(desk, request="No heat")
    found = name_order(desk, unnamed.id, "b77")
    assert (found.order_id, found.customer_id) == (guest.order, guest.customer)
    theirs = heard(desk, guest)
    talking.choose_order(desk, theirs, "")
    assert name_order(desk, theirs, "412").order_id == guest.order


def test_an_order_of_somebody_else_is_said_to_be_and_nothing_is_written(desk: Desk) -> None:
    guest = make_guest(desk)
    with writing(desk.store) as connection:
        connection.execute("UPDATE orders SET external_key = 'B77' WHERE id = ?", (guest.order,))
    conversation = walk_in(desk)
    with pytest.raises(BadInput, match="somebody else's"):
        name_order(desk, conversation, "B77")
    assert talking.view(desk, conversation).orders == ()


@pytest.mark.parametrize(("number", "error"), [("", BadInput), (" \x1b\u200b\n", BadInput), ("9" * 61, TooLong)])
def test_what_is_no_number_is_answered_and_nothing_is_written(desk: Desk, number: str, error: type[Exception]) -> None:
    conversation = walk_in(desk)
    with pytest.raises(error):
        name_order(desk, conversation, number)
    with reading(desk.store) as connection:
        assert orders.count(connection) == 0


def test_on_another_day_it_is_asked_again_which_order_it_is(desk: Desk, clock: Clock) -> None:
    conversation = walk_in(desk)
    customer = name_order(desk, conversation, "4711").customer_id
    clock.forward(days=1)
    talk = talking.start(desk, customer_id=customer, request="Cold again")
    assert talk.order_id is None and [each.label for each in talk.orders] == ["4711 on Sat 21 Nov"]


def test_a_file_that_brings_the_number_later_fills_in_the_rest(desk: Desk, tmp_path: Path) -> None:
    guests, bookings = tmp_path / "guests.csv", tmp_path / "bookings.csv"
    guests.write_text("id,name\nG1,Walk In\n", encoding="utf-8")
    bookings.write_text("order number,customer,room,from,to,paid\n4711,G1,412,2026-11-20,2026-11-25,90.00\n")
    import_customers(desk, guests)
    customer = finding.find(desk, "Walk In")[0].id
    talk = talking.hear(desk, talking.start(desk, customer_id=customer, request="No heat").id)
    noted = name_order(desk, talk.id, "4711").order_id
    import_orders(desk, bookings)
    with reading(desk.store) as connection:
        assert orders.count(connection) == 1
        found = orders.by_key(connection, "4711")
    assert found is not None and (found.id, found.place, found.paid_minor) == (noted, "412", 9000)


# --- what the order says --------------------------------------------------------------------------------------

BILL = {ORDER_NUMBER: "4711", "order.paid": "180,00", "order.night_price": "60"}


def test_what_nobody_wrote_of_an_order_is_asked_beside_the_ways_and_then_it_can_be_given(desk: Desk) -> None:
    conversation = walk_in(desk)
    answer = giving.open_gesture(desk, conversation, "part_of_bill")
    assert isinstance(answer, Blocked) and answer.ways
    assert [field.name for field in answer.unwritten] == ["scope:order", "fact:order.paid", "fact:order.night_price"]
    again = giving.open_gesture(desk, conversation, "part_of_bill", answers=BILL)
    assert isinstance(again, Needed) and again.decision.at_most_minor == 6000
    assert isinstance(giving.open_gesture(desk, conversation, "part_of_bill", ask="30"), Preview)


def test_what_stands_is_corrected_by_anybody_until_something_was_given_by_it_then_by_who_leads(desk: Desk) -> None:
    conversation = walk_in(desk)
    giving.open_gesture(desk, conversation, "part_of_bill", answers=BILL)
    say_of_order(desk, conversation, {"order.paid": "90.00"})  # a slip of the hand
    given(desk, conversation, "part_of_bill", "30")
    with pytest.raises(BadInput, match=r"90\.00 stands there already") as refused:
        say_of_order(desk, conversation, {"order.paid": "900.00"})
    assert "lead" in refused.value.remedy
    say_of_order(as_lead(desk), conversation, {"order.paid": "120.00"})
    say_of_order(desk, conversation, {"order.paid": "120.00"})  # says so already


def test_what_a_file_says_of_an_order_is_changed_by_nobody_but_who_leads(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    with pytest.raises(BadInput, match="stands there already"):
        say_of_order(desk, conversation, {"order.paid": "5400.00"})


@pytest.mark.parametrize("said", ["", "much", "-5", "1e3", "9" * 300])
def test_a_figure_that_is_none_is_answered_and_nothing_is_written(desk: Desk, said: str) -> None:
    conversation = walk_in(desk)
    name_order(desk, conversation, "4711")
    with pytest.raises(BadInput):
        say_of_order(desk, conversation, {"order.night_price": "60.00", "order.paid": said})
    answer = giving.open_gesture(desk, conversation, "part_of_bill")
    assert isinstance(answer, Blocked) and len(answer.unwritten) == 2


def test_without_an_order_its_figures_have_nowhere_to_go(desk: Desk) -> None:
    with pytest.raises(BadInput, match="Which order"):
        say_of_order(desk, walk_in(desk), {"order.paid": "5.00"})


def test_no_limit_of_an_order_is_passed_by_what_is_said_of_it(desk: Desk) -> None:
    conversation = walk_in(desk)
    giving.open_gesture(desk, conversation, "part_of_bill", answers=BILL | {"order.paid": "40.00"})
    given(desk, conversation, "part_of_bill", "30")
    answer = giving.open_gesture(desk, conversation, "part_of_bill", ask="30")
    assert isinstance(answer, Blocked) and answer.take_minor == 1000 and answer.unwritten == ()
