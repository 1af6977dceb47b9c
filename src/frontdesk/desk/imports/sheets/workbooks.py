"""Workbooks (xlsx, xls, ods): the first sheet with a known header, its typed cells as texts in one form.

Formulas are never computed: what counts is the value that was saved with them. A file is weighed before anything
unpacks it, because a few kilobytes can hold gigabytes.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from frontdesk.desk.imports.sheets import columns, headings
from frontdesk.desk.imports.sheets.model import WORKBOOK, Record, Table, Told, without_first
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

FILE_BYTES_MAX = 100 * 1024 * 1024
UNPACKED_BYTES_MAX = 512 * 1024 * 1024
CELLS_MAX = 20_000_000
ERRORS_MAX = 100_000
BATCH = 500
_BLOCK = 256 * 1024
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>(?:(?!</(?:\w+:)?c>).)*?'
    rb"<(?:\w+:)?v>(#[^<]{1,20})</",
    re.DOTALL,
)
_REPEATED = re.compile(rb'number-(rows|columns)-repeated="([0-9]+)"')
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REPEATED_MAX = 2_000


@dataclass(slots=True)
class Weight:
    """What weighing one sheet of an xlsx file found: how far its cells reach, and the cells that are errors."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def table(file: BinaryIO, path: Path, meanings: Mapping[str, str], told: Told) -> Table:
    """The table in a workbook. Raises BadInput for one that is broken, locked with a password or too large."""
    weights = _weighed(file, path)
    workbook = _opened(path)
    names = list(workbook.sheet_names)
    if told.worksheet is not None and told.worksheet not in names:
        raise BadInput(
            _("{path} has no sheet called {name}.").format(path=path.name, name=clean_line(told.worksheet, 60)),
            _("Choose one of {names}.").format(names=", ".join(clean_line(name, 60) for name in names[:30])),
        )
    sheet, heading = _chosen(workbook, path, [told.worksheet] if told.worksheet is not None else names, meanings, told)
    errors = weights[sheet.name].errors if sheet.name in weights else {}
    return Table(
        WORKBOOK,
        columns.unique_headers(heading.cells, heading.filled),
        without_first(_batches(sheet, errors, path), heading.place + 1),
        first=heading.place + 2,
        worksheet=sheet.name,
        worksheets=tuple(names),
        rows_about=max(0, sheet.total_height - heading.place - 1),
    )


def _chosen(
    workbook: CalamineWorkbook, path: Path, names: Sequence[str], meanings: Mapping[str, str], told: Told
) -> tuple[CalamineSheet, headings.Heading]:
    """The first sheet whose header names the most columns; of none, the first that has any rows."""
    best: tuple[CalamineSheet, headings.Heading] | None = None
    for name in names:
        with _said(path):
            sheet = workbook.get_sheet_by_name(name)
            first = [[_text(cell) for cell in row] for row in islice(sheet.iter_rows(), headings.ROWS_LOOKED_AT)]
        heading = headings.heading(first, lambda row: columns.recognised(row, meanings, told))
        if heading.cells and (best is None or heading.named > best[1].named):
            best = sheet, heading
        if heading.named > 1:
            break
    if best is None:
        raise BadInput(_("{path} has no rows.").format(path=path.name), _("Export it again, with a line of headers."))
    return best


def _batches(sheet: CalamineSheet, errors: Mapping[tuple[int, int], str], path: Path) -> Iterator[list[Record]]:
    number = 0
    with _said(path):
        rows = sheet.iter_rows()
        wrong = {row for row, _place in errors}
        while True:
            batch: list[Record] = []
            for cells in islice(rows, BATCH):
                number += 1
                texts = [cell if isinstance(cell, str) else _text(cell) for cell in cells]
                if number in wrong:
                    texts = [errors.get((number, place), text) for place, text in enumerate(texts)]
                batch.append(texts)
            if not batch:
                return
            yield batch


def _text(cell: object) -> str:
    """A cell's value as text: dates as 2026-11-21, numbers without the point that a computer adds."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e21:
            return str(int(cell))
        text = f"{cell:.15g}"
        # A number's point is a decimal point for sure; with three decimals a text could be read as a thousand.
        return text + "0" if re.fullmatch(r"-?[0-9]{1,3}\.[0-9]{3}", text) else text
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell.isoformat("minutes") if isinstance(cell, time) else str(cell)


def _opened(path: Path) -> CalamineWorkbook:
    try:
        from python_calamine import CalamineWorkbook
    except ImportError as error:
        raise BadInput(
            _("Spreadsheets are read with an addition that is not installed here."),
            _("Install it: pip install 'frontdesk[xlsx]'. Or save the sheet as CSV (UTF-8)."),
        ) from error
    with _said(path):
        return CalamineWorkbook.from_path(str(path))


class _said:
    """What the reader of workbooks has to say, as a sentence."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: Any) -> None:
        if error is None or kind is None:
            return
        from python_calamine import CalamineError, PasswordError

        if isinstance(error, PasswordError):
            raise locked(self._path) from error
        # The reader's own faults arrive as an exception of its language that is no Exception.
        if isinstance(error, (CalamineError, OSError, ValueError)) or kind.__name__ == "PanicException":
            raise _unreadable(self._path) from error


def locked(path: Path) -> BadInput:
    """The refusal of a workbook with a password."""
    return BadInput(
        _("{path} is locked with a password.").format(path=path.name),
        _("Open it in the program it comes from, take the password away, and save it again."),
    )


def _unreadable(path: Path) -> BadInput:
    return BadInput(
        _("{path} is not a workbook that can be read.").format(path=path.name),
        _("Open it in the program it comes from and save it as CSV (UTF-8)."),
    )


def _too_large(path: Path) -> BadInput:
    return BadInput(
        _("{path} is too large for a workbook.").format(path=path.name),
        _("Open it in the program it comes from and save it as CSV (UTF-8): that may be of any length."),
    )


def _weighed(file: BinaryIO, path: Path) -> dict[str, Weight]:
    """What each sheet of an xlsx file weighs, by its name. Raises BadInput for a file that would fill the memory."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > FILE_BYTES_MAX:
        raise _too_large(path)
    start = file.read(8)
    file.seek(0)
    if not start.startswith(b"PK"):
        if _ENCRYPTED in file.read():
            raise locked(path)
        file.seek(0)
        return {}
    try:
        with zipfile.ZipFile(file) as archive:
            if any(part.flag_bits & 1 for part in archive.infolist()):
                raise locked(path)
            if "META-INF/manifest.xml" in archive.namelist():
                with archive.open("META-INF/manifest.xml") as part:
                    if b"encryption-data" in part.read(_BLOCK):
                        raise locked(path)
            parts = _sheet_parts(archive)
            return _weights(file, archive, parts, path)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, KeyError, EOFError, OSError, ValueError) as error:
        raise _unreadable(path) from error


def _weights(file: BinaryIO, archive: zipfile.ZipFile, parts: Mapping[str, str], path: Path) -> dict[str, Weight]:
    found: dict[str, Weight] = {}
    left = UNPACKED_BYTES_MAX
    for part in archive.infolist():
        weight = Weight()
        kept = b""
        sheet = parts.get(part.filename)
        repeated = part.filename == "content.xml"
        for block in _unpacked(file, part):
            left -= len(block)
            if left < 0:
                raise _too_large(path)
            if sheet is None and not repeated:
                continue
            kept += block
            # Only whole cells are looked at; a block that ends inside one waits for the next.
            end = kept.rfind(b"<table:table-row") if repeated else kept.rfind(b"c>") + 2
            if end < 2:
                end = len(kept) if len(kept) > 4 * _BLOCK else 0
            _weigh(kept[:end], weight, repeated, path)
            kept = kept[end:]
        _weigh(kept, weight, repeated, path)
        if weight.rows * weight.columns > CELLS_MAX:
            raise _too_large(path)
        if sheet is not None:
            found[sheet] = weight
    return found


def _weigh(text: bytes, weight: Weight, repeated: bool, path: Path) -> None:
    if repeated:
        for match in _REPEATED.finditer(text):
            # Empty rest rows and cells are repeated a million times by every program; filled ones are not.
            end = b"</table:table-row>" if match[1] == b"rows" else b">"
            start = max(0, text.rfind(b"<", 0, match.start()))
            if int(match[2]) > _REPEATED_MAX and b"value-type" in text[start:].partition(end)[0]:
                raise _too_large(path)
        return
    for letters, row in _CELL.findall(text):
        weight.rows = max(weight.rows, int(row))
        weight.columns = max(weight.columns, _place(letters) + 1)
    for match in _ERROR.finditer(text):
        if len(weight.errors) < ERRORS_MAX:
            weight.errors[int(match[2]), _place(match[1])] = match[3].decode("ascii", "replace")


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def _unpacked(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part, as they come out whatever the archive says about their number."""
    file.seek(part.header_offset + 26)
    lengths = file.read(4)
    name, extra = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
    file.seek(part.header_offset + 30 + name + extra)
    left = part.compress_size
    if part.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (block := file.read(min(left, _BLOCK))):
            left -= len(block)
            yield block
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError(part.compress_type)
    unpacker = zlib.decompressobj(-15)
    while left > 0 and (packed := file.read(min(left, _BLOCK))):
        left -= len(packed)
        while packed:
            yield unpacker.decompress(packed, _BLOCK)
            packed = unpacker.unconsumed_tail
    yield unpacker.flush()


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The names of the sheets of an xlsx file, by the part that holds each."""
    from html import unescape

    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    with archive.open("xl/workbook.xml") as part:
        workbook = part.read(_BLOCK * 4).decode("utf-8", "replace")
    with archive.open("xl/_rels/workbook.xml.rels") as part:
        relations = part.read(_BLOCK * 4).decode("utf-8", "replace")
    targets: dict[str, str] = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations):
        id_, target = re.search(r'\bId="([^"]*)"', tag), re.search(r'\bTarget="([^"]*)"', tag)
        if id_ and target:
            targets[id_[1]] = target[1].lstrip("/") if target[1].startswith("/") else f"xl/{target[1]}"
    found: dict[str, str] = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", workbook):
        name, id_ = re.search(r'\bname="([^"]*)"', tag), re.search(r'\br?\w*:id="([^"]*)"', tag)
        if name and id_ and id_[1] in targets:
            found[targets[id_[1]]] = unescape(name[1])
    return found
