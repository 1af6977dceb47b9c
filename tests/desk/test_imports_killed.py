"""A large import that is killed at any moment: nothing of it is seen in the end, and the next one is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from large_files import BEFORE, SOME, either_way, is_sound, nothing_is_left, people, some_before
from small_hotel import desk_of_its_own

from frontdesk.desk.customers import finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import undoing_imports
from frontdesk.desk.imports.importing import CUSTOMERS, import_customers
from frontdesk.store import customers
from frontdesk.store.transaction import reading

CHILD = """\
import sys
from datetime import UTC, datetime
from pathlib import Path
from frontdesk.desk import opening
from frontdesk.desk.imports import importing
from frontdesk.store import coming, stretches
stretches.AHEAD_MAX = 1
if sys.argv[4] == "in stretches":
    coming.FEW = -1
desk = opening.open_desk(Path(sys.argv[1]), staff="Anna", clock=lambda: datetime.now(UTC))
turns = 0
def progress(doing, done, total):
    global turns
    turns += doing == "write"
    if turns == int(sys.argv[3]):
        print("now", flush=True)
        sys.stdin.read()
importing.import_customers(desk, Path(sys.argv[2]), progress=progress)
print("over", flush=True)
"""

desk = desk_of_its_own
way = either_way


@pytest.mark.parametrize("turn", [2, 6, 9, 14])
def test_a_large_import_that_is_killed_leaves_nothing_and_the_next_is_whole(desk: Desk, way: str, turn: int) -> None:
    some_before(desk)
    source = people(desk, SOME, more=True)
    line = [sys.executable, "-c", CHILD, str(desk.folder), str(source), str(turn), way]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        os.kill(process.pid, signal.SIGKILL)
    assert len(undoing_imports.listed(desk, CUSTOMERS)) == 1, "what never came to its end is no import"
    done = import_customers(desk, source)
    assert (done.new, done.changed, done.refused_count) == (SOME - 1, 1, 0)
    assert is_sound(desk) and nothing_is_left(desk, SOME)
    assert undoing_imports.undo(desk, CUSTOMERS, done.import_id).removed == SOME - 1
    with reading(desk.store) as connection:
        assert customers.count(connection) == BEFORE
    assert finding.find(desk, "Before") and finding.find(desk, "kenina7") == ()
    assert is_sound(desk) and nothing_is_left(desk, 0)
