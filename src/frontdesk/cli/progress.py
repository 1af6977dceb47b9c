"""How far a long command is, on a line of stderr that is erased at the end; nothing where stderr is no terminal."""

from __future__ import annotations

import sys
import time

from frontdesk.ground.language import _

PER_SECOND = 10  # so often, at most, it is drawn anew


class Progress:
    """A line that says how many of how many are done."""

    def __init__(self) -> None:
        self._stream = sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None
        self._drawn_at = 0.0
        self._width = 0
        self._writing: bool | None = None
        self._began_at = 0.0
        self._done = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._draw("")

    def show(self, done: int, total: int) -> None:
        """So many of so many are done."""
        if self._due():
            self._draw(_("{done} of {total}").format(done=done, total=total))

    def show_rows(self, done: int, total: int, writing: bool) -> None:
        """So many rows of about so many are read or written, and how many there are in a second."""
        if writing != self._writing or done < self._done:
            self._writing, self._began_at = writing, time.monotonic()
        self._done = done
        if not self._due():
            return
        rate = int(done / max(time.monotonic() - self._began_at, 0.001))
        words = (
            _("Writing: {done} of {total} rows, {rate} a second")
            if writing
            else _("Reading: {done} of {total} rows, {rate} a second")
        )
        self._draw(words.format(done=done, total=max(done, total), rate=rate))

    def clear(self) -> None:
        """Take the line away, so that something else can be said."""
        self._draw("")
        self._drawn_at = 0.0

    def _due(self) -> bool:
        """Whether the line is to be drawn anew, which is noted."""
        now = time.monotonic()
        if self._stream is None or now - self._drawn_at < 1 / PER_SECOND:
            return False
        self._drawn_at = now
        return True

    def _draw(self, text: str) -> None:
        if self._stream is None or (not text and not self._width):
            return
        self._stream.write("\r" + text.ljust(self._width) + ("" if text else "\r"))
        self._stream.flush()
        self._width = len(text)
