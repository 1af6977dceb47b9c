"""Leading: the day counts gestures, promises and budgets, and never people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pytest
from small_hotel import NOON, Clock, small_desk

from frontdesk.desk import finding, giving, leading, promising, talking
from frontdesk.desk.day_views import Day, GestureSum
from frontdesk.desk.desk import Desk
from frontdesk.desk.views import Attempt, Blocked, Given
from frontdesk.ground.ids import new_id


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    made = small_desk(tmp_path / "hotel", clock)
    yield made
    made.store.close()


def heard(desk: Desk) -> str:
    who = finding.new_customer(desk, "Anna Ozola")
    talk = talking.start(desk, customer_id=who.id, request="it is cold")
    talking.hear(desk, talk.id)
    return talk.id


def give(desk: Desk, talk: str, gesture: str, minor: int | None = None) -> Given | Blocked:
    answer = giving.give(desk, Attempt(new_id(), talk, gesture, ask_minor=minor))
    assert isinstance(answer, Given | Blocked)
    return answer


def test_the_day_sums_what_stands_and_leaves_out_what_was_taken_back(desk: Desk) -> None:
    talk = heard(desk)
    give(desk, talk, "drink")
    back = give(desk, talk, "drink")
    give(desk, talk, "back", 3000)
    assert isinstance(back, Given)
    giving.take_back(desk, back.entry_id, "given twice by mistake")
    assert isinstance(give(desk, talk, "back", 15000), Blocked)
    day = leading.day(desk)
    assert [(each.gesture, each.times, each.value_minor, each.cost_minor) for each in day.given] == [
        ("back", 1, 3000, 3000),
        ("drink", 1, 800, 200),
    ]
    assert [line.taken_back for line in day.lines] == [False, True, False]
    assert day.blocks == 1
    assert (day.conversations_open, day.conversations_closed) == (1, 0)


def test_a_budget_shows_what_is_left_and_warns(desk: Desk, clock: Clock) -> None:
    talk = heard(desk)
    give(desk, talk, "back", 5000)
    (budget,) = leading.day(desk).budgets
    assert (budget.id, budget.used, budget.up_to, budget.left, budget.warn) == ("day", 5000, 10000, 5000, False)
    give(desk, talk, "back", 3500)
    assert leading.day(desk).budgets[0].warn
    clock.at = NOON + timedelta(days=1)
    assert leading.day(desk).budgets[0].used == 0
    assert leading.day(desk, date(2026, 11, 21)).budgets[0].used == 8500


def test_promises_are_overdue_due_and_kept(desk: Desk, clock: Clock) -> None:
    talk = heard(desk)
    late = promising.promise(desk, talk, "late", NOON + timedelta(hours=1))
    due = promising.promise(desk, talk, "due", NOON + timedelta(hours=6))
    kept = promising.promise(desk, talk, "kept", NOON + timedelta(hours=4))
    clock.at = NOON + timedelta(hours=2)
    promising.keep(desk, kept.id)
    day = leading.day(desk)
    assert [each.id for each in day.overdue] == [late.id]
    assert [each.id for each in day.due] == [due.id]
    assert [each.id for each in day.kept] == [kept.id]


def test_an_entry_of_the_small_hours_belongs_to_the_day_before(desk: Desk, clock: Clock) -> None:
    clock.at = NOON + timedelta(hours=15)  # 03:00 on the wall of the next calendar day
    give(desk, heard(desk), "drink")
    assert leading.day(desk).date == date(2026, 11, 21)
    assert len(leading.day(desk, date(2026, 11, 21)).lines) == 1
    assert leading.day(desk, date(2026, 11, 22)).lines == ()


def test_no_sum_of_the_day_is_about_a_person() -> None:
    assert not {"staff", "person", "by"} & {each.name for each in fields(GestureSum)}
    assert not any("staff" in each.name or "person" in each.name for each in fields(Day))
