"""However large a file is, nobody at another desk waits for more than a stretch of it, and nobody sees half a card."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_hotel import small_desk

from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import importing, undoing_imports
from frontdesk.desk.imports.importing import CUSTOMERS, ORDERS, import_customers, import_orders
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.store import bulk, coming, customers, imports, one_large_work, orders, stretches
from frontdesk.store.stretches import Stretches
from frontdesk.store.transaction import reading, writing

ROWS = 20_000
BEFORE = 3
SOME = 2000
HEADER = "id,name,phone,likes,note,company\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = small_desk(tmp_path / "hotel")
    yield made
    made.store.close()


def people(desk: Desk, count: int, *, more: bool = False, phone: int = 3) -> Path:
    """A file of so many; `more`: with likes, notes and companies, too."""
    path = desk.folder / f"people{count}.csv"
    rest = [",quiet|tea,note,Ogle" if more else ",,,"]
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        file.writelines(f"G{n},Žanete Ķēniņa{n},+371 {phone}{n:07d}{rest[0]}\n" for n in range(count))
    return path


def some_before(desk: Desk) -> None:
    """A few customers, some of whom stand in the files, too, and say something else there."""
    path = desk.folder / "before.csv"
    path.write_text("id,name,phone\nG1,Žanete Before,1\nX1,Berta Kalna,2\nX2,Berta Liepa,3\n", encoding="utf-8")
    assert import_customers(desk, path).new == BEFORE


@pytest.fixture(params=["in one moment", "in stretches"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either way of what is too large for one transaction; and a desk with others to see."""
    if request.param == "in stretches":
        monkeypatch.setattr(coming, "FEW", -1)
    return str(request.param)


class Turns:
    """Another desk that writes whenever it is let: how often, and how many rows of the file it saw at most between."""

    def __init__(self, desk: Desk) -> None:
        self.other = opening.open_desk(desk.folder, staff=desk.person.name, clock=desk.clock)
        self.written: list[int] = []
        self.seen: list[int] = []

    def take(self, doing: str, done: int, _total: int) -> None:
        if doing != "write":
            return
        talking.start(self.other, customer_id=None, request="The heating is dead")
        self.written.append(done)
        with reading(self.other.store) as connection:
            self.seen.append(customers.count(connection))


def test_another_desk_has_its_turn_between_stretches_however_many_rows_come(desk: Desk, way: str) -> None:
    some_before(desk)
    turns = Turns(desk)
    done = import_customers(desk, people(desk, ROWS), progress=turns.take)
    assert (done.new, done.changed) == (ROWS - 1, 1)
    most = stretches.AHEAD_MAX * stretches.ROWS_AT_ONCE
    assert len(turns.written) >= (ROWS * 6) / most, "so many rows of cards and terms never go in without a turn"
    if way == "in one moment":
        assert set(turns.seen) == {BEFORE}, "all of them come in the last moment"
    assert finding.find(desk, "kenina19999") and is_sound(desk)
    turns.other.store.close()


def test_one_stretch_takes_no_more_than_so_many_batches_however_quick_the_machine_is(desk: Desk) -> None:
    asked: list[int] = []
    held: list[int] = []

    def batches() -> Iterator[int]:
        for number in range(500):
            asked.append(number)
            yield number

    def told(rows: int) -> None:
        held.append(rows)
        with writing(desk.store) as connection:  # nothing is locked
            connection.execute("UPDATE imports SET same = same WHERE id = ''")

    with desk.store.own(foreign_keys=False) as connection, Stretches(desk.store, connection, told) as writes:
        writes.write(batches(), lambda _connection, _batch: 1)
    assert sum(held) == len(asked) == 500
    assert max(held) <= stretches.AHEAD_MAX


def test_a_slow_batch_is_alone_in_its_stretch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "SECONDS", 0.0)  # every batch is as slow as a stretch may be
    held: list[int] = []
    with desk.store.own(foreign_keys=False) as connection, Stretches(desk.store, connection, held.append) as writes:
        writes.write(iter(range(20)), lambda _connection, _batch: 1)
    assert held == [1] * 20


def test_whatever_a_card_has_is_there_in_the_moment_in_which_it_is_found(desk: Desk, way: str) -> None:
    some_before(desk)
    other = opening.open_desk(desk.folder, staff=desk.person.name, clock=desk.clock)
    halves: list[str] = []

    def look(_doing: str, _done: int, _total: int) -> None:
        for number in (1007, 1234, 1500, SOME - 1):
            by_name, by_phone = (finding.find(other, said) for said in (f"kenina{number}", f"3{number:07d}"))
            assert [each.id for each in by_name] == [each.id for each in by_phone]
            for each in by_name:
                card = cards.card(other, each.id)
                whole = len(card.preferences) == 2 and len(card.notes) == 1 and [one.name for one in card.groups]
                halves.extend([] if whole == ["Ogle"] else [each.name])
            with reading(other.store) as connection:
                assert (customers.by_key(connection, f"G{number}") is not None) is bool(by_name)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stretches, "AHEAD_MAX", 1)
        import_customers(desk, people(desk, SOME, more=True), progress=look)
    look("write", 0, 0)
    assert halves == [] and is_sound(desk)
    other.store.close()


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


def test_a_large_import_that_is_stopped_is_taken_back_but_for_whom_somebody_works_with(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coming, "FEW", -1)
    monkeypatch.setattr(stretches, "AHEAD_MAX", 1)
    some_before(desk)
    other = opening.open_desk(desk.folder, staff=desk.person.name, clock=desk.clock)
    talks: list[str] = []

    def stop(doing: str, _done: int, _total: int) -> None:
        found = finding.find(other, "kenina3 zanete") if doing == "write" else ()
        if found and talks:
            raise importing.nothing_taken_over()
        if found:
            talks.append(found[0].id)
            talking.start(other, customer_id=found[0].id, request="The heating is dead")

    with pytest.raises(StoreUnavailable, match="but 1, with which"):
        import_customers(desk, people(desk, SOME * 2), progress=stop)
    with reading(desk.store) as connection:
        assert customers.count(connection) == BEFORE + 1
    assert finding.find(desk, "Before"), "what it changed is as it was"
    assert is_sound(desk)
    assert import_customers(desk, people(desk, SOME * 2)).new == SOME * 2 - 2
    other.store.close()


def test_somebody_who_comes_with_a_key_of_the_file_meanwhile_is_known_in_it(desk: Desk, way: str) -> None:
    some_before(desk)
    came: list[str] = []

    def at_the_desk(doing: str, done: int, _total: int) -> None:
        if doing == "write" and done and not came:
            came.append("a")
            with writing(desk.store) as connection:
                somebody = customers.Customer("a", "Žanete Meanwhile", external_key="G1700")
                customers.insert(connection, [somebody], desk.now())

    done = import_customers(desk, people(desk, SOME), progress=at_the_desk)
    assert came and (done.new, done.changed) == (SOME - 2, 2)
    with reading(desk.store) as connection:
        assert customers.count(connection) == BEFORE + SOME - 1
    assert is_sound(desk)


def test_two_large_works_at_once_are_told_apart(desk: Desk) -> None:
    source = people(desk, SOME)
    with one_large_work.alone(desk.store.path) as mine:
        assert mine
        with pytest.raises(StoreUnavailable, match="another desk"):
            import_customers(desk, source)
    assert import_customers(desk, source).new == SOME


def test_orders_go_in_stretches_and_are_taken_back_in_stretches(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "WHOLE_MAX", 100)
    monkeypatch.setattr(undoing_imports, "WHOLE_MAX", 100)
    monkeypatch.setattr(stretches, "AHEAD_MAX", 1)
    some_before(desk)
    source = desk.folder / "orders.csv"
    source.write_text("id,customer,room\n" + "".join(f"O{n},X1,{n}\n" for n in range(SOME * 3)), encoding="utf-8")
    turns = Turns(desk)
    done = import_orders(desk, source, progress=turns.take)
    assert done.new == SOME * 3 and len(turns.written) >= SOME * 3 / stretches.ROWS_AT_ONCE
    assert undoing_imports.undo(desk, ORDERS, done.import_id).removed == SOME * 3
    with reading(desk.store) as connection:
        assert orders.by_key(connection, "O1") is None
    assert is_sound(desk)
    turns.other.store.close()


def nothing_is_left(desk: Desk, count: int) -> bool:
    """Whether nothing hangs on cards that are not there, nothing is unfinished, and nothing waits."""
    with reading(desk.store) as connection:
        hanging = [
            connection.execute(
                f"SELECT count(*) FROM {table} WHERE customer_id NOT IN (SELECT id FROM customers)"
            ).fetchone()
            for table in ("customer_terms", "preferences", "notes", "group_members")
        ]
        rows = connection.execute("SELECT count(*) FROM preferences").fetchone()
        return (
            hanging == [(0,)] * 4
            and rows == (2 * count,)
            and not imports.unfinished(connection)
            and not coming.there(connection)
        )


def is_sound(desk: Desk) -> bool:
    with reading(desk.store) as connection:
        return [
            connection.execute(f"PRAGMA {check}").fetchall() for check in ("foreign_key_check", "integrity_check")
        ] == [[], [("ok",)]]
