"""Desks that are killed while they give, again and again, and what is found afterwards. Run as a program by its test.

    python dying.py FOLDER < plan.json > figures.json

The plan holds how many kills, a seed, the moment and conversations. Each kill starts one or two processes on the file,
each of which says an attempt's id before it gives and after; it dies by SIGKILL at a moment of chance. The first
attempt whose fate is open is then asked about and made again. Whatever is not as promised ends the program.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from again import until_heard

from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.trust import verifying
from frontdesk.desk.views import Attempt, Given, Preview
from frontdesk.ground.ids import new_id
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading

PROVEN_EVERY = 1000
TALKS, KILLS_OF_A_TALK = 4, 100
"""So many conversations are open at a time, and for so many kills: nobody is given thousands of drinks."""


@dataclass
class Dying:
    """A process that gives until it is killed: what it tried and what it confirmed."""

    process: int
    pipe: Any
    conversation: str


def begun(desk: Desk, conversation: str, previews: bool) -> Dying:
    out_read, out_write = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(out_read)
        try:
            gives(replace(desk, store=Store(desk.store.path)), conversation, previews, out_write)
        except BaseException as error:
            os.write(out_write, f"crash {error!r}\n".encode())
        os._exit(1)
    os.close(out_write)
    return Dying(process, os.fdopen(out_read, encoding="utf-8"), conversation)


def gives(desk: Desk, conversation: str, previews: bool, out: int) -> None:
    while True:
        attempt = Attempt(new_id(), conversation, "drink", 800)
        if previews:
            opened = giving.open_gesture(desk, conversation, "drink")
            assert isinstance(opened, Preview)
            attempt = opened.attempt
        os.write(out, f"try {attempt.id}\n".encode())
        done = until_heard(partial(giving.give, desk, attempt))
        assert isinstance(done, Given), done
        os.write(out, f"done {attempt.id}\n".encode())


def killed(dying: list[Dying], dice: random.Random) -> list[list[str]]:
    """What each had said when all were killed at once."""
    said: list[list[str]] = [[] for _process in dying]
    for _line in range(dice.randrange(1, 9)):
        said[0].append(dying[0].pipe.readline().strip())
    for _turn in range(int(dice.random() * 30_000)):  # busy for a part of one commit: each kill falls elsewhere
        pass
    for each in dying:
        os.kill(each.process, signal.SIGKILL)
    for each, lines in zip(dying, said, strict=True):
        lines += [line.strip() for line in each.pipe if line.endswith("\n")]
        each.pipe.close()
        os.waitpid(each.process, 0)
        assert not any(line.startswith("crash") for line in lines), lines
    return said


class Found:
    """What the file held after all kills so far."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.lines = 0
        self.figures: Counter[str] = Counter()

    def look(self, dying: list[Dying], said: list[list[str]], previews: bool) -> None:
        """Everything confirmed is there, at most one more of each process, and made again it is there once."""
        desk = replace(self.desk, store=Store(self.desk.store.path))
        try:
            with reading(desk.store) as connection:
                new = connection.execute("SELECT attempt_id FROM entries WHERE seq > ?", (self.lines,)).fetchall()
            there = [row[0] for row in new]
            done = [line.split()[1] for lines in said for line in lines if line.startswith("done")]
            tried = [line.split()[1] for lines in said for line in lines if line.startswith("try")]
            assert len(there) == len(set(there)) and set(done) <= set(there), "what was confirmed is gone"
            assert set(there) <= set(tried), "a line that nobody asked for"
            for each, lines in zip(dying, said, strict=True):
                self._again(desk, each.conversation, lines, set(there), previews)
            self.figures["confirmed"] += len(done)
            with reading(desk.store) as connection:
                row = connection.execute(
                    "SELECT count(*), max(seq), count(DISTINCT attempt_id) FROM entries"
                ).fetchone()
            assert row is not None and row[0] == row[1] == row[2]
            self.lines = int(row[0])
        finally:
            desk.store.close()

    def _again(self, desk: Desk, conversation: str, lines: list[str], there: set[str], previews: bool) -> None:
        open_ones = [line.split()[1] for line in lines if line.startswith("try") and f"done {line[4:]}" not in lines]
        on_screen = talking.view(desk, conversation).attempt_id if previews else None
        for attempt_id in dict.fromkeys((*open_ones, *([on_screen] if on_screen else []))):
            fate = giving.fate(desk, attempt_id)
            if attempt_id in open_ones:
                assert (fate is not None) == (attempt_id in there), "the screen says what is not so"
                self.figures["on disk and never confirmed" if fate else "not on disk"] += 1
            done = giving.give(desk, Attempt(attempt_id, conversation, "drink", 800))
            assert isinstance(done, Given) and done.already == (fate is not None)

    def prove(self) -> None:
        """Every line, link and counter."""
        store = Store(self.desk.store.path)
        proof = verifying.verify(store)
        store.close()
        assert proof.findings == (), proof.findings


def main() -> None:
    plan = json.load(sys.stdin)
    at = datetime.fromisoformat(plan["at"])
    desk = opening.open_desk(Path(sys.argv[1]), staff="Anna", clock=lambda: at)
    desk.store.close()
    dice = random.Random(plan["seed"])
    found = Found(desk)
    started = time.monotonic()
    for kill in range(1, plan["kills"] + 1):
        previews = dice.random() < 0.25
        first = (kill - 1) // KILLS_OF_A_TALK * TALKS
        conversations = dice.sample(plan["conversations"][first : first + TALKS], dice.choice((1, 1, 2)))
        dying = [begun(desk, conversation, previews) for conversation in conversations]
        found.look(dying, killed(dying, dice), previews)
        if kill % PROVEN_EVERY == 0:
            found.prove()
    found.prove()
    json.dump({**found.figures, "lines": found.lines, "seconds": round(time.monotonic() - started, 1)}, sys.stdout)


if __name__ == "__main__":
    main()
