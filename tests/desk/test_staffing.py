"""One person's own authority: set by name, counted from the next gesture on, and taken away again."""

from __future__ import annotations

from pathlib import Path

import pytest

from a_desk import Clock, as_lead, heard, make_desk, make_guest
from frontdesk.desk import opening
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.people import staffing
from frontdesk.desk.views import Blocked, Preview
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.store import ledger
from frontdesk.store.transaction import reading


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, Clock())


def opened(desk: Desk, ask: str) -> Preview | Blocked:
    found = giving.open_gesture(desk, heard(desk, make_guest(desk)), "part_of_bill", ask=ask, reason="cold room")
    assert isinstance(found, Preview | Blocked)
    return found


def test_anna_may_give_more_than_her_role_from_the_next_gesture_on_and_nobody_else_may(desk: Desk) -> None:
    assert isinstance(opened(desk, "170.00"), Blocked)
    assert staffing.set_authority(as_lead(desk), "anna", "part_of_bill", "180.00") == {"part_of_bill": 18000}
    preview = opened(desk, "170.00")
    assert isinstance(preview, Preview)
    given = giving.give(desk, preview.attempt)
    assert isinstance(opened(opening.as_person(desk, "Janis"), "170.00"), Blocked)
    with reading(desk.store) as connection:
        found = ledger.by_id(connection, given.entry_id)
    assert found is not None
    assert found[1].moment is not None
    assert found[1].moment["authority"] == {"part_of_bill": 18000}


def test_less_than_the_role_may_binds_and_the_bar_names_the_lead(desk: Desk) -> None:
    staffing.set_authority(as_lead(desk), "Anna", "part_of_bill", "20.00")
    blocked = opened(desk, "100.00")
    assert isinstance(blocked, Blocked)
    assert blocked.take_minor == 2000
    line = next(
        each for each in giving.bar(desk, heard(desk, make_guest(desk))).lines if each.gesture == "part_of_bill"
    )
    assert "lead to 180.00" in line.left


def test_an_authority_of_zero_leaves_only_the_lead(desk: Desk) -> None:
    staffing.set_authority(as_lead(desk), "Anna", "part_of_bill", "0")
    blocked = opened(desk, "100.00")
    assert isinstance(blocked, Blocked)
    assert any("lead" in str(way) for way in blocked.ways)


def test_back_to_what_the_role_may(desk: Desk) -> None:
    staffing.set_authority(as_lead(desk), "Anna", "part_of_bill", "180.00")
    assert staffing.own_authorities(desk) == {desk.person.id: {"part_of_bill": 18000}}
    assert staffing.set_authority(as_lead(desk), "Anna", "part_of_bill", None) == {}
    assert staffing.own_authorities(desk) == {}
    assert isinstance(opened(desk, "170.00"), Blocked)


@pytest.mark.parametrize(
    ("name", "gesture", "amount", "error", "says"),
    [
        ("Zelda", "part_of_bill", "5.00", NotFound, "Nobody here is called Zelda"),
        ("Anna", "part_of_bil", "5.00", NotFound, "There is no gesture part_of_bil"),
        ("Anna", "luggage", "5.00", BadInput, "luggage has no amount of money"),
        ("Anna", "part_of_bill", "many", BadInput, "many is not an amount"),
        ("Anna", "part_of_bill", "-5.00", BadInput, "-5.00 is not an amount"),
        ("Anna", "part_of_bill", "5.005", BadInput, "5.005 is not an amount"),
    ],
)
def test_what_makes_no_sense_is_answered_and_changes_nothing(desk, name, gesture, amount, error, says) -> None:
    with pytest.raises(error, match=says):
        staffing.set_authority(as_lead(desk), name, gesture, amount)
    assert staffing.own_authorities(desk) == {}
