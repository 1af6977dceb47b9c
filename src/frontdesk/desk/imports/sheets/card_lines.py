"""The lines of vCards 2.1, 3.0 and 4.0: unfolded, with their parameters, values decoded.

Read by hand: of the libraries for this, none that is kept up reads 2.1 as it is written (vobject cuts a name at a
comma that is not escaped, and stops at the first card it does not like). Sources: vCard 2.1 (versit 1996), RFC 2425
and 2426, RFC 6350. The three fold lines in three ways, and what is one line is decided by the line itself.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO

LINE_BYTES_MAX = 64 * 1024  # what is longer is a picture; its rest is passed over
VALUE_LENGTH_MAX = 20_001
HEAD_BYTES_MAX = 4096
OLD = "2.1"
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/=]+\s*")
_ESCAPED = re.compile(r"\\([\\,;:\"nN])")
_NAME = re.compile("[A-Z0-9-]{1,80}")
_BINARY = frozenset({"B", "BASE64"})


class Undecodable(ValueError):
    """A value is not written in the encoding that it should be in."""


@dataclass(slots=True)
class Line:
    """One property as it is written: its name in capitals, its parameters, its value in bytes, where it began.

    Parameters without a value, as 2.1 has them (`TEL;HOME;VOICE`), stand under TYPE or ENCODING. `binary`: the value
    is a picture, a sound or a key, and was not kept.
    """

    number: int
    name: str = ""
    parameters: Mapping[str, list[str]] = field(default_factory=dict)
    value: bytes = b""
    binary: bool = False
    encodings: frozenset[str] = frozenset()

    def types(self) -> set[str]:
        """What the TYPE parameters say, in small letters."""
        return {part.lower() for value in self.parameters.get("TYPE", ()) for part in value.split(",")}

    def text(self, encoding: str) -> str:
        """The value in letters, still with its backslashes. Raises Undecodable."""
        value = self.value
        if "QUOTED-PRINTABLE" in self.encodings:
            value = quopri.decodestring(value)
        charset = (self.parameters.get("CHARSET") or [encoding])[0]
        try:
            return value.decode(charset)[:VALUE_LENGTH_MAX]
        except (UnicodeDecodeError, LookupError) as error:
            raise Undecodable(charset) from error


def lines(file: BinaryIO) -> Iterator[Line]:
    """The properties of a file, in order. A line that is none has no name and keeps its bytes as its value."""
    current: Line | None = None
    soft = False
    version = ""
    for number, raw in _physical(file):
        if current is not None and soft:
            soft = _extend(current, raw)
            continue
        if current is not None and raw[:1] in (b" ", b"\t") and raw.strip():
            # 2.1 folds at a space, which stays; the later ones put one in, which goes.
            _extend(current, raw if version == OLD and not current.binary else raw[1:])
            continue
        if current is not None and current.binary and _BASE64_LINE.fullmatch(raw):
            continue
        if current is not None:
            yield current
            current = None
        if not raw.strip():
            continue
        current = _line(number, raw)
        if current.name == "VERSION":
            version = current.value.strip().decode("ascii", "replace")
        soft = _is_soft(current)
    if current is not None:
        yield current


def unescaped(text: str, version: str) -> str:
    """The value without its backslashes; in 2.1 a backslash before n is a backslash."""
    if "\\" not in text:
        return text

    def plain(match: re.Match[str]) -> str:
        sign = match[1]
        if sign in "nN":
            return match[0] if version == OLD else "\n"
        return sign

    return _ESCAPED.sub(plain, text)


def parts(text: str, version: str, sign: str = ";") -> list[str]:
    """The components of a value, between signs that have no backslash before them."""
    found, start, place = [], 0, 0
    while place < len(text):
        if text[place] == "\\":
            place += 2
            continue
        if text[place] == sign:
            found.append(text[start:place])
            start = place + 1
        place += 1
    found.append(text[start:])
    return [unescaped(part, version).strip() for part in found]


def _physical(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines as they stand in the file, from 1, without their ends; of one that is too long, the beginning."""
    number, within = 0, False
    while raw := file.readline(LINE_BYTES_MAX):
        if not within:
            number += 1
            yield number, raw.rstrip(b"\r\n")
        within = not raw.endswith(b"\n")


def _extend(line: Line, raw: bytes) -> bool:
    """Add a continuation; says whether yet another follows."""
    if line.binary:
        return False
    soft_break = _is_soft(line)
    if len(line.value) < LINE_BYTES_MAX * 4:
        line.value = (line.value[:-1] if soft_break else line.value) + raw
    elif soft_break:
        return raw.endswith(b"=")
    return _is_soft(line)


def _is_soft(line: Line) -> bool:
    return line.value.endswith(b"=") and "QUOTED-PRINTABLE" in line.encodings


def _line(number: int, raw: bytes) -> Line:
    head, value = _head_and_value(raw)
    read = _head(head) if head is not None and len(head) < HEAD_BYTES_MAX else None
    if read is None:
        return Line(number, value=raw)
    name, parameters, encodings = read
    binary = bool(encodings & _BINARY) or value[:5].lower() == b"data:"
    return Line(number, name, parameters, b"" if binary else value, binary, encodings)


@lru_cache(maxsize=1024)
def _head(head: bytes) -> tuple[str, Mapping[str, list[str]], frozenset[str]] | None:
    """The name, the parameters and the encodings before a value; None for what is no property. The same few come back
    on every card.
    """
    name, *written = _split(head.decode("utf-8", "replace"))
    bare = name.rpartition(".")[2].strip().upper()  # item1.TEL: the group says only which label belongs to it
    if not _NAME.fullmatch(bare):
        return None
    parameters: dict[str, list[str]] = {}
    for each in written:
        key, equals, said = each.partition("=")
        key = key.strip().upper()
        if not equals:
            known = key in _BINARY or key in ("QUOTED-PRINTABLE", "8BIT", "7BIT")
            key, said = ("ENCODING" if known else "TYPE"), each.strip()
        parameters.setdefault(key, []).append(said.strip().strip('"'))
    return bare, parameters, frozenset(value.upper() for value in parameters.get("ENCODING", ()))


def _head_and_value(raw: bytes) -> tuple[bytes | None, bytes]:
    """What stands before the first colon that is not in quotation marks, and after it."""
    start = 0
    while (colon := raw.find(b":", start)) >= 0:
        if raw.count(b'"', 0, colon) % 2 == 0:
            return raw[:colon], raw[colon + 1 :]
        start = colon + 1
    return None, raw


def _split(head: str) -> list[str]:
    """The name and the parameters, between semicolons that are not in quotation marks."""
    if '"' not in head:
        return head.split(";")
    return [part for part in re.findall(r'((?:[^;"]|"[^"]*"?)+)', head)] or [head]
