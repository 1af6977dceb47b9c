"""The chain over the ledger and its heads: links are written with their lines, and heads are kept in three places."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tampering import around, mend_the_chain, path_of, worked_desk

from a_desk import NOON, Clock, as_lead, given, heard, make_desk, make_guest
from frontdesk.desk import opening
from frontdesk.desk.desk import Desk
from frontdesk.desk.privacy import privacy
from frontdesk.desk.trust import heads, looking, proof_views, verifying
from frontdesk.desk.trust.proof_views import Proof
from frontdesk.ground import spoken
from frontdesk.ground.errors import BadInput, StoreDamaged, StoreUnavailable
from frontdesk.store import chain, ledger, tables
from frontdesk.store import heads as kept_heads
from frontdesk.store.driver_errors import RuleBroken
from frontdesk.store.transaction import reading, writing


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return worked_desk(tmp_path, clock, lines=7)


def proven(desk: Desk) -> Proof:
    return verifying.verify(desk.store)


def links(path: Path) -> list[tuple[int, str]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT entry_seq, hash FROM chain ORDER BY entry_seq").fetchall()


# --- links --------------------------------------------------------------------------------------------------


def test_every_column_of_a_line_is_bound() -> None:
    assert set(chain.COLUMNS) == {column.name for column in tables.Entry.__table__.columns}  # type: ignore[attr-defined]


def test_the_written_form_alone_makes_the_same_links(desk: Desk) -> None:
    path = path_of(desk)
    before = links(path)
    assert len(before) == 7
    with around(path) as connection:
        connection.execute("DELETE FROM chain")
        mend_the_chain(connection)
    assert links(path) == before


def test_an_upgrade_links_the_lines_that_are_there(desk: Desk) -> None:
    path = path_of(desk)
    before = links(path)
    with around(path, put_back=False) as connection:
        for (table,) in _made_by("0005", path):
            connection.execute(f'DROP TABLE "{table}"')
        for table, column in (("entries", "clock_behind_seconds"), *_added_by_0005(connection)):
            connection.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
        connection.execute("UPDATE alembic_version SET version_num = '0004'")
    desk = opening.open_desk(desk.folder, staff="Anna", clock=desk.clock)
    assert links(path) == before
    assert proven(desk).whole


def _made_by(revision: str, path: Path) -> list[tuple[str]]:
    text = _migration(revision)
    return [(line.split('"')[1],) for line in _after(text, "op.create_table(")]


def _added_by_0005(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    added = [line.split('"') for line in _migration("0005").splitlines() if "op.add_column(" in line]
    return [(parts[1], parts[3]) for parts in added if parts[3] != "clock_behind_seconds"]


def _after(text: str, mark: str) -> list[str]:
    lines = text.splitlines()
    return [lines[at + 1] for at, line in enumerate(lines) if line.strip() == mark]


def _migration(revision: str) -> str:
    folder = Path(chain.__file__).parent / "migrations" / "versions"
    return next(folder.glob(f"{revision}_*.py")).read_text(encoding="utf-8")


def test_the_database_refuses_a_link_that_is_changed_removed_or_made_up(desk: Desk) -> None:
    for statement in (
        "UPDATE chain SET hash = 'x' WHERE entry_seq = 2",
        "DELETE FROM chain WHERE entry_seq = 7",
        "INSERT OR REPLACE INTO chain (entry_seq, hash) VALUES (7, 'x')",
        "INSERT OR REPLACE INTO chain (entry_seq, hash) VALUES (3, 'x')",
        "INSERT INTO heads (business_date, site, entry_seq, hash, words, made_at) VALUES ('', '', 7, 'x', '', '')",
    ):
        with pytest.raises(RuleBroken), writing(desk.store) as connection:
            connection.execute(statement)
    assert proven(desk).whole


def test_a_person_who_was_erased_leaves_a_ledger_that_verifies(desk: Desk) -> None:
    with reading(desk.store) as connection:
        customer = connection.execute("SELECT customer_id FROM entries WHERE seq = 1").fetchone()
    assert customer is not None
    before = proven(desk)
    privacy.erase(as_lead(desk), str(customer[0]), end=True)
    assert proven(desk) == before


def test_nobody_writes_over_what_shows_that_the_end_was_cut_off(desk: Desk) -> None:
    path = path_of(desk)
    with around(path) as connection:
        connection.execute("DELETE FROM entry_words WHERE entry_seq = 7")
        connection.execute("DELETE FROM entries WHERE seq = 7")
    desk = opening.open_desk(desk.folder, staff="Anna", clock=desk.clock)
    talk = heard(desk, make_guest(desk, "Somebody New"))
    with pytest.raises(StoreDamaged, match="nothing was recorded"):
        given(desk, talk, "luggage")
    with reading(desk.store) as connection:
        assert ledger.last_number(connection) == 6
    first = proven(desk).findings[0]
    assert (first.kind, first.seq) == (proof_views.END, 7)


# --- heads --------------------------------------------------------------------------------------------------


def test_words_come_back_as_they_were_said() -> None:
    for digits in ("0" * 16, "f" * 16, "0123456789abcdef", "fedcba9876543210"):
        words = spoken.words_of(digits)
        assert len(words.split()) == 4
        assert spoken.digits_of(f" {words.upper().replace(' ', ' - ')}.") == digits
    assert spoken.words_of("7f000001", 2) == "lusab babad", "as Wilkerson has it for 127.0.0.1"
    assert spoken.digits_of("harbour lemon") is None


def test_a_head_stands_in_the_database_and_on_disk_and_is_made_once(desk: Desk) -> None:
    made = heads.make(desk)
    assert (made.lines, made.problem) == (7, "")
    assert heads.make(desk) == made
    file = kept_heads.path_of(desk.store)
    [line] = file.read_text(encoding="utf-8").splitlines()
    assert line.split()[4:6] == ["7", made.words.replace(" ", "-")]
    assert file.stat().st_mode & 0o077 == 0
    assert heads.of_day(desk, desk.today()) == made


def test_a_head_is_made_each_hour_in_which_something_was_given_and_on_a_new_day(desk: Desk, clock: Clock) -> None:
    talk = heard(desk, make_guest(desk, "Somebody New"))
    first = heads.keep_up(desk)
    assert first is not None and first.lines == 7
    clock.forward(hours=2)
    assert heads.keep_up(desk) is None, "nothing was given since"
    given(desk, talk, "luggage")
    second = heads.keep_up(desk)
    assert second is not None and second.lines == 8
    clock.forward(minutes=59)
    given(desk, talk, "drink")
    assert heads.keep_up(desk) is None
    clock.at = NOON + timedelta(days=1)
    assert heads.keep_up(desk) is not None
    assert proven(desk).heads == 6


def test_a_copy_that_was_put_in_place_is_said_for_ever_and_missed_no_longer(desk: Desk, clock: Clock) -> None:
    folder = desk.folder
    heads.make(desk)
    path = path_of(desk)
    old = path.read_bytes()
    desk = opening.open_desk(folder, staff="Anna", clock=clock)
    given(desk, heard(desk, make_guest(desk, "Somebody New")), "luggage")
    heads.make(desk)
    path_of(desk).write_bytes(old)
    desk = opening.open_desk(folder, staff="Anna", clock=clock)
    assert not proven(desk).whole
    with reading(desk.store) as connection:
        end = chain.head(connection)
    kept_heads.say_restored(desk.store, desk.site, end, clock.at)
    proof = proven(desk)
    assert proof.whole
    assert any("A copy with 7 lines was put in place" in note for note in proof.notes)
    given(desk, heard(desk, make_guest(desk, "Another One")), "luggage")
    heads.make(desk)
    assert proven(desk).whole


def test_a_file_of_heads_that_was_taken_away_is_said_and_not_called_one_that_is_still_to_come(desk: Desk) -> None:
    assert any("yet" in each for each in proven(desk).notes)
    heads.make(desk)
    assert proven(desk).notes == ()
    desk.store.path.with_name("heads.txt").unlink()
    (note,) = proven(desk).notes
    assert "taken away" in note


def test_a_line_of_the_file_that_was_cut_off_is_named_and_spoils_no_other(desk: Desk) -> None:
    heads.make(desk)
    file = kept_heads.path_of(desk.store)
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:50])
    given(desk, heard(desk, make_guest(desk, "Somebody New")), "luggage")
    heads.make(desk)
    proof = proven(desk)
    assert [each.kind for each in proof.findings] == [proof_views.HEADS_FILE]
    assert "Line 2 of heads.txt" in proof.findings[0].sentence


def test_a_file_that_cannot_be_written_is_said_and_the_head_stands(desk: Desk) -> None:
    os.mkdir(kept_heads.path_of(desk.store))
    with pytest.raises(StoreUnavailable, match=r"heads\.txt cannot be read"):
        kept_heads.read(kept_heads.path_of(desk.store))
    made = heads.make(desk)
    assert "heads.txt" in made.problem
    assert heads.of_day(desk, desk.today()) == replace(made, problem="")


@pytest.mark.parametrize("words", ["", "lusab babad", "harbour lemon quiet table", "lusab babad gutih tugad lusab"])
def test_what_are_no_four_words_is_answered_with_what_to_type(desk: Desk, words: str) -> None:
    with pytest.raises(BadInput, match="four words"):
        verifying.verify(desk.store, said=[words])


# --- at opening ---------------------------------------------------------------------------------------------


def test_opening_finds_an_end_that_was_changed_and_says_it_to_who_leads(desk: Desk) -> None:
    heads.make(desk)
    assert looking.quick_look(desk) == ""
    path = path_of(desk)
    with around(path) as connection:
        connection.execute("UPDATE entries SET value_minor = 1 WHERE seq = 7")
    desk = opening.open_desk(desk.folder, staff="Anna", clock=desk.clock)
    assert "The end of the ledger is not as it was written." in looking.quick_look(desk)
    assert not looking.is_for(desk)
    assert looking.is_for(as_lead(desk))


def test_opening_finds_an_older_copy_and_rules_that_are_gone(desk: Desk, tmp_path: Path) -> None:
    path = path_of(desk)
    old = path.read_bytes()
    desk = opening.open_desk(desk.folder, staff="Anna", clock=desk.clock)
    given(desk, heard(desk, make_guest(desk, "Somebody New")), "luggage")
    heads.make(desk)
    path_of(desk).write_bytes(old)
    desk = opening.open_desk(desk.folder, staff="Anna", clock=desk.clock)
    assert "it is another copy" in looking.quick_look(desk)
    kept_heads.path_of(desk.store).unlink()
    assert looking.quick_look(desk) == ""
    with contextlib.closing(sqlite3.connect(path_of(desk), isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER chain_never_changed")
    desk = opening.open_desk(desk.folder, staff="Anna", clock=desk.clock)
    assert "Rules that the database keeps itself" in looking.quick_look(desk)


def test_an_empty_ledger_is_whole(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    assert looking.quick_look(desk) == ""
    made = heads.make(desk)
    assert (made.lines, made.words) == (0, "babab babab babab babab")
    assert verifying.verify(desk.store, said=[made.words]).whole
