"""A yes is said once and used once, and what was given ahead is used as often as it was given, whoever presses when."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from a_desk import NOON, as_lead, heard, make_desk, make_guest, previewed
from frontdesk.desk.approvals import approving, granting
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.people import pins, staffing
from frontdesk.desk.views import Attempt, Preview
from frontdesk.ground.ids import new_id
from frontdesk.store import usage
from frontdesk.store.driver_errors import RuleBroken
from frontdesk.store.transaction import reading, writing

ACTING = Path(__file__).with_name("acting.py")
WHY = "no heating for three nights"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def act(staff: str, what: str, **values: Any) -> dict[str, Any]:
    return {"staff": staff, "what": what, "values": values}


def acted(desk: Desk, acts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What each of the processes was answered; none of them may fail in any other way than in words."""
    result = subprocess.run(
        [sys.executable, str(ACTING), str(desk.folder)],
        input=json.dumps({"at": NOON.isoformat(), "acts": acts}),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    answers: list[dict[str, Any]] = json.loads(result.stdout)
    assert not [each for each in answers if each["kind"] == "crash"], answers
    return answers


def kinds(answers: list[dict[str, Any]]) -> Counter[str]:
    return Counter(str(each["kind"]) for each in answers)


def conversation_of_a_guest(desk: Desk) -> str:
    return heard(desk, make_guest(desk, night="540.00"))


def asked(desk: Desk, amount: str = "400") -> ApprovalLine:
    line = approving.ask(desk, conversation_of_a_guest(desk), "part_of_bill", amount, WHY)
    assert isinstance(line, ApprovalLine)
    return line


def row(desk: Desk, sql: str) -> tuple[Any, ...]:
    with reading(desk.store) as connection:
        found = connection.execute(sql).fetchone()
    assert found is not None
    return found


def agrees(desk: Desk) -> bool:
    with reading(desk.store) as connection:
        return usage.stored(connection) == usage.recount(connection, desk.days())


def test_of_two_leads_answering_at_once_one_answer_stands(desk: Desk) -> None:
    staffing.add(desk, "Olga", "lead")
    line = asked(desk)
    answers = acted(
        desk,
        [
            act("Ilze", "yes", approval_id=line.id),
            act("Olga", "yes", approval_id=line.id, amount="300"),
            act("Olga", "other", approval_id=line.id, alternative="the suite"),
        ],
    )
    assert kinds(answers) == {"line": 1, "error": 2}
    name = row(desk, "SELECT s.name FROM approvals a JOIN staff s ON s.id = a.answered_by")[0]
    assert all(f"{name} answered this" in each["text"] for each in answers if each["kind"] == "error")


def test_of_desks_using_one_yes_at_once_one_gives(desk: Desk) -> None:
    line = asked(desk)
    approving.answer_yes(as_lead(desk), line.id)
    preview = giving.open_gesture(desk, line.conversation_id, "part_of_bill", approval_id=line.id)
    assert isinstance(preview, Preview)
    attempts = [{**asdict(preview.attempt), "id": new_id()} for _each in range(8)]
    answers = acted(desk, [act("Anna" if n % 2 else "Janis", "give", **each) for n, each in enumerate(attempts)])
    assert kinds(answers) == {"Given": 1, "error": 7}
    assert all("used already" in each["text"] for each in answers if each["kind"] == "error")
    assert row(desk, "SELECT count(*), sum(value_minor) FROM entries") == (1, 40000)
    assert agrees(desk)


def test_the_same_attempt_by_a_yes_from_everywhere_is_one_entry(desk: Desk) -> None:
    line = asked(desk)
    approving.answer_yes(as_lead(desk), line.id)
    preview = giving.open_gesture(desk, line.conversation_id, "part_of_bill", approval_id=line.id)
    assert isinstance(preview, Preview)
    answers = acted(desk, [act("Anna", "give", **asdict(preview.attempt))] * 6)
    assert kinds(answers) == {"Given": 6} and len({each["entry"] for each in answers}) == 1


def test_asking_the_same_from_everywhere_at_once_is_asking_once(desk: Desk) -> None:
    values = {"conversation_id": conversation_of_a_guest(desk), "gesture": "part_of_bill", "ask": "400", "reason": WHY}
    acts = [act("Anna", "ask", **values, attempt_id=new_id()) for _each in range(6)]
    answers = acted(desk, acts)
    assert kinds(answers) == {"line": 6} and len({each["id"] for each in answers}) == 1
    assert row(desk, "SELECT count(*) FROM approvals") == (1,)
    assert row(desk, "SELECT count(*) FROM blocks") == (1,)


def test_thirty_desks_use_what_was_given_ahead_three_times_exactly_three_times(desk: Desk) -> None:
    conversations = [conversation_of_a_guest(desk) for _each in range(30)]
    granting.grant(as_lead(desk), "part_of_bill", "160.00", times=3)
    attempts = [Attempt(new_id(), each, "part_of_bill", 16000, reason=WHY) for each in conversations]
    answers = acted(desk, [act("Anna", "give", **asdict(each)) for each in attempts])
    assert kinds(answers) == {"Given": 3, "Blocked": 27}
    assert row(desk, "SELECT count(*), count(grant_id), count(DISTINCT grant_id) FROM entries") == (3, 3, 1)
    assert agrees(desk)


def test_many_guesses_at_once_are_no_more_guesses(desk: Desk) -> None:
    pins.set_pin(desk, "Ilze", "482915")
    answers = acted(desk, [act("Anna", "pin", name="Ilze", pin=f"{number:06d}") for number in range(482904, 482916)])
    assert kinds(answers) == {"error": 12} or kinds(answers) == {"error": 11, "right": 1}
    looked_at = [each for each in answers if each["kind"] == "right" or "not the code" in each["text"]]
    assert len(looked_at) <= 5


# --- what the database itself refuses -----------------------------------------------------------------------


def refused(desk: Desk, sql: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says), writing(desk.store) as connection:
        connection.execute(sql)


def test_the_database_refuses_one_s_own_yes_and_a_bare_no(desk: Desk) -> None:
    asked(desk)
    set_answer = "UPDATE approvals SET answered_at = asked_at, answered_by = {who}, answer = {what}"
    refused(desk, set_answer.format(who="asked_by", what="'yes'"), "somebody_else")
    lead = "(SELECT id FROM staff WHERE name = 'Ilze')"
    refused(desk, set_answer.format(who=lead, what="'other'"), "alternative")
    refused(desk, set_answer.format(who=lead, what="'no', alternative = 'never'"), "ck_approvals_answer")


def test_the_database_keeps_what_was_asked_answered_and_given_ahead(desk: Desk) -> None:
    line = asked(desk)
    approving.answer_yes(as_lead(desk), line.id, "300")
    granting.grant(as_lead(desk), "part_of_bill", "300", times=1)
    for sql in (
        "UPDATE approvals SET approved_minor = 60000",
        "UPDATE approvals SET answered_by = asked_by",
        "DELETE FROM approvals",
        "INSERT OR REPLACE INTO approvals SELECT * FROM approvals",
    ):
        refused(desk, sql, "approvals")
    for sql in (
        "UPDATE grants SET up_to_minor = 60000",
        "UPDATE grants SET times = 100",
        "UPDATE grants SET until_at = '2030-01-01 00:00:00.000000'",
        "DELETE FROM grants",
        "INSERT OR REPLACE INTO grants SELECT * FROM grants",
    ):
        refused(desk, sql, "grants")


def test_the_database_holds_a_yes_and_a_grant_to_what_they_are_for(desk: Desk) -> None:
    line = asked(desk)
    approving.answer_yes(as_lead(desk), line.id, "300")
    granting.grant(as_lead(desk), "make_it_right", "300", staff="Anna", times=1)
    giving.give(desk, previewed(desk, line.conversation_id, "part_of_bill", "60", WHY))
    with reading(desk.store) as connection:
        columns = [str(each[1]) for each in connection.execute("PRAGMA table_info(entries)").fetchall()]
    approval, grant = f"'{line.id}'", "(SELECT id FROM grants)"
    lead, janis = (f"(SELECT id FROM staff WHERE name = '{name}')" for name in ("Ilze", "Janis"))
    wrong: tuple[tuple[dict[str, str], str], ...] = (
        ({"approval_id": approval, "value_minor": "30001"}, "a yes"),
        ({"approval_id": approval, "staff_id": lead}, "a yes"),
        ({"approval_id": approval, "gesture": "'make_it_right'"}, "a yes"),
        ({"approval_id": "'nothing'"}, "a yes"),
        ({"grant_id": grant}, "given ahead"),
        ({"grant_id": grant, "gesture": "'make_it_right'", "value_minor": "30001"}, "given ahead"),
        ({"grant_id": grant, "gesture": "'make_it_right'", "staff_id": janis}, "given ahead"),
        ({"grant_id": grant, "gesture": "'make_it_right'", "at": "'2027-01-01 00:00:00.000000'"}, "given ahead"),
    )
    for number, (settings, says) in enumerate(wrong):
        settings = {"seq": "2", "id": f"'wrong {number}'", "attempt_id": f"'wrong {number}'"} | settings
        values = ", ".join(settings.get(name, f'"{name}"') for name in columns)
        refused(desk, f"INSERT INTO entries SELECT {values} FROM entries WHERE seq = 1", says)
    assert row(desk, "SELECT count(*) FROM entries") == (1,)
