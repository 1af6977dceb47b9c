"""A small business that is copied for each fault, what is looked at in it, and its check."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from a_desk import GUIDELINES, Clock, as_lead, given, heard, make_desk, make_guest, previewed
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.trust import verifying
from frontdesk.desk.views import Attempt
from frontdesk.guidelines import reader
from frontdesk.guidelines.reader import Reading
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading

_MADE_UP = re.compile(
    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # an id
    "|[0-9a-f]{64}"  # a link of the chain, which is made of ids
    "|scrypt[^']+"  # a code, with its salt
    "|-[0-9a-f]{6}(?=[.]db)"  # the name of a copy
)


TEXT = GUIDELINES + "privacy: {keep: {calls: 90 days}}\n"


class State(NamedTuple):
    """What stands in a database: a hash of all of it, and one of each table in which made-up ids are all the same.

    Two worlds in which the same was done differ in the first and agree in the second.
    """

    exact: str
    tables: tuple[tuple[str, int, str], ...]

    def but(self, tables: tuple[str, ...]) -> tuple[tuple[str, int, str], ...]:
        """Name, rows and hash of every table except these."""
        return tuple(each for each in self.tables if each[0] not in tables)


@dataclass(frozen=True)
class World:
    """A business with people in it, closed, and what the acts are about."""

    desk: Desk
    attempt: Attempt
    entry: str
    talk: str
    new_talk: str
    customer: str
    other: str
    leaving: str
    about: Mapping[str, str] = field(default_factory=dict)
    """What was made for one act alone (`acts.Act.before`), by name."""

    @property
    def lead(self) -> Desk:
        """The same desk with the lead at it."""
        return as_lead(self.desk)

    def copied(self, folder: Path, *, open_store: Callable[[Path], Store] = Store) -> World:
        """The same, as it was, in a folder of its own."""
        shutil.copytree(self.desk.folder, folder, dirs_exist_ok=True)
        store = open_store(folder / "data" / "frontdesk.db")
        return replace(self, desk=replace(self.desk, store=store, folder=folder))


def nothing(_world: World) -> Mapping[str, str]:
    """Nothing has to be there before an act."""
    return {}


def made(folder: Path, beforehand: Callable[[World], Mapping[str, str]] = nothing) -> World:
    """A world whose ledger has lines already, and what is made in it `beforehand`; nobody has it open any more."""
    desk = make_desk(folder, Clock(), TEXT)
    guest, other = make_guest(desk), make_guest(desk, "Kristine Berzina")
    leaving = make_guest(desk, "Eva Ozola")
    talk, before = heard(desk, guest), heard(desk, other)
    entry = given(desk, before, "drink").entry_id
    given(desk, before, "card", reason="She waited")
    over = heard(desk, leaving)
    given(desk, over, "luggage", reason="Eva waited")
    talking.close(desk, over, nothing_owed=True)
    new_talk = talking.start(desk, customer_id=guest.customer, request="").id
    attempt = previewed(desk, talk, "drink")
    (folder / "draft.yaml").write_text(TEXT.replace("amount: 8.00", "amount: 9.00"), encoding="utf-8")
    (folder / "guests.csv").write_text(
        "name,phone\n" + "".join(f"Guest {number},+3712{number:07d}\n" for number in range(40)), encoding="utf-8"
    )
    world = World(desk, attempt, entry, talk, new_talk, guest.customer, other.customer, leaving.customer)
    world = replace(world, about=beforehand(world))
    desk.store.close()
    return world


def state_of(store: Store) -> State:
    """Every row of every table."""
    exact, tables = hashlib.sha256(), []
    with reading(store) as connection:
        for table in tables_of(connection):
            rows = sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"')))
            text = "\n".join(rows)
            exact.update(f"{table}\n{text}".encode())
            like = sorted(_MADE_UP.sub("#", text).split("\n"))
            tables.append((table, len(rows), hashlib.sha256("\n".join(like).encode()).hexdigest()))
    return State(exact.hexdigest(), tuple(tables))


def tables_of(connection: Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [str(row[0]) for row in found]


def must_be_sound(store: Store) -> None:
    """The file, every line, link and word, and every counter against a recount."""
    proof = verifying.verify(store)
    assert proof.findings == (), proof.findings


def guidelines_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the same bytes mean is worked out once: proving a ledger reads its guidelines anew each time."""
    plain = reader.read_text

    @cache
    def read_text(data: bytes, name: str) -> Reading:
        return plain(data, name)

    monkeypatch.setattr(reader, "read_text", read_text)


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is one: what a disk does is played by the test, and thousands are made."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    place = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="frontdesk-disk-", dir=place) as folder:
        yield Path(folder)
