"""Every column that is said to be a person's words is filled, and none of it is left in the file after an erasure."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Column, Date, DateTime, Integer

from a_desk import Clock, Guest, as_lead, given, heard, make_desk, make_guest
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.privacy import privacy
from frontdesk.desk.promises import promising
from frontdesk.ground.ids import new_id
from frontdesk.store import personal, tables
from frontdesk.store.driver import Connection, Value
from frontdesk.store.personal import PERSONAL, Of, Personal, named
from frontdesk.store.transaction import reading, writing

SCHEMA = tables.Staff.metadata.tables
SECRET = "zqxv"
FIXED: dict[str, dict[str, Value]] = {
    "changes": {"how": "edit", "order_id": None, "import_id": None},
    "groups": {"kind": "household"},
    "approvals": {"answer": None, "answered_at": None, "answered_by": None, "block_id": None},
    "blocks": {"done_instead": f"{SECRET}blocks"},
    "ideas": {"entry_id": None, "block_id": None, "approval_id": None},
    "stories": {"kind": "rescued"},
    "calls": {"taken_at": None, "let_go_at": None},
    "event_members": {"promise_id": None, "entry_id": None, "call": None},
    "conversations": {"kind": None, "answer_due_at": None},
}
"""What a check of the table asks for; everything else is made by the type of the column."""


def made(table: str, column: Column[object], ids: dict[str, str]) -> Value:
    """A value for a column: ids where it points somewhere, the secret where it takes words."""
    fixed = FIXED.get(table, {})
    if column.name in fixed:
        return fixed[column.name]
    pointed = next((key.column.table.name for key in column.foreign_keys), "")
    if pointed in ids:
        return ids[pointed]
    if column.name in ("conversation_id", "about"):
        return ids["conversations"]
    if isinstance(column.type, DateTime):
        return "2026-11-20 12:00:00.000000"
    if isinstance(column.type, Date):
        return "2026-11-20"
    if isinstance(column.type, (Integer, Boolean)):
        return 1
    if column.name == "id":
        return new_id()
    said = f"{SECRET} {table} {column.name}" if column.name in named()[table].words else "x"
    return f'{{"said":"{said}"}}' if column.name.endswith("_json") else said


def filled(connection: Connection, table: Personal, ids: dict[str, str]) -> None:
    """Add a row of the person to the table, or put words into every column of those that there are."""
    columns = list(SCHEMA[table.table].columns)
    values = [made(table.table, column, ids) for column in columns]
    names = ", ".join(f'"{column.name}"' for column in columns)
    connection.execute(f'INSERT INTO "{table.table}" ({names}) VALUES ({", ".join("?" * len(columns))})', values)
    if "id" in SCHEMA[table.table].columns:
        ids[table.table] = str(values[[column.name for column in columns].index("id")])


@pytest.fixture
def story(tmp_path: Path) -> tuple[Desk, Guest]:
    """Somebody of whom every table knows something, in every column that takes words."""
    desk = make_desk(tmp_path, Clock())
    guest, twin = make_guest(desk, f"Eva {SECRET}"), make_guest(desk, f"E. {SECRET}")
    talk = heard(desk, guest)
    given(desk, talk, "drink", reason=f"{SECRET} why")
    promise = promising.promise(desk, talk, f"{SECRET} bag", desk.now() + timedelta(hours=1))
    moved = desk.now() + timedelta(hours=2)
    promising.move(desk, promise.id, moved, f"{SECRET} moved")
    promising.keep(desk, promise.id)
    talking.close(desk, talk, nothing_owed=True)
    event = new_id()
    ids = {"customers": guest.customer, "orders": guest.order, "conversations": talk, "staff": desk.person.id}
    with writing(desk.store) as connection:
        connection.execute(
            "INSERT INTO events (id, name, cause, promise, due_at, owner_id, opened_by, opened_at, business_date, site)"
            " VALUES (?, 'recall', 'x', 'y', '2027-01-01', ?, ?, '2026-01-01', '2026-01-01', 'main')",
            (event, desk.person.id, desk.person.id),
        )
        ids["events"] = event
        for table in sorted(PERSONAL, key=lambda each: each.table != "groups"):
            if table.table in ("customers", "orders", "conversations", "entries", "entry_words", "promises"):
                words = {
                    name: f'{{"a":"{SECRET}"}}' if name.endswith("_json") else f"{SECRET} {name}"
                    for name in table.words
                }
                for name in table.words:
                    kind = SCHEMA[table.table].columns[name].type
                    if (
                        isinstance(kind, (Integer, Date))
                        or table.table in ("entry_words", "promises")
                        or name == "import_id"
                    ):
                        words.pop(name)
                if words:
                    connection.execute(
                        f'UPDATE "{table.table}" SET {", ".join(f"{name} = ?" for name in words)}'
                        f" WHERE id = '{ids[table.table]}'",
                        tuple(words.values()),
                    )
            elif table.table == "merges":
                connection.execute(
                    "INSERT INTO merges (id, kept_id, merged_id, before_json, moved_json, merged_by, merged_at)"
                    " VALUES ('m', ?, ?, ?, ?, ?, '2026-01-01')",
                    (guest.customer, twin.customer, f'{{"a":"{SECRET}"}}', f'{{"a":"{SECRET}"}}', desk.person.id),
                )
                connection.execute(
                    "UPDATE customers SET merged_into_id = ? WHERE id = ?", (guest.customer, twin.customer)
                )
            elif table.table == "not_duplicates":
                connection.execute(
                    "INSERT INTO not_duplicates (first_id, second_id, said_by, said_at) VALUES (?, ?, ?, '2026-01-01')",
                    (*sorted((guest.customer, twin.customer)), desk.person.id),
                )
            elif table.table not in ("promise_moves", "causes"):
                filled(connection, table, ids)
        connection.execute(
            "INSERT INTO causes (id, conversation_id, thing, folded, at, business_date)"
            " VALUES ('c', ?, ?, ?, '2026', '2026')",
            (talk, f"{SECRET} kettle", f"{SECRET} kettle"),
        )
    return desk, guest


def test_every_column_of_words_is_filled_and_then_empty(story: tuple[Desk, Guest]) -> None:
    desk, guest = story
    with reading(desk.store) as connection:
        whose = Of(personal.cards_of(connection, guest.customer))
        assert len(whose.people) == 2, "merged cards are one person"
        unfilled = [each.table for each in PERSONAL if not personal.count(connection, each, whose)]
        assert unfilled == [], "the test knows a row of every table"
        said = personal.texts(connection, whose)
        counts = {each.table: personal.count(connection, each, whose) for each in PERSONAL}
    assert sum(SECRET in text for found in said.values() for text in found) > 50
    privacy.erase(as_lead(desk), guest.customer, end=True)
    held = b"".join(path.read_bytes() for path in (desk.folder / "data").iterdir())
    assert SECRET.encode() not in held
    assert SECRET[::-1].encode() not in held
    with reading(desk.store) as connection:
        left = personal.texts(connection, whose)
        assert {column: texts for column, texts in left.items() if any(SECRET in text for text in texts)} == {}
        for each in PERSONAL:
            expected = 0 if each.goes else counts[each.table]
            if each.table not in ("groups", "entry_words"):  # a group is reached by its members, who are gone
                assert personal.count(connection, each, whose) == expected, each.table
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
