"""The people who work here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.ground.folding import words
from frontdesk.store.columns import instant
from frontdesk.store.driver import Connection, Row

_COLUMNS = "id, name, role, os_user, active"


def folded(name: str) -> str:
    """The name as two spellings of it meet: Latin letters without marks; the name itself when it has none."""
    return " ".join(words(name)) or name.casefold()


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person; `active` is false for somebody who no longer works here."""

    id: str
    name: str
    role: str
    os_user: str | None
    active: bool


def add(connection: Connection, staff_id: str, name: str, role: str, at: datetime, os_user: str | None = None) -> None:
    """Write a new person. RuleBroken when the folded name or the user is taken: ask `by_name` first."""
    connection.execute(
        "INSERT INTO staff (id, name, folded, role, os_user, active, created_at) VALUES (?, ?, ?, ?, ?, 1, ?)",
        (staff_id, name, folded(name), role, os_user, instant(at)),
    )


def by_id(connection: Connection, staff_id: str) -> StaffMember | None:
    """The person of that id."""
    return _one(connection.execute(f"SELECT {_COLUMNS} FROM staff WHERE id = ?", (staff_id,)).fetchone())


def by_name(connection: Connection, name: str) -> StaffMember | None:
    """The person of that name, however it is spelt (case, accents, script)."""
    return _one(connection.execute(f"SELECT {_COLUMNS} FROM staff WHERE folded = ?", (folded(name),)).fetchone())


def by_os_user(connection: Connection, user: str) -> StaffMember | None:
    """The person who works as that user of the operating system."""
    return _one(connection.execute(f"SELECT {_COLUMNS} FROM staff WHERE os_user = ?", (user,)).fetchone())


def set_os_user(connection: Connection, staff_id: str, user: str | None) -> None:
    """Say as which user of the operating system a person works; None for none. RuleBroken when it is another's."""
    connection.execute("UPDATE staff SET os_user = ? WHERE id = ?", (user, staff_id))


def everybody(connection: Connection) -> tuple[StaffMember, ...]:
    """Everybody who works here now, by name."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM staff WHERE active ORDER BY folded").fetchall()
    return tuple(_member(row) for row in rows)


def ever(connection: Connection) -> tuple[StaffMember, ...]:
    """Everybody who works or ever worked here, by name."""
    return tuple(_member(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM staff ORDER BY folded").fetchall())


def set_active(connection: Connection, staff_id: str, active: bool) -> None:
    """Say that a person no longer works here, or does again; their name and what they did stay."""
    connection.execute("UPDATE staff SET active = ? WHERE id = ?", (int(active), staff_id))


def authority_of(connection: Connection, staff_id: str) -> dict[str, int]:
    """What this person may give by themselves, by gesture, in minor units; gestures of their role's are not in it."""
    rows = connection.execute("SELECT gesture, up_to_minor FROM staff_authority WHERE staff_id = ?", (staff_id,))
    return {str(row[0]): int(row[1]) for row in rows.fetchall()}


def set_authority(
    connection: Connection, staff_id: str, gesture: str, up_to_minor: int | None, set_by: str, at: datetime
) -> None:
    """Give a person an authority of their own for a gesture; None takes it away, so that the role's counts again."""
    if up_to_minor is None:
        connection.execute("DELETE FROM staff_authority WHERE staff_id = ? AND gesture = ?", (staff_id, gesture))
        return
    connection.execute(
        "INSERT INTO staff_authority (staff_id, gesture, up_to_minor, set_by, set_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (staff_id, gesture) DO UPDATE SET up_to_minor = excluded.up_to_minor,"
        " set_by = excluded.set_by, set_at = excluded.set_at",
        (staff_id, gesture, up_to_minor, set_by, instant(at)),
    )


def card_of(connection: Connection, staff_id: str) -> str | None:
    """The customer's card of somebody who works here; None when they are no customer."""
    row = connection.execute("SELECT customer_id FROM staff_customers WHERE staff_id = ?", (staff_id,)).fetchone()
    return None if row is None else str(row[0])


def who_is_card(connection: Connection, customer_ids: tuple[str, ...]) -> StaffMember | None:
    """Who of the staff has one of these cards (those of one person)."""
    marks = ", ".join("?" * len(customer_ids))
    row = connection.execute(
        "SELECT s.id, s.name, s.role, s.os_user, s.active FROM staff_customers c JOIN staff s ON s.id = c.staff_id"
        f" WHERE c.customer_id IN ({marks})",
        customer_ids,
    ).fetchone()
    return _one(row)


def link_card(connection: Connection, staff_id: str, customer_id: str | None, by: str | None, at: datetime) -> None:
    """Say which customer's card is that of a person who works here, in place of another; None: they are none."""
    connection.execute("DELETE FROM staff_customers WHERE staff_id = ?", (staff_id,))
    if customer_id is not None:
        connection.execute(
            "INSERT INTO staff_customers (staff_id, customer_id, linked_by, linked_at) VALUES (?, ?, ?, ?)",
            (staff_id, customer_id, by, instant(at)),
        )


def _one(row: Row | None) -> StaffMember | None:
    return None if row is None else _member(row)


def _member(row: Row) -> StaffMember:
    return StaffMember(row[0], row[1], row[2], row[3], bool(row[4]))
