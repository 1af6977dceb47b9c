"""Somebody who can write to the file goes around the program: plain SQLite, the triggers taken away and put back."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from a_desk import Clock, given, heard, make_desk, make_guest
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import recording

LINES = 12


def worked_desk(folder: Path, clock: Clock | None = None, lines: int = LINES) -> Desk:
    """A desk whose ledger has `lines` lines, of three customers; the sixth takes the fifth back."""
    desk = make_desk(folder, clock or Clock())
    guests = [make_guest(desk, name) for name in ("Kristīne Bērziņa", "Олена Шевченко", "Ann Smith")]
    entries: list[str] = []
    for number in range(lines):
        talk = heard(desk, guests[number % 3])
        if number == 5:
            recording.take_back(desk, entries[4], "it was cold")
        else:
            entries.append(given(desk, talk, ("drink", "luggage", "card")[number % 3 if number < 6 else 1]).entry_id)
    return desk


def path_of(desk: Desk) -> Path:
    """The database file, with everything in it: nobody has it open any more."""
    desk.store.close()
    path = desk.store.path
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    return path


@contextlib.contextmanager
def around(path: Path, *, put_back: bool = True) -> Iterator[sqlite3.Connection]:
    """The file opened by somebody else: no trigger is in the way, and afterwards all stand as they stood."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        rules = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in rules:
            connection.execute(f'DROP TRIGGER "{name}"')
        yield connection
        for _name, sql in rules if put_back else ():
            connection.execute(sql)


def copied(path: Path, folder: Path) -> Path:
    """A copy of the database with its file of heads, in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (path.name, "heads.txt"):
        if path.with_name(name).exists():
            shutil.copy(path.with_name(name), folder / name)
    return folder / path.name


def mend_the_chain(connection: sqlite3.Connection, start: int = 1) -> None:
    """Make every link from `start` on anew, by the written form alone and with none of the program's code."""
    connection.row_factory = sqlite3.Row
    row = connection.execute("SELECT hash FROM chain WHERE entry_seq = ?", (start - 1,)).fetchone()
    before = "0" * 64 if row is None else row["hash"]
    for line in connection.execute("SELECT * FROM entries WHERE seq >= ? ORDER BY seq", (start,)).fetchall():
        said = {name: line[name] for name in line.keys() if line[name] is not None}  # noqa: SIM118 - a row has no items
        packed = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        before = hashlib.sha256(f"{before}\nfrontdesk line 1\n{packed}".encode()).hexdigest()
        connection.execute("INSERT OR REPLACE INTO chain (entry_seq, hash) VALUES (?, ?)", (line["seq"], before))
    connection.row_factory = None
