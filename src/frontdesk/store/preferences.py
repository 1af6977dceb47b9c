"""What customers like and need, in somebody's words: rows in, frozen values out. What was struck out stays out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.ground.folding import folded
from frontdesk.ground.ids import new_id
from frontdesk.store import columns
from frontdesk.store.driver import Connection, Row

_COLUMNS = (
    "p.id, p.customer_id, p.text, p.whose, p.lasting, p.expires_on, p.conversation_id, p.noted_by, p.noted_at,"
    " p.struck_at, coalesce(s.name, ''), v.closed_at, o.state, o.ends_on, o.id"
)
_FROM = (
    "FROM preferences p LEFT JOIN staff s ON s.id = p.noted_by LEFT JOIN conversations v ON v.id = p.conversation_id"
    " LEFT JOIN orders o ON o.id = v.order_id"
)
_MANY = 400  # parameters in one statement, well below every SQLite's limit


@dataclass(frozen=True, slots=True)
class Preference:
    """Something a customer likes or needs.

    `whose` is "" for the customer's own words, else who said it; `noted_by` None came with an import. Not `lasting`,
    it is for this time only: until `expires_on`, else as long as the stay that it was noted in goes on, else until the
    conversation is closed. `noted_by_name`, `until` and `over` are read, not written: `until` is the last day that is
    known, `over` that its stay or conversation has ended.
    """

    id: str
    customer_id: str
    text: str
    noted_at: datetime
    whose: str = ""
    lasting: bool = True
    expires_on: date | None = None
    conversation_id: str | None = None
    noted_by: str | None = None
    struck_at: datetime | None = None
    noted_by_name: str = ""
    until: date | None = None
    over: bool = False

    def counts_on(self, day: date) -> bool:
        """Whether it still holds on the business day `day`."""
        return self.struck_at is None and not self.over and (self.until is None or self.until >= day)


def by_id(connection: Connection, preference_id: str) -> Preference | None:
    """The preference of that id, struck out or not."""
    row = connection.execute(f"SELECT {_COLUMNS} {_FROM} WHERE p.id = ?", (preference_id,)).fetchone()
    return None if row is None else _preference(row)


def in_force(connection: Connection, customer_id: str, day: date) -> tuple[Preference, ...]:
    """What holds for the customer on the business day `day`: what is always first, the newest first in each."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE p.customer_id = ? AND p.struck_at IS NULL"
        " ORDER BY p.lasting DESC, p.noted_at DESC, p.id",
        (customer_id,),
    )
    return tuple(each for each in map(_preference, rows) if each.counts_on(day))


def add(connection: Connection, preferences: Iterable[Preference]) -> None:
    """Write preferences down."""
    connection.executemany(
        "INSERT INTO preferences (id, customer_id, text, whose, lasting, expires_on, conversation_id, noted_by,"
        " noted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                each.id,
                each.customer_id,
                each.text,
                each.whose,
                int(each.lasting),
                None if each.expires_on is None else columns.day(each.expires_on),
                each.conversation_id,
                each.noted_by,
                columns.instant(each.noted_at),
            )
            for each in preferences
        ),
    )


def strike(connection: Connection, preference_id: str, by: str, at: datetime) -> None:
    """Strike one out: it is shown to nobody any more, and no import brings it back."""
    connection.execute(
        "UPDATE preferences SET struck_by = ?, struck_at = ? WHERE id = ? AND struck_at IS NULL",
        (by, columns.instant(at), preference_id),
    )


def unstrike(connection: Connection, preference_id: str) -> None:
    """Let one that was struck out count again."""
    connection.execute("UPDATE preferences SET struck_by = NULL, struck_at = NULL WHERE id = ?", (preference_id,))


# --- taking over --------------------------------------------------------------------------------------------


def lacking(connection: Connection, wanted: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Of the texts wanted for customers (by their id) those that their cards do not have; nobody with none.

    A text that is there in another spelling is there, and so is one that was struck out: it was not wanted.
    """
    known: set[tuple[str, str]] = set()
    ids = list(wanted)
    for start in range(0, len(ids), _MANY):
        chunk = ids[start : start + _MANY]
        rows = connection.execute(
            "SELECT customer_id, text FROM preferences WHERE (lasting OR struck_at NOT NULL)"
            f" AND customer_id IN ({', '.join('?' * len(chunk))})",
            chunk,
        )
        known.update((str(row[0]), folded(row[1])) for row in rows)
    found: dict[str, tuple[str, ...]] = {}
    for customer_id, texts in wanted.items():
        new = {folded(text): text for text in reversed(list(texts)) if (customer_id, folded(text)) not in known}
        if new:
            found[customer_id] = tuple(reversed(new.values()))
    return found


def take_over(connection: Connection, taken: Iterable[tuple[str, Iterable[str]]], at: datetime) -> int:
    """Add what an import says customers like, as their own words, always; returns how many were added.

    What is there already is not doubled, and what was struck out is never brought back.
    """
    wanted: dict[str, list[str]] = {}
    for customer_id, texts in taken:
        wanted.setdefault(customer_id, []).extend(texts)
    new = [
        Preference(new_id(), customer_id, text, at)
        for customer_id, texts in lacking(connection, wanted).items()
        for text in texts
    ]
    add(connection, new)
    return len(new)


def _preference(row: Row) -> Preference:
    expires_on, lasting = columns.as_optional_day(row[5]), bool(row[4])
    of_stay = not lasting and expires_on is None and row[14] is not None
    of_talk = not lasting and expires_on is None and row[14] is None and row[6] is not None
    return Preference(
        id=row[0],
        customer_id=row[1],
        text=row[2],
        whose=row[3],
        lasting=lasting,
        expires_on=expires_on,
        conversation_id=row[6],
        noted_by=row[7],
        noted_at=columns.as_instant(row[8]),
        struck_at=columns.as_optional_instant(row[9]),
        noted_by_name=row[10],
        until=columns.as_optional_day(row[13]) if of_stay else expires_on,
        over=(of_stay and row[12] != "open") or (of_talk and row[11] is not None),
    )
