"""The list of who was erased, beside the database: so that a backup that is put back forgets them again.

One line for each card, and for each conversation that had none: its id, the date, and how; nothing else is known of
them. The list and the table `erasures` are brought together whenever a database is opened: what one of them has, the
other gets. So is what files knew the people by (`store.forgotten_file`).
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from frontdesk.ground.language import _
from frontdesk.store import erasing, forgotten_file, personal
from frontdesk.store.beside import append, named
from frontdesk.store.connections import Store
from frontdesk.store.driver import Connection
from frontdesk.store.personal import Of
from frontdesk.store.transaction import reading, writing

NAME = "erased.txt"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list. `on` is a date as text."""

    customer_id: str
    on: str
    how: str

    @property
    def day(self) -> date | None:
        """`on` as a date; None when somebody wrote something else there."""
        try:
            return date.fromisoformat(self.on)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.customer_id} {self.on} {self.how}\n"


def path_of(store: Store) -> Path:
    """Where the list of a database is."""
    return store.path.with_name(NAME)


def replay(store: Store, at: datetime, *, each_one: bool = False) -> int:
    """Bring the list and the database together; how many people of an older database were erased again.

    It costs one look at the list and one count when there is nothing to do; `each_one` holds every line against the
    database, for lists of several places, where as many may be others. Raises StoreUnavailable, also for a list that
    cannot be read: nobody who was erased is shown again because of it.
    """
    forgotten_file.bring_together(store, at)
    listed = _lines(path_of(store))
    with reading(store) as connection:
        newest = listed[-1].customer_id if listed else None
        as_many = _count(connection) == len(listed) and (newest is None or erasing.erasure_of(connection, newest))
        if as_many and not each_one:
            return 0
    erased = {line.customer_id: line for line in lines_in(store)}
    there = {line.customer_id for line in listed}
    add(store, [line for line in erased.values() if line.customer_id not in there])
    again = 0
    for line in listed:
        if line.customer_id in erased:
            continue
        with writing(store) as connection:
            people = personal.cards_of(connection, line.customer_id)
            talk = connection.execute("SELECT 1 FROM conversations WHERE id = ?", (line.customer_id,)).fetchone()
            whose = Of(() if talk else people or (line.customer_id,), (line.customer_id,) if talk else ())
            erasing.end(connection, whose, at, None)
            erasing.erase(connection, whose, line.how, at, None, line.day)
        again += bool(people or talk)
    forgotten_file.bring_together(store, at)
    return again


def add(store: Store, lines: Iterable[Line]) -> None:
    """Write lines at the end of the list; they are on disk afterwards. Only its owner can read it."""
    with _named(path_of(store)):
        append(path_of(store), "".join(str(line) for line in lines))


def lines_in(store: Store) -> list[Line]:
    """Who was erased, as the database itself says it: what should stand in the list, and may not have come so far."""
    with reading(store) as connection:
        rows = connection.execute("SELECT customer_id, erased_at, how FROM erasures ORDER BY erased_at").fetchall()
    return [Line(str(row[0]), str(row[1])[:10], str(row[2])) for row in rows]


def _named(path: Path) -> AbstractContextManager[None]:
    """Within it, what keeps the list from being read or written is said in words."""
    return named(path, _("The list of who was erased, {path}, cannot be read or written: {why}."))


def _lines(path: Path) -> list[Line]:
    """The list, each card once; a line that was cut off while it was written is left out."""
    with _named(path):
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return []
    found: dict[str, Line] = {}
    for words in (line.split() for line in text.splitlines()):
        if len(words) == 3 and words[2] in (erasing.ASKED, erasing.RETENTION):
            found.setdefault(words[0], Line(*words))
    return list(found.values())


def _count(connection: Connection) -> int:
    row = connection.execute("SELECT count(*) FROM erasures").fetchone()
    return 0 if row is None else int(row[0])
