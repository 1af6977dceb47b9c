"""Orders of many rows at once, column by column: what `order_rows` does one by one, where nothing is unusual.

As `import_columns` does it for customers, and by the same rules as rows: each cell is read by what reads it there. A
stretch with anything else in it (a cell that would be refused, nights, what was promised in the sale, an order that is
known, somebody who is named otherwise than by a number) is read row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from frontdesk.desk.imports.cells import BadCell
from frontdesk.desk.imports.import_columns import PackedFacts, People, SortedOut
from frontdesk.desk.imports.import_rows import FACT
from frontdesk.desk.imports.order_rows import OrderRows
from frontdesk.desk.imports.sheets.worked_out import Remembered
from frontdesk.ground.text import SHORT_LENGTH_MAX
from frontdesk.store import one_person, orders
from frontdesk.store.driver import Connection

# What a new order holds of what no file says, by the columns of a file.
_EMPTY: Mapping[str, Any] = {
    **{"label": "", "place": "", "state": orders.OPEN, "starts_on": None, "ends_on": None},
    **{"total": None, "paid": None, "due_on": None},
}
_DATES = frozenset({"starts_on", "ends_on", "due_on"})
_READ = frozenset({"key", "customer", *_EMPTY})


@dataclass(slots=True)
class Orders(People):
    """New orders, as `People`. Until they are `new`, their cards name whose they are by the customer's number."""

    @property
    def names(self) -> Sequence[str]:
        """How they are called."""
        return self.cards[2]


class OrderColumns:
    """Reads columns of orders by the same rules as `rows` reads one."""

    def __init__(self, rows: OrderRows) -> None:
        self._read: dict[str, Remembered[str, Any]] = {
            name: Remembered(_held(name, rows.cell(name), empty)) for name, empty in _EMPTY.items()
        }
        self._trouble = Remembered(rows.trouble)
        self._facts = PackedFacts(rows.fact)

    def read(self, first: int, said: Mapping[str, Sequence[str]]) -> Orders | None:
        """The orders that these columns are, from that row on; None when the rows are to be read one by one."""
        facts = tuple(sorted(name for name in said if name.startswith(FACT)))
        if any(name not in _READ and name not in facts and any(column) for name, column in said.items()):
            return None
        keys = said.get("key", ())
        if not all(keys) or max(map(len, keys), default=SHORT_LENGTH_MAX + 1) > SHORT_LENGTH_MAX:
            return None
        count = len(keys)
        try:
            read = {
                name: list(map(self._read[name].__getitem__, said[name])) if name in said else [empty] * count
                for name, empty in _EMPTY.items()
            }
            packed = self._facts.of(facts, said, count)
        except BadCell:
            return None
        days = zip(read["starts_on"], read["ends_on"], strict=True)
        if any(starts is not None and ends is not None and ends < starts for starts, ends in days):
            return None
        places = read["place"]
        labels = [label or place or key for label, place, key in zip(read["label"], places, keys, strict=True)]
        troubles = list(map(self._trouble.__getitem__, said["state"])) if "state" in said else [None] * count
        cards = [keys, said.get("customer") or [""] * count, labels, places, read["state"], read["starts_on"]]
        cards += [read["ends_on"], read["total"], read["paid"], packed, read["due_on"], troubles, [None] * count]
        return Orders(range(first, first + count), keys, [f"k{key}" for key in keys], cards, "")

    def sort_out(self, connection: Connection, people: People) -> SortedOut | None:
        """These orders with whose they are; None when one is known, or somebody is not known by the number."""
        if orders.any_of_keys(connection, people.keys):
            return None
        named = people.cards[1]
        whose: dict[str, str | None] = {"": None}
        whose |= one_person.of_keys(connection, [*set(filter(None, named))])
        try:
            ids = list(map(whose.__getitem__, named))
        except KeyError:
            return None
        return SortedOut(replace(people, cards=[people.cards[0], ids, *people.cards[2:]]))


def _held(name: str, cell: Callable[[str], Any], empty: Any) -> Callable[[str], Any]:
    """A cell as the store holds it; `empty` for an empty one."""
    if name in _DATES:
        return lambda text: cell(text).isoformat() if text else empty
    return lambda text: cell(text) if text else empty
