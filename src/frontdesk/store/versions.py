"""Every guidelines file that was put into force, whole; since when each is; and the folder's file as last seen.

In force at a moment is the line of `guidelines_in_force` with the latest `in_force_at` that is not after it and was
not withdrawn; of two for the same instant, the one that was written later.

What was put into force at once (`in_force_at` is not after `put_at`) is in force from the moment it was written,
whatever a clock says that is turned back later: `in_force_now` and `in_force_mark`, which desks decide by, see it. What
was put into force for a moment stays in force once a line of the ledger was written after that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.store.clock_words import not_before_the_ledger
from frontdesk.store.columns import as_instant, as_optional_instant, instant
from frontdesk.store.driver import Connection, Row

SAVED = "saved"
PUBLISHED = "published"
ROLLED_BACK = "rolled_back"

_SELECT = (
    "SELECT f.number, f.version, v.text, f.in_force_at, f.how, f.put_by, f.put_at, f.note, f.withdrawn_at"
    " FROM guidelines_in_force f JOIN guidelines_versions v ON v.version = f.version"
)
_BY_NOW = "f.withdrawn_at IS NULL AND (f.in_force_at <= ? OR f.in_force_at <= f.put_at)"
_TO_COME = "f.withdrawn_at IS NULL AND f.in_force_at > ? AND f.in_force_at > f.put_at"
_NEWEST = "ORDER BY f.in_force_at DESC, f.number DESC"
_DECIDED_BY = """
WITH spans AS (
  SELECT number, version, in_force_at AS since,
    lead(in_force_at) OVER (PARTITION BY version ORDER BY in_force_at, number) AS until,
    row_number() OVER (PARTITION BY version ORDER BY in_force_at, number) AS nth
  FROM guidelines_in_force WHERE withdrawn_at IS NULL
)
SELECT s.number, count(*) FROM {table} d JOIN spans s ON s.version = d.guidelines_version
  AND (s.nth = 1 OR d.at >= s.since) AND (s.until IS NULL OR d.at < s.until)
WHERE {which} GROUP BY s.number
"""


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
    """The version in force at that instant, past or to come; None before there was any."""
    return _one(
        connection.execute(
            f"{_SELECT} WHERE f.withdrawn_at IS NULL AND f.in_force_at <= ? {_NEWEST} LIMIT 1", (instant(at),)
        ).fetchone()
    )


def in_force_now(connection: Connection, now: datetime) -> Version | None:
    """The version that desks go by when their clock says `now`; None while there is none."""
    by = instant(not_before_the_ledger(connection, now))
    return _one(connection.execute(f"{_SELECT} WHERE {_BY_NOW} {_NEWEST} LIMIT 1", (by,)).fetchone())


def in_force_mark(connection: Connection, now: datetime) -> tuple[int, str] | None:
    """Number and version of `in_force_now`, without reading the file's text: for looking often."""
    by = instant(not_before_the_ledger(connection, now))
    row = connection.execute(
        f"SELECT f.number, f.version FROM guidelines_in_force f WHERE {_BY_NOW} {_NEWEST} LIMIT 1", (by,)
    ).fetchone()
    return None if row is None else (int(row[0]), str(row[1]))


def moment_for(connection: Connection, now: datetime) -> datetime:
    """From when on a file that is put into force at once is: `now`, but never before what is in force already."""
    newest = in_force_now(connection, now)
    return now if newest is None else max(now, newest.in_force_at)


def to_come(connection: Connection, now: datetime) -> tuple[Version, ...]:
    """What is still to come into force, the next one first."""
    by = instant(not_before_the_ledger(connection, now))
    rows = connection.execute(f"{_SELECT} WHERE {_TO_COME} ORDER BY f.in_force_at, f.number", (by,)).fetchall()
    return tuple(_version(row) for row in rows)


def history(connection: Connection) -> tuple[Version, ...]:
    """Every coming into force, the newest first, with those still to come and those that were withdrawn."""
    rows = connection.execute(f"{_SELECT} {_NEWEST}").fetchall()
    return tuple(_version(row) for row in rows)


def by_number(connection: Connection, number: int) -> Version | None:
    """The coming into force of that number."""
    return _one(connection.execute(f"{_SELECT} WHERE f.number = ?", (number,)).fetchone())


def decided_by(connection: Connection) -> dict[int, tuple[int, int]]:
    """How many gestures were given and how many blocks written by each coming into force that has any.

    Of a version that came into force more than once, each line has those from its moment to the next one's.
    """
    given = connection.execute(_DECIDED_BY.format(table="entries", which="d.kind = 'given'")).fetchall()
    blocks = connection.execute(_DECIDED_BY.format(table="blocks", which="1 = 1")).fetchall()
    entries_of = {int(row[0]): int(row[1]) for row in given}
    blocks_of = {int(row[0]): int(row[1]) for row in blocks}
    return {number: (entries_of.get(number, 0), blocks_of.get(number, 0)) for number in entries_of | blocks_of}


def with_prefix(connection: Connection, prefix: str) -> tuple[str, ...]:
    """The versions whose SHA-256 begins with `prefix` (lower-case hex digits)."""
    rows = connection.execute(
        "SELECT version FROM guidelines_versions WHERE substr(version, 1, ?) = ? ORDER BY version",
        (len(prefix), prefix),
    ).fetchall()
    return tuple(str(row[0]) for row in rows)


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
        "UPDATE guidelines_in_force SET withdrawn_at = ? WHERE number = ? AND withdrawn_at IS NULL AND in_force_at > ?"
        " AND in_force_at > put_at",
        (instant(at), number, instant(not_before_the_ledger(connection, at))),
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
