"""Every guidelines file that was put into force, whole; since when each is; and the folder's file as last seen.

In force at a moment is the line of `guidelines_in_force` with the latest `in_force_at` that is not after it and was
not withdrawn; of two for the same instant, the one that was written later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.store.columns import as_instant, as_optional_instant, instant
from frontdesk.store.driver import Connection, Row

SAVED = "saved"
PUBLISHED = "published"
ROLLED_BACK = "rolled_back"

_SELECT = (
    "SELECT f.number, f.version, v.text, f.in_force_at, f.how, f.put_by, f.put_at, f.note, f.withdrawn_at"
    " FROM guidelines_in_force f JOIN guidelines_versions v ON v.version = f.version"
)


@dataclass(frozen=True, slots=True)
class Version:
    """A file that is, was or will be in force: its number, its SHA-256 in hex, its text, since when, by whom and why.

    `how` is SAVED (the folder's file was changed), PUBLISHED or ROLLED_BACK. The same file may come into force more
    than once; each time has a number of its own. `withdrawn_at` is set for one that never came into force.
    """

    number: int
    version: str
    text: str
    in_force_at: datetime
    how: str
    put_by: str
    put_at: datetime
    note: str
    withdrawn_at: datetime | None


def in_force(connection: Connection, at: datetime) -> Version | None:
    """The version in force at that instant; None before there was any."""
    return _one(
        connection.execute(
            f"{_SELECT} WHERE f.withdrawn_at IS NULL AND f.in_force_at <= ?"
            " ORDER BY f.in_force_at DESC, f.number DESC LIMIT 1",
            (instant(at),),
        ).fetchone()
    )


def in_force_mark(connection: Connection, at: datetime) -> tuple[int, str] | None:
    """Number and version of what is in force at that instant, without reading the file's text: for looking often."""
    row = connection.execute(
        "SELECT number, version FROM guidelines_in_force WHERE withdrawn_at IS NULL AND in_force_at <= ?"
        " ORDER BY in_force_at DESC, number DESC LIMIT 1",
        (instant(at),),
    ).fetchone()
    return None if row is None else (int(row[0]), str(row[1]))


def history(connection: Connection) -> tuple[Version, ...]:
    """Every coming into force, the newest first, with those still to come and those that were withdrawn."""
    rows = connection.execute(f"{_SELECT} ORDER BY f.in_force_at DESC, f.number DESC").fetchall()
    return tuple(_version(row) for row in rows)


def by_number(connection: Connection, number: int) -> Version | None:
    """The coming into force of that number."""
    return _one(connection.execute(f"{_SELECT} WHERE f.number = ?", (number,)).fetchone())


def text_of(connection: Connection, version: str) -> str | None:
    """The file of that version, whole; None for one that was never put into force here."""
    row = connection.execute("SELECT text FROM guidelines_versions WHERE version = ?", (version,)).fetchone()
    return None if row is None else str(row[0])


def put_into_force(
    connection: Connection,
    version: str,
    text: str,
    in_force_at: datetime,
    *,
    how: str,
    put_by: str,
    put_at: datetime,
    note: str = "",
) -> int:
    """Keep a file and write down from when on it is in force; the number of that line comes back."""
    if text_of(connection, version) is None:
        connection.execute(
            "INSERT INTO guidelines_versions (version, text, in_force_at) VALUES (?, ?, ?)",
            (version, text, instant(in_force_at)),
        )
    number = connection.execute(
        "INSERT INTO guidelines_in_force (version, in_force_at, how, put_by, put_at, note) VALUES (?, ?, ?, ?, ?, ?)",
        (version, instant(in_force_at), how, put_by, instant(put_at), note),
    ).lastrowid
    if number is None or number < 1:
        raise AssertionError("a line that was written has a number")
    return number


def withdraw(connection: Connection, number: int, at: datetime) -> bool:
    """Withdraw what is still to come into force; false when that moment has passed or it was withdrawn before."""
    cursor = connection.execute(
        "UPDATE guidelines_in_force SET withdrawn_at = ? WHERE number = ? AND withdrawn_at IS NULL AND in_force_at > ?",
        (instant(at), number, instant(at)),
    )
    return cursor.rowcount == 1


def file_seen(connection: Connection) -> str | None:
    """The version of the folder's guidelines.yaml as it was last understood; None before any was."""
    row = connection.execute("SELECT version FROM guidelines_file WHERE the_file = 1").fetchone()
    return None if row is None else str(row[0])


def see_file(connection: Connection, version: str) -> None:
    """Write down that the folder's file is this version; its text must be kept already."""
    connection.execute(
        "INSERT INTO guidelines_file (the_file, version) VALUES (1, ?)"
        " ON CONFLICT (the_file) DO UPDATE SET version = excluded.version",
        (version,),
    )


def _one(row: Row | None) -> Version | None:
    return None if row is None else _version(row)


def _version(row: Row) -> Version:
    return Version(
        int(row[0]),
        str(row[1]),
        str(row[2]),
        as_instant(row[3]),
        str(row[4]),
        str(row[5]),
        as_instant(row[6]),
        str(row[7]),
        as_optional_instant(row[8]),
    )
