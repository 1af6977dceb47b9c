"""Names in what limits are per (a company, a serial, a table), once the person they belong to is forgotten.

A counter is kept under such a name. It must go on counting what the ledger adds up to, and must not say the name: both
get the same sign in its place. A name that somebody else's line has, too (a company's) is theirs and stays.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from frontdesk.authority.joined import part_of
from frontdesk.store.columns import packed, unpacked_map
from frontdesk.store.driver import Connection
from frontdesk.store.entry_words import IDS, is_id
from frontdesk.store.personal import Of, named, rows
from frontdesk.store.triggers import GONE

_VALUE = re.compile(r"(?:[^|\\]|\\.)+")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Scopes:
    """The scopes of a person's lines as they will be, by line number, and each name with its sign.

    A name stands with what it is of (`company`, also for the second of several).
    """

    lines: dict[int, str]
    signs: dict[tuple[str, str], str]


def of(connection: Connection, whose: Of) -> Scopes:
    """Read the named scopes of the person's lines, before their words go."""
    found = {
        int(row["entry_seq"]): unpacked_map(row["scope_json"])
        for row in _words(connection, whose)
        if row["scope_json"] is not None
    }
    signs: dict[tuple[str, str], str] = {}
    for scope in found.values():
        for name, value in ((part_of(each), said) for each, said in scope.items()):
            if is_id(name, value) or (name, value) in signs:
                continue
            if value.startswith(GONE) or _somebody_elses(connection, name, value, frozenset(found), whose):
                signs[name, value] = value
            else:
                signs[name, value] = GONE + secrets.token_hex(8)
    lines = {
        seq: packed({name: signs.get((part_of(name), value), value) for name, value in scope.items()})
        for seq, scope in found.items()
    }
    return Scopes(lines, {pair: sign for pair, sign in signs.items() if sign != pair[1]})


def _words(connection: Connection, whose: Of) -> list[dict[str, Any]]:
    """The scopes that stand with the person's lines."""
    return list(rows(connection, named()["entry_words"], whose, ("entry_seq", "scope_json")))


def _somebody_elses(connection: Connection, name: str, value: str, own: frozenset[int], whose: Of) -> bool:
    """Whether another's line, block, conversation, card or order says it, or they belong to the company of that name.

    Their limits go on counting by it, and what stopped them stays explained.
    """
    said = packed({name: value})[1:-1]
    if any(seq not in own for seq in _lines_that_say(connection, name, value)):
        return True
    statement, parameters = whose.of(
        "SELECT 1 FROM groups g JOIN group_members m ON m.group_id = g.id JOIN customers c ON c.id = m.customer_id"
        " WHERE c.erased_at IS NULL AND c.id NOT IN (SELECT id FROM people) AND g.name = ? LIMIT 1"
    )
    if connection.execute(statement, (*parameters, value)).fetchone() is not None:
        return True
    part = said[1:]  # a fact may be written under its whole name, an answer as that of a scope
    for table in (*_ALSO_SAY, *(_PLACES if name in ("place", "table") else ())):
        statement, parameters = whose.of(f"{table} LIMIT 1")
        if connection.execute(statement, (*parameters, value if table in _PLACES else part)).fetchone() is not None:
            return True
    return False


def _lines_that_say(connection: Connection, name: str, value: str) -> Iterator[int]:
    """The numbers of the lines in whose scope it stands, also as one of several companies."""
    rows = connection.execute(
        "SELECT entry_seq, scope_json FROM entry_words WHERE scope_json IS NOT NULL AND instr(scope_json, ?) > 0",
        (packed([value])[1:-1],),
    )
    for row in rows:
        if any(part_of(each) == name and said == value for each, said in unpacked_map(row[1]).items()):
            yield int(row[0])


_ALSO_SAY = (
    "SELECT 1 FROM blocks WHERE conversation_id NOT IN (SELECT id FROM talks) AND instr(scope_json, ?) > 0",
    "SELECT 1 FROM conversations WHERE id NOT IN (SELECT id FROM talks) AND instr(answers_json, ?) > 0",
    "SELECT 1 FROM customers WHERE id NOT IN (SELECT id FROM people) AND instr(facts_json, ?) > 0",
    "SELECT 1 FROM orders WHERE id NOT IN (SELECT id FROM stays) AND instr(facts_json, ?) > 0",
)
_PLACES = ("SELECT 1 FROM orders WHERE id NOT IN (SELECT id FROM stays) AND place = ?",)


def keep_counting(connection: Connection, scopes: Scopes) -> None:
    """Put the signs where the names were: with the lines, whose other words are gone now, and in the counters."""
    connection.executemany(
        "INSERT INTO entry_words (entry_seq, salt, reason, scope_json) VALUES (?, ?, '', ?)",
        [(seq, secrets.token_hex(32), scope) for seq, scope in scopes.lines.items()],
    )
    if not scopes.signs:
        return
    for shape_id, shape in connection.execute("SELECT id, shape FROM shapes").fetchall():
        per = shape.split("|")[1].split("+")
        for table in ("usage", "usage_marks") if set(per) - IDS else ():
            _renamed(connection, table, int(shape_id), sorted(per), scopes.signs)


def _renamed(
    connection: Connection, table: str, shape_id: int, per: list[str], signs: dict[tuple[str, str], str]
) -> None:
    kept = connection.execute(f"SELECT DISTINCT scope FROM {table} WHERE shape_id = ?", (shape_id,)).fetchall()
    for (scope,) in kept:
        values = _VALUE.findall(scope)
        renamed = [
            signs.get((name, _ESCAPED.sub(r"\1", value)), value) for name, value in zip(per, values, strict=True)
        ]
        if renamed != values:
            connection.execute(
                f"UPDATE {table} SET scope = ? WHERE shape_id = ? AND scope = ?", ("|".join(renamed), shape_id, scope)
            )
