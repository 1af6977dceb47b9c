"""What limits of the call centre and the airport desk do after several gifts: one run of lines for each story."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from frontdesk.authority.lines import Run
from frontdesk.guidelines import packs
from frontdesk.guidelines.model import Guidelines, Measure
from frontdesk.guidelines.reader import read_text

Line = dict[str, Any]
NOON = "2026-03-02T12:00:00+02:00"
SCOPE = {"customer": "c1", "order": "o1", "line": "l1", "incident": "i1", "flight": "f1"}
ALL_TICKS = ["request_heard", "customer_asked", "facts_confirmed"]
FACTS: dict[str, dict[str, Any]] = {
    "telecom": {
        "customer.months": 40,
        "order.month_price": "24.90",
        "order.late_fee": "7.00",
        "days_without_service": 3,
    },
    "airline": {
        "customer.tier": "gold",
        "order.passengers": 1,
        "order.cabin": "economy",
        "order.insured": False,
        "order.km": 900,
        "order.intra_eu": True,
        "wait_hours": 4,
        "delay_hours": 4,
        "extraordinary": False,
        "changed_now": True,
    },
}
SITUATIONS = {
    "outage_days": "outage",
    "missed_visit": "missed_visit",
    "loyalty": "leaving",
    "rebook": "cancelled",
    "eu261": "cancelled",
    "certificate": "cancelled",
    "volunteer": "oversold",
}


@lru_cache(maxsize=2)
def pack(name: str) -> Guidelines:
    found = read_text(packs.text(name).encode(), f"{name}.yaml").guidelines
    assert found is not None
    return found


class Counter:
    """A desk of the pack over one ledger: everything is known and heard; `scope` and `facts` change some of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.run = Run(pack(name))
        self.lines = 0
        self.at = NOON

    def ask(self, gesture: str, ask: str | None = None, **more: Any) -> Line:
        self.lines += 1
        self.at = more.pop("at", self.at)
        line = {"id": str(self.lines), "gesture": gesture, "ask": ask, "at": self.at, "ticks": ALL_TICKS}
        line["scope"] = {**SCOPE, **more.pop("scope", {})}
        line["facts"] = {**FACTS[self.name], **more.pop("facts", {})}
        line["situation"] = SITUATIONS.get(gesture)
        answer = self.run.answer(line | more)
        assert "error" not in answer, answer
        return answer

    def give(self, gesture: str, ask: str | None = None, **more: Any) -> str:
        answer = self.ask(gesture, ask, give=True, **more)
        assert answer["outcome"] == "yes", answer
        return str(self.lines)

    def back(self, line_id: str) -> None:
        self.lines += 1
        assert self.run.answer({"id": str(self.lines), "reverse": line_id, "at": self.at})["outcome"] == "reversed"

    def outcome(self, gesture: str, ask: str | None = None, **more: Any) -> str:
        return str(self.ask(gesture, ask, **more)["outcome"])


def bound(answer: Line) -> list[str]:
    return [each["limit"] for each in answer["binding"]]


def customer(number: int) -> dict[str, str]:
    return {"customer": f"x{number}", "line": f"x{number}", "order": f"x{number}", "incident": f"x{number}"}


# --- limits that end at an instant ---------------------------------------------------------------------------

EDGES = [
    # gesture, the gift, still within the window, the window is over, limit
    ("telecom", "goodwill", "2026-01-10T12:00:00+02:00", "2026-04-10T12:59:59+03:00", "2026-04-10T13:00:00+03:00",
     "once_in_90_days"),
    ("telecom", "late_fee", "2027-06-01T12:00:00+03:00", "2028-05-31T11:59:59+03:00", "2028-05-31T12:00:00+03:00",
     "one_fee_a_year"),
    ("telecom", "pay_later", "2026-01-10T12:00:00+02:00", "2026-04-10T12:59:59+03:00", "2026-04-10T13:00:00+03:00",
     "thirty_days"),
    ("telecom", "data_gb", "2026-01-01T00:00:00+02:00", "2026-01-31T23:59:59+02:00", "2026-02-01T00:00:00+02:00",
     "data_once_a_month"),
    ("telecom", "data_gb", "2026-01-31T23:59:59+02:00", "2026-01-31T23:59:59+02:00", "2026-02-01T00:00:00+02:00",
     "data_once_a_month"),
    ("telecom", "right_plan", "2026-01-10T12:00:00+02:00", "2026-02-09T11:59:59+02:00", "2026-02-09T12:00:00+02:00",
     "one_move_in_30_days"),
    ("telecom", "loyalty", "2027-06-01T12:00:00+03:00", "2028-05-31T11:59:59+03:00", "2028-05-31T12:00:00+03:00",
     "one_discount_a_year"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "gesture", "given", "within", "over", "limit"), EDGES)
def test_once_in_a_window_is_once_to_its_last_second(
    name: str, gesture: str, given: str, within: str, over: str, limit: str
) -> None:
    desk = Counter(name)
    desk.give(gesture, at=given)
    refused = desk.ask(gesture, at=within)
    assert (refused["outcome"], bound(refused)) == ("no_fit", [limit])
    assert refused["binding"][0]["frees_at"] == over
    assert refused["ways"], "there is always a way forward"
    assert desk.outcome(gesture, at=over) == "yes"


ONCE = [
    # gesture, what is different for somebody who has not had it, limit
    ("telecom", "goodwill", {"customer": "c2"}, "once_in_90_days"),
    ("telecom", "late_fee", {"customer": "c2"}, "one_fee_a_year"),
    ("telecom", "pay_later", {"customer": "c2"}, "thirty_days"),
    ("telecom", "data_gb", {"line": "l2"}, "data_once_a_month"),
    ("telecom", "right_plan", {"line": "l2"}, "one_move_in_30_days"),
    ("telecom", "loyalty", {"line": "l2"}, "one_discount_a_year"),
    ("airline", "eu261", {"order": "o2"}, "compensation_once"),
    ("airline", "certificate", {"order": "o2"}, "one_certificate"),
    ("airline", "goodwill", {"customer": "c2"}, "once_for_what_happened"),
    ("airline", "goodwill", {"incident": "i2"}, "once_for_what_happened"),
    ("airline", "volunteer", {"customer": "c2"}, "one_offer_taken"),
    ("airline", "volunteer", {"flight": "f2"}, "one_offer_taken"),
    ("airline", "lounge", {"order": "o2"}, "lounge_once"),
]


@pytest.mark.parametrize(("name", "gesture", "other", "limit"), ONCE)
def test_what_is_once_for_somebody_is_there_for_somebody_else_and_again_when_taken_back(
    name: str, gesture: str, other: dict[str, str], limit: str
) -> None:
    desk = Counter(name)
    given = desk.give(gesture)
    assert bound(desk.ask(gesture)) == [limit]
    assert desk.outcome(gesture, scope=other) == "yes"
    all_else = {key: "z" for key in SCOPE if key not in _per(name, limit)}
    assert bound(desk.ask(gesture, scope=all_else)) == [limit]
    desk.back(given)
    assert desk.outcome(gesture) == "yes"


def _per(name: str, limit: str) -> tuple[str, ...]:
    found = pack(name).limit(limit)
    assert found is not None
    return found.per


# --- the call centre -----------------------------------------------------------------------------------------


def test_goodwill_stops_at_sixty_a_year_by_staff_and_at_a_hundred_by_the_lead() -> None:
    desk = Counter("telecom")
    desk.give("goodwill", "25.00", at="2026-01-10T12:00:00+02:00")
    desk.give("goodwill", "25.00", at="2026-04-10T13:00:00+03:00")
    less = desk.ask("goodwill", "25.00", at="2026-07-09T13:00:00+03:00")
    assert (less["outcome"], less["at_most"], bound(less)) == ("less", "10.00", ["sixty_a_year"])
    assert {"ask": "lead"} in less["ways"]
    assert desk.ask("goodwill")["amount"] == "10.00"  # the usual 15.00 is brought down to what fits
    more = desk.ask("goodwill", "60.00", role="lead")
    assert (more["outcome"], more["at_most"], bound(more)) == ("less", "50.00", ["hundred_a_year"])
    desk.give("goodwill", "50.00", role="lead")
    used_up = desk.ask("goodwill", "25.00", at="2027-01-10T11:59:59+02:00")
    assert (used_up["outcome"], bound(used_up)) == ("no_fit", ["sixty_a_year", "hundred_a_year"])
    first_is_gone = desk.ask("goodwill", "25.00", role="lead", at="2027-01-10T12:00:00+02:00")
    assert first_is_gone["outcome"] == "yes"


def test_the_leads_hundred_can_be_given_and_is_the_year() -> None:
    desk = Counter("telecom")
    desk.give("goodwill", "100.00", role="lead", at="2027-06-01T12:00:00+03:00")
    refused = desk.ask("goodwill", "5.00", role="lead", at="2028-05-31T11:59:59+03:00")
    assert (refused["outcome"], bound(refused)) == ("no_fit", ["hundred_a_year"])
    assert desk.outcome("goodwill", "100.00", role="lead", at="2028-05-31T12:00:00+03:00") == "yes"


def test_the_sixty_of_a_year_come_back_after_365_days_one_by_one() -> None:
    desk = Counter("telecom")
    desk.give("goodwill", "25.00", at="2027-06-01T12:00:00+03:00")
    desk.give("goodwill", "25.00", at="2027-09-01T12:00:00+03:00")
    assert desk.ask("goodwill", "25.00", at="2028-05-31T11:59:59+03:00")["at_most"] == "10.00"
    assert desk.ask("goodwill", "25.00", at="2028-05-31T12:00:00+03:00")["outcome"] == "yes"


def test_one_person_gives_150_of_goodwill_a_day_and_a_colleague_still_can() -> None:
    desk = Counter("telecom")
    for number in range(5):
        desk.give("goodwill", "25.00", staff="anna", scope=customer(number))
    last = desk.give("goodwill", "20.00", staff="anna", scope=customer(5))
    less = desk.ask("goodwill", "25.00", staff="anna", scope=customer(6))
    assert (less["outcome"], less["at_most"], bound(less)) == ("less", "5.00", ["one_persons_day"])
    desk.give("goodwill", "5.00", staff="anna", scope=customer(6))
    refused = desk.ask("goodwill", staff="anna", scope=customer(7), at="2026-03-02T23:59:59+02:00")
    assert (refused["outcome"], bound(refused)) == ("no_fit", ["one_persons_day"])
    assert refused["ways"][:2] == [{"gesture": "data_gb"}, {"gesture": "right_plan"}]
    assert desk.outcome("goodwill", "25.00", staff="boris", scope=customer(7)) == "yes"
    desk.back(last)
    assert desk.ask("goodwill", "25.00", staff="anna", scope=customer(7))["at_most"] == "20.00"
    midnight = "2026-03-03T00:00:00+02:00"
    assert desk.outcome("goodwill", "25.00", staff="anna", scope=customer(7), at=midnight) == "yes"


def test_thirty_days_are_anybodys_and_the_lead_goes_on_to_ninety() -> None:
    desk = Counter("telecom")
    desk.give("pay_later", at="2026-01-10T12:00:00+02:00")
    refused = desk.ask("pay_later", at="2026-02-09T12:00:00+02:00")
    assert (refused["outcome"], bound(refused)) == ("no_fit", ["thirty_days"])
    assert refused["ways"][1:] == [{"ask": "lead"}, {"promise": "24 hours"}]
    desk.give("pay_later", role="lead")
    desk.give("pay_later", role="lead", at="2026-03-11T12:00:00+02:00")
    fourth = desk.ask("pay_later", role="lead", at="2026-04-10T12:59:59+03:00")
    assert (fourth["outcome"], bound(fourth)) == ("no_fit", ["ninety_days_with_the_lead"])
    assert bound(desk.ask("pay_later")) == ["thirty_days", "ninety_days_with_the_lead"]
    assert desk.outcome("pay_later", role="lead", at="2026-04-10T13:00:00+03:00") == "yes"


@pytest.mark.parametrize("first", ["goodwill", "loyalty"])
def test_the_teams_day_stops_each_gesture_it_is_of_and_nothing_that_is_owed(first: str) -> None:
    desk = Counter("telecom")
    if first == "goodwill":
        for number in range(9):
            desk.give("goodwill", "100.00", role="lead", staff=f"s{number}", scope=customer(number))
        last = str(desk.lines)
    else:
        last = desk.give("loyalty", facts={"order.month_price": "3000.00"}, scope=customer(0))
    for gesture in ("goodwill", "loyalty"):
        refused = desk.ask(gesture, staff="zoe", at="2026-03-02T23:59:59+02:00")
        assert (refused["outcome"], bound(refused)) == ("no_fit", ["team_day"]), gesture
        assert refused["binding"][0]["frees_at"] == "2026-03-03T00:00:00+02:00"
        assert {"gesture": "right_plan"} in refused["ways"]
        assert {"gesture": "data_gb"} in refused["ways"]
    for gesture in ("outage_days", "missed_visit", "late_fee", "pay_later", "data_gb", "right_plan"):
        assert desk.outcome(gesture) == "yes", gesture
    desk.back(last)
    assert [desk.outcome(gesture, staff="zoe") for gesture in ("goodwill", "loyalty")] == ["yes", "yes"]


def test_goodwill_is_cut_to_what_the_day_has_left_and_a_discount_never_is() -> None:
    desk = Counter("telecom")
    desk.give("loyalty", facts={"order.month_price": "2980.00"}, scope=customer(0))  # 894.00 of 900.00
    less = desk.ask("goodwill", "15.00")
    assert (less["outcome"], less["at_most"], bound(less)) == ("less", "6.00", ["team_day"])
    assert desk.ask("goodwill")["amount"] == "6.00"
    assert bound(desk.ask("loyalty")) == ["team_day"]  # 7.47 is exact: all of it or none
    assert desk.ask("loyalty", facts={"order.month_price": "20.00"})["amount"] == "6.00"
    desk.give("goodwill", "6.00")
    assert desk.outcome("loyalty", facts={"order.month_price": "20.00"}) == "no_fit"


def test_what_an_outage_owes_has_no_end_and_uses_up_no_goodwill() -> None:
    desk = Counter("telecom")
    for _ in range(7):
        desk.give("outage_days", facts={"days_without_service": 30})
        desk.give("missed_visit")
    assert desk.ask("goodwill", "25.00")["outcome"] == "yes"


def test_with_every_gesture_used_up_a_promise_is_left() -> None:
    desk = Counter("telecom")
    for gesture in ("goodwill", "late_fee", "pay_later", "data_gb", "right_plan", "loyalty"):
        desk.give(gesture, situation="leaving")
    for gesture in ("goodwill", "late_fee", "pay_later", "data_gb", "right_plan", "loyalty"):
        refused = desk.ask(gesture, situation="leaving")
        assert refused["outcome"] == "no_fit", gesture
        assert refused["ways"][-1] == {"promise": "24 hours"}, gesture


# --- the airport desk ----------------------------------------------------------------------------------------


def test_goodwill_six_times_in_182_days_whatever_the_status() -> None:
    desk = Counter("airline")
    days = ("2026-01-10", "2026-02-01", "2026-03-01", "2026-03-20", "2026-03-21", "2026-03-22")
    for number, day in enumerate(days):
        tier = ("gold", "silver", "regular")[number % 3]
        desk.give(
            "goodwill", at=f"{day}T12:00:00+02:00", scope={"incident": f"n{number}"}, facts={"customer.tier": tier}
        )
    refused = desk.ask("goodwill", at="2026-07-11T12:59:59+03:00", scope={"incident": "n7"})
    assert (refused["outcome"], bound(refused)) == ("no_fit", ["six_in_half_a_year"])
    assert refused["binding"][0]["frees_at"] == "2026-07-11T13:00:00+03:00"
    assert refused["ways"][:2] == [{"gesture": "lounge"}, {"gesture": "meal"}]
    desk.give("goodwill", at="2026-07-11T13:00:00+03:00", scope={"incident": "n7"})
    assert bound(desk.ask("goodwill", scope={"incident": "n8"})) == ["six_in_half_a_year"]
    assert desk.outcome("goodwill", at="2026-08-02T13:00:00+03:00", scope={"incident": "n8"}) == "yes"


def test_the_lounge_takes_forty_bookings_a_day_that_begins_at_three() -> None:
    desk = Counter("airline")
    for number in range(40):
        desk.give("lounge", at="2026-03-28T12:00:00+02:00", scope=customer(number))
    # The clock goes from 03:00 to 04:00 that night: the new day begins at the first instant after the gap.
    refused = desk.ask("lounge", at="2026-03-29T02:59:59+02:00")
    assert (refused["outcome"], bound(refused)) == ("no_fit", ["room_in_the_lounge"])
    assert refused["binding"][0] == {
        "limit": "room_in_the_lounge", "used": 40, "up_to": 40, "frees_at": "2026-03-29T04:00:00+03:00",
    }  # fmt: skip
    assert refused["ways"] == [{"gesture": "meal"}, {"gesture": "goodwill"}, {"promise": "30 minutes"}]
    assert desk.outcome("lounge", at="2026-03-29T04:00:00+03:00") == "yes"


def test_a_certificate_is_once_for_the_booking_whether_cancelled_or_delayed() -> None:
    desk = Counter("airline")
    desk.give("certificate", situation="delayed", facts={"order.passengers": 2})
    refused = desk.ask("certificate", situation="cancelled", at="2026-12-24T12:00:00+02:00")
    assert (refused["outcome"], bound(refused)) == ("no_fit", ["one_certificate"])
    assert refused["ways"][:2] == [{"gesture": "goodwill"}, {"gesture": "rebook"}]


FILLS: dict[str, tuple[int, str | None, int]] = {
    "goodwill": (24, "125.00", 1),  # how many gifts, the ask, passengers: each comes to 3,000.00
    "certificate": (1, None, 30),
    "lounge": (1, None, 100),
}


@pytest.mark.parametrize("first", FILLS)
def test_the_stations_day_stops_each_gesture_it_is_of_and_no_right(first: str) -> None:
    desk = Counter("airline")
    times, ask, passengers = FILLS[first]
    for number in range(times):
        desk.give(first, ask, scope=customer(number), facts={"order.passengers": passengers})
    last = str(desk.lines)
    for gesture in ("goodwill", "certificate", "lounge"):
        refused = desk.ask(gesture, at="2026-03-03T02:59:59+02:00")
        assert (refused["outcome"], bound(refused)) == ("no_fit", ["station_day"]), gesture
        assert refused["binding"][0]["frees_at"] == "2026-03-03T03:00:00+02:00"
        assert refused["ways"], gesture
    for gesture in ("rebook", "meal", "eu261"):
        desk.give(gesture, facts={"order.passengers": 9})
    desk.give("volunteer", "9950.00", role="lead")
    desk.back(last)
    assert {desk.outcome(gesture) for gesture in FILLS} == {"yes"}


def test_goodwill_is_cut_to_what_the_station_has_left_and_an_amount_for_each_is_not() -> None:
    desk = Counter("airline")
    desk.give("certificate", scope=customer(0), facts={"order.passengers": 29})
    desk.give("lounge", scope=customer(1), facts={"order.passengers": 1})
    desk.give("lounge", scope=customer(2), facts={"order.passengers": 1})  # 2,960.00 of 3,000.00
    less = desk.ask("goodwill", "60.00")
    assert (less["outcome"], less["at_most"], bound(less)) == ("less", "40.00", ["station_day"])
    assert bound(desk.ask("lounge", facts={"order.passengers": 2})) == ["station_day"]
    desk.give("lounge")
    assert desk.ask("goodwill")["amount"] == "10.00"  # its lower bound still fits
    desk.give("goodwill")
    assert {desk.outcome(gesture, scope=customer(9)) for gesture in FILLS} == {"no_fit"}


def test_the_lead_cannot_take_two_offers_for_one_seat_but_the_next_flight_is_there() -> None:
    desk = Counter("airline")
    desk.give("volunteer", "2000.00")
    for role in ("staff", "lead"):
        refused = desk.ask("volunteer", "100.00", role=role)
        assert (refused["outcome"], bound(refused)) == ("no_fit", ["one_offer_taken"])
        assert refused["ways"][0] == {"gesture": "rebook"}


def test_five_gestures_in_a_conversation_and_still_what_is_owed() -> None:
    desk = Counter("airline")
    for number in range(5):
        desk.give("goodwill", scope={**customer(number), "conversation": "t1"})
    assert bound(desk.ask("lounge", scope={"conversation": "t1"})) == ["gestures_at_most"]
    for gesture in ("rebook", "meal", "eu261"):
        desk.give(gesture, scope={"conversation": "t1"})


def test_compensation_by_distance_and_delay_at_every_edge() -> None:
    desk = Counter("airline")

    def each(km: float, hours: float, inside: bool) -> str | None:
        facts = {"order.km": km, "delay_hours": hours, "order.intra_eu": inside}
        amount: str | None = desk.ask("eu261", situation="delayed", facts=facts)["amount"]
        return amount

    table = {
        (1500, 3): ("250.00", "250.00"),
        (1500, 9): ("250.00", "250.00"),
        (1500.5, 3): ("400.00", "400.00"),
        (3500, 3.99): ("400.00", "400.00"),
        (3500, 4): ("400.00", "400.00"),
        (3500.5, 3): ("400.00", "300.00"),
        (3501, 3.99): ("400.00", "300.00"),
        (3501, 4): ("400.00", "600.00"),
        (9000, 2.99): (None, None),
    }
    assert {key: (each(*key, True), each(*key, False)) for key in table} == table


# --- all of them ---------------------------------------------------------------------------------------------


def test_every_limit_and_budget_of_both_packs_is_met_here() -> None:
    shown = {limit for *_, limit in (*EDGES, *ONCE)} | {
        *("sixty_a_year", "hundred_a_year", "one_persons_day", "ninety_days_with_the_lead", "team_day"),
        *("six_in_half_a_year", "room_in_the_lounge", "station_day"),
    }
    there = {
        limit.id
        for name in FACTS
        for limit in (*(each for g in pack(name).gestures.values() for each in g.limits), *pack(name).budgets)
    }
    assert there == shown


@pytest.mark.parametrize("name", FACTS)
def test_no_limit_allows_less_than_the_lead_may_give_at_once(name: str) -> None:
    guidelines = pack(name)
    for gesture in guidelines.gestures.values():
        most = max((gesture.authority or {"lead": 0}).values())
        for limit in guidelines.limits_of(gesture.id):
            if limit.measure is Measure.VALUE and limit.when is None:
                assert limit.up_to.figure is not None and limit.up_to.figure >= most, limit.id
