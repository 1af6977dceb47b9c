"""A machine that stops in the middle of publishing: no text is lost, and the next look ends in one clear state."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from a_desk import GUIDELINES, NOON, Clock, make_desk
from frontdesk.desk.desk import Desk
from frontdesk.desk.rules import history, in_force

DEARER = GUIDELINES.replace("amount: 8.00", "amount: 9.00")
PUBLISHING = """
import os, signal, sys
from datetime import datetime, timedelta
from pathlib import Path
from frontdesk.desk import opening
from frontdesk.desk.rules import publishing

folder, moment, file, later = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4] == "later"
now = datetime.fromisoformat(sys.argv[5])
desk = opening.open_desk(folder, staff="Anna", clock=lambda: now, take_file=False)
draft = publishing.drafted(folder / file)
renamed = []

def watch(event, arguments):
    "The interpreter tells of every rename before it happens, and of every file before it is opened."
    if event == "os.rename":
        renamed.append(arguments)
        if moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
    elif renamed and event == "open":
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
publishing.publish(desk, draft, at=now + timedelta(hours=1) if later else None)
"""


def dies(desk: Desk, moment: str, file: str, when: str = "now") -> None:
    """A process publishes and is killed just before, or just after, the folder's file is replaced."""
    ended = subprocess.run(
        [sys.executable, "-c", PUBLISHING, str(desk.folder), moment, file, when, NOON.isoformat()],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def put(desk: Desk, name: str, text: str) -> None:
    (desk.folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("moment", "ends_in"), [("before", GUIDELINES), ("after", DEARER)])
def test_published_now_it_is_in_force_or_it_is_not(tmp_path: Path, moment: str, ends_in: str) -> None:
    desk = make_desk(tmp_path, Clock())
    put(desk, "draft.yaml", DEARER)
    dies(desk, moment, "draft.yaml")
    assert len(history.history(desk)) == 1
    later = in_force.refreshed(desk)
    assert history.text_named(later, "now") == ends_in
    assert (desk.folder / "guidelines.yaml").read_text("utf-8") == ends_in


@pytest.mark.parametrize("moment", ["before", "after"])
def test_the_folders_own_file_that_was_to_wait_is_not_lost(tmp_path: Path, moment: str) -> None:
    """Its text stood in the folder's file alone; the rows that keep it were not on disk yet."""
    desk = make_desk(tmp_path, Clock())
    put(desk, "guidelines.yaml", DEARER)
    dies(desk, moment, "guidelines.yaml", "later")
    assert len(history.history(desk)) == 1
    assert (desk.folder / "guidelines.yaml").read_text("utf-8") == (DEARER if moment == "before" else GUIDELINES)
    (aside,) = desk.folder.glob("guidelines.set-aside-*.yaml")
    assert aside.read_text("utf-8") == DEARER
