"""Opening the database: safe modes, a known schema, and one plain sentence for everything that is in the way."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from a_desk import make_desk, make_folder
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.store import driver, engine, triggers
from frontdesk.store.engine import Store, open_store
from frontdesk.store.transaction import reading, writing


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_folder(tmp_path) / "data" / "frontdesk.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(path)
    yield opened
    opened.close()


def pragma(store: Store, name: str) -> str:
    with store.borrowed() as connection:
        row = connection.execute(f"PRAGMA {name}").fetchone()
    assert row is not None
    return str(row[0])


# --- how a connection is ------------------------------------------------------------------------------------


def test_every_connection_is_durable_and_keeps_the_rules(store: Store) -> None:
    assert pragma(store, "synchronous") == "2"
    assert pragma(store, "foreign_keys") == "1"
    assert pragma(store, "recursive_triggers") == "1"
    assert pragma(store, "busy_timeout") == "5000"
    assert pragma(store, "journal_mode") == driver.journal_for(driver.library()[1])


@pytest.mark.parametrize(
    ("version", "journal"),
    [
        ((3, 7, 0), "truncate"),
        ((3, 40, 1), "truncate"),
        ((3, 44, 5), "truncate"),
        ((3, 44, 6), "wal"),
        ((3, 45, 0), "truncate"),
        ((3, 50, 6), "truncate"),
        ((3, 50, 7), "wal"),
        ((3, 51, 2), "truncate"),
        ((3, 51, 3), "wal"),
        ((3, 52, 0), "truncate"),
        ((3, 53, 4), "wal"),
    ],
)
def test_wal_is_used_only_where_it_cannot_corrupt(version: tuple[int, int, int], journal: str) -> None:
    assert driver.journal_for(version) == journal


def test_a_pragma_that_does_not_take_stops_the_opening(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "journal_for", lambda _version: "memory")
    held = driver.connect(path)
    held.execute("BEGIN IMMEDIATE")
    monkeypatch.undo()
    monkeypatch.setattr(driver, "journal_for", lambda _version: "nonsense")
    with pytest.raises(StoreUnavailable, match="safe mode"):
        open_store(path)
    held.close()


def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    made = tmp_path / "new" / "data" / "frontdesk.db"
    store = open_store(made, create=True)
    with writing(store) as connection:
        connection.execute("INSERT INTO shapes (shape) VALUES ('ever::0||x')")
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in made.parent.iterdir()} == {0o600}
    store.close()


def test_opening_and_working_needs_no_orm(path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom frontdesk.store.engine import open_store\n"
        "from frontdesk.store.transaction import reading\n"
        f"store = open_store(Path({str(path)!r}))\n"
        "with reading(store) as connection: connection.execute('SELECT count(*) FROM entries').fetchone()\n"
        "store.close()\nprint(sorted({'sqlmodel', 'sqlalchemy', 'alembic', 'pydantic'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_forked_child_uses_connections_of_its_own(store: Store) -> None:
    with reading(store) as connection:
        connection.execute("SELECT 1").fetchone()
    child = os.fork()
    if child == 0:
        with writing(store) as connection:
            connection.execute("INSERT INTO shapes (shape) VALUES ('ever::0||child')")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    with writing(store) as connection:
        connection.execute("INSERT INTO shapes (shape) VALUES ('ever::0||parent')")
        assert len(connection.execute("SELECT 1 FROM shapes WHERE shape LIKE 'ever::0||%'").fetchall()) == 2


# --- the schema ---------------------------------------------------------------------------------------------


def test_the_migrations_make_exactly_the_tables_of_the_models(store: Store) -> None:
    from alembic import command

    from frontdesk.store import schema

    with store.borrowed() as connection, schema.report_engine(connection).connect() as report:
        command.check(schema.configured(report))


def test_the_engine_expects_the_newest_revision(store: Store) -> None:
    from alembic.script import ScriptDirectory

    from frontdesk.store import schema

    with store.borrowed() as connection, schema.report_engine(connection).connect() as report:
        assert ScriptDirectory.from_config(schema.configured(report)).get_heads() == [engine.REVISION]


def test_the_triggers_in_the_database_are_those_of_the_program(store: Store) -> None:
    with reading(store) as connection:
        assert triggers.differing(connection) == ()
    with writing(store) as connection:
        connection.execute("DROP TRIGGER entries_never_changed")
    with reading(store) as connection:
        assert triggers.differing(connection) == ("entries_never_changed",)


def test_an_upgrade_renews_the_triggers(store: Store, path: Path) -> None:
    with writing(store) as connection:
        connection.execute("DROP TRIGGER entries_never_changed")
        connection.execute("CREATE TRIGGER old AFTER INSERT ON staff BEGIN SELECT 1; END")
        triggers.renew(connection)
        assert triggers.differing(connection) == ()


def test_two_processes_that_make_the_same_database_both_get_it(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom frontdesk.store.engine import open_store\n"
        "open_store(Path(sys.argv[1]), create=True).close()"
    )
    made = tmp_path / "data" / "frontdesk.db"
    racing = [subprocess.Popen([sys.executable, "-c", program, str(made)]) for _process in range(2)]
    assert [process.wait(60) for process in racing] == [0, 0]
    open_store(made).close()


# --- what is in the way -------------------------------------------------------------------------------------


def refused(path: Path, **how: int) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as caught:
        open_store(path, **how)
    assert caught.value.remedy
    return caught.value


def test_a_missing_database_is_not_made_unasked(tmp_path: Path) -> None:
    assert "no database" in refused(tmp_path / "frontdesk.db").sentence
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_a_newer_frontdesk_is_left_alone(store: Store, path: Path) -> None:
    with writing(store) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = path.read_bytes()
    assert "newer frontdesk" in refused(path).sentence
    assert path.read_bytes() == before


def test_something_else_is_not_taken_for_a_database(tmp_path: Path) -> None:
    path = tmp_path / "frontdesk.db"
    path.write_bytes(b"name,phone\nAnna,123\n" * 200)
    assert "not a frontdesk database" in refused(path).sentence


def test_a_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "frontdesk.db"
    driver.create_private(path)
    other = driver.connect(path)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    assert "not a frontdesk database" in refused(path).sentence


def test_a_damaged_database_is_named_and_not_written(store: Store, path: Path) -> None:
    store.close()
    damaged = bytearray(path.read_bytes())
    for place in range(4096 * 3, len(damaged), 4096):
        damaged[place : place + 64] = b"\xff" * 64
    path.write_bytes(damaged)
    found = refused(path)
    assert "damaged" in found.sentence
    assert "backup" in found.remedy
    assert path.read_bytes() == damaged


def test_a_cut_database_never_ends_in_a_traceback(store: Store, path: Path) -> None:
    store.close()
    whole = path.read_bytes()
    for length in (1, 50, 99, 100, 512, 4095, 4096, 5000, len(whole) // 2):
        path.write_bytes(whole[:length])
        refused(path)


def test_flipped_bytes_never_end_in_a_traceback(store: Store, path: Path) -> None:
    store.close()
    whole = path.read_bytes()
    for place in range(0, len(whole), len(whole) // 60):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        path.write_bytes(damaged)
        try:
            open_store(path).close()
        except StoreUnavailable as error:
            assert error.remedy


def test_a_locked_database_is_waited_for_and_then_said_to_be_busy(path: Path) -> None:
    other = driver.connect(path)
    other.execute("BEGIN IMMEDIATE")
    store = open_store(path, busy_ms=50)
    with pytest.raises(StoreUnavailable) as caught, writing(store):
        pass
    assert caught.value.retryable
    other.rollback()
    with writing(store):
        pass


def test_a_place_in_the_queue_is_waited_for_and_then_given_up(path: Path) -> None:
    other, store = open_store(path), open_store(path, busy_ms=50)
    with other.turnstile.passed(1), pytest.raises(StoreUnavailable) as caught, writing(store):
        pass
    assert caught.value.retryable
    with writing(store):
        pass


def test_a_write_begins_as_a_write_and_not_as_a_read(store: Store, path: Path) -> None:
    other = driver.connect(path, busy_ms=0)
    with writing(store), pytest.raises(driver.module.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    with reading(store):
        other.execute("BEGIN IMMEDIATE")
    other.rollback()
    other.close()


def test_a_write_never_stands_inside_a_write(store: Store) -> None:
    with writing(store), pytest.raises(AssertionError, match="inside another"), writing(store):
        pass


def test_what_raises_inside_a_write_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), writing(store) as connection:
        connection.execute("INSERT INTO shapes (shape) VALUES ('ever::0||x')")
        raise ZeroDivisionError
    with reading(store) as connection:
        assert connection.execute("SELECT 1 FROM shapes WHERE shape = 'ever::0||x'").fetchone() is None


def as_nobody(folder: Path, program: str) -> str:
    """What a program says that runs as a user who owns nothing here."""
    code = f"import os\nif os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n{program}"
    child = subprocess.run(
        [sys.executable, "-c", "import frontdesk.store.engine, frontdesk.store.driver_errors\n" + code, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    return child.stdout


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o666), (0o555, 0o444), (0o777, 0o444)])
def test_a_folder_or_file_that_cannot_be_written_is_said_so(folder_mode: int, file_mode: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="frontdesk-readonly-"))
    try:
        desk = make_desk(folder)
        desk.store.close()
        folder.chmod(0o755)
        data = folder / "data"
        for file in data.iterdir():
            file.chmod(file_mode)
        data.chmod(folder_mode)
        said = as_nobody(
            folder,
            "import sys\nfrom pathlib import Path\nfrom frontdesk.ground.errors import StoreUnavailable\n"
            "try: frontdesk.store.engine.open_store(Path(sys.argv[1]) / 'data' / 'frontdesk.db')\n"
            "except StoreUnavailable as error: print(error)",
        )
        assert "cannot be written by this user" in said
        assert "right to write" in said
    finally:
        data.chmod(0o755)
        subprocess.run(["rm", "-rf", str(folder)], check=True)
