"""What was said with a ledger line stands beside it: joined when it is read, guarded by the database, provable."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from a_desk import Clock, given, heard, make_desk, make_guest
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.ground.ids import new_id
from frontdesk.store import driver, engine, entry_words, ledger, schema, transaction, usage
from frontdesk.store.driver import Connection
from frontdesk.store.driver_errors import RuleBroken
from frontdesk.store.engine import Store, open_store
from frontdesk.store.transaction import reading, writing

WHY = "the heating was dead all night"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, Clock())
    yield made
    made.store.close()


def digests(connection: Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT words_digest FROM entries ORDER BY seq").fetchall()]


def test_a_reason_is_read_with_its_line_and_stands_nowhere_in_it(desk: Desk) -> None:
    done = given(desk, heard(desk, make_guest(desk)), "drink", reason=WHY)
    with reading(desk.store) as connection:
        found = ledger.by_id(connection, done.entry_id)
        assert found is not None
        assert found[1].reason == WHY
        assert found[1].moment is not None
        assert WHY not in str(connection.execute("SELECT * FROM entries").fetchall())
        assert entry_words.changed(connection) == ()


def test_the_same_words_twice_do_not_have_the_same_digest(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    for _time in range(2):
        given(desk, conversation, "drink", reason=WHY)
    with reading(desk.store) as connection:
        assert len(set(digests(connection))) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry_words SET reason = 'other'",
        "DELETE FROM entry_words",
        "INSERT OR REPLACE INTO entry_words (entry_seq, salt, reason) SELECT entry_seq, salt, 'other' FROM entry_words",
        "UPDATE conversations SET forgotten_at = '2026-01-01 00:00:00.000000'",
    ],
)
def test_the_database_keeps_the_words(desk: Desk, statement: str) -> None:
    given(desk, heard(desk, make_guest(desk)), "drink", reason=WHY)
    plain = driver.module.connect(str(desk.store.path), isolation_level=None)
    with pytest.raises(driver.module.IntegrityError):
        plain.execute(statement)
    plain.close()


@pytest.mark.parametrize("meddling", ["UPDATE entry_words SET reason = 'other'", "DELETE FROM entry_words"])
def test_words_that_were_changed_behind_the_programs_back_are_found_out(desk: Desk, meddling: str) -> None:
    conversation = heard(desk, make_guest(desk))
    for _time in range(3):
        given(desk, conversation, "drink", reason=WHY)
    plain = driver.module.connect(str(desk.store.path), isolation_level=None)
    for name in ("entry_words_never_changed", "entry_words_removed_when_forgotten"):
        plain.execute(f"DROP TRIGGER {name}")
    plain.execute(f"{meddling} WHERE entry_seq = 2")
    plain.close()
    with reading(desk.store) as connection:
        assert entry_words.changed(connection) == (2,)


# --- a database from before ---------------------------------------------------------------------------------


def database_of_0003(path: Path) -> Store:
    """An empty database as the release before made it."""
    from alembic import command

    driver.create_private(path)
    store = Store(path)
    with (
        store.borrowed() as connection,
        schema.report_engine(connection).connect() as report,
        transaction.committed(connection),
    ):
        report.begin()
        command.upgrade(schema.configured(report), "0003")
        assert engine.revision_of(connection) == "0003"
    return store


def older_line(connection: Connection, number: int, reason: str, scope: str, moment: str | None) -> None:
    connection.execute(
        "INSERT INTO entries (id, attempt_id, kind, conversation_id, incident_id, gesture, label, cost_minor,"
        " exposure_minor, quantity_thousandths, unit, currency, reason, needs_heard, bend, scope_json, staff_id, role,"
        " site, desk, guidelines_version, at, business_date, moment_json) VALUES (?, ?, 'given', 'c', 'i', 'drink',"
        " 'Free drink', 200, 0, 0, '', 'EUR', ?, 1, 0, ?, 's', 'staff', 'main', 'desk 1', 'v',"
        " '2026-11-20 12:00:00.000000', '2026-11-20', ?)",
        (new_id(), str(number), reason, scope, moment),
    )


def test_a_database_from_before_keeps_every_word(tmp_path: Path) -> None:
    store = database_of_0003(tmp_path / "old.db")
    at = "2026-11-20 12:00:00.000000"
    with writing(store) as connection:
        connection.execute(
            "INSERT INTO staff (id, name, folded, role, active, created_at)"
            " VALUES ('s', 'Anna', 'anna', 'staff', 1, ?)",
            (at,),
        )
        connection.execute(
            "INSERT INTO conversations (id, incident_id, customer_name, request, heard, heard_at, answers_json,"
            " ticks_json, now_text, next_text, nothing_owed, anything_else, cause, attempt_json, staff_id, site, desk,"
            " opened_at, business_date, updated_at) VALUES ('c', 'i', '', 'cold', 'agreed', ?, '{}', '[]', '', '', 0,"
            " 0, '', '', 's', 'main', 'desk 1', ?, '2026-11-20', ?)",
            (at, at, at),
        )
        connection.execute(
            "CREATE TRIGGER entries_never_changed BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'never'); END"
        )
        older_line(connection, 1, WHY, '{"customer":"k","site":"main"}', '{"facts":{"order.room":"412"}}')
        older_line(connection, 2, "", '{"company":"Bērziņa & Co","site":"main"}', None)
        for number in range(3, 2500):
            older_line(connection, number, f"why {number}", '{"site":"main"}', None)
    store.close()
    with open_store(tmp_path / "old.db").borrowed() as connection:
        found = [ledger.by_attempt(connection, str(number)) for number in (1, 2, 2499)]
        lines = [each[1] for each in found if each is not None]
        assert [line.reason for line in lines] == [WHY, "", "why 2499"]
        assert lines[0].moment == {"facts": {"order.room": "412"}}
        assert dict(lines[1].scope) == {"company": "Bērziņa & Co", "site": "main"}
        assert "Bērziņa" not in str(connection.execute("SELECT * FROM entries").fetchall())
        assert entry_words.changed(connection) == ()
        assert connection.execute("SELECT count(*) FROM entry_words").fetchone() == (2499,)
    with pytest.raises(RuleBroken), writing(open_store(tmp_path / "old.db")) as connection:
        connection.execute("UPDATE entries SET value_minor = 1")


def test_taking_back_frees_what_a_named_scope_counted(tmp_path: Path) -> None:
    text = (make_desk(tmp_path / "a").folder / "guidelines.yaml").read_text(encoding="utf-8")
    desk = make_desk(tmp_path / "b", text=text.replace("per: staff, within: day", "per: place, within: day"))
    done = given(desk, heard(desk, make_guest(desk)), "drink", reason=WHY)
    with reading(desk.store) as connection:
        before = usage.stored(connection)
        assert any(key.scope == "412" for key in before)
        assert usage.recount(connection, desk.days()) == before
    giving.take_back(desk, done.entry_id, "a mistake")
    with reading(desk.store) as connection:
        assert usage.stored(connection) == usage.recount(connection, desk.days()) == {}
