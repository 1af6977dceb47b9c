"""Words with line ends in them, written around the gate into the file: none is a line of what is printed.

Whoever reads a list, a sheet, a table or a log by its lines must read what frontdesk wrote, never what a name wrote.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import frontdesk
from poisoning import WORDS

NAME = "Kristīne Bērziņa"
FORGED = "FORGED"
BEHIND = FORGED.join(("\n", " all is whole\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\n\n# ", "\n| ", " |"))
LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
LINES_OF_THEIR_OWN = re.compile(rf"(?:[#|*>-]+ ?)?{FORGED}")
"""At the left edge, as a line, a heading, an item or a row of a table; what is set in stands under its own line."""

COMMANDS = (
    ("customers", "find", "krist"),
    ("customers", "show", "PERSON"),
    ("customers", "history", "PERSON"),
    ("customers", "duplicates"),
    ("customers", "imports"),
    ("orders", "of", "PERSON"),
    ("orders", "care"),
    ("show", "TALK"),
    ("asked", "TALK"),
    ("day",),
    ("day", "--md"),
    ("handover",),
    ("handover", "--md"),
    ("lineup",),
    ("lineup", "--md"),
    ("promises", "list"),
    ("promises", "show", "PROMISE"),
    ("event", "list"),
    ("event", "show", "EVENT"),
    ("event", "calls", "EVENT"),
    ("review", "list"),
    ("review", "show", "REVIEW"),
    ("story", "list"),
    ("idea", "list"),
    ("causes", "list"),
    ("stopped",),
    ("bends",),
    ("calls",),
    ("grant", "list"),
    ("lead", "approvals"),
    ("staff", "list"),
    ("staff", "sessions"),
    ("staff", "sign-ins"),
    ("guidelines", "history"),
    ("house", "show"),
    ("verify",),
    ("head",),
    ("clock",),
    ("doctor",),
    ("backup", "--list"),
    ("customers", "show", f"nobody\n{FORGED}"),
    ("customers", "find", f"nobody\n{FORGED}"),
    ("event", "show", f"none\n{FORGED}"),
    ("staff", "add", f"Zed\n{FORGED}"),
    (f"nothing\n{FORGED}",),
)
TABLES = (("day", "--csv"), ("stopped", "--csv"), ("event", "calls", "EVENT", "--csv"), ("verify", "--json"))


def forge(folder: Path) -> int:
    """Write line ends into every word of the house's database; how many columns were hit."""
    hit = 0
    with closing(sqlite3.connect(folder / "data" / "frontdesk.db")) as database:
        database.create_function("forged", 1, lambda text: text + BEHIND)
        database.execute("PRAGMA ignore_check_constraints=ON")
        rules = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in rules:
            database.execute(f'DROP TRIGGER "{name}"')
        for table, columns in {**WORDS, "sessions": ("desk", "os_user"), "sign_ins": ("desk", "os_user")}.items():
            there = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            for column in (each for each in columns if each in there):
                change = f"UPDATE {table} SET {column} = forged({column}) WHERE {column} <> ''"
                hit += database.execute(change).rowcount > 0
        for _name, sql in rules:
            database.execute(sql)
        database.commit()
    return hit


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The practice hotel with an event, a caller and a review, in which every word ends in lines of somebody else."""
    place = tmp_path_factory.mktemp("forged") / "demo"
    frontdesk("demo", "--headless", folder=place)
    person = desk.customer_id(place, NAME)
    frontdesk("ring", "+371 26 123 456", "--desk", "desk 1", folder=place)
    frontdesk("customers", "note", person, "A lift, not stairs", folder=place, staff="Anna")
    opening = ("event", "open", "Boiler", "--cause", "No hot water", "--promise", "Hot water again")
    frontdesk(*opening, "--due", "3 days", folder=place, staff="Ilze")
    frontdesk("event", "add", "Boiler", "--order", "B000001", "--serial", "S-17", folder=place, staff="Ilze")
    begun = ("review", "begin", "Cold soup", "--source", "by post", "--name", "Kārlis")
    frontdesk(*begun, folder=place, staff="Anna")
    frontdesk("backup", folder=place)
    assert forge(place) >= 30
    with closing(sqlite3.connect(place / "data" / "frontdesk.db")) as database:

        def one(sql: str) -> str:
            return str(database.execute(sql).fetchone()[0])

        named = {
            "PERSON": person,
            "TALK": one(f"SELECT id FROM conversations WHERE customer_id = '{person}' ORDER BY id LIMIT 1"),
            "PROMISE": one("SELECT id FROM promises ORDER BY id LIMIT 1"),
            "EVENT": one("SELECT id FROM events LIMIT 1"),
            "REVIEW": one("SELECT id FROM conversations WHERE written <> '' LIMIT 1"),
        }
    return place, named


def printed(place: Path, command: tuple[str, ...]) -> tuple[int, str, str]:
    """How a command ends, and what it prints on both ways, in this process."""
    import os

    from click.testing import CliRunner
    from driving import _arguments

    from frontdesk.cli.main import run

    theirs = {name: None for name in os.environ if name.startswith(("FRONTDESK_", "LC_"))}
    with CliRunner(env={**theirs, "LANG": "C.UTF-8", "XDG_STATE_HOME": str(place / "state")}).isolation() as out:
        ended = run(_arguments(command, place, None))
        return int(ended or 0), out[0].getvalue().decode(), out[1].getvalue().decode()


def test_no_word_becomes_a_line_of_what_a_command_prints(house: tuple[Path, dict[str, str]]) -> None:
    place, named = house
    wrong, ended = [], {}
    for command in COMMANDS:
        ended[command], out, err = printed(place, tuple(named.get(part, part) for part in command))
        lines = [*LINE_ENDS.split(out), *LINE_ENDS.split(err)]
        wrong += [f"{' '.join(command)!r}: {line[:70]!r}" for line in lines if LINES_OF_THEIR_OWN.match(line)]
    assert not wrong, "\n".join(wrong)
    assert sum(code == 0 for code in ended.values()) >= 25, ended


def test_a_table_has_the_rows_that_frontdesk_wrote(house: tuple[Path, dict[str, str]]) -> None:
    """Of CSV each record has as many cells as the heading, and no first cell is somebody else's."""
    place, named = house
    for command in TABLES:
        _ended, out, _err = printed(place, tuple(named.get(part, part) for part in command))
        if "--json" in command:
            assert json.loads(out)
            continue
        records = list(csv.reader(io.StringIO(out)))
        if records:
            assert {len(each) for each in records} == {len(records[0])}, command
            assert not any(each[0].startswith(FORGED) for each in records), command
