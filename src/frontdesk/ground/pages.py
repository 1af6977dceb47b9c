"""Printable text: lines of at most 80 columns that do nothing but stand there, on paper, in a mail or on a terminal.

Columns are counted as terminals and printers with a fixed pitch do: a character of East Asia takes two, a mark that
joins the letter before it none. Whatever enters is cleaned once more (`ground.text`), so no name reaches a printer as
a command.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from frontdesk.ground.text import NOTE_LENGTH_MAX, clean, clean_line, visible

COLUMNS = 80
ELLIPSIS = "…"
_JOINERS = "\u200c\u200d"


def width(text: str) -> int:
    """How many columns `text` takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if character in _JOINERS or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def cut(text: str, columns: int) -> str:
    """`text` on one line in at most `columns` columns; what does not fit ends in an ellipsis."""
    line = clean_line(text, NOTE_LENGTH_MAX)
    if width(line) <= columns:
        return line
    return "" if columns < 1 else _start(line, columns - 1).rstrip() + ELLIPSIS


def _start(line: str, columns: int) -> str:
    taken = 0
    for place, character in enumerate(line):
        taken += _columns(character)
        if taken > columns:
            return line[:place]
    return line


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """`text` cut and then filled up to exactly `columns` columns; `right` puts it at the right end."""
    line = cut(text, columns)
    space = " " * (columns - width(line))
    return space + line if right else line + space


def wrapped(text: str, first: str = "", rest: str | None = None, columns: int = COLUMNS, most: int = 0) -> list[str]:
    """`text` broken between words into lines of at most `columns` columns.

    The first line begins with `first`, the others with `rest` (None: blanks as wide). A word longer than a line is
    broken where it must be. With `most` there are at most so many lines, and the last one says by an ellipsis that
    something is left out. A text without a word is no line.
    """
    hanging = " " * width(first) if rest is None else rest
    lines: list[str] = []
    line, begun = first, False
    said = clean_line(text.replace("\n", " "), NOTE_LENGTH_MAX)
    for word in _pieces(said, columns - max(width(first), width(hanging))):
        if begun and width(line) + 1 + width(word) > columns:
            lines.append(line)
            line, begun = hanging, False
        line = f"{line} {word}" if begun else line + word
        begun = True
    if begun:
        lines.append(line)
    if most and len(lines) > most:
        last = lines[most - 1]
        lines = [*lines[: most - 1], (_start(last, columns - 2).rstrip() if width(last) > columns - 2 else last) + " …"]
    return lines


def _pieces(line: str, columns: int) -> Iterator[str]:
    """The words of a line, none wider than `columns`."""
    for word in line.split():
        left = word
        while width(left) > columns:
            piece = _start(left, columns) or left[:1]
            yield piece
            left = left[len(piece) :]
        if left:
            yield left


def paragraphs(text: str, first: str = "", rest: str | None = None, most: int = 0) -> list[str]:
    """`text` wrapped line by line, as it was written: a break that somebody typed stays a break."""
    hanging = " " * width(first) if rest is None else rest
    lines: list[str] = []
    for number, part in enumerate(each for each in clean(text).split("\n") if each.strip()):
        lines += wrapped(part, hanging if number else first, hanging)
    if most and len(lines) > most:
        lines = [*lines[: most - 1], cut(lines[most - 1], COLUMNS - 2).rstrip(ELLIPSIS).rstrip() + " …"]
    return lines


def titled(left: str, right: str, columns: int = COLUMNS) -> list[str]:
    """The head of a page: two texts at its two ends, over a line. The one on the left gives way first."""
    room = max(columns - width(right) - 2, 0)
    head = padded(left, room) + "  " + cut(right, columns)
    return [head.rstrip(), "=" * columns]


def page(lines: Iterable[str]) -> str:
    """The lines as a text that ends with a line break; without blanks at the ends of lines.

    A line end within a line is a space: no word makes a line of its own.
    """
    return "".join(visible(line).replace("\n", " ").rstrip() + "\n" for line in lines)
