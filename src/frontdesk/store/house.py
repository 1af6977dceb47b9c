"""Facts about the house (occupancy, stock), as text in the form of the guidelines language."""

from __future__ import annotations

from datetime import datetime

from frontdesk.store.columns import as_instant, instant
from frontdesk.store.driver import Connection


def put(connection: Connection, name: str, value: str, at: datetime, by: str) -> None:
    """Write what is so now; `name` is the declared name of the fact ("house.occupancy"), `by` who says so."""
    connection.execute(
        "INSERT INTO house_facts (name, value, set_at, set_by) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value, set_at = excluded.set_at, set_by = excluded.set_by",
        (name, value, instant(at), by),
    )


def everything(connection: Connection) -> dict[str, str]:
    """All that is known about the house, by name."""
    return {name: value for name, value in connection.execute("SELECT name, value FROM house_facts")}


def said(connection: Connection) -> tuple[tuple[str, str, datetime, str], ...]:
    """All that is known about the house with when it was set and by whom, by name."""
    rows = connection.execute("SELECT name, value, set_at, set_by FROM house_facts ORDER BY name")
    return tuple((str(row[0]), str(row[1]), as_instant(row[2]), str(row[3])) for row in rows)
