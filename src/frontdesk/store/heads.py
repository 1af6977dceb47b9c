"""Heads: how long the ledger was at one moment, and the link of its last line. In a table, and in a file beside it.

The chain alone cannot tell that its end was cut off, or that an older copy was put in place: a head that is kept
elsewhere can. The file is one place; the paper of the hand-over is another. A line of the file is

    2026-11-21T12:00:00Z head 2026-11-21 main 412 lusab-babad-gutih-tugad 9d0c...

that is: when it was made, what it is, the business day, the site, how many lines, the words, the whole link. A line
that says `restored` in the second place says that a copy with so many lines was put in place: what heads above it said
of later lines holds no longer, and that stays to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from frontdesk.ground import spoken
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.store import chain
from frontdesk.store.beside import append
from frontdesk.store.columns import as_day, as_instant, day, instant
from frontdesk.store.connections import Store
from frontdesk.store.driver import Connection

NAME = "heads.txt"
WORDS = 4
HEAD, RESTORED = "head", "restored"
BYTES_MAX = 64 * 1024 * 1024  # more is read of no file

_SELECT = "SELECT business_date, site, entry_seq, hash, made_at FROM heads"


@dataclass(frozen=True, slots=True)
class KeptHead:
    """A head with when and for which business day it was made."""

    business_date: date
    site: str
    entry_seq: int
    hash: str
    made_at: datetime

    @property
    def words(self) -> str:
        """The beginning of its link as four words."""
        return words_of(self.hash)


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of a file of heads: its place in the file, HEAD or RESTORED, and what it says; `made_at` as it stands."""

    place: int
    what: str
    made_at: str
    entry_seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class HeadFile:
    """What a file of heads says; `wrong` are the places of lines that cannot be read, `there` whether there is one."""

    there: bool
    lines: tuple[FileLine, ...] = ()
    wrong: tuple[int, ...] = ()


def words_of(link: str) -> str:
    """The beginning of a link as four words: 64 bits of it."""
    return spoken.words_of(link, WORDS)


def path_of(store: Store) -> Path:
    """Where the file of heads of a database is."""
    return store.path.with_name(NAME)


def newest(connection: Connection) -> KeptHead | None:
    """The head that was made last."""
    found = _all(connection, "ORDER BY number DESC LIMIT 1")
    return found[0] if found else None


def of_day(connection: Connection, on: date) -> KeptHead | None:
    """The last head of a business day."""
    found = _all(connection, "WHERE business_date = ? ORDER BY number DESC LIMIT 1", day(on))
    return found[0] if found else None


def every(connection: Connection) -> tuple[KeptHead, ...]:
    """All heads, in order."""
    return _all(connection, "ORDER BY number")


def _all(connection: Connection, which: str, *values: str) -> tuple[KeptHead, ...]:
    rows = connection.execute(f"{_SELECT} {which}", values).fetchall()
    return tuple(KeptHead(as_day(row[0]), str(row[1]), int(row[2]), str(row[3]), as_instant(row[4])) for row in rows)


def add(connection: Connection, site: str, on: date, at: datetime) -> KeptHead:
    """Write the head of this moment into the table, in the caller's write transaction; `write_down` is for afterwards.

    While the ledger and the day stay as they are, it is the one that is there already.
    """
    end, before = chain.head(connection), newest(connection)
    if before is not None and (before.entry_seq, before.hash, before.business_date) == (end.entry_seq, end.hash, on):
        return before
    made = KeptHead(on, site, end.entry_seq, end.hash, at)
    connection.execute(
        "INSERT INTO heads (business_date, site, entry_seq, hash, words, made_at) VALUES (?, ?, ?, ?, ?, ?)",
        (day(on), site, end.entry_seq, end.hash, made.words, instant(at)),
    )
    return made


def write_down(store: Store, head: KeptHead) -> None:
    """Add a head to the file beside the database, once; it is on disk afterwards. Raises StoreUnavailable."""
    path = path_of(store)
    last = read(path).lines
    if last and (last[-1].what, last[-1].entry_seq, last[-1].hash) == (HEAD, head.entry_seq, head.hash):
        return
    _append(path, HEAD, head.business_date.isoformat(), head.site, head.entry_seq, head.hash, head.made_at)


def say_restored(store: Store, site: str, end: chain.Head, at: datetime) -> None:
    """Write into the file that a copy with so many lines was put in place. Raises StoreUnavailable."""
    _append(path_of(store), RESTORED, "-", site, end.entry_seq, end.hash, at)


def _append(path: Path, what: str, on: str, site: str, seq: int, link: str, at: datetime) -> None:
    words = words_of(link).replace(" ", "-")
    when = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    line = f"{when} {what} {on} {'-'.join(site.split()) or '-'} {seq} {words} {link}\n"
    try:
        append(path, line)
    except OSError as error:
        raise StoreUnavailable(
            _("The file of heads {path} cannot be written: {why}.").format(path=path, why=error.strerror or error),
            _("Look at its rights and at the room on the disk; the head stands on the sheet."),
        ) from error


def read(path: Path) -> HeadFile:
    """A file of heads. Raises StoreUnavailable for one that is there and cannot be read."""
    try:
        with path.open("rb") as file:
            text = file.read(BYTES_MAX).decode("utf-8", errors="replace")
    except FileNotFoundError:
        return HeadFile(there=False)
    except OSError as error:
        raise StoreUnavailable(
            _("The file of heads {path} cannot be read: {why}.").format(path=path, why=error.strerror or error),
            _("Look at its rights, then verify again."),
        ) from error
    lines: list[FileLine] = []
    wrong: list[int] = []
    for place, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _line(place, line.split())
        if found is None:
            wrong.append(place)
        else:
            lines.append(found)
    return HeadFile(there=True, lines=tuple(lines), wrong=tuple(wrong))


def _line(place: int, parts: Sequence[str]) -> FileLine | None:
    if len(parts) != 7 or parts[1] not in (HEAD, RESTORED) or not (parts[4].isascii() and parts[4].isdecimal()):
        return None
    link = parts[6]
    if len(parts[4]) > 15 or len(link) != 64 or set(link) - set("0123456789abcdef"):
        return None
    if spoken.digits_of(parts[5]) != link[: WORDS * spoken.BITS // 4]:
        return None
    return FileLine(place, parts[1], parts[0], int(parts[4]), link)
