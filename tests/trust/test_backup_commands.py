"""`frontdesk backup`, `restore` and `doctor` as scripts and people meet them: exit codes, words, JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tampering import path_of, worked_desk

from frontdesk.cli.main import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path_of(worked_desk(tmp_path / "house", lines=6))
    return tmp_path / "house"


def lines_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, dict[str, str]]]:
    capsys.readouterr()
    code = run(["--folder", str(folder), "doctor", "--json"])
    said = capsys.readouterr()
    assert said.out, said.err
    return code, {each["what"]: each for each in json.loads(said.out)}


def test_a_backup_is_made_listed_looked_at_and_put_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house = ["--folder", str(folder)]
    assert run([*house, "backup", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["lines"] == 6 and made["proven_at"] and not made["problem"]
    assert run([*house, "backup", "--list", "--json"]) == 0
    assert [each["path"] for each in json.loads(capsys.readouterr().out)] == [made["path"]]
    name = Path(made["path"]).name
    assert run([*house, "restore", name, "--dry-run", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["lines"], found["lost_lines"], found["strange"]) == (6, 0, False)
    assert run([*house, "restore", name]) == 2  # nobody can be asked here
    assert "--yes" in capsys.readouterr().err
    assert run([*house, "restore", name, "--yes"]) == 0
    said = capsys.readouterr()
    assert "Restored: 6 lines, and nothing is off." in said.out
    assert "frontdesk-before-" in said.err
    assert run([*house, "verify"]) == 0
    assert run([*house, "restore", "nothing.db"]) == 3


def test_the_doctor_finds_a_sound_house_in_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["--folder", str(folder), "head"])
    run(["--folder", str(folder), "backup"])
    code, found = lines_of(folder, capsys)
    assert code == 0
    assert {"sqlite", "journal", "schema", "triggers", "heads", "clock", "backups", "file", "disk"} <= found.keys()
    wrong = {what: each for what, each in found.items() if each["state"] != "ok"}
    assert wrong.keys() <= {"sqlite", "disk"}, wrong  # what this machine has is not the house's


@pytest.mark.parametrize("what", ["file", "folder", "triggers", "clock", "guidelines", "database"])
def test_the_doctor_names_what_is_wrong_with_a_remedy(
    folder: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    import sqlite3
    from contextlib import closing

    path = folder / "data" / "frontdesk.db"
    if what == "file":
        path.chmod(0o666)
    if what == "folder":
        path.parent.chmod(0o777)
    if what in ("triggers", "clock"):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("DROP TRIGGER entries_never_changed")
            if what == "clock":
                connection.execute("UPDATE entries SET at = '2999-01-01 00:00:00.000000' WHERE seq = 6")
    if what == "guidelines":
        (folder / "guidelines.yaml").write_text("frontdesk: 1\nbusiness: 3\n")
    if what == "database":
        path.write_bytes(b"no database at all, but words")
    code, found = lines_of(folder, capsys)
    assert code == 1
    assert found[what]["state"] == "wrong" and found[what]["remedy"], found
    assert found["guidelines"]["state"] == ("wrong" if what == "guidelines" else "ok")
    if hasattr(os, "getuid") and what == "database":
        assert found["disk"]["sentence"]  # the rest is looked at all the same


@pytest.mark.parametrize("rights", [0o444, 0o200, 0o000])
def test_the_doctor_says_that_its_owner_cannot_read_or_write_the_file(
    folder: Path, capsys: pytest.CaptureFixture[str], rights: int
) -> None:
    path = folder / "data" / "frontdesk.db"
    path.chmod(rights)
    code, found = lines_of(folder, capsys)
    assert code == 1
    assert (found["file"]["state"], found["file"]["remedy"]) == ("wrong", f"chmod 600 {path}")
    assert "restore" not in found.get("database", {}).get("remedy", ""), "nothing is wrong with what stands in it"


def test_the_doctor_says_that_its_owner_cannot_write_in_the_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = folder / "data"
    data.chmod(0o500)
    code, found = lines_of(folder, capsys)
    data.chmod(0o700)
    assert (code, found["folder"]["state"], found["folder"]["remedy"]) == (1, "wrong", f"chmod 700 {data}")
