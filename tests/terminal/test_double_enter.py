"""Two Enters where one was meant, any moment apart: a gesture is given once or not at all, never twice (T03).

`FRONTDESK_SEED=N` plays other moments. The guard of the keys takes most pairs that no hand can press for what they
are, a burst, and gives nothing; so half of them are pressed where there is no guard, and every Enter gives: then the
number of the attempt, which was made before the first of them, stands alone. Fifty desks that make one attempt at once
are in tests/trust/test_races.py.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import FRONTDESK, UNHEARD, Terminal, frontdesk

from figures import TellFigures
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading

SEED = int(os.environ.get("FRONTDESK_SEED", "20261122"))
AT_ONCE = 4
"""So many terminals are driven at the same time: a person's pauses are most of the time."""
OF_A_TALK = 50
"""So often in one conversation, before the next one: nobody is given hundreds of glasses of water."""
WATER = """\
frontdesk: 1
business: {name: House, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
gestures:
  water: {key: 2, label: A glass of water, kind: item}
"""
EVERY_ENTER_GIVES = """
import sys
from frontdesk.cli.main import run
from frontdesk.ui.guard import Guard, Press, Verdict
from frontdesk.ui.screens import desk_giving
from frontdesk.ui.widgets import preview
Guard.arrive = lambda self, key, at, *, writing=False: Press(key, at, Verdict.HOLD)
preview.too_early = lambda at, painted_at: False

def gives(panel, *_):
    if panel.preview is not None:
        panel.post_message(panel.Give(panel.preview.attempt))

preview.PreviewPanel._give = gives
"""
A_NUMBER_EACH = """
from dataclasses import replace
from frontdesk.ground.ids import new_id
surely = desk_giving.giving.give_surely
desk_giving.giving.give_surely = lambda desk, attempt: surely(desk, replace(attempt, id=new_id()))
"""
RUNS = "sys.exit(run(sys.argv[1:]))\n"
PROGRAMS = {
    "the program": (FRONTDESK,),
    "without its guard": (sys.executable, "-c", EVERY_ENTER_GIVES + RUNS),
    "without the number": (sys.executable, "-c", EVERY_ENTER_GIVES + A_NUMBER_EACH + RUNS),
}


@pytest.fixture
def water(tmp_path: Path) -> Path:
    """A house where a glass of water may be given as often as anybody likes."""
    (tmp_path / "house" / "data").mkdir(parents=True)
    (tmp_path / "house" / "guidelines.yaml").write_text(WATER, encoding="utf-8")
    (tmp_path / "people.csv").write_text("key,name\nK1,Maija Siliņa\n", encoding="utf-8")
    frontdesk("staff", "add", "Marta", folder=tmp_path / "house")
    frontdesk("customers", "import", str(tmp_path / "people.csv"), folder=tmp_path / "house", staff="Marta")
    return tmp_path / "house"


def rows(folder: Path, conversation: str) -> int:
    """How often something was given in the conversation, as it stands in the file."""
    store = Store(folder / "data" / "frontdesk.db")
    try:
        with reading(store) as connection:
            found = connection.execute("SELECT count(*) FROM entries WHERE conversation_id = ?", (conversation,))
            return int((found.fetchone() or (0,))[0])
    finally:
        store.close()


def two_enters(terminal: Terminal, apart: float) -> float:
    """On a preview that was read; ends when it is gone, or says that it did not hear. How far they were apart."""
    began = time.monotonic()
    terminal.send("\r")
    while time.monotonic() < began + apart:
        pass
    between = time.monotonic() - began
    terminal.send("\r")
    terminal.wait(
        lambda: desk.PREVIEW not in terminal.text or any(each in terminal.text for each in UNHEARD),
        "something to become of two Enters",
    )
    return between


def one_talk(folder: Path, program: str, words: str, conversation: str, rounds: int) -> Counter[str]:
    """So many pairs of Enters in one conversation, on one terminal; how each of them ended."""
    dice, ends = random.Random(f"{SEED} {words}"), Counter[str]()
    with desk.sit_down(folder, "Marta", program=PROGRAMS[program]) as terminal:
        desk.go_on(terminal, words)
        before = 0
        for number in range(rounds + 5):
            if number >= rounds and ends["once"]:
                break
            terminal.wait_for(desk.ACT, "2 A glass of water")
            if desk.PREVIEW not in terminal.text:
                terminal.answer("2", desk.PREVIEW)
                terminal.look(0.3)  # a person reads it: Enter is deaf for the first 0.3 s
            apart = dice.uniform(0, 0.005) if number % 2 else dice.uniform(0.005, 0.4)
            if number >= rounds:  # a machine so busy that all of them came in at once
                apart = 0.6
            between = two_enters(terminal, apart)
            terminal.settle()
            after = rows(folder, conversation)
            near = " within 5 ms" if between <= 0.005 else ""
            ends[("not at all", "once", "twice")[min(after - before, 2)] + near] += 1
            before = after
        terminal.press("ctrl+q")
        terminal.wait_for_end()
    assert rows(folder, conversation) == before, "something came afterwards"
    return ends


def pressed(folder: Path, program: str, rounds: int) -> Counter[str]:
    """How so many pairs of Enters ended, in as many conversations as that needs."""
    talks = []
    for number in range(-(-rounds // OF_A_TALK)):
        words = f"Thirsty the {number}. time"
        talks.append((words, desk.heard(folder, "Marta", "Maija", "--request", words)))
    each = [(folder, program, words, talk, rounds // len(talks)) for words, talk in talks]
    with ProcessPoolExecutor(min(AT_ONCE, len(each)), get_context("spawn")) as hands:
        return sum(hands.map(one_talk, *zip(*each, strict=True)), Counter[str]())


@pytest.mark.parametrize("rounds", [8, pytest.param(500, marks=pytest.mark.tier_b)])
@pytest.mark.parametrize("program", ["the program", "without its guard"])
def test_two_enters_give_once_or_not_at_all(water: Path, program: str, rounds: int, tell_figures: TellFigures) -> None:
    ends = pressed(water, program, rounds)
    tell_figures(f"{program}: seed {SEED}, {rounds} times two Enters: {dict(ends)}")
    assert ends.total() >= rounds
    assert not any(each.startswith("twice") for each in ends), ends
    assert ends["once"], "nothing was ever given: the test would prove nothing"


def test_without_the_number_of_the_attempt_two_enters_give_twice(water: Path) -> None:
    """The pair of the test above: what it looks at happens where an attempt has no number of its own."""
    ends = pressed(water, "without the number", 6)
    assert any(each.startswith("twice") for each in ends), ends
