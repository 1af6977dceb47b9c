"""A database that somebody changed by hand: one sentence that says so, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from a_desk import heard, make_desk, make_guest
from frontdesk.desk.conversations import talking
from frontdesk.desk.gestures import giving
from frontdesk.desk.promises import promising
from frontdesk.ground.errors import BadInput, StoreUnavailable
from frontdesk.store.transaction import writing

NO_TEXT = "\udcff"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("customers.facts_json", "[1]"),
        ("customers.facts_json", "{half"),
        ("customers.facts_json", "[" * 100_000),
        ("orders.facts_json", "null"),
        ("conversations.answers_json", "[]"),
        ("conversations.ticks_json", "{}"),
        ("conversations.attempt_json", "7"),
        ("conversations.opened_at", "yesterday"),
        ("conversations.due_at", 12),
        ("conversations.business_date", "soon"),
    ],
)
def test_a_column_that_holds_something_else_is_damage(tmp_path: Path, column: str, value: str | int) -> None:
    desk = make_desk(tmp_path)
    conversation = heard(desk, make_guest(desk))
    table, _dot, name = column.partition(".")
    with writing(desk.store) as connection:
        connection.execute(f"UPDATE {table} SET {name} = ?", (value,))
    with pytest.raises(StoreUnavailable, match="damaged"):
        giving.bar(desk, conversation)


@pytest.mark.parametrize("table", ["usage", "usage_marks", "house_facts"])
def test_a_table_that_is_gone_is_damage(tmp_path: Path, table: str) -> None:
    desk = make_desk(tmp_path)
    conversation = heard(desk, make_guest(desk))
    with writing(desk.store) as connection:
        connection.execute(f"DROP TABLE {table}")
    with pytest.raises(StoreUnavailable, match="damaged"):
        giving.bar(desk, conversation)


def test_an_id_that_is_no_text_is_answered_in_words(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    for ask in (
        lambda: talking.view(desk, NO_TEXT),
        lambda: talking.start(desk, customer_id=NO_TEXT),
        lambda: talking.start(desk, order_id=NO_TEXT),
        lambda: giving.take_back(desk, NO_TEXT, "pressed by mistake"),
        lambda: promising.keep(desk, NO_TEXT),
    ):
        with pytest.raises(BadInput, match="no letters"):
            ask()
