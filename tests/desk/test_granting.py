"""Authority given ahead: who may give it, whom it carries how far, when it is used, and when it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from a_desk import GUIDELINES, Clock, Guest, as_lead, given, heard, make_desk, make_guest, previewed
from frontdesk.authority.values import GestureWay, PromiseWay
from frontdesk.desk import opening
from frontdesk.desk.approvals import granting, standing
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.people import staffing
from frontdesk.desk.views import Blocked, Light
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.store.transaction import reading, writing

WHY = "no heating"


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock)


@pytest.fixture
def lead(desk: Desk) -> Desk:
    return as_lead(desk)


@pytest.fixture
def guest(desk: Desk) -> Guest:
    return make_guest(desk, night="540.00")


def most(desk: Desk, gesture: str = "part_of_bill") -> int | None:
    """The most the person at the desk can give now."""
    bar = giving.bar(desk, heard(desk, make_guest(desk, night="540.00")))
    return {line.gesture: line for line in bar.lines}[gesture].decision.at_most_minor


def used(desk: Desk) -> list[tuple[int | None, bool]]:
    """Each given amount, and whether it used a grant."""
    with reading(desk.store) as connection:
        rows = connection.execute("SELECT value_minor, grant_id FROM entries WHERE kind = 'given' ORDER BY seq")
        return [(row[0], row[1] is not None) for row in rows.fetchall()]


def change(desk: Desk, sql: str) -> None:
    with writing(desk.store) as connection:
        connection.execute(sql)


def test_it_raises_what_somebody_gives_and_is_used_only_above_their_own(desk: Desk, lead: Desk) -> None:
    assert most(desk) == 15000
    made = granting.grant(lead, "part_of_bill", "300", times=2, reason="heating repairs")
    assert (made.up_to, made.left, made.for_whom, made.made_by) == ("300.00", 2, "", "Ilze")
    assert most(desk) == 30000
    for amount in ("150.00", "150.01", "300.00"):
        given(desk, heard(desk, make_guest(desk, night="540.00")), "part_of_bill", amount, WHY)
    assert used(desk) == [(15000, False), (15001, True), (30000, True)]
    assert granting.open_grants(desk) == () and most(desk) == 15000


def test_the_screen_says_it_can_be_given_now(desk: Desk, lead: Desk, guest: Guest) -> None:
    granting.grant(lead, "part_of_bill", "300", staff="Anna")
    line = {line.gesture: line for line in giving.bar(desk, heard(desk, guest)).lines}["part_of_bill"]
    assert (line.light, line.amount) == (Light.CAN, "to 300.00")


def test_it_is_for_a_person_a_desk_or_everybody(desk: Desk, lead: Desk) -> None:
    janis, elsewhere = opening.as_person(desk, "Janis"), replace(desk, name="desk 2")
    for settings, fits in (({"staff": "Anna"}, (1, 0, 1)), ({"at_desk": "desk 1"}, (1, 1, 0)), ({}, (1, 1, 1))):
        made = granting.grant(lead, "part_of_bill", "300", **settings)  # type: ignore[arg-type]  # a table of keywords
        found = tuple(int(most(each) == 30000) for each in (desk, janis, elsewhere))
        assert found == fits, settings
        granting.withdraw(lead, made.id)
        assert most(desk) == 15000


def test_of_several_the_smallest_that_covers_it_is_used(desk: Desk, lead: Desk, guest: Guest) -> None:
    for amount in ("500", "200", "300"):
        granting.grant(lead, "part_of_bill", amount, times=1)
    given(desk, heard(desk, guest), "part_of_bill", "180", WHY)
    assert sorted(each.up_to for each in granting.open_grants(desk)) == ["300.00", "500.00"]


def test_what_is_taken_back_can_be_used_again(desk: Desk, lead: Desk, guest: Guest) -> None:
    granting.grant(lead, "part_of_bill", "300", times=1)
    done = given(desk, heard(desk, guest), "part_of_bill", "300", WHY)
    assert granting.open_grants(desk) == ()
    giving.take_back(desk, done.entry_id, "a slip")
    (again,) = granting.open_grants(desk)
    assert (again.used, again.left) == (0, 1)


def test_it_ends_with_the_business_day_at_the_very_instant(desk: Desk, lead: Desk, clock: Clock) -> None:
    made = granting.grant(lead, "part_of_bill", "300")
    assert made.until_at == datetime(2026, 11, 22, 4, 0, tzinfo=UTC), "06:00 in Riga"
    attempt = previewed(desk, heard(desk, make_guest(desk, night="540.00")), "part_of_bill", "300", WHY)
    clock.at = made.until_at - timedelta(microseconds=1)
    assert most(desk) == 30000
    clock.at = made.until_at
    assert most(desk) == 15000 and granting.open_grants(desk) == ()
    blocked = giving.give(desk, attempt)
    assert isinstance(blocked, Blocked) and blocked.take_minor == 15000


def test_nobody_gives_ahead_more_than_they_could_give(desk: Desk, lead: Desk) -> None:
    with pytest.raises(BadInput, match=r"at most 600\.00"):
        granting.grant(lead, "part_of_bill", "600.01")
    granting.grant(lead, "part_of_bill", "300", staff="Anna")
    staffing.set_authority(as_lead(desk), "Ilze", "part_of_bill", "200.00")
    with pytest.raises(BadInput, match=r"at most 200\.00"):
        granting.grant(lead, "part_of_bill", "300")


def test_what_one_person_is_trusted_with_is_not_theirs_to_hand_on(desk: Desk) -> None:
    staffing.set_authority(as_lead(desk), "Anna", "part_of_bill", "400.00")
    assert standing.to_give_ahead(desk) == ()
    for up_to in ("100", "300"):
        with pytest.raises(BadInput, match="given ahead by: lead"):
            granting.grant(desk, "part_of_bill", up_to, staff="Janis")


def test_it_carries_no_further_than_the_giver_does_now(desk: Desk, lead: Desk) -> None:
    granting.grant(lead, "part_of_bill", "300")
    for how, back in (("role = 'staff'", "role = 'lead'"), ("active = 0", "active = 1")):
        change(desk, f"UPDATE staff SET {how} WHERE name = 'Ilze'")
        assert most(desk) == 15000 and granting.open_grants(desk) == (), how
        with pytest.raises(BadInput):
            granting.grant(lead, "part_of_bill", "300")
        change(desk, f"UPDATE staff SET {back} WHERE name = 'Ilze'")
        assert most(desk) == 30000


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"staff": "Ilze"}, "themselves"),
        ({"staff": "Zelda"}, "Nobody here is called Zelda"),
        ({"staff": "Anna", "at_desk": "desk 1"}, "not for both"),
        ({"at_desk": " "}, "Which desk"),
        ({"times": 0}, "0 times"),
        ({"times": 100000}, "100000 times"),
        ({"until": datetime(2026, 11, 21, 12, 0, tzinfo=UTC)}, "past"),
        ({"up_to": "lots"}, "lots is not an amount"),
        ({"up_to": "0"}, "0 is not an amount"),
        ({"up_to": None}, "not an amount"),
        ({"gesture": "part_of_bil"}, "part_of_bill"),
    ],
)
def test_every_slip_is_answered(lead: Desk, settings: dict[str, object], says: str) -> None:
    said = {"gesture": "part_of_bill", "up_to": "300"} | settings
    with pytest.raises(BadInput, match=says):
        granting.grant(lead, said.pop("gesture"), said.pop("up_to"), **said)  # type: ignore[arg-type]  # as above


def test_it_is_withdrawn_by_whoever_could_have_given_it(desk: Desk, lead: Desk) -> None:
    made = granting.grant(lead, "part_of_bill", "300")
    with pytest.raises(BadInput):
        granting.withdraw(desk, made.id)
    staffing.add(desk, "Olga", "lead")
    granting.withdraw(opening.as_person(desk, "Olga"), made.id)
    assert granting.open_grants(desk) == () and most(desk) == 15000
    granting.withdraw(lead, made.id)
    with pytest.raises(NotFound):
        granting.withdraw(lead, "nothing")


def test_limits_and_budgets_hold_all_the_same(desk: Desk, lead: Desk) -> None:
    granting.grant(lead, "part_of_bill", "600")
    conversation = heard(desk, make_guest(desk, paid=20000, night="540.00"))
    blocked = giving.open_gesture(desk, conversation, "part_of_bill", ask="300", reason=WHY)
    assert isinstance(blocked, Blocked) and blocked.take_minor == 20000


def test_a_gesture_without_money_is_given_ahead_as_it_is(tmp_path: Path, clock: Clock) -> None:
    desk = make_desk(
        tmp_path,
        clock,
        GUIDELINES.replace(
            "    label: Luggage + lounge\n", "    label: Luggage + lounge\n    authority: {lead: 1.00}\n"
        ),
    )
    conversation = heard(desk)
    assert isinstance(giving.open_gesture(desk, conversation, "luggage"), Blocked)
    with pytest.raises(BadInput, match="no amount"):
        granting.grant(as_lead(desk), "luggage", "5")
    made = granting.grant(as_lead(desk), "luggage", None, times=1)
    assert made.up_to == ""
    given(desk, conversation, "luggage")
    assert used(desk) == [(None, True)] and granting.open_grants(desk) == ()


@pytest.mark.parametrize(
    ("night", "belongs_to"),
    [
        (datetime(2026, 11, 21, 23, 30, tzinfo=UTC), "2026-11-21"),
        (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), "2027-03-27"),  # the clock goes forward
        (datetime(2027, 10, 30, 22, 30, tzinfo=UTC), "2027-10-30"),  # the clock goes back
    ],
)
def test_004_9_at_night_without_a_lead_everything_goes_on(
    desk: Desk, lead: Desk, clock: Clock, night: datetime, belongs_to: str
) -> None:
    """No lead, no network: the full authority of the role, what was given ahead, and else a promise."""
    clock.at = night - timedelta(hours=8)
    granting.grant(lead, "part_of_bill", "300", times=1, reason="the night")
    clock.at = night  # 01:30 in Riga
    given(desk, heard(desk, make_guest(desk, night="540.00")), "part_of_bill", "250", WHY)
    conversation = heard(desk, make_guest(desk, night="540.00"))
    blocked = giving.open_gesture(desk, conversation, "part_of_bill", ask="250", reason=WHY)
    assert isinstance(blocked, Blocked) and blocked.take_minor == 15000
    assert GestureWay("make_it_right", 5000) in [each.way for each in blocked.ways]
    assert isinstance(blocked.ways[-1].way, PromiseWay)
    with reading(desk.store) as connection:
        assert connection.execute("SELECT business_date FROM entries").fetchall() == [(belongs_to,)]
