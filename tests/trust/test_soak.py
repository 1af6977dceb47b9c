"""Fifty desks at a person's pace for half an hour, some of them killed, beside backups and the lead's day (T04).

A few desks for a few hundred gestures with the other tests; the whole of it before a release, by
`bash tests/nightly.sh --soak [MINUTES]`. What is done is in soaking.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from a_desk import Clock, make_desk, make_guest
from figures import TellFigures

SEED = int(os.environ.get("FRONTDESK_SEED", "20261122"))
MINUTES = float(os.environ.get("FRONTDESK_SOAK_MINUTES", "30"))
SOAKING = Path(__file__).with_name("soaking.py")
TEXT = """\
frontdesk: 1
business: {name: House, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
gestures:
  drink:
    label: Drink
    amount: 8.00
    cost: 25%
    limits:
      - {id: of_a_guest, up_to: 10000 times, per: customer, within: day}
      - {id: of_a_person, up_to: 200000 times, per: staff, within: day}
      - {id: of_the_house, up_to: 200000 times, per: site, within: week}
  luggage: {label: Luggage, kind: item}
  cake: {label: Cake, amount: 5.00}
budgets:
  of_drinks: {of: [drink], up_to: 90000.00, per: site, within: day, measure: cost}
  of_cakes: {of: [cake], up_to: 1000.00, per: site, within: day, measure: value}
"""
"""Wide limits, each with its counters; of the cakes there are two hundred, for which everybody presses in the end."""


def soaked(folder: Path, tell_figures: TellFigures, **plan: float) -> dict[str, float]:
    """The figures of it; whatever was not as promised is the test's failure."""
    desk = make_desk(folder / "house", Clock(datetime.now(UTC)), text=TEXT)
    plan |= {"seed": SEED}
    customers = [make_guest(desk, f"Guest {number}").customer for number in range(int(plan["desks"]) * 10)]
    desk.store.close()
    result = subprocess.run(
        [sys.executable, str(SOAKING), str(folder / "house")],
        input=json.dumps({**plan, "customers": customers}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, f"seed {SEED}: {result.stderr[-4000:]}"
    figures: dict[str, float] = json.loads(result.stdout)
    tell_figures(f"{plan['desks']} desks, one gesture in about {plan['pace']} s each, seed {SEED}: {figures}")
    return figures


@pytest.mark.thorough
def test_desks_that_are_killed_and_begun_anew_lose_and_double_nothing(
    tmp_path: Path, tell_figures: TellFigures
) -> None:
    figures = soaked(tmp_path, tell_figures, desks=6, pace=0.05, seconds=0, least=200, kill_every=40)
    assert figures["gestures"] >= 200 and figures["kills"] and figures["backups"] and figures["proofs"]


@pytest.mark.tier_c
def test_fifty_desks_for_half_an_hour(tmp_path: Path, tell_figures: TellFigures) -> None:
    plan = {"seconds": MINUTES * 60, "least": 50, "kill_every": 100}
    figures = soaked(tmp_path, tell_figures, desks=50, pace=1.0, **plan)
    assert figures["kills"] and figures["backups"] and figures["proofs"]
