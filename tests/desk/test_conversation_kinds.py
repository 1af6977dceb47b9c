"""How conversations were settled, judgements that recur, and complaints that were left with nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from a_desk import Clock, as_lead, given, heard, make_guest
from frontdesk.desk.conversations import ending, talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning.care_views import ConversationKinds
from frontdesk.desk.people import staffing
from frontdesk.desk.promises import promising
from frontdesk.ground.ids import new_id
from frontdesk.store.columns import instant
from frontdesk.store.transaction import writing

TODAY = date(2026, 11, 21)


def closed(desk: Desk, conversation: str) -> str:
    talking.close(desk, conversation, nothing_owed=True)
    return conversation


def by_guideline(desk: Desk) -> str:
    conversation = heard(desk, make_guest(desk))
    given(desk, conversation, "drink")
    return closed(desk, conversation)


def by_judgement(desk: Desk, situation: str | None = None, ask: str = "50", reason: str = "her birthday") -> str:
    conversation = heard(desk, make_guest(desk), situation)
    talking.wish(desk, conversation, "something kind")
    given(desk, conversation, "make_it_right", ask, reason)
    return closed(desk, conversation)


def by_promise(desk: Desk) -> str:
    conversation = heard(desk)
    promising.promise(desk, conversation, "call", desk.now() + timedelta(hours=1))
    return closed(desk, conversation)


def kinds(desk: Desk, since: date = TODAY, until: date = TODAY) -> ConversationKinds:
    return ending.month_kinds(desk, since, until)


def test_004_4_each_closed_conversation_is_of_one_kind(desk: Desk) -> None:
    by_guideline(desk)
    by_judgement(desk)
    by_promise(desk)
    closed(desk, heard(desk))  # words were enough
    heard(desk)  # not closed
    lead = as_lead(desk)
    above = heard(lead, make_guest(lead))
    given(lead, above, "part_of_bill", "180", "two nights without heat")  # staff may give 150.00
    closed(lead, above)
    within = heard(lead, make_guest(lead))
    given(lead, within, "part_of_bill", "60")  # a lead at the desk, within what anybody may
    promising.promise(lead, within, "call", lead.now() + timedelta(hours=1))
    closed(lead, within)
    found = kinds(desk)
    assert (found.guideline, found.judgement, found.lead, found.promise, found.words_only) == (2, 1, 1, 1, 1)
    assert (found.settled, found.inside_percent, found.stands) == (5, 40, "below")


def test_somebody_with_more_authority_of_their_own_is_inside_the_guideline(desk: Desk) -> None:
    staffing.set_authority(as_lead(desk), "Anna", "part_of_bill", "200")
    conversation = heard(desk, make_guest(desk))
    given(desk, conversation, "part_of_bill", "180", "two nights without heat")
    closed(desk, conversation)
    assert (kinds(desk).guideline, kinds(desk).lead) == (1, 0)


def test_what_was_taken_back_or_withdrawn_settled_nothing(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    gave = given(desk, conversation, "card")  # with a promise of its own
    giving.take_back(desk, gave.entry_id, "wrong room")
    closed(desk, conversation)
    assert (kinds(desk).settled, kinds(desk).words_only) == (0, 1)
    assert (kinds(desk).inside_percent, kinds(desk).stands) == (None, "unknown")


def test_a_conversation_counts_on_the_business_day_it_was_closed(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk, make_guest(desk))
    given(desk, conversation, "drink")
    clock.at += timedelta(hours=15, minutes=59)  # 05:59 in Riga: the day starts at 06:00
    closed(desk, conversation)
    clock.at += timedelta(minutes=1)
    by_guideline(desk)
    assert kinds(desk).guideline == 1
    assert kinds(desk, TODAY + timedelta(days=1), TODAY + timedelta(days=1)).guideline == 1
    assert kinds(desk, TODAY, TODAY + timedelta(days=1)).guideline == 2


@pytest.mark.parametrize(
    ("guideline", "others", "percent", "stands"),
    [
        (69, 31, 69, "below"),
        (139, 61, 70, "below"),  # 69.5 is said as 70 and is still below
        (70, 30, 70, "inside"),
        (80, 20, 80, "inside"),
        (81, 19, 81, "above"),
        (100, 0, 100, "above"),  # all is not the aim
    ],
)
def test_004_4_the_share_stands_against_the_band(guideline: int, others: int, percent: int, stands: str) -> None:
    found = ConversationKinds(TODAY, TODAY, guideline, others, 0, 0, 7, ending.BAND, ())
    assert (found.inside_percent, found.stands) == (percent, stands)


def test_004_4_a_judgement_that_recurs_is_proposed_and_never_written_by_itself(desk: Desk, clock: Clock) -> None:
    first = by_judgement(desk, "room_fault", "40", "a night without heat")
    by_judgement(desk, "late", "40")
    by_judgement(desk, None, "40")
    clock.forward(days=20)
    second = by_judgement(desk, "room_fault", "60", "no hot water")
    assert kinds(desk).proposed == ()
    clock.forward(days=9)
    third = by_judgement(desk, "room_fault", "50", "no hot water")
    (proposed,) = kinds(desk).proposed
    assert (proposed.gesture, proposed.label) == ("make_it_right", "Make it right")
    assert (proposed.situation, proposed.situation_label) == ("room_fault", "Room fault or noise")
    assert (proposed.times, proposed.usual_minor) == (3, 5000)
    assert proposed.reasons == ("no hot water", "a night without heat")
    assert proposed.conversations == (third, second, first)
    with writing(desk.store) as connection:
        assert connection.execute("SELECT count(*) FROM ideas").fetchone() == (0,)
        connection.execute(
            "INSERT INTO ideas (id, conversation_id, gesture, text, staff_id, at, business_date)"
            " VALUES (?, ?, 'make_it_right', 'half a night for no heat', ?, ?, ?)",
            (new_id(), third, desk.person.id, instant(desk.now()), "2026-12-20"),
        )
    assert kinds(desk).proposed == ()  # somebody made it theirs


def test_004_4_a_judgement_of_thirty_days_ago_recurs_no_more(desk: Desk, clock: Clock) -> None:
    by_judgement(desk, "room_fault")
    clock.forward(days=15)
    by_judgement(desk, "room_fault")
    clock.forward(days=15)
    by_judgement(desk, "room_fault")
    assert kinds(desk).proposed == ()


def test_a_complaint_that_was_left_with_nothing_is_listed(desk: Desk, clock: Clock) -> None:
    left = closed(desk, heard(desk, make_guest(desk), "room_fault"))
    by_guideline(desk)
    by_promise(desk)
    by_judgement(desk)
    closed(desk, talking.start(desk, name="somebody who asked the way").id)  # nothing was asked of us
    still_open = heard(desk)
    (line,) = ending.left_empty(desk)
    assert (line.conversation_id, line.situation_label, line.request, line.closed) == (
        left,
        "Room fault or noise",
        "The heating is dead",
        True,
    )
    assert line.customer_name == "Kristīne Bērziņa"
    clock.forward(days=1)
    assert ending.left_empty(desk) == ()
    assert [(each.conversation_id, each.closed) for each in ending.left_empty(desk, TODAY)] == [
        (left, True),
        (still_open, False),
    ]


def test_without_guidelines_the_month_can_be_looked_at(desk: Desk) -> None:
    from dataclasses import replace

    by_guideline(desk)
    without = replace(desk, guidelines=None)
    found = ending.month_kinds(without, TODAY - timedelta(days=1), TODAY)
    assert (found.guideline, found.proposed) == (1, ())
    assert ending.left_empty(without) == ()
