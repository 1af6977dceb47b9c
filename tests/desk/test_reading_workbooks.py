"""Workbooks: typed cells as texts, the right sheet, errors named, and what would harm refused in words."""

from __future__ import annotations

import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from a_workbook import Cell, Error, Formula, write_workbook
from frontdesk.desk.imports import cells, sheets
from frontdesk.desk.imports.headers import CUSTOMER_HEADERS, meanings
from frontdesk.desk.imports.sheets import workbooks
from frontdesk.ground.errors import BadInput

KNOWN = meanings(CUSTOMER_HEADERS)
GUESTS: list[list[Cell]] = [
    [None],
    ["Guests of November"],
    ["id", "Name", "Phone", "Since", "Overdue", "Tier", "Standing"],
    [1, "Žanete Ķēniņa", 37126123456, date(2020, 11, 21), 1.234, True, Formula("1+1", "former")],
    [2, "Jānis Kalns", "+371 2", datetime(2020, 1, 2, 14, 30), 540.5, None, None],
    [3, "=cmd|' /C calc'!A1", None, "21.11.2020", 12, None, Formula("1/0", 0.25)],
    [4, "Anna", None, None, None, Error("#REF!"), None],
    [None, None, None],
    [5, Error("#NAME?"), None, None, None, None, None],
]


def refused(path: Path) -> BadInput:
    with pytest.raises(BadInput) as said:
        sheets.preview(path)
    return said.value


def test_typed_cells_are_texts_in_one_form_and_errors_are_named(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "in.xlsx", {"Info": [["About"]], "Guests": GUESTS}, hidden_rows=[5])
    with sheets.opened(path, None, KNOWN, currency="EUR") as sheet:
        rows = {row.number: row for row in sheet.rows}
        assert set(sheet.known) == {"key", "name", "phone", "since", "overdue", "tier", "standing"}
        assert sheet.rows_about >= len(rows)
    assert rows[4].cells["phone"] == "37126123456" and rows[4].cells["key"] == "1"
    assert (rows[4].cells["since"], rows[4].cells["tier"], rows[4].cells["standing"]) == (
        "2020-11-21",
        "true",
        "former",
    )
    with pytest.raises(cells.BadCell):
        cells.money(rows[4].cells["overdue"], 2)  # 1.234 is a number, never a thousand
    assert (rows[5].cells["since"], rows[5].cells["overdue"]) == ("2020-01-02", "540.5"), "a hidden row is a row"
    assert (rows[6].cells["name"], rows[6].cells["since"]) == ("=cmd|' /C calc'!A1", "2020-11-21")
    assert (rows[6].cells["overdue"], rows[6].cells["standing"]) == ("12", "0.25")
    assert "Tier is #REF!" in rows[7].broken and "Name is #NAME?" in rows[9].broken and 8 not in rows


def test_the_sheet_with_known_headers_is_taken_and_another_on_request(tmp_path: Path) -> None:
    more: list[list[Cell]] = [["id", "Name"], [9, "Other"]]
    path = write_workbook(tmp_path / "in.xlsx", {"Info": [["x"]], "A & B": GUESTS, "More": more})
    shown = sheets.preview(path)
    assert (shown.kind, shown.worksheet, shown.worksheets) == ("workbook", "A & B", ("Info", "A & B", "More"))
    assert (shown.header_row, shown.headers[1].samples[0]) == (3, "Žanete Ķēniņa")
    assert sheets.preview(path, worksheet="More").rows == (("9", "Other"),)
    with pytest.raises(BadInput, match="no sheet called"):
        sheets.preview(path, worksheet="None")
    with pytest.raises(BadInput, match="names no column"), sheets.opened(path, None, KNOWN, worksheet="Info"):
        pass


def test_many_rows_are_read_and_numbered(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["id", "Name"]]
    rows += [[n, f"Anna {n}"] for n in range(3000)]
    path = write_workbook(tmp_path / "in.xlsx", {"Guests": rows})
    with sheets.opened(path, None, KNOWN) as sheet:
        read = list(sheet.rows)
    assert (len(read), read[-1].number, read[-1].cells["name"]) == (3000, 3001, "Anna 2999")


def test_a_locked_broken_or_empty_workbook_is_said(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    for data, says in (
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "not a workbook"),
        (b"PK\x03\x04 junk", "not a workbook"),
        (write_workbook(tmp_path / "x.xlsx", {"G": GUESTS}).read_bytes()[:900], "not a workbook"),
        (write_workbook(tmp_path / "x.xlsx", {"G": []}).read_bytes(), "no rows"),
    ):
        path.write_bytes(data)
        said = refused(path)
        assert says in said.sentence and said.remedy
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    assert "not a workbook" in refused(path).sentence


def test_no_workbook_fills_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_workbook(tmp_path / "in.xlsx", {"G": [["Name"], ["Anna"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros", b"\0" * 3_000_000)
    assert sheets.preview(path).rows == (("Anna",),)
    monkeypatch.setattr(workbooks, "UNPACKED_BYTES_MAX", 2_000_000)
    assert "too large" in refused(path).sentence
    monkeypatch.undo()
    far = write_workbook(tmp_path / "far.xlsx", {"G": [["Name"], ["Anna"]]}).read_bytes()
    with zipfile.ZipFile(tmp_path / "far.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    moved = tmp_path / "moved.xlsx"
    with zipfile.ZipFile(tmp_path / "far.xlsx") as source, zipfile.ZipFile(moved, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            target.writestr(part.filename, data.replace(b'r="A2"', b'r="XFD1048576"') if data == sheet else data)
    assert far and "too large" in refused(moved).sentence, "two cells that lie far apart are a table of 17 milliards"


def test_what_an_archive_says_about_its_parts_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_workbook(tmp_path / "in.xlsx", {"G": [["Name"], ["Anna"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros", b"\0" * 3_000_000)
    size = (3_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (10).to_bytes(4, "little")))
    monkeypatch.setattr(workbooks, "UNPACKED_BYTES_MAX", 2_000_000)
    assert "too large" in refused(path).sentence


def test_without_the_addition_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_workbook(tmp_path / "in.xlsx", {"G": GUESTS})
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert "pip install 'frontdesk[xlsx]'" in refused(path).remedy


def test_an_open_document_is_read_and_one_that_repeats_its_cells_without_end_is_not(tmp_path: Path) -> None:
    path = tmp_path / "in.ods"
    with sheets.opened(write_open_document(path), None, KNOWN) as sheet:
        assert [row.cells for row in sheet.rows] == [{"name": "Žanete", "overdue": "3.5"}]
    for row, cell in (("", ' table:number-columns-repeated="900000"'), (' table:number-rows-repeated="900000"', "")):
        assert "too large" in refused(write_open_document(path, row, cell)).sentence


def write_open_document(path: Path, row: str = "", cell: str = "") -> Path:
    """A spreadsheet with one filled row, as open formats have it; with these marks on the row and on its last cell."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"

    def text(of: str, kind: str = ' office:value-type="string"') -> str:
        return f"<table:table-cell{kind}><text:p>{of}</text:p></table:table-cell>"

    rows = f"<table:table-row>{text('Name')}{text('Overdue')}</table:table-row><table:table-row{row}>{text('Žanete')}"
    rows += text("3,50", f'{cell} office:value-type="float" office:value="3.5"') + "</table:table-row>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{oasis}:manifest:1.0"><manifest:file-entry '
            'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{oasis}:office:1.0" xmlns:table="{oasis}:table:1.0" '
            f'xmlns:text="{oasis}:text:1.0"><office:body><office:spreadsheet><table:table table:name="G">{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return path
