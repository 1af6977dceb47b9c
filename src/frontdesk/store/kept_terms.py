"""What the customers of an import are found by, kept in the order in which it goes in.

The index of terms is two trees: by term, and by customer. Filling both at once makes one of them jump about, which is
most of the time a large import would take. So what a stretch of customers is found by is sorted in memory and kept as
a run, and at the end all runs are merged: the first tree is filled from its beginning to its end. For an index that is
empty, both trees are made beforehand, as a table of the same form; SQLite then takes it over without looking at its
rows one by one, and nobody waits for more than that.

A run is lines of text: the term, a tab, and the number of a new customer in eight hexadecimal digits (`ids.Counted`)
or the id of one who is known. A million lines are sorted, joined and taken apart again by a few calls.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import chain, repeat

from frontdesk.store import driver
from frontdesk.store.driver import Connection

CUSTOMERS_IN_ORDER = 100_000  # so many have their terms sorted together, in some 80 MB of memory
LINES_AT_ONCE = 4_000  # of each run in memory while they are merged
OF, NEXT = "\t", "\n"  # no term has them: every text is a clean line
_DIGITS = 8
_WHOLE = "customer_terms"
_INDEX = "ix_customer_terms_customer"
_PAIR = ("term", "customer_id")

Keep = Callable[[str, Sequence[str], Sequence[str], Sequence[str]], None]


def end_of(number: int) -> str:
    """How the lines of the new customer of that number end."""
    return f"{number:0{_DIGITS}x}"


def without(lines: str, ends: Set[str]) -> str:
    """The lines that do not end so."""
    return NEXT.join([line for line in lines.split(NEXT) if line[-_DIGITS:] not in ends])


class KeptTerms:
    """Terms on their way to the index, in the attached database `kept`.

    `keep` puts rows into one of its tables (as `kept_rows.Keep`). `start` is what the ids of new customers begin with.
    """

    def __init__(self, connection: Connection, keep: Keep, start: str) -> None:
        self._connection = connection
        self._keep = keep
        self._start = start
        self._run: list[str] = []
        self._customers = 0
        self._runs: list[tuple[int, int]] = []
        self._known = False
        self._made = False
        self._empty = _is_empty(connection)
        connection.execute("CREATE TABLE kept.runs (number INTEGER PRIMARY KEY, lines)")
        if self._empty:
            connection.execute(
                "CREATE TABLE kept.by_customer (customer_id, term, PRIMARY KEY (customer_id, term)) WITHOUT ROWID"
            )

    def add(self, lines: str, customers: int) -> None:
        """Keep the lines of so many new customers, in the order of their numbers, and for each in that of the terms."""
        if not lines:
            return
        if self._empty:
            self._keep("by_customer", _PAIR, (), self._pairs(lines))
        self._run += lines.split(NEXT)
        self._customers += customers
        if self._customers >= CUSTOMERS_IN_ORDER:
            self._end_run()

    def add_each(self, customers: Sequence[str], found: Sequence[Iterable[str]]) -> None:
        """Keep what each of these customers is found by, each term once. New ones come in the order of their ids."""
        in_order = list(map(sorted, found))
        terms = list(chain.from_iterable(in_order))
        if not terms:
            return
        new = self._start
        ends = [who[-_DIGITS:] if who.startswith(new) else who for who in customers]
        self._known = self._known or max(map(len, ends)) > _DIGITS
        whose = chain.from_iterable(map(repeat, ends, map(len, in_order)))
        lines = list(map(OF.join, zip(terms, whose, strict=True)))
        self.add(NEXT.join(lines), len(customers))

    def put_in_order(self) -> None:
        """Merge what was kept; done before anybody waits."""
        self._end_run()
        if not self._runs:
            return
        forms: dict[str, str] = dict(
            self._connection.execute(
                "SELECT name, sql FROM main.sqlite_master WHERE name IN ('customer_terms', ?)", (_INDEX,)
            ).fetchall()
        )
        self._connection.execute(forms[_WHOLE].replace("CREATE TABLE ", "CREATE TABLE kept.", 1))
        for lines in merged([self._blocks(*run) for run in self._runs]):
            self._keep(_WHOLE, _PAIR, (), self._pairs(NEXT.join(lines)))
        if self._empty:
            self._made = driver.adopt_index(self._connection, "kept", "by_customer", _WHOLE, _INDEX, forms[_INDEX])

    def write(self, connection: Connection, tick: Callable[[int], None]) -> None:
        """Put everything into the index, in the transaction in which it is called."""
        tick(0)  # whoever watches may stop it here, too
        if not self._runs:
            return
        if self._made and _is_empty(connection):
            connection.execute("INSERT OR ROLLBACK INTO customer_terms SELECT * FROM kept.customer_terms")
            return
        connection.execute(
            "INSERT OR ROLLBACK INTO customer_terms (term, customer_id)"
            " SELECT term, customer_id FROM kept.customer_terms ORDER BY term, customer_id"
        )

    def _end_run(self) -> None:
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

    def _blocks(self, first: int, last: int) -> Iterator[list[str]]:
        for number in range(first + 1, last + 1):
            row = self._connection.execute("SELECT lines FROM kept.runs WHERE number = ?", (number,)).fetchone()
            yield [] if row is None else str(row[0]).split(NEXT)

    def _pairs(self, lines: str) -> list[str]:
        """Term, id, term, id …"""
        if not self._known:
            return lines.replace(OF, NEXT + self._start).split(NEXT)
        pairs = lines.replace(OF, NEXT).split(NEXT)
        pairs[1::2] = [who if len(who) > _DIGITS else self._start + who for who in pairs[1::2]]
        return pairs


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


def _is_empty(connection: Connection) -> bool:
    return connection.execute("SELECT 1 FROM main.customer_terms LIMIT 1").fetchone() is None
