"""Households and companies, and who belongs to them: rows in, frozen values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from frontdesk.authority import joined
from frontdesk.ground.folding import folded
from frontdesk.store import columns
from frontdesk.store.driver import Connection, Row

HOUSEHOLD, COMPANY = joined.HOUSEHOLD, joined.COMPANY
KINDS = (HOUSEHOLD, COMPANY)


@dataclass(frozen=True, slots=True)
class Group:
    """People who belong together."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """That a customer belongs to a group, and as what; `name` is the customer's and read, not written."""

    id: str
    group_id: str
    customer_id: str
    role: str
    joined_at: datetime
    name: str = ""


def by_id(connection: Connection, group_id: str) -> Group | None:
    """The group of that id."""
    row = connection.execute("SELECT id, kind, name FROM groups WHERE id = ?", (group_id,)).fetchone()
    return None if row is None else Group(*row)


def called(connection: Connection, kind: str, name: str, limit: int = 20) -> tuple[Group, ...]:
    """The groups of a kind with that name, however it is spelled, the oldest first."""
    rows = connection.execute(
        "SELECT id, kind, name FROM groups WHERE folded = ? AND kind = ? ORDER BY made_at, id LIMIT ?",
        (folded(name), kind, limit),
    )
    return tuple(Group(*row) for row in rows)


def add(connection: Connection, group: Group, by: str, at: datetime) -> None:
    """Write a new group down."""
    connection.execute(
        "INSERT INTO groups (id, kind, name, folded, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?)",
        (group.id, group.kind, group.name, folded(group.name), by, columns.instant(at)),
    )


def of_customers(connection: Connection, customer_ids: Iterable[str]) -> tuple[Group, ...]:
    """The groups that any of these cards (those of one person) belongs to now; what was joined first comes first."""
    ids = tuple(customer_ids)
    rows = connection.execute(
        "SELECT g.id, g.kind, g.name FROM group_members m JOIN groups g ON g.id = m.group_id"
        f" WHERE m.customer_id IN ({', '.join('?' * len(ids))}) AND m.ended_at IS NULL ORDER BY m.joined_at, m.id",
        ids,
    )
    return tuple(dict.fromkeys(Group(*row) for row in rows))


def members(connection: Connection, group_id: str, limit: int = 50) -> tuple[Member, ...]:
    """Who belongs to a group now, in the order they joined, at most `limit`."""
    rows = connection.execute(
        "SELECT m.id, m.group_id, m.customer_id, m.role, m.joined_at, k.name FROM group_members m"
        " JOIN customers k ON k.id = m.customer_id WHERE m.group_id = ? AND m.ended_at IS NULL"
        " ORDER BY m.joined_at, m.id LIMIT ?",
        (group_id, limit),
    )
    return tuple(_member(row) for row in rows)


def join(connection: Connection, member: Member, by: str) -> None:
    """Let a customer belong to a group."""
    connection.execute(
        "INSERT INTO group_members (id, group_id, customer_id, role, joined_by, joined_at) VALUES (?, ?, ?, ?, ?, ?)",
        (member.id, member.group_id, member.customer_id, member.role, by, columns.instant(member.joined_at)),
    )


def leave(connection: Connection, group_id: str, customer_ids: Iterable[str], by: str, at: datetime) -> int:
    """End the belonging of these cards (those of one person) to a group; returns how many there were.

    What a household was given until now goes on counting for who leaves it (`store.homes`).
    """
    ids = tuple(customer_ids)
    return connection.execute(
        "UPDATE group_members SET ended_by = ?, ended_at = ?,"
        " ended_after_home = (SELECT coalesce(max(id), 0) FROM homes) WHERE group_id = ? AND ended_at IS NULL"
        f" AND customer_id IN ({', '.join('?' * len(ids))})",
        (by, columns.instant(at), group_id, *ids),
    ).rowcount


def scope_of(connection: Connection, customer_ids: Iterable[str]) -> dict[str, str]:
    """What limits per company count by for these cards (those of one person).

    A company counts by its name, as orders and other cards may name it too; of several, each does
    (`authority.joined`). Of households see `store.homes`.
    """
    return joined.named_all(companies_of(connection, customer_ids))


def companies_of(connection: Connection, customer_ids: Iterable[str]) -> tuple[str, ...]:
    """The names of the companies that these cards (those of one person) belong to; what was joined first comes first.

    There are several only where cards of people in two companies were merged.
    """
    return tuple(group.name for group in of_customers(connection, customer_ids) if group.kind == COMPANY)


def _member(row: Row) -> Member:
    return Member(row[0], row[1], row[2], row[3], columns.as_instant(row[4]), row[5])
