"""However large a file is, nobody at another desk waits for more than a stretch of it, and nobody sees half a card."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from large_files import BEFORE, SOME, either_way, is_sound, nothing_is_left, people, some_before
from small_hotel import desk_of_its_own

from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import importing, large_works, undoing_imports
from frontdesk.desk.imports.importing import CUSTOMERS, ORDERS, import_customers, import_orders
from frontdesk.ground.errors import DeskError, StoreUnavailable
from frontdesk.store import bulk, coming, customers, one_large_work, orders, stretches
from frontdesk.store.stretches import Stretches
from frontdesk.store.transaction import reading, writing

ROWS = 20_000
LATER = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)

desk = desk_of_its_own
way = either_way


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


def test_a_desk_that_is_open_takes_back_what_a_killed_import_left(desk: Desk, way: str) -> None:
    some_before(desk)
    with (
        pytest.raises(SystemExit),
        importing.prepared(desk, CUSTOMERS, people(desk, SOME, more=True)) as ready,
        ready._spool.stretches(stops_at(9)) as writes,
    ):
        bulk.write(writes, ready._spool, ready._import(), lambda _connection: None)
    large_works.tidy(desk, lambda: True)
    large_works.tidy(desk, lambda: False)
    assert nothing_is_left(desk, 0) and is_sound(desk)
    with reading(desk.store) as connection:
        assert customers.count(connection) == BEFORE


def stops_at(turn: int) -> Callable[[int], None]:
    """Ends the program, with nothing taken back, when it is asked for the so manyth time."""
    turns = itertools.count(1)

    def told(_rows: int) -> None:
        if next(turns) == turn:
            raise SystemExit

    return told


def test_what_a_file_said_of_everybody_is_taken_back_with_a_turn_for_others_between(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretches, "AHEAD_MAX", 1)
    import_customers(desk, people(desk, SOME))
    done = import_customers(replace(desk, clock=lambda: LATER), people(desk, SOME * 2, more=True))
    assert (done.new, done.changed) == (SOME, SOME)
    before = everything_said(desk)
    there = [before]
    with large_works.attached(desk, lambda _rows: there.append(everything_said(desk))) as writes:
        large_works.take_back(writes, undoing_imports.listed(desk, CUSTOMERS)[0], None, desk.now())
    there.append(everything_said(desk))
    assert before == 8 * SOME and there[-1] == 0
    assert max(was - now for was, now in itertools.pairwise(there)) <= stretches.ROWS_AT_ONCE
    assert nothing_is_left(desk, 0) and is_sound(desk)


def everything_said(desk: Desk) -> int:
    """How many likes, notes and belongings there are."""
    with reading(desk.store) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM preferences) + (SELECT count(*) FROM notes)"
            " + (SELECT count(*) FROM group_members)"
        ).fetchone()
    return 0 if row is None else int(row[0])


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("turn", [2, 12])
@pytest.mark.parametrize("how", [KeyboardInterrupt, StoreUnavailable])
def test_taking_back_that_ends_in_the_middle_says_so_and_the_same_again_does_the_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, turn: int, how: type[BaseException]
) -> None:
    monkeypatch.setattr(stretches, "AHEAD_MAX", 1)
    some_before(desk)
    done = import_customers(desk, people(desk, SOME, more=True))
    later = replace(desk, clock=lambda: LATER)
    plain, turns = large_works.attached, itertools.count(1)

    def told(_rows: int) -> None:
        if next(turns) == turn:
            raise StoreUnavailable("The disk is full.", "Make room.") if how is StoreUnavailable else KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(DeskError, match="not taken back as a whole") as said:
        patched.setattr(large_works, "attached", lambda desk: plain(desk, told))
        undoing_imports.undo(later, CUSTOMERS, done.import_id)
    assert isinstance(said.value, importing.Interrupted if how is KeyboardInterrupt else StoreUnavailable)
    assert undoing_imports.look(later, CUSTOMERS).done.id == done.import_id, "not the one before"
    undoing_imports.undo(later, CUSTOMERS, done.import_id)
    assert nothing_is_left(desk, 0) and is_sound(desk)
    with reading(desk.store) as connection:
        assert customers.count(connection) == BEFORE
    assert [each.undone_at is None for each in undoing_imports.listed(desk, CUSTOMERS)] == [False, True]


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
