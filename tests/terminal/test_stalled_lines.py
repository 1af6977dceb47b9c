"""A line that takes no more, or is gone without a word: the desk behind it leaves, with what was typed (T07)."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import FRONTDESK, PATIENCE_SECONDS, Terminal

BEGUN = "The window"
WORDS = " does not close"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a line's buffer is counted as Linux does")


def stall(terminal: Terminal) -> None:
    """Paint the whole screen again and again and read nothing of it, until the program can write no more."""
    for each in range(100):
        terminal.resize(120 - each % 2, 36)
        terminal.sleeps()


def test_a_stalled_line_that_drops_keeps_the_words_and_leaves_nobody_running(hotel: Path) -> None:
    """The program waits to be read when the line goes: nothing reads it any more, and it leaves all the same."""
    conversation = desk.started(hotel, "Anna", "Kristīne Bērziņa", "--request", BEGUN)
    with desk.sit_down(hotel, "Anna") as terminal:
        desk.go_on(terminal, BEGUN)
        terminal.press("f3")
        terminal.wait_for("WRITING")
        terminal.type(WORDS)
        stall(terminal)
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
