"""How the program starts and ends on a real terminal: no terminal, a dropped line, a signal, a crash."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
import uidesk

from frontdesk.desk.customers import finding
from frontdesk.ui import lifecycle

RUN = """
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from frontdesk.ui import app
folder = Path(sys.argv[1])
def opening():
    from frontdesk.desk.opening import open_desk
    return open_desk(folder, staff="Anna", clock=lambda: datetime.now(UTC))
{extra}
sys.exit(app.run(opening))
"""
STARTED = "NOBODY IS KNOWN HERE YET"
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l")


class Running:
    """The real program on a pseudo-terminal."""

    def __init__(self, folder: Path, extra: str = "", **environment: str) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_STATE_HOME") if name in os.environ}
        self.child = pexpect.spawn(
            sys.executable,
            ["-c", RUN.format(extra=extra), str(folder)],
            env={**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment},  # type: ignore[arg-type]
            dimensions=(24, 80),
            timeout=90,
        )
        self.before = termios.tcgetattr(self.child.child_fd)
        self.raw = b""
        self.child.logfile_read = self

    def write(self, data: bytes) -> int:
        self.raw += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def wait_for(self, text: str) -> None:
        self.child.expect_exact(text.encode())

    def drop(self) -> None:
        """Close this side of the terminal, as a lost line does, by the one object that owns the descriptor."""
        self.child.ptyproc.fileobj.close()
        self.child.closed = self.child.terminated = True
        self.child.child_fd = self.child.ptyproc.fd = -1
        self.child.ptyproc.closed = self.child.ptyproc.terminated = True

    def end(self) -> int:
        """Wait for the end; the exit code."""
        self.child.expect(pexpect.EOF)
        self.child.wait()
        return self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus


@pytest.fixture
def running(folder: Path) -> Iterator[Running]:
    started = Running(folder)
    yield started
    started.child.close(force=True)


def restored(raw: bytes) -> bool:
    return all(raw.rfind(each) > raw.rfind(each[:-1] + b"h") or each.endswith(b"h") for each in RESTORED) and all(
        each in raw for each in RESTORED
    )


def test_ctrl_q_ends_with_0_and_gives_the_terminal_back(running: Running) -> None:
    running.wait_for(STARTED)
    running.child.send("\x11")
    assert running.end() == 0
    assert restored(running.raw)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_with_128_and_its_number_and_gives_the_terminal_back(running: Running, name: str) -> None:
    running.wait_for(STARTED)
    number = getattr(signal, name)
    running.child.kill(number)
    assert running.end() == 128 + number
    assert restored(running.raw)


def test_a_signal_before_the_desk_is_open_ends_it_too(folder: Path) -> None:
    slow = "import time\nfast = opening\ndef opening():\n    time.sleep(1)\n    return fast()"
    running = Running(folder, slow)
    running.wait_for("opening the desk")
    running.child.kill(signal.SIGTERM)
    assert running.end() == 128 + signal.SIGTERM
    assert restored(running.raw)


def test_a_dropped_line_ends_the_program(folder: Path) -> None:
    """Left alone it would spin on the closed terminal for ever."""
    running = Running(folder)
    running.wait_for(STARTED)
    running.drop()
    _pid, status = os.waitpid(running.child.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGHUP


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_words_that_were_just_typed_are_saved_when_the_line_drops(running: Running, folder: Path, name: str) -> None:
    running.wait_for(STARTED)
    running.child.send("\x1b[18~")
    running.wait_for("Anything else?")
    running.child.send("The heating is dead")
    running.wait_for("dead")
    running.child.kill(getattr(signal, name))
    assert running.end() == 128 + getattr(signal, name)
    waiting = finding.queue(uidesk.opened(folder))
    assert [line.text for line in waiting] == ["The heating is dead"]


def test_a_crash_shows_one_sentence_and_no_traceback(folder: Path) -> None:
    uidesk.with_promises(folder, uidesk.Clock())
    broken = (
        "from frontdesk.ui.widgets import queue\n"
        "def broken(*_):\n    raise RuntimeError('Kristine owes 400')\n"
        "queue._queue_line = broken"
    )
    running = Running(folder, broken)
    assert running.end() == 1
    after = running.raw.rpartition(b"\x1b[?1049l")[2].decode()
    assert "Something in frontdesk itself went wrong" in after
    assert "Traceback" not in after and "Kristine" not in after
    assert restored(running.raw)
    log = folder / "data" / lifecycle.LOG_NAME
    assert log.stat().st_mode & 0o777 == 0o600
    assert "Kristine" not in log.read_text("utf-8")


def test_typed_bytes_of_a_real_terminal_find_and_f6_shows_the_day(folder: Path) -> None:
    uidesk.with_promises(folder, uidesk.Clock())
    running = Running(folder)
    running.wait_for("PROMISED")
    running.child.send("krist")
    running.wait_for("new customer")
    running.child.send("\x1b[17~")
    running.wait_for("CHANCES LEFT")
    running.child.send("\x11")
    assert running.end() == 0


def test_an_idle_desk_sends_nothing(running: Running) -> None:
    running.wait_for(STARTED)
    for _look in range(20):  # a busy machine paints the first screen for longer; one that never rests fails them all
        before = len(running.raw)
        with pytest.raises(pexpect.TIMEOUT):
            running.child.expect("unreachable", timeout=2.5)
        if len(running.raw) - before < 250:  # at most the minute of the header
            return
    raise AssertionError("an idle desk sends without a pause")


def test_without_colours_the_state_is_still_said(folder: Path) -> None:
    uidesk.with_promises(folder, uidesk.Clock())
    running = Running(folder, NO_COLOR="1")
    running.wait_for("overdue")
    running.child.send("\x11")
    assert running.end() == 0


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_that_cannot_draw_gets_one_sentence_and_2(folder: Path, term: str) -> None:
    running = Running(folder, TERM=term)
    assert running.end() == 2
    assert b"cannot show the desk" in running.raw
    assert b"\x1b" not in running.raw


def test_without_a_terminal_there_is_one_sentence_and_2(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(extra=""), str(folder)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_closed_or_missing_stream_is_no_terminal() -> None:
    closed = io.StringIO()
    closed.close()
    assert lifecycle.terminal_fault({"TERM": "xterm"}, None)
    assert lifecycle.terminal_fault({"TERM": "xterm"}, closed)


def test_where_nothing_can_be_written_there_is_no_log_and_no_second_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    assert lifecycle.write_crash_log(blocked, ValueError("x")) is None


def test_the_log_names_every_error_of_a_chain_and_stays_small(tmp_path: Path) -> None:
    try:
        try:
            raise KeyError("Anna")
        except KeyError as error:
            raise ValueError("Anna") from error
    except ValueError as error:
        path = lifecycle.write_crash_log(tmp_path, error)
    assert path is not None
    text = path.read_text("utf-8")
    assert text.index("builtins.ValueError") < text.index("builtins.KeyError")
    assert "Anna" not in text
    path.write_text("x" * (lifecycle.LOG_BYTES_MAX + 1))
    lifecycle.write_crash_log(tmp_path, ValueError())
    assert path.stat().st_size < 1000


async def test_a_look_that_comes_while_the_program_closes_is_no_fault(folder: Path) -> None:
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await uidesk.ready(pilot)
        watch = app._watch
    assert watch is not None and app.screen_stack == []
    watch.look()
