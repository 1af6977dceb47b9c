"""How it ends and goes on: signals, a dropped line, a kill, a small window, no terminal, broken guidelines."""

from __future__ import annotations

import re
import signal
import subprocess
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import FRONTDESK, Terminal, asked, frontdesk

BEGUN = "The window"
WORDS = "The window does not close"


def typing(hotel: Path) -> tuple[str, Terminal]:
    """A conversation in whose request somebody has just typed on."""
    conversation = desk.started(hotel, "Anna", "Kristīne Bērziņa", "--request", BEGUN)
    terminal = desk.sit_down(hotel, "Anna", whole_frames=False)
    desk.go_on(terminal, BEGUN)
    terminal.press("f3")
    terminal.wait_for("WRITING")
    terminal.send(WORDS.removeprefix(BEGUN))
    terminal.wait_for(WORDS)
    return conversation, terminal


@pytest.mark.parametrize(
    ("ending", "code"), [("terminate", 128 + signal.SIGTERM), ("hang up", 128 + signal.SIGHUP), ("quit", 0)]
)
def test_words_that_were_being_typed_are_kept_however_the_program_is_left(hotel: Path, ending: str, code: int) -> None:
    """SIGTERM, a dropped line and ctrl+q: the exit code says which, the words are on disk, the terminal is whole."""
    conversation, terminal = typing(hotel)
    with terminal:
        if ending == "terminate":
            terminal.process.send_signal(signal.SIGTERM)
        elif ending == "quit":
            terminal.send("\x11")
        else:
            terminal.hang_up()
        assert terminal.wait_for_end() == code
        assert ending == "hang up" or terminal.restored
    assert desk.talk_of(hotel, conversation)["request"] == WORDS


def test_after_a_kill_all_that_was_called_saved_is_there_and_the_desk_goes_on(hotel: Path) -> None:
    """SIGKILL leaves no time for anything; the next start offers the conversation with its words."""
    conversation, terminal = typing(hotel)
    with terminal:
        terminal.wait_for(WORDS, "✓ saved")
        terminal.process.kill()
        terminal.process.wait()
    assert desk.talk_of(hotel, conversation)["request"] == WORDS
    with desk.sit_down(hotel, "Anna") as terminal:
        desk.go_on(terminal, WORDS)
        terminal.press("enter")
        terminal.wait_for(f"“{WORDS}”", "Did they agree?")


def test_a_window_that_is_too_small_says_so_and_comes_back(hotel: Path) -> None:
    """Below 60x18 one sentence stands there and keys reach nothing; wider, everything is as it was."""
    conversation = desk.heard(hotel, "Anna", "Kristīne Bērziņa", "--request", BEGUN)
    with desk.sit_down(hotel, "Anna") as terminal:
        desk.go_on(terminal, BEGUN)
        terminal.wait_for(desk.ACT)
        for columns, rows in ((59, 24), (80, 17)):
            terminal.resize(columns, rows)
            terminal.wait_for("Please widen the window", f"{columns} × {rows}")
            terminal.press("2", "enter")
        terminal.resize(60, 18)
        terminal.wait_for(desk.ACT, "Kristīne")
        terminal.resize(80, 24)
        terminal.wait_for(desk.ACT, "9 ")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert desk.talk_of(hotel, conversation)["given"] == []


def test_without_a_terminal_that_can_show_it_one_sentence_and_exit_code_2(hotel: Path) -> None:
    """TERM=dumb and no terminal at all: no escape code, no traceback, what to do instead."""
    with Terminal("--folder", str(hotel), "--staff", "Anna", environment={"TERM": "dumb"}) as terminal:
        assert terminal.wait_for_end() == 2
        assert b"\x1b" not in terminal.raw
        assert "TERM=dumb" in terminal.text
        assert len(terminal.text.split()) < 30
    piped = subprocess.run(
        [FRONTDESK, "--folder", str(hotel), "--staff", "Anna"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (piped.returncode, piped.stdout) == (2, "")
    assert "needs a terminal" in piped.stderr
    assert len(piped.stderr.splitlines()) == 1


def test_no_color_leaves_words_and_greys(hotel: Path) -> None:
    """With NO_COLOR every state is still a word or a sign, and no colour is sent."""
    frontdesk("house", "set", "house.occupancy", "97%", folder=hotel, staff="Anna")
    desk.heard(hotel, "Anna", "Kristīne Bērziņa", "--request", BEGUN)
    with desk.sit_down(hotel, "Anna", environment={"NO_COLOR": "1", "COLORTERM": "truecolor"}) as terminal:
        terminal.wait_for("! overdue")
        desk.go_on(terminal, BEGUN)
        terminal.wait_for(desk.ACT, "NOT NOW", "⚑", "(Jānis)", "✓ Request")
        colours = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.raw)
        assert colours
        assert all(red == green == blue for red, green, blue in colours), set(colours)
        assert not re.search(rb"[34]8;5;", terminal.raw)


def test_a_file_broken_while_the_desk_is_open_changes_no_limit_and_is_said(house: Path) -> None:
    """Limits and gestures stay as they were, a line says so; the mended file takes effect by itself."""
    conversation = desk.heard(house, "Marta", "Igor Bondar", "--request", BEGUN)
    asked("wish", conversation, "--not-said", folder=house, staff="Marta")
    file = house / "guidelines.yaml"
    text = file.read_text(encoding="utf-8")
    with desk.sit_down(house, "Marta") as terminal:
        desk.go_on(terminal, BEGUN)
        terminal.wait_for(desk.ACT, "to 2000.00")
        file.write_text(text.replace("up_to: 2000.00", "up_to: many"), encoding="utf-8")
        terminal.wait_for("guidelines.yaml has 1 problem", "stays in force")
        assert "to 2000.00" in terminal.text
        terminal.press("1")
        terminal.wait_for("How much?")
        terminal.type("2001")
        terminal.press("enter")
        terminal.wait_for(desk.WAYS, "2000.00")
    more = ("give", conversation, "make_right", "--amount", "2000.01", "--reason", "because")
    assert asked(*more, folder=house, staff="Marta", code=4)["at_most"] == "2000.00"
