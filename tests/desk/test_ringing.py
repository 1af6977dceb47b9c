"""The telephone: whose number it is, which rings are one call, who takes it, and whom nobody answered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from a_desk import NOON, Clock, at_another_desk, make_desk
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards
from frontdesk.desk.day import day_page, handover_sheet, leading
from frontdesk.desk.desk import NOBODY, Desk
from frontdesk.desk.merging import merging
from frontdesk.desk.opening import open_desk
from frontdesk.desk.promises import handing_over
from frontdesk.desk.telephone import ringing
from frontdesk.desk.telephone.hearing import open_to_hear
from frontdesk.desk.telephone.ring_views import MissedState, RingingCall, Taken, TakenBefore
from frontdesk.ground.errors import BadInput, Misconfigured, NotFound
from frontdesk.store import calls
from frontdesk.store.driver import Connection, Value
from frontdesk.store.transaction import reading

KRISTINE = "+371 26 123 456"


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock)


def customer(desk: Desk, name: str, phone: str) -> str:
    return cards.new_customer(desk, name, phone=phone).id


def names(call: RingingCall) -> list[str]:
    return [each.name for each in call.callers]


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("+37126123456", ["Kristīne Bērziņa"]),
        ("0037126123456", ["Kristīne Bērziņa"]),
        ("26123456", ["Kristīne Bērziņa"]),
        ("026123456", ["Kristīne Bērziņa"]),
        ("+371 (26) 123-456", ["Kristīne Bērziņa"]),
        ("٢٦١٢٣٤٥٦", ["Kristīne Bērziņa"]),
        ("sip:+37126123456@pbx.example;user=phone", ["Kristīne Bērziņa"]),
        ('"A Name" <sips:0037126123456@[2001:db8::1]:5061>', ["Kristīne Bērziņa"]),
        ("tel:+371-26-123-456;ext=12", ["Kristīne Bērziņa"]),
        ("+37226123456", []),  # the same end in another country is somebody else
        ("6123456", ["Kristīne Bērziņa"]),
        ("123456", []),
        ("+493012345678", ["Anton", "Berta"]),
        ("8 916 123 45 67", ["Igor"]),
        ("+442079460958", ["Mary"]),
        ("112", []),
    ],
)
def test_a_number_meets_the_card_in_whatever_form_either_is_written(desk: Desk, number: str, found: list[str]) -> None:
    for name, phone in (
        ("Kristīne Bērziņa", KRISTINE),
        ("Anton", "+49 30 12345678"),
        ("Berta", "030 / 123 456 78"),
        ("Igor", "+7 916 123-45-67"),
        ("Mary", "+44 (0)20 7946 0958"),
        ("Nobody", ""),
    ):
        customer(desk, name, phone)
    assert sorted(names(ringing.ring(desk, number).call)) == found


@pytest.mark.parametrize("number", ["anonymous", "", "Anonymous", "sip:anonymous@anonymous.invalid", "sip:alice@pbx"])
def test_a_withheld_number_is_a_call_too(desk: Desk, number: str) -> None:
    rung = ringing.ring(desk, number)
    assert rung.call.withheld and not rung.call.callers
    assert ringing.ringing(desk) == (rung.call,)


@pytest.mark.parametrize(
    "number",
    [
        "9" * 10_000,
        "9" * 25,
        "hello",
        "26123456; rm -rf /",
        "$(id)",
        "\x1b[31m26123456",
        "2612\u202e3456",
        "26123456\n26123457",
        "{}",
        "-",
        "x" * 240,
        "<script>",
        "12ab34",
    ],
)
def test_what_is_no_number_is_answered_with_a_sentence_and_rings_nowhere(desk: Desk, number: str) -> None:
    with pytest.raises(BadInput) as refused:
        ringing.ring(desk, number)
    assert refused.value.remedy and len(str(refused.value)) < 240
    assert ringing.ringing(desk) == ()


def test_a_desk_and_a_line_are_bounded_and_clean(desk: Desk) -> None:
    call = ringing.ring(desk, "26123456", at_desk="\x1b[2J" + "d" * 999, line="l" * 999 + "\n").call
    assert len(call.desk) <= 120 and len(call.line) <= 60
    assert "\x1b" not in call.desk and "\n" not in call.line


def test_the_same_number_on_the_same_desk_within_a_minute_is_the_same_call(desk: Desk, clock: Clock) -> None:
    first = ringing.ring(desk, "+37126123456", at_desk="1")
    clock.forward(seconds=30)
    again = ringing.ring(desk, "0037126123456", at_desk="desk 1")
    assert again.again and again.call.id == first.call.id
    assert not ringing.ring(desk, "+37126123456", at_desk="2").again
    assert not ringing.ring(desk, "+37126123457", at_desk="1").again
    clock.forward(seconds=31)
    assert not ringing.ring(desk, "+37126123456", at_desk="1").again


def test_who_hung_up_and_calls_again_is_another_call(desk: Desk) -> None:
    first = ringing.ring(desk, "+37126123456")
    ringing.ended(desk, first.call.id)
    assert not ringing.ring(desk, "+37126123456").again


def test_who_was_cut_off_and_calls_again_is_another_call(desk: Desk, clock: Clock) -> None:
    first = ringing.ring(desk, "+37126123456")
    ringing.take(desk, first.call.id)
    clock.forward(seconds=9)
    assert ringing.ring(desk, "+37126123456").again  # a ring that was on its way
    clock.forward(seconds=1)
    assert not ringing.ring(desk, "+37126123456").again


def test_withheld_numbers_on_two_lines_are_two_calls(desk: Desk) -> None:
    one = ringing.ring(desk, "anonymous", line="101")
    two = ringing.ring(desk, "anonymous", line="102")
    assert one.call.id != two.call.id
    assert {each.id for each in ringing.ringing(desk)} == {one.call.id, two.call.id}


def test_a_call_is_for_the_desk_that_is_named_else_for_every_desk(desk: Desk) -> None:
    other = at_another_desk(desk)
    mine = ringing.ring(desk, "1111111", at_desk="1").call
    all_desks = ringing.ring(desk, "2222222").call
    theirs = ringing.ring(desk, "3333333", at_desk="Desk 2").call
    ringing.ring(desk, "4444444", at_desk="11")
    assert ringing.ringing(desk) == (mine, all_desks)
    assert ringing.ringing(other) == (all_desks, theirs)


def test_it_rings_without_anybody_signed_in_but_is_taken_by_somebody(desk: Desk, clock: Clock) -> None:
    nobody = open_desk(desk.folder, staff=None, clock=clock)
    assert nobody.person == NOBODY
    call = ringing.ring(nobody, "+37126123456").call
    with pytest.raises(Misconfigured):
        ringing.take(nobody, call.id)
    assert ringing.ringing(desk) == (call,)


def test_taking_opens_the_conversation_with_the_customer(desk: Desk, clock: Clock) -> None:
    kristine = customer(desk, "Kristīne Bērziņa", KRISTINE)
    call = ringing.ring(desk, "+37126123456").call
    taken = ringing.take(desk, call.id)
    assert isinstance(taken, Taken) and not taken.again
    talk = talking.view(desk, taken.conversation_id)
    assert (talk.customer_id, talk.customer_name) == (kristine, "Kristīne Bērziņa")
    assert ringing.ringing(desk) == ()
    assert ringing.take(desk, call.id) == Taken(call.id, taken.conversation_id, again=True)
    before = ringing.take(at_another_desk(desk), call.id)
    assert before == TakenBefore(call.id, "Anna", clock.at)
    clock.forward(minutes=5)
    assert ringing.missed_now(desk) == ()


def test_an_unknown_number_opens_a_conversation_without_a_name_that_keeps_the_number(desk: Desk) -> None:
    call = ringing.ring(desk, "+371 29 000 111").call
    taken = ringing.take(desk, call.id)
    assert isinstance(taken, Taken)
    assert talking.view(desk, taken.conversation_id).customer_id is None
    assert ringing.number_of(desk, taken.conversation_id) == "+371 29 000 111"
    assert ringing.number_of(desk, "another") == ""


def test_of_several_with_the_number_the_person_says_which(desk: Desk) -> None:
    customer(desk, "Anton", "+49 30 12345678")
    berta = customer(desk, "Berta", "030 12345678")
    call = ringing.ring(desk, "+493012345678").call
    assert names(call) == ["Anton", "Berta"]  # the longest end in common first
    taken = ringing.take(desk, call.id, berta)
    assert isinstance(taken, Taken) and talking.view(desk, taken.conversation_id).customer_name == "Berta"
    with pytest.raises(NotFound):
        ringing.take(desk, "nothing")


def test_a_ring_group_is_answered_by_one_desk(desk: Desk, clock: Clock) -> None:
    other = at_another_desk(desk)
    one = ringing.ring(desk, "+37126123456", at_desk="1").call
    ringing.ring(desk, "+37126123456", at_desk="2")
    ringing.take(desk, one.id)
    assert ringing.ringing(other) == ()
    clock.forward(minutes=3)
    assert ringing.missed_now(other) == ()


def test_what_nobody_took_waits_as_one_line_with_a_count_over_midnight(desk: Desk, clock: Clock) -> None:
    customer(desk, "Kristīne Bērziņa", KRISTINE)
    clock.at = NOON.replace(hour=21, minute=59)  # 23:59 in Riga; its business day ends at 6
    for number in ("+37126123456", "26123456", "+37126123456"):
        ringing.ring(desk, number)
        ringing.ended(desk, number)
        clock.forward(seconds=61)
    ringing.ring(desk, "anonymous")
    assert [each.times for each in ringing.missed_now(desk)] == [3]
    clock.forward(minutes=2)
    line, withheld = ringing.missed_now(desk)
    assert [each.name for each in line.callers] == ["Kristīne Bērziņa"] and withheld.withheld
    assert (line.times, line.last_at - line.first_at) == (3, timedelta(seconds=122))
    clock.forward(hours=20)
    assert ringing.missed_now(desk) == (line, withheld)
    with reading(desk.store) as connection:
        assert ringing.missed(connection, desk, desk.today()) == ()
        assert ringing.missed(connection, desk, desk.today() - timedelta(days=1)) == (line, withheld)


def test_a_call_that_nobody_ended_is_missed_after_two_minutes(desk: Desk, clock: Clock) -> None:
    call = ringing.ring(desk, "+37126123456").call
    clock.forward(seconds=119)
    assert ringing.ringing(desk) == (call,) and call.until == clock.at + timedelta(seconds=1)
    assert ringing.missed_now(desk) == ()
    clock.forward(seconds=1)
    assert ringing.ringing(desk) == ()
    assert [each.id for each in ringing.missed_now(desk)] == [call.id]


def test_called_back_and_reached_settles_every_call_of_the_number(desk: Desk, clock: Clock) -> None:
    kristine = customer(desk, "Kristīne Bērziņa", KRISTINE)
    for _each in range(2):
        ringing.ring(desk, "+37126123456")
        clock.forward(minutes=3)
    line = ringing.missed_now(desk)[0]
    taken = ringing.call_back(desk, line.id)
    assert isinstance(taken, Taken) and talking.view(desk, taken.conversation_id).customer_id == kristine
    assert ringing.call_back(desk, line.id) == taken  # it is gone on with, not begun twice
    waiting = ringing.missed_now(desk)[0]
    assert (waiting.conversation_id, waiting.state) == (taken.conversation_id, MissedState.WAITS)
    assert isinstance(ringing.reached(desk, line.id), Taken)
    assert ringing.missed_now(desk) == ()
    assert isinstance(ringing.reached(at_another_desk(desk), line.id), TakenBefore)
    with reading(desk.store) as connection:
        settled = ringing.missed(connection, desk, desk.today())[0]
    assert (settled.state, settled.by, settled.times) == (MissedState.REACHED, "Anna", 2)


def test_who_calls_again_and_is_answered_waits_no_longer(desk: Desk, clock: Clock) -> None:
    ringing.ring(desk, "+37126123456")
    clock.forward(minutes=30)
    ringing.take(desk, ringing.ring(desk, "+37126123456").call.id)
    clock.forward(minutes=3)
    assert ringing.missed_now(desk) == ()


def test_a_missed_call_is_let_go_with_a_sentence(desk: Desk, clock: Clock) -> None:
    for _each in range(2):
        ringing.ring(desk, "anonymous")
        clock.forward(minutes=3)
    (line,) = ringing.missed_now(desk)
    assert line.times == 2
    with pytest.raises(BadInput):
        ringing.let_go(desk, line.id, " \n")
    assert ringing.let_go(desk, line.id, "withheld: nobody to call") is None
    assert ringing.missed_now(desk) == ()
    again = ringing.let_go(at_another_desk(desk), line.id, "me too")
    assert again is not None and again.by == "Anna"
    with reading(desk.store) as connection:
        (settled,) = ringing.missed(connection, desk, desk.today())
    assert (settled.state, settled.why) == (MissedState.LET_GO, "withheld: nobody to call")


def test_what_was_picked_up_is_not_missed_and_can_be_opened_at_its_desk(desk: Desk, clock: Clock) -> None:
    other = at_another_desk(desk)
    ringing.ring(desk, "+37126123456", at_desk="1")
    ringing.ring(desk, "+37126123456", at_desk="2")
    (call,) = ringing.picked_up(desk, "+37126123456", at_desk="2")
    assert call.picked_up
    assert ringing.ringing(desk) == () and ringing.ringing(other) == (call,)
    assert isinstance(ringing.take(other, call.id), Taken)
    assert ringing.ringing(other) == ()
    clock.forward(minutes=30)
    assert ringing.missed_now(desk) == ()


def test_picked_up_leaves_the_screen_when_it_is_over(desk: Desk, clock: Clock) -> None:
    one = ringing.ring(desk, "1111111").call
    two = ringing.ring(desk, "2222222").call
    ringing.picked_up(desk, one.id)
    ringing.picked_up(desk, two.id)
    ringing.ended(desk, "1111111")
    assert [each.id for each in ringing.ringing(desk)] == [two.id]
    clock.forward(minutes=5)
    assert ringing.ringing(desk) == () and ringing.missed_now(desk) == ()


def test_ended_of_a_number_that_never_rang_is_answered(desk: Desk) -> None:
    with pytest.raises(NotFound):
        ringing.ended(desk, "+37126123456")
    with pytest.raises(NotFound):
        ringing.ended(desk, "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10")
    ringing.ring(desk, "+37126123456")
    assert ringing.ended(desk, "+37126123456") != ()
    assert ringing.ended(desk, "+37126123456") != ()  # said twice it is the same


def test_the_day_and_the_hand_over_have_who_waits_and_no_number_on_a_page_without_names(
    desk: Desk, clock: Clock
) -> None:
    customer(desk, "Kristīne Bērziņa", KRISTINE)
    for number in ("+37126123456", "+37129000111"):
        ringing.ended(desk, ringing.ring(desk, number).call.id)
    ringing.let_go(desk, ringing.missed_now(desk)[1].id, "a wrong number")
    assert [each.number for each in leading.day(desk).called] == ["+37126123456"]
    sheet = handover_sheet.handover_text(desk, handing_over.page(desk))
    assert "TO CALL BACK · 1 caller" in sheet and "Kristīne Bērziņa · called 14:00 · nobody took it" in sheet
    clock.forward(days=1)
    before = leading.day(desk, desk.today() - timedelta(days=1))
    assert [each.state for each in before.called] == [MissedState.WAITS, MissedState.LET_GO]
    assert leading.day(desk).called == before.called[:1]
    named, bare = (day_page.day_page(desk, before, names=names) for names in (True, False))
    assert "Kristīne Bērziņa" in named and "let go by Anna: a wrong number" in named
    assert "To call back" in bare and "let go" in bare
    assert not [each for each in ("Bērziņa", "3456", "0111", "wrong") if each in bare]


def test_two_cards_that_became_one_person_are_one_caller(desk: Desk) -> None:
    kept = customer(desk, "Kristīne Bērziņa", KRISTINE)
    merged = customer(desk, "K. Berzina", "26123456")
    call = ringing.ring(desk, "+37126123456").call
    assert len(call.callers) == 2
    merging.merge(desk, kept, merged)
    assert [each.id for each in ringing.ringing(desk)[0].callers] == [kept]


class Explained:
    """A connection that says of each question how it would be answered, and answers it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.plans: list[str] = []

    def execute(self, sql: str, parameters: tuple[Value, ...] = ()) -> object:
        plan = self._connection.execute("EXPLAIN QUERY PLAN " + sql, parameters).fetchall()
        self.plans += [str(row[3]) for row in plan]
        return self._connection.execute(sql, parameters)


def test_no_call_is_looked_for_by_reading_all_of_them(desk: Desk) -> None:
    now, today, number = desk.now(), desk.today(), "37126123456"
    with reading(desk.store) as connection:
        asked = Explained(connection)
        through = cast(Connection, asked)
        calls.of_number(through, desk.site, number, now)
        calls.waiting(through, desk.site, now)
        calls.waiting(through, desk.site)
        calls.picked_up(through, desk.site, (today,))
        calls.of_day(through, desk.site, today)
        calls.of_conversation(through, "1")
        calls.callers(through, number)
    assert len(asked.plans) >= 7 and not [plan for plan in asked.plans if plan.startswith("SCAN")], asked.plans


def test_a_desk_that_only_hears_has_the_day_of_the_whole_desk(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    clock.at = NOON.replace(hour=2)  # 4 o'clock in Riga is still the day before
    hearing = open_to_hear(desk.folder, clock=clock)
    assert hearing is not None and hearing.today() == desk.today() != clock.at.date()
    call = ringing.ring(hearing, "+37126123456").call
    assert ringing.ringing(desk) == (call,)
    hearing.store.close()
    assert open_to_hear(tmp_path / "nowhere", clock=clock) is None
