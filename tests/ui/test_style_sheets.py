"""Each style sheet is read once for each theme, and a theme that is put on later is worn by everything."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from textual.color import Color
from textual.css import stylesheet
from uidesk import app_on, ready

import frontdesk.ui
from frontdesk.ui import screens, themes

OWN = ("frontdesk.tcss", "desk.tcss")


async def test_the_own_style_sheets_are_read_once_for_each_theme(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = stylesheet.parse
    times: Counter[str] = Counter()

    def counted(scope: str, css: str, read_from: Any, **how: Any) -> Any:
        times[Path(read_from[0]).name] += 1
        return read(scope, css, read_from, **how)

    monkeypatch.setattr(stylesheet, "parse", counted)
    app = app_on(folder, theme=themes.DARK)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f6", "f6", "f1")
        assert [times[sheet] for sheet in OWN] == [1, 1]
        app.theme = themes.LIGHT
        await pilot.pause()
        assert [times[sheet] for sheet in OWN] == [2, 2]


async def test_another_theme_colours_every_room(folder: Path) -> None:
    app = app_on(folder, theme=themes.DARK)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f6")
        await ready(pilot)
        for name in (themes.LIGHT, themes.DARK):
            app.theme = name
            await pilot.pause()
            ground = Color.parse(app.current_theme.background or "")
            assert app.screen.background_colors[1] == ground
            await pilot.press("f6")
            assert app.screen.background_colors[1] == ground


def test_what_covers_the_whole_window_is_painted_without_the_room_under_it() -> None:
    """Textual paints the room below, cell by cell, under each line of a screen whose ground can be seen through."""
    rules = (Path(frontdesk.ui.__file__).parent / OWN[0]).read_text(encoding="utf-8")
    grounds = re.search(r"((?:\w+,\s+)*SheetScreen) \{\s+background: \$background;", rules)
    assert grounds is not None
    covering = set()
    for path in Path(screens.__file__).parent.glob("*.py"):
        for each in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(each, ast.ClassDef) and "Vertical(classes='sheet" in ast.unparse(each):
                covering.add(each.name)
    assert covering and covering == set(re.findall(r"\w+", grounds[1]))
