"""Nobody gives to themselves: their own card, what is merged with it, their household, and the yes to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from a_desk import Clock, Guest, as_lead, at_another_desk, given, heard, make_desk, make_guest, previewed
from frontdesk.desk.approvals import approving, granting
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.customers import relating
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.merging import merging
from frontdesk.desk.people import own_card
from frontdesk.desk.people.leading import MustLead
from frontdesk.desk.people.own_card import OwnCard
from frontdesk.desk.views import Blocked
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.store.driver_errors import RuleBroken
from frontdesk.store.transaction import reading, writing


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, Clock())


def own(desk: Desk) -> tuple[Guest, Guest]:
    """Anna's own card."""
    mine = make_guest(desk, "Anna Kalniņa")
    own_card.say_is_customer(as_lead(desk), "Anna", mine.customer)
    return mine, mine


def merged(desk: Desk) -> tuple[Guest, Guest]:
    """Another card of Anna's, merged into one that she is not linked with."""
    mine, kept = make_guest(desk, "A. Kalniņa"), make_guest(desk, "Anna Kalniņa")
    own_card.say_is_customer(as_lead(desk), "Anna", mine.customer)
    merging.merge(desk, kept.customer, mine.customer)
    return mine, kept


def household(desk: Desk) -> tuple[Guest, Guest]:
    """Somebody who lives with Anna."""
    mine, theirs = make_guest(desk, "Anna Kalniņa"), make_guest(desk, "Pēteris Kalniņš")
    own_card.say_is_customer(as_lead(desk), "Anna", mine.customer)
    relating.join_with(as_lead(desk), mine.customer, theirs.customer)
    return mine, theirs


WHOSE = pytest.mark.parametrize("whose", [own, merged, household])


def entries(desk: Desk) -> int:
    with reading(desk.store) as connection:
        return int(connection.execute("SELECT count(*) FROM entries").fetchall()[0][0])


@WHOSE
def test_a_colleague_gives_what_somebody_who_works_here_is_given(
    desk: Desk, whose: Callable[[Desk], tuple[Guest, Guest]]
) -> None:
    _mine, theirs = whose(desk)
    talk = heard(desk, theirs)
    with pytest.raises(OwnCard, match="nobody gives anything to the"):
        giving.open_gesture(desk, talk, "card")
    assert entries(desk) == 0
    assert given(at_another_desk(desk), talk, "card").gesture == "card"
    assert given(desk, heard(desk, make_guest(desk)), "card").gesture == "card"


@WHOSE
def test_the_database_refuses_it_too(desk: Desk, whose: Callable[[Desk], tuple[Guest, Guest]]) -> None:
    """What was previewed by a colleague's name and written around the program's own look is refused by the trigger."""
    _mine, theirs = whose(desk)
    given(at_another_desk(desk), heard(desk, theirs), "card")
    copied = "SELECT * FROM entries WHERE seq = 1"
    with reading(desk.store) as connection:
        names = [str(each[1]) for each in connection.execute("PRAGMA table_info(entries)").fetchall()]
        row = dict(zip(names, connection.execute(copied).fetchall()[0], strict=True))
    row |= {"seq": 2, "id": "another", "attempt_id": "another", "staff_id": desk.person.id}
    with pytest.raises(RuleBroken, match="nobody gives to themselves"), writing(desk.store) as connection:
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO entries ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def test_linked_between_the_preview_and_the_enter_it_is_not_given(desk: Desk) -> None:
    guest = make_guest(desk)
    attempt = previewed(desk, heard(desk, guest), "card")
    own_card.say_is_customer(as_lead(desk), "Anna", guest.customer)
    with pytest.raises(OwnCard):
        giving.give(desk, attempt)
    assert entries(desk) == 0


def test_nobody_says_yes_to_what_their_own_card_is_given(desk: Desk) -> None:
    guest = make_guest(desk)
    talk = heard(desk, guest)
    blocked = giving.open_gesture(desk, talk, "part_of_bill", ask="180.00", reason="cold room")
    assert isinstance(blocked, Blocked)
    line = approving.ask(desk, talk, "part_of_bill", "180.00", "cold room")
    assert isinstance(line, ApprovalLine)
    own_card.say_is_customer(as_lead(desk), "Ilze", guest.customer)
    with pytest.raises(OwnCard):
        approving.answer_yes(as_lead(desk), line.id)


def test_nothing_goes_to_whoever_gave_the_authority_for_it_ahead(desk: Desk) -> None:
    """It would be a yes to their own card, said beforehand; for everybody else it holds."""
    guest, other = make_guest(desk, "Ilze Liepa"), make_guest(desk, "Somebody")
    granting.grant(as_lead(desk), "part_of_bill", "500.00", staff="Anna", times=1)
    talk = heard(desk, guest)
    attempt = previewed(desk, talk, "part_of_bill", "170.00", reason="cold room")
    own_card.say_is_customer(as_lead(desk), "Ilze", guest.customer)
    assert isinstance(giving.give(desk, attempt), Blocked)
    assert isinstance(giving.open_gesture(desk, talk, "part_of_bill", ask="170.00", reason="cold room"), Blocked)
    assert given(desk, talk, "part_of_bill", "150.00", reason="cold room").amount_minor == 15000
    assert given(desk, heard(desk, other), "part_of_bill", "170.00", reason="cold room").amount_minor == 17000


def test_nobody_takes_their_own_out_of_their_household_to_give_to_them(desk: Desk) -> None:
    mine, theirs = household(desk)
    (home,) = relating.of_customer(desk, theirs.customer)
    for each in (mine, theirs):
        with pytest.raises(BadInput, match="your own household"):
            relating.leave(desk, each.customer, home.id)
    with pytest.raises(OwnCard):
        previewed(desk, heard(desk, theirs), "drink")
    relating.leave(as_lead(desk), theirs.customer, home.id)
    given(desk, heard(desk, theirs), "drink")


def test_only_who_leads_links_a_card_and_one_card_is_one_person_s(desk: Desk) -> None:
    guest = make_guest(desk)
    with pytest.raises(MustLead):
        own_card.say_is_customer(desk, "Anna", guest.customer)
    lead = as_lead(desk)
    with pytest.raises(NotFound, match="There is no customer"):
        own_card.say_is_customer(lead, "Anna", "nobody")
    own_card.say_is_customer(lead, "Anna", guest.customer)
    assert own_card.card_of(desk, "Anna") == guest.customer
    with pytest.raises(BadInput, match="the card of Anna"):
        own_card.say_is_customer(lead, "Janis", guest.customer)
    own_card.say_is_customer(lead, "Anna", None)
    assert own_card.card_of(desk, "Anna") is None
    assert given(desk, heard(desk, guest), "card").gesture == "card"
