"""The telephone at real terminals: within a second, never by typing, and to one desk of two."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import FRONTDESK, PATIENCE_SECONDS, Terminal, asked

TAKE = "\x14"  # ctrl+t
TAKES = "^t takes the call"


@pytest.fixture
def pipe(hotel: Path) -> Iterator[Path]:
    """A pipe on which the hotel's exchange says who calls."""
    path = hotel / "calls"
    listener = subprocess.Popen(
        [FRONTDESK, "--folder", str(hotel), "calls", "--listen", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "HOME": str(hotel), "LANG": "C.UTF-8"},
    )
    assert listener.stderr is not None
    try:
        assert select.select([listener.stderr], [], [], PATIENCE_SECONDS)[0]
        assert b"Listening" in listener.stderr.readline()
        yield path
        listener.send_signal(signal.SIGTERM)
        assert listener.wait(PATIENCE_SECONDS) == 0
    finally:
        with contextlib.suppress(ProcessLookupError):
            listener.kill()
        listener.communicate()


def seconds_until_shown(terminal: Terminal, pipe: Path, number: str) -> float:
    """From the line of the exchange to the number on the screen."""
    began = time.monotonic()
    pipe.write_text(f"{number} 1\n", encoding="utf-8")
    terminal.wait_for(f"{number} · rings", TAKES)
    taken = time.monotonic() - began
    pipe.write_text(f"ended {number}\n", encoding="utf-8")
    terminal.wait_until_gone(TAKES)
    return taken


def seconds_until_typed(terminal: Terminal, letter: str) -> float:
    """From a letter to its being on the screen: how quick this machine is now."""
    began = time.monotonic()
    terminal.send(letter * 3)
    terminal.wait_for(letter * 3)
    taken = time.monotonic() - began
    terminal.press("esc")
    terminal.wait_until_gone(letter * 3)
    return taken


def test_the_caller_stands_there_within_a_second_and_costs_nothing_while_it_rings(hotel: Path, pipe: Path) -> None:
    with desk.sit_down(hotel, "Anna") as anna:
        times = [seconds_until_shown(anna, pipe, f"+3712900000{each}") for each in range(3)]
        own = min(seconds_until_typed(anna, letter) for letter in "xyz")
        assert min(times) < 1.0 + 10 * own, (times, own)  # what this machine takes for any paint is not the telephone's
        pipe.write_text("+37126123456 1\n", encoding="utf-8")
        anna.wait_for("☎ Kristīne Bērziņa", "CALLING NOW", "^t take the call")
        anna.settle(1.2)  # nothing was painted in more than a second: the line does not blink, and nothing is asked


def test_typing_never_takes_a_call_and_the_key_keeps_what_was_typed(hotel: Path, pipe: Path) -> None:
    with desk.sit_down(hotel, "Anna") as anna:
        desk.find(anna, "412", "Kristīne Bērziņa")
        anna.send("the tap drips")
        pipe.write_text("+37129000111 1\n", encoding="utf-8")
        anna.wait_for(TAKES)
        anna.send(" т t11 all night")
        anna.wait_for("the tap drips т t11 all night")
        assert "Kristīne Bērziņa" in anna.text and "+37129000111" in anna.lines[0]
        anna.send(TAKE)
        anna.wait_for("Unnamed customer")
        anna.wait_until_gone(TAKES)
        anna.send("\x1b[21~")  # F10, a story: a question over the conversation
        anna.wait_for("A story")
        pipe.write_text("+37129000112 1\n", encoding="utf-8")
        anna.wait_for("+37129000112 · rings", "A story")
        anna.send(TAKE)
        anna.wait_for("Esc leaves this, then ^t")
        anna.press("esc", "esc", "esc")
        anna.wait_for("OPEN CONVERSATIONS", "the tap drips т t11 all night")


def answered(terminal: Terminal) -> bool:
    """Whether the call was taken here, or it was said who has it."""
    return "has it since" in terminal.text or "WRITING ·" in terminal.text


def test_two_desks_press_at_once_and_one_has_the_call(hotel: Path, pipe: Path) -> None:
    with desk.sit_down(hotel, "Anna") as anna, desk.sit_down(hotel, "Olena") as olena:
        pipe.write_text("+37126123456\n", encoding="utf-8")
        for each in (anna, olena):
            each.wait_for("CALLING NOW", TAKES)
        for each in (anna, olena):
            each.send(TAKE)
        for each in (anna, olena):
            each.wait(partial(answered, each), "an answer")
        assert sorted("has it since" in each.text for each in (anna, olena)) == [False, True]
    with sqlite3.connect(hotel / "data" / "frontdesk.db") as database:
        taken = database.execute("SELECT count(*), count(taken_by), count(conversation_id) FROM calls").fetchone()
        talks = database.execute("SELECT count(*) FROM conversations WHERE channel = 'phone'").fetchone()
    assert taken == (1, 1, 1) and talks == (1,)
    assert asked("calls", folder=hotel) == {"ringing": [], "missed": []}
