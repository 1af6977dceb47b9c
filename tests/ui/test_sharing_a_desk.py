"""One terminal, several people: it hides what stands on it, keeps what was typed, and tells nobody else's news."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import uidesk
from textual.pilot import Pilot
from uidesk import app_on, drawn, ready

from frontdesk.desk.opening import as_person
from frontdesk.desk.people import pins, sessions, sign_in_log, staffing
from frontdesk.store.transaction import reading, writing
from frontdesk.ui.app import DeskApp
from frontdesk.ui.screens.idea import IdeaScreen
from frontdesk.ui.screens.sign_in import SignInScreen
from frontdesk.ui.screens.start import StartScreen


class Idle:
    """The clock of idle time, moved by the test."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


async def seated(pilot: Pilot[Any], app: DeskApp) -> Idle:
    """The desk is open and its session written down; its idle clock then stands still."""
    await ready(pilot)
    seat, idle = app._seat, Idle()
    assert seat is not None and app.desk is not None
    while seat._begun != app.desk.session_id:
        seat.look()
        await ready(pilot)
    seat.clock = idle
    seat.touched()
    return idle


async def until_screen(pilot: Pilot[Any], kind: type) -> None:
    for _time in range(200):
        await ready(pilot)
        if isinstance(pilot.app.screen, kind):
            return
    raise AssertionError(f"{kind} never came:\n{drawn(pilot.app)}")


async def test_five_idle_minutes_hide_the_desk_and_nobody_s_news_is_shown_on_it(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        idle = await seated(pilot, app)
        idle.at += 299
        app._seat.look()
        assert isinstance(app.screen, StartScreen)
        await pilot.press("down")  # somebody is there
        idle.at += 299
        app._seat.look()
        assert isinstance(app.screen, StartScreen)
        app.notify("Ilze said yes for Kristīne")
        idle.at += 2
        app._seat.look()
        await until_screen(pilot, SignInScreen)
        assert "Anna sits here" in drawn(app) and "Kristīne" not in drawn(app)
        app.notify("Kristīne calls")
        for key in ("f2", "f6", "ctrl+t", "ctrl+p", "escape", "n", "u"):
            await pilot.press(key)
            await ready(pilot)
        assert isinstance(app.screen, SignInScreen) and "Kristīne" not in drawn(app)
        assert sessions.here(app.desk)[0].locked_at is not None
        await pilot.press("enter")
        await until_screen(pilot, StartScreen)
        assert [each.message for each in app._notifications] == ["Kristīne calls"]
        assert sessions.here(app.desk)[0].locked_at is None


async def test_a_form_under_the_curtain_keeps_its_words_and_belongs_to_who_typed_them(folder: Path) -> None:
    """Another person who sits down sees neither the form nor its words; its owner finds them again."""
    desk = uidesk.opened(folder)
    staffing.add(desk, "Ilze", "lead")
    lead = as_person(desk, "Ilze")
    pins.set_pin(lead, "Ilze", "482915")
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await seated(pilot, app)
        await pilot.press("f12")
        await until_screen(pilot, IdeaScreen)
        await pilot.press(*"warm towels")
        await pilot.press("ctrl+l")
        await until_screen(pilot, SignInScreen)
        await pilot.press("enter")
        await until_screen(pilot, IdeaScreen)
        assert "warm towels" in drawn(app)
        await pilot.press("ctrl+l")
        await until_screen(pilot, SignInScreen)
        assert "warm" not in drawn(app)
        await pilot.press("2")
        await ready(pilot)
        assert "Code of Ilze" in drawn(app)
        await pilot.press(*"482915", "enter")
        await until_screen(pilot, StartScreen)
        assert app.desk.person.name == "Ilze" and "· Ilze" in drawn(app)
        await pilot.press("f12")
        await until_screen(pilot, IdeaScreen)
        assert "warm towels" not in drawn(app)
        await pilot.press("ctrl+l")
        await until_screen(pilot, SignInScreen)
        await pilot.press("1")
        await until_screen(pilot, StartScreen)
        await pilot.press("f12")
        await until_screen(pilot, IdeaScreen)
        assert "warm towels" in drawn(app) and "· Anna" in app.screen_stack[0].query_one("Header").render().plain
    with reading(desk.store) as connection:
        ended = [row[0] for row in connection.execute("SELECT ended_how FROM sessions ORDER BY began_at, id")]
    assert sorted(ended) == ["", "switched", "switched"]


async def test_who_sits_for_a_moment_only_is_written_down_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for the next look at the seat: a session that nobody finds in the table would have no owner."""
    monkeypatch.setattr("frontdesk.ui.seat.LOOK_SECONDS", 3600)
    desk = uidesk.opened(folder)
    staffing.add(desk, "Ilze", "lead")
    pins.set_pin(as_person(desk, "Ilze"), "Ilze", "482915")
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await seated(pilot, app)
        await pilot.press("ctrl+l")
        await until_screen(pilot, SignInScreen)
        await pilot.press("2")
        await ready(pilot)
        await pilot.press(*"482915", "enter")
        await until_screen(pilot, StartScreen)
        assert app.desk.person.name == "Ilze"
        assert [each.name for each in sessions.here(app.desk)] == ["Ilze"]
        with writing(desk.store):  # another desk holds the database
            await pilot.press("ctrl+l")
            await until_screen(pilot, SignInScreen)
            await pilot.press("1")
            await until_screen(pilot, StartScreen)
            assert app.desk.person.name == "Anna"
            assert [each.name for each in sessions.here(app.desk)] == ["Ilze"]
        app._seat.look()
        await ready(pilot)
        assert [each.name for each in sessions.here(app.desk)] == ["Anna"]
        signed_in = [(each.staff_name, each.how) for each in sign_in_log.newest(app.desk, 10)]
    assert signed_in.count(("Anna", "name")) == 2, "tried again it is one signing in"
