"""How conversations were settled: what was given in them, by whose yes, and what was promised. Read, never written.

Nothing here looks at who gave: a conversation is of a kind, a person is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.store.columns import as_instant, as_optional_instant, instant
from frontdesk.store.conversations import NOT_OF_EVENT
from frontdesk.store.driver import Connection, Row

_STANDS = "e.kind = 'given' AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)"
_PROMISED = "EXISTS (SELECT 1 FROM promises p WHERE p.conversation_id = c.id AND p.withdrawn_at IS NULL)"
_CALLED = NOT_OF_EVENT.format(table="c.")  # somebody spoke to us: no conversation of a mass event
_ORDINARY = "coalesce(e.event_id, '') = ''"  # what a mass event owes says nothing about how a conversation was settled
_SOMETHING = f"EXISTS (SELECT 1 FROM entries e WHERE e.conversation_id = c.id AND {_STANDS})"


@dataclass(frozen=True, slots=True)
class Gave:
    """A standing gesture of a closed conversation. `above` is true when a yes or a grant from above let it pass."""

    conversation_id: str
    gesture: str
    value_minor: int | None
    role: str
    above: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A standing gesture with the situation it was given in, for judgements that recur."""

    gesture: str
    situation: str
    value_minor: int | None
    reason: str
    conversation_id: str


@dataclass(frozen=True, slots=True)
class Empty:
    """A conversation in which something was asked, and neither given nor promised."""

    conversation_id: str
    customer_id: str | None
    customer_name: str
    situation: str | None
    request: str
    opened_at: datetime
    closed_at: datetime | None


def closed_between(connection: Connection, since: datetime, until: datetime) -> tuple[tuple[str, bool], ...]:
    """The conversations closed at or after `since` and before `until`, each with whether something was promised."""
    rows = connection.execute(
        f"SELECT c.id, {_PROMISED} FROM conversations c WHERE c.closed_at >= ? AND c.closed_at < ? AND {_CALLED}",
        (instant(since), instant(until)),
    ).fetchall()
    return tuple((str(row[0]), bool(row[1])) for row in rows)


def given_in_closed(connection: Connection, since: datetime, until: datetime) -> tuple[Gave, ...]:
    """The gestures that stand in the conversations of `closed_between`."""
    rows = connection.execute(
        "SELECT e.conversation_id, e.gesture, e.value_minor, e.role,"
        " e.approval_id NOT NULL OR e.grant_id NOT NULL OR e.bend"
        " FROM conversations c JOIN entries e ON e.conversation_id = c.id"
        f" WHERE c.closed_at >= ? AND c.closed_at < ? AND {_STANDS} AND {_ORDINARY}",
        (instant(since), instant(until)),
    ).fetchall()
    return tuple(Gave(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows)


def judged_since(connection: Connection, gestures: tuple[str, ...], since: datetime) -> tuple[Judged, ...]:
    """The gestures of these names that stand, given since then in a situation that was named; the newest first.

    One whose situation somebody wrote an idea about since then, for that gesture, is left out: it has its idea.
    """
    marks = ", ".join("?" * len(gestures))
    rows = connection.execute(
        "SELECT e.gesture, c.situation, e.value_minor, coalesce(w.reason, ''), c.id FROM entries e"
        " LEFT JOIN entry_words w ON w.entry_seq = e.seq"
        " JOIN conversations c ON c.id = e.conversation_id"
        f" WHERE e.gesture IN ({marks}) AND e.at > ? AND c.situation NOT NULL AND {_STANDS} AND {_ORDINARY}"
        " AND NOT EXISTS (SELECT 1 FROM ideas i JOIN conversations d ON d.id = i.conversation_id"
        " WHERE i.gesture = e.gesture AND d.situation = c.situation AND i.at > ?) ORDER BY e.seq DESC",
        (*gestures, instant(since), instant(since)),
    ).fetchall()
    return tuple(Judged(row[0], row[1], row[2], row[3], row[4]) for row in rows)


def left_empty(connection: Connection, since: datetime, until: datetime, *, open_too: bool) -> tuple[Empty, ...]:
    """Conversations in which something was asked, and neither given nor promised: closed in that time.

    With `open_too` also those that began in it and were never closed. By when they began.
    """
    columns = "c.id, c.customer_id, c.customer_name, c.situation, c.request, c.opened_at, c.closed_at"
    asked = f"{_CALLED} AND (c.situation NOT NULL OR trim(c.request) <> '') AND NOT {_PROMISED} AND NOT {_SOMETHING}"
    closed = f"SELECT {columns} FROM conversations c WHERE c.closed_at >= ? AND c.closed_at < ? AND {asked}"
    still_open = (
        f"SELECT {columns} FROM conversations c WHERE c.closed_at IS NULL AND c.opened_at >= ? AND c.opened_at < ?"
        f" AND {asked}"
    )
    span = (instant(since), instant(until))
    rows = connection.execute(closed, span).fetchall()
    if open_too:
        rows += connection.execute(still_open, span).fetchall()
    found = [_empty(row) for row in rows]
    return tuple(sorted(found, key=lambda each: (each.opened_at, each.conversation_id)))


def _empty(row: Row) -> Empty:
    return Empty(row[0], row[1], row[2], row[3], row[4], as_instant(row[5]), as_optional_instant(row[6]))
