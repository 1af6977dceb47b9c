"""Where limits stopped people: by guideline line, with what was asked, what was done, and never by whom."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from pathlib import Path

from a_desk import GUIDELINES, NOON, Clock, as_lead, given, heard, make_desk, make_guest
from frontdesk.desk.approvals import answering, approving
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning import stopping
from frontdesk.desk.learning.learning_views import RuleKind, Stopped, StoppedLine
from frontdesk.desk.opening import as_person
from frontdesk.desk.promises import promising
from frontdesk.desk.rules import in_force
from frontdesk.desk.views import Blocked


def blocked(desk: Desk, conversation: str, gesture: str = "part_of_bill", ask: str | None = "160.00") -> Blocked:
    answer = giving.open_gesture(desk, conversation, gesture, ask=ask, reason="a cold night")
    assert isinstance(answer, Blocked) and answer.block_id is not None
    return answer


def line(found: Stopped, rule: str) -> StoppedLine:
    return next(each for each in found.lines if each.rule == rule)


def test_each_line_says_how_often_how_much_above_and_what_was_done_instead(desk: Desk, clock: Clock) -> None:
    said, seen, promised, left = (heard(desk, make_guest(desk)) for _each in range(4))
    giving.took_instead(desk, blocked(desk, said, ask="160.00").block_id or "", "Free drink")
    blocked(desk, seen, ask="170.00")
    clock.forward(minutes=1)
    given(desk, seen, "drink")  # nobody said what was done instead: the record shows it
    blocked(desk, promised, ask="175.00")
    clock.forward(minutes=1)
    promising.promise(desk, promised, "Ask the manager", NOON + timedelta(hours=3))
    blocked(desk, left, ask="180.00")
    found = stopping.where_limits_stopped(desk)
    assert found.blocks == 4
    authority = line(found, "authority")
    assert (authority.kind, authority.gesture, authority.times) == (RuleKind.AUTHORITY, "part_of_bill", 4)
    assert (authority.above_count, authority.above_sum_minor, authority.above_median_minor) == (4, 8500, 2000)
    assert [(each.what, each.times) for each in authority.instead] == [("Free drink", 2), ("a promise", 1)]
    assert (authority.approved, authority.undone) == (0, 1)
    assert authority.name == "Part of the bill: what a role may give alone"
    assert set(authority.conversations) == {said, seen, promised, left}


def test_what_a_higher_role_said_yes_to_is_approved_anyway(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    block = blocked(desk, conversation, ask="170.00")
    asked = approving.ask(
        desk, conversation, "part_of_bill", ask="170.00", reason="a cold night", block_id=block.block_id
    )
    assert isinstance(asked, ApprovalLine)
    assert line(stopping.where_limits_stopped(desk), "authority").undone == 1  # asked is not the end of it
    answering.answer_yes(as_lead(desk), asked.id)
    authority = line(stopping.where_limits_stopped(desk), "authority")
    assert (authority.approved, authority.undone, authority.instead) == (1, 0, ())


def test_what_was_given_before_the_block_or_taken_back_is_not_what_was_done_instead(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk, make_guest(desk))
    given(desk, conversation, "drink")
    clock.forward(minutes=1)
    blocked(desk, conversation)
    clock.forward(minutes=1)
    giving.take_back(desk, given(desk, conversation, "luggage").entry_id, "not wanted")
    assert line(stopping.where_limits_stopped(desk), "authority").undone == 1


def test_a_limit_without_money_a_condition_and_a_budget_are_lines_too(tmp_path: Path) -> None:
    text = GUIDELINES.replace("up_to: 1200.00", "up_to: 4.00").replace(
        "{at_most: 95%}", "{at_most: 95%}, order.paid: {more_than: 0}"
    )
    desk = make_desk(tmp_path / "hotel", text=text)
    guest = make_guest(desk, paid=0)
    conversation = heard(desk, guest)
    given(desk, conversation, "drink")
    given(desk, conversation, "drink")
    blocked(desk, conversation, "drink", None)
    blocked(desk, conversation, "late_checkout", None)
    found = stopping.where_limits_stopped(desk)
    assert {(each.rule, each.kind, each.gesture) for each in found.lines} == {
        ("desk_day", RuleKind.BUDGET, None),
        ("condition", RuleKind.CONDITION, "late_checkout"),
    }
    assert line(found, "desk_day").above_median_minor is None
    assert line(found, "condition").name.startswith("Late checkout: only when ")
    desk.store.close()


def test_a_block_that_two_lines_bound_is_one_moment_and_counts_under_both(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk, paid=10000, night="500.00"))
    bound = blocked(desk, conversation, ask="200.00")
    rules = {binding.rule for binding in bound.decision.binding}
    assert rules == {"authority", "never_more_than_paid"}
    found = stopping.where_limits_stopped(desk)
    assert found.blocks == 1
    assert {each.rule for each in found.lines} == rules
    assert {each.above_sum_minor for each in found.lines} == {10000}


def test_only_the_days_that_are_asked_for_are_counted(desk: Desk, clock: Clock) -> None:
    blocked(desk, heard(desk, make_guest(desk)))
    first = desk.today()
    clock.forward(days=6)
    assert stopping.where_limits_stopped(desk).blocks == 1
    clock.forward(days=1)
    assert stopping.where_limits_stopped(desk).blocks == 0
    assert stopping.where_limits_stopped(desk, first, first).blocks == 1
    assert stopping.where_limits_stopped(desk, first).blocks == 1
    assert stopping.where_limits_stopped(desk, first + timedelta(days=1)).lines == ()


def test_a_line_that_the_guidelines_no_longer_have_is_still_named(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    for _each in range(4):
        given(desk, conversation, "drink")
    blocked(desk, conversation, "drink", None)
    path = desk.folder / "guidelines.yaml"
    path.write_text(path.read_text().replace("id: per_stay", "id: per_visit"), encoding="utf-8")
    later = in_force.refreshed(desk)
    (gone,) = stopping.where_limits_stopped(later).lines
    assert (gone.rule, gone.name) == ("per_stay", "Free drink: per stay")


def test_scenario_001_2_where_limits_stopped_us_by_limit_and_never_by_person(desk: Desk) -> None:
    """Two people meet the same line: it is one line, and nobody is named in it."""
    for name in ("Anna", "Janis"):
        at = as_person(desk, name)
        blocked(at, heard(at, make_guest(at)))
    found = stopping.where_limits_stopped(desk)
    assert [(each.rule, each.times) for each in found.lines] == [("authority", 2)]
    said = repr(found)
    assert not [name for name in ("Anna", "Janis", "Ilze", desk.person.id) if name in said]
    person = ("staff", "person", "owner", "who", "by", "author")
    assert not [each.name for each in (*fields(StoppedLine), *fields(Stopped)) if each.name in person]
