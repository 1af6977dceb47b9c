"""A code of six digits under a machine that guesses for a week (T21)."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import Clock, make_desk
from figures import TellFigures
from frontdesk.desk import opening
from frontdesk.desk.people import pins, signing_in
from frontdesk.store.transaction import reading

GUESSES = 10_000
EVALUATED_AT_MOST = 400
RIGHT = "482915"


def test_of_ten_thousand_guesses_in_a_week_few_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tell_figures: TellFigures
) -> None:
    """Evenly over the week, and all that a night holds at once; the desk is opened anew each day."""
    monkeypatch.setattr(pins, "_COST", 2)  # what a look costs does not count here, only how many there are
    clock = Clock()
    desk = make_desk(tmp_path, clock)
    pins.set_pin(desk, "Ilze", RIGHT)
    chance, begun = random.Random(21), clock.at
    guesses = [f"{number:06d}" for number in chance.sample(range(10**6), GUESSES + 1)]
    guesses = [each for each in guesses if each != RIGHT][:GUESSES]
    for number, guess in enumerate(guesses):
        # Half of them every two minutes, the other half in bursts of fifty.
        if number % 2 or number % 100 == 0:
            clock.at = begun + timedelta(days=7) * (number / GUESSES)
        if number % (GUESSES // 7) == 0:
            desk.store.close()
            desk = opening.open_desk(tmp_path, staff="Anna", clock=clock)
        with pytest.raises(pins.WrongPin):
            signing_in.by_code(desk, "Ilze", guess)
    with reading(desk.store) as connection:
        counted = dict(connection.execute("SELECT result, count(*) FROM sign_ins GROUP BY result").fetchall())
    assert counted["wrong"] <= EVALUATED_AT_MOST, counted
    assert counted["wait"] <= counted["wrong"]  # nor does guessing fill the disk
    tell_figures(f"{GUESSES} guesses in a week: {counted['wrong']} looked at")
    clock.forward(minutes=30)
    assert signing_in.by_code(desk, "Ilze", RIGHT)[0].person.name == "Ilze"
