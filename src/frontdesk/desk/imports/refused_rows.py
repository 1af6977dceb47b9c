"""The rows that an import refused, in a file beside the source that can be mended and imported again.

It has the headers and the delimiter of the source, and a last column that says which row it was and why; an import
leaves that column aside. A cell that a spreadsheet would compute (it begins with =, +, - or @) stands behind an
apostrophe; reading takes the apostrophe off again, so that a telephone number keeps its plus.
"""

from __future__ import annotations

import csv
import filecmp
import io
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

REFUSED_HEADER = "frontdesk: not taken over"
REFUSED_KEY = "frontdesk_not_taken_over"
FILES_MAX = 100  # of one source; so many files that nobody mended are no help to anybody
_MIDDLE = ".refused"
_COMPUTED = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_BLANK = " \u00a0\u2007\u202f\u3000\u200b\u200c\u200d\ufeff\t\r\n\0"
"""Spreadsheets look behind these; reading leaves them out."""
_PARTS = frozenset(",;\t|")


class _Quoted(csv.excel):
    """Every cell in quotation marks."""

    quoting = csv.QUOTE_ALL


def write(
    source: Path, headers: Sequence[str], delimiter: str, refused: Iterable[tuple[int, str, Sequence[str]]]
) -> Path | None:
    """Write the refused rows (number, reason, cells) beside `source`; None when there is no name left for it.

    A file of the same content that is there already is left as it is; another one is never written over. Raises
    OSError when the folder cannot be written.
    """
    path = source.with_name(f".{source.stem}{_MIDDLE}-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write("\ufeff".encode())
            for line in _lines(headers, delimiter or ",", refused):
                file.write(line.encode("utf-8", "replace"))
        return _named(path, source)
    finally:
        path.unlink(missing_ok=True)


def _named(path: Path, source: Path) -> Path | None:
    """Give the file that was written the first name that is free, or that of the same file written before."""
    for name in _names(source):
        if name.is_file() and filecmp.cmp(path, name, shallow=False):
            return name
        if not name.exists() and not name.is_symlink():
            try:
                os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # nobody else takes it meanwhile
            except FileExistsError:
                continue
            path.replace(name)
            return name
    return None


def _lines(headers: Sequence[str], delimiter: str, refused: Iterable[tuple[int, str, Sequence[str]]]) -> Iterator[str]:
    kept = [place for place, header in enumerate(headers) if _key(header) != REFUSED_KEY]
    yield _line([*(_safe(headers[place]) for place in kept), REFUSED_HEADER], delimiter)
    for number, reason, cells in refused:
        row = [cells[place] if place < len(cells) else "" for place in kept]
        yield _line([*map(_safe, [*row, *cells[len(headers) :]]), f"{number}: {reason}"], delimiter)


def _line(cells: Sequence[str], delimiter: str) -> str:
    """One line; where a spreadsheet of another country would begin a new cell, every cell stands in quotation marks."""
    text = io.StringIO()
    dialect = _Quoted if any(not _PARTS.isdisjoint(each) for each in cells) else csv.excel
    csv.writer(text, dialect, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def _safe(cell: str) -> str:
    bare = cell.lstrip(_BLANK)
    if bare.startswith(_COMPUTED):
        return "'" + bare
    return "'" + cell if cell.startswith(_COMPUTED) else cell


def _key(header: str) -> str:
    from frontdesk.desk.imports.sheets import header_key

    return header_key(header)


def _names(source: Path) -> Iterator[Path]:
    """guests.refused.csv, guests.refused-2.csv …: also for what guests.refused.csv itself had refused."""
    stem = source.stem
    head, found, tail = stem.rpartition(_MIDDLE)
    if found and (not tail or (tail[0] == "-" and tail[1:].isdigit())):
        stem = head
    yield source.with_name(f"{stem}{_MIDDLE}.csv")
    for number in range(2, FILES_MAX):
        yield source.with_name(f"{stem}{_MIDDLE}-{number}.csv")
