"""The conversation: request first, drafts that survive, a cause after a solution, a close that says who and when."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import Clock, given, heard, make_desk, make_guest
from frontdesk.conversation import flow
from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.promises import promising
from frontdesk.desk.views import Heard
from frontdesk.ground.errors import BadInput, Misconfigured, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.text import TooLong
from frontdesk.store.transaction import reading, writing


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock)


def test_a_conversation_takes_the_only_open_order(desk: Desk) -> None:
    guest = make_guest(desk)
    talk = talking.start(desk, customer_id=guest.customer)
    assert (talk.order_id, talk.customer_name) == (guest.order, "Kristīne Bērziņa")
    assert talk.card is not None
    assert talk.card.id == guest.customer


def test_an_unnamed_customer_is_somebody_too(desk: Desk) -> None:
    talk = talking.start(desk, name="the lady with the red\ncoat\x1b[31m")
    assert (talk.customer_id, talk.card, talk.customer_name) == (None, None, "the lady with the red coat[31m")


def test_who_does_not_exist_is_named(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no customer"):
        talking.start(desk, customer_id=new_id())
    with pytest.raises(NotFound, match="no order"):
        talking.start(desk, order_id=new_id())
    with pytest.raises(NotFound, match="Did you mean `room_fault`"):
        talking.start(desk, situation="room_fautl")
    with pytest.raises(NotFound, match="no incident"):
        talking.start(desk, incident_id=new_id())
    with pytest.raises(NotFound, match="no conversation"):
        talking.view(desk, "nothing")


def test_an_order_of_somebody_else_is_refused(desk: Desk) -> None:
    mine, other = make_guest(desk), make_guest(desk, "Jānis Ozols")
    with pytest.raises(BadInput, match="somebody else"):
        talking.start(desk, customer_id=mine.customer, order_id=other.order)


def test_nobody_signed_in_begins_nothing(tmp_path: Path, desk: Desk) -> None:
    nobody = opening.open_desk(tmp_path, staff=None, clock=desk.clock)
    with pytest.raises(Misconfigured, match="Nobody is signed in"):
        talking.start(nobody)


def test_what_is_agreed_needs_a_request(desk: Desk) -> None:
    talk = talking.start(desk)
    with pytest.raises(BadInput, match="no request"):
        talking.hear(desk, talk.id)
    with pytest.raises(BadInput, match="no request"):
        talking.hear(desk, talk.id, " \n ")
    assert talking.hear(desk, talk.id, "cold room").heard is Heard.AGREED


def test_a_request_that_changes_is_heard_again(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    assert talking.write(desk, conversation, request="The heating is dead").heard is Heard.AGREED
    changed = talking.write(desk, conversation, request="The heating is dead and it is loud")
    assert (changed.heard, changed.heard_at) == (Heard.NOT_YET, None)
    assert giving.bar(desk, conversation).lines == ()


def test_what_was_given_for_a_request_keeps_it_heard(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    given(desk, conversation, "drink")
    assert talking.write(desk, conversation, request="more words").heard is Heard.AGREED
    with pytest.raises(BadInput, match="cannot be emptied"):
        talking.write(desk, conversation, request="")


def test_an_emergency_in_which_something_was_given_stays_recorded(desk: Desk, clock: Clock) -> None:
    talk = talking.start(desk, customer_id=make_guest(desk).customer)
    talking.hear(desk, talk.id, skip=True)
    given(desk, talk.id, "drink")
    clock.forward(minutes=5)
    assert talking.hear(desk, talk.id, "she fainted").heard is Heard.SKIPPED


def test_everything_typed_survives_a_reopened_database(tmp_path: Path, desk: Desk) -> None:
    talk = talking.start(desk, customer_id=make_guest(desk).customer, request="cold")
    due = desk.now() + timedelta(hours=2)
    talking.write(desk, talk.id, request="cold and dark", wish="another", now="a heater", next="new room", due_at=due)
    talking.answer(desk, talk.id, "delay_minutes", "25")
    talking.tick(desk, talk.id, "customer_asked")
    desk.store.close()
    again = opening.open_desk(tmp_path, staff="Janis", clock=desk.clock)
    found = talking.view(again, talk.id)
    assert (found.request, found.wish, found.now, found.next) == ("cold and dark", "another", "a heater", "new room")
    assert (found.due_at, found.answers, found.staff) == (due, (("delay_minutes", "25"),), "Anna")
    assert found.ticks == ("customer_asked", "wish")


def test_that_the_customer_did_not_say_is_an_answer_too(desk: Desk) -> None:
    conversation = heard(desk)
    assert talking.view(desk, conversation).wish is None
    assert talking.write(desk, conversation, wish="  ").wish is None
    said = talking.wish(desk, conversation, "")
    assert (said.wish, "wish" in said.ticks) == ("", True)


def test_answers_are_checked_and_can_be_taken_back(desk: Desk) -> None:
    conversation = heard(desk)
    with pytest.raises(BadInput, match="not a number"):
        talking.answer(desk, conversation, "delay_minutes", "a while")
    with pytest.raises(BadInput, match="the order knows it"):
        talking.answer(desk, conversation, "order.paid", "5000")
    with pytest.raises(NotFound, match="Did you mean `delay_minutes`"):
        talking.answer(desk, conversation, "delay_minute", "5")
    assert talking.answer(desk, conversation, "delay_minutes", "5").answers == (("delay_minutes", "5"),)
    assert talking.answer(desk, conversation, "delay_minutes", "").answers == ()


@pytest.mark.parametrize("name", ["request_heard", "wish", "reason", "fact:x", ""])
def test_what_is_earned_is_not_ticked_by_hand(desk: Desk, name: str) -> None:
    with pytest.raises(BadInput, match="customer_asked"):
        talking.tick(desk, heard(desk), name)


def test_a_tick_goes_on_and_off(desk: Desk) -> None:
    conversation = heard(desk)
    assert "explicit_yes" in talking.tick(desk, conversation, "explicit_yes").ticks
    assert "explicit_yes" not in talking.tick(desk, conversation, "explicit_yes", on=False).ticks


def test_a_cause_comes_after_a_solution_or_a_promise(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk, make_guest(desk))
    assert not talking.view(desk, conversation).cause_open
    for write in (talking.cause, lambda desk, talk, text: talking.write(desk, talk, cause=text)):
        with pytest.raises(BadInput, match="after a solution or a promise"):
            write(desk, conversation, "the pump")
    promising.promise(desk, conversation, "look at the pump", clock() + timedelta(hours=1))
    assert talking.cause(desk, conversation, "the pump").cause == "the pump"


def test_a_close_names_what_it_lacks(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk)
    with pytest.raises(BadInput) as caught:
        talking.close(desk, conversation)
    assert "what happens now, what happens next, by when" in caught.value.sentence
    talking.write(desk, conversation, now="a heater", next="new room", due_at=clock() + timedelta(hours=1))
    assert not talking.close(desk, conversation).open


def test_that_nothing_is_owed_closes_it_and_is_said(desk: Desk) -> None:
    conversation = heard(desk)
    assert not talking.close(desk, conversation, nothing_owed=True).open
    with pytest.raises(BadInput, match="closed"):
        talking.write(desk, conversation, request="one thing more")


def test_a_promise_is_enough_to_close(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk)
    promising.promise(desk, conversation, "call back", clock() + timedelta(hours=1))
    assert not talking.close(desk, conversation).open


def test_conversations_about_the_same_trouble_share_an_incident(desk: Desk) -> None:
    guest = make_guest(desk)
    first = talking.start(desk, customer_id=guest.customer, request="cold")
    second = talking.start(desk, customer_id=guest.customer, request="still cold", incident_id=first.incident_id)
    assert second.incident_id == first.incident_id != talking.start(desk).incident_id


def test_the_situation_and_the_order_can_be_chosen_and_cleared(desk: Desk) -> None:
    guest = make_guest(desk)
    talk = talking.start(desk, customer_id=guest.customer)
    chosen = talking.write(desk, talk.id, situation="room_fault")
    assert (chosen.situation, chosen.situation_label) == ("room_fault", "Room fault or noise")
    assert talking.write(desk, talk.id, situation="").situation is None
    assert talking.choose_order(desk, talk.id, "").order_id is None
    assert talking.choose_order(desk, talk.id, guest.order).order_id == guest.order


def test_an_unnamed_conversation_gets_its_customer_later(desk: Desk) -> None:
    guest = make_guest(desk)
    talk = talking.start(desk, name="a lady", request="cold")
    found = talking.write(desk, talk.id, customer_id=guest.customer)
    assert (found.customer_id, found.customer_name, found.order_id) == (
        guest.customer,
        "Kristīne Bērziņa",
        guest.order,
    )


def test_hostile_words_are_kept_clean_and_longer_ones_are_not_cut_but_refused(desk: Desk) -> None:
    talk = talking.start(desk, request="\x1b]52;c;x\x07" + "ā" * 1990)
    assert talk.request == "]52;c;x" + "ā" * 1990
    with pytest.raises(TooLong):
        talking.start(desk, request="\x1b]52;c;x\x07" + "ā" * 5000)
    with reading(desk.store) as connection:
        assert [row[0] for row in connection.execute("SELECT id FROM conversations")] == [talk.id]


# --- whose it is, and what is still true at the end -----------------------------------------------------------


def test_an_order_brings_the_customer_it_belongs_to(desk: Desk) -> None:
    guest = make_guest(desk)
    found = talking.choose_order(desk, talking.start(desk, request="No heat").id, guest.order)
    assert (found.customer_id, found.customer_name, found.order_id) == (guest.customer, "Kristīne Bērziņa", guest.order)


def test_naming_the_customer_keeps_the_order_that_was_chosen(desk: Desk) -> None:
    guest = make_guest(desk)
    with writing(desk.store) as connection:
        connection.execute(
            "INSERT INTO orders (id, customer_id, label, place, state, facts_json, created_at, updated_at)"
            " VALUES ('second', NULL, 'Table 4', '', 'open', '{}', '2026-01-01', '2026-01-01')"
        )
    talk = talking.choose_order(desk, talking.start(desk, request="No heat").id, "second")
    assert talk.customer_id is None
    assert talking.write(desk, talk.id, customer_id=guest.customer).order_id == "second"


def test_what_was_given_to_one_customer_never_becomes_anothers(desk: Desk) -> None:
    other = make_guest(desk, "Somebody Else")
    conversation = heard(desk, make_guest(desk))
    entry = given(desk, conversation, "drink")
    with pytest.raises(BadInput, match="Kristīne Bērziņa"):
        talking.write(desk, conversation, customer_id=other.customer)
    giving.take_back(desk, entry.entry_id, "the wrong card")
    assert talking.write(desk, conversation, customer_id=other.customer).customer_name == "Somebody Else"


def test_a_solution_that_was_taken_back_opens_no_cause(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    entry = given(desk, conversation, "card")
    talking.cause(desk, conversation, "the valve")
    giving.take_back(desk, entry.entry_id, "pressed by mistake")
    assert not talking.view(desk, conversation).cause_open
    steps = {step.name: step.stage for step in flow.steps(("request", "solution"), talking.view(desk, conversation))}
    assert steps == {"request": flow.Stage.DONE, "solution": flow.Stage.CURRENT}
    assert talking.cause(desk, conversation, "the valve").cause == "the valve"
    with pytest.raises(BadInput, match="after a solution"):
        talking.cause(desk, conversation, "the plumber")


def test_by_when_is_never_past(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk, make_guest(desk))
    with pytest.raises(BadInput, match="past"):
        talking.write(desk, conversation, due_at=clock() - timedelta(minutes=1))
    due = clock() + timedelta(hours=1)
    talking.write(desk, conversation, now="the heater runs", next="a new valve", due_at=due)
    clock.forward(hours=2)
    assert talking.write(desk, conversation, next="two new valves", due_at=due).due_at == due
    with pytest.raises(BadInput, match="by when"):
        talking.close(desk, conversation)


def test_nothing_is_promised_in_a_closed_conversation(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk, make_guest(desk))
    talking.close(desk, conversation, nothing_owed=True)
    with pytest.raises(BadInput, match="closed"):
        promising.promise(desk, conversation, "call back", clock() + timedelta(hours=1))
