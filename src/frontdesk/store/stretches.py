"""Writing a great deal in stretches: whoever writes at another desk waits for one of them, and never for all.

What goes in is made ready before the lock is taken, in small batches. As many go into one stretch as there is time
for; then everybody else has their turn. Between two stretches the journal is taken over, so that it stays small.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Self, TypeVar

from frontdesk.store import driver, transaction
from frontdesk.store.connections import Store
from frontdesk.store.driver import Connection

SECONDS = 0.25
"""So long a stretch goes on taking batches; its commit comes on top."""
ROWS_AT_ONCE = 1800  # of a batch: a few statements
AHEAD_MAX = 32
"""So many batches are ready at most, and go into one stretch at most, however quick the machine is."""

Batch = TypeVar("Batch")


def nobody(_rows: int) -> None:
    """For whoever does not count."""


class Stretches:
    """Write transactions one after the other, on a connection that its caller has for itself (`Store.own`); a block.

    `told` hears after each of `write` how many rows it wrote, while nothing is locked; what it raises ends the work.
    """

    def __init__(self, store: Store, connection: Connection, told: Callable[[int], None] = nobody) -> None:
        self.connection = connection
        self._store = store
        self._told = told

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_what: object) -> None:
        """Leave nothing in the journal of what was written, as far as nobody reads it just now."""
        driver.take_over_journal(self.connection)

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """One write, whole or not at all; as `transaction.writing_on`. Nobody is told of it: it may be the last."""
        with transaction.writing_on(self._store, self.connection) as connection:
            yield connection
        driver.take_over_journal(self.connection, rest=True)

    def write(self, batches: Iterable[Batch], put: Callable[[Connection, Batch], int]) -> None:
        """Write batches, each by `put`, which says how many rows it wrote."""
        coming, ready, ahead = iter(batches), deque[Batch](), 1
        while True:
            while len(ready) < ahead and (batch := next(coming, None)) is not None:
                ready.append(batch)
            if not ready:
                return
            rows = put_in = 0
            with transaction.writing_on(self._store, self.connection) as connection:
                begun = monotonic()
                while ready and (not put_in or monotonic() - begun < SECONDS):
                    rows += put(connection, ready.popleft())
                    put_in += 1
            took = monotonic() - begun
            if took > SECONDS:
                ahead = max(1, int(put_in * SECONDS / took))
            elif took < SECONDS / 2:
                ahead = min(AHEAD_MAX, put_in * 2)
            driver.take_over_journal(self.connection, rest=True)
            self._told(rows)


def ranges(last: int, rows: int = ROWS_AT_ONCE) -> Iterator[tuple[int, int]]:
    """The numbers from 1 to `last` in batches: behind the first of each, up to the second."""
    return ((first, min(first + rows, last)) for first in range(0, last, rows))
