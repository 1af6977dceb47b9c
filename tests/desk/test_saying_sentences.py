"""Sentences about decisions: what is left, why not, when it frees, and the decision as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from a_desk import GUIDELINES, Clock, as_lead, given, heard, make_desk, make_guest
from frontdesk.authority.answers import decision_dict
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving, saying
from frontdesk.desk.views import Blocked, Given, Preview
from frontdesk.store import house
from frontdesk.store.transaction import writing


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, Clock())


def blocked(desk: Desk, conversation: str, gesture: str, ask: str | None = None) -> Blocked:
    opened = giving.open_gesture(desk, conversation, gesture, ask=ask, reason="why")
    assert isinstance(opened, Blocked), opened
    return opened


def test_amounts_are_written_with_the_decimals_of_the_currency(desk: Desk) -> None:
    assert desk.guidelines is not None
    assert saying.amount_words(desk, 54000) == "540.00"
    assert saying.amount_words(desk.guidelines, None) == "-"
    assert saying.amount_in("JPY", 540) == "540"


def test_a_rolling_limit_says_when_it_frees(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    for _time in range(2):
        given(desk, conversation, "part_of_bill", "50")
    said = blocked(desk, conversation, "part_of_bill", "50").because
    assert said == "Twice a season: 2 of 2 used for this customer in 90 days. It frees 19 Feb."


def test_what_a_fact_allows_is_named_when_it_is_used_up(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk, paid=10000))
    given(desk, conversation, "part_of_bill", "80")
    answer = blocked(desk, conversation, "part_of_bill", "60")
    assert answer.because == "Never more than paid: 80.00 of 100.00 used this stay. At most 20.00 fits now."
    assert answer.take_minor == 2000


def test_an_unknown_fact_is_said_to_be_unknown(desk: Desk) -> None:
    answer = blocked(desk, heard(desk, make_guest(desk)), "late_checkout")
    assert answer.because == "Not now: house occupancy is not known."


def test_the_decision_as_data_has_the_form_of_the_language(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk, night="540.00"))
    assert desk.guidelines is not None
    form = decision_dict(blocked(desk, conversation, "part_of_bill", "400").decision, desk.guidelines)
    assert (form["outcome"], form["at_most"], form["missing"]) == ("less", "150.00", [])
    assert form["binding"] == [{"limit": "authority", "used": None, "up_to": "150.00", "frees_at": None}]
    assert form["ways"][-2:] == [{"ask": "lead"}, {"promise": "24 hours"}]


def test_a_binding_as_data_says_when_it_frees_on_the_clock_of_the_site(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk), "late")
    talking.answer(desk, conversation, "delay_minutes", "30")
    given(desk, conversation, "late_drink")
    assert desk.guidelines is not None
    form = decision_dict(blocked(desk, conversation, "late_drink").decision, desk.guidelines)
    assert form["binding"] == [
        {"limit": "late_per_hour", "used": 1, "up_to": 1, "frees_at": "2026-11-21T15:00:00+02:00"}
    ]


def test_what_is_left_after_giving_is_said_after_giving(desk: Desk) -> None:
    attempt_of = giving.open_gesture(desk, heard(desk, make_guest(desk)), "drink")
    done = giving.give(desk, attempt_of.attempt)  # type: ignore[union-attr]  # a preview, else the test fails here
    assert isinstance(done, Given)
    assert done.decision is not None
    assert desk.guidelines is not None
    assert saying.left(done.decision, desk.guidelines) == "3 left this stay"


def test_the_limit_that_ends_first_is_told(desk: Desk) -> None:
    """After one of four this stay there are nineteen of twenty left today: three is what the person meets."""
    conversation = heard(desk, make_guest(desk))
    given(desk, conversation, "drink")
    lines = {line.gesture: line.left for line in giving.bar(desk, conversation).lines}
    assert lines["drink"] == "3 left this stay"


def test_of_two_rules_against_a_large_amount_the_tighter_is_named(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk, night="1000.00"))
    said = blocked(desk, conversation, "part_of_bill", "900").because
    assert said == "Up to 150.00 by yourself."


def test_more_than_the_gesture_itself_goes_to_is_said_with_the_amount(desk: Desk) -> None:
    lead = as_lead(desk)
    said = blocked(lead, heard(lead, make_guest(lead, night="180.00")), "part_of_bill", "200").because
    assert said == "At most 180.00: the guidelines give no more of this here."


def test_a_lead_is_not_told_to_ask_a_lead(desk: Desk) -> None:
    lead = as_lead(desk)
    lines = {line.gesture: line.left for line in giving.bar(lead, heard(lead, make_guest(lead))).lines}
    assert lines["part_of_bill"] == "at most 540.00 paid · one sentence why"


@pytest.mark.parametrize("percent", ["96%", "100%"])
def test_a_long_reason_leaves_room_for_the_way_forward(desk: Desk, percent: str) -> None:
    with writing(desk.store) as connection:
        house.put(connection, "house.occupancy", percent, desk.now(), "test")
    lines = {line.gesture: line.left for line in giving.bar(desk, heard(desk, make_guest(desk))).lines}
    assert lines["late_checkout"] == f"house occupancy {percent} → 6 Luggage + lounge"


def test_of_limits_that_sound_alike_only_the_tightest_is_said(tmp_path: Path) -> None:
    day = "- {id: per_day, up_to: 20 times, per: staff, within: day}"
    few = day.replace("per_day", "few").replace("20", "3")
    text = GUIDELINES.replace(day, f"{day}\n      {few}")
    desk = make_desk(tmp_path, Clock(), text)
    opened = giving.open_gesture(desk, heard(desk, make_guest(desk)), "drink")
    assert isinstance(opened, Preview)
    assert [line for line in opened.after if "today" in line and "for you" in line] == ["2 left for you today"]
