"""A clock that is turned back, jumps, or has days of 23 and 25 hours: nothing can be given twice by it (T20)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import a_desk
from a_desk import NOON, Clock
from frontdesk.desk.approvals import answering, approving
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving, keeping_time
from frontdesk.desk.gestures.keeping_time import TOLERATED, Kept
from frontdesk.desk.rules import trying
from frontdesk.desk.trust import verifying
from frontdesk.desk.views import Blocked, Given, Preview
from frontdesk.ground.businessday import BusinessClock
from frontdesk.ground.errors import BadInput
from frontdesk.store import usage
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading

RULES = """\
frontdesk: 1
business: {name: Hotel Test, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
gestures:
  drink:
    label: Free drink
    amount: 8.00
    limits: [{id: a_day, up_to: 2 times, per: site, within: day}]
  flowers:
    label: Flowers
    amount: 20.00
    limits: [{id: a_month, up_to: 2 times, per: site, within: 30 days}]
  welcome_back:
    label: Welcome back
    amount: 5.00
    limits: [{id: once, up_to: 2 times, per: site, within: ever}]
"""
GESTURES = ("drink", "flowers", "welcome_back")
ZONES = (
    "Europe/Riga",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Santiago",
    "Pacific/Auckland",
)
STARTS = (time(0), time(2, 30), time(4))
JUMPS = (
    *(timedelta(days=-365), timedelta(days=-31), timedelta(days=-1), timedelta(hours=-1), timedelta(minutes=-3)),
    *(timedelta(seconds=-90), timedelta(0), timedelta(seconds=90), timedelta(hours=1), timedelta(days=1)),
    *(timedelta(days=31), timedelta(days=365)),
)


def desk_by(folder: Path, clock: Clock) -> Desk:
    return a_desk.make_desk(folder, clock, RULES)


def tried(desk: Desk, talk: str, gesture: str) -> Given | None:
    """The gesture, where it is given."""
    preview = giving.open_gesture(desk, talk, gesture)
    if isinstance(preview, Blocked):
        return None
    assert isinstance(preview, Preview), preview
    done = giving.give(desk, preview.attempt)
    assert isinstance(done, Given), done
    return done


def lines(desk: Desk) -> list[tuple[int, datetime, date, str, int | None]]:
    """Every line that was given and not taken back: its number, moment, day, gesture, and how far behind."""
    with reading(desk.store) as connection:
        rows = connection.execute(
            "SELECT seq, at, business_date, gesture, clock_behind_seconds FROM entries e WHERE kind = 'given' AND NOT"
            " EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id) ORDER BY seq"
        ).fetchall()
    return [
        (row[0], datetime.fromisoformat(row[1]).replace(tzinfo=UTC), date.fromisoformat(row[2]), row[3], row[4])
        for row in rows
    ]


def holds(desk: Desk) -> None:
    """Everything that must be true of a ledger, whatever its clock did."""
    found = lines(desk)
    clock = desk.rules().business.clock
    moments = [at for _seq, at, _day, _gesture, _behind in found]
    assert moments == sorted(moments), "a line counts no earlier than the line before it"
    for _seq, at, day, _gesture, _behind in found:
        assert day == clock.date_of(at)
        assert clock.start_of(day) <= at < clock.start_of(day + timedelta(days=1)), "in exactly one business day"
    assert max(Counter(day for *_, day, gesture, _b in found if gesture == "drink").values(), default=0) <= 2
    flowers = [at for _seq, at, _day, gesture, _behind in found if gesture == "flowers"]
    assert all(later - first >= timedelta(days=30) for first, later in zip(flowers, flowers[2:], strict=False))
    assert sum(gesture == "welcome_back" for *_, gesture, _b in found) <= 2
    with reading(desk.store) as connection:
        assert usage.stored(connection) == usage.recount(connection, clock)


# --- days of 23 and 25 hours ----------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES)
def test_each_moment_of_a_day_of_23_or_25_hours_is_in_one_business_day(zone: str) -> None:
    there, odd = ZoneInfo(zone), []
    for starts in STARTS:
        clock = BusinessClock(there, starts)
        for number in range(366):
            day = date(2026, 1, 1) + timedelta(days=number)
            first, end = clock.start_of(day), clock.start_of(day + timedelta(days=1))
            if end - first == timedelta(hours=24):
                continue
            odd.append(end - first)
            at = first
            while at < end:
                assert clock.date_of(at) == day, (zone, starts, at)
                at += timedelta(minutes=7)
            assert clock.date_of(first - timedelta(microseconds=1)) == day - timedelta(days=1)
            assert clock.date_of(end) == day + timedelta(days=1)
    assert min(odd) < timedelta(hours=24) < max(odd), "both nights were looked at"


# --- a clock that is turned -----------------------------------------------------------------------------------


def used_up(desk: Desk, talk: str) -> None:
    """Give everything as often as the limits allow."""
    for gesture in GESTURES:
        while tried(desk, talk, gesture) is not None:
            pass


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_clock_that_jumps_gives_nothing_twice(tmp_path: Path, jump: timedelta) -> None:
    clock = Clock()
    desk = desk_by(tmp_path, clock)
    talk = a_desk.heard(desk)
    tried(desk, talk, "flowers")
    clock.at = NOON + jump
    used_up(desk, talk)  # more only where the clock really reached another day
    clock.at = NOON
    used_up(desk, talk)
    clock.at = NOON + timedelta(minutes=1)
    used_up(desk, talk)
    holds(desk)
    if jump <= timedelta(minutes=1):
        assert len(lines(desk)) == 6
    assert verifying.verify(desk.store).whole
    effect = trying.try_draft(desk, desk.rules()).effect
    assert effect.differences == 0 and effect.then == effect.draft and effect.judged, effect.examples


def test_a_line_written_by_a_clock_that_is_behind_says_so_and_keeps_the_last_day(tmp_path: Path) -> None:
    clock = Clock()
    desk = desk_by(tmp_path, clock)
    talk = a_desk.heard(desk)
    first = tried(desk, talk, "drink")
    assert first is not None and first.clock_behind_seconds is None
    clock.at = NOON - timedelta(days=1)
    done = tried(desk, talk, "flowers")
    assert done is not None and done.clock_behind_seconds == 86_400
    assert done.at == NOON
    *_, last = lines(desk)
    assert last[1:] == (NOON, date(2026, 11, 21), "flowers", 86_400)
    clock.at = NOON - TOLERATED  # as clocks differ: not a word, and still no earlier day
    done = tried(desk, talk, "flowers")
    assert done is not None and done.clock_behind_seconds is None and done.at == NOON
    back = giving.take_back(desk, done.entry_id, "It was another room.")
    assert back.at == NOON
    clock.at = NOON - timedelta(minutes=3)
    behind = keeping_time.clock_behind(desk)
    assert behind is not None and behind.behind_seconds == 180


def test_small_steps_back_do_not_add_up(tmp_path: Path) -> None:
    """Each step is one that is tolerated; together they would be the day before."""
    clock = Clock(datetime(2026, 11, 21, 4, 30, tzinfo=UTC))  # half past six: half an hour after the day began
    desk = desk_by(tmp_path, clock)
    talk = a_desk.heard(desk)
    for _step in range(40):
        for gesture in GESTURES:
            tried(desk, talk, gesture)
        clock.forward(seconds=-110)
    holds(desk)
    assert len(lines(desk)) == 6


def test_a_yes_that_is_over_is_not_brought_back_by_the_clock(tmp_path: Path) -> None:
    clock = Clock()
    desk = a_desk.make_desk(tmp_path, clock)
    guest = a_desk.make_guest(desk)
    talk = a_desk.heard(desk, guest, "room_fault")
    asked = approving.ask(desk, talk, "part_of_bill", ask="160", reason="No heating all night")
    assert isinstance(asked, ApprovalLine)
    answering.answer_yes(a_desk.as_lead(desk), asked.id)
    clock.forward(days=2)
    a_desk.given(desk, talk, "drink")
    clock.at = NOON + timedelta(minutes=1)
    with pytest.raises(BadInput):
        giving.open_gesture(desk, talk, "part_of_bill", approval_id=asked.id)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(-366 * 1440, 366 * 1440), st.sampled_from(GESTURES), st.booleans()),
        min_size=3,
        max_size=18,
    )
)
def test_whatever_a_clock_does_nothing_is_given_twice(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str, bool]]
) -> None:
    clock = Clock()
    desk = desk_by(tmp_path_factory.mktemp("hotel"), clock)
    talk = a_desk.heard(desk)
    for minutes, gesture, undo in steps:
        clock.at = NOON + timedelta(minutes=minutes)
        done = tried(desk, talk, gesture)
        if done is not None and undo:
            giving.take_back(a_desk.as_lead(desk), done.entry_id, "It was another room.")
    holds(desk)
    assert verifying.verify(desk.store).whole
    effect = trying.try_draft(desk, desk.rules()).effect
    assert effect.differences == 0, effect.examples
    desk.store.close()


# --- far ahead, then set right --------------------------------------------------------------------------------


def test_who_leads_says_that_the_clock_is_right_again_and_nobody_else(tmp_path: Path) -> None:
    clock = Clock(NOON + timedelta(days=365))
    desk = desk_by(tmp_path, clock)
    talk = a_desk.heard(desk)
    used_up(desk, talk)
    clock.at = NOON
    used_up(desk, talk)
    assert len(lines(desk)) == 6, "until somebody says so, the last known day stays"
    with pytest.raises(BadInput, match="somebody who leads"):
        keeping_time.say_clock_is_right(desk)
    assert keeping_time.say_clock_is_right(a_desk.as_lead(desk)) is not None
    assert keeping_time.say_clock_is_right(a_desk.as_lead(desk)) is None, "said once"
    assert keeping_time.clock_behind(desk) is None
    assert tried(desk, talk, "drink") is not None, "this day has its own budget"
    assert tried(desk, talk, "flowers") is None, "what was given counts until its own month is over"
    assert tried(desk, talk, "welcome_back") is None
    assert lines(desk)[-1][1:] == (NOON, date(2026, 11, 21), "drink", None)
    clock.at = NOON - timedelta(days=1)
    assert keeping_time.clock_behind(desk) is not None, "it was said of those lines, not of those that come"
    with reading(desk.store) as connection:
        assert usage.stored(connection) == usage.recount(connection, desk.rules().business.clock)
    assert verifying.verify(desk.store).whole


# --- negative control -----------------------------------------------------------------------------------------


def test_with_the_clock_believed_the_same_table_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def believed(_connection: Connection, desk: Desk) -> Kept:
        return Kept(desk.now(), None, 0)

    monkeypatch.setattr(giving, "kept_time", believed)
    with pytest.raises(AssertionError, match="counts no earlier"):
        test_a_clock_that_jumps_gives_nothing_twice(tmp_path, timedelta(days=-31))
