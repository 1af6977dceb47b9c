"""What guideline lines did over time: exceptions that were given, and sums of gestures. Who gave is not read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from frontdesk.store.columns import as_instant, as_optional_instant, day, instant, unpacked_map
from frontdesk.store.driver import Connection, Row

_STANDS = "e.kind = 'given' AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)"
_BENT = (
    "SELECT e.id, e.gesture, e.label, e.value_minor, coalesce(w.reason, ''), e.role,"
    " coalesce(w.scope_json, e.scope_json), e.guidelines_version, e.at,"
    " w.moment_json FROM entries e LEFT JOIN entry_words w ON w.entry_seq = e.seq"
    f" WHERE {_STANDS} AND e.bend <> 0"
)


@dataclass(frozen=True, slots=True)
class Bent:
    """A gesture that was given outside its own condition, as the guidelines allow it by an exception."""

    id: str
    gesture: str
    label: str
    value_minor: int | None
    reason: str
    role: str
    scope: Mapping[str, str]
    guidelines_version: str
    at: datetime
    moment: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Sum:
    """What was given and not taken back: how often, its face value and its cost, in minor units."""

    times: int
    value_minor: int
    cost_minor: int


def bent_between(connection: Connection, since: date, until: date) -> tuple[Bent, ...]:
    """The exceptions given from one business date to another, both included, in order; none that was taken back."""
    rows = connection.execute(
        f"{_BENT} AND e.business_date >= ? AND e.business_date <= ? ORDER BY e.seq", (day(since), day(until))
    ).fetchall()
    return tuple(_bent(row) for row in rows)


def bent_by_id(connection: Connection, entry_id: str) -> Bent | None:
    """The exception of that id; None for an entry that is none, or was taken back."""
    row = connection.execute(f"{_BENT} AND e.id = ?", (entry_id,)).fetchone()
    return None if row is None else _bent(row)


def given_between(
    connection: Connection, gestures: Collection[str], since: datetime, until: datetime, days: tuple[date, date]
) -> Sum:
    """What was given of these gestures at or after `since` and before `until`, together; without mass events.

    `days` are the business dates of the two instants: by them the lines are found.
    """
    marks = ", ".join("?" * len(gestures))
    row = connection.execute(
        "SELECT count(*), coalesce(sum(e.value_minor), 0), coalesce(sum(e.cost_minor), 0) FROM entries e"
        f" WHERE {_STANDS} AND coalesce(e.event_id, '') = '' AND e.gesture IN ({marks}) AND e.at >= ? AND e.at < ?"
        " AND e.business_date >= ? AND e.business_date <= ?",
        (*sorted(gestures), instant(since), instant(until), day(days[0]), day(days[1])),
    ).fetchone()
    return Sum(0, 0, 0) if row is None else Sum(int(row[0]), int(row[1]), int(row[2]))


def began_at(connection: Connection) -> datetime | None:
    """When the first guidelines came into force here; None before that."""
    row = connection.execute("SELECT min(in_force_at) FROM guidelines_in_force WHERE withdrawn_at IS NULL").fetchone()
    return None if row is None else as_optional_instant(row[0])


def _bent(row: Row) -> Bent:
    return Bent(
        id=row[0],
        gesture=row[1],
        label=row[2],
        value_minor=row[3],
        reason=row[4],
        role=row[5],
        scope={str(name): str(value) for name, value in unpacked_map(row[6]).items()},
        guidelines_version=row[7],
        at=as_instant(row[8]),
        moment=None if row[9] is None else unpacked_map(row[9]),
    )
