"""Importing on the screen: a file that is dragged in, what it asks, what it would do, doing it and taking it back."""

from __future__ import annotations

from pathlib import Path

import pytest
import uidesk
from textual import events
from uidesk import drawn, ready

from frontdesk.desk import finding, undoing_imports
from frontdesk.desk.importing import CUSTOMERS
from frontdesk.ui.screens import importing, importing_undo
from frontdesk.ui.screens.importing import ImportScreen
from frontdesk.ui.screens.importing_choose import ImportChoiceScreen
from frontdesk.ui.screens.importing_meaning import ImportMeaningScreen
from frontdesk.ui.screens.start import StartScreen


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test presses faster than anybody reads."""
    monkeypatch.setattr(importing, "READ_SECONDS", 0)
    monkeypatch.setattr(importing_undo, "READ_SECONDS", 0)


async def test_a_dragged_file_is_looked_at_imported_and_taken_back(folder: Path) -> None:
    file = folder / "our guests.csv"
    file.write_text(
        "Vārds;Tālrunis;Kopš\nKristīne Bērziņa;26 123 456;03.04.2021\nJānis [b];1;\n;29;\n", encoding="utf-8"
    )
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        app.screen.post_message(events.Paste(str(file).replace(" ", "\\ ") + " "))
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)
        assert "Enter looks at this file  our guests.csv" in drawn(app), drawn(app)
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, ImportScreen)
        shown = drawn(app)
        assert "2 new · 0 changed · 0 as before · 1 refused" in shown, shown
        assert "row 4" in shown and "Jānis [b]" in shown
        await pilot.press("enter")
        await ready(pilot)
        assert "our guests.refused.csv" in " ".join(drawn(app).split()), drawn(app)
        desk = uidesk.opened(folder)
        assert [each.name for each in finding.find(desk, "Bērziņa")] == ["Kristīne Bērziņa"]
        await pilot.press("u")
        await ready(pilot)
        assert "2 go" in drawn(app), drawn(app)
        await pilot.press("enter")
        await ready(pilot)
        assert "taken back: our guests.csv" in drawn(app), drawn(app)
        assert finding.find(desk, "Bērziņa") == ()
        await pilot.press("escape")
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)
        assert undoing_imports.listed(desk, CUSTOMERS)[0].undone_at is not None


async def test_what_is_open_is_asked_first_and_what_was_said_is_remembered(folder: Path) -> None:
    rows = "Wer;Seit;Sonst\nĀboliņa;03/04/2021;x\nŠmite;05/06/2021;y\n"
    (folder / "guests.csv").write_bytes(rows.encode("cp1257"))
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("down", "escape")
        app.screen.action_import_file()  # type: ignore[attr-defined]  # the key is the next test's
        await ready(pilot)
        assert isinstance(app.screen, ImportChoiceScreen)
        assert "guests.csv" in drawn(app), drawn(app)
        await pilot.press("enter")
        await ready(pilot)
        shown = drawn(app)
        assert "In which are the names right?" in shown and "Āboliņa" in shown, shown
        right = next(line for line in shown.splitlines() if "Āboliņa" in line and "cp1257" in line)
        await pilot.press(right.replace("▸", " ").split()[0])
        await ready(pilot)
        assert "What stands in this file?" in drawn(app), drawn(app)
        await pilot.press("1")
        await ready(pilot)
        assert "no column holds the names yet" in drawn(app), drawn(app)
        for column, meaning in (("Wer", "name"), ("Seit", "customer since")):
            screen = app.screen
            assert isinstance(screen, ImportScreen)
            line = next(row for row in screen.rows.rows if row.make(70).plain.startswith(column))
            screen.rows.mark(line.id)
            await pilot.press("enter")
            await ready(pilot)
            assert isinstance(app.screen, ImportMeaningScreen)
            await pilot.press(*meaning[:12].replace(" ", "_").split("_")[0])
            assert meaning in drawn(app), drawn(app)
            await pilot.press("enter")
            await ready(pilot)
        assert "Is the day or the month first in Seit" in drawn(app), drawn(app)
        await pilot.press("1")
        await ready(pilot)
        assert "2 new" in drawn(app), drawn(app)
        await pilot.press("enter")
        await ready(pilot)
        assert "guests.csv is imported" in drawn(app)
        await pilot.press("escape")
        await ready(pilot)
        assert "2 new, 0 changed, 0 as before, 0 refused" in drawn(app), drawn(app)
        await pilot.press("enter")
        await ready(pilot)
        await pilot.press(right.replace("▸", " ").split()[0])
        await ready(pilot)
        assert "what somebody said the last time" in drawn(app), drawn(app)
