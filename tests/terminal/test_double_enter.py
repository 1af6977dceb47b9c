"""Two Enters where one was meant, any moment apart: a gesture is given once or not at all, never twice (T03).

`FRONTDESK_SEED=N` plays other moments; -s prints the figures. Fifty desks that make one attempt at once are in
tests/trust/test_races.py.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import UNHEARD, Terminal

from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading

SEED = int(os.environ.get("FRONTDESK_SEED", "20261122"))
LUGGAGE = "6"


def rows(hotel: Path, conversation: str) -> int:
    """How often something was given in the conversation, as it stands in the file."""
    store = Store(hotel / "data" / "frontdesk.db")
    try:
        with reading(store) as connection:
            found = connection.execute("SELECT count(*) FROM entries WHERE conversation_id = ?", (conversation,))
            return int((found.fetchone() or (0,))[0])
    finally:
        store.close()


def two_enters(terminal: Terminal, apart: float) -> None:
    """On a preview that was read; ends when it is gone, or says that it did not hear."""
    terminal.send("\r")
    until = time.monotonic() + apart
    while time.monotonic() < until:
        pass
    terminal.send("\r")
    terminal.wait(
        lambda: desk.PREVIEW not in terminal.text or any(each in terminal.text for each in UNHEARD),
        "something to become of two Enters",
    )
    terminal.settle()


@pytest.mark.parametrize("rounds", [8, pytest.param(100, marks=pytest.mark.tier_b)])
def test_two_enters_give_once_or_not_at_all(hotel: Path, rounds: int) -> None:
    dice, ends = random.Random(SEED), Counter[str]()
    conversation = desk.heard(hotel, "Anna", "Kristīne Bērziņa", "--request", "The heating is dead")
    before = rows(hotel, conversation)
    with desk.sit_down(hotel, "Anna") as terminal:
        desk.go_on(terminal, "The heating is dead")
        terminal.wait_for(desk.ACT, "6 Luggage")
        for number in range(rounds + 5):
            if number >= rounds and ends["once"]:
                break
            if desk.PREVIEW not in terminal.text:
                terminal.answer(LUGGAGE, desk.PREVIEW)
            terminal.pause(0.4)  # a person reads it: Enter is deaf for the first 0.3 s
            apart = dice.uniform(0, 0.005) if number % 2 else dice.uniform(0.005, 0.4)
            if number >= rounds:  # a machine so busy that all of them came in at once
                apart = 0.6
            two_enters(terminal, apart)
            after = rows(hotel, conversation)
            assert after - before in (0, 1), (
                f"seed {SEED}, round {number}: {apart * 1000:.1f} ms apart: {terminal.text}"
            )
            ends[("none" if after == before else "once") + (" within 5 ms" if number % 2 else "")] += 1
            if after != before:  # so many in one conversation are too many: each is taken back
                terminal.answer("u", "taken back", gone="u take back")
            before = rows(hotel, conversation)
        terminal.press("ctrl+q")
        terminal.wait_for_end()
    assert rows(hotel, conversation) == before, "something came afterwards"
    print(f"\nseed {SEED}, {rounds} times two Enters: {dict(ends)}, 0 twice")
    assert ends["once"], "nothing was ever given: the test would prove nothing"
