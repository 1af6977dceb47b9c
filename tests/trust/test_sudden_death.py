"""A desk that is killed in the middle of giving loses nothing that it had confirmed, and gives nothing twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from a_desk import GUIDELINES, NOON, heard, make_desk, make_guest
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Attempt, Given
from frontdesk.ground.ids import new_id
from frontdesk.store import usage
from frontdesk.store.transaction import reading

DESK_THAT_GIVES = """
import json, sys
from datetime import datetime
from pathlib import Path
from frontdesk.desk import opening
from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Attempt, Given
plan = json.loads(sys.stdin.readline())
at = datetime.fromisoformat(plan["at"])
desk = opening.open_desk(Path(plan["folder"]), staff="Anna", clock=lambda: at)
print("ready", flush=True)
for attempt in plan["attempts"]:
    given = giving.give(desk, Attempt(**{**attempt, "ticks": ()}))
    assert isinstance(given, Given), given
    print(attempt["id"], flush=True)
"""
KILLS = 12
EACH = 400


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    text = GUIDELINES.replace("up_to: 4 times, per: [customer, order]", "up_to: 100000 times, per: [customer, order]")
    text = text.replace("up_to: 20 times, per: staff", "up_to: 100000 times, per: staff")
    return make_desk(tmp_path, text=text.replace("up_to: 1200.00", "up_to: 9000000.00"))


def killed_while_giving(desk: Desk, attempts: list[Attempt], after: int, late: float) -> list[str]:
    """The attempts that the desk confirmed before it was killed."""
    plan = {"at": NOON.isoformat(), "folder": str(desk.folder), "attempts": [asdict(each) for each in attempts]}
    process = subprocess.Popen(
        [sys.executable, "-c", DESK_THAT_GIVES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(plan) + "\n")
    process.stdin.flush()
    confirmed: list[str] = []
    assert process.stdout.readline() == "ready\n"
    for _line in range(after):
        confirmed.append(process.stdout.readline().strip())
    # Busy for a part of one commit, so that the kill falls at another point of it each time.
    for _turn in range(int(late * 40_000)):
        pass
    os.kill(process.pid, signal.SIGKILL)
    confirmed += [line.strip() for line in process.stdout if line.endswith("\n")]
    process.wait()
    return confirmed


def test_nothing_confirmed_is_lost_and_nothing_is_given_twice(desk: Desk) -> None:
    dice = random.Random(20261121)
    conversation = heard(desk, make_guest(desk))
    for _kill in range(KILLS):
        attempts = [Attempt(new_id(), conversation, "drink", 800) for _attempt in range(EACH)]
        confirmed = killed_while_giving(desk, attempts, dice.randrange(0, 12), dice.random())
        known = [attempt for attempt in attempts if giving.fate(desk, attempt.id) is not None]
        assert {attempt.id for attempt in known} >= set(confirmed)
        assert len(known) <= len(confirmed) + 1  # at most the one that was being given
        retried = giving.give(desk, attempts[min(len(confirmed), EACH - 1)])
        assert isinstance(retried, Given)
        with reading(desk.store) as connection:
            row = connection.execute("SELECT count(*), max(seq), count(DISTINCT attempt_id) FROM entries").fetchone()
            assert row is not None
            assert row[0] == row[1] == row[2]
            assert usage.stored(connection) == usage.recount(connection, desk.days())
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
