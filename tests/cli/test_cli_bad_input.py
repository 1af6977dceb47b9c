"""Every bad input is named and answered, nothing is changed, and nobody sees a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_driving import own_environment

UNKNOWN = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"


def _calm(answer, code: int) -> None:
    assert answer.code == code, answer
    assert answer.out == "" and answer.err.strip(), answer
    assert "Traceback" not in answer.err and "went wrong" not in answer.err, answer.err
    assert len(answer.err.splitlines()) <= 5, answer.err


@pytest.mark.parametrize("unknown", [UNKNOWN, "12", "", "x" * 3000, "'; DROP TABLE entries; --", "\x1b[2J", "../.."])
@pytest.mark.parametrize(
    "line",
    [
        ("customers", "show", "?"),
        ("start", "--customer", "?", "--request", "x"),
        ("start", "--name", "x", "--order", "?"),
        ("start", "--name", "x", "--situation", "?"),
        ("show", "?"),
        ("hear", "?"),
        ("wish", "?", "x"),
        ("answer", "?", "delay_minutes", "5"),
        ("tick", "?", "customer_asked"),
        ("give", "?", "free_drink"),
        ("promise", "?", "x", "--due", "2 hours"),
        ("cause", "?", "x"),
        ("close", "?"),
        ("keep", "?"),
        ("reverse", "?", "--reason", "x"),
    ],
    ids=" ".join,
)
def test_what_does_not_exist_is_answered(anna, line: tuple[str, ...], unknown: str) -> None:
    if unknown == "" and "--situation" in line:
        return  # an empty situation is none
    _calm(anna(*(unknown if word == "?" else word for word in line), code=2), 2)


@pytest.mark.parametrize(
    "amount", ["abc", "-5", "0", "12.345", "1,234.50", "", " ", "1e3", "٣", "999999999999999", "nan"]
)
def test_an_amount_in_the_wrong_form_names_the_bounds_and_gives_nothing(anna, amount: str) -> None:
    conversation = anna.heard("berzina")
    answer = anna("give", conversation, "part_of_bill", "--amount", amount, "--reason", "x", code=2)
    _calm(answer, 2)
    assert "18.00" in answer.err and ("150.00" in answer.err or "180.00" in answer.err), answer.err
    assert anna("show", conversation, "--json").json["given"] == []


def test_an_amount_below_the_lowest_or_of_a_fixed_gesture_names_the_bounds(anna) -> None:
    conversation = anna.heard("berzina")
    low = anna("give", conversation, "part_of_bill", "--amount", "1", "--reason", "x", code=2)
    _calm(low, 2)
    assert "18.00" in low.err
    fixed = anna("give", conversation, "free_drink", "--amount", "9", code=2)
    _calm(fixed, 2)
    assert "8.00" in fixed.err
    _calm(anna("give", conversation, "luggage", "--amount", "9", code=2), 2)
    assert anna("show", conversation, "--json").json["given"] == []


@pytest.mark.parametrize("gesture", ["free_drnk", "", "x" * 500, "desk_day"])
def test_an_unknown_gesture_is_answered(anna, gesture: str) -> None:
    conversation = anna.heard("berzina")
    _calm(anna("give", conversation, gesture, code=2), 2)


def test_a_slip_in_a_gesture_is_answered_with_what_was_meant(anna) -> None:
    assert "free_drink" in anna("give", anna.heard("berzina"), "free_drnk", code=2).err


@pytest.mark.parametrize(
    "more",
    [
        ("--answer", "delay_minutes"),
        ("--answer", "=5"),
        ("--answer", "delay_minutes=soon"),
        ("--answer", "order.paid=5"),
        ("--answer", "nothing_known=5"),
        ("--tick", "no_such_tick"),
        ("--tick", "request_heard"),
    ],
)
def test_an_answer_or_tick_that_cannot_be_used_is_named(anna, more: tuple[str, str]) -> None:
    conversation = anna.started("berzina")
    anna("hear", conversation)
    _calm(anna("give", conversation, "delay_credit", *more, code=2), 2)
    assert anna("show", conversation, "--json").json["given"] == []


def test_the_gate_cannot_be_ticked_open(anna) -> None:
    """A tick on the command line never stands for a request that was not read back."""
    conversation = anna.started("berzina")
    anna.cli("--folder", anna.folder, "--staff", "Anna", "tick", conversation, "request_heard")
    anna("give", conversation, "free_drink", "--json", code=4)
    assert anna("show", conversation, "--json").json["given"] == []


def test_a_closed_conversation_takes_nothing_more(anna) -> None:
    conversation = anna.heard("berzina")
    anna("close", conversation, "--nothing-owed")
    _calm(anna("give", conversation, "free_drink", code=2), 2)


def test_an_unknown_person_is_answered_with_those_there_are(cli, hotel: Path) -> None:
    answer = cli("--folder", hotel, "--staff", "Annna", "start", "--name", "x")
    _calm(answer, 2)
    assert "Anna" in answer.err and "Ilze" in answer.err


def test_without_a_name_it_is_asked_who_does_this(cli, hotel: Path) -> None:
    answer = cli("--folder", hotel, "start", "--name", "x")
    _calm(answer, 2)
    assert "--staff" in answer.err and "frontdesk staff add" in answer.err


def test_in_a_conversation_the_person_who_began_it_goes_on(cli, anna) -> None:
    conversation = anna.started("berzina")
    assert cli("--folder", anna.folder, "hear", conversation).code == 0
    given = cli("--folder", anna.folder, "give", conversation, "free_drink", "--json")
    assert given.code == 0
    assert anna("show", conversation, "--json").json["given"][0]["staff"] == "Anna"


def test_looking_needs_no_name(cli, hotel: Path) -> None:
    assert cli("--folder", hotel, "customers", "find", "berzina", "--json").json
    assert cli("--folder", hotel, "day", "--json").json["date"]


def test_a_name_twice_or_a_role_that_is_none_is_answered(cli, hotel: Path) -> None:
    _calm(cli("--folder", hotel, "staff", "add", "anna"), 2)
    _calm(cli("--folder", hotel, "staff", "add", "Olena", "--role", "boss"), 2)
    _calm(cli("--folder", hotel, "staff", "add", "  "), 2)
    names = [each["name"] for each in cli("--folder", hotel, "staff", "list", "--json").json]
    assert sorted(names) == ["Anna", "Ilze"]


def test_a_fact_of_the_house_in_the_wrong_form_is_answered(anna) -> None:
    for name, value in (("house.occupancy", "full"), ("house.nothing", "5"), ("order.paid", "5"), ("", "")):
        _calm(anna("house", "set", name, value, code=2), 2)


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "", "20261121T", "99999-01-01"])
def test_a_date_that_is_none_is_answered(anna, day: str) -> None:
    _calm(anna("day", "--date", day, code=2), 2)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"just words", b"a,b\n1,2\n", b"\x00" * 5000, b"key,name\n,\n"]
)
def test_a_file_that_holds_no_customers_is_answered(anna, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "customers.csv"
    file.write_bytes(content)
    answer = anna.cli("--folder", anna.folder, "--staff", "Anna", "customers", "import", file)
    assert answer.code in (0, 1, 2) and "Traceback" not in answer.err and "went wrong" not in answer.err
    assert answer.said


def test_a_file_that_is_not_there_is_answered(anna, tmp_path: Path) -> None:
    _calm(anna("customers", "import", tmp_path / "nowhere.csv", code=2), 2)
    _calm(anna("customers", "import", tmp_path, code=2), 2)
    _calm(anna("orders", "import", tmp_path / "nowhere.csv", code=2), 2)
    (tmp_path / "a.csv").write_text("key,name\n", encoding="utf-8")
    _calm(anna("customers", "import", tmp_path / "a.csv", "--encoding", "klingon", code=2), 2)


def test_bytes_that_are_no_letters_are_named(hotel: Path, process) -> None:
    environment = own_environment()
    place = ["--folder", str(hotel), "--staff", "Anna"]
    for line in (
        ["start", "--name", "x", "--request", b"caf\xe9"],
        ["customers", "find", b"\xff\xfe"],
        ["staff", "add", b"\xe9"],
        ["give", b"\xff", "free_drink"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "frontdesk", *place, *line],
            capture_output=True,
            env=environment,
            timeout=300,
            check=False,
        )
        assert done.returncode == 2 and b"Traceback" not in done.stderr and b"UTF-8" in done.stderr, done


def test_hostile_words_are_harmless_in_every_answer(anna) -> None:
    hostile = "\x1b]0;owned\x07\x1b[31mBo\u202eb\x9b2J"
    talk = anna("start", "--name", hostile, "--request", hostile)
    for answer in (talk, anna("give", hostile, hostile, code=2), anna("customers", "find", hostile)):
        assert not any(character in answer.out + answer.err for character in "\x1b\x07\u202e\x9b")


# --- folders ------------------------------------------------------------------------------------------------


def test_a_folder_without_a_desk_says_how_to_begin(cli, tmp_path: Path) -> None:
    for line in (("start", "--name", "x"), ("day",), ("staff", "add", "Anna"), ("customers", "find", "x")):
        answer = cli("--folder", tmp_path, *line)
        _calm(answer, 2)
        assert "frontdesk init" in answer.err and "frontdesk demo" in answer.err
        assert not (tmp_path / "data").exists()
    _calm(cli("--folder", tmp_path / "nowhere", "day"), 2)


def test_broken_guidelines_leave_the_last_good_ones_in_force(anna) -> None:
    conversation = anna.heard("berzina")
    (anna.folder / "guidelines.yaml").write_text("frontdesk: 1\ngestures: [", encoding="utf-8")
    answer = anna("give", conversation, "free_drink", "--json")
    assert answer.json["entry"] and "stays in force" in answer.err and "frontdesk check" in answer.err
    (anna.folder / "guidelines.yaml").unlink()
    assert anna("give", conversation, "free_drink", "--json").json["entry"]


def test_without_any_good_guidelines_people_are_heard_and_nothing_is_given(cli, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "guidelines.yaml").write_text("frontdesk: 1\nbusiness: 3\n", encoding="utf-8")
    place = ("--folder", folder)
    assert cli(*place, "staff", "add", "Anna").code == 0
    conversation = cli(*place, "start", "--name", "x", "--request", "help", "--json").json["conversation"]
    assert cli(*place, "hear", conversation).code == 0
    answer = cli(*place, "give", conversation, "free_drink")
    assert answer.code == 2 and "frontdesk check" in answer.err and "Traceback" not in answer.err
    assert cli(*place, "show", conversation, "--json").code == 0
    assert cli(*place, "day", "--json").code == 0


def test_a_damaged_database_is_said_and_left_alone(cli, hotel: Path) -> None:
    database = hotel / "data" / "frontdesk.db"
    for name in ("frontdesk.db-wal", "frontdesk.db-shm"):
        (hotel / "data" / name).unlink(missing_ok=True)
    for rubbish in (
        b"this is not a database" * 500,
        database.read_bytes()[:5000],
        b"SQLite format 3\x00" + b"\xff" * 9000,
    ):
        database.write_bytes(rubbish)
        answer = cli("--folder", hotel, "--staff", "Anna", "start", "--name", "x")
        _calm(answer, 3)
        assert database.read_bytes() == rubbish


def test_a_file_in_the_way_of_the_data_is_said(cli, hotel: Path) -> None:
    shutil.rmtree(hotel / "data")
    (hotel / "data").write_text("in the way")
    answer = cli("--folder", hotel, "--staff", "Anna", "start", "--name", "x")
    assert answer.code in (2, 3) and answer.err and "Traceback" not in answer.err and "went wrong" not in answer.err


HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_locked_database_is_said_and_nothing_is_recorded(anna) -> None:
    conversation = anna.heard("berzina")
    database = str(anna.folder / "data" / "frontdesk.db")
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None and holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        answer = anna("give", conversation, "free_drink", code=3)
        holder.stdin.close()
    _calm(answer, 3)
    assert anna("show", conversation, "--json").json["given"] == []


@pytest.mark.skipif(os.name != "posix", reason="rights of folders are different elsewhere")
def test_a_folder_that_may_not_be_written_is_said(hotel: Path) -> None:
    without_rights: list[str] = []
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root writes everywhere, and there is no setpriv to take that away")
        without_rights = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
    places = [hotel, *hotel.rglob("*")]
    for place in places:
        place.chmod(0o555 if place.is_dir() else 0o444)
    for line in (["start", "--name", "x"], ["staff", "add", "Olena"], ["init", str(hotel / "new"), "--pack", "hotel"]):
        done = subprocess.run(
            [*without_rights, sys.executable, "-m", "frontdesk", "--folder", str(hotel), "--staff", "Anna", *line],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode in (2, 3), done
        assert "Traceback" not in done.stderr and "went wrong" not in done.stderr and done.stderr, done
    for place in places:
        place.chmod(0o755)


def test_a_link_that_leads_to_itself_is_answered(anna, tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for line in (("day", "--out", loop), ("init", loop, "--pack", "hotel")):
        _calm(anna(*line, code=2), 2)
    assert loop.is_symlink()


def test_a_number_that_no_history_reaches_is_answered(anna) -> None:
    for line in (("rollback", "9" * 30), ("withdraw", "9" * 30), ("rollback", str(10**9)), ("show", "9" * 30)):
        _calm(anna("guidelines", *line, code=2), 2)


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (("--until", "9999-12-31"), "no day of a business"),
        (("--since", "0001-01-01"), "no day of a business"),
        (("--since", "2998-01-01"), "still to come"),
        (("--since", "2020-01-02", "--until", "2020-01-01"), "before the first"),
        (("--until", "2020-01-01"), "before the first"),
    ],
)
def test_days_between_which_nothing_can_lie_are_answered(anna, days: tuple[str, ...], says: str) -> None:
    answer = anna("whatif", anna.folder / "guidelines.yaml", *days, code=2)
    _calm(answer, 2)
    assert says in answer.err


def test_a_user_of_the_machine_is_linked_as_said_or_not_at_all(ilze) -> None:
    ilze("staff", "user", "Anna", "website")
    for wrong in ("", "  ", "\u202e", "x" * 61):
        _calm(ilze("staff", "user", "Anna", wrong, code=2), 2)
        _calm(ilze("staff", "add", "Somebody", "--user", wrong, code=2), 2)
    assert "Anna" in ilze("staff", "add", "Somebody", "--user", "website", code=2).err, "the link stands"
