"""vCards as a table: each card a row, each property a column; what our card has no place for is a header of its own.

`FN` is the name (the parts of `N` when there is none), `TEL`, `TEL 2` and `EMAIL`, `EMAIL 2` go by what the card
prefers, `UID` is the key. Pictures, sounds and keys are left out and named.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from frontdesk.desk.imports.sheets import card_lines
from frontdesk.desk.imports.sheets.card_lines import Line, Undecodable
from frontdesk.desk.imports.sheets.files import said
from frontdesk.desk.imports.sheets.model import VCARDS, Broken, Record, Table
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line

FILE_BYTES_MAX = 512 * 1024 * 1024
PROPERTIES_MAX = 500
OF_ONE_KIND_MAX = 20
OTHER_LENGTH = 240
BATCH = 200
_ABOUT_THE_FILE = frozenset({"VERSION", "PRODID", "REV", "N", "FN"})
_NO_VOICE = frozenset({"fax", "pager", "modem", "bbs"})


class _Refused(Exception):
    """A card that cannot be read: why, as a sentence."""


@dataclass(slots=True)
class _Card:
    version: str = ""
    lines: list[Line] = field(default_factory=list)
    broken: str = ""


def undecodable_line(file: BinaryIO, encoding: str) -> int | None:
    """The first line (from 1) whose value is not written in that encoding; values that name their own are passed."""
    for card in _cards(file):
        for line in card.lines:
            try:
                if not line.binary and "CHARSET" not in line.parameters:
                    line.text(encoding)
            except Undecodable:
                return line.number
    return None


def table(file: BinaryIO, path: Path, encoding: str) -> Table:
    """The cards of a file; reads it twice, the first time for which properties there are. Raises BadInput for none."""
    if file.seek(0, io.SEEK_END) > FILE_BYTES_MAX:
        raise BadInput(
            _("{path} is too large for a file of cards.").format(path=path.name),
            _("Export the address book without its pictures, or as CSV."),
        )
    letters = "utf-8" if encoding.startswith("utf") else encoding  # what `_rewound` leaves of any Unicode
    with said(path):
        headers = _headers(_rewound(file, encoding), letters)
    if not headers[0]:
        raise BadInput(
            _("{path} holds no card.").format(path=path.name), _("Export it again from the address book it is from.")
        )
    return Table(
        VCARDS,
        headers[0],
        _batches(_rewound(file, encoding), letters, headers[0]),
        first=1,
        encoding=encoding,
        rows_about=headers[1],
    )


def _rewound(file: BinaryIO, encoding: str) -> BinaryIO:
    """The file from its beginning, as bytes in which ASCII is ASCII."""
    file.seek(0)
    start = file.read(4096)
    file.seek(0)
    if encoding.startswith(("utf-16", "utf-32")):
        text = io.TextIOWrapper(io.BytesIO(file.read()), encoding=encoding, newline=None)
        return io.BytesIO(text.read().lstrip("\ufeff").encode("utf-8"))
    if start.startswith(codecs.BOM_UTF8):
        file.seek(len(codecs.BOM_UTF8))
    if b"\r" in start and b"\n" not in start:  # old Macintosh files have nothing else between lines
        return io.BytesIO(file.read().replace(b"\r", b"\n"))
    return file


def _headers(file: BinaryIO, encoding: str) -> tuple[tuple[str, ...], int]:
    """Every column that any card needs, and how many cards there are."""
    found: dict[str, None] = {}
    count = 0
    for card in _cards(file):
        count += 1
        try:
            found.update(dict.fromkeys(_row(card, encoding)))
        except _Refused:
            continue
    usual = ("FN", "TEL", "EMAIL", "ORG", "NOTE", "LANG", "UID")
    first = [header for name in usual for header in found if header == name or header.startswith(f"{name} ")]
    return (("FN", *(header for header in dict.fromkeys((*first, *found)) if header != "FN")) if count else ()), count


def _batches(file: BinaryIO, encoding: str, headers: tuple[str, ...]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for card in _cards(file):
        try:
            row = _row(card, encoding)
            batch.append([row.get(header, "") for header in headers])
        except _Refused as refused:
            batch.append(Broken(str(refused), [_name_of(card, encoding), *[""] * (len(headers) - 1)]))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _cards(file: BinaryIO) -> Iterator[_Card]:
    card: _Card | None = None
    inside = 0  # how deep in a card that stands in another one, as 2.1 writes somebody's assistant
    for line in card_lines.lines(file):
        mark = line.value.strip().upper() if line.name in ("BEGIN", "END") else b""
        if mark == b"VCARD" and line.name == "BEGIN":
            if card is not None and (inside or (card.lines and card.lines[-1].name == "AGENT")):
                inside += 1
                continue
            if card is not None:
                card.broken = card.broken or _("The card has no end; the next one begins in line {line}.").format(
                    line=line.number
                )
                yield card
            card = _Card()
        elif card is None:
            yield _Card(broken=_("Line {line} belongs to no card.").format(line=line.number))
        elif mark == b"VCARD":
            if inside:
                inside -= 1
                continue
            yield card
            card = None
        elif not inside:
            _take(card, line)
    if card is not None:
        card.broken = card.broken or _("The file ends in the middle of this card.")
        yield card


def _take(card: _Card, line: Line) -> None:
    if line.name == "VERSION":
        card.version = line.value.strip().decode("ascii", "replace")
    if not line.name:
        card.broken = card.broken or _("Line {line} is no line of a card: {text}").format(
            line=line.number, text=f"“{clean_line(line.value[:200].decode('utf-8', 'replace'), 40)}”."
        )
    elif len(card.lines) >= PROPERTIES_MAX:
        card.broken = card.broken or _("The card has more than {most} lines.").format(most=PROPERTIES_MAX)
    else:
        card.lines.append(line)


def _row(card: _Card, encoding: str) -> dict[str, str]:
    """A card's cells by header. Raises _Refused."""
    if card.broken:
        raise _Refused(card.broken)
    row: dict[str, str] = {"FN": _name_of(card, encoding, strict=True)}
    for name in ("TEL", "EMAIL"):
        _ranked(card, name, encoding, row)
    for line in card.lines:
        name = line.name
        if name in _ABOUT_THE_FILE or (name in ("TEL", "EMAIL") and not _is_fax(line)):
            continue
        if line.binary:
            row[name] = _("left out")
            continue
        text = _text(line, encoding)
        if name == "ORG":
            text, *units = card_lines.parts(text, card.version)
            _add(row, "ORG unit", ", ".join(filter(None, units)), OTHER_LENGTH)
        elif name in ("ADR", "RELATED"):
            text = ", ".join(filter(None, card_lines.parts(text, card.version)))
        else:
            text = card_lines.unescaped(text, card.version)
        if name == "UID":
            row.setdefault("UID", text.strip().removeprefix("urn:uuid:"))
        elif name == "LANG":
            row["LANG"] = " ".join(filter(None, (row.get("LANG", ""), text.strip())))
        else:
            if name == "ORG" and row.get("ORG") == text.strip():
                continue  # said twice
            if name == "ORG" and row.get("ORG"):
                name = "ORG more"  # somebody belongs to one company; the others are named as not taken over
            _add(row, "FAX" if name == "TEL" else name, text, 0 if name in ("NOTE", "ORG") else OTHER_LENGTH)
    if not any(map(str.strip, row.values())):
        raise _Refused(_("The card is empty."))
    return row


def _ranked(card: _Card, name: str, encoding: str, row: dict[str, str]) -> None:
    """The numbers or addresses of a card, the preferred first, then the ones that are carried about."""
    found: dict[str, int] = {}
    for place, line in enumerate(line for line in card.lines if line.name == name and not _is_fax(line)):
        text = card_lines.unescaped(_text(line, encoding), card.version).strip()
        text = text.removeprefix("tel:").removeprefix("mailto:").partition(";ext=")[0]
        types = line.types()
        preferred = "pref" in types or bool(line.parameters.get("PREF"))
        if text:
            found.setdefault(text, (0 if preferred else 1 if {"cell", "mobile"} & types else 2) * 1000 + place)
    ranked = sorted(found, key=lambda text: found[text])
    for place, text in enumerate(ranked[:OF_ONE_KIND_MAX], 1):
        row[name if place == 1 else f"{name} {place}"] = text
    if len(ranked) > OF_ONE_KIND_MAX:
        row[f"{name} more"] = " | ".join(ranked[OF_ONE_KIND_MAX:])[:OTHER_LENGTH]


def _is_fax(line: Line) -> bool:
    types = line.types()
    return line.name == "TEL" and bool(types & _NO_VOICE) and "voice" not in types


def _name_of(card: _Card, encoding: str, strict: bool = False) -> str:
    """The name as the card writes it, else from its parts. Not `strict`: whatever can be read, for a refusal."""
    written = {line.name: line for line in reversed(card.lines)}
    try:
        if "FN" in written:
            whole = card_lines.unescaped(_text(written["FN"], encoding), card.version).strip()
            if whole:
                return whole
        if "N" in written:
            family, given, more = (*card_lines.parts(_text(written["N"], encoding), card.version), "", "", "")[:3]
            return " ".join(" ".join(filter(None, (given, more, family))).split())
    except _Refused:
        if strict:
            raise
    return ""


def _text(line: Line, encoding: str) -> str:
    try:
        return line.text(encoding)
    except Undecodable as error:
        raise _Refused(
            _("Line {line} has letters that are not written in {encoding}.").format(
                line=line.number, encoding=clean_line(str(error), 40)
            )
        ) from error


def _add(row: dict[str, str], header: str, text: str, limit: int) -> None:
    bare = text.strip()
    if bare:
        whole = f"{row[header]} | {bare}" if row.get(header) else bare
        row[header] = whole[:limit] if limit else whole
