"""The scenarios in which what somebody may give alone is not enough, told at the desk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import Clock, as_lead, heard, make_desk, make_guest
from frontdesk.authority.values import AskWay, GestureWay, PromiseWay
from frontdesk.desk.approvals import approving
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.promises import promising
from frontdesk.desk.views import Blocked, Given, Preview
from frontdesk.guidelines import packs
from frontdesk.store.transaction import reading

WHY = "both of them swim every morning"
ASKED_FOR = "Half and half again, please"


@pytest.fixture
def club(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock, packs.text("fitness"))


def in_the_club(club: Desk) -> str:
    """A membership of 1,600.00 is to be paid in halves."""
    guest = make_guest(club, paid=160000)
    talk = talking.start(club, customer_id=guest.customer, request=ASKED_FOR, situation="price_now")
    return talking.hear(club, talk.id).id


def pressed(desk: Desk, conversation: str, gesture: str = "split_payment") -> Blocked:
    answer = giving.open_gesture(desk, conversation, gesture)
    assert isinstance(answer, Blocked), answer
    return answer


def asked(desk: Desk, blocked: Blocked, conversation: str) -> ApprovalLine:
    line = approving.ask(desk, conversation, blocked.gesture, reason=WHY, block_id=blocked.block_id)
    assert isinstance(line, ApprovalLine), line
    return line


def given(desk: Desk, conversation: str, gesture: str, approval_id: str | None = None) -> Given:
    preview = giving.open_gesture(desk, conversation, gesture, approval_id=approval_id)
    assert isinstance(preview, Preview), preview
    done = giving.give(desk, preview.attempt)
    assert isinstance(done, Given)
    return done


def test_000_5_the_lead_says_yes_and_reception_gives_the_good_news(club: Desk) -> None:
    conversation = in_the_club(club)
    blocked = pressed(club, conversation)
    gestures = [each.way for each in blocked.ways]
    assert gestures[:2] == [GestureWay("larger_first_part", None), GestureWay("first_month", None)]
    assert gestures[2] == AskWay("lead") and isinstance(gestures[3], PromiseWay)
    line = asked(club, blocked, conversation)
    lead = as_lead(club)
    (waiting,) = approving.waiting(lead)
    assert (waiting.request, waiting.can, waiting.approval.reason) == (ASKED_FOR, True, WHY)
    approving.answer_yes(lead, line.id)
    (news,) = approving.of_conversation(club, conversation)
    assert (news.state, news.answered_by) == ("yes", "Ilze")
    done = given(club, conversation, "split_payment", line.id)
    assert done.promise is not None and done.promise.due_at - done.at == timedelta(days=30)
    with reading(club.store) as connection:
        people = connection.execute(
            "SELECT giver.name, asker.name, lead.name, e.exposure_minor FROM entries e JOIN staff giver ON giver.id ="
            " e.staff_id JOIN approvals a ON a.id = e.approval_id JOIN staff asker ON asker.id = a.asked_by"
            " JOIN staff lead ON lead.id = a.answered_by"
        ).fetchall()
        blocks = connection.execute("SELECT gesture, outcome, done_instead FROM blocks").fetchall()
    assert people == [("Anna", "Anna", "Ilze", 80000)], "who asked and who said yes are two people"
    assert blocks == [("split_payment", "no_fit", "approved")]


def test_000_5_nobody_answers_in_time_and_the_best_that_fits_is_given_with_a_promise(club: Desk, clock: Clock) -> None:
    conversation = in_the_club(club)
    blocked = pressed(club, conversation)
    line = asked(club, blocked, conversation)
    clock.at = line.expires_at
    (late,) = approving.of_conversation(club, conversation)
    assert late.state == "lapsed"
    ways = approving.fallback(club, line.id)
    assert [each.way for each in ways[:2]] == [GestureWay("larger_first_part", None), GestureWay("first_month", None)]
    assert isinstance(ways[-1].way, PromiseWay)
    assert not any(isinstance(each.way, AskWay) for each in ways)
    done = given(club, conversation, "larger_first_part")
    giving.took_instead(club, line.block_id or "", done.label)
    promising.promise(club, conversation, "Say what the lead thinks", clock.at + ways[-1].way.within)
    with reading(club.store) as connection:
        blocks = connection.execute("SELECT done_instead FROM blocks").fetchall()
    assert blocks == [(done.label,)], "what was done takes the place of that somebody was asked"


def test_000_5_a_refusal_is_something_else_and_what_was_written_stays(club: Desk) -> None:
    conversation = in_the_club(club)
    line = asked(club, pressed(club, conversation), conversation)
    approving.answer_other(as_lead(club), line.id, "1,000.00 now, the rest in 30 days", gesture="larger_first_part")
    (news,) = approving.of_conversation(club, conversation)
    assert (news.state, news.alternative_gesture) == ("other", "larger_first_part")
    talk = talking.view(club, conversation)
    assert (talk.request, talk.open) == (ASKED_FOR, True)
    first, *_others = approving.fallback(club, line.id)
    assert first.way == GestureWay("larger_first_part", None)
    assert given(club, conversation, "larger_first_part").entry_id


def test_000_5_where_the_lead_could_not_either_nobody_waits_for_a_no(club: Desk) -> None:
    guest = make_guest(club, paid=300000)
    talk = talking.start(club, customer_id=guest.customer, request=ASKED_FOR, situation="price_now")
    conversation = talking.hear(club, talk.id).id
    answer = approving.ask(club, conversation, "split_payment", reason=WHY)
    assert isinstance(answer, Blocked), "1,500.00 to come is above what even the lead may wait for"
    assert not any(isinstance(each.way, AskWay) for each in answer.ways) and len(answer.ways) >= 2


START_BEFORE_PAYMENT = """\
frontdesk: 1
business: {name: Training, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
facts:
  order.total: {type: money, from: order}
situations:
  payment_later: {label: The payment needs longer, first: [start_before_payment]}
gestures:
  start_before_payment:
    label: Start before the payment
    kind: payment_plan
    amount: {from: 100.00, to: 10000.00}
    cost: 0.00
    authority: {staff: 3000.00, lead: 10000.00}
    promise: {text: The payment arrives, due: 7 days}
    otherwise: [{ask: lead}, {promise: {within: 24 hours}}]
"""


def test_000_2_the_part_that_fits_is_offered_and_the_rest_is_asked(tmp_path: Path, clock: Clock) -> None:
    desk = make_desk(tmp_path, clock, START_BEFORE_PAYMENT)
    conversation = heard(desk, make_guest(desk, paid=420000), "payment_later")
    blocked = giving.open_gesture(desk, conversation, "start_before_payment", ask="4200")
    assert isinstance(blocked, Blocked) and blocked.take_minor == 300000
    assert AskWay("lead") in [each.way for each in blocked.ways]
    with reading(desk.store) as connection:
        found = connection.execute("SELECT asked_minor, possible_minor, outcome FROM blocks").fetchall()
    assert found == [(420000, 300000, "less")]
    line = approving.ask(desk, conversation, "start_before_payment", "4200", "the training is on Monday")
    assert isinstance(line, ApprovalLine) and line.block_id == blocked.block_id
    approving.answer_yes(as_lead(desk), line.id)
    done = given(desk, conversation, "start_before_payment", line.id)
    assert done.amount == "4200.00"
    assert done.promise is not None and done.promise.due_at - done.at == timedelta(days=7)
