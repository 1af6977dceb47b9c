"""Whoever is being erased while the power goes is there or gone; the next start finishes what was left."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from a_desk import NOON, Clock, as_lead, given, make_desk, make_guest
from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.privacy import privacy
from frontdesk.store import usage
from frontdesk.store.transaction import reading, writing

ERASER = """
import json, os, signal, sys
from datetime import datetime
from pathlib import Path
from frontdesk.desk import opening
from frontdesk.desk.privacy import privacy
from frontdesk.store import cleaning
plan = json.loads(sys.stdin.readline())
at = datetime.fromisoformat(plan["at"])
desk = opening.open_desk(Path(plan["folder"]), staff="Ilze", clock=lambda: at)
print("ready", flush=True)
if plan["between"]:
    cleaning.clean = lambda *_cleaned, **_how: os.kill(os.getpid(), signal.SIGKILL)
for customer in plan["customers"]:
    done = privacy.erase(desk, customer)
    print(customer if not done.left else "left", flush=True)
"""
KILLS = 12
PEOPLE = 48


def filled(desk: Desk) -> dict[str, str]:
    """Guests by id, each with a word of their own in name, request, reason, note and a sheet."""
    (desk.folder / "sheets").mkdir()
    found = {}
    for number in range(PEOPLE):
        word = f"zq{number:03d}xv"
        guest = make_guest(desk, f"Eva {word}")
        talk = talking.start(desk, customer_id=guest.customer, request=f"cold since {word}")
        talking.hear(desk, talk.id)
        given(desk, talk.id, "luggage", reason=f"waited {word}")
        talking.close(desk, talk.id, nothing_owed=True)
        with writing(desk.store) as connection:
            connection.execute(
                "INSERT INTO notes (id, customer_id, text, noted_by, noted_at) VALUES (?, ?, ?, ?, '2026-01-01')",
                (word, guest.customer, f"needs {word}", desk.person.id),
            )
        (desk.folder / "sheets" / f"{word}.txt").write_text(f"Eva {word}", encoding="utf-8")
        found[guest.customer] = word
    return found


def killed_while_erasing(desk: Desk, customers: list[str], late: float | None) -> None:
    """At a moment of chance, or, for None, between the erasing and the cleaning."""
    process = subprocess.Popen([sys.executable, "-c", ERASER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    plan = {"at": NOON.isoformat(), "folder": str(desk.folder), "customers": customers, "between": late is None}
    process.stdin.write(json.dumps(plan) + "\n")
    process.stdin.flush()
    assert process.stdout.readline() == "ready\n"
    if late is not None:
        for _turn in range(int(late * 1_500_000)):
            pass
        os.kill(process.pid, signal.SIGKILL)
    process.stdout.read()
    assert process.wait() in (-signal.SIGKILL, 0)


def held(folder: Path) -> bytes:
    return b"".join((Path(place) / name).read_bytes() for place, _folders, names in os.walk(folder) for name in names)


def test_everybody_is_there_or_gone_and_the_next_start_finishes(tmp_path: Path) -> None:
    dice = random.Random(4)
    desk = make_desk(tmp_path, Clock())
    people = filled(desk)
    with reading(desk.store) as connection:
        counted = usage.stored(connection)
        lines = connection.execute("SELECT * FROM entries ORDER BY seq").fetchall()
    cut_off = 0
    for kill in range(KILLS):
        with reading(desk.store) as connection:
            left = [
                row[0] for row in connection.execute("SELECT id FROM customers WHERE erased_at IS NULL ORDER BY id")
            ]
        killed_while_erasing(desk, left, dice.random() if kill else None)
        with reading(desk.store) as connection:
            row = connection.execute("SELECT count(*) FROM erasures WHERE cleaned_at IS NULL").fetchone()
            cut_off += row is not None and row[0] > 0
            for customer, word in people.items():
                card = connection.execute("SELECT name, erased_at FROM customers WHERE id = ?", (customer,)).fetchone()
                words = connection.execute(
                    "SELECT (SELECT count(*) FROM notes WHERE customer_id = ?1) + (SELECT count(*) FROM entry_words w"
                    " JOIN entries e ON e.seq = w.entry_seq WHERE e.customer_id = ?1)",
                    (customer,),
                ).fetchone()
                erased = connection.execute("SELECT 1 FROM erasures WHERE customer_id = ?", (customer,)).fetchone()
                assert card is not None
                if card[1] is None:
                    assert (card[0], words, erased) == (f"Eva {word}", (2,), None)
                else:
                    assert (card[0], words, erased) == ("—", (0,), (1,))
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert usage.stored(connection) == counted == usage.recount(connection, desk.days())
            assert connection.execute("SELECT * FROM entries ORDER BY seq").fetchall() == lines
        again = opening.open_desk(desk.folder, staff="Ilze", clock=Clock())
        again.store.close()
        with reading(desk.store) as connection:
            gone = [
                row[0] for row in connection.execute("SELECT customer_id FROM erasures WHERE cleaned_at IS NOT NULL")
            ]
            assert connection.execute("SELECT count(*) FROM erasures").fetchone() == (len(gone),)
        listed = (desk.folder / "data" / "erased.txt").read_text(encoding="utf-8") if gone else ""
        bytes_held = held(desk.folder)
        for customer in gone:
            assert customer in listed
            assert people[customer].encode() not in bytes_held
    lead = as_lead(desk)
    for customer in people:
        privacy.erase(lead, customer)
    assert not any(word.encode() in held(desk.folder) for word in people.values())
    assert cut_off, "no kill fell between the erasure and the cleaning: the test would prove nothing"
