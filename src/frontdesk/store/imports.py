"""The files that were taken over: one row each, and what an import left that is still as it left it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from frontdesk.store import columns
from frontdesk.store.driver import Connection, Row

CUSTOMERS, ORDERS = "customers", "orders"
_UNFINISHED = "ids_begin_with"
_COLUMNS = (
    "i.id, i.what, i.file_name, i.headers_digest, i.mapping_json, i.new, i.changed, i.same, i.refused, i.taken_by, "
    "i.taken_at, i.undone_at, coalesce(s.name, '')"
)
_FROM = "FROM imports i LEFT JOIN staff s ON s.id = i.taken_by"

# What ties a card or an order to the desk's own work: who has one of these stays when the import that brought them
# is undone. A test holds the list against the schema.
TIES: Mapping[str, tuple[tuple[str, str], ...]] = {
    CUSTOMERS: (
        ("conversations", "customer_id"),
        ("promises", "customer_id"),
        ("entries", "customer_id"),
        ("orders", "customer_id"),
        ("event_members", "customer_id"),
        ("staff_customers", "customer_id"),
        ("homes", "customer_id"),
        ("calls", "customer_id"),
        ("merges", "kept_id"),
        ("merges", "merged_id"),
        ("not_duplicates", "first_id"),
        ("not_duplicates", "second_id"),
    ),
    ORDERS: (
        ("conversations", "order_id"),
        ("entries", "order_id"),
        ("event_members", "order_id"),
    ),
}
# What an import itself writes about a customer, or what is undone already: it goes with the card.
WRITTEN_WITH: Mapping[str, frozenset[tuple[str, str]]] = {
    CUSTOMERS: frozenset(
        {
            ("customer_terms", "customer_id"),
            ("preferences", "customer_id"),
            ("notes", "customer_id"),
            ("group_members", "customer_id"),
            ("changes", "customer_id"),
        }
    ),
    ORDERS: frozenset({("changes", "order_id")}),
}


@dataclass(frozen=True, slots=True)
class Import:
    """One file that was taken over.

    `mapping` is which header meant which column ("" for none), `said` what of it somebody said, `told` what else
    (encoding, order of dates …), to be known for the next such file and only written here; `by_name` is only read.
    """

    id: str
    what: str
    file_name: str
    headers_digest: str
    new: int
    changed: int
    same: int
    refused: int
    taken_at: datetime
    mapping: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
    taken_by: str | None = None
    undone_at: datetime | None = None
    by_name: str = ""


def add(connection: Connection, done: Import) -> None:
    """Write down that a file was taken over."""
    connection.execute(
        "INSERT INTO imports (id, what, file_name, headers_digest, mapping_json, new, changed, same, refused,"
        " taken_by, taken_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(
                done.id,
                done.what,
                done.file_name,
                done.headers_digest,
                columns.packed({"columns": done.mapping, "said": done.said, "told": done.told}),
            ),
            *(done.new, done.changed, done.same, done.refused, done.taken_by, columns.instant(done.taken_at)),
        ),
    )


def begin(connection: Connection, done: Import, start: str) -> None:
    """Write down that a file is being taken over; `start` is what the ids of everything new begin with.

    It counts as undone until `finish`: whoever finds it when nobody writes any more knows what is to be removed.
    """
    add(connection, done)
    say_start(connection, done.id, start)
    mark_undone(connection, done.id, done.taken_by, done.taken_at)


def finish(connection: Connection, import_id: str) -> None:
    """What began is taken over."""
    end_removing(connection, import_id)
    connection.execute("UPDATE imports SET undone_by = NULL, undone_at = NULL WHERE id = ?", (import_id,))


def say_start(connection: Connection, import_id: str, start: str) -> None:
    """Write down that rows whose ids begin with `start` are still to be written, or to be removed."""
    _say(connection, import_id, {**_said(connection, import_id), _UNFINISHED: start})


def start_of(connection: Connection, import_id: str) -> str:
    """What `say_start` said; "" when nothing is unfinished."""
    return str(_said(connection, import_id).get(_UNFINISHED, ""))


def end_removing(connection: Connection, import_id: str) -> None:
    """Nothing of it is left to be written or removed."""
    said = _said(connection, import_id)
    said.pop(_UNFINISHED, None)
    _say(connection, import_id, said)


def forget(connection: Connection, import_id: str) -> None:
    """Remove the line of an import that never came to its end, and that nothing names."""
    connection.execute(
        "DELETE FROM imports WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM changes WHERE import_id = ?1)", (import_id,)
    )


def _said(connection: Connection, import_id: str) -> dict[str, Any]:
    row = connection.execute("SELECT mapping_json FROM imports WHERE id = ?", (import_id,)).fetchone()
    return dict(columns.unpacked_map("" if row is None else row[0]))


def _say(connection: Connection, import_id: str, said: Mapping[str, Any]) -> None:
    connection.execute("UPDATE imports SET mapping_json = ? WHERE id = ?", (columns.packed(said), import_id))


def unfinished(connection: Connection) -> tuple[tuple[Import, str], ...]:
    """What is being taken over or removed, or was when that ended in the middle; each with the start of its ids."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE i.undone_at IS NOT NULL AND i.mapping_json LIKE ?", (f'%"{_UNFINISHED}":%',)
    ).fetchall()
    found = ((_import(row), columns.unpacked_map(row[4]).get(_UNFINISHED)) for row in rows)
    return tuple((each, start) for each, start in found if isinstance(start, str) and start)


def by_id(connection: Connection, import_id: str) -> Import | None:
    """The import of that id."""
    row = connection.execute(f"SELECT {_COLUMNS} {_FROM} WHERE i.id = ?", (import_id,)).fetchone()
    return None if row is None else _import(row)


def half_undone(connection: Connection, what: str) -> Import | None:
    """The large import of customers or of orders that is being undone, or was when that ended in the middle."""
    for done, _start in unfinished(connection):
        if done.what == what and done.undone_at != done.taken_at:  # not one that is still being taken over: `begin`
            return done
    return None


def newest(connection: Connection, what: str, limit: int) -> tuple[Import, ...]:
    """The imports of customers or of orders, the newest first; what was undone is among them, what never came to its
    end is not."""
    never = {done.id for done, _start in unfinished(connection)}
    rows = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE i.what = ? ORDER BY i.taken_at DESC, i.id DESC LIMIT ?",
        (what, limit + len(never)),
    )
    return tuple(done for done in map(_import, rows) if done.id not in never)[:limit]


def last(connection: Connection, what: str) -> Import | None:
    """The newest import of customers or of orders that was not undone."""
    row = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE i.what = ? AND i.undone_at IS NULL ORDER BY i.taken_at DESC, i.id DESC"
        " LIMIT 1",
        (what,),
    ).fetchone()
    return None if row is None else _import(row)


@dataclass(frozen=True, slots=True)
class Before:
    """What somebody said about a file of these headers: what they mean, and how it was read (`told`)."""

    headers_digest: str
    said: Mapping[str, str]
    told: Mapping[str, Any]


def said_before(connection: Connection, what: str, limit: int) -> tuple[Before, ...]:
    """What was said about the last imports, the newest first; empty when nothing ever was."""
    said = connection.execute(
        "SELECT 1 FROM imports WHERE what = ? AND (mapping_json NOT LIKE '%\"said\":{}%'"
        " OR (mapping_json LIKE '%\"told\":%' AND mapping_json NOT LIKE '%\"told\":{}%')) LIMIT 1",
        (what,),
    ).fetchone()
    if said is None:
        return ()
    rows = connection.execute(
        "SELECT headers_digest, mapping_json FROM imports WHERE what = ? ORDER BY taken_at DESC, id DESC LIMIT ?",
        (what, limit),
    )
    return tuple(
        Before(str(row[0]), _part(row[1], "said"), columns.unpacked_map(row[1]).get("told") or {}) for row in rows
    )


def names(connection: Connection, what: str, ids: Sequence[str]) -> tuple[str, ...]:
    """What the cards or orders of these ids (a few hundred at most) are called."""
    name = "name" if what == CUSTOMERS else "label"
    rows = connection.execute(
        f"SELECT {name} FROM {what} WHERE id IN ({', '.join('?' * len(ids))}) ORDER BY {name}", ids
    )
    return tuple(str(row[0]) for row in rows)


def brought(connection: Connection, import_id: str, what: str) -> int:
    """How many cards or orders there are that came with the import."""
    row = connection.execute(f"SELECT count(*) FROM {what} WHERE import_id = ?", (import_id,)).fetchone()
    return 0 if row is None else int(row[0])


def mark_undone(connection: Connection, import_id: str, by: str | None, at: datetime) -> None:
    """Write down that an import was undone, by whom and when."""
    connection.execute(
        "UPDATE imports SET undone_by = ?, undone_at = ? WHERE id = ?", (by, columns.instant(at), import_id)
    )


def _import(row: Row) -> Import:
    return Import(
        id=row[0],
        what=row[1],
        file_name=row[2],
        headers_digest=row[3],
        mapping=_part(row[4], "columns"),
        said=_part(row[4], "said"),
        new=row[5],
        changed=row[6],
        same=row[7],
        refused=row[8],
        taken_by=row[9],
        taken_at=columns.as_instant(row[10]),
        undone_at=columns.as_optional_instant(row[11]),
        by_name=row[12],
    )


def _part(text: str, name: str) -> dict[str, str]:
    found = columns.unpacked_map(text).get(name, {})
    return {str(header): str(column) for header, column in found.items()} if isinstance(found, dict) else {}
