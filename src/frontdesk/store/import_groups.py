"""The company and the household that a file names: who belongs to what because an import said so.

A card belongs to one company and to one household at most by files: what a new file says takes the place of what was
before. A household of a file is one that files made, as two families may bear one name; a company is known by its name.
`said_by_file` takes it back.
"""

from __future__ import annotations

from collections.abc import Sequence

from frontdesk.ground.ids import new_ids
from frontdesk.store.columns import instant
from frontdesk.store.driver import Connection
from frontdesk.store.imports import Import

# The group that a row of the spool names; a household only when a file made somebody belong to it before.
_NAMED = (
    "SELECT g.id FROM groups g WHERE g.folded = k.folded AND g.kind = k.kind AND (g.kind = 'company' OR EXISTS"
    " (SELECT 1 FROM group_members f WHERE f.group_id = g.id AND f.import_id IS NOT NULL) OR g.made_at = ?)"
    " ORDER BY g.made_at, g.id LIMIT 1"
)
_SOME = "FROM kept.groups k WHERE k.rowid > ? AND k.rowid <= ?"


def now_of(connection: Connection, customer_ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """What each of these cards (a few thousand at most) belongs to: the folded name by the card's id and the kind."""
    rows = connection.execute(
        "SELECT m.customer_id, g.kind, g.folded FROM group_members m JOIN groups g ON g.id = m.group_id"
        f" WHERE m.ended_at IS NULL AND m.customer_id IN ({', '.join('?' * len(customer_ids))})"
        " ORDER BY m.joined_at DESC, m.id DESC",
        tuple(customer_ids),
    )
    return {(str(row[0]), str(row[1])): str(row[2]) for row in rows}


def write(connection: Connection, done: Import, which: str, some: tuple[int, int]) -> int:
    """Let everybody belong to what the file named: groups are made where there are none, what was before ends.

    Of the rows behind the first number up to the second, and of those that `which` is true of (their alias is k).
    """
    at, some_of_them = instant(done.taken_at), f"{_SOME} AND {which}"
    connection.execute(
        "UPDATE group_members SET ended_by = ?3, ended_at = ?4,"
        " ended_after_home = (SELECT coalesce(max(id), 0) FROM homes) WHERE id IN (SELECT m.id FROM kept.groups k"
        " JOIN group_members m ON m.customer_id = k.customer_id AND m.ended_at IS NULL"
        " JOIN groups g ON g.id = m.group_id AND g.kind = k.kind"
        f" WHERE k.known = 1 AND k.rowid > ?1 AND k.rowid <= ?2 AND {which})",
        (*some, done.taken_by, at),
    )
    missing = connection.execute(
        "SELECT k.kind, k.folded, k.name FROM kept.groups k WHERE k.rowid IN"
        f" (SELECT min(k.rowid) {some_of_them} GROUP BY k.kind, k.folded) AND NOT EXISTS ({_NAMED}) ORDER BY k.rowid",
        (*some, at),
    ).fetchall()
    connection.executemany(
        "INSERT INTO groups (id, kind, name, folded, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (one, kind, name, folded, done.taken_by, at)
            for one, (kind, folded, name) in zip(new_ids(len(missing)), missing, strict=True)
        ],
    )
    return connection.execute(
        "INSERT INTO group_members (id, group_id, customer_id, role, joined_by, joined_at, import_id)"
        f" SELECT k.id, ({_NAMED}), k.customer_id, '', ?, ?, ? {some_of_them} ORDER BY k.rowid",
        (at, done.taken_by, at, done.id, *some),
    ).rowcount
