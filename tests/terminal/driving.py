"""Drive the real program on a real pseudo-terminal and read its screen as a person would.

Keys go out as the bytes a terminal sends; the screen comes back through pyte. Nothing sleeps: every wait is a
read of the terminal that ends when what is waited for is there, or fails with the screen in the message.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyte
from click.testing import CliRunner

from frontdesk.cli.main import run
from frontdesk.ground import language

FRONTDESK = str(Path(sys.executable).parent / "frontdesk")
PATIENCE_SECONDS = 90.0
HUMAN_GAP_SECONDS = 0.12  # between two keys that a person means; bursts are below 30 ms
AGAIN_SECONDS = 1.3  # the same key sooner after itself is that key held down
UNHEARD = ("one press · press again", "press one key", "press Enter once more")
UNHEARD_SECONDS = 8.0  # so long after a key nothing at all was done: it was not heard
QUIET_SECONDS = 0.5  # after a text that came at once, before a key is a person's again

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
        program: Sequence[str] = (FRONTDESK,),
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
            [*program, *arguments],
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
        self._last_key, self._last_at = "", 0.0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.hang_up()

    # --- reading ---------------------------------------------------------------------------------------------

    def read(self, seconds: float) -> bool:
        """Take in what the program writes within `seconds`; true as soon as something came."""
        if self._main < 0:  # hung up: nothing comes any more
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(max(seconds, 0))
            return False
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
        return self.wait(lambda: all(text in self.text for text in wanted), f"{wanted} on the screen", seconds)

    def wait_until_gone(self, text: str, seconds: float = PATIENCE_SECONDS) -> str:
        """Wait until the text no longer stands on the screen."""
        return self.wait(lambda: text not in self.text, f"{text!r} to go", seconds)

    def wait(self, done: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> str:
        """Wait until `done` says so; `what` names it when it never does. The screen then."""
        until = time.monotonic() + seconds
        while not done():
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
        """Press keys one after the other as a person does; a name of `KEYS` or a single character each.

        The same key twice in a row is pressed, let go and pressed again, not held down.
        """
        for key in keys:
            if key == self._last_key:
                self.look(self._last_at + AGAIN_SECONDS - time.monotonic())
            self.send(KEYS.get(key, key))
            self.presses += 1
            if key == "enter" or len(key) == 1:  # the others never end a held key
                self._last_key, self._last_at = key, time.monotonic()
            self.look(HUMAN_GAP_SECONDS)

    def answer(self, key: str, *wanted: str) -> str:
        """Press a key until it is heard: while a question is new it is deaf, and a person who sees that presses again.

        What is wanted must not be on the screen yet. A key is pressed anew only where the program says that it was
        not heard, or where nothing at all has become of it; the screen then.
        """
        for _time in range(5):
            before = self.text
            self.press(key)
            until = time.monotonic() + UNHEARD_SECONDS
            while time.monotonic() < until:
                if all(text in self.text for text in wanted):
                    return self.text
                if any(each in self.text and each not in before for each in UNHEARD):
                    break
                self.read(0.2)
            if self.text != before and not any(each in self.text for each in UNHEARD):
                break
        return self.wait_for(*wanted)

    def type(self, text: str) -> None:
        """Type a text at once, as fast hands or a scanner send it into a field, and see it there."""
        self.send(text)
        self._last_key = ""
        last = text.split()[-1][-12:]
        self.wait_for(last)
        self.look(QUIET_SECONDS)

    def hold(self, key: str, times: int, gap_seconds: float = 0.035) -> None:
        """Hold a key down: it comes again and again, as fast as keyboards repeat."""
        for _each in range(times):
            self.send(KEYS.get(key, key))
            self.look(gap_seconds)
        self._last_key, self._last_at = key, time.monotonic()

    def paste(self, text: str) -> None:
        """Paste on a terminal that brackets what is pasted."""
        self.send(f"\x1b[200~{text}\x1b[201~")
        self.look(HUMAN_GAP_SECONDS)

    def look(self, seconds: float) -> None:
        """Watch the screen for so long."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.read(left)

    def click(self, text: str) -> None:
        """Click the left button on the first place where `text` stands."""
        for row, line in enumerate(self.lines):
            column = line.find(text)
            if column >= 0:
                place = f"{column + 2};{row + 1}"
                self.send(f"\x1b[<0;{place}M\x1b[<0;{place}m")
                self.look(HUMAN_GAP_SECONDS)
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
        for descriptor in (self._side, self._main):
            if descriptor >= 0:
                os.close(descriptor)
        self._side = self._main = -1

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
        return modes and all(
            self.raw.rfind(left) >= self.raw.rfind(entered)
            for entered, left in (
                (b"\x1b[?1049h", b"\x1b[?1049l"),
                (b"\x1b[?25l", b"\x1b[?25h"),
                (b"\x1b[?1000h", b"\x1b[?1000l"),
                (b"\x1b[?2004h", b"\x1b[?2004l"),
            )
        )


def frontdesk(*arguments: str, folder: Path | None, staff: str | None = None, code: int = 0) -> str:
    """Run a command line of the program in this process; its standard output. `code` is the exit code it must end with.

    It is the program's own entry, without the half second that an interpreter takes to start.
    """
    theirs = {name: None for name in os.environ if name.startswith(("FRONTDESK_", "LC_"))}
    language.use("en")
    with CliRunner(env={**theirs, "LANG": "C.UTF-8"}).isolation() as (out, err, _both):
        ended = run(_arguments(arguments, folder, staff))
        said = out.getvalue().decode()
        assert ended == code, (ended, said, err.getvalue().decode())
    return said


def asked(*arguments: str, folder: Path, staff: str | None = None, code: int = 0) -> Any:
    """What a command answers with --json."""
    return json.loads(frontdesk(*arguments, "--json", folder=folder, staff=staff, code=code))


def at_once(commands: Sequence[tuple[str, ...]], *, folder: Path, staff: str) -> list[tuple[int, Any]]:
    """Run commands in as many processes at the same time; the exit code and the JSON of each, in order."""
    running = [
        subprocess.Popen(
            [FRONTDESK, *_arguments((*each, "--json"), folder, staff)], stdout=subprocess.PIPE, text=True, env=_PLAIN
        )
        for each in commands
    ]
    outputs = [process.communicate()[0] for process in running]
    return [(process.returncode, json.loads(output)) for process, output in zip(running, outputs, strict=True)]


_PLAIN = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8"}


def _arguments(arguments: Sequence[str], folder: Path | None, staff: str | None) -> list[str]:
    where = ("--folder", str(folder)) if folder else ()
    return [*arguments, *where, *(("--staff", staff) if staff else ())]
