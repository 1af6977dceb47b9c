"""Lines as they arrive: nobody who asks waits for more than was asked, and what is there already is taken at once."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedIOBase

_PIECE = 1 << 14


def arriving(file: BufferedIOBase, longest: int) -> Iterator[list[bytes]]:
    """The lines of `file`, without their ends, in lists of those that are there without waiting.

    What takes one list ends its work before the next is waited for. Of a line of more than `longest` bytes only a
    little more than those come through, so that memory is bounded.
    """
    started = bytearray()
    while piece := file.read1(_PIECE):
        *lines, rest = piece.split(b"\n")
        if lines:
            lines[0] = bytes(started) + lines[0]
            started = bytearray(rest)
            yield lines
        elif len(started) <= longest:
            started += rest
    if started:
        yield [bytes(started)]
