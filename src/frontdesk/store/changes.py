"""What a card or an order said before and after it was changed: written once, undone by putting back what was before.

A field is named like its column (`name`, `since`, `balance_minor`); a fact that has no column stands as `facts.NAME`,
by the name it is stored under. A value is what JSON holds: text, a number, None; a date as its column has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from frontdesk.ground.ids import new_id
from frontdesk.store import columns
from frontdesk.store.driver import Connection, Row

EDIT, IMPORT, MERGE, UNDO = "edit", "import", "merge", "undo"
FACTS = "facts."
_CARD_FIELDS = (
    "external_key", "name", "tier", "phone", "email", "card_number", "languages", "channel", "standing", "since",
    "visits", "overdue_minor", "hours", "balance_minor",
)  # fmt: skip
_ORDER_FIELDS = (
    "external_key", "customer_id", "label", "place", "state", "starts_on", "ends_on", "total_minor", "paid_minor",
    "due_on", "trouble", "promised_json",
)  # fmt: skip
_COLUMNS = (
    "c.id, c.customer_id, c.order_id, c.how, c.import_id, c.before_json, c.after_json, c.changed_by, c.changed_at,"
    " c.undone_at, coalesce(s.name, ''), coalesce(i.file_name, '')"
)
_FROM = "FROM changes c LEFT JOIN staff s ON s.id = c.changed_by LEFT JOIN imports i ON i.id = c.import_id"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one card or one order: only the fields that changed, before and after.

    `by_name` and `file_name` are read, not written: who it was, and the file it came from ("" for none).
    """

    how: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    at: datetime
    customer_id: str | None = None
    order_id: str | None = None
    import_id: str | None = None
    by: str | None = None
    id: str = ""
    undone_at: datetime | None = None
    by_name: str = ""
    file_name: str = ""


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of two states only the fields that differ; a field that one of them does not have is None there."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


def add(connection: Connection, changes: Iterable[Change]) -> None:
    """Write changes down, as many as there are; one whose id is "" gets one."""
    connection.executemany(
        "INSERT INTO changes (id, customer_id, order_id, how, import_id, before_json, after_json, changed_by,"
        " changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                each.id or new_id(),
                each.customer_id,
                each.order_id,
                each.how,
                each.import_id,
                columns.packed(each.before),
                columns.packed(each.after),
                each.by,
                columns.instant(each.at),
            )
            for each in changes
        ),
    )


def add_one(connection: Connection, change: Change) -> str:
    """Write one change down and return its id."""
    named = change if change.id else replace(change, id=new_id())
    add(connection, [named])
    return named.id


def by_id(connection: Connection, change_id: str) -> Change | None:
    """The change of that id."""
    row = connection.execute(f"SELECT {_COLUMNS} {_FROM} WHERE c.id = ?", (change_id,)).fetchone()
    return None if row is None else _change(row)


def of_customer(connection: Connection, customer_id: str, limit: int = 200) -> tuple[Change, ...]:
    """What changed on a card, the newest first, at most `limit`; what was undone is among it."""
    return of_cards(connection, (customer_id,), limit)


def of_cards(connection: Connection, customer_ids: Sequence[str], limit: int = 200) -> tuple[Change, ...]:
    """What changed on any of these cards (those of one person), as `of_customer`."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE c.customer_id IN ({', '.join('?' * len(customer_ids))})"
        " ORDER BY c.changed_at DESC, c.id DESC LIMIT ?",
        (*customer_ids, limit),
    )
    return tuple(map(_change, rows))


def of_order(connection: Connection, order_id: str, limit: int = 200) -> tuple[Change, ...]:
    """What changed on an order, the newest first, at most `limit`; what was undone is among it."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE c.order_id = ? ORDER BY c.changed_at DESC, c.id DESC LIMIT ?",
        (order_id, limit),
    )
    return tuple(map(_change, rows))


def of_import(connection: Connection, import_id: str, after: str = "", limit: int = 1000) -> tuple[Change, ...]:
    """What an import changed and nobody undid: at most `limit`, in the order of their ids, after the id `after`."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE c.import_id = ? AND c.undone_at IS NULL AND c.id > ? ORDER BY c.id LIMIT ?",
        (import_id, after, limit),
    )
    return tuple(map(_change, rows))


def count_of(connection: Connection, import_id: str) -> int:
    """How many changes an import made that nobody undid."""
    row = connection.execute(
        "SELECT count(*) FROM changes WHERE import_id = ? AND undone_at IS NULL", (import_id,)
    ).fetchone()
    return 0 if row is None else int(row[0])


@dataclass(frozen=True, slots=True)
class Origin:
    """How a card began: when it was made, the file it came in, and the first conversation with this customer."""

    made_at: datetime
    file_name: str
    imported_at: datetime | None
    first_talk_at: datetime | None


def origin(connection: Connection, customer_id: str) -> Origin | None:
    """How a card began; None for nobody. An import that was undone made nothing."""
    row = connection.execute(
        "SELECT k.created_at, coalesce(i.file_name, ''), i.taken_at,"
        " (SELECT min(v.opened_at) FROM conversations v WHERE v.customer_id = k.id)"
        " FROM customers k LEFT JOIN imports i ON i.id = k.import_id AND i.undone_at IS NULL WHERE k.id = ?",
        (customer_id,),
    ).fetchone()
    if row is None:
        return None
    made_at, imported_at = columns.as_instant(row[0]), columns.as_optional_instant(row[2])
    return Origin(made_at, row[1], imported_at, columns.as_optional_instant(row[3]))


def undo(connection: Connection, change: Change, by: str | None, at: datetime) -> tuple[str, ...]:
    """Put back what was before the change and mark it undone; returns the fields that are not as it left them.

    When there are such fields nothing is written: something newer would be lost. The words by which a customer is
    found are their caller's (`customers.renew_terms`).
    """
    now = state(connection, change)
    newer = tuple(name for name, value in change.after.items() if now.get(name) != value)
    if newer:
        return newer
    put(connection, change, change.before, at)
    connection.execute(
        "UPDATE changes SET undone_by = ?, undone_at = ? WHERE id = ?", (by, columns.instant(at), change.id)
    )
    return ()


def state(connection: Connection, change: Change) -> dict[str, Any]:
    """What the card or the order of a change says now in the fields that the change is about."""
    table, one, known = _thing(change)
    names = [name for name in change.after if name in known]
    row = connection.execute(
        f"SELECT {''.join(f'{name}, ' for name in names)}facts_json FROM {table} WHERE id = ?", (one,)
    ).fetchone()
    if row is None:
        return {}
    facts = columns.unpacked_map(row[-1])
    found = dict(zip(names, row, strict=False))
    found.update((name, facts.get(name[len(FACTS) :])) for name in change.after if name.startswith(FACTS))
    return found


def put(connection: Connection, change: Change, values: Mapping[str, Any], at: datetime) -> None:
    """Write `values` on the card or the order that the change is about; a fact of None is taken away."""
    table, one, known = _thing(change)
    names = [name for name in values if name in known]
    facts = {name[len(FACTS) :]: value for name, value in values.items() if name.startswith(FACTS)}
    sets, held = [f"{name} = ?" for name in names], [values[name] for name in names]
    if facts:
        row = connection.execute(f"SELECT facts_json FROM {table} WHERE id = ?", (one,)).fetchone()
        merged = {**columns.unpacked_map("" if row is None else row[0]), **facts}
        sets.append("facts_json = ?")
        held.append(columns.packed({name: value for name, value in merged.items() if value is not None}))
    connection.execute(
        f"UPDATE {table} SET {', '.join([*sets, 'updated_at = ?'])} WHERE id = ?", (*held, columns.instant(at), one)
    )


def _thing(change: Change) -> tuple[str, str, tuple[str, ...]]:
    if change.customer_id is not None:
        return "customers", change.customer_id, _CARD_FIELDS
    if change.order_id is None:
        raise AssertionError("a change is of a card or of an order")
    return "orders", change.order_id, _ORDER_FIELDS


def _change(row: Row) -> Change:
    return Change(
        id=row[0],
        customer_id=row[1],
        order_id=row[2],
        how=row[3],
        import_id=row[4],
        before=columns.unpacked_map(row[5]),
        after=columns.unpacked_map(row[6]),
        by=row[7],
        at=columns.as_instant(row[8]),
        undone_at=columns.as_optional_instant(row[9]),
        by_name=row[10],
        file_name=row[11],
    )
