"""Authority given ahead: for one person, one desk or everybody, so many times or until a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.store.columns import as_day, as_instant, as_optional_instant, day, instant
from frontdesk.store.driver import Connection, Row, Value

_COLUMNS = (
    "id, gesture, staff_id, desk, up_to_minor, times, until_at, reason, made_by, made_at, business_date, site,"
    " withdrawn_at"
)
_USES = (
    "(SELECT count(*) FROM entries e WHERE e.grant_id = g.id AND e.kind = 'given'"
    " AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id))"
)
_SELECT = (
    f"SELECT {', '.join(f'g.{name.strip()}' for name in _COLUMNS.split(','))}, {_USES}, maker.name,"
    " coalesce(person.name, ''), maker.role, maker.active, own.up_to_minor"
    " FROM grants g JOIN staff maker ON maker.id = g.made_by LEFT JOIN staff person ON person.id = g.staff_id"
    " LEFT JOIN staff_authority own ON own.staff_id = g.made_by AND own.gesture = g.gesture"
)
_OPEN = f"g.withdrawn_at IS NULL AND g.until_at > ? AND g.site = ? AND (g.times IS NULL OR g.times > {_USES})"


@dataclass(frozen=True, slots=True)
class Grant:
    """More authority for one gesture, to `up_to_minor`, until the instant `until_at`, which is too late.

    It is for `staff_id`, or for whoever works at `desk`, or for everybody. `used` counts what was given by it and not
    taken back; `times` None means as often as it is needed. `maker_*` is what whoever made it is and may give now.
    """

    id: str
    gesture: str
    staff_id: str | None
    desk: str | None
    up_to_minor: int
    times: int | None
    until_at: datetime
    reason: str
    made_by: str
    made_at: datetime
    business_date: date
    site: str
    withdrawn_at: datetime | None = None
    used: int = 0
    made_by_name: str = ""
    staff_name: str = ""
    maker_role: str = ""
    maker_active: bool = True
    maker_own_minor: int | None = None


def add(connection: Connection, new: Grant) -> None:
    """Write a grant."""
    connection.execute(
        f"INSERT INTO grants ({_COLUMNS}) VALUES ({', '.join('?' * 12)}, NULL)",
        (
            new.id,
            new.gesture,
            new.staff_id,
            new.desk,
            new.up_to_minor,
            new.times,
            instant(new.until_at),
            new.reason,
            new.made_by,
            instant(new.made_at),
            day(new.business_date),
            new.site,
        ),
    )


def withdraw(connection: Connection, grant_id: str, at: datetime) -> bool:
    """Withdraw a grant; what was given by it stands. False when it was withdrawn before."""
    cursor = connection.execute(
        "UPDATE grants SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL", (instant(at), grant_id)
    )
    return cursor.rowcount == 1


def by_id(connection: Connection, grant_id: str) -> Grant | None:
    """The grant of that id."""
    found = _some(connection, "g.id = ?", (grant_id,))
    return found[0] if found else None


def open_ones(connection: Connection, site: str, now: datetime) -> tuple[Grant, ...]:
    """The grants that can still be used at `now`, those that end first before the others."""
    return _some(connection, _OPEN, (instant(now), site))


def open_for(connection: Connection, site: str, staff_id: str, desk: str, now: datetime) -> tuple[Grant, ...]:
    """The grants that this person can use at this desk now."""
    where = f"{_OPEN} AND (g.staff_id = ? OR g.desk = ? OR (g.staff_id IS NULL AND g.desk IS NULL))"
    return _some(connection, where, (instant(now), site, staff_id, desk))


def _some(connection: Connection, where: str, parameters: tuple[Value, ...]) -> tuple[Grant, ...]:
    rows = connection.execute(f"{_SELECT} WHERE {where} ORDER BY g.until_at, g.made_at, g.id", parameters).fetchall()
    return tuple(_grant(row) for row in rows)


def _grant(row: Row) -> Grant:
    return Grant(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        as_instant(row[6]),
        row[7],
        row[8],
        as_instant(row[9]),
        as_day(row[10]),
        row[11],
        as_optional_instant(row[12]),
        row[13],
        row[14],
        row[15],
        row[16],
        bool(row[17]),
        row[18],
    )
