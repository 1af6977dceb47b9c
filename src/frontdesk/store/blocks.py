"""Moments in which a limit said "not like this": read as a defect of the guideline, never of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from frontdesk.store import homes
from frontdesk.store.columns import as_instant, day, instant, packed, unpacked_list
from frontdesk.store.driver import Connection

ASKED = "asked"
APPROVED = "approved"
"""What was done instead: a higher role was asked (which is not the end of it), or gave a yes that was used."""


@dataclass(frozen=True, slots=True)
class Block:
    """One such moment. `rules` are what bound, `asked_minor` and `possible_minor` minor units, None without.

    `scope` and `moment` are as an entry has them, None for blocks from before moments were kept; `after_seq` is the
    number of the newest ledger line that the decision knew of.
    """

    id: str
    conversation_id: str
    gesture: str
    rules: tuple[str, ...]
    outcome: str
    asked_minor: int | None
    possible_minor: int | None
    ways: tuple[Any, ...]
    role: str
    guidelines_version: str
    at: datetime
    business_date: date
    done_instead: str = ""
    asked_thousandths: int | None = None
    scope: Mapping[str, str] | None = None
    moment: Mapping[str, Any] | None = None
    after_seq: int | None = None


def add(connection: Connection, block: Block) -> None:
    """Write a block. Where it would have been counted is noted, so that a draft that lets it pass counts it there."""
    scope = block.scope or {}
    if "household" in scope and "customer" in scope:
        homes.note(connection, scope["customer"], scope["household"])
    connection.execute(
        "INSERT INTO blocks (id, conversation_id, gesture, rules_json, outcome, asked_minor, possible_minor, ways_json,"
        " done_instead, role, guidelines_version, at, business_date, asked_thousandths, scope_json, moment_json,"
        f" after_seq) VALUES ({', '.join('?' * 17)})",
        (
            block.id,
            block.conversation_id,
            block.gesture,
            packed(block.rules),
            block.outcome,
            block.asked_minor,
            block.possible_minor,
            packed(block.ways),
            block.done_instead,
            block.role,
            block.guidelines_version,
            instant(block.at),
            day(block.business_date),
            block.asked_thousandths,
            None if block.scope is None else packed(block.scope),
            None if block.moment is None else packed(block.moment),
            block.after_seq,
        ),
    )


def say_done_instead(connection: Connection, block_id: str, what: str) -> bool:
    """Add what was done instead, once; false when it was said before, or it is forgotten, or there is no such block.

    That somebody was asked is not yet what was done: what came of it takes its place.
    """
    cursor = connection.execute(
        "UPDATE blocks SET done_instead = ? WHERE id = ? AND done_instead IN ('', ?) AND NOT EXISTS ("
        "SELECT 1 FROM conversations c WHERE c.id = blocks.conversation_id AND c.forgotten_at IS NOT NULL)",
        (what, block_id, ASKED),
    )
    return cursor.rowcount == 1


def is_of(connection: Connection, block_id: str, conversation_id: str, gesture: str) -> bool:
    """Whether that block was met in that conversation, by that gesture."""
    row = connection.execute(
        "SELECT 1 FROM blocks WHERE id = ? AND conversation_id = ? AND gesture = ?",
        (block_id, conversation_id, gesture),
    ).fetchone()
    return row is not None


def of_day(connection: Connection, on: date) -> tuple[Block, ...]:
    """The blocks of a business date, in order."""
    rows = connection.execute(
        "SELECT id, conversation_id, gesture, rules_json, outcome, asked_minor, possible_minor, ways_json, role,"
        " guidelines_version, at, done_instead FROM blocks WHERE business_date = ? ORDER BY at, id",
        (day(on),),
    ).fetchall()
    return tuple(
        Block(
            row[0],
            row[1],
            row[2],
            tuple(unpacked_list(row[3])),
            row[4],
            row[5],
            row[6],
            tuple(unpacked_list(row[7])),
            row[8],
            row[9],
            as_instant(row[10]),
            on,
            row[11],
        )
        for row in rows
    )


def count_of_day(connection: Connection, on: date) -> int:
    """How many blocks a business date had."""
    row = connection.execute("SELECT count(*) FROM blocks WHERE business_date = ?", (day(on),)).fetchone()
    return 0 if row is None else int(row[0])


def same(connection: Connection, block: Block) -> str | None:
    """The block that already says the same in the same conversation and on the same day, and is still unanswered."""
    row = connection.execute(
        "SELECT id FROM blocks WHERE conversation_id = ? AND gesture = ? AND outcome = ? AND rules_json = ?"
        " AND asked_minor IS ? AND asked_thousandths IS ? AND possible_minor IS ? AND business_date = ?"
        " AND done_instead IN ('', ?) LIMIT 1",
        (
            block.conversation_id,
            block.gesture,
            block.outcome,
            packed(block.rules),
            block.asked_minor,
            block.asked_thousandths,
            block.possible_minor,
            day(block.business_date),
            ASKED,
        ),
    ).fetchone()
    return None if row is None else str(row[0])
