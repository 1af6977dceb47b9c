"""What a card of the release before said a customer likes: each a preference of its own, and the column is empty."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

from test_entry_words import database_of_0003

from frontdesk.store import preferences
from frontdesk.store.engine import open_store
from frontdesk.store.transaction import reading, writing

AT = "2026-11-20 12:00:00.000000"


def test_likes_of_before_are_preferences_now_and_the_column_is_empty(tmp_path: Path) -> None:
    store = database_of_0003(tmp_path / "old.db")
    likes = {"anna": ["quiet room", "oat milk", "oat milk", " "], "nobody": [], "Оксана": ["тихая комната", "x" * 400]}
    with writing(store) as connection:
        for customer, said in (likes | {f"c{number:04}": [f"like {number}"] for number in range(2100)}).items():
            connection.execute(
                "INSERT INTO customers (id, name, tier, phone, email, card_number, languages, channel, standing,"
                " visits, overdue_minor, likes_json, facts_json, created_at, updated_at)"
                " VALUES (?, ?, '', '', '', '', '', '', '', 0, 0, ?, '{}', ?, ?)",
                (customer, customer, json.dumps(said, ensure_ascii=False), AT, AT),
            )
    store.close()
    with reading(open_store(tmp_path / "old.db")) as connection:
        today = date(2026, 11, 21)
        anna = preferences.in_force(connection, "anna", today)
        assert [each.text for each in anna] == ["quiet room", "oat milk"]
        assert {(each.whose, each.lasting, each.noted_by, each.noted_at) for each in anna} == {
            ("", True, None, datetime(2026, 11, 20, 12, tzinfo=UTC))
        }
        assert [len(each.text) for each in preferences.in_force(connection, "Оксана", today)] == [13, 240]
        assert [each.text for each in preferences.in_force(connection, "c2099", today)] == ["like 2099"]
        assert connection.execute("SELECT count(*) FROM preferences").fetchone() == (2104,)
        assert connection.execute("SELECT DISTINCT likes_json FROM customers").fetchall() == [("[]",)]
