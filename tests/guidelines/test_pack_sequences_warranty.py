"""The support desk's limits that show only after several gifts, one after the other in one run of `decide`."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from frontdesk.authority.lines import Run
from frontdesk.guidelines import packs
from frontdesk.guidelines.reader import read_text

NOON = "2026-03-02T12:00:00+02:00"
IN_WARRANTY = {"order.in_warranty": True, "order.item_price": "900.00"}
RECALLED = {"order.batch_recalled": True, "order.item_price": "900.00"}


class Support:
    """A support desk in one run: whatever is given is met by what is asked later."""

    def __init__(self) -> None:
        found = read_text(packs.text("warranty_b2b").encode(), "warranty_b2b.yaml")
        assert found.guidelines is not None
        self.run = Run(found.guidelines)
        self.lines = count(1)

    def ask(self, gesture: str, at: str = NOON, **more: Any) -> dict[str, Any]:
        """The answer to what was asked, and given where it is a yes; the scope is that of one customer's one device."""
        number = next(self.lines)
        known = {"customer": "c1", "order": "o1", "serial": "s1", "incident": "i1", "conversation": f"t{number}"}
        line = {"id": number, "gesture": gesture, "at": at, "ticks": ["request_heard"], "give": True, **more}
        return self.run.answer({**line, "scope": known | more.get("scope", {})})

    def outcome(self, gesture: str, at: str = NOON, **more: Any) -> tuple[Any, list[str]]:
        """The outcome and the rules that bind."""
        answer = self.ask(gesture, at, **more)
        assert "error" not in answer, answer
        return answer["outcome"], [each["limit"] for each in answer["binding"]]

    def back(self, number: int, at: str = NOON) -> dict[str, Any]:
        """Take back what a line gave."""
        return self.run.answer({"id": next(self.lines), "reverse": number, "at": at})


@pytest.fixture
def support() -> Support:
    return Support()


def test_a_device_is_swapped_once_and_then_lent(support: Support) -> None:
    assert support.outcome("advance_swap", facts=IN_WARRANTY) == ("yes", [])
    again = support.ask("advance_swap", facts=IN_WARRANTY)
    assert again["outcome"] == "no_fit" and again["binding"][0]["limit"] == "one_swap_per_device"
    assert again["binding"][0]["frees_at"] is None
    assert again["ways"] == [{"gesture": "loaner"}, {"promise": "24 hours"}], "the lead could not swap it either"
    assert support.outcome("loaner") == ("yes", [])


def test_a_customer_has_three_swaps_in_thirty_days_to_the_second(support: Support) -> None:
    for device in ("s1", "s2", "s3"):
        assert support.outcome("advance_swap", scope={"serial": device}, facts=IN_WARRANTY)[0] == "yes"
    fourth = {"scope": {"serial": "s4"}, "facts": IN_WARRANTY}
    assert support.outcome("advance_swap", "2026-03-05T12:00:00+02:00", **fourth)[1] == ["three_swaps_a_month"]
    other = {"scope": {"serial": "s5", "customer": "c2"}, "facts": IN_WARRANTY}
    assert support.outcome("advance_swap", "2026-03-05T12:00:00+02:00", **other)[0] == "yes"
    # Thirty days of 24 hours: the clock went forward in between, so it is an hour later on the wall.
    assert support.outcome("advance_swap", "2026-04-01T12:59:59+03:00", **fourth)[1] == ["three_swaps_a_month"]
    assert support.outcome("advance_swap", "2026-04-01T13:00:00+03:00", **fourth)[0] == "yes"


def test_a_loan_comes_once_in_sixty_days_for_a_device(support: Support) -> None:
    assert support.outcome("loaner")[0] == "yes"
    second = support.ask("loaner", "2026-03-20T12:00:00+02:00", situation="dead", facts=IN_WARRANTY)
    assert [each["limit"] for each in second["binding"]] == ["one_loan_per_device"]
    assert second["ways"][:2] == [{"gesture": "advance_swap"}, {"gesture": "free_hour"}]
    assert support.outcome("loaner", scope={"serial": "s2"}, at="2026-03-20T12:00:00+02:00")[0] == "yes"
    assert support.outcome("loaner", "2026-05-01T12:59:59+03:00")[0] == "no_fit"
    assert support.outcome("loaner", "2026-05-01T13:00:00+03:00")[0] == "yes"


def test_an_hour_is_free_once_in_an_incident_and_four_times_in_ninety_days(support: Support) -> None:
    assert support.outcome("free_hour") == ("yes", [])
    assert support.outcome("free_hour") == ("no_fit", ["one_hour_per_incident"])
    for incident in ("i2", "i3", "i4"):
        assert support.outcome("free_hour", scope={"incident": incident})[0] == "yes"
    fifth = support.ask("free_hour", scope={"incident": "i5"}, situation="how_to")
    assert [each["limit"] for each in fifth["binding"]] == ["four_hours_a_season"]
    assert fifth["ways"] == [{"gesture": "loaner"}, {"promise": "2 hours"}]
    assert support.back(1)["outcome"] == "reversed"
    assert support.outcome("free_hour", scope={"incident": "i5"})[0] == "yes", "what is taken back is free again"


def test_a_repair_after_the_warranty_comes_once_for_a_device(support: Support) -> None:
    repair = {"situation": "out_of_warranty", "facts": {"days_after_warranty": 10}}
    assert support.outcome("goodwill_repair", **repair) == ("yes", [])
    answer = support.ask("goodwill_repair", "2028-03-02T12:00:00+02:00", **repair)
    assert [each["limit"] for each in answer["binding"]] == ["one_repair_per_device"]
    assert answer["ways"] == [{"gesture": "free_hour"}, {"promise": "24 hours"}]
    assert support.outcome("goodwill_repair", "2028-03-02T12:00:00+02:00", scope={"serial": "s2"}, **repair)[0] == "yes"


def test_one_person_sends_couriers_for_five_hundred_a_day(support: Support) -> None:
    late = "2026-03-02T23:59:59+02:00"
    for _time in range(2):
        assert support.outcome("courier", late, ask="220.00", staff="anna")[0] == "yes"
    less = support.ask("courier", late, ask="100.00", staff="anna")
    assert (less["outcome"], less["at_most"]) == ("less", "60.00")
    assert less["ways"] == [{"gesture": "loaner"}, {"promise": "24 hours"}]
    assert support.outcome("courier", late, ask="60.00", staff="anna")[0] == "yes"
    used_up = support.ask("courier", late, staff="anna")
    assert used_up["outcome"] == "no_fit"
    assert used_up["binding"][0]["frees_at"] == "2026-03-03T00:00:00+02:00", "midnight on the wall"
    assert support.outcome("courier", late, staff="janis")[0] == "yes"
    assert support.outcome("courier", "2026-03-03T00:00:00+02:00", ask="250.00", staff="anna")[0] == "yes"


def test_credit_notes_come_once_for_an_order_and_three_thousand_a_year(support: Support) -> None:
    big = {"role": "lead", "facts": {"order.total": "30000.00"}}
    assert support.outcome("credit_note", ask="1000.00", **big)[0] == "yes"
    assert support.outcome("credit_note", ask="10.00", **big) == ("no_fit", ["one_note_per_order"])
    assert support.outcome("credit_note", ask="1000.00", scope={"order": "o2"}, **big)[0] == "yes"
    assert support.outcome("credit_note", ask="995.00", scope={"order": "o3"}, **big)[0] == "yes"
    # Five euro are left, and ten are the least: nothing this year.
    assert support.outcome("credit_note", scope={"order": "o4"}, **big) == ("no_fit", ["notes_of_a_year"])
    later = {"at": "2027-03-02T12:00:00+02:00", "scope": {"order": "o4"}}
    assert support.outcome("credit_note", ask="1000.00", **later, **big)[0] == "yes"


def test_two_weeks_come_once_for_an_order_and_twice_a_year_and_the_lead_may_give_a_month(support: Support) -> None:
    late = {"situation": "payment", "facts": {"order.open": "3000.00"}}
    given = support.ask("term", **late)
    assert (given["outcome"], given["exposure"], given["amount"]) == ("yes", "3000.00", None)
    again = support.ask("term", **late)
    assert [each["limit"] for each in again["binding"]] == ["one_term_per_order"]
    assert again["ways"] == [{"say": "The lead may give 30 days."}, {"promise": "24 hours"}]
    assert support.ask("term", role="lead", **late)["ways"][0] == {"gesture": "longer_term"}
    assert support.ask("longer_term", **late)["ways"] == [{"ask": "lead"}, {"promise": "24 hours"}]
    assert support.outcome("longer_term", role="lead", **late)[0] == "yes"
    assert support.outcome("longer_term", role="lead", **late)[0] == "no_fit"
    assert support.outcome("term", scope={"order": "o2"}, **late)[0] == "yes"
    assert support.outcome("term", scope={"order": "o3"}, **late) == ("no_fit", ["two_terms_a_year"])
    assert support.outcome("term", "2027-03-02T12:00:00+02:00", scope={"order": "o3"}, **late)[0] == "yes"


def test_a_recalled_device_is_swapped_once_and_no_budget_or_count_is_touched_by_it(support: Support) -> None:
    recall = {"situation": "recall", "facts": RECALLED}
    for number in range(20):
        assert support.outcome("recall_swap", scope={"serial": f"b{number}"}, **recall) == ("yes", [])
    again = support.ask("recall_swap", scope={"serial": "b7"}, **recall)
    assert again["outcome"] == "no_fit" and again["binding"][0]["limit"] == "one_recall_per_device"
    assert again["ways"] == [{"gesture": "loaner"}, {"promise": "24 hours"}]
    # 18,000.00 were owed, and the month's goodwill is whole, as are the customer's three swaps.
    assert support.ask("free_hour")["outcome"] == "yes"
    assert support.outcome("advance_swap", scope={"serial": "s9"}, facts=IN_WARRANTY)[0] == "yes"


def test_the_months_goodwill_ends_at_eight_thousand_and_never_stops_a_working_device(support: Support) -> None:
    repair = {"situation": "out_of_warranty", "facts": {"days_after_warranty": 10}, "role": "lead"}
    last_day = "2026-03-31T23:59:59+03:00"
    for number in range(3):
        scope = {"serial": f"g{number}", "customer": f"g{number}"}
        assert support.outcome("goodwill_repair", last_day, ask="2000.00", scope=scope, **repair)[0] == "yes"
    note = {"role": "lead", "facts": {"order.total": "40000.00"}}
    assert support.outcome("credit_note", last_day, ask="1000.00", scope={"order": "n1"}, **note)[0] == "yes"
    assert support.outcome("credit_note", last_day, ask="950.00", scope={"order": "n2"}, **note)[0] == "yes"
    # 50.00 are left: a part of a repair, no whole hour, and half of the note.
    less = support.ask("goodwill_repair", last_day, ask="80.00", scope={"serial": "g9"}, **repair)
    assert (less["outcome"], less["at_most"]) == ("less", "50.00")
    assert support.outcome("free_hour", last_day, scope={"incident": "i9"}) == ("no_fit", ["month"])
    assert support.ask("credit_note", last_day, ask="100.00", scope={"order": "n3"}, **note)["at_most"] == "50.00"
    # What gets somebody working again is outside it, and so is what is owed.
    assert support.outcome("advance_swap", last_day, facts=IN_WARRANTY)[0] == "yes"
    assert support.outcome("loaner", last_day)[0] == "yes"
    assert support.outcome("recall_swap", last_day, situation="recall", facts=RECALLED)[0] == "yes"
    assert support.outcome("free_hour", "2026-04-01T00:00:00+03:00", scope={"incident": "i9"})[0] == "yes"
