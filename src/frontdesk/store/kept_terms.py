"""What the customers of an import are found by, kept in the order in which it goes in.

The index of terms is two trees: by term, and by customer. Filling both at once makes one of them jump about, which is
most of the time a large import would take. So it is made here in two ways. Into an index that holds something, terms
go a stretch of customers at a time, each in the order of the terms: the first tree is gone through from its beginning
to its end, the second grows at its end. For an index that is empty, both trees are made beforehand, each in its own
order (the first by merging the stretches), as a table of the same form; SQLite then takes it over without looking at
its rows one by one, and nobody waits for more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, repeat

from frontdesk.store import driver
from frontdesk.store.driver import Connection

CUSTOMERS_IN_ORDER = 100_000  # so many have their terms sorted together, in some 80 MB of memory
_KEPT_AT_ONCE = 9_000  # terms
MERGED_AT_ONCE = 32  # stretches
_WHOLE = "customer_terms"
_INDEX = "ix_customer_terms_customer"
_FORM = "(term, customer_id, PRIMARY KEY (term, customer_id)) WITHOUT ROWID"

Keep = Callable[[str, Sequence[Sequence[str]]], None]


class KeptTerms:
    """Terms on their way to the index, in the attached database `kept`. `keep` puts columns into one of its tables."""

    def __init__(self, connection: Connection, keep: Keep) -> None:
        self._connection = connection
        self._keep = keep
        self._terms: list[str] = []
        self._whose: list[str] = []
        self._customers = 0
        self._stretches: list[str] = []
        self._made = False
        self._empty = _is_empty(connection)
        if self._empty:
            connection.execute(
                "CREATE TABLE kept.by_customer (customer_id, term, PRIMARY KEY (customer_id, term)) WITHOUT ROWID"
            )

    def add(self, customers: Sequence[str], found: Sequence[Iterable[str]]) -> None:
        """Keep what each of these customers is found by, each term once. New ones come in the order of their ids."""
        in_order = list(map(sorted, found))
        terms = list(chain.from_iterable(in_order))
        if not terms:
            return
        whose = list(chain.from_iterable(map(repeat, customers, map(len, in_order))))
        if self._customers + len(customers) > CUSTOMERS_IN_ORDER:
            self._end_stretch()
        if self._empty:
            self._keep("by_customer", (whose, terms))
        self._terms += terms
        self._whose += whose
        self._customers += len(customers)

    def put_in_order(self) -> None:
        """Sort and merge what was kept; done before anybody waits."""
        if not self._empty:
            self._end_stretch()
            return
        if not self._stretches and not self._terms:
            return
        forms: dict[str, str] = dict(
            self._connection.execute(
                "SELECT name, sql FROM main.sqlite_master WHERE name IN ('customer_terms', ?)", (_INDEX,)
            ).fetchall()
        )
        self._connection.execute(forms[_WHOLE].replace("CREATE TABLE ", "CREATE TABLE kept.", 1))
        if self._stretches:
            self._end_stretch()
            self._merge_all()
        else:
            self._keep_in_order(_WHOLE)
            self._stretches = [_WHOLE]
        self._made = driver.adopt_index(self._connection, "kept", "by_customer", _WHOLE, _INDEX, forms[_INDEX])

    def write(self, connection: Connection, tick: Callable[[int], None]) -> None:
        """Put everything into the index, in the transaction in which it is called."""
        tick(0)  # whoever watches may stop it here, too
        if self._made and _is_empty(connection):
            connection.execute("INSERT OR ROLLBACK INTO customer_terms SELECT * FROM kept.customer_terms")
            return
        for stretch in self._stretches:
            connection.execute(
                "INSERT OR ROLLBACK INTO customer_terms (term, customer_id)"
                f" SELECT term, customer_id FROM kept.{stretch} ORDER BY term, customer_id"
            )
            tick(0)

    def _end_stretch(self) -> None:
        if not self._terms:
            return
        stretch = f"terms_{len(self._stretches)}"
        self._connection.execute(f"CREATE TABLE kept.{stretch} {_FORM}")
        self._keep_in_order(stretch)
        self._stretches.append(stretch)

    def _keep_in_order(self, table: str) -> None:
        terms, whose = self._terms, self._whose  # of one term the customers come in the order of their ids already
        places = sorted(range(len(terms)), key=terms.__getitem__)
        for start in range(0, len(places), _KEPT_AT_ONCE):
            some = places[start : start + _KEPT_AT_ONCE]
            self._keep(table, (list(map(terms.__getitem__, some)), list(map(whose.__getitem__, some))))
        self._terms, self._whose, self._customers = [], [], 0

    def _merge_all(self) -> None:
        while len(self._stretches) > MERGED_AT_ONCE:
            some, self._stretches = self._stretches[:MERGED_AT_ONCE], self._stretches[MERGED_AT_ONCE:]
            merged = f"{some[0]}_merged"
            self._connection.execute(f"CREATE TABLE kept.{merged} {_FORM}")
            self._merge(some, merged)
            for stretch in some:
                self._connection.execute(f"DROP TABLE kept.{stretch}")
            self._stretches.append(merged)
        self._merge(self._stretches, _WHOLE)

    def _merge(self, stretches: Sequence[str], into: str) -> None:
        every = " UNION ALL ".join(f"SELECT term, customer_id FROM kept.{stretch}" for stretch in stretches)
        self._connection.execute(f"INSERT INTO kept.{into} (term, customer_id) {every} ORDER BY term, customer_id")


def _is_empty(connection: Connection) -> bool:
    return connection.execute("SELECT 1 FROM main.customer_terms LIMIT 1").fetchone() is None
