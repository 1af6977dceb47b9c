"""`frontdesk verify` and `frontdesk head` as scripts and people meet them: exit codes, words, JSON, damaged files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tampering import around, path_of, worked_desk

from frontdesk.cli.main import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path_of(worked_desk(tmp_path, lines=6))
    return tmp_path


def test_a_whole_ledger_ends_with_0_and_its_head(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--folder", str(folder), "head", "--json"]) == 0
    head = json.loads(capsys.readouterr().out)
    assert head["lines"] == 6
    assert run(["--folder", str(folder), "verify", "--head", head["words"]]) == 0
    said = capsys.readouterr().out
    assert "6 lines, and nothing is off." in said
    assert f"“{head['words']}” is the head of line 6." in said
    assert run(["--folder", str(folder), "head", "--day", "2020-01-01"]) == 1


def test_what_is_off_ends_with_1_and_a_remedy(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with around(folder / "data" / "frontdesk.db") as connection:
        connection.execute("UPDATE entries SET label = 'Free car' WHERE seq = 2")
    assert run(["--folder", str(folder), "verify"]) == 1
    said = capsys.readouterr()
    assert "Line 2 of 2026-11-21 12:00:00 UTC is not as it was written." in said.out
    assert "Keep this file as it is" in said.err
    assert run(["--folder", str(folder), "verify", "--json"]) == 1
    proof = json.loads(capsys.readouterr().out)
    assert (proof["whole"], proof["findings"][0]["kind"], proof["findings"][0]["seq"]) == (False, "line", 2)


@pytest.mark.parametrize("damage", ["cut", "noise", "foreign", "empty"])
def test_a_file_that_is_hardly_one_is_answered_calmly(
    folder: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    path = folder / "data" / "frontdesk.db"
    data = path.read_bytes()
    path.write_bytes(
        {
            "cut": data[: len(data) // 2],
            "noise": data[:4096] + bytes(range(256)) * ((len(data) - 4096) // 256),
            "foreign": b"This is a letter, and no database.\n" * 200,
            "empty": b"SQLite format 3\x00",
        }[damage]
    )
    assert run(["--folder", str(folder), "verify"]) == 1
    said = capsys.readouterr()
    assert said.out.strip()
    assert "Keep this file as it is" in said.err
    assert "Traceback" not in said.out + said.err
    assert "went wrong" not in said.out + said.err


def test_words_that_are_none_and_files_that_are_not_there_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--folder", str(folder), "verify", "--head", "harbour lemon quiet table"]) == 2
    assert "four words" in capsys.readouterr().err
    assert run(["--folder", str(folder), "verify", "--heads", str(folder / "none.txt")]) == 2
    assert "none.txt" in capsys.readouterr().err
