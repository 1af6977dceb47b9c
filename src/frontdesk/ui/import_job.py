"""A file between the first look and the moment it is taken over: read in threads, watched and stopped by a screen."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from frontdesk.desk.imports import import_files, importing, remembering
from frontdesk.desk.imports.importing import CUSTOMERS, ORDERS, Imported, Prepared, Told
from frontdesk.desk.imports.sheets import FilePreview
from frontdesk.desk.imports.sheets.model import VCARDS

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

NAMES = frozenset({"name", "given", "family"})
OF_PEOPLE = NAMES | {"key", "phone", "email"}
OF_ANY_ORDER = frozenset({"key", "customer", "customer_name", "customer_phone", "customer_email"})
CLEARLY = 2
"""So many columns that only orders have make it clear that a file holds orders."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is taken for. `what` is "" when it may be customers or orders; `told` has what is remembered.

    `remembered` says that somebody said what these headers mean when a file with them was imported before.
    """

    what: str
    told: Told
    preview: FilePreview
    remembered: bool = False


def look(desk: Desk, path: Path, what: str, told: Told) -> Look:
    """Look at a file; without `what` it is worked out, where that is clear. Raises BadInput, StoreUnavailable."""
    if what:
        return _look(desk, path, what, told)
    people = _look(desk, path, CUSTOMERS, told)
    if people.preview.kind == VCARDS:
        return people
    orders = _look(desk, path, ORDERS, told)
    if people.remembered != orders.remembered:
        return people if people.remembered else orders
    only_people, only_orders = _columns(people) - OF_PEOPLE, _columns(orders) - OF_ANY_ORDER
    if NAMES & _columns(people) and not only_orders:
        return people
    if len(only_orders) >= CLEARLY and not only_people:
        return orders
    return replace(people, what="")


def _look(desk: Desk, path: Path, what: str, told: Told) -> Look:
    kept = remembering.remembered(desk, import_files.Kind(desk, what), path, told)
    return Look(what, kept, importing.look_at(desk, what, path, kept), kept != replace(told, recalled=True))


def _columns(found: Look) -> set[str]:
    return {each.column for each in found.preview.headers if each.column}


class Job:
    """One reading of a file. `read` and `take_over` are called in threads; the rest from the screen.

    `doing` ("read" or "write"), `done` and `total` rows (0: not known) and `rate` (rows a second) may be read at any
    time.
    """

    def __init__(self, desk: Desk, path: Path, what: str, told: Told) -> None:
        self._desk, self._path, self._what, self._told = desk, path, what, told
        self._stack = ExitStack()
        self._lock = threading.Lock()
        self._busy = False
        self._stopped = False
        self._began = monotonic()
        self.doing, self.done, self.total = "read", 0, 0
        self.ready: Prepared | None = None

    @property
    def rate(self) -> int:
        """Rows a second since it began to read or to write."""
        return int(self.done / max(monotonic() - self._began, 0.001))

    @property
    def stopped(self) -> bool:
        """Whether somebody stopped it."""
        return self._stopped

    @property
    def busy(self) -> bool:
        """Whether it reads or writes now."""
        return self._busy

    def read(self) -> Prepared:
        """Read, check and compare every row; nothing is written. Raises what `importing.prepared` raises."""
        self._begin("read")
        try:
            ready = self._stack.enter_context(
                importing.prepared(self._desk, self._what, self._path, self._told, self._progress)
            )
            self.ready = ready
            return ready
        finally:
            self._end()

    def take_over(self) -> Imported:
        """Write what was read, whole or not at all. Raises what `Prepared.take_over` raises, and Interrupted."""
        if self.ready is None:
            raise AssertionError("a file is read before it is taken over")
        self._begin("write")
        try:
            return self.ready.take_over(self._progress)
        finally:
            self._end()

    def stop(self) -> None:
        """Stop it whole: nothing is taken over, unless everything was already."""
        self._stopped = True
        with self._lock:
            if self._busy:
                return  # whoever works on it closes it
        self._stack.close()

    def _begin(self, doing: str) -> None:
        with self._lock:
            self._busy = True
        self.doing, self.done, self.total, self._began = doing, 0, 0, monotonic()
        self._progress(doing, 0, 0)

    def _end(self) -> None:
        with self._lock:
            self._busy = False
        if self._stopped:
            self._stack.close()

    def _progress(self, doing: str, done: int, total: int) -> None:
        if self._stopped:
            raise importing.nothing_taken_over()
        self.doing, self.done, self.total = doing, done, total


def meanings_of(desk: Desk, what: str) -> tuple[str, ...]:
    """The columns that a header may mean, in the order in which they are offered."""
    kind = import_files.Kind(desk, what)
    found: dict[str, None] = {}
    for column in dict.fromkeys(kind.meanings.values()):
        found[column] = None
        if column == "nights":
            found["nights+"] = None
        if column in ("starts_on", "ends_on", "since", "due_on"):
            found |= dict.fromkeys(f"{column}.{part}" for part in ("year", "month", "day"))
    return tuple(found)
