"""Giving within limits: what is seen before, what is given, what stops it, and what is possible then."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import GUIDELINES, Clock, as_lead, at_another_desk, given, heard, make_desk, make_guest, previewed
from frontdesk.authority.values import AskWay, BadAsk, GestureWay, Outcome, PromiseWay
from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.day import leading
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.people import staffing
from frontdesk.desk.promises import promising
from frontdesk.desk.rules import in_force
from frontdesk.desk.views import Attempt, Blocked, Given, Light, Needed, Preview
from frontdesk.ground.errors import BadInput, Misconfigured, NotFound, StoreUnavailable
from frontdesk.ground.ids import new_id
from frontdesk.store import blocks, house, ledger, promises, usage
from frontdesk.store.driver import connect
from frontdesk.store.transaction import reading, writing


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock)


def entries(desk: Desk) -> int:
    with reading(desk.store) as connection:
        row = connection.execute("SELECT count(*) FROM entries").fetchone()
    assert row is not None
    return int(row[0])


def counters_agree(desk: Desk) -> bool:
    with reading(desk.store) as connection:
        return usage.stored(connection) == usage.recount(connection, desk.days())


def occupancy(desk: Desk, percent: str) -> None:
    with writing(desk.store) as connection:
        house.put(connection, "house.occupancy", percent, desk.now(), "test")


# --- request first ------------------------------------------------------------------------------------------


def test_nothing_is_seen_before_the_request_is_heard(desk: Desk) -> None:
    talk = talking.start(desk, customer_id=make_guest(desk).customer, request="The heating is dead")
    bar = giving.bar(desk, talk.id)
    assert (bar.lines, bar.budgets, bar.request_heard) == ((), (), False)


def test_nothing_is_given_before_the_request_is_heard(desk: Desk) -> None:
    talk = talking.start(desk, customer_id=make_guest(desk).customer, request="The heating is dead")
    opened = giving.open_gesture(desk, talk.id, "drink")
    tried = giving.give(desk, Attempt(new_id(), talk.id, "drink", ticks=("request_heard",)))
    assert isinstance(opened, Needed)
    assert isinstance(tried, Needed)
    assert tried.decision.missing == ("request_heard",)
    assert entries(desk) == 0


def test_a_gesture_that_needs_nothing_may_come_before(desk: Desk) -> None:
    talk = talking.start(desk, request="")
    assert isinstance(giving.give(desk, Attempt(new_id(), talk.id, "welcome")), Given)


def test_the_emergency_skip_opens_the_gate_and_is_recorded(desk: Desk) -> None:
    talk = talking.start(desk, customer_id=make_guest(desk).customer)
    talking.hear(desk, talk.id, skip=True)
    given(desk, talk.id, "drink")
    assert talking.view(desk, talk.id).heard == "skipped"


# --- the bar ------------------------------------------------------------------------------------------------


def test_the_bar_shows_the_situation_first_and_says_what_is_left(desk: Desk) -> None:
    occupancy(desk, "97%")
    conversation = heard(desk, make_guest(desk), "room_fault")
    lines = {line.gesture: line for line in giving.bar(desk, conversation).lines}
    assert list(lines)[:2] == ["part_of_bill", "drink"]
    assert lines["drink"].left == "4 left this stay"
    assert lines["part_of_bill"].amount == "to 150.00"
    assert lines["part_of_bill"].left == "at most 540.00 paid · lead to 180.00"
    assert lines["make_it_right"].left.startswith("2000.00 left for this incident · you decide")
    assert lines["late_checkout"].amount == "NOT NOW"
    assert lines["late_checkout"].light is Light.NOT_NOW
    assert lines["late_checkout"].left == "house occupancy 97% → 6 Luggage + lounge"
    assert lines["late_drink"].light is Light.FIRST


def test_every_line_of_the_bar_fits_its_place(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    assert all(len(line.left) <= 45 for line in giving.bar(desk, conversation).lines)


def test_the_bar_shows_budgets_as_what_is_left(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    given(desk, conversation, "drink")
    (budget,) = giving.bar(desk, conversation).budgets
    assert (budget.id, budget.used, budget.left, budget.up_to, budget.warn) == ("desk_day", 200, 119800, 120000, False)


def test_a_budget_warns_when_most_of_it_is_used(desk: Desk) -> None:
    lead = as_lead(desk)
    talk = talking.wish(lead, heard(lead, make_guest(desk)), "quiet")
    given(lead, talk.id, "make_it_right", "960", "flooded room")
    assert giving.bar(lead, talk.id).budgets[0].warn


# --- previews -----------------------------------------------------------------------------------------------


def test_a_chosen_amount_is_asked_first_with_the_usual_in_the_field(desk: Desk) -> None:
    opened = giving.open_gesture(desk, heard(desk, make_guest(desk)), "part_of_bill")
    assert isinstance(opened, Needed)
    amount = opened.fields[0]
    assert (amount.name, amount.usual, amount.hint) == ("amount", "90.00", "18.00 to 150.00")


def test_a_preview_says_who_how_much_and_what_is_left_afterwards(desk: Desk) -> None:
    preview = giving.open_gesture(desk, heard(desk, make_guest(desk)), "drink")
    assert isinstance(preview, Preview)
    assert (preview.who, preview.amount, preview.one_press) == ("Kristīne Bērziņa", "8.00", True)
    assert preview.after[0] == "3 left this stay"


def test_a_judgement_asks_for_one_sentence_why(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    opened = giving.open_gesture(desk, conversation, "part_of_bill", ask="120")
    assert isinstance(opened, Needed)
    assert [field.name for field in opened.fields] == ["reason"]
    assert isinstance(giving.open_gesture(desk, conversation, "part_of_bill", ask="120,00", reason="no heat"), Preview)


def test_an_asked_fact_is_asked_and_answered(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk), "late")
    opened = giving.open_gesture(desk, conversation, "late_drink")
    assert isinstance(opened, Needed)
    assert (opened.fields[0].name, opened.fields[0].label) == ("fact:delay_minutes", "How late are we (minutes)?")
    answered = giving.open_gesture(desk, conversation, "late_drink", answers={"fact:delay_minutes": "20"})
    assert isinstance(answered, Preview)
    with pytest.raises(BadInput, match="not a number"):
        giving.open_gesture(desk, conversation, "late_drink", answers={"fact:delay_minutes": "soon"})


@pytest.mark.parametrize("ask", ["12x", "1,234.50", "-5", "1.2345", "9" * 30, "٣"])
def test_an_amount_in_a_wrong_form_is_answered_with_the_bounds(desk: Desk, ask: str) -> None:
    with pytest.raises(BadInput) as caught:
        giving.open_gesture(desk, heard(desk, make_guest(desk)), "part_of_bill", ask=ask)
    assert "18.00" in caught.value.remedy
    assert "150.00" in caught.value.remedy


def test_too_little_is_a_bad_ask_and_not_a_limit(desk: Desk) -> None:
    bad = giving.open_gesture(desk, heard(desk, make_guest(desk)), "part_of_bill", ask="1")
    assert isinstance(bad, BadAsk)
    assert (bad.problem, bad.low) == ("too_low", 1800)


def test_a_gesture_that_does_not_exist_is_named_with_the_nearest(desk: Desk) -> None:
    with pytest.raises(NotFound, match="Did you mean `drink`"):
        giving.open_gesture(desk, heard(desk), "drnik")


def test_an_attempt_is_saved_before_it_is_confirmed_and_keeps_its_id(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    first = previewed(desk, conversation, "drink")
    assert talking.view(desk, conversation).attempt_id == first.id
    assert previewed(desk, conversation, "drink").id == first.id
    assert isinstance(giving.give(desk, first), Given)
    assert previewed(desk, conversation, "drink").id != first.id


def test_two_people_who_mean_the_same_at_once_have_an_attempt_each(desk: Desk) -> None:
    """Else both would be told of one entry that they gave, and the guest would have two drinks."""
    conversation = heard(desk, make_guest(desk))
    annas = previewed(desk, conversation, "drink")
    other = at_another_desk(desk)
    jans = previewed(other, conversation, "drink")
    assert annas.id != jans.id
    done = [giving.give(desk, annas), giving.give(other, jans)]
    assert [each.already for each in done if isinstance(each, Given)] == [False, False]
    assert entries(desk) == 2


# --- giving -------------------------------------------------------------------------------------------------


def test_a_given_gesture_is_in_the_ledger_with_everything_it_was_given_by(desk: Desk) -> None:
    guest = make_guest(desk)
    conversation = heard(desk, guest)
    done = given(desk, conversation, "part_of_bill", "120", "no heat")
    with reading(desk.store) as connection:
        found = ledger.by_id(connection, done.entry_id)
    assert found is not None
    seq, entry = found
    assert desk.guidelines is not None
    assert (seq, entry.value_minor, entry.cost_minor, entry.currency) == (1, 12000, 12000, "EUR")
    assert (entry.customer_id, entry.order_id, entry.reason) == (guest.customer, guest.order, "no heat")
    assert (entry.role, entry.staff_id, entry.desk) == ("staff", desk.person.id, "desk 1")
    assert entry.guidelines_version == desk.guidelines.version
    assert (entry.at, entry.business_date.isoformat()) == (desk.now(), "2026-11-21")
    assert entry.scope["customer"] == guest.customer
    assert counters_agree(desk)


def test_the_same_attempt_gives_once(desk: Desk) -> None:
    attempt = previewed(desk, heard(desk, make_guest(desk)), "drink")
    first = giving.give(desk, attempt)
    second = giving.give(desk, attempt)
    assert isinstance(first, Given)
    assert isinstance(second, Given)
    assert (first.already, second.already) == (False, True)
    assert (first.entry_id, first.seq) == (second.entry_id, second.seq)
    assert entries(desk) == 1
    fate = giving.fate(desk, attempt.id)
    assert fate is not None
    assert fate.entry_id == first.entry_id


def test_an_attempt_cannot_be_used_for_something_else(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    attempt = previewed(desk, conversation, "drink")
    giving.give(desk, attempt)
    with pytest.raises(BadInput, match="already used"):
        giving.give(desk, replace(attempt, gesture="luggage"))


def test_what_was_not_given_has_no_fate(desk: Desk) -> None:
    attempt = previewed(desk, heard(desk, make_guest(desk)), "drink")
    assert giving.fate(desk, attempt.id) is None
    with pytest.raises(BadInput, match="not a UUID"):
        giving.give(desk, replace(attempt, id="again"))


def test_a_fixed_amount_that_changed_since_the_preview_is_not_given_silently(tmp_path: Path, desk: Desk) -> None:
    attempt = previewed(desk, heard(desk, make_guest(desk)), "drink")
    path = tmp_path / "guidelines.yaml"
    path.write_text(path.read_text().replace("amount: 8.00", "amount: 9.00"))
    tried = giving.give(in_force.refreshed(desk), attempt)
    assert isinstance(tried, BadAsk)
    assert entries(desk) == 0


def test_a_follow_up_promise_is_made_with_the_gesture_and_withdrawn_with_it(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    done = given(desk, conversation, "card")
    assert done.promise is not None
    assert (done.promise.text, done.promise.due_at) == ("Bring the flowers up", desk.now() + timedelta(hours=3))
    giving.take_back(desk, done.entry_id, "wrong room")
    with reading(desk.store) as connection:
        assert promises.waiting(connection) == ()


def test_a_follow_up_promise_is_told_by_the_channel_and_in_the_hours_of_the_card(desk: Desk) -> None:
    """What they said with their last promise goes before what the card says; words that are no hours are none."""
    guest = make_guest(desk)
    for hours, said in (("9-12", "9-12"), ("whenever", "")):
        with writing(desk.store) as connection:
            connection.execute("UPDATE customers SET channel = 'letter', hours = ?", (hours,))
        done = given(desk, heard(desk, guest), "card")
        assert done.promise is not None and (done.promise.channel, done.promise.hours) == ("letter", said)
        giving.take_back(desk, done.entry_id, "wrong room")
        with writing(desk.store) as connection:
            connection.execute("DELETE FROM promises")
    promised = promising.promise(desk, heard(desk, guest), "call", desk.now() + timedelta(hours=1))
    call = leading.call(desk, promised.id)
    assert (call.channel, call.hours, call.fits_now) == ("letter", "", True)


def test_a_closed_conversation_gives_nothing_more(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    attempt = previewed(desk, conversation, "drink")
    talking.close(desk, conversation, nothing_owed=True)
    with pytest.raises(BadInput, match="closed"):
        giving.give(desk, attempt)


def test_without_guidelines_nothing_can_be_given_and_it_says_what_to_do(desk: Desk) -> None:
    attempt = previewed(desk, heard(desk, make_guest(desk)), "drink")
    with pytest.raises(Misconfigured, match="frontdesk check"):
        giving.give(replace(desk, guidelines=None), attempt)


def test_a_person_who_left_the_list_gives_nothing(desk: Desk) -> None:
    attempt = previewed(desk, heard(desk, make_guest(desk)), "drink")
    with writing(desk.store) as connection:
        connection.execute("UPDATE staff SET active = 0 WHERE id = ?", (desk.person.id,))
    with pytest.raises(BadInput, match="does not work here"):
        giving.give(desk, attempt)


def test_a_role_that_was_lowered_counts_at_once(desk: Desk) -> None:
    lead = as_lead(desk)
    attempt = previewed(lead, heard(lead, make_guest(desk, night="540.00")), "part_of_bill", "400", "no heat")
    with writing(desk.store) as connection:
        connection.execute("UPDATE staff SET role = 'staff' WHERE id = ?", (lead.person.id,))
    assert isinstance(giving.give(lead, attempt), Blocked)


def test_staff_can_be_added_once_by_any_spelling(desk: Desk) -> None:
    with pytest.raises(BadInput, match="already"):
        staffing.add(desk, "ĀNNA")


# --- when a limit says not like this ------------------------------------------------------------------------


def test_more_than_fits_is_answered_with_what_fits(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk, night="540.00"))
    blocked = giving.open_gesture(desk, conversation, "part_of_bill", ask="400", reason="no heat")
    assert isinstance(blocked, Blocked)
    assert blocked.decision.outcome is Outcome.LESS
    assert blocked.take_minor == 15000
    assert "150.00" in blocked.because
    assert any(isinstance(line.way, AskWay) for line in blocked.ways)
    taken = giving.open_gesture(desk, conversation, "part_of_bill", ask="150.00", reason="no heat")
    assert isinstance(taken, Preview)


def test_a_block_is_written_once_with_what_was_asked_and_what_was_done_instead(desk: Desk) -> None:
    occupancy(desk, "97%")
    conversation = heard(desk, make_guest(desk))
    first = giving.open_gesture(desk, conversation, "late_checkout")
    second = giving.give(desk, Attempt(new_id(), conversation, "late_checkout"))
    assert isinstance(first, Blocked)
    assert isinstance(second, Blocked)
    assert first.block_id == second.block_id
    assert first.because == "Not now: house occupancy 97%."
    assert isinstance(first.ways[0].way, GestureWay)
    assert any(isinstance(line.way, PromiseWay) for line in first.ways)
    assert first.block_id is not None
    giving.took_instead(desk, first.block_id, "luggage")
    giving.took_instead(desk, first.block_id, "something else")
    with reading(desk.store) as connection:
        (block,) = blocks.of_day(connection, desk.today())
    assert (block.outcome, block.rules, block.done_instead) == ("no_fit", ("condition",), "luggage")


def test_what_only_lacks_a_tick_is_no_block(desk: Desk) -> None:
    talk = talking.start(desk, customer_id=make_guest(desk).customer, request="cold")
    giving.give(desk, Attempt(new_id(), talk.id, "drink"))
    with reading(desk.store) as connection:
        assert blocks.of_day(connection, desk.today()) == ()


def test_a_refusal_without_any_way_in_the_file_still_offers_a_promise(tmp_path: Path, clock: Clock) -> None:
    text = (
        'frontdesk: 1\nbusiness: {name: B, currency: EUR, timezone: UTC, day_starts: "00:00"}\nroles: [staff]\n'
        "gestures:\n  tea: {label: Tea, valid_until: 2020-01-01, otherwise: []}\n"
    )
    desk = opening.as_person(make_desk(tmp_path, clock, text.replace("[staff]", "[staff, lead]")), "Anna")
    blocked = giving.open_gesture(desk, heard(desk), "tea")
    assert isinstance(blocked, Blocked)
    assert [type(line.way) for line in blocked.ways] == [PromiseWay]


def test_every_gesture_way_of_a_refusal_can_be_taken(desk: Desk) -> None:
    occupancy(desk, "97%")
    conversation = heard(desk, make_guest(desk))
    blocked = giving.open_gesture(desk, conversation, "late_checkout")
    assert isinstance(blocked, Blocked)
    for line in blocked.ways:
        if isinstance(line.way, GestureWay):
            given(desk, conversation, line.way.gesture)


def test_a_count_per_stay_is_used_up_and_says_so(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    for _time in range(4):
        given(desk, conversation, "drink")
    blocked = giving.open_gesture(desk, conversation, "drink")
    assert isinstance(blocked, Blocked)
    assert "4 of 4 used this stay" in blocked.because


def test_a_rolling_limit_frees_at_its_hour(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk, make_guest(desk), "late")
    talking.answer(desk, conversation, "delay_minutes", "30")
    given(desk, conversation, "late_drink")
    blocked = giving.open_gesture(desk, conversation, "late_drink")
    assert isinstance(blocked, Blocked)
    assert "frees 15:00" in blocked.because  # noon UTC is 14:00 in Riga
    clock.forward(minutes=59, seconds=59)
    assert isinstance(giving.open_gesture(desk, conversation, "late_drink"), Blocked)
    clock.forward(seconds=1)
    given(desk, conversation, "late_drink")


# --- taking back --------------------------------------------------------------------------------------------


def test_taking_back_is_a_new_line_and_frees_what_it_took(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    before = [line.left for line in giving.bar(desk, conversation).lines]
    done = given(desk, conversation, "drink")
    back = giving.take_back(desk, done.entry_id, "pressed by mistake")
    assert (back.reverses, back.seq, back.already) == (done.entry_id, 2, False)
    assert [line.left for line in giving.bar(desk, conversation).lines] == before
    assert talking.view(desk, conversation).given[0].taken_back
    assert counters_agree(desk)


def test_a_second_taking_back_changes_nothing(desk: Desk) -> None:
    done = given(desk, heard(desk, make_guest(desk)), "drink")
    first = giving.take_back(desk, done.entry_id, "oops")
    second = giving.take_back(desk, done.entry_id, "oops again")
    assert second.already
    assert (second.entry_id, entries(desk)) == (first.entry_id, 2)


def test_a_taking_back_is_not_taken_back(desk: Desk) -> None:
    back = giving.take_back(desk, given(desk, heard(desk, make_guest(desk)), "drink").entry_id, "oops")
    with pytest.raises(BadInput, match="takes something back itself"):
        giving.take_back(desk, back.entry_id, "no")


def test_a_taking_back_needs_a_reason_and_an_entry(desk: Desk) -> None:
    done = given(desk, heard(desk, make_guest(desk)), "drink")
    with pytest.raises(BadInput, match="reason"):
        giving.take_back(desk, done.entry_id, "  ")
    with pytest.raises(NotFound):
        giving.take_back(desk, new_id(), "oops")


def test_who_gave_it_takes_it_back_today_and_a_lead_at_any_time(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk, make_guest(desk))
    mine, other = given(desk, conversation, "drink"), given(desk, conversation, "drink")
    with pytest.raises(BadInput, match="somebody else"):
        giving.take_back(at_another_desk(desk), mine.entry_id, "oops")
    clock.forward(days=1)
    with pytest.raises(BadInput, match="another day"):
        giving.take_back(desk, mine.entry_id, "oops")
    giving.take_back(as_lead(desk), mine.entry_id, "oops")
    giving.take_back(as_lead(desk), other.entry_id, "oops")


def test_a_reversal_frees_the_day_it_was_counted_in_and_not_today(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk, make_guest(desk))
    yesterday = given(desk, conversation, "card")
    clock.forward(days=1)
    today = given(desk, conversation, "card")
    given(desk, conversation, "card")
    assert isinstance(giving.open_gesture(desk, conversation, "card"), Blocked)
    giving.take_back(as_lead(desk), yesterday.entry_id, "oops")
    assert isinstance(giving.open_gesture(desk, conversation, "card"), Blocked)
    giving.take_back(desk, today.entry_id, "oops")
    assert isinstance(giving.open_gesture(desk, conversation, "card"), Preview)
    assert counters_agree(desk)


def test_a_reversal_frees_a_rolling_window_at_once(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk), "late")
    talking.answer(desk, conversation, "delay_minutes", "30")
    done = given(desk, conversation, "late_drink")
    giving.take_back(desk, done.entry_id, "oops")
    given(desk, conversation, "late_drink")
    assert counters_agree(desk)


def test_what_was_taken_back_can_be_given_again_by_the_same_person(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    for _time in range(6):
        giving.take_back(desk, given(desk, conversation, "drink").entry_id, "oops")
    assert entries(desk) == 12


# --- when the database says wait ----------------------------------------------------------------------------


def test_a_locked_database_gives_nothing_and_the_same_attempt_succeeds_later(desk: Desk) -> None:
    attempt = previewed(desk, heard(desk, make_guest(desk)), "drink")
    hasty = replace(desk, store=type(desk.store)(desk.store.path, busy_ms=50))
    other = connect(desk.store.path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable) as caught:
        giving.give(hasty, attempt)
    assert caught.value.retryable
    assert giving.fate(hasty, attempt.id) is None
    other.rollback()
    other.close()
    done = giving.give(hasty, attempt)
    assert isinstance(done, Given)
    assert not done.already


def test_reading_goes_on_while_another_desk_writes(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    with writing(at_another_desk(desk).store):
        assert giving.bar(desk, conversation).request_heard


def test_the_day_of_an_entry_is_that_of_its_turn_at_the_lock(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk, make_guest(desk))
    attempt = previewed(desk, conversation, "drink")
    midnight = clock().replace(hour=4) + timedelta(days=1)  # six in the morning in Riga, where the day starts
    clock.at = midnight - timedelta(seconds=1)
    started = threading.Event()

    def press() -> None:
        started.set()
        assert isinstance(giving.give(desk, attempt), Given)

    pressing = threading.Thread(target=press)
    with writing(at_another_desk(desk).store):
        pressing.start()
        assert started.wait(5)
        pressing.join(0.3)  # it waits at the lock meanwhile
        assert pressing.is_alive()
        clock.at = midnight
    pressing.join(10)
    with reading(desk.store) as connection:
        (line,) = ledger.lines_of_conversation(connection, conversation)
    assert (line.entry.at, line.entry.business_date) == (midnight, midnight.date())


PER_MINUTE = GUIDELINES.replace(
    "  welcome:",
    """\
  per_minute: {label: For each minute, amount: {each: 1000.00, of: delay_minutes}}
  on_credit:
    label: On credit
    amount: 5.00
    exposure: {each: 1000.00, of: delay_minutes}
    limits: [{id: credit, up_to: 9000.00, measure: exposure, per: customer, within: ever}]
  welcome:""",
)


def test_what_comes_to_more_than_anybody_gives_is_no_amount_and_breaks_nothing(tmp_path: Path) -> None:
    """A figure that was typed with a stuck key: the file of the database could not even hold what it comes to."""
    desk = make_desk(tmp_path, text=PER_MINUTE)
    conversation = heard(desk, make_guest(desk))
    for minutes in ("1000000", "999999999999999"):
        talking.answer(desk, conversation, "delay_minutes", minutes)
        for gesture in ("per_minute", "on_credit"):
            assert isinstance(giving.open_gesture(desk, conversation, gesture), Blocked)
    talking.answer(desk, conversation, "delay_minutes", "999999")
    assert given(desk, conversation, "per_minute").amount == "999999000.00"


def test_what_is_written_as_an_example_can_be_typed_in_a_currency_without_decimals(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, text=re.sub(r"(\d+)\.00\b", r"\1", GUIDELINES.replace("EUR", "JPY")))
    guest = make_guest(desk, night="180")
    conversation = heard(desk, guest)
    talking.choose_order(desk, conversation, guest.order)
    with pytest.raises(BadInput) as refused:
        giving.open_gesture(desk, conversation, "part_of_bill", ask="50.5")
    assert refused.value.remedy == "Write an amount from 18 to 150, like 120."
    assert isinstance(giving.open_gesture(desk, conversation, "part_of_bill", ask="120", reason="cold"), Preview)
