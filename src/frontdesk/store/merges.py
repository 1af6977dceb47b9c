"""Merging cards that are one person, and taking them apart again: exactly, and without touching the ledger.

What belongs to the merged card's person (orders, conversations, promises, preferences, notes, groups, mass events,
calls) is moved to the kept card, and which rows those were is written down. Entries and blocks are not: they keep the
id they were written with, and are read for every card of the person (`store.one_person`). The merged card stays.

A merge joins two cards of which neither was merged, so the merges in force are a forest; `merged_into_id` names its
root. A merge in the middle of a chain is undone as well: what lies above it is worked out anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from frontdesk.store import changes, customers, one_person
from frontdesk.store.changes import FACTS
from frontdesk.store.columns import as_instant, as_optional_instant, instant, packed, unpacked_map
from frontdesk.store.driver import Connection, Row, Value
from frontdesk.store.ledger import last_number
from frontdesk.store.merge_fields import FIELDS, TOGETHER, Fields, apart, combined, rewritten

_TABLES = {
    "orders": "customer_id = ?",
    "conversations": "customer_id = ?",
    "promises": "customer_id = ?",
    "calls": "customer_id = ?",
    "notes": "customer_id = ?",
    # What both cards say alike is said once; a group that both belong to has the kept card in it already.
    "preferences": "customer_id = ?1 AND NOT EXISTS (SELECT 1 FROM preferences k WHERE k.customer_id = ?2"
    " AND k.struck_at IS NULL AND preferences.struck_at IS NULL AND lower(k.text) = lower(preferences.text))",
    "group_members": "customer_id = ?1 AND NOT EXISTS (SELECT 1 FROM group_members k WHERE k.customer_id = ?2"
    " AND k.group_id = group_members.group_id AND k.ended_at IS NULL)",
}
_COLUMNS = "m.id, m.kept_id, m.merged_id, m.before_json, m.moved_json, m.merged_at, m.undone_at, coalesce(s.name, '')"
_SELECT = f"SELECT {_COLUMNS} FROM merges m LEFT JOIN staff s ON s.id = m.merged_by"
_AT_ONCE = 400  # ids in one statement
_NEVER = datetime.max.replace(tzinfo=UTC)  # a whole instant: SQLite takes a text of digits alone for a number


@dataclass(frozen=True, slots=True)
class Merge:
    """One merge. `before` and `after` are the kept card's fields that it changed; `moved` are ids by table."""

    id: str
    kept_id: str
    merged_id: str
    before: Fields
    after: Fields
    moved: Mapping[str, list[Any]]
    merged_at: datetime
    undone_at: datetime | None = None
    merged_by_name: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """A card as merging looks at it. `fields` are by `merge_fields.FIELDS` and `facts.NAME`."""

    id: str
    fields: Fields
    merged_into_id: str | None
    erased: bool


# --- looking ------------------------------------------------------------------------------------------------


def side(connection: Connection, customer_id: str) -> Side | None:
    """The card of that id, merged or not; None when there is none."""
    names = [name for name in FIELDS if name not in TOGETHER]
    row = connection.execute(
        f"SELECT {', '.join(names)}, languages, facts_json, merged_into_id, erased_at FROM customers WHERE id = ?",
        (customer_id,),
    ).fetchone()
    if row is None:
        return None
    fields: Fields = dict(zip(names, row, strict=False))
    languages, facts, merged_into_id, erased_at = row[len(names) :]
    fields["languages"] = str(languages).split()
    fields |= {FACTS + name: value for name, value in unpacked_map(facts).items()}
    return Side(customer_id, fields, merged_into_id, erased_at is not None)


def coming(connection: Connection, merged_id: str) -> dict[str, int]:
    """How many rows of each table belong to a card alone; `entries` are those of all cards of its person."""
    counts = {}
    for table in (*_TABLES, "event_members"):
        row = connection.execute(f"SELECT count(*) FROM {table} WHERE customer_id = ?", (merged_id,)).fetchone()
        counts[table] = 0 if row is None else int(row[0])
    cards = one_person.cards_of(connection, merged_id)
    row = connection.execute(
        f"SELECT count(*) FROM entries e WHERE e.customer_id IN ({_marks(cards)}) AND e.kind = 'given'"
        " AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)",
        cards,
    ).fetchone()
    return counts | {"entries": 0 if row is None else int(row[0])}


def in_force_for(connection: Connection, merged_id: str) -> Merge | None:
    """The merge by which this card belongs to another's; None when it stands for itself."""
    row = connection.execute(f"{_SELECT} WHERE m.merged_id = ? AND m.undone_at IS NULL", (merged_id,)).fetchone()
    return None if row is None else _merge(row)


def into(connection: Connection, kept_id: str) -> tuple[Merge, ...]:
    """The merges by which other cards belong directly to this one, the newest first."""
    rows = connection.execute(
        f"{_SELECT} WHERE m.kept_id = ? AND m.undone_at IS NULL ORDER BY m.merged_at DESC, m.id DESC", (kept_id,)
    ).fetchall()
    return tuple(map(_merge, rows))


def newest(connection: Connection, limit: int) -> tuple[Merge, ...]:
    """What was merged lately and is not undone, the newest first."""
    rows = connection.execute(
        f"{_SELECT} WHERE m.undone_at IS NULL ORDER BY m.merged_at DESC, m.id DESC LIMIT ?", (limit,)
    ).fetchall()
    return tuple(map(_merge, rows))


# --- merging ------------------------------------------------------------------------------------------------


def merge(connection: Connection, merge_id: str, kept: Side, merged: Side, by: str, at: datetime) -> Merge:
    """Make two cards one person, in the caller's write transaction; neither is merged into another by now."""
    if kept.merged_into_id is not None or merged.merged_into_id is not None or kept.id == merged.id:
        raise AssertionError("two cards are merged that stand for two people")
    before, after = combined(kept.fields, merged.fields)
    moved = {table: _move(connection, table, where, merged.id, kept.id) for table, where in _TABLES.items()}
    rows = connection.execute("SELECT event_id, what FROM event_members WHERE customer_id = ?", (merged.id,))
    moved["event_members"] = [list(row) for row in rows.fetchall()]
    connection.execute("UPDATE event_members SET customer_id = ? WHERE customer_id = ?", (kept.id, merged.id))
    _rename_open(connection, moved["conversations"], kept.id)
    connection.execute(
        "UPDATE customers SET merged_into_id = ? WHERE id = ? OR merged_into_id = ?", (kept.id, merged.id, merged.id)
    )
    new = Merge(merge_id, kept.id, merged.id, before, after, moved, at)
    _write(connection, kept.id, kept.fields, after, by, at, changes.MERGE)
    connection.execute(
        "INSERT INTO merges (id, kept_id, merged_id, before_json, moved_json, merged_by, merged_at, after_seq)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (merge_id, kept.id, merged.id, packed(before), _moved(new), by, instant(at), last_number(connection)),
    )
    return new


def _move(connection: Connection, table: str, where: str, merged_id: str, kept_id: str) -> list[Any]:
    parameters = (merged_id, kept_id) if "?2" in where else (merged_id,)
    rows = connection.execute(f"SELECT id FROM {table} WHERE {where}", parameters).fetchall()
    ids = [str(row[0]) for row in rows]
    _give(connection, table, ids, merged_id, kept_id)
    return ids


def _give(connection: Connection, table: str, ids: Iterable[str], from_id: str, to_id: str) -> list[str]:
    """Let rows that are still one card's be another's; which those were."""
    wanted, given = list(ids), []
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        rows = connection.execute(
            f"SELECT id FROM {table} WHERE customer_id = ? AND id IN ({_marks(part)})", (from_id, *part)
        ).fetchall()
        given += [str(row[0]) for row in rows]
        connection.execute(
            f"UPDATE {table} SET customer_id = ? WHERE customer_id = ? AND id IN ({_marks(part)})",
            (to_id, from_id, *part),
        )
    return given


def _rename_open(
    connection: Connection, conversation_ids: list[str], customer_id: str, *, since: datetime | None = None
) -> None:
    """An open conversation goes on with the card that stands for its customer; what is closed says what it said.

    What was closed after `since` was open then, and bears the name it got then: it is put right, too.
    """
    for start in range(0, len(conversation_ids), _AT_ONCE):
        part = conversation_ids[start : start + _AT_ONCE]
        connection.execute(
            "UPDATE conversations SET customer_name = (SELECT name FROM customers WHERE id = ?)"
            f" WHERE (closed_at IS NULL OR closed_at >= ?) AND id IN ({_marks(part)})",
            (customer_id, instant(_NEVER if since is None else since), *part),
        )


def _write(
    connection: Connection, customer_id: str, now: Fields, values: Fields, by: str, at: datetime, how: str
) -> None:
    """Write fields on a card, what it is found by, and that it changed."""
    if not values:
        return
    was = {name: now.get(name) for name in values}
    told = changes.Change(how, _plain(was), _plain(values), at, customer_id=customer_id, by=by)
    changes.put(connection, told, _columns(told.after), at)
    changes.add(connection, (told,))
    card = customers.get(connection, customer_id)
    if card is None:
        raise AssertionError("the card of a merge exists")
    customers.renew_terms(connection, (card,))


_NEVER_NULL = ("tier", "phone", "email", "card_number", "channel", "standing", "languages", "visits", "overdue_minor")


def _plain(values: Fields) -> Fields:
    """Values as their columns have them."""
    return {name: " ".join(value or ()) if name in TOGETHER else value for name, value in values.items()}


def _columns(values: Mapping[str, Any]) -> Fields:
    empty = {name: 0 if name in ("visits", "overdue_minor") else "" for name in _NEVER_NULL}
    return {name: empty.get(name) if value is None else value for name, value in values.items()}


# --- taking apart -------------------------------------------------------------------------------------------


def unmerge(connection: Connection, merged_id: str, by: str, at: datetime) -> Merge | None:
    """Take a card out of the person it was merged into, in the caller's write transaction; None when it is in none.

    What came with it goes back, also what other merges have moved on since; what was added after the merge stays with
    the kept card. Cards that were merged into this one before stay with it.
    """
    found = in_force_for(connection, merged_id)
    if found is None:
        return None
    path = [found]  # the merge, then those by which its kept card was merged on
    while (above := in_force_for(connection, path[-1].kept_id)) is not None:
        path.append(above)
    root = path[-1].kept_id
    returned = _return(connection, found, root)
    for each in path:
        _written_over(connection, each, found)
    _fields_back(connection, path, by, at)
    connection.execute(
        "UPDATE merges SET undone_by = ?, undone_at = ?, undone_after_seq = ? WHERE id = ?",
        (by, instant(at), last_number(connection), found.id),
    )
    below = _below(connection, merged_id)
    connection.execute("UPDATE customers SET merged_into_id = NULL WHERE id = ?", (merged_id,))
    connection.executemany("UPDATE customers SET merged_into_id = ? WHERE id = ?", ((merged_id, one) for one in below))
    for above in path[1:]:  # what has gone back came by them no more
        kept = _merge_again(connection, above.id)
        rest = {table: [one for one in ids if one not in returned.get(table, ())] for table, ids in kept.moved.items()}
        _keep(connection, replace(kept, moved=rest))
    return found


def _return(connection: Connection, merge: Merge, root: str) -> dict[str, list[Any]]:
    returned: dict[str, list[Any]] = {
        table: _give(connection, table, merge.moved.get(table, ()), root, merge.merged_id) for table in _TABLES
    }
    members = [tuple(each) for each in merge.moved.get("event_members", ())]
    connection.executemany(
        "UPDATE event_members SET customer_id = ? WHERE customer_id = ? AND event_id = ? AND what = ?",
        ((merge.merged_id, root, event_id, what) for event_id, what in members),
    )
    _rename_open(connection, returned["conversations"], merge.merged_id, since=merge.merged_at)
    # What is still open is about no order that is somebody else's again: it would count for both of them.
    pair = (root, merge.merged_id)
    connection.execute(
        "UPDATE conversations SET order_id = NULL WHERE customer_id IN (?, ?) AND closed_at IS NULL AND order_id IN"
        " (SELECT o.id FROM orders o WHERE o.customer_id IN (?, ?) AND o.customer_id <> conversations.customer_id)",
        (*pair, *pair),
    )
    return returned | {"event_members": [list(each) for each in members]}


def _fields_back(connection: Connection, path: list[Merge], by: str, at: datetime) -> None:
    """Undo what the first merge of the path wrote, also where others carried it on.

    They are undone from the newest to the oldest, each card after the one it was merged into, and those that stay are
    done again in their order. What somebody wrote on a card since stays as it is.
    """
    done: list[tuple[Merge, frozenset[str]]] = []
    for each in reversed(path):
        newer = [one for one in into(connection, each.kept_id) if (one.merged_at, one.id) > (each.merged_at, each.id)]
        for one in (*newer, each):
            card = _side(connection, one.kept_id)
            done.append((one, rewritten(card.fields, one.after)))
            _write(connection, card.id, card.fields, apart(card.fields, one.before, one.after), by, at, changes.UNDO)
    for one, stays in reversed(done):
        if one.id == path[0].id:
            continue
        kept, merged = _side(connection, one.kept_id), _side(connection, one.merged_id)
        before, after = combined(kept.fields, merged.fields)
        before, after = ({n: v for n, v in each.items() if n not in stays} for each in (before, after))
        _write(connection, kept.id, kept.fields, after, by, at, changes.MERGE)
        _keep(connection, replace(one, before=before, after=after))


def _written_over(connection: Connection, each: Merge, gone: Merge) -> None:
    """What was written since over what came with a card: undone later, it says what the kept card said without it."""
    came = {name for name, wrote in gone.after.items() if wrote and each.after.get(name) == wrote} - set(TOGETHER)
    rows = connection.execute(
        "SELECT id, before_json FROM changes WHERE customer_id = ? AND changed_at >= ? AND undone_at IS NULL"
        " AND how NOT IN (?, ?)",
        (each.kept_id, instant(each.merged_at), changes.MERGE, changes.UNDO),
    ).fetchall()
    for change_id, before_json in rows:
        before = unpacked_map(before_json)
        theirs = [name for name in came if before.get(name) == gone.after[name]]
        if theirs:
            before |= _columns(_plain({name: each.before.get(name) for name in theirs}))
            connection.execute("UPDATE changes SET before_json = ? WHERE id = ?", (packed(before), change_id))


def _below(connection: Connection, customer_id: str) -> list[str]:
    """Every card that was merged into this one, also by way of another."""
    rows = connection.execute(
        "WITH RECURSIVE below(id) AS (SELECT merged_id FROM merges WHERE kept_id = ? AND undone_at IS NULL"
        " UNION SELECT m.merged_id FROM merges m JOIN below b ON m.kept_id = b.id WHERE m.undone_at IS NULL)"
        " SELECT id FROM below",
        (customer_id,),
    )
    return [str(row[0]) for row in rows.fetchall()]


def _side(connection: Connection, customer_id: str) -> Side:
    found = side(connection, customer_id)
    if found is None:
        raise AssertionError("the card of a merge exists")
    return found


def _merge_again(connection: Connection, merge_id: str) -> Merge:
    return _merge(connection.execute(f"{_SELECT} WHERE m.id = ?", (merge_id,)).fetchone() or ())


def _keep(connection: Connection, merge: Merge) -> None:
    connection.execute(
        "UPDATE merges SET before_json = ?, moved_json = ? WHERE id = ?",
        (packed(merge.before), _moved(merge), merge.id),
    )


# --- two people ---------------------------------------------------------------------------------------------


def are_two(connection: Connection, one: str, other: str) -> bool:
    """Whether somebody looked at these two cards and said that they are two people."""
    row = connection.execute(
        "SELECT 1 FROM not_duplicates WHERE first_id = ? AND second_id = ?", (min(one, other), max(one, other))
    ).fetchone()
    return row is not None


def say_two(connection: Connection, one: str, other: str, by: str, at: datetime) -> None:
    """Keep that these two cards are two people; said twice, the first stands."""
    connection.execute(
        "INSERT INTO not_duplicates (first_id, second_id, said_by, said_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (first_id, second_id) DO NOTHING",
        (min(one, other), max(one, other), by, instant(at)),
    )


def say_not_two(connection: Connection, one: str, other: str) -> None:
    """They are one person after all: what was said before is forgotten."""
    connection.execute(
        "DELETE FROM not_duplicates WHERE first_id = ? AND second_id = ?", (min(one, other), max(one, other))
    )


# --- rows ---------------------------------------------------------------------------------------------------


def _moved(merge: Merge) -> str:
    return packed({"fields": merge.after, "rows": merge.moved})


def _merge(row: Row) -> Merge:
    moved = unpacked_map(row[4])
    return Merge(
        id=row[0],
        kept_id=row[1],
        merged_id=row[2],
        before=unpacked_map(row[3]),
        after=moved.get("fields", {}),
        moved=moved.get("rows", {}),
        merged_at=as_instant(row[5]),
        undone_at=as_optional_instant(row[6]),
        merged_by_name=row[7],
    )


def _marks(values: Iterable[Value]) -> str:
    return ", ".join("?" for _value in values)
