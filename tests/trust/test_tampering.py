"""The ledger changed by somebody who goes around the program: each of twelve kinds is named, with its line."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from tampering import LINES, around, copied, mend_the_chain, path_of, worked_desk

from a_desk import Clock, as_lead, given, heard, make_guest
from frontdesk.desk import opening
from frontdesk.desk.desk import Desk
from frontdesk.desk.privacy import privacy
from frontdesk.desk.trust import heads, proof_views, verifying
from frontdesk.desk.trust.proof_views import Proof
from frontdesk.store.transaction import reading


@dataclass(frozen=True)
class House:
    """A business at closing time: its database, yesterday's copy of it, and the database of another business."""

    path: Path
    yesterday: Path
    other: Path


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("house")
    clock = Clock()
    desk = worked_desk(folder / "here", clock)
    heads.make(desk)
    yesterday = copied(path_of(desk), folder / "yesterday")
    clock.forward(days=1)
    desk = _again(folder / "here", clock)
    talk = heard(desk, make_guest(desk, "Somebody New"))
    given(desk, talk, "luggage")
    given(desk, talk, "drink")
    heads.make(desk)
    other = worked_desk(folder / "there")
    heads.make(other)
    return House(path_of(desk), yesterday, path_of(other))


def _again(folder: Path, clock: Clock) -> Desk:
    return opening.open_desk(folder, staff="Anna", clock=clock)


@pytest.fixture
def house(closed: House, tmp_path: Path) -> House:
    return House(copied(closed.path, tmp_path / "here"), closed.yesterday, closed.other)


def edit(house: House) -> None:
    with around(house.path) as connection:
        connection.execute("UPDATE entries SET value_minor = 100 WHERE seq = 4")


def delete(house: House) -> None:
    with around(house.path) as connection:
        connection.execute("DELETE FROM chain WHERE entry_seq = 4")
        connection.execute("DELETE FROM entry_words WHERE entry_seq = 4")
        connection.execute("DELETE FROM entries WHERE seq = 4")


def replace(house: House) -> None:
    with around(house.path) as connection:
        row = list(connection.execute("SELECT * FROM entries WHERE seq = 4").fetchone())
        row[9] = "luggage"
        connection.execute(f"INSERT OR REPLACE INTO entries VALUES ({', '.join('?' * len(row))})", row)


def reorder(house: House) -> None:
    with around(house.path) as connection:
        for table, number in (("entries", "seq"), ("entry_words", "entry_seq")):
            connection.execute(f"UPDATE {table} SET {number} = 900 WHERE {number} = 4")
            connection.execute(f"UPDATE {table} SET {number} = 4 WHERE {number} = 7")
            connection.execute(f"UPDATE {table} SET {number} = 7 WHERE {number} = 900")


def insert(house: House) -> None:
    """A line in between, and every line after it moved on by one, with its words and its link."""
    with around(house.path) as connection:
        for table, number in (("entries", "seq"), ("entry_words", "entry_seq"), ("chain", "entry_seq")):
            connection.execute(f"UPDATE {table} SET {number} = -{number} - 1 WHERE {number} >= 4")
            connection.execute(f"UPDATE {table} SET {number} = -{number} WHERE {number} < 0")
        row = list(connection.execute("SELECT * FROM entries WHERE seq = 3").fetchone())
        row[:3] = 4, "made-up", "made-up"
        connection.execute(f"INSERT INTO entries VALUES ({', '.join('?' * len(row))})", row)
        connection.execute(
            "INSERT INTO entry_words SELECT 4, salt, reason, scope_json, moment_json FROM entry_words"
            " WHERE entry_seq = 3"
        )
        mend_the_chain(connection, 4)


def drop_trigger(house: House) -> None:
    with sqlite3.connect(house.path) as connection:
        connection.execute("DROP TRIGGER entries_never_changed")


def restore_old(house: House) -> None:
    shutil.copy(house.yesterday, house.path)


def cut_tail(house: House) -> None:
    """The last line with everything that speaks of it in the database."""
    with around(house.path) as connection:
        connection.execute("DELETE FROM heads WHERE entry_seq > ?", (LINES,))
        for table, number in (("chain", "entry_seq"), ("entry_words", "entry_seq"), ("entries", "seq")):
            connection.execute(f"DELETE FROM {table} WHERE {number} > ?", (LINES + 1,))


def swap(house: House) -> None:
    shutil.copy(house.other, house.path)


def edit_hash(house: House) -> None:
    with around(house.path) as connection:
        connection.execute("UPDATE chain SET hash = ? WHERE entry_seq = 4", ("ab" * 32,))


def change_version(house: House) -> None:
    """The file that lines were given by says something else now."""
    with around(house.path) as connection:
        connection.execute("UPDATE guidelines_versions SET text = replace(text, 'up_to: 4 times', 'up_to: 9 times')")


def flip(house: House) -> None:
    """One bit of a line's label, on the disk."""
    data = bytearray(house.path.read_bytes())
    with sqlite3.connect(house.path) as connection:
        entry_id = connection.execute("SELECT id FROM entries WHERE seq = 4").fetchone()[0].encode()
    at = data.find(entry_id)
    while not (label := data.find(b"Free drink", at, at + 400)) > 0:  # the id stands in the indexes, too
        at = data.find(entry_id, at + 1)
    data[label] ^= 1
    house.path.write_bytes(data)


KINDS: tuple[tuple[Callable[[House], None], str, int | None, str], ...] = (
    (edit, proof_views.LINE, 4, "Line 4 of 2026-11-21 12:00:00 UTC is not as it was written."),
    (delete, proof_views.NUMBERS, 4, "Line 4 is missing: after line 3 comes line 5."),
    (replace, proof_views.LINE, 4, "Line 4 of 2026-11-21 12:00:00 UTC is not as it was written."),
    (reorder, proof_views.LINE, 4, "Line 4 of 2026-11-21 12:00:00 UTC is not as it was written."),
    (insert, proof_views.HEAD, 1, "all of it was written anew"),
    (drop_trigger, proof_views.TRIGGERS, None, "entries_never_changed"),
    (restore_old, proof_views.HEAD, LINES + 1, f"Lines {LINES + 1} to {LINES + 2} are gone"),
    (cut_tail, proof_views.HEAD, LINES + 2, f"Lines {LINES + 2} to {LINES + 2} are gone"),
    (swap, proof_views.HEAD, 1, "This is not the ledger that the heads are of"),
    (edit_hash, proof_views.LINK, 4, "The link of line 4 of 2026-11-21 12:00:00 UTC was changed"),
    (change_version, proof_views.GUIDELINES, 1, "The guidelines that line 1 was given by"),
    (flip, proof_views.LINE, 4, "Line 4 of 2026-11-21 12:00:00 UTC is not as it was written."),
)


@pytest.mark.parametrize(("tamper", "kind", "seq", "says"), KINDS, ids=[each[0].__name__ for each in KINDS])
def test_each_kind_of_change_is_named_with_its_line(
    house: House, tamper: Callable[[House], None], kind: str, seq: int | None, says: str
) -> None:
    assert proven(house.path).findings == (), "the house is whole before"
    tamper(house)
    proof = proven(house.path)
    named = [each for each in proof.findings if each.kind == kind and each.seq == seq]
    assert named, proof.findings
    assert says in named[0].sentence
    assert proof.remedy
    numbered = [each.seq for each in proof.findings if each.seq is not None]
    assert seq is None or numbered[0] == seq, "the first line that is off comes first"


def test_a_whole_ledger_written_anew_is_told_by_the_words_on_paper(house: House, closed: House) -> None:
    """Somebody edits a line, mends every link, and rewrites the heads in the database and in the file."""
    with sqlite3.connect(closed.path) as connection:
        paper = connection.execute("SELECT words FROM heads ORDER BY number DESC LIMIT 1").fetchone()[0]
    with around(house.path) as connection:
        connection.execute("UPDATE entries SET staff_id = (SELECT id FROM staff WHERE name = 'Janis') WHERE seq = 4")
        mend_the_chain(connection)
        connection.execute("DELETE FROM heads")
    house.path.with_name("heads.txt").unlink()
    assert proven(house.path).findings == (), "what nobody kept elsewhere cannot be told"
    proof = proven(house.path, said=[paper])
    assert [each.kind for each in proof.findings] == [proof_views.HEAD]
    assert proven(closed.path, said=[paper.upper().replace(" ", "-")]).findings == ()


def test_a_tail_of_any_length_is_missed_once_a_head_is_newer(house: House) -> None:
    """One line more is cut off each time, until nothing is left."""
    for last in range(LINES + 1, -1, -1):
        with around(house.path) as connection:
            connection.execute("DELETE FROM heads")
            for table, number in (("chain", "entry_seq"), ("entry_words", "entry_seq"), ("entries", "seq")):
                connection.execute(f"DELETE FROM {table} WHERE {number} > ?", (last,))
        proof = proven(house.path)
        assert [each.seq for each in proof.findings if each.kind == proof_views.HEAD] == [last + 1]


def test_counters_that_somebody_turned_back_are_found(house: House) -> None:
    with around(house.path) as connection:
        connection.execute("UPDATE usage SET times = times - 1 WHERE times > 0")
    assert [each.kind for each in proven(house.path).findings] == [proof_views.COUNTERS]


def test_what_forgetting_leaves_of_a_line_is_not_written_anew(tmp_path: Path) -> None:
    """By whom counters are kept stands in it: whoever changes both, or puts words back, is found out."""
    desk = worked_desk(tmp_path / "here")
    with reading(desk.store) as connection:
        row = connection.execute("SELECT customer_id, scope_json FROM entries WHERE seq = 1").fetchone()
    assert row is not None
    privacy.erase(as_lead(desk), str(row[0]), end=True)
    path = path_of(desk)
    assert proven(path).whole
    somebody_else = json.dumps(json.loads(row[1]) | {"staff": "somebody else"}, sort_keys=True, separators=(",", ":"))
    for reason, scope in (("", somebody_else), ("Kristīne shouted", None)):
        with around(path) as connection:
            connection.execute("DELETE FROM entry_words WHERE entry_seq = 1")
            connection.execute("INSERT INTO entry_words VALUES (1, ?, ?, ?, NULL)", ("00" * 32, reason, scope))
        assert (proof_views.WORDS, 1) in {(each.kind, each.seq) for each in proven(path).findings}


def proven(path: Path, said: Sequence[str] = ()) -> Proof:
    return verifying.verify_file(path, said=said)
