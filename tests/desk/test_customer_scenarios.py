"""The customer's story in the scenarios: the extra mile, loyal customers, and what was sold before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from a_desk import GUIDELINES, Clock, as_lead, given, heard, make_desk, make_guest
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards
from frontdesk.desk.day import looking_back
from frontdesk.desk.day.month_page import month_section
from frontdesk.desk.gestures import giving
from frontdesk.desk.promises import promising
from frontdesk.desk.views import Blocked, Light
from frontdesk.ground.ids import new_id
from frontdesk.store import orders
from frontdesk.store.orders import Order, SalePromise
from frontdesk.store.transaction import writing

EXTRA_MILE = """\
  extra_mile:
    label: An hour of help
    kind: investment
    amount: {from: 10.00, to: 300.00, usual: 100.00}
    limits: [{id: mile_a_season, up_to: 2 times, per: customer, within: 90 days}]
"""
THANKS = """\
  thank_you:
    label: Thank you
    amount: 15.00
    needs: []
    limits: [{id: thanks_a_season, up_to: 1 time, per: customer, within: 90 days}]
"""
OWN = GUIDELINES.replace("budgets:\n", EXTRA_MILE + THANKS + "budgets:\n") + "conversation: {without_complaint: 20%}\n"


def test_002_7_investments_and_later_orders_stand_side_by_side_and_nothing_says_why(tmp_path: Path) -> None:
    clock = Clock()
    desk = make_desk(tmp_path, clock, OWN)
    guest = make_guest(desk)
    assert cards.card(desk, guest.customer).invested is None
    talk = heard(desk, guest)
    line = next(each for each in giving.bar(desk, talk).lines if each.gesture == "extra_mile")
    assert line.light is Light.CAN and line.amount == "to 300.00"
    given(desk, talk, "extra_mile", ask="100", reason="the delivery would not start")
    slip = given(desk, heard(desk, guest), "extra_mile", ask="40", reason="a slip")
    giving.take_back(desk, slip.entry_id, "a slip")
    with writing(desk.store) as connection:
        orders.insert(
            connection,
            [
                Order(new_id(), "Later", guest.customer, starts_on=date(2027, 1, 10), total_minor=250000),
                Order(new_id(), "Same day", guest.customer, starts_on=desk.today(), total_minor=100),
                Order(new_id(), "Earlier", guest.customer, starts_on=date(2025, 1, 10), total_minor=900000),
            ],
            clock.at,
        )
    entry = next(each for each in cards.card(desk, guest.customer).given if not each.taken_back)
    assert entry.kind == "investment in the relationship"
    clock.forward(days=60)
    found = cards.card(desk, guest.customer).invested
    assert found is not None and found.first_on == date(2026, 11, 21)
    assert ([each.amount_minor for each in found.given], found.given_minor) == ([10000], 10000)
    assert ([each.starts_on for each in found.orders], found.orders_minor) == ([date(2027, 1, 10)], 250000)


def test_002_13_a_regular_is_thanked_without_a_reason_once_in_90_days_and_the_share_is_shown(tmp_path: Path) -> None:
    clock = Clock()
    desk = make_desk(tmp_path, clock, OWN)
    regular, other = make_guest(desk), make_guest(desk, "With A Complaint")
    given(desk, talking.start(desk, customer_id=regular.customer).id, "thank_you")
    again = giving.open_gesture(desk, talking.start(desk, customer_id=regular.customer).id, "thank_you")
    assert isinstance(again, Blocked) and again.decision.binding[0].rule == "thanks_a_season" and again.ways
    for _drink in range(3):
        given(desk, heard(desk, other, "late"), "drink")
    slip = given(desk, talking.start(desk, customer_id=other.customer).id, "thank_you")
    giving.take_back(desk, slip.entry_id, "a slip")
    share = looking_back.last_days(as_lead(desk)).thanked
    assert (share.all_given, share.without_complaint, share.percent, share.wanted) == (4, 1, 25, Decimal(20))
    said = "without a complaint: 1 of 4 gestures (25 %) · the owner wants 20 %"
    assert said in "\n".join(month_section(desk, looking_back.last_days(desk), names=False))
    clock.forward(days=91)
    given(desk, talking.start(desk, customer_id=regular.customer).id, "thank_you")
    assert looking_back.last_days(desk, days=7).thanked.percent == 100


def test_004_1_what_was_sold_is_on_the_card_and_what_is_claimed_is_promised_by_nobody(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    guest = make_guest(desk)
    sold = SalePromise("two sails", "Peter from sales", date(2026, 10, 3))
    with writing(desk.store) as connection:
        orders.insert(connection, [Order(new_id(), "Boat", guest.customer, promised=(sold,))], desk.now())
    said = [
        (each.text, each.by, each.on) for order in cards.card(desk, guest.customer).orders for each in order.promised
    ]
    assert said == [("two sails", "Peter from sales", date(2026, 10, 3))]
    talk = heard(desk, guest)
    talking.claim(desk, talk, "the mast would be included")
    card = cards.card(desk, guest.customer)
    assert [(each.text, each.conversation_id) for each in card.claims] == [("the mast would be included", talk)]
    assert card.claims[0].said_at == desk.now()
    assert card.promises == () and promising.waiting(desk) == ()
    assert [order for order in card.orders if "mast" in str(order.promised)] == []
