"""Opening a file as rows, and looking at it first: the two ways in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from frontdesk.desk.imports.headers import CUSTOMER_HEADERS
from frontdesk.desk.imports.headers import meanings as meanings_of
from frontdesk.desk.imports.sheets import cards, columns, delimited, encodings, rows, workbooks
from frontdesk.desk.imports.sheets.files import Survey, kind_of, opened_bytes, surveyed, utf16_without_mark
from frontdesk.desk.imports.sheets.model import (
    COMMA,
    CSV,
    DAY_FIRST,
    MONTH_FIRST,
    POINT,
    PREVIEW_ROWS,
    VCARDS,
    WORKBOOK,
    Candidate,
    FilePreview,
    HeaderPreview,
    Record,
    Sheet,
    Table,
    Told,
)
from frontdesk.desk.imports.sheets.steps import ROWS_OF_EVIDENCE
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line

NAMES_SHOWN = 12
SAMPLE_LENGTH = 40
START_BYTES = 4096


@contextmanager
def opened(
    path: Path,
    encoding: str | None,
    meanings: Mapping[str, str],
    *,
    mapping: Mapping[str, str | None] | None = None,
    dates: str | Mapping[str, str] | None = None,
    decimal: str | Mapping[str, str] | None = None,
    currency: str = "",
    kinds: Mapping[str, str] | None = None,
    worksheet: str | None = None,
) -> Iterator[Sheet]:
    """The rows of a CSV file, a workbook or a file of vCards. `meanings` maps header keys to the names of columns.

    `mapping` (header to column name, None or "" to leave it out) goes before every guess. `dates` ("day_first",
    "month_first") and `decimal` ("," or ".") answer what `Sheet.ambiguous` asks, for the whole file or by header;
    cells that stay ambiguous are left as they were written, so that reading a date or an amount refuses them.
    `kinds` names further columns as "date" or "amount" (facts of the guidelines). Raises BadInput for a file that
    cannot be read as a table, also while its rows are being read.
    """
    told = _told(encoding, mapping, dates, decimal, currency, kinds, worksheet)
    with _tabled(Path(path), meanings, told) as (table, candidates, survey):
        if table.kind != WORKBOOK and not table.encoding:
            raise encodings.unknown_encoding(Path(path), candidates, survey.broken_line or 1)
        found = columns.columns_of(table, meanings, told)
        if not found.known:
            raise BadInput(
                _("The first line of {path} names no column that is known here.").format(path=Path(path).name),
                _("The first line must hold the names of the columns, for example: {names}.").format(
                    names=", ".join(list(dict.fromkeys(meanings.values()))[:NAMES_SHOWN])
                ),
            )
        reader = rows.reader(table, found, told, Path(path).stem)
        yield Sheet(
            known=found.known,
            unknown=found.unknown,
            stretches=reader.stretches(),
            again=reader.again,
            simple=table.kind == CSV and not reader.steps,
            mapping=found.mapping,
            ambiguous=reader.ambiguous,
            preset=found.preset,
            rows_about=table.rows_about,
            left=reader.left,
            headers=table.headers,
            delimiter=table.delimiter,
        )


def preview(
    path: Path,
    encoding: str | None = None,
    meanings: Mapping[str, str] | None = None,
    *,
    mapping: Mapping[str, str | None] | None = None,
    dates: str | Mapping[str, str] | None = None,
    decimal: str | Mapping[str, str] | None = None,
    currency: str = "",
    kinds: Mapping[str, str] | None = None,
    worksheet: str | None = None,
) -> FilePreview:
    """What a file is taken for, with its first rows, before anything of it is taken over; arguments as of `opened`.

    Raises BadInput for a file that cannot be read at all; a file whose encoding nobody can know is shown with
    candidates, one whose headers mean nothing with empty columns: both can be answered.
    """
    known = meanings_of(CUSTOMER_HEADERS) if meanings is None else meanings
    told = _told(encoding, mapping, dates, decimal, currency, kinds, worksheet)
    with _tabled(Path(path), known, told) as (table, candidates, _survey):
        found = columns.columns_of(table, known, told)
        first = _first_records(table)
        sampled = replace(table, batches=iter([first]))
        ambiguous = rows.reader(sampled, found, told, Path(path).stem).ambiguous
        shown = [record for record in first if isinstance(record, list) and any(map(str.strip, record))]
        return FilePreview(
            table.kind,
            table.encoding,
            candidates,
            table.delimiter,
            table.worksheet,
            table.worksheets,
            found.preset,
            table.first - 1,
            tuple(
                HeaderPreview(header, found.mapping.get(header, ""), _samples(shown, place))
                for place, header in enumerate(table.headers)
                if header
            ),
            tuple(tuple(clean_line(cell, 240) for cell in record) for record in shown[:PREVIEW_ROWS]),
            ambiguous,
            table.rows_about,
        )


def _told(
    encoding: str | None,
    mapping: Mapping[str, str | None] | None,
    dates: str | Mapping[str, str] | None,
    decimal: str | Mapping[str, str] | None,
    currency: str,
    kinds: Mapping[str, str] | None,
    worksheet: str | None,
) -> Told:
    for said, choices in ((dates, (DAY_FIRST, MONTH_FIRST)), (decimal, (COMMA, POINT))):
        answers = () if not said else (said,) if isinstance(said, str) else tuple(said.values())
        for answer in answers:
            if answer not in choices:
                raise BadInput(
                    _("{answer} is no answer here.").format(answer=clean_line(answer, 40)),
                    _("Choose one of {names}.").format(names=" ".join(choices)),
                )
    return Told(encoding or None, dict(mapping or {}), dates, decimal, currency, dict(kinds or {}), worksheet)


@contextmanager
def _tabled(
    path: Path, meanings: Mapping[str, str], told: Told
) -> Iterator[tuple[Table, tuple[Candidate, ...], Survey]]:
    """The file as headers and records. With candidates and no encoding, it is read by the first of them."""
    with opened_bytes(path) as file:
        kind = kind_of(file, path)
        if kind == WORKBOOK:
            yield workbooks.table(file, path, meanings, told), (), Survey(0, None)
        elif kind == VCARDS:
            if not columns.PEOPLE & set(meanings.values()):
                raise BadInput(
                    _("{path} holds cards of people, and nothing else is looked for here.").format(path=path.name),
                    _("Name a CSV file."),
                )
            yield _vcards(file, path, told)
        else:
            yield _csv(file, path, meanings, told)


def _csv(
    file: BinaryIO, path: Path, meanings: Mapping[str, str], told: Told
) -> tuple[Table, tuple[Candidate, ...], Survey]:
    encoding, candidates, survey = _encoding(file, path, told)
    table = delimited.table(
        file, path, encoding or (candidates[0].encoding if candidates else "latin-1"), meanings, told, survey.lines
    )
    if encoding is None:
        table = replace(table, encoding="")
    return table, candidates, survey


def _vcards(file: BinaryIO, path: Path, told: Told) -> tuple[Table, tuple[Candidate, ...], Survey]:
    encoding, candidates, survey = _encoding(file, path, told)
    if encoding is None and candidates and not candidates[0].encoding.startswith("utf"):
        # Old cards may name the encoding of each value: only values that do not are a question.
        line = cards.undecodable_line(file, "utf-8")
        file.seek(0)
        if line is None:
            encoding, candidates = "utf-8-sig", ()
        survey = Survey(survey.lines, line)
    table = cards.table(file, path, encoding or (candidates[0].encoding if candidates else "latin-1"))
    return replace(table, encoding=encoding or ""), candidates, survey


def _encoding(file: BinaryIO, path: Path, told: Told) -> tuple[str | None, tuple[Candidate, ...], Survey]:
    """The encoding, or None and the candidates."""
    start = file.read(START_BYTES)
    file.seek(0)
    named = encodings.codec_named(told.encoding) if told.encoding else encodings.marked(start)
    if named is None and utf16_without_mark(start):
        return None, encodings.candidates(file), surveyed(file, path, utf8=False)
    survey = surveyed(file, path, utf8=named in (None, "utf-8-sig"))
    if survey.broken_line is None:
        return named or "utf-8-sig", (), survey
    return None, encodings.candidates(file, survey.broken_at), survey


def _first_records(table: Table) -> list[Record]:
    """As many as `opened` looks at, so that both ask the same."""
    found: list[Record] = []
    for batch in table.batches:
        found += batch
        if len(found) >= ROWS_OF_EVIDENCE:
            break
    return found


def _samples(records: list[list[str]], place: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for record in records:
        if place < len(record) and (bare := clean_line(record[place], SAMPLE_LENGTH)):
            found[bare] = None
        if len(found) == 3:
            break
    return tuple(found)
