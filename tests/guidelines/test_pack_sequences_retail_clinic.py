"""The shop and the clinic over time: limits that only show after several gifts, and what is still possible then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from frontdesk.authority.lines import Run
from frontdesk.guidelines import packs
from frontdesk.guidelines.model import FactType, Guidelines, Kind, Source
from frontdesk.guidelines.reader import read_text

RIGA = ZoneInfo("Europe/Riga")
NOON = datetime(2026, 3, 2, 10, tzinfo=UTC)  # so that days added to it are elapsed ones
SECOND = timedelta(seconds=1)


def guidelines_of(pack: str) -> Guidelines:
    found = read_text(packs.text(pack).encode(), f"{pack}.yaml").guidelines
    assert found is not None
    return found


RETAIL, CLINIC = guidelines_of("retail"), guidelines_of("clinic")

SHOP_FACTS = {
    "order.paid": "50.00",
    "order.delivery_fee": "6.90",
    "item_price": "20.00",
    "lowest_price": "10.00",
    "competitor_price": "18.00",
    "final_sale": False,
    "days_left": 3,
}
WITHOUT_ORDER = {name: value for name, value in SHOP_FACTS.items() if not name.startswith("order.")}
VISIT_FACTS = {"order.paid": "20.00", "order.no_show_fee": "25.00", "test_price": "90.00"}
ONLY_IN = {
    "gift_card_return": "no_receipt",
    "shipping_back": "late_delivery",
    "repeat_test": "our_error",
    "no_show": "no_show_fee",
}
SCOPE = {"customer": "c1", "order": "o1", "line": "1", "incident": "i1", "receipt": "r1"}


class Days:
    """One site over time: what is asked is answered, what is given counts for what comes later."""

    def __init__(self, guidelines: Guidelines, facts: Mapping[str, object]) -> None:
        self.run = Run(guidelines)
        self.facts = dict(facts)
        self.lines = 0

    def ask(self, gesture: str, ask: str | None = None, at: datetime = NOON, **rest: Any) -> dict[str, Any]:
        """The answer to one line; other keys are facts (`facts`), scopes by their name, or keys of the line."""
        self.lines += 1
        scope = {name: rest.pop(name, value) for name, value in SCOPE.items()}
        scope["conversation"] = str(self.lines)  # each of these is another conversation
        line = {
            "id": str(self.lines),
            "gesture": gesture,
            "ask": ask,
            "at": at.isoformat(),
            "situation": ONLY_IN.get(gesture),
            "ticks": ["request_heard", "reason"],
            "facts": self.facts | rest.pop("facts", {}),
            "scope": scope,
            **rest,
        }
        answer = self.run.answer(line)
        assert "error" not in answer, answer
        if answer["outcome"] != "yes":
            self._every_way_can_be_taken(line, answer)
        return answer

    def give(self, gesture: str, ask: str | None = None, at: datetime = NOON, **rest: Any) -> str:
        """Give it, and say how much; "" where there is nothing to pay."""
        answer = self.ask(gesture, ask, at, give=True, **rest)
        assert answer["outcome"] == "yes", answer
        return str(answer["amount"] or "")

    def stopped(self, gesture: str, ask: str | None = None, at: datetime = NOON, **rest: Any) -> list[Any]:
        """The limits that leave nothing of it."""
        answer = self.ask(gesture, ask, at, **rest)
        assert answer["outcome"] == "no_fit", answer
        return [each["limit"] for each in answer["binding"]]

    def frees_at(self, gesture: str, ask: str | None = None, at: datetime = NOON, **rest: Any) -> datetime:
        """When the one thing in the way ends."""
        (binding,) = self.ask(gesture, ask, at, **rest)["binding"]
        return datetime.fromisoformat(binding["frees_at"])

    def _every_way_can_be_taken(self, line: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        assert answer["ways"], answer
        for way in answer["ways"]:
            if "promise" in way or "say" in way:
                continue
            role = way.get("ask", line.get("role", "staff"))
            other = {**line, "gesture": way.get("gesture", line["gesture"]), "role": role, "give": False}
            other["ask"] = line["ask"] if "ask" in way else None
            taken = self.run.answer(other)
            assert taken["outcome"] in ("yes", "ticks"), (way, taken)
        assert any("promise" in way for way in answer["ways"])


def shop(**facts: object) -> Days:
    return Days(RETAIL, SHOP_FACTS | facts)


def clinic(**facts: object) -> Days:
    return Days(CLINIC, VISIT_FACTS | facts)


# --- the shop -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("last", ["refund", "gift_card_return", "shipping_back"])
def test_what_was_paid_binds_each_of_the_three_that_give_it_back(last: str) -> None:
    days = shop()
    before = {"refund": "30.00", "gift_card_return": "15.00", "shipping_back": "6.90"}  # 51.90 of 50.00
    facts = {"refund": "item_price", "gift_card_return": "lowest_price", "shipping_back": "order.delivery_fee"}
    left = Decimal("50.00")
    for gesture, amount in before.items():
        if gesture != last:
            assert days.give(gesture, facts={facts[gesture]: amount}) == amount
            left -= Decimal(amount)
    assert days.stopped(last, facts={facts[last]: str(left + Decimal("0.01"))}) == ["paid_back"]
    assert days.stopped(last, facts={facts[last]: str(left + Decimal("0.01"))}, role="lead") == ["paid_back"]
    assert days.give(last, facts={facts[last]: str(left)}) == str(left)
    assert days.stopped("refund") == ["paid_back"]
    assert days.give("refund", order="o2") == "20.00"


def test_money_that_was_taken_back_can_be_given_back_again() -> None:
    days = shop()
    days.give("refund", facts={"item_price": "50.00"})
    assert days.stopped("refund") == ["paid_back"]
    assert days.run.answer({"id": "back", "reverse": "1", "at": NOON.isoformat()})["outcome"] == "reversed"
    assert days.give("refund") == "20.00"


def test_a_receipt_without_an_order_is_paid_back_once() -> None:
    days = Days(RETAIL, WITHOUT_ORDER | {"purchase_found": True, "receipt_total": "50.00"})
    assert days.give("refund", facts={"item_price": "30.00"}) == "30.00"
    assert days.stopped("refund", facts={"item_price": "20.01"}) == ["never_more_than_the_receipt"]
    assert days.give("refund", facts={"item_price": "20.00"}) == "20.00"
    assert days.stopped("refund", at=NOON + timedelta(days=900)) == ["never_more_than_the_receipt"]
    assert days.give("refund", at=NOON + timedelta(days=900), receipt="r2") == "20.00"


def test_a_card_without_receipt_needs_no_order_and_counts_for_none() -> None:
    days = Days(RETAIL, WITHOUT_ORDER | {"purchase_found": False})
    assert days.give("gift_card_return", order=None) == "10.00"
    assert days.give("refund", facts={"order.paid": "20.00"}) == "20.00"


def test_the_fourth_return_without_receipt_in_45_days_is_an_exchange_or_the_leads() -> None:
    days = shop()
    for day in (0, 10, 20):
        days.give("gift_card_return", at=NOON + timedelta(days=day), order=f"o{day}")
    end = NOON + timedelta(days=45)
    before = end - SECOND
    assert days.stopped("gift_card_return", at=before, order="o30") == ["three_in_45_days"]
    answer = days.ask("gift_card_return", at=before, order="o30")
    assert answer["ways"] == [{"gesture": "exchange"}, {"ask": "lead"}, {"promise": "24 hours"}]
    assert days.frees_at("gift_card_return", at=before, order="o30") == end
    assert days.ask("gift_card_return", at=before, order="o30", role="lead")["outcome"] == "yes"
    assert days.ask("gift_card_return", at=before, order="o30", customer="c2")["outcome"] == "yes"
    assert days.give("gift_card_return", at=end, order="o30") == "10.00"


def test_120_in_365_days_binds_by_itself_until_the_last_second() -> None:
    days = Days(RETAIL, WITHOUT_ORDER)
    days.give("gift_card_return", facts={"lowest_price": "100.00"})
    later = NOON + timedelta(days=100)
    days.give("gift_card_return", at=later, facts={"lowest_price": "20.00"})
    end = NOON + timedelta(days=365)
    assert days.stopped("gift_card_return", at=end - SECOND) == ["returns_in_365_days"]
    assert days.ask("gift_card_return", at=end - SECOND, role="lead")["outcome"] == "yes"
    assert days.give("gift_card_return", at=end, facts={"lowest_price": "100.00"}) == "100.00"
    assert days.stopped("gift_card_return", at=end, facts={"lowest_price": "0.01"}) == ["returns_in_365_days"]


@pytest.mark.parametrize(("known", "limit"), [(True, "twice_a_line"), (False, "twice_without_an_order")])
def test_a_third_exchange_of_one_line_becomes_a_refund(known: bool, limit: str) -> None:
    days = shop() if known else Days(RETAIL, WITHOUT_ORDER | {"purchase_found": True, "receipt_total": "50.00"})
    scope = {} if known else {"order": None}
    for day in (0, 400):
        days.give("exchange", at=NOON + timedelta(days=day), **scope)
    third = days.ask("exchange", at=NOON + timedelta(days=800), **scope)
    assert [each["limit"] for each in third["binding"]] == [limit]
    assert third["ways"][0] == {"gesture": "refund"}
    assert days.give("exchange", at=NOON + timedelta(days=800), line="2", **scope) == "20.00"
    other = {"order": "o2"} if known else {"order": None, "incident": "i2"}
    assert days.give("exchange", at=NOON + timedelta(days=800), **other) == "20.00"


def test_a_price_is_matched_once_for_each_line_of_an_order() -> None:
    days = shop()
    assert days.give("price_match", "2.00") == "2.00"
    assert days.stopped("price_match", "1.00") == ["one_match_a_line"]
    assert days.give("price_match", "1.00", line="2") == "1.00"
    before_buying = {name: None for name in ("order.paid", "order.delivery_fee")}
    new = {"facts": before_buying, "order": None, "line": "shoes", "incident": "i9"}
    assert days.give("price_match", "2.00", **new) == "2.00"
    assert days.stopped("price_match", "2.00", **new) == ["one_match_without_an_order"]


def test_a_second_gift_card_within_90_days_is_something_else_then_the_leads() -> None:
    days = shop()
    days.give("gift_card", "20.00")
    end = NOON + timedelta(days=90)
    assert days.stopped("gift_card", "20.00", at=end - SECOND) == ["one_a_season"]
    again = days.ask("gift_card", "20.00", at=end - SECOND)
    assert again["ways"] == [{"gesture": "wrap"}, {"ask": "lead"}, {"promise": "24 hours"}]
    assert days.ask("gift_card", "50.00", at=end - SECOND, role="lead")["outcome"] == "yes"
    assert days.give("gift_card", "20.00", at=end) == "20.00"


def test_one_person_gives_cards_for_100_a_day_and_another_goes_on() -> None:
    days = shop()
    for customer in ("c1", "c2", "c3", "c4"):
        days.give("gift_card", "20.00", customer=customer, staff="anna")
    assert days.give("gift_card", "15.00", customer="c5", staff="anna") == "15.00"
    answer = days.ask("gift_card", "20.00", customer="c6", staff="anna")
    assert (answer["outcome"], answer["at_most"]) == ("less", "5.00")
    assert days.give("gift_card", customer="c6", staff="anna") == "5.00"  # the usual 10.00, brought down to what fits
    assert days.stopped("gift_card", customer="c7", staff="anna") == ["cards_by_one_person"]
    midnight = datetime(2026, 3, 3, tzinfo=RIGA)
    assert days.frees_at("gift_card", customer="c7", staff="anna") == midnight
    assert days.ask("gift_card", customer="c7", staff="juris")["outcome"] == "yes"
    assert days.stopped("gift_card", at=midnight - SECOND, customer="c7", staff="anna") == ["cards_by_one_person"]
    assert days.give("gift_card", at=midnight, customer="c7", staff="anna") == "10.00"


@pytest.mark.parametrize("last", ["gift_card", "gift_card_return", "price_match", "express"])
def test_the_day_stops_each_of_its_four_gestures_and_no_other(last: str) -> None:
    days = Days(RETAIL, WITHOUT_ORDER | {"item_price": "200.00"})
    days.give("gift_card_return", role="lead", facts={"lowest_price": "380.00"}, customer="c9")
    days.give("express", "6.00", customer="c9")
    days.give("price_match", "5.00", line="9")
    days.give("gift_card", "5.00", customer="c9")  # 396.00 of 400.00
    if last == "gift_card":  # the least card is 5.00: 4.00 is not enough for one
        assert days.stopped(last) == ["day"]
    elif last == "gift_card_return":
        assert days.stopped(last, facts={"lowest_price": "4.01"}) == ["day"]
        assert days.give(last, facts={"lowest_price": "4.00"}) == "4.00"
    else:
        answer = days.ask(last, "8.00")
        assert (answer["outcome"], answer["at_most"]) == ("less", "4.00")
        assert days.give(last, "4.00") == "4.00"
        assert days.stopped(last, "3.00", line="2") == ["day"]
    usual = "3.00" if last == "price_match" else None
    midnight = datetime(2026, 3, 3, tzinfo=RIGA)
    assert days.stopped(last, usual, at=midnight - SECOND, line="2") == ["day"]
    for gesture in ("exchange", "wrap"):
        assert days.ask(gesture, at=midnight - SECOND)["outcome"] == "yes"
    bought = {"order.paid": "100.00", "order.delivery_fee": "6.90", "item_price": "20.00"}
    for gesture in ("refund", "shipping_back"):
        assert days.ask(gesture, at=midnight - SECOND, facts=bought, order="o2")["outcome"] == "yes"
    assert days.ask(last, usual, at=midnight, line="2")["outcome"] == "yes"


def test_a_third_express_parcel_within_90_days_is_wrapped_instead() -> None:
    days = shop()
    days.give("express")
    days.give("express", at=NOON + timedelta(days=30))
    end = NOON + timedelta(days=90)
    assert days.stopped("express", at=end - SECOND) == ["express.1"]
    assert days.ask("express", at=end - SECOND)["ways"][0] == {"gesture": "wrap"}
    assert days.frees_at("express", at=end - SECOND) == end
    assert days.give("express", at=end) == "8.00"


def test_the_delivery_is_paid_back_once_for_an_order() -> None:
    days = shop()
    assert days.give("shipping_back") == "6.90"
    assert days.stopped("shipping_back", at=NOON + timedelta(days=700)) == ["shipping_back.1"]
    assert days.give("shipping_back", at=NOON + timedelta(days=700), order="o2") == "6.90"


def test_nothing_is_promised_for_a_day_before_the_parcel_can_arrive() -> None:
    express = RETAIL.gestures["express"]
    assert express.promise is not None
    days = shop()
    for days_left in range(-1, 8):
        promised = days.ask("express", facts={"days_left": max(days_left, 0)})["outcome"] == "yes"
        assert promised == (timedelta(days=days_left) - express.promise.due >= timedelta(days=1))


@pytest.mark.parametrize(
    ("gesture", "role", "ask", "facts", "outcome", "most"),
    [
        ("refund", "staff", None, {"order.paid": "2000.00", "item_price": "150.00"}, "yes", "150.00"),
        ("refund", "staff", None, {"order.paid": "2000.00", "item_price": "150.01"}, "lead", None),
        ("refund", "lead", None, {"order.paid": "2000.00", "item_price": "1000.00"}, "yes", "1000.00"),
        ("refund", "lead", None, {"order.paid": "2000.00", "item_price": "1000.01"}, "no_fit", None),
        ("gift_card", "staff", "20.01", {}, "less", "20.00"),
        ("gift_card", "lead", "50.00", {}, "yes", "50.00"),
        ("gift_card", "lead", "50.01", {}, "less", "50.00"),
        ("price_match", "staff", "8.01", {"item_price": "80.00"}, "less", "8.00"),
        ("price_match", "staff", "0.01", {"item_price": "80.00"}, "yes", "8.00"),
        ("price_match", "staff", "25.01", {"item_price": "900.00"}, "less", "25.00"),
        ("express", "staff", "3.00", {}, "yes", "20.00"),
    ],
)
def test_the_shop_gives_up_to_its_edges(
    gesture: str, role: str, ask: str | None, facts: dict[str, object], outcome: str, most: str | None
) -> None:
    answer = shop().ask(gesture, ask, role=role, facts=facts)
    assert (answer["outcome"], answer["at_most"]) == (outcome, most)


# --- the clinic ---------------------------------------------------------------------------------------------

WINTER = datetime(2026, 12, 30, 12, tzinfo=RIGA)
NEW_YEAR = datetime(2027, 1, 1, 6, tzinfo=RIGA)


@pytest.mark.parametrize("last", ["small_gift", "parking", "tea"])
def test_75_a_year_binds_each_of_the_three_for_one_patient(last: str) -> None:
    days = clinic()
    for _gift in range(4):
        days.give("small_gift", "15.00", WINTER)
    days.give("parking", "10.00", WINTER)
    days.give("tea", at=WINTER)  # 73.00 of 75.00
    other_visit = {"order": "o2", "at": WINTER}
    if last == "parking":
        assert days.ask("parking", "5.00", **other_visit)["at_most"] == "2.00"
        assert days.give("parking", "2.00", **other_visit) == "2.00"
        other_visit["order"] = "o3"
    answer = days.ask(last, **other_visit)
    assert [each["limit"] for each in answer["binding"]] == ["patient_year"]
    assert [way["gesture"] for way in answer["ways"] if "gesture" in way if way["gesture"] != "parking"] == ["priority"]
    assert days.stopped(last, role="lead", **other_visit) == ["patient_year"]
    assert days.ask(last, at=WINTER, order="o4", customer="c2")["outcome"] == "yes"


@pytest.mark.parametrize("last", ["small_gift", "parking", "tea"])
def test_a_patients_year_ends_with_its_last_business_day(last: str) -> None:
    days = clinic()
    for _gift in range(5):
        days.give("small_gift", "15.00", WINTER)
    assert days.stopped(last, at=NEW_YEAR - SECOND) == ["patient_year"]  # the night still belongs to the old year
    assert days.frees_at(last, at=NEW_YEAR - SECOND) == NEW_YEAR
    assert days.ask(last, at=NEW_YEAR)["outcome"] == "yes"


@pytest.mark.parametrize("last", ["small_gift", "taxi", "visit_free", "parking"])
def test_1000_a_year_binds_each_of_the_four_for_one_employee(last: str) -> None:
    days = clinic()
    for number in range(3):
        paid = {"order.paid": "300.00"}
        days.give("visit_free", at=WINTER, role="lead", staff="ilze", facts=paid, order=f"o{number}")
        days.give("taxi", "30.00", WINTER, role="lead", staff="ilze", customer=f"c{number}")
    now = {"at": WINTER, "role": "lead", "staff": "ilze", "order": "o9", "customer": "c9"}  # 990.00 of 1000.00
    if last == "visit_free":
        assert days.stopped(last, **now) == ["person_year"]  # 20.00, never cut
    else:
        answer = days.ask(last, "15.00", **now)
        assert (answer["outcome"], answer["at_most"]) == ("less", "10.00")
        assert [each["limit"] for each in answer["binding"]] == ["person_year"]
        assert days.give(last, "10.00", **now) == "10.00"
        assert days.stopped(last, **now | {"order": "o8"}) == ["person_year"]
    after = now | {"at": NEW_YEAR - SECOND, "order": "o7"}
    assert days.stopped(last, **after) == ["person_year"]
    assert days.ask(last, **after | {"staff": "anna"})["outcome"] == "yes"
    for gesture in ("tea", "priority", "repeat_test", "no_show"):
        assert days.ask(gesture, **after)["outcome"] == "yes"
    assert days.ask(last, **after | {"at": NEW_YEAR})["outcome"] == "yes"


def test_four_free_slots_a_day_then_a_call_is_promised() -> None:
    days = clinic()
    for number in range(4):
        days.give("priority", customer=f"c{number}", order=f"o{number}")
    answer = days.ask("priority", customer="c5")
    assert answer["outcome"] == "no_fit"
    assert [next(iter(way)) for way in answer["ways"]] == ["say", "promise"]
    morning = datetime(2026, 3, 3, 6, tzinfo=RIGA)
    assert days.stopped("priority", at=morning - SECOND) == ["priority.1"]
    assert days.give("priority", at=morning) == ""


def test_a_cup_twice_and_the_parking_once_in_a_visit() -> None:
    days = clinic()
    days.give("tea")
    days.give("tea")
    days.give("parking", "4.00")
    assert days.stopped("tea") == ["tea.1"]
    assert days.stopped("parking") == ["parking.1"]
    assert days.give("tea", order="o2") == "3.00"
    assert days.give("parking", order="o2") == "5.00"


def test_a_third_taxi_within_90_days_becomes_something_smaller() -> None:
    days = clinic()
    days.give("taxi")
    days.give("taxi", at=NOON + timedelta(days=1))
    end = NOON + timedelta(days=90)
    answer = days.ask("taxi", at=end - SECOND)
    assert [each["limit"] for each in answer["binding"]] == ["taxi.1"]
    assert [way.get("gesture") for way in answer["ways"]] == ["parking", "tea", "priority", None]
    assert days.give("taxi", at=end) == "12.00"


def test_the_fee_is_taken_off_once_in_365_days_and_then_by_the_lead() -> None:
    days = clinic()
    days.give("no_show")
    end = NOON + timedelta(days=365)
    assert days.stopped("no_show", at=end - SECOND) == ["once_in_365_days"]
    assert days.ask("no_show", at=end - SECOND)["ways"] == [{"ask": "lead"}, {"promise": "24 hours"}]
    assert days.ask("no_show", at=end - SECOND, role="lead")["outcome"] == "yes"
    assert days.ask("no_show", at=end - SECOND, customer="c2")["outcome"] == "yes"
    assert days.give("no_show", at=end) == "25.00"


def test_a_visit_is_paid_back_once() -> None:
    days = clinic()
    assert days.give("visit_free") == "20.00"
    assert days.stopped("visit_free") == ["never_more_than_paid"]
    assert days.stopped("visit_free", role="lead") == ["never_more_than_paid"]


def test_a_test_that_is_our_error_is_repeated_whatever_was_given_before() -> None:
    days = clinic()
    for _time in range(20):
        assert days.give("repeat_test") == "90.00"
    assert days.give("visit_free") == "20.00"  # and what is owed uses up nothing of what may be given


def test_the_clinic_gives_no_cash_and_nothing_for_buying_care() -> None:
    kinds = {each.kind for each in CLINIC.gestures.values()}
    assert kinds.isdisjoint({Kind.CREDIT, Kind.VOUCHER, Kind.DISCOUNT, Kind.OPEN})
    unpaid = clinic(**{"order.paid": "0.00", "order.no_show_fee": "0.00"})
    unknown = Days(CLINIC, {})
    for gesture in ("tea", "parking", "small_gift", "taxi", "priority"):
        assert unpaid.ask(gesture)["outcome"] == "yes"
        assert unknown.ask(gesture)["outcome"] == "yes"


def test_the_clinic_knows_sums_and_nothing_else_about_a_person() -> None:
    assert set(CLINIC.facts) == {"order.paid", "order.no_show_fee", "test_price"}
    assert all(fact.type is FactType.MONEY and fact.source is not Source.CARD for fact in CLINIC.facts.values())
    assert all(fact.source is not Source.CARD for fact in RETAIL.facts.values())


@pytest.mark.parametrize(
    ("gesture", "role", "ask", "paid", "outcome", "most"),
    [
        ("small_gift", "staff", "3.00", "0.00", "yes", "15.00"),
        ("small_gift", "lead", "15.01", "0.00", "less", "15.00"),
        ("parking", "staff", "2.00", "0.00", "yes", "15.00"),
        ("taxi", "staff", "5.00", "0.00", "yes", "30.00"),
        ("taxi", "lead", "30.01", "0.00", "less", "30.00"),
        ("visit_free", "staff", None, "60.00", "yes", "60.00"),
        ("visit_free", "staff", None, "60.01", "lead", None),
        ("visit_free", "lead", None, "300.00", "yes", "300.00"),
        ("visit_free", "lead", None, "300.01", "no_fit", None),
    ],
)
def test_the_clinic_gives_up_to_its_edges(
    gesture: str, role: str, ask: str | None, paid: str, outcome: str, most: str | None
) -> None:
    answer = clinic(**{"order.paid": paid}).ask(gesture, ask, role=role)
    assert (answer["outcome"], answer["at_most"]) == (outcome, most)


# --- both ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", [RETAIL, CLINIC], ids=["retail", "clinic"])
def test_every_word_is_there_in_four_languages_and_every_label_fits_the_bar(pack: Guidelines) -> None:
    languages = {"en", "lv", "ru", "uk"}
    facts = [each.label for each in pack.facts.values()]
    labels = [each.label for each in (*pack.gestures.values(), *pack.situations.values())] + facts
    for label in labels:
        assert label is not None
        assert set(label.by_language) == languages
        assert max(map(len, label.by_language.values())) <= 34, label
    said = [*pack.principles, *(each.why for each in pack.gestures.values())]
    said += [each.promise.text for each in pack.gestures.values() if each.promise is not None]
    said += [
        way.words for each in pack.gestures.values() for way in each.otherwise or () if type(way).__name__ == "Say"
    ]
    for words in said:
        assert words is not None
        assert set(words.by_language) == languages
