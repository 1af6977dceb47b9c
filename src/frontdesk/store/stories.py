"""What went well, in the customer's words; and who could be thanked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.store.columns import as_day, as_instant, as_optional_day, day, instant, packed, unpacked_list
from frontdesk.store.driver import Connection, Value

_SELECT = (
    "SELECT t.id, t.conversation_id, t.kind, t.words, t.thanked_json, teller.name, t.at, t.business_date,"
    " coalesce(c.customer_name, ''), coalesce(p.name, ''), t.lined_up_on"
    " FROM stories t JOIN staff teller ON teller.id = t.told_by"
    " LEFT JOIN conversations c ON c.id = t.conversation_id LEFT JOIN customers p ON p.id = c.customer_id"
)


@dataclass(frozen=True, slots=True)
class Story:
    """A story as lists read it. `thanked` are the people's names now; `card_name` is the customer's on their card.

    `lined_up_on` is the business date of the line-up that told it, None while none has.
    """

    id: str
    conversation_id: str | None
    kind: str
    words: str
    thanked: tuple[str, ...]
    told_by: str
    at: datetime
    business_date: date
    customer_name: str
    card_name: str
    lined_up_on: date | None = None


def add(
    connection: Connection,
    *,
    story_id: str,
    conversation_id: str | None,
    kind: str,
    words: str,
    thanked: Sequence[str],
    told_by: str,
    at: datetime,
    business_date: date,
) -> None:
    """Write a story; `thanked` are ids of people, also of those who no longer work here."""
    connection.execute(
        "INSERT INTO stories (id, conversation_id, kind, words, thanked_json, told_by, at, business_date)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (story_id, conversation_id, kind, words, packed(list(thanked)), told_by, instant(at), day(business_date)),
    )


def by_id(connection: Connection, story_id: str) -> Story | None:
    """The story of that id."""
    found = _some(connection, "t.id = ?", (story_id,))
    return found[0] if found else None


def between(connection: Connection, since: date, until: date) -> tuple[Story, ...]:
    """The stories told from one business date to another, both included, the newest first."""
    return _some(connection, "t.business_date >= ? AND t.business_date <= ?", (day(since), day(until)))


def line_up(connection: Connection, story_id: str, on: date) -> None:
    """Write down that the line-up of that business date tells the story; the first one stands."""
    connection.execute("UPDATE stories SET lined_up_on = ? WHERE id = ? AND lined_up_on IS NULL", (day(on), story_id))


def of_conversation(connection: Connection, conversation_id: str) -> tuple[Story, ...]:
    """The stories of a conversation, the newest first."""
    return _some(connection, "t.conversation_id = ?", (conversation_id,))


def counted(connection: Connection, since: date, until: date) -> dict[str, int]:
    """How many stories of each kind were told from one business date to another, both included."""
    rows = connection.execute(
        "SELECT kind, count(*) FROM stories WHERE business_date >= ? AND business_date <= ? GROUP BY kind",
        (day(since), day(until)),
    ).fetchall()
    return {str(row[0]): int(row[1]) for row in rows}


def names_ever(connection: Connection) -> tuple[str, ...]:
    """Everybody who works or ever worked here, by name."""
    rows = connection.execute("SELECT name FROM staff ORDER BY folded").fetchall()
    return tuple(str(row[0]) for row in rows)


def names_in(connection: Connection, conversation_id: str) -> tuple[str, ...]:
    """Who had to do with a conversation: who led it, gave something, promised something or owns a promise."""
    rows = connection.execute(
        "SELECT name FROM staff WHERE id IN ("
        "SELECT staff_id FROM conversations WHERE id = ?1"
        " UNION SELECT staff_id FROM entries WHERE conversation_id = ?1 AND kind = 'given'"
        " UNION SELECT owner_id FROM promises WHERE conversation_id = ?1) ORDER BY folded",
        (conversation_id,),
    ).fetchall()
    return tuple(str(row[0]) for row in rows)


def _some(connection: Connection, where: str, parameters: tuple[Value, ...]) -> tuple[Story, ...]:
    rows = connection.execute(f"{_SELECT} WHERE {where} ORDER BY t.at DESC, t.id DESC", parameters).fetchall()
    names = _names(connection) if rows else {}
    return tuple(
        Story(
            id=row[0],
            conversation_id=row[1],
            kind=row[2],
            words=row[3],
            thanked=tuple(names[each] for each in unpacked_list(row[4]) if each in names),
            told_by=row[5],
            at=as_instant(row[6]),
            business_date=as_day(row[7]),
            customer_name=row[8],
            card_name=row[9],
            lined_up_on=as_optional_day(row[10]),
        )
        for row in rows
    )


def _names(connection: Connection) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in connection.execute("SELECT id, name FROM staff").fetchall()}
