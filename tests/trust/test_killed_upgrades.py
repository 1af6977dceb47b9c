"""An upgrade that is killed at any statement, or whose disk fails: the old schema or the new one, never between (T29).

Files of each release before, with lines in them, are upgraded in a child that kills itself before its statement number
N. With each commit every file is cut at some statements, by night at every one.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import apsw_driver
import pytest
from alembic import command
from failing_disk import BROKEN, FULL, FailingDisk
from worlds import quick_folder, tables_of

from figures import TellFigures
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.store import driver, engine, schema, transaction, triggers
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading

BEFORE = ("0001", "0002", "0003", "0004")
LINES = 12
SEED = int(os.environ.get("FRONTDESK_SEED", "20261122"))
AT, DAY = "2026-11-20 12:00:00.000000", "2026-11-20"
FILLED = ("staff", "customers", "guidelines_versions", "orders", "conversations", "entries", "promises")
SAID: dict[str, dict[str, Any]] = {
    "staff": {"role": "staff"},
    "conversations": {"heard": "agreed", "heard_at": AT, "customer_id": "1", "order_id": None, "kind": None},
    "entries": {
        "kind": "given",
        "reverses": None,
        "currency": "EUR",
        "scope_json": '{"customer":"1"}',
        "moment_json": None,
        "staff_id": "1",
        "conversation_id": "1",
        "guidelines_version": "1",
        "customer_id": "1",
    },
    "promises": {"owner_id": "1", "conversation_id": "1", "made_by": "1", "customer_id": "1"},
    "orders": {"customer_id": "1", "state": "open"},
}


def file_of(revision: str, path: Path) -> Path:
    """A database as that release made it, with rows in what it had, and the guard of the ledger."""
    driver.create_private(path)
    store = Store(path)
    with (
        store.borrowed() as connection,
        schema.report_engine(connection).connect() as report,
        transaction.committed(connection),
    ):
        report.begin()
        command.upgrade(schema.configured(report), revision)
        for table in FILLED:
            for number in range(1, LINES + 1):
                put(connection, table, str(number))
        for name in ("entries_never_changed", "entries_never_removed"):
            connection.execute(triggers.TRIGGERS[name])
    store.close()
    return path


def put(connection: Connection, table: str, number: str) -> None:
    """A row that holds what its columns need, and the number where they are free."""
    values: dict[str, Any] = {}
    for _place, name, kind, needed, without, key in connection.execute(f"PRAGMA table_info({table})").fetchall():
        if name in SAID.get(table, {}):
            values[name] = SAID[table][name]
        elif key and kind == "INTEGER":
            values[name] = int(number)
        elif key or (needed and without is None):
            free = {"DATETIME": AT, "DATE": DAY, "INTEGER": 0, "BOOLEAN": 0}
            values[name] = free.get(kind, "[]" if name == "likes_json" else "{}" if name.endswith("_json") else number)
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def look(path: Path) -> tuple[str | None, tuple[tuple[str, int], ...], str]:
    """The revision of a file, how many rows each table has, and every row of the ledger and of the people."""
    store = Store(path)
    try:
        with reading(store) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            revision = engine.revision_of(connection)
            if revision == engine.REVISION:
                assert triggers.differing(connection) == ()
            counts = tuple(
                (table, int((connection.execute(f'SELECT count(*) FROM "{table}"').fetchone() or (0,))[0]))
                for table in tables_of(connection)
            )
            rows = (
                ""
                if revision == engine.REVISION
                else repr([connection.execute(f"SELECT * FROM {table}").fetchall() for table in FILLED])
            )
            return revision, counts, rows
    finally:
        store.close()


def counted(on_statement: Callable[[int], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every statement of every connection made from now on is told of before it runs."""
    plain = driver.connect
    seen = 0

    def heard(_sql: str) -> None:
        nonlocal seen
        seen += 1
        on_statement(seen)

    def connect(*values: Any, **named: Any) -> Any:
        connection: Any = plain(*values, **named)
        connection.set_trace_callback(heard)
        return connection

    monkeypatch.setattr(driver, "connect", connect)


def statements(path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many statements the whole upgrade of this file is."""
    last = 0

    def note(number: int) -> None:
        nonlocal last
        last = number

    with monkeypatch.context() as patch:
        counted(note, patch)
        store = Store(path)
        schema.upgrade(store)
        count = last
        store.close()
    return count


def killed_before(number: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Upgrade in a child that kills itself before its statement `number`; whether it died of that."""
    child = os.fork()
    if child == 0:
        try:
            counted(lambda at: os.kill(os.getpid(), signal.SIGKILL) if at == number else None, monkeypatch)
            schema.upgrade(Store(path))
        finally:
            os._exit(0)
    _child, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def every_kill(
    revision: str, numbers: Callable[[int], list[int]], monkeypatch: pytest.MonkeyPatch, tell_figures: TellFigures
) -> None:
    with quick_folder() as folder:
        old = file_of(revision, folder / "old.db")
        before = look(old)
        assert before[0] == revision
        whole = Path(shutil.copy(old, folder / "whole.db"))
        count = statements(whole, monkeypatch)
        after = look(whole)
        assert after[0] == engine.REVISION
        ends = {"old": 0, "new": 0}
        for number in numbers(count):
            for stale in folder.glob("cut.db*"):
                stale.unlink()
            cut = Path(shutil.copy(old, folder / "cut.db"))
            assert killed_before(number, cut, monkeypatch), f"{revision}: no statement {number} of {count}"
            found = look(cut)
            assert found in (before, after), f"{revision}: between, killed before statement {number}"
            ends["old" if found == before else "new"] += 1
            store = Store(cut)
            schema.upgrade(store)
            store.close()
            assert look(cut) == after
        tell_figures(f"{revision}: {count} statements, {sum(ends.values())} kills: {ends}")
        assert ends["old"]


@pytest.mark.parametrize("revision", BEFORE)
def test_an_upgrade_that_is_killed_is_not_begun_or_done(
    revision: str, monkeypatch: pytest.MonkeyPatch, tell_figures: TellFigures
) -> None:
    dice = random.Random(f"{SEED} {revision}")
    every_kill(revision, lambda count: [1, *sorted(dice.sample(range(2, count), 4)), count], monkeypatch, tell_figures)


@pytest.mark.tier_b
@pytest.mark.parametrize("revision", BEFORE)
def test_an_upgrade_is_not_begun_or_done_wherever_it_is_killed(
    revision: str, monkeypatch: pytest.MonkeyPatch, tell_figures: TellFigures
) -> None:
    every_kill(revision, lambda count: list(range(1, count + 1)), monkeypatch, tell_figures)


@pytest.fixture
def disk() -> Iterator[FailingDisk]:
    disk = FailingDisk("failing")
    yield disk
    disk.unregister()


@pytest.mark.parametrize("revision", ["0001", "0004"])
@pytest.mark.parametrize(("kind", "for_ever"), [(FULL, True), (BROKEN, False)])
def test_an_upgrade_on_a_failing_disk_is_not_begun_or_done(
    revision: str,
    kind: str,
    for_ever: bool,
    disk: FailingDisk,
    monkeypatch: pytest.MonkeyPatch,
    tell_figures: TellFigures,
) -> None:
    settings = apsw_driver.Settings()
    settings.vfs, settings.autocheckpoint_pages = disk.name, 1
    apsw_driver.used_by(monkeypatch, settings)
    dice = random.Random(f"{SEED} {revision} {kind}")
    with quick_folder() as folder:
        old = file_of(revision, folder / "old.db")
        before = look(old)
        whole = Path(shutil.copy(old, folder / "whole.db"))
        disk.arm(0, kind, for_ever=False)
        upgraded(whole)
        points, after = len(disk.done), look(whole)
        tried = 0
        for number in sorted(dice.sample(range(1, points), 8)):
            for stale in folder.glob("cut.db*"):
                stale.unlink()
            cut = Path(shutil.copy(old, folder / "cut.db"))
            disk.arm(number, kind, for_ever=for_ever)
            try:
                upgraded(cut)
            except StoreUnavailable as error:
                assert error.remedy
                tried += 1
            disk.mend()
            found = look(cut)
            assert found in (before, after), f"{revision}: between, operation {number} failed"
            upgraded(cut)
            assert look(cut) == after
        tell_figures(f"{revision}: {points} operations of the disk, {kind}: {tried} of 8 upgrades stopped")
        assert tried


def upgraded(path: Path) -> None:
    store = Store(path)
    try:
        schema.upgrade(store)
    finally:
        store.close()
