"""What leaves the day by the command line: JSON, tables, pages and sheets, to standard output or into a file."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cli_driving import Answer, AtDesk, Runner
from click.testing import CliRunner

from frontdesk.cli.main import run
from frontdesk.cli.manual import JSON_KEYS
from frontdesk.desk.day.day_tables import COLUMNS, NAMED_COLUMNS


@pytest.fixture(scope="module")
def lively_business(ready_business: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hotel in which a few things have happened today, and whose business day is in its middle whenever this runs."""
    folder = tmp_path_factory.mktemp("lively") / "hotel"
    shutil.copytree(ready_business, folder)
    began = datetime.now(ZoneInfo("Europe/Riga")) - timedelta(hours=8)
    guidelines = folder / "guidelines.yaml"
    guidelines.write_text(guidelines.read_text("utf-8").replace('"06:00"', f'"{began:%H}:00"'), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        _live(AtDesk(_run, folder), AtDesk(_run, folder, "Ilze"))
    return folder


def _run(*arguments: str | Path) -> Answer:
    with CliRunner().isolation("") as (out, err, _both):
        code = run([str(argument) for argument in arguments])
        return Answer(code, out.getvalue().decode(), err.getvalue().decode())


def _live(anna: AtDesk, ilze: AtDesk) -> None:
    talk = anna.heard("berzina", "--situation", "room_fault")
    anna("wish", talk, "a warm room")
    anna("give", talk, "free_drink")
    taken = anna("give", talk, "free_drink", "--json").json["entry"]
    ilze("reverse", taken, "--reason", "by mistake")
    anna("give", talk, "part_of_bill", "--amount", "500", code=4)
    anna("promise", talk, "call Kristīne about the heating", "--due", "2 hours")
    kept = anna("promise", talk, "bring a heater", "--due", "3 hours", "--json").json["id"]
    anna("keep", kept)
    anna("ask", talk, "make_it_right", "400", "--reason", "three nights")
    ilze("grant", "add", "make_it_right", "500", "--for", "Anna", "--times", "2")
    anna("story", "tell", "rescued", "Kristīne said: thank you", "--conversation", talk)
    anna("idea", "propose", "A heater in every cupboard?", "--conversation", talk)
    agreed = anna("idea", "propose", "Blankets at the desk", "--conversation", talk, "--json").json["id"]
    ilze("idea", "answer", agreed, "yes", "--text", "of course")
    anna("review", "begin", "It was cold", "--source", "a site")
    for request in ("a", "b", "c"):
        other = anna.started("kovalenko", request)
        anna("hear", other)
        anna("give", other, "luggage")
        anna("cause", other, "the boiler")
        anna("close", other, "--nothing-owed")
    anna("close", anna.started("smith", "The soup was cold"), "--nothing-owed")


@pytest.fixture
def lively(cli: Runner, lively_business: Path, tmp_path: Path) -> AtDesk:
    """Ilze, the lead, at a copy of that hotel."""
    folder = tmp_path / "lively"
    shutil.copytree(lively_business, folder)
    return AtDesk(cli, folder, "Ilze")


def keys(name: str) -> set[str]:
    return set(JSON_KEYS[name].split())


def test_the_day_as_json_has_every_documented_key(lively: AtDesk) -> None:
    day = lively("day", "--json").json
    assert set(day) == keys("day")
    documented = {
        "entries": "… entries (of day)",
        "given": "… given, given_by_events (of day)",
        "hours": "… hours",
        "budgets": "… budgets (of day)",
        "due": "… promises; promise, keep; promises list (each of the list)",
        "kept": "… promises; promise, keep; promises list (each of the list)",
        "stories": "story tell; stories (of story list)",
        "stopped": "… lines",
        "waiting": "lead approvals (each of the list)",
        "grants": "grant add, withdraw, list (each of the list)",
        "ideas": "idea propose, answer, publish; list (each of the list)",
        "ideas_under_way": "idea propose, answer, publish; list (each of the list)",
        "reviews": "review begin, show, apology, happened, read, answer; list (each of the list)",
        "causes": "causes list (each of the list), fix, owner",
        "left_empty": "… left_empty",
    }
    for name, title in documented.items():
        assert day[name], f"a day with something in every area: {name}"
        assert set(day[name][0]) == keys(title), name
    assert set(day["all_given"]) == keys("… all_given")
    assert set(day["kept_share"]) == keys("… kept_share")
    assert set(day["care"]) == keys("… care")
    assert set(day["month"]) == keys("… month")
    assert set(day["month"]["settled"]) == keys("… settled")
    assert set(day["month"]["kept_share"]) == keys("… kept_share")
    assert day["month"]["settled"]["guideline"] == 3, "what is still open is not settled"
    assert day["all_given"] == {"times": 4, "value": "8.00", "cost": "2.00"}
    assert (day["currency"], day["today"], day["blocks"]) == ("EUR", True, 2)


def test_a_judgement_that_recurs_is_in_the_month_with_every_documented_key(lively: AtDesk) -> None:
    for _time in range(3):
        talk = lively.heard("kovalenko", "--situation", "room_fault")
        lively("wish", talk, "something warm")
        lively("give", talk, "make_it_right", "--amount", "20", "--reason", "the tea was cold")
        lively("close", talk, "--nothing-owed")
    month = lively("day", "--json").json["month"]
    (recurring,) = month["recurring"]
    assert set(recurring) == keys("… recurring")
    assert (recurring["times"], recurring["usual"], month["settled"]["judgement"]) == (3, "20.00", 3)


def test_the_day_as_text_has_every_area_in_which_something_waits(lively: AtDesk) -> None:
    lines = lively("day").out.splitlines()
    titles = [line.removesuffix(":") for line in lines if line.endswith(":") and not line.startswith(" ")]
    assert titles == [
        "Due",
        "Kept",
        "Reviews and letters to answer",
        "Stories",
        "Given",
        "Left of the budgets",
        "Waiting for a yes",
        "Ideas that are owed an answer",
        "Ideas under way",
        "Causes to fix",
        "Neither gesture nor promise",
    ]


def test_the_sheets_as_json_have_every_documented_key(lively: AtDesk) -> None:
    line_up = lively("lineup", "--json").json
    assert set(line_up) == keys("lineup")
    assert set(line_up["question"]) == keys("… question")
    assert "Kristīne" not in json.dumps(line_up, ensure_ascii=False)
    assert "Kristīne" in json.dumps(lively("lineup", "--json", "--names").json, ensure_ascii=False)
    handed = lively("handover", "--json").json
    assert set(handed) == keys("handover")
    assert set(handed["promises"][0]) == keys("… promises (of handover)")
    assert set(handed["open"][0]) == keys("… open")
    assert set(handed["waiting"][0]) == keys("… waiting (of handover)")


@pytest.mark.parametrize("what", COLUMNS)
def test_each_table_has_its_documented_columns(lively: AtDesk, what: str) -> None:
    for names, columns in ((False, COLUMNS[what]), (True, f"{COLUMNS[what]} {NAMED_COLUMNS.get(what, '')}")):
        answer = lively("day", "--csv", "--what", what, *(["--names"] if names else []))
        rows = list(csv.reader(io.StringIO(answer.out, newline=""), strict=True))
        assert rows[0] == columns.split() and (len(rows) > 1 or what == "bends")
        assert all(len(row) == len(rows[0]) for row in rows)
        assert answer.err == ""
        assert names or "Kristīne" not in answer.out


def test_a_table_for_excel_begins_with_its_mark_and_goes_into_a_new_file(lively: AtDesk, tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    answer = lively("day", "--csv", "--excel", "--out", path)
    assert answer.out == "" and str(path) in answer.err
    written = path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfdate,time,at,") and written.count(b"\r\n") == 6
    assert "is there already" in lively("day", "--csv", "--out", path, code=2).err
    assert path.read_bytes() == written
    lively("day", "--csv", "--what", "budgets", "--out", path, "--force")
    assert path.read_text().startswith("budget,")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--csv", "--md"), "three forms"),
        (("--csv", "--json"), "three forms"),
        (("--what", "stopped"), "go with --csv"),
        (("--md", "--excel"), "go with --csv"),
        (("--names",), "goes with --csv or --md"),
        (("--force", "--csv"), "goes with --out"),
        (("--csv", "--what", "people"), "people"),
        (("--date", "21.11.2026"), "not a date"),
        (("--date", "0001-01-01"), "no day of a business"),
        (("--date", "9999-12-31", "--json"), "no day of a business"),
        (("--csv", "--out", "/nowhere/at/all.csv"), "cannot be written"),
    ],
)
def test_every_slip_in_exporting_is_answered(anna: AtDesk, arguments: tuple[str, ...], says: str) -> None:
    assert says in anna("day", *arguments, code=2).err


def test_002_10_one_command_prints_the_line_up_and_another_the_hand_over(lively: AtDesk, tmp_path: Path) -> None:
    page = lively("lineup").out
    for words in (
        "Hotel Baltic",
        "“(the customer) said: thank you”",
        "PROMISED · 1 promise",
        "call (the customer) about the heating",
        "A heater in every cupboard?",
        "WHERE LIMITS STOPPED US MOST",
    ):
        assert words in page
    assert len(page.splitlines()) <= 60 and max(map(len, page.splitlines())) <= 80
    assert "Kristīne Bērziņa · call Kristīne" in " ".join(lively("lineup", "--names").out.split())
    path = tmp_path / "handover.txt"
    lively("handover", "--out", path)
    handed = path.read_text(encoding="utf-8")
    assert max(map(len, handed.splitlines())) <= 80
    for words in ("OWED · 1 promise", "“The heating is dead”", "WAITING FOR A YES · 1", "GIVEN AHEAD", "CAUSES TO FIX"):
        assert words in handed
    assert "“It was cold”" in handed


def test_a_line_up_of_a_day_that_is_over_is_answered_with_what_is_possible(anna: AtDesk) -> None:
    answer = anna("lineup", "--date", "2020-01-01", code=2)
    assert "is over" in answer.err and "frontdesk day --date 2020-01-01" in answer.err


def test_the_sheets_speak_the_language_that_is_named(lively: AtDesk) -> None:
    """Labels of the guidelines and names of days; the program's own words as far as they are translated."""
    page = lively("lineup", "--lang", "lv").out
    assert "Hotel Baltic" in page
    assert "Izlabot" in page or "Daļa no rēķina" in page


def test_the_page_is_written_as_it_is(lively: AtDesk) -> None:
    page = lively("day", "--md").out
    assert page.startswith("# Hotel Baltic · ") and "| all together | 4 | 8.00 | 2.00 |" in page
    assert "Kristīne" not in page and "Kristīne" in lively("day", "--md", "--names").out


def test_the_day_in_sentences_goes_into_a_file_too(lively: AtDesk, tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    said = lively("day").out
    lively("day", "--out", path)
    assert path.read_text(encoding="utf-8").splitlines() == said.splitlines()
