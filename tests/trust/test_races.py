"""Fifty desks press for the last unit of each kind of limit, again and again: it is given once each time (T01, T03).

The processes themselves are in racing.py. That the same presses overspend without the one
transaction is shown in test_controls.py.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from a_desk import NOON, make_desk
from figures import TellFigures

RACING = Path(__file__).with_name("racing.py")
DESKS = 50
TEXT = """\
frontdesk: 1
business: {name: House, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
gestures:
  use: {label: Money, amount: {from: 1.00, to: 20.00, usual: 5.00}}
  customer: {label: Cake, amount: 5.00, limits: [{id: one_each, up_to: 1 time, per: customer, within: ever}]}
  staff: {label: Coffee, amount: 2.00, limits: [{id: one_a_day, up_to: 1 time, per: staff, within: day}]}
  day: {label: Lunch, amount: 7.00}
  gift: {label: Gift, amount: 1.00}
budgets:
  of_uses: {of: [use], up_to: 20.00, per: site, within: day, measure: value}
  of_lunches: {of: [day], up_to: 10.00, per: site, within: day, measure: cost}
"""
KINDS = {
    "use": "half of the desks ask a cent more than one use may be, the others for the most: the budget holds one",
    "customer": "one for each customer",
    "staff": "one for each person at work and day",
    "day": "a budget of the day that holds one",
    "again": "one attempt, made by all of them at once",
}


def race(folder: Path, plan: dict[str, object], *program: str) -> subprocess.CompletedProcess[str]:
    """Run a race to its end; nobody is left at a desk, or the pipes that are read here would never end."""
    make_desk(folder, text=TEXT).store.close()
    found_at = os.pathsep.join((str(RACING.parent), str(RACING.parent.parent), os.environ.get("PYTHONPATH", "")))
    return subprocess.run(
        [sys.executable, *program, str(folder)],
        input=json.dumps({"at": NOON.isoformat(), **plan}),
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": found_at},
    )


def raced(folder: Path, kind: str, rounds: int, tell_figures: TellFigures) -> dict[str, float]:
    """The figures of so many rounds; whatever was not as promised is the test's failure."""
    result = race(folder, {"desks": DESKS, "kind": kind, "rounds": rounds}, str(RACING))
    assert result.returncode == 0, result.stderr[-4000:]
    figures = json.loads(result.stdout)
    tell_figures(f"{kind} ({KINDS[kind]}), {DESKS} desks: {figures}")
    return dict(figures)


@pytest.mark.parametrize("rounds", [20, pytest.param(1000, marks=pytest.mark.tier_b)])
@pytest.mark.parametrize("kind", KINDS)
def test_the_last_unit_is_given_once_however_many_press(
    kind: str, rounds: int, tmp_path: Path, tell_figures: TellFigures
) -> None:
    figures = raced(tmp_path, kind, rounds, tell_figures)
    assert figures["given"] == figures["rounds"] == rounds
    assert figures["presses"] == rounds * DESKS


LOSES_A_DESK = """
import os, signal, sys
import racing
presses = racing.presses

def ends(folder, number, *rest):
    if number == 1:
        {}
    presses(folder, number, *rest)

racing.presses = ends
racing.main()
"""


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ("raise OSError('its disk is gone')", "a desk was not even ready: .*its disk is gone"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "a desk ended and said nothing: 9"),
    ],
)
def test_a_desk_that_ends_before_it_is_ready_ends_the_race(ends: str, says: str, tmp_path: Path) -> None:
    """Nobody waits for it, and no other desk is left behind."""
    ended = race(tmp_path, {"desks": 3, "kind": "day", "rounds": 1}, "-c", LOSES_A_DESK.format(ends))
    assert ended.returncode == 1
    assert re.search(says, ended.stderr), ended.stderr
