"""A disk that fails while a database is being put in order after a power cut: the next opening ends as if it had not.

Images of the disk after a power cut (test_power_cuts.py) are opened on a disk whose operation number N fails, for every
N (failing_disk.py). Two troubles one after the other are what a bad evening looks like.
`FRONTDESK_SEED=N` plays other cuts.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import apsw_driver
import pytest
from failing_disk import BROKEN, FULL, FailingDisk
from losing_disk import LosingDisk
from test_failing_disk import must_be_calm
from test_power_cuts import JOURNALS, SEED, a_day, opened
from worlds import State, must_be_sound, quick_folder, state_of

from a_desk import Clock, heard, make_guest
from figures import TellFigures
from frontdesk.desk import opening
from frontdesk.ground.errors import DeskError
from frontdesk.store.engine import Store, open_store

FAULTS = ((FULL, True), (BROKEN, False), (BROKEN, True))


@pytest.fixture
def failing() -> Iterator[FailingDisk]:
    disk = FailingDisk("failing")
    yield disk
    disk.unregister()


@pytest.fixture
def losing() -> Iterator[LosingDisk]:
    disk = LosingDisk("losing")
    yield disk
    disk.unregister()


def settings_on(name: str, journal: str) -> apsw_driver.Settings:
    settings = apsw_driver.Settings()
    settings.vfs, settings.sqlite_version, settings.autocheckpoint_pages = name, JOURNALS[journal], 60
    return settings


def looked_at(path: Path) -> State:
    """What somebody finds who opens it and looks; on the way out what the journal holds is taken over."""
    store = open_store(path)
    try:
        return state_of(store)
    finally:
        store.close()


def one_image(image: dict[str, bytes], disk: FailingDisk, folder: Path, ends: Counter[str]) -> None:
    """Every operation of opening it fails in turn, in each way; then it is opened on a disk that works."""
    disk.arm(0, "", for_ever=False)
    whole = looked_at(opened(image, folder / "whole" / "data"))
    for kind, for_ever in FAULTS:
        for number in itertools.count(1):
            path = opened(image, folder / "now" / "data")
            disk.arm(number, kind, for_ever=for_ever)
            error: DeskError | None = None
            try:
                seen = looked_at(path)
            except DeskError as raised:
                error = raised
            came = disk.failed
            disk.mend()
            if error is None:
                assert seen == whole, f"operation {number}, {kind}: another state was seen"
            else:
                must_be_calm(error)
            assert looked_at(path) == whole, f"operation {number}, {kind}: it was not put in order afterwards"
            ends["refused" if error else "opened all the same" if came else "clean"] += 1
            if not came:
                break
    store = Store(folder / "now" / "data" / "frontdesk.db")
    must_be_sound(store)
    store.close()


@pytest.mark.parametrize("images", [4, pytest.param(100, marks=pytest.mark.tier_b)])
@pytest.mark.parametrize("journal", JOURNALS)
def test_a_fault_while_it_is_put_in_order_after_a_power_cut_harms_nothing(
    journal: str,
    images: int,
    losing: LosingDisk,
    failing: FailingDisk,
    monkeypatch: pytest.MonkeyPatch,
    tell_figures: TellFigures,
) -> None:
    ends: Counter[str] = Counter()
    with quick_folder() as folder:
        a_day(losing, folder / "day", settings_on("losing", journal), monkeypatch)
        apsw_driver.used_by(monkeypatch, settings_on("failing", journal))
        for number in range(images):
            dice = random.Random(f"{SEED} {journal} {number}")
            image = losing.after_a_power_cut(dice.randrange(1, len(losing.asked) + 1), dice)
            try:
                one_image(image, failing, folder, ends)
            except BaseException as error:
                error.add_note(f"{journal}, image {number}, seed {SEED}")
                raise
            finally:
                failing.mend()
    tried = f"{images} power cuts, {ends.total()} faults while opening"
    tell_figures(f"{journal}: {tried}, seed {SEED}: {dict(ends)}, 0 false")
    assert ends["refused"] >= images


def test_work_goes_on_after_it(
    losing: LosingDisk, failing: FailingDisk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """After the cut, the fault and the mending somebody hears a request, in both kinds of journal."""
    for journal in JOURNALS:
        house = tmp_path / journal
        a_day(losing, house, settings_on("losing", journal), monkeypatch)
        dice = random.Random(f"{SEED} {journal}")
        opened(losing.after_a_power_cut(len(losing.asked) - 3, dice), house / "data")
        with monkeypatch.context() as patch:
            apsw_driver.used_by(patch, settings_on("failing", journal))
            failing.arm(2, FULL, for_ever=True)
            with pytest.raises(DeskError):
                opening.open_desk(house, staff="Anna", clock=Clock())
            failing.mend()
            desk = opening.open_desk(house, staff="Anna", clock=Clock())
            assert heard(desk, make_guest(desk))
            must_be_sound(desk.store)
            desk.store.close()
