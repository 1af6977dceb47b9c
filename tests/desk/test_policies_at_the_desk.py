"""Two policies of tests/guidelines/policies at a real desk: what only the record shows."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import Clock, Guest, as_lead, heard, make_desk, make_guest
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Blocked, Given, Preview
from frontdesk.store import ledger, promises
from frontdesk.store.transaction import reading, writing

POLICIES = Path(__file__).parents[1] / "guidelines" / "policies"


def desk_by(policy: str, folder: Path) -> Desk:
    return make_desk(folder, Clock(), (POLICIES / f"{policy}.yaml").read_text(encoding="utf-8"))


def guest_whose_order(desk: Desk, paid: int, **facts: object) -> Guest:
    guest = make_guest(desk, paid=paid)
    with writing(desk.store) as connection:
        connection.execute(
            "UPDATE orders SET total_minor = ?, facts_json = ? WHERE id = ?", (paid, json.dumps(facts), guest.order)
        )
    return guest


@pytest.mark.parametrize(("age", "by_staff", "bend"), [(30, True, False), (31, False, True)])
def test_what_a_lead_gives_outside_the_rule_is_kept_as_a_bend(
    tmp_path: Path, age: int, by_staff: bool, bend: bool
) -> None:
    anna = desk_by("exception_by_lead", tmp_path)
    guest = guest_whose_order(anna, 9000, **{"order.age_days": age})
    conversation = heard(anna, guest)
    answers = {"fact:worn": "no"}
    opened = giving.open_gesture(anna, conversation, "take_back", reason="in the post", answers=answers)
    assert isinstance(opened, Preview if by_staff else Blocked), opened
    lead = as_lead(anna)
    preview = giving.open_gesture(lead, conversation, "take_back", reason="in the post", answers=answers)
    assert isinstance(preview, Preview), preview
    done = giving.give(lead, preview.attempt)
    assert isinstance(done, Given), done
    with reading(lead.store) as connection:
        found = ledger.by_id(connection, done.entry_id)
    assert found is not None
    assert (found[1].bend, found[1].reason, found[1].role) == (bend, "in the post", "lead")


def test_the_second_half_of_a_plan_is_a_promise_due_in_thirty_days(tmp_path: Path) -> None:
    desk = desk_by("payment_plan", tmp_path)
    guest = guest_whose_order(desk, 40001, **{"order.total": "400.01"})
    preview = giving.open_gesture(desk, heard(desk, guest), "two_halves", answers={"explicit_yes": "yes"})
    assert isinstance(preview, Preview), preview
    done = giving.give(desk, preview.attempt)
    assert isinstance(done, Given), done
    with reading(desk.store) as connection:
        found = ledger.by_id(connection, done.entry_id)
        promise = promises.of_entry(connection, done.entry_id)
    assert found is not None
    assert promise is not None
    assert (found[1].value_minor, found[1].exposure_minor) == (None, 20000)
    assert (promise.text, promise.due_at) == ("The second half is due", desk.now() + timedelta(days=30))
