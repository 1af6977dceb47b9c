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
    terminal.wait(lambda: f"{number} · rings" in terminal.text and TAKES in terminal.text, number, rests=False)
    taken = time.monotonic() - began
    pipe.write_text(f"ended {number}\n", encoding="utf-8")
    terminal.wait_until_gone(TAKES)
    return taken


def seconds_until_typed(terminal: Terminal, letter: str) -> float:
    """From a letter to its being on the screen: how quick this machine is now."""
    began = time.monotonic()
    terminal.send(letter * 3)
    terminal.wait(lambda: letter * 3 in terminal.text, letter, rests=False)
    taken = time.monotonic() - began
    terminal.press("esc")
    terminal.wait_until_gone(letter * 3)
    return taken


def test_the_caller_stands_there_within_a_second_and_costs_nothing_while_it_rings(hotel: Path, pipe: Path) -> None:
    with desk.sit_down(hotel, "Anna") as anna:
        times = []
        for each in range(5):
            own = seconds_until_typed(anna, "vwxyz"[each])
            times.append((seconds_until_shown(anna, pipe, f"+3712900000{each}"), own))
            if times[-1][0] < 1.0 + 10 * own:  # what this machine takes for any paint is not the telephone's
                break
        else:
            raise AssertionError(times)
        pipe.write_text("+37126123456 1\n", encoding="utf-8")
        anna.wait_for("☎ Kristīne Bērziņa", "CALLING NOW", "^t takes the call")
        desk.idles(anna)  # the line does not blink, and nothing is asked


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


HAS_IT, IS_TOLD, IS_LATE = "has it", "is told who has it", "no longer rings here"


def answer_to(terminal: Terminal) -> str:
    """What became of the key: the call is here, or it was said who has it, or it had stopped ringing before."""
    if "has it since" in terminal.text:
        return IS_TOLD
    if "WRITING ·" in terminal.text:
        return HAS_IT
    return IS_LATE if TAKES not in terminal.text else ""


def both_take(desks: tuple[Terminal, Terminal]) -> list[str]:
    """Both press while it rings at both; what became of each key, in order of the words."""
    for each in desks:
        each.wait_for("CALLING NOW", TAKES)
    for each in desks:
        each.send(TAKE)
    seen: dict[Terminal, str] = {}

    def looked() -> bool:
        for each in desks:
            each.read(0)
            if seen.get(each, IS_LATE) == IS_LATE and (answer := answer_to(each)):
                seen[each] = answer
        return HAS_IT in seen.values() and len(seen) == len(desks)

    desks[0].wait(looked, "the call to be taken")
    for each in desks:
        each.settle(0.7)  # the word about it may come after the line has gone
        looked()
    return sorted(seen.values())


def test_two_desks_press_at_once_and_one_has_the_call(hotel: Path, pipe: Path) -> None:
    """One has it each time; whoever pressed before the line was gone is told who, in the first of a few calls or later.

    On a busy machine the second desk may take in the key when it has already seen that the call was taken.
    """
    with desk.sit_down(hotel, "Anna") as anna, desk.sit_down(hotel, "Olena") as olena:
        for rung in range(1, 5):
            pipe.write_text(f"+3712612345{rung}\n", encoding="utf-8")
            answers = both_take((anna, olena))
            assert answers in ([HAS_IT, IS_TOLD], [HAS_IT, IS_LATE]), answers
            if IS_TOLD in answers:
                break
            for each in (anna, olena):
                each.press("f2")
                each.wait_for("OPEN CONVERSATIONS")
        else:
            raise AssertionError(f"nobody was told: {anna.text}\n{olena.text}")
    with sqlite3.connect(hotel / "data" / "frontdesk.db") as database:
        taken = database.execute("SELECT count(*), count(taken_by), count(conversation_id) FROM calls").fetchone()
        talks = database.execute("SELECT count(*) FROM conversations WHERE channel = 'phone'").fetchone()
    assert taken == (rung, rung, rung) and talks == (rung,)
    assert asked("calls", folder=hotel) == {"ringing": [], "missed": []}
