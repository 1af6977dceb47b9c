"""The list of what is personal, held against the schema; and forgetting, held against that list."""

from __future__ import annotations

from frontdesk.store import tables
from frontdesk.store.personal import NOT_PERSONAL, PERSONAL, named

SCHEMA = {name: table for name, table in tables.Staff.metadata.tables.items() if name != "alembic_version"}


def test_every_table_is_said_to_be_personal_or_not_and_why() -> None:
    said = {each.table for each in PERSONAL} | NOT_PERSONAL.keys()
    assert SCHEMA.keys() - said == set(), "say in store/personal.py what of these is about a customer"
    assert said - SCHEMA.keys() == set(), "these are no tables any more"
    assert not {each.table for each in PERSONAL} & NOT_PERSONAL.keys()
    assert all(NOT_PERSONAL.values())


def test_every_column_of_a_personal_table_is_said_once() -> None:
    for name, said in named().items():
        columns = [column.name for column in SCHEMA[name].columns]
        listed = [*said.kept, *said.words, *said.unsaid]
        assert sorted(listed) == sorted(columns), f"{name}: {set(columns) ^ set(listed)}"


def test_a_table_that_points_to_customers_is_personal() -> None:
    for name, table in SCHEMA.items():
        pointing = {column.name for column in table.columns if column.name.endswith(("customer_id", "conversation_id"))}
        pointing |= {
            key.parent.name for key in table.foreign_keys if key.column.table.name in ("customers", "conversations")
        }
        assert not pointing or name in named() or name == "erasures", f"{name} has {pointing}"


def test_what_must_not_be_empty_is_not_emptied() -> None:
    for name, said in named().items():
        for column, value in ({} if said.goes else said.words).items():
            assert value is not None or SCHEMA[name].columns[column].nullable, f"{name}.{column}"
