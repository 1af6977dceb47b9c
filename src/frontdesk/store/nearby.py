"""Who is nearer than all others: who is here, who waits for a promise, who spoke with us today.

Where a few letters fit thousands, these come first. They are a few hundred, so what they are found by is kept in
memory between two letters: their terms in order, and each letter costs two steps of a binary search.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.store import columns, orders, terms
from frontdesk.store.customers import NAME, PHONE_TAIL
from frontdesk.store.driver import Connection
from frontdesk.store.sought import Part

HERE_MAX = 800  # in a house with more people in it, who is here is asked per candidate only
WAITING_MAX = 300
SPOKE_MAX = 200


@dataclass(frozen=True, slots=True)
class Nearby:
    """Who is near on a business day. `here` and `due` are None where there are too many to know them all."""

    here: frozenset[str] | None
    due: dict[str, datetime] | None
    everybody: frozenset[str]
    found_by: tuple[tuple[str, str], ...]

    def fitting(self, parts: Sequence[Part]) -> dict[str, str]:
        """The term by which each of them fits every part as it is written."""
        fitting: dict[str, str] = {}
        for place, part in enumerate(parts):
            fits: dict[str, str] = {}
            for start in part.starts[:2]:
                first = bisect_left(self.found_by, (start,))
                last = bisect_left(self.found_by, (start + terms.END,))
                for term, customer_id in self.found_by[first:last]:
                    fits.setdefault(customer_id, term)
            fitting = fits if place == 0 else {each: term for each, term in fitting.items() if each in fits}
            if not fitting:
                break
        return fitting


def read(connection: Connection, day: date, before: Nearby | None = None) -> Nearby:
    """Who is near on the business day `day`, and by what they are found.

    What those are found by who were near `before` is taken from there: an hour ago it may have been another name.
    """
    here = orders.here(connection, day, HERE_MAX)
    waiting = connection.execute(
        "SELECT customer_id, due_at FROM promises WHERE kept_at IS NULL AND withdrawn_at IS NULL "
        "AND customer_id NOT NULL ORDER BY due_at LIMIT ?",
        (WAITING_MAX,),
    ).fetchall()
    spoke = connection.execute(
        "SELECT customer_id FROM conversations WHERE business_date = ? AND customer_id NOT NULL LIMIT ?",
        (columns.day(day), SPOKE_MAX),
    ).fetchall()
    everybody = frozenset({*here, *(str(row[0]) for row in (*waiting, *spoke))})
    return Nearby(
        frozenset(here) if len(here) < HERE_MAX else None,
        {str(row[0]): columns.as_instant(row[1]) for row in reversed(waiting)} if len(waiting) < WAITING_MAX else None,
        everybody,
        _found_by(connection, everybody, before),
    )


def _found_by(connection: Connection, everybody: frozenset[str], before: Nearby | None) -> tuple[tuple[str, str], ...]:
    if before is None:
        return tuple(terms.of_these(connection, sorted(everybody), NAME, PHONE_TAIL))
    if before.everybody == everybody:
        return before.found_by
    stayed = [each for each in before.found_by if each[1] in everybody]
    came = terms.of_these(connection, sorted(everybody - before.everybody), NAME, PHONE_TAIL)
    return tuple(sorted([*stayed, *came]))
