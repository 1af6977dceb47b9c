"""Which cards are one person: `customers.merged_into_id` names the kept card, however many merges lie between.

A card that nobody merged names none. So one look at an index answers, and a merged card's id stays good everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from frontdesk.store.driver import Connection


def kept_id(connection: Connection, customer_id: str) -> str:
    """The id of the card that stands for this customer now: another's after a merge, else the same."""
    row = connection.execute("SELECT merged_into_id FROM customers WHERE id = ?", (customer_id,)).fetchone()
    return customer_id if row is None or row[0] is None else str(row[0])


def kept_ids(connection: Connection, customer_ids: Sequence[str]) -> dict[str, str]:
    """Of many customers (a few thousand at most) those whose card was merged, each with the kept card's id."""
    rows = connection.execute(
        "SELECT id, merged_into_id FROM customers WHERE merged_into_id IS NOT NULL"
        f" AND id IN ({', '.join('?' * len(customer_ids))})",
        tuple(customer_ids),
    )
    return {str(row[0]): str(row[1]) for row in rows}


def of_keys(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """By number of another system (a few hundred at most), the id of the card that stands for that customer now."""
    rows = connection.execute(
        "SELECT external_key, coalesce(merged_into_id, id) FROM customers"
        f" WHERE external_key IN ({', '.join('?' * len(keys))})",
        tuple(keys),
    )
    return {str(row[0]): str(row[1]) for row in rows}


def cards_of(connection: Connection, customer_id: str) -> tuple[str, ...]:
    """Every card of the person whose card this is: the kept one first, then those merged into it.

    Every decision asks it, so it is one look.
    """
    rows = connection.execute(
        "SELECT coalesce(c.merged_into_id, c.id), m.id FROM customers c"
        " LEFT JOIN customers m ON m.merged_into_id = coalesce(c.merged_into_id, c.id) WHERE c.id = ?",
        (customer_id,),
    ).fetchall()
    if not rows:
        return (customer_id,)
    return (str(rows[0][0]), *sorted(str(row[1]) for row in rows if row[1] is not None))
