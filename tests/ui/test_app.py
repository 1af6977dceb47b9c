"""The program as a whole: opening, signing in, help, a small window, the palette, leaving."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import uidesk
from uidesk import Clock, app_on, drawn, lines, ready

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards
from frontdesk.desk.promises import promising
from frontdesk.desk.views import Person
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ui import themes, working
from frontdesk.ui.app import DeskApp
from frontdesk.ui.screens.day import DayScreen
from frontdesk.ui.screens.help import HelpScreen
from frontdesk.ui.screens.opening import OpeningScreen
from frontdesk.ui.screens.sign_in import SignInScreen
from frontdesk.ui.screens.start import StartScreen
from frontdesk.ui.screens.too_small import TooSmallScreen
from frontdesk.ui.widgets.header import GuidelinesLine, Header


def test_nothing_heavy_is_imported_before_the_first_frame() -> None:
    """In a process of its own: the ORM costs more than the toolkit, and is not needed for the search line."""
    code = (
        "import sys, frontdesk.ui.app; "
        "heavy = {'sqlmodel', 'sqlalchemy', 'pydantic', 'yaml', 'babel', 'alembic', 'sqlite3', 'pysqlite3', "
        "'rapidfuzz', 'anyascii'} & set(sys.modules); print(sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_a_desk_that_cannot_be_opened_says_so_and_enter_tries_again(folder: Path) -> None:
    tries: list[int] = []

    def opening() -> uidesk.Desk:
        tries.append(1)
        if len(tries) < 3:
            raise StoreUnavailable("Another program holds the [database].", "Close it, then try again.")
        return uidesk.opened(folder)

    app = DeskApp(opening)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        shown = drawn(app)
        assert "! Another program holds the [database]." in shown
        assert "Close it, then try again." in shown
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, OpeningScreen)
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)
    assert len(tries) == 3


async def test_nobody_known_is_asked_who_it_is_with_one_digit(folder: Path) -> None:
    app = DeskApp(lambda: replace(uidesk.opened(folder), person=Person("", "", "")))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        while not isinstance(app.screen, SignInScreen):
            await pilot.pause()
        await pilot.pause()
        assert lines(app, "#names").splitlines() == ["1  Anna", "2  Jānis"]
        await pilot.press("escape", "9")
        assert isinstance(app.screen, SignInScreen)
        assert "no name stands beside 9" in drawn(app)
        await pilot.press("z")
        assert "z does nothing here · F1 lists the keys that do" in drawn(app)
        await pilot.press("2")
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)
        assert app.desk is not None and app.desk.person.name == "Jānis"
        assert "desk 1 · Jānis" in drawn(app)


async def test_a_desk_where_nobody_works_says_how_to_add_somebody(folder: Path) -> None:
    desk = uidesk.opened(folder)
    empty = folder.parent / "empty"
    empty.mkdir()
    desk = uidesk.open_desk(empty, staff=None, clock=Clock(), create=True)
    app = DeskApp(lambda: desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert "frontdesk staff add" in drawn(app)


async def test_the_header_says_where_who_when_and_whether_all_is_saved(folder: Path) -> None:
    clock = Clock()
    app = DeskApp(lambda: uidesk.as_practice(uidesk.opened(folder, clock)))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        line = drawn(app).splitlines()[0]
        assert re.fullmatch(r"  PRACTICE  .* · desk 1 · Anna +Sat 21 Nov 14:32  ✓ saved", line), line
        working.touched(app.screen)
        await pilot.pause()
        assert "… saving" in drawn(app).splitlines()[0]


async def test_who_acts_is_the_last_that_a_narrow_header_gives_up(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        header = app.screen.query_one(Header)
        await pilot.resize_terminal(60, 24)
        await ready(pilot)
        header.say_standing(("⚑ 1 waits for a yes",))  # until the desk looks again, and finds that nothing waits
        assert "Anna" in header.render().plain and "⚑ 1 waits for a yes" in header.render().plain
        assert header.render().cell_length == 60


async def test_an_idle_header_repaints_nothing_within_the_minute(folder: Path) -> None:
    clock = Clock()
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        header = app.screen.query_one(Header)
        painted: list[int] = []
        header.refresh = lambda *_args, **_options: painted.append(1) or header  # type: ignore[method-assign, assignment, func-returns-value]
        header._look()
        assert painted == []
        clock.at = clock.at.replace(minute=33)
        header._look()
        assert painted == [1]


async def test_broken_guidelines_are_said_and_the_last_good_ones_stay(folder: Path) -> None:
    uidesk.opened(folder)
    (folder / "guidelines.yaml").write_text("business: [\n", encoding="utf-8")
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        line = app.screen.query_one(GuidelinesLine)
        assert line.display
        assert re.search(r"! guidelines.yaml has \d+ problems? · the version of \d\d:\d\d stays in force", drawn(app))


async def test_a_changed_guidelines_file_takes_effect_while_people_work(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        path = folder / "guidelines.yaml"
        good = path.read_text("utf-8")
        path.write_text(good + "\nnonsense: true\n", encoding="utf-8")
        app._look_at_guidelines()
        await ready(pilot)
        assert app.screen.query_one(GuidelinesLine).display
        assert "stays in force" in drawn(app)
        path.write_text(good + "\n# mended\n", encoding="utf-8")
        app._look_at_guidelines()
        await ready(pilot)
        assert not app.screen.query_one(GuidelinesLine).display


async def test_f1_explains_the_focused_part_and_its_keys(folder: Path) -> None:
    uidesk.with_promises(folder, Clock())
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f1")
        await ready(pilot)
        assert isinstance(app.screen, HelpScreen)
        in_field = drawn(app)
        assert "the end of a phone number" in " ".join(in_field.replace("│", "").split())
        await pilot.press("f1")
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)
        await pilot.press("down", "question_mark")
        await ready(pilot)
        assert isinstance(app.screen, HelpScreen)


async def test_a_question_mark_in_a_field_is_text(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("question_mark", "slash")
        assert isinstance(app.screen, StartScreen)
        assert app.screen.query_one("#search").value == "?/"  # type: ignore[attr-defined]


async def test_a_small_window_says_so_takes_no_keys_and_comes_back_by_itself(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.resize_terminal(50, 12)
        await ready(pilot)
        assert isinstance(app.screen, TooSmallScreen)
        assert "Please widen the window" in drawn(app)
        await pilot.press("f7", "x", "f6")
        await pilot.resize_terminal(59, 24)
        await ready(pilot)
        assert isinstance(app.screen, TooSmallScreen)
        await pilot.resize_terminal(60, 18)
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)
        assert app.screen.query_one("#search").value == ""  # type: ignore[attr-defined]


async def test_a_window_that_is_small_from_the_start_comes_back_too(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(40, 10)) as pilot:
        await ready(pilot)
        assert "Please widen" in drawn(app)
        await pilot.resize_terminal(80, 24)
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)


async def test_the_palette_offers_only_our_own_commands(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert titles[:3] == ["Day", "Find", "Help"] and titles[-1] == "Quit"
        assert "Screenshot" not in titles
        light = next(each for each in app.get_system_commands(app.screen) if "Light" in each.title)
        light.callback()
        await pilot.pause()
        assert app.theme == themes.LIGHT


async def test_a_text_on_the_screen_cannot_press_a_key_or_write_a_picture(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await app.run_action("simulate_key('f6')")
        await app.run_action("screenshot")
        await app.run_action("suspend_process")
        await ready(pilot)
        assert not isinstance(app.screen, DayScreen)


async def test_ctrl_c_leaves_nothing_and_ctrl_q_leaves_with_code_0(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        await pilot.press("ctrl+c")
        await ready(pilot)
        assert app.is_running
        assert any("Ctrl+Q" in each.message for each in app._notifications)
        await pilot.press("ctrl+q")
        await ready(pilot)
    assert app.return_code == 0


async def test_leaving_waits_for_what_is_being_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr("frontdesk.ui.ending_app.LEAVE_SECONDS", uidesk.PATIENCE_SECONDS)

    gate, written = threading.Event(), []
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        working.write(app.screen, lambda: (gate.wait(uidesk.PATIENCE_SECONDS), written.append("draft")))
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert app.is_running and not written
        gate.set()
        await ready(pilot)
    assert written == ["draft"]
    assert app.return_code == 0


async def test_what_could_not_be_saved_holds_the_program_back_once(folder: Path) -> None:
    def busy() -> None:
        raise StoreUnavailable("Busy.", "Try again.")

    app = app_on(folder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        working.write(app.screen, busy)
        await ready(pilot)
        await pilot.press("ctrl+q")
        await ready(pilot)
        assert app.is_running
        assert any("not saved" in each.message for each in app._notifications)
        await pilot.press("ctrl+q")
        await ready(pilot)
    assert app.return_code == 0


async def test_a_bug_is_logged_without_values_and_said_in_one_sentence(folder: Path) -> None:
    app = app_on(folder)
    with pytest.raises(RuntimeError):
        async with app.run_test(size=(80, 24)) as pilot:
            await ready(pilot)
            secret = "Kristīne owes 400"
            app.call_later(_fail, secret)
            await ready(pilot)
    assert app.return_code == 1
    log = folder / "data" / "frontdesk-errors.log"
    text = log.read_text("utf-8")
    assert log.stat().st_mode & 0o777 == 0o600
    assert "builtins.RuntimeError" in text and "in _fail" in text
    assert "Kristīne" not in text and "400" not in text


def _fail(secret: str) -> None:
    raise RuntimeError(secret)


async def test_a_bug_while_the_desk_was_asked_something_does_not_end_the_shift(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        app.stumble(ValueError("Kristīne"))
        await pilot.pause()
        assert app.is_running
        assert any("Details are in" in each.message for each in app._notifications)
        assert not any("Kristīne" in each.message for each in app._notifications)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)])
async def test_no_line_of_the_start_is_wider_than_the_window(folder: Path, size: tuple[int, int]) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    talking.start(uidesk.opened(folder, clock), name="W" * 100, request="x" * 500)
    app = app_on(folder, clock)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        text = drawn(app)
        assert "✓ saved" in text.splitlines()[0]
        assert "Anna" in text and "…" in text
        assert "F1 help" in text.splitlines()[-1] or size[0] < 80


async def test_one_hostile_name_goes_through_every_screen_of_the_shell(folder: Path) -> None:
    """Rule X4: no crash, no action, shown as it is without what could act on a terminal."""
    clock = Clock()
    desk = uidesk.opened(folder, clock)
    card = cards.new_customer(desk, uidesk.HOSTILE)
    talk = talking.hear(desk, talking.start(desk, customer_id=card.id).id, uidesk.HOSTILE)
    promising.promise(desk, talk.id, uidesk.HOSTILE, clock.at + timedelta(hours=1))
    app = app_on(folder, clock)
    async with app.run_test(size=(160, 36), notifications=True) as pilot:
        await ready(pilot)
        seen = [drawn(app)]
        for keys in (
            ["down", "enter"],
            ["escape", "f6"],
            ["enter"],
            ["escape", "f1"],
            ["escape", "f2", *"zed"],
            ["enter"],
        ):
            await pilot.press(*keys)
            await ready(pilot)
            seen.append(drawn(app))
        app.notify(uidesk.HOSTILE, markup=False)
        await ready(pilot)
        seen.append(drawn(app))
        assert app.is_running
    assert sum("Zed [/foo] [@click" in each for each in seen) >= 6
    assert not any(each in "".join(seen) for each in "\x1b\x07\u202e")
