"""The first steps: no terminal, no desk yet, a new folder, the practice desk."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pexpect
import pytest
from cli_driving import own_environment

PACKS = ("hotel", "fitness", "restaurant", "retail", "warranty_b2b", "telecom", "airline", "clinic")


def test_without_a_terminal_one_sentence_and_no_escape_codes(process, hotel: Path) -> None:
    answer = process(cwd=hotel)
    assert answer.code == 2 and answer.out == ""
    assert len(answer.err.splitlines()) <= 2 and "\x1b" not in answer.err and "frontdesk --help" in answer.err
    assert process("demo").code == 2


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_cannot_show_the_desk_is_answered(hotel: Path, term: str, terminal) -> None:
    child = terminal([], cwd=hotel, TERM=term)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert "xterm-256color" in child.before and "\x1b" not in child.before


@pytest.fixture
def terminal(tmp_path: Path):
    """Start `frontdesk` on a pseudo terminal of 80 x 24."""
    import sys

    children: list[pexpect.spawn] = []

    def started(arguments: list[str], cwd: Path, **environment: str) -> pexpect.spawn:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "frontdesk", *arguments],
            cwd=str(cwd),
            env=own_environment() | {"TERM": "xterm-256color", "XDG_STATE_HOME": str(tmp_path)} | environment,
            dimensions=(24, 80),
            encoding="utf-8",
            timeout=300,
        )
        children.append(child)
        return child

    yield started
    for child in children:
        child.close(force=True)


def test_the_first_run_offers_the_packs(tmp_path: Path, terminal) -> None:
    place = tmp_path / "new"
    place.mkdir()
    child = terminal([], cwd=place)
    child.expect("frontdesk demo")
    lines = child.before.splitlines()
    assert len(lines) <= 23 and all(len(line) <= 80 for line in lines[1:]), "the folder's name may be longer"
    offered = [line.split()[:2] for line in lines if line.startswith("  ")]
    assert offered == [[str(number), name] for number, name in enumerate(PACKS, 1)]
    child.send("x")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130 and list(place.iterdir()) == []


def test_the_first_run_leads_to_a_desk_with_its_first_person(tmp_path: Path, terminal, cli) -> None:
    place = tmp_path / "new"
    place.mkdir()
    child = terminal([], cwd=place)
    child.expect("Press a digit")
    child.send("1")
    child.expect("Your name")
    child.sendline("Marta")
    child.expect("Marta.*Marta")  # as it was typed, then on the desk
    child.send("\x11")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert cli("--folder", place, "staff", "list", "--json").json[0]["role"] == "lead"


def test_the_practice_desk_is_removed_when_it_is_left(tmp_path: Path, terminal) -> None:
    child = terminal(["demo"], cwd=tmp_path, TMPDIR=str(tmp_path))
    child.expect("Kristīne Bērziņa")  # a promise to her stands in the queue
    assert list(tmp_path.glob("frontdesk-demo-*"))
    child.send("\x11")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0 and not list(tmp_path.glob("frontdesk-demo-*"))


@pytest.mark.parametrize("pack", PACKS)
def test_a_new_folder_is_ready_for_work(cli, tmp_path: Path, pack: str) -> None:
    folder = tmp_path / "new" / "desk"
    answer = cli("init", folder, "--pack", pack)
    assert answer.code == 0 and pack in answer.out and "staff add" in answer.err
    assert cli("check", "--folder", folder, "--strict").code == 0
    assert stat.S_IMODE((folder / "data").stat().st_mode) == 0o700
    place = ("--folder", folder)
    assert cli(*place, "staff", "add", "Anna").code == 0
    conversation = cli(*place, "start", "--name", "x", "--request", "help", "--json").json["conversation"]
    assert cli(*place, "hear", conversation, "--json").json["gestures"]


def test_nothing_is_ever_overwritten(cli, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    assert cli("init", folder, "--pack", "hotel").code == 0
    before = (folder / "guidelines.yaml").read_bytes()
    again = cli("init", folder, "--pack", "fitness")
    assert again.code == 2 and again.out == "" and "nothing was written" in again.err
    assert (folder / "guidelines.yaml").read_bytes() == before
    other = tmp_path / "other"
    other.mkdir()
    (other / "notes.txt").write_text("mine")
    refused = cli("init", other, "--pack", "hotel")
    assert refused.code == 2 and "notes.txt" in refused.err
    assert [path.name for path in other.iterdir()] == ["notes.txt"]
    file = tmp_path / "file"
    file.write_text("mine")
    assert cli("init", file, "--pack", "hotel").code == 2 and file.read_text() == "mine"
    assert cli("init", file / "below", "--pack", "hotel").code == 2


def test_a_pack_that_does_not_exist_is_answered(cli, tmp_path: Path) -> None:
    for wrong, said in (("hotle", "Did you mean hotel?"), ("zoo", "There is no pack zoo.")):
        answer = cli("init", tmp_path / "desk", "--pack", wrong)
        assert answer.code == 2 and said in answer.err and all(name in answer.err for name in PACKS)
    told = " ".join(cli("init", "--help").out.split())
    assert all(name in told for name in PACKS)
    assert not (tmp_path / "desk").exists()
    assert "--pack is missing." in cli("init", tmp_path / "desk").err


def test_the_practice_desk_has_people_orders_and_a_day(cli, tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    answer = cli("demo", "--headless", "--folder", folder)
    assert answer.code == 0 and Path(answer.out.strip()) == folder.resolve()
    place = ("--folder", folder)
    assert (folder / "guidelines.schema.json").is_file()
    names = {each["name"] for each in cli(*place, "staff", "list", "--json").json}
    assert {"Anna", "Jānis", "Ilze", "Olena"} <= names
    day = cli(*place, "day", "--json").json
    assert day["overdue"] and day["due"]
    assert cli(*place, "check").code == 0
    assert cli("demo", "--headless", "--folder", folder).code == 0, "a practice desk is gone on with"
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "notes.txt").write_text("mine")
    assert cli("demo", "--headless", "--folder", strange).code == 2
    assert [path.name for path in strange.iterdir()] == ["notes.txt"]


def test_nobody_practises_on_a_business_in_which_everything_counts(cli, rules: Path, hotel: Path) -> None:
    for real in (rules, hotel):
        before = sorted(path for path in real.rglob("*"))
        for line in (("demo", "--headless", "--folder", real), ("--folder", real, "demo", "--headless")):
            answer = cli(*line)
            assert answer.code == 2 and answer.out == ""
            assert f"frontdesk --folder {real}" in answer.err
        assert sorted(path for path in real.rglob("*")) == before


def test_a_folder_that_is_said_before_demo_is_the_one_to_practise_in(cli, tmp_path: Path, monkeypatch, hotel) -> None:
    """A folder of the environment is the real business, and is left alone."""
    monkeypatch.setenv("FRONTDESK_FOLDER", str(hotel))
    folder = tmp_path / "practice"
    assert Path(cli("--folder", folder, "demo", "--headless").out.strip()) == folder.resolve()
    made = Path(cli("demo", "--headless").out.strip())
    assert made not in (folder.resolve(), hotel.resolve())
    shutil.rmtree(made)


def test_the_practice_folder_of_a_script_stays_until_it_is_removed(cli) -> None:
    folder = Path(cli("demo", "--headless").out.strip())
    assert (folder / "data" / "frontdesk.db").is_file() and stat.S_IMODE(folder.stat().st_mode) == 0o700
    shutil.rmtree(folder)


def test_paths_say_where_everything_is(cli, hotel: Path) -> None:
    paths = cli("--folder", hotel, "paths", "--json").json
    assert paths["database"] == {"path": str(hotel / "data" / "frontdesk.db"), "exists": True}
    assert "guidelines.yaml" in cli("paths", "--folder", hotel).out


def test_every_language_is_taken_and_others_are_named(cli) -> None:
    for language in ("en", "lv", "ru", "uk"):
        assert cli("--lang", language, "--help").code == 0
    assert "--lang" in cli("--lang", "xx", "--help").err
