"""Whatever goes wrong, a person reads a sentence and what to do, and a script an exit code."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import click
import pytest
from cli_driving import own_environment

from frontdesk.cli.faults import log_file, settle
from frontdesk.ground.errors import BadInput, StoreUnavailable


def test_an_error_for_people_is_its_sentence_and_its_remedy(capsys) -> None:
    def work() -> None:
        raise BadInput("The amount is not a number.", "Write it as 120 or 120.50.")

    assert settle(work) == 2
    heard = capsys.readouterr()
    assert heard.err == "The amount is not a number.\nWrite it as 120 or 120.50.\n" and heard.out == ""


def test_what_is_echoed_cannot_act_on_the_terminal(capsys) -> None:
    def work() -> None:
        raise BadInput("There is no \x1b[2J\x07Anna\u202e.", "Look again.\x9b31m")

    settle(work)
    said = capsys.readouterr().err
    assert "Anna" in said and not any(character in said for character in "\x1b\x07\u202e\x9b")


def test_a_locked_database_ends_with_three() -> None:
    def work() -> None:
        raise StoreUnavailable("Another desk is writing.", "Try again.", retryable=True)

    assert settle(work) == 3


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort(), EOFError()])
def test_an_interrupt_ends_quietly_with_130(capsys, error: BaseException) -> None:
    def work() -> None:
        raise error

    assert settle(work) == 130
    assert capsys.readouterr() == ("", "")


def test_a_fault_of_the_program_is_one_sentence_and_a_private_note(monkeypatch, tmp_path: Path, capsys) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def work() -> None:
        raise RuntimeError("Kristīne Bērziņa said: the heating is dead")

    assert settle(work) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "Traceback" not in said and str(log_file()) in said
    note = log_file().read_text(encoding="utf-8")
    assert "builtins.RuntimeError" in note and "test_cli_faults.py" in note
    assert "Kristīne" not in note and "heating" not in note
    assert stat.S_IMODE(log_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(log_file().parent.stat().st_mode) == 0o700


def test_a_fault_that_cannot_be_noted_is_still_one_calm_sentence(monkeypatch, tmp_path: Path, capsys) -> None:
    blocker = tmp_path / "state"
    blocker.write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocker))

    def work() -> None:
        raise RuntimeError

    assert settle(work) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_named(capsys) -> None:
    def work() -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), "guests.csv")

    assert settle(work) == 2
    assert "guests.csv could not be read or written: Permission denied." in capsys.readouterr().err


def test_a_reader_that_went_away_is_not_worth_a_word(process, tmp_path: Path) -> None:
    import subprocess
    import sys

    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "frontdesk", "--help"],
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=300,
        env=own_environment(),
        check=False,
    )
    os.close(writing)
    assert done.returncode == 141 and done.stderr == b""


def test_a_closed_standard_output_leaves_no_traceback(tmp_path: Path) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m frontdesk --version >&-'],
        capture_output=True,
        timeout=300,
        env=own_environment(),
        check=False,
    )
    assert done.returncode == 0 and done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    import subprocess
    import sys

    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "frontdesk", "--version"],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=300,
            env=own_environment(),
            check=False,
        )
    assert done.returncode == 1 and b"Traceback" not in done.stderr and b"space" in done.stderr


def test_a_database_that_nobody_gets_at_cannot_be_reached(capsys) -> None:
    def work() -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "/srv/hotel/data/frontdesk.db")

    assert settle(work) == 3
    assert "/srv/hotel/data/frontdesk.db" in capsys.readouterr().err
