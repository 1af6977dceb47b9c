"""Leading: the day counts gestures, promises and budgets, and never people."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from small_hotel import GUIDELINES, NOON, Clock, small_desk

from frontdesk.desk import opening
from frontdesk.desk.approvals import approving, granting
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards
from frontdesk.desk.day import leading
from frontdesk.desk.day.day_views import Day, GestureSum, HourSum
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning import ideas, storytelling
from frontdesk.desk.learning.learning_views import Stopped, StoppedLine
from frontdesk.desk.promises import promising
from frontdesk.desk.views import Attempt, Blocked, Given
from frontdesk.ground.ids import new_id
from frontdesk.store.transaction import reading


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    made = small_desk(tmp_path / "hotel", clock)
    yield made
    made.store.close()


def heard(desk: Desk) -> str:
    who = cards.new_customer(desk, "Anna Ozola")
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


def test_the_figures_are_those_of_the_ledger(desk: Desk, clock: Clock) -> None:
    """Three days of giving and taking back, summed once more by hand, straight from the rows."""
    chance = random.Random(7)
    for step in range(40):
        clock.at = NOON + timedelta(hours=chance.randrange(60), minutes=step)
        answer = give(desk, heard(desk), *chance.choice((("drink", None), ("back", 500), ("back", 700))))
        if isinstance(answer, Given) and chance.random() < 0.3:
            giving.take_back(desk, answer.entry_id, "a slip of the hand")
    with reading(desk.store) as connection:
        rows = connection.execute(
            "SELECT business_date, gesture, at, value_minor, cost_minor FROM entries WHERE kind = 'given'"
            " AND id NOT IN (SELECT reverses FROM entries WHERE reverses IS NOT NULL)"
        ).fetchall()
    zone = ZoneInfo("Europe/Riga")
    for back in range(4):
        on = date(2026, 11, 21) + timedelta(days=back)
        mine = [row for row in rows if row[0] == on.isoformat()]
        day = leading.day(desk, on)
        assert {each.gesture: (each.times, each.value_minor, each.cost_minor) for each in day.given} == {
            gesture: (
                sum(row[1] == gesture for row in mine),
                sum(row[3] for row in mine if row[1] == gesture),
                sum(row[4] for row in mine if row[1] == gesture),
            )
            for gesture in {row[1] for row in mine}
        }
        assert (day.all_given.times, day.all_given.cost_minor) == (len(mine), sum(row[4] for row in mine))
        assert len([line for line in day.lines if not line.taken_back]) == len(mine)
        assert [each.hour for each in day.hours] == [*range(6, 24), *range(6)]
        at_hour = Counter(datetime.fromisoformat(row[2]).replace(tzinfo=UTC).astimezone(zone).hour for row in mine)
        assert {each.hour: each.times for each in day.hours if each.times} == at_hour
        assert sum(each.value_minor for each in day.hours) == day.all_given.value_minor
        assert day.budgets[0].used == day.all_given.cost_minor
        assert leading.day(desk, on, lines=False) == replace(day, lines=())
        for each in day.given:
            assert len(leading.given_of(desk, each.gesture, on)) == each.times


def test_chances_left_are_said_only_where_they_can_be(desk: Desk, tmp_path: Path) -> None:
    day_budget = leading.day(desk).budgets[0]
    assert (day_budget.more, day_budget.window) == (None, "today"), "nothing was given yet, so nobody can say"
    for _time in range(5):
        give(desk, heard(desk), "drink")
    (after,) = leading.day(desk).budgets
    assert (after.used, after.left, after.more, after.more_of) == (1000, 9000, 45, "")
    drinks = GUIDELINES.replace("of: [drink, back], up_to: 100.00", "of: [drink], up_to: 100.00")
    other = small_desk(tmp_path / "other", Clock(), drinks)
    (only,) = leading.day(other).budgets
    assert (only.more, only.more_of) == (50, "Drink"), "a drink costs 2.00 each time"
    other.store.close()


def test_what_waits_now_is_in_the_day_that_goes_on_and_in_no_other(desk: Desk, clock: Clock) -> None:
    lead = opening.as_person(desk, "Ilze")
    talk = heard(desk)
    approving.ask(desk, talk, "back", "60", "The night was lost.")
    granting.grant(lead, "back", "90", staff="Anna")
    ideas.propose(desk, "Look at the next arrival", talk)
    storytelling.tell(desk, talk, "rescued", "You saved our evening")
    today = leading.day(lead)
    assert [each.approval.asked_by for each in today.waiting] == ["Anna"] and leading.day(desk).waiting == ()
    assert [each.for_whom for each in today.grants] == ["Anna"] and [each.author for each in today.ideas] == ["Anna"]
    assert [each.thanked for each in today.stories] == [("Anna",)]
    assert today.stopped is not None and [each.times for each in today.stopped.lines] == [1]
    clock.at = NOON + timedelta(days=1)
    tomorrow, then = leading.day(lead), leading.day(lead, date(2026, 11, 21))
    assert tomorrow.stories == then.stories == today.stories, "the next morning opens with it"
    assert (then.waiting, then.grants, then.ideas) == ((), (), ()) and len(tomorrow.ideas) == 1
    assert then.stopped is not None and then.stopped.blocks == 1 and tomorrow.blocks == 0


def test_the_share_kept_counts_each_promise_once_and_late_is_late(desk: Desk, clock: Clock) -> None:
    talk = heard(desk)
    early, kept, late, _open = (
        promising.promise(desk, talk, text, NOON + timedelta(hours=hours)).id
        for text, hours in (("early", 8), ("kept", 2), ("late", 1), ("open", 9))
    )
    for at, promise_id in ((1.6, early), (1.9, kept), (2, late)):
        clock.at = NOON + timedelta(hours=at)
        promising.keep(desk, promise_id)
    share = leading.day(desk).kept_share
    assert (share.in_time, share.early, share.late, share.overdue) == (2, 1, 1, 0)
    assert share == promising.kept_share(desk, desk.today(), desk.today())


def test_who_is_to_be_called_is_told_by_channel_and_hours(desk: Desk, clock: Clock) -> None:
    who = cards.new_customer(desk, "Anna Ozola", phone="+371 26 123 456")
    talk = talking.start(desk, customer_id=who.id, request="it is cold")
    talking.hear(desk, talk.id)
    terms = promising.Terms(channel="telegram", hours="16-18")
    made = promising.promise(desk, talk.id, "say when it is warm", NOON + timedelta(hours=5), terms=terms)
    call = leading.call(desk, made.id)
    assert (call.phone, call.channel, call.hours, call.fits_now) == ("+371 26 123 456", "telegram", "16-18", False)
    assert call.fits_from == NOON + timedelta(hours=4) and call.promise.request == "it is cold"
    clock.at = NOON + timedelta(hours=4, minutes=30)
    assert leading.call(desk, made.id).fits_now


def test_a_write_that_the_clock_of_the_files_does_not_show_changes_the_stamp(desk: Desk) -> None:
    """What is committed can be read a moment after the files were written: whoever looked between must look again."""
    files = [desk.store.path, desk.store.path.with_name(desk.store.path.name + "-wal")]
    other = opening.open_desk(desk.folder, staff="Ilze", clock=Clock())
    for _write in range(2):
        talking.start(other, name="Walter")
        with desk.store.own(foreign_keys=True) as connection:
            connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()  # the next write takes the same place
    before = leading.stamp(desk)
    times = [(each.stat().st_atime_ns, each.stat().st_mtime_ns) for each in files if each.exists()]
    talking.start(other, name="Walter")
    for each, ns in zip(files, times, strict=False):
        os.utime(each, ns=ns)
    assert leading.stamp(desk) != before
    other.store.close()


def test_the_stamp_changes_when_another_desk_writes_and_not_when_somebody_reads(desk: Desk) -> None:
    before = leading.stamp(desk)
    leading.day(desk)
    assert leading.stamp(desk) == before
    other = opening.open_desk(desk.folder, staff="Ilze", clock=Clock())
    give(other, heard(other), "drink")
    assert leading.stamp(desk) != before
    other.store.close()


def test_no_sum_of_the_day_is_about_a_person() -> None:
    for view in (GestureSum, HourSum, Stopped, StoppedLine):
        assert not {"staff", "person", "by", "owner"} & {each.name for each in fields(view)}
    assert not any("staff" in each.name or "person" in each.name for each in fields(Day))
