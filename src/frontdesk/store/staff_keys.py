"""The public SSH keys by which people come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.store.columns import instant
from frontdesk.store.driver import Connection
from frontdesk.store.staff import StaffMember

_KEYS = (
    "SELECT k.fingerprint, k.public_key, s.id, s.name, s.role, s.os_user, s.active FROM staff_keys k"
    " JOIN staff s ON s.id = k.staff_id WHERE k.removed_at IS NULL"
)


@dataclass(frozen=True, slots=True)
class Key:
    """A public key that counts, and whose it is. `public_key` is its kind and its letters, without a comment."""

    fingerprint: str
    public_key: str
    owner: StaffMember


def by_fingerprint(connection: Connection, fingerprint: str) -> Key | None:
    """The key of that fingerprint, unless it was taken away."""
    rows = connection.execute(_KEYS + " AND k.fingerprint = ?", (fingerprint,)).fetchall()
    return _key(rows[0]) if rows else None


def all_keys(connection: Connection, staff_id: str | None = None) -> tuple[Key, ...]:
    """The keys of everybody who works here, or of one person, by name."""
    rows = connection.execute(
        _KEYS + " AND s.active AND (? IS NULL OR s.id = ?) ORDER BY s.folded, k.fingerprint", (staff_id, staff_id)
    ).fetchall()
    return tuple(_key(row) for row in rows)


def put(
    connection: Connection, fingerprint: str, staff_id: str, public_key: str, added_by: str | None, at: datetime
) -> None:
    """Keep a key as this person's; one that was taken away before counts again, whoever had it."""
    connection.execute(
        "INSERT INTO staff_keys (fingerprint, staff_id, public_key, added_by, added_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (fingerprint) DO UPDATE SET staff_id = excluded.staff_id, public_key = excluded.public_key,"
        " added_by = excluded.added_by, added_at = excluded.added_at, removed_at = NULL",
        (fingerprint, staff_id, public_key, added_by, instant(at)),
    )


def remove(connection: Connection, fingerprint: str, at: datetime) -> None:
    """The key no longer lets anybody in; that it did is kept."""
    connection.execute("UPDATE staff_keys SET removed_at = ? WHERE fingerprint = ?", (instant(at), fingerprint))


def _key(row: tuple[object, ...]) -> Key:
    fingerprint, public_key, staff_id, name, role, os_user, active = row
    owner = StaffMember(str(staff_id), str(name), str(role), None if os_user is None else str(os_user), bool(active))
    return Key(str(fingerprint), str(public_key), owner)
