"""Mass events: one cause, many customers; a promise and a gesture for each, beside everything ordinary."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import Clock, as_lead, given, heard, make_desk, make_guest
from a_recall import PRICE_MINOR, make_maker, opened, sold
from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, finding
from frontdesk.desk.day import leading
from frontdesk.desk.desk import Desk
from frontdesk.desk.events import call_sheet, event_adding, event_calling, event_giving, events
from frontdesk.desk.events.event_views import EventLine
from frontdesk.desk.gestures import giving
from frontdesk.desk.promises import promising
from frontdesk.desk.promises.promise_views import KeptShare
from frontdesk.desk.rules import trying
from frontdesk.desk.views import Blocked, Given, Needed, QueueKind
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.store import ledger, usage
from frontdesk.store.transaction import reading, writing


def figures(desk: Desk) -> tuple[object, ...]:
    """Everything of the day that a mass event must not touch."""
    day = leading.day(desk)
    with reading(desk.store) as connection:
        counters = usage.stored(connection)
    return (
        *(day.overdue, day.due, day.kept, day.given, day.lines, day.budgets, day.blocks, day.hours, day.stopped),
        *(day.conversations_open, day.conversations_closed, day.kept_share, day.story_share, day.left_empty, counters),
    )


def agrees(desk: Desk) -> bool:
    with reading(desk.store) as connection:
        return usage.stored(connection) == usage.recount(connection, desk.days())


def owed(desk: Desk, event: EventLine, what: str, **more: object) -> Given:
    done = event_giving.give(desk, event.id, what, **more)  # type: ignore[arg-type]  # keywords of give
    assert isinstance(done, Given), done
    return done


def whose(desk: Desk, event: EventLine) -> str:
    """The first customer of an event."""
    return str(event_calling.calls(desk, event.id)[0].customer_id)


def customer_of(desk: Desk, name: str) -> str:
    return finding.find(desk, name)[0].id


# --- the scenario -------------------------------------------------------------------------------------------


def test_scenario_004_8_a_recalled_batch(tmp_path: Path) -> None:
    """1,000 serials, 1,000 promises in one transaction; each swap once per serial; the day's figures untouched."""
    lead = make_maker(tmp_path)
    sold(lead, 1000)
    before = figures(lead)
    told: list[tuple[int, int]] = []
    event = opened(lead, budget="1000000")
    added = event_adding.add(lead, event.id, batches=["B-1"], progress=lambda done, of: told.append((done, of)))
    assert (added.new, added.already, added.refused) == (1000, 0, ())
    assert told[-1] == (1000, 1000)
    assert (added.event.members, added.event.promises_open, added.event.unnamed) == (1000, 1000, 0)
    calls = event_calling.calls(lead, event.id)
    assert len({each.promise_id for each in calls}) == len({each.serial for each in calls}) == 1000
    assert all(each.owner == "Ilze" and each.due_at == event.due_at for each in calls)
    anna = opening.as_person(lead, "Anna")
    first = owed(anna, event, calls[0].what)
    assert owed(anna, event, calls[0].what) == replace(first, already=True, decision=None)
    assert figures(lead)[:-1] == before[:-1]
    assert agrees(lead)
    swapped = talking.start(anna, customer_id=calls[0].customer_id, request="It is warm", situation="recall")
    order = next(each.id for each in swapped.orders)
    talking.write(anna, swapped.id, order_id=order)
    talking.hear(anna, swapped.id)
    again = giving.open_gesture(anna, swapped.id, "recall_swap")
    assert isinstance(again, Blocked)
    assert again.decision.binding[0].rule == "one_recall_per_device"


def test_a_device_swapped_at_the_desk_is_not_swapped_again_by_the_event(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    (serial,) = sold(lead, 1)
    talk = talking.start(lead, customer_id=customer_of(lead, "Company 0"), request="It is warm", situation="recall")
    talking.hear(lead, talk.id)
    given(lead, talk.id, "recall_swap")
    event = opened(lead)
    event_adding.add(lead, event.id, serials=[serial])
    answer = event_giving.give(lead, event.id, serial)
    assert isinstance(answer, Blocked)
    assert answer.decision.binding[0].rule == "one_recall_per_device"
    assert answer.block_id is None
    assert [way.label for way in answer.ways]
    assert leading.day(lead).blocks == 0


# --- who is in it -------------------------------------------------------------------------------------------


def test_adding_again_adds_nobody_and_a_name_that_comes_later_is_taken(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    event = opened(lead)
    assert event_adding.add(lead, event.id, serials=["B-1-S0", "X-9"]).event.unnamed == 2
    sold(lead, 1)
    again = event_adding.add(lead, event.id, serials=["B-1-S0", "X-9", "X-9"])
    assert (again.new, again.named, again.already) == (0, 1, 2)
    line = next(each for each in event_calling.calls(lead, event.id) if each.what == "B-1-S0")
    assert line.name == "Company 0"
    assert cards.card(lead, customer_of(lead, "Company 0")).promises[0].id == line.promise_id
    assert promising.one(lead, line.promise_id).customer_name == "Company 0"


def test_a_customer_with_two_devices_is_in_it_twice(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    sold(lead, 1, devices=2)
    event = opened(lead)
    added = event_adding.add(lead, event.id, batches=["B-1"])
    assert added.new == 2
    alerts = cards.card(lead, customer_of(lead, "Company 0")).alerts
    assert {each.what for each in alerts} == {"B-1-S0-0", "B-1-S0-1"}
    for each in alerts:
        owed(lead, event, each.what)
    assert events.one(lead, event.id).given == 2


def test_a_file_names_customers_orders_and_serials_and_what_is_refused_has_its_row(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    sold(lead, 3)
    table = tmp_path / "recalled.csv"
    rows = [
        "Kunde;customer;order no;Serial number",
        ";B-1-K0;;",
        ";;B-1-O1-0;",
        ";;;B-1-S2",
        ";;;S-unknown",
        ";nobody;;",
        ";;B-9;",
        ";B-1-K0;B-1-O1-0;",
        ";;;",
        ";B-1-K1;;B-1-S2",
        ";;;B-1-S2",
    ]
    table.write_text("\n".join(rows), encoding="utf-8")
    added = event_adding.add(lead, opened(lead).id, file=table)
    assert added.new == 4
    assert added.already == 1
    assert [each.row for each in added.refused] == [6, 7, 8, 10]
    assert all(each.reason for each in added.refused)
    assert added.not_taken_over == ("Kunde",)
    assert {each.what for each in event_calling.calls(lead, added.event.id)} == {
        "B-1-K0",
        "B-1-S1",
        "B-1-S2",
        "S-unknown",
    }


@pytest.mark.parametrize(
    "who",
    [{}, {"file": "missing.csv"}],
    ids=["nobody", "no file"],
)
def test_nobody_named_and_a_missing_file_are_answered(tmp_path: Path, who: dict[str, str]) -> None:
    lead = make_maker(tmp_path)
    event = opened(lead)
    with pytest.raises(BadInput) as wrong:
        event_adding.add(lead, event.id, **{name: tmp_path / value for name, value in who.items()})  # type: ignore[arg-type]
    assert wrong.value.remedy


def test_more_than_other_desks_can_wait_for_is_added_in_parts(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    event = opened(lead)
    with pytest.raises(BadInput, match="20001"):
        event_adding.add(lead, event.id, serials=[f"S-{number}" for number in range(20_001)])
    assert events.one(lead, event.id).members == 0


def test_what_contradicts_a_member_is_refused(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    sold(lead, 2)
    event = opened(lead)
    table = tmp_path / "t.csv"
    table.write_text("customer,serial\nB-1-K0,Z-1\nB-1-K1,Z-1\n", encoding="utf-8")
    added = event_adding.add(lead, event.id, file=table)
    assert (added.new, [each.row for each in added.refused]) == (1, [3])


def test_only_a_lead_opens_widens_and_closes(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    anna = opening.as_person(lead, "Anna")
    with pytest.raises(BadInput):
        opened(anna)
    event = opened(lead)
    with pytest.raises(BadInput):
        event_adding.add(anna, event.id, serials=["S"])
    with pytest.raises(BadInput):
        events.close(anna, event.id)
    with pytest.raises(BadInput):
        events.set_budget(anna, event.id, "1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"cause": ""},
        {"promise": "\n"},
        {"budget": "-5"},
        {"budget": "much"},
        {"gesture": None, "budget": "5"},
        {"gesture": "recal_swap"},
        {"owner": "Nobody"},
        {"due_at": timedelta(seconds=-1)},
    ],
    ids=str,
)
def test_an_event_has_a_name_a_cause_a_promise_and_a_time_to_come(tmp_path: Path, wrong: dict[str, object]) -> None:
    lead = make_maker(tmp_path)
    told: dict[str, object] = {"name": "R", "cause": "C", "promise": "P", "due_at": timedelta(days=1)}
    told |= {"gesture": "recall_swap", **wrong}
    told["due_at"] = lead.now() + told["due_at"]  # type: ignore[operator]  # a length of time
    with pytest.raises(BadInput) as answer:
        events.open_event(lead, **told)  # type: ignore[arg-type]  # as it came
    assert answer.value.remedy
    assert events.everything(lead) == ()


def test_two_open_events_have_two_names_and_a_name_finds_its_event(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    event = opened(lead)
    with pytest.raises(BadInput):
        opened(lead)
    assert events.one(lead, " recall b-1 ").id == event.id
    events.close(lead, event.id)
    second = opened(lead)
    assert events.one(lead, "Recall B-1").id == second.id
    with pytest.raises(NotFound):
        events.one(lead, "Recall")


# --- beside everything ordinary -----------------------------------------------------------------------------


def outage(folder: Path, gesture: str | None, budget: str | None = None, guests: int = 3) -> tuple[Desk, EventLine]:
    """A hotel without hot water: a gesture of goodwill is owed to each guest. The lead's desk, and the event."""
    lead = as_lead(make_desk(folder))
    for number in range(guests):
        guest = make_guest(lead, f"Guest {number}")
        with writing(lead.store) as connection:
            connection.execute("UPDATE orders SET external_key = ? WHERE id = ?", (f"O{number}", guest.order))
    event = events.open_event(
        lead,
        "No hot water",
        "The boiler of the house stopped at six",
        promise="Hot water again",
        due_at=lead.now() + timedelta(hours=4),
        gesture=gesture,
        budget=budget,
    )
    added = event_adding.add(lead, event.id, orders=[f"O{number}" for number in range(guests)])
    assert added.refused == ()
    return lead, added.event


def test_goodwill_of_an_event_takes_nothing_of_the_days_budget_and_counts(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "drink", budget="4.00")
    before = figures(lead)
    owed(lead, event, "O0")
    owed(lead, event, "O1")
    assert figures(lead) == before
    answer = event_giving.give(lead, event.id, "O2")
    assert isinstance(answer, Blocked)
    assert [each.rule for each in answer.decision.binding] == ["budget of the event"]
    assert "4.00 of 4.00" in answer.because
    assert [way.label for way in answer.ways] == ["Free drink 8.00"]  # the ordinary gesture still is one
    day = leading.day(lead)
    assert [(each.gesture, each.times, each.value_minor, each.cost_minor) for each in day.given_by_events] == [
        ("drink", 2, 1600, 400)
    ]
    assert (day.events[0].left_minor, day.events[0].given) == (0, 2)
    assert agrees(lead)


def test_what_is_taken_back_frees_the_budget_of_the_event(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "drink", budget="2.00")
    first = owed(lead, event, "O0")
    assert isinstance(event_giving.give(lead, event.id, "O1"), Blocked)
    giving.take_back(lead, first.entry_id, "pressed by mistake")
    assert events.one(lead, event.id).left_minor == 200
    owed(lead, event, "O1")
    assert isinstance(event_giving.give(lead, event.id, "O0"), Blocked)
    events.set_budget(lead, event.id, "4")
    second = owed(lead, event, "O0")
    assert not second.already
    assert second.entry_id != first.entry_id
    assert agrees(lead)


def test_a_refund_of_an_event_counts_where_no_more_than_was_paid_may_go_back(tmp_path: Path) -> None:
    """What a fact allows of one order holds in both directions; how often a customer had something does not."""
    lead, event = outage(tmp_path, "part_of_bill", guests=1)
    owed(lead, event, "O0", ask="180")
    talk = talking.start(lead, customer_id=whose(lead, event), request="cold", situation="room_fault")
    talking.hear(lead, talk.id)
    for _time in range(2):  # twice a season is the customer's own count: the event is not in it
        given(lead, talk.id, "part_of_bill", "180", "cold")
    with reading(lead.store) as connection:
        counters = usage.stored(connection)
    used = {key.scope: each.value_minor for key, each in counters.items() if "make_it_right,part_of_bill" in key.shape}
    assert used[talk.order_id or ""] == 54000
    assert agrees(lead)


def test_an_event_that_owes_more_than_was_paid_is_stopped(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "part_of_bill", guests=1)
    talk = talking.start(lead, customer_id=whose(lead, event), request="cold", situation="room_fault")
    talking.hear(lead, talk.id)
    talking.wish(lead, talk.id, "money back")
    given(lead, talk.id, "make_it_right", "480", "cold")
    answer = event_giving.give(lead, event.id, "O0", ask="100")
    assert isinstance(answer, Blocked)
    assert answer.decision.at_most_minor == 6000
    assert answer.decision.binding[0].rule == "never_more_than_paid"


def test_authority_holds_in_an_event(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "part_of_bill", guests=1)
    anna = opening.as_person(lead, "Anna")
    answer = event_giving.give(anna, event.id, "O0", ask="170")
    assert isinstance(answer, Blocked)
    assert answer.decision.at_most_minor == 15000
    owed(lead, event, "O0", ask="170")


def test_what_an_event_cannot_know_is_asked(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "make_it_right", guests=1)
    answer = event_giving.give(lead, event.id, "O0", ask="50")
    assert isinstance(answer, Needed)
    assert [field.name for field in answer.fields] == ["wish"]  # the reason is the event's cause
    with pytest.raises(BadInput):
        event_giving.give(lead, event.id, "O0", ask="fifty")


def test_an_event_without_a_gesture_owes_a_promise_alone(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, None)
    assert (event.promises_open, event.gesture) == (3, None)
    with pytest.raises(BadInput):
        event_giving.give(lead, event.id, "O0")


def test_what_is_owed_is_given_though_the_budget_is_used_up_and_it_says_by_how_much(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    serials = sold(lead, 2)
    event = opened(lead, budget="600.00")
    assert not event.budget_stops
    event_adding.add(lead, event.id, serials=serials)
    for serial in serials:
        owed(lead, event, serial)
    assert events.one(lead, event.id).left_minor == 60000 - 2 * PRICE_MINOR


def test_whatif_leaves_mass_events_out_of_its_sums(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "drink")
    owed(lead, event, "O0")
    back = owed(lead, event, "O1")
    giving.take_back(lead, back.entry_id, "not for them")
    given(lead, heard(lead, make_guest(lead)), "drink")
    effect = trying.try_draft(lead, lead.rules()).effect
    assert (effect.then.times, effect.draft.times, effect.differences) == (1, 1, 0)
    assert all(each.gesture == "drink" for each in effect.gestures)


def test_a_limit_that_is_new_counts_what_events_gave_by_serial(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    (serial,) = sold(lead, 1)
    event = opened(lead)
    event_adding.add(lead, event.id, serials=[serial])
    owed(lead, event, serial)
    text = (tmp_path / "guidelines.yaml").read_text(encoding="utf-8")
    changed = text.replace(
        "up_to: 1 time, per: serial, within: ever}\n    otherwise: [{gesture: loaner}, {ask: lead}, {promise",
        "up_to: 1 time, per: serial, within: 2 years}\n    otherwise: [{gesture: loaner}, {ask: lead}, {promise",
    )
    assert changed != text
    (tmp_path / "guidelines.yaml").write_text(changed, encoding="utf-8")
    desk = opening.open_desk(tmp_path, staff="Ilze", clock=lead.clock)
    assert desk.problems == ()
    assert agrees(desk)
    with reading(desk.store) as connection:
        counted = usage.stored(connection)
    assert any(key.window == "rolling" and key.scope == serial for key in counted)


# --- one line in the queue, one alert on the card -----------------------------------------------------------


def test_an_event_is_one_line_in_the_queue_and_in_the_day(tmp_path: Path) -> None:
    clock = Clock()
    lead = make_maker(tmp_path, clock)
    sold(lead, 50)
    event = opened(lead, days=1)
    event_adding.add(lead, event.id, batches=["B-1"])
    (line,) = finding.queue(lead)
    assert (line.kind, line.id, line.at) == (QueueKind.EVENT, event.id, event.due_at)
    assert "50" in line.text
    assert promising.waiting(lead) == ()
    clock.forward(days=2)
    assert len(finding.queue(lead)) == 1
    day = leading.day(lead)
    assert (day.overdue, day.kept_share) == ((), KeptShare(0, 0, 0, 0))
    assert [(each.id, each.overdue, each.promises_open) for each in day.events] == [(event.id, True, 50)]


def test_the_card_says_what_the_event_means_before_anybody_speaks(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    (serial,) = sold(lead, 1)
    event = opened(lead)
    event_adding.add(lead, event.id, serials=[serial])
    (alert,) = cards.card(lead, customer_of(lead, "Company 0")).alerts
    assert (alert.name, alert.what, alert.gesture, alert.given) == ("Recall B-1", serial, "recall_swap", False)
    assert (alert.promise, alert.promise_state) == ("A new device at your door", "open")
    owed(lead, event, serial)
    (alert,) = cards.card(lead, customer_of(lead, "Company 0")).alerts
    assert (alert.gesture, alert.given) == (None, True)


def test_what_is_owed_is_given_in_the_customers_own_conversation_once_it_was_heard(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    sold(lead, 2)
    event = opened(lead)
    event_adding.add(lead, event.id, batches=["B-1"])
    talk = talking.start(lead, customer_id=customer_of(lead, "Company 0"), request="I read about the battery")
    assert giving.bar(lead, talk.id).owed == ()
    early = event_giving.give(lead, event.id, "B-1-S0", conversation_id=talk.id)
    assert isinstance(early, Needed)
    talking.hear(lead, talk.id)
    (here,) = giving.bar(lead, talk.id).owed
    with pytest.raises(BadInput):
        event_giving.give(lead, event.id, "B-1-S1", conversation_id=talk.id)
    done = owed(lead, event, here.what, conversation_id=talk.id, kept=True)
    assert [each.entry_id for each in talking.view(lead, talk.id).given] == [done.entry_id]
    line = next(each for each in event_calling.calls(lead, event.id) if each.what == here.what)
    assert (line.call, line.promise_state, line.given) == ("reached", "early", True)
    assert giving.bar(lead, talk.id).owed == ()


def test_the_conversation_of_a_member_says_that_nobody_was_asked(tmp_path: Path) -> None:
    lead, _event = outage(tmp_path, "drink", guests=1)
    (line,) = event_calling.calls(lead, "No hot water")
    talk = talking.view(lead, line.conversation_id)
    assert (str(talk.heard), talk.open, talk.request) == ("skipped", False, "The boiler of the house stopped at six")


# --- calling, closing, handing on ---------------------------------------------------------------------------


def test_the_call_list_says_what_came_of_calls_and_who_was_not_reached_stands_first(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "drink")
    event_calling.called(lead, event.id, "O0", "reached", note="thanks us", kept=True)
    event_calling.called(lead, event.id, "O1", "left_word")
    with pytest.raises(BadInput):
        event_calling.called(lead, event.id, "O1", "shouted")
    with pytest.raises(NotFound):
        event_calling.called(lead, event.id, "O9", "reached")
    calls = event_calling.calls(lead, event.id)
    assert [each.what for each in calls] == ["O1", "O2", "O0"]
    assert (calls[-1].note, calls[-1].promise_state) == ("thanks us", "early")
    line = events.one(lead, event.id)
    assert (line.called, line.reached, line.left_word, line.promises_open, line.promises_kept) == (2, 1, 1, 2, 1)
    assert leading.day(lead).kept == ()


def test_the_sheet_fits_eighty_columns_and_the_table_has_no_formula(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "drink", guests=1)
    hostile = make_guest(lead, "=HYPERLINK(1)\x1b[31m" + "W" * 90)
    with writing(lead.store) as connection:
        connection.execute("UPDATE orders SET external_key = ? WHERE id = ?", ("@O" * 30, hostile.order))
        connection.execute("UPDATE customers SET phone = '+371 26 123 456'")
    event_adding.add(lead, event.id, orders=["@O" * 30])
    calls = event_calling.calls(lead, event.id)
    page = call_sheet.sheet(lead, events.one(lead, event.id), calls)
    assert max(len(line) for line in page.split("\n")) <= 80
    assert "\x1b" not in page
    assert "+371 26 123 456" in page
    table = call_sheet.as_csv(lead, calls)
    cells = [cell for line in table.split("\r\n") for cell in line.split(",")]
    assert not any(cell.lstrip('" ').startswith(("=", "+", "-", "@")) for cell in cells)


def test_closing_says_what_is_open_and_what_is_owed_stays_owed(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "drink")
    owed(lead, event, "O0", kept=True)
    done = events.close(lead, event.id)
    assert (done.promises_open, done.not_reached, done.not_given, done.already) == (2, 3, 2, False)
    with pytest.raises(BadInput):
        event_adding.add(lead, event.id, serials=["S"])
    assert [each.id for each in events.open_events(lead)] == [event.id]
    owed(lead, event, "O1", kept=True)
    event_calling.called(lead, event.id, "O2", "reached", kept=True)
    assert events.open_events(lead) == ()
    assert events.close(lead, event.id).already
    assert finding.queue(lead) == ()


def test_an_event_is_handed_on_with_every_promise_that_is_open(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "drink")
    event_calling.called(lead, event.id, "O0", "reached", kept=True)
    line = events.hand_on(lead, event.id, "Anna", "Anna has the late shift")
    assert line.owner == "Anna"
    assert {each.what: each.owner for each in event_calling.calls(lead, event.id)} == {
        "O0": "Ilze",
        "O1": "Anna",
        "O2": "Anna",
    }


def test_a_follow_up_promise_of_what_an_event_gives_is_the_events(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "card", guests=2)  # two flowers a day of the site are no limit here
    for what in ("O0", "O1"):
        assert owed(lead, event, what).promise is not None
    assert events.one(lead, event.id).promises_open == 4
    assert [each.kind for each in finding.queue(lead)] == [QueueKind.EVENT]


def test_an_event_writes_one_entry_of_its_own_and_the_database_lets_nothing_else_pass(tmp_path: Path) -> None:
    lead, event = outage(tmp_path, "drink")
    done = owed(lead, event, "O0")
    with reading(lead.store) as connection:
        found = ledger.by_id(connection, done.entry_id)
    assert found is not None
    assert found[1].event_id == event.id
    assert dict(found[1].scope) == {}
    with pytest.raises(Exception, match=r".") as refused, writing(lead.store) as connection:
        ledger.append(connection, replace(found[1], id="other", attempt_id="other", gesture="card"))
    assert "gives what it owes" in str(refused.value.__cause__ or refused.value)
    with pytest.raises(Exception, match=r"."), writing(lead.store) as connection:
        connection.execute("UPDATE events SET gesture = 'card'")
