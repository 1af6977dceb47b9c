"""Backups: copies of the database that SQLite itself makes while desks work, and the list of them.

A copy is one whole moment of the database, in one file that only its owner can read. Where the journal is a WAL nobody
waits for it; else it is made in small parts, and begun again when a desk wrote meanwhile.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from frontdesk.ground.errors import StoreDamaged, StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.store import driver, driver_errors
from frontdesk.store.columns import as_instant, as_optional_instant, instant, optional_instant
from frontdesk.store.driver import Connection, Row

HOURLY, DAY, UPGRADE, ASKED = "hourly", "day", "upgrade", "asked"
FOLDER = "backups"
PART = ".part"
"""What a file is called after its name until all of it is on the disk and proven."""

Tick = Callable[[int, int], None]
"""What a long work calls between two stretches, with how much is done of how much. It may rest, or raise to give up."""
PAGES_AT_ONCE = 512
PAUSE_SECONDS = 0.002
QUICK_PAGES_MAX = 8192
"""Without a WAL so many pages are copied in one go (32 MB, well below a second): writers wait only for that."""
PATIENCE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A copy: its file (a name in the folder of backups, else a whole path), why it was made, what it ends with.

    `proven_at` is None until it was proven to restore; `problem` says in a sentence why it could not be made or proven.
    """

    id: str
    file_name: str
    how: str
    entry_seq: int
    hash: str
    size_bytes: int
    made_at: datetime
    proven_at: datetime | None = None
    problem: str = ""


# --- the list -----------------------------------------------------------------------------------------------

_COLUMNS = "id, file_name, how, entry_seq, hash, size_bytes, made_at, proven_at, problem"


def path_of(database: Path, file_name: str) -> Path:
    """Where a copy of the list lies."""
    return database.parent / FOLDER / file_name  # a whole path stays what it is


def every(connection: Connection) -> tuple[KeptBackup, ...]:
    """All copies that are not gone, also those that are being made or could not be, the newest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM backups WHERE gone_at IS NULL ORDER BY made_at DESC, id DESC"
    ).fetchall()
    return tuple(map(_kept, rows))


def _kept(row: Row) -> KeptBackup:
    return KeptBackup(
        str(row[0]),
        str(row[1]),
        str(row[2]),
        int(row[3]),
        str(row[4]),
        int(row[5]),
        as_instant(row[6]),
        as_optional_instant(row[7]),
        str(row[8]),
    )


def write(connection: Connection, backup: KeptBackup) -> None:
    """Put a copy on the list, or what is known of it now in place of what was."""
    values = (
        backup.id,
        backup.file_name,
        backup.how,
        backup.entry_seq,
        backup.hash,
        backup.size_bytes,
        instant(backup.made_at),
        optional_instant(backup.proven_at),
        backup.problem,
    )
    connection.execute(
        f"INSERT INTO backups ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " file_name = excluded.file_name, entry_seq = excluded.entry_seq, hash = excluded.hash,"
        " size_bytes = excluded.size_bytes, proven_at = excluded.proven_at, problem = excluded.problem",
        values,
    )


def say_gone(connection: Connection, backup_id: str, at: datetime) -> None:
    """The file of a copy is there no more."""
    connection.execute("UPDATE backups SET gone_at = ? WHERE id = ? AND gone_at IS NULL", (instant(at), backup_id))


def has_lines(connection: Connection) -> bool:
    """Whether anything was ever given in this database, of whatever schema."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'entries'").fetchone()
    return known is not None and connection.execute("SELECT 1 FROM entries LIMIT 1").fetchone() is not None


def first_line_at(connection: Connection) -> datetime | None:
    """When the ledger began; None while it is empty."""
    row = connection.execute("SELECT at FROM entries ORDER BY seq LIMIT 1").fetchone()
    return None if row is None else as_instant(row[0])


def last_line_at(connection: Connection) -> datetime | None:
    """When the last line of the ledger was written; None while it is empty."""
    row = connection.execute("SELECT at FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    return None if row is None else as_instant(row[0])


# --- copying ------------------------------------------------------------------------------------------------


def make_folder(folder: Path) -> None:
    """The folder for copies, which only its owner can look into. Raises StoreUnavailable."""
    with disk_answers(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def disk_answers(path: Path) -> Iterator[None]:
    """Within it, what the system says about files of `path` is said in words, as StoreUnavailable."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            _("{path} cannot be written: {why}.").format(path=path, why=error.strerror or error),
            _("Look at its rights and at the room on the disk, then try again."),
        ) from error


def no_tick(_done: int, _total: int) -> None:
    """For a work that nobody watches and nobody waits for."""


def copy(source: Path, target: Path, *, live: bool, tick: Tick = no_tick) -> None:
    """Copy the database `source`, as it is at one moment, into the new file `target`; it is on disk afterwards.

    `live` says that desks have it open; else nothing is written beside the source. It does not rest for anybody: what
    others need of the machine meanwhile, `tick` gives them. Raises StoreUnavailable; then there
    is no `target`.
    """
    with disk_answers(target):
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with (
            driver_errors.translated(source),
            _told(source, target),
            _reading(source, live=live) as read,
            _plain(target, "rw") as written,
        ):
            written.execute("PRAGMA journal_mode=OFF").fetchall()  # what is not whole is removed
            written.execute("PRAGMA synchronous=OFF").fetchall()
            _copied(read, written, tick)
        settle(target)
    except BaseException:
        for path in (target, *beside(target)):
            path.unlink(missing_ok=True)
        raise


@contextmanager
def _told(source: Path, target: Path) -> Iterator[None]:
    """Within it, what goes wrong with the copying itself is said as what it is; the driver says it only in words."""
    try:
        yield
    except driver.module.Error as error:
        name, words = str(getattr(error, "sqlite_errorname", "") or ""), str(error)
        if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")) or words in ("disk I/O error", "database or disk is full"):
            raise StoreUnavailable(
                _("There is no room for it in {folder}, or that disk does not answer.").format(folder=target.parent),
                _("Free some space and try again."),
                retryable=True,
            ) from error
        if not name and words in ("database disk image is malformed", "file is not a database"):
            raise driver_errors.damaged(source) from error
        if not name and words in ("database is locked", "database table is locked"):
            raise driver_errors.locked() from error
        raise


def settle(path: Path) -> None:
    """Bring a closed database that nobody else has open into its one file, on disk. Raises StoreUnavailable."""
    with driver_errors.translated(path), _plain(path, "rw") as connection:
        row = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        if row is None or row[0] != "delete":
            raise driver_errors.locked()
    with disk_answers(path):
        on_disk(path)
        on_disk(path.parent)


def beside(path: Path) -> tuple[Path, ...]:
    """The journals that SQLite keeps beside a database."""
    return tuple(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))


def on_disk(path: Path) -> None:
    """What was written of a file, or which names a folder has, is on disk afterwards."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _reading(source: Path, *, live: bool) -> Iterator[Any]:
    if not live:
        with _plain(source, "ro") as connection:
            yield connection
        return
    connection = driver.connect(source)
    try:
        if driver.journal_for(driver.library()[1]) == "wal":
            connection.execute("BEGIN")  # one moment for all parts; it keeps no writer waiting
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        yield connection
        if connection.in_transaction:
            connection.rollback()
    finally:
        connection.close()


@contextmanager
def _plain(path: Path, mode: str) -> Iterator[Any]:
    """A connection that changes nothing about the file by being opened."""
    connection: Any = driver.module.connect(
        f"file:{quote(os.fsencode(path))}?mode={mode}", uri=True, isolation_level=None, timeout=driver.BUSY_MS / 1000
    )
    try:
        yield connection
    finally:
        connection.close()


def _copied(read: Any, written: Any, tick: Tick) -> None:
    pages = int(read.execute("PRAGMA page_count").fetchone()[0])
    in_parts = read.in_transaction or pages > QUICK_PAGES_MAX
    until = time.monotonic() + PATIENCE_SECONDS

    def on_the_way(_status: int, left: int, total: int) -> None:
        tick(total - left, total)
        if left and time.monotonic() > until:
            raise driver_errors.locked()
        if not read.in_transaction:
            time.sleep(PAUSE_SECONDS)  # without a WAL a desk can write only between two parts

    read.backup(written, pages=PAGES_AT_ONCE if in_parts else -1, progress=on_the_way)


def readable(path: Path) -> None:
    """Raise StoreUnavailable, with what to do, for a file that is not there, is no database, or is cut off."""
    if not path.is_file():
        raise StoreUnavailable(
            _("There is no backup {path}.").format(path=path),
            _("Name one of the files in data/backups, or a copy that was kept elsewhere."),
        )
    with disk_answers(path):
        start = path.open("rb").read(16)
    if start != b"SQLite format 3\x00":
        raise StoreDamaged(
            _("{path} is not a frontdesk database.").format(path=path),
            _("Nothing was changed. Name another backup."),
        )
