"""The day: promises first, then what was given and what is left; nobody is ranked."""

from __future__ import annotations

import inspect
from datetime import date
from pathlib import Path

import uidesk
from uidesk import Clock, app_on, drawn, lines, ready

from frontdesk.desk import giving, talking
from frontdesk.desk.day_views import Day, GestureSum
from frontdesk.desk.views import BudgetLeft, Given, Preview
from frontdesk.ui.screens import day as day_module
from frontdesk.ui.screens.day import DayScreen
from frontdesk.ui.screens.promise_choice import PromiseChoice
from frontdesk.ui.screens.start import StartScreen
from frontdesk.ui.widgets import sums
from frontdesk.ui.widgets.rows import Rows


def a_day(**changes: object) -> Day:
    empty: dict[str, object] = dict(
        date=date(2026, 11, 21),
        overdue=(),
        due=(),
        kept=(),
        given=(),
        lines=(),
        budgets=(),
        blocks=0,
        conversations_open=0,
        conversations_closed=0,
    )
    return Day(**{**empty, **changes})  # type: ignore[arg-type]


def text_of(day: Day, cells: int = 70) -> str:
    return "\n".join(row.make(cells).plain.rstrip() for row in sums.day_rows(day, 2))


async def test_f6_shows_promises_by_urgency_and_f6_again_goes_back(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f6")
        await ready(pilot)
        assert isinstance(app.screen, DayScreen)
        shown = lines(app, "#promises")
        assert shown.index("overdue") < shown.index("due     15:00")
        assert "Sat 21 Nov  today" in drawn(app)
        await pilot.press("f6")
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)


async def test_the_arrows_walk_the_days_and_t_comes_back(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f6")
        await ready(pilot)
        await pilot.press("left")
        await ready(pilot)
        assert "Fri 20 Nov  yesterday" in drawn(app)
        await pilot.press("left")
        await ready(pilot)
        assert "Thu 19 Nov" in drawn(app)
        await pilot.press("t")
        await ready(pilot)
        assert "Sat 21 Nov  today" in drawn(app)
        await pilot.press("right")
        await ready(pilot)
        assert "Sun 22 Nov  tomorrow" in drawn(app)


async def test_a_kept_promise_moves_to_the_kept_ones(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f6")
        await ready(pilot)
        await pilot.press("down", "k")
        await ready(pilot)
        assert isinstance(app.screen, PromiseChoice)
        app.screen.query_one(Rows)._painted_at = 0.0  # type: ignore[attr-defined]
        await pilot.press("enter")
        await ready(pilot)
        shown = lines(app, "#promises")
    assert "KEPT" in shown
    assert shown.index("KEPT") < shown.index("Олена")


async def test_what_was_given_today_stands_with_its_value(folder: Path) -> None:
    clock = Clock()
    desk = uidesk.opened(folder, clock)
    talk = talking.start(desk, name="Walter", request="The tea was cold")
    talking.hear(desk, talk.id)
    for line in giving.bar(desk, talk.id).lines:
        opened = giving.open_gesture(desk, talk.id, line.gesture)
        if isinstance(opened, Preview):
            assert isinstance(giving.give(desk, opened.attempt), Given)
            break
    else:
        raise AssertionError("the hotel's pack has a gesture that can simply be given")
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f6")
        await ready(pilot)
        shown = lines(app, "#sums")
    assert "GIVEN" in shown and "CHANCES LEFT" in shown
    assert opened.label in shown


async def test_at_120_columns_the_figures_stand_beside_the_promises(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("f6")
        await ready(pilot)
        promises, figures = app.screen.query_one("#promises"), app.screen.query_one("#sums")
        assert promises.region.y == figures.region.y
        await pilot.resize_terminal(80, 24)
        await ready(pilot)
        assert promises.region.y < figures.region.y


def test_amounts_stand_under_each_other_and_are_never_cut() -> None:
    given = (
        GestureSum("drink", "A free drink for everybody at the table and one for the road, too", 6, 4800, 1200),
        GestureSum("bill", "Part of the bill", 12, 1234567, 1234567),
    )
    rows = [line for line in text_of(a_day(given=given), 54).splitlines() if "." in line]
    assert {len(line) for line in rows} == {54}
    assert "12345.67" in rows[1]
    assert "…" in rows[0]


def test_a_budget_says_what_is_left_in_figures_and_a_bar_and_the_last_chance_shows() -> None:
    budgets = (
        BudgetLeft("goodwill_day", 38000, 120000, 82000, True, False),
        BudgetLeft("upgrades", 999, 1000, 1, False, True),
        BudgetLeft("taxi", 7, 5, 0, False, True),
    )
    goodwill, upgrades, taxi = [
        line for line in text_of(a_day(budgets=budgets)).splitlines() if " left" in line.casefold() and "of" in line
    ]
    assert "820.00 of 1200.00 left" in goodwill and goodwill.count(sums.FULL) == 14
    assert upgrades.count(sums.FULL) == 1
    assert taxi.count(sums.FULL) == 0 and "0 of 5 left" in taxi


def test_the_day_names_no_person_but_the_owner_of_a_promise() -> None:
    """Principle 9: no list of who gave how much, or how often. `lines` (with staff names) is not shown."""
    source = inspect.getsource(sums) + inspect.getsource(day_module)
    assert ".lines" not in source and ".staff" not in source
