"""Scenario 002-10 on the screen: one key on the day makes a sheet, shows it and puts it into a file."""

from __future__ import annotations

from pathlib import Path

import uidesk
from uidesk import Clock, app_on, drawn, ready

from frontdesk.desk.learning import storytelling
from frontdesk.ui.screens.day import DayScreen
from frontdesk.ui.screens.sheet import SheetScreen


async def test_002_10_one_key_on_the_day_prints_the_line_up(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    desk = uidesk.opened(folder, clock)
    storytelling.tell(desk, None, "foreseen", "You called before I noticed")
    desk.store.close()
    app = app_on(folder, clock, first="day")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("l")
        await ready(pilot)
        assert isinstance(app.screen, SheetScreen)
        shown = drawn(app)
        assert "LINE-UP · Sat 21 Nov 2026" in shown and "“You called before I noticed”" in shown
        assert "PROMISED" in shown
        (path,) = (folder / "sheets").iterdir()
        assert path.name == "line-up-2026-11-21.txt" and f"sheets/{path.name}" in shown
        assert all(line.rstrip() in shown for line in path.read_text(encoding="utf-8").splitlines()[:15])
        await pilot.press("escape")
        await ready(pilot)
        assert isinstance(app.screen, DayScreen)


async def test_one_key_on_the_day_prints_the_hand_over_on_every_layout(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock, first="day")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        for key in ("h", "р"):
            await pilot.press(key)
            await ready(pilot)
            assert isinstance(app.screen, SheetScreen)
            before = drawn(app)
            assert "HAND-OVER" in before
            await pilot.press("end")
            await ready(pilot)
            assert "stays behind the desk" in drawn(app), "the keys of the arrows go through it"
            await pilot.press("escape")
            await ready(pilot)
        assert [each.name for each in (folder / "sheets").iterdir()] == ["hand-over.txt"]


async def test_a_sheet_without_a_file_is_shown_and_says_so(folder: Path) -> None:
    (folder / "sheets").write_text("somebody's own file")
    app = app_on(folder, first="day")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("h")
        await ready(pilot)
        assert "cannot be made" in drawn(app).replace("\n", " ") and "HAND-OVER" in drawn(app)
