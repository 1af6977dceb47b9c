"""Folders for the terminal tests: each kind is made once by the program itself, and every test has its own copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from driving import frontdesk

NEW = Callable[[], Path]
TODAY = date.today()
# The business day may still be the one before: nothing here begins or ends today.
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LAST_YEAR, LAST_MONTH, NEXT_YEAR = (TODAY + timedelta(days=days) for days in (-400, -30, 335))

FITNESS_PEOPLE = """\
key,name,phone,card_number,standing,since,overdue,former
M1,Екатерина Орлова,+371 29 550 142,P-1042,former,2021-03-01,0.00,yes
M2,Anna Ozola,+371 26 111 222,P-2001,,2024-01-01,0.00,no
M3,Olga Reine,+371 26 333 444,P-2002,,2024-01-01,20.00,no
M4,Vera Liepa,+371 26 555 666,P-2003,,2023-01-01,0.00,no
M5,Dace Upe,+371 26 777 888,P-2004,,2024-01-01,0.00,no
"""
FITNESS_ORDERS = f"""\
key,customer,label,state,starts_on,ends_on,total,paid,joining_fee
A1,M1,Old membership,closed,2021-03-01,{LAST_YEAR},480.00,480.00,
A2,M1,Membership,open,{LAST_MONTH},{NEXT_YEAR},900.00,0.00,40.00
B1,M2,Membership,open,{LAST_MONTH},{NEXT_YEAR},900.00,0.00,40.00
C1,M3,Membership,open,{LAST_MONTH},{NEXT_YEAR},900.00,0.00,40.00
E1,M5,Membership,open,{LAST_MONTH},{NEXT_YEAR},900.00,0.00,40.00
"""
TABLES = """\
key,name,phone
G1,Elza Kronberga,+371 26 100 001
G2,Ivo Zars,+371 26 100 002
G3,Karl Party,+371 26 100 003
G4,Nora Feast,+371 26 100 004
"""
BILLS = f"""\
key,customer,label,place,state,starts_on,ends_on,total,paid,guests
T7,G1,Table 7,7,open,{YESTERDAY},{TOMORROW},84.00,0.00,4
T2,G2,Table 2,2,open,{YESTERDAY},{TOMORROW},12.00,0.00,1
T9,G3,Long table,9,open,{YESTERDAY},{TOMORROW},900.00,0.00,24
T5,G4,Table 5,5,open,{YESTERDAY},{TOMORROW},300.00,0.00,6
"""
OWN = """\
frontdesk: 1
business: {name: House of our own, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
gestures:
  make_right:
    key: 1
    label: Make it right
    kind: open
    amount: {from: 5.00, to: 2000.00, usual: 150.00}
    needs: [request_heard, wish, reason]
    limits: [{id: per_guest_and_incident, up_to: 2000.00, per: [customer, incident], within: ever}]
    why: Whoever hears it may make it right.
  new_document:
    key: 2
    label: New document today
    kind: time
    why: The right paper in their hand comes before any question.
"""
OWN_PEOPLE = """\
key,name,phone
K1,Maija Siliņa,+371 26 200 001
K2,Igor Bondar,+371 26 200 002
"""


def _business(place: Path, people: str, orders: str = "", staff: str = "Marta") -> None:
    """People and orders into a folder that has its guidelines."""
    frontdesk("staff", "add", staff, folder=place)
    frontdesk("staff", "add", "Ilze", "--role", "lead", folder=place)
    for kind, table in (("customers", people), ("orders", orders)):
        if table:
            file = place.with_suffix(f".{kind}.csv")
            file.write_text(table, encoding="utf-8")
            frontdesk(kind, "import", str(file), folder=place, staff=staff)


def _copies(master: Path, where: pytest.TempPathFactory) -> NEW:
    def copy() -> Path:
        return Path(shutil.copytree(master, where.mktemp(master.name) / "desk"))

    return copy


@pytest.fixture(scope="session")
def demos(tmp_path_factory: pytest.TempPathFactory) -> NEW:
    """Copies of the practice hotel."""
    master = tmp_path_factory.mktemp("masters") / "demo"
    frontdesk("demo", "--headless", folder=master)
    return _copies(master, tmp_path_factory)


@pytest.fixture
def hotel(demos: NEW) -> Path:
    """The practice hotel, of this test alone; Anna works there."""
    return demos()


@pytest.fixture(scope="session")
def clubs(tmp_path_factory: pytest.TempPathFactory) -> NEW:
    """Copies of a fitness club with five members; its pool is not full."""
    master = tmp_path_factory.mktemp("masters") / "club"
    frontdesk_init(master, "fitness")
    _business(master, FITNESS_PEOPLE, FITNESS_ORDERS)
    frontdesk("house", "set", "house.pool_free", "45%", folder=master, staff="Marta")
    return _copies(master, tmp_path_factory)


@pytest.fixture
def club(clubs: NEW) -> Path:
    """The fitness club, of this test alone; Marta works there, Ilze leads."""
    return clubs()


@pytest.fixture(scope="session")
def bistros(tmp_path_factory: pytest.TempPathFactory) -> NEW:
    """Copies of a bistro with four tables taken."""
    master = tmp_path_factory.mktemp("masters") / "bistro"
    frontdesk_init(master, "restaurant")
    _business(master, TABLES, BILLS)
    return _copies(master, tmp_path_factory)


@pytest.fixture
def bistro(bistros: NEW) -> Path:
    """The bistro, of this test alone; Marta works there, Ilze leads."""
    return bistros()


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory) -> NEW:
    """Copies of a business with guidelines of its own."""
    master = tmp_path_factory.mktemp("masters") / "own"
    (master / "data").mkdir(parents=True)
    (master / "guidelines.yaml").write_text(OWN, encoding="utf-8")
    _business(master, OWN_PEOPLE)
    return _copies(master, tmp_path_factory)


@pytest.fixture
def house(houses: NEW) -> Path:
    """The business with its own guidelines, of this test alone; Marta works there, Ilze leads."""
    return houses()


def frontdesk_init(place: Path, pack: str) -> None:
    """A new folder from a pack."""
    frontdesk("init", str(place), "--pack", pack, folder=None)
