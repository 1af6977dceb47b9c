"""Records as rows of named cells: cleaned, with dates and amounts in one form, fast where nothing is to be done."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from frontdesk.desk.sheets import amounts, dates
from frontdesk.desk.sheets.columns import JOINED, KINDS, SEVERAL, Columns
from frontdesk.desk.sheets.model import (
    AMOUNT,
    COMMA,
    DATE,
    DAY_FIRST,
    MONTH_FIRST,
    POINT,
    Ambiguous,
    Broken,
    Record,
    Row,
    Table,
    Told,
)
from frontdesk.desk.sheets.presets import PRESETS
from frontdesk.ground.language import _
from frontdesk.ground.text import LINE_LENGTH_MAX, NOTE_LENGTH_MAX, clean_line

CELL_LENGTH_MAX = 20_000
ROWS_OF_EVIDENCE = 5000
NOTHING = frozenset({"NULL", "NA", "N/A", "#N/A"})  # how databases and spreadsheets write an empty cell
NOTES = frozenset({"note"})
# Beyond these letters a character may be a mark that joins others, so that the cell is cleaned letter by letter.
_MARKED = re.compile("[^\u0000-\u02ff\u0400-\u0482\u048a-\u052f]")
_LONG = re.compile(f"[^|]{{{LINE_LENGTH_MAX + 1}}}")
# What a spreadsheet shows in place of a value it could not compute.
_ERRORS = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_NOTHING_CELLS = tuple(f"|{word}|" for word in NOTHING)
_FORMULA_SIGNS = frozenset("=+-@\t\r")

Step = Callable[[dict[str, str], Sequence[str]], None]


def rows(
    table: Table, columns: Columns, told: Told, stem: str
) -> tuple[Iterator[Row], tuple[Ambiguous, ...], dict[str, int]]:
    """The rows below the header, what about their columns has to be asked, and a count of cells that gave way.

    `stem` names the file in the keys of rows that have no other.
    """
    kinds = {column: kind for column, kind in {**KINDS, **told.kinds}.items() if kind in (DATE, AMOUNT)}
    batches, forms, ambiguous = _evidence(table, columns, told, kinds)
    left: dict[str, int] = {}
    steps = list(_steps(table, columns, left)) + forms
    return _rows(table, columns, batches, steps, stem), ambiguous, left


def _rows(
    table: Table, columns: Columns, batches: Iterable[list[Record]], steps: Sequence[Step], stem: str
) -> Iterator[Row]:
    number = table.first
    for batch in batches:
        clean = _clean(batch, len(table.headers))
        if clean is not None:
            yield from _made(columns, steps, stem, range(number, number + len(batch)), *clean)
        else:
            yield from _made_one_by_one(table, columns, steps, stem, number, batch)
        number += len(batch)


def _made(
    columns: Columns,
    steps: Sequence[Step],
    stem: str,
    numbers: Iterable[int],
    batch: Sequence[list[str]],
    raw: Sequence[list[str]],
) -> Iterator[Row]:
    """Rows of records that are clean, put together without a line of Python for each: a million pass here."""
    names, places = tuple(columns.places), tuple(found[0] for found in columns.places.values())
    whole = places == tuple(range(len(batch[0])))
    picked = batch if whole else [[cells[place] for place in places] for cells in batch]
    made: Iterable[dict[str, str]] = map(dict, map(zip, itertools.repeat(names), picked))
    if steps or columns.numbered:
        made = list(made)
        for found, cells, number in zip(made, batch, numbers, strict=True):
            for step in steps:
                step(found, cells)
            if columns.numbered:
                found[columns.numbered] = f"{stem}:{number}"
    return map(tuple.__new__, itertools.repeat(Row), zip(numbers, made, itertools.repeat(""), raw, strict=False))


def _made_one_by_one(
    table: Table, columns: Columns, steps: Sequence[Step], stem: str, first: int, batch: Sequence[Record]
) -> Iterator[Row]:
    for number, record in enumerate(batch, first):
        clean = _clean((record,), len(table.headers))
        if clean is not None:
            yield from _made(columns, steps, stem, (number,), *clean)
            continue
        cells = _usable(record, table, columns)
        if isinstance(cells, Broken):
            yield Row(number, {}, cells.reason, cells.cells)
        elif cells is not None:
            yield from _made(columns, steps, stem, (number,), (cells,), (record if isinstance(record, list) else [],))


def _clean(batch: Sequence[Record], width: int) -> tuple[Sequence[list[str]], Sequence[list[str]]] | None:
    """The records and as they stand in the file, when nothing in them needs cleaning but the words for nothing.

    They are looked at as one text, which is far faster than cell by cell.
    """
    records = [record for record in batch if isinstance(record, list)]
    if len(records) != len(batch) or set(map(len, records)) != {width}:
        return None
    lines = list(map("|".join, records))
    text = f"|{'|'.join(lines)}|"
    clean = (
        text.isprintable()
        and (text.isascii() or not _MARKED.search(text))
        and not any(sign in text for sign in ("  ", "| ", " |", "|'", "|#", "|" * (width + 1)))
        and (max(map(len, lines)) <= LINE_LENGTH_MAX or not _LONG.search(text))
    )
    if not clean:
        return None
    if any(sign in text for sign in _NOTHING_CELLS):
        emptied = [["" if cell in NOTHING else cell for cell in cells] for cells in records]
        return (emptied, records) if all(map(any, emptied)) else None
    return records, records


def _usable(record: Record, table: Table, columns: Columns) -> list[str] | Broken | None:
    """One record cleaned: its cells, or why it cannot be used, or None for a blank one."""
    if isinstance(record, Broken):
        return record
    width, cells = len(table.headers), record
    if len(cells) != width:
        if not any(map(str.strip, cells)):
            return None
        if any(map(str.strip, cells[width:])):
            reason = _("It has {count} cells, the header has {width}.").format(count=len(cells), width=width)
            return Broken(reason, record)
        cells = [*cells[:width], *[""] * (width - len(cells))]
    if reason := _broken(cells):
        return Broken(reason, record)
    notes = {place for column in NOTES for place in columns.places.get(column, ())}
    cleaned = [
        _cell(cell, NOTE_LENGTH_MAX if notes and place in notes else LINE_LENGTH_MAX)
        for place, cell in enumerate(cells)
    ]
    for place in columns.used:
        if cleaned[place] in _ERRORS:
            reason = _("{header} is {code}: the spreadsheet could not compute it.")
            return Broken(reason.format(header=table.headers[place], code=cleaned[place]), record)
    return cleaned if any(cleaned) else None


def _cell(text: str, limit: int) -> str:
    """A clean line, without the apostrophe by which programs keep a spreadsheet from computing it."""
    if text.isascii() and text.isprintable() and "  " not in text and text[:1] not in (" ", "'") and text[-1:] != " ":
        return "" if text in NOTHING else text[:limit]
    bare = clean_line(text, limit)
    if bare in NOTHING:
        return ""
    if bare[:1] == "'" and (bare[1:2] in _FORMULA_SIGNS or bare[1:].isdigit()):
        return bare[1:]
    return bare


def _broken(cells: Sequence[str]) -> str:
    if any("\x00" in cell for cell in cells):
        return _("It holds a zero byte, which no text has.")
    if any(len(cell) > CELL_LENGTH_MAX for cell in cells):
        return _("A cell is longer than {most} letters; a quotation mark may be missing.").format(most=CELL_LENGTH_MAX)
    return ""


def _steps(table: Table, columns: Columns, left: dict[str, int]) -> Iterator[Step]:
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


def _evidence(
    table: Table, columns: Columns, told: Told, kinds: Mapping[str, str]
) -> tuple[Iterator[list[Record]], list[Step], tuple[Ambiguous, ...]]:
    """How the columns of dates and amounts write them, from the first rows; what stays open is asked."""
    wanted = [(column, kinds[column]) for column in columns.places if column in kinds]
    if not wanted:
        return table.batches, [], ()
    looked_at: list[list[Record]] = []
    count = 0
    for batch in table.batches:
        looked_at.append(batch)
        count += len(batch)
        if count >= ROWS_OF_EVIDENCE:
            break
    steps: list[Step] = []
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
        steps.append(
            partial(_date, column, decided) if kind == DATE else partial(_amount, column, decided, told.currency)
        )
    return itertools.chain(looked_at, table.batches), steps, tuple(ambiguous)


def _answer(said: str | Mapping[str, str] | None, header: str, column: str) -> str | None:
    if said is None or isinstance(said, str):
        return said or None
    return said.get(header) or said.get(column)


def _date(column: str, order: str | None, found: dict[str, str], _cells: Sequence[str]) -> None:
    text = found[column]
    if text:
        found[column] = dates.iso(text, order)


def _amount(column: str, sign: str | None, currency: str, found: dict[str, str], _cells: Sequence[str]) -> None:
    text = found[column]
    if text:
        found[column] = amounts.plain(text, sign, currency)
