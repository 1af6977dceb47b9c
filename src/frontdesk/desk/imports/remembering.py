"""What somebody said about a file is known for the next one with the same headers: it asks nothing twice.

Said before goes behind everything that is said now, and behind what the file itself shows: an encoding counts only
where nobody could know it, the order of a date only for a column that leaves it open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from frontdesk.desk.desk import Desk
from frontdesk.desk.imports.import_files import Kind, Told
from frontdesk.desk.imports.import_rows import FACT
from frontdesk.desk.imports.sheets import FilePreview
from frontdesk.ground.errors import BadInput
from frontdesk.store import imports
from frontdesk.store.imports import Before
from frontdesk.store.transaction import reading

LOOKED_BACK = 50
_ANSWERS = ("encoding", "worksheet", "dates", "decimal", "by_number")


def remembered(desk: Desk, kind: Kind, path: Path, told: Told) -> Told:
    """What is said about this file, and for the rest what was said about one with these headers the last time."""
    if told.recalled:
        return told
    told = replace(told, recalled=True)
    with reading(desk.store) as connection:
        past = imports.said_before(connection, kind.what, LOOKED_BACK)
    if not past:
        return told
    found = _found(kind, path, told, past)
    if found is None:
        return told
    before, told = found
    if not told.mapping:
        told = replace(told, mapping=_known(kind, before.said))
    told = replace(told, by_number=told.by_number or bool(before.told.get("by_number")))
    return _answered(kind, path, told, before.told)


def _found(kind: Kind, path: Path, told: Told, past: Sequence[Before]) -> tuple[Before, Told] | None:
    """The last import of a file with these headers, and how this one is to be read so that they are the same."""
    shown = kind.looked_at(path, replace(told, mapping={}))
    by_digest: dict[str, Before] = {}
    for before in past:
        by_digest.setdefault(before.headers_digest, before)
    for encoding, worksheet in _ways(shown, told, past):
        way = replace(told, encoding=encoding, worksheet=worksheet, mapping={})
        try:
            plain = (encoding, worksheet) == (told.encoding, told.worksheet)
            headers = shown.headers if plain else kind.looked_at(path, way).headers
        except BadInput:
            continue  # its letters cannot be read so
        same = by_digest.get(digest(tuple(each.header for each in headers)))
        if same is not None and (not encoding or told.encoding or same.told.get("encoding") == encoding):
            return same, replace(told, encoding=encoding, worksheet=worksheet)
    return None


def _ways(shown: FilePreview, told: Told, past: Sequence[Before]) -> Iterator[tuple[str | None, str | None]]:
    """In which encodings and sheets files were read before that this one may have, too."""
    ways: dict[tuple[str | None, str | None], None] = {}
    for before in past:
        encoding, worksheet = before.told.get("encoding"), before.told.get("worksheet")
        ways[
            told.encoding or (str(encoding) if encoding and shown.candidates and not shown.encoding else None),
            told.worksheet or (str(worksheet) if worksheet in shown.worksheets else None),
        ] = None
    ways[told.encoding, told.worksheet] = None
    # What says more comes first: headers in plain letters are the same in every encoding.
    return iter(sorted(ways, key=lambda way: (way[0] is None, way[1] is None)))


def _known(kind: Kind, said: Mapping[str, str]) -> dict[str, str | None]:
    """Without columns that there are no more, as a fact that the guidelines do not declare now."""
    known = {"", *kind.meanings.values(), *(column.removeprefix(FACT) for column in kind.meanings.values())}
    return {header: column for header, column in said.items() if column.rstrip("+").partition(".")[0] in known}


def _answered(kind: Kind, path: Path, told: Told, before: Mapping[str, Any]) -> Told:
    """The answers of before for what this file leaves open."""
    said: dict[str, dict[str, str]] = {"dates": {}, "decimal": {}}
    if not any(before.get(form) for form in said):
        return told
    try:
        asked = kind.looked_at(path, told).ambiguous
    except BadInput:
        return told  # whoever reads it says what is wrong
    for question in asked:
        answer = before.get(question.kind)
        answer = answer.get(question.header) if isinstance(answer, Mapping) else answer
        if answer in question.choices and not question.mixed:
            said[question.kind][question.header] = str(answer)
    return replace(
        told,
        dates=_joined(said["dates"], told.dates),
        decimal=_joined(said["decimal"], told.decimal),
    )


def _joined(before: dict[str, str], now: str | Mapping[str, str] | None) -> str | Mapping[str, str] | None:
    if isinstance(now, str) or not before:
        return now
    return {**before, **(now or {})}


def answers(told: Told) -> dict[str, Any]:
    """What is to be known the next time besides the meaning of the headers."""
    found = {name: getattr(told, name) for name in _ANSWERS}
    return {name: dict(said) if isinstance(said, Mapping) else said for name, said in found.items() if said}


def digest(headers: tuple[str, ...]) -> str:
    """By what a file with these headers is known again."""
    return hashlib.sha256("\x1f".join(headers).encode()).hexdigest()
