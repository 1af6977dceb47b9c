"""What stands in one database and not in another: what is lost when the other is put in its place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from frontdesk.ground.errors import StoreUnavailable
from frontdesk.store import backups, chain, driver, erased_list, sessions
from frontdesk.store.backups import KeptBackup
from frontdesk.store.columns import as_instant, as_optional_instant, instant
from frontdesk.store.connections import Store
from frontdesk.store.driver import Connection
from frontdesk.store.erased_list import Line
from frontdesk.store.sessions import Sitting
from frontdesk.store.transaction import writing


@dataclass(frozen=True, slots=True)
class Missing:
    """What the other database lacks. `value` is what was given less what was taken back, minor units by currency.

    `same_ledger` says whether the other's ledger is the beginning of this one, or the other way round.
    """

    same_ledger: bool
    given: int
    taken_back: int
    value: tuple[tuple[str, int], ...]
    since: datetime | None
    promises: int
    conversations: int
    customers: int


@contextmanager
def _both(here: Path, other: Path) -> Iterator[Connection]:
    """A connection to `here` that changes nothing, with `other` attached."""
    store = Store(here)
    try:
        with store.own(foreign_keys=True) as connection:
            connection.execute("PRAGMA query_only=1").fetchall()
            connection.execute("ATTACH DATABASE ? AS other", (f"file:{quote(os.fsencode(other))}?mode=ro",))
            yield connection
    finally:
        store.close()


def missing(here: Path, other: Path) -> Missing:
    """What of the database `here` is not in `other`, which nobody writes. Raises StoreUnavailable."""
    with _both(here, other) as connection:
        rows = connection.execute(
            "SELECT kind, currency, count(*), coalesce(sum(value_minor), 0), min(at) FROM entries"
            " WHERE id NOT IN (SELECT id FROM other.entries) GROUP BY kind, currency"
        ).fetchall()
        value: dict[str, int] = {}
        for kind, currency, _count, minor, _at in rows:
            value[str(currency)] = value.get(str(currency), 0) + (int(minor) if kind == "given" else -int(minor))
        lines = sum(int(row[2]) for row in rows)
        given = sum(int(row[2]) for row in rows if row[0] == "given")
        promises, promised_at = _new(connection, "promises", "made_at")
        talks, opened_at = _new(connection, "conversations", "opened_at")
        customers, _created = _new(connection, "customers", "created_at")
        times = [as_instant(row[4]) for row in rows] + [at for at in (promised_at, opened_at) if at is not None]
        return Missing(
            _same_ledger(connection),
            given,
            lines - given,
            tuple(sorted((currency, minor) for currency, minor in value.items() if minor)),
            min(times, default=None),
            promises,
            talks,
            customers,
        )


def _new(connection: Connection, table: str, at: str) -> tuple[int, datetime | None]:
    row = connection.execute(
        f"SELECT count(*), min({at}) FROM {table} WHERE id NOT IN (SELECT id FROM other.{table})"
    ).fetchone()
    return (0, None) if row is None else (int(row[0]), as_optional_instant(row[1]))


def _same_ledger(connection: Connection) -> bool:
    """Whether the last line that both have has one link in both."""
    row = connection.execute(
        "SELECT min((SELECT coalesce(max(entry_seq), 0) FROM chain), (SELECT coalesce(max(entry_seq), 0) FROM"
        " other.chain))"
    ).fetchone()
    last = 0 if row is None else int(row[0])
    if not last:
        return True
    there = connection.execute("SELECT hash FROM other.chain WHERE entry_seq = ?", (last,)).fetchone()
    return there is not None and chain.stored_at(connection, last) == there[0]


def open_sessions(path: Path) -> tuple[Sitting, ...]:
    """Who is at which desk of a database, as far as it says; nobody where it cannot be read."""
    store = Store(path, busy_ms=500)
    try:
        with store.borrowed() as connection:
            return sessions.open_now(connection)
    except StoreUnavailable:
        return ()
    finally:
        store.close()


def known_backups(path: Path) -> tuple[KeptBackup, ...]:
    """The backups that a database knows; none where it cannot be read."""
    store = Store(path)
    try:
        with store.borrowed() as connection:
            return backups.every(connection)
    except StoreUnavailable:
        return ()
    finally:
        store.close()


def known_erasures(path: Path) -> tuple[Line, ...]:
    """Who was erased in a database; nobody where it cannot be read."""
    store = Store(path)
    try:
        return tuple(erased_list.lines_in(store))
    except StoreUnavailable:
        return ()
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class LetIn:
    """Whom a database lets in and by what: what was taken away since a backup is not given back with it.

    `left` are the ids of people who work here no more, `users` are people's users of the machine (None for none),
    `keys` whose each key is (None where it was taken away), `withdrawn` the ids of authority that was taken back.
    """

    left: tuple[str, ...] = ()
    users: tuple[tuple[str, str | None], ...] = ()
    keys: tuple[tuple[str, str | None], ...] = ()
    withdrawn: tuple[str, ...] = ()


def known_let_in(path: Path) -> LetIn:
    """Whom a database lets in; nothing is known where it cannot be read."""
    store = Store(path)
    try:
        with store.borrowed() as connection:
            people = connection.execute("SELECT id, os_user, active FROM staff").fetchall()
            keys = connection.execute(
                "SELECT fingerprint, CASE WHEN removed_at IS NULL THEN staff_id END FROM staff_keys"
            ).fetchall()
            withdrawn = connection.execute("SELECT id FROM grants WHERE withdrawn_at IS NOT NULL").fetchall()
    except StoreUnavailable:
        return LetIn()
    finally:
        store.close()
    return LetIn(
        left=tuple(str(row[0]) for row in people if not row[2]),
        users=tuple((str(row[0]), row[1]) for row in people),
        keys=tuple((str(row[0]), row[1]) for row in keys),
        withdrawn=tuple(str(row[0]) for row in withdrawn),
    )


def let_in_no_more(store: Store, known: LetIn, at: datetime) -> None:
    """Take away from a backup that is about to be put in place what was taken away since; nothing is added to it."""
    now = instant(at)
    with writing(store) as connection:
        connection.executemany("UPDATE staff SET active = 0 WHERE id = ?", [(each,) for each in known.left])
        connection.executemany(
            "UPDATE staff SET os_user = NULL WHERE id = ? AND os_user IS NOT ?",
            [(who, user) for who, user in known.users],
        )
        connection.executemany(
            "UPDATE staff_keys SET removed_at = ? WHERE fingerprint = ? AND removed_at IS NULL AND staff_id IS NOT ?",
            [(now, key, whose) for key, whose in known.keys],
        )
        connection.executemany(
            "UPDATE grants SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL",
            [(now, each) for each in known.withdrawn],
        )


def take_over(store: Store, known: tuple[KeptBackup, ...], at: datetime) -> None:
    """Let a backup that is about to be put in place know the backups there are, and that nobody sits at a desk."""
    with writing(store) as connection:
        there = {each.id for each in known}
        for each in backups.every(connection):
            if each.id not in there and each.proven_at is None and not each.problem:
                backups.say_gone(connection, each.id, at)  # the very one that was being made
        for each in known:
            backups.write(connection, each)
        connection.execute(
            "UPDATE sessions SET ended_at = ?, ended_how = ? WHERE ended_at IS NULL", (instant(at), sessions.LOST)
        )


def journal_of(path: Path) -> str:
    """How a database keeps its journal now: "wal", "truncate"… Raises StoreUnavailable."""
    store = Store(path, busy_ms=500)
    try:
        with store.borrowed() as connection:
            row = connection.execute("PRAGMA journal_mode").fetchone()
            return "" if row is None else str(row[0])
    finally:
        store.close()


def driver_in_use() -> tuple[str, tuple[int, int, int], str]:
    """The name of the driver, the version of the SQLite in it, and the journal that is safe with it."""
    name, version = driver.library()
    return name, version, driver.journal_for(version)
