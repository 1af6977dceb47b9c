"""CSV: text in lines as records of cells, with flat memory, however a program writes it."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from frontdesk.desk.imports.sheets import columns, headings
from frontdesk.desk.imports.sheets.files import as_bad_input, said
from frontdesk.desk.imports.sheets.model import CSV, Broken, Record, Table, Told, without_first
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _

HEAD_LINES = 60
LINE_LENGTH_MAX = 1024 * 1024
BATCH = 500


def table(file: BinaryIO, path: Path, encoding: str, meanings: Mapping[str, str], told: Told, lines: int) -> Table:
    """The table in a CSV file of that encoding; `lines` is how many the file has."""
    # newline="": the CSV reader itself knows all line ends, and those inside quoted cells are part of the cell.
    text = io.TextIOWrapper(file, encoding=encoding, errors="strict", newline="")
    with said(path):
        head = _head(text, path)
    before = 0
    delimiter = _declared(head[0]) if head else None
    if delimiter is not None:
        head, before = head[1:], 1
    if delimiter is None:
        delimiter, found = headings.delimited(head, lambda row: columns.recognised(row, meanings, told))
    else:
        records = list(itertools.islice(csv.reader(head, delimiter=delimiter), headings.ROWS_LOOKED_AT))
        found = headings.heading(records, lambda row: columns.recognised(row, meanings, told))
    batches = _batches(itertools.chain(head, text), delimiter, path, before, len(found.cells))
    return Table(
        CSV,
        columns.unique_headers(found.cells, found.filled),
        without_first(batches, found.place + 1),
        first=before + found.place + 2,
        titles=found.cells,
        encoding=encoding,
        delimiter=delimiter,
        rows_about=max(0, lines - before - found.place - 1),
    )


def _head(text: io.TextIOWrapper, path: Path) -> list[str]:
    """The first lines, without the byte-order mark that programs put before them."""
    lines: list[str] = []
    while len(lines) < HEAD_LINES and (line := text.readline(LINE_LENGTH_MAX)):
        if len(line) == LINE_LENGTH_MAX:
            raise BadInput(
                _("{path} has a line that is longer than any table's.").format(path=path.name),
                _("Open it in the program it comes from and save it as CSV (UTF-8)."),
            )
        lines.append(line.lstrip("\ufeff") if not lines else line)
    return lines


def _declared(line: str) -> str | None:
    """The delimiter that a first line "sep=;" declares, as spreadsheets understand it."""
    bare = line.rstrip("\r\n").strip('"')
    return bare[4] if len(bare) == 5 and bare[:4].lower() == "sep=" else None


def _batches(lines: Iterator[str], delimiter: str, path: Path, before: int, width: int) -> Iterator[list[Record]]:
    """All records, some hundred at a time. Errors become sentences here, before they pass through a transaction.

    Where each line is one record in sound quotes, which is nearly everywhere, a batch is read at once; elsewhere
    line by line.
    """
    number = before
    while True:
        records: list[Record] = []
        try:
            batch = list(itertools.islice(lines, BATCH))
            if not batch:
                return
            try:
                records.extend(csv.reader(batch, delimiter=delimiter, strict=True))
            except csv.Error:
                records.clear()
            if len(records) != len(batch):
                batch, records = _carefully(batch, lines, delimiter)
        except _Unclosed as error:
            raise as_bad_input(error.what, path, number + error.line) from error
        except (UnicodeError, OSError) as error:
            raise as_bad_input(error, path) from error
        number += len(batch)
        last = records[-1]
        if isinstance(last, list) and len(last) < width and batch[-1][-1] not in "\r\n" and any(last):
            records[-1] = Broken(_("The file ends in the middle of this row."), last)
        yield records


class _Unclosed(Exception):
    """What the CSV reader says against a record, and at which of the lines it was given (from 1) the record began."""

    def __init__(self, what: csv.Error, line: int) -> None:
        self.what = what
        self.line = line


def _carefully(batch: list[str], lines: Iterator[str], delimiter: str) -> tuple[list[str], list[Record]]:
    """The records of these lines and of as many more as the last record needs; also the lines that were taken.

    A record over several lines must be quoted without a fault: a quotation mark that is never closed would take the
    people of all the following lines for one name.
    """
    taken: list[str] = []
    records: list[Record] = []
    reader = csv.reader(_kept(itertools.chain(batch, lines), taken), delimiter=delimiter)
    while len(taken) < len(batch):
        start = len(taken)
        try:
            record = next(reader)
            if len(taken) > start + 1:
                next(csv.reader(taken[start:], delimiter=delimiter, strict=True))
        except csv.Error as error:
            raise _Unclosed(error, start + 1) from error
        records.append(record)
    return taken, records


def _kept(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    """The lines, each also added to `taken`."""
    for line in lines:
        taken.append(line)
        yield line
