"""A disk that fails at any operation of a large import: the file is sound, no card is half, and the next one ends it.

Both ways of a large file (docs/importing.md): all cards in one moment by an exchange of tables, and stretch by stretch.
A file of forty is made a large one by the bound that says what is large.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from failing_disk import CLEAN, KINDS, FailingDisk, Kind, each_fault, said_of
from test_failing_disk import JOURNALS, must_be_calm, stores_lie_on
from worlds import World, made, must_be_sound, quick_folder

from figures import TellFigures
from frontdesk.desk.imports import importing, undoing_imports
from frontdesk.desk.imports.importing import CUSTOMERS
from frontdesk.ground.errors import DeskError, NotFound
from frontdesk.store import bulk, coming
from frontdesk.store.transaction import reading

ROWS = 40
GUESTS = "name,phone,likes,note\n" + "".join(f"Guest {n},+3712{n:07d},tea,arrives late\n" for n in range(ROWS))


@pytest.fixture
def disk() -> Iterator[FailingDisk]:
    disk = FailingDisk("large files")
    yield disk
    disk.unregister()


@pytest.fixture(params=["in one moment", "in stretches"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(bulk, "WHOLE_MAX", 0)
    if request.param == "in stretches":
        monkeypatch.setattr(coming, "FEW", -1)
    return str(request.param)


def cards(world: World) -> int:
    """How many of the file's cards are there; each with all that it is found by, what it likes and its note."""
    with reading(world.desk.store) as connection:
        found = connection.execute(
            "SELECT (SELECT count(*) FROM customer_terms t WHERE t.customer_id = c.id),"
            " (SELECT count(*) FROM customer_terms t NOT INDEXED WHERE t.customer_id = c.id),"
            " (SELECT count(*) FROM preferences p WHERE p.customer_id = c.id),"
            " (SELECT count(*) FROM notes n WHERE n.customer_id = c.id)"
            " FROM customers c WHERE c.name LIKE 'Guest %'"
        ).fetchall()
    assert all(each[0] == each[1] > 0 and each[2:] == (1, 1) for each in found), found
    return len(found)


def taken(world: World) -> object:
    """What the import answers, or the DeskError with which it ended."""
    try:
        return importing.import_customers(world.desk, world.desk.folder / "guests.csv")
    except DeskError as error:
        return error


def one_fault(disk: FailingDisk, way: str, world: World, number: int, kind: Kind) -> str:
    disk.arm(number, kind[0], for_ever=kind[1])
    answer = taken(world)
    failed = disk.failed
    disk.mend()
    there = cards(world)
    if isinstance(answer, DeskError):
        must_be_calm(answer)
    else:
        assert there == ROWS, "it was said to be done"
    if way == "in one moment":
        assert there in (0, ROWS), "some cards are seen before the others"
    must_be_sound(world.desk.store)
    assert not isinstance(taken(world), DeskError)
    assert cards(world) == ROWS or (there, cards(world)) == (ROWS, 2 * ROWS)  # without numbers of their own: once more
    must_be_sound(world.desk.store)
    if not failed:
        return CLEAN
    return "done all the same" if not isinstance(answer, DeskError) else "begun" if there else "refused"


def every_fault(
    disk: FailingDisk,
    way: str,
    journal: str,
    kinds: tuple[Kind, ...],
    monkeypatch: pytest.MonkeyPatch,
    *,
    step: int = 1,
) -> str:
    stores_lie_on(disk, journal, monkeypatch)
    with quick_folder() as folder:
        world = made(folder / "world")
        (folder / "world" / "guests.csv").write_text(GUESTS, encoding="utf-8")
        one, numbers = partial(one_fault, disk, way), partial(itertools.count, 1, step)
        ends = each_fault(disk, world, kinds, numbers, one, f"{way}, {journal}")
    assert ends["refused"] > 20
    return said_of(ends, f"large file {way} ({journal})")


def imported(world: World) -> dict[str, str]:
    (world.desk.folder / "guests.csv").write_text(GUESTS, encoding="utf-8")
    return {"import": importing.import_customers(world.desk, world.desk.folder / "guests.csv").import_id}


def hanging(world: World) -> int:
    """How much there is of cards that are not there."""
    tables = ("customer_terms", "preferences", "notes")
    with reading(world.desk.store) as connection:
        return sum(
            len(
                connection.execute(
                    f"SELECT 1 FROM {table} WHERE customer_id NOT IN (SELECT id FROM customers)"
                ).fetchall()
            )
            for table in tables
        )


def one_fault_of_taking_back(disk: FailingDisk, world: World, number: int, kind: Kind) -> str:
    later = replace(world.desk, clock=lambda: world.desk.clock() + timedelta(days=1))
    disk.arm(number, kind[0], for_ever=kind[1])
    answer: object = None
    try:
        undoing_imports.undo(later, CUSTOMERS, world.about["import"])
    except DeskError as error:
        answer = error
    failed = disk.failed
    disk.mend()
    there = cards(world)
    if isinstance(answer, DeskError):
        must_be_calm(answer)
        with contextlib.suppress(NotFound):  # all of it was taken back, and the last word of it was not heard
            undoing_imports.undo(later, CUSTOMERS, world.about["import"])
    assert (cards(world), hanging(world)) == (0, 0), "the same again does the rest"
    must_be_sound(world.desk.store)
    if not failed:
        return CLEAN
    return "done all the same" if answer is None else "refused" if there == ROWS else "begun"


def test_taking_a_large_import_back_is_ended_by_the_same_again_wherever_the_disk_fails(
    way: str, disk: FailingDisk, monkeypatch: pytest.MonkeyPatch, tell_figures: TellFigures
) -> None:
    stores_lie_on(disk, "wal", monkeypatch)
    monkeypatch.setattr(undoing_imports, "WHOLE_MAX", 0)
    with quick_folder() as folder:
        world = made(folder / "world", imported)
        one, numbers = partial(one_fault_of_taking_back, disk), partial(itertools.count, 1, 4)
        ends = each_fault(disk, world, ((KINDS[0], True),), numbers, one, way)
    assert ends["refused"] and ends["begun"]
    tell_figures(said_of(ends, f"taking a large file back {way}"))


def test_a_large_import_is_ended_by_the_next_one_wherever_the_disk_fails(
    way: str, disk: FailingDisk, monkeypatch: pytest.MonkeyPatch, tell_figures: TellFigures
) -> None:
    tell_figures(every_fault(disk, way, "wal", ((KINDS[0], True),), monkeypatch, step=4))


@pytest.mark.tier_b
@pytest.mark.parametrize("journal", JOURNALS)
def test_a_large_import_is_ended_by_the_next_one_whatever_fails_and_however(
    way: str, journal: str, disk: FailingDisk, monkeypatch: pytest.MonkeyPatch, tell_figures: TellFigures
) -> None:
    tell_figures(every_fault(disk, way, journal, tuple(itertools.product(KINDS, (False, True))), monkeypatch))
