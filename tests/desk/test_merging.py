"""Two cards that are one person: what comes over, what limits count, and that taking them apart restores both."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from a_desk import GUIDELINES, Clock, Guest, as_lead, at_another_desk, given, heard, make_desk, make_guest, previewed
from frontdesk.authority.effects import Would
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, editing_card, finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.imports import importing
from frontdesk.desk.merging import merging
from frontdesk.desk.merging.merge_preview import preview
from frontdesk.desk.promises import promising
from frontdesk.desk.rules import in_force
from frontdesk.desk.rules.trying import try_draft
from frontdesk.desk.views import Attempt, Blocked, Given
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.guidelines import reader
from frontdesk.store import customers, usage
from frontdesk.store.transaction import reading, writing

TABLES = ("orders", "conversations", "promises", "preferences", "notes", "group_members", "event_members", "calls")
LATER = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock)


def say(desk: Desk, guest: Guest, **fields: Any) -> None:
    with writing(desk.store) as connection:
        for name, value in fields.items():
            connection.execute(f"UPDATE customers SET {name} = ? WHERE id = ?", (value, guest.customer))


def found_by(desk: Desk, *guests: Guest) -> None:
    """Let guests that were put straight in the tables be found by what their cards say."""
    with writing(desk.store) as connection:
        customers.renew_terms(connection, customers.get_all(connection, [each.customer for each in guests]).values())


def everything(desk: Desk) -> dict[str, list[Any]]:
    """Every row that names a customer, and the cards themselves, without when they were last written."""
    with reading(desk.store) as connection:
        found = {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES}
        found["cards"] = connection.execute(
            "SELECT id, name, tier, phone, email, card_number, languages, channel, standing, since, visits,"
            " overdue_minor, facts_json, hours, balance_minor, merged_into_id FROM customers ORDER BY id"
        ).fetchall()
        found["terms"] = connection.execute("SELECT term, customer_id FROM customer_terms ORDER BY 1, 2").fetchall()
        found["entries"] = connection.execute("SELECT * FROM entries ORDER BY seq").fetchall()
        found["usage"] = connection.execute("SELECT * FROM usage ORDER BY 1, 2, 3").fetchall()
        found["marks"] = connection.execute("SELECT * FROM usage_marks ORDER BY 1, 2, 3, 4").fetchall()
    return found


def agrees(desk: Desk) -> bool:
    with reading(desk.store) as connection:
        return usage.stored(connection) == usage.recount(connection, desk.days())


def test_what_both_cards_were_given_counts_together_and_apart_again(desk: Desk) -> None:
    one, other = make_guest(desk), make_guest(desk, "Kristine Berzina")
    for guest in (one, other):
        given(desk, heard(desk, guest), "part_of_bill", "20.00")
    before = everything(desk)
    merged = merging.merge(desk, one.customer, other.customer)
    assert (merged.kept_id, merged.coming.orders, merged.coming.given) == (one.customer, 1, 1)
    for guest in (one, other):  # by either id, and for either order: the third of a season is stopped
        conversation = heard(desk, guest)
        talking.choose_order(desk, conversation, guest.order)
        blocked = giving.open_gesture(desk, conversation, "part_of_bill", ask="20.00")
        assert isinstance(blocked, Blocked)
        assert "2 of 2" in blocked.because
    with reading(desk.store) as connection:
        assert connection.execute("SELECT * FROM entries ORDER BY seq").fetchall() == before["entries"]
    assert agrees(desk)
    merging.unmerge(as_lead(desk), other.customer)
    assert given(desk, heard(desk, one), "part_of_bill", "20.00")
    assert agrees(desk)


def test_taking_apart_restores_every_row(desk: Desk) -> None:
    one, other = make_guest(desk), make_guest(desk, "Kristine B.")
    say(desk, one, phone="", since="2021-05-01", visits=3, facts_json='{"customer.company":"Acme"}', tier="")
    say(desk, other, phone="+371 26 123 456", email="k@example.org", since="2019-01-01", visits=5, overdue_minor=700,
        languages="lv ru", facts_json='{"customer.company":"Other","customer.born":"1980-01-01"}')  # fmt: skip
    conversation = heard(desk, other)
    given(desk, conversation, "card")
    promising.promise(desk, conversation, "Call back", LATER)
    with writing(desk.store) as connection:
        for number, (guest, text) in enumerate(((one, "Quiet room"), (other, "quiet room"), (other, "oat milk"))):
            connection.execute(
                "INSERT INTO preferences (id, customer_id, text, whose, lasting, noted_at) VALUES (?, ?, ?, '', 1, ?)",
                (f"p{number}", guest.customer, text, "2026-01-01"),
            )
    found_by(desk, one, other)
    before = everything(desk)

    merging.merge(desk, one.customer, other.customer)
    card = cards.card(desk, one.customer)
    assert (card.phone, card.email, card.since and card.since.year, card.visits, card.overdue_minor, card.tier) == (
        "+371 26 123 456", "k@example.org", 2019, 8, 700, "gold")  # fmt: skip
    assert [each.text for each in card.preferences] == ["Quiet room", "oat milk"]
    assert len(card.promises) == 2
    assert card.given[0].gesture == "card"
    assert "Kristine B." in card.also[0]
    assert cards.card(desk, other.customer) == card

    merging.unmerge(as_lead(desk), other.customer)
    assert everything(desk) == before


def test_what_was_written_since_a_merge_stays_with_the_kept_card(desk: Desk) -> None:
    one, other = make_guest(desk), make_guest(desk)
    say(desk, one, phone="", visits=3)
    say(desk, other, phone="111 22 33", visits=5)
    merging.merge(desk, one.customer, other.customer)
    say(desk, one, phone="999 88 77", visits=9)
    later = given(desk, heard(desk, one), "card")
    merging.unmerge(as_lead(desk), other.customer)
    card = cards.card(desk, one.customer)
    assert (card.phone, card.visits) == ("999 88 77", 9)
    assert [line.entry_id for line in card.given] == [later.entry_id]
    assert cards.card(desk, other.customer).phone == "111 22 33"


def test_what_was_written_over_the_other_cards_phone_does_not_bring_it_back_when_it_is_undone(desk: Desk) -> None:
    one, other = make_guest(desk), make_guest(desk, "Kristine B.")
    say(desk, one, phone="")
    say(desk, other, phone="111 22 33")
    closed = heard(desk, other)
    talking.close(desk, closed, nothing_owed=True)
    merging.merge(desk, one.customer, other.customer)
    assert talking.view(desk, closed).customer_name == "Kristine B.", "what is closed says what it said"
    editing_card.edit(desk, one.customer, {"phone": "999 88 77"})
    merging.unmerge(as_lead(desk), other.customer)
    written = next(each for each in editing_card.history(desk, one.customer) if each.how == "edit")
    editing_card.undo(desk, written.id)
    assert cards.card(desk, one.customer).phone == ""


def test_three_cards_in_a_chain_are_taken_apart_in_any_order(desk: Desk) -> None:
    a, b, c = guests = [make_guest(desk, f"Anna {number}") for number in range(3)]
    for guest, count in zip(guests, (1, 10, 100), strict=True):
        say(desk, guest, visits=count, phone="", email="")
    say(desk, a, phone="111 22 33")
    for guest in guests:
        given(desk, heard(desk, guest), "drink")
    lead = as_lead(desk)

    def visits() -> list[int]:
        with reading(desk.store) as connection:
            rows = {str(row[0]): int(row[1]) for row in connection.execute("SELECT id, visits FROM customers")}
        return [rows[guest.customer] for guest in guests]

    def given_to(guest: Guest) -> int:
        return len(cards.card(desk, guest.customer).given)

    for first, second in ((a, b), (b, a)):
        merging.merge(desk, b.customer, a.customer)
        merging.merge(desk, c.customer, b.customer)
        assert (visits()[2], cards.card(desk, a.customer).phone, given_to(a), given_to(c)) == (111, "111 22 33", 3, 3)
        merging.unmerge(lead, first.customer)
        left = {a: (110, 2, "", 1), b: (100, 1, "111 22 33", 2)}[first]
        assert (visits()[2], given_to(c), cards.card(desk, b.customer).phone, given_to(a)) == left
        merging.unmerge(lead, second.customer)
        assert visits() == [1, 10, 100]
        assert [given_to(guest) for guest in guests] == [1, 1, 1]
        assert [cards.card(desk, guest.customer).phone for guest in guests] == ["111 22 33", "", ""]
        assert [[o.id for o in cards.card(desk, guest.customer).orders] for guest in guests] == [
            [guest.order] for guest in guests
        ]


def test_taking_back_what_a_merged_card_was_given_frees_the_person(desk: Desk) -> None:
    one, other = make_guest(desk), make_guest(desk)
    first = given(desk, heard(desk, other), "part_of_bill", "20.00")
    given(desk, heard(desk, one), "part_of_bill", "20.00")
    merging.merge(desk, one.customer, other.customer)
    conversation = heard(desk, one)
    talking.choose_order(desk, conversation, one.order)
    assert isinstance(giving.open_gesture(desk, conversation, "part_of_bill", ask="20.00"), Blocked)
    giving.take_back(desk, first.entry_id, "it was the wrong bill")
    assert agrees(desk)
    again = given(desk, conversation, "part_of_bill", "20.00")
    merging.unmerge(as_lead(desk), other.customer)
    giving.take_back(desk, again.entry_id, "once more")
    assert agrees(desk)


def test_a_limit_per_customer_and_order_and_a_new_one_count_both_cards(desk: Desk) -> None:
    text = (desk.folder / "guidelines.yaml").read_text()
    one, other = make_guest(desk), make_guest(desk)
    for guest in (one, other, other):
        given(desk, heard(desk, guest), "drink")
    merging.merge(desk, one.customer, other.customer)
    conversation = heard(desk, one)
    talking.choose_order(desk, conversation, other.order)
    for _time in range(2):
        given(desk, conversation, "drink")
    blocked = giving.open_gesture(desk, conversation, "drink")
    assert isinstance(blocked, Blocked)
    assert "4 of 4" in blocked.because
    limit = "      - {id: a_week, up_to: 5 times, per: customer, within: week}\n"
    anchor = "      - {id: per_day,"
    assert anchor in text
    (desk.folder / "guidelines.yaml").write_text(text.replace(anchor, limit + anchor))
    newer = in_force.refreshed(desk)
    talking.choose_order(newer, conversation, one.order)
    stopped = giving.open_gesture(newer, conversation, "drink")
    assert isinstance(stopped, Blocked)
    assert "5 of 5" in stopped.because
    assert agrees(newer)


def test_a_preview_says_field_by_field_what_will_stand_and_what_limits_then_say(desk: Desk) -> None:
    one, other = make_guest(desk), make_guest(desk, "Kristine Berzina")
    say(desk, one, phone="+371 26 123 456")
    say(desk, other, phone="+371 29 999 999", tier="silver", email="k@example.org")
    given(desk, heard(desk, one), "part_of_bill", "20.00")
    for _time in range(2):
        given(desk, heard(desk, other), "part_of_bill", "20.00")
    found = preview(desk, one.customer, other.customer)
    beside = {line.name: (line.kept, line.merged, line.after, line.other) for line in found.fields}
    assert beside["phone"] == ("+371 26 123 456", "+371 29 999 999", "+371 26 123 456", "+371 29 999 999")
    assert beside["email"] == ("", "k@example.org", "k@example.org", "")
    assert beside["tier"] == ("gold", "silver", "gold", "silver")
    assert beside["visits"] == ("3", "3", "6", "")
    assert (found.coming.orders, found.coming.conversations, found.coming.given) == (1, 2, 2)
    assert any("3 of 2 used together" in line and "nothing is taken back" in line for line in found.limits)
    assert everything(desk)["cards"][0][-1] is None


def test_what_cannot_be_merged_or_taken_apart_is_answered(desk: Desk) -> None:
    one, other, third = (make_guest(desk) for _guest in range(3))
    lead = as_lead(desk)
    with pytest.raises(BadInput, match="with itself"):
        merging.merge(desk, one.customer, one.customer)
    with pytest.raises(NotFound, match="There is no customer nobody"):
        merging.merge(desk, one.customer, "nobody")
    with pytest.raises(BadInput, match="was not merged"):
        merging.unmerge(lead, one.customer)
    assert not merging.merge(desk, one.customer, other.customer).already
    assert merging.merge(desk, one.customer, other.customer).already
    assert merging.merge(desk, other.customer, one.customer).already  # back and forth: the first stays kept
    assert merging.merge(desk, other.customer, third.customer).kept_id == one.customer  # a merged card is its person
    with pytest.raises(BadInput, match="one person already"):
        preview(desk, third.customer, other.customer)
    with pytest.raises(BadInput, match="taken apart by: lead"):
        merging.unmerge(desk, other.customer)
    with pytest.raises(BadInput) as kept:
        merging.unmerge(lead, one.customer)
    assert third.customer in kept.value.remedy
    with pytest.raises(BadInput, match="These are one card"):
        merging.two_people(desk, one.customer, third.customer)
    say(desk, one, erased_at="2026-11-21")
    for call in (lambda: merging.unmerge(lead, other.customer), lambda: merging.merge(desk, make_guest(desk).customer,
                 other.customer)):  # fmt: skip
        with pytest.raises(BadInput, match="was erased"):
            call()


def test_another_desk_goes_on_with_the_merged_customer_and_what_it_previewed_is_decided_again(desk: Desk) -> None:
    one, other = make_guest(desk), make_guest(desk, "Kristine B.")
    given(desk, heard(desk, other), "part_of_bill", "20.00")
    there = at_another_desk(desk)
    conversation = heard(there, other)
    talking.write(there, conversation, now="I look for", next="We ring")
    attempt = previewed(there, conversation, "part_of_bill", "20.00")
    second = given(desk, heard(desk, one), "part_of_bill", "20.00")
    merging.merge(desk, one.customer, other.customer)
    answer = giving.give(there, attempt)
    assert isinstance(answer, Blocked)
    talk = talking.view(there, conversation)
    assert (talk.customer_id, talk.customer_name, talk.now, talk.next) == (
        one.customer, cards.card(desk, one.customer).name, "I look for", "We ring")  # fmt: skip
    giving.take_back(desk, second.entry_id, "wrong guest")
    assert isinstance(giving.give(there, replace(attempt)), Given)
    started = talking.start(there, customer_id=other.customer)  # a list that still has the merged id
    assert started.customer_id == one.customer
    there.store.close()
    assert agrees(desk)


def test_a_file_that_names_a_merged_card_means_its_person(desk: Desk) -> None:
    cards_file, orders_file = desk.folder / "cards.csv", desk.folder / "orders.csv"
    cards_file.write_text(
        "key,name,phone,likes\nK1,Anna Ozola,26 123 456,\nK2,Anna Ozola,+371 26 123 456,\n", encoding="utf-8"
    )
    importing.import_customers(desk, cards_file)
    one, other = (each.id for each in sorted(finding.find(desk, "ozola"), key=lambda each: each.id))
    merging.merge(desk, one, other)
    orders_file.write_text(
        "key,customer,customer_phone,label\nO1,K1,,Room 1\nO2,K2,,Room 2\nO3,,26123456,Room 3\n"
        "O4,,37126123456,Room 4\n",
        encoding="utf-8",
    )
    done = importing.import_orders(desk, orders_file)
    assert (done.new, done.refused) == (4, ())
    assert {order.label for order in cards.card(desk, one).orders} == {f"Room {number}" for number in range(1, 5)}
    cards_file.write_text("key,name,phone,likes\nK2,Anna Ozola,+371 26 123 456,oat milk\n", encoding="utf-8")
    importing.import_customers(desk, cards_file)
    assert [each.text for each in cards.card(desk, one).preferences] == ["oat milk"]


def test_a_replay_counts_two_cards_together_from_the_merge_until_it_is_undone(desk: Desk, clock: Clock) -> None:
    one, other = make_guest(desk), make_guest(desk)
    for guest in (one, other):
        given(desk, heard(desk, guest), "part_of_bill", "20.00")
    merging.merge(desk, one.customer, other.customer)
    conversation = heard(desk, one)
    talking.choose_order(desk, conversation, one.order)
    blocked = giving.give(desk, Attempt(new_id(), conversation, "part_of_bill", 2000))
    assert isinstance(blocked, Blocked)
    clock.forward(seconds=1)  # what lies between the same two lines is put in order by the clock
    merging.unmerge(as_lead(desk), other.customer)
    given(desk, heard(desk, other), "part_of_bill", "20.00")
    merging.merge(desk, one.customer, other.customer)
    effect = try_draft(desk, desk.rules()).effect
    assert (effect.differences, effect.then) == (0, effect.draft)
    text = (desk.folder / "guidelines.yaml").read_text()
    tighter = reader.read_text(text.replace("2 times, per: customer", "1 time, per: customer").encode(), "t").guidelines
    wider = reader.read_text(text.replace("2 times, per: customer", "3 times, per: customer").encode(), "t").guidelines
    assert tighter is not None and wider is not None
    assert try_draft(desk, tighter).effect.entries[Would.TURNED_AWAY].times == 1
    assert try_draft(desk, wider).effect.blocks[Would.GIVEN].times == 1


def test_a_replay_says_how_much_of_a_budget_per_customer_was_used_together(tmp_path: Path, clock: Clock) -> None:
    budget = "  each_one: {of: [make_it_right], up_to: 100.00, per: customer, within: 30 days, measure: value}\n"
    desk = make_desk(tmp_path / "budget", clock, GUIDELINES + budget)
    one, other = make_guest(desk), make_guest(desk)

    def right(guest: Guest) -> None:
        conversation = heard(desk, guest)
        talking.wish(desk, conversation, "another room")
        given(desk, conversation, "make_it_right", "10.00", "the room was cold")

    for guest in (one, other):
        right(guest)
    merging.merge(desk, one.customer, other.customer)
    right(one)
    budgets = {each.budget: each.then_most for each in try_draft(desk, desk.rules()).effect.budgets}
    assert budgets["each_one"] == 3000
