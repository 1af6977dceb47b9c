"""The ledger only grows, whoever writes: the database itself refuses what the program would never do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from a_desk import Clock, as_lead, given, heard, make_desk, make_guest
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.ground.ids import new_id
from frontdesk.store import driver
from frontdesk.store.driver import Connection
from frontdesk.store.driver_errors import RuleBroken
from frontdesk.store.transaction import reading, writing


def with_a_past(folder: Path) -> Desk:
    """A desk with four lines given and one taken back."""
    desk = make_desk(folder, Clock())
    conversation = heard(desk, make_guest(desk))
    for _time in range(3):
        given(desk, conversation, "drink")
    giving.take_back(desk, given(desk, conversation, "drink").entry_id, "oops")
    return desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return with_a_past(tmp_path)


@pytest.fixture
def plain(desk: Desk) -> Iterator[Connection]:
    yield from without_pragmas(desk)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """One ledger for all refusals: none of them leaves a trace."""
    yield from without_pragmas(with_a_past(tmp_path_factory.mktemp("settled")))


def without_pragmas(desk: Desk) -> Iterator[Connection]:
    """A connection of somebody who set no pragma at all, not even that triggers guard REPLACE."""
    connection = driver.module.connect(str(desk.store.path), isolation_level=None)
    assert connection.execute("PRAGMA recursive_triggers").fetchone()[0] == 0
    yield connection
    connection.close()


def whole(connection: Connection) -> list[tuple[object, ...]]:
    return connection.execute("SELECT * FROM entries ORDER BY seq").fetchall()


COPY = (
    "id, attempt_id, kind, reverses, conversation_id, incident_id, customer_id, order_id, gesture, label, value_minor,"
    " cost_minor, exposure_minor, quantity_thousandths, unit, currency, needs_heard, bend, scope_json,"
    " staff_id, role, site, desk, guidelines_version, at, business_date"
)


def copied(**changed: str) -> str:
    """An INSERT that copies line 1 with some columns changed (SQL texts)."""
    values = ", ".join(changed.get(name, name) for name in COPY.split(", "))
    names = COPY + (", seq" if "seq" in changed else "")
    values += f", {changed['seq']}" if "seq" in changed else ""
    return f"INSERT INTO entries ({names}) SELECT {values} FROM entries WHERE seq = 1"


FRESH = {"id": "'new'", "attempt_id": "'new'"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET value_minor = 1 WHERE seq = 1",
        "UPDATE entries SET seq = 99 WHERE seq = 5",
        "UPDATE OR REPLACE entries SET id = (SELECT id FROM entries WHERE seq = 2) WHERE seq = 1",
        "DELETE FROM entries WHERE seq = 5",
        "DELETE FROM entries",
        f"INSERT OR REPLACE INTO entries (seq, {COPY}) SELECT seq, {COPY.replace('value_minor', '1')} FROM entries"
        " WHERE seq = 1",
        copied(id="id", attempt_id="'new'").replace("INSERT", "INSERT OR REPLACE"),
        copied(id="'new'", attempt_id="attempt_id").replace("INSERT", "INSERT OR REPLACE"),
        copied(id="id", attempt_id="attempt_id").replace("INSERT", "REPLACE", 1),
        copied(**FRESH, seq="99"),
        copied(**FRESH, seq="0"),
        copied(**FRESH, seq="-1"),
        copied(**FRESH, kind="'gift'"),
        copied(**FRESH, value_minor="-1"),
        copied(**FRESH, conversation_id="'nowhere'"),
        copied(**FRESH, kind="'taken_back'"),
        copied(**FRESH, reverses="id"),
        copied(**FRESH, kind="'taken_back'", reverses="'nothing'"),
        copied(**FRESH, kind="'taken_back'", reverses="id", value_minor="value_minor + 1"),
        copied(**FRESH, kind="'taken_back'", reverses="id", gesture="'card'"),
        copied(**FRESH, kind="'taken_back'", reverses="id", cost_minor="0"),
        copied(**FRESH, kind="'taken_back'", reverses="(SELECT id FROM entries WHERE seq = 4)"),
        copied(**FRESH, kind="'taken_back'", reverses="(SELECT id FROM entries WHERE seq = 5)"),
        "UPDATE conversations SET heard = 'not_yet', heard_at = NULL",
        "DELETE FROM conversations",
        "UPDATE guidelines_versions SET text = 'other'",
        "DELETE FROM guidelines_versions",
        "INSERT OR REPLACE INTO guidelines_versions SELECT version, 'other', in_force_at FROM guidelines_versions",
        "DELETE FROM shapes",
    ],
)
def test_the_database_refuses(settled: Connection, statement: str) -> None:
    settled.execute("PRAGMA foreign_keys=1")
    before = whole(settled)
    with pytest.raises(driver.module.IntegrityError):
        settled.execute(statement)
    assert whole(settled) == before


def test_a_gift_before_the_request_is_refused_whoever_writes_it(desk: Desk, plain: Connection) -> None:
    talk = talking.start(desk, request="cold")
    unheard = copied(**FRESH, conversation_id=f"'{talk.id}'")
    with pytest.raises(driver.module.IntegrityError, match="the request comes first"):
        plain.execute(unheard)
    talking.hear(desk, talk.id)
    plain.execute(unheard)


def test_what_the_program_may_do_the_database_allows(plain: Connection) -> None:
    plain.execute(copied(id="'new'", attempt_id="'new'"))
    plain.execute(copied(id="'back'", attempt_id="'back'", kind="'taken_back'", reverses="id"))
    rows = plain.execute("SELECT seq FROM entries ORDER BY seq").fetchall()
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))


def test_a_refused_row_is_named_as_a_broken_rule(desk: Desk) -> None:
    with pytest.raises(RuleBroken, match="never changed"), writing(desk.store) as connection:
        connection.execute("UPDATE entries SET value_minor = 1")


def test_a_block_says_once_what_was_done_instead(desk: Desk, plain: Connection) -> None:
    conversation = heard(desk, make_guest(desk))
    giving.open_gesture(desk, conversation, "late_checkout")
    plain.execute("UPDATE blocks SET done_instead = 'luggage'")
    for statement in ("UPDATE blocks SET done_instead = ''", "UPDATE blocks SET gesture = 'x'", "DELETE FROM blocks"):
        with pytest.raises(driver.module.IntegrityError):
            plain.execute(statement)


def test_numbers_have_no_gaps_after_refusals_and_failures(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    with pytest.raises(ZeroDivisionError), writing(desk.store) as connection:
        connection.execute(copied(**FRESH))
        raise ZeroDivisionError
    last = given(desk, conversation, "drink")
    giving.take_back(as_lead(desk), last.entry_id, "oops")
    with reading(desk.store) as connection:
        rows = connection.execute("SELECT seq FROM entries ORDER BY seq").fetchall()
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))


def test_a_promise_needs_an_owner_a_text_and_a_time(desk: Desk, plain: Connection) -> None:
    conversation = heard(desk)
    plain.execute("PRAGMA foreign_keys=1")
    columns = "id, conversation_id, text, owner_id, due_at, made_by, made_at, business_date"
    good = [new_id(), conversation, "call", desk.person.id, "2026-11-22", desk.person.id, "2026-11-21", "2026-11-21"]
    for place, bad in ((2, " "), (3, "nobody"), (3, None), (4, None)):
        row = [*good]
        row[place] = bad  # type: ignore[call-overload]  # a bad value on purpose
        with pytest.raises(driver.module.IntegrityError):
            plain.execute(f"INSERT INTO promises ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    plain.execute(f"INSERT INTO promises ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", good)
