"""Importing: one transaction, safe to repeat, every refused row named, no file that breaks it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_hotel import desk_of_its_own

from frontdesk.desk.customers import cards, finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports.importing import import_customers, import_orders
from frontdesk.ground.errors import BadInput, DeskError
from frontdesk.store import customers, orders
from frontdesk.store.customers import Customer
from frontdesk.store.transaction import reading

GUESTS = """id,Name,Phone,E-mail,Tier,Since,Visits,Likes,Company,Favourite colour
G1,Kristīne Bērziņa,+371 26 123 456,k@example.org,Gold,2019-05-17,23,quiet room|oat milk,Ogle SIA,green
G2,Олена Коваль,,,silver,01.02.2020,4,,,
G3,O'Brien-Smith,+44 7700 900123,,guest,,,,,
"""
STAYS = """Booking no;Guest;Room;Arrival;Nights;Total;Paid;Night price;Guests;Late;Status;Agent
B1;G1;412;2026-11-20;3;540,00;540.00;180.00;2;yes;Confirmed;9
B2;G2;101;2026-10-01;2;120.00;120;60.00;1;no;Check-Out;NULL
B3;;7;2026-11-21;;;;;;;open;
"""

desk = desk_of_its_own


def file(desk: Desk, text: str | bytes, name: str = "in.csv") -> Path:
    path = desk.folder / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def customer(desk: Desk, key: str) -> Customer:
    with reading(desk.store) as connection:
        found = customers.by_key(connection, key)
    assert found is not None
    return found


def count(desk: Desk) -> int:
    with reading(desk.store) as connection:
        return customers.count(connection)


def test_customers_come_in_with_everything_the_columns_say(desk: Desk) -> None:
    done = import_customers(desk, file(desk, GUESTS))
    assert (done.new, done.changed, done.same, done.refused) == (3, 0, 0, ())
    assert done.not_taken_over == ("Favourite colour",)
    found = customer(desk, "G1")
    assert (found.name, found.tier, found.visits, found.since) == ("Kristīne Bērziņa", "gold", 23, date(2019, 5, 17))
    assert [each.text for each in cards.card(desk, found.id).preferences] == ["quiet room", "oat milk"]
    assert found.facts == {}
    assert [(each.kind, each.name) for each in cards.card(desk, found.id).groups] == [("company", "Ogle SIA")]
    assert customer(desk, "G2").since == date(2020, 2, 1)
    assert [each.name for each in finding.find(desk, "olena")] == ["Олена Коваль"]


@pytest.mark.parametrize(
    ("hours", "balance"),
    [("Best time to call", "Account balance"), ("Kad zvanīt", "Konta atlikums"), ("Когда звонить", "Остаток"),
     ("Коли дзвонити", "Залишок")],
)  # fmt: skip
def test_hours_and_balance_come_in_and_words_that_are_no_hours_are_refused(
    desk: Desk, hours: str, balance: str
) -> None:
    rows = f"id;name;{hours};{balance}\nH1;Ieva;не раньше 10;-1 234,50\nH2;Jānis;Mon-Fri 9-12;€ 7,00\nH3;Oleg;лунch;1\n"
    done = import_customers(desk, file(desk, rows + "H4;Olga;;−5,00\nH5;Zane;;--5\n"))
    found = [customer(desk, key) for key in ("H1", "H2", "H4")]
    assert [(each.hours, each.balance_minor) for each in found] == [
        ("10-24", -123450),
        ("Mon-Fri 9-12", 700),
        ("", -500),
    ]
    assert [each.row for each in done.refused] == [4, 6] and "лунch” are not hours" in done.refused[0].reason
    assert import_customers(desk, file(desk, rows)).same == 2


def test_the_same_file_again_changes_nothing_and_a_new_one_only_what_it_says(desk: Desk) -> None:
    import_customers(desk, file(desk, GUESTS))
    again = import_customers(desk, file(desk, GUESTS))
    assert (again.new, again.changed, again.same) == (0, 0, 3)
    moved = import_customers(desk, file(desk, "id,name,phone,tier\nG1,Kristīne Kalna,+371 29 999 888,\n"))
    assert (moved.new, moved.changed, moved.same) == (0, 1, 0)
    assert (customer(desk, "G1").tier, customer(desk, "G1").email) == ("gold", "k@example.org")
    assert finding.find(desk, "berzina") == ()
    assert [each.name for each in finding.find(desk, "9888")] == ["Kristīne Kalna"]


def test_without_keys_a_customer_is_known_by_name_with_phone_or_email(desk: Desk) -> None:
    rows = "name,phone,email\nAnna Ozola,+371 20 000 111,\nAnna Ozola,,a@example.org\nAnna Ozola,,\n"
    first = import_customers(desk, file(desk, rows))
    again = import_customers(desk, file(desk, rows))
    assert (first.new, again.new, again.same) == (3, 0, 3)


def test_a_hundred_namesakes_stay_a_hundred(desk: Desk) -> None:
    rows = "name,phone\n" + "".join(f"Anna Ozola,+371 20 000 {n:03d}\n" for n in range(100))
    first, again = import_customers(desk, file(desk, rows)), import_customers(desk, file(desk, rows))
    assert (first.new, again.same) == (100, 100)


def test_names_without_a_letter_are_not_one_person(desk: Desk) -> None:
    rows = "name\n…\n—\n"
    first, again = import_customers(desk, file(desk, rows)), import_customers(desk, file(desk, rows))
    assert (first.new, again.same) == (2, 2)


def test_dry_run_says_the_same_and_does_nothing(desk: Desk) -> None:
    dry = import_customers(desk, file(desk, GUESTS), dry_run=True)
    assert count(desk) == 0
    assert dry == import_customers(desk, file(desk, GUESTS))


def test_refused_rows_are_named_with_the_reason_and_the_others_come_in(desk: Desk) -> None:
    rows = (
        "id,name,tier,since,visits,email\n"
        "1,,gold,,,\n"
        "2,Anna,platinum,,,\n"
        "3,Anna,,7/1/2015,,\n"
        "4,Anna,,,many,\n"
        "5,Anna,,,,nobody\n"
        "6,Anna,,31.02.2020,,\n"
        "7,Anna,,,,,,surplus\n"
        "8," + "x" * 121 + ",,,,\n"
        "9,Fine,gold,,,\n"
        "9,Again,gold,,,\n"
        "10,Half\n"
    )
    done = import_customers(desk, file(desk, rows))
    assert [each.row for each in done.refused] == [2, 3, 4, 5, 6, 7, 8, 9, 11]
    assert all(each.reason.endswith(".") for each in done.refused)
    assert "platinum" in done.refused[1].reason
    assert "row 10" in done.refused[-1].reason
    assert done.new == 2


def test_null_words_are_empty_cells_but_a_person_may_be_called_null(desk: Desk) -> None:
    done = import_customers(desk, file(desk, "id,first name,last name,tier\n1,Christopher,Null,NULL\n"))
    assert done.new == 1
    assert (customer(desk, "1").name, customer(desk, "1").tier) == ("Christopher Null", "")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Имя;Фамилия;Телефон", "Олена;Коваль;+380 50 000 0001"),
        ("Ім'я\tПрізвище\tТелефон", "Олена\tКоваль\t+380 50 000 0001"),
        ("Vārds;Uzvārds;Tālrunis", "Олена;Коваль;+380 50 000 0001"),
        ("FIRST NAME|Last-Name|Phone no.", "Олена|Коваль|+380 50 000 0001"),
        ('"Full name","Mobile"', '"Олена Коваль",+380 50 000 0001'),
    ],
)
def test_headers_of_other_programs_and_languages_are_known(desk: Desk, header: str, row: str) -> None:
    done = import_customers(desk, file(desk, f"{header}\r\n{row}\r\n"))
    assert (done.new, done.refused, done.not_taken_over) == (1, (), ())
    assert [each.name for each in finding.find(desk, "0001")] == ["Олена Коваль"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-32"])
def test_unicode_encodings_are_recognised(desk: Desk, encoding: str) -> None:
    data = "\ufeffname\nŽanete Ķēniņa\n".encode("utf-16-le") if encoding == "utf-16-le-bom" else (
        "name\nŽanete Ķēniņa\n".encode(encoding)
    )  # fmt: skip
    assert import_customers(desk, file(desk, data)).new == 1
    assert [each.name for each in finding.find(desk, "kenina")] == ["Žanete Ķēniņa"]


def test_an_old_code_page_is_never_guessed_but_taken_when_named(desk: Desk) -> None:
    path = file(desk, "name\nŽanete Ķēniņa\n".encode("cp1257"))
    with pytest.raises(BadInput, match="encoding"):
        import_customers(desk, path)
    assert count(desk) == 0
    assert import_customers(desk, path, encoding="cp1257").new == 1
    assert [each.name for each in finding.find(desk, "kenina")] == ["Žanete Ķēniņa"]


def test_a_letter_that_breaks_the_encoding_late_leaves_nothing_behind(desk: Desk) -> None:
    rows = "name\n" + "".join(f"Person {n}\n" for n in range(3000))
    with pytest.raises(BadInput):
        import_customers(desk, file(desk, rows.encode() + b"\xff\xfe\n"))
    assert count(desk) == 0


@pytest.mark.parametrize("encoding", ["no-such", "base64", "hex", "", "rot13", "\x00", "idna"])
def test_a_wrong_encoding_name_is_said(desk: Desk, encoding: str) -> None:
    if encoding == "":
        assert import_customers(desk, file(desk, GUESTS), encoding=encoding).new == 3
        return
    with pytest.raises(BadInput):
        import_customers(desk, file(desk, GUESTS), encoding=encoding)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n\n",
        b"\x00\x01\x02\x03" * 500,
        b"PK\x03\x04 a spreadsheet",
        b"%PDF-1.7",
        b"\xff\xfe",
        b"Anna,Ozola\nJanis,Kalnins\n",
        b'name\n"never closed' + b"x" * 200_000,
        b"phone\n123\n",
    ],
    ids=["empty", "blank", "binary", "xlsx", "pdf", "mark-only", "no-header", "open-quote", "no-name"],
)
def test_what_is_no_table_is_said_and_nothing_comes_in(desk: Desk, data: bytes) -> None:
    with pytest.raises(BadInput) as said:
        import_customers(desk, file(desk, data))
    assert said.value.sentence and said.value.remedy
    assert count(desk) == 0


def test_missing_folder_and_pipe_are_said(desk: Desk) -> None:
    os.mkfifo(desk.folder / "pipe")
    for path in (desk.folder / "missing.csv", desk.folder, desk.folder / "pipe"):
        with pytest.raises(BadInput):
            import_customers(desk, path)


def test_control_characters_never_come_in(desk: Desk) -> None:
    done = import_customers(desk, file(desk, "id,name\n1,A\x1b[31mnna\u202eevil\n2,Z\x00ero\n"))
    assert (done.new, [each.row for each in done.refused]) == (1, [3])
    assert customer(desk, "1").name == "A[31mnnaevil"


def test_orders_come_in_with_facts_and_owners(desk: Desk) -> None:
    import_customers(desk, file(desk, GUESTS))
    done = import_orders(desk, file(desk, STAYS))
    assert (done.new, done.refused, done.not_taken_over) == (3, (), ("Agent",))
    with reading(desk.store) as connection:
        first, second = orders.by_key(connection, "B1"), orders.by_key(connection, "B2")
    assert first is not None and second is not None
    assert (first.total_minor, first.paid_minor, first.ends_on) == (54000, 54000, date(2026, 11, 23))
    assert dict(first.facts) == {"night_price": "180.00", "guests": "2", "late": "true"}
    assert first.customer_id == customer(desk, "G1").id
    assert (first.state, second.state) == ("open", "closed")
    assert [each.name for each in finding.find(desk, "412")] == ["Kristīne Bērziņa"]
    again = import_orders(desk, file(desk, STAYS))
    assert (again.new, again.changed, again.same) == (0, 0, 3)
    changed = import_orders(desk, file(desk, "Booking no,Paid\nB1,600\n"))
    assert changed.changed == 1
    with reading(desk.store) as connection:
        first = orders.by_key(connection, "B1")
    assert first is not None and (first.paid_minor, first.place) == (60000, "412")


def test_orders_that_cannot_be_right_are_refused(desk: Desk) -> None:
    import_customers(desk, file(desk, GUESTS + "G4,O'Brien-Smith,+1,,,,,,,\n"))
    rows = (
        "id,customer,from,to,paid,state\n"
        "1,G999,2026-01-01,2026-01-02,1.00,open\n"
        "2,G1,2026-01-05,2026-01-02,1.00,open\n"
        "3,G1,,,1.005,open\n"
        "4,G1,,,-5,open\n"
        "5,G1,,,5,perhaps\n"
        ",G1,,,5,open\n"
        '7,O\'Brien-Smith,,,"1,234",open\n'
        "8,O'Brien-Smith,,,1,open\n"
    )
    done = import_orders(desk, file(desk, rows))
    assert [each.row for each in done.refused] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert done.new == 0
    with pytest.raises(BadInput):
        import_orders(desk, file(desk, "room,from\n1,2026-01-01\n"))


def with_header(text: str) -> bytes:
    return ("id,name,phone\n" + text).encode("utf-8", "surrogatepass")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=300).map(with_header)))
def test_no_file_breaks_the_import(desk: Desk, data: bytes) -> None:
    for importer in (import_customers, import_orders):
        try:
            done = importer(desk, file(desk, data), dry_run=True)
        except DeskError as said:
            assert said.sentence and said.remedy
        else:
            assert all(each.reason for each in done.refused)


@pytest.mark.parametrize(
    "text",
    [
        'id,name\n1,"Ann Ozola\n2,Jānis\n3,Olena\n',
        'id,name\n1,"Ann Ozola\n2,Jānis\n3,"Olena"\n4,Pēteris\n',
    ],
    ids=["open to the end", "open to the next quotation mark"],
)
def test_a_quotation_mark_that_is_never_closed_swallows_nobody(desk: Desk, text: str) -> None:
    with pytest.raises(BadInput, match="stops being a table"):
        import_customers(desk, file(desk, text))
    assert finding.find(desk, "Ann Ozola") == ()


def test_a_name_over_two_lines_in_sound_quotes_is_one_name(desk: Desk) -> None:
    done = import_customers(desk, file(desk, 'id,name\n1,"Ann\nOzola"\n2,Jānis "Zelta" Kalns\n'))
    assert (done.new, done.refused) == (2, ())
    assert [match.name for match in finding.find(desk, "Ann Ozola")] == ["Ann Ozola"]
