"""Desks that are killed at any moment lose nothing that they had confirmed, and nothing is given twice (T02, T03).

`FRONTDESK_SEED=N` plays the same order of kills again. The kills themselves are in dying.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from dying import KILLS_OF_A_TALK, TALKS
from test_power_cuts import FREE

from a_desk import NOON, heard, make_desk, make_guest
from figures import TellFigures

SEED = int(os.environ.get("FRONTDESK_SEED", "20261122"))
DYING = Path(__file__).with_name("dying.py")


def killed(folder: Path, kills: int, tell_figures: TellFigures, seed: int = SEED) -> dict[str, float]:
    """The figures of so many kills; whatever was not as promised is the test's failure."""
    desk = make_desk(folder, text=FREE)
    talks = TALKS * -(-kills // KILLS_OF_A_TALK)
    plan: dict[str, object] = {
        "at": NOON.isoformat(),
        "seed": seed,
        "kills": kills,
        "conversations": [heard(desk, make_guest(desk)) for _talk in range(talks)],
    }
    desk.store.close()
    result = subprocess.run(
        [sys.executable, str(DYING), str(folder)], input=json.dumps(plan), capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, f"seed {seed}: {result.stderr}"
    figures: dict[str, float] = {"confirmed": 0, "on disk and never confirmed": 0} | json.loads(result.stdout)
    tell_figures(f"{kills} kills, seed {seed}: {figures}")
    return figures


def test_nothing_confirmed_is_lost_and_nothing_is_given_twice_over_a_hundred_kills(
    tmp_path: Path, tell_figures: TellFigures
) -> None:
    figures = killed(tmp_path / "first", 100, tell_figures)
    assert figures["confirmed"] > 0
    for turn in range(1, 20):  # one kill of about ten falls between the disk and the answer, which one is chance
        if figures["on disk and never confirmed"]:
            return
        figures = killed(tmp_path / str(turn), 100, tell_figures, SEED + turn)
    raise AssertionError("no kill fell between the disk and the answer")


@pytest.mark.tier_b
def test_nothing_confirmed_is_lost_and_nothing_is_given_twice_over_ten_thousand_kills(
    tmp_path: Path, tell_figures: TellFigures
) -> None:
    assert killed(tmp_path, 10_000, tell_figures)["confirmed"] > 10_000
