"""The company and the household that a file names: on the card, in limits, moved by the next file, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from small_hotel import desk_of_its_own

from frontdesk.desk.customers import cards, editing_card, relating
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import undoing_imports
from frontdesk.desk.imports.importing import CUSTOMERS, Imported, import_customers
from frontdesk.ground.errors import BadInput
from frontdesk.store import customers, facts, homes
from frontdesk.store.columns import packed
from frontdesk.store.transaction import reading, writing

GUESTS = "id,name,company,household\n1,Anna,Ogle SIA,H7\n2,Berta,OGLE sia,H7\n3,Carl,,\n"

desk = desk_of_its_own


def taken(desk: Desk, text: str, hours: int = 0) -> Imported:
    path = desk.folder / "in.csv"
    path.write_text(text, encoding="utf-8")
    at = desk.now() + timedelta(hours=hours)
    return import_customers(replace(desk, clock=lambda: at), path)


def id_of(desk: Desk, key: str) -> str:
    with reading(desk.store) as connection:
        found = customers.by_key(connection, key)
    assert found is not None
    return found.id


def belongs(desk: Desk, key: str) -> dict[str, str]:
    return {each.kind: each.name for each in cards.card(desk, id_of(desk, key)).groups}


def company(desk: Desk, key: str) -> object:
    """What limits per company and conditions over the company go by."""
    with reading(desk.store) as connection:
        return facts.of_card(connection, id_of(desk, key)).values.get("company")


def rows_of_groups(desk: Desk) -> list[object]:
    with reading(desk.store) as connection:
        return [
            *connection.execute("SELECT id, kind, name FROM groups ORDER BY id"),
            *connection.execute("SELECT id, group_id, customer_id, ended_by, ended_at FROM group_members ORDER BY id"),
        ]


def test_a_company_of_a_file_is_one_group_and_what_limits_count_by(desk: Desk) -> None:
    assert (taken(desk, GUESTS).new, taken(desk, GUESTS).same) == (3, 3)
    assert belongs(desk, "1") == belongs(desk, "2") == {"company": "Ogle SIA", "household": "H7"}
    assert [each.name for each in cards.card(desk, id_of(desk, "1")).groups[0].members] == ["Berta"]
    assert company(desk, "1") == company(desk, "2") == "Ogle SIA" and belongs(desk, "3") == {}
    relating.join_company(desk, id_of(desk, "3"), "ogle SIA")
    assert company(desk, "3") == "Ogle SIA", "by hand and by file it is one and the same"
    with pytest.raises(BadInput, match="no field of the card"):
        editing_card.edit(desk, id_of(desk, "1"), {"company": "Kalns"})


def test_who_has_another_company_in_the_next_file_moves_and_undoing_moves_them_back(desk: Desk) -> None:
    taken(desk, GUESTS)
    relating.join_company(desk, id_of(desk, "3"), "Kalns")
    before = rows_of_groups(desk)
    moved = "id,name,company\n1,Anna,Kalns\n2,Berta,\n3,Carl,Liepa\n4,Dace,Liepa\n5,Egils,Ogle SIA\n"
    done = taken(desk, moved, hours=1)
    assert (done.new, done.changed, done.same) == (2, 2, 1), "an empty cell says nothing"
    assert [belongs(desk, key).get("company") for key in "12345"] == ["Kalns", "Ogle SIA", "Liepa", "Liepa", "Ogle SIA"]
    assert taken(desk, moved, hours=2).same == 5
    would = undoing_imports.look(desk, CUSTOMERS)
    assert (would.removed, would.tied_count) == (2, 0)
    undoing_imports.undo(desk, CUSTOMERS, would.done.id)
    assert rows_of_groups(desk) == before


def test_what_somebody_did_since_stays_when_the_import_is_taken_back(desk: Desk) -> None:
    taken(desk, "id,name,company\n1,Anna,Ogle\n2,Berta,Ogle\n")
    taken(desk, "id,name,company\n1,Anna,Kalns\n3,Carl,Kalns\n", hours=1)
    group = cards.card(desk, id_of(desk, "1")).groups[0].id
    relating.leave(desk, id_of(desk, "1"), group)
    relating.join_company(desk, id_of(desk, "1"), "Liepa")
    relating.join(desk, id_of(desk, "2"), relating.called(desk, "company", "Ogle")[0].id)
    would = undoing_imports.look(desk, CUSTOMERS)
    undoing_imports.undo(desk, CUSTOMERS, would.done.id)
    assert (belongs(desk, "1"), belongs(desk, "2")) == ({"company": "Liepa"}, {"company": "Ogle"})
    relating.join_with(desk, id_of(desk, "2"), id_of(desk, "1"), kind="household")
    assert undoing_imports.look(desk, CUSTOMERS).tied == ("Anna", "Berta"), "what the desk knows keeps the card"


def test_what_was_counted_for_a_household_of_a_file_goes_on_counting_when_the_file_is_taken_back(desk: Desk) -> None:
    taken(desk, "id,name\n1,Anna\n2,Berta\n3,Carl\n")
    taken(desk, "id,name,household\n1,Anna,H7\n2,Berta,H7\n3,Carl,H8\n", hours=1)
    with writing(desk.store) as connection:
        value = homes.of_person(connection, (id_of(desk, "1"),)).value
        homes.note(connection, id_of(desk, "1"), value)
    undoing_imports.undo(desk, CUSTOMERS, undoing_imports.look(desk, CUSTOMERS).done.id)
    assert [belongs(desk, key) for key in "123"] == [{}, {}, {}]
    with reading(desk.store) as connection:
        counted = [homes.of_person(connection, (id_of(desk, key),)).counted[0] for key in "123"]
        kept = connection.execute("SELECT name FROM groups ORDER BY name").fetchall()
    assert [value in names for names in counted] == [True, True, False]
    assert kept == [("H7",)], "a household for which nothing was counted goes"


def test_two_families_of_one_name_are_two_and_a_file_never_joins_one_that_was_made_by_hand(desk: Desk) -> None:
    taken(desk, "id,name\n1,Anna\n2,Berta\n")
    relating.make(desk, id_of(desk, "1"), "household", "Kalni")
    taken(desk, "id,name,household\n2,Berta,Kalni\n", hours=1)
    assert [each.name for each in cards.card(desk, id_of(desk, "2")).groups[0].members] == []
    taken(desk, "id,name,household\n3,Carl,kalni\n", hours=2)
    assert [each.name for each in cards.card(desk, id_of(desk, "3")).groups[0].members] == ["Berta"]


def test_a_company_from_before_belonging_was_kept_becomes_the_one_truth(desk: Desk) -> None:
    taken(desk, "id,name\n1,Anna\n")
    with writing(desk.store) as connection:
        connection.execute("UPDATE customers SET facts_json = ?", (packed({"company": "Old"}),))
    assert company(desk, "1") == "Old"
    assert taken(desk, "id,name,company\n1,Anna,New\n", hours=1).changed == 1
    with reading(desk.store) as connection:
        assert customers.by_key(connection, "1").facts == {}  # type: ignore[union-attr]  # it is there
    assert company(desk, "1") == "New"
    undoing_imports.undo(desk, CUSTOMERS, undoing_imports.look(desk, CUSTOMERS).done.id)
    assert (company(desk, "1"), belongs(desk, "1")) == ("Old", {})


def test_a_name_of_a_company_that_cannot_be_kept_refuses_its_row(desk: Desk) -> None:
    rows = f"id,name,company\n1,Anna,{'x' * 121}\n2,Berta,4111 1111 1111 1111\n3,Carl,Fine\n"
    done = taken(desk, rows)
    assert [each.row for each in done.refused] == [2, 3] and done.new == 1
