"""Importing on the screen: a file that is dragged in, what it asks, what it would do, doing it and taking it back."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
import uidesk
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input
from uidesk import drawn, ready

from a_workbook import write_workbook
from frontdesk.desk.customers import finding
from frontdesk.desk.imports import undoing_imports
from frontdesk.desk.imports.importing import CUSTOMERS, import_customers
from frontdesk.desk.people import staffing
from frontdesk.desk.privacy import privacy
from frontdesk.ui import dropped
from frontdesk.ui.app import DeskApp
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
        await pilot.press("a")
        await ready(pilot)
        await pilot.press("down")  # into the list: a file is dragged in wherever somebody is
        assert app.focused is not None and app.focused.id != "search"
        app.post_message(events.Paste(str(file).replace(" ", "\\ ") + " "))
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
        assert "r reads what was refused" in drawn(app), drawn(app)
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
        await pilot.press("home", "enter")  # the mark stayed on the column
        await ready(pilot)
        assert "guests.csv is imported" in drawn(app)
        await pilot.press("escape")
        await ready(pilot)
        assert "2 new, 0 changed, 0 as before, 0 refused" in drawn(app), drawn(app)
        await pilot.press("enter")
        await ready(pilot)
        await pilot.press(right.replace("▸", " ").split()[0])
        await ready(pilot)
        assert "as somebody said the last time" in drawn(app), drawn(app)


@pytest.mark.parametrize("spelling", ["quoted", "escaped", "url", "long", "two"])
async def test_a_path_is_known_as_terminals_write_it(folder: Path, spelling: str) -> None:
    deep = folder / ("a" * 120) / ("b" * 120) if spelling == "long" else folder
    deep.mkdir(parents=True, exist_ok=True)
    file = deep / "it's ours ž.csv"
    file.write_text("name\nAnna\n", encoding="utf-8")
    text = {
        "quoted": "'" + str(file).replace("'", "'\\''") + "' ",
        "escaped": str(file).replace(" ", "\\ ").replace("'", "\\'") + " ",
        "url": "file://" + quote(str(file)) + "\r\n",
        "long": str(file),
        "two": f'"{file}" "{file}" ',
    }[spelling]
    assert dropped.file_in(text) == dropped.as_file(file)
    if spelling != "long":
        return
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("a", "b")
        app.screen.post_message(events.Paste(text))
        await ready(pilot)
        assert "Enter looks at this file  it's ours ž.csv" in drawn(app), drawn(app)
        app.reads_files = False
        await pilot.press("backspace", "v")
        await ready(pilot)
        assert "looks at this file" not in drawn(app)


async def test_what_cannot_be_read_is_said_and_the_screen_stays(folder: Path) -> None:
    (folder / "empty.csv").touch()
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(9000))
    (folder / "half.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\n", encoding="utf-8")
    (folder / "none.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n", encoding="utf-8")
    (folder / "open.csv").write_text('name,phone\nAnna,1\n"Bert,2\nCarl,3\n', encoding="utf-8")
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04" + bytes(300))
    (folder / "one.csv").write_bytes(b"name\n" + "Ā".encode() * 40 + b"\n\xe2x\n" + "Ē".encode() * 40 + b"\n")
    os.mkfifo(folder / "pipe.csv")
    bad = {
        "nowhere.csv": "There is no file nowhere.csv",
        str(folder): "is a folder",
        "pipe.csv": "is no regular file",
        "empty.csv": "empty.csv is empty",
        "picture.csv": "not a CSV file",
        "half.vcf": "1 refused",
        "none.vcf": "1 refused",
        "open.csv": "stops being a table",
        "broken.xlsx": "broken.xlsx",
        "one.csv": "mend line 3",
    }
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f9")
        await ready(pilot)
        choice = app.screen
        assert isinstance(choice, ImportChoiceScreen)
        assert "pipe.csv" not in drawn(app)
        for name, said in bad.items():
            choice.query_one("#import-path", Input).value = name
            choice.query_one("#import-path").focus()
            await pilot.press("enter")
            await ready(pilot)
            shown = " ".join(drawn(app).split())
            assert said in shown, drawn(app)
            for key in ("enter", "escape", "escape"):  # Enter does no harm; a list that it opened is left first
                if app.screen is not choice:
                    await pilot.press(key)
                    await ready(pilot)
            assert app.screen is choice, drawn(app)
    assert undoing_imports.listed(uidesk.opened(folder), CUSTOMERS) == ()


async def test_a_writing_is_stopped_whole_or_goes_on_without_its_screen(folder: Path) -> None:
    (folder / "guests.csv").write_text("name,phone\nAnna,1\nBerta,2\n", encoding="utf-8")
    app = uidesk.app_on(folder)
    desk = uidesk.opened(folder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        for stopped in (True, False):
            await pilot.press("f9")
            await ready(pilot)
            await pilot.press("enter")
            await ready(pilot)
            screen = app.screen
            assert isinstance(screen, ImportScreen)
            screen._take_over()
            if stopped:
                screen.action_back()
                await ready(pilot)
                assert "stopped: nothing was taken over" in drawn(app), drawn(app)
                await pilot.press("escape")
            else:
                screen.action_work_on()
                await ready(pilot)
                assert isinstance(app.screen, ImportChoiceScreen)
                assert "guests.csv: 2 new" in drawn(app), drawn(app)
            await pilot.press("escape")
            await ready(pilot)
            assert len(undoing_imports.listed(desk, CUSTOMERS)) == (0 if stopped else 1)


async def test_a_stray_letter_beside_the_list_of_files_is_answered(folder: Path) -> None:
    (folder / "guests.csv").write_text("id;name\n1;Anna\n", encoding="utf-8")
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f9")
        await ready(pilot)
        await pilot.press("z", "down", "ж")
        await ready(pilot)
        assert app.screen.query_one("#import-path", Input).value == "z", "in the field it is a letter"
        assert "ж does nothing here · F1 lists the keys that do" in drawn(app)


async def looked_at(pilot: Pilot[None], name: str) -> ImportScreen:
    """The import screen of a file of the folder."""
    await pilot.press("f9")
    await ready(pilot)
    choice = pilot.app.screen
    assert isinstance(choice, ImportChoiceScreen)
    choice.query_one("#import-path", Input).value = name
    await pilot.press("enter")
    await ready(pilot)
    assert isinstance(pilot.app.screen, ImportScreen), drawn(pilot.app)
    return pilot.app.screen


async def test_e_asks_for_the_letters_again_and_the_next_file_asks_nothing(folder: Path) -> None:
    for name, person in (("march.csv", "Kristīne Āboliņa"), ("april.csv", "Jānis Ķirsis")):
        (folder / name).write_bytes(f"id;vārds;tālrunis\n{name[0]};{person};1\n".encode("cp1257"))
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await looked_at(pilot, "march.csv")
        wrong, right = (
            next(line for line in drawn(app).splitlines() if f"({code}" in line).replace("▸", " ").split()[0]
            for code in ("cp1252", "cp1257")
        )
        await pilot.press(wrong)
        await ready(pilot)
        assert "Āboliņa" not in drawn(app)
        await pilot.press("e")
        await ready(pilot)
        assert "In which are the names right?" in drawn(app), drawn(app)
        await pilot.press(right)
        await ready(pilot)
        assert "1 new" in drawn(app) and "Kristīne Āboliņa" in drawn(app), drawn(app)
        await pilot.press("enter")
        await ready(pilot)
        await pilot.press("escape", "escape")
        await ready(pilot)
        await looked_at(pilot, "april.csv")
        shown = drawn(app)
        assert "Jānis Ķirsis" in shown and "1 new" in shown and "as somebody said the last time" in shown, shown
        await pilot.press("e")
        await ready(pilot)
        assert "In which are the names right?" in drawn(app), "what was said before is asked again when somebody likes"


async def test_x_takes_a_file_for_orders_and_back_and_s_asks_which_sheet(folder: Path) -> None:
    (folder / "both.csv").write_text("name;phone;room;from\nAnna;1;412;2026-11-20\n", encoding="utf-8")
    write_workbook(
        folder / "two.xlsx",
        {"Guests": [["name", "phone"], ["Berta", "2"]], "Staff": [["name", "phone"], ["Carl", "3"], ["Dace", "4"]]},
    )
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await looked_at(pilot, "both.csv")
        shown = drawn(app)
        assert "both.csv · orders" in shown and "no column holds the order numbers" in shown, shown
        await pilot.press("x")
        await ready(pilot)
        shown = drawn(app)
        assert "both.csv · customers" in shown and "1 new" in shown and "x orders" in shown, shown
        await pilot.press("x")
        await ready(pilot)
        await pilot.press("home", "enter")
        await ready(pilot)
        assert "(row number)" in drawn(app) and "x customers" in drawn(app), drawn(app)
        await pilot.press("escape", "escape")
        await ready(pilot)
        await looked_at(pilot, "two.xlsx")
        assert "sheet Guests" in drawn(app) and "s sheet" in drawn(app), drawn(app)
        await pilot.press("s")
        await ready(pilot)
        assert "Which sheet of the workbook?" in drawn(app), drawn(app)
        await pilot.press("escape")
        await ready(pilot)
        assert isinstance(app.screen, ImportScreen) and "sheet Guests" in drawn(app) and "1 new" in drawn(app)
        await pilot.press("s", "2")
        await ready(pilot)
        assert "sheet Staff" in drawn(app) and "2 new" in drawn(app), drawn(app)


async def test_people_without_a_name_are_called_by_their_number_when_somebody_says_so(folder: Path) -> None:
    (folder / "lines.csv").write_text("customerID,gender,tenure\n7590-VHVEG,Female,1\n5575-GNVDE,Male,34\n")
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await looked_at(pilot, "lines.csv")
        if "What stands in this file?" in drawn(app):
            await pilot.press("1")
            await ready(pilot)
        assert "no column holds the names yet" in drawn(app), drawn(app)
        await pilot.press("home", "enter")
        await ready(pilot)
        assert "2 new" in drawn(app) and "7590-VHVEG" in drawn(app), drawn(app)


async def test_a_refused_row_of_who_was_erased_is_brought_back_by_a_lead_only(folder: Path) -> None:
    (folder / "nightly.csv").write_text("id;name;phone\nG1;Zoja Lapsa;29164455\nG2;Olga Kalna;2\n", encoding="utf-8")
    desk = uidesk.opened(folder)
    lead = staffing.add(desk, "Ilze", role=desk.rules().roles[-1])
    desk = replace(desk, person=lead)
    import_customers(desk, folder / "nightly.csv")
    privacy.erase(desk, finding.find(desk, "Lapsa")[0].id)
    for who, may in (("Anna", False), ("Ilze", True)):
        app = DeskApp(partial(uidesk.opened, folder, None, who))
        async with app.run_test(size=(80, 24)) as pilot:
            await ready(pilot)
            await looked_at(pilot, "nightly.csv")
            assert "erased on" in drawn(app) and "0 new" in drawn(app), drawn(app)
            await pilot.press("home", "enter")
            await ready(pilot)
            shown = " ".join(drawn(app).split())
            if not may:
                assert "by somebody who leads" in shown and "0 new" in shown, drawn(app)
                continue
            assert "1 new" in shown and "came again themselves" in shown, drawn(app)
            await pilot.press("home", "enter")
            await ready(pilot)
            assert "nightly.csv is imported" in drawn(app), drawn(app)
    assert [each.name for each in finding.find(desk, "Lapsa")] == ["Zoja Lapsa"]


async def test_what_was_refused_is_mended_and_imported_from_the_same_screen(folder: Path) -> None:
    file = folder / "guests.csv"
    file.write_text("id,name,phone\nG1,Anna Ozola,1\nG2,,2\n", encoding="utf-8")
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        app.push_screen(ImportScreen(uidesk.opened(folder), file))
        await ready(pilot)
        await pilot.press("enter")
        await ready(pilot)
        mended = folder / "guests.refused.csv"
        mended.write_text(
            mended.read_text(encoding="utf-8-sig")
            .replace('"G2";""', '"G2";"Zane"')
            .replace("G2,,2", "G2,Zane Liepa,2"),
            encoding="utf-8",
        )
        await pilot.press("r")
        await ready(pilot)
        assert "1 new · 0 changed · 0 as before · 0 refused" in drawn(app), drawn(app)
        await pilot.press("enter")
        await ready(pilot)
        assert [each.name for each in finding.find(uidesk.opened(folder), "Liepa")] == ["Zane Liepa"], drawn(app)
