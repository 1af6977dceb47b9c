"""The line between the program and its terminal: one that is gone takes everything and never holds the desk up.

So does one that takes nothing while the program is told to end: what is put back on such a terminal is let go.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import time
from queue import Full
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from textual.driver import Driver

LOOK_SECONDS = 1.0
STUCK_SECONDS = 2.0
"""So long does a program that is told to end wait for a terminal that takes nothing."""
PIECE_BYTES = 1024
"""So much is written at a time: a slow line is told from a stuck one by each piece that it took."""


class Line:
    """The stream that the screen is written to.

    Textual's thread that writes ends with the first error, and the program then waits for it without an end: words
    unsaved, the processor busy, the seat taken (T07). Here what can no longer be written is let go. It is written past
    Python's own buffer, whose lock a thread that waits for a stuck terminal would keep until the very end.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.gone = False
        self._leaving = False
        self._stuck = False
        self._told_at: float | None = None
        """When the program was told to end."""
        self._waits_since: float | None = None
        """When the piece came that the terminal has not taken yet."""

    def write(self, text: str) -> int:
        """Write, or let go; how many characters are done with."""
        data = text.encode(self._stream.encoding, self._stream.errors or "strict")
        while data and not self.gone:
            self._waits_since = time.monotonic()
            try:
                data = data[os.write(self._stream.fileno(), data[:PIECE_BYTES]) :]
            except BlockingIOError:  # somebody else who has this terminal wants it so
                select.select([], [self._stream], [], LOOK_SECONDS)
            except OSError:
                self.gone = True
            except ValueError:
                if not self._stream.closed:  # closed under it, it is gone as well
                    raise
                self.gone = True
        self._waits_since = None
        return len(text)

    def flush(self) -> None:
        """Nothing is kept back here."""

    def fileno(self) -> int:
        """The number of the stream's file."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Whether the stream is a terminal."""
        return self._stream.isatty()

    def leave(self) -> None:
        """The program is told to end: from now on a terminal that takes nothing is soon given up."""
        if self._told_at is None:
            self._told_at = time.monotonic()

    def given_up(self) -> bool:
        """Whether the program was told to end and the terminal has taken nothing for too long; it is gone then."""
        told, waits = self._told_at, self._waits_since
        if told is not None and waits is not None and time.monotonic() - max(told, waits) >= STUCK_SECONDS:
            self._stuck = self.gone = True
        return self._stuck


def on_a_line(driver: type[Driver]) -> type[Driver]:
    """The same kind of driver, writing to a `Line`; any driver but that of Unix terminals as it is."""
    if sys.platform == "win32":
        return driver
    from textual.drivers.linux_driver import LinuxDriver

    if driver is not LinuxDriver:
        return driver

    class LineDriver(LinuxDriver):
        """Textual's driver of a Unix terminal, which neither a dropped line nor a stuck one keeps from ending."""

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self._file: Any = Line(self._file)
            self._resizing = False

        def start_application_mode(self) -> None:
            """Begin, and take a size only when the one before was taken: nobody takes any while the line is stuck."""
            super().start_application_mode()  # type: ignore[no-untyped-call]
            loop, take_size = asyncio.get_running_loop(), signal.getsignal(signal.SIGWINCH)
            if not callable(take_size):
                return

            def taken() -> None:
                self._resizing = False
                take_size(signal.SIGWINCH, None)

            def resized(*_: object) -> None:
                if not self._resizing:
                    self._resizing = True
                    loop.call_soon_threadsafe(taken)

            signal.signal(signal.SIGWINCH, resized)

        def write(self, data: str) -> None:
            """Hand the text to the thread that writes; it waits while that has enough to do."""
            self._hand_over(data)

        def _hand_over(self, data: str | None) -> None:
            thread = self._writer_thread
            assert thread is not None, "Driver must be in application mode"
            while not self._file.given_up():
                try:
                    return thread._queue.put(data, timeout=LOOK_SECONDS)
                except Full:
                    continue

        def close(self) -> None:
            """Wait until everything is written, or nobody takes it; a thread that still waits then ends with us."""
            thread = self._writer_thread
            if thread is None:
                return
            self._hand_over(None)
            while thread.is_alive() and not self._file.given_up():
                thread.join(LOOK_SECONDS)

        def run_input_thread(self) -> None:
            """Read keys until the end; a line that fails while it is read is gone, and that is no fault to show."""
            try:
                super().run_input_thread()
            except OSError:
                self._file.gone = True

    return LineDriver


def leave(driver: Driver | None) -> None:
    """The program is told to end; called within a signal, whatever else goes on."""
    line = getattr(driver, "_file", None)
    if isinstance(line, Line):
        line.leave()


def is_gone(driver: Driver | None) -> bool:
    """Whether the terminal went away: no signal tells it to a program that does not own its terminal."""
    line = getattr(driver, "_file", None)
    if not isinstance(line, Line):
        return False
    if not line.gone:
        poll = select.poll()
        poll.register(line.fileno(), 0)  # a hang-up is told whatever is asked for
        line.gone = any(told & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _file, told in poll.poll(0))
    return line.gone
