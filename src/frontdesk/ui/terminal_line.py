"""The line between the program and its terminal: one that is gone takes everything and never holds the desk up."""

from __future__ import annotations

import select
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from textual.driver import Driver

LOOK_SECONDS = 1.0


class Line:
    """The stream that the screen is written to.

    Textual's thread that writes ends with the first error, and the program then waits for it without an end: words
    unsaved, the processor busy, the seat taken (T07). Here what can no longer be written is let go.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.gone = False

    def write(self, text: str) -> int:
        """Write, or let go; how many characters are done with."""
        if not self.gone:
            self._unless_gone(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        """Flush, or let go."""
        if not self.gone:
            self._unless_gone(self._stream.flush)

    def fileno(self) -> int:
        """The number of the stream's file."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Whether the stream is a terminal."""
        return self._stream.isatty()

    def _unless_gone(self, act: Callable[[], object]) -> None:
        try:
            act()
        except OSError:
            self.gone = True
        except ValueError:
            if not self._stream.closed:  # closed under it, it is gone as well
                raise
            self.gone = True


def on_a_line(driver: type[Driver]) -> type[Driver]:
    """The same kind of driver, writing to a `Line`; any driver but that of Unix terminals as it is."""
    if sys.platform == "win32":
        return driver
    from textual.drivers.linux_driver import LinuxDriver

    if driver is not LinuxDriver:
        return driver

    class LineDriver(LinuxDriver):
        """Textual's driver of a Unix terminal, which a dropped line does not stop."""

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self._file: Any = Line(self._file)

        def run_input_thread(self) -> None:
            """Read keys until the end; a line that fails while it is read is gone, and that is no fault to show."""
            try:
                super().run_input_thread()
            except OSError:
                self._file.gone = True

    return LineDriver


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
