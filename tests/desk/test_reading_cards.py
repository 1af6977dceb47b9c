"""vCards 2.1, 3.0 and 4.0: every file of real address books, and what is broken refused while the rest goes on."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.desk.imports import sheets
from frontdesk.desk.imports.headers import CUSTOMER_HEADERS, ORDER_HEADERS, meanings
from frontdesk.desk.imports.sheets import Row
from frontdesk.ground.errors import BadInput

CARDS = Path(__file__).parent.parent / "data" / "vcard"
KNOWN = meanings(CUSTOMER_HEADERS) | {"company": "company", "note": "note"}


def read(path: Path, encoding: str | None = None, **told: Any) -> list[Row]:
    with sheets.opened(path, encoding, KNOWN, **told) as sheet:
        return list(sheet.rows)


def card(folder: Path, *lines: str | bytes, version: str = "3.0") -> Path:
    path = folder / "in.vcf"
    whole = (b"BEGIN:VCARD", f"VERSION:{version}", *lines, b"END:VCARD", b"")
    path.write_bytes(b"\r\n".join(each.encode() if isinstance(each, str) else each for each in whole))
    return path


@pytest.mark.parametrize(
    ("name", "cells", "left", "not_taken"),
    [
        ("gmail-list", {"name": "Arnold Smith", "email": "asmithk@gmail.com"}, {}, set()),
        (
            "gmail-single",
            {
                "name": "Greg Dartmouth", "phone": "555 555 1111", "email": "gdartmouth@hotmail.com",
                "company": "TheCompany",
                "note": "This is GMail's note field. It should be added as a NOTE type. ACustomField: CustomField",
            },
            {"TEL 2": 1},
            {"ADR", "BDAY", "NICKNAME", "TITLE", "URL", "X-ABDATE", "X-ABLABEL", "X-ABRELATEDNAMES", "X-ICQ"},
        ),
        (
            "gmail-single2",
            {"name": "VCard Test", "phone": "5555551115", "email": "email@example.com"},
            {**{f"TEL {n}": 1 for n in range(2, 9)}, **{f"EMAIL {n}": 1 for n in range(2, 6)}},
            {"FAX", "ADR", "X-SKYPE"},
        ),
        (
            "issue114",
            {
                "name": "Dummy, Dummy", "phone": "+49 1234 56789", "email": "dummy.dummy@dummy.com",
                "company": "Dummy GmbH", "key": "8b574c60-fd7f-4e99-b584-c5db131ae687",
            },
            {"TEL 2": 1},
            {"ADR"},
        ),
        (
            "fullcontact",
            {
                "name": "Prefix FirstName MiddleName LastName Suffix", "phone": "555-555-1113",
                "company": "Organization1", "note": "Notes line 1 Notes line 2",
            },
            {**{f"TEL {n}": 1 for n in range(2, 8)}, **{f"EMAIL {n}": 1 for n in range(2, 6)}},
            {"FAX", "GENDER", "IMPP", "ORG more", "ORG unit", "PHOTO", "X-FC-TAGS"},
        ),
        (
            "outlook-2003",
            {
                "name": "John Doe III", "phone": "MobilePhone", "email": "jdoe@hotmail.com",
                "company": "Company, The", "note": "This is the note field!! Second line Third line is empty",
            },
            {"TEL 2": 1, "TEL 3": 1},
            {"ADR", "BDAY", "FAX", "FBURL", "KEY", "LABEL", "NICKNAME", "ORG unit", "ROLE", "TITLE", "URL"},
        ),
        (
            "John_Doe_GMAIL",
            {"name": "Mr. John Richter, James Doe Sr.", "phone": "905-555-1234", "email": "john.doe@ibm.com"},
            {"TEL 2": 1},
            {"X-PHONETIC-LAST-NAME", "ADR"},
        ),
        (
            "John_Doe_EVOLUTION",
            {
                "name": "Mr. John Richter, James Doe Sr.", "phone": "905-666-1234", "email": "john.doe@ibm.com",
                "key": "477343c8e6bf375a9bac1f96a5000837", "company": "IBM",
            },
            {"TEL 2": 1},
            {"CATEGORIES", "X-EVOLUTION-SPOUSE", "X-COUCHDB-APPLICATION-ANNOTATIONS", "URL"},
        ),
        (
            "John_Doe_BLACK_BERRY",
            {"name": "John Doe", "phone": "+96123456789", "company": "Acme Solutions"},
            {},
            {"PHOTO"},
        ),
    ],
)  # fmt: skip
def test_the_cards_of_real_address_books(
    name: str, cells: dict[str, str], left: dict[str, int], not_taken: set[str]
) -> None:
    with sheets.opened(CARDS / f"{name}.vcf", None, KNOWN) as sheet:
        rows = list(sheet.rows)
        assert sheet.left == left and not_taken <= set(sheet.unknown)
        assert sheet.rows_about == len(rows) == (3 if name == "gmail-list" else 1)
    assert cells.items() <= dict(rows[0].cells).items() and not rows[0].broken
    assert rows[0].number == 1
    assert "SIS" not in rows[0].cells.get("note", "") or "AS IS" in rows[0].cells["note"], "folded inside a word"


def test_a_preview_of_cards_shows_every_property(tmp_path: Path) -> None:
    shown = sheets.preview(CARDS / "gmail-list.vcf")
    assert (shown.kind, shown.preset, shown.encoding) == ("vcards", "vCard", "utf-8-sig")
    assert [(each.header, each.column) for each in shown.headers] == [("FN", "name"), ("EMAIL", "email")]
    assert shown.rows[0] == ("Arnold Smith", "asmithk@gmail.com") and shown.rows_about == 3


def test_old_cards_write_letters_in_signs_and_lines(tmp_path: Path) -> None:
    path = card(
        tmp_path,
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9A=D0=BE=D0=B2=D0=B0=D0=BB=D1=8C;=D0=9E=D0=BB=D0=B5=D0=BD=\r\n"
        "=D0=B0;;;",
        "TEL;CELL:+380 1",
        b"NOTE;CHARSET=Windows-1251:" + "Любит тишину".encode("cp1251"),
        "ORG:Back\\\\slash\\; and more",
        "PHOTO;JPEG;ENCODING=BASE64:",
        base64.b64encode(b"picture" * 30).decode(),
        base64.b64encode(b"picture" * 30).decode(),
        "",
        "EMAIL;INTERNET:o@example.org",
        version="2.1",
    )
    (row,) = read(path)
    assert row.cells == {
        "name": "Олена Коваль",
        "phone": "+380 1",
        "email": "o@example.org",
        "company": "Back\\slash; and more",
        "note": "Любит тишину",
    }


def test_the_number_that_the_card_prefers_comes_first_and_a_fax_is_no_telephone(tmp_path: Path) -> None:
    path = card(
        tmp_path,
        "FN:Anna",
        "TEL;TYPE=fax:1",
        "TEL;TYPE=home:2",
        "TEL;TYPE=cell:3",
        "TEL;VALUE=uri;PREF=1;TYPE=work:tel:+371-4;ext=5",
        "EMAIL:first@example.org",
        "EMAIL;TYPE=pref:mailto:second@example.org",
        version="4.0",
    )
    with sheets.opened(path, None, KNOWN) as sheet:
        (row,) = sheet.rows
        assert (row.cells["phone"], row.cells["email"]) == ("+371-4", "second@example.org")
        assert sheet.left == {"TEL 2": 1, "TEL 3": 1, "EMAIL 2": 1} and sheet.unknown == ("FAX",)


def test_an_old_encoding_is_asked_unless_each_value_names_its_own(tmp_path: Path) -> None:
    path = card(tmp_path, "FN:Žanete Ķēniņa".encode("cp1257"), version="2.1")
    shown = sheets.preview(path)
    assert shown.encoding == "" and shown.candidates[0] == shown.candidates[0].__class__(
        "cp1257", "Latvian, Lithuanian, Estonian", ("Žanete Ķēniņa",)
    )
    with pytest.raises(BadInput, match="line 3"):
        read(path)
    assert read(path, "cp1257")[0].cells["name"] == "Žanete Ķēniņa"
    path.write_bytes("BEGIN:VCARD\nVERSION:3.0\nFN:Žanete\nEND:VCARD\n".encode("utf-16"))
    assert read(path)[0].cells["name"] == "Žanete"
    path.write_bytes("\ufeffBEGIN:VCARD\rVERSION:3.0\rFN:Žanete\rEND:VCARD\r".encode())
    assert read(path)[0].cells["name"] == "Žanete"


def test_broken_cards_are_refused_with_their_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "in.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:One\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Without end\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Three\nthis is no property\nEND:VCARD\n"
        "nothing of anybody\n"
        "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=no-such:Five\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:2.1\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Assistant\nEND:VCARD\nTEL:6\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nTEL:7\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Half a ca",
        encoding="utf-8",
    )
    rows = read(path)
    assert [row.number for row in rows] == list(range(1, 9))
    assert [row.cells.get("name") for row in rows] == ["One", None, None, None, None, "Boss", "", None]
    for number, says in ((2, "line 8"), (3, "Line 11"), (4, "Line 13"), (5, "no-such"), (8, "middle of this card")):
        assert says in rows[number - 1].broken
    assert rows[1].raw[0] == "Without end" and rows[5].cells["phone"] == "6"


def test_a_picture_of_any_size_is_left_out_and_named(tmp_path: Path) -> None:
    picture = base64.b64encode(b"\xff\xd8" * 400_000).decode()
    path = card(
        tmp_path,
        "FN:Anna",
        f"PHOTO;ENCODING=b;TYPE=JPEG:{picture}",
        "LOGO:data:image/png;base64," + picture,
        "TEL:1",
    )
    with sheets.opened(path, None, KNOWN) as sheet:
        (row,) = sheet.rows
        assert set(sheet.unknown) == {"PHOTO", "LOGO"} and row.cells == {"name": "Anna", "phone": "1"}
        assert sum(map(len, row.raw)) < 100


def test_cards_are_people_and_nothing_else(tmp_path: Path) -> None:
    with (
        pytest.raises(BadInput, match="cards of people"),
        sheets.opened(CARDS / "gmail-list.vcf", None, meanings(ORDER_HEADERS)),
    ):
        pass


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    b"BEGIN:VCARD",
                    b"END:VCARD",
                    b"VERSION:2.1",
                    b"VERSION:4.0",
                    b"FN:Anna",
                    b"N:a;b",
                    b"AGENT:",
                    b" x",
                    b"",
                ]
            ),
            st.sampled_from(
                [b'TEL;TYPE="a', b"NOTE;ENCODING=QUOTED-PRINTABLE:=", b"PHOTO;ENCODING=B:", b"a.b.c;=;:\\"]
            ),
            st.binary(max_size=30),
        ),
        max_size=14,
    )
)
def test_no_file_of_cards_breaks_the_reading(tmp_path: Path, lines: list[bytes]) -> None:
    path = tmp_path / "in.vcf"
    path.write_bytes(b"\n".join([b"BEGIN:VCARD", *lines]))
    try:
        shown, rows = sheets.preview(path, "latin-1"), read(path, "latin-1")
    except BadInput as said:
        assert said.sentence and said.remedy
    else:
        assert shown.rows_about == len(rows), "each card is a row or a refusal"
        assert all(row.cells or row.broken for row in rows)
