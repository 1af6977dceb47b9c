"""Orders that need care: of all the few that are late, wrong, not working or unpaid, by the day promised."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from a_desk import Clock, make_desk
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import importing
from frontdesk.desk.learning import caring
from frontdesk.desk.promises import promising
from frontdesk.store.orders import Order
from frontdesk.store.transaction import reading

TODAY = date(2026, 11, 21)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path / "shop", Clock())


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("order", "needs"),
    [
        (Order("1", "a"), ()),
        (Order("1", "a", due_on=day(0)), ()),
        (Order("1", "a", due_on=day(-1)), ("late",)),
        (Order("1", "a", due_on=day(-1), state="closed"), ()),
        (Order("1", "a", due_on=day(-1), state="cancelled", total_minor=100, paid_minor=0), ()),
        (Order("1", "a", trouble="late"), ("late",)),
        (Order("1", "a", trouble="late", due_on=day(-1)), ("late",)),
        (Order("1", "a", trouble="wrong", due_on=day(-1)), ("late", "wrong")),
        (Order("1", "a", trouble="not_working", due_on=day(5)), ("not_working",)),
        (Order("1", "a", total_minor=100, paid_minor=0), ("unpaid",)),
        (Order("1", "a", total_minor=100), ()),  # nobody knows what was paid
        (Order("1", "a", paid_minor=100), ()),
        (Order("1", "a", total_minor=100, paid_minor=100), ()),
        (Order("1", "a", total_minor=100, paid_minor=120), ()),
        (Order("1", "a", total_minor=100, paid_minor=99, ends_on=day(1)), ()),  # the stay goes on
        (Order("1", "a", total_minor=100, paid_minor=99, ends_on=day(0)), ("unpaid",)),
        (Order("1", "a", total_minor=100, paid_minor=99, ends_on=day(-3), due_on=day(1)), ()),
        (Order("1", "a", total_minor=100, paid_minor=99, starts_on=day(2)), ()),
        (Order("1", "a", total_minor=100, paid_minor=99, state="closed", ends_on=day(-9)), ("unpaid",)),
    ],
)
def test_what_an_order_needs(order: Order, needs: tuple[str, ...]) -> None:
    assert caring.needs_of(order, TODAY) == needs


def imported(desk: Desk, folder: Path, rows: list[str]) -> None:
    sheet = folder / "orders.csv"
    sheet.write_text("\n".join(["order_no,description,status,due_date,total,paid", *rows]), encoding="utf-8")
    result = importing.import_orders(desk, sheet)
    assert result.refused == ()
    assert result.not_taken_over == ()


def test_004_2_of_two_hundred_orders_fourteen_need_care(desk: Desk, tmp_path: Path) -> None:
    well = [f"W-{number:03},fine,confirmed,{day(number % 7)},50.00,50.00" for number in range(186)]
    need = [
        *(f"N-{number:02},late,open,{day(-1 - number % 3)},50.00,50.00" for number in range(5)),
        *(f"N-{number:02},wrong,wrong goods,{day(2)},50.00,50.00" for number in range(5, 8)),
        *(f"N-{number:02},dead,not working,{day(1)},50.00,50.00" for number in range(8, 11)),
        *(f"N-{number:02},unpaid,completed,{day(-4)},50.00,20.00" for number in range(11, 14)),
    ]
    rows = [*well, *need]
    random.Random(4).shuffle(rows)
    imported(desk, tmp_path, rows)
    found = caring.orders_needing_care(desk)
    assert (len(found.lines), found.well) == (14, 186)
    assert {line.key for line in found.lines} == {f"N-{number:02}" for number in range(14)}
    order = [(line.promised_on, line.key) for line in found.lines]
    assert order == sorted(order)
    assert order[0] == (day(-4), "N-11")
    assert caring.orders_needing_care(desk) == found
    words = {line.key: line.words for line in found.lines}
    assert (words["N-01"], words["N-05"], words["N-08"], words["N-12"]) == (
        "late since Thu 19 Nov",
        "wrong",
        "not working",
        "30.00 unpaid",
    )
    everything = caring.orders_needing_care(desk, all_of_them=True)
    assert len(everything.lines) == 200
    assert sum(bool(line.needs) for line in everything.lines) == 14
    random.Random(5).shuffle(rows)
    imported(desk, tmp_path, rows)  # another order of rows is the same list
    assert caring.orders_needing_care(desk) == found


def test_an_order_that_is_put_right_needs_nothing_any_more(desk: Desk, tmp_path: Path) -> None:
    imported(desk, tmp_path, [f"A,boat,wrong item,{day(3)},90.00,90.00"])
    assert [line.needs for line in caring.orders_needing_care(desk).lines] == [("wrong",)]
    imported(desk, tmp_path, ["A,,,,,"])  # an empty cell says nothing
    assert len(caring.orders_needing_care(desk).lines) == 1
    imported(desk, tmp_path, ["A,,confirmed,,,"])
    found = caring.orders_needing_care(desk)
    assert (found.lines, found.well) == ((), 1)


def test_an_order_without_a_day_stands_at_the_day_of_the_promise_about_it(desk: Desk, tmp_path: Path) -> None:
    imported(desk, tmp_path, ["A,boat,wrong,,,", "B,sail,wrong,,,", f"C,mast,wrong,{day(3)},,"])
    with reading(desk.store) as connection:
        (order_id,) = connection.execute("SELECT id FROM orders WHERE external_key = 'B'").fetchone() or ("",)
    talk = talking.start(desk, order_id=str(order_id), request="one sail is torn")
    promising.promise(desk, talk.id, "a new sail", desk.now() + timedelta(days=2))
    found = caring.orders_needing_care(desk).lines
    assert [(line.key, line.promised_on) for line in found] == [("B", day(2)), ("C", day(3)), ("A", None)]


def test_a_state_that_is_none_is_answered_with_the_words(desk: Desk, tmp_path: Path) -> None:
    sheet = tmp_path / "orders.csv"
    sheet.write_text("order_no,status\nA,somehow\n", encoding="utf-8")
    (refused,) = importing.import_orders(desk, sheet).refused
    assert "open, closed, cancelled, late, wrong, not_working" in refused.reason


def test_what_was_promised_in_the_sale_stays_when_the_order_is_imported_without_it(desk: Desk, tmp_path: Path) -> None:
    customer = cards.new_customer(desk, "Kristīne Bērziņa").id
    sheet = tmp_path / "orders.csv"
    sheet.write_text("order_no,customer_name,promised\nA,Kristīne Bērziņa,two sails\n", encoding="utf-8")
    importing.import_orders(desk, sheet)
    sheet.write_text("order_no,label\nA,Sailing boat\n", encoding="utf-8")
    assert importing.import_orders(desk, sheet).changed == 1
    (order,) = cards.card(desk, customer).orders
    assert [(each.text, each.by, each.on) for each in order.promised] == [("two sails", "", None)]
    sheet.write_text("order_no,promised,promised_at\nA,one sail,soon\n", encoding="utf-8")
    assert "is not a date" in importing.import_orders(desk, sheet).refused[0].reason
