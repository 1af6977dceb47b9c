"""Lines as they arrive: nobody who asks waits for more than was asked, and what is there already is taken at once."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedIOBase

LINE_MAX = 1 << 20
"""The bytes of the longest line that is looked at; of a longer one, these and one more come through."""

_PIECE = 1 << 16


def arriving(file: BufferedIOBase) -> Iterator[list[bytes]]:
    """The lines of `file`, without their ends, in lists of those that are there without waiting.

    What takes one list ends its work before the next is waited for. Memory is bounded, however long a line is.
    """
    started = bytearray()
    while piece := file.read1(_PIECE):
        *lines, rest = piece.split(b"\n")
        if lines:
            lines[0] = bytes(started) + lines[0]
            started = bytearray(rest)
            yield lines
        elif len(started) <= LINE_MAX:
            started += rest
    if started:
        yield [bytes(started)]
