"""What is older than the business keeps it: found in slices, so that no desk waits, and removed in short writes.

`before` is the instant up to which something is over its time. People are those without any contact since; what is
still open with somebody keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from frontdesk.store.columns import instant
from frontdesk.store.driver import Connection

AT_ONCE = 200

_OPEN_IN = (
    "NOT EXISTS (SELECT 1 FROM promises p WHERE p.conversation_id = c.id AND p.kept_at IS NULL"
    " AND p.withdrawn_at IS NULL)"
)
# Nothing of theirs began, was promised, given, ordered or rang since then, and no stay of theirs goes on.
_NO_CONTACT = (
    "c.created_at < ?1 AND (c.since IS NULL OR c.since < ?2)"
    " AND NOT EXISTS (SELECT 1 FROM conversations t WHERE t.customer_id = c.id"
    " AND (t.opened_at >= ?1 OR t.closed_at IS NULL OR t.closed_at >= ?1))"
    " AND NOT EXISTS (SELECT 1 FROM promises p WHERE p.customer_id = c.id"
    " AND (p.made_at >= ?1 OR p.due_at >= ?1 OR (p.kept_at IS NULL AND p.withdrawn_at IS NULL)))"
    " AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.customer_id = c.id AND e.at >= ?1)"
    " AND NOT EXISTS (SELECT 1 FROM calls k WHERE k.customer_id = c.id AND k.rang_at >= ?1)"
    " AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND ("
    "coalesce(o.ends_on, o.starts_on, o.due_on, substr(o.updated_at, 1, 10)) >= ?2 OR o.due_on >= ?2"
    " OR (o.state = 'open' AND o.ends_on IS NULL)))"
)


def conversations(connection: Connection, before: datetime, after: str = "", limit: int = AT_ONCE) -> tuple[str, ...]:
    """Conversations that were over then and still have words, by id from after `after`; none with an open promise."""
    rows = connection.execute(
        "SELECT c.id FROM conversations c WHERE c.closed_at < ? AND c.forgotten_at IS NULL AND c.id > ?"
        f" AND (c.answer_due_at IS NULL OR c.answered_at IS NOT NULL) AND {_OPEN_IN} ORDER BY c.id LIMIT ?",
        (instant(before), after, limit),
    )
    return tuple(str(row[0]) for row in rows)


def people(
    connection: Connection, before: datetime, on: str, after: str = "", limit: int = AT_ONCE
) -> tuple[tuple[str, ...], str]:
    """Customers without any contact since, of the next `limit` cards after the id `after`; and the last id looked at.

    `on` is the same as a date. The last id is "" when there are no more cards. A person with several cards is named by
    each of them: `still_known` says whether another of their cards keeps them.
    """
    looked = [
        str(row[0])
        for row in connection.execute("SELECT id FROM customers WHERE id > ? ORDER BY id LIMIT ?", (after, limit))
    ]
    if not looked:
        return (), ""
    rows = connection.execute(
        f"SELECT c.id FROM customers c WHERE c.id > ?3 AND c.id <= ?4 AND c.erased_at IS NULL AND {_NO_CONTACT}"
        " ORDER BY c.id",
        (instant(before), on, after, looked[-1]),
    )
    return tuple(str(row[0]) for row in rows), looked[-1]


def still_known(connection: Connection, cards: Iterable[str], before: datetime, on: str) -> bool:
    """Whether any card of a person had contact since, or has something open."""
    for card in cards:
        row = connection.execute(
            f"SELECT 1 FROM customers c WHERE c.id = ?3 AND {_NO_CONTACT}", (instant(before), on, card)
        ).fetchone()
        if row is None:
            return True
    return False


_OLD: dict[str, str] = {
    "calls": "rang_at < ?1 AND (taken_at IS NOT NULL OR let_go_at IS NOT NULL)",
    "notes": "noted_at < ?1",
    "preferences": (
        "noted_at < ?1 AND NOT EXISTS (SELECT 1 FROM conversations t WHERE t.customer_id = preferences.customer_id"
        " AND t.opened_at >= ?1) AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = preferences.customer_id"
        " AND coalesce(o.ends_on, o.starts_on, substr(o.updated_at, 1, 10)) >= substr(?1, 1, 10))"
    ),
}
ROWS = tuple(_OLD)
"""What is removed row by row: calls that were answered, notes, and preferences of those who did not come again."""


def count(connection: Connection, table: str, before: datetime) -> int:
    """How many rows of one of `ROWS` are over their time."""
    row = connection.execute(f"SELECT count(*) FROM {table} WHERE {_OLD[table]}", (instant(before),)).fetchone()
    return 0 if row is None else int(row[0])


def remove(connection: Connection, table: str, before: datetime, limit: int = AT_ONCE) -> int:
    """Remove at most `limit` such rows; how many it were."""
    return connection.execute(
        f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE {_OLD[table]} LIMIT ?2)",
        (instant(before), limit),
    ).rowcount


_LOOKED_AT = 200


def any_due(connection: Connection, table: str, before: datetime) -> bool:
    """Whether anything of a table is over its time, as its oldest rows show: a look that costs next to nothing."""
    if table == "conversations":
        sql = (
            "SELECT 1 FROM conversations c WHERE c.forgotten_at IS NULL AND c.closed_at < ?1"
            f" AND (c.answer_due_at IS NULL OR c.answered_at IS NOT NULL) AND {_OPEN_IN} LIMIT 1"
        )
    else:
        oldest = f"SELECT * FROM {table} ORDER BY id LIMIT {_LOOKED_AT}"
        sql = f"SELECT 1 FROM ({oldest}) AS {table} WHERE {_OLD[table]} LIMIT 1"
    return connection.execute(sql, (instant(before),)).fetchone() is not None
