"""Dates and amounts of files: read where one reading is possible, asked where two are, never guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from frontdesk.desk.imports import cells, sheets
from frontdesk.desk.imports.cells import BadCell
from frontdesk.desk.imports.headers import CUSTOMER_HEADERS, meanings
from frontdesk.desk.imports.sheets import Ambiguous, amounts, dates
from frontdesk.ground.errors import BadInput

KNOWN = meanings(CUSTOMER_HEADERS) | {"price": "fact:price", "born": "fact:born"}
KINDS = {"fact:price": "amount", "fact:born": "date"}


def column(folder: Path, header: str, texts: list[str], **told: Any) -> tuple[list[str], tuple[Ambiguous, ...]]:
    path = folder / "in.csv"
    path.write_text("id;" + header + "\n" + "".join(f"{n};{text}\n" for n, text in enumerate(texts)), encoding="utf-8")
    with sheets.opened(path, None, KNOWN, kinds=KINDS, currency="EUR", **told) as sheet:
        read = [row.cells[KNOWN[header]] for row in sheet.rows]
        assert sheets.preview(path, meanings=KNOWN, kinds=KINDS, currency="EUR", **told).ambiguous == sheet.ambiguous
    return read, sheet.ambiguous


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21", "2026/11/21", "2026.11.21.", "20261121", "21.11.2026", "21.11.2026.", "21/11/2026", "11/21/2026",
        "2026-11-21T10:00:00Z", "2026-11-21 10:00", "21.11.2026 9:05", "11/21/2026 2:30 PM", "21-11-2026",
        "21 November 2026", "November 21, 2026", "21st Nov 2026", "Sat, 21 Nov 2026", "21-Nov-2026",
        "2026. gada 21. novembris", "21. novembrī 2026", "21 ноября 2026 г.", "21 нояб. 2026", "21 листопада 2026 р.",
    ],
)  # fmt: skip
def test_one_day_however_it_is_written(tmp_path: Path, text: str) -> None:
    assert column(tmp_path, "since", [text]) == (["2026-11-21"], ())


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2020",
        "21.11.26",
        "21-Nov-26",
        "2026-13-40",
        "40/40/2026",
        "soon",
        "44521",
        "13 2026",
        "1 1 2026",
        "x" * 200,
    ],
)
def test_what_is_no_day_stays_as_it_was_written_and_is_refused(tmp_path: Path, text: str) -> None:
    (read,), asked = column(tmp_path, "since", [text])
    assert (read, asked) == (text[:240], ())
    with pytest.raises(BadCell, match="not a date"):
        cells.day(read, 2)


def test_a_column_shows_by_any_of_its_cells_which_comes_first(tmp_path: Path) -> None:
    assert column(tmp_path, "since", ["7/1/2026", "7/13/2026"])[0] == ["2026-07-01", "2026-07-13"]
    assert column(tmp_path, "since", ["7/1/2026", "13/7/2026"])[0] == ["2026-01-07", "2026-07-13"]
    assert column(tmp_path, "since", ["7/7/2026"]) == (["2026-07-07"], ()), "one day either way"
    assert column(tmp_path, "born", ["7/1/1970", "7/13/1970"])[0][0] == "1970-07-01", "facts as the card's own"


def test_a_column_that_does_not_show_it_is_asked_and_the_answer_counts(tmp_path: Path) -> None:
    read, (asked,) = column(tmp_path, "since", ["7/1/2026", "3/4/2026", "2026-01-01", ""])
    assert read == ["7/1/2026", "3/4/2026", "2026-01-01", ""], "nothing is guessed"
    assert (asked.header, asked.column, asked.kind, asked.mixed) == ("since", "since", "dates", False)
    assert asked.choices == ("day_first", "month_first") and asked.samples == ("7/1/2026", "3/4/2026")
    assert asked.question == "Is the day or the month first in since (7/1/2026, 3/4/2026)?"
    with pytest.raises(BadCell, match="may be two days"):
        cells.day(read[0], 2)
    assert column(tmp_path, "since", ["7/1/2026"], dates="day_first") == (["2026-01-07"], ())
    assert column(tmp_path, "since", ["7/1/2026"], dates={"since": "month_first"}) == (["2026-07-01"], ())
    assert column(tmp_path, "since", ["7/1/2026"], dates={"until": "month_first"})[1] != ()


def test_a_column_that_writes_both_ways_is_asked_and_said_to(tmp_path: Path) -> None:
    read, (asked,) = column(tmp_path, "since", ["13/7/2026", "7/13/2026", "1/2/2026"])
    assert asked.mixed and "1/2/2026" in asked.samples
    assert read == ["2026-07-13", "2026-07-13", "1/2/2026"]
    read, asked_now = column(tmp_path, "since", ["13/7/2026", "7/13/2026", "1/2/2026"], dates="day_first")
    assert (read, asked_now) == (["2026-07-13", "7/13/2026", "2026-02-01"], ()), "the rest is refused"


def test_an_answer_that_is_none_is_said(tmp_path: Path) -> None:
    for told in ({"dates": "us"}, {"decimal": "point"}, {"dates": {"since": "us"}}):
        with pytest.raises(BadInput, match="no answer"):
            column(tmp_path, "since", [""], **told)


def test_a_date_in_three_columns_is_one(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("id;y;m;d\n1;2015;July;1\n2;2015;13;1\n3;;;\n4;2020;февраля;29\n5;2015;7;\n", encoding="utf-8")
    told: dict[str, str | None] = {"y": "since.year", "m": "since.month", "d": "since.day"}
    with sheets.opened(path, None, KNOWN, mapping=told) as sheet:
        assert [row.cells["since"] for row in sheet.rows] == ["2015-07-01", "2015 13 1", "", "2020-02-29", "2015 7 "]
        assert "since" in sheet.known


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1234,50", 123450), ("1234.50", 123450), ("1 234,50", 123450), ("1\u00a0234,50", 123450),
        ("1.234,50", 123450), ("1,234.50", 123450), ("1'234.50", 123450), ("1.234.567", 123456700),
        ("1,234,567.8", 123456780), ("€ 5", 500), ("5 €", 500), ("EUR 5,10", 510), ("5.10 eur", 510),
        ("1 234 EUR", 123400), ("5 eiro", 500), ("0", 0), ("0,5", 50),
    ],
)  # fmt: skip
def test_one_amount_however_it_is_written(tmp_path: Path, text: str, minor: int) -> None:
    for header in ("overdue", "price"):
        (read,), asked = column(tmp_path, header, [text])
        assert (cells.money(read, 2), asked) == (minor, ())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("$5", "another currency"), ("5 USD", "another currency"), ("₴ 12", "another currency"), ("5 nights", "not an"),
        ("-5", "not an"), ("1,23,4", "not an"), ("1.234,5.6", "not an"), ("many", "not an"), ("12.345.67", "not an"),
        ("5 000 00", "not an"), ("1e3", "not an"), ("٣", "not an"),
    ],
)  # fmt: skip
def test_what_is_no_amount_of_the_business_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (read,), _asked = column(tmp_path, "overdue", [text])
    with pytest.raises(BadCell, match=says):
        cells.money(read, 2)


def test_a_thousand_or_a_one_is_decided_by_the_column_or_asked(tmp_path: Path) -> None:
    assert column(tmp_path, "overdue", ["1,234", "5.10"])[0] == ["1234", "5.10"]
    assert column(tmp_path, "overdue", ["1.234", "5,10"])[0] == ["1234", "5.10"]
    read, (asked,) = column(tmp_path, "overdue", ["1,234", "7"])
    assert (read, asked.kind, asked.choices) == (["1,234", "7"], "decimal", (",", "."))
    with pytest.raises(BadCell, match="may be two amounts"):
        cells.money(read[0], 2)
    read, (asked,) = column(tmp_path, "overdue", ["1,234", "5.10", "6,20"])
    assert asked.mixed and read == ["1,234", "5.10", "6.20"]
    assert column(tmp_path, "overdue", ["1,234"], decimal=".") == (["1234"], ())
    assert column(tmp_path, "overdue", ["1,234"], decimal={"overdue": ","}) == (["1.2340"], ()), (
        "three decimals that nobody takes for thousands"
    )


def test_what_follows_long_after_the_evidence_is_read_by_it_or_refused(tmp_path: Path) -> None:
    texts = ["7/13/2026"] + ["7/1/2026"] * 6000 + ["13/7/2026"]
    read, asked = column(tmp_path, "since", texts)
    assert (read[6000], read[-1], asked) == ("2026-07-01", "13/7/2026", ())


@pytest.mark.parametrize("word", ["NULL", "NA", "N/A", "#N/A", "  ", '""'])
def test_words_for_nothing_are_nothing(tmp_path: Path, word: str) -> None:
    assert column(tmp_path, "since", [word, "2026-01-01"])[0] == ["", "2026-01-01"]


def test_what_stands_alone_is_read_alone() -> None:
    assert dates.iso("1/2/2026", None) == "1/2/2026" and amounts.plain("1,234", None) == "1,234"
    assert dates.from_parts("", "", "") == "" and amounts.plain("грн 12,50", None, "UAH") == "12.50"
