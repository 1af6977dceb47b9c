"""Who is at the desk: by the machine, by a key, by a code; who leads; how codes are guessed; who leaves."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from typing import Any

import pytest

from a_desk import Clock, as_lead, at_another_desk, given, heard, make_guest, previewed
from frontdesk.desk import opening
from frontdesk.desk.desk import NOBODY, Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.people import pins, sessions, sign_in_log, signing_in, ssh_keys, staffing
from frontdesk.desk.people.leading import MustLead
from frontdesk.ground.errors import BadInput
from frontdesk.ground.ids import new_id
from frontdesk.store.driver_errors import RuleBroken
from frontdesk.store.transaction import reading, writing

ILZE, ANNA = "482915", "739204"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM"


def rows(desk: Desk, sql: str) -> list[tuple[Any, ...]]:
    with reading(desk.store) as connection:
        return [tuple(row) for row in connection.execute(sql).fetchall()]


def came(desk: Desk, name: str | None = None, os_user: str | None = None, key: str | None = None) -> Desk:
    return opening.open_desk(desk.folder, staff=name, clock=desk.clock, os_user=os_user, key=key)


def test_a_name_is_enough_until_somebody_has_a_code(desk: Desk) -> None:
    assert came(desk, "Anna").person.name == "Anna"
    assert came(desk, "Ilze").person.name == "Ilze"
    pins.set_pin(desk, "Ilze", ILZE)
    named = came(desk, "Ilze")
    assert (named.person, named.wanted) == (NOBODY, "Ilze")
    assert came(desk, "Anna").person.name == "Anna"
    with pytest.raises(signing_in.NeedsCode, match="known here by a code"):
        signing_in.by_name(desk, "Ilze")
    proven, wrong = signing_in.by_code(named, "Ilze", ILZE)
    assert (proven.person.name, proven.known_by, proven.wanted, wrong) == ("Ilze", "code", "", 0)


def test_where_codes_are_in_use_nobody_who_leads_is_taken_without_one(desk: Desk) -> None:
    staffing.add(desk, "Olga", "lead")
    pins.set_pin(desk, "Ilze", ILZE)
    assert came(desk, "Olga").wanted == "Olga"
    for try_it in (lambda: signing_in.by_name(desk, "Olga"), lambda: signing_in.by_code(desk, "Olga", "000000")):
        with pytest.raises(signing_in.NeedsCode, match="Olga leads and has no code yet"):
            try_it()
    seats = {each.name: (each.has_code, each.closed) for each in signing_in.seats(desk)}
    free, closed, code = (False, False), (False, True), (True, False)
    assert seats == {"Anna": free, "Janis": free, "Olga": closed, "Ilze": code}


def test_the_machine_s_user_and_a_key_name_somebody_surely(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = as_lead(desk)
    pins.set_pin(desk, "Ilze", ILZE)
    signing_in.set_user(lead, "Ilze", "ilze.u")
    with writing(desk.store) as connection:
        connection.execute(
            "INSERT INTO staff_keys (fingerprint, staff_id, public_key, added_at) SELECT 'SHA256:abc', id, 'k',"
            " '2026-01-01 00:00:00.000000' FROM staff WHERE name = 'Anna'"
        )
    by_user, by_key = came(desk, os_user="ilze.u"), came(desk, os_user="ilze.u", key="SHA256:abc")
    assert (by_user.person.name, by_user.known_by) == ("Ilze", "user")
    assert (by_key.person.name, by_key.known_by) == ("Anna", "key")
    assert came(desk, "Ilze", os_user="ilze.u").person.name == "Ilze"
    assert came(desk, "Ilze", os_user="ilze.u", key="SHA256:abc").wanted == "Ilze"
    assert came(desk, os_user="somebody").person == NOBODY
    for name in ("USER", "LOGNAME", "LNAME", "USERNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "ilze.u")
    assert came(desk).person == NOBODY
    with pytest.raises(BadInput, match=r"ilze\.u is Ilze"):
        signing_in.set_user(lead, "Anna", "ilze.u")
    assert came(desk, os_user="Anna").known_by == "name"  # called like the user, and nothing more


def test_at_a_kiosk_nobody_is_taken_by_a_name(desk: Desk) -> None:
    """Also not in a house without codes, nor when the user is only called like somebody, nor the only one there is."""
    signing_in.set_user(as_lead(desk), "Janis", "janis.u")

    def at_kiosk(os_user: str | None = None, name: str | None = None) -> Desk:
        return opening.open_desk(desk.folder, staff=name, clock=desk.clock, os_user=os_user, outside=True)

    assert (at_kiosk("janis.u").person.name, at_kiosk("janis.u").wanted) == ("Janis", "")
    for came_in in (at_kiosk(), at_kiosk("Anna"), at_kiosk("anna"), at_kiosk(name="Anna")):
        assert came_in.person == NOBODY
        for seat in signing_in.seats(came_in):
            assert seat.closed
            with pytest.raises(signing_in.NeedsCode, match="has no code yet, and here a name alone is not enough"):
                signing_in.by_name(came_in, seat.name)
    pins.set_pin(as_lead(desk), "Anna", ANNA)
    assert signing_in.by_code(at_kiosk(), "Anna", ANNA)[0].person.name == "Anna"
    with pytest.raises(signing_in.NeedsCode):
        signing_in.by_name(at_kiosk(), "Anna")
    for leaving in ("Janis", "Ilze"):
        staffing.leave(desk, leaving)
    alone = at_kiosk()
    assert (alone.person, alone.wanted) == (NOBODY, "Anna"), "the only one there is shows who they are, too"
    assert at_kiosk("janis.u").person == NOBODY


def test_only_who_leads_changes_people_once_a_lead_has_a_code(desk: Desk) -> None:
    staffing.add(desk, "Olena")
    pins.set_pin(desk, "Ilze", ILZE)
    changes = (
        lambda by: staffing.add(by, "Zoe", "lead"),
        lambda by: staffing.leave(by, "Olena"),
        lambda by: staffing.come_back(by, "Olena"),
        lambda by: staffing.set_authority(by, "Anna", "part_of_bill", "200.00"),
        lambda by: signing_in.set_user(by, "Anna", "anna.u"),
        lambda by: pins.unlock(by, "Anna"),
        lambda by: pins.set_pin(by, "Janis", "602915"),
    )
    for change in changes:
        for by in (desk, replace(desk, person=NOBODY)):
            with pytest.raises(MustLead, match="Ilze"):
                change(by)
        change(as_lead(desk))


def test_a_code_is_changed_by_the_old_one_or_by_somebody_who_leads(desk: Desk) -> None:
    with pytest.raises(MustLead):
        pins.set_pin(desk, "Anna", ANNA)
    with pytest.raises(MustLead):
        pins.needs_old(desk, "Anna")
    pins.set_pin(as_lead(desk), "Anna", ANNA)
    assert pins.needs_old(desk, "Anna") and not pins.needs_old(as_lead(desk), "Anna")
    with pytest.raises(MustLead):
        pins.set_pin(desk, "Anna", "602915")
    with pytest.raises(pins.WrongPin):
        pins.set_pin(desk, "Anna", "602915", old="111112")
    pins.set_pin(desk, "Anna", "602915", old=ANNA)
    assert signing_in.by_code(desk, "Anna", "602915")[0].person.name == "Anna"
    pins.set_pin(desk, "Ilze", ILZE)  # the first of who leads begins it, and is free
    with pytest.raises(MustLead):
        pins.set_pin(desk, "Ilze", "602916")
    sure = replace(opening.as_person(desk, "Janis"), known_by="user")
    pins.set_pin(sure, "Janis", "602917")  # the machine knows that it is him
    with pytest.raises(MustLead):
        pins.set_pin(sure, "Janis", "602918")


def test_who_leads_unlocks_a_code_and_every_refusal_is_written_down_without_what_was_typed(
    desk: Desk, clock: Clock
) -> None:
    pins.set_pin(desk, "Ilze", ILZE)
    pins.set_pin(as_lead(desk), "Anna", ANNA)
    for _try in range(8):
        with pytest.raises(pins.WrongPin):
            signing_in.by_code(desk, "Anna", "907361")
    with pytest.raises(pins.WrongPin, match="60 seconds"):
        signing_in.by_code(desk, "Anna", ANNA)
    pins.unlock(as_lead(desk), "Anna")
    assert signing_in.by_code(desk, "Anna", ANNA)[1] == 0
    with pytest.raises(pins.WrongPin):
        signing_in.by_code(desk, "Anna", "907361")
    assert signing_in.by_code(desk, "Anna", ANNA)[1] == 1  # said to who sits down
    results = [row[0] for row in rows(desk, "SELECT result FROM sign_ins WHERE how = 'code' ORDER BY at, id")]
    assert results == ["set", "set", *["wrong"] * 5, "wait", "unlocked", "in", "wrong", "in"]
    tables = ("sign_ins", "staff_pin_tries", "sessions", "staff")
    everything = " ".join(str(row) for table in tables for row in rows(desk, f"SELECT * FROM {table}"))
    assert not any(each in everything for each in (ANNA, ILZE, "907361"))
    for change in ("UPDATE sign_ins SET result = 'in'", "DELETE FROM sign_ins"):
        with pytest.raises(RuleBroken), writing(desk.store) as connection:
            connection.execute(change)


def test_who_leaves_the_house_loses_every_desk_at_once(desk: Desk) -> None:
    talk = heard(desk, make_guest(desk))
    seated = replace(desk, session_id=new_id())
    elsewhere = replace(at_another_desk(desk, "Anna"), session_id=new_id())
    for each in (seated, elsewhere):
        sessions.begin(each)
        sessions.begin(each)
    assert [(each.name, each.desk) for each in sessions.here(desk)] == [("Anna", "desk 1"), ("Anna", "desk 2")]
    attempt = previewed(seated, talk, "drink")
    staffing.leave(as_lead(desk), "Anna")
    assert sessions.here(desk) == () and not sessions.still_open(seated)
    for act in (lambda: giving.give(seated, attempt), lambda: given(elsewhere, talk, "drink")):
        with pytest.raises(BadInput, match="does not work here any more"):
            act()
    staffing.come_back(as_lead(desk), "Anna")
    with pytest.raises(BadInput, match="no longer signed in at this desk"):
        giving.give(seated, attempt)
    again = replace(desk, session_id=new_id())
    sessions.begin(again)
    assert giving.give(again, attempt).gesture == "drink"


def test_what_no_longer_lets_somebody_in_ends_where_it_did(desk: Desk) -> None:
    """A code that somebody else may know, a key that was lost, a user who is another's: who came in by it is out."""
    lead = as_lead(desk)
    by = {
        how: replace(desk, session_id=new_id(), known_by=how)
        for how in (sign_in_log.NAME, sign_in_log.CODE, sign_in_log.KEY, sign_in_log.USER)
    }
    for each in by.values():
        sessions.begin(each)

    def still() -> set[str]:
        return {how for how, each in by.items() if sessions.still_open(each)}

    pins.set_pin(lead, "Janis", "527163")
    assert still() == {"name", "code", "key", "user"}, "another's code is none of theirs"
    pins.set_pin(by["code"], "Anna", ANNA)
    assert still() == {"code", "key", "user"}, "who sets it here goes on here"
    pins.set_pin(lead, "Anna", "527163")
    assert still() == {"key", "user"}
    with pytest.raises(BadInput, match="no longer signed in at this desk"):
        given(by["code"], heard(desk), "luggage")
    own = ssh_keys.add(lead, "Anna", KEY)
    ssh_keys.remove(lead, "Anna", own.fingerprint)
    assert still() == {"user"}
    signing_in.set_user(lead, "Anna", "anna")
    signing_in.set_user(lead, "Anna", "anna")
    assert still() == {"user"}
    signing_in.set_user(lead, "Anna", None)
    assert still() == set()


def test_a_session_that_nobody_touched_for_a_day_is_over(desk: Desk, clock: Clock) -> None:
    left, stays = (replace(each, session_id=new_id()) for each in (desk, at_another_desk(desk)))
    sessions.begin(left)
    sessions.begin(stays)
    clock.forward(hours=20)
    sessions.seen(stays, locked=True)
    clock.forward(hours=5)
    sessions.begin(replace(as_lead(desk), session_id=new_id()))
    assert [(each.name, each.locked_at is not None) for each in sessions.here(desk)] == [
        ("Janis", True),
        ("Ilze", False),
    ]
    sessions.end(stays, sessions.SWITCHED)
    sessions.end(stays, sessions.LEFT)
    assert rows(desk, "SELECT ended_how FROM sessions ORDER BY began_at, id")[:2] == [("lost",), ("switched",)]


def test_what_one_person_previewed_another_does_not_give(desk: Desk) -> None:
    talk = heard(desk, make_guest(desk))
    attempt = previewed(desk, talk, "drink")
    janis = opening.as_person(desk, "Janis")
    with pytest.raises(BadInput, match="opened by somebody else"):
        giving.give(janis, attempt)
    assert rows(desk, "SELECT count(*) FROM entries") == [(0,)]
    given(janis, talk, "drink")
    assert rows(desk, "SELECT s.name FROM entries e JOIN staff s ON s.id = e.staff_id") == [("Janis",)]


def test_many_tries_at_once_are_no_way_around_the_waiting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty sessions that guess at the same moment have five tries together."""
    pins.set_pin(desk, "Ilze", ILZE)
    looked: list[str] = []
    right = pins._is_right

    def watched(pin: str, kept: str) -> bool:
        looked.append(pin)
        return right(pin, kept)

    monkeypatch.setattr(pins, "_is_right", watched)
    guesses = [f"{number:06d}" for number in random.Random(6).sample(range(10**6), 50)]
    desks = [at_another_desk(desk) for _each in range(5)]

    def guess(mine: Desk, pin: str) -> None:
        with pytest.raises(pins.WrongPin):
            signing_in.by_code(mine, "Ilze", pin)

    threads = [threading.Thread(target=guess, args=(desks[at % 5], pin)) for at, pin in enumerate(guesses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked) == 5
    with pytest.raises(pins.WrongPin, match="wrong too often"):
        signing_in.by_code(came(desk), "Ilze", ILZE)  # opened anew: a restart forgets nothing
