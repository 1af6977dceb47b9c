"""The power goes at any moment: what was said to be recorded is there afterwards, and nothing is half (T02).

Real gestures are given on a disk that remembers (losing_disk.py); each image of what it may hold after a cut is opened
by the program's own store and driver. `FRONTDESK_SEED=N` plays the same cuts again.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import apsw_driver
import pytest
from losing_disk import LosingDisk
from worlds import must_be_sound, quick_folder

from a_desk import GUIDELINES, Guest, given, heard, make_desk, make_guest
from figures import TellFigures
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.ground.errors import DeskError
from frontdesk.store.engine import open_store
from frontdesk.store.transaction import reading

SEED = int(os.environ.get("FRONTDESK_SEED", "20261122"))
JOURNALS = {"wal": apsw_driver.Settings.sqlite_version, "truncate": "3.40.1"}
ROUNDS = 16
FREE = (
    GUIDELINES.replace("up_to: 4 times", "up_to: 999999 times")
    .replace("up_to: 20 times", "up_to: 999999 times")
    .replace("up_to: 1200.00", "up_to: 9000000.00")
)


@dataclass(frozen=True)
class Said:
    """What the desk had said to be recorded by a moment: a row of a table."""

    moment: int
    table: str
    id: str


@pytest.fixture
def disk() -> Iterator[LosingDisk]:
    disk = LosingDisk("losing")
    yield disk
    disk.unregister()


def a_day(disk: LosingDisk, folder: Path, settings: apsw_driver.Settings, patch: pytest.MonkeyPatch) -> list[Said]:
    """Requests heard, gestures given and taken back, on the disk that remembers; what was said, and when."""
    with patch.context() as within:
        apsw_driver.used_by(within, settings)
        desk = make_desk(folder, text=FREE)
        guest = make_guest(desk)
        disk.watch(folder / "data")
        said: list[Said] = []
        for number in range(ROUNDS):
            said += one_round(desk, disk, guest, number)
        desk.store.close()
    return said


def one_round(desk: Desk, disk: LosingDisk, guest: Guest, number: int) -> Iterator[Said]:
    talk = heard(desk, guest)
    yield Said(len(disk.asked), "conversations", talk)
    done = given(desk, talk, ("drink", "luggage")[number % 2], reason=f"Round {number}")
    yield Said(len(disk.asked), "entries", done.entry_id)
    if number % 3 == 0:
        back = giving.take_back(desk, done.entry_id, "It was not for her")
        yield Said(len(disk.asked), "entries", back.entry_id)


def opened(image: dict[str, bytes], folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, held in image.items():
        (folder / name).write_bytes(held)
    return folder / "frontdesk.db"


def judged(path: Path, said: list[Said], moment: int, *, proven: bool) -> str:
    """What an image is like, opened by the program with its own driver: sound, lost, or damaged."""
    try:
        store = open_store(path)
    except DeskError:
        return "damaged"
    try:
        with reading(store) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return "damaged"
            there = {
                table: {row[0] for row in connection.execute(f"SELECT id FROM {table}")}
                for table in ("entries", "conversations")
            }
            links = connection.execute("SELECT count(*), max(entry_seq) FROM chain").fetchone()
            lines = connection.execute("SELECT count(*), max(seq) FROM entries").fetchone()
        if any(each.id not in there[each.table] for each in said if each.moment <= moment):
            return "lost"
        if links != lines:
            return "half"
        if proven:
            must_be_sound(store)
    except DeskError:
        return "damaged"
    finally:
        store.close()
    return "sound"


def cut(disk: LosingDisk, said: list[Said], images: int, folder: Path, seed: int) -> Counter[str]:
    """So many images at moments of chance, and what they are like."""
    found: Counter[str] = Counter()
    for number in range(images):
        dice = random.Random(f"{seed} {number}")
        moment = dice.randrange(1, len(disk.asked) + 1)
        image = disk.after_a_power_cut(moment, dice)
        path = opened(image, folder / "image" / "data")
        found[judged(path, said, moment, proven=number % 10 == 0)] += 1
    return found


def cuts(
    disk: LosingDisk,
    images: int,
    patch: pytest.MonkeyPatch,
    tell_figures: TellFigures,
    journal: str = "wal",
    synchronous: str | None = None,
    seed: int = SEED,
) -> Counter[str]:
    settings = apsw_driver.Settings()
    settings.vfs, settings.sqlite_version, settings.synchronous = disk.name, JOURNALS[journal], synchronous
    settings.autocheckpoint_pages = 60  # so that the journal is taken over and begun anew again and again
    with quick_folder() as folder:
        said = a_day(disk, folder, settings, patch)
        found = cut(disk, said, images, folder, seed)
    tell_figures(f"{journal}, synchronous={synchronous or 'FULL'}: {images} power cuts, seed {seed}: {dict(found)}")
    return found


@pytest.mark.parametrize("journal", JOURNALS)
def test_what_was_said_to_be_recorded_is_there_after_a_power_cut(
    journal: str, disk: LosingDisk, monkeypatch: pytest.MonkeyPatch, tell_figures: TellFigures
) -> None:
    assert cuts(disk, 300, monkeypatch, tell_figures, journal) == {"sound": 300}


@pytest.mark.parametrize(("journal", "synchronous"), [("wal", "NORMAL"), ("wal", "OFF"), ("truncate", "OFF")])
def test_the_same_cuts_lose_gestures_where_less_is_asked_of_the_disk(
    journal: str, synchronous: str, disk: LosingDisk, monkeypatch: pytest.MonkeyPatch, tell_figures: TellFigures
) -> None:
    """Without `synchronous=FULL` the test above is red: the simulator bites."""
    found = cuts(disk, 60, monkeypatch, tell_figures, journal, synchronous)
    assert found["lost"] + found["damaged"] >= 5


@pytest.mark.tier_b
@pytest.mark.parametrize("journal", JOURNALS)
def test_thousands_of_power_cuts(
    journal: str, disk: LosingDisk, monkeypatch: pytest.MonkeyPatch, tell_figures: TellFigures
) -> None:
    for turn in range(5):
        assert cuts(disk, 500, monkeypatch, tell_figures, journal, seed=SEED + turn) == {"sound": 500}
