"""What has an end, by a clock that is set: a wait is not shortened, and nothing that is over comes back (T20)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

import a_desk
from a_desk import NOON, as_lead, given, heard, make_desk, make_guest
from frontdesk.desk import opening
from frontdesk.desk.approvals import answering, approving, granting, standing
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.people import pins, signing_in, staffing
from frontdesk.desk.views import Blocked, Preview
from frontdesk.ground.errors import BadInput

RIGHT, WRONG = "482915", "739204"
MINUTE = timedelta(minutes=1)


class TwoClocks(a_desk.Clock):
    """The clock on the wall, which somebody sets, and the machine's own, which only runs on."""

    def __init__(self, at: datetime = NOON) -> None:
        super().__init__(at)
        self.ran = 1000.0

    def seconds(self) -> float:
        return self.ran

    def pass_by(self, time: timedelta) -> None:
        """So much time really goes by, on both."""
        self.at += time
        self.ran += time.total_seconds()


@pytest.fixture
def clock() -> TwoClocks:
    return TwoClocks()


@pytest.fixture
def desk(tmp_path: Path, clock: TwoClocks, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(pins, "_COST", 2)  # what a look costs does not count here, only whether there is one
    return make_desk(tmp_path, clock)


def another_process(desk: Desk, clock: TwoClocks) -> Desk:
    """The same folder, opened by a program that has seen nothing yet."""
    return opening.open_desk(desk.folder, staff="Anna", clock=clock)


def looked_at(desk: Desk, pin: str) -> bool:
    """Whether a code was looked at: a wait is the answer otherwise."""
    try:
        signing_in.by_code(desk, "Ilze", pin)
    except pins.WrongPin as wrong:
        return "too often" not in wrong.sentence
    return True


def locked(desk: Desk, wrong: int = pins.WRONG_FREE) -> None:
    if not pins.has_pin(desk, "Ilze"):
        pins.set_pin(desk, "Ilze", RIGHT)
    for _each in range(wrong):
        with pytest.raises(pins.WrongPin):
            signing_in.by_code(desk, "Ilze", WRONG)
    assert not looked_at(desk, RIGHT)


# --- the waiting after wrong codes ----------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [timedelta(days=days) for days in (365, 1, -1, -365)], ids=str)
def test_a_wait_is_as_long_as_it_is_whatever_the_clock_is_set_to(desk: Desk, clock: TwoClocks, jump: timedelta) -> None:
    other = another_process(desk, clock)  # it runs already, and has seen no wrong code
    locked(desk)
    clock.at += jump
    assert not looked_at(desk, RIGHT) and not looked_at(other, RIGHT)
    clock.pass_by(MINUTE - timedelta(seconds=1))
    assert not looked_at(desk, RIGHT) and not looked_at(other, RIGHT)
    clock.pass_by(timedelta(seconds=2))
    assert looked_at(desk, RIGHT), "nor is it longer"


def test_a_clock_turned_back_shortens_no_wait_for_a_program_that_starts_after_it(desk: Desk, clock: TwoClocks) -> None:
    locked(desk)
    clock.at -= timedelta(days=30)
    other = another_process(desk, clock)
    assert not looked_at(other, RIGHT)
    clock.pass_by(MINUTE)
    assert looked_at(other, RIGHT), "whoever waits there once has waited"


def test_a_wrong_try_by_a_clock_turned_back_is_not_written_into_the_past(desk: Desk, clock: TwoClocks) -> None:
    """Back, one wrong try, forth again: the wait that follows it is whole."""
    locked(desk)
    clock.pass_by(MINUTE)
    clock.at -= timedelta(days=30)
    assert not looked_at(desk, WRONG), "a try that counts, and now everybody waits for five minutes"
    clock.at += timedelta(days=30)
    for each in (desk, another_process(desk, clock)):
        assert not looked_at(each, RIGHT)
    clock.pass_by(4 * MINUTE)
    for each in (desk, another_process(desk, clock)):
        assert not looked_at(each, RIGHT)


def test_who_leads_ends_a_wait_at_once_whatever_the_clock_did(desk: Desk, clock: TwoClocks) -> None:
    staffing.add(desk, "Olga", "lead")
    pins.set_pin(desk, "Ilze", RIGHT)
    pins.set_pin(signing_in.by_code(desk, "Ilze", RIGHT)[0], "Olga", "604817")
    locked(desk)
    clock.at -= timedelta(days=400)
    pins.unlock(signing_in.by_code(desk, "Olga", "604817")[0], "Ilze")
    assert looked_at(desk, RIGHT)


# --- a yes, and authority given ahead -------------------------------------------------------------------------


def asked(desk: Desk) -> tuple[str, ApprovalLine]:
    talk = heard(desk, make_guest(desk), "room_fault")
    line = approving.ask(desk, talk, "part_of_bill", ask="160", reason="No heating all night")
    assert isinstance(line, ApprovalLine)
    return talk, line


def usable(desk: Desk, talk: str, line: ApprovalLine) -> bool:
    try:
        opened = giving.open_gesture(desk, talk, "part_of_bill", approval_id=line.id)
    except BadInput:
        return False
    assert isinstance(opened, Preview), opened
    return True


@pytest.mark.parametrize("back", [timedelta(hours=2), timedelta(days=365)], ids=str)
def test_a_yes_that_a_desk_has_seen_is_not_revived_by_a_clock_turned_back(
    desk: Desk, clock: TwoClocks, back: timedelta
) -> None:
    """Nothing was written since it ended, so only the clock that nobody sets knows."""
    talk, line = asked(desk)
    answering.answer_yes(as_lead(desk), line.id)
    assert usable(desk, talk, line) and len(standing.unsettled(desk, talk)) == 1
    clock.pass_by(timedelta(hours=1))
    clock.at -= back
    assert not usable(desk, talk, line)
    assert standing.unsettled(desk, talk) == ()


def test_a_question_that_nobody_answered_in_time_cannot_be_answered_after_a_clock_is_turned_back(
    desk: Desk, clock: TwoClocks
) -> None:
    _talk, line = asked(desk)
    assert answering.waiting(as_lead(desk))
    clock.pass_by(timedelta(hours=1))
    clock.at -= timedelta(hours=2)
    with pytest.raises(Exception, match="lapsed"):
        answering.answer_yes(as_lead(desk), line.id)


def test_authority_given_ahead_ends_once(desk: Desk, clock: TwoClocks) -> None:
    talk = heard(desk, make_guest(desk), "room_fault")
    until = clock.at + timedelta(hours=1)
    granting.grant(as_lead(desk), "part_of_bill", "180", staff="Anna", until=until, reason="The whole floor is cold")
    assert isinstance(giving.open_gesture(desk, talk, "part_of_bill", ask="160", reason="No heating"), Preview)
    assert len(granting.open_grants(desk)) == len(standing.ahead(desk)) == 1
    clock.pass_by(timedelta(hours=1))
    clock.at -= timedelta(hours=3)
    assert isinstance(giving.open_gesture(desk, talk, "part_of_bill", ask="160", reason="No heating"), Blocked)
    assert granting.open_grants(desk) == standing.ahead(desk) == ()


def test_what_is_new_after_a_clock_was_set_right_lasts_as_long_as_ever(desk: Desk, clock: TwoClocks) -> None:
    """A clock that was a day ahead, without a line in the ledger, spoils nothing that begins later."""
    clock.at += timedelta(days=1)
    other = another_process(desk, clock)
    clock.at -= timedelta(days=1)
    talk, line = asked(other)
    answering.answer_yes(as_lead(desk), line.id)
    for each in (desk, other):
        assert usable(each, talk, line)
    clock.pass_by(timedelta(minutes=20))
    assert usable(other, talk, line)
    done = giving.open_gesture(other, talk, "part_of_bill", approval_id=line.id)
    assert isinstance(done, Preview)
    given(other, talk, "drink")
