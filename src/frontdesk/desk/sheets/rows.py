"""Records as rows of named cells: cleaned, with dates and amounts in one form, fast where nothing is to be done."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from frontdesk.desk.sheets import amounts, dates
from frontdesk.desk.sheets.columns import JOINED, KINDS, SEVERAL, Columns
from frontdesk.desk.sheets.model import AMOUNT, COMMA, DATE, DAY_FIRST, MONTH_FIRST, POINT, Ambiguous, Row, Table, Told
from frontdesk.desk.sheets.presets import PRESETS
from frontdesk.ground.language import _
from frontdesk.ground.text import LINE_LENGTH_MAX, NOTE_LENGTH_MAX, clean_line

CELL_LENGTH_MAX = 20_000
ROWS_OF_EVIDENCE = 5000
NOTHING = frozenset({"NULL", "NA", "N/A", "#N/A"})  # how databases and spreadsheets write an empty cell
NOTES = frozenset({"note"})
# Beyond these letters a character may be a mark that joins others, so that the cell is cleaned letter by letter.
_MARKED = re.compile("[^\u0000-\u02ff\u0400-\u0482\u048a-\u052f]")
_FORMULA_SIGNS = frozenset("=+-@\t\r")

Step = Callable[[dict[str, str], Sequence[str]], None]


def rows(
    table: Table, columns: Columns, told: Told, stem: str
) -> tuple[Iterator[Row], tuple[Ambiguous, ...], dict[str, int]]:
    """The rows below the header, what about their columns has to be asked, and a count of cells that gave way.

    `stem` names the file in the keys of rows that have no other.
    """
    kinds = {column: kind for column, kind in {**KINDS, **told.kinds}.items() if kind in (DATE, AMOUNT)}
    records, forms, ambiguous = _evidence(table, columns, told, kinds)
    left: dict[str, int] = {}
    steps = list(_steps(table, columns, left)) + forms
    return _rows(table, columns, records, steps, stem), ambiguous, left


def _rows(
    table: Table, columns: Columns, records: Iterable[list[str] | str], steps: Sequence[Step], stem: str
) -> Iterator[Row]:
    width = len(table.headers)
    names, places = tuple(columns.places), tuple(found[0] for found in columns.places.values())
    whole = places == tuple(range(width))
    for number, cells in enumerate(records, start=table.first):
        if isinstance(cells, str):
            yield Row(number, {}, cells)
            continue
        raw = cells
        if len(cells) != width:
            if not any(cell.strip() for cell in cells):
                continue
            if reason := _too_long(cells, width):
                yield Row(number, {}, reason, raw)
                continue
            cells = [*cells[:width], *[""] * (width - len(cells))]
        joined = "|".join(cells)
        if not (
            joined.isprintable()
            and "  " not in joined
            and (joined.isascii() or not _MARKED.search(joined))
            and (len(joined) <= LINE_LENGTH_MAX or max(map(len, cells)) <= LINE_LENGTH_MAX)
            and not (
                "|'" in joined or " |" in joined or "| " in joined or joined[:1] in ("'", " ") or joined[-1:] == " "
            )
        ):
            if reason := _broken(cells):
                yield Row(number, {}, reason, raw)
                continue
            cells = _cleaned(cells, table.headers, columns)
        if not NOTHING.isdisjoint(cells):
            cells = ["" if cell in NOTHING else cell for cell in cells]
        if not any(cells):
            continue
        found = dict(zip(names, cells if whole else [cells[place] for place in places], strict=True))
        for step in steps:
            step(found, cells)
        if columns.numbered:
            found[columns.numbered] = f"{stem}:{number}"
        yield Row(number, found, "", raw)


def _cleaned(cells: Sequence[str], headers: Sequence[str], columns: Columns) -> list[str]:
    notes = {headers[place] for column in NOTES for place in columns.places.get(column, ())}
    return [
        _cell(cell, NOTE_LENGTH_MAX if header in notes else LINE_LENGTH_MAX)
        for cell, header in zip(cells, headers, strict=True)
    ]


def _cell(text: str, limit: int) -> str:
    """A clean line, without the apostrophe by which programs keep a spreadsheet from computing it."""
    bare = clean_line(text, limit)
    if bare[:1] == "'" and (bare[1:2] in _FORMULA_SIGNS or bare[1:].isdigit()):
        return bare[1:]
    return bare


def _too_long(cells: Sequence[str], width: int) -> str:
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return _("It has {count} cells, the header has {width}.").format(count=len(cells), width=width)
    return ""


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
) -> tuple[Iterator[list[str] | str], list[Step], tuple[Ambiguous, ...]]:
    """How the columns of dates and amounts write them, from the first rows; what stays open is asked."""
    wanted = [(column, kinds[column]) for column in columns.places if column in kinds]
    if not wanted:
        return table.records, [], ()
    looked_at = list(itertools.islice(table.records, ROWS_OF_EVIDENCE))
    steps: list[Step] = []
    ambiguous: list[Ambiguous] = []
    for column, kind in wanted:
        place = columns.places[column][0]
        header = table.headers[place]
        texts = [
            clean_line(cells[place], 60) for cells in looked_at if not isinstance(cells, str) and len(cells) > place
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
    return itertools.chain(looked_at, table.records), steps, tuple(ambiguous)


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
