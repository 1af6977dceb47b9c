"""Every guidelines file that went into force, whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.store.columns import as_instant, instant
from frontdesk.store.driver import Connection


@dataclass(frozen=True, slots=True)
class Version:
    """A file that is or was in force: its SHA-256 in hex, its text, and since when."""

    version: str
    text: str
    in_force_at: datetime


def newest(connection: Connection) -> Version | None:
    """The version that went into force last."""
    row = connection.execute(
        "SELECT version, text, in_force_at FROM guidelines_versions ORDER BY in_force_at DESC, version LIMIT 1"
    ).fetchone()
    return None if row is None else Version(row[0], row[1], as_instant(row[2]))


def by_version(connection: Connection, version: str) -> Version | None:
    """The file of that version."""
    row = connection.execute(
        "SELECT version, text, in_force_at FROM guidelines_versions WHERE version = ?", (version,)
    ).fetchone()
    return None if row is None else Version(row[0], row[1], as_instant(row[2]))


def put_into_force(connection: Connection, version: str, text: str, at: datetime) -> None:
    """Keep a file and note that it is in force from `at`; one that was in force before comes back."""
    if by_version(connection, version) is None:
        connection.execute(
            "INSERT INTO guidelines_versions (version, text, in_force_at) VALUES (?, ?, ?)",
            (version, text, instant(at)),
        )
        return
    connection.execute(
        "UPDATE guidelines_versions SET in_force_at = ? WHERE version = ? AND in_force_at < ?",
        (instant(at), version, instant(at)),
    )
