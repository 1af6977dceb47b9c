"""Blocks with what came of them: read as defects of guideline lines. Who pressed is not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from frontdesk.store.columns import as_day, as_instant, day, unpacked_list, unpacked_map
from frontdesk.store.driver import Connection, Row, Value

_SELECT = """
SELECT b.id, b.conversation_id, b.gesture, b.rules_json, b.outcome, b.asked_minor, b.asked_thousandths,
  b.possible_minor, b.role, b.guidelines_version, b.at, b.business_date, b.done_instead, b.moment_json, c.request,
  EXISTS (SELECT 1 FROM approvals a WHERE a.conversation_id = b.conversation_id AND a.block_id = b.id
    AND a.answer = 'yes'),
  (SELECT e.label FROM entries e WHERE e.conversation_id = b.conversation_id AND e.kind = 'given' AND e.at >= b.at
    AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id) ORDER BY e.seq LIMIT 1),
  EXISTS (SELECT 1 FROM promises p WHERE p.conversation_id = b.conversation_id AND p.made_at >= b.at
    AND p.withdrawn_at IS NULL)
FROM blocks b JOIN conversations c ON c.id = b.conversation_id
"""


@dataclass(frozen=True, slots=True)
class StoppedRow:
    """A block, the request of its conversation, and what followed.

    `done_instead` is what somebody said was done; `given_after` the label of what was given after it in the same
    conversation (None for nothing), `promised_after` whether something was promised after it. Amounts are minor units.
    """

    id: str
    conversation_id: str
    gesture: str
    rules: tuple[str, ...]
    outcome: str
    asked_minor: int | None
    asked_thousandths: int | None
    possible_minor: int | None
    role: str
    guidelines_version: str
    at: datetime
    business_date: date
    done_instead: str
    moment: Mapping[str, Any] | None
    request: str
    approved: bool
    given_after: str | None
    promised_after: bool


def between(connection: Connection, since: date, until: date) -> tuple[StoppedRow, ...]:
    """The blocks from one business date to another, both included, in order."""
    return _some(connection, "b.business_date >= ? AND b.business_date <= ?", (day(since), day(until)))


def by_id(connection: Connection, block_id: str) -> StoppedRow | None:
    """The block of that id."""
    found = _some(connection, "b.id = ?", (block_id,))
    return found[0] if found else None


def _some(connection: Connection, where: str, parameters: tuple[Value, ...]) -> tuple[StoppedRow, ...]:
    rows = connection.execute(f"{_SELECT} WHERE {where} ORDER BY b.at, b.id", parameters).fetchall()
    return tuple(_row(row) for row in rows)


def _row(row: Row) -> StoppedRow:
    return StoppedRow(
        id=row[0],
        conversation_id=row[1],
        gesture=row[2],
        rules=tuple(str(rule) for rule in unpacked_list(row[3])),
        outcome=row[4],
        asked_minor=row[5],
        asked_thousandths=row[6],
        possible_minor=row[7],
        role=row[8],
        guidelines_version=row[9],
        at=as_instant(row[10]),
        business_date=as_day(row[11]),
        done_instead=row[12],
        moment=None if row[13] is None else unpacked_map(row[13]),
        request=row[14],
        approved=bool(row[15]),
        given_after=row[16],
        promised_after=bool(row[17]),
    )
