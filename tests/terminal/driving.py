"""Drive the real program on a real pseudo-terminal and read its screen as a person would.

Keys go out as the bytes a terminal sends; the screen comes back through pyte. Nothing sleeps: every wait is a
read of the terminal that ends when what is waited for is there, or fails with the screen in the message.

Two things keep a busy machine from being taken for a fault. The screen shows whole frames only, as terminals with
synchronized output (mode 2026) do: a frame arrives in pieces of at most 4096 bytes. And whoever presses or has seen
what they waited for goes on when the program is at rest: it has taken in every key, none of its threads has anything
to do, and nothing more was painted (`rest`).
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
AGAIN_SECONDS = 0.5  # the same key sooner after itself may be that key held down
DIGIT_AGAIN_SECONDS = 1.2  # a digit sooner after itself gives nothing at one press
READ_SECONDS = 0.4  # a person reads what was asked: questions are deaf for the first 0.3 s
UNHEARD = ("one press · press again", "press one key", "press Enter once more")
UNHEARD_SECONDS = 8.0  # so long after a key nothing at all was done: it was not heard
QUIET_SECONDS = 0.5  # after a text that came at once, before a key is a person's again
STILL_SECONDS = 0.05  # asleep for so long is at rest: longer than the 30 ms for which a key is held back
SETTLE_SECONDS = 0.2  # so long the same key again is held back, in case that it is held down
ESCAPE_SECONDS = 0.2  # Esc is Esc once nothing followed it for a tenth of a second, and that is looked at as often
LOOK_SECONDS = 0.01  # between two looks at whether the program sleeps
RESTLESS_SECONDS = 30.0  # a program that never rests is let be

FRAME_BEGINS, FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
ASKS_FOR_FRAMES, HAS_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"

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
    """A program on a terminal of its own: `columns` x `rows`, with what it wrote kept raw in `raw`.

    Without `whole_frames` it is one of the terminals that do not know mode 2026 and show a frame as it arrives.
    """

    def __init__(
        self,
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        program: Sequence[str] = (FRONTDESK,),
        whole_frames: bool = True,
    ) -> None:
        self.columns, self.rows = columns, rows
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._whole_frames = whole_frames
        self._in_frame = False
        self._lines: list[str] | None = None
        self.raw = b""
        self._painted = 0
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
        # Another program in front, as ssh or strace, does not read the keys as they are sent.
        self._reads_itself = program[0] in (FRONTDESK, sys.executable)
        self._read_when_taken = 0
        self._last_key, self._last_at = "", 0.0  # and when the program had surely taken it in

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
        before = len(self.raw)
        self.raw += data
        if self._whole_frames and ASKS_FOR_FRAMES in self.raw[max(0, before - len(ASKS_FOR_FRAMES) + 1) :]:
            os.write(self._main, HAS_FRAMES)
        self._paint()
        return bool(data)

    def _paint(self) -> None:
        """Put on the screen what has come, up to the last whole frame where the terminal knows frames."""
        if not self._whole_frames:
            self._show(len(self.raw))
        while self._painted < len(self.raw):
            mark = FRAME_ENDS if self._in_frame else FRAME_BEGINS
            at = self.raw.find(mark, self._painted)
            if at >= 0:
                self._show(at + len(mark))
                self._in_frame = not self._in_frame
            elif self._in_frame:
                return
            else:
                begun = next((size for size in range(len(mark) - 1, 0, -1) if self.raw.endswith(mark[:size])), 0)
                self._show(max(self._painted, len(self.raw) - begun))
                return

    def _show(self, end: int) -> None:
        self._stream.feed(self.raw[self._painted : end])
        self._painted, self._lines = end, None

    @property
    def lines(self) -> list[str]:
        """The screen as it stands, a text a row."""
        if self._painted < len(self.raw) and self.process.poll() is not None:  # the rest of a frame will never come
            self._show(len(self.raw))
        if self._lines is None:
            self._lines = [line.rstrip() for line in self._screen.display]
        return self._lines

    @property
    def text(self) -> str:
        """The screen as it stands, as one text."""
        return "\n".join(self.lines)

    def wait_for(self, *wanted: str, seconds: float = PATIENCE_SECONDS) -> str:
        """Wait until every text stands on the screen at once and the program is at rest; the screen then."""
        return self.wait(lambda: self._ended_without(wanted) or self._shows(wanted), f"{wanted} on the screen", seconds)

    def wait_until_gone(self, text: str, seconds: float = PATIENCE_SECONDS) -> str:
        """Wait until the text no longer stands on the screen."""
        return self.wait(lambda: text not in self.text, f"{text!r} to go", seconds)

    def wait(
        self, done: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS, *, rests: bool = True
    ) -> str:
        """Wait until `done` says so, and still says so when the program `rests`; `what` names it when it never does.

        The screen then.
        """
        until = time.monotonic() + seconds
        while True:
            while not done():
                left = until - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"waited {seconds} s for {what}; the screen is:\n{self.text}")
                self.read(min(left, 0.2))
            if rests:
                self.rest()
            if done():
                return self.text

    def _shows(self, wanted: Sequence[str]) -> bool:
        shown = self.text
        return all(text in shown for text in wanted)

    def _ended_without(self, wanted: Sequence[str]) -> bool:
        """Never true: a program that has ended and said all it had to say will not show what is wanted any more."""
        if self.process.poll() is not None and not self.read(0.05) and not self._shows(wanted):
            raise AssertionError(f"ended with {self.process.returncode} before {wanted} came; it said:\n{self.text}")
        return False

    def rest(self, seconds: float = RESTLESS_SECONDS, *, still_seconds: float = STILL_SECONDS) -> None:
        """Take in output until the program sleeps and has written nothing for `still_seconds`, or has ended.

        A program that does not come to rest within `seconds` is let be. A busy machine only makes it longer: a thread
        that has something to do and waits for a processor does not sleep.
        """
        now = quiet_since = asleep_since = time.monotonic()
        until = now + seconds
        while now < until and (now - quiet_since < still_seconds or now - asleep_since < STILL_SECONDS):
            wrote = self.read(LOOK_SECONDS)
            now = time.monotonic()
            if wrote or not self._asleep():
                quiet_since, asleep_since = (now if wrote else quiet_since), now
            if not wrote and self.process.poll() is not None:
                break

    def sleeps(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until the program sleeps, without taking in what it writes: as a line that is stuck."""
        until = time.monotonic() + seconds
        while not self._asleep():
            assert time.monotonic() < until, "it never sleeps"
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(LOOK_SECONDS)

    def _asleep(self) -> bool:
        """Whether every key was taken in and no thread of the program has anything to do; where that can be seen."""
        if self._side >= 0:
            waiting = fcntl.ioctl(self._side, termios.FIONREAD, struct.pack("i", 0))
            if struct.unpack("i", waiting)[0]:
                return False
        # A busy system may let a key lie before it is even there to be read.
        if 0 < self._has_read() < self._read_when_taken:
            return False
        threads = Path(f"/proc/{self.process.pid}/task")
        try:
            states = [(each / "stat").read_bytes().rpartition(b")")[2].split()[0] for each in threads.iterdir()]
        except FileNotFoundError:  # a system that has no /proc shows it by being quiet
            return not threads.parent.parent.joinpath("self").exists()
        except ProcessLookupError:  # a thread has ended meanwhile
            return False
        return not any(state in (b"R", b"D") for state in states)

    def settle(self, quiet_seconds: float = 0.25, seconds: float = PATIENCE_SECONDS) -> str:
        """Take in output until the program was at rest for `quiet_seconds`."""
        until = time.monotonic() + seconds
        self.rest(seconds, still_seconds=quiet_seconds)
        if time.monotonic() > until:
            raise AssertionError(f"the screen never came to rest:\n{self.text}")
        return self.text

    # --- pressing --------------------------------------------------------------------------------------------

    def send(self, data: str) -> None:
        """Send raw characters in one write: a burst, a paste, or a part of something."""
        sent = data.encode()
        self._read_when_taken = max(self._read_when_taken, self._has_read()) + len(sent)
        os.write(self._main, sent)

    def _has_read(self) -> int:
        """How many bytes the program has read so far, from wherever; 0 where that cannot be seen."""
        try:
            counts = Path(f"/proc/{self.process.pid}/io").read_text() if self._reads_itself else ""
        except OSError:  # it has ended, or the system has no /proc
            counts = ""
        return int(counts.partition("rchar:")[2].split()[0]) if counts else 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other as a person does; a name of `KEYS` or a single character each.

        The same key twice in a row is pressed, let go and pressed again, not held down.
        """
        for key in keys:
            again = key == self._last_key
            if again:
                wait = DIGIT_AGAIN_SECONDS if key.isdigit() else AGAIN_SECONDS
                self.look(self._last_at + wait - time.monotonic())
            self.send(KEYS.get(key, key))
            self.presses += 1
            self._taken_in(ESCAPE_SECONDS if key == "esc" else SETTLE_SECONDS if again else 0.0)
            if key == "enter" or len(key) == 1:  # the others never end a held key
                self._last_key, self._last_at = key, time.monotonic()

    def _taken_in(self, seconds: float = 0.0) -> None:
        """What was just sent is taken in, known for what it is `seconds` later, and a person's next key may come."""
        sent_at = time.monotonic()
        self.rest()
        if seconds:
            self.look(seconds)
            self.rest()
        self.look(sent_at + HUMAN_GAP_SECONDS - time.monotonic())

    def answer(self, key: str, *wanted: str, gone: str = "") -> str:
        """Press a key until it is heard: while a question is new it is deaf, and a person who sees that presses again.

        What is wanted must not be on the screen yet, or what shall be `gone` still there. A key is pressed anew only
        where the program says that it was not heard, or where nothing at all has become of it; the screen then.
        """

        def done() -> bool:
            return self._shows(wanted) and not (gone and gone in self.text)

        self.pause(READ_SECONDS)
        assert not done(), f"{key} would not change that {wanted} stand there:\n{self.text}"
        for _time in range(5):
            before = self.text
            self.press(key)
            until = time.monotonic() + UNHEARD_SECONDS
            while time.monotonic() < until and not done():
                if any(each in self.text and each not in before for each in UNHEARD):
                    break
                self.read(0.2)
            if self.text != before and not any(each in self.text for each in UNHEARD):
                break
        return self.wait(done, f"{wanted} on the screen{gone and f' and {gone!r} gone'}")

    def type(self, text: str) -> None:
        """Type a text at once, as fast hands or a scanner send it into a field, and see it there."""
        self.send(text)
        self._last_key = ""
        self.wait_for(text.split()[-1][-12:])
        self.look(QUIET_SECONDS - STILL_SECONDS)

    def hold(self, key: str, times: int, gap_seconds: float = 0.035) -> None:
        """Hold a key down: it comes again and again, as fast as keyboards repeat."""
        for _each in range(times):
            self.send(KEYS.get(key, key))
            self.look(gap_seconds)
        self.rest()
        self._last_key, self._last_at = key, time.monotonic()

    def paste(self, text: str) -> None:
        """Paste on a terminal that brackets what is pasted."""
        self.send(f"\x1b[200~{text}\x1b[201~")
        self._taken_in()

    def look(self, seconds: float) -> None:
        """Watch the screen for so long."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.read(left)

    def pause(self, seconds: float) -> None:
        """Watch the screen until the program is at rest, and for so long after that."""
        self.rest()
        self.look(seconds)

    def click(self, text: str) -> None:
        """Click the left button on the first place where `text` stands."""
        for row, line in enumerate(self.lines):
            column = line.find(text)
            if column >= 0:
                place = f"{column + 2};{row + 1}"
                self.send(f"\x1b[<0;{place}M\x1b[<0;{place}m")
                self._taken_in()
                return
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as a person who drags its corner does."""
        self.columns, self.rows = columns, rows
        self._screen.resize(rows, columns)
        self._lines = None
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
    def modes_restored(self) -> bool:
        """Whether echo and line mode are as they were found."""
        return bool(termios.tcgetattr(self._side)[3] == self.before[3])

    @property
    def restored(self) -> bool:
        """Whether the terminal is as it was found: echo and line mode on, main screen, no mouse, cursor shown,
        no frame left open.
        """
        return self.modes_restored and all(
            self.raw.rfind(left) >= self.raw.rfind(entered)
            for entered, left in (
                (b"\x1b[?1049h", b"\x1b[?1049l"),
                (b"\x1b[?25l", b"\x1b[?25h"),
                (b"\x1b[?1000h", b"\x1b[?1000l"),
                (b"\x1b[?2004h", b"\x1b[?2004l"),
                (FRAME_BEGINS, FRAME_ENDS),
            )
        )


def frontdesk(*arguments: str, folder: Path | None, staff: str | None = None, code: int = 0) -> str:
    """Run a command line of the program in this process; its standard output. `code` is the exit code it must end with.

    It is the program's own entry, without the half second that an interpreter takes to start.
    """
    ended, said, wrong = written(*arguments, folder=folder, staff=staff)
    assert ended == code, (ended, said.decode(), wrong.decode())
    return said.decode()


def written(
    *arguments: str, folder: Path | None, staff: str | None = None, environment: Mapping[str, str] | None = None
) -> tuple[int, bytes, bytes]:
    """Run a command line in this process; its exit code, and the bytes on its standard output and error."""
    theirs = {name: None for name in os.environ if name.startswith(("FRONTDESK_", "LC_"))}
    language.use("en")
    with CliRunner(env={**theirs, "LANG": "C.UTF-8", **(environment or {})}).isolation() as (out, err, _both):
        ended = run(_arguments(arguments, folder, staff))
        return ended, out.getvalue(), err.getvalue()


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
