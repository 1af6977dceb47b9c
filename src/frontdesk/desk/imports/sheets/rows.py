"""Records as rows of named cells: clean, and fast where nothing is to be done."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from frontdesk.desk.imports.sheets import steps
from frontdesk.desk.imports.sheets.columns import Columns
from frontdesk.desk.imports.sheets.model import Ambiguous, Broken, Record, Row, Stretch, Table, Told
from frontdesk.desk.imports.sheets.steps import Form, Step
from frontdesk.ground.language import _
from frontdesk.ground.text import LINE_LENGTH_MAX, NOTE_LENGTH_MAX, clean_line

CELL_LENGTH_MAX = 20_000
NOTHING = frozenset({"NULL", "NA", "N/A", "#N/A"})  # how databases and spreadsheets write an empty cell
NOTES = frozenset({"note"})
# Beyond these letters a character may be a mark that joins others, so that the cell is cleaned letter by letter.
_MARKED = re.compile("[^\u0000-\u02ff\u0400-\u0482\u048a-\u052f]")
_LONG = re.compile(f"[^|]{{{LINE_LENGTH_MAX + 1}}}")
# What a spreadsheet shows in place of a value it could not compute.
_ERRORS = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_NOTHING_CELLS = tuple(f"|{word}|" for word in NOTHING)
_FORMULA_SIGNS = frozenset("=+-@\t\r")
_WRAPPED = re.compile('="([^"]*)"')  # ="0048": how programs keep a spreadsheet from taking a text for a number


@dataclass(slots=True)
class Reader:
    """The rows of a table by its columns. `left` counts, while they are read, filled cells that gave way.

    `stem` names the file in the keys of rows that have no other.
    """

    table: Table
    columns: Columns
    stem: str
    batches: Iterator[list[Record]]
    steps: list[Step]
    forms: list[Form]
    ambiguous: tuple[Ambiguous, ...]
    left: dict[str, int]
    notes: frozenset[int] = field(init=False)
    used: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.notes = frozenset(place for column in NOTES for place in self.columns.places.get(column, ()))
        self.used = self.columns.used

    def stretches(self) -> Iterator[Stretch]:
        """The rows below the header, in order; blank ones are passed over."""
        number = self.table.first
        for batch in self.batches:
            numbers = range(number, number + len(batch))
            clean = _clean(batch, len(self.table.headers))
            if clean is None:
                yield self.again(number, batch)
            elif self.steps:
                made = self._named(numbers, clean[0])
                columns = {name: [found[name] for found in made] for name in made[0]}
                yield Stretch(partial(_rows, numbers, made, clean[1]), numbers, batch, columns)
            else:
                made_later = partial(self._made, numbers, *clean)
                yield Stretch(made_later, numbers, batch, self._turned(numbers, clean[0]))
            number += len(batch)

    def again(self, first: int, batch: Sequence[Record]) -> Stretch:
        """Records whose rows are read one by one; `first` is the number of the first."""
        return Stretch(partial(self._one_by_one, first, batch), range(first, first + len(batch)), batch)

    def _turned(self, numbers: Sequence[int], batch: Sequence[list[str]]) -> dict[str, Sequence[str]]:
        """Clean records as columns."""
        turned: list[Sequence[str]] = list(zip(*batch, strict=True))
        found = {column: turned[places[0]] for column, places in self.columns.places.items()}
        for column, form in self.forms:
            found[column] = list(map(form.__getitem__, found[column]))
        if self.columns.numbered:
            found[self.columns.numbered] = [f"{self.stem}:{number}" for number in numbers]
        return found

    def _made(self, numbers: Sequence[int], batch: Sequence[list[str]], raw: Sequence[Sequence[str]]) -> Iterator[Row]:
        return _rows(numbers, self._named(numbers, batch), raw)

    def _named(self, numbers: Sequence[int], batch: Sequence[list[str]]) -> list[dict[str, str]]:
        """Clean records as cells by the names of their columns."""
        columns = self.columns
        names, places = tuple(columns.places), tuple(found[0] for found in columns.places.values())
        whole = places == tuple(range(len(batch[0])))
        picked = batch if whole else [[cells[place] for place in places] for cells in batch]
        made = list(map(dict[str, str], map(zip, itertools.repeat(names), picked)))
        if self.steps or self.forms or columns.numbered:
            for found, cells, number in zip(made, batch, numbers, strict=True):
                for step in self.steps:
                    step(found, cells)
                for column, form in self.forms:
                    found[column] = form[found[column]]
                if columns.numbered:
                    found[columns.numbered] = f"{self.stem}:{number}"
        return made

    def _one_by_one(self, first: int, batch: Sequence[Record]) -> Iterator[Row]:
        for number, record in enumerate(batch, first):
            clean = _clean((record,), len(self.table.headers))
            if clean is not None:
                yield from self._made((number,), *clean)
                continue
            if isinstance(record, Broken):
                yield Row(number, {}, record.reason, record.cells)
                continue
            cells = self._usable(record)
            if isinstance(cells, Broken):
                yield Row(number, {}, cells.reason, cells.cells)
            elif cells is not None:
                yield from self._made((number,), (cells,), (record,))

    def _usable(self, record: list[str]) -> list[str] | Broken | None:
        """One record cleaned: its cells, or why it cannot be used, or None for a blank one."""
        headers, cells = self.table.headers, record
        width = len(headers)
        if len(cells) != width:
            if not any(map(str.strip, cells)):
                return None
            if any(map(str.strip, cells[width:])):
                reason = _("It has {count} cells, the header has {width}.").format(count=len(cells), width=width)
                return Broken(reason, record)
            cells = [*cells[:width], *[""] * (width - len(cells))]
        reason = _broken(cells) or self._too_long(cells)
        if reason:
            return Broken(reason, record)
        cleaned = [
            _cell(cell, NOTE_LENGTH_MAX if place in self.notes else LINE_LENGTH_MAX) for place, cell in enumerate(cells)
        ]
        for place in self.used:
            if cleaned[place] in _ERRORS:
                reason = _("{header} is {code}: the spreadsheet could not compute it.")
                return Broken(reason.format(header=headers[place], code=cleaned[place]), record)
        return cleaned if any(cleaned) else None

    def _too_long(self, cells: Sequence[str]) -> str:
        """Why a cell that counts cannot be kept whole; a long note is cut, and counted."""
        for place in self.used:
            if len(cells[place]) <= LINE_LENGTH_MAX:
                continue
            length, header = len(clean_line(cells[place], CELL_LENGTH_MAX)), self.table.headers[place]
            if place in self.notes:
                if length > NOTE_LENGTH_MAX:
                    self.left[header] = self.left.get(header, 0) + 1
            elif length > LINE_LENGTH_MAX:
                return _("{header} is longer than {most} letters.").format(header=header, most=LINE_LENGTH_MAX)
        return ""


def _rows(numbers: Sequence[int], made: Sequence[dict[str, str]], raw: Sequence[Sequence[str]]) -> Iterator[Row]:
    """Rows put together without a line of Python for each: a million may pass here."""
    return map(tuple.__new__, itertools.repeat(Row), zip(numbers, made, itertools.repeat(""), raw, strict=False))


def reader(table: Table, columns: Columns, told: Told, stem: str) -> Reader:
    """A reader of the table; looks at its first rows for how they write dates and amounts."""
    left: dict[str, int] = {}
    batches, forms, ambiguous = steps.forms(table, columns, told)
    return Reader(table, columns, stem, batches, list(steps.from_places(table, columns, left)), forms, ambiguous, left)


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
        and not any(sign in text for sign in ("  ", "| ", " |", "|'", "|#", '|="', "|" * (width + 1)))
        and (max(map(len, lines)) <= LINE_LENGTH_MAX or not _LONG.search(text))
    )
    if not clean:
        return None
    if any(sign in text for sign in _NOTHING_CELLS):
        emptied = [["" if cell in NOTHING else cell for cell in cells] for cells in records]
        return (emptied, records) if all(map(any, emptied)) else None
    return records, records


def _cell(text: str, limit: int) -> str:
    """A clean line, without the apostrophe by which programs keep a spreadsheet from computing it."""
    if (
        text.isascii()
        and text.isprintable()
        and "  " not in text
        and text[:1] not in (" ", "'", "=")
        and text[-1:] != " "
    ):
        return "" if text in NOTHING else text[:limit]
    bare = clean_line(text, limit)
    if bare in NOTHING:
        return ""
    if bare[:1] == "'" and (bare[1:2] in _FORMULA_SIGNS or bare[1:].isdigit()):
        return bare[1:]
    if match := _WRAPPED.fullmatch(bare):
        return match[1].strip()
    return bare


def _broken(cells: Sequence[str]) -> str:
    if any("\x00" in cell for cell in cells):
        return _("It holds a zero byte, which no text has.")
    if any(len(cell) > CELL_LENGTH_MAX for cell in cells):
        return _("A cell is longer than {most} letters; a quotation mark may be missing.").format(most=CELL_LENGTH_MAX)
    return ""
