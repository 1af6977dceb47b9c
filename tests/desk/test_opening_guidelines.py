"""Opening: the guidelines in force, a broken file that never goes live, and who is at the desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from a_desk import GUIDELINES, Clock, given, heard, make_desk, make_folder, make_guest
from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import NOBODY, Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.people import staffing
from frontdesk.desk.rules import in_force
from frontdesk.ground.errors import Misconfigured, NotFound, StoreUnavailable
from frontdesk.store import ledger, versions
from frontdesk.store.transaction import reading

BROKEN = GUIDELINES.replace("amount: 8.00", "amount: eight")


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock)


def put(desk: Desk, text: str) -> None:
    (desk.folder / "guidelines.yaml").write_text(text, encoding="utf-8")


def reopened(desk: Desk) -> Desk:
    return opening.open_desk(desk.folder, staff="Anna", clock=desk.clock)


def price(desk: Desk) -> str:
    conversation = heard(desk, make_guest(desk))
    return next(line.amount for line in giving.bar(desk, conversation).lines if line.gesture == "drink")


@pytest.mark.parametrize("text", [BROKEN, "", "\x00", "- " * 40000, "frontdesk: 1\n", "a: &x [*x]"])
def test_a_broken_file_leaves_the_last_good_one_in_force(desk: Desk, clock: Clock, text: str) -> None:
    since = desk.in_force_since
    put(desk, text)
    clock.forward(hours=1)
    for later in (in_force.refreshed(desk), reopened(desk)):
        assert later.problems
        assert later.guidelines is not None
        assert desk.guidelines is not None
        assert later.guidelines.version == desk.guidelines.version
        assert later.in_force_since == since
        assert price(later) == "8.00"


def test_a_missing_file_leaves_the_last_good_one_in_force(desk: Desk) -> None:
    (desk.folder / "guidelines.yaml").unlink()
    for later in (in_force.refreshed(desk), reopened(desk)):
        assert later.problems
        assert price(later) == "8.00"


def test_a_mended_file_takes_effect_and_the_problems_go(desk: Desk, clock: Clock) -> None:
    put(desk, BROKEN)
    broken = in_force.refreshed(desk)
    put(desk, GUIDELINES.replace("amount: 8.00", "amount: 9.00"))
    clock.forward(hours=1)
    mended = in_force.refreshed(broken)
    assert (mended.problems, price(mended), mended.in_force_since) == ((), "9.00", clock())


def test_an_unchanged_file_costs_nothing(desk: Desk) -> None:
    assert in_force.refreshed(desk) is desk


def test_a_file_that_was_only_saved_again_stays_the_version_it_is(desk: Desk, clock: Clock) -> None:
    clock.forward(hours=1)
    put(desk, GUIDELINES)
    assert in_force.refreshed(desk).in_force_since == desk.in_force_since


def test_every_version_is_kept_whole_and_an_older_one_can_come_back(desk: Desk, clock: Clock) -> None:
    first = desk.guidelines
    put(desk, GUIDELINES.replace("amount: 8.00", "amount: 9.00"))
    clock.forward(hours=1)
    second = in_force.refreshed(desk)
    put(desk, GUIDELINES)
    clock.forward(hours=1)
    third = in_force.refreshed(second)
    assert first is not None
    assert third.guidelines is not None
    assert (third.guidelines.version, third.in_force_since) == (first.version, clock())
    put(desk, BROKEN)
    assert price(reopened(desk)) == "8.00"
    with reading(desk.store) as connection:
        assert versions.text_of(connection, first.version) == GUIDELINES
        times = [(each.version == first.version, each.how) for each in versions.history(connection)]
    assert times == [(True, "saved"), (False, "saved"), (True, "saved")]


def test_an_entry_names_the_version_it_was_given_by(desk: Desk) -> None:
    done = given(desk, heard(desk, make_guest(desk)), "drink")
    put(desk, GUIDELINES.replace("amount: 8.00", "amount: 9.00"))
    other = given(in_force.refreshed(desk), heard(desk, make_guest(desk)), "drink")
    with reading(desk.store) as connection:
        found = [ledger.by_id(connection, entry) for entry in (done.entry_id, other.entry_id)]
        assert found[0] is not None
        assert found[1] is not None
        assert found[0][1].guidelines_version != found[1][1].guidelines_version
        for _seq, entry in (found[0], found[1]):
            assert versions.text_of(connection, entry.guidelines_version) is not None


def test_a_first_start_without_valid_guidelines_opens_and_gives_nothing(tmp_path: Path, clock: Clock) -> None:
    desk = opening.open_desk(make_folder(tmp_path, BROKEN), staff=None, clock=clock)
    assert (desk.guidelines, desk.in_force_since) == (None, None)
    assert desk.problems
    staffing.add(desk, "Anna")
    anna = opening.as_person(desk, "Anna")
    talk = talking.hear(anna, talking.start(anna, request="cold").id)
    with pytest.raises(Misconfigured, match="no valid guidelines"):
        giving.bar(anna, talk.id)
    put(anna, GUIDELINES)
    assert giving.bar(in_force.refreshed(anna), talk.id).lines


def test_who_is_not_on_the_list_is_answered_with_the_list(desk: Desk) -> None:
    with pytest.raises(NotFound, match=r"Nobody here is called Zelda.*Anna, Ilze, Janis"):
        opening.open_desk(desk.folder, staff="Zelda", clock=desk.clock)


def test_a_name_is_found_however_it_is_spelt(desk: Desk) -> None:
    assert opening.open_desk(desk.folder, staff="jānis", clock=desk.clock).person.name == "Janis"
    assert opening.staff_names(desk.store) == ("Anna", "Ilze", "Janis")


def test_the_user_of_the_machine_is_signed_in_whatever_the_environment_says(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "nobody-here")
    assert opening.open_desk(desk.folder, staff=None, clock=desk.clock).person == NOBODY
    staffing.add(desk, "Zoe", os_user="nobody-here")
    assert opening.open_desk(desk.folder, staff=None, clock=desk.clock).person == NOBODY
    staffing.add(desk, "Olena", os_user=opening.user_of_machine())
    assert opening.open_desk(desk.folder, staff=None, clock=desk.clock).person.name == "Olena"


def test_the_only_person_there_is_is_signed_in(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "nobody-here")
    desk = opening.open_desk(make_folder(tmp_path), staff=None, clock=clock)
    assert desk.person == NOBODY
    staffing.add(desk, "Anna")
    assert opening.open_desk(tmp_path, staff=None, clock=clock).person.name == "Anna"


def test_without_a_database_it_says_so_and_makes_one_only_when_asked(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "guidelines.yaml").write_text(GUIDELINES, encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="no database"):
        opening.open_desk(tmp_path, staff=None, clock=clock)
    assert opening.open_desk(tmp_path, staff=None, clock=clock, create=True).guidelines is not None


EXAMPLE = """
examples:
  - given: {gesture: drink, ticks: [request_heard]}
    expect: {outcome: "yes", amount: 8.00}
"""


def test_a_saved_file_that_contradicts_its_own_examples_does_not_go_into_force(desk: Desk) -> None:
    put(desk, GUIDELINES.replace("amount: 8.00", "amount: 9.00") + EXAMPLE)
    for later in (in_force.refreshed(desk), reopened(desk)):
        assert [(each.severity, each.line) for each in later.problems] == [("error", 83)]
        assert price(later) == "8.00"
    put(desk, GUIDELINES.replace("amount: 8.00", "amount: 9.00") + EXAMPLE.replace("8.00", "9.00"))
    assert price(in_force.refreshed(desk)) == "9.00"
