"""Who is at which desk, and every signing in with how it ended. What was typed is never in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.store.columns import as_instant, as_optional_instant, instant
from frontdesk.store.driver import Connection, Row

LEFT, SWITCHED, IDLE, DISABLED, LOST = "left", "switched", "idle", "disabled", "lost"
IN, WRONG, WAIT, UNLOCKED, SET, ANSWERED = "in", "wrong", "wait", "unlocked", "set", "answered"


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody at a desk: `how` they are known is user, key, code or name; `staff_name` is read, not written."""

    id: str
    staff_id: str
    how: str
    site: str
    desk: str
    os_user: str
    began_at: datetime
    seen_at: datetime
    locked_at: datetime | None = None
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One signing in, or a try that was refused."""

    id: str
    staff_id: str | None
    how: str
    result: str
    site: str
    desk: str
    os_user: str
    at: datetime
    staff_name: str = ""


def begin(connection: Connection, sitting: Sitting) -> bool:
    """Write down that somebody is at a desk now; the same id a second time changes nothing and is False."""
    begun = connection.execute(
        "INSERT INTO sessions (id, staff_id, how, site, desk, os_user, began_at, seen_at, ended_how)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, '') ON CONFLICT (id) DO NOTHING",
        (
            sitting.id,
            sitting.staff_id,
            sitting.how,
            sitting.site,
            sitting.desk,
            sitting.os_user,
            instant(sitting.began_at),
            instant(sitting.seen_at),
        ),
    ).rowcount
    return bool(begun)


def seen(connection: Connection, session_id: str, at: datetime, locked_at: datetime | None) -> None:
    """Somebody acted there just now, or the desk locked itself; what has ended stays as it is."""
    connection.execute(
        "UPDATE sessions SET seen_at = ?, locked_at = ? WHERE id = ? AND ended_at IS NULL",
        (instant(at), None if locked_at is None else instant(locked_at), session_id),
    )


def end(connection: Connection, session_id: str, how: str, at: datetime) -> None:
    """The person left that desk; the first end stands."""
    connection.execute(
        "UPDATE sessions SET ended_at = ?, ended_how = ? WHERE id = ? AND ended_at IS NULL",
        (instant(at), how, session_id),
    )


def end_all_of(connection: Connection, staff_id: str, how: str, at: datetime) -> int:
    """End everything that is open of one person; how many that were."""
    return connection.execute(
        "UPDATE sessions SET ended_at = ?, ended_how = ? WHERE staff_id = ? AND ended_at IS NULL",
        (instant(at), how, staff_id),
    ).rowcount


def end_known_by(
    connection: Connection, staff_id: str, known_by: tuple[str, ...], how: str, at: datetime, but: str = ""
) -> None:
    """End what is open of one person who is known there by one of these; `but` is a session that goes on."""
    connection.execute(
        "UPDATE sessions SET ended_at = ?, ended_how = ? WHERE staff_id = ? AND ended_at IS NULL AND id <> ?"
        f" AND how IN ({', '.join('?' * len(known_by))})",
        (instant(at), how, staff_id, but, *known_by),
    )


def end_unseen(connection: Connection, before: datetime, at: datetime) -> None:
    """What nobody has touched since `before` was not left properly: its line dropped or its machine went off."""
    connection.execute(
        "UPDATE sessions SET ended_at = ?, ended_how = ? WHERE ended_at IS NULL AND seen_at < ?",
        (instant(at), LOST, instant(before)),
    )


def ended(connection: Connection, session_id: str) -> str:
    """How a session ended; "" while it goes on, and for one that was not written down yet."""
    row = connection.execute(
        "SELECT ended_how FROM sessions WHERE id = ? AND ended_at IS NOT NULL", (session_id,)
    ).fetchone()
    return "" if row is None else str(row[0])


def open_now(connection: Connection) -> tuple[Sitting, ...]:
    """Who is at which desk, the one who came first before the others."""
    rows = connection.execute(
        "SELECT x.id, x.staff_id, x.how, x.site, x.desk, x.os_user, x.began_at, x.seen_at, x.locked_at, s.name"
        " FROM sessions x JOIN staff s ON s.id = x.staff_id WHERE x.ended_at IS NULL ORDER BY x.began_at, x.id"
    ).fetchall()
    return tuple(
        Sitting(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            as_instant(row[6]),
            as_instant(row[7]),
            as_optional_instant(row[8]),
            row[9],
        )
        for row in rows
    )


def log(connection: Connection, line: SignedIn) -> None:
    """Write down a signing in or a try that was refused."""
    connection.execute(
        "INSERT INTO sign_ins (id, staff_id, how, result, site, desk, os_user, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (line.id, line.staff_id, line.how, line.result, line.site, line.desk, line.os_user, instant(line.at)),
    )


def log_newest(connection: Connection, limit: int) -> tuple[SignedIn, ...]:
    """The last signings in and refused tries, the newest first."""
    rows = connection.execute(
        "SELECT i.id, i.staff_id, i.how, i.result, i.site, i.desk, i.os_user, i.at, coalesce(s.name, '')"
        " FROM sign_ins i LEFT JOIN staff s ON s.id = i.staff_id ORDER BY i.at DESC, i.id DESC LIMIT ?",
        (limit,),
    ).fetchall()
    return tuple(_signed_in(row) for row in rows)


def last_result(connection: Connection, staff_id: str) -> str:
    """How the last try of a person's code ended; "" before any."""
    row = connection.execute(
        "SELECT result FROM sign_ins WHERE staff_id = ? ORDER BY at DESC, id DESC LIMIT 1", (staff_id,)
    ).fetchone()
    return "" if row is None else str(row[0])


def _signed_in(row: Row) -> SignedIn:
    return SignedIn(row[0], row[1], row[2], row[3], row[4], row[5], row[6], as_instant(row[7]), row[8])
