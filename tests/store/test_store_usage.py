"""Counters move with the entry, free what it took where it was counted, and can always be counted anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from a_desk import GUIDELINES, Clock, as_lead, given, heard, make_desk, make_guest, previewed
from frontdesk.authority.limits import scope_of
from frontdesk.authority.values import Moment, UsageNeeded
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.rules import in_force
from frontdesk.desk.views import Blocked
from frontdesk.store import usage
from frontdesk.store.transaction import reading, writing

NEW_LIMIT = "      - {id: per_week, up_to: 3 times, per: customer, within: week}\n"
PER_DAY = "      - {id: per_day, up_to: 20 times, per: staff, within: day}\n"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock)


def agree(desk: Desk) -> bool:
    with reading(desk.store) as connection:
        return usage.stored(connection) == usage.recount(connection, desk.days())


def rewrite(desk: Desk, old: str, new: str) -> Desk:
    path = desk.folder / "guidelines.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    renewed = in_force.refreshed(desk)
    assert renewed.problems == ()
    return renewed


def test_a_limit_that_is_new_counts_what_was_given_before_it(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    for _time in range(3):
        given(desk, conversation, "drink")
    desk = rewrite(desk, PER_DAY, PER_DAY + NEW_LIMIT)
    blocked = giving.open_gesture(desk, conversation, "drink")
    assert isinstance(blocked, Blocked)
    assert "3 of 3" in blocked.because
    assert agree(desk)


def test_an_older_desk_gives_nothing_more_and_takes_back_for_a_limit_it_does_not_know(desk: Desk) -> None:
    older = desk
    newer = rewrite(desk, PER_DAY, PER_DAY + NEW_LIMIT)
    conversation = heard(newer, make_guest(newer))
    attempt = previewed(newer, conversation, "drink")
    with pytest.raises(in_force.GuidelinesChanged):
        giving.give(older, attempt)
    last = [given(newer, conversation, "drink") for _time in range(3)][-1]
    assert isinstance(giving.open_gesture(newer, conversation, "drink"), Blocked)
    giving.take_back(older, last.entry_id, "oops")
    given(newer, conversation, "drink")
    assert agree(newer)


def test_a_limit_that_was_away_and_comes_back_missed_nothing(desk: Desk) -> None:
    with_limit = rewrite(desk, PER_DAY, PER_DAY + NEW_LIMIT)
    without = rewrite(with_limit, NEW_LIMIT, "")
    conversation = heard(without, make_guest(without))
    last = [given(without, conversation, "drink") for _time in range(3)][-1]
    back = rewrite(without, PER_DAY, PER_DAY + NEW_LIMIT)
    assert isinstance(giving.open_gesture(back, conversation, "drink"), Blocked)
    giving.take_back(back, last.entry_id, "oops")
    given(back, conversation, "drink")
    assert agree(back)


def test_a_shape_that_was_never_counted_is_counted_on_the_spot(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    given(desk, conversation, "drink")
    assert desk.guidelines is not None
    drink = desk.guidelines.gestures["drink"]
    limit = replace(drink.limits[1], per=("desk",))
    scope = {**scope_of(Moment(desk.now(), "staff", desk.person.id)), "desk": "x"}
    from frontdesk.authority import limits

    key = limits.key_for(limit, scope, desk.now(), desk.days())
    assert key is not None
    with reading(desk.store) as connection:
        assert usage.read(connection, (UsageNeeded(key),), desk.days())[key].times == 0
        other = limits.key_for(replace(limit, per=("site", "staff")), scope_of_entry(desk), desk.now(), desk.days())
        assert other is not None
        assert usage.read(connection, (UsageNeeded(other),), desk.days())[other].times == 1


def scope_of_entry(desk: Desk) -> dict[str, str]:
    with reading(desk.store) as connection:
        row = connection.execute("SELECT scope_json FROM entries").fetchone()
    assert row is not None
    import json

    return dict(json.loads(row[0]))


def test_counting_anew_says_the_same_after_a_day_of_everything(desk: Desk, clock: Clock) -> None:
    lead = as_lead(desk)
    for _guest in range(3):
        conversation = heard(desk, make_guest(desk), "late")
        drink = given(desk, conversation, "drink")
        given(desk, conversation, "part_of_bill", "60")
        giving.take_back(lead, given(desk, conversation, "part_of_bill", "20").entry_id, "oops")
        clock.forward(hours=7)
        giving.take_back(lead, drink.entry_id, "oops")
    assert agree(desk)
    with reading(desk.store) as connection:
        kept = usage.stored(connection)
    with writing(desk.store) as connection:
        connection.execute("DELETE FROM usage")
        connection.execute("DELETE FROM usage_marks")
        connection.execute("DROP TRIGGER shapes_never_removed")
        connection.execute("DELETE FROM shapes")
        assert desk.guidelines is not None
        usage.ensure_counted(connection, desk.guidelines)
    with reading(desk.store) as connection:
        assert usage.stored(connection) == kept


def test_a_reversal_is_freed_in_its_window_even_when_the_clock_of_the_site_was_set_otherwise(
    desk: Desk, clock: Clock
) -> None:
    done = given(desk, heard(desk, make_guest(desk)), "card")
    moved = rewrite(desk, 'day_starts: "06:00"', 'day_starts: "23:00"')
    clock.forward(hours=10)
    giving.take_back(as_lead(moved), done.entry_id, "oops")
    with reading(desk.store) as connection:
        assert usage.stored(connection) == {}


def test_the_guidelines_of_the_tests_have_every_kind_of_window() -> None:
    assert all(f"within: {window}" in GUIDELINES for window in ("ever", "day", "90 days", "1 hour"))
