"""A file that is dragged into a real terminal, which pastes its path."""

from __future__ import annotations

from pathlib import Path

import at_the_desk as desk
from driving import asked


def test_a_file_that_is_dragged_into_the_window_is_imported_and_taken_back(hotel: Path, tmp_path: Path) -> None:
    file = tmp_path / "new guests.csv"
    file.write_text("name;phone\nŽanete Ābele;+371 29 555 111\nОлена Гнатюк;+380 44 555 0101\n", encoding="utf-8")
    with desk.sit_down(hotel, "Anna", whole_frames=False) as anna:
        anna.paste(str(file).replace(" ", "\\ ") + " ")
        anna.wait_for("Enter looks at this file", "new guests.csv")
        anna.press("enter")
        anna.wait_for("Enter imports  2 new", "Žanete Ābele · Олена Гнатюк")
        anna.answer("enter", "new guests.csv is imported", "u take it back")
        assert desk.card_of(hotel, "Abele")["name"] == "Žanete Ābele"
        anna.press("u")
        anna.wait_for("Taking it back: 2 go", "Enter takes it back")
        anna.answer("enter", "taken back: new guests.csv")
        anna.press("esc")
        anna.wait_for("Find", "✓ saved")
    assert "Žanete Ābele" not in [each["name"] for each in asked("customers", "find", "Abele", folder=hotel)]
