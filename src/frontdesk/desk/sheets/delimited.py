"""CSV: text in lines as records of cells, with flat memory, however a program writes it."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from frontdesk.desk.sheets import columns, headings
from frontdesk.desk.sheets.files import as_bad_input, said
from frontdesk.desk.sheets.model import CSV, Table, Told
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _

HEAD_LINES = 60
LINE_LENGTH_MAX = 1024 * 1024


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
    records_read = _records(itertools.chain(head, text), delimiter, path, before, len(found.cells))
    for _skipped in itertools.islice(records_read, found.place + 1):
        pass
    return Table(
        CSV,
        columns.unique_headers(found.cells),
        records_read,
        first=before + found.place + 2,
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


def _records(lines: Iterable[str], delimiter: str, path: Path, before: int, width: int) -> Iterator[list[str] | str]:
    """All records. Errors become sentences here, before they pass through anybody's transaction.

    A record over several lines must be quoted without a fault: a quotation mark that is never closed would take the
    people of all the following lines for one name.
    """
    held: list[str] = []
    reader = csv.reader(_kept(lines, held), delimiter=delimiter)
    while True:
        held.clear()
        try:
            cells = next(reader, None)
            if len(held) > 1:
                next(csv.reader(list(held), delimiter=delimiter, strict=True))
        except (UnicodeError, csv.Error, OSError) as error:
            raise as_bad_input(error, path, before + reader.line_num - max(0, len(held) - 1)) from error
        if cells is None:
            return
        if len(cells) < width and held and held[-1][-1] not in "\r\n" and any(cells):
            yield _("The file ends in the middle of this row.")
        else:
            yield cells


def _kept(lines: Iterable[str], held: list[str]) -> Iterator[str]:
    """The lines, each also added to `held`."""
    for line in lines:
        held.append(line)
        yield line
