"""A mistake in our own SQL is a mistake of ours, and no damage of anybody's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from a_desk import make_desk
from frontdesk.ground.errors import StoreDamaged
from frontdesk.store.driver_errors import is_driver_error
from frontdesk.store.transaction import reading, writing

WRONG = (
    "SELECT colour FROM entries",
    "SELECT e.name FROM entries e",  # a column that another table has
    "SELECT 1 FROM entrys",
    "INSERT INTO entries (colour) VALUES (1)",
    "SELEC 1",
    "SELECT no_such_function(1)",
)


@pytest.mark.parametrize("statement", WRONG)
def test_a_statement_that_is_wrong_is_an_error_of_its_own(tmp_path: Path, statement: str) -> None:
    desk = make_desk(tmp_path)
    with pytest.raises(Exception, match=r"no such|syntax error|has no column") as caught, reading(desk.store) as here:
        here.execute(statement)
    assert is_driver_error(caught.value) and not isinstance(caught.value, StoreDamaged)


@pytest.mark.parametrize("taken", ["ALTER TABLE entries DROP COLUMN label", "DROP TABLE chain"])
def test_a_file_from_which_something_was_taken_is_damaged(tmp_path: Path, taken: str) -> None:
    desk = make_desk(tmp_path)
    with writing(desk.store) as connection:
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchall():
            connection.execute(f'DROP TRIGGER "{row[0]}"')
        connection.execute(taken)
    with pytest.raises(StoreDamaged), reading(desk.store) as here:
        here.execute("SELECT e.label, c.hash FROM entries e JOIN chain c ON c.entry_seq = e.seq")
