"""Above one's own authority: asking, answering, giving by a yes; and what stands while nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from a_desk import GUIDELINES, Clock, Guest, as_lead, at_another_desk, given, heard, make_desk, make_guest
from frontdesk.authority.values import AskWay, GestureWay, PromiseWay
from frontdesk.desk import opening
from frontdesk.desk.approvals import approving
from frontdesk.desk.approvals.approval_views import ApprovalLine, ApprovalState
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.people import pins, staffing
from frontdesk.desk.views import Blocked, Given, Needed, Preview
from frontdesk.ground.errors import BadInput, DeskError, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.store import usage
from frontdesk.store.transaction import reading, writing

WHY = "no heating for three nights"
PIN = "482915"


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock)


@pytest.fixture
def guest(desk: Desk) -> Guest:
    return make_guest(desk, night="540.00")


@pytest.fixture
def conversation(desk: Desk, guest: Guest) -> str:
    return heard(desk, guest, "room_fault")


def asked(desk: Desk, conversation: str, amount: str | None = "400.00", gesture: str = "part_of_bill") -> ApprovalLine:
    line = approving.ask(desk, conversation, gesture, amount, WHY)
    assert isinstance(line, ApprovalLine), line
    return line


def said_yes(desk: Desk, approval: ApprovalLine, amount: str | None = None) -> ApprovalLine:
    line = approving.answer_yes(as_lead(desk), approval.id, amount)
    assert isinstance(line, ApprovalLine), line
    return line


def opened(desk: Desk, approval: ApprovalLine, ask: str | None = None) -> Preview:
    preview = giving.open_gesture(desk, approval.conversation_id, approval.gesture, ask=ask, approval_id=approval.id)
    assert isinstance(preview, Preview), preview
    return preview


def given_by(desk: Desk, approval: ApprovalLine, ask: str | None = None) -> Given:
    done = giving.give(desk, opened(desk, approval, ask).attempt)
    assert isinstance(done, Given), done
    return done


def state(desk: Desk, approval: ApprovalLine) -> ApprovalState:
    return {each.id: each.state for each in approving.of_conversation(desk, approval.conversation_id)}[approval.id]


def rows(desk: Desk, sql: str, *values: str) -> list[tuple[Any, ...]]:
    with reading(desk.store) as connection:
        return connection.execute(sql, values).fetchall()


def change(desk: Desk, sql: str, *values: str) -> None:
    with writing(desk.store) as connection:
        connection.execute(sql, values)


# --- asking -------------------------------------------------------------------------------------------------


def test_the_lead_reads_what_the_customer_said_and_what_the_asker_could_give(desk: Desk, conversation: str) -> None:
    talking.wish(desk, conversation, "another room")
    line = asked(desk, conversation)
    assert (line.state, line.role, line.asked_by, line.asked) == ("waiting", "lead", "Anna", "400.00")
    (waiting,) = approving.waiting(as_lead(desk))
    assert waiting.approval == line
    assert (waiting.request, waiting.wish) == ("The heating is dead", "another room")
    assert (waiting.customer_name, waiting.situation_label) == ("Kristīne Bērziņa", "Room fault or noise")
    assert (waiting.could, waiting.can, waiting.fits, waiting.because) == ("150.00", True, "400.00", "")
    assert waiting.approval.reason == WHY


def test_only_a_higher_role_sees_it_and_nobody_their_own(desk: Desk, conversation: str) -> None:
    asked(desk, conversation)
    assert approving.waiting(desk) == ()
    assert approving.waiting(opening.as_person(desk, "Janis")) == ()


def test_what_waits_stands_the_oldest_first(desk: Desk, clock: Clock) -> None:
    lines = []
    for _each in range(3):
        lines.append(asked(desk, heard(desk, make_guest(desk, night="540.00"))).id)
        clock.forward(minutes=1)
    assert [each.approval.id for each in approving.waiting(as_lead(desk))] == lines


def test_the_lead_sees_how_much_fits_when_a_budget_is_nearly_used_up(desk: Desk, guest: Guest, clock: Clock) -> None:
    line = asked(desk, heard(desk, guest))
    given(as_lead(desk), _right(desk, heard(desk)), "make_it_right", "1000.00", "a week of noise")
    (waiting,) = approving.waiting(as_lead(desk))
    assert (waiting.can, waiting.fits, waiting.fits_minor) == (False, "200.00", 20000)
    assert "200.00" in waiting.because
    blocked = approving.answer_yes(as_lead(desk), line.id)
    assert isinstance(blocked, Blocked)
    assert (blocked.take_minor, blocked.block_id) == (20000, None), "asking what fits is no block of anybody's"
    assert state(desk, line) == "waiting"
    assert said_yes(desk, line, "200").approved == "200.00"


def _right(desk: Desk, conversation: str) -> str:
    talking.wish(desk, conversation, "peace")
    return conversation


def test_asking_the_same_again_is_asking_once(desk: Desk, conversation: str) -> None:
    first = asked(desk, conversation)
    assert asked(desk, conversation) == first
    attempt = new_id()
    other = approving.ask(
        desk, heard(desk, make_guest(desk, night="540.00")), "part_of_bill", "300", WHY, attempt_id=attempt
    )
    assert isinstance(other, ApprovalLine) and other.id == attempt
    again = approving.ask(desk, other.conversation_id, "part_of_bill", "300", WHY, attempt_id=attempt)
    assert again == other
    with pytest.raises(BadInput):
        approving.ask(desk, conversation, "part_of_bill", "300", WHY, attempt_id=attempt)
    with pytest.raises(BadInput):
        approving.ask(desk, conversation, "part_of_bill", "300", WHY, attempt_id="one")
    assert len(approving.waiting(as_lead(desk))) == 2


def test_another_amount_takes_the_place_of_what_was_asked_before(desk: Desk, conversation: str) -> None:
    first, second = asked(desk, conversation), asked(desk, conversation, "300.00")
    assert [state(desk, first), state(desk, second)] == ["withdrawn", "waiting"]


def test_asking_again_after_the_yes_answers_with_the_yes(desk: Desk, conversation: str) -> None:
    said_yes(desk, asked(desk, conversation))
    assert asked(desk, conversation).state == "yes"


def test_nobody_is_asked_for_what_one_can_give_alone(desk: Desk, conversation: str) -> None:
    with pytest.raises(BadInput, match="yourself"):
        approving.ask(desk, conversation, "part_of_bill", "120", WHY)


def test_what_nobody_above_could_give_is_answered_with_what_is_possible(desk: Desk, conversation: str) -> None:
    answer = approving.ask(desk, conversation, "part_of_bill", "541", WHY)
    assert isinstance(answer, Blocked) and answer.block_id is not None
    asks = [each.way for each in answer.ways if isinstance(each.way, AskWay)]
    assert answer.ways and all(way.amount_minor is not None for way in asks)  # somebody above could give part of it
    assert approving.waiting(as_lead(desk)) == ()


def test_without_a_reason_or_before_the_request_is_heard_it_is_said_what_is_needed(desk: Desk, guest: Guest) -> None:
    unheard = talking.start(desk, customer_id=guest.customer, request="The heating is dead").id
    for conversation, reason, wanted in ((unheard, WHY, "request_heard"), (heard(desk, guest), " ", "reason")):
        answer = approving.ask(desk, conversation, "part_of_bill", "400", reason)
        assert isinstance(answer, Needed)
        assert wanted in [field.name for field in answer.fields]
    assert approving.waiting(as_lead(desk)) == ()


def test_where_nobody_of_that_role_works_nobody_waits_in_vain(desk: Desk, conversation: str) -> None:
    change(desk, "UPDATE staff SET active = 0 WHERE name = 'Ilze'")
    with pytest.raises(BadInput, match="lead"):
        approving.ask(desk, conversation, "part_of_bill", "400", WHY)


@pytest.mark.parametrize("within", [timedelta(0), timedelta(seconds=59), timedelta(days=2)])
def test_an_answer_is_awaited_for_a_sensible_while(desk: Desk, conversation: str, within: timedelta) -> None:
    with pytest.raises(BadInput):
        approving.ask(desk, conversation, "part_of_bill", "400", WHY, within=within)


def test_what_stopped_it_is_written_down_even_when_asked_directly(desk: Desk, conversation: str) -> None:
    line = asked(desk, conversation)
    found = rows(desk, "SELECT id, asked_minor, possible_minor, done_instead FROM blocks")
    assert found == [(line.block_id, 40000, 15000, "asked")]
    opened_again = giving.open_gesture(desk, conversation, "part_of_bill", ask="400", reason=WHY)
    assert isinstance(opened_again, Blocked) and opened_again.block_id == line.block_id


def test_a_block_of_another_conversation_is_refused(desk: Desk, conversation: str) -> None:
    other = asked(desk, heard(desk, make_guest(desk, night="540.00")))
    with pytest.raises(BadInput):
        approving.ask(desk, conversation, "part_of_bill", "400", WHY, block_id=other.block_id)


def test_what_was_asked_is_withdrawn_by_whoever_asked(desk: Desk, conversation: str) -> None:
    line = asked(desk, conversation)
    with pytest.raises(BadInput, match="Anna"):
        approving.withdraw(opening.as_person(desk, "Janis"), line.id)
    assert approving.withdraw(desk, line.id).state == "withdrawn"
    assert approving.withdraw(desk, line.id).state == "withdrawn"
    assert approving.waiting(as_lead(desk)) == ()
    with pytest.raises(DeskError, match="withdrawn"):
        approving.answer_yes(as_lead(desk), line.id)
    answered = said_yes(desk, asked(desk, conversation))
    with pytest.raises(BadInput, match="Ilze"):
        approving.withdraw(desk, answered.id)


def test_what_somebody_asked_is_seen_from_every_conversation(desk: Desk, clock: Clock) -> None:
    conversations = [heard(desk, make_guest(desk, night="540.00")) for _each in range(5)]
    lines = [asked(desk, each) for each in conversations]
    lead = as_lead(desk)
    assert (approving.how_many_wait(lead), approving.how_many_wait(desk)) == (5, 0)
    yes, used = said_yes(desk, lines[0]), said_yes(desk, lines[1])
    given_by(desk, used)
    approving.answer_other(lead, lines[2].id, "a drink")
    talking.close(desk, conversations[3], nothing_owed=True)
    assert [each.state for each in approving.mine(desk)] == ["yes", "other", "waiting"]
    assert approving.mine(desk)[0] == yes
    assert approving.mine(lead) == () and approving.how_many_wait(lead) == 1
    clock.at = lines[4].expires_at
    assert [each.state for each in approving.mine(desk)] == ["yes", "other", "lapsed"]
    assert approving.how_many_wait(lead) == 0


# --- answering ----------------------------------------------------------------------------------------------


def test_a_yes_comes_back_and_the_asker_gives_the_good_news(desk: Desk, conversation: str) -> None:
    line = asked(desk, conversation)
    yes = approving.answer_yes(as_lead(at_another_desk(desk)), line.id, words="Tell her I am sorry too")
    assert isinstance(yes, ApprovalLine)
    (here,) = approving.of_conversation(desk, conversation)
    assert (here.state, here.answered_by, here.approved, here.words) == (
        "yes",
        "Ilze",
        "400.00",
        "Tell her I am sorry too",
    )
    done = given_by(desk, here)
    assert (done.amount, state(desk, line)) == ("400.00", "used")
    found = rows(
        desk,
        "SELECT s.name, e.role, w.reason, lead.name, w.moment_json FROM entries e JOIN staff s ON s.id = e.staff_id"
        " JOIN entry_words w ON w.entry_seq = e.seq"
        " JOIN approvals a ON a.id = e.approval_id JOIN staff lead ON lead.id = a.answered_by WHERE e.id = ?",
        done.entry_id,
    )
    assert found[0][:4] == ("Anna", "staff", WHY, "Ilze")
    assert '"approved_by_role":"lead"' in found[0][4]
    assert rows(desk, "SELECT done_instead FROM blocks") == [("approved",)]


def test_the_same_attempt_again_gives_nothing_twice(desk: Desk, conversation: str) -> None:
    yes = said_yes(desk, asked(desk, conversation))
    attempt = opened(desk, yes).attempt
    first, second = giving.give(desk, attempt), giving.give(desk, attempt)
    assert isinstance(first, Given) and isinstance(second, Given)
    assert (second.entry_id, second.already) == (first.entry_id, True)


def test_a_yes_is_used_once_also_after_it_was_taken_back(desk: Desk, conversation: str) -> None:
    yes = said_yes(desk, asked(desk, conversation))
    done = given_by(desk, yes, "200")
    giving.take_back(desk, done.entry_id, "a slip")
    with pytest.raises(BadInput, match="used already"):
        giving.open_gesture(desk, conversation, "part_of_bill", approval_id=yes.id)


def test_a_yes_is_for_at_most_what_it_was_said_to(desk: Desk, conversation: str) -> None:
    yes = said_yes(desk, asked(desk, conversation), "300")
    assert (yes.asked, yes.approved) == ("400.00", "300.00")
    with pytest.raises(BadInput, match=r"300\.00"):
        giving.open_gesture(desk, conversation, "part_of_bill", ask="300.01", approval_id=yes.id)
    assert given_by(desk, yes, "299").amount == "299.00"


def test_an_attempt_cannot_say_more_than_the_yes(desk: Desk, conversation: str) -> None:
    attempt = opened(desk, said_yes(desk, asked(desk, conversation), "300")).attempt
    with pytest.raises(BadInput):
        giving.give(desk, replace(attempt, ask_minor=40000))
    with pytest.raises(BadInput):
        giving.give(desk, replace(attempt, gesture="make_it_right"))
    assert rows(desk, "SELECT count(*) FROM entries") == [(0,)]


def test_more_than_was_asked_is_no_answer(desk: Desk, conversation: str) -> None:
    with pytest.raises(BadInput, match=r"400\.00"):
        approving.answer_yes(as_lead(desk), asked(desk, conversation).id, "401")


def test_the_first_answer_stands_and_says_whose_it_is(desk: Desk, conversation: str, clock: Clock) -> None:
    staffing.add(desk, "Olga", "lead")
    olga = opening.as_person(desk, "Olga")
    line = asked(desk, conversation)
    clock.forward(minutes=2)
    yes = said_yes(desk, line)
    assert said_yes(desk, line) == yes, "the same answer again is no second one"
    for late in (lambda: approving.answer_yes(olga, line.id), lambda: approving.answer_other(olga, line.id, "a drink")):
        with pytest.raises(DeskError, match=r"Ilze answered this at 14:02"):
            late()


def test_nobody_answers_their_own_and_no_role_below_the_one_that_was_asked(tmp_path: Path, clock: Clock) -> None:
    text = GUIDELINES.replace("roles: [staff, lead]", "roles: [staff, lead, owner]")
    desk = make_desk(
        tmp_path, clock, text.replace("{staff: 150.00, lead: 600.00}", "{staff: 150.00, lead: 300.00, owner: 600.00}")
    )
    staffing.add(desk, "Vera", "owner")
    lead = as_lead(desk)
    line = asked(lead, heard(lead, make_guest(desk, night="540.00")))
    assert (line.role, line.asked_by) == ("owner", "Ilze")
    with pytest.raises(BadInput, match="yourself"):
        approving.answer_yes(lead, line.id)
    with pytest.raises(BadInput, match="owner"):
        approving.answer_yes(desk, line.id)
    vera = opening.as_person(desk, "Vera")
    assert [each.approval.id for each in approving.waiting(vera)] == [line.id]
    yes = approving.answer_yes(vera, line.id)
    assert isinstance(yes, ApprovalLine)
    with pytest.raises(BadInput, match="yourself"):
        giving.open_gesture(vera, line.conversation_id, "part_of_bill", approval_id=line.id)
    assert given_by(lead, yes).amount == "400.00"


def test_something_else_instead_carries_an_alternative_that_is_possible(desk: Desk, conversation: str) -> None:
    lead, line = as_lead(desk), asked(desk, conversation)
    with pytest.raises(BadInput, match="instead"):
        approving.answer_other(lead, line.id, "  ")
    with pytest.raises(NotFound):
        approving.answer_other(lead, line.id, gesture="lugage")
    change(desk, "INSERT INTO house_facts VALUES ('house.occupancy', '97%', '2026-11-21 12:00:00.000000', 'Ilze')")
    with pytest.raises(BadInput, match="Late checkout"):
        approving.answer_other(lead, line.id, "a late checkout", gesture="late_checkout")
    other = approving.answer_other(lead, line.id, gesture="luggage", words="and my regards")
    assert (other.state, other.alternative, other.alternative_gesture) == ("other", "Luggage + lounge", "luggage")
    assert approving.answer_other(lead, line.id, gesture="luggage") == other
    with pytest.raises(BadInput, match="Ilze offered something else"):
        giving.open_gesture(desk, conversation, "part_of_bill", approval_id=line.id)
    assert rows(desk, "SELECT count(*) FROM entries") == [(0,)], "what was written stays as it was"
    ways = approving.fallback(desk, line.id)
    assert ways[0].way == GestureWay("luggage", None)
    assert ways[1].way == GestureWay("part_of_bill", 15000)


def test_a_yes_that_should_not_have_been_needed_becomes_an_idea(desk: Desk, conversation: str) -> None:
    line = asked(desk, conversation)
    yes = approving.answer_yes(as_lead(desk), line.id, one_off=False)
    assert isinstance(yes, ApprovalLine) and yes.one_off is False
    approving.answer_yes(as_lead(desk), line.id, one_off=False)
    found = rows(
        desk,
        "SELECT i.gesture, i.conversation_id, i.block_id, i.approval_id, s.name, i.answer_due_on IS NOT NULL, i.text"
        " FROM ideas i JOIN staff s ON s.id = i.staff_id",
    )
    assert [row[:6] for row in found] == [("part_of_bill", conversation, line.block_id, line.id, "Ilze", 1)]
    assert "400.00" in found[0][6] and WHY in found[0][6]


# --- time ---------------------------------------------------------------------------------------------------


def test_it_lapses_at_the_very_instant_and_the_desk_goes_on(desk: Desk, conversation: str, clock: Clock) -> None:
    line = asked(desk, conversation)
    clock.at = line.expires_at - timedelta(microseconds=1)
    assert state(desk, line) == "waiting" and len(approving.waiting(as_lead(desk))) == 1
    clock.at = line.expires_at
    assert state(desk, line) == "lapsed" and approving.waiting(as_lead(desk)) == ()
    with pytest.raises(DeskError, match="14:10"):
        approving.answer_yes(as_lead(desk), line.id)
    ways = [each.way for each in approving.fallback(desk, line.id)]
    assert ways[0] == GestureWay("part_of_bill", 15000), "first the most of it that fits"
    assert isinstance(ways[-1], PromiseWay)
    assert not any(isinstance(way, AskWay) for way in ways)


def test_a_yes_ends_at_the_very_instant(desk: Desk, conversation: str, clock: Clock) -> None:
    yes = said_yes(desk, asked(desk, conversation))
    assert yes.usable_until == yes.expires_at + timedelta(minutes=30)
    attempt = opened(desk, yes).attempt
    clock.at = yes.usable_until
    assert state(desk, yes) == "over"
    with pytest.raises(BadInput, match="Ilze is over"):
        giving.give(desk, attempt)
    clock.at = yes.usable_until - timedelta(microseconds=1)
    assert isinstance(giving.give(desk, attempt), Given)


def test_the_close_of_the_conversation_ends_what_waits_and_what_was_not_used(desk: Desk) -> None:
    one, two = (heard(desk, make_guest(desk, night="540.00")) for _each in range(2))
    waits, yes = asked(desk, one), said_yes(desk, asked(desk, two))
    for conversation in (one, two):
        talking.close(desk, conversation, nothing_owed=True)
    assert (state(desk, waits), state(desk, yes)) == ("withdrawn", "over")
    assert approving.waiting(as_lead(desk)) == ()
    with pytest.raises(DeskError, match="closed"):
        approving.answer_yes(as_lead(desk), waits.id)
    with pytest.raises(BadInput):
        giving.open_gesture(desk, two, "part_of_bill", approval_id=yes.id)


# --- what changed meanwhile ---------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["role = 'staff'", "active = 0"])
def test_a_yes_carries_no_further_than_the_lead_does_now(desk: Desk, conversation: str, how: str) -> None:
    yes = said_yes(desk, asked(desk, conversation))
    attempt = opened(desk, yes).attempt
    change(desk, f"UPDATE staff SET {how} WHERE name = 'Ilze'")
    answer = giving.give(desk, attempt)
    assert isinstance(answer, Blocked)
    assert (answer.take_minor, answer.approval_id) == (15000, yes.id)
    assert "150.00" in answer.because
    assert rows(desk, "SELECT count(*) FROM entries") == [(0,)]


@pytest.mark.parametrize("how", ["role = 'staff'", "active = 0"])
def test_whoever_lost_the_role_or_left_answers_nothing(desk: Desk, conversation: str, how: str) -> None:
    lead, line = as_lead(desk), asked(desk, conversation)
    staffing.add(desk, "Olga", "lead")
    change(desk, f"UPDATE staff SET {how} WHERE name = 'Ilze'")
    with pytest.raises(BadInput):
        approving.answer_yes(lead, line.id)
    with pytest.raises(BadInput):
        approving.answer_other(lead, line.id, "a drink")
    assert state(desk, line) == "waiting"


def test_a_lead_s_own_authority_counts_up_and_down(desk: Desk, conversation: str) -> None:
    staffing.set_authority(as_lead(desk), "Ilze", "part_of_bill", "350.00")
    line = asked(desk, conversation)
    blocked = approving.answer_yes(as_lead(desk), line.id)
    assert isinstance(blocked, Blocked) and blocked.take_minor == 35000
    yes = said_yes(desk, line, "350")
    staffing.set_authority(as_lead(desk), "Ilze", "part_of_bill", "200.00")
    answer = giving.open_gesture(desk, conversation, "part_of_bill", approval_id=yes.id)
    assert isinstance(answer, Blocked) and answer.take_minor == 20000
    assert given_by(desk, yes, "200").amount == "200.00"


def test_a_budget_used_up_meanwhile_stops_it_with_ways_of_the_giver(desk: Desk, conversation: str) -> None:
    yes = said_yes(desk, asked(desk, conversation))
    attempt = opened(desk, yes).attempt
    given(as_lead(desk), _right(desk, heard(desk)), "make_it_right", "1000.00", "a week of noise")
    answer = giving.give(desk, attempt)
    assert isinstance(answer, Blocked)
    assert answer.take_minor == 20000 and answer.approval_id == yes.id, "so much still fits by the yes"
    assert "200.00" in answer.because
    assert all(each.amount_minor is None or each.amount_minor <= 20000 for each in answer.ways)
    assert given_by(desk, yes, "200.00").amount == "200.00"


def test_a_yes_counts_in_the_limits_of_whoever_gives(desk: Desk, conversation: str, guest: Guest) -> None:
    given_by(desk, said_yes(desk, asked(desk, conversation)))
    bar = giving.bar(desk, conversation)
    line = {each.gesture: each for each in bar.lines}["part_of_bill"]
    rooms = {room.limit: room.left for room in line.decision.rooms}
    assert rooms == {"never_more_than_paid": 14000, "twice_a_season": 1, "desk_day": 80000}


def test_a_limit_that_the_file_sets_for_staff_alone_does_not_stop_a_yes(tmp_path: Path, clock: Clock) -> None:
    text = GUIDELINES.replace("up_to: 1200.00\n    per: site", "up_to: 200.00\n    when: {role: staff}\n    per: site")
    desk = make_desk(tmp_path, clock, text)
    line = asked(desk, heard(desk, make_guest(desk, night="540.00")))
    assert given_by(desk, said_yes(desk, line)).amount == "400.00"
    again = giving.open_gesture(desk, heard(desk, make_guest(desk)), "drink")
    assert isinstance(again, Blocked), "it counts for staff all the same"


def test_a_limit_per_role_counts_for_the_role_that_said_yes(tmp_path: Path, clock: Clock) -> None:
    limit = "      - {id: per_role, up_to: 1 time, per: role, within: day}\n      - {id: twice_a_season"
    desk = make_desk(tmp_path, clock, GUIDELINES.replace("      - {id: twice_a_season", limit))
    yes, other = (said_yes(desk, asked(desk, heard(desk, make_guest(desk, night="540.00")))) for _each in range(2))
    given_by(desk, yes)
    used_up = giving.open_gesture(desk, other.conversation_id, "part_of_bill", approval_id=other.id)
    assert isinstance(used_up, Blocked)
    assert given(desk, other.conversation_id, "part_of_bill", "120", WHY).amount == "120.00", "staff have their own"
    with reading(desk.store) as connection:
        assert usage.stored(connection) == usage.recount(connection, desk.days())


# --- at the same desk ---------------------------------------------------------------------------------------


def test_a_lead_answers_at_the_asker_s_desk_with_their_own_code(desk: Desk, conversation: str) -> None:
    line = asked(desk, conversation)
    with pytest.raises(BadInput, match="no code yet"):
        approving.answer_yes(desk, line.id, by="Ilze", pin=PIN)
    pins.set_pin(desk, "Ilze", PIN)
    pins.set_pin(as_lead(desk), "Anna", "739204")
    for name, pin, says in (("Ilze", "482916", "not the code"), ("Anna", "739204", "yourself")):
        with pytest.raises(DeskError, match=says):
            approving.answer_yes(desk, line.id, by=name, pin=pin)
    yes = approving.answer_yes(desk, line.id, by="Ilze", pin=PIN)
    assert isinstance(yes, ApprovalLine) and yes.answered_by == "Ilze"
    assert desk.person.name == "Anna"
    assert given_by(desk, yes).amount == "400.00"


def test_wrong_codes_make_everybody_wait_longer_each_time(desk: Desk, clock: Clock) -> None:
    pins.set_pin(desk, "Ilze", PIN)
    elsewhere = at_another_desk(desk)
    for number in range(5):
        with pytest.raises(pins.WrongPin):
            pins.by_pin(desk if number % 2 else elsewhere, "Ilze", "000001")
    for minutes, says in ((1, "60 seconds"), (5, "5 minutes"), (30, "30 minutes"), (30, "30 minutes")):
        with pytest.raises(pins.WrongPin, match=says):
            pins.by_pin(elsewhere, "Ilze", PIN)
        clock.forward(minutes=minutes, microseconds=-1)
        with pytest.raises(pins.WrongPin, match="1 second"):
            pins.by_pin(desk, "Ilze", PIN)
        clock.forward(microseconds=1)
        with pytest.raises(pins.WrongPin):
            pins.by_pin(desk, "Ilze", "000001")
    clock.forward(minutes=30)
    assert pins.by_pin(desk, "Ilze", PIN).person.name == "Ilze"
    with pytest.raises(pins.WrongPin, match="not the code"):
        pins.by_pin(desk, "Ilze", "000001")


@pytest.mark.parametrize(
    "pin", ["", "12345", "1234567", "12 456", "abcdef", "١٢٣٤٥٦", "123456", "000000", "121212", "876543"]
)
def test_a_code_is_six_digits_that_are_not_guessed_first(desk: Desk, pin: str) -> None:
    with pytest.raises(BadInput):
        pins.set_pin(desk, "Ilze", pin)
    assert not pins.has_pin(desk, "Ilze")


def test_of_a_code_only_a_salted_hash_is_kept(desk: Desk) -> None:
    for name in ("Ilze", "Janis"):
        pins.set_pin(as_lead(desk), name, PIN)
    kept = [row[0] for row in rows(desk, "SELECT pin_hash FROM staff WHERE pin_hash IS NOT NULL")]
    assert len(set(kept)) == 2
    assert all(PIN not in each and each.startswith("scrypt$") for each in kept)


# --- bends and gestures without money -----------------------------------------------------------------------


def test_an_exception_is_asked_for_and_stored_as_one(tmp_path: Path, clock: Clock) -> None:
    text = GUIDELINES.replace(
        "    when: {house.occupancy: {at_most: 95%}}\n",
        "    when: {house.occupancy: {at_most: 95%}}\n    bend: {by: lead, when: {house.occupancy: {at_most: 99%}}}\n",
    )
    desk = make_desk(tmp_path, clock, text)
    change(desk, "INSERT INTO house_facts VALUES ('house.occupancy', '97%', '2026-11-21 12:00:00.000000', 'Ilze')")
    line = asked(desk, heard(desk, make_guest(desk)), None, "late_checkout")
    assert (line.asked, line.role) == ("", "lead")
    yes = said_yes(desk, line)
    assert yes.approved == ""
    done = given_by(desk, yes)
    assert rows(desk, "SELECT bend, approval_id FROM entries WHERE id = ?", done.entry_id) == [(1, line.id)]
