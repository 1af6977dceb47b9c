"""What the other tests here look through: whole frames only, a program at rest, and an end that is not waited for."""

from __future__ import annotations

import sys

import pytest
from driving import FRAME_BEGINS, FRAME_ENDS, HAS_FRAMES, Terminal

CHILD = """
import sys, time, tty
tty.setraw(0)
out, key = sys.stdout.buffer.raw, sys.stdin.buffer.raw.read
out.write(b"\\x1b[?2026$p" + b"ready ")
"""


def child(body: str, **more: bool) -> Terminal:
    """A program that says when it reads keys one by one, and then does as told."""
    return Terminal(program=(sys.executable, "-c", CHILD + body), **more)


HALF = """
answer = key({length})
out.write({begins!r}[:4]); key(1); out.write({begins!r}[4:] + b"half")
key(1)
out.write(b" and the rest" + {ends!r})
key(1)
"""


@pytest.mark.parametrize("whole", [True, False])
def test_half_a_frame_is_seen_only_on_a_terminal_that_does_not_know_frames(whole: bool) -> None:
    body = HALF.format(length=len(HAS_FRAMES) if whole else 1, begins=FRAME_BEGINS, ends=FRAME_ENDS)
    with child(body, whole_frames=whole) as terminal:
        terminal.wait_for("ready")
        if not whole:  # it gets no answer to its question, and takes a key for it
            terminal.press("a")
        terminal.press("b")
        terminal.wait(lambda: b"half" in terminal.raw, "half a frame")
        assert ("half" in terminal.text) is not whole
        terminal.press("c")
        terminal.wait_for("half and the rest")


def test_half_a_frame_of_a_program_that_has_ended_is_seen() -> None:
    with child(f"out.write({FRAME_BEGINS!r} + b'its last words')") as terminal:
        assert terminal.wait_for_end() == 0
        assert terminal.text == "ready its last words" + "\n" * (terminal.rows - 1)
        assert not terminal.restored


def test_a_program_that_computes_is_not_at_rest_and_neither_is_one_that_left_a_key_unread() -> None:
    """What comes a tenth of a second of computing after a key is on the screen when the press returns."""
    busy = "key(1)\nuntil = time.process_time() + 0.1\nwhile time.process_time() < until: pass\nout.write(b'done')"
    with child("\n".join((f"key({len(HAS_FRAMES)})", busy, busy, "key(1)"))) as terminal:
        terminal.wait_for("ready")
        terminal.send("a")
        terminal.press("b")
        assert terminal.text.count("done") == 2


def test_what_a_program_that_has_ended_will_never_show_is_not_waited_for() -> None:
    with child("out.write(b'no more')") as terminal, pytest.raises(AssertionError, match=r"ended with 0 .*\n.*no more"):
        terminal.wait_for("something else")


def test_a_key_that_is_answered_for_already_is_not_pressed() -> None:
    with child("key(9)") as terminal, pytest.raises(AssertionError, match="would not change"):
        terminal.wait_for("ready")
        terminal.answer("enter", "ready")
