"""A small business that is copied for each fault: what a desk writes, as one act each, and its check."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from a_desk import GUIDELINES, Clock, as_lead, given, heard, make_desk, make_guest, previewed
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import editing_card
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.imports import importing
from frontdesk.desk.merging import merging
from frontdesk.desk.privacy import privacy
from frontdesk.desk.promises import promising
from frontdesk.desk.rules import publishing
from frontdesk.desk.trust import verifying
from frontdesk.desk.views import Attempt, Given
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading

State = tuple[str, tuple[tuple[str, int], ...]]


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

    def copied(self, folder: Path, *, open_store: Callable[[Path], Store] = Store) -> World:
        """The same, as it was, in a folder of its own."""
        shutil.copytree(self.desk.folder, folder, dirs_exist_ok=True)
        store = open_store(folder / "data" / "frontdesk.db")
        return replace(self, desk=replace(self.desk, store=store, folder=folder))


def made(folder: Path) -> World:
    """A world whose ledger has lines already; nobody has it open any more."""
    desk = make_desk(folder, Clock())
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
    (folder / "draft.yaml").write_text(GUIDELINES.replace("amount: 8.00", "amount: 9.00"), encoding="utf-8")
    (folder / "guests.csv").write_text(
        "name,phone\n" + "".join(f"Guest {number},+3712{number:07d}\n" for number in range(40)), encoding="utf-8"
    )
    desk.store.close()
    return World(desk, attempt, entry, talk, new_talk, guest.customer, other.customer, leaving.customer)


def _gives(world: World) -> object:
    done = giving.give_surely(world.desk, world.attempt)
    assert isinstance(done, Given), done
    return done


ACTS: dict[str, Callable[[World], object]] = {
    "give": _gives,
    "take back": lambda world: giving.take_back(world.desk, world.entry, "It was not for her"),
    "hear": lambda world: talking.hear(world.desk, world.new_talk, "The window does not close"),
    "promise": lambda world: promising.promise(
        world.desk, world.talk, "Bring a heater", world.desk.now() + timedelta(hours=2)
    ),
    "edit a card": lambda world: editing_card.edit(world.desk, world.customer, {"phone": "+371 29 123 456"}),
    "merge": lambda world: merging.merge(as_lead(world.desk), world.customer, world.other),
    "import": lambda world: importing.import_customers(world.desk, world.desk.folder / "guests.csv"),
    "publish": lambda world: publishing.publish(
        as_lead(world.desk), publishing.drafted(world.desk.folder / "draft.yaml")
    ),
    "erase": lambda world: privacy.erase(as_lead(world.desk), world.leaving),
}
ONCE = {"give", "take back", "merge", "erase", "publish", "edit a card"}
"""Acts that are the same when they are done again."""


def state_of(store: Store) -> State:
    """A hash of every row of every table, and how many rows each has."""
    digest = hashlib.sha256()
    counts = []
    with reading(store) as connection:
        for table in tables_of(connection):
            rows = sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"')))
            counts.append((table, len(rows)))
            digest.update(f"{table}\n{rows}".encode())
    return digest.hexdigest(), tuple(counts)


def tables_of(connection: Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [str(row[0]) for row in found]


def must_be_sound(store: Store) -> None:
    """The file, every line, link and word, and every counter against a recount."""
    proof = verifying.verify(store)
    assert proof.findings == (), proof.findings


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is one: what a disk does is played by the test, and thousands are made."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    place = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="frontdesk-disk-", dir=place) as folder:
        yield Path(folder)
