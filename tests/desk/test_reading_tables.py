"""Tables that people bring: encodings, delimiters, headers, presets and mappings; what cannot be read is said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.desk.imports import sheets
from frontdesk.desk.imports.headers import CUSTOMER_HEADERS, EVENT_HEADERS, ORDER_HEADERS, label_of, meanings
from frontdesk.desk.imports.sheets import Row
from frontdesk.desk.imports.sheets import rows as reading_rows
from frontdesk.ground.errors import BadInput

DATA = Path(__file__).parent.parent / "data"
CUSTOMERS = meanings(CUSTOMER_HEADERS) | {"company": "company", "tenure": "fact:tenure"}
ORDERS = meanings(ORDER_HEADERS)


def file(folder: Path, text: str | bytes, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def read(path: Path, known: Mapping[str, str] = CUSTOMERS, **told: Any) -> list[Row]:
    with sheets.opened(path, told.pop("encoding", None), known, **told) as sheet:
        return list(sheet.rows)


def names(path: Path, **told: Any) -> list[str]:
    return [row.cells["name"] for row in read(path, **told)]


# --- encodings ----------------------------------------------------------------------------------------------

LATVIAN = "name;phone\nŽanete Ķēniņa;1\nĢirts Šņore;2\n"
CYRILLIC = "name;phone\nОлена Коваль;1\nКатя Щербакова;2\n"


@pytest.mark.parametrize(
    ("text", "encoding", "right"),
    [
        (LATVIAN, "cp1257", "Žanete Ķēniņa"),
        (LATVIAN, "cp775", "Žanete Ķēniņa"),
        ("name\nJūratė Žemaitytė\nŠarūnas Kęs\n", "cp1257", "Jūratė Žemaitytė"),
        (CYRILLIC, "cp1251", "Олена Коваль"),
        (CYRILLIC, "koi8-u", "Олена Коваль"),
        (CYRILLIC, "cp866", "Олена Коваль"),
        ("name\nЇжак Ґалаґан\nЮрій Єщенко\n", "cp1251", "Юрій Єщенко"),
        ("name\nŁukasz Żółw\n", "cp1250", "Łukasz Żółw"),
        ("name\nJörg Müller\nFrançois\nÅse\n", "cp1252", "Jörg Müller"),
        (LATVIAN, "utf-16-le", "Žanete Ķēniņa"),
        (LATVIAN, "utf-16-be", "Žanete Ķēniņa"),
    ],
)
def test_an_old_encoding_is_asked_with_names_shown_and_the_right_one_first(
    tmp_path: Path, text: str, encoding: str, right: str
) -> None:
    path = file(tmp_path, text.encode(encoding))
    shown = sheets.preview(path)
    assert shown.encoding == "", "nobody can know it"
    assert shown.candidates[0].encoding == encoding and right in shown.candidates[0].samples
    assert shown.headers[0].column == "name" and shown.rows, "the rest is shown by the likeliest"
    with pytest.raises(BadInput) as refused:
        read(path)
    assert f"--encoding {encoding}: " in refused.value.remedy and right in refused.value.remedy
    assert right in names(path, encoding=encoding)
    assert sheets.preview(path, encoding).encoding


def test_candidates_that_read_differently_are_all_shown_few_and_with_their_use(tmp_path: Path) -> None:
    found = sheets.preview(file(tmp_path, "name\nKristīne Bērziņa\n".encode("cp1257"))).candidates
    assert len({each.samples for each in found}) == len(found) and 2 <= len(found) <= 5
    assert found[0].used_for == "Latvian, Lithuanian, Estonian"


def test_one_letter_that_is_wrong_is_named_with_its_line(tmp_path: Path) -> None:
    rows = "name\n" + "".join(f"Person {n}\n" for n in range(3000))
    with pytest.raises(BadInput, match="line 3002"):
        read(file(tmp_path, rows.encode() + b"\xe8\n"))
    late = file(tmp_path, b"name\n" + b"Anna Ozola\n" * 120_000 + "Žanete Ķēniņa\n".encode("cp1257"))
    assert sheets.preview(late).candidates[0].samples == ("Žanete Ķēniņa",), "however late it comes"
    mixed = file(tmp_path, ("name\n" + "Jānis Kalniņš\n" * 50).encode() + "Žanete Ķēniņa\n".encode("cp1257"))
    with pytest.raises(BadInput) as said:
        read(mixed)
    assert "mend line 52" in said.value.remedy and sheets.preview(mixed).candidates == ()


def test_a_named_encoding_that_is_wrong_is_said_and_a_named_utf_8_shows_the_others(tmp_path: Path) -> None:
    path = file(tmp_path, LATVIAN.encode("cp1257"))
    with pytest.raises(BadInput, match="cp1257"):
        read(path, encoding="utf-8")
    with pytest.raises(BadInput):
        names(path, encoding="utf-16")


# --- the shape of a table -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "name;phone\nAnna, Ozola;1\n",
        "name\tphone\nAnna, Ozola\t1\n",
        "name|phone\nAnna, Ozola|1\n",
        "name^phone\nAnna, Ozola^1\n",
        "name~phone\nAnna, Ozola~1\n",
        'name,phone\n"Anna, Ozola",1\n',
        'sep=#\nname#phone\n"Anna, Ozola"#1\n',
        "\n\n;;\nname;phone\nAnna, Ozola;1\n",
        "Guests of November\nprinted 21.11.2026\n\nname;phone\nAnna, Ozola;1\n",
        'Guests;\n"of; the";house\nname;phone\nAnna, Ozola;1\n',
        "name;phone\rAnna, Ozola;1\r",
        "name;phone\r\nAnna, Ozola;1",
        "\ufeff\ufeffname;phone\nAnna, Ozola;1\n",
    ],
)
def test_delimiters_titles_line_ends_and_marks_are_understood(tmp_path: Path, text: str) -> None:
    (row,) = read(file(tmp_path, text))
    assert row.cells == {"name": "Anna, Ozola", "phone": "1"}
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    assert row.number == len(lines), "the number that a spreadsheet shows"


def test_a_word_in_a_row_that_is_also_a_header_does_not_make_it_one(tmp_path: Path) -> None:
    rows = read(file(tmp_path, "customerID,gender,Contract\n1,Female,No\n2,No,No\n"), ORDERS, mapping={})
    assert [row.cells["customer"] for row in rows] == ["1", "2"]


def test_rows_too_long_too_short_cut_off_blank_or_binary(tmp_path: Path) -> None:
    text = (
        f'id,name,phone\n1,Anna\n2,Anna,1,more\n3,Anna,1,,\n\n,,\n4,Z\0ero,\n5,{"x" * 20_001},\n6,"two\nlines",\n7,An'
    )
    found = {row.number: (row.broken, row.cells.get("name"), list(row.raw)) for row in read(file(tmp_path, text))}
    assert found[2] == ("", "Anna", ["1", "Anna"])
    assert found[3][0] == "It has 4 cells, the header has 3." and found[3][2] == ["2", "Anna", "1", "more"]
    assert found[4][:2] == ("", "Anna")
    assert 5 not in found and 6 not in found
    assert "zero byte" in found[7][0] and "20000" in found[8][0]
    assert found[9][:2] == ("", "two lines")
    assert "ends in the middle" in found[10][0] and found[10][2] == ["7", "An"]


def test_a_quotation_mark_that_stays_open_is_named_with_its_line(tmp_path: Path) -> None:
    text = "id,name\n" + "".join(f"{n},Anna\n" for n in range(700)) + '700,"Anna\n' + "701,Anna\n" * 50
    with pytest.raises(BadInput) as said:
        read(file(tmp_path, text))
    assert "stops being a table" in said.value.sentence and "line 702" in said.value.remedy


def test_quoted_cells_over_lines_are_the_same_wherever_a_batch_ends(tmp_path: Path) -> None:
    text = "id,name\n" + "".join(
        f'{n},"Anna\n{n}"\n' if n % 7 == 0 else f'{n},Jānis "Zelta" {n}\n' for n in range(2000)
    )
    rows = read(file(tmp_path, text))
    assert [row.cells["key"] for row in rows] == [str(n) for n in range(2000)]
    assert rows[700].cells["name"] == "Anna 700" and rows[1].cells["name"] == 'Jānis "Zelta" 1'
    assert [row.number for row in rows] == list(range(2, 2002))


def test_formulas_are_text_and_the_apostrophe_that_keeps_them_so_goes(tmp_path: Path) -> None:
    text = "id,name\n'721,=1+1\n2,'+371\n3,'t Hooft\n4,@SUM(A1)\n5,#REF!\n"
    rows = read(file(tmp_path, text))
    assert [row.cells.get("name") for row in rows] == ["=1+1", "+371", "'t Hooft", "@SUM(A1)", None]
    assert rows[0].cells["key"] == "721" and "could not compute" in rows[4].broken
    assert names(file(tmp_path, 'name,phone\n="0048",1\n"=""A"" & 1",2\n')) == ["0048", '="A" & 1']


def test_what_is_too_long_is_refused_or_counted_and_never_cut_in_silence(tmp_path: Path) -> None:
    known = {"name": "name", "tier": "tier", "note": "note"}
    text = "name,tier,note,more\n" + "".join(f"Anna,{'x' * tier},{'y' * note},{'z' * 900}\n" for tier, note in (
        (240, 2000), (241, 1), (1, 2001), (1, 10_000),
    ))  # fmt: skip
    with sheets.opened(file(tmp_path, text), None, known) as sheet:
        rows = list(sheet.rows)
        assert sheet.left == {"note": 2} and rows[1].broken == "tier is longer than 240 letters."
    assert [len(row.cells["note"]) for row in (rows[0], *rows[2:])] == [2000, 2000, 2000]


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    path = file(tmp_path, "name;phone")
    assert read(path) == [] and sheets.preview(path).headers[1].column == "phone"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(alphabet="ab \"\n\r,;|ā'\0", max_size=6), min_size=3, max_size=3), max_size=9))
def test_nothing_that_is_written_with_quotes_is_lost_or_moved(tmp_path: Path, cells: list[list[str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["id", "name", "phone"], *cells])
    try:
        rows = read(file(tmp_path, out.getvalue()))
    except BadInput:
        return
    filled = [(n, row) for n, row in enumerate(cells, 2) if any(cell.strip(" \r\n\0") for cell in row)]
    assert {row.number for row in rows} >= {n for n, row in filled if not any("\0" in cell for cell in row)}
    for row in rows:
        assert list(row.raw) == cells[row.number - 2]


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.text(alphabet="ab '=+|#\u0101\u0431\u0301\u00a0\u200b\u202e\U0001f600\t", max_size=5),
                st.sampled_from(["NULL", "NA", "#N/A", "x" * 240, "x" * 241, "Ī" * 240, '="1"', "'7", "ДЖ"]),
            ),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_rows_that_are_taken_at_once_are_those_that_cleaning_would_not_change(cells: list[list[str]]) -> None:
    taken = reading_rows._clean(cells, 3)
    if taken is not None:
        assert [[reading_rows._cell(cell, 240) for cell in row] for row in cells] == list(taken[0])
        assert list(taken[1]) == cells and all(map(any, taken[0]))


# --- headers ------------------------------------------------------------------------------------------------


def test_a_second_column_of_the_same_name_steps_in_and_is_counted(tmp_path: Path) -> None:
    path = file(tmp_path, "name,Phone,Phone,Phone,\nA,1,2,,x\nB,,3,4,\nC,,,,\n")
    with sheets.opened(path, None, CUSTOMERS) as sheet:
        assert [row.cells["phone"] for row in sheet.rows] == ["1", "3", ""]
        assert sheet.left == {"Phone (2)": 1, "Phone (3)": 1}
        assert sheet.unknown == ("column 5",), "a column without a header is one when it holds something"
        assert sheet.headers == ("name", "Phone", "Phone (2)", "Phone (3)", "column 5")


def test_names_in_three_columns_are_one_name(tmp_path: Path) -> None:
    (row,) = read(file(tmp_path, "Прізвище;Ім'я;По батькові\nКоваль;Олена;Іванівна\n"))
    assert (row.cells["given"], row.cells["family"]) == ("Олена Іванівна", "Коваль")


GOOGLE_BEFORE = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Name Prefix,Name Suffix,Nickname,Birthday,Gender,Location,"
    "Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,E-mail 2 - Value,"
    "Phone 1 - Type,Phone 1 - Value,Organization 1 - Name\n"
    "Grace Hopper,Grace,Brewster,Hopper,,,,,,,,,en,,* myContacts,* ,,Work,grace@navy.example,Mobile,"
    "+1 555 0199 ::: +1 555 0200,US Navy\n"
)
GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
    "Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,"
    "Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value\n"
    "Grace,Brewster,Hopper,,,,,,,,US Navy,Rear Admiral,,1906-12-09,,,* myContacts,* Work,,Other,grace@navy.example,"
    "Mobile,+1 555 0199\n"
)
OUTLOOK = (
    '"Title","First Name","Middle Name","Last Name","Suffix","Company","Department","Business Fax","Business Phone",'
    '"Callback","Company Main Phone","Home Phone","Mobile Phone","E-mail Address","E-mail Type","E-mail 2 Address",'
    '"Gender","Language","Location","Notes","Priority"\n'
    '"Dr.","Grace","Brewster","Hopper","","US Navy","","1","2","","3","4","+1 555 0199","","SMTP",'
    '"grace@navy.example","Unspecified","en","","","Normal"\n'
)
HUBSPOT = (
    "Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,Associated Company,Contact owner\n"
    "901,Grace Brewster,Hopper,grace@navy.example,+1 555 0199,NEW,2024-03-12 09:14,US Navy,Ann\n"
)
SHOPIFY = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,"
    "Default Address Phone,Phone,Total Spent,Total Orders,Note,Tax Exempt,Tags\n"
    "'7210448301122,Grace Brewster,Hopper,grace@navy.example,no,US Navy,HC 31,+1 555 0199,,7790.44,6,,yes,retail\n"
)


@pytest.mark.parametrize(
    ("text", "program", "key"),
    [
        (GOOGLE_BEFORE, "Google Contacts", ""),
        (GOOGLE, "Google Contacts", ""),
        (OUTLOOK, "Outlook", ""),
        (HUBSPOT, "HubSpot", "901"),
        (SHOPIFY, "Shopify", "7210448301122"),
    ],
    ids=["google before", "google", "outlook", "hubspot", "shopify"],
)
def test_what_well_known_programs_export_is_recognised(tmp_path: Path, text: str, program: str, key: str) -> None:
    path = file(tmp_path, text)
    with sheets.opened(path, None, CUSTOMERS) as sheet:
        (row,) = sheet.rows
        assert sheet.preset == program
        said = {name: sheet.mapping[name] for name in sheet.mapping if sheet.mapping[name]}
        assert set(said) | set(sheet.unknown) == set(sheet.headers)
    assert f"{row.cells['given']} {row.cells['family']}" == "Grace Brewster Hopper"
    assert (row.cells["email"], row.cells["phone"]) == ("grace@navy.example", "+1 555 0199")
    assert (row.cells["company"], row.cells.get("key", "")) == ("US Navy", key)
    assert not {"Gender", "Birthday", "Tags", "Lead Status"} & set(said)
    if program != "Google Contacts" or "Additional" not in text:
        assert "name" not in row.cells


# --- mappings -----------------------------------------------------------------------------------------------


def test_a_mapping_goes_before_every_guess_and_comes_back_as_json(tmp_path: Path) -> None:
    path = file(tmp_path, "Name,Phone,Nr,Wer\nAnna,1,G1,Ozola\n")
    told: dict[str, str | None] = {"Wer": "family", "Name": "given", "phone": None, "Nr": "key"}
    with sheets.opened(path, None, CUSTOMERS, mapping=told) as sheet:
        (row,) = sheet.rows
        assert row.cells == {"given": "Anna", "family": "Ozola", "key": "G1"}
        assert sheet.unknown == ("Phone",)
        again = json.loads(json.dumps(sheet.mapping))
    assert read(path, mapping=again) == [row]
    assert sheets.preview(path, mapping=told).mapping == again


def test_a_column_that_is_spoken_of_has_no_guess_beside_it(tmp_path: Path) -> None:
    (row,) = read(file(tmp_path, "Phone,Number,name\n1,2,Anna\n"), mapping={"Number": "phone"})
    assert row.cells == {"phone": "2", "name": "Anna"}


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"Fone": "phone"}, "Did you mean Phone?"),
        ({"Phone": "emial"}, "Did you mean email?"),
        ({"Phone": "since.week"}, "Did you mean since?"),
        ({"xxxxxxxxx": "phone"}, "Choose one of"),
    ],
)
def test_a_mapping_that_names_nothing_is_answered(tmp_path: Path, mapping: dict[str, str | None], says: str) -> None:
    with pytest.raises(BadInput) as said:
        read(file(tmp_path, "name,Phone\nAnna,1\n"), mapping=mapping)
    assert says in said.value.remedy


def test_a_file_without_any_known_header_is_shown_so_that_it_can_be_mapped(tmp_path: Path) -> None:
    path = file(tmp_path, "List 4\nWer;Was;Wann\nAnna;x;21.11.2026\nJanis;y;1.1.2026\n")
    shown = sheets.preview(path)
    assert [each.header for each in shown.headers] == ["Wer", "Was", "Wann"] and shown.header_row == 2
    assert shown.headers[0].samples == ("Anna", "Janis") and shown.rows[0] == ("Anna", "x", "21.11.2026")
    with pytest.raises(BadInput, match="names no column"):
        read(path)
    rows = read(path, mapping={"Wer": "name", "Wann": "since"})
    assert [row.cells for row in rows][1] == {"name": "Janis", "since": "2026-01-01"}


def test_every_column_that_can_be_chosen_has_words() -> None:
    for headers in (CUSTOMER_HEADERS, ORDER_HEADERS, EVENT_HEADERS):
        for column in headers:
            assert label_of(column) and "_" not in label_of(column)
    assert label_of("starts_on.year") == "first day: year" and label_of("fact:night_price") == "night price"


# --- real files ---------------------------------------------------------------------------------------------

HOTEL: dict[str, str | None] = {
    "#": "key",
    "arrival_date_year": "starts_on.year",
    "arrival_date_month": "starts_on.month",
    "arrival_date_day_of_month": "starts_on.day",
    "stays_in_weekend_nights": "nights+",
    "stays_in_week_nights": "nights+",
    "reservation_status": "state",
    "reservation_status_date": "due_on",
    "hotel": "label",
}


def test_hotel_bookings_read_with_a_date_in_three_columns_and_nights_in_two() -> None:
    path = DATA / "hotel" / "hotel_bookings_excerpt.csv"
    rows = read(path, ORDERS, mapping=HOTEL)
    assert len(rows) == len(path.read_text().splitlines()) - 1 and not [row for row in rows if row.broken]
    first = rows[2].cells
    assert first["key"] == "hotel_bookings_excerpt:4" and first["starts_on"] == "2015-07-01"
    assert {row.cells["due_on"][4] for row in rows} == {"-"}, "one date of the file shows that the month is first"
    assert all(row.cells["nights"].isdigit() for row in rows)
    shown = sheets.preview(path, meanings=ORDERS)
    assert "country" in {each.header for each in shown.headers if not each.column}
    assert "NULL" not in {cell for row in rows for cell in row.cells.values()}


def test_telephone_customers_read_and_leave_out_what_nobody_mapped() -> None:
    with sheets.opened(DATA / "telco" / "telco_excerpt.csv", None, CUSTOMERS) as sheet:
        rows = list(sheet.rows)
        assert set(sheet.known) == {"key", "fact:tenure"} and {"gender", "SeniorCitizen"} < set(sheet.unknown)
    assert len(rows) == 15 and not [row for row in rows if row.broken]
    told = {"TotalCharges": "overdue"}
    blank = [row.number for row in read(DATA / "telco" / "telco_excerpt.csv", mapping=told) if not row.cells["overdue"]]
    assert blank == [14, 15, 16]
