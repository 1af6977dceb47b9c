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

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._draw("")

    def show(self, done: int, total: int) -> None:
        """So many of so many are done."""
        now = time.monotonic()
        if self._stream is None or now - self._drawn_at < 1 / PER_SECOND:
            return
        self._drawn_at = now
        self._draw(_("{done} of {total}").format(done=done, total=total))

    def _draw(self, text: str) -> None:
        if self._stream is None or (not text and not self._width):
            return
        self._stream.write("\r" + text.ljust(self._width) + ("" if text else "\r"))
        self._stream.flush()
        self._width = len(text)
