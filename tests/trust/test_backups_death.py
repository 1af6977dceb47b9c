"""A machine that stops in the middle of a backup, or of putting one back: the old state or the new one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tampering import path_of, worked_desk

from a_desk import NOON, given, heard, make_guest
from figures import TellFigures
from frontdesk.desk.trust import backing_up, heads

# It kills itself at one step after the other: each look at a name, each opening, renaming, linking and removing of a
# file of the house is such a step, told by the interpreter before it happens.
STEPS = """
import os, shutil, signal, sys
from datetime import datetime
from pathlib import Path
from frontdesk.desk import opening
from frontdesk.desk.trust import backing_up, heads, restoring, verifying
from frontdesk.store import backups, cleaning, compared, erased_list, putting_back, upgrade_backup, usage
from frontdesk.guidelines import reader

house, what, now = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
each_of, offset = int(sys.argv[4]), int(sys.argv[5])
clock = lambda: now
NAMES = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.listdir", "os.scandir",
         "shutil.rmtree", "tempfile.mkdtemp", "os.chmod", "sqlite3.connect"}

def backup(folder):
    desk = opening.open_desk(folder, staff="Anna", clock=clock)
    backing_up.make(desk)
    desk.store.close()

def restore(folder):
    (file,) = (folder / "data" / "backups").glob("*.db")
    with restoring.made_ready(folder / "data" / "frontdesk.db", file, clock, only_look=False) as ready:
        ready.put()

def killed_at(step, folder):
    "Whether the process died at that step; false when it had fewer."
    child = os.fork()
    if not child:
        count = [0]
        def watch(event, arguments):
            if event in NAMES:
                count[0] += 1
                if count[0] == step:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(watch)
        try:
            {"backup": backup, "restore": restore}[what](folder)
            os._exit(0)
        except BaseException:
            import traceback
            traceback.print_exc()
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, "it failed by itself"
        return False
    return True

step, died, new, old = 1 + offset, 0, 0, 0
while True:
    folder = house.with_name("killed")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(house, folder)
    if not killed_at(step, folder):
        break
    died += 1
    step += each_of
    desk = opening.open_desk(folder, staff="Anna", clock=clock)
    proof = verifying.verify(desk.store)
    assert proof.whole, (step, proof.findings)
    if what == "restore":
        assert proof.lines in (8, 11), (step, proof.lines)
        new += proof.lines == 8
        old += proof.lines == 11
        assert [each.path.name for each in backing_up.listed(desk)], step
        left = list((folder / "data").glob("restoring-*/frontdesk.db*"))
        assert not left or proof.lines == 11, (step, left)  # what nobody needs any more holds nobody
    else:
        assert proof.lines == 11
        for each in (folder / "data" / "backups").glob("*.db"):
            assert verifying.verify_file(each).whole, (step, each)
    desk.store.close()
    again = opening.open_desk(folder, staff="Anna", clock=clock)
    heads.make(again)
    assert verifying.verify(again.store).whole, step
    assert backing_up.make(again).proven_at is not None, step
    again.store.close()
print(died, old, new)
"""


@pytest.mark.parametrize(
    ("what", "each_of"),
    [
        ("backup", 12),
        ("restore", 12),
        pytest.param("backup", 1, marks=pytest.mark.tier_b),
        pytest.param("restore", 1, marks=pytest.mark.tier_b),
    ],
)
def test_killed_at_any_step_it_is_the_old_or_the_new(
    tmp_path: Path, what: str, each_of: int, tell_figures: TellFigures
) -> None:
    desk = worked_desk(tmp_path / "house", lines=8)
    if what == "restore":
        backing_up.make(desk)
    for _each in range(3):
        given(desk, heard(desk, make_guest(desk)), "luggage")
    heads.make(desk)
    path_of(desk)
    ended = subprocess.run(
        [sys.executable, "-c", STEPS, str(tmp_path / "house"), what, NOON.isoformat(), str(each_of), "0"],
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    shutil.rmtree(tmp_path / "killed", ignore_errors=True)
    assert ended.returncode == 0, ended.stderr
    died, old, new = map(int, ended.stdout.split())
    tell_figures(f"{what}: killed at {died} steps" + (f", the old one {old} times, the new one {new}" if old else ""))
    assert died >= 3
    assert what == "backup" or old
