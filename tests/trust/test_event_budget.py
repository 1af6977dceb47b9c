"""Mass events under pressure: many desks never overspend one, and a machine that stops leaves all of it or nothing."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from a_desk import NOON, as_lead, make_desk, make_guest
from a_recall import make_maker, opened
from frontdesk.desk.desk import Desk
from frontdesk.desk.events import event_adding, event_calling, events
from frontdesk.desk.events.event_views import EventLine
from frontdesk.store import usage
from frontdesk.store.transaction import reading, writing

ACTING = Path(__file__).with_name("acting.py")
DESK_THAT_ADDS = """
import sys
from datetime import datetime
from pathlib import Path
from frontdesk.desk import opening
from frontdesk.desk.events import event_adding
from frontdesk.ground.errors import StoreUnavailable
folder, at, event, count = sys.argv[1:]
desk = opening.open_desk(Path(folder), staff="Ilze", clock=lambda: datetime.fromisoformat(at))
def told(done, of):
    print(done, flush=True)
    sys.stdin.readline()
print("ready", flush=True)
while True:
    try:
        added = event_adding.add(desk, event, serials=[f"S-{n}" for n in range(int(count))], progress=told)
        break
    except StoreUnavailable as error:  # it says itself that nothing was recorded and the same may be tried again
        assert error.retryable
print("done", added.new, flush=True)
"""


def acted(desk: Desk, acts: list[dict[str, Any]]) -> Counter[str]:
    """What each of the processes was answered, counted."""
    result = subprocess.run(
        [sys.executable, str(ACTING), str(desk.folder)],
        input=json.dumps({"at": NOON.isoformat(), "acts": acts}),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    answers = json.loads(result.stdout)
    assert [each for each in answers if each["kind"] in ("error", "crash")] == []
    return Counter(each["kind"] for each in answers)


def outage(folder: Path, budget: str, guests: int) -> tuple[Desk, EventLine]:
    """A drink, which costs 2.00, is owed to each guest of a house without hot water."""
    lead = as_lead(make_desk(folder))
    keys = [f"O{number}" for number in range(guests)]
    for key in keys:
        guest = make_guest(lead, f"Guest {key}")
        with writing(lead.store) as connection:
            connection.execute("UPDATE orders SET external_key = ? WHERE id = ?", (key, guest.order))
    event = events.open_event(
        lead,
        "No hot water",
        "The boiler stopped",
        promise="Hot water again",
        due_at=lead.now() + timedelta(hours=4),
        gesture="drink",
        budget=budget,
    )
    return lead, event_adding.add(lead, event.id, orders=keys).event


def counted(desk: Desk, event: EventLine) -> tuple[int, int]:
    """How many entries the event has, and how many members, promises and conversations are there for each other."""
    with reading(desk.store) as connection:
        assert usage.stored(connection) == usage.recount(connection, desk.days())
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        entries = connection.execute("SELECT count(*) FROM entries WHERE event_id = ?", (event.id,)).fetchone()
        whole = connection.execute(
            "SELECT count(*), count(DISTINCT m.promise_id), count(DISTINCT m.conversation_id) FROM event_members m"
            " JOIN promises p ON p.id = m.promise_id AND p.event_id = m.event_id"
            " JOIN conversations c ON c.id = m.conversation_id AND c.kind = 'event' WHERE m.event_id = ?",
            (event.id,),
        ).fetchone()
        loose = connection.execute("SELECT count(*) FROM promises WHERE event_id = ?", (event.id,)).fetchone()
    assert entries is not None
    assert whole is not None
    assert loose is not None
    assert whole[0] == whole[1] == whole[2] == loose[0]
    return int(entries[0]), int(whole[0])


def test_twenty_desks_spend_exactly_what_the_event_may_cost(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "10.00", 20)
    acts = [
        {"staff": "Anna", "what": "owed", "values": {"event": event.id, "what": f"O{number}"}} for number in range(20)
    ]
    assert acted(lead, acts) == {"Given": 5, "Blocked": 15}
    line = events.one(lead, event.id)
    assert (line.given, line.cost_minor, line.left_minor) == (5, 1000, 0)
    assert counted(lead, event) == (5, 20)


def test_eight_desks_give_one_member_what_is_owed_once(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "1000.00", 1)
    act = {"staff": "Anna", "what": "owed", "values": {"event": event.id, "what": "O0"}}
    assert acted(lead, [act] * 8) == {"Given": 8}
    assert counted(lead, event) == (1, 1)


@pytest.mark.parametrize("seed", range(3))
def test_a_machine_that_stops_while_a_thousand_are_added_leaves_all_or_nobody(tmp_path: Path, seed: int) -> None:
    """Killed after the first half was written, or anywhere: what is there is whole, and adding again is safe."""
    lead = make_maker(tmp_path)
    event = opened(lead)
    process = subprocess.Popen(
        [sys.executable, "-c", DESK_THAT_ADDS, str(tmp_path), NOON.isoformat(), event.id, "1000"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    assert process.stdout.readline() == "500\n"
    if seed:
        process.stdin.write("\n\n")
        process.stdin.flush()
        for _turn in range(random.Random(seed).randrange(400_000)):  # somewhere in the rest, commit included
            pass
    os.kill(process.pid, signal.SIGKILL)
    said = process.stdout.read()
    process.wait()
    entries, members = counted(lead, event)
    assert (entries, members) in ((0, 0), (0, 1000))
    assert members == 1000 or "done" not in said
    assert seed or members == 0
    added = event_adding.add(lead, event.id, serials=[f"S-{number}" for number in range(1000)])
    assert (added.new, added.already) == (1000 - members, members)
    assert counted(lead, event) == (0, 1000)


def test_two_leads_add_the_same_thousand_at_once_and_each_is_in_it_once(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    event = opened(lead)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", DESK_THAT_ADDS, str(tmp_path), NOON.isoformat(), event.id, "1000"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _lead in range(2)
    ]
    for process in processes:  # both may go on before either is waited for: the one that waits holds the lock
        assert process.stdin is not None
        process.stdin.write("\n" * 8)
        process.stdin.flush()
    said = [process.communicate(timeout=600)[0] for process in processes]
    assert sorted(each.split("done ")[1].strip() for each in said) == ["0", "1000"]
    assert counted(lead, event) == (0, 1000)
    assert len(event_calling.calls(lead, event.id)) == 1000
