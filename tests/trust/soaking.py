"""Fifty desks at a person's pace on one file, for as long as it is told. Run as a program by the test beside it.

    python soaking.py FOLDER < plan.json > figures.json

Every desk is a process with its own connections: customer after customer, about one gesture in `pace` seconds, now and
then one that is taken back. Meanwhile one process makes backups, and one reads the lead's day and proves the whole
ledger. After every so many gestures a desk of chance is killed at a moment of chance; who takes its place makes the
attempt again that was open on its screen. Whatever is not as promised ends the program.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.day import leading
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.trust import backing_up, verifying
from frontdesk.desk.views import Attempt, Blocked, Given, Preview
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.store import usage
from frontdesk.store.transaction import reading

GESTURES = ("drink",) * 6 + ("luggage",) * 3 + ("cake",)
PROVEN_EVERY = 10
"""The whole ledger and every counter are proven at each so-manyeth reading of the day."""
LOOKED_EVERY_SECONDS = 0.5
TRIES_MAX = 100
OLDER, READER = "backups", "day"

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Pipes:
    """What all processes share: they end when `stop` does, and say lines of JSON into `said`."""

    stop: int
    said: int


class Told:
    """One process's own words, and its waits."""

    def __init__(self, who: str, pipes: Pipes) -> None:
        self.who, self.pipes, self.waits = who, pipes, 0

    def say(self, did: str, **more: object) -> None:
        line = json.dumps({"who": self.who, "did": did, **more}) + "\n"
        os.write(self.pipes.said, line.encode())  # shorter than a pipe writes at once

    def stopped(self, seconds: float) -> bool:
        """Let so much time pass, a person's; true as soon as the day is over."""
        return bool(select.select([self.pipes.stop], [], [], seconds)[0])

    def heard(self, act: Callable[[], Answer]) -> Answer:
        """What `act` answers, tried anew where a busy database asks for that: "still trying" on the screen."""
        for _try in range(TRIES_MAX):
            try:
                return act()
            except StoreUnavailable as error:
                if not error.retryable:
                    raise
                self.waits += 1
        return act()


def now() -> datetime:
    return datetime.now(UTC)


# --- who works there ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Work:
    """What a desk needs: where, whose customers, how fast, and what its predecessor left open."""

    folder: Path
    customers: list[str]
    pace_seconds: float
    seed: str
    left_open: Attempt | None = None


def opened(told: Told, work: Work, staff: str) -> Desk:
    return told.heard(partial(opening.open_desk, work.folder, staff=staff, clock=now, desk_name=f"desk {told.who}"))


def works(told: Told, work: Work) -> None:
    """Customer after customer until the day is over."""
    dice = random.Random(work.seed)
    # Whoever comes after a kill is the same person: what somebody else has open is nobody's to give.
    desk = opened(told, work, ("Anna", "Janis")[int(told.who) % 2])
    if work.left_open is not None:
        gives(told, desk, work.left_open)
    conversation, left = "", 0
    while not told.stopped(work.pace_seconds * dice.uniform(0.5, 1.5)):
        if not left:
            start = partial(talking.start, desk, customer_id=dice.choice(work.customers), request="The heating is dead")
            conversation, left = told.heard(partial(talking.hear, desk, told.heard(start).id)).id, dice.randrange(2, 12)
        left -= 1
        shown = told.heard(partial(giving.open_gesture, desk, conversation, dice.choice(GESTURES)))
        if isinstance(shown, Blocked):
            assert shown.ways, shown
            told.say("blocked")
            continue
        assert isinstance(shown, Preview), shown
        entry = gives(told, desk, shown.attempt)
        if entry and dice.random() < 0.05:
            told.heard(partial(giving.take_back, desk, entry, "It was for somebody else"))
            told.say("took back", entry=entry)
    desk.store.close()


def gives(told: Told, desk: Desk, attempt: Attempt) -> str:
    """Say what is tried, give it, and say what became of it and how long that took; the entry, if one was made."""
    told.say("try", attempt=asdict(attempt))
    before, began = told.waits, time.monotonic()
    done = told.heard(partial(giving.give, desk, attempt))
    took = time.monotonic() - began
    if isinstance(done, Blocked):  # somebody else took the last of it while it was read
        told.say("done", entry="", waits=told.waits - before, ms=took * 1000)
        return ""
    assert isinstance(done, Given), done
    told.say("done", entry=done.entry_id, already=done.already, waits=told.waits - before, ms=took * 1000)
    return done.entry_id


def backs_up(told: Told, work: Work) -> None:
    """Backup after backup, each proven and then removed: what they are kept for is tried elsewhere."""
    desk = opened(told, work, "Ilze")
    while True:
        done = told.heard(partial(backing_up.make, desk, to=work.folder.parent / "elsewhere"))
        assert done.proven_at is not None, done.problem
        told.say("backup", lines=done.lines)
        done.path.unlink()
        if told.stopped(work.pace_seconds * 30):
            break
    desk.store.close()


def reads(told: Told, work: Work) -> None:
    """The lead's day every few seconds, and now and then a proof of everything."""
    desk, number = opened(told, work, "Ilze"), 0
    while True:
        day = told.heard(partial(leading.day, desk))
        assert all(budget.used <= budget.up_to for budget in day.budgets), day.budgets
        if number % PROVEN_EVERY == 0:
            must_be_sound(desk)
        told.say("day", proven=number % PROVEN_EVERY == 0)
        number += 1
        if told.stopped(work.pace_seconds * 3):
            break
    desk.store.close()


def must_be_sound(desk: Desk) -> None:
    """Every line and link, and every counter, in one look each."""
    proof = verifying.verify(desk.store)
    assert proof.findings == (), proof.findings
    with reading(desk.store) as connection:
        assert usage.stored(connection) == usage.recount(connection, desk.days())


def begun(who: str, work: Work, act: Callable[[Told, Work], None], pipes: Pipes, end: int) -> int:
    """The id of a new process that does it. `end` is the parent's side of `stop`, which no child may hold."""
    process = os.fork()
    if process:
        return process
    os.close(end)
    told = Told(who, pipes)
    code = 0
    try:
        act(told, work)
    except BaseException:
        told.say("crash", text=traceback.format_exc()[-2500:])
        code = 1
    os._exit(code)


# --- who looks after them -----------------------------------------------------------------------------------------


class Soak:
    """All processes, what they said, and what the file must hold in the end."""

    def __init__(self, folder: Path, plan: dict[str, Any]) -> None:
        self.folder, self.plan = folder, plan
        self.dice = random.Random(plan["seed"])
        stop, self.end = os.pipe()
        self.said, said = os.pipe()
        self.pipes = Pipes(stop, said)
        self.rest = b""
        self.running: dict[str, int] = {}
        self.tried: dict[str, dict[str, Any]] = {}
        self.open: dict[str, str] = {}
        self.entries: dict[str, str] = {}
        self.taken_back: set[str] = set()
        self.took_ms: list[float] = []
        self.figures: Counter[str] = Counter()

    def run(self) -> dict[str, object]:
        """The figures of the whole of it."""
        started = time.monotonic()
        for number in range(self.plan["desks"]):
            self.begin(str(number))
        self.begin(OLDER, backs_up)
        self.begin(READER, reads)
        until, next_kill = started + self.plan["seconds"], self.plan["kill_every"]
        while time.monotonic() < until or not self.enough():
            self.look()
            victims = self.victims() if self.figures["gestures"] >= next_kill else []
            if victims:
                next_kill += self.plan["kill_every"]
                self.kill(self.dice.choice(victims))
        lasted = time.monotonic() - started
        os.close(self.end)
        while self.running:
            self.look()
        self.judge()
        self.took_ms.sort()
        times = {f"ms_{name}": round(self.took_ms[int(len(self.took_ms) * part)], 1) for name, part in PARTS.items()}
        return {**self.figures, **times, "ms_max": round(self.took_ms[-1], 1), "seconds": round(lasted, 1)}

    def enough(self) -> bool:
        """Whether what makes it a test has happened at all, however short it is."""
        seen = self.figures
        return seen["gestures"] >= self.plan["least"] and bool(seen["kills"] and seen["backups"] and seen["days"])

    def begin(self, who: str, act: Callable[[Told, Work], None] = works, left_open: Attempt | None = None) -> None:
        seed = f"{self.plan['seed']} {who} {self.figures['kills']}"
        work = Work(self.folder, self.plan["customers"], self.plan["pace"], seed, left_open)
        self.running[who] = begun(who, work, act, self.pipes, self.end)

    def victims(self) -> list[str]:
        """Whom the next kill may take: by turns those who are just giving, as soon as there are any, or all."""
        desks = [each for each in self.running if each.isdigit()]
        return [each for each in desks if each in self.open] if self.figures["kills"] % 2 == 0 else desks

    def kill(self, who: str) -> None:
        """A desk dies at once; whoever comes next finds what was open on its screen, and makes it again."""
        for _turn in range(int(self.dice.random() * 200_000)):  # each kill falls elsewhere
            pass
        process = self.running.pop(who)
        os.kill(process, signal.SIGKILL)
        assert os.WIFSIGNALED(os.waitpid(process, 0)[1])
        while select.select([self.said], [], [], 0)[0]:
            self.take_in()
        self.figures["kills"] += 1
        left = self.open.get(who)
        self.begin(who, left_open=attempt_of(self.tried[left]) if left else None)

    def look(self) -> None:
        """Take in what is said, and see whether somebody has ended: after the day was over that is well."""
        if select.select([self.said], [], [], LOOKED_EVERY_SECONDS)[0]:
            self.take_in()
            return
        for who, process in list(self.running.items()):
            gone, status = os.waitpid(process, os.WNOHANG)
            if gone:
                while select.select([self.said], [], [], 0)[0]:  # a crash says why before it ends
                    self.take_in()
                assert status == 0 and not self.plan_goes_on(), f"{who} ended by itself: {status}"
                del self.running[who]

    def plan_goes_on(self) -> bool:
        """Whether nobody was told to stop yet."""
        with suppress(OSError):
            os.fstat(self.end)
            return True
        return False

    def take_in(self) -> None:
        self.rest += os.read(self.said, 65536)
        *lines, self.rest = self.rest.split(b"\n")
        for line in lines:
            self.note(json.loads(line))

    def note(self, said: dict[str, Any]) -> None:
        """What somebody did."""
        who = said["who"]
        if said["did"] == "crash":
            raise AssertionError(f"{who}: {said['text']}")
        if said["did"] == "try":
            self.tried[said["attempt"]["id"]] = said["attempt"]
            self.figures["tried again after a kill"] += self.open.get(who) == said["attempt"]["id"]
            self.open[who] = said["attempt"]["id"]
        elif said["did"] == "done":
            self.done(self.open.pop(who), said)
        elif said["did"] == "took back":
            self.taken_back.add(said["entry"])
        else:
            self.figures[{"backup": "backups", "day": "days", "blocked": "blocked"}[said["did"]]] += 1
            self.figures["proofs"] += said.get("proven", False)

    def done(self, attempt: str, said: dict[str, Any]) -> None:
        self.took_ms.append(said["ms"])
        self.figures["waits"] += said["waits"]
        if not said["entry"]:
            self.figures["blocked"] += 1
            return
        assert attempt not in self.entries, f"confirmed twice: {attempt}"
        self.entries[attempt] = said["entry"]
        self.figures["gestures"] += 1
        self.figures["on disk and never confirmed"] += said["already"]

    def judge(self) -> None:
        """Every confirmed gesture is there once, nothing else is, and everything agrees."""
        desk = opening.open_desk(self.folder, staff="Ilze", clock=now)
        with reading(desk.store) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = connection.execute("SELECT attempt_id, id, kind, reverses FROM entries ORDER BY seq").fetchall()
            assert connection.execute("SELECT max(seq) FROM entries").fetchone() == (len(rows),)
        given = {row[0]: row[1] for row in rows if row[2] == "given"}
        assert len(given) == sum(row[2] == "given" for row in rows)
        assert not self.open, "somebody ended with an attempt open"
        assert given == self.entries, "what was confirmed is not what is there"
        back = [row[3] for row in rows if row[2] != "given"]
        # Who is killed just after taking back had no time to say so.
        assert len(back) == len(set(back)) and self.taken_back <= set(back) <= set(given.values())
        assert len(set(back) - self.taken_back) <= self.figures["kills"]
        self.figures["taken back"] = len(back)
        must_be_sound(desk)
        desk.store.close()

    def abandon(self) -> None:
        """Nobody works on for a day that has failed."""
        for process in self.running.values():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)


PARTS = {"p50": 0.5, "p99": 0.99}


def attempt_of(said: dict[str, Any]) -> Attempt:
    return Attempt(**{**said, "ticks": tuple(said["ticks"])})


def main() -> None:
    soak = Soak(Path(sys.argv[1]), json.load(sys.stdin))
    try:
        figures = soak.run()
    except BaseException:
        soak.abandon()
        raise
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
