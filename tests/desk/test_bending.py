"""Bends: counted by guideline line, with how far outside each was, and turned into a draft like any idea."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from a_desk import Clock, Guest, as_lead, given, heard, make_desk, make_guest
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning import adopting, bending, ideas
from frontdesk.desk.rules import in_force
from frontdesk.desk.views import Blocked
from frontdesk.store.transaction import writing

GUIDELINES = """\
frontdesk: 1
business: {name: Shop, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
facts:
  order.age_days: {type: number, from: order}   # since it was bought
  order.paid:     {type: money, from: order}
gestures:
  refund:
    label: Money back
    kind: refund
    amount: {exactly: order.paid}
    # thirty days, as on the receipt
    when: {order.age_days: {at_most: 30}}       # the whole rule
    bend: {by: lead, when: {order.age_days: {at_most: 45}}}
    limits: [{id: never_more, up_to: order.paid, per: order, within: ever}]
"""


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    made = make_desk(tmp_path / "shop", clock, GUIDELINES)
    yield made
    made.store.close()


def bought(desk: Desk, days: int) -> Guest:
    guest = make_guest(desk)
    with writing(desk.store) as connection:
        connection.execute(
            "UPDATE orders SET facts_json = ? WHERE id = ?", (f'{{"order.age_days":"{days}"}}', guest.order)
        )
    return guest


def bent(desk: Desk, days: int, reason: str = "was ill yesterday") -> str:
    lead = as_lead(desk)
    return given(lead, heard(lead, bought(lead, days)), "refund", reason=reason).entry_id


def test_scenario_003_7_a_small_adjustment_of_a_rule(desk: Desk) -> None:
    """Days 30 and 31 behave differently, by one day exactly; bends are counted per line and become a draft."""
    given(desk, heard(desk, bought(desk, 30)), "refund")
    outside = giving.open_gesture(desk, heard(desk, bought(desk, 31)), "refund", reason="was ill yesterday")
    assert isinstance(outside, Blocked) and outside.decision.role == "lead"
    assert bending.bends(desk) == ()
    entry = bent(desk, 31)
    (line,) = bending.bends(desk)
    assert (line.gesture, line.times, line.value_minor) == ("refund", 1, 54000)
    assert [(each.words, each.times) for each in line.outside] == [("age days: 31, 1 outside", 1)]
    assert line.outside[0].allowed == "age days at most 30"
    assert line.reasons == ("was ill yesterday",)
    assert line.latest_entry_id == entry


def test_bends_become_a_draft_that_moves_the_bound_as_far_as_three_quarters_of_them(desk: Desk) -> None:
    entries = [bent(desk, days) for days in (31, 31, 33, 45)]
    idea = ideas.propose(as_lead(desk), "let us say 33 days", entry_id=entries[-1])
    made = adopting.adopt(desk, idea.id)
    assert [(each.before, each.after) for each in made.changes] == [("30", "33")]
    assert made.sound
    before, after = (desk.folder / "guidelines.yaml").read_text().splitlines(), made.path.read_text().splitlines()
    added = [text for text in after if text not in before]
    assert len(added) == 2 and added[0].lstrip().startswith("# idea of Ilze, 2026-11-21: let us say 33 days (was 30)")
    assert added[1] == "    when: {order.age_days: {at_most: 33}}       # the whole rule"


def test_what_was_taken_back_is_no_bend_and_days_outside_are_not_counted(desk: Desk, clock: Clock) -> None:
    giving.take_back(as_lead(desk), bent(desk, 32), "a mistake")
    assert bending.bends(desk) == ()
    bent(desk, 32)
    clock.forward(days=30)
    assert bending.bends(desk) == ()
    assert bending.bends(desk, desk.today().replace(month=11, day=1))[0].times == 1


def test_how_far_outside_is_measured_by_the_rules_of_then(desk: Desk, clock: Clock) -> None:
    bent(desk, 32)
    path = desk.folder / "guidelines.yaml"
    path.write_text(path.read_text().replace("at_most: 30", "at_most: 10"), encoding="utf-8")
    clock.forward(days=1)
    later = in_force.refreshed(desk)
    bent(later, 32)
    (line,) = bending.bends(later)
    assert sorted(each.words for each in line.outside) == ["age days: 32, 2 outside", "age days: 32, 22 outside"]
