"""The ledger: lines are appended and read, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from frontdesk.store import chain, entry_words, one_person
from frontdesk.store.columns import as_day, as_instant, day, instant, packed, unpacked_map
from frontdesk.store.driver import Connection, Row, Value

GIVEN = "given"
TAKEN_BACK = "taken_back"

_FIELDS = (
    "id, attempt_id, kind, reverses, conversation_id, incident_id, customer_id, order_id, gesture, label,"
    " value_minor, cost_minor, exposure_minor, quantity_thousandths, unit, currency, needs_heard, bend, staff_id,"
    " role, site, desk, guidelines_version, at, business_date, approval_id, grant_id, event_id, clock_behind_seconds"
)
_NAMES = tuple(name.strip() for name in _FIELDS.split(","))
_APPEND = f"INSERT INTO entries ({_FIELDS}, scope_json, words_digest) VALUES ({', '.join('?' * (len(_NAMES) + 2))})"
_READ = (
    f"{', '.join('e.' + name for name in _NAMES)}, coalesce(w.scope_json, e.scope_json), coalesce(w.reason, ''),"
    " w.moment_json"
)
_READ_NAMES = (*_NAMES, "scope", "reason", "moment")
_FROM = "FROM entries e LEFT JOIN entry_words w ON w.entry_seq = e.seq"
_SELECT = f"SELECT e.seq, {_READ} {_FROM}"
# Not "IS NULL": most entries are of no mass event, and an index by event would be walked through for them.
_ORDINARY, _OF_EVENT = "coalesce(e.event_id, '') = ''", "coalesce(e.event_id, '') <> ''"


@dataclass(frozen=True, slots=True)
class Entry:
    """A ledger line. Money is in minor units; `scope` is what limits could be per when it was given.

    `moment` is the moment it was decided in (`authority.remembering`); None for a taking back and for what was given
    before moments were kept. `approval_id` is the yes it was given by, `grant_id` the authority given ahead that it
    used, `event_id` the mass event it belongs to; a taking back has those of what it takes back. `reason`, `moment` and
    names in `scope` are gone ("", None, left out) where the person was forgotten. `clock_behind_seconds` says that the
    clock stood so far before `at`, which then is the moment of the line before; None where the clock was right.
    """

    id: str
    attempt_id: str
    kind: str
    reverses: str | None
    conversation_id: str
    incident_id: str
    customer_id: str | None
    order_id: str | None
    gesture: str
    label: str
    value_minor: int | None
    cost_minor: int
    exposure_minor: int
    quantity_thousandths: int
    unit: str
    currency: str
    reason: str
    needs_heard: bool
    bend: bool
    scope: Mapping[str, str]
    staff_id: str
    role: str
    site: str
    desk: str
    guidelines_version: str
    at: datetime
    business_date: date
    moment: Mapping[str, Any] | None = None
    approval_id: str | None = None
    grant_id: str | None = None
    event_id: str | None = None
    clock_behind_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Newest:
    """The end of the ledger: its number, and the moment it counts at."""

    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A given entry as lists show it: with its number, the names, and whether it was taken back."""

    seq: int
    entry: Entry
    staff_name: str
    customer_name: str
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """What one given entry adds to the figures of its day. Money is minor units."""

    at: datetime
    gesture: str
    label: str
    value_minor: int | None
    cost_minor: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What a mass event has given so far: times, and sums in minor units."""

    times: int
    value_minor: int
    cost_minor: int
    exposure_minor: int


def append(connection: Connection, entry: Entry) -> int:
    """Write one line with its words and its link; its number comes back. RuleBroken when the database refuses it."""
    words = entry_words.Words.of(entry.reason, entry.scope, entry.moment)
    values: tuple[Value, ...] = (
        entry.id,
        entry.attempt_id,
        entry.kind,
        entry.reverses,
        entry.conversation_id,
        entry.incident_id,
        entry.customer_id,
        entry.order_id,
        entry.gesture,
        entry.label,
        entry.value_minor,
        entry.cost_minor,
        entry.exposure_minor,
        entry.quantity_thousandths,
        entry.unit,
        entry.currency,
        int(entry.needs_heard),
        int(entry.bend),
        entry.staff_id,
        entry.role,
        entry.site,
        entry.desk,
        entry.guidelines_version,
        instant(entry.at),
        day(entry.business_date),
        entry.approval_id,
        entry.grant_id,
        entry.event_id,
        entry.clock_behind_seconds,
        packed(entry_words.ids_of(entry.scope)),
        words.digest,
    )
    seq = connection.execute(_APPEND, values).lastrowid
    if seq is None or seq < 1:
        raise AssertionError("a line that was written has a number")
    entry_words.add(connection, seq, words)
    chain.add(connection, seq)
    return seq


def newest(connection: Connection) -> Newest | None:
    """The newest line's number and moment; None in an empty ledger."""
    row = connection.execute("SELECT seq, at FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    return None if row is None else Newest(int(row[0]), as_instant(row[1]))


def last_number(connection: Connection) -> int:
    """The number of the newest line; 0 in an empty ledger."""
    row = connection.execute("SELECT max(seq) FROM entries").fetchone()
    return 0 if row is None or row[0] is None else int(row[0])


def currency(connection: Connection) -> str | None:
    """The currency of the last line (ISO code); None while nothing was ever given."""
    row = connection.execute("SELECT currency FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    return None if row is None else str(row[0])


def by_attempt(connection: Connection, attempt_id: str) -> tuple[int, Entry] | None:
    """The line that an attempt made, with its number."""
    return _numbered(connection.execute(f"{_SELECT} WHERE e.attempt_id = ?", (attempt_id,)).fetchone())


def by_id(connection: Connection, entry_id: str) -> tuple[int, Entry] | None:
    """The line of that id, with its number."""
    return _numbered(connection.execute(f"{_SELECT} WHERE e.id = ?", (entry_id,)).fetchone())


def reversal_of(connection: Connection, entry_id: str) -> tuple[int, Entry] | None:
    """The line that took the entry back."""
    return _numbered(connection.execute(f"{_SELECT} WHERE e.reverses = ?", (entry_id,)).fetchone())


def given_in_incident(connection: Connection, incident_id: str) -> frozenset[str]:
    """The gestures given within an incident and not taken back."""
    rows = connection.execute(
        "SELECT DISTINCT e.gesture FROM entries e WHERE e.incident_id = ? AND e.kind = 'given'"
        " AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)",
        (incident_id,),
    ).fetchall()
    return frozenset(row[0] for row in rows)


def given_in_conversation(connection: Connection, conversation_id: str) -> int:
    """How many gestures were given in a conversation and not taken back, without those that a mass event owes."""
    row = connection.execute(
        f"SELECT count(*) FROM entries e WHERE e.conversation_id = ? AND e.kind = 'given' AND {_ORDINARY}"
        " AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)",
        (conversation_id,),
    ).fetchone()
    return 0 if row is None else int(row[0])


def given_for_the_request(connection: Connection, conversation_id: str) -> bool:
    """Whether anything was given in a conversation because its request was heard, also when it was taken back."""
    row = connection.execute(
        "SELECT 1 FROM entries WHERE conversation_id = ? AND kind = 'given' AND needs_heard LIMIT 1", (conversation_id,)
    ).fetchone()
    return row is not None


def given_by_order(connection: Connection, order_id: str, customer_id: str | None) -> bool:
    """Whether anything was ever given by an order, also when it was taken back.

    `customer_id` is whose order it is: a line that names an order is theirs, or of nobody who was known by then.
    """
    cards = () if customer_id is None else one_person.cards_of(connection, customer_id)
    theirs = f"customer_id IN ({', '.join('?' * len(cards))})"
    row = connection.execute(
        f"SELECT 1 FROM entries WHERE ({theirs} OR customer_id IS NULL) AND order_id = ? AND kind = 'given' LIMIT 1",
        (*cards, order_id),
    ).fetchone()
    return row is not None


def lines_of_conversation(connection: Connection, conversation_id: str) -> tuple[Line, ...]:
    """What was given in a conversation, in order."""
    return _lines(connection, "e.conversation_id = ?", "e.seq", (conversation_id,))


def lines_of_customer(connection: Connection, customer_id: str, limit: int = 50) -> tuple[Line, ...]:
    """What a customer was given, the newest first: on whichever of their cards."""
    cards = one_person.cards_of(connection, customer_id)
    marks = ", ".join("?" * len(cards))
    return _lines(connection, f"e.customer_id IN ({marks})", "e.seq DESC LIMIT ?", (*cards, limit))


def count_of_customer(connection: Connection, customer_id: str) -> int:
    """How many lines `lines_of_customer` would be without its limit."""
    cards = one_person.cards_of(connection, customer_id)
    row = connection.execute(
        f"SELECT count(*) FROM entries WHERE kind = 'given' AND customer_id IN ({', '.join('?' * len(cards))})", cards
    ).fetchone()
    return 0 if row is None else int(row[0])


def lines_of_day(connection: Connection, on: date, gesture: str | None = None) -> tuple[Line, ...]:
    """What was given on a business date, in order; of one gesture when it is named. Mass events are apart."""
    if gesture is None:
        return _lines(connection, f"e.business_date = ? AND {_ORDINARY}", "e.seq", (day(on),))
    return _lines(connection, f"e.business_date = ? AND e.gesture = ? AND {_ORDINARY}", "e.seq", (day(on), gesture))


def figures_of_day(connection: Connection, on: date) -> tuple[Figure, ...]:
    """What was given on a business date and not taken back, in order: only what sums are made of.

    What mass events owe is not in it: `figures_of_events`.
    """
    return _figures(connection, on, _ORDINARY)


def figures_of_events(connection: Connection, on: date) -> tuple[Figure, ...]:
    """`figures_of_day` of what was given because a mass event owes it."""
    return _figures(connection, on, _OF_EVENT)


def spent_by_event(connection: Connection, event_id: str) -> Spent:
    """What a mass event has given so far, without what was taken back."""
    row = connection.execute(
        "SELECT count(*), coalesce(sum(e.value_minor), 0), coalesce(sum(e.cost_minor), 0),"
        " coalesce(sum(e.exposure_minor), 0) FROM entries e WHERE e.event_id = ? AND e.kind = 'given'"
        " AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)",
        (event_id,),
    ).fetchone()
    return Spent(0, 0, 0, 0) if row is None else Spent(*row)


def _figures(connection: Connection, on: date, which: str) -> tuple[Figure, ...]:
    rows = connection.execute(
        "SELECT e.at, e.gesture, e.label, e.value_minor, e.cost_minor FROM entries e"
        f" WHERE e.business_date = ? AND e.kind = 'given' AND {which}"
        " AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id) ORDER BY e.seq",
        (day(on),),
    ).fetchall()
    return tuple(Figure(as_instant(row[0]), row[1], row[2], row[3], row[4]) for row in rows)


def _lines(connection: Connection, where: str, order: str, parameters: tuple[Value, ...]) -> tuple[Line, ...]:
    rows = connection.execute(
        f"SELECT e.seq, {_READ}, s.name, c.customer_name,"
        " EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)"
        f" {_FROM} JOIN staff s ON s.id = e.staff_id JOIN conversations c ON c.id = e.conversation_id"
        f" WHERE e.kind = 'given' AND {where} ORDER BY {order}",
        parameters,
    ).fetchall()
    end = 1 + len(_READ_NAMES)
    return tuple(Line(row[0], _entry(row[1:end]), row[end], row[end + 1], bool(row[end + 2])) for row in rows)


def _numbered(row: Row | None) -> tuple[int, Entry] | None:
    return None if row is None else (int(row[0]), _entry(row[1:]))


def _entry(row: Row) -> Entry:
    plain = dict(zip(_READ_NAMES, row, strict=True))
    moment = plain["moment"]
    return Entry(
        **plain
        | {
            "needs_heard": bool(plain["needs_heard"]),
            "bend": bool(plain["bend"]),
            "scope": unpacked_map(plain["scope"]),
            "at": as_instant(plain["at"]),
            "business_date": as_day(plain["business_date"]),
            "moment": None if moment is None else unpacked_map(moment),
        }
    )
