"""Files beside the database that mention a person: those of the desk are removed or rewritten, others are named.

Sheets and exports are made anew with a key, so one that names the person goes as a whole. Refused rows of an import are
somebody's work: only the rows about the person go. What the business put there itself is only named.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from frontdesk.desk.paper.paper import SHEETS
from frontdesk.desk.privacy.privacy_views import FileWith
from frontdesk.ground import folding
from frontdesk.store.engine import Store

EXPORTS = "exports"
REMOVED, REWRITTEN, YOURS = "removed", "rewritten", "yours"
BYTES_AT_ONCE = 4 * 1024 * 1024
OVERLAP = 10_000
"""So many characters of one piece of a file stand in the next as well: more than the longest note, wrapped."""
UNPACKED_BYTES_MAX = 512 * 1024 * 1024
"""A workbook that unpacks to more is named without being looked into."""
WORDS_MIN = 12
"""Fewer characters of a sentence are found in other people's sheets as well."""
_SPACES = re.compile(r"[\W_]+")
_TAGS = re.compile(r"<[^>]*>")
_ENCODINGS = ("utf-8-sig", "cp1257", "cp1251", "cp1252", "latin-1")
_UTF_16_FIRST = ("utf-16", *_ENCODINGS)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ZIPPED = b"PK\x03\x04"


class Marks:
    """What a person is known by in a text: names, numbers, addresses and whole sentences, however they are wrapped."""

    def __init__(
        self, names: Iterable[str], numbers: Iterable[str], exact: Iterable[str], words: Iterable[str]
    ) -> None:
        self._phrases = {f" {_bare(name)} " for name in names if len(_bare(name)) > 2}
        self._phrases |= {f" {_bare(said)} " for said in words if len(said) >= WORDS_MIN}
        self._numbers = {number for number in map(folding.digits, numbers) if len(number) >= 7}
        self._exact = {each.casefold() for each in exact if len(each) >= 4}

    def in_text(self, text: str) -> bool:
        """Whether the text mentions the person."""
        folded = text.casefold()
        if any(each in folded for each in self._exact):
            return True
        bare = f" {_bare(text)} "
        if any(phrase in bare for phrase in self._phrases):
            return True
        return bool(self._numbers) and any(number[-7:] in found for found in _numbers(text) for number in self._numbers)


def _bare(text: str) -> str:
    return _SPACES.sub(" ", folding.plain(text)).strip()


def _numbers(text: str) -> Iterator[str]:
    for found in re.finditer(r"[+(]?\d[\d ()./-]{5,}\d", text):
        yield re.sub(r"\D", "", found.group())


def mentioning(folder: Path, store: Store, marks: Marks) -> tuple[FileWith, ...]:
    """Every file of the business folder that mentions the person, with what happens to it; workbooks among them."""
    return tuple(FileWith(path, _fate(folder, path)) for path in _files(folder, store) if _mentions(path, marks))


def forget(files: Iterable[FileWith], marks: Marks) -> None:
    """Remove and rewrite those files; the business's own stay. Raises OSError where a file cannot be changed."""
    for each in files:
        if each.what == REMOVED:
            each.path.unlink(missing_ok=True)
        elif each.what == REWRITTEN:
            _without(each.path, marks)


def _fate(folder: Path, path: Path) -> str:
    if path.name.endswith(".refused.csv"):
        return REWRITTEN
    own = {(folder / SHEETS).resolve(), (folder / EXPORTS).resolve()}
    return REMOVED if own & set(path.resolve().parents) else YOURS


def _files(folder: Path, store: Store) -> Iterator[Path]:
    """Ordinary files in the folder and two folders below; neither the database nor what a repository keeps."""
    own = store.path.name
    for place, folders, names in os.walk(folder):
        depth = len(Path(place).relative_to(folder).parts)
        folders[:] = [name for name in sorted(folders) if not name.startswith(".") and depth < 2]
        for name in sorted(names):
            path = Path(place) / name
            if path.is_file() and not path.is_symlink() and not name.startswith(own) and name != "guidelines.yaml":
                yield path


def _mentions(path: Path, marks: Marks) -> bool:
    """Whether a file says the person, however long it is; false for one that is neither text nor a workbook."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
            if start.startswith(_ZIPPED):
                return _in_workbook(file, marks)
            if b"\0" in start and not start.startswith(_UTF_16):
                return False
            return _in_file(file, _UTF_16_FIRST if start.startswith(_UTF_16) else _ENCODINGS, marks)
    except OSError:
        return False  # gone since it was listed, or somebody else's: it cannot be ours


def _in_file(file: IO[bytes], encodings: Iterable[str], marks: Marks) -> bool:
    for encoding in encodings:
        file.seek(0)
        try:
            return any(map(marks.in_text, _pieces(file, encoding)))
        except UnicodeDecodeError:
            continue
    raise AssertionError("the last of the encodings reads everything")


def _pieces(file: IO[bytes], encoding: str) -> Iterator[str]:
    """The text, a few megabytes at once; what ends one begins the next, so that nothing is cut in two."""
    decoder, before = codecs.getincrementaldecoder(encoding)(), ""
    while data := file.read(BYTES_AT_ONCE):
        piece = before + decoder.decode(data)
        yield piece
        before = piece[-OVERLAP:]
    yield before + decoder.decode(b"", final=True)


def _in_workbook(file: IO[bytes], marks: Marks) -> bool:
    """Whether a zipped table (xlsx, ods) says the person in one of its parts."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = [part for part in archive.infolist() if part.filename.endswith(".xml")]
            if sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX:
                return True
            for part in parts:
                with archive.open(part) as words:
                    if any(marks.in_text(_TAGS.sub(" ", piece)) for piece in _pieces(words, "utf-8-sig")):
                        return True
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError):
        return False  # no table that anybody could read names
    return False


def _decoded(data: bytes) -> tuple[str, str]:
    for encoding in _UTF_16_FIRST if data.startswith(_UTF_16) else _ENCODINGS:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise AssertionError("the last of the encodings reads everything")


def _without(path: Path, marks: Marks) -> None:
    """The file without the rows that mention the person, in its place at once."""
    data = path.read_bytes()
    text, encoding = _decoded(data)
    dialect: type[csv.Dialect] | csv.Dialect = csv.excel
    delimiter = max(",;\t|", key=text.partition("\n")[0].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), dialect, delimiter=delimiter))
    kept = [row for number, row in enumerate(rows) if number == 0 or not marks.in_text("\n".join(row))]
    out = io.StringIO(newline="")
    csv.writer(out, dialect, delimiter=delimiter).writerows(kept)
    bom = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else encoding.removesuffix("-sig")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(out.getvalue().encode(bom))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o777)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
