"""A disk that is really full: said calmly, nothing is shown as given, reading goes on, and it works again (T15)."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import at_the_desk
import pytest
from driving import frontdesk
from worlds import must_be_sound

from a_desk import NOON, Clock, given, heard, make_desk, make_guest, previewed
from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Given
from frontdesk.ground.errors import StoreUnavailable

MEGABYTES = 64


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of a few megabytes; where nobody may mount one, there is none."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("nobody may mount a disk here: the test with a limit on files stands alone")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path) -> Path:
    """A file that takes whatever room is left."""
    path = place / "everything"
    with path.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        for size in (65536, 4096, 512, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(size))
    return path


def entries_of(desk: Desk, talk: str) -> int:
    return len(talking.view(desk, talk).given)


def test_a_full_disk_is_said_and_gives_nothing_and_works_again(small: Path) -> None:
    desk = make_desk(small)
    guest = make_guest(desk)
    talk = heard(desk, guest)
    done = given(desk, talk, "drink")
    attempt = previewed(desk, talk, "drink")
    full = fill(small)
    refused = 0
    for _press in range(40):  # what room the journal still has is used up first
        with contextlib.suppress(StoreUnavailable):
            giving.take_back(desk, given(desk, talk, "luggage").entry_id, "It was not for her")
            continue
        refused += 1
        if refused == 3:
            break
    before = entries_of(desk, talk)
    with pytest.raises(StoreUnavailable, match=r"The disk is full: nothing was recorded\. Free some space"):
        giving.give_surely(desk, attempt)
    with pytest.raises(StoreUnavailable, match="The disk is full"):
        talking.write(desk, talk, wish="A room to the yard")
    assert entries_of(desk, talk) == before, "reading goes on, and nothing is half"
    assert done.entry_id in {each.entry_id for each in talking.view(desk, talk).given}
    assert giving.bar(desk, talk).lines
    must_be_sound(desk.store)
    full.unlink()
    again = giving.give_surely(desk, attempt)
    assert isinstance(again, Given) and not again.already
    talking.write(desk, talk, wish="A room to the yard")
    assert entries_of(desk, talk) == before + 1
    must_be_sound(desk.store)
    desk.store.close()


def test_words_on_a_full_disk_stay_on_the_screen_and_are_saved_when_there_is_room(small: Path) -> None:
    frontdesk("demo", "--headless", folder=small / "hotel")
    conversation = at_the_desk.started(small / "hotel", "Anna", "Kristīne Bērziņa", "--request", "The window")
    with at_the_desk.sit_down(small / "hotel", "Anna") as terminal:
        at_the_desk.go_on(terminal, "The window")
        full = fill(small)
        terminal.press("f3")
        terminal.wait_for("WRITING")
        for _letter in range(400):  # what room the journal still has is used up first
            terminal.type("x")
            if "The disk is full" in terminal.text:
                break
        terminal.wait_for("The disk is full", "The windowx")
        full.unlink()
        terminal.type(" does not close")
        terminal.wait_for("does not close", "✓ saved")
        terminal.wait_until_gone("The disk is full")
    assert "does not close" in str(at_the_desk.talk_of(small / "hotel", conversation)["request"])


LIMITED = """
import json, resource, sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Attempt
from frontdesk.ground.errors import DeskError
from frontdesk.ground.ids import new_id
folder, at, talk = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), sys.argv[3]
desk = opening.open_desk(folder, staff="Anna", clock=lambda: at)
_soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
size = (folder / "data" / "frontdesk.db").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (min(size, 100_000), hard))
said, given = [], 0
for _press in range(60):
    attempt = Attempt(new_id(), talk, "luggage", None)
    try:
        giving.give_surely(desk, attempt)
        given += 1
    except DeskError as error:
        said.append(str(error))
        if len(said) == 3:
            break
seen = len(talking.view(desk, talk).given)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
last = giving.give_surely(desk, attempt)
print(json.dumps([said, given, seen, last.already]))
"""


def test_a_file_that_may_not_grow_is_like_a_full_disk(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    talk = heard(desk, make_guest(desk))
    desk.store.close()
    result = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path), NOON.isoformat(), talk],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    said, done, seen, already = json.loads(result.stdout)
    assert len(said) == 3 and set(said) <= {
        "The disk is full: nothing was recorded. Free some space and try again; until then write it on paper.",
        "The disk did not answer while the database was used: nothing was recorded."
        " Check the disk or the network folder, then try again.",
        "The disk did not answer while this was being recorded: whether it was is not certain."
        " Check the disk, and look before you do it again; a gesture is never given twice.",
    }, said
    assert seen == done and not already
    after = opening.open_desk(tmp_path, staff="Anna", clock=Clock())
    assert entries_of(after, talk) == done + 1
    must_be_sound(after.store)
    after.store.close()
