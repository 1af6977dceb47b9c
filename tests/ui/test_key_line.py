"""The line of keys at the foot, and help: help stays however many keys there are, and lists those of the whole day."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Any

import pytest
import uidesk
from textual.widgets import Static
from uidesk import Clock, app_on

from frontdesk.ui import help as help_words
from frontdesk.ui import screens
from frontdesk.ui.screens.base import Question
from frontdesk.ui.screens.card_sheet import CardScreen
from frontdesk.ui.screens.day import DayScreen
from frontdesk.ui.screens.help import HelpScreen
from frontdesk.ui.screens.start import StartScreen
from frontdesk.ui.widgets.key_line import KeyLine


async def test_f1_stays_at_the_foot_of_the_day_and_lists_keys_that_the_marked_line_has_not(folder: Path) -> None:
    """60 to 80 columns, with a promise marked: F1 is the last to go; help knows the keys of every other line, too."""
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await uidesk.ready(pilot)
        await pilot.press("f6")
        await uidesk.ready(pilot)
        assert isinstance(app.screen, DayScreen)
        line = app.screen.query_one(KeyLine)
        shown = [label for _key, _display, label in line.shown()]
        assert shown[-1] == "help" and {"kept", "call", "filter"} <= set(shown)
        for columns in (60, 72):
            await pilot.resize_terminal(columns, 24)
            await pilot.pause()
            assert [key for key, _display, _label in line.shown()][-1] == "f1"
        said = dict(help_words.key_lines(app, app.screen.active_bindings, app.screen.HELP_PLACES))
        assert {"s, F10", "i, F12", "l", "h", "a", "t", "g", "y", "o", "m"} <= set(said), (
            "also those that do nothing now"
        )
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)


async def test_while_something_is_asked_only_its_own_keys_stand_at_the_foot(folder: Path) -> None:
    """The keys of the room below do nothing then; they are back when it is left, also from under the help."""
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await uidesk.ready(pilot)
        await pilot.press("f6")
        await uidesk.ready(pilot)
        line = app.screen.query_one(KeyLine)

        def foot() -> list[str]:
            return [f"{display} {label}" for _key, display, label in line.shown()]

        before = foot()
        assert "k kept" in before
        for opens, asked in (("r", {"Enter open", "Esc back", "F1 help"}), ("s", {"Esc back", "F1 help"})):
            await pilot.press(opens)
            await uidesk.ready(pilot)
            line.screen.refresh_bindings()  # what the room shows below has changed, and with it its keys
            await uidesk.ready(pilot)
            assert asked <= set(foot()) and not {"k kept", "F2 find", "F6 desk"} & set(foot()), foot()
            await pilot.press("f1")
            await uidesk.ready(pilot)
            assert foot() == ["Esc close"], foot()
            await pilot.press("escape")
            await uidesk.ready(pilot)
            assert asked <= set(foot()) and "k kept" not in foot()
            await pilot.press("escape")
            await uidesk.ready(pilot)
            assert foot() == before


def every_question(of: type[Any]) -> Iterator[type[Any]]:
    for each in of.__subclasses__():
        yield each
        yield from every_question(each)


def test_f1_works_over_every_question_and_says_what_it_is_for() -> None:
    for module in pkgutil.iter_modules(screens.__path__, screens.__name__ + "."):
        importlib.import_module(module.name)
    asked = {each for each in every_question(Question) if each.__module__.startswith("frontdesk.") and each.BINDINGS}
    assert len(asked) > 12
    for each in asked:
        bound = {key: binding[0].action for key, binding in each._merge_bindings().key_to_bindings.items()}
        assert bound["f1"] == ("back" if each is HelpScreen else "app.help"), each
        says_nothing = each.__name__ in ("HelpScreen", "TooSmallScreen")
        assert each.HELP_TEXT or each.__subclasses__() or says_nothing, each  # what others stand on says it in each


async def test_a_key_that_nothing_listens_to_is_answered_and_takes_nothing_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the start beside the list, on the day in its own line; the focus stays, and a row of them is said once."""
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    said = "does nothing here · F1 lists the keys that do"
    beside: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await uidesk.ready(pilot)
        monkeypatch.setattr(app, "notify", lambda message, **_how: beside.append(message))
        await pilot.press("down")
        focused = app.focused
        await pilot.press("z")
        await uidesk.ready(pilot)
        assert beside == [f"z {said}"] and app.focused is focused
        assert isinstance(app.screen, StartScreen)
        app.screen._unheard_until = inf  # the words still stand there
        await pilot.press("5", "z")
        await uidesk.ready(pilot)
        await pilot.press("f6")
        await uidesk.ready(pilot)
        assert said not in uidesk.drawn(app)
        await pilot.press("z")
        await uidesk.ready(pilot)
        assert f"z {said}" in uidesk.drawn(app)
        for question, key in (("k", "z"), ("r", "9"), ("r", "z")):  # a question over the day: what to do, and whose
            beside.clear()
            await pilot.press(question)
            await uidesk.ready(pilot)
            assert isinstance(app.screen, Question)
            await pilot.press(key)
            await uidesk.ready(pilot)
            assert beside == [f"{key} {said}"]
            await pilot.press("escape")
            await uidesk.ready(pilot)
        await pilot.press("ctrl+o")
        await uidesk.ready(pilot)
        assert isinstance(app.screen, CardScreen) and said not in str(
            app.screen.query_one("#card-said", Static).content
        )
        await pilot.press("z")
        await uidesk.ready(pilot)
        assert f"z {said}" in uidesk.drawn(app)
        await pilot.press("escape", "slash", "z")  # in a field it is a letter
        await uidesk.ready(pilot)
        assert beside == [f"z {said}"]
