"""Who goes with an import that is taken back: the same by each way, and whatever others write meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from large_files import is_sound
from small_hotel import desk_of_its_own

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, finding, preferring, relating
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import undoing_imports
from frontdesk.desk.imports.importing import CUSTOMERS, ORDERS, import_customers, import_orders
from frontdesk.store import bulk, coming, customers, imports, leaving, spool, stretches
from frontdesk.store.imports import Import
from frontdesk.store.leaving import Leaving
from frontdesk.store.said_by_file import SaidByFile
from frontdesk.store.stretches import Stretches
from frontdesk.store.transaction import reading, writing

HEADER = "id,name,phone,likes,note,company\n"
BEFORE = HEADER + "".join(f"B{n},Berta Kalna{n},+371 2{n:07d},tea,knows Anna,Ogle\n" for n in range(7))
MANY = HEADER + "".join(f"G{n},Žanete Ķēniņa{n},+371 3{n:07d},quiet|tea,note {n},House {n % 5}\n" for n in range(60))
STAYS = HEADER + "B1,Berta Liepa,,coffee,likes dogs,Other\n"
LATER = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
TABLES = ("customers", "customer_terms", "orders", "preferences", "notes", "groups", "group_members")

desk = desk_of_its_own
WAYS = ("whole", "in one moment", "in stretches")


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each way in and out, in stretches of a size for tests."""
    if request.param != "whole":
        monkeypatch.setattr(bulk, "WHOLE_MAX", 0)
        monkeypatch.setattr(undoing_imports, "WHOLE_MAX", 0)
    monkeypatch.setattr(coming, "FEW", -1 if request.param == "in stretches" else 1000)
    monkeypatch.setattr(leaving, "FEW", 0 if request.param == "in one moment" else 1000)
    monkeypatch.setattr(leaving, "CUSTOMERS_IN_ORDER", 25)
    monkeypatch.setattr(leaving, "CARDS_AT_ONCE", 7)
    monkeypatch.setattr(stretches, "AHEAD_MAX", 2)
    return str(request.param)


def file(desk: Desk, text: str) -> Path:
    path = desk.folder / "in.csv"
    path.write_text(text, encoding="utf-8")
    return path


def customer_id(desk: Desk, key: str) -> str:
    with reading(desk.store) as connection:
        found = customers.by_key(connection, key)
    assert found is not None
    return found.id


def everything(desk: Desk, but: tuple[str, ...] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables, but for those of the customers `but` and for when a card was written on last."""
    said = {}
    with reading(desk.store) as connection:
        for table in TABLES:
            names = [str(row[0]) for row in connection.execute(f"SELECT name FROM pragma_table_info('{table}')")]
            names.remove("updated_at") if "updated_at" in names else None
            rows = connection.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()
            said[table] = sorted((row for row in rows if not set(but) & set(row)), key=repr)
    return said


def undone(desk: Desk, what: str = CUSTOMERS) -> undoing_imports.Undoing:
    would = undoing_imports.look(desk, what)
    done = undoing_imports.undo(desk, what, would.done.id)
    assert done == would
    return done


@pytest.mark.usefixtures("way")
def test_everything_is_as_it_was_by_each_way_in_and_out(desk: Desk) -> None:
    import_customers(desk, file(desk, BEFORE))
    import_orders(desk, file(desk, "id,customer,room\nO1,B1,412\nO2,B2,413\n"))
    before = everything(desk)
    desk = replace(desk, clock=lambda: LATER)
    assert (import_customers(desk, file(desk, MANY + STAYS.removeprefix(HEADER))).new) == 60
    told = undone(desk)
    assert (told.removed, told.restored, told.tied_count) == (60, 1, 0)
    assert everything(desk) == before and is_sound(desk)
    assert finding.find(desk, "zanete") == () and len(finding.find(desk, "Berta")) == 7
    held = [each.name for each in desk.store.path.parent.iterdir() if b"+371 300000" in each.read_bytes()]
    assert held == [], "nothing of who went stands anywhere in the files of the database"
    many = "".join(f"P{n},B{n % 7},{n}\n" for n in range(50))
    import_orders(desk, file(desk, "id,customer,room\n" + many))
    assert (undone(desk, ORDERS).removed, everything(desk)) == (50, before)


@pytest.mark.usefixtures("way")
def test_who_stays_keeps_every_row_of_their_card_by_each_way_out(desk: Desk) -> None:
    import_customers(desk, file(desk, BEFORE))
    desk = replace(desk, clock=lambda: LATER)
    import_customers(desk, file(desk, MANY))
    talks, ordered = customer_id(desk, "G3"), customer_id(desk, "G58")
    talking.start(desk, customer_id=talks, request="The heating is dead")
    import_orders(desk, file(desk, "id,customer,room\nO1,G58,412\n"))
    going = tuple(customer_id(desk, f"G{n}") for n in range(60) if n not in (3, 58))
    stays = everything(desk, going)
    told = undone(desk)
    assert (told.removed, told.tied) == (58, ("Žanete Ķēniņa3", "Žanete Ķēniņa58"))
    after = everything(desk)
    empty = [row for row in stays["groups"] if "House 3" not in row and str(row[2]).startswith("House")]
    assert [each for each in stays["groups"] if each not in empty] == after.pop("groups")
    stays.pop("groups")
    assert after == stays and is_sound(desk)
    assert [each.name for each in finding.find(desk, "kenina58")] == ["Žanete Ķēniņa58"]
    assert [each.text for each in cards.card(desk, ordered).notes] == ["note 58"]


def test_what_others_write_between_looking_and_the_lock_counts(desk: Desk, way: str) -> None:
    import_customers(desk, file(desk, BEFORE))
    desk = replace(desk, clock=lambda: LATER)
    import_customers(desk, file(desk, MANY))
    bound = customer_id(desk, "G1")
    talk = talking.start(desk, customer_id=bound, request="The heating is dead")
    with spool.attached(desk.store, references_checked=True) as connection:
        going, writes = Leaving(connection, last(desk)), Stretches(desk.store, connection)
        going.find_who_stays()
        start = going.ids_begin_with
        tied, renamed = customer_id(desk, "G2"), customer_id(desk, "G4")
        talking.start(desk, customer_id=tied, request="The heating is dead")
        with writing(desk.store) as other:
            other.execute("UPDATE conversations SET customer_id = NULL WHERE id = ?", (talk.id,))
            other.execute("INSERT INTO customer_terms (term, customer_id) VALUES ('nnew', ?)", (renamed,))
            at = datetime(2026, 1, 1, tzinfo=UTC)
            customers.insert(other, [customers.Customer("new", "Somebody New", external_key="N")], at)
        if way == "whole":
            with writes.one():
                going.go()
        else:
            at_once = going.go_in_one_moment(writes, lambda _connection: None)
            assert at_once is (way == "in one moment")
            if not at_once:
                going.find_who_stays()
                going.go_in_stretches(writes)
            leaving.remove_rest(writes, start)
        assert going.who_stays(5) == ("Žanete Ķēniņa2",)
    assert is_sound(desk)
    assert [each.name for each in finding.find(desk, "zanete")] == ["Žanete Ķēniņa2"]
    assert finding.find(desk, "Somebody New") and len(finding.find(desk, "Berta")) == 7
    with reading(desk.store) as connection:
        assert connection.execute("SELECT 1 FROM customer_terms WHERE term = 'nnew'").fetchone() is None


def test_what_somebody_does_between_looking_and_the_lock_with_what_a_file_said_stays(desk: Desk) -> None:
    import_customers(desk, file(desk, BEFORE))
    desk = replace(desk, clock=lambda: LATER)
    said = "".join(f"B{n},Berta Kalna{n},+371 2{n:07d},{'coffee|milk'},likes dogs,Other\n" for n in range(4))
    import_customers(desk, file(desk, HEADER + said))
    whom = [customer_id(desk, f"B{n}") for n in range(4)]
    struck, again = (
        next(each.id for each in cards.card(desk, whom[n]).preferences if each.text == "coffee") for n in (0, 1)
    )
    preferring.strike(desk, again)
    with spool.attached(desk.store, references_checked=True) as connection:
        file_said = SaidByFile(connection, last(desk))
        found = file_said.find(of_everybody=True)
        preferring.strike(desk, struck)
        preferring.unstrike(desk, again)
        relating.leave(desk, whom[2], cards.card(desk, whom[2]).groups[0].id)
        with Stretches(desk.store, connection).one():
            file_said.take_back(connection, (0, found), None, desk.now())
    with reading(desk.store) as connection:
        left = connection.execute("SELECT customer_id, text FROM preferences WHERE text <> 'tea'").fetchall()
    assert left == [(whom[0], "coffee")], "what was struck out stays to be read, what stands again goes"
    assert [[each.name for each in cards.card(desk, one).groups] for one in whom] == [["Ogle"], ["Ogle"], [], ["Ogle"]]
    assert all([each.text for each in cards.card(desk, one).notes] == ["knows Anna"] for one in whom)


def last(desk: Desk) -> Import:
    with reading(desk.store) as connection:
        done = imports.last(connection, CUSTOMERS)
    assert done is not None
    return done
