"""What reading a file gives: rows of named cells, what was understood of its columns, and what has to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from frontdesk.ground import folding
from frontdesk.ground.language import _

CSV, WORKBOOK, VCARDS = "csv", "workbook", "vcards"
DATE, AMOUNT = "date", "amount"
DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
COMMA, POINT = ",", "."
LEFT_OUT = ""  # the meaning of a column that somebody left out
ROW_NUMBER = "#"  # in a mapping: not a header, but the file's name and the row's number, for files without any number
PREVIEW_ROWS = 5


class Row(NamedTuple):
    """One row: its number as a spreadsheet counts (from 1, with every line above it), and cells by column name.

    Cells are clean lines; dates that could be read are written 2026-11-21, amounts 1234.50. `broken` says why the
    row cannot be used; its cells are empty then. `raw` is the record as it stands in the file, for giving it back.
    """

    number: int
    cells: Mapping[str, str]
    broken: str = ""
    raw: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring rows: one by one (`rows`), and, where nothing in them is unusual, also by columns.

    `columns` are the cells of whole columns by name, clean as in `Row`, or None. `numbers` and `raw` are of the records
    as they stand in the file, with those that are blank.
    """

    rows: Callable[[], Iterable[Row]]
    numbers: range
    raw: Sequence[Record]
    columns: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Something that a column writes in a way that means two things: callers ask which, nobody guesses.

    `kind` is `dates` (choices day_first, month_first) or `decimal` (choices "," and "."), the names of the arguments
    of `opened` that answer. `mixed`: the column itself writes both, so that one answer refuses the rest.
    """

    header: str
    column: str
    kind: str
    choices: tuple[str, ...]
    samples: tuple[str, ...]
    mixed: bool = False

    @property
    def question(self) -> str:
        """The question, as a sentence."""
        shown = ", ".join(self.samples)
        if self.kind == "dates":
            return _("Is the day or the month first in {header} ({samples})?").format(header=self.header, samples=shown)
        return _("Is the comma or the point the decimal sign in {header} ({samples})?").format(
            header=self.header, samples=shown
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said about a file, so that nothing of it is worked out.

    `mapping`: header to column name, or to None or "" to leave it out. `dates` and `decimal`: one answer, or answers
    by header. `currency`: the business's own (ISO code), whose signs may stand beside amounts. `kinds`: which further
    columns are dates or amounts. `worksheet`: which sheet of a workbook.
    """

    encoding: str | None = None
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    dates: str | Mapping[str, str] | None = None
    decimal: str | Mapping[str, str] | None = None
    currency: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    worksheet: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open file: the columns that have a meaning (name to place), the headers that have none, and the rows.

    `stretches` are the rows, some hundred at a time; `rows` one by one. Either is gone through, once. `again` makes a
    stretch of records of this file that were read elsewhere, from their number on; only where the sheet is `simple`:
    each record is a row, and each cell stands by itself.

    `mapping` is every header with its column or "" (JSON-able: handed back as `mapping=` it reads the same file the
    same way). `left` counts, while rows are read, filled cells that gave way to a better one (a second telephone).
    `rows_about` is an upper bound for progress. `headers` and `delimiter` are the file's own, for giving rows back.
    """

    known: Mapping[str, int]
    unknown: tuple[str, ...]
    stretches: Iterator[Stretch]
    again: Callable[[int, Sequence[Record]], Stretch]
    simple: bool = False
    mapping: Mapping[str, str] = field(default_factory=dict)
    ambiguous: tuple[Ambiguous, ...] = ()
    preset: str = ""
    rows_about: int = 0
    left: dict[str, int] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    delimiter: str = ""

    @property
    def rows(self) -> Iterator[Row]:
        """The rows below the header, in order; blank ones are passed over."""
        return (row for stretch in self.stretches for row in stretch.rows())


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoding that a file may be written in: whose it is, and up to three texts as they would read."""

    encoding: str
    used_for: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeaderPreview:
    """One column: its header (made unique), the column name it is taken for or "", and up to three filled cells."""

    header: str
    column: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a file is taken for, before anything is taken over.

    `encoding` is "" when nobody can know it: then one of `candidates` has to be chosen, and the rest is read by the
    first of them, only to be shown. `rows` are the first rows as they stand there. `header_row` counts from 1.
    """

    kind: str
    encoding: str = ""
    candidates: tuple[Candidate, ...] = ()
    delimiter: str = ""
    worksheet: str = ""
    worksheets: tuple[str, ...] = ()
    preset: str = ""
    header_row: int = 1
    headers: tuple[HeaderPreview, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
    rows_about: int = 0

    @property
    def mapping(self) -> dict[str, str]:
        """Header to column name or "": what the mapping screen starts from and hands to `opened`."""
        return {each.header: each.column for each in self.headers}


class Broken(NamedTuple):
    """A record that cannot be used: why, and what of it there is."""

    reason: str
    cells: Sequence[str] = ()


Record = list[str] | Broken


@dataclass(frozen=True, slots=True)
class Table:
    """A file as headers and records, before anything is known about what they mean.

    Records come in batches, in order. `first` is the number of the first record. `titles` are the headers as they
    stand in the file.
    """

    kind: str
    headers: tuple[str, ...]
    batches: Iterator[list[Record]]
    first: int = 2
    encoding: str = ""
    delimiter: str = ""
    worksheet: str = ""
    worksheets: tuple[str, ...] = ()
    rows_about: int = 0
    titles: tuple[str, ...] = ()


def header_key(text: str) -> str:
    """A header as it is compared: its words in plain letters ("E-mail address" is e_mail_address)."""
    return "_".join(folding.words(text))


def without_first(batches: Iterator[list[Record]], count: int) -> Iterator[list[Record]]:
    """The batches without the first `count` records; never an empty one."""
    for batch in batches:
        kept = batch[count:] if count else batch
        count = max(0, count - len(batch))
        if kept:
            yield kept
