"""Telephone calls: that it rang, who took it, who called back; and whose number it may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.ground import telephone
from frontdesk.store.columns import as_day, as_instant, as_optional_instant, day, instant, optional_instant
from frontdesk.store.customers import PHONE_TAIL
from frontdesk.store.driver import Connection, Row, Value

CANDIDATES_MAX = 200
CALLERS_MAX = 9
MERGES_MAX = 20
_COLUMNS = (
    "id, number, digits, line, desk, site, customer_id, rang_at, ended_at, taken_by, taken_at, conversation_id, "
    "let_go_by, let_go_at, let_go_why, business_date"
)
_END = "\U0010ffff"
_WAITS = "taken_at IS NULL AND let_go_at IS NULL"


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it is stored. `digits` is "" when the number was withheld; `desk` "" when it rang for every desk.

    `taken_at` without `taken_by` means that somebody picked up the telephone and has not opened it at a desk.
    """

    id: str
    number: str
    digits: str
    line: str
    desk: str
    site: str
    customer_id: str | None
    rang_at: datetime
    business_date: date
    ended_at: datetime | None = None
    taken_by: str | None = None
    taken_at: datetime | None = None
    conversation_id: str | None = None
    let_go_by: str | None = None
    let_go_at: datetime | None = None
    let_go_why: str = ""

    @property
    def waits(self) -> bool:
        """Whether nobody has taken it, called back or let it go."""
        return self.taken_at is None and self.let_go_at is None


@dataclass(frozen=True, slots=True)
class Caller:
    """A customer with the number of a call; `phone` as their card has it."""

    id: str
    name: str
    phone: str


def add(connection: Connection, call: Call) -> None:
    """Write a new call."""
    connection.execute(f"INSERT INTO calls ({_COLUMNS}) VALUES ({', '.join('?' * 16)})", _values(call))


def by_id(connection: Connection, call_id: str) -> Call | None:
    """The call of that id."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM calls WHERE id = ?", (call_id,)).fetchone()
    return None if row is None else _call(row)


def of_number(connection: Connection, site: str, digits: str, since: datetime) -> tuple[Call, ...]:
    """The calls of a number at a site since then, the newest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM calls WHERE digits = ? AND rang_at >= ? AND site = ? ORDER BY rang_at DESC, id DESC",
        (digits, instant(since), site),
    ).fetchall()
    return tuple(_call(row) for row in rows)


def waiting(connection: Connection, site: str, since: datetime | None = None) -> tuple[Call, ...]:
    """The calls of a site that nobody took, called back or let go, the oldest first; those since then."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM calls WHERE {_WAITS} AND rang_at >= ? AND site = ? ORDER BY rang_at, id",
        ("" if since is None else instant(since), site),
    ).fetchall()
    return tuple(_call(row) for row in rows)


def picked_up(connection: Connection, site: str, days: Iterable[date]) -> tuple[Call, ...]:
    """The calls of these business dates that somebody picked up, that go on, and that are open at no desk."""
    dates = [day(each) for each in days]
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM calls WHERE business_date IN ({', '.join('?' * len(dates))}) AND site = ?"
        " AND taken_at IS NOT NULL AND taken_by IS NULL AND conversation_id IS NULL AND ended_at IS NULL"
        " ORDER BY rang_at, id",
        (*dates, site),
    ).fetchall()
    return tuple(_call(row) for row in rows)


def of_day(connection: Connection, site: str, on: date) -> tuple[Call, ...]:
    """Every call of a business date at a site, the oldest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM calls WHERE business_date = ? AND site = ? ORDER BY rang_at, id", (day(on), site)
    ).fetchall()
    return tuple(_call(row) for row in rows)


def of_conversation(connection: Connection, conversation_id: str) -> tuple[Call, ...]:
    """The calls that led to a conversation, the newest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM calls WHERE conversation_id = ? ORDER BY rang_at DESC, id DESC", (conversation_id,)
    ).fetchall()
    return tuple(_call(row) for row in rows)


# --- what becomes of them -----------------------------------------------------------------------------------


def end(connection: Connection, call_ids: Iterable[str], at: datetime) -> None:
    """It was hung up; when that is known already it stays as it was."""
    connection.executemany(
        "UPDATE calls SET ended_at = ? WHERE id = ? AND ended_at IS NULL", ((instant(at), each) for each in call_ids)
    )


def pick_up(connection: Connection, call_ids: Iterable[str], desk: str, at: datetime) -> None:
    """Somebody picked up the telephone, at that desk where one is named."""
    connection.executemany(
        f"UPDATE calls SET taken_at = ?, desk = CASE WHEN ? = '' THEN desk ELSE ? END WHERE id = ? AND {_WAITS}",
        ((instant(at), desk, desk, each) for each in call_ids),
    )


def take(
    connection: Connection,
    call_ids: Iterable[str],
    *,
    taken_by: str,
    at: datetime,
    conversation_id: str | None,
    customer_id: str | None,
) -> None:
    """A person has these calls; what is known of their customer and conversation already stays without a new one."""
    connection.executemany(
        "UPDATE calls SET taken_by = ?, taken_at = coalesce(taken_at, ?), "
        "conversation_id = coalesce(?, conversation_id), customer_id = coalesce(?, customer_id) WHERE id = ?",
        ((taken_by, instant(at), conversation_id, customer_id, each) for each in call_ids),
    )


def link(connection: Connection, call_ids: Iterable[str], conversation_id: str | None, customer_id: str | None) -> None:
    """The conversation in which somebody is called back, and whose call it was; None leaves either as it is."""
    connection.executemany(
        "UPDATE calls SET conversation_id = coalesce(?, conversation_id), customer_id = coalesce(?, customer_id) "
        "WHERE id = ?",
        ((conversation_id, customer_id, each) for each in call_ids),
    )


def let_go(connection: Connection, call_ids: Iterable[str], by: str, at: datetime, why: str) -> None:
    """Nobody will call back, and why."""
    connection.executemany(
        f"UPDATE calls SET let_go_by = ?, let_go_at = ?, let_go_why = ? WHERE id = ? AND {_WAITS}",
        ((by, instant(at), why, each) for each in call_ids),
    )


# --- whose number it is -------------------------------------------------------------------------------------


def callers(connection: Connection, digits: str) -> tuple[Caller, ...]:
    """The customers with that number, by the longest end in common, at most CALLERS_MAX.

    Local and foreign forms of a number meet. A card that was merged stands for the one it was merged into.
    """
    if len(digits) < telephone.TAIL_MIN:
        return ()
    start = PHONE_TAIL + digits[::-1][: telephone.TAIL_MIN]
    rows = connection.execute(
        "SELECT term, customer_id FROM customer_terms WHERE term >= ? AND term < ? ORDER BY term LIMIT ?",
        (start, start + _END, CANDIDATES_MAX),
    ).fetchall()
    fits: dict[str, int] = {}
    for term, customer_id in rows:
        same = telephone.alike(digits, str(term)[len(PHONE_TAIL) :][::-1])
        if same:
            fits[str(customer_id)] = max(same, fits.get(str(customer_id), 0))
    found: dict[str, Caller] = {}
    for customer_id in sorted(fits, key=lambda each: (-fits[each], each)):
        one = caller(connection, customer_id)
        if one is not None:
            found.setdefault(one.id, one)
    return tuple(found.values())[:CALLERS_MAX]


def caller(connection: Connection, customer_id: str) -> Caller | None:
    """The customer as one who calls, after every merge; None when there is no such customer any more."""
    for _merge in range(MERGES_MAX):
        row = connection.execute(
            "SELECT id, name, phone, merged_into_id FROM customers WHERE id = ? AND erased_at IS NULL", (customer_id,)
        ).fetchone()
        if row is None:
            return None
        if row[3] is None:
            return Caller(row[0], row[1], row[2])
        customer_id = str(row[3])
    return None


def _values(call: Call) -> tuple[Value, ...]:
    return (
        call.id,
        call.number,
        call.digits,
        call.line,
        call.desk,
        call.site,
        call.customer_id,
        instant(call.rang_at),
        optional_instant(call.ended_at),
        call.taken_by,
        optional_instant(call.taken_at),
        call.conversation_id,
        call.let_go_by,
        optional_instant(call.let_go_at),
        call.let_go_why,
        day(call.business_date),
    )


def _call(row: Row) -> Call:
    return Call(
        id=row[0],
        number=row[1],
        digits=row[2],
        line=row[3],
        desk=row[4],
        site=row[5],
        customer_id=row[6],
        rang_at=as_instant(row[7]),
        ended_at=as_optional_instant(row[8]),
        taken_by=row[9],
        taken_at=as_optional_instant(row[10]),
        conversation_id=row[11],
        let_go_by=row[12],
        let_go_at=as_optional_instant(row[13]),
        let_go_why=row[14],
        business_date=as_day(row[15]),
    )
