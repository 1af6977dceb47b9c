"""Importing customers and orders from files: looked at first, whole in the end, safe to repeat, no row is lost.

A row is recognised again by its key (an id of the system it comes from), a customer also by name with telephone or
e-mail. An empty cell says nothing: what is known stays. Columns without a meaning here become facts when the
guidelines declare one of that name, and are listed otherwise: nothing is lost in silence.

Everything is read, checked and compared before the database is locked, and waits in a spool; then it goes in, a large
file in stretches between which others write (`store.bulk`). Somebody who changes one of its cards in between is not
written over: the import is read again.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import large_works, reading_beside, refused_rows
from frontdesk.desk.imports.import_columns import CustomerColumns
from frontdesk.desk.imports.import_files import Kind, Told, look_at, stamp
from frontdesk.desk.imports.import_rows import CustomerRows, Rows
from frontdesk.desk.imports.imported import CardsChanged, Imported, Interrupted, Refused, nothing_taken_over
from frontdesk.desk.imports.order_columns import OrderColumns
from frontdesk.desk.imports.order_rows import OrderRows, customer_of
from frontdesk.desk.imports.reading_beside import Source, Taken
from frontdesk.desk.imports.remembering import answers, digest, remembered
from frontdesk.desk.imports.sheets import Ambiguous, Sheet, header_key
from frontdesk.desk.imports.taking_rows import RowsTaken
from frontdesk.desk.people.acting import must_be_here
from frontdesk.desk.privacy import privacy
from frontdesk.ground import garbage, language
from frontdesk.ground.errors import BadInput
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.store import bulk, columns, customers, imports, spool
from frontdesk.store.imports import CUSTOMERS, ORDERS, Import
from frontdesk.store.spool import Spool
from frontdesk.store.transaction import reading

__all__ = [
    "CUSTOMERS",
    "ORDERS",
    "CardsChanged",
    "Imported",
    "Interrupted",
    "Prepared",
    "Refused",
    "Told",
    "customer_of",
    "import_customers",
    "import_orders",
    "look_at",
    "nothing_taken_over",
    "prepared",
    "recalled",
]
ROWS_AT_ONCE = 2000
TRIES_MAX = 3

Progress = Callable[[str, int, int], None]
"""Is told what is being done ("read" or "write"), how many rows are done, and of about how many (0: not known)."""


def no_progress(_what: str, _done: int, _total: int) -> None:
    """For whoever does not watch."""


def import_customers(
    desk: Desk,
    path: Path,
    encoding: str | None = None,
    dry_run: bool = False,
    *,
    told: Told | None = None,
    progress: Progress = no_progress,
) -> Imported:
    """Take over the customers of a file; `dry_run` only says what would happen.

    `encoding` is for those who have nothing else to say in `told`. Raises BadInput for a file that is no table,
    Misconfigured without guidelines, StoreUnavailable; then nothing was taken over.
    """
    return _imported(desk, CUSTOMERS, path, told or Told(encoding), dry_run, progress)


def import_orders(
    desk: Desk,
    path: Path,
    encoding: str | None = None,
    dry_run: bool = False,
    *,
    told: Told | None = None,
    progress: Progress = no_progress,
) -> Imported:
    """Take over bookings, orders, memberships or tables of a file; as `import_customers`."""
    return _imported(desk, ORDERS, path, told or Told(encoding), dry_run, progress)


def _imported(desk: Desk, what: str, path: Path, told: Told, dry_run: bool, progress: Progress) -> Imported:
    for again in range(TRIES_MAX):
        with prepared(desk, what, path, told, progress) as ready:
            if dry_run:
                return ready.counted
            try:
                return ready.take_over(progress)
            except CardsChanged:
                if again + 1 == TRIES_MAX:
                    raise
    raise AssertionError("the last try returns or raises")


def recalled(desk: Desk, what: str, path: Path, told: Told) -> Told:
    """What is said about a file, with what was said about one with these headers the last time."""
    return remembered(desk, Kind(desk, what), Path(path), told)


@contextmanager
def prepared(
    desk: Desk, what: str, path: Path, told: Told | None = None, progress: Progress = no_progress
) -> Iterator[Prepared]:
    """A file read to its end, checked and compared with what is known, and nothing written yet.

    `what` is CUSTOMERS or ORDERS. What was read is kept until the block ends, and `take_over` writes it.
    """
    path = Path(path)
    if told is not None and told.bring_back:
        privacy.must_lead(desk)
    large_works.must_be_over(desk)
    told = remembered(desk, Kind(desk, what), path, told or Told())
    kind = Kind(desk, what, told)
    before = stamp(path)
    import_id = new_id()
    marks = bulk.marks(what, import_id, desk.now())
    with (
        spool.opened(desk.store, what, kind.rows.columns, marks, references_checked=what == CUSTOMERS) as kept,
        kind.opened(path, told) as sheet,
    ):
        kind.must_have(sheet, path, told)
        ready = Prepared(desk, what, path, told, kind.rows, kept, sheet, import_id)
        with ready.reading(kind) as taken:
            ready.read(taken, progress)
        ready.must_have_brought_back()
        if stamp(path) != before:
            raise BadInput(
                _("{path} changed while it was read.").format(path=path.name),
                _("Wait until the program that writes it is done, then import it again."),
            )
        yield ready


class Prepared:
    """An import that was read and checked. `counted` is what it would do, `questions` what the file leaves open.

    `mapping` is every header with the column it is taken for ("" for none); `samples` are the first names or labels
    as they would be written.
    """

    def __init__(
        self,
        desk: Desk,
        what: str,
        path: Path,
        told: Told,
        rows: Rows,
        kept: Spool,
        sheet: Sheet,
        import_id: str,
    ) -> None:
        self.what = what
        self._id = import_id
        self.path = path
        self.mapping = {
            name: said for name, said in sheet.mapping.items() if header_key(name) != refused_rows.REFUSED_KEY
        }
        self.questions: tuple[Ambiguous, ...] = sheet.ambiguous
        self._desk, self._told, self._rows, self._spool, self._sheet = desk, told, rows, kept, sheet
        self._first = self._is_first()
        self._taken = RowsTaken(desk, what, rows, kept, sheet, self._columns_of(rows))

    @property
    def samples(self) -> list[str]:
        """The first names or labels, as they would be written."""
        return self._taken.samples

    @property
    def counted(self) -> Imported:
        """What taking it over would do."""
        counts = self._taken.counts
        return Imported(
            counts["new"],
            counts["changed"],
            counts["same"],
            tuple(sorted(self._taken.refused, key=lambda refused: refused.row)),
            tuple(name for name in self._sheet.unknown if header_key(name) != refused_rows.REFUSED_KEY),
            counts["refused"],
            dict(self._sheet.left),
            {name: count for name, said in self.mapping.items() if (count := self._taken.stays.get(said, 0))},
            self.mapping,
        )

    @contextmanager
    def reading(self, kind: Kind) -> Iterator[Iterator[Taken]]:
        """The rows as they are read: those of a large file in a process beside this one."""
        later, by_columns = not self._first, self._taken.by_columns
        worth_it = self._first or "key" in self._sheet.known
        if worth_it and reading_beside.worth_it(self.path, self._sheet):
            arguments = kind.arguments(self._told)
            said = language.current()
            source = Source(self.what, self.path, arguments, kind.facts, kind.exponent, said, lines_later=later)
            with reading_beside.beside(source, self._sheet) as taken:
                yield taken or reading_beside.here(self._sheet, by_columns)
            return
        yield reading_beside.here(self._sheet, by_columns)

    def read(self, taken: Iterator[Taken], progress: Progress) -> None:
        """Take every row into the spool."""
        done = told = 0
        with garbage.not_looked_for():  # a stretch of rows is thousands of small values and no circles
            for each in taken:
                done += self._taken.take(each)
                if done >= told + ROWS_AT_ONCE:
                    told = done
                    progress("read", done, self._sheet.rows_about)
                    gc.collect(0)
            self._spool.put_in_order()
        progress("read", done, done)
        if self.counted.rows != done:
            raise AssertionError("every row is new, changed, the same or refused")

    def _columns_of(self, rows: Rows) -> CustomerColumns | OrderColumns | None:
        if isinstance(rows, CustomerRows):
            return CustomerColumns(rows, lines_later=not self._first)
        return OrderColumns(rows) if isinstance(rows, OrderRows) else None

    def _is_first(self) -> bool:
        with reading(self._desk.store) as connection:
            return not customers.any_there(connection)

    def must_have_brought_back(self) -> None:
        """Raise BadInput when a row was to be brought back that is nobody's who was erased."""
        brought = self._rows.forgotten.brought_back if isinstance(self._rows, CustomerRows) else set[int]()
        for number in sorted(self._told.bring_back - brought):
            raise BadInput(
                _("Row {row} is nobody who was erased.").format(row=number),
                _("Look again which rows are refused, and why; a file that was changed may have other rows."),
            )

    def take_over(self, progress: Progress = no_progress) -> Imported:
        """Write everything, then the refused rows into a file beside the source.

        A large import goes in stretches, between which others write, and is seen by nobody until its cards come; what
        is there when it fails is taken back. Raises StoreUnavailable when somebody changed one of the cards meanwhile
        (then it is to be read again) or the database cannot be written, and Interrupted; nothing was taken over then,
        or the sentence says that all was.
        """
        counted, done = self.counted, self._import()
        if not counted.new and not counted.changed:  # nothing to take back later either
            return replace(counted, refused_file=self.write_refused())
        written, total, weight = 0, counted.new + counted.changed, self._spool.weight

        def tick(rows: int) -> None:
            nonlocal written
            written += rows
            progress("write", min(total, total * written // weight), total)

        try:
            tick(0)
            if bulk.is_whole(self._spool):
                self._write(done, tick)
            else:
                with large_works.alone(self._desk):
                    self._write_in_stretches(done, tick)
        except bulk.Overtaken as error:
            raise CardsChanged(
                _("Somebody changed a card of this file just now; nothing was taken over."),
                _("Run the same command again."),
                retryable=True,
            ) from error
        except KeyboardInterrupt as error:
            raise self._interrupted(done) from error
        return replace(counted, refused_file=self.write_refused(), import_id=done.id)

    def _write(self, done: Import, tick: Callable[[int], None]) -> None:
        with self._spool.stretches(tick) as stretches:
            bulk.write(stretches, self._spool, done, partial(must_be_here, desk=self._desk, unnamed=True))

    def _write_in_stretches(self, done: Import, tick: Callable[[int], None]) -> None:
        """Write it; what is there of it when that fails is taken back."""
        try:
            self._write(done, tick)
        except BaseException as error:
            try:
                large_works.clean(self._desk)
            except Exception as second:
                raise large_works.still_there(self.path.name) from second
            with reading(self._desk.store) as connection:
                staying = imports.brought(connection, done.id, self.what)
            if staying:
                raise large_works.stayed(staying) from error
            raise

    def _import(self) -> Import:
        desk, counts = self._desk, self._taken.counts
        return Import(
            id=self._id,
            what=self.what,
            file_name=self.path.name[:240],
            headers_digest=digest(tuple(header for header in self._sheet.headers if header)),
            mapping=self.mapping,
            said={header: column or "" for header, column in self._told.mapping.items()},
            told=answers(self._told),
            taken_at=desk.now(),
            taken_by=desk.person.id or None,
            new=counts["new"],
            changed=counts["changed"],
            same=counts["same"],
            refused=counts["refused"],
        )

    def _interrupted(self, done: Import) -> Interrupted:
        """What came of an import that was interrupted while it was written: all of it or nothing."""
        with reading(self._desk.store) as connection:
            found = imports.by_id(connection, done.id)
        if found is None or found.undone_at is not None:
            return nothing_taken_over()
        return Interrupted(
            _("Interrupted when everything was taken over already."), _("What is not wanted is taken back with --undo.")
        )

    def write_refused(self) -> Path | None:
        """The refused rows in a file beside the source; None when there are none, or it cannot be written."""
        if not self._taken.counts["refused"]:
            return None
        rows = ((number, why, columns.unpacked_list(cells)) for number, why, cells in self._spool.rows("refused"))
        try:
            return refused_rows.write(self.path, self._sheet.headers, self._sheet.delimiter, rows)
        except OSError:
            return None  # its caller says so; the reasons were told
