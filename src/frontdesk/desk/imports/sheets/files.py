"""A file somebody names, as bytes: whether it can be read at all, what kind it is, and how long it is."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from frontdesk.desk.imports.sheets.model import CSV, VCARDS, WORKBOOK
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _

BLOCK_BYTES = 1024 * 1024
LINE_BLOCKS_MAX = 8  # a line of more than eight blocks is no line of a table
_WORKBOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over the bytes says: how many lines there are, and the first that is not UTF-8.

    `broken_line` counts from 1, `broken_at` is about where it is (bytes from the beginning).
    """

    lines: int
    broken_line: int | None
    broken_at: int = 0


@contextmanager
def opened_bytes(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading. Raises BadInput for a name that is no readable, filled file."""
    try:
        exists, is_file = path.exists(), path.is_file()
    except (OSError, ValueError) as error:  # a name too long, or with a zero byte in it
        raise BadInput(_("There is no such file."), _("Check the name and the folder.")) from error
    if not exists:
        raise BadInput(_("There is no file {path}.").format(path=path), _("Check the name and the folder."))
    if not is_file:
        raise BadInput(_("{path} is not a file.").format(path=path), _("Name a CSV file."))
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadInput(_("{path} cannot be read.").format(path=path), _("Check that this user may read it.")) from error
    with file:
        if not file.peek(1):
            raise BadInput(_("{path} is empty.").format(path=path.name), _("Export it again, with a line of headers."))
        yield file


@contextmanager
def said(path: Path) -> Iterator[None]:
    """What a decoder, the CSV reader or the disk has to say, as a sentence."""
    try:
        yield
    except (UnicodeError, csv.Error, OSError) as error:
        raise as_bad_input(error, path) from error


def as_bad_input(error: Exception, path: Path, line: int | None = None) -> BadInput:
    """The sentence for an error of a decoder, the CSV reader or the disk; `line` is where it was, from 1."""
    if isinstance(error, UnicodeError):
        return BadInput(
            _("{path} has letters that are not written in this encoding.").format(path=path.name),
            _(
                "Save it as UTF-8, or name its encoding: --encoding cp1257 (Latvian, Lithuanian, Estonian), "
                "--encoding cp1251 (Cyrillic), --encoding cp1252 (Western)."
            ),
        )
    if isinstance(error, csv.Error):
        remedy = _("Look for a quotation mark that is opened and never closed.")
        if line is not None:
            remedy = _("Look at line {line}: a quotation mark is opened there and never closed.").format(line=line)
        return BadInput(_("{path} stops being a table: {what}.").format(path=path.name, what=error), remedy)
    return BadInput(
        _("{path} cannot be read to its end.").format(path=path), _("Copy it to this computer and try again.")
    )


def kind_of(file: BinaryIO, path: Path) -> str:
    """`csv`, `workbook` or `vcards`, by what the file begins with. Raises BadInput for pictures, PDFs and the like."""
    start = file.read(4096)
    file.seek(0)
    if start.startswith(_WORKBOOK_MARKS):
        return WORKBOOK
    bare = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if bare[:11].upper() == b"BEGIN:VCARD":
        return VCARDS
    if start.startswith(b"%PDF") or _is_binary(start):
        raise BadInput(
            _("{path} is not a CSV file.").format(path=path.name),
            _("Open it in the program it comes from and save it as CSV (UTF-8)."),
        )
    return CSV


def _is_binary(start: bytes) -> bool:
    """Whether there are zero bytes that no UTF-16 or UTF-32 text would explain."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return False
    return start.count(0) * 50 > len(start) + 400 and utf16_without_mark(start) is None


def utf16_without_mark(start: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` when nearly every other byte is zero, as in plain text of that encoding."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if half >= 8 and odd * 2 > half and even * 20 < half:
        return "utf-16-le"
    if half >= 8 and even * 2 > half and odd * 20 < half:
        return "utf-16-be"
    return None


def surveyed(file: BinaryIO, path: Path, utf8: bool) -> Survey:
    """One pass over all bytes; the file is at its beginning before and after. `utf8`: check that it is.

    Raises BadInput for a line that no table has, before anything tries to hold it in memory.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    lines, broken, without_end = 0, None, 0
    read = broken_at = 0
    with said(path):
        while block := file.read(BLOCK_BYTES):
            ends = block.count(b"\n") or block.count(b"\r")
            without_end = 0 if ends else without_end + 1
            if without_end > LINE_BLOCKS_MAX:
                raise BadInput(
                    _("{path} has a line that is longer than any table's.").format(path=path.name),
                    _("Open it in the program it comes from and save it as CSV (UTF-8)."),
                )
            if utf8 and broken is None:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError as error:
                    broken = lines + block.count(b"\n", 0, error.start) + 1
                    broken_at = read + error.start
            lines += ends
            read += len(block)
        if utf8 and broken is None:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                broken, broken_at = lines + 1, read
        file.seek(0)
    return Survey(lines, broken, broken_at)
