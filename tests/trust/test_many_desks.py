"""Fifty desks on one file: the last unit is given once, an attempt is given once, and nobody gets an error."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from a_desk import GUIDELINES, NOON, given, heard, make_desk, make_guest, previewed
from frontdesk.desk.customers import relating
from frontdesk.desk.desk import Desk
from frontdesk.desk.views import Attempt
from frontdesk.ground.ids import new_id
from frontdesk.store import usage
from frontdesk.store.transaction import reading

PRESSING = Path(__file__).with_name("pressing.py")
TESTS = Path(__file__).parent.parent


def pressed(desk: Desk, attempts: list[Attempt]) -> list[dict[str, Any]]:
    """What each of the processes was answered."""
    plan = {"at": NOON.isoformat(), "attempts": [asdict(attempt) for attempt in attempts]}
    result = subprocess.run(
        [sys.executable, str(PRESSING), str(desk.folder)],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return list(json.loads(result.stdout))


def kinds(answers: list[dict[str, Any]]) -> Counter[str]:
    wrong = [answer for answer in answers if answer["kind"] in ("error", "crash", "died")]
    assert wrong == []
    return Counter(answer["kind"] for answer in answers)


def agrees(desk: Desk) -> bool:
    with reading(desk.store) as connection:
        return usage.stored(connection) == usage.recount(connection, desk.days())


def lines(desk: Desk) -> int:
    with reading(desk.store) as connection:
        row = connection.execute("SELECT count(*), max(seq) FROM entries").fetchone()
    assert row is not None
    assert row[1] in (None, row[0])
    return int(row[0])


def test_fifty_desks_press_for_the_last_unit_of_a_budget(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, text=GUIDELINES.replace("up_to: 1200.00", "up_to: 2.00"))
    attempts = [Attempt(new_id(), heard(desk, make_guest(desk)), "drink", 800) for _desk in range(50)]
    answers = pressed(desk, attempts)
    assert kinds(answers) == {"Given": 1, "Blocked": 49}
    assert all(answer["ways"] > 0 for answer in answers if answer["kind"] == "Blocked")
    assert lines(desk) == 1
    assert agrees(desk)


def test_fifty_desks_press_for_the_last_one_of_a_customer(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    guest = make_guest(desk)
    for _drink in range(3):
        given(desk, heard(desk, guest), "drink")
    answers = pressed(desk, [Attempt(new_id(), heard(desk, guest), "drink", 800) for _desk in range(50)])
    assert kinds(answers) == {"Given": 1, "Blocked": 49}
    assert lines(desk) == 4
    assert agrees(desk)


def test_eight_desks_press_for_what_is_left_of_a_household(tmp_path: Path) -> None:
    once = "{id: per_stay, up_to: 2 times, per: household, within: 90 days}"
    desk = make_desk(
        tmp_path, text=GUIDELINES.replace("{id: per_stay, up_to: 4 times, per: [customer, order], within: ever}", once)
    )
    mother, daughter = make_guest(desk), make_guest(desk, "Līga Bērziņa")
    relating.join_with(desk, daughter.customer, mother.customer, role="daughter")
    given(desk, heard(desk, mother), "drink")
    whose = [mother if number % 2 else daughter for number in range(8)]
    answers = pressed(desk, [Attempt(new_id(), heard(desk, each), "drink", 800) for each in whose])
    assert kinds(answers) == {"Given": 1, "Blocked": 7}
    assert lines(desk) == 2
    assert agrees(desk)


def test_thirty_desks_take_exactly_what_is_left_of_an_amount(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, text=GUIDELINES.replace("up_to: 1200.00", "up_to: 100.00"))
    guests = [make_guest(desk) for _guest in range(30)]
    answers = pressed(desk, [Attempt(new_id(), heard(desk, guest), "part_of_bill", 2000) for guest in guests])
    assert kinds(answers) == {"Given": 5, "Blocked": 25}
    assert agrees(desk)


def test_eight_desks_make_the_same_attempt_and_it_is_given_once(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    attempt = previewed(desk, heard(desk, make_guest(desk)), "drink")
    answers = pressed(desk, [attempt] * 8)
    assert kinds(answers) == {"Given": 8}
    assert len({answer["entry"] for answer in answers}) == 1
    assert sum(not answer["already"] for answer in answers) == 1
    assert lines(desk) == 1
    assert agrees(desk)


@pytest.mark.parametrize("seed", range(3))
def test_desks_on_many_threads_of_one_process_share_a_store(tmp_path: Path, seed: int) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from frontdesk.desk.gestures import giving

    desk = make_desk(tmp_path)
    guest = make_guest(desk)
    attempts = [Attempt(new_id(), heard(desk, guest), "drink", 800) for _thread in range(12 + seed)]
    with ThreadPoolExecutor(12) as threads:
        answers = Counter(
            type(answer).__name__ for answer in threads.map(lambda each: giving.give(desk, each), attempts)
        )
    assert answers == {"Given": 4, "Blocked": 8 + seed}
    assert agrees(desk)
