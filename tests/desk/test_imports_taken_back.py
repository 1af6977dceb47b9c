"""Importing as a whole: every row accounted for, refused rows mended, and the last import taken back."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from small_hotel import GUIDELINES, desk_of_its_own, small_desk

from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, finding, noting
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import importing, large_works, undoing_imports
from frontdesk.desk.imports.import_columns import CustomerColumns
from frontdesk.desk.imports.imported import left_words
from frontdesk.desk.imports.importing import CUSTOMERS, ORDERS, Imported, Told, import_customers, import_orders
from frontdesk.ground.errors import BadInput, DeskError, NotFound
from frontdesk.store import changes, customers, imports, orders
from frontdesk.store.changes import Change
from frontdesk.store.customers import Customer
from frontdesk.store.driver import Connection
from frontdesk.store.imports import WRITTEN_WITH, Import
from frontdesk.store.tables.naming import NAMES
from frontdesk.store.transaction import reading, writing

GUESTS = "id,Name,Phone,Tier,Likes,Company\nG1,Anna Ozola,+371 20 000 001,gold,quiet,Ogle\nG2,Jānis Kalns,,guest,,\n"
LATER = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)

desk = desk_of_its_own


def file(desk: Desk, text: str, name: str = "in.csv") -> Path:
    path = desk.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def customer(desk: Desk, key: str) -> Customer | None:
    with reading(desk.store) as connection:
        return customers.by_key(connection, key)


def rows_of(desk: Desk, *tables: str) -> dict[str, int]:
    """How many rows there are in tables; by which nothing may be left behind."""
    with reading(desk.store) as connection:
        return {
            table: int((connection.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,))[0]) for table in tables
        }


def everything(desk: Desk) -> list[object]:
    """All that customers and orders are, to compare before with after."""
    with reading(desk.store) as connection:
        return [
            connection.execute(f"SELECT {names} FROM {table} ORDER BY 1, 2").fetchall()
            for table, names in (
                ("customers", ", ".join(customers.VALUE_COLUMNS)),
                ("customer_terms", "customer_id, term"),
                ("orders", ", ".join(orders.VALUE_COLUMNS)),
                ("preferences", "customer_id, text"),
                ("notes", "customer_id, text"),
                ("groups", "id, kind, name"),
                ("group_members", "group_id, customer_id, joined_at, ended_at, ended_by, import_id"),
            )
        ]


def undone(desk: Desk, what: str = CUSTOMERS) -> undoing_imports.Undoing:
    """Take the last import back; what was said before must be what came of it."""
    would = undoing_imports.look(desk, what)
    done = undoing_imports.undo(desk, what, would.done.id)
    assert done == would
    return done


def accounted(done: Imported, rows: int) -> Imported:
    assert done.new + done.changed + done.same + done.refused_count == rows == done.rows
    return done


# --- refused rows -------------------------------------------------------------------------------------------


def test_refused_rows_come_back_in_a_file_that_is_mended_and_imported_again(desk: Desk) -> None:
    source = file(
        desk,
        "id;Name;Phone;Visits;Note\n"
        "1;;+371 20 000 001;;=HYPERLINK(1)\n"
        '2;Fine;;;"two\nlines"\n'
        "3;Anna;-5;many;@home\n"
        "4;Jānis;;;;surplus\n",
    )
    done = accounted(import_customers(desk, source), 4)
    assert [each.row for each in done.refused] == [2, 5, 6] or [each.row for each in done.refused] == [2, 4, 5]
    assert done.refused_file == desk.folder / "in.refused.csv"
    assert done.refused_file is not None and done.refused_file.stat().st_mode & 0o777 == 0o600
    with done.refused_file.open(encoding="utf-8-sig", newline="") as opened:
        kept = list(csv.reader(opened, delimiter=";"))
    assert kept[0] == ["id", "Name", "Phone", "Visits", "Note", "frontdesk: not taken over"]
    assert kept[1] == ["1", "", "'+371 20 000 001", "", "'=HYPERLINK(1)", f"{done.refused[0].row}: It has no name."]
    assert kept[3][:6] == ["4", "Jānis", "", "", "", "surplus"]
    kept[1][1], kept[2][3] = "Zane", "7"
    del kept[3][5]
    with done.refused_file.open("w", encoding="utf-8-sig", newline="") as opened:
        csv.writer(opened, delimiter=";").writerows(kept)
    mended = accounted(import_customers(desk, done.refused_file), 3)
    assert (mended.new, mended.refused) == (3, ())
    assert "frontdesk: not taken over" not in mended.not_taken_over
    zane, anna = customer(desk, "1"), customer(desk, "3")
    assert zane is not None and zane.phone == "+371 20 000 001"
    assert anna is not None and (anna.phone, anna.visits) == ("-5", 7)


def test_files_of_refused_rows_are_never_written_over(desk: Desk) -> None:
    source = file(desk, "id,name\n1,\n")
    first = import_customers(desk, source).refused_file
    assert first == desk.folder / "in.refused.csv"
    assert import_customers(desk, source).refused_file == first  # the same again is the same file
    source.write_text("id,name\n1,\n2,\n")
    assert import_customers(desk, source).refused_file == desk.folder / "in.refused-2.csv"
    assert first is not None
    assert import_customers(desk, first).refused_file == first  # nothing was mended
    first.write_text("id,name\n1,\n7,Anna\n")
    assert import_customers(desk, first).refused_file == desk.folder / "in.refused-3.csv"


def test_a_dry_run_writes_no_file_and_a_folder_that_cannot_be_written_is_no_fault(desk: Desk, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    source = closed / "in.csv"
    source.write_text("id,name\n1,\n2,Anna\n")
    assert import_customers(desk, source, dry_run=True).refused_file is None
    assert list(closed.iterdir()) == [source]
    if os.geteuid() == 0:
        (closed / "in.refused.csv").mkdir()  # root writes everywhere: a name that is taken does as well
    closed.chmod(0o500)
    try:
        done = import_customers(desk, source)
    finally:
        closed.chmod(0o700)
    assert (done.new, done.refused_count) == (1, 1)


# --- taking back --------------------------------------------------------------------------------------------


def test_an_import_taken_back_leaves_everything_as_it_was(desk: Desk) -> None:
    import_customers(desk, file(desk, GUESTS))
    import_orders(desk, file(desk, "id,customer,room,paid\nO1,G1,412,10.00\n"))
    before = everything(desk)
    desk = replace(desk, clock=lambda: LATER)
    changing = "id,Name,Phone,Tier,Likes,Company\nG1,Anna Liepa,+371 20 000 009,,harbour view,Other\n"
    done = import_customers(desk, file(desk, changing + "G2,Jānis Kalns,,gold,oat,X\nG3,Zane Ozola,,,late bus,\n"))
    assert (done.new, done.changed) == (1, 2)
    assert finding.find(desk, "Liepa")
    told = undone(desk)
    assert (told.removed, told.restored, told.tied_count, told.newer_count) == (1, 2, 0, 0)
    assert everything(desk) == before
    assert finding.find(desk, "Liepa") == () and finding.find(desk, "Ozola")
    import_orders(desk, file(desk, "id,customer,room,paid\nO1,G1,500,\nO2,G2,101,5.00\n"))
    assert (undone(desk, ORDERS).removed, everything(desk)) == (1, before)


def test_notes_of_a_file_stand_on_the_cards_once_and_go_with_the_import(tmp_path: Path) -> None:
    desk = small_desk(tmp_path / "kind", guidelines=GUIDELINES + "unkind_words: {en: [idiot]}\n")
    import_customers(desk, file(desk, "id,name\nG1,Anna Ozola\n"))
    rows = "id,name,Piezīmes\nG1,Anna Ozola,comes with a dog\nG2,Olena,\nG3,Jānis,needs a ramp\n"
    before = everything(desk)
    done = import_customers(
        desk, file(desk, rows + "G4,Zane,pays with 4111 1111 1111 1111\nG5,Oto,an idiot\n", "b.csv")
    )
    assert (done.new, done.changed, done.same) == (2, 1, 0)
    assert [(each.row, "payment card" in each.reason) for each in done.refused] == [(5, True), (6, False)]
    assert "idiot" in done.refused[1].reason
    for key, text in (("G1", "comes with a dog"), ("G3", "needs a ramp")):
        found = customer(desk, key)
        assert found is not None
        assert [(each.text, each.noted_by) for each in cards.card(desk, found.id).notes] == [(text, "Anna")]
    again = import_customers(desk, file(desk, rows))
    assert (again.new, again.changed, again.same) == (0, 0, 3)
    assert undone(desk).tied == ()
    assert everything(desk) == before
    first = customer(desk, "G1")
    assert first is not None
    noting.note(replace(desk, clock=lambda: LATER), first.id, "likes the window")
    assert undone(desk).tied == ("Anna Ozola",), "a note of the desk's own keeps the card"
    desk.store.close()


def test_whoever_the_desk_has_something_of_stays_and_is_named(desk: Desk) -> None:
    import_customers(desk, file(desk, GUESTS + "G3,Zane Ozola,,,,\nG4,Olena Koval,,,,\n"))
    ids = {key: found.id for key in ("G1", "G2", "G3", "G4") if (found := customer(desk, key)) is not None}
    talking.start(desk, customer_id=ids["G1"], request="The heating is dead")
    import_orders(desk, file(desk, "id,customer,room\nO1,G2,412\n"))
    told = undone(desk)
    assert (told.removed, told.tied_count, told.tied) == (2, 2, ("Anna Ozola", "Jānis Kalns"))
    assert [customer(desk, key) is not None for key in ("G1", "G2", "G3", "G4")] == [True, True, False, False]
    with reading(desk.store) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with pytest.raises(NotFound):
        undoing_imports.look(desk, CUSTOMERS)
    assert [each.undone_at is not None for each in undoing_imports.listed(desk, CUSTOMERS)] == [True]


def test_a_card_that_was_changed_since_keeps_what_is_newer_and_is_named(desk: Desk) -> None:
    import_customers(desk, file(desk, GUESTS))
    import_customers(desk, file(desk, "id,Name,Phone\nG1,Anna Ozola,111\nG2,Jānis Kalns,222\n"))
    with writing(desk.store) as connection:
        connection.execute("UPDATE customers SET phone = '333' WHERE external_key = 'G1'")
        connection.execute("UPDATE customers SET tier = 'gold' WHERE external_key = 'G2'")
    told = undone(desk)
    assert (told.restored, told.newer, told.newer_count) == (1, ("Anna Ozola",), 1)
    anna, janis = customer(desk, "G1"), customer(desk, "G2")
    assert anna is not None and anna.phone == "333"
    assert janis is not None and (janis.phone, janis.tier) == ("", "gold")


def test_a_change_that_somebody_undoes_just_before_the_lock_is_counted_as_neither(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_customers(desk, file(desk, GUESTS))
    done = import_customers(desk, file(desk, "id,Name,Phone\nG1,Anna Ozola,111\nG2,Jānis Kalns,222\n"))
    plain, undid = large_works.pages, list[str]()

    def pages(connection: Connection, what: Import) -> Iterator[tuple[Change, ...]]:
        for some in plain(connection, what):
            yield some
            if not undid:
                undid.append(some[0].id)
                with writing(desk.store) as other:
                    assert changes.undo(other, some[0], desk.person.id, desk.now()) == ()

    monkeypatch.setattr(large_works, "pages", pages)
    told = undoing_imports.undo(desk, CUSTOMERS, done.import_id)
    assert undid and (told.restored, told.newer_count) == (1, 0)
    assert [found.phone for key in ("G1", "G2") if (found := customer(desk, key))] == ["+371 20 000 001", ""]


def test_only_the_import_that_was_looked_at_is_taken_back(desk: Desk) -> None:
    import_customers(desk, file(desk, GUESTS))
    looked_at = undoing_imports.look(desk, CUSTOMERS).done.id
    import_customers(desk, file(desk, "id,name\nG9,Zane\n"))
    with pytest.raises(NotFound):
        undoing_imports.undo(desk, CUSTOMERS, looked_at)
    assert undone(desk).removed == 1
    assert undone(desk).removed == 2
    assert rows_of(desk, "customers", "customer_terms", "preferences", "changes") == dict.fromkeys(
        ("customers", "customer_terms", "preferences", "changes"), 0
    )


def test_nothing_new_is_no_import_and_every_import_says_who_and_what(desk: Desk) -> None:
    import_customers(desk, file(desk, GUESTS, "march.csv"))
    assert import_customers(desk, file(desk, GUESTS)).import_id == ""
    (done,) = undoing_imports.listed(desk, CUSTOMERS)
    assert (done.file_name, done.new, done.changed, done.refused, done.by_name) == (
        "march.csv",
        2,
        0,
        0,
        desk.person.name,
    )
    assert done.mapping == {
        "id": "key",
        "Name": "name",
        "Phone": "phone",
        "Tier": "tier",
        "Likes": "likes",
        "Company": "company",
    }


def test_every_reference_to_a_customer_or_an_order_is_looked_at_before_one_goes() -> None:
    looked_at = {(what, *tie) for what in (CUSTOMERS, ORDERS) for tie in (*imports.TIES[what], *WRITTEN_WITH[what])}
    found = {
        (key.column.table.name, table.name, key.parent.name)
        for table in NAMES.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in (CUSTOMERS, ORDERS)
    }
    assert found - looked_at == set()


# --- several at once ----------------------------------------------------------------------------------------


def test_a_card_that_changes_between_reading_and_writing_is_not_written_over(desk: Desk) -> None:
    import_customers(desk, file(desk, GUESTS))
    source = file(desk, "id,Name,Phone\nG1,Anna Ozola,111\nG3,Zane,\n")
    before = rows_of(desk, "customers", "imports", "changes")
    with importing.prepared(desk, CUSTOMERS, source) as ready:
        with writing(desk.store) as connection:
            connection.execute("UPDATE customers SET phone = '9', updated_at = '2027' WHERE external_key = 'G1'")
        with pytest.raises(importing.CardsChanged):
            ready.take_over()
    assert rows_of(desk, "customers", "imports", "changes") == before
    assert import_customers(desk, source).changed == 1


def test_others_write_while_a_file_is_read(desk: Desk) -> None:
    source = file(desk, "id,name\n" + "".join(f"{n},Person {n}\n" for n in range(3000)))
    other = opening.open_desk(desk.folder, staff=desk.person.name, clock=desk.clock)
    written: list[str] = []

    def progress(doing: str, _done: int, _total: int) -> None:
        if doing == "read":
            written.append(talking.start(other, customer_id=None, request="The heating is dead").id)

    assert import_customers(desk, source, progress=progress).new == 3000
    assert len(written) >= 2
    other.store.close()


# --- what a file says ---------------------------------------------------------------------------------------


def test_what_was_said_about_a_file_is_known_when_one_with_the_same_headers_comes(desk: Desk) -> None:
    text = "nr,wer,handy,von,bei\n{},{},{},{},Ogle\n"
    first = file(desk, text.format("1", "Anna", "111", "1/2/2020"))
    mapping = {"wer": "name", "nr": "key", "handy": "phone", "von": "since", "bei": "company"}
    said = Told(mapping=mapping, dates="month_first")
    assert import_customers(desk, first, told=said).new == 1
    anna = customer(desk, "1")
    assert anna is not None and (anna.phone, anna.since) == ("111", date(2020, 1, 2))
    assert import_customers(desk, file(desk, text.format("2", "Zane", "222", "2020-03-04"), "b.csv")).new == 1
    zane = customer(desk, "2")
    assert zane is not None and (zane.phone, [each.name for each in cards.card(desk, zane.id).groups]) == (
        "222",
        ["Ogle"],
    )
    with pytest.raises(BadInput):
        import_customers(desk, first, told=Told(mapping={"none": "name"}))


def test_the_second_file_of_a_kind_asks_nothing(desk: Desk) -> None:
    rows = "Nr;Vārds;Kopš;Parāds\n{};Kristīne Āboliņa;03/04/2021;1,500\n".encode("cp1257")
    first, second = desk.folder / "march.csv", desk.folder / "april.csv"
    first.write_bytes(rows.replace(b"{}", b"1"))
    second.write_bytes(rows.replace(b"{}", b"2"))
    said = Told(encoding="cp1257", mapping={"Nr": "key"}, dates={"Kopš": "month_first"}, decimal=".")
    assert import_customers(desk, first, told=said).new == 1
    with importing.prepared(desk, CUSTOMERS, second) as ready:
        assert ready.questions == ()
        assert ready.take_over().new == 1
    kristine = customer(desk, "2")
    assert kristine is not None and (kristine.name, kristine.since, kristine.overdue_minor) == (
        *("Kristīne Āboliņa", date(2021, 3, 4)),
        150000,
    )
    # What the file shows goes before what was said about another one.
    second.write_text("Nr;Vārds;Kopš;Parāds\n3;Jānis;03/04/2021;1.500\n4;Oļa;25/04/2021;1.500,00\n", encoding="utf-8")
    import_customers(desk, second)
    janis = customer(desk, "3")
    assert janis is not None and (janis.since, janis.overdue_minor) == (date(2021, 4, 3), 150000)


@pytest.mark.parametrize(("sign", "minor"), [(",", 150), (".", 150000)])
def test_the_decimal_sign_that_was_said_settles_an_amount_with_three_digits(desk: Desk, sign: str, minor: int) -> None:
    source = file(desk, 'id,name,overdue\n1,Anna,"1,500"\n')
    assert import_customers(desk, source, told=Told(decimal=sign)).new == 1
    anna = customer(desk, "1")
    assert anna is not None and anna.overdue_minor == minor


def test_whom_only_a_number_is_known_of_is_called_by_it_until_somebody_knows_the_name(desk: Desk) -> None:
    source = file(desk, "customerID,gender,visits\n7590-VHVEG,Female,1\n5575-GNVDE,Male,34\n")
    with pytest.raises(BadInput, match="holds the names") as refused:
        import_customers(desk, source)
    assert "--by-number" in refused.value.remedy
    told = Told(mapping={"customerID": "key"}, by_number=True)
    assert import_customers(desk, source, told=told).new == 2
    found = customer(desk, "7590-VHVEG")
    assert found is not None and found.name == "7590-VHVEG"
    with writing(desk.store) as connection:
        customers.update(connection, [replace(found, name="Anna Ozola")], desk.now())
    assert import_customers(desk, source).same == 2, "it is remembered, and a name that was found out stays"
    assert [each.name for each in finding.find(desk, "Ozola")] == ["Anna Ozola"]


def test_a_file_that_changes_while_it_is_read_is_not_taken_over(desk: Desk) -> None:
    source = file(desk, "id,name\n" + "".join(f"{n},Person {n}\n" for n in range(5000)))

    def progress(_doing: str, _done: int, _total: int) -> None:
        with source.open("a") as more:
            more.write("x,Late\n")

    with pytest.raises(DeskError, match="changed while"):
        import_customers(desk, source, progress=progress)
    assert rows_of(desk, "customers") == {"customers": 0}


# --- what is left out is said ---------------------------------------------------------------------------------


def test_what_a_card_has_no_room_for_and_what_an_empty_amount_does_not_change_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards_file = desk.folder / "two.vcf"
    numbers = "TEL:+371 20 000 001\nTEL:+371 67 000 001\nEMAIL:a@example.org\nEMAIL:b@example.org\n"
    cards_file.write_text(f"BEGIN:VCARD\nVERSION:3.0\nFN:Anna Ozola\n{numbers}END:VCARD\n", encoding="utf-8")
    assert list(left_words(import_customers(desk, cards_file))) == [
        "TEL 2: 1 left out; a card keeps one telephone.",
        "EMAIL 2: 1 left out; a card keeps one address.",
    ]
    rows = "id,Name,Balance,Overdue\nG1,Zane Liepa,{0},{1}\nG2,Oto Kalns,{0},\nG3,Ilze Egle,,\n"
    import_customers(desk, file(desk, rows.format("12.00", "5.00")))
    said = [
        "Balance: 2 cells are empty; the amounts on the cards stay.",
        "Overdue: 1 cell is empty; the amount on the card stays.",
    ]
    for by_columns in (True, False):
        with monkeypatch.context() as patched:
            if not by_columns:
                patched.setattr(CustomerColumns, "read", lambda *_said: None)
            again = import_customers(desk, file(desk, rows.format("", "")))
        assert (again.same, list(left_words(again))) == (3, said)
    zane = customer(desk, "G1")
    assert zane is not None and (zane.balance_minor, zane.overdue_minor) == (1200, 500)


def test_one_and_several_are_told_apart(desk: Desk) -> None:
    import_customers(desk, file(desk, GUESTS))
    import_customers(desk, file(desk, GUESTS.replace("+371 20 000 001", "111")))
    assert undone(desk).words == "Taking it back: 0 go, 1 gets back what was before."
    import_customers(desk, file(desk, "id,name\nG9,Zane\n"))
    assert undone(desk).words == "Taking it back: 1 goes."
