"""What a customer is called is no formula in a spreadsheet: two hundred names through every table (T23)."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from figures import TellFigures
from frontdesk.desk.imports import refused_rows
from frontdesk.desk.paper.tables import Column, csv_text

BEGINNINGS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    " =",
    "  +",
    "\u00a0=",
    '"=',
    "'=",
    ";=",
    "\x00=",
    "\n=",
    "\u200d=",
    "＝",
)
FORMULAS = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://example.com","Ann")',
    'IMPORTXML(CONCAT("http://example.com/",A1),"//a")',
    "SUM(1,1)",
    "A1",
    "2+5+cmd|' /C calc'!A0",
    'DDE("cmd";"/C calc";"x")',
    'WEBSERVICE("http://example.com")',
    "1;=1+1",
    "1,=1+1",
    '1"\n=1+1',
    'INDIRECT("A1")',
)
PAYLOADS = [beginning + formula for beginning in BEGINNINGS for formula in FORMULAS]
BLANK = " \u00a0\"'\u200d\t\r\n\x00"


def tables() -> Iterator[tuple[str, bytes]]:
    """Every table with all payloads: a sheet's, and the rows that an import refused, by comma and by semicolon."""
    columns: list[Column[str]] = [Column("name", str, text=True), Column("again", str, text=True)]
    yield "sheet", csv_text(columns, PAYLOADS).encode()
    for sign in (",", ";", "\t"):
        lines = refused_rows._lines(["name", "phone"], sign, [(2, "no name", [each, each]) for each in PAYLOADS])
        yield f"refused by {sign!r}", "".join(lines).encode("utf-8", "replace")


def test_no_cell_of_any_table_begins_as_a_formula() -> None:
    assert len(set(PAYLOADS)) >= 200
    for name, data in tables():
        sign = {"refused by ';'": ";", "refused by '\\t'": "\t"}.get(name, ",")
        for row in csv.reader(io.StringIO(data.decode(), newline=""), delimiter=sign):
            for each in row:
                assert not each.startswith(("=", "+", "-", "@", "\t", "\r")), (name, each)
                assert each.startswith("'") or not each.lstrip(" \u00a0").startswith(("=", "+", "-", "@")), (name, each)


@pytest.mark.tier_b
def test_a_spreadsheet_that_opens_them_finds_no_formula(tmp_path: Path, tell_figures: TellFigures) -> None:
    """LibreOffice reads each table as people open it, and says what it took for a formula."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("NOT TRIED: LibreOffice is not installed (apt-get install libreoffice-calc)")
    filters = "--infilter=CSV:44/59/9,34,76,1,,0,false,true,false"  # every sign parts cells, formulas are calculated
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = (office, profile, "--headless", "--convert-to", "fods", filters, "--outdir", str(tmp_path))
    (tmp_path / "control.csv").write_text("name\n=1+1\n", encoding="utf-8")
    for number, (_name, data) in enumerate(tables()):
        (tmp_path / f"table{number}.csv").write_bytes(data)
    for file in sorted(tmp_path.glob("*.csv")):
        subprocess.run(
            [*command, str(file)],
            check=True,
            capture_output=True,
        )
        found = file.with_suffix(".fods").read_text(encoding="utf-8").count("table:formula=")
        tell_figures(f"{file.name}: {found} formulas")
        assert found == (1 if file.stem == "control" else 0), file.name
