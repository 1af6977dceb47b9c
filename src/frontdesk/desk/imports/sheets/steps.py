"""What is done to clean cells: columns from several places become one, dates and amounts come in one form."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from frontdesk.desk.imports.sheets import amounts, dates
from frontdesk.desk.imports.sheets.columns import JOINED, KINDS, SEVERAL, Columns
from frontdesk.desk.imports.sheets.model import (
    AMOUNT,
    COMMA,
    DATE,
    DAY_FIRST,
    MONTH_FIRST,
    POINT,
    Ambiguous,
    Record,
    Table,
    Told,
)
from frontdesk.desk.imports.sheets.presets import PRESETS
from frontdesk.desk.imports.sheets.worked_out import Remembered
from frontdesk.ground.text import clean_line

ROWS_OF_EVIDENCE = 5000

Step = Callable[[dict[str, str], Sequence[str]], None]
Form = tuple[str, Remembered[str, str]]
"""A column, and its texts as they are written in one form."""


def from_places(table: Table, columns: Columns, left: dict[str, int]) -> Iterator[Step]:
    """What is to be done to a row's cells before their forms: columns from several places."""
    joined_by = next((each.joined_by for each in PRESETS if each.name == columns.preset and each.joined_by), "")
    for column, places in columns.places.items():
        if column in columns.added:
            yield partial(_add, column, places)
        elif column in JOINED and len(places) > 1:
            yield partial(_join, column, places)
        elif len(places) > 1:
            yield partial(_first_filled, column, places, tuple(table.headers[place] for place in places), left)
        if joined_by and column in SEVERAL:
            yield partial(_first_part, column, joined_by, table.headers[places[0]], left)
    for column, parts in columns.parts.items():
        yield partial(_date_of_parts, column, parts)


def _join(column: str, places: Sequence[int], found: dict[str, str], cells: Sequence[str]) -> None:
    found[column] = " ".join(cells[place] for place in places if cells[place])


def _first_filled(
    column: str,
    places: Sequence[int],
    headers: Sequence[str],
    left: dict[str, int],
    found: dict[str, str],
    cells: Sequence[str],
) -> None:
    taken = ""
    for place, header in zip(places, headers, strict=True):
        cell = cells[place]
        if cell and not taken:
            taken = cell
        elif cell and cell != taken:
            left[header] = left.get(header, 0) + 1
    found[column] = taken


def _first_part(
    column: str, sign: str, header: str, left: dict[str, int], found: dict[str, str], _cells: Sequence[str]
) -> None:
    first, between, _others = found[column].partition(sign)
    if between:
        found[column] = first
        left[header] = left.get(header, 0) + 1


def _add(column: str, places: Sequence[int], found: dict[str, str], cells: Sequence[str]) -> None:
    filled = [cells[place] for place in places if cells[place]]
    if all(cell.isascii() and cell.isdigit() and len(cell) < 10 for cell in filled):
        found[column] = str(sum(map(int, filled))) if filled else ""
    else:
        found[column] = " + ".join(filled)  # refused as it stands there, by whoever reads a number from it


def _date_of_parts(
    column: str, parts: tuple[int | None, int | None, int | None], found: dict[str, str], cells: Sequence[str]
) -> None:
    year, month, day = ("" if place is None else cells[place] for place in parts)
    found[column] = dates.from_parts(year, month, day)


def forms(
    table: Table, columns: Columns, told: Told
) -> tuple[Iterator[list[Record]], list[Form], tuple[Ambiguous, ...]]:
    """How the columns of dates and amounts write them, from the first rows; what stays open is asked."""
    kinds = {**KINDS, **told.kinds}
    wanted = [(column, kinds[column]) for column in columns.places if kinds.get(column) in (DATE, AMOUNT)]
    if not wanted:
        return table.batches, [], ()
    looked_at: list[list[Record]] = []
    count = 0
    for batch in table.batches:
        looked_at.append(batch)
        count += len(batch)
        if count >= ROWS_OF_EVIDENCE:
            break
    formed: list[Form] = []
    ambiguous: list[Ambiguous] = []
    for column, kind in wanted:
        place = columns.places[column][0]
        header = table.headers[place]
        texts = [
            clean_line(record[place], 60)
            for batch in looked_at
            for record in batch
            if isinstance(record, list) and place < len(record) and record[place]
        ]
        answer = _answer(told.dates if kind == DATE else told.decimal, header, column)
        shown, samples, mixed = dates.evidence(texts) if kind == DATE else amounts.evidence(texts, told.currency)
        decided = answer or shown
        if decided is None and samples:
            name, choices = ("dates", (DAY_FIRST, MONTH_FIRST)) if kind == DATE else ("decimal", (COMMA, POINT))
            ambiguous.append(Ambiguous(header, column, name, choices, samples, mixed))
        form = partial(_date, decided) if kind == DATE else partial(_amount, decided, told.currency)
        formed.append((column, Remembered(form)))
    return itertools.chain(looked_at, table.batches), formed, tuple(ambiguous)


def _answer(said: str | Mapping[str, str] | None, header: str, column: str) -> str | None:
    if said is None or isinstance(said, str):
        return said or None
    return said.get(header) or said.get(column)


def _date(order: str | None, text: str) -> str:
    return dates.iso(text, order) if text else ""


def _amount(sign: str | None, currency: str, text: str) -> str:
    return amounts.plain(text, sign, currency) if text else ""
