"""A disk that fails at any one operation of any one act: what is said is true, nothing is half, and it works again.

The program's own store runs on a disk written for the test (failing_disk.py), whose operation number N is refused, for
every N (T15).
"""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import apsw_driver
import pytest
from failing_disk import CLEAN, FULL, KINDS, FailingDisk, Kind, each_fault, said_of
from worlds import State, World, guidelines_read_once, made, must_be_sound, quick_folder, state_of
from writing_acts import ACTS, Act

from figures import TellFigures
from frontdesk.desk.people import pins
from frontdesk.ground.errors import DeskError, FateUnknown, Misconfigured, StoreUnavailable
from frontdesk.store.engine import Store

JOURNALS = {"wal": apsw_driver.Settings.sqlite_version, "truncate": "3.40.1"}


@pytest.fixture
def disk() -> Iterator[FailingDisk]:
    disk = FailingDisk("failing")
    yield disk
    disk.unregister()


def stores_lie_on(disk: FailingDisk, journal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = apsw_driver.Settings()
    settings.vfs, settings.sqlite_version = disk.name, JOURNALS[journal]
    settings.autocheckpoint_pages = 1  # what is taken over from the journal fails, too
    apsw_driver.used_by(monkeypatch, settings)
    guidelines_read_once(monkeypatch)


def world_on(disk: FailingDisk, journal: str, act: Act, folder: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    stores_lie_on(disk, journal, monkeypatch)
    monkeypatch.setattr(pins, "_COST", 16)  # how long a code takes to try is no matter of the disk
    return made(folder / "world", act.before)


class Commits:
    """The states that are seen from outside while an act goes on: after each commit, as another desk would see them."""

    def __init__(self, world: World, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
        self.act = act
        self.states = [state_of(world.desk.store)]
        plain = apsw_driver.Connection.commit

        def commit(connection: apsw_driver.Connection) -> None:
            plain(connection)
            self._look(world)

        with monkeypatch.context() as patch:
            patch.setattr(apsw_driver.Connection, "commit", commit)
            act.does(world)
        self._look(world)
        self.tables = {state.but(act.each_try) for state in self.states}

    def _look(self, world: World) -> None:
        state = state_of(world.desk.store)
        if state != self.states[-1]:
            self.states.append(state)

    def is_one_of_them(self, state: State) -> bool:
        """Whether `state` is one in which the act may stop: before it, or after one of its commits."""
        return state == self.states[0] or state.but(self.act.each_try) in self.tables

    def is_the_end(self, state: State) -> bool:
        """Whether in `state` the act is done."""
        return state.but(self.act.each_try) == self.states[-1].but(self.act.each_try)


def tries(world: World, disk: FailingDisk, act: Act, number: int, kind: Kind) -> object:
    """What the act answers, or the DeskError with which it ended."""
    disk.arm(number, kind[0], for_ever=kind[1])
    try:
        return act.does(world)
    except DeskError as error:
        return error


def must_be_calm(error: DeskError) -> None:
    assert isinstance(error, (StoreUnavailable, FateUnknown, Misconfigured)), repr(error)
    said = str(error)
    assert error.remedy and len(said) < 400
    assert not any(word in said for word in ("Traceback", "SQL", "sqlite", "Error", "apsw", "None"))


def one_fault(disk: FailingDisk, commits: Commits, world: World, number: int, kind: Kind) -> str:
    """One act with one fault in it, everything that is to be true afterwards, and how it ended."""
    act, before = commits.act, commits.states[0]
    answer = tries(world, disk, act, number, kind)
    error = answer if isinstance(answer, DeskError) else None
    failed = disk.failed
    disk.mend()
    if not failed:
        assert error is None
        return CLEAN
    now = state_of(world.desk.store)
    crashed = after_a_crash(world, world.desk.folder.parent / "crashed")
    for state in (now, crashed):
        assert commits.is_one_of_them(state), "half of it is there"
    recorded = now != before
    if error is None:
        left = str(getattr(answer, "left", ""))  # it is done, and a sentence says what is still to be cleaned
        assert commits.is_the_end(now) or left, "it was said to be done"
        assert "nothing was recorded" not in left, "it was"
        assert crashed == now
    else:
        must_be_calm(error)
        if crashed != now:
            assert "not certain" in str(error), "a crash brings back what was said not to be recorded"
        if not act.each_try:
            unknown = isinstance(error, FateUnknown) or "not certain" in str(error)
            assert not recorded or unknown, "what was said not to be recorded is there"
    must_be_sound(world.desk.store)
    if not recorded or act.once:
        act.does(world)
    assert commits.is_the_end(state_of(world.desk.store)), "done again it is not what it would have been"
    must_be_sound(world.desk.store)
    if error is None:
        return "done all the same"
    return "not certain, and said so" if crashed != now else "refused" if not recorded else "begun, and finished later"


def after_a_crash(world: World, folder: Path) -> State:
    """What a machine finds that stopped just now."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in ("frontdesk.db", "frontdesk.db-wal", "frontdesk.db-journal"):
        if (world.desk.folder / "data" / name).exists():
            shutil.copy(world.desk.folder / "data" / name, folder / name)
    store = Store(folder / "frontdesk.db")
    try:
        return state_of(store)
    finally:
        store.close()


def places(operations: int) -> Iterator[int]:
    """Every operation of an act, and those after it until there is no more; of a very long one some 150 in between."""
    close = 150
    if operations <= 2 * close:
        return itertools.count(1)
    return itertools.chain(range(1, close), itertools.count(close, operations // close))


def every_fault(
    name: str, journal: str, kinds: tuple[Kind, ...], disk: FailingDisk, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The act with each of its operations failing in turn; how often it ended in which way, in a line."""
    begun = time.process_time()
    act = ACTS[name]
    with quick_folder() as folder:
        world = world_on(disk, journal, act, folder, monkeypatch)
        clean = world.copied(folder / "clean")
        disk.arm(0, "", for_ever=False)
        commits = Commits(clean, act, monkeypatch)
        clean.desk.store.close()
        one, numbers = partial(one_fault, disk, commits), partial(places, len(disk.done))
        ends = each_fault(disk, world, kinds, numbers, one, f"{name}, {journal}")
    assert ends.total() > 20
    assert ends["refused"] or name == "publish"
    return f"{said_of(ends, f'{name} ({journal})')}; {time.process_time() - begun:.1f} s of the processor"


ALL = tuple(itertools.product(KINDS, (False, True)))
# A second failure while SQLite answers the first reaches nobody: the disk of the test plants it, its driver reports it.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. None:pytest.PytestUnraisableExceptionWarning")


@pytest.mark.parametrize("act", ["give", "take back", "undo an import"])
def test_giving_and_taking_back_say_what_is_true_wherever_the_disk_fails(
    act: str, disk: FailingDisk, monkeypatch: pytest.MonkeyPatch, tell_figures: TellFigures
) -> None:
    tell_figures(every_fault(act, "wal", (("full", False), ("broken", True)), disk, monkeypatch))


@pytest.mark.parametrize("name", ["erase", "forget what is old"])
def test_who_is_erased_is_not_called_kept_when_the_file_cannot_be_cleaned(
    name: str, disk: FailingDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is done when its first write is; what fails from then on is told as what is still to be done."""
    act = ACTS[name]
    with quick_folder() as folder:
        world = world_on(disk, "truncate", act, folder, monkeypatch)
        clean = world.copied(folder / "clean")
        disk.arm(0, "", for_ever=False)
        with monkeypatch.context() as patch:
            patch.setattr(apsw_driver.Connection, "commit", first_of(apsw_driver.Connection.commit, disk))
            act.does(clean)
        clean.desk.store.close()
        first = disk.done.index("recorded")
        for number, for_ever in itertools.product(range(first + 1, first + 13), (False, True)):
            again = world.copied(folder / f"{number}-{for_ever}")
            answer = tries(again, disk, act, number, (FULL, for_ever))
            disk.mend()
            again.desk.store.close()
            left = str(getattr(answer, "left", answer))
            assert "did not let the file of the database be cleaned" in left, (disk.done[number - 2 : number], answer)


def first_of(commit: Callable[[apsw_driver.Connection], None], disk: FailingDisk) -> object:
    """The driver's commit, after which the first time stands in what the disk did."""

    def committed(connection: apsw_driver.Connection) -> None:
        commit(connection)
        if "recorded" not in disk.done:
            disk.done.append("recorded")

    return committed


@pytest.mark.tier_b
@pytest.mark.parametrize("journal", JOURNALS)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_says_what_is_true_wherever_the_disk_fails(
    act: str, journal: str, disk: FailingDisk, monkeypatch: pytest.MonkeyPatch, tell_figures: TellFigures
) -> None:
    tell_figures(every_fault(act, journal, ALL, disk, monkeypatch))
