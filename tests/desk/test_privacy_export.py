"""What somebody is handed over: everything that is known of them, and nobody of the staff but who owes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import Clock, Guest, as_lead, given, heard, make_desk, make_guest
from frontdesk.desk.customers.cards import card
from frontdesk.desk.desk import Desk
from frontdesk.desk.privacy import privacy, privacy_export
from frontdesk.desk.promises import promising
from frontdesk.ground import language
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.store.personal import PERSONAL, named
from frontdesk.store.transaction import writing

REASON = "slept two hours"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, Clock())
    yield made
    made.store.close()


@pytest.fixture
def guest(desk: Desk) -> Guest:
    found = make_guest(desk)
    talk = heard(desk, found)
    given(desk, talk, "drink", reason=REASON)
    promising.promise(desk, talk, "Bring a fan heater", desk.now() + timedelta(hours=1))
    kept = promising.promise(desk, talk, "Call the plumber", desk.now() + timedelta(hours=2))
    promising.keep(desk, kept.id)
    return found


def test_every_personal_table_is_in_it_and_has_a_title(desk: Desk, guest: Guest) -> None:
    found = privacy_export.export(as_lead(desk), guest.customer)
    assert found["tables"].keys() == {each.table for each in PERSONAL} == privacy_export.ABOUT.keys()
    assert json.loads(json.dumps(found)) == found
    assert [row["request"] for row in found["tables"]["conversations"]] == ["The heating is dead"]
    assert [row["reason"] for row in found["tables"]["entry_words"]] == [REASON]
    for table, rows in found["tables"].items():
        for row in rows:
            told = {name.removesuffix("_json") for name in named()[table].told}
            assert told <= row.keys()


def test_staff_are_named_only_where_they_owe_something(desk: Desk, guest: Guest) -> None:
    found = privacy_export.export(as_lead(desk), guest.customer)
    owed = {row["text"]: row["owner"] for row in found["tables"]["promises"]}
    assert owed == {"Bring a fan heater": "Anna", "Call the plumber": None}
    assert json.dumps(found).count("Anna") == 1
    assert desk.person.id not in json.dumps(found)


def test_the_text_says_it_in_words_and_in_the_persons_language(
    desk: Desk, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(desk.store) as connection:
        connection.execute("UPDATE customers SET languages = 'de lv ru'")
    spoken: list[str] = []
    monkeypatch.setattr(language, "spoken", lambda code: nullcontext(spoken.append(code)))
    text = privacy_export.readable(desk, privacy_export.export(as_lead(desk), guest.customer))
    assert spoken == ["lv"]
    for said in ("Kristīne Bērziņa", "The heating is dead", "8.00 EUR", REASON, "Bring a fan heater", "Anna owes it"):
        assert said in text
    assert "{" not in text


def test_nobody_elses_rows_are_in_it(desk: Desk, guest: Guest) -> None:
    other = make_guest(desk, "Eva Kalna")
    given(desk, heard(desk, other), "drink", reason="somebody else's")
    said = json.dumps(privacy_export.export(as_lead(desk), guest.customer), ensure_ascii=False)
    assert "somebody else's" not in said
    assert other.customer not in said
    assert "Eva" not in said


def test_only_who_leads_hands_it_over(desk: Desk, guest: Guest) -> None:
    with pytest.raises(BadInput, match="leads"):
        privacy_export.export(desk, guest.customer)
    with pytest.raises(NotFound):
        privacy_export.export(as_lead(desk), "nobody")


def test_after_an_erasure_the_card_says_when_and_the_export_holds_nothing_but_numbers(desk: Desk, guest: Guest) -> None:
    lead = as_lead(desk)
    privacy.erase(lead, guest.customer, end=True)
    with pytest.raises(NotFound, match="erased on Sat 21 Nov 2026"):
        card(desk, guest.customer)
    found = privacy_export.export(lead, guest.customer)
    assert found["erased_at"].startswith("2026-11-21T")
    said = json.dumps(found, ensure_ascii=False) + privacy_export.readable(desk, found)
    for gone in ("Kristīne", "heating", REASON, "plumber", "fan heater"):
        assert gone not in said
    assert re.search(r"\b412\b", said) is None  # the room; an id may have these three digits in it
