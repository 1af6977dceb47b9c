"""Somebody who was erased at their wish is not brought back by a file, but for when they come again themselves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from a_desk import Clock, as_lead, make_desk
from frontdesk.desk import opening
from frontdesk.desk.customers import finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import undoing_imports
from frontdesk.desk.imports.import_rows import CustomerRows, Read
from frontdesk.desk.imports.importing import CUSTOMERS, Imported, Told, import_customers, import_orders
from frontdesk.desk.imports.sheets import Row
from frontdesk.desk.privacy import privacy
from frontdesk.desk.trust import restoring
from frontdesk.ground.errors import BadInput, StoreUnavailable
from frontdesk.store import customers, erasing, forgotten_file, forgotten_keys
from frontdesk.store.customers import Customer
from frontdesk.store.transaction import reading, writing

NIGHTLY = (
    "id,name,phone,email\n"
    "G1,Zoja Lapsa,+371 2916 4455,zoja@example.org\n"
    "G2,Olga Kalna,+371 2600 0001,olga@example.org\n"
    "G3,Pauls Kalns,+371 2600 0001,\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, Clock())
    yield as_lead(made)
    made.store.close()


def taken(desk: Desk, text: str, told: Told | None = None) -> Imported:
    path = desk.folder / "nightly.csv"
    path.write_text(text, encoding="utf-8")
    return import_customers(desk, path, told=told)


def erase(desk: Desk, key: str, how: str = erasing.ASKED) -> None:
    with reading(desk.store) as connection:
        found = customers.by_key(connection, key)
    assert found is not None
    privacy.erase(desk, found.id, how=how)


def test_the_next_nightly_export_does_not_bring_back_who_was_erased(desk: Desk) -> None:
    taken(desk, NIGHTLY)
    erase(desk, "G1")
    again = taken(desk, NIGHTLY)
    assert (again.new, again.same, again.refused_count) == (0, 2, 1)
    (refused,) = again.refused
    assert refused.row == 2 and refused.erased and "erased on" in refused.reason and "at their wish" in refused.reason
    assert finding.find(desk, "Lapsa") == ()
    # Another program knows them by another number, or by none, and writes the telephone as it likes.
    for row in ("X9,Zoja L.,29164455,", "X9,Z. Lapsa,,Zoja@Example.org", ",Zoja,0037129164455,", "G1,Zoja Liepa,,"):
        assert taken(desk, f"id,name,phone,email\n{row}\n").refused[0].erased, row
    assert taken(desk, "id,name,phone\nX1,Somebody,2916445\nX2,Else,+371 2916 4456\nX3,Third,\n").new == 3
    orders = desk.folder / "orders.csv"
    orders.write_text("id,customer,room\nO1,G1,412\n", encoding="utf-8")
    assert "No customer" in import_orders(desk, orders).refused[0].reason


def test_who_was_erased_stays_away_also_when_nobody_else_is_left(desk: Desk) -> None:
    taken(desk, NIGHTLY)
    erase(desk, "G1")
    undoing_imports.undo(desk, CUSTOMERS, undoing_imports.look(desk, CUSTOMERS).done.id)
    with writing(desk.store) as connection:
        connection.execute("DELETE FROM customers")  # the empty card goes as well
    for rows in (NIGHTLY, NIGHTLY + "G9,Zoja,,,and a cell too many\n"):  # read by columns, and one by one
        path = desk.folder / "nightly.csv"
        path.write_text(rows, encoding="utf-8")
        again = import_customers(desk, path, dry_run=True)
        assert (again.new, again.refused[0].row, again.refused[0].erased) == (2, 2, True)


def test_every_way_of_writing_who_was_erased_is_known_in_a_stretch_of_new_customers(desk: Desk) -> None:
    """The quick question of many rows never says no where the question of one row says yes."""
    with writing(desk.store) as connection:
        for number, (key, phone, email) in enumerate(
            (("K1", "", ""), ("", "2916445", ""), ("", "+371 29 000 111", ""), ("", "", "Zoja@Example.org"))
        ):
            card = Customer(f"c{number}", "Zoja Lapsa", external_key=key or None, phone=phone, email=email)
            customers.insert(connection, [card], desk.now())
    for number in range(4):
        privacy.erase(desk, f"c{number}", how=erasing.ASKED)
    with reading(desk.store) as connection:
        kept = forgotten_keys.read(connection)
    assert kept is not None
    said = {
        "key": ("K1", "K2", "k1", ""),
        "phone": (
            *("2916445", "+371 2916445", "0037100002916445", "02916445", "916445", "29164450", "129000111"),
            *("+371 29000111", "0029000111", "37129000111", "9000111", "000111", "٢٩٠٠٠١١١", "1 29 000 111", "", "-"),
        ),
        "email": ("zoja@example.org", " ZOJA@EXAMPLE.ORG", "zoja@example.com", ""),
    }
    kinds = ("key", "email", "phone")
    for kind, texts in said.items():
        for text in texts:
            asked = [[text if each == kind else ""] for each in kinds]
            assert kept.any_of(*asked) >= (kept.day(kind, text) is not None), (kind, text)
    assert kept.any_of(["K2", "K3"], ["a@b", ""], ["+371 20 000 000", "1"]) is False
    assert kept.any_of(["K2", "K1"], ["a@b", ""], ["+371 20 000 000", "1"]) is True


def test_new_customers_come_in_by_columns_also_where_somebody_was_erased(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(desk, NIGHTLY)
    erase(desk, "G1")
    one_by_one: list[str] = []
    read = CustomerRows.read

    def noticed(rows: CustomerRows, row: Row) -> Read:
        one_by_one.append(row.cells["key"])
        return read(rows, row)

    monkeypatch.setattr(CustomerRows, "read", noticed)
    assert taken(desk, "id,name,phone,email\nH1,Rita Kalna,+371 2600 0009,rita@example.org\n").new == 1
    assert one_by_one == []
    assert [each.row for each in taken(desk, "id,name,phone\nH2,Rita,\nH3,Zoja,29164455\n").refused] == [3]
    assert one_by_one == ["H2", "H3"]


def test_a_number_that_somebody_else_has_too_keeps_nobody_out(desk: Desk) -> None:
    taken(desk, NIGHTLY)
    erase(desk, "G2")
    again = taken(desk, NIGHTLY + "G4,Rita Kalna,+371 2600 0001,\n")
    assert (again.new, again.same, [each.row for each in again.refused]) == (1, 2, [3])


def test_who_comes_again_themselves_is_brought_back_row_by_row_and_stays(desk: Desk) -> None:
    taken(desk, NIGHTLY)
    erase(desk, "G1")
    erase(desk, "G3")
    with pytest.raises(BadInput, match="Row 3 is nobody"):
        taken(desk, NIGHTLY, Told(bring_back=frozenset({2, 3})))
    with pytest.raises(BadInput, match="leads"):
        path = desk.folder / "nightly.csv"
        import_customers(
            replace(desk, person=replace(desk.person, role="staff")), path, told=Told(bring_back=frozenset({2}))
        )
    back = taken(desk, NIGHTLY, Told(bring_back=frozenset({2})))
    assert (back.new, back.same, [each.row for each in back.refused]) == (1, 1, [4])
    assert [each.name for each in finding.find(desk, "Lapsa")] == ["Zoja Lapsa"]
    assert (taken(desk, NIGHTLY).same, taken(desk, NIGHTLY).refused_count) == (2, 1)
    undoing_imports.undo(desk, CUSTOMERS, undoing_imports.look(desk, CUSTOMERS).done.id)
    assert taken(desk, NIGHTLY).refused_count == 2, "what was taken back by mistake is no wish"


def test_a_card_made_by_hand_is_in_nobodys_way(desk: Desk) -> None:
    taken(desk, NIGHTLY)
    erase(desk, "G1")
    with writing(desk.store) as connection:
        again = Customer("c9", "Zoja Lapsa", phone="+371 2916 4455", email="zoja@example.org")
        customers.insert(connection, [again], desk.now())
    done = taken(desk, "name,phone,email\nZoja Lapsa,+371 2916 4455,zoja@example.org\n")
    assert (done.same, done.refused_count) == (1, 0)


def test_whose_time_was_over_comes_in_again_like_anybody(desk: Desk) -> None:
    taken(desk, NIGHTLY)
    erase(desk, "G1", erasing.RETENTION)
    assert taken(desk, NIGHTLY).new == 1


def test_a_backup_that_is_put_back_knows_it_too_and_no_file_holds_the_keys(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    taken(desk, NIGHTLY)
    desk.store.close()
    kept = tmp_path_factory.mktemp("backups") / "backup.sqlite3"
    shutil.copy(desk.store.path, kept)
    desk = as_lead(opening.open_desk(desk.folder, staff="Ilze", clock=desk.clock))
    erase(desk, "G1")
    (desk.folder / "nightly.csv").unlink()
    held = {
        name
        for place, _folders, names in os.walk(desk.folder)
        for name in names
        for data in [(Path(place) / name).read_bytes()]
        if any(each in data for each in (b"29164455", b"2916 4455", b"zoja@example", b"Lapsa"))
    }
    assert held == set()
    desk.store.close()
    for path in desk.store.path.parent.glob(desk.store.path.name + "-*"):
        path.unlink()
    shutil.copy(kept, desk.store.path)
    desk = as_lead(opening.open_desk(desk.folder, staff="Ilze", clock=desk.clock))
    again = taken(desk, NIGHTLY)
    assert (again.same, [each.erased for each in again.refused]) == (2, [True])
    desk.store.close()


def test_a_backup_older_than_the_card_knows_it_as_well(desk: Desk, tmp_path: Path) -> None:
    """The backup has neither the card nor a hash of it: what files knew the person by is kept beside the database."""
    backup = desk.store.path.with_name("older.db")
    desk.store.close()
    shutil.copy(desk.store.path, backup)
    desk = as_lead(opening.open_desk(desk.folder, staff="Ilze", clock=desk.clock))
    taken(desk, NIGHTLY)
    erase(desk, "G1")
    kept = desk.store.path.with_name(forgotten_file.NAME)
    lines = kept.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines)) >= 4 and (kept.stat().st_mode & 0o777) == 0o600
    assert {len(each) + 1 for each in lines} == {forgotten_file.LINE_BYTES}
    desk.store.close()
    with restoring.made_ready(desk.store.path, backup, desk.clock, only_look=False) as ready:
        ready.put()
    desk = as_lead(opening.open_desk(desk.folder, staff="Ilze", clock=desk.clock))
    again = taken(desk, NIGHTLY)
    assert (again.new, [each.erased for each in again.refused]) == (2, [True])
    assert kept.read_text(encoding="utf-8").splitlines() == lines, "nothing had to be written twice"
    # The house moves to another machine: a folder that was kept, and one that begins anew with another key.
    desk.store.close()
    (tmp_path / "elsewhere").mkdir()
    moved = make_desk(tmp_path / "elsewhere", Clock())
    taken(as_lead(moved), NIGHTLY.replace("G1,", "G7,").replace("zoja@", "other@").replace("4455", "7788"))
    erase(as_lead(moved), "G7")
    moved.store.close()
    with restoring.made_ready(moved.store.path, backup, desk.clock, only_look=False) as ready:
        ready.put()
    both = as_lead(opening.open_desk(moved.folder, staff="Ilze", clock=desk.clock))
    found = taken(both, NIGHTLY + "G7,Zoja,,\nG8,Rita Kalna,+371 2600 0009,\n")
    assert [(each.row, each.erased) for each in found.refused] == [(2, True), (5, True)] and found.new == 3
    both.store.close()


def test_the_list_of_what_erased_people_were_known_by_is_mended_and_never_believed_blindly(desk: Desk) -> None:
    taken(desk, NIGHTLY)
    erase(desk, "G1")
    path = desk.store.path.with_name(forgotten_file.NAME)
    whole = path.read_bytes()

    def opened() -> bytes:
        desk.store.close()
        again = as_lead(opening.open_desk(desk.folder, staff="Ilze", clock=desk.clock))
        assert [each.row for each in taken(again, NIGHTLY).refused] == [2]
        again.store.close()
        return path.read_bytes()

    for held in (
        b"",  # nothing of it
        whole[:-30],  # cut off while it was written
        whole + whole,
        b"\xff nonsense\n" + whole,
        whole + b"0" * 64 + b" 2026-13-41\n",  # no day
        whole[: -forgotten_file.LINE_BYTES] + b"x" * 75 + b"\n",  # as long as it should be
    ):
        path.write_bytes(held)
        assert sorted(opened().splitlines()) == sorted(whole.splitlines()), held[:40]
    path.unlink()
    assert sorted(opened().splitlines()) == sorted(whole.splitlines())
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreUnavailable, match=r"forgotten\.txt"):
        opened()
    path.rmdir()
