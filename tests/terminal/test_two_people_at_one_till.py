"""A shared till on a real terminal: one key hides it and lets somebody else sit down; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import KEYS, Terminal, asked

from frontdesk.desk import opening
from frontdesk.desk.desk import Desk
from frontdesk.desk.people import pins, staffing
from frontdesk.store.transaction import reading

ANNA, JANIS, ILZE = "739204", "602915", "482915"
WORDS = "the shower has been cold since"
KEYS["ctrl+l"] = "\x0c"


@contextmanager
def behind(folder: Path, name: str = "Ilze") -> Iterator[Desk]:
    """The same business without a screen, as somebody of whom it is known that it is them."""
    found = opening.open_desk(folder, staff=None, clock=lambda: datetime.now(UTC))
    try:
        yield opening.as_person(found, name)
    finally:
        found.store.close()


@pytest.fixture
def till(hotel: Path) -> Path:
    """The practice hotel, whose people have codes."""
    with behind(hotel) as lead:
        for name, code in (("Anna", ANNA), ("Jānis", JANIS), ("Ilze", ILZE)):
            pins.set_pin(lead, name, code)
    return hotel


def typed(terminal: Terminal, name: str, code: str, *wanted: str) -> str:
    """The code of somebody who was chosen; the screen after it."""
    terminal.wait_for(f"Code of {name}", "not shown")
    terminal.send(code)
    terminal.wait_for("••••••")
    assert code not in terminal.text
    return terminal.answer("enter", *wanted)


def sitting(folder: Path) -> list[str]:
    """Who is at a desk of that folder."""
    return [each["name"] for each in asked("staff", "sessions", folder=folder)]


def test_two_people_share_a_till_and_each_finds_their_own_words_again(till: Path) -> None:
    """Anna types, Jānis takes over with his code and gives a coffee, Anna is back where she was."""
    with Terminal("--folder", str(till), "--staff", "Anna") as terminal:
        typed(terminal, "Anna", ANNA, " · Anna ", "✓ saved", "Find")
        desk.find(terminal, "berzina", "Kristīne Bērziņa")
        terminal.send(WORDS)
        terminal.wait_for(WORDS)
        terminal.press("ctrl+l")
        hidden = terminal.wait_for("Anna sits here", "3  Jānis")
        for of_customer in ("Kristīne", "Room 412", "shower", "26 123"):
            assert of_customer not in hidden
        for elsewhere in ("f2", "f6", "ctrl+p", "esc"):  # nothing leads past it
            terminal.press(elsewhere)
        assert "Anna sits here" in terminal.settle()
        terminal.press("3")
        typed(terminal, "Jānis", JANIS, " · Jānis ", "Find")
        desk.find(terminal, "oliver alex", "Oliver Alexander")
        desk.listen(terminal, "No coffee on the tray")
        desk.moment(terminal, "1", "Room fault or noise")
        desk.agreed(terminal)
        terminal.press("2")
        terminal.wait_for("Free drink", "u take back")
        terminal.press("ctrl+l")
        terminal.wait_for("Jānis sits here")
        terminal.press("1")
        typed(terminal, "Anna", ANNA, " · Anna ", WORDS, "Kristīne Bērziņa")
        terminal.send(" Monday")
        terminal.wait_for(f"{WORDS} Monday", "✓ saved")
        terminal.press("ctrl+l")
        terminal.wait_for("Anna sits here")
        terminal.hang_up()
        assert terminal.wait_for_end() in (128 + 1, 128 + 15)
    with behind(till) as lead, reading(lead.store) as connection:
        wrote = connection.execute(
            "SELECT s.name, e.gesture FROM entries e JOIN staff s ON s.id = e.staff_id ORDER BY e.seq DESC LIMIT 1"
        ).fetchall()[0]
        request = connection.execute("SELECT request FROM conversations").fetchall()
        ended = [row[0] for row in connection.execute("SELECT ended_how FROM sessions ORDER BY began_at").fetchall()]
    assert tuple(wrote) == ("Jānis", "free_drink")
    assert f"{WORDS} Monday" in {row[0] for row in request}
    assert ended == ["switched", "switched", "lost"]


def test_who_leaves_the_house_leaves_the_till_with_the_words_kept(till: Path) -> None:
    """A lead says elsewhere that Anna no longer works here: her screen goes, and Jānis can sit down."""
    with Terminal("--folder", str(till), "--staff", "Anna") as terminal:
        typed(terminal, "Anna", ANNA, " · Anna ", "✓ saved", "Find")
        desk.find(terminal, "berzina", "Kristīne Bērziņa")
        terminal.send(WORDS)
        terminal.wait_for(WORDS, "✓ saved")
        with behind(till) as lead:
            staffing.leave(lead, "Anna")
        gone = terminal.wait_for("Anna is no longer signed in here", "2  Jānis")
        assert "1  Anna" not in gone and WORDS not in gone
        terminal.press("2")
        typed(terminal, "Jānis", JANIS, " · Jānis ", "Find", "Kristīne")
        terminal.wait(lambda: sitting(till) == ["Jānis"], "Jānis to be the only one at a desk")


def test_an_idle_till_hides_itself_and_its_owner_goes_on_where_they_were(hotel: Path) -> None:
    """Nobody has a code here: Enter goes on; the words stand as they were typed."""
    with desk.sit_down(hotel, "Anna") as terminal:
        desk.find(terminal, "berzina", "Kristīne Bērziņa")
        terminal.send(WORDS)
        terminal.wait_for(WORDS, "✓ saved")
        terminal.press("ctrl+q")
        terminal.wait_for_end()
    with Terminal("--folder", str(hotel), "--staff", "Anna", "--lock-after", "0.1") as terminal:
        hidden = terminal.wait_for("Anna sits here", "Enter: Anna goes on")
        assert "Kristīne" not in hidden
        desk.idles(terminal, 2.5)
        terminal.answer("enter", " · Anna ", "Find")
