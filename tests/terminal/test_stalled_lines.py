"""A line that takes no more, or is gone without a word: the desk behind it leaves, with what was typed (T07)."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import FRONTDESK, KEYS, PATIENCE_SECONDS, Terminal

BEGUN = "The window"
WORDS = " does not close"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a line's buffer is counted as Linux does")


def stall(terminal: Terminal) -> None:
    """Paint the whole screen again and again and read nothing of it, until the program can write no more."""
    for each in range(100):
        terminal.resize(120 - each % 2, 36)
        terminal.sleeps()


def types_and_stalls(terminal: Terminal) -> None:
    """Go on with the conversation that was begun, write more, and then let nothing be read any more."""
    desk.go_on(terminal, BEGUN)
    terminal.press("f3")
    terminal.wait_for("WRITING")
    terminal.type(WORDS)
    stall(terminal)


def test_a_stalled_line_that_drops_keeps_the_words_and_leaves_nobody_running(hotel: Path) -> None:
    """The program waits to be read when the line goes: nothing reads it any more, and it leaves all the same."""
    conversation = desk.started(hotel, "Anna", "Kristīne Bērziņa", "--request", BEGUN)
    with desk.sit_down(hotel, "Anna") as terminal:
        types_and_stalls(terminal)
        terminal.hang_up()
        assert terminal.wait_for_end() == 129
    assert str(desk.talk_of(hotel, conversation)["request"]).strip() == BEGUN + WORDS


def test_a_line_that_is_gone_without_a_signal_leaves_no_desk_behind(hotel: Path) -> None:
    """Where the desk does not own its terminal no signal says that it went: the desk sees it by itself."""
    main, side = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "HOME": str(hotel), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        [FRONTDESK, "--folder", str(hotel), "--staff", "Anna"],
        stdin=side,
        stdout=side,
        stderr=side,
        env=environment,
        start_new_session=True,
    )
    try:
        os.close(side)
        shown = b""
        while b"Find" not in shown:
            shown += os.read(main, 65536)
        os.close(main)
        assert process.wait(PATIENCE_SECONDS) == 129
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_a_desk_that_is_told_to_end_does_not_wait_for_a_line_that_takes_nothing(
    hotel: Path, ending: signal.Signals
) -> None:
    """The line stays open and stuck: the words are kept, and what would be put back on the terminal is let go."""
    conversation = desk.started(hotel, "Anna", "Kristīne Bērziņa", "--request", BEGUN)
    with desk.sit_down(hotel, "Anna") as terminal:
        types_and_stalls(terminal)
        terminal.process.send_signal(ending)
        assert terminal.process.wait(PATIENCE_SECONDS) == 128 + ending
        assert terminal.modes_restored
    assert str(desk.talk_of(hotel, conversation)["request"]).strip() == BEGUN + WORDS


def test_a_person_who_leaves_on_a_screen_that_is_held_still_has_left_when_it_is_let_go(hotel: Path) -> None:
    """Nothing can be said on it meanwhile; the words are kept, and the terminal is as it was found."""
    conversation = desk.started(hotel, "Anna", "Kristīne Bērziņa", "--request", BEGUN)
    with desk.sit_down(hotel, "Anna") as terminal:
        types_and_stalls(terminal)
        terminal.send("!" + KEYS["ctrl+q"])
        terminal.sleeps()
        assert terminal.process.poll() is None
        assert terminal.wait_for_end() == 0
        assert terminal.restored
    assert str(desk.talk_of(hotel, conversation)["request"]).strip() == BEGUN + WORDS + "!"


def test_a_line_that_moves_again_is_waited_for(hotel: Path) -> None:
    """Only who is told to end gives a stuck line up: a screen that was held still goes on when it is let go."""
    with desk.sit_down(hotel, "Anna") as terminal:
        stall(terminal)
        terminal.wait_for("Find")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait_for_end() == 128 + signal.SIGTERM
        assert terminal.restored


def test_a_storm_of_sizes_on_a_stuck_line_ends_in_one_screen_and_no_complaint(hotel: Path) -> None:
    """More signals than fit into what wakes the loop: the last size is drawn, and the desk is told to end as ever."""
    with desk.sit_down(hotel, "Anna") as terminal:
        stall(terminal)
        for each in range(3000):
            terminal.process.send_signal(signal.SIGWINCH)
            if not each % 100:
                terminal.sleeps()
        terminal.resize(100, 30)
        terminal.wait(lambda: "Find" in terminal.text and len(terminal.lines[0]) > 90, "the screen in its last size")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait_for_end() == 128 + signal.SIGTERM
        assert terminal.restored
        assert b"wakeup" not in terminal.raw and b"BlockingIOError" not in terminal.raw
    assert not (hotel / "data" / "frontdesk-errors.log").exists()
