"""The real program under a clock that really is turned back (faketime): the last known day stays, and it says so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from a_desk import make_folder

FAKETIME = shutil.which("faketime")


def frontdesk(folder: Path, *words: str, shifted: str = "") -> subprocess.CompletedProcess[str]:
    """One command of the program itself, by a clock that is shifted."""
    turned = [str(FAKETIME), "-f", shifted] if shifted else []
    return subprocess.run(
        [*turned, sys.executable, "-m", "frontdesk", *words, "--folder", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "FAKETIME_DONT_FAKE_MONOTONIC": "1"},
    )


def told(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """What a command printed as JSON."""
    assert done.returncode in (0, 1), done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(FAKETIME is None, reason="faketime is not here: no real process runs by a clock that is turned")
def test_a_real_clock_that_is_turned_back_and_forth(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    for name, role in (("Ilze", "lead"), ("Anna", "staff")):
        assert frontdesk(folder, "staff", "add", name, "--role", role).returncode == 0
    anna = ("--staff", "Anna", "--json")
    talk = told(frontdesk(folder, "start", "--request", "The heating is dead", *anna))["conversation"]
    assert frontdesk(folder, "hear", talk, "--staff", "Anna").returncode == 0
    first = told(frontdesk(folder, "give", talk, "card", *anna))

    behind = frontdesk(folder, "give", talk, "card", "--staff", "Anna", shifted="-3d")
    assert behind.returncode == 0, behind.stderr
    assert "stands before the last line of the ledger" in behind.stderr and "--is-right" in behind.stderr
    clock = told(frontdesk(folder, "clock", "--json", shifted="-3d"))
    assert abs(clock["behind_seconds"] - 3 * 86_400) < 3_600
    third = frontdesk(folder, "give", talk, "card", "--staff", "Anna", shifted="-3d")
    assert third.returncode == 4, "two a day, on whatever day the clock says: " + third.stdout + third.stderr

    ahead = told(frontdesk(folder, "give", talk, "card", *anna, shifted="+40d"))
    assert ahead["at"] > first["at"]
    assert told(frontdesk(folder, "clock", "--json"))["behind_seconds"] > 39 * 86_400
    assert frontdesk(folder, "clock", "--is-right", "--staff", "Anna").returncode == 2
    assert frontdesk(folder, "clock", "--is-right", "--staff", "Ilze").returncode == 0
    proof = told(frontdesk(folder, "verify", "--json"))
    assert proof["whole"] and proof["lines"] == 3
