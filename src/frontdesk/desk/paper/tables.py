"""Tables for spreadsheets: CSV as RFC 4180 has it, in which no text is ever taken for a formula.

A customer's name is data until a spreadsheet opens it: what begins with =, +, - or @, also behind quotation marks or
blanks, would be calculated. Such a text gets an apostrophe in front, which spreadsheets take as "this is text". So does
one behind a semicolon, where many countries' spreadsheets begin a new cell. Figures are written by the program and stay
figures.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from frontdesk.ground.text import NOTE_LENGTH_MAX, clean_line

T = TypeVar("T")

BYTE_ORDER_MARK = "\ufeff"
"""What some spreadsheets need to read UTF-8 as UTF-8."""
_BEFORE = " \u00a0\u2007\u202f\u3000\"'`´‘’“”„«»‹›\u200c\u200d\u00ad\u2060\u180e"
_ACTS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
_FORMULA = re.compile(f"[{_BEFORE}]*[{_ACTS}]")
_BEHIND_SEMICOLON = re.compile(f";(?=[{_BEFORE}]*[{_ACTS}])")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its name, and what stands in it. `text` is for whatever people or other systems wrote."""

    name: str
    cell: Callable[[T], str]
    text: bool = False


@lru_cache(maxsize=4096)  # a table says the same few labels again and again
def as_text(said: str) -> str:
    """A text as a spreadsheet shows it and never calculates it: on one line, without what acts on a terminal."""
    line = clean_line(said, NOTE_LENGTH_MAX)
    if ";" in line:
        line = _BEHIND_SEMICOLON.sub("; '", line)
    return f"'{line}" if _FORMULA.match(line) else line


def csv_text(columns: Sequence[Column[T]], rows: Iterable[T]) -> str:
    """The table with its header. Lines end in CR LF; cells are quoted where they must be; the decimal sign is a dot."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    makers = [_made(column) for column in columns]
    writer.writerows([make(row) for make in makers] for row in rows)
    return out.getvalue()


def _made(column: Column[T]) -> Callable[[T], str]:
    if not column.text:
        return column.cell
    return lambda row: as_text(column.cell(row))
