"""What the customers of an import are found by, kept so that it goes in by the order of the index.

The index of terms is two trees: by term, and by customer. Filling both at once makes one of them jump about, which is
most of the time a large import would take. So what a stretch of customers is found by is sorted in memory and kept as
a run, and all runs are merged when they go in: the first tree is filled from its beginning to its end. Where the second
may be filled by itself (`coming`), the lines are kept once more in the order of the customers.

A run is lines of text: the term, a tab, and the number of a new customer in eight hexadecimal digits (`ids.Counted`).
A million lines are sorted, joined and taken apart again by a few calls.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain, repeat

from frontdesk.store.driver import Connection
from frontdesk.store.stretches import ROWS_AT_ONCE

CUSTOMERS_IN_ORDER = 100_000  # so many have their terms sorted together, in some 80 MB of memory
LINES_AT_ONCE = 4_000  # of each run in memory while they are merged
OF, NEXT = "\t", "\n"  # no term has them: every text is a clean line
_DIGITS = 8


def end_of(number: int) -> str:
    """How the lines of the new customer of that number end."""
    return f"{number:0{_DIGITS}x}"


def without(lines: str, ends: Set[str]) -> str:
    """The lines that do not end so."""
    return NEXT.join([line for line in lines.split(NEXT) if line[-_DIGITS:] not in ends])


class KeptTerms:
    """Terms of new customers on their way to the index, in the attached database `kept`.

    `start` is what the ids of new customers begin with. `twice`: they are wanted in the order of the customers, too.
    """

    def __init__(self, connection: Connection, start: str, *, twice: bool) -> None:
        self._connection = connection
        self._start = start
        self._twice = twice
        self._run: list[str] = []
        self._customers = 0
        self._runs: list[tuple[int, int]] = []
        self.count = 0
        connection.execute("CREATE TABLE kept.runs (number INTEGER PRIMARY KEY, lines)")
        connection.execute("CREATE TABLE kept.read (number INTEGER PRIMARY KEY, lines)")

    def add(self, lines: str, customers: int) -> None:
        """Keep the lines of so many new customers, in the order of their numbers, and for each in that of the terms."""
        if not lines:
            return
        if self._twice:
            self._connection.execute("INSERT INTO kept.read (lines) VALUES (?)", (lines,))
        several = lines.split(NEXT)
        self.count += len(several)
        self._run += several
        self._customers += customers
        if self._customers >= CUSTOMERS_IN_ORDER:
            self.end_run()

    def add_each(self, customers: Sequence[str], found: Sequence[Iterable[str]]) -> None:
        """Keep what each of these new customers is found by, each term once; they come in the order of their ids."""
        in_order = list(map(sorted, found))
        terms = list(chain.from_iterable(in_order))
        if not terms:
            return
        whose = chain.from_iterable(map(repeat, (who[-_DIGITS:] for who in customers), map(len, in_order)))
        self.add(NEXT.join(map(OF.join, zip(terms, whose, strict=True))), len(customers))

    def end_run(self) -> None:
        """Sort what was kept since the last run."""
        run, self._run, self._customers = self._run, [], 0
        if not run:
            return
        run.sort()
        first = last = self._runs[-1][1] if self._runs else 0
        for start in range(0, len(run), LINES_AT_ONCE):
            last += 1
            block = NEXT.join(run[start : start + LINES_AT_ONCE])
            self._connection.execute("INSERT INTO kept.runs VALUES (?, ?)", (last, block))
        self._runs.append((first, last))

    def by_term(self) -> Iterator[list[str]]:
        """Term, id, term, id … in the order of the terms, some thousand at a time."""
        self.end_run()
        for lines in merged([self._blocks("runs", *run) for run in self._runs]):
            for start in range(0, len(lines), ROWS_AT_ONCE):
                yield self._pairs(lines[start : start + ROWS_AT_ONCE])

    def by_run(self) -> Iterator[list[str]]:
        """The same run after run: beside others the tree by customers is then filled part by part, too."""
        self.end_run()
        for run in self._runs:
            for lines in self._blocks("runs", *run):
                for start in range(0, len(lines), ROWS_AT_ONCE):
                    yield self._pairs(lines[start : start + ROWS_AT_ONCE])

    def by_customer(self) -> Iterator[list[str]]:
        """The same in the order of the customers; only where they are kept `twice`."""
        row = self._connection.execute("SELECT max(number) FROM kept.read").fetchone()
        for lines in self._blocks("read", 0, int(row[0] or 0) if row else 0):
            for start in range(0, len(lines), ROWS_AT_ONCE):
                yield self._pairs(lines[start : start + ROWS_AT_ONCE])

    def _blocks(self, table: str, first: int, last: int) -> Iterator[list[str]]:
        for number in range(first + 1, last + 1):
            row = self._connection.execute(f"SELECT lines FROM kept.{table} WHERE number = ?", (number,)).fetchone()
            yield [] if row is None else str(row[0]).split(NEXT)

    def _pairs(self, lines: Sequence[str]) -> list[str]:
        return NEXT.join(lines).replace(OF, NEXT + self._start).split(NEXT)


def merged(runs: Iterable[Iterator[list[str]]]) -> Iterator[list[str]]:
    """The lines of all runs in order, some thousand at a time; each run comes in blocks, sorted and not empty."""
    held: list[tuple[list[str], Iterator[list[str]]]] = [(block, run) for run in runs if (block := next(run, []))]
    while held:
        # What is not above the least of the last lines can be followed by nothing below it.
        most = min(lines[-1] for lines, _run in held)
        ready: list[str] = []
        for place, (lines, run) in enumerate(held):
            until = bisect_right(lines, most)
            ready += lines[:until]
            held[place] = (lines[until:] or next(run, []), run)
        if len(held) > 1:
            ready.sort()
        held = [each for each in held if each[0]]
        yield ready
