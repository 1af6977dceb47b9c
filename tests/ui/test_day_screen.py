"""The day: what is owed first, then what was done; live, calm, and nobody is ranked."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import uidesk
from textual.pilot import Pilot
from uidesk import NOW, Clock, app_on, drawn, lines, ready, until

from frontdesk.desk.conversations import talking
from frontdesk.desk.day import leading
from frontdesk.desk.day.day_views import Day, GestureSum, HourSum
from frontdesk.desk.events.event_views import EventLine
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning import reviewing, storytelling
from frontdesk.desk.learning.learning_views import Instead, RuleKind, Stopped, StoppedLine
from frontdesk.desk.promises import promising
from frontdesk.desk.views import BudgetLeft, Given, Preview, PromiseLine
from frontdesk.ui.app import DeskApp
from frontdesk.ui.screens import day as day_module
from frontdesk.ui.screens import day_acting, day_lists
from frontdesk.ui.screens.day import DayScreen
from frontdesk.ui.screens.day_lists import ListScreen
from frontdesk.ui.screens.promise_choice import PromiseChoice
from frontdesk.ui.screens.promise_owner import OwnerScreen
from frontdesk.ui.screens.start import StartScreen
from frontdesk.ui.widgets import day_areas, day_asked, day_done, day_head, day_owed
from frontdesk.ui.widgets.day_head import DaySecond
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.sections import Item, Section, laid_out


def a_day(**changes: Any) -> Day:
    empty = Day(date(2026, 11, 21), (), (), (), (), (), (), 0, 0, 0)
    return replace(empty, **changes)


def text_of(section: Section, cells: int = 70) -> str:
    return "\n".join(row.make(cells).plain.rstrip() for row in laid_out([section]))


async def to_the_day(pilot: Pilot[Any]) -> None:
    await ready(pilot)
    await pilot.press("f6")
    await ready(pilot)
    assert isinstance(pilot.app.screen, DayScreen)


def a_gesture(folder: Path, clock: Clock, name: str = "Walter") -> str:
    """Somebody is given the first thing that can simply be given; its label."""
    desk = uidesk.opened(folder, clock)
    talk = talking.start(desk, name=name, request="The tea was cold")
    talking.hear(desk, talk.id)
    for line in giving.bar(desk, talk.id).lines:
        opened = giving.open_gesture(desk, talk.id, line.gesture)
        if isinstance(opened, Preview):
            assert isinstance(giving.give(desk, opened.attempt), Given)
            desk.store.close()
            return opened.label
    raise AssertionError("the hotel's pack has a gesture that can simply be given")


# --- coming and going ---------------------------------------------------------------------------------------


async def test_f6_shows_promises_by_urgency_and_f6_again_goes_back(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        shown = lines(app, "#owed")
        assert shown.index("overdue 32 min") < shown.index("due     15:00")
        assert "Sat 21 Nov  today" in drawn(app) and "! 1 overdue" in drawn(app)
        await pilot.press("f6")
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)


async def test_the_program_can_open_on_the_day(folder: Path) -> None:
    app = app_on(folder, first="day")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert isinstance(app.screen, DayScreen)
        assert "PROMISED" in lines(app, "#owed")
        await pilot.press("escape")
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)


async def test_the_arrows_walk_the_days_and_t_comes_back(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        assert "WAITING FOR A YES" in lines(app, "#owed")
        for key, title in (
            ("left", "Fri 20 Nov  yesterday"),
            ("left", "Thu 19 Nov"),
            ("t", "Sat 21 Nov  today"),
            ("right", "Sun 22 Nov  tomorrow"),
        ):
            await pilot.press(key)
            await ready(pilot)
            assert title in drawn(app)
        assert "WAITING FOR A YES" not in lines(app, "#owed")  # what waits now belongs to the day that goes on


async def test_an_empty_day_says_what_comes_next_and_stays_on_one_screen(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        assert "nothing is owed to anybody · F5 in a conversation promises" in drawn(app)
        assert len(lines(app, "#owed").splitlines()) < 20


# --- promises -----------------------------------------------------------------------------------------------


async def test_a_kept_promise_leaves_the_owed_ones_and_the_mark_stays_beside_it(folder: Path) -> None:
    clock = Clock()
    overdue, due = uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        await pilot.press("k")
        await ready(pilot)
        assert isinstance(app.screen, PromiseChoice)
        app.screen.query_one(Rows)._painted_at = 0.0  # type: ignore[attr-defined]
        await pilot.press("enter")
        await ready(pilot)
        shown = lines(app, "#owed")
        assert "kept: 1 late" in shown and "0 of 1 kept in time · 1 late" in shown
        assert "Kristīne" not in shown
        assert app.screen.query_one("#owed", Rows).marked == "promise:" + due
        assert overdue not in shown


async def test_r_and_a_digit_hand_a_promise_on(folder: Path) -> None:
    clock = Clock()
    overdue, _due = uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        assert "r owner" in drawn(app)
        await pilot.press("r")
        await ready(pilot)
        assert isinstance(app.screen, OwnerScreen)
        await pilot.press("1")
        await ready(pilot)
        assert "Jānis" in lines(app, "#owed").splitlines()[1]
    desk = uidesk.opened(folder, clock)
    assert promising.one(desk, overdue).owner == "Jānis"
    assert [(each.from_owner, each.to_owner) for each in promising.moves(desk, overdue)] == [("Anna", "Jānis")]


async def test_c_shows_the_number_big_with_channel_hours_and_the_request(folder: Path) -> None:
    clock = Clock()
    desk = uidesk.opened(folder, clock)
    uidesk.with_promises(folder, clock)
    talk = talking.start(desk, customer_id=promising.waiting(desk)[0].customer_id, request="My card does not open")
    talking.hear(desk, talk.id)
    terms = promising.Terms(channel="telegram", hours="17-19")
    promising.promise(desk, talk.id, "call about the card", NOW + timedelta(hours=3), terms=terms)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        await pilot.press("down", "down", "c")
        await ready(pilot)
        shown = drawn(app)
        assert "telegram · wants to hear 17-19 · not now: from 17:00" in shown
        assert "“My card does not open”" in shown
        assert app.screen.query_one("#number").size.height == 3
        await pilot.press("escape")
        await pilot.resize_terminal(60, 20)
        await ready(pilot)
        await pilot.press("c")
        await ready(pilot)
        assert "+371 26 123 456" in drawn(app)


async def test_the_keys_at_the_foot_are_those_of_the_marked_line(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    a_gesture(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        assert "k kept" in drawn(app).splitlines()[-1]
        await pilot.press("end")
        await ready(pilot)
        foot = drawn(app).splitlines()[-1]
        assert "k kept" not in foot and "/ filter" in foot


def test_the_first_screen_stays_short_when_a_thousand_are_owed_the_same() -> None:
    line = PromiseLine("p", "swap", "Anna", NOW, "open", None, "", "c")
    many = tuple(replace(line, id=str(number)) for number in range(1000))
    (rest,) = day_owed._rest("due", many[day_owed.DUE_SHOWN :], "due", "")
    assert rest.row.make(40).plain == "+ 992 more due"


# --- what was done ------------------------------------------------------------------------------------------


async def test_stories_stand_before_costs_and_open_the_next_day(folder: Path) -> None:
    clock = Clock()
    desk = uidesk.opened(folder, clock)
    a_gesture(folder, clock)
    storytelling.tell(desk, None, "foreseen", "You told us before we even left home", ["Jānis"])
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        shown = lines(app, "#owed")
        assert "thanks to Jānis" in shown
        assert shown.index("before we even left home") < shown.index("GIVEN")
        clock.at = NOW + timedelta(days=1)
        await pilot.press("t")
        await ready(pilot)
        assert "thanks to Jānis · Sat 21 Nov" in lines(app, "#owed")


async def test_what_was_given_stands_with_its_value_and_enter_lists_it(folder: Path) -> None:
    clock = Clock()
    label = a_gesture(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        shown = lines(app, "#owed")
        assert label in shown and "CHANCES LEFT" in shown and "most 14:00 · 1" in shown
        app.screen.query_one("#owed", Rows).mark("gesture:" + label_id(app, label))
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, ListScreen)
        assert "Walter" in drawn(app) and "Anna" not in lines(app, "#listed")
        await pilot.press("enter")
        await ready(pilot)
        assert "The tea was cold" in drawn(app)


def label_id(app: DeskApp, label: str) -> str:
    assert isinstance(app.screen, DayScreen) and app.screen.day is not None
    return next(each.gesture for each in app.screen.day.given if each.label == label)


def test_amounts_stand_under_each_other_and_are_never_cut() -> None:
    given = (
        GestureSum("drink", "A free drink for everybody at the table and one for the road, too", 6, 4800, 1200),
        GestureSum("bill", "Part of the bill", 12, 1234567, 1234567),
        GestureSum("lounge", "Lounge", 1, 0, 0),
    )
    desk: Any = None
    shown = text_of(day_done.given(desk, a_day(given=given, today=False), 2), 54).splitlines()
    rows = [line for line in shown if "." in line]
    assert {len(line) for line in rows} == {54}
    assert {line.rindex(".") for line in rows} == {51}
    assert "12345.67" in rows[1] and "…" in rows[0]
    assert shown[3].rstrip().endswith("-") and len(shown[3].rstrip()) == 52


def test_the_day_by_hours_is_a_line_of_blocks_with_words_at_its_end() -> None:
    hours = tuple(
        HourSum(hour % 24, {8: 4, 9: 8, 14: 1}.get(hour, 0), 0, 0) for hour in range(5, 29)
    )  # the day begins at five
    wide = day_done._hours_line(hours, 12, 76).plain
    assert wide.startswith("05 ······▄▄██··")
    assert "most 09:00 · 8" in wide and "04" in wide
    narrow = day_done._hours_line(hours, 12, 48).plain
    assert len(narrow.rstrip()) <= 48 and "▄█" in narrow and "most 09:00 · 8" in narrow
    assert "most 09:00 · 8" in day_done._hours_line(hours, 24, 20).plain


def test_a_budget_says_what_is_left_in_figures_and_a_bar_and_the_last_chance_shows() -> None:
    budgets = (
        BudgetLeft("goodwill_day", 38000, 120000, 82000, True, False, "today", 40, "Free drink"),
        BudgetLeft("upgrades", 999, 1000, 1, False, True, "this week"),
        BudgetLeft("taxi", 7, 5, 0, True, True),
    )
    shown = text_of(day_done.chances(a_day(budgets=budgets), 2), 77)
    goodwill, upgrades, taxi = [line for line in shown.splitlines() if " left" in line and " of " in line]
    assert "820.00 of 1200.00 left today" in goodwill and goodwill.count(day_done.FULL) == 14
    assert upgrades.count(day_done.FULL) == 1 and "left this week" in upgrades
    assert taxi.count(day_done.FULL) == 0
    assert "enough for 40 x Free drink" in shown


def test_where_limits_stopped_is_told_by_the_line_and_by_what_was_done_instead() -> None:
    line = StoppedLine(
        "authority", RuleKind.AUTHORITY, "right", "Make it right: what a role may give alone", 4, 3, 45000, 15000,
        (Instead("Free drink", 2), Instead("a promise", 1)), 1, 0, ("c",),
    )  # fmt: skip
    shown = text_of(day_done.stopped(a_day(stopped=Stopped(NOW.date(), NOW.date(), 4, (line,))), 2, tight=False), 90)
    first, second = shown.splitlines()[1:]
    assert first.startswith("Make it right") and first.endswith("4     450.00")
    assert second.strip() == ("instead Free drink ×2, a promise · approved anyway · what a role may give alone")


async def test_reviews_and_mass_events_stand_after_the_promises_and_only_where_there_are_any(folder: Path) -> None:
    clock = Clock()
    desk = uidesk.opened(folder, clock)
    review = reviewing.begin(desk, "review", "maps", "Nobody told us that the pool was closed")
    due = NOW + timedelta(days=1)
    event = EventLine(
        id="e",
        name="Batch B-1",
        cause="a recalled kettle",
        gesture="swap",
        gesture_label="Swap",
        promise="call and swap",
        due_at=due,
        owner="Ilze",
        owner_here=True,
        opened_at=NOW,
        closed_at=None,
        members=1000,
        unnamed=0,
        called=40,
        reached=30,
        left_word=10,
        given=12,
        value_minor=60000,
        cost_minor=60000,
        budget_minor=500000,
        budget_stops=0,
        left_minor=440000,
        promises_open=988,
        promises_kept=12,
        first_due_at=due,
        overdue=False,
    )
    day = a_day(reviews=reviewing.owed(desk), events=(event,))
    titles = [section.title for section in day_areas.areas(desk, day, 80)[0]]
    assert titles[:3] == ["PROMISED", "REVIEWS AND LETTERS", "MASS EVENTS"] and titles[3] == "STORIES"
    assert "REVIEWS AND LETTERS" not in [each.title for each in day_areas.areas(desk, a_day(), 80)[0]]
    shown = text_of(day_asked.events(desk, day), 77)
    assert "Batch B-1 · call and swap" in shown and "30 of 1000 reached" in shown and "4400.00 of 5000.00 left" in shown
    (row,) = [item.row.id for item in day_asked.reviews(desk, day).items]
    assert row == "talk:" + review.id
    desk.store.close()


async def test_what_a_key_came_to_stands_long_enough_to_be_read_however_often_the_desks_write(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        monkeypatch.setattr(day_head, "TOLD_SECONDS", uidesk.PATIENCE_SECONDS)
        assert isinstance(app.screen, DayScreen)
        await pilot.press("z")
        app.screen.load()
        await ready(pilot)
        assert "z does nothing here" in drawn(app) and "0 conversations closed" not in drawn(app)
        second = app.screen.query_one(DaySecond)
        second._told_until = 0.0
        second._told()
        await ready(pilot)
        assert "0 conversations closed" in drawn(app)


# --- narrowing, columns, places -----------------------------------------------------------------------------


async def test_words_narrow_the_day_and_esc_brings_every_line_back(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    a_gesture(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        await pilot.press("slash", *"pillo")
        await ready(pilot)
        shown = lines(app, "#owed")
        assert "Олена" in shown and "Kristīne" not in shown and "GIVEN" not in shown
        await pilot.press("enter", "k")
        await ready(pilot)
        assert isinstance(app.screen, PromiseChoice)
        await pilot.press("escape", "slash", *"xyz")
        await ready(pilot)
        assert "nothing here says “pilloxyz”" in drawn(app)
        await pilot.press("escape")
        await ready(pilot)
        assert "Kristīne" in lines(app, "#owed")
        assert isinstance(app.screen, DayScreen)


async def test_at_120_columns_what_was_done_stands_beside_what_is_owed(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    label = a_gesture(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await to_the_day(pilot)
        owed, done = app.screen.query_one("#owed", Rows), app.screen.query_one("#done", Rows)
        assert owed.region.y == done.region.y and label in done.text and "GIVEN" not in owed.text
        assert "Tab column" in drawn(app)
        await pilot.press("tab")
        assert done.has_focus
        await pilot.resize_terminal(80, 24)
        await ready(pilot)
        assert owed.has_focus and "GIVEN" in owed.text
        assert "Tab column" not in drawn(app)


async def test_at_60_columns_promises_keep_symbol_time_name_text_and_owner(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(60, 20)) as pilot:
        await to_the_day(pilot)
        line = lines(app, "#owed").splitlines()[1]
        assert line.startswith("! 32 min") and "Kristīne" in line and "answer about" in line and "Anna" in line
        assert max(len(each) for each in drawn(app).splitlines()) <= 60


# --- live ---------------------------------------------------------------------------------------------------


async def test_the_day_is_read_again_only_when_somebody_wrote_or_a_minute_passed(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        screen = app.screen
        assert isinstance(screen, DayScreen)
        await until(pilot, lambda: app._seat._begun == app.desk.session_id)  # who sits here is written down, too
        await until(pilot, lambda: screen._reading_since is None and screen._stamp == leading.stamp(screen.desk))
        before = screen._stamp
        screen._look()
        assert screen._reading_since is None and screen._stamp == before
        label = a_gesture(folder, clock)
        screen._look()
        assert screen._reading_since is not None
        await ready(pilot)
        assert label in lines(app, "#owed")
        assert screen._stamp != before
        clock.at = NOW + timedelta(minutes=29)
        screen._look()
        await ready(pilot)
        assert lines(app, "#owed").count("overdue") == 2
        await pilot.press("f6")
        await ready(pilot)
        stamp = screen._stamp
        a_gesture(folder, clock, "Zelda")
        screen._look()
        assert screen._stamp == stamp  # not while another screen is in front


async def test_a_line_that_comes_in_leaves_the_mark_on_its_line(folder: Path) -> None:
    clock = Clock()
    _overdue, due = uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_day(pilot)
        await pilot.press("down")
        rows = app.screen.query_one("#owed", Rows)
        assert rows.marked == "promise:" + due
        desk = uidesk.opened(folder, clock)
        talk = talking.start(desk, name="Karl", request="Where is my bag?")
        talking.hear(desk, talk.id)
        promising.promise(desk, talk.id, "find the bag", clock.at + timedelta(minutes=5))
        assert isinstance(app.screen, DayScreen)
        app.screen._look()
        await ready(pilot)
        assert "find the bag" in rows.text
        assert rows.marked == "promise:" + due


# --- nobody is ranked ---------------------------------------------------------------------------------------


def test_the_day_names_people_only_where_they_owe_something_or_are_thanked() -> None:
    """Principle 9: no list of who gave how much, or how often; the entries with staff names are not asked for."""
    modules = (day_module, day_acting, day_lists, day_areas, day_asked, day_done, day_owed)
    source = "".join(inspect.getsource(module) for module in modules)
    assert ".staff" not in source.replace("staffing.", "") and "day.lines" not in source
    assert "lines=False" in inspect.getsource(day_module)


def test_words_to_find_meet_the_beginnings_of_words_in_any_script() -> None:
    items = (
        Item(Row("a", lambda _cells: day_owed.words("Тетяна Гузенко")), "Тетяна Гузенко нотатки"),
        Item(Row("b", lambda _cells: day_owed.words("Bērziņa")), "Bērziņa late checkout"),
    )
    section = Section("PROMISED", items, "nothing")
    assert [row.id for row in laid_out([section], "нотат")] == ["", "a"]
    assert [row.id for row in laid_out([section], "berz check")] == ["", "b"]
