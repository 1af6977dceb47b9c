"""Trying a draft on the past: `frontdesk whatif` over many gestures and blocks, against reading the same rows alone.

    python bench/whatif.py [--events 100000] [--runs 3] [--budget 10.0] [--keep DIR]

The past is a hotel's, 90 days long: every row was really decided by the hotel's guidelines when it is written, with the
moment that a desk keeps. Prints the seconds of processor time of the whole process (the least of the runs), its memory
and the ratio to the floor. Exits 1 past the budget, or when the guidelines in force differ from their own past.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from frontdesk.authority.decision import decide
from frontdesk.authority.ledger import Ledger
from frontdesk.authority.limits import scope_of
from frontdesk.authority.remembering import remembered
from frontdesk.authority.values import Decision, GestureWay, Moment, Outcome
from frontdesk.desk.opening import open_desk
from frontdesk.ground.ids import new_id
from frontdesk.guidelines import packs
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.values import parse_fact
from frontdesk.store import entry_words
from frontdesk.store.columns import day, instant, packed
from frontdesk.store.driver import Connection
from frontdesk.store.entry_words import Words, ids_of
from frontdesk.store.transaction import writing

DAYS = 90
NOON = datetime(2026, 11, 21, 10, tzinfo=UTC)
CHANGES = (  # what the draft says otherwise
    ("up_to: 4 times, per: [customer, order]", "up_to: 2 times, per: [customer, order]"),
    ("authority: {staff: 150.00, lead: 600.00}", "authority: {staff: 250.00, lead: 600.00}"),
)
GESTURES = (  # how often each is asked for, and for how much (whole units, None: as the guidelines say)
    *(("free_drink", None),) * 40,
    *(("part_of_bill", 40), ("part_of_bill", 90), ("part_of_bill", 220)) * 6,
    *(("make_it_right", 50), ("make_it_right", 350)) * 4,
    *(("late_checkout", None), ("luggage_lounge", None), ("breakfast", None), ("amenity", 10)) * 5,
    *(("move_room", None),) * 8,
    *(("errand", 12),) * 6,
)
STAFF = tuple(f"s{number:02d}" for number in range(24))
SITES = tuple(f"site {number}" for number in range(40))


class House:
    """A hotel whose guests come for a few nights and ask for things; what it decides is what is written."""

    def __init__(self, rules: Guidelines, chance: random.Random) -> None:
        self.rules, self.chance = rules, chance
        self.ledger = Ledger(rules)
        self.facts = {name: fact for name, fact in rules.facts.items()}

    def moments(self, events: int) -> Iterator[tuple[Moment, str, int | None, bool]]:
        """Who asks for what, in order; three in ten ask for something more in the same conversation."""
        made, at = 0, NOON - timedelta(days=DAYS)
        step = timedelta(days=DAYS) / events
        while made < events:
            stay = self.stay()
            conversation, staff = new_id(), self.chance.choice(STAFF)
            scope = stay["scope"] | {"conversation": conversation, "incident": conversation, "staff": staff}
            role = "lead" if staff in STAFF[:3] else "staff"
            for _place in range(2 if self.chance.random() < 0.3 else 1):
                gesture, ask = self.chance.choice(GESTURES)
                at += step
                made += 1
                moment = Moment(
                    at,
                    role,
                    staff,
                    stay["facts"],
                    {**scope, "role": role},
                    frozenset({"request_heard", "wish", "reason"}),
                    self.chance.choice(("room_fault", "waiting", None)),
                    "a sentence why",
                )
                yield moment, gesture, ask, _place == 0

    def stay(self) -> dict[str, Any]:
        """A guest in a room, one of the last few hundred: some come back to the desk."""
        chance = self.chance
        nights, price = chance.randint(1, 7), chance.choice((60, 75, 80, 95, 110, 140, 180, 240))
        written = {
            "customer.tier": chance.choice(("guest", "guest", "silver", "gold")),
            "order.paid": f"{nights * price}.00",
            "order.night_price": f"{price}.00",
            "order.guests": str(chance.randint(1, 4)),
            "house.occupancy": f"{chance.randint(40, 99)}%",
            "house.better_room_free": chance.choice(("true", "false")),
        }
        facts = {name: parse_fact(self.facts[name], text, 2) for name, text in written.items() if name in self.facts}
        site = chance.choice(SITES)
        number = chance.randrange(200_000)
        return {
            "facts": facts,
            "scope": {"customer": f"c{number:07d}", "order": f"o{number:07d}", "site": site, "business": site},
        }


def filled(folder: Path, events: int) -> None:
    """A business with that many gestures, takings back and blocks."""
    chance = random.Random(7)
    folder.mkdir(parents=True, exist_ok=True)
    text = packs.text("hotel")
    (folder / "guidelines.yaml").write_text(text, encoding="utf-8")
    draft = text
    for before, after in CHANGES:
        if before not in draft:
            raise AssertionError(f"the pack no longer says {before}")
        draft = draft.replace(before, after)
    (folder / "draft.yaml").write_text(draft, encoding="utf-8")
    desk = open_desk(folder, staff=None, clock=lambda: NOON - timedelta(days=DAYS + 1), create=True)
    house = House(desk.rules(), chance)
    with writing(desk.store) as connection:
        for name in STAFF:
            connection.execute(
                "INSERT INTO staff (id, name, folded, role, active, created_at) VALUES (?, ?, ?, 'staff', 1, ?)",
                (name, name, name, instant(NOON)),
            )
        _written(connection, house, events)
    desk.store.close()


def _written(connection: Connection, house: House, events: int) -> None:
    rules, seq = house.rules, 0
    for moment, gesture, ask, first in house.moments(events):
        if first:
            _conversation(connection, moment)
        met = house.ledger.met(moment)
        minor = None if ask is None else ask * 100
        answer = decide(rules, met, gesture, house.ledger.live(moment.at), minor)
        if not isinstance(answer, Decision) or answer.outcome is Outcome.TICKS:
            continue
        if answer.outcome is not Outcome.YES:
            _block(connection, rules, moment, answer, minor, seq)
            continue
        entry = new_id()
        house.ledger.add(entry, answer, moment)
        seq += 1
        _entry(connection, rules, moment, answer, minor, entry, None)
        if house.chance.random() < 0.03:
            house.ledger.reverse(entry)
            seq += 1
            _entry(connection, rules, moment, answer, minor, new_id(), entry)


def _conversation(connection: Connection, moment: Moment) -> None:
    at = instant(moment.at)
    connection.execute(
        "INSERT INTO conversations (id, incident_id, customer_name, request, heard, heard_at, answers_json, ticks_json,"
        " now_text, next_text, nothing_owed, anything_else, cause, attempt_json, staff_id, site, desk, opened_at,"
        " business_date, updated_at) VALUES (?, ?, '', 'x', 'agreed', ?, '{}', '[]', '', '', 0, 0, '', '', ?, ?, 'd',"
        " ?, ?, ?)",
        (
            moment.scope["conversation"],
            moment.scope["incident"],
            at,
            moment.staff,
            moment.scope["site"],
            at,
            day(moment.at.date()),
            at,
        ),
    )


def _entry(
    connection: Connection,
    rules: Guidelines,
    moment: Moment,
    answer: Decision,
    minor: int | None,
    entry: str,
    reverses: str | None,
) -> None:
    scope = scope_of(moment)
    said = Words.of("", scope, None if reverses else remembered(moment, rules, minor))
    values = {
        "id": entry,
        "attempt_id": new_id(),
        "kind": "taken_back" if reverses else "given",
        "reverses": reverses,
        "conversation_id": moment.scope["conversation"],
        "incident_id": moment.scope["incident"],
        "gesture": answer.gesture,
        "label": answer.gesture,
        "value_minor": answer.amount_minor,
        "cost_minor": answer.cost_minor,
        "exposure_minor": answer.exposure_minor,
        "quantity_thousandths": 0,
        "unit": "",
        "currency": "EUR",
        "needs_heard": 1,
        "bend": 0,
        "scope_json": packed(ids_of(scope)),
        "staff_id": moment.staff,
        "role": moment.role,
        "site": moment.scope["site"],
        "desk": "d",
        "guidelines_version": rules.version,
        "at": instant(moment.at),
        "business_date": day(rules.business.clock.date_of(moment.at)),
        "words_digest": said.digest,
    }
    _insert(connection, "entries", values)
    row = connection.execute("SELECT max(seq) FROM entries").fetchone()
    if row is None:
        raise AssertionError("a line was just written")
    entry_words.add(connection, int(row[0]), said)


def _block(
    connection: Connection, rules: Guidelines, moment: Moment, answer: Decision, minor: int | None, seq: int
) -> None:
    ways = [{"gesture": way.gesture} for way in answer.ways if isinstance(way, GestureWay)]
    values = {
        "id": new_id(),
        "conversation_id": moment.scope["conversation"],
        "gesture": answer.gesture,
        "rules_json": packed([each.rule for each in answer.binding]),
        "outcome": str(answer.outcome),
        "asked_minor": minor,
        "possible_minor": answer.at_most_minor,
        "ways_json": packed(ways),
        "done_instead": "",
        "role": moment.role,
        "guidelines_version": rules.version,
        "at": instant(moment.at),
        "business_date": day(rules.business.clock.date_of(moment.at)),
        "scope_json": packed(scope_of(moment)),
        "moment_json": packed(remembered(moment, rules, minor)),
        "after_seq": seq,
    }
    _insert(connection, "blocks", values)


def _insert(connection: Connection, table: str, values: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


# --- measuring ----------------------------------------------------------------------------------------------

FLOOR = """
import json, sys
from pathlib import Path
from frontdesk.store.engine import open_store
from frontdesk.store.transaction import reading
store = open_store(Path(sys.argv[1]) / "data" / "frontdesk.db")
with reading(store) as connection:
    for row in connection.execute("SELECT seq, kind, id, reverses, gesture, label, at, business_date, conversation_id,"
        " role, guidelines_version, value_minor, cost_minor, exposure_minor, quantity_thousandths, entries.scope_json,"
        " moment_json FROM entries LEFT JOIN entry_words ON entry_seq = seq ORDER BY seq"):
        row[16] and json.loads(row[16])
    for row in connection.execute("SELECT id, gesture, at, conversation_id, role, guidelines_version, outcome,"
        " asked_minor, possible_minor, rules_json, ways_json, done_instead, scope_json, moment_json FROM blocks"
        " ORDER BY after_seq, at, id"):
        row[13] and json.loads(row[13])
"""


def measured(arguments: list[str], runs: int) -> tuple[float, float, float, str]:
    """Processor seconds and wall seconds (the least), the largest memory in MiB, and what was printed last."""
    processor, wall, memory, out = [], [], 0.0, ""
    for _run in range(runs):
        begun = time.perf_counter()
        child = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert child.stdout is not None
        out = child.stdout.read()
        _pid, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            raise SystemExit(f"{arguments} ended with {child.returncode}")
        wall.append(time.perf_counter() - begun)
        processor.append(usage.ru_utime + usage.ru_stime)
        memory = max(memory, usage.ru_maxrss / 1024)
    return min(processor), min(wall), memory, out


def main() -> int:
    """Measure and judge."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--events", type=int, default=100_000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--budget", type=float, default=10.0)
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--fill", type=Path, help=argparse.SUPPRESS)
    wanted = arguments.parse_args()
    if wanted.fill is not None:
        filled(wanted.fill, wanted.events)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.keep or Path(temporary) / "hotel"
        if not (folder / "data" / "frontdesk.db").exists():
            begun = time.perf_counter()  # by a process of its own, so that its memory is not taken for a run's
            fill = [sys.executable, __file__, "--fill", str(folder), "--events", str(wanted.events)]
            subprocess.run(fill, check=True)
            print(f"{wanted.events} events decided and written in {time.perf_counter() - begun:.1f} s")
        return 1 if measure(folder, wanted) else 0


def measure(folder: Path, wanted: argparse.Namespace) -> bool:
    """Print every figure; true when one is past its budget."""
    python = sys.executable
    floor, _wall, memory, _out = measured([python, "-c", FLOOR, str(folder)], wanted.runs)
    print(f"{'floor: the same rows, moments parsed':42} {floor:6.2f} s of processor  {memory:6.0f} MiB")
    failed = False
    whatif = [python, "-m", "frontdesk", "--folder", str(folder), "whatif", "--json"]
    since = f"{(NOON - timedelta(days=30)).date()}"
    for name, more, same in (
        ("a draft, the whole past", [str(folder / "draft.yaml"), "--since", "ever"], False),
        ("a draft, the last 30 days", [str(folder / "draft.yaml"), "--since", since], False),
        ("the guidelines in force, their own past", [str(folder / "guidelines.yaml"), "--since", "ever"], True),
    ):
        took, wall, memory, out = measured([*whatif, *more], wanted.runs)
        told = json.loads(out)
        events = told["judged"]
        over = took > wanted.budget or (same and told["differences"] != 0)
        failed = failed or over
        print(
            f"{name:42} {took:6.2f} s of processor  {memory:6.0f} MiB  {wall:6.2f} s by the clock"
            f"  {took / floor:5.1f} x floor  {events / took:8.0f} a second"
            f"  {told['differences']} differences{'  OVER' if over else ''}"
        )
    return failed


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
