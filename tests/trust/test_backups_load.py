"""Backups while many desks give: each of them proves right, and nobody who gives is refused for good."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from again import until_heard

from a_desk import NOON, heard, make_desk, make_guest
from figures import TellFigures
from frontdesk.desk.trust import backing_up, heads, verifying
from frontdesk.store import chain
from frontdesk.store.driver import Connection
from frontdesk.store.heads import words_of
from frontdesk.store.transaction import reading

# It gives once for each letter that it gets out of the pipe that all desks share, and ends with the pipe.
GIVING = """
import os, sys, time
from datetime import datetime
from functools import partial
from pathlib import Path
sys.path.insert(0, sys.argv[5])
from again import until_heard
from frontdesk.desk import opening
from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Given, Preview
folder, talk, now, letters = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3]), int(sys.argv[4])
desk = until_heard(partial(opening.open_desk, folder, staff="Anna", clock=lambda: now))
given, longest = 0, 0.0
print("open", flush=True)
while os.read(letters, 1):
    preview = giving.open_gesture(desk, talk, "luggage")
    assert isinstance(preview, Preview), preview
    began = time.monotonic()
    done = until_heard(partial(giving.give, desk, preview.attempt))
    longest = max(longest, time.monotonic() - began)
    assert isinstance(done, Given), done
    given += 1
desk.store.close()
print(given, longest)
"""
BESIDE = str(Path(__file__).parent)
GIFTS = 100
"""So often is given from the moment on at which a backup begins, by whichever desk is free."""


@pytest.mark.parametrize(("desks", "count"), [(3, 10), pytest.param(50, 100, marks=pytest.mark.tier_b)])
def test_every_backup_made_while_desks_give_proves_right(
    tmp_path: Path, desks: int, count: int, tell_figures: TellFigures
) -> None:
    desk = make_desk(tmp_path / "house")
    talks = [heard(desk, make_guest(desk)) for _each in range(desks)]
    takes, puts = os.pipe()
    giving = [
        subprocess.Popen(
            [sys.executable, "-c", GIVING, str(desk.folder), talk, NOON.isoformat(), str(takes), BESIDE],
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=(takes,),
        )
        for talk in talks
    ]
    os.close(takes)
    try:
        for each in giving:
            assert each.stdout is not None and each.stdout.readline() == "open\n"
        made = []
        for _each in range(count):
            os.write(puts, b"g" * GIFTS)
            made.append(until_heard(partial(backing_up.make, desk, to=tmp_path / "elsewhere")))
    finally:
        os.close(puts)
        answers = [each.communicate(timeout=1800)[0].split() for each in giving]
    assert [each.returncode for each in giving] == [0] * desks
    until_heard(partial(heads.make, desk))
    with reading(desk.store) as connection:
        for done in made:
            assert done.proven_at is not None, done.problem
            assert heads_of(connection, done.lines) == done.words
    assert [each.lines for each in made] == sorted(each.lines for each in made)
    proof = verifying.verify(desk.store)
    assert proof.whole and proof.lines == sum(int(answer[0]) for answer in answers) == count * GIFTS
    between = sum(each.lines % GIFTS > 0 for each in made)
    waited = max(float(answer[1]) for answer in answers)
    beside = f"{count} backups while {desks} desks gave {proof.lines} times, {between} of them in the middle of that"
    tell_figures(f"{beside}: all proven; the longest wait for a gesture was {waited:.2f} s")
    desk.store.close()


def heads_of(connection: Connection, lines: int) -> str:
    """The words of the head that the ledger had when it was so long."""
    link = chain.stored_at(connection, lines) if lines else None
    return words_of(link) if link else ""
