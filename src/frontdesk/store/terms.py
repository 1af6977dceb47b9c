"""Looking into the index of what customers are found by: ranges of it and seeks, each bounded, never a scan."""

from __future__ import annotations

from collections.abc import Sequence

from frontdesk.store import columns
from frontdesk.store.driver import Connection

END = "\U0010ffff"
_IN_RANGE = "term >= ? AND term < ?"
_HAS = (
    "EXISTS (SELECT 1 FROM customer_terms AS o WHERE o.customer_id = t.customer_id AND o.term >= ? AND o.term < ? "
    "LIMIT 1)"
)
Found = list[tuple[str, str]]
"""(customer, term), in the order of the terms."""


def beginning(connection: Connection, start: str, most: int) -> Found:
    """Whose terms begin with `start`."""
    return _pairs(
        connection.execute(
            f"SELECT customer_id, term FROM customer_terms WHERE {_IN_RANGE} ORDER BY term LIMIT ?",
            (start, start + END, most),
        ).fetchall()
    )


def count(connection: Connection, starts: Sequence[str], most: int) -> int:
    """How many terms begin with one of `starts`, counted up to `most`."""
    total = 0
    for start in starts:
        row = connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM customer_terms WHERE {_IN_RANGE} LIMIT ?)",
            (start, start + END, most - total),
        ).fetchone()
        total += 0 if row is None else int(row[0])
        if total >= most:
            break
    return total


def holding(connection: Connection, start: str, words: Sequence[str], walked: int, most: int) -> Found:
    """Whose terms begin with `start` and hold, after a space, the beginnings `words`; among the first `walked`."""
    tests = " AND ".join(["instr(t.term, ?) > 0"] * len(words))
    rows = connection.execute(
        f"SELECT t.customer_id, t.term FROM (SELECT customer_id, term FROM customer_terms WHERE {_IN_RANGE} "
        f"ORDER BY term LIMIT ?) AS t WHERE {tests} LIMIT ?",
        (start, start + END, walked, *(" " + word for word in words), most),
    )
    return _pairs(rows.fetchall())


def having(connection: Connection, start: str, others: Sequence[Sequence[str]], walked: int, most: int) -> Found:
    """Whose terms begin with `start` and who have, for each of `others`, a term with one of its beginnings, too."""
    if not others:
        return beginning(connection, start, most)
    # The inner LIMIT keeps the order of the loops: the planner has no figures to choose another one by.
    rows = connection.execute(
        f"SELECT t.customer_id, t.term FROM (SELECT customer_id, term FROM customer_terms WHERE {_IN_RANGE} "
        f"ORDER BY term LIMIT ?) AS t WHERE {_tests(others)} LIMIT ?",
        (start, start + END, walked, *_bounds(others), most),
    )
    return _pairs(rows.fetchall())


def of_these(connection: Connection, customer_ids: Sequence[str], first: str, last: str) -> list[tuple[str, str]]:
    """(term, customer) of these customers' terms from the kind `first` to the kind `last`, in order."""
    rows = connection.execute(
        "SELECT t.term, t.customer_id FROM json_each(?) AS s CROSS JOIN customer_terms AS t "
        "WHERE t.customer_id = s.value AND t.term >= ? AND t.term < ?",
        (columns.packed(list(customer_ids)), first, last + END),
    )
    return sorted((str(row[0]), str(row[1])) for row in rows)


def known(connection: Connection, starts: Sequence[str]) -> list[str]:
    """Which of many beginnings some term has; put in order, because neighbours share the pages of the index."""
    rows = connection.execute(
        "SELECT s.value FROM json_each(?) AS s "
        "WHERE EXISTS (SELECT 1 FROM customer_terms AS t WHERE t.term >= s.value AND t.term < s.value || ?)",
        (columns.packed(sorted(starts)), END),
    )
    return [str(row[0]) for row in rows]


def whole(connection: Connection, words: Sequence[str]) -> list[str]:
    """Which of these are a whole word at the beginning of some term."""
    rows = connection.execute(
        "SELECT s.value FROM json_each(?) AS s "
        "WHERE EXISTS (SELECT 1 FROM customer_terms AS t WHERE t.term >= s.value || ' ' AND t.term < s.value || '!') "
        "OR EXISTS (SELECT 1 FROM customer_terms AS t WHERE t.term = s.value)",
        (columns.packed(list(words)),),
    )
    return [str(row[0]) for row in rows]


def _tests(others: Sequence[Sequence[str]]) -> str:
    return " AND ".join("(" + " OR ".join([_HAS] * len(starts)) + ")" for starts in others)  # one seek each


def _bounds(others: Sequence[Sequence[str]]) -> list[str]:
    return [bound for starts in others for start in starts for bound in (start, start + END)]


def _pairs(rows: list[tuple[str, str]]) -> Found:
    return [(str(row[0]), str(row[1])) for row in rows]
