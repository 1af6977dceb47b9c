"""Fifty desks that stay open and press for the last unit, round after round. Run as a program by the test beside it.

    python racing.py FOLDER < plan.json > figures.json

The plan holds the moment, how many desks there are, the kind of limit and how many rounds. Every desk is a process
with its own connections; each is told what to press, says that it is ready, and all are let go by one write to one
pipe. Each round is another guest on another day, so that each is about one last unit.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import traceback
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from again import until_heard

from a_desk import Clock, heard, make_guest
from frontdesk.desk import opening
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.trust import verifying
from frontdesk.desk.views import Attempt, Given
from frontdesk.ground.ids import new_id
from frontdesk.store import usage
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading

RECOUNTED_EVERY = 100
LOOKED_EVERY_SECONDS = 0.5
"""So often it is looked after the desks while nothing is heard from them."""
TOO_MUCH, MOST = 2001, 2000
"""What one use may be at most, and one cent more."""


@dataclass
class Presser:
    """A process that presses when it is told to."""

    process: int
    told: Any
    """Where it reads its next attempt: a line of JSON for each round."""


@dataclass(frozen=True)
class Pipes:
    """What all processes share: each says here that it is ready, takes one letter to start, and answers."""

    ready: tuple[int, int]
    go: tuple[int, int]
    answers: tuple[int, int]


def begun(folder: Path, number: int, pipes: Pipes, at: datetime) -> Presser:
    told_read, told_write = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(told_write)
        try:
            presses(folder, number, os.fdopen(told_read), pipes, at)
        except BaseException:
            os.write(pipes.answers[1], (json.dumps({"kind": "crash", "text": traceback.format_exc()}) + "\n").encode())
        os._exit(0)
    os.close(told_read)
    return Presser(process, os.fdopen(told_write, "w"))


def presses(folder: Path, number: int, told: Any, pipes: Pipes, at: datetime) -> None:
    clock = Clock(at)
    name = f"desk {number}"
    desk = until_heard(partial(opening.open_desk, folder, staff="Anna", clock=clock, desk_name=name))
    for line in told:
        plan = json.loads(line)
        clock.at = datetime.fromisoformat(plan["at"])
        attempt = Attempt(plan["id"], plan["talk"], plan["gesture"], plan["ask"])
        os.write(pipes.ready[1], b"r")
        os.read(pipes.go[0], 1)
        answer = until_heard(partial(giving.give, desk, attempt))
        said = {"kind": type(answer).__name__, "ask": plan["ask"]}
        if isinstance(answer, Given):
            said |= {"entry": answer.entry_id, "already": answer.already}
        os.write(pipes.answers[1], (json.dumps(said) + "\n").encode())  # shorter than a pipe writes at once
    desk.store.close()


class Race:
    """All desks on one file, and the figures of their rounds."""

    def __init__(self, folder: Path, at: datetime, desks: int) -> None:
        self.folder, self.at, self.clock = folder, at, Clock(at)
        opened = opening.open_desk(folder, staff="Anna", clock=self.clock)
        opened.store.close()
        self.pipes = Pipes(os.pipe(), os.pipe(), os.pipe())
        self.pressers = [begun(folder, number, self.pipes, at) for number in range(desks)]
        self.answered = b""
        self.desk: Desk = replace(opened, store=Store(opened.store.path))
        self.figures: Counter[str] = Counter()

    def round(self, kind: str, number: int) -> None:
        """One last unit, and everybody at once."""
        self.clock.at = self.at + timedelta(days=number)
        talk = heard(self.desk, make_guest(self.desk))
        gesture = "gift" if kind == "again" else kind
        one = new_id()
        for place, presser in enumerate(self.pressers):
            ask = None if gesture != "use" else TOO_MUCH if place % 2 else MOST
            plan = {"id": one if kind == "again" else new_id(), "talk": talk, "gesture": gesture, "ask": ask}
            with suppress(BrokenPipeError):  # it has ended: what is heard of it says why
                presser.told.write(json.dumps({**plan, "at": self.clock.at.isoformat()}) + "\n")
                presser.told.flush()
        waiting = len(self.pressers)
        while waiting:
            assert self.heard_in(self.pipes.ready[0]), f"a desk was not even ready: {self.answer()}"
            waiting -= len(os.read(self.pipes.ready[0], waiting))
        os.write(self.pipes.go[1], b"g" * len(self.pressers))
        self.judge(kind, [self.answer() for _presser in self.pressers])
        if (number + 1) % RECOUNTED_EVERY == 0:
            with reading(self.desk.store) as connection:
                assert usage.stored(connection) == usage.recount(connection, self.desk.days())

    def heard_in(self, pipe: int) -> bool:
        """Wait until something is in the pipe, or (then false) in that of the answers only.

        A desk that is no more ends the race, instead of being waited for.
        """
        while True:
            heard = select.select([pipe, self.pipes.answers[0]], [], [], LOOKED_EVERY_SECONDS)[0]
            if heard:
                return pipe in heard
            for presser in self.pressers:
                gone, status = os.waitpid(presser.process, os.WNOHANG)
                assert not gone, f"a desk ended and said nothing: {status}"

    def answer(self) -> Any:
        """The next answer of whichever desk."""
        while b"\n" not in self.answered:
            self.heard_in(self.pipes.answers[0])
            self.answered += os.read(self.pipes.answers[0], 65536)
        line, _newline, self.answered = self.answered.partition(b"\n")
        return json.loads(line)

    def judge(self, kind: str, answers: list[dict[str, Any]]) -> None:
        given = [each for each in answers if each["kind"] == "Given"]
        assert not [each for each in answers if each["kind"] not in ("Given", "Blocked", "BadAsk")], answers
        new = [each for each in given if not each["already"]]
        assert len(new) == 1, f"given {len(new)} times: {answers}"
        if kind == "again":
            assert len(given) == len(answers) and len({each["entry"] for each in given}) == 1, answers
        else:
            assert given == new and given[0]["ask"] in (None, MOST), answers
        self.figures["rounds"] += 1
        self.figures["presses"] += len(answers)
        self.figures["given"] += len(new)

    def abandon(self) -> None:
        """Nobody waits any more for a race that has failed: a desk that did would keep the parent's pipes open."""
        for presser in self.pressers:
            with suppress(ProcessLookupError):  # it is no more, and was waited for
                os.kill(presser.process, signal.SIGKILL)

    def end(self) -> None:
        for presser in self.pressers:
            presser.told.close()
        for presser in self.pressers:
            assert os.waitpid(presser.process, 0)[1] == 0
        with reading(self.desk.store) as connection:
            row = connection.execute("SELECT count(*), max(seq), count(DISTINCT attempt_id) FROM entries").fetchone()
        assert row == (self.figures["given"],) * 3, row
        proof = verifying.verify(self.desk.store)
        assert proof.findings == (), proof.findings
        self.desk.store.close()


def main() -> None:
    plan = json.load(sys.stdin)
    started = time.monotonic()
    race = Race(Path(sys.argv[1]), datetime.fromisoformat(plan["at"]).astimezone(UTC), plan["desks"])
    try:
        for number in range(plan["rounds"]):
            race.round(plan["kind"], number)
        race.end()
    except BaseException:
        race.abandon()
        raise
    json.dump({**race.figures, "seconds": round(time.monotonic() - started, 1)}, sys.stdout)


if __name__ == "__main__":
    main()
