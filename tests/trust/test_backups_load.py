"""Backups while several desks give without a pause: each of them proves right, and nobody who gives is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from a_desk import NOON, heard, make_desk, make_guest
from frontdesk.desk.trust import backing_up, heads, verifying
from frontdesk.store import chain
from frontdesk.store.driver import Connection
from frontdesk.store.heads import words_of
from frontdesk.store.transaction import reading

DESKS = 3
GIVING = """
import sys, time
from datetime import datetime
from pathlib import Path
from frontdesk.desk import opening
from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Given, Preview
folder, talk, now, stop = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3]), Path(sys.argv[4])
desk = opening.open_desk(folder, staff="Anna", clock=lambda: now)
given, longest = 0, 0.0
print("open", flush=True)
while not stop.exists() or not given:
    preview = giving.open_gesture(desk, talk, "luggage")
    assert isinstance(preview, Preview), preview
    began = time.monotonic()
    done = giving.give(desk, preview.attempt)
    longest = max(longest, time.monotonic() - began)
    assert isinstance(done, Given), done
    given += 1
desk.store.close()
print(given, longest)
"""


@pytest.mark.parametrize("count", [10, pytest.param(100, marks=pytest.mark.tier_b)])
def test_every_backup_made_while_desks_give_proves_right(tmp_path: Path, count: int) -> None:
    desk = make_desk(tmp_path / "house")
    talks = [heard(desk, make_guest(desk)) for _each in range(DESKS)]
    stop = tmp_path / "stop"
    desks = [
        subprocess.Popen(
            [sys.executable, "-c", GIVING, str(desk.folder), talk, NOON.isoformat(), str(stop)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for talk in talks
    ]
    try:
        for each in desks:
            assert each.stdout is not None and each.stdout.readline() == "open\n"
        made = [backing_up.make(desk, to=tmp_path / "elsewhere") for _each in range(count)]
    finally:
        stop.write_text("")
        answers = [each.communicate(timeout=600)[0].split() for each in desks]
    assert [each.returncode for each in desks] == [0] * DESKS
    heads.make(desk)
    with reading(desk.store) as connection:
        for each in made:
            assert each.proven_at is not None, each.problem
            assert heads_of(connection, each.lines) == each.words
    assert [each.lines for each in made] == sorted(each.lines for each in made)
    proof = verifying.verify(desk.store)
    assert proof.whole and proof.lines == sum(int(answer[0]) for answer in answers)
    waited = max(float(answer[1]) for answer in answers)
    print(f"{count} backups while {DESKS} desks gave {proof.lines} times: all proven; longest wait {waited:.2f} s")
    desk.store.close()


def heads_of(connection: Connection, lines: int) -> str:
    """The words of the head that the ledger had when it was so long."""
    link = chain.stored_at(connection, lines) if lines else None
    return words_of(link) if link else ""
