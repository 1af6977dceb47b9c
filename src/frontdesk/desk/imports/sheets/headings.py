"""Which of the first rows holds the headers, and by which sign the cells are kept apart."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass

USUAL = ",;\t|"
DELIMITERS = USUAL + "^~:\x1f\x1e"
ROWS_LOOKED_AT = 30
COLUMNS_MAX = 1000

Recognised = Callable[[Sequence[str]], int]


@dataclass(frozen=True, slots=True)
class Heading:
    """The row of headers: its place among the records (from 0), and how sure it is (columns it names).

    `filled` are the places where rows below it have something: one of these is a column, even without a header.
    """

    place: int
    cells: tuple[str, ...]
    named: int
    filled: frozenset[int] = frozenset()


def heading(records: Sequence[Sequence[str]], recognised: Recognised) -> Heading:
    """The row of headers among the first records: the one that names most columns, else the first that is a full row.

    A title above the table ("Guests of November") names nothing and is passed over, as blank lines are.
    """
    looked_at = [
        (place, row) for place, row in enumerate(records[:ROWS_LOOKED_AT]) if any(cell.strip() for cell in row)
    ]
    if not looked_at:
        return Heading(0, (), 0)
    counted = [(recognised(row), place, row) for place, row in looked_at]
    best = counted[0]
    for each in counted[1:]:
        # A row of data may hold a word that is a header too: it takes more than that to be the better header.
        if each[0] > best[0] and (best[0] == 0 or each[0] >= best[0] * 2):
            best = each
    if best[0]:
        return _found(records, best[1], best[0])
    widths = [_filled(row) for _place, row in looked_at]
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return _found(records, next(place for place, row in looked_at if _filled(row) >= usual), 0)


def _found(records: Sequence[Sequence[str]], place: int, named: int) -> Heading:
    below = records[place + 1 : ROWS_LOOKED_AT]
    filled = frozenset(column for row in below for column, cell in enumerate(row[:COLUMNS_MAX]) if cell.strip())
    return Heading(place, tuple(records[place][:COLUMNS_MAX]), named, filled)


def delimited(lines: Sequence[str], recognised: Recognised) -> tuple[str, Heading]:
    """The delimiter by which the lines make most sense as a table with a header, and the header."""
    choices = []
    for order, delimiter in enumerate(DELIMITERS):
        records = _records(lines, delimiter)
        found = heading(records, recognised)
        width = len(found.cells)
        alike = sum(len(row) == width for row in records[found.place + 1 :]) if width > 1 else 0
        choices.append((found.named, alike, delimiter in USUAL, width, -order, delimiter, found))
    best = max(choices, key=lambda choice: choice[:5])
    return best[5], best[6]


def _records(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    reader = csv.reader(lines, delimiter=delimiter)
    while len(found) < ROWS_LOOKED_AT:
        try:
            record = next(reader, None)
        except csv.Error:
            break  # the rows before it tell the delimiter; reading on says what is wrong there
        if record is None:
            break
        found.append(record)
    return found


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)
