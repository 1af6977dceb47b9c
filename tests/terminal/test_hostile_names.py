"""Names that are code: whatever a customer is called, nothing of it acts on the screen or on the terminal."""

from __future__ import annotations

import re
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import asked, frontdesk

NAMES = (
    "Zara [bold red]Loud[/bold red] [/nothing]",
    "Zbig [@click=app.save_and_quit]Quit[/]",
    "Zeno \x1b]0;owned\x07 \x1b]52;c;b3duZWQ=\x07 Title",
    "Zita \u202egnorw\u202c \u2066isolated\u2069 Right",
    "Zola :smile: 张伟 e\u0301 [true, false]",
    "Zuzu \x9b31m \x1b[2J Wipe",
)
SHOWN = ("Zara [bold red]Loud", "Zbig [@click=app.sa", "Zeno", "Zita", "Zola :smile:", "Zuzu")
HARMFUL = (b"owned\x07", b"\x1b]0;", b"\x1b]52", b"\x07", "\u202e".encode(), "\u2066".encode(), "\x9b".encode())


@pytest.fixture
def guests(house: Path) -> Path:
    """A business whose customers have such names, one of them with a promise and words of the same kind."""
    table = house / "names.csv"
    rows = "".join(f'H{number},"{name}"\n' for number, name in enumerate(NAMES))
    table.write_text("key,name\n" + rows, encoding="utf-8")
    frontdesk("customers", "import", str(table), folder=house, staff="Marta")
    conversation = desk.heard(house, "Marta", "Zbig", "--request", NAMES[1])
    asked("promise", conversation, NAMES[0], "--due", "2 hours", folder=house, staff="Marta")
    return house


def test_hostile_names_are_shown_as_they_are_on_every_screen_and_act_on_none(guests: Path) -> None:
    """Search, queue, card, request, preview, promise, day and help; clicks on a name press nothing."""
    with desk.sit_down(guests, "Marta") as terminal:
        terminal.wait_for("Zbig [@click", "Zara [bold red]")
        terminal.type("z")
        terminal.wait_for(*SHOWN)
        terminal.press("esc")
        terminal.wait_for("PROMISED")
        desk.find(terminal, "zeno", "Zeno")
        terminal.send(NAMES[1])
        terminal.wait_for("[@click=app.save_and_quit]")
        terminal.paste(NAMES[2] + NAMES[3])
        terminal.wait_for("Title")
        terminal.pause(0.5)
        terminal.press("enter")
        terminal.wait_for("Did they agree?")
        terminal.click("[@click=app.save_and_quit]")
        terminal.wait_for("✓ saved")
        terminal.press("f2")
        terminal.wait_for("PROMISED")
        terminal.press("enter")
        terminal.wait_for(NAMES[1], NAMES[0], "▸   open its conversation")
        terminal.press("enter")
        terminal.wait_for(desk.ACT, "Zbig [@click")
        terminal.click("[@click")
        terminal.press("f4")
        terminal.wait_for(desk.ACT)
        assert "Zbig [@click=app.save_and_quit]" in desk.preview(terminal, "2")
        desk.give(terminal)
        terminal.press("f6")
        terminal.wait_for("The day", "Zara [bold red]Loud")
        terminal.press("f1")
        terminal.wait_for("What is owed comes first")
        terminal.press("esc")
        terminal.wait_until_gone("What is owed comes first")
        terminal.press("f6")
        terminal.wait_for(desk.ACT, "Zbig")
        assert terminal.process.poll() is None
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
        raw = re.sub(rb"\x1b\]22;[a-z]*\x07", b"", terminal.raw)  # the shape of the mouse pointer is the program's own
    for payload in HARMFUL:
        at = raw.find(payload)
        assert at < 0, raw[max(0, at - 200) : at + 100]
    assert set(re.findall(rb"\x1b\[[0-9;?]*J", raw)) <= set(re.findall(rb"\x1b\[[0-9;?]*J", raw[:600]))
    given = desk.card_of(guests, "Zbig")["given"]
    assert [line["gesture"] for line in given] == ["new_document"]
