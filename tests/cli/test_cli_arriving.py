"""Lines as they arrive: whole ones at once, the last one without its end, and never more of one than is looked at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BufferedReader, BytesIO, RawIOBase

import pytest

from frontdesk.cli.arriving import arriving


class Slow(RawIOBase):
    """A pipe in which each of `pieces` waits until the one before it has been taken."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = iter(pieces)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # a buffer of any kind
        piece = next(self._pieces, b"")
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize(
    ("pieces", "lists"),
    [
        ([b"one\n", b"two\n"], [[b"one"], [b"two"]]),
        ([b"one\ntwo\nth", b"ree\n"], [[b"one", b"two"], [b"three"]]),
        ([b"o", b"n", b"e\n\n"], [[b"one", b""]]),
        ([b"one\r\ntwo"], [[b"one\r"], [b"two"]]),
        ([b""], []),
    ],
)
def test_lines_come_in_the_lists_in_which_they_are_there(pieces: list[bytes], lists: list[list[bytes]]) -> None:
    assert list(arriving(BufferedReader(Slow(pieces)), 100)) == lists


def test_a_line_comes_before_the_next_is_written() -> None:
    reading, writing = os.pipe()
    with open(reading, "rb") as there, open(writing, "wb", buffering=0) as here:
        lines: Iterator[list[bytes]] = arriving(there, 100)
        for text in (b"one", b"two"):
            here.write(text + b"\n")
            assert next(lines) == [text]  # would wait for ever if it asked for more


def test_of_an_endless_line_only_a_little_more_than_the_longest_comes_through() -> None:
    lines = [line for each in arriving(BytesIO(b"x" * 3_000_000 + b"\nnext\nlast"), 100_000) for line in each]
    assert 100_000 < len(lines[0]) < 200_000 and lines[1:] == [b"next", b"last"]
