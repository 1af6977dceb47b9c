"""What the tests tell in figures stands at the end of a run, also where several processes run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TELLING = """
import pytest

def test_that_passes(tell_figures):
    tell_figures("7 kills, 0 lost")
    tell_figures("3 kills, 0 lost")

def test_that_fails(tell_figures):
    tell_figures("1 lost")
    assert False

@pytest.fixture
def falling(tell_figures):
    yield
    tell_figures("told at the very end")
    raise OSError

def test_that_falls_afterwards(falling):
    pass

def test_that_tells_two_lines_at_once(tell_figures):
    tell_figures("one\\ntwo")
"""
TOLD = [
    "kills: 1 lost",
    "kills: 3 kills, 0 lost",
    "kills: 7 kills, 0 lost",
    "kills: told at the very end",
    "races: 50 desks",
]


def run(folder: Path, *options: str) -> tuple[int, str]:
    """How a run of the tests in the folder ends, and all that it says; with no plugin but those that are named."""
    more = {
        "PYTHONPATH": str(Path(__file__).parent),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_XDIST_WORKER": "gw0",  # that of a process which runs tests for another one, as this one may be
    }
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "figures", "-q", "--rootdir", ".", *options, "."],
        cwd=folder,
        env=os.environ | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout


@pytest.mark.parametrize("options", [(), ("-p", "xdist.plugin", "-n", "2")], ids=["alone", "by two"])
def test_every_figure_stands_once_at_the_end_of_the_run(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "test_kills.py").write_text(TELLING, encoding="utf-8")
    (tmp_path / "test_races.py").write_text("def test_races(tell_figures):\n    tell_figures('50 desks')\n", "utf-8")
    ended, said = run(tmp_path, *options)
    assert ended == 1, said
    _before, section, after = said.partition("= figures =")
    assert section, said
    lines = after.splitlines()[1:]
    assert lines[: len(TOLD)] == TOLD
    assert "2 failed, 3 passed, 1 error" in lines[-1]
    assert "one line of figures" in said
    assert sum(line.startswith(("kills: ", "races: ")) for line in said.splitlines()) == len(TOLD)


def test_a_run_without_figures_has_no_part_for_them(tmp_path: Path) -> None:
    (tmp_path / "test_nothing.py").write_text("def test_nothing():\n    pass\n", encoding="utf-8")
    ended, said = run(tmp_path)
    assert ended == 0, said
    assert "figures" not in said
