"""Backups: a copy is proven before it counts, the newest stay, and what is put back is what was copied."""

from __future__ import annotations

import contextlib
import os
import resource
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tampering import around, path_of, worked_desk
from test_chain import _added_by_0005, _made_by

from a_desk import NOON, Clock, as_lead, at_another_desk, given, heard, make_desk, make_guest
from frontdesk.desk import opening
from frontdesk.desk.approvals import granting
from frontdesk.desk.day import leading
from frontdesk.desk.desk import Desk
from frontdesk.desk.people import sessions, signing_in, ssh_keys, staffing
from frontdesk.desk.privacy import privacy
from frontdesk.desk.trust import backing_up, heads, restoring, verifying
from frontdesk.desk.trust.backing_up import Keep
from frontdesk.desk.trust.backup_views import Restored, RestorePreview
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ground.ids import new_id
from frontdesk.store import backups, chain
from frontdesk.store.transaction import reading, writing

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = worked_desk(tmp_path / "house", lines=8)
    yield desk
    desk.store.close()


def put_back(desk: Desk, backup: Path) -> Restored:
    """Restore as the command does: nobody is at a desk."""
    desk.store.close()
    with restoring.made_ready(desk.store.path, backup, desk.clock, only_look=False) as ready:
        return ready.put()


def looked_at(desk: Desk, backup: Path) -> RestorePreview:
    with restoring.made_ready(desk.store.path, backup, desk.clock, only_look=True) as ready:
        return ready.preview


def reopened(desk: Desk) -> Desk:
    return opening.open_desk(desk.folder, staff="Anna", clock=desk.clock)


def head_of(desk: Desk) -> chain.Head:
    with reading(desk.store) as connection:
        return chain.head(connection)


def files(desk: Desk) -> list[str]:
    return sorted(path.name for path in (desk.folder / "data" / "backups").iterdir())


# --- making -------------------------------------------------------------------------------------------------


def test_a_backup_is_proven_private_and_one_file(desk: Desk) -> None:
    made = backing_up.make(desk)
    assert made.proven_at == NOON and not made.problem
    assert made.lines == 8
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    assert files(desk) == [made.path.name]
    assert verifying.newest_backup(desk.store) == made.path.name


def test_a_copy_that_does_not_prove_right_says_so_and_removes_no_proven_one(desk: Desk) -> None:
    good = backing_up.make(desk)
    with around(path_of(desk)) as connection:
        connection.execute("UPDATE entries SET label = 'Free car' WHERE seq = 2")
    desk = reopened(desk)
    made = backing_up.make(desk)
    assert made.proven_at is None
    assert "Line 2" in made.problem
    assert good.path.exists() and verifying.newest_backup(desk.store) == good.path.name
    assert "failed" in backing_up.age(desk).to_do
    desk.store.close()


def test_an_open_desk_makes_one_an_hour_and_one_when_the_day_changes(desk: Desk) -> None:
    clock = desk.clock
    assert isinstance(clock, Clock)
    first = backing_up.keep_up(desk)
    assert first is not None and first.how == "day"
    assert backing_up.keep_up(desk) is None
    clock.forward(minutes=59)
    assert backing_up.keep_up(desk) is None
    clock.forward(minutes=1)
    second = backing_up.keep_up(desk)
    assert second is not None and second.how == "hourly"
    clock.at = NOON.replace(hour=3, minute=59)  # before 06:00 in Riga, an hour too early by the clock
    clock.forward(days=1)
    third = backing_up.keep_up(desk)
    assert third is not None and third.how == "hourly"
    clock.forward(minutes=2)
    fourth = backing_up.keep_up(desk)
    assert fourth is not None and fourth.how == "day"


def test_of_many_desks_one_makes_it(desk: Desk) -> None:
    other = at_another_desk(desk)
    try:
        with writing(desk.store) as connection:  # the first desk has said that it makes it, and is not done yet
            backups.write(connection, backups.KeptBackup(new_id(), "x.db", "hourly", 0, chain.START, 0, NOON))
        assert backing_up.keep_up(other) is None
        assert isinstance(desk.clock, Clock)
        desk.clock.forward(minutes=31)  # whoever made it is gone
        assert backing_up.keep_up(other) is not None
    finally:
        other.store.close()


def test_whoever_leaves_the_desk_leaves_no_half_backup(desk: Desk) -> None:
    assert backing_up.keep_up(desk, stop=lambda: True) is None
    assert files(desk) == []
    assert not backing_up.age(desk).to_do
    assert backing_up.keep_up(desk) is not None


def test_the_newest_stay_and_one_of_each_day(desk: Desk) -> None:
    clock = desk.clock
    assert isinstance(clock, Clock)
    keep = Keep(hourly=2, daily=3)
    made = []
    for hours in (0, 1, 23, 1, 23, 1, 23, 1, 1):
        clock.forward(hours=hours)
        made.append(backups_as(desk, "hourly", keep))
    left = [each.path for each in backing_up.listed(desk)]
    assert [path.name for path in left] == [made[at].name for at in (8, 7, 5, 3)]
    assert files(desk) == sorted(path.name for path in left)


def backups_as(desk: Desk, how: str, keep: Keep) -> Path:
    """A backup made for this reason, by the same steps as every other."""
    claimed = backing_up._claimed(desk, how, None, only_when_due=False)
    assert claimed is not None
    return backing_up._made(desk, claimed, keep, lambda _done, _total: None).path


def test_what_is_put_elsewhere_is_never_removed(desk: Desk, tmp_path: Path) -> None:
    clock = desk.clock
    assert isinstance(clock, Clock)
    there = backing_up.make(desk, to=tmp_path / "usb")
    assert there.path.parent == tmp_path / "usb"
    clock.forward(days=90)
    backing_up.make(desk, keep=Keep(1, 1))
    assert there.path.exists()


def test_a_full_disk_leaves_nothing_half_behind_and_the_older_ones(desk: Desk) -> None:
    """The limit of the process for a file stands for the disk: writing fails in the middle of the copy."""
    good = backing_up.make(desk)
    path_of(desk)  # everything is in the one file, so that the limit meets only the copy
    desk = reopened(desk)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = desk.store.path.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, hard))
    try:
        with pytest.raises(StoreUnavailable) as told:
            backing_up.make(desk)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "The backup could not be made" in told.value.sentence
    assert "no room" in told.value.sentence and "--to" in told.value.remedy
    assert files(desk) == [good.path.name]
    assert verifying.verify(desk.store).whole
    assert "failed" in backing_up.age(desk).to_do
    desk.store.close()


# --- what the lead reads ------------------------------------------------------------------------------------


def test_the_lead_is_called_to_act_only_after_a_day(desk: Desk) -> None:
    clock = desk.clock
    assert isinstance(clock, Clock)
    lead = as_lead(desk)
    day = leading.day(lead).backup
    assert day is not None and (day.at, day.to_do) == (None, "")
    clock.forward(hours=25)
    day = leading.day(lead).backup
    assert day is not None and "frontdesk backup" in day.to_do
    backing_up.make(desk)
    clock.forward(hours=2)
    day = leading.day(lead).backup
    assert day is not None and (day.said, day.to_do) == ("backup 2 hours old", "")
    clock.forward(hours=23)
    day = leading.day(lead).backup
    assert day is not None and day.to_do == "backup 25 hours old: frontdesk backup"
    assert leading.day(desk).backup is None  # who does not lead is not told


# --- putting back -------------------------------------------------------------------------------------------


def test_a_restored_backup_has_the_same_head_and_verifies(desk: Desk) -> None:
    before = head_of(desk)
    heads.make(desk)
    made = backing_up.make(desk)
    for _each in range(3):
        given(desk, heard(desk, make_guest(desk)), "luggage")
    heads.make(desk)
    done = put_back(desk, made.path)
    again = reopened(desk)
    try:
        assert head_of(again) == before
        proof = verifying.verify(again.store)
        assert proof.whole, proof.findings
        assert any("put in place" in note for note in proof.notes)
        assert done.aside is not None and done.aside.exists()
        aside = verifying.verify_file(done.aside)
        assert aside.lines == 11
        assert [each.path for each in backing_up.listed(again)] == [made.path]
        given(again, heard(again, make_guest(again)), "luggage")
        heads.make(again)
        assert verifying.verify(again.store).whole
    finally:
        again.store.close()


def test_a_copy_that_is_put_back_by_hand_is_noticed(desk: Desk) -> None:
    """Without `restore` nobody says in the file of heads that a copy was put in place."""
    made = backing_up.make(desk)
    given(desk, heard(desk, make_guest(desk)), "luggage")
    heads.make(desk)
    path = path_of(desk)
    path.write_bytes(made.path.read_bytes())
    proof = verifying.verify_file(path)
    assert any("older copy was put in place" in each.sentence for each in proof.findings)


def test_the_preview_says_what_would_be_lost(desk: Desk) -> None:
    clock = desk.clock
    assert isinstance(clock, Clock)
    made = backing_up.make(desk)
    assert looked_at(desk, made.path).lost_lines == 0
    since = clock.forward(hours=1)
    talk = heard(desk, make_guest(desk))
    given(desk, talk, "drink")
    given(desk, talk, "card")  # which promises, too
    found = looked_at(desk, made.path)
    assert (found.lines, found.lost_lines, found.lost_given, found.lost_taken_back) == (8, 2, 2, 0)
    assert [(each.currency, each.minor) for each in found.lost_value] == [("EUR", 2800)]
    assert (found.lost_promises, found.lost_conversations, found.lost_customers) == (1, 1, 1)
    assert found.lost_since is not None and found.lost_since <= since
    assert not found.strange and not found.present


def test_nobody_is_at_a_desk_while_a_backup_is_put_in_place(desk: Desk) -> None:
    made = backing_up.make(desk)
    sitting = replace(as_lead(desk), session_id=new_id())
    sessions.begin(sitting)
    before = head_of(desk)
    with (
        pytest.raises(StoreUnavailable) as told,
        restoring.made_ready(desk.store.path, made.path, desk.clock, only_look=False),
    ):
        pytest.fail("it must be refused")
    assert "Ilze at desk 1" in told.value.sentence
    assert head_of(desk) == before
    desk.store.close()
    with restoring.made_ready(desk.store.path, made.path, desk.clock, only_look=False) as ready:
        with pytest.raises(StoreUnavailable, match="being put in the place"):
            reopened(desk)
        ready.put()
    reopened(desk).store.close()


def test_what_was_taken_away_since_is_not_given_back(desk: Desk) -> None:
    """A backup from before somebody was let go must not let them in again, by whatever they came in."""
    lead = as_lead(desk)
    own = ssh_keys.add(lead, "Anna", KEY)
    signing_in.set_user(lead, "Anna", "anna")
    withdrawn, stays = (granting.grant(lead, "part_of_bill", "300.00", staff=name) for name in ("Janis", "Anna"))
    backup = backing_up.make(desk).path
    staffing.leave(lead, "Janis")
    ssh_keys.remove(lead, "Anna", own.fingerprint)
    signing_in.set_user(lead, "Anna", None)
    granting.withdraw(lead, withdrawn.id)
    put_back(desk, backup)
    again = reopened(desk)
    assert [each.name for each in staffing.list_staff(again)] == ["Anna", "Ilze"]
    assert ssh_keys.listed(again) == ()
    assert [each.id for each in granting.open_grants(again)] == [stays.id]
    with reading(again.store) as connection:
        assert connection.execute("SELECT 1 FROM staff WHERE os_user IS NOT NULL").fetchone() is None
    again.store.close()


def test_who_was_erased_since_is_forgotten_again_to_the_last_byte(desk: Desk) -> None:
    guest = make_guest(desk, "Wilhelmina Quartermaine")
    given(desk, heard(desk, guest), "luggage")
    made = backing_up.make(desk)
    assert b"Quartermaine" in made.path.read_bytes()
    privacy.erase(as_lead(desk), guest.customer, end=True)
    found = looked_at(desk, made.path)
    assert found.forgotten_again == 1
    done = put_back(desk, made.path)
    assert done.forgotten_again == 1
    again = reopened(desk)
    again.store.close()
    for path in (desk.folder / "data").glob("frontdesk.db*"):
        assert b"Quartermaine" not in path.read_bytes(), path
    assert verifying.verify_file(desk.store.path).whole
    assert b"Quartermaine" in made.path.read_bytes()  # until it is 30 days old


@pytest.mark.parametrize("damage", ["missing", "noise", "cut", "empty", "foreign", "newer", "changed"])
def test_a_file_that_is_no_sound_backup_is_refused_and_nothing_changes(desk: Desk, tmp_path: Path, damage: str) -> None:
    backup = tmp_path / "backup.db"
    data = backing_up.make(desk).path.read_bytes()
    path = path_of(desk)
    if damage != "missing":
        backup.write_bytes({"noise": b"\x07" * 9000, "cut": data[: len(data) // 3], "empty": b""}.get(damage, data))
    if damage == "foreign":
        backup.unlink()
        with contextlib.closing(sqlite3.connect(backup)) as connection:
            connection.execute("CREATE TABLE notes (text)")
    if damage == "newer":
        with contextlib.closing(sqlite3.connect(backup, isolation_level=None)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
    if damage == "changed":
        with around(backup) as connection:
            connection.execute("UPDATE entries SET label = 'Free car' WHERE seq = 2")
    before = sorted((each.name, each.read_bytes()) for each in path.parent.iterdir() if each.is_file())
    with pytest.raises(StoreUnavailable) as told, restoring.made_ready(path, backup, desk.clock, only_look=False):
        pytest.fail("it must be refused")
    assert told.value.remedy
    assert sorted((each.name, each.read_bytes()) for each in path.parent.iterdir() if each.is_file()) == before


def test_a_damaged_database_gives_its_place_and_is_kept(desk: Desk) -> None:
    made = backing_up.make(desk)
    path = path_of(desk)
    path.write_bytes(b"\x00" * 5000)
    with restoring.made_ready(path, made.path, desk.clock, only_look=False) as ready:
        assert "cannot be asked" in ready.preview.present
        done = ready.put()
    assert done.aside is not None and done.aside.read_bytes() == b"\x00" * 5000
    again = reopened(desk)
    assert head_of(again).entry_seq == 8
    again.store.close()


def test_where_no_database_is_left_a_backup_takes_its_place(desk: Desk) -> None:
    made = backing_up.make(desk)
    path_of(desk).unlink()
    done = put_back(desk, made.path)
    assert done.aside is None
    again = reopened(desk)
    assert head_of(again).entry_seq == 8
    again.store.close()


# --- upgrades -----------------------------------------------------------------------------------------------


def older(desk: Desk) -> Path:
    """The database as the frontdesk before this one left it."""
    path = path_of(desk)
    with around(path, put_back=False) as connection:
        for (table,) in _made_by("0005", path):
            connection.execute(f'DROP TABLE "{table}"')
        for table, column in (("entries", "clock_behind_seconds"), *_added_by_0005(connection)):
            connection.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
        connection.execute("UPDATE alembic_version SET version_num = '0004'")
    return path


def test_before_an_upgrade_a_backup_of_a_file_with_lines_is_made_and_proven_later(desk: Desk) -> None:
    path = older(desk)
    again = reopened(desk)
    (line,) = backing_up.listed(again)
    assert (line.how, line.proven_at, line.lines) == ("upgrade", None, 8)
    with contextlib.closing(sqlite3.connect(line.path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0004",)
        assert connection.execute("SELECT count(*) FROM entries").fetchone() == (8,)
    assert backing_up.keep_up(again) is not None
    assert {each.how: each.proven_at for each in backing_up.listed(again)} == {"day": NOON, "upgrade": NOON}
    again.store.close()
    done = put_back(again, line.path)  # an older one is brought up while it is put back
    assert done.lines == 8
    assert verifying.verify_file(path).whole


def test_without_room_for_that_backup_nothing_is_upgraded(desk: Desk) -> None:
    path = older(desk)
    (path.parent / "backups").write_text("a file where the folder should be")
    with pytest.raises(StoreUnavailable, match="the backup before it failed"):
        reopened(desk)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0004",)


def test_an_empty_database_needs_none(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    older(desk)
    reopened(desk).store.close()
    assert not (tmp_path / "data" / "backups").exists()


def test_old_files_that_a_restore_put_aside_go_after_the_same_time(desk: Desk) -> None:
    made = backing_up.make(desk)
    done = put_back(desk, made.path)
    assert done.aside is not None
    os.utime(done.aside, (NOON.timestamp(), NOON.timestamp()))
    assert isinstance(desk.clock, Clock)
    again = reopened(desk)
    desk.clock.forward(days=29)
    assert backing_up.make(again).removed == ()
    assert done.aside.exists()
    desk.clock.forward(days=2)
    assert done.aside.name in backing_up.make(again).removed
    assert not done.aside.exists()
    again.store.close()


def test_a_clock_that_was_turned_back_stops_no_backup(desk: Desk) -> None:
    assert isinstance(desk.clock, Clock)
    backing_up.make(desk)
    desk.clock.forward(days=-2)
    assert backing_up.keep_up(desk) is not None


def test_a_backup_of_a_clock_that_was_ahead_passes_for_no_new_one(desk: Desk) -> None:
    """Else it would be the newest for as long as the clock was ahead: never old, never failed, and always due."""
    clock = desk.clock
    assert isinstance(clock, Clock)
    clock.forward(days=300)
    ahead = backing_up.make(desk).path
    clock.forward(days=-300)
    assert "unknown" in backing_up.age(desk).said
    assert "frontdesk backup" in backing_up.age(desk).to_do
    now = backing_up.keep_up(desk)
    assert now is not None
    assert backing_up.keep_up(desk) is None
    assert (backing_up.age(desk).said, backing_up.age(desk).to_do) == ("backup 0 minutes old", "")
    assert [each.path for each in backing_up.listed(desk)] == [now.path, ahead]
    clock.forward(hours=30)
    assert backing_up.age(desk).to_do == "backup 30 hours old: frontdesk backup"
    backing_up.make(desk, keep=Keep(hourly=2, daily=30))
    assert ahead.name not in files(desk), "it holds nobody for longer than the others do"
