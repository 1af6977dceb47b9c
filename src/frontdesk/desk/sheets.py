"""Tables that people bring: a CSV file as rows of texts, whatever program wrote it.

Nothing is guessed that could be wrong in silence: the encoding is UTF-8, UTF-16 with its mark, or the one that is
named; the delimiter is the one by which the header makes sense. What cannot be read is said with the line.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from frontdesk.ground import folding
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.ground.text import LINE_LENGTH_MAX, clean_line

DELIMITERS = ",;\t|"
HEADER_BYTES_MAX = 64 * 1024
CELL_LENGTH_MAX = 20_000
COLUMNS_MAX = 400
NOTHING = frozenset({"NULL", "NA", "N/A", "#N/A"})  # how databases and spreadsheets write an empty cell
_NAMES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet counts (the header is 1), and cells by the name of their column.

    `broken` says why the row cannot be used; its cells are empty then.
    """

    number: int
    cells: Mapping[str, str]
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open table: the columns that have a meaning (name to place), the headers that have none, and the rows."""

    known: Mapping[str, int]
    unknown: tuple[str, ...]
    rows: Iterator[Row]


def header_key(text: str) -> str:
    """A header as it is compared: its words in plain letters ("E-mail address" is e_mail_address)."""
    return "_".join(folding.words(text))


@contextmanager
def opened(path: Path, encoding: str | None, meanings: Mapping[str, str]) -> Iterator[Sheet]:
    """The table in a CSV file. `meanings` maps header keys to the names of columns.

    Raises BadInput for a file that cannot be read as a table, also while its rows are being read.
    """
    with _file(path) as file, _said(path):
        chosen = encoding or _encoding_of(file, path)
        text = io.TextIOWrapper(file, encoding=_codec(chosen), errors="strict", newline="")
        try:
            yield _sheet(text, path, meanings)
        finally:
            text.detach()


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    if not path.exists():
        raise BadInput(_("There is no file {path}.").format(path=path), _("Check the name and the folder."))
    if not path.is_file():
        raise BadInput(_("{path} is not a file.").format(path=path), _("Name a CSV file."))
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadInput(_("{path} cannot be read.").format(path=path), _("Check that this user may read it.")) from error
    with file:
        yield file


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """What a decoder, the CSV reader or the disk has to say, as a sentence."""
    try:
        yield
    except UnicodeError as error:
        raise BadInput(
            _("{path} has letters that are not written in this encoding.").format(path=path.name),
            _(
                "Save it as UTF-8, or name its encoding: --encoding cp1257 (Latvian, Lithuanian, Estonian), "
                "--encoding cp1251 (Cyrillic), --encoding cp1252 (Western)."
            ),
        ) from error
    except csv.Error as error:
        raise BadInput(
            _("{path} stops being a table: {what}.").format(path=path.name, what=error),
            _("Look for a quotation mark that is opened and never closed."),
        ) from error
    except OSError as error:
        raise BadInput(
            _("{path} cannot be read to its end.").format(path=path), _("Copy it to this computer and try again.")
        ) from error


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name)
        if not found._is_text_encoding:  # base64, zip and the like turn bytes into bytes
            raise LookupError(name)
        b"".decode(found.name)
    except (LookupError, ValueError, UnicodeError) as error:
        raise BadInput(
            _("There is no encoding called {name}.").format(name=clean_line(name, 60)),
            _("Usual ones are utf-8, utf-16, cp1257 (Baltic), cp1251 (Cyrillic) and cp1252 (Western)."),
        ) from error
    return found.name


def _encoding_of(file: BinaryIO, path: Path) -> str:
    """UTF-16 when the file says so, else UTF-8 with or without its mark; binary files are refused."""
    start = file.read(4096)
    file.seek(0)
    if not start:
        raise BadInput(_("{path} is empty.").format(path=path.name), _("Export it again, with a line of headers."))
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")) or start.count(0) * 50 > len(start) + 400:
        raise BadInput(
            _("{path} is not a CSV file.").format(path=path.name),
            _("Open it in the program it comes from and save it as CSV (UTF-8)."),
        )
    return "utf-8-sig"


def _sheet(text: io.TextIOWrapper, path: Path, meanings: Mapping[str, str]) -> Sheet:
    line = text.readline(HEADER_BYTES_MAX).lstrip("\ufeff")
    while line and not line.strip():
        line = text.readline(HEADER_BYTES_MAX)
    headers, delimiter = _header(line, meanings)
    known: dict[str, int] = {}
    unknown: list[str] = []
    for place, header in enumerate(headers):
        meaning = meanings.get(header_key(header))
        if meaning is None or meaning in known:
            if header.strip():
                unknown.append(clean_line(header, 60))
        else:
            known[meaning] = place
    if not known:
        shown = ", ".join(list(dict.fromkeys(meanings.values()))[:_NAMES_SHOWN])
        raise BadInput(
            _("The first line of {path} names no column that is known here.").format(path=path.name),
            _("The first line must hold the names of the columns, for example: {names}.").format(names=shown),
        )
    cells = _read(text, delimiter, path)
    return Sheet(known, tuple(unknown), _rows(cells, known, len(headers)))


def _read(text: Iterable[str], delimiter: str, path: Path) -> Iterator[list[str]]:
    """The rows below the header. Errors become sentences here, before they pass through anybody's transaction.

    A row over several lines must be quoted without a fault: a quotation mark that is never closed would take the
    people of all the following lines for one name.
    """
    lines: list[str] = []
    reader = csv.reader(_kept(text, lines), delimiter=delimiter)
    while True:
        lines.clear()
        with _said(path):
            cells = next(reader, None)
            if len(lines) > 1:
                next(csv.reader(list(lines), delimiter=delimiter, strict=True))
        if cells is None:
            return
        yield cells


def _kept(text: Iterable[str], lines: list[str]) -> Iterator[str]:
    """The lines of `text`, each also added to `lines`."""
    for line in text:
        lines.append(line)
        yield line


def _header(line: str, meanings: Mapping[str, str]) -> tuple[list[str], str]:
    """The headers and the delimiter by which most of them are known (then, by which there are most)."""
    choices = []
    for delimiter in DELIMITERS:
        headers = next(csv.reader([line], delimiter=delimiter), [])[:COLUMNS_MAX]
        recognised = sum(header_key(header) in meanings for header in headers)
        choices.append((recognised, len(headers), -DELIMITERS.index(delimiter), headers, delimiter))
    best = max(choices, key=lambda choice: choice[:3])
    return best[3], best[4]


def _rows(reader: Iterable[Sequence[str]], known: Mapping[str, int], width: int) -> Iterator[Row]:
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        broken = _broken(cells, width)
        if broken:
            yield Row(number, {}, broken)
            continue
        yield Row(number, {name: _cell(cells[place]) for name, place in known.items() if place < len(cells)})


def _broken(cells: Sequence[str], width: int) -> str:
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return _("It has {count} cells, the header has {width}.").format(count=len(cells), width=width)
    if any("\x00" in cell for cell in cells):
        return _("It holds a zero byte, which no text has.")
    if any(len(cell) > CELL_LENGTH_MAX for cell in cells):
        return _("A cell is longer than {most} letters; a quotation mark may be missing.").format(most=CELL_LENGTH_MAX)
    return ""


def _cell(text: str) -> str:
    bare = clean_line(text, LINE_LENGTH_MAX)
    return "" if bare in NOTHING else bare
