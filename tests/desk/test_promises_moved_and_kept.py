"""Promises after they were made: kept early or late, moved with a reason, handed on, and what they teach."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from a_desk import Clock, as_lead, at_another_desk, given, heard, make_desk, make_guest
from frontdesk.conversation.calibration import alike, usual
from frontdesk.conversation.hours import read_hours
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, finding
from frontdesk.desk.day import leading
from frontdesk.desk.desk import Desk
from frontdesk.desk.opening import as_person
from frontdesk.desk.people import staffing
from frontdesk.desk.promises import handing_over, promising
from frontdesk.desk.promises.promising import OutsideHours, Terms
from frontdesk.desk.views import QueueKind
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.store.columns import instant
from frontdesk.store.driver_errors import RuleBroken
from frontdesk.store.transaction import writing

# Noon in UTC is 14:00 in Riga in winter; 21 November 2026 is a Saturday.


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- moving and handing on ----------------------------------------------------------------------------------


def test_a_promise_moves_with_a_reason_and_what_was_promised_first_stays(desk: Desk, clock: Clock) -> None:
    first, second = clock() + timedelta(hours=2), clock() + timedelta(hours=5)
    line = promising.promise(desk, heard(desk), "bring a heater", first)
    with pytest.raises(BadInput, match="reason"):
        promising.move(desk, line.id, second, "  ")
    with pytest.raises(BadInput, match="past"):
        promising.move(desk, line.id, clock(), "earlier")
    clock.forward(hours=1)
    moved = promising.move(desk, line.id, second, "the heater comes with the evening van")
    assert (moved.due_at, moved.owner, moved.text) == (second, "Anna", "bring a heater")
    (before,) = promising.moves(desk, line.id)
    assert (before.from_due_at, before.to_due_at, before.reason) == (
        first,
        second,
        "the heater comes with the evening van",
    )
    promising.move(desk, line.id, second, "the same time again")
    assert len(promising.moves(desk, line.id)) == 1
    with pytest.raises(NotFound):
        promising.move(desk, new_id(), second, "why")


def test_an_older_move_does_not_let_a_promise_move_again_in_silence(desk: Desk, clock: Clock) -> None:
    first, second = clock() + timedelta(hours=2), clock() + timedelta(hours=5)
    line = promising.promise(desk, heard(desk), "bring a heater", first)
    for due in (second, first):
        clock.forward(minutes=1)
        promising.move(desk, line.id, due, "the van is late, and then it is not")
    with pytest.raises(RuleBroken, match="not rewritten"), writing(desk.store) as connection:
        connection.execute("UPDATE promises SET due_at = ? WHERE id = ?", (instant(second), line.id))
    assert promising.one(desk, line.id).due_at == first


def test_a_promise_gets_another_owner_and_the_same_time(desk: Desk, clock: Clock) -> None:
    due = clock() + timedelta(hours=2)
    line = promising.promise(desk, heard(desk), "call back", due)
    handed = promising.reassign(as_lead(desk), line.id, "jānis", "Anna goes home at four")
    assert (handed.owner, handed.due_at) == ("Janis", due)
    (before,) = promising.moves(desk, line.id)
    assert (before.from_owner, before.to_owner, before.moved_by) == ("Anna", "Janis", "Ilze")
    with pytest.raises(NotFound, match="Janis"):
        promising.reassign(desk, line.id, "Zelda")
    promising.keep(desk, line.id)
    with pytest.raises(BadInput, match="kept already"):
        promising.reassign(desk, line.id, "Anna")
    with pytest.raises(BadInput, match="kept already"):
        promising.move(desk, line.id, due + timedelta(hours=1), "why")


def test_the_database_refuses_a_promise_that_moves_in_silence(desk: Desk, clock: Clock) -> None:
    line = promising.promise(desk, heard(desk), "call back", clock() + timedelta(hours=2))
    for change in ("due_at = '2027-01-01 00:00:00.000000'", "owner_id = (SELECT id FROM staff WHERE name = 'Ilze')"):
        with pytest.raises(RuleBroken), writing(desk.store) as connection:
            connection.execute(f"UPDATE promises SET {change} WHERE id = ?", (line.id,))
    assert promising.one(desk, line.id) == line


def test_a_promise_of_a_gesture_that_was_taken_back_neither_moves_nor_is_kept(desk: Desk, clock: Clock) -> None:
    from frontdesk.desk.gestures import giving

    conversation = heard(desk, make_guest(desk))
    gave = given(desk, conversation, "card")
    assert gave.promise is not None
    giving.take_back(desk, gave.entry_id, "wrong room")
    for change in (
        lambda id: promising.keep(desk, id),
        lambda id: promising.move(desk, id, clock() + timedelta(hours=1), "why"),
        lambda id: promising.reassign(desk, id, "Janis"),
    ):
        with pytest.raises(BadInput, match="withdrawn"):
            change(gave.promise.id)


def test_what_somebody_owes_who_left_is_listed_until_it_has_another_owner(desk: Desk, clock: Clock) -> None:
    lead = as_lead(desk)
    due = clock() + timedelta(hours=2)
    line = promising.promise(desk, heard(desk), "call back", due, owner="Janis")
    assert promising.left_behind(lead) == ()
    staffing.leave(lead, "Janis")
    (left,) = promising.left_behind(lead)
    assert (left.id, left.owner, left.owner_here) == (line.id, "Janis", False)
    assert handing_over.handover(lead).left_behind == (left,)
    assert "Janis" not in {person.name for person in staffing.list_staff(lead)}
    promising.reassign(lead, line.id, "Anna")
    assert promising.left_behind(lead) == ()
    staffing.come_back(lead, "Janis")
    assert "Janis" in {person.name for person in staffing.list_staff(lead)}
    with pytest.raises(NotFound):
        staffing.leave(lead, "Zelda")


# --- now, next, channel and hours ---------------------------------------------------------------------------


def test_a_promise_says_now_next_and_how_the_customer_wants_to_hear(desk: Desk, clock: Clock) -> None:
    terms = Terms(now="we look for the part", next="Janis mounts it", channel="Telegram", hours="9-12,17 - 19")
    due = at("2026-11-21T16:00")  # 18:00 in Riga
    line = promising.promise(desk, heard(desk, make_guest(desk)), "say when it is mounted", due, terms=terms)
    assert (line.now, line.next, line.channel, line.hours) == (
        "we look for the part",
        "Janis mounts it",
        "Telegram",
        "9-12, 17-19",
    )
    assert (line.made_by, line.made_at) == ("Anna", clock())


@pytest.mark.parametrize(
    ("due", "nearest"),
    [
        ("2026-11-21T13:00", "2026-11-21T15:00"),  # 15:00 on the wall -> 17:00
        ("2026-11-21T17:01", "2026-11-21T17:00"),  # 19:01 -> 19:00
        ("2026-11-22T05:00", "2026-11-22T07:00"),  # 7:00 -> 9:00
        ("2026-11-22T12:30", "2026-11-22T15:00"),  # 14:30 is as near to 12:00 as to 17:00: the earlier one
    ],
)
def test_a_time_outside_the_hours_is_answered_with_the_nearest(desk: Desk, due: str, nearest: str) -> None:
    conversation = heard(desk)
    hours = Terms(hours="9-12, 17-19")
    expected = at("2026-11-22T10:00") if due == "2026-11-22T12:30" else at(nearest)
    with pytest.raises(OutsideHours, match="9-12, 17-19") as outside:
        promising.promise(desk, conversation, "call", at(due), terms=hours)
    assert outside.value.nearest == expected
    assert talking.view(desk, conversation).promises == ()
    kept = promising.promise(desk, conversation, "call", at(due), terms=Terms(hours="9-12, 17-19", anyway=True))
    assert kept.due_at == at(due)
    with pytest.raises(OutsideHours):
        promising.move(desk, kept.id, at("2026-11-23T12:00"), "why")
    assert promising.move(desk, kept.id, at("2026-11-23T12:00"), "why", anyway=True).due_at == at("2026-11-23T12:00")
    assert promising.promise(desk, conversation, "call", expected, terms=hours).due_at == expected


def test_the_nearest_time_is_never_past(desk: Desk, clock: Clock) -> None:
    clock.at = at("2026-11-21T10:30")  # 12:30 in Riga, and 12:00 is over
    with pytest.raises(OutsideHours) as outside:
        promising.promise(desk, heard(desk), "call", at("2026-11-21T10:40"), terms=Terms(hours="9-12, 17-19"))
    assert outside.value.nearest == at("2026-11-21T15:00")


def test_the_hours_hold_on_both_nights_of_the_clock(desk: Desk, clock: Clock) -> None:
    for day, utc in (("2027-03-28", "06:00"), ("2026-10-25", "07:00")):  # summer begins; summer ends
        clock.at = at(f"{day}T00:00") - timedelta(hours=2)
        with pytest.raises(OutsideHours) as outside:
            promising.promise(desk, heard(desk), "call", at(f"{day}T03:00"), terms=Terms(hours="from 9"))
        assert outside.value.nearest == at(f"{day}T{utc}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9-12, 17-19", "9-12, 17-19"),
        ("17-19;9-12", "9-12, 17-19"),
        ("9:30 – 12.15", "9:30-12:15"),
        ("from 10", "10-24"),
        ("not before 10", "10-24"),
        ("9-12 and 17-19", "9-12, 17-19"),
        ("22-2", "22-2"),
        ("0-24", "0-24"),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, said: str) -> None:
    assert str(read_hours(text)) == said


@pytest.mark.parametrize("text", ["morning", "9", "9-9", "25-26", "9-12-14", "9:60-10", "-", "９-１２", "9-10," * 7])
def test_what_are_no_hours_is_said_with_the_form(desk: Desk, clock: Clock, text: str) -> None:
    with pytest.raises(BadInput, match=r"9-12, 17-19"):
        promising.promise(desk, heard(desk), "call", clock() + timedelta(hours=1), terms=Terms(hours=text))


def test_hours_past_midnight_fit_on_both_sides_of_it() -> None:
    night = read_hours("22-2")
    assert [night.fits(datetime(2026, 11, 21, hour)) for hour in (21, 22, 23, 0, 2, 3)] == [
        False,
        True,
        True,
        True,
        True,
        False,
    ]


def test_choices_keep_to_the_hours_that_the_customer_said_last(desk: Desk, clock: Clock) -> None:
    guest = make_guest(desk)
    first = heard(desk, guest)
    promising.promise(desk, first, "call", at("2026-11-21T15:30"), terms=Terms(hours="17-19"))
    later = heard(desk, guest)
    choices = promising.due_choices(desk, later)
    walls = [desk.days().wall(due) for _label, due in choices]
    assert len(choices) == len({due for _label, due in choices}) >= 2
    assert all(17 <= wall.hour < 19 or (wall.hour, wall.minute) == (19, 0) for wall in walls)
    assert all(due > clock() for _label, due in choices)


# --- kept, early and late -----------------------------------------------------------------------------------


def test_the_share_kept_in_time_counts_what_was_due(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk)
    lines = [promising.promise(desk, conversation, "call", clock() + timedelta(hours=2)) for _each in range(6)]
    later = promising.promise(desk, conversation, "call", clock() + timedelta(days=3))
    today = date(2026, 11, 21)
    assert promising.kept_share(desk, today, today).percent is None
    promising.keep(desk, lines[0].id)
    clock.forward(hours=2)
    promising.keep(desk, lines[1].id)
    clock.forward(hours=1)
    assert promising.keep(desk, lines[2].id).state == "late"
    share = promising.kept_share(desk, today, today)
    assert (share.in_time, share.early, share.late, share.overdue, share.due) == (2, 1, 1, 3, 6)
    assert share.percent == 33
    assert promising.kept_share(desk, today + timedelta(days=1), today + timedelta(days=9)).due == 0
    assert promising.waiting(desk, overdue=True) == promising.waiting(desk)[:3]
    assert promising.waiting(desk)[-1].id == later.id


def test_smooth_work_counts_a_promise_kept_early_is_seen_as_early(desk: Desk, clock: Clock) -> None:
    line = promising.promise(desk, heard(desk), "warn about the late parcel", clock() + timedelta(days=2))
    clock.forward(hours=1)
    promising.keep(desk, line.id)
    today = desk.today()
    (kept,) = promising.settled(desk, today, today)
    assert (kept.state, kept.kept_at) == ("early", clock())


# --- what is usual ------------------------------------------------------------------------------------------


def kept_after(desk: Desk, clock: Clock, text: str, length: timedelta, situation: str | None = None) -> None:
    line = promising.promise(desk, heard(desk, situation=situation), text, clock() + timedelta(days=30))
    clock.at += length
    promising.keep(desk, line.id)


def test_most_take_two_days_say_three(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk)
    for _count in range(4):
        kept_after(desk, clock, "repair the watch", timedelta(days=2))
        assert len(promising.due_choices(desk, conversation, "repair the watch")) == len(promising.due_choices(desk))
    kept_after(desk, clock, "Repair the watch of her father", timedelta(days=2))
    (label, due), *rest = promising.due_choices(desk, conversation, "repair the watch")
    assert label == "most take 2 days; say 3 days"
    assert due == clock() + timedelta(days=3)
    assert tuple(rest) == promising.due_choices(desk)
    assert promising.due_choices(desk, conversation, "send the invoice") == promising.due_choices(desk)
    clock.forward(days=181)
    assert promising.due_choices(desk, conversation, "repair the watch") == promising.due_choices(desk)


def test_promises_of_a_mass_event_say_nothing_about_what_is_usual(desk: Desk, clock: Clock) -> None:
    for _count in range(5):
        kept_after(desk, clock, "swap the battery", timedelta(days=2))
    conversation = heard(desk)
    assert len(promising.due_choices(desk, conversation, "swap the battery")) > len(promising.due_choices(desk))
    with writing(desk.store) as connection:
        connection.execute("UPDATE promises SET event_id = 'recall'")
    assert promising.due_choices(desk, conversation, "swap the battery") == promising.due_choices(desk)


def test_the_same_situation_says_what_is_usual_when_the_words_do_not(desk: Desk, clock: Clock) -> None:
    for text in ("look at it", "mount a part", "bring a heater", "call the plumber", "another room"):
        kept_after(desk, clock, text, timedelta(minutes=40), "room_fault")
    asked = talking.start(desk, request="no water", situation="room_fault").id
    assert promising.due_choices(desk, asked, "something new")[0][0] == "most take 45 minutes; say 1 hour"
    other = talking.start(desk, request="no water", situation="late").id
    assert promising.due_choices(desk, other, "something new") == promising.due_choices(desk)


@pytest.mark.parametrize(
    ("hours", "most", "say"),
    [
        ([1, 1, 1, 1], None, None),
        ([0, 0, 0, 0, 0], 0.25, 0.5),
        ([1, 1, 1, 1, 1], 1, 1.25),
        ([2, 2, 2, 2, 2], 2, 3),
        ([2, 2, 2, 2, 5.5], 2, 6),
        ([2, 2, 2, 2, 2, 2, 2, 2, 2, 90], 2, 3),  # one in ten does not count
        ([20, 20, 20, 20, 50], 20, 72),
    ],
)
def test_what_is_said_holds_for_nine_of_ten(hours: list[float], most: float | None, say: float | None) -> None:
    found = usual(timedelta(hours=each) for each in hours)
    if most is None or say is None:
        assert found is None
        return
    assert found is not None
    assert (found.most, found.say) == (timedelta(hours=most), timedelta(hours=say))


def test_what_promises_the_same_begins_alike_or_holds_it() -> None:
    def words(text: str) -> tuple[str, ...]:
        return tuple(text.split())

    assert alike(words("repair the watch"), words("repair the watch tomorrow"))
    assert alike(words("the watch"), words("repair the watch"))
    assert alike(words("call"), words("call"))
    assert not alike(words("call"), words("call the bank"))
    assert not alike(words("repair the watch"), words("send the watch"))
    assert not alike((), ())


# --- the hand-over ------------------------------------------------------------------------------------------


def test_the_hand_over_has_promises_by_due_time_drafts_and_words_of_the_request(desk: Desk, clock: Clock) -> None:
    guest = make_guest(desk)
    conversation = heard(desk, guest)
    later = promising.promise(desk, conversation, "late checkout", clock() + timedelta(hours=20), owner="Janis")
    soon = promising.promise(desk, conversation, "bring a heater", clock() + timedelta(minutes=30))
    talking.start(at_another_desk(desk), name="a lady in red", request="a taxi")
    clock.forward(hours=1)
    sheet = handing_over.handover(desk)
    assert [(each.promise.id, each.overdue, each.when) for each in sheet.promises] == [
        (soon.id, True, "since 14:30"),
        (later.id, False, "tomorrow 10:00"),
    ]
    assert [each.promise.owner for each in sheet.promises] == ["Anna", "Janis"]
    assert sheet.promises[0].promise.request == "The heating is dead"
    assert [(each.request, each.began_by) for each in sheet.drafts] == [
        ("The heating is dead", "Anna"),
        ("a taxi", "Janis"),
    ]
    assert sheet.drafts[1].customer_name == "a lady in red"
    assert sheet.approvals_waiting == 0
    assert sheet.date == date(2026, 11, 21)


# --- scenarios ----------------------------------------------------------------------------------------------


def test_000_6_five_days_without_a_call(tmp_path: Path, clock: Clock) -> None:
    desk = make_desk(tmp_path, clock)
    clock.at = at("2026-11-20T12:00")
    conversation = talking.start(desk, request="Which pool can we use instead?").id
    talking.hear(desk, conversation)
    due = promising.parse_due(desk, "today 18:00")
    line = promising.promise(desk, conversation, "alternatives for the pool", due)
    talking.close(desk, conversation)
    clock.at = due
    assert promising.one(desk, line.id).state == "open"
    clock.at = due + timedelta(microseconds=1)  # no process has to run for it
    assert promising.one(desk, line.id).state == "overdue"
    clock.at = at("2026-11-21T07:00")  # next morning, another shift, another desk
    lead = as_person(at_another_desk(desk), "Ilze")
    assert leading.day(lead).overdue[0].id == line.id
    first = finding.queue(lead)[0]
    assert (first.kind, first.id, first.owner) == (QueueKind.OVERDUE, line.id, "Anna")
    assert promising.since_words(lead, first.at) == "since yesterday 18:00"
    assert talking.view(lead, first.conversation_id).request == "Which pool can we use instead?"
    assert promising.reassign(lead, line.id, "Ilze").owner == "Ilze"
    assert promising.keep(lead, line.id).state == "late"
    clock.forward(days=40)
    assert promising.one(lead, line.id).state == "late"
    assert talking.view(lead, conversation).promises[0].state == "late"
    kept_on = date(2026, 11, 21)
    assert [each.state for each in leading.day(lead, kept_on).kept] == ["late"]


def test_000_6_no_promise_can_be_stored_without_owner_time_and_words(desk: Desk, clock: Clock) -> None:
    line = promising.promise(desk, heard(desk), "call", clock() + timedelta(hours=1))
    columns = ["conversation_id", "text", "owner_id", "due_at", "made_by", "made_at", "business_date"]

    def copied(without: str) -> None:
        values = ["NULL" if name == without else name for name in columns]
        with writing(desk.store) as connection:
            connection.execute(
                f"INSERT INTO promises (id, {', '.join(columns)}) SELECT ?, {', '.join(values)}"
                " FROM promises WHERE id = ?",
                (new_id(), line.id),
            )

    for missing in ("owner_id", "due_at", "text"):
        with pytest.raises(RuleBroken):
            copied(missing)
    assert len(promising.waiting(desk)) == 1
    copied("")
    assert len(promising.waiting(desk)) == 2


def test_002_6_never_in_the_dark(desk: Desk, clock: Clock) -> None:
    guest = make_guest(desk)
    conversation = heard(desk, guest)
    with pytest.raises(BadInput, match="what happens now, what happens next, by when"):
        talking.close(desk, conversation)
    gave = given(desk, conversation, "card")  # its follow-up fills in who, what and when
    assert gave.promise is not None
    assert (gave.promise.owner, gave.promise.text) == ("Anna", "Bring the flowers up")
    assert gave.promise.due_at == clock() + timedelta(hours=3)
    terms = Terms(now="the plumber is on the way", next="he calls from the room")
    edited = promising.promise(desk, conversation, "heat again", clock() + timedelta(hours=1), "Janis", terms)
    assert not talking.close(desk, conversation).open
    shown = talking.view(desk, conversation).promises
    assert [(each.owner, each.text, each.due_at) for each in shown] == [
        ("Janis", "heat again", edited.due_at),
        ("Anna", "Bring the flowers up", gave.promise.due_at),
    ]
    nothing = heard(desk, guest)
    assert not talking.close(desk, nothing, nothing_owed=True).open
    typed = heard(desk, guest)
    talking.write(desk, typed, now="a new key", next="it works at the lift", due_at=clock() + timedelta(hours=1))
    closed = talking.close(desk, typed)
    assert (closed.now, closed.next, closed.due_at) == (
        "a new key",
        "it works at the lift",
        clock() + timedelta(hours=1),
    )


def test_004_1_dreams_sold_nightmares_inherited(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    from frontdesk.desk.imports import importing

    customer = cards.new_customer(desk, "Kristīne Bērziņa").id
    sale = talking.start(desk, customer_id=customer, request="a boat").id
    sold = promising.promise(as_person(desk, "Janis"), sale, "delivery to the quay", clock() + timedelta(days=9))
    sheet = tmp_path / "orders.csv"
    sheet.write_text(
        "order_number,customer_name,label,promised,promised_by,promised_at\n"
        "B-7,Kristīne Bērziņa,Sailing boat,mooring for a year; two sails,Pēteris,2026-10-12\n",
        encoding="utf-8",
    )
    assert importing.import_orders(desk, sheet).new == 1
    clock.forward(days=1)
    support = as_lead(desk)
    talk = talking.start(support, customer_id=customer, request="Your colleague said the mast would be included.")
    card = talk.card
    assert card is not None
    assert [(each.text, each.made_by, each.made_at) for each in card.promises] == [
        ("delivery to the quay", "Janis", sold.made_at)
    ]
    boat = next(order for order in card.orders if order.label.startswith("Sailing boat"))
    assert [(each.text, each.by, each.on) for each in boat.promised] == [
        ("mooring for a year", "Pēteris", date(2026, 10, 12)),
        ("two sails", "Pēteris", date(2026, 10, 12)),
    ]
    claimed = talking.claim(support, talk.id, "the mast is included")
    assert (claimed.claim, claimed.promises) == ("the mast is included", ())
    later = talking.start(desk, customer_id=customer, request="And the mast?").card
    assert later is not None
    assert [(each.text, each.conversation_id) for each in later.claims] == [("the mast is included", talk.id)]
    assert [each.id for each in later.promises] == [sold.id]
    assert [each.id for each in promising.waiting(desk)] == [sold.id]
    assert importing.import_orders(desk, sheet).same == 1
    assert talking.claim(support, talk.id, "").claim == ""
    assert talking.view(desk, talk.id).request == "Your colleague said the mast would be included."
