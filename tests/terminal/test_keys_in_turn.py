"""Keys that arrive together act one after the other: fast hands, a slow line that delivers all at once, a raw paste."""

from __future__ import annotations

from pathlib import Path

import at_the_desk as desk
from driving import KEYS, Terminal

NAME = "Kristīne Bērziņa"


def below(terminal: Terminal, label: str) -> str:
    """What stands in the line under that label, or behind it, without the frame of its form."""
    at, line = next((at, line) for at, line in enumerate(terminal.lines) if label in line)
    under = terminal.lines[at + 1]
    framed = under[under.index("│") + 1 : under.rindex("│")] if "│" in under else under
    return line.partition(label)[2].partition("│")[0].strip() or framed.strip()


def shows(terminal: Terminal, wanted: dict[str, str]) -> None:
    """Wait until each field has its words and no others."""
    terminal.wait(
        lambda: all(label in terminal.text and below(terminal, label) == words for label, words in wanted.items()),
        f"{wanted} in the fields",
    )


def test_tab_within_what_was_typed_leads_to_the_next_field_of_every_form(hotel: Path) -> None:
    with desk.sit_down(hotel, "Anna") as terminal:
        terminal.press("down", "n")
        terminal.wait_for("Languages")
        terminal.send("Zane\t1234\tlv")
        shows(terminal, {"Name": "Zane", "Phone": "1234", "(lv ru …)": "lv"})
        terminal.press("esc")
        terminal.wait_until_gone("Languages")

        terminal.press("f8")
        terminal.wait_for("Somebody wrote")
        terminal.answer("1", "✓ review")
        terminal.send("a map\tthe soup was cold\ttomorrow")
        shows(terminal, {"Where?": "a map", "Their words": "the soup was cold", "Answered by?": "tomorrow"})
        terminal.send("\x1b[Z!")  # Shift+Tab
        shows(terminal, {"Their words": "the soup was cold!", "Answered by?": "tomorrow"})
        terminal.answer("esc", "Esc once more leaves it")
        terminal.press("esc")
        terminal.wait_until_gone("Somebody wrote")
        terminal.press("/")

        desk.find(terminal, "berz", NAME)
        desk.listen(terminal, "The heating is dead")
        desk.agreed(terminal)
        terminal.press("p")
        terminal.wait_for("the card", "l likes")
        terminal.press("l")
        terminal.wait_for("Whose words?")
        terminal.send("oat milk\ther daughter")
        shows(terminal, {"What do they like or need?": f"· {NAME}", "Whose words?": "her daughter"})
        assert "oat milk  " in terminal.text and "oat milk her" not in terminal.text


def test_words_typed_with_the_key_that_opens_their_field_stand_in_it(hotel: Path) -> None:
    """The words before it stay where they were typed, also those of a key that leaves everything."""
    with desk.sit_down(hotel, "Anna") as terminal:
        terminal.send(KEYS["f9"] + "/nowhere/at all.csv")
        shows(terminal, {"File": "/nowhere/at all.csv"})
        terminal.press("esc")
        terminal.wait_until_gone("IMPORTED BEFORE")
        desk.find(terminal, "berz", NAME)
        desk.listen(terminal, "The heating is dead")
        desk.agreed(terminal)
        terminal.press("f3")
        terminal.wait_for("WRITING")
        terminal.send("a warm room" + KEYS["f2"] + "scherbak")
        shows(terminal, {"Find": "scherbak"})
        terminal.press("f2")
        desk.go_on(terminal, "The heating is dead")
        terminal.wait_for("a warm room")
        terminal.press("f3")
        terminal.wait_for("WRITING")
        terminal.send(" please" + KEYS["ctrl+q"])
        assert terminal.wait_for_end() == 0
    with desk.sit_down(hotel, "Anna") as terminal:
        desk.go_on(terminal, "The heating is dead")
        terminal.wait_for("The heating is dead please", "a warm room")
