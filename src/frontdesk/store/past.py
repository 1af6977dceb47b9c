"""The past in the order in which it was decided: ledger lines by number, and between them blocks and merged cards.

It is read in short looks and not in one long one: lines and blocks are never changed, so everything up to the newest
number at the beginning belongs to one moment, however long it takes, and no desk waits meanwhile.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from frontdesk.authority.past import Given, PastEvent, SamePerson, Stopped, TakenBack, TwoPeople
from frontdesk.authority.reaching import Reach
from frontdesk.store.columns import as_day, as_instant, instant, unpacked_list, unpacked_map
from frontdesk.store.connections import Store
from frontdesk.store.driver import Connection, Row, Value
from frontdesk.store.ledger import GIVEN, last_number
from frontdesk.store.transaction import reading

LINES_AT_ONCE = 500
BLOCKS_AT_ONCE = 200

_LINES = (
    "SELECT e.seq, e.kind, e.reverses, e.at, e.id, e.gesture, e.label, e.business_date, e.conversation_id, e.role,"
    " e.guidelines_version, coalesce(w.scope_json, e.scope_json), e.value_minor, e.cost_minor, e.exposure_minor,"
    " e.quantity_thousandths,"
    " CASE WHEN e.at >= ? AND e.currency = ? THEN w.moment_json END,"
    " EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id AND r.seq <= ?), e.incident_id,"
    " e.event_id IS NOT NULL"
    " FROM entries e LEFT JOIN entry_words w ON w.entry_seq = e.seq"
    " WHERE e.seq > ? AND e.seq <= ? AND (e.at >= ?{before}) ORDER BY e.seq LIMIT ?"
)
# What was given before and is over counts for nothing, nor does what was taken back before.
_BEFORE = (
    " OR (e.kind = 'given' AND (e.gesture IN ({ever}) OR (e.gesture IN ({windowed}) AND e.at >= ?))"
    " AND NOT EXISTS (SELECT 1 FROM entries b WHERE b.reverses = e.id AND b.at < ?))"
)
_BLOCKS = (
    "SELECT id, gesture, at, conversation_id, role, guidelines_version, scope_json, outcome, asked_minor,"
    " possible_minor, rules_json, ways_json, done_instead, moment_json, coalesce(after_seq, 0)"
    " FROM blocks WHERE id IN ({ids})"
)


class Past:
    """Everything from `since` on (None: from the beginning), and of what lies before that which still counts.

    Iterate over it once. `total` and `done` count lines, blocks and merges, for showing how far it is. Moments of
    entries in another currency than `currency` are left out: their amounts cannot be compared.
    """

    def __init__(self, store: Store, currency: str, since: datetime | None = None, before: Reach | None = None) -> None:
        self._store = store
        self._currency = currency
        self._since = "" if since is None else instant(since)
        self._before = before if since is not None else None
        with reading(store) as connection:
            self._last = last_number(connection)
            self._blocks = [
                str(row[0])
                for row in connection.execute(
                    "SELECT id FROM blocks WHERE at >= ? AND coalesce(after_seq, 0) <= ?"
                    " ORDER BY coalesce(after_seq, 0), at, id",
                    (self._since, self._last),
                )
            ]
            self._people = _people(connection, self._last)
        self.total = self._last + len(self._blocks) + len(self._people)
        self.done = 0

    def __iter__(self) -> Iterator[PastEvent]:
        """What happened, in order. Raises StoreUnavailable."""
        # Of what happened after the same line, by the clock.
        between = heapq.merge(self._people, self._stopped(), key=lambda each: (each[0], each[1].at))
        after, block = next(between, (0, None))
        read = 0  # of what lies between the lines
        for seq, line in self._lines():
            while block is not None and after < seq:
                read += 1
                self.done = seq - 1 + read
                yield block
                after, block = next(between, (0, None))
            self.done = seq + read
            yield line
        while block is not None:
            read += 1
            self.done = self._last + read
            yield block
            after, block = next(between, (0, None))
        self.done = self.total

    def _lines(self) -> Iterator[tuple[int, PastEvent]]:
        statement, before = self._statement()
        seq = 0
        while True:
            parameters = (self._since, self._currency, self._last, seq, self._last, self._since, *before)
            with reading(self._store) as connection:
                rows = connection.execute(statement, (*parameters, LINES_AT_ONCE)).fetchall()
            for row in rows:
                yield row[0], self._line(row)
            if len(rows) < LINES_AT_ONCE:
                return
            seq = rows[-1][0]

    def _statement(self) -> tuple[str, tuple[Value, ...]]:
        before = self._before
        if before is None:
            return _LINES.format(before=""), ()
        ever, windowed = sorted(before.ever), sorted(before.windowed)
        said = _BEFORE.format(ever=_marks(ever), windowed=_marks(windowed))
        return _LINES.format(before=said), (*ever, *windowed, instant(before.floor), self._since)

    def _line(self, row: Row) -> PastEvent:
        at = as_instant(row[3])
        if row[1] != GIVEN:
            return TakenBack(row[2], at)
        return Given(
            row[4],
            row[5],
            row[6],
            at,
            _day(row[7]),
            row[8],
            row[9],
            row[10],
            _map(row[11]),
            row[12],
            row[13],
            row[14],
            row[15],
            None if row[16] is None else _map(row[16]),
            bool(row[17]),
            row[18],
            bool(row[19]),
        )

    def _stopped(self) -> Iterator[tuple[int, Stopped]]:
        for start in range(0, len(self._blocks), BLOCKS_AT_ONCE):
            ids = self._blocks[start : start + BLOCKS_AT_ONCE]
            with reading(self._store) as connection:
                rows = connection.execute(_BLOCKS.format(ids=_marks(ids)), ids).fetchall()
            found = {row[0]: row for row in rows}
            for each in ids:
                row = found[each]
                yield row[14], self._block(row)

    def _block(self, row: Row) -> Stopped:
        ways = tuple(way["gesture"] for way in unpacked_list(row[11]) if isinstance(way, dict) and "gesture" in way)
        return Stopped(
            row[0],
            row[1],
            as_instant(row[2]),
            row[3],
            row[4],
            row[5],
            {} if row[6] is None else unpacked_map(row[6]),
            row[7],
            row[8],
            row[9],
            tuple(unpacked_list(row[10])),
            ways,
            row[12],
            None if row[13] is None else _map(row[13]),
        )


def _people(connection: Connection, last: int) -> list[tuple[int, PastEvent]]:
    """When cards were found to be one person, and when that was taken apart again, in order."""
    rows = connection.execute(
        "SELECT coalesce(after_seq, 0), merged_at, kept_id, merged_id, coalesce(undone_after_seq, 0), undone_at"
        " FROM merges WHERE coalesce(after_seq, 0) <= ?",
        (last,),
    )
    found: list[tuple[int, PastEvent]] = []
    for row in rows:
        found.append((row[0], SamePerson(row[2], row[3], as_instant(row[1]))))
        if row[5] is not None and row[4] <= last:
            found.append((row[4], TwoPeople(row[3], as_instant(row[5]))))
    return sorted(found, key=lambda each: (each[0], each[1].at))


_scan = json.JSONDecoder().raw_decode
_days: dict[str, date] = {}


def _map(text: str) -> dict[str, Any]:
    """A mapping as this program writes it, without looking for anything around it; what is not so is BadColumn."""
    try:
        value, end = _scan(text)
    except ValueError:
        return unpacked_map(text)
    return value if end == len(text) and type(value) is dict else unpacked_map(text)


def _day(text: str) -> date:
    """A date; days come many times over."""
    found = _days.get(text)
    if found is None:
        found = _days[text] = as_day(text)
    return found


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))
