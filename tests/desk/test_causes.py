"""Causes: things, after the solution; the third of the same in seven days is somebody's to fix, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import Clock, as_lead, at_another_desk, given, heard, make_desk, make_guest
from frontdesk.conversation.causes import folded, names_a_person
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.learning import causing
from frontdesk.desk.opening import as_person
from frontdesk.desk.people import staffing
from frontdesk.desk.promises import promising
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.store.transaction import reading


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock)


def solved(desk: Desk) -> str:
    """A conversation with a promise: its cause may be named."""
    conversation = heard(desk)
    promising.promise(desk, conversation, "see to it", desk.now() + timedelta(hours=1))
    return conversation


def caused(desk: Desk, thing: str) -> str:
    conversation = solved(desk)
    talking.cause(desk, conversation, thing)
    return conversation


def noted(desk: Desk) -> list[tuple[str, str]]:
    with reading(desk.store) as connection:
        return [
            (str(row[0]), str(row[1])) for row in connection.execute("SELECT thing, folded FROM causes ORDER BY at")
        ]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("Heating", "heating ", True),
        ("the heating", "Heating", True),
        ("The heating, again!", "our heating", True),
        ("Apkure", "mūsu apkure", True),
        ("Отопление", "опять отопление", True),
        ("Опалення", "знову опалення", True),
        ("Heating on floor 4", "heating on floor 3", False),
        ("heating", "heater", False),
        ("lift", "left", False),
        ("the", "a", False),
        ("🔥", "💧", False),
    ],
)
def test_spellings_of_one_thing_meet_and_two_things_do_not(one: str, other: str, meet: bool) -> None:
    assert (folded(one) == folded(other)) is meet


@pytest.mark.parametrize(
    ("text", "a_person"),
    [
        ("Anna", True),
        ("anna's fault", True),
        ("Анна", True),
        ("Because of Jānis", True),
        ("Jānis Kalniņš", True),
        ("Kalniņš forgot", True),
        ("vaina Anna", True),
        ("Annas vaina", True),
        ("the boiler in room 12", False),
        ("Anna street pump", False),
        ("forgot", False),
        ("booking system", False),
    ],
)
def test_a_name_is_told_from_a_thing(text: str, a_person: bool) -> None:
    assert names_a_person(text, ["Anna", "Jānis Kalniņš"]) is a_person


def test_a_cause_that_is_a_person_is_answered_calmly_and_not_stored(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    given(desk, conversation, "drink")
    staffing.leave(desk, "Janis")  # a former colleague is no thing either
    for name in ("Anna", "jānis", "Ilze's mistake", "Kristīne Bērziņa"):
        with pytest.raises(BadInput, match="a thing, not a person") as said:
            talking.cause(desk, conversation, name)
        assert "Name the thing" in said.value.remedy
    assert talking.view(desk, conversation).cause == ""
    assert noted(desk) == []
    assert talking.cause(desk, conversation, "no spare heater on the floor").cause == "no spare heater on the floor"


def test_a_cause_is_one_of_its_conversation_and_changes_with_it(desk: Desk) -> None:
    with pytest.raises(BadInput, match="after a solution"):
        talking.cause(desk, heard(desk), "heating")
    conversation = caused(desk, "heating")
    talking.cause(desk, conversation, "The valve")
    assert noted(desk) == [("The valve", "valve")]
    talking.cause(desk, conversation, "")
    assert noted(desk) == []


def test_a_cause_that_was_only_typed_is_noted_at_the_close_unless_it_is_a_name(desk: Desk) -> None:
    typed, named = solved(desk), solved(desk)
    talking.write(desk, typed, cause="heating")
    talking.write(desk, named, cause="Janis")
    assert noted(desk) == []
    assert talking.close(desk, typed).cause == "heating"
    assert talking.close(desk, named).cause == ""
    assert noted(desk) == [("heating", "heating")]


def test_001_4_the_third_of_the_same_in_seven_days_is_to_be_fixed_not_the_fourth(desk: Desk, clock: Clock) -> None:
    first = caused(desk, "Heating")
    clock.forward(days=3)
    second = caused(desk, "heating ")
    caused(desk, "lift")
    assert causing.causes_to_fix(desk) == ()
    clock.forward(days=3, hours=23, minutes=59)
    third = caused(desk, "the heating")
    (line,) = causing.causes_to_fix(desk)
    assert (line.thing, line.times, line.since) == ("the heating", 3, clock())
    assert [case.conversation_id for case in line.cases] == [third, second, first]
    assert line.cases[0].request == "The heating is dead"
    assert line.owner == "Ilze"  # the highest role; it is never nobody's
    clock.forward(hours=1)
    caused(desk, "heating")
    (still,) = causing.causes_to_fix(desk)
    assert (still.id, still.times, still.since) == (line.id, 3, line.since)  # the first is eight days old by now


def test_001_4_three_in_more_than_seven_days_are_not(desk: Desk, clock: Clock) -> None:
    caused(desk, "heating")
    clock.forward(days=4)
    caused(desk, "heating")
    clock.forward(days=3)  # the first was exactly seven days ago: it counts no more
    caused(desk, "heating")
    assert causing.causes_to_fix(desk) == ()


def test_naming_it_twice_in_one_conversation_is_one_time(desk: Desk) -> None:
    conversation = caused(desk, "heating")
    for text in ("the heating", "heating"):
        talking.cause(desk, conversation, text)
    caused(desk, "heating")
    assert causing.causes_to_fix(desk) == ()


def test_a_fixed_cause_asks_again_only_for_what_comes_after(desk: Desk, clock: Clock) -> None:
    for _each in range(3):
        caused(desk, "heating")
        clock.forward(minutes=1)
    (line,) = causing.causes_to_fix(desk)
    lead = as_lead(desk)
    with pytest.raises(BadInput, match="How"):
        causing.fixed(lead, line.id, "  ")
    done = causing.fixed(lead, line.id, "a new valve")
    assert (done.fixed_at, done.fixed_how, done.thing) == (clock(), "a new valve", "heating")
    assert causing.causes_to_fix(desk) == ()
    assert causing.causes_to_fix(desk, fixed_too=True) == (done,)
    with pytest.raises(BadInput, match="a new valve"):
        causing.fixed(lead, line.id, "again")
    with pytest.raises(BadInput, match="fixed already"):
        causing.own(lead, line.id, "Anna")
    for _each in range(2):
        clock.forward(hours=1)
        caused(desk, "heating")
    assert causing.causes_to_fix(desk) == ()
    clock.forward(hours=1)
    caused(desk, "heating")
    (again,) = causing.causes_to_fix(desk)
    assert (again.id != line.id, again.times) == (True, 3)
    clock.forward(days=8)
    assert causing.causes_to_fix(desk, fixed_too=True)[0].times == 0
    assert len(causing.causes_to_fix(desk, fixed_too=True)) == 1


def test_somebody_else_can_see_to_it(desk: Desk) -> None:
    for _each in range(3):
        caused(desk, "heating")
    (line,) = causing.causes_to_fix(desk)
    assert causing.own(desk, line.id, "jānis").owner == "Janis"
    with pytest.raises(NotFound, match="Zelda"):
        causing.own(desk, line.id, "Zelda")
    with pytest.raises(NotFound, match="causes list"):
        causing.own(desk, new_id(), "Anna")


def test_without_anybody_of_a_higher_role_it_is_the_next_ones(tmp_path: Path, clock: Clock) -> None:
    desk = make_desk(tmp_path, clock)
    staffing.leave(desk, "Ilze")
    janis = as_person(desk, "Janis")
    for _each in range(3):
        caused(janis, "heating")
    assert causing.causes_to_fix(desk)[0].owner == "Anna"  # by name


def test_many_desks_name_the_third_at_once_and_it_is_raised_once(desk: Desk) -> None:
    caused(desk, "heating")
    caused(desk, "heating")
    desks = [desk, *(at_another_desk(desk, name) for name in ("Janis", "Ilze", "Anna"))]
    conversations = [solved(desk) for _each in range(12)]

    def name(number: int) -> str:
        return talking.cause(desks[number % len(desks)], conversations[number], "heating").cause

    with ThreadPoolExecutor(12) as threads:
        assert list(threads.map(name, range(12))) == ["heating"] * 12
    (line,) = causing.causes_to_fix(desk)
    assert line.times == 14
    for other in desks[1:]:
        other.store.close()
