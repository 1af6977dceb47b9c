"""Drive the real program on a real pseudo-terminal and read its screen as a person would.

Keys go out as the bytes a terminal sends; the screen comes back through pyte. Nothing sleeps: every wait is a
read of the terminal that ends when what is waited for is there, or fails with the screen in the message.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path

import pyte

FRONTDESK = str(Path(sys.executable).parent / "frontdesk")
PATIENCE_SECONDS = 20.0
HUMAN_GAP_SECONDS = 0.12  # between two keys that a person means; bursts are below 30 ms

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "backspace": "\x7f",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "ctrl+q": "\x11",
    "ctrl+c": "\x03",
    "ctrl+p": "\x10",
}


class Terminal:
    """A program on a terminal of its own: `columns` x `rows`, with what it wrote kept raw in `raw`."""

    def __init__(
        self,
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.columns, self.rows = columns, rows
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self.presses = 0
        main, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.before = termios.tcgetattr(side)
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [FRONTDESK, *arguments],
            stdin=side,
            stdout=side,
            stderr=side,
            cwd=cwd,
            env={**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", **(environment or {})},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        self._side = side
        self._main = main

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for descriptor in (self._main, self._side):
            try:
                os.close(descriptor)
            except OSError:
                continue  # closed by the test itself: that was the test

    # --- reading ---------------------------------------------------------------------------------------------

    def read(self, seconds: float) -> bool:
        """Take in what the program writes within `seconds`; true as soon as something came."""
        ready, _, _ = select.select([self._main], [], [], max(seconds, 0))
        if not ready:
            return False
        try:
            data = os.read(self._main, 65536)
        except OSError:
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    @property
    def lines(self) -> list[str]:
        """The screen as it stands, a text a row."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as it stands, as one text."""
        return "\n".join(self.lines)

    def wait_for(self, *wanted: str, seconds: float = PATIENCE_SECONDS) -> str:
        """Wait until every text stands on the screen at once; the screen then."""
        return self._wait(lambda: all(text in self.text for text in wanted), f"{wanted} on the screen", seconds)

    def wait_until_gone(self, text: str, seconds: float = PATIENCE_SECONDS) -> str:
        """Wait until the text no longer stands on the screen."""
        return self._wait(lambda: text not in self.text, f"{text!r} to go", seconds)

    def _wait(self, done: object, what: str, seconds: float) -> str:
        until = time.monotonic() + seconds
        while not done():  # type: ignore[operator]
            left = until - time.monotonic()
            if left <= 0:
                raise AssertionError(f"waited {seconds} s for {what}; the screen is:\n{self.text}")
            self.read(min(left, 0.2))
        return self.text

    def settle(self, quiet_seconds: float = 0.25, seconds: float = PATIENCE_SECONDS) -> str:
        """Take in output until nothing came for `quiet_seconds`."""
        until = time.monotonic() + seconds
        while self.read(quiet_seconds):
            if time.monotonic() > until:
                raise AssertionError(f"the screen never came to rest:\n{self.text}")
        return self.text

    # --- pressing --------------------------------------------------------------------------------------------

    def send(self, data: str) -> None:
        """Send raw characters in one write: a burst, a paste, or a part of something."""
        os.write(self._main, data.encode())

    def press(self, *keys: str) -> None:
        """Press keys one after the other as a person does; a name of `KEYS` or a single character each."""
        for key in keys:
            self.send(KEYS.get(key, key))
            self.presses += 1
            self._pause()

    def type(self, text: str) -> None:
        """Type a text at once: what fast hands or a scanner send into a field."""
        self.send(text)
        self._pause()

    def _pause(self) -> None:
        until = time.monotonic() + HUMAN_GAP_SECONDS
        while (left := until - time.monotonic()) > 0:
            self.read(left)

    def click(self, text: str) -> None:
        """Click the left button on the first place where `text` stands."""
        for row, line in enumerate(self.lines):
            column = line.find(text)
            if column >= 0:
                place = f"{column + 2};{row + 1}"
                self.send(f"\x1b[<0;{place}M\x1b[<0;{place}m")
                self._pause()
                return
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as a person who drags its corner does."""
        self.columns, self.rows = columns, rows
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._main, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    # --- ending ----------------------------------------------------------------------------------------------

    def hang_up(self) -> None:
        """Drop the line, as a lost SSH connection does."""
        os.close(self._side)
        os.close(self._main)

    def wait_for_end(self, seconds: float = PATIENCE_SECONDS) -> int:
        """Wait for the program to end, taking in what it still writes; its exit code."""
        until = time.monotonic() + seconds
        while self.process.poll() is None:
            if time.monotonic() > until:
                raise AssertionError(f"still running after {seconds} s:\n{self.text}")
            self.read(0.1)
        while self.read(0.05):
            continue
        return self.process.returncode

    @property
    def restored(self) -> bool:
        """Whether the terminal is as it was found: echo and line mode on, main screen, no mouse, cursor shown."""
        modes = termios.tcgetattr(self._side)[3] == self.before[3]
        last = {code: self.raw.rfind(code) for code in (b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25l", b"\x1b[?25h")}
        return modes and last[b"\x1b[?1049l"] > last[b"\x1b[?1049h"] and last[b"\x1b[?25h"] > last[b"\x1b[?25l"]


def frontdesk(*arguments: str, folder: Path, staff: str | None = None, code: int | None = 0) -> str:
    """Run a command of the program headless; its standard output. `code` is the exit code it must end with."""
    who = ("--staff", staff) if staff else ()
    result = subprocess.run(
        [FRONTDESK, *arguments, "--folder", str(folder), *who],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8"},
    )
    assert code is None or result.returncode == code, (result.returncode, result.stdout, result.stderr)
    return result.stdout
