"""Rows that were read, taken into the spool: each is new, changed, the same or refused.

A stretch of rows goes by columns where it can; what is unusual in it goes row by row, and gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from frontdesk.desk.desk import Desk
from frontdesk.desk.imports.cells import BadCell
from frontdesk.desk.imports.import_columns import CustomerColumns
from frontdesk.desk.imports.import_rows import Read, Rows
from frontdesk.desk.imports.imported import Refused
from frontdesk.desk.imports.order_columns import OrderColumns
from frontdesk.desk.imports.reading_beside import Taken
from frontdesk.desk.imports.sheets import Row, Sheet
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.store import changes, columns
from frontdesk.store.imports import CUSTOMERS
from frontdesk.store.spool import Spool
from frontdesk.store.transaction import reading

REFUSED_KEPT = 1000
SAMPLES_MAX = 5


class RowsTaken:
    """What became of the rows: `counts` of each sort, the first that were refused, and what the first are called.

    `stays` is by column how many cells were empty where something is known (`Settled.stays`).

    `by_columns` reads columns of such rows; without it each row goes by itself.
    """

    def __init__(
        self,
        desk: Desk,
        what: str,
        rows: Rows,
        kept: Spool,
        sheet: Sheet,
        by_columns: CustomerColumns | OrderColumns | None,
    ) -> None:
        self.counts = {"new": 0, "changed": 0, "same": 0, "refused": 0}
        self.stays: dict[str, int] = {}
        self.refused: list[Refused] = []
        self.samples: list[str] = []
        self.by_columns = by_columns
        self._desk, self._rows, self._spool, self._sheet = desk, rows, kept, sheet
        self._name_at = rows.columns.index("name" if what == CUSTOMERS else "label")

    def take(self, taken: Taken) -> int:
        """Take neighbouring rows; how many they are."""
        return self._take_whole(taken) or self._take(list(taken.stretch().rows()))

    def _take_whole(self, taken: Taken) -> int:
        """Take rows column by column, where most are new or the same; how many. 0: nothing was done, they go one by
        one."""
        read, kept = taken.people, self._spool
        if read is None or self.by_columns is None:
            return 0
        with reading(self._desk.store) as connection:
            found = self.by_columns.sort_out(connection, read)
        if found is None:
            return 0
        new, looked_at = found.new, range(len(read.numbers)) if found.looked_at is None else found.looked_at
        again = kept.first_of_each(
            [read.identities[at] for at in looked_at],
            [read.numbers[at] for at in looked_at],
            read.keys if found.looked_at is None else (),
        )
        if again:
            first_of = {read.numbers[looked_at[at]]: first for at, first in again.items()}
            self._refuse_again(first_of, taken)
            new_again = [at for at, number in enumerate(new.numbers) if number in first_of]
            self.counts["same"] -= len(first_of) - len(new_again)
            new = new.without(new_again)
        if new.numbers:
            kept.new.keep(([kept.ids.of(number) for number in new.numbers], *new.cards))
            kept.terms.add(new.lines, len(new.numbers))
        self.counts["new"] += len(new.numbers)
        self.counts["same"] += found.same
        self._say_stays(found.stays)
        self.samples += new.names[: max(0, SAMPLES_MAX - len(self.samples))]
        if found.others:
            stretch = taken.stretch()
            pairs = zip(stretch.numbers, stretch.raw, strict=True)
            some = [self._sheet.again(number, [raw]).rows() for number, raw in pairs if number in found.others]
            self._take(list(chain.from_iterable(some)))
        return len(read.numbers)

    def _refuse_again(self, first_of: Mapping[int, int], taken: Taken) -> None:
        """Refuse rows that came before; by the number of each, that of the first."""
        stretch = taken.stretch()
        self._refuse(
            [
                (Row(number, {}, "", record), _same_as(first_of[number]))
                for number, record in zip(stretch.numbers, stretch.raw, strict=True)
                if number in first_of and isinstance(record, list)
            ],
            set(),
        )

    def _take(self, chunk: list[Row]) -> int:
        refused: list[tuple[Row, str]] = []
        reads: list[Read] = []
        for row in chunk:
            if row.broken:
                refused.append((row, row.broken))
                continue
            try:
                reads.append(self._rows.read(row))
            except BadCell as wrong:
                refused.append((row, str(wrong)))
        with reading(self._desk.store) as connection:
            self._rows.match(connection, reads)
        for read in reads:
            if (
                not read.refused
                and (first := self._spool.first_of(read.identity, read.row.number, read.key)) is not None
            ):
                read.refused = _same_as(first)
        self._settle([read for read in reads if not read.refused])
        refused += [(read.row, read.refused) for read in reads if read.refused]
        erased = {read.row.number for read in reads if read.erased}
        self._refuse(sorted(refused, key=lambda each: each[0].number), erased)
        return len(chunk)

    def _settle(self, reads: list[Read]) -> None:
        settled, keep = self._rows.settle(reads, self._spool.ids.of), self._spool.keep
        if settled.new:
            self._spool.new.keep(list(zip(*settled.new, strict=True)))
        keep("changed", settled.changed)
        keep("changes", (_change(*each) for each in settled.changes))
        new = {row[0] for row in settled.new}
        found = [each for each in settled.terms if each[0] in new]
        self._spool.terms.add_each([who for who, _terms in found], [terms for _who, terms in found])
        keep("terms_of_known", ((who, term) for who, terms in settled.terms if who not in new for term in terms))
        keep("stale_terms", settled.stale_terms)
        keep("likes", settled.likes)
        keep("notes", settled.notes)
        keep("groups", settled.groups)
        self.counts["new"] += len(settled.new)
        self.counts["changed"] += settled.changed_count
        self.counts["same"] += settled.same
        self._say_stays(settled.stays)
        for row in settled.new[: max(0, SAMPLES_MAX - len(self.samples))]:
            self.samples.append(str(row[self._name_at]))

    def _say_stays(self, stays: Mapping[str, int]) -> None:
        for column, count in stays.items():
            self.stays[column] = self.stays.get(column, 0) + count

    def _refuse(self, refused: list[tuple[Row, str]], erased: set[int]) -> None:
        self.counts["refused"] += len(refused)
        for row, why in refused[: max(0, REFUSED_KEPT - len(self.refused))]:
            self.refused.append(Refused(row.number, why, row.number in erased))
        self._spool.keep("refused", ((row.number, why, columns.packed(list(row.raw))) for row, why in refused))


def _same_as(first: int) -> str:
    return _("It is the same as row {row}.").format(row=first)


def _change(thing_id: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, str, str, str]:
    before, after = changes.difference(was, now)
    return new_id(), thing_id, columns.packed(before), columns.packed(after)
