"""Importing at the command line: scripts are answered at once, terminals are asked, an interrupt leaves nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from cli_driving import AtDesk, own_environment

DATA = Path(__file__).parents[1] / "data"
GUESTS = "id,Name,Phone,Since,Colour\nN1,Žanete Ķēniņa,+371 20000001,1/2/2020,red\nN2,Zane,,3/4/2021,\nN3,,,,\n"


@pytest.fixture
def guests(tmp_path: Path) -> Path:
    path = tmp_path / "guests.csv"
    path.write_text(GUESTS, encoding="utf-8")
    return path


def terminal(hotel: Path, *arguments: str) -> pexpect.spawn[str]:
    line = ["-m", "frontdesk", "--folder", str(hotel), "--staff", "Ilze", *arguments]
    return pexpect.spawn(
        sys.executable, line, env=own_environment(), encoding="utf-8", timeout=300, dimensions=(24, 120)
    )


def test_a_script_is_not_asked_and_what_is_open_or_refused_is_said_with_a_way_on(ilze: AtDesk, guests: Path) -> None:
    done = ilze("customers", "import", guests, code=1)
    assert "--dates day_first or month_first" in done.said and "guests.refused.csv" in done.said
    assert "Row 4 was not taken: It has no name." in done.said
    told = ilze("customers", "import", guests, "--dates", "month_first", "--map", "Colour=", "--json", code=1).json
    assert (told["new"], told["refused_count"], told["columns"]["Colour"], told["questions"]) == (2, 1, "", [])
    assert ilze("customers", "imports", "--json").json[0]["import"] == told["import"]
    for wrong in (["--dates", "sideways"], ["--map", "Name"], ["--map", "None=phone"], ["--map", "Name=height"]):
        assert "Traceback" not in ilze("customers", "import", guests, *wrong, code=2).err
    ilze("customers", "import", code=2)


HIDDEN = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "python_calamine":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Hidden())
"""


def test_without_the_addition_for_workbooks_one_sentence_says_how_to_get_it(hotel: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(HIDDEN)
    environment = {**own_environment(), "PYTHONPATH": str(tmp_path)}
    workbook = DATA / "workbooks" / "guests.xls"
    line = [sys.executable, "-m", "frontdesk", "--folder", str(hotel), "--staff", "Ilze"]
    done = subprocess.run(
        [*line, "customers", "import", str(workbook)], env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 2 and "pip install 'frontdesk[xlsx]'" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) <= 3
    terminal = pexpect.spawn(line[0], line[1:], env=environment, encoding="utf-8", timeout=300, dimensions=(24, 80))
    terminal.expect("saved")
    terminal.send(f"\x1b[200~{workbook} \x1b[201~")
    terminal.expect("Enter looks at this file")
    terminal.send("\r")
    terminal.expect("an addition that is not installed")
    terminal.sendcontrol("c")
    terminal.close(force=True)


def test_an_old_workbook_is_read(ilze: AtDesk) -> None:
    told = ilze("customers", "import", DATA / "workbooks" / "guests.xls", "--json", "--dry-run", code=1).json
    assert (told["new"], told["columns"]["tālrunis"], told["refused"]) == (
        *(2, "phone"),
        [{"row": 5, "reason": "It has no name."}],
    )


def test_a_row_of_who_was_erased_is_brought_back_by_its_number(ilze: AtDesk, tmp_path: Path) -> None:
    nightly = tmp_path / "nightly.csv"
    nightly.write_text("id,name\nN7,Zoja Lapsa\n", encoding="utf-8")
    ilze("customers", "import", nightly)
    zoja = ilze("customers", "find", "lapsa", "--json").json[0]["id"]
    ilze("customers", "erase", zoja, "--yes")
    again = ilze("customers", "import", nightly, code=1)
    assert "Row 2 was not taken: They were erased on" in again.said and "--bring-back ROW" in again.said
    told = ilze("customers", "import", nightly, "--bring-back", "2", "--json").json
    assert (told["new"], told["refused_count"]) == (1, 0)


def test_taking_back_is_said_first_and_needs_a_yes(ilze: AtDesk, guests: Path) -> None:
    ilze("customers", "import", guests, "--dates", "day_first", code=1)
    looked = ilze("customers", "import", "--undo", "--dry-run").said
    assert "guests.csv" in looked and "2 go" in looked
    ilze("customers", "import", "--undo", code=2)
    assert ilze("customers", "find", "zane", "--json").json
    assert "Done." in ilze("customers", "import", "--undo", "--yes").said
    assert ilze("customers", "find", "zane", "--json").json == []
    assert "taken back" in ilze("customers", "imports").said
    again = ilze("customers", "import", "--undo", "--json", "--yes").json  # the one before: the hotel's own guests
    assert (again["removed"], again["stay_count"]) == (1, 2)
    ilze("customers", "import", "--undo", code=2)


def test_a_terminal_shows_first_and_asks(ilze: AtDesk, hotel: Path, guests: Path) -> None:
    asked = terminal(hotel, "customers", "import", str(guests))
    asked.expect("Is the day or the month first in Since")
    asked.sendline("day_first")
    asked.expect("Name → name")
    asked.expect("Žanete Ķēniņa")
    asked.expect("2 new, 0 changed")
    asked.expect("Take this over")
    asked.sendline("n")
    asked.expect("Nothing was taken over")
    asked.expect(pexpect.EOF)
    assert ilze("customers", "find", "zane", "--json").json == []
    asked = terminal(hotel, "customers", "import", str(guests), "--dates", "day_first")
    asked.expect("Take this over")
    for _time in range(5):  # between its prompt and its waiting, the line editor of the system misses an interrupt
        asked.kill(signal.SIGINT)
        if asked.expect(["nothing was taken over", pexpect.TIMEOUT], timeout=10) == 0:
            break
    assert asked.match is not pexpect.TIMEOUT
    asked.expect(pexpect.EOF)
    asked.close()
    assert asked.exitstatus == 130
    assert ilze("customers", "find", "zane", "--json").json == []
