"""The card: preferences that expire and are struck out, notes without labels, edits that can be undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from a_desk import GUIDELINES, Clock, Guest, as_lead, at_another_desk, given, heard, make_desk, make_guest
from frontdesk.desk.conversations import about_order, talking
from frontdesk.desk.customers import cards, editing_card, finding, noting, preferring, relating
from frontdesk.desk.customers.card_words import UnkindWord
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.imports import importing
from frontdesk.desk.merging import merging
from frontdesk.desk.views import Blocked
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.guidelines import packs
from frontdesk.store import orders, preferences
from frontdesk.store.orders import Order
from frontdesk.store.transaction import writing

PACK = packs.text("hotel")
LISTED = PACK[PACK.index("unkind_words:") : PACK.index("\n\n", PACK.index("unkind_words:"))] + "\n"
PER_STAY = "{id: per_stay, up_to: 4 times, per: [customer, order], within: ever}"
RULES = GUIDELINES.replace(
    "facts:\n", "facts:\n  customer.deposit: {type: money, from: card}\n  customer.floor: {type: number, from: card}\n"
) + LISTED  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock, RULES)


def liked(desk: Desk, customer: str) -> list[str]:
    return [each.text for each in cards.card(desk, customer).preferences]


# --- preferences --------------------------------------------------------------------------------------------


def test_a_preference_says_whose_words_and_since_when_and_is_struck_out_in_one_act(desk: Desk, clock: Clock) -> None:
    guest = make_guest(desk)
    line = preferring.prefer(desk, guest.customer, "  Oat milk\x1b[0m ", whose="her daughter")
    assert (line.text, line.whose, line.noted_by, line.lasting, line.until) == (
        "Oat milk[0m", "her daughter", "Anna", True, None,
    )  # fmt: skip
    assert line.noted_at == clock.at
    assert preferring.prefer(desk, guest.customer, "oat MILK[0M").id == line.id, (
        "the same words are the same preference"
    )
    preferring.strike(desk, line.id)
    assert liked(desk, guest.customer) == []
    with writing(desk.store) as connection:
        assert preferences.take_over(connection, [(guest.customer, ["OAT milk[0m", "quiet room"])], clock.at) == 1
        assert preferences.take_over(connection, [(guest.customer, ["quiet room", "Quiet room"])], clock.at) == 0
    assert liked(desk, guest.customer) == ["quiet room"], "no import brings back what was struck out"
    preferring.unstrike(desk, line.id)
    assert sorted(liked(desk, guest.customer)) == ["Oat milk[0m", "quiet room"]


def test_this_time_only_ends_with_its_day_its_conversation_or_its_stay(desk: Desk, clock: Clock) -> None:
    guest, other = make_guest(desk), make_guest(desk, "Other Guest")
    with writing(desk.store) as connection:
        connection.execute("UPDATE orders SET ends_on = '2026-11-23' WHERE id = ?", (guest.order,))
        connection.execute("UPDATE orders SET state = 'closed' WHERE id = ?", (other.order,))
    stay = heard(desk, guest)
    assert preferring.prefer(desk, guest.customer, "cot", this_time=True, conversation_id=stay).until == date(
        2026, 11, 23
    )
    preferring.prefer(desk, guest.customer, "taxi at 7", this_time=True)
    preferring.prefer(desk, guest.customer, "no visitors", until=date(2026, 11, 22))
    preferring.prefer(desk, guest.customer, "high floor")
    talk = talking.start(desk, customer_id=other.customer, request="a blanket")
    preferring.prefer(desk, other.customer, "cold today", this_time=True, conversation_id=talk.id)
    assert sorted(liked(desk, guest.customer)) == ["cot", "high floor", "no visitors", "taxi at 7"]
    assert liked(desk, other.customer) == ["cold today"]
    talking.hear(desk, talk.id)
    talking.close(desk, talk.id, nothing_owed=True)
    assert liked(desk, other.customer) == []
    clock.forward(days=1)
    assert sorted(liked(desk, guest.customer)) == ["cot", "high floor", "no visitors"]
    clock.forward(days=1)
    assert sorted(liked(desk, guest.customer)) == ["cot", "high floor"]
    clock.forward(days=1)
    assert liked(desk, guest.customer) == ["high floor"]
    with pytest.raises(BadInput, match="over"):
        preferring.prefer(desk, guest.customer, "x", until=date(2026, 11, 1))
    for write in (noting.note, preferring.prefer):
        with pytest.raises(BadInput, match="somebody else"):
            write(desk, other.customer, "x", conversation_id=stay)
    for wrong in (lambda: preferring.prefer(desk, "no such", "x"), lambda: preferring.strike(desk, "no such")):
        with pytest.raises(NotFound):
            wrong()


# --- notes --------------------------------------------------------------------------------------------------


def test_002_9_a_listed_word_is_not_stored_and_what_was_observed_is(desk: Desk) -> None:
    guest = make_guest(desk)
    for text in ("He is unbearable", "НЕВЫНОСИМЫЙ клиент", "viņa ir muļķe", "нестерпна", "idiotka", "и-д ИДИОТ"):
        for write in (noting.note, preferring.prefer):
            with pytest.raises(UnkindWord) as refused:
                write(desk, guest.customer, text)
            assert "what you saw or heard" in refused.value.remedy and refused.value.word in text
    assert "need" in noting.question()
    line = noting.note(desk, guest.customer, "Waited 40 minutes,\nraised his voice; a chair and water helped")
    card = cards.card(desk, guest.customer)
    assert card.notes == (line,) and card.preferences == ()
    assert b"unbearable" not in desk.store.path.read_bytes()
    noting.strike(desk, line.id)
    assert cards.card(desk, guest.customer).notes == ()
    noting.unstrike(desk, line.id)
    assert cards.card(desk, guest.customer).notes == (line,)
    file = desk.folder / "likes.csv"
    file.write_text("id,name,likes\nG1,Anna Ozola,quiet room\nG2,John Smith,oat milk|идиот\n", encoding="utf-8")
    done = importing.import_customers(desk, file)
    assert (done.new, [each.row for each in done.refused]) == (1, [3]) and "идиот" in done.refused[0].reason
    with pytest.raises(BadInput, match="needs words"):
        noting.note(desk, guest.customer, " \x00 ")


# --- editing ------------------------------------------------------------------------------------------------


def test_an_edit_is_written_down_before_and_after_and_undone_while_nothing_is_newer(desk: Desk, clock: Clock) -> None:
    guest = make_guest(desk)
    fields = {"phone": "+371 26 000 111", "languages": "lv, ru", "hours": "not before 10", "name": "Kristīne Ozola"}
    done = editing_card.edit(desk, guest.customer, fields)
    assert (done.card.name, done.card.phone, done.card.languages) == ("Kristīne Ozola", "+371 26 000 111", ("lv", "ru"))
    assert [each.name for each in finding.find(desk, "ozola")] == ["Kristīne Ozola"]
    assert finding.find(desk, "berzina") == ()
    assert done.change is not None and {each.name: (each.before, each.after) for each in done.change.fields} == {
        "phone": ("", "+371 26 000 111"), "languages": ("", "lv ru"), "hours": ("", "10-24"),
        "name": ("Kristīne Bērziņa", "Kristīne Ozola"),
    }  # fmt: skip
    assert editing_card.edit(desk, guest.customer, {"phone": "+371 26 000 111"}).change is None
    clock.forward(minutes=5)
    newer = editing_card.edit(at_another_desk(desk), guest.customer, {"phone": "+371 26 000 222"}).change
    assert newer is not None and newer.source == "Janis"
    with pytest.raises(BadInput, match="telephone"):
        editing_card.undo(desk, done.change.id)
    editing_card.undo(desk, newer.id)
    card = editing_card.undo(desk, done.change.id).card
    assert (card.name, card.phone, card.languages) == ("Kristīne Bērziņa", "", ())
    assert [each.name for each in finding.find(desk, "berzina")] == ["Kristīne Bērziņa"]
    assert [(each.undone_at is None, each.can_undo) for each in editing_card.history(desk, guest.customer)] == [
        (False, False)
    ] * 2
    assert editing_card.undo(desk, done.change.id).card == card, "undone once is undone"


def test_a_change_of_a_card_that_was_merged_since_is_not_undone_alone(desk: Desk) -> None:
    kept, merged = make_guest(desk), make_guest(desk, "Kristine Berzina")
    change = editing_card.edit(desk, merged.customer, {"phone": "+371 26 000 111"}).change
    merging.merge(desk, kept.customer, merged.customer)
    assert change is not None
    told = editing_card.history(desk, kept.customer)
    assert [(each.how, each.merged_card, each.can_undo) for each in told] == [
        ("merge", "", False), ("edit", "Kristine Berzina", False),
    ], "the change of the card that was merged stands with the kept one, as what it was"  # fmt: skip
    with pytest.raises(BadInput, match="merged"):
        editing_card.undo(desk, change.id)
    liked_now = preferring.prefer(desk, merged.customer, "oat milk")
    assert [each.id for each in cards.card(desk, kept.customer).preferences] == [liked_now.id]


def test_facts_of_the_owners_system_are_set_right_by_who_leads(desk: Desk) -> None:
    guest = make_guest(desk)
    facts = {
        "tier": "SILVER",
        "customer.deposit": "50",
        "floor": "4",
        "since": "2019-05-17",
        "visits": "7",
        "balance": "-12,50",
    }
    for name, text in facts.items():
        with pytest.raises(BadInput, match="your own system"):
            editing_card.edit(desk, guest.customer, {name: text, "phone": "1"})
    assert cards.card(desk, guest.customer).phone == "", "nothing was changed at all"
    lead = as_lead(desk)
    done = editing_card.edit(lead, guest.customer, facts)
    assert (done.card.tier, done.card.visits, done.card.since) == ("silver", 7, date(2019, 5, 17))
    assert done.change is not None
    assert {each.name: (each.before, each.after) for each in done.change.fields} == {
        "tier": ("gold", "silver"), "deposit": ("", "50.00"), "floor": ("", "4"), "since": ("", "2019-05-17"),
        "visits": ("3", "7"), "balance": ("", "-12.50"),
    }  # fmt: skip
    with pytest.raises(BadInput, match="your own system"):
        editing_card.undo(desk, done.change.id)
    assert editing_card.undo(lead, done.change.id).card.tier == "gold"
    for name, text in {"tier": "platinum", "since": "soon", "visits": "1.5", "overdue": "x", "email": "a b",
                       "name": " ", "languages": "latviešu", "hours": "lunch", "floor": "top",
                       "channel": "x" * 61}.items():  # fmt: skip
        with pytest.raises(BadInput) as wrong:
            editing_card.edit(lead, guest.customer, {name: text})
        assert wrong.value.remedy, name
    for name, text in {"card_number": "4111 1111 1111 1111", "name": "x" * 121, "email": f"a@{'b' * 240}"}.items():
        with pytest.raises(BadInput):
            editing_card.edit(lead, guest.customer, {name: text})
    with pytest.raises(BadInput, match="240"):
        preferring.prefer(desk, guest.customer, "x" * 241)
    with pytest.raises(BadInput, match="2000"):
        noting.note(desk, guest.customer, "x " * 1001)
    assert noting.note(desk, guest.customer, "x" * 2000).text == "x" * 2000
    with pytest.raises(NotFound, match="score"):
        editing_card.edit(lead, guest.customer, {"score": "10"})


# --- who belongs together -----------------------------------------------------------------------------------


def test_a_limit_per_household_is_one_limit_for_everybody_in_it(tmp_path: Path) -> None:
    limit = "{id: per_stay, up_to: 2 times, per: household, within: 90 days}"
    desk = make_desk(tmp_path, text=RULES.replace(PER_STAY, limit))
    mother, daughter, neighbour = make_guest(desk), make_guest(desk, "Līga Bērziņa"), make_guest(desk, "Neighbour")
    home = relating.join_with(desk, daughter.customer, mother.customer, role="daughter")
    assert (home.kind, home.name, home.role) == ("household", "Kristīne Bērziņa, Līga Bērziņa", "daughter")
    assert [each.name for each in home.members] == ["Kristīne Bērziņa"]
    assert cards.card(desk, daughter.customer).groups == (home,)
    given(desk, heard(desk, mother), "drink")
    given(desk, heard(desk, daughter), "drink")
    for guest in (mother, daughter):
        stopped = giving.open_gesture(desk, heard(desk, guest), "drink")
        assert isinstance(stopped, Blocked) and stopped.decision.binding[0].rule == "per_stay"
    relating.join_with(desk, neighbour.customer, neighbour_of(desk).customer)
    given(desk, heard(desk, neighbour), "drink")
    with pytest.raises(BadInput, match="leads"):  # in another household the limit would be fresh
        relating.leave(desk, daughter.customer, home.id)
    relating.leave(as_lead(desk), daughter.customer, home.id)
    assert cards.card(desk, daughter.customer).groups == ()
    relating.join(desk, daughter.customer, home.id)
    assert isinstance(giving.open_gesture(desk, heard(desk, daughter), "drink"), Blocked)


def neighbour_of(desk: Desk) -> Guest:
    return make_guest(desk, "Somebody Else")


def test_a_company_counts_by_its_name_whether_a_card_says_it_or_somebody_joined_it(tmp_path: Path) -> None:
    limit = "{id: per_stay, up_to: 2 times, per: company, within: ever}"
    desk = make_desk(tmp_path, text=RULES.replace(PER_STAY, limit))
    written, joined, other = make_guest(desk), make_guest(desk, "Orders For Them"), make_guest(desk, "Somebody Else")
    with writing(desk.store) as connection:
        connection.execute(
            'UPDATE customers SET facts_json = \'{"company":"Ogle SIA"}\' WHERE id = ?', (written.customer,)
        )
    given(desk, heard(desk, written), "drink")
    company = relating.join_company(desk, joined.customer, "Ogle SIA", role="orders for them")
    given(desk, heard(desk, joined), "drink")
    assert isinstance(giving.open_gesture(desk, heard(desk, joined), "drink"), Blocked)
    assert isinstance(giving.open_gesture(desk, heard(desk, written), "drink"), Blocked)
    assert relating.join_company(desk, other.customer, "OGLE  sia").id == company.id, "one company, however spelled"
    for wrong in (
        lambda: relating.join_company(desk, joined.customer, "Another SIA"),
        lambda: relating.join_company(desk, written.customer, " "),
        lambda: relating.join_company(desk, written.customer, "Idiots SIA"),
        lambda: relating.join_with(desk, written.customer, written.customer),
        lambda: relating.join(desk, written.customer, "no such"),
        lambda: relating.make(desk, written.customer, "club", "Golf"),
        lambda: relating.leave(desk, written.customer, company.id),
    ):
        with pytest.raises(BadInput) as refused:
            wrong()
        assert refused.value.remedy
    assert [each.name for each in relating.called(desk, "company", "ogle sia")] == ["Ogle SIA"]
    assert relating.called(desk, "company", "another sia") == (), "a refused one left nothing behind"


# --- facts and limits ---------------------------------------------------------------------------------------


def sources(desk: Desk, customer: str) -> dict[str, tuple[str, str]]:
    return {each.name: (each.value, each.source) for each in cards.card(desk, customer).facts}


def test_every_fact_says_where_it_comes_from_and_since_when(desk: Desk, clock: Clock) -> None:
    file = desk.folder / "GUESTS.csv"
    file.write_text("id,name,tier,visits,deposit\nG1,Kristīne Bērziņa,gold,3,40.00\n", encoding="utf-8")
    importing.import_customers(as_lead(desk), file)
    customer = finding.find(desk, "berzina")[0].id
    imported = ("import GUESTS.csv", clock.at)
    assert sources(desk, customer) == {
        "tier": ("gold", imported[0]), "visits": ("3", imported[0]), "deposit": ("40.00", imported[0])
    }  # fmt: skip
    clock.forward(days=1)
    lead = as_lead(desk)
    change = editing_card.edit(lead, customer, {"visits": "4", "balance": "12.50", "floor": "4"}).change
    assert sources(desk, customer)["visits"] == ("4", "Ilze")
    assert sources(desk, customer)["balance"] == ("12.50", "Ilze")
    assert sources(desk, customer)["floor"] == ("4", "Ilze")
    assert change is not None
    file.write_text("id,name,tier,visits\nG1,Kristīne Bērziņa,silver,4\n", encoding="utf-8")
    clock.forward(days=1)
    importing.import_customers(lead, file)
    assert sources(desk, customer)["tier"] == ("silver", "import GUESTS.csv")
    assert next(each.at for each in cards.card(desk, customer).facts if each.name == "tier") == clock.at
    editing_card.undo(lead, change.id)
    assert sources(desk, customer)["visits"] == ("3", "import GUESTS.csv")
    assert "balance" not in sources(desk, customer)
    new = cards.new_customer(desk, "Somebody New")
    assert sources(desk, new.id) == {"since": ("Mon 23 Nov", "Anna")}
    assert [each.can_undo for each in editing_card.history(desk, new.id)] == [False], "a card is made once"


def test_what_was_given_says_which_limits_it_used_and_what_is_left(desk: Desk, clock: Clock) -> None:
    guest = make_guest(desk)
    given(desk, heard(desk, guest), "drink")
    given(desk, heard(desk, guest), "part_of_bill", ask="80")
    taken = given(desk, heard(desk, guest), "drink")
    giving.take_back(desk, taken.entry_id, "not drunk")

    def told() -> list[tuple[str, list[tuple[str, str]]]]:
        card = cards.card(desk, guest.customer)
        return [(each.gesture, [(use.limit, use.words) for use in each.limits]) for each in card.given]

    stay, season = (
        ("per_stay", "1 of 4, 3 left this stay"),
        ("twice_a_season", "1 of 2, 1 left for this customer in 90 days"),
    )
    assert told() == [("drink", []), ("part_of_bill", [season]), ("drink", [stay])]
    clock.forward(days=91)
    assert told() == [("drink", []), ("part_of_bill", []), ("drink", [stay])], "what has passed holds nothing any more"
    clock.forward(days=600)
    left = ("per_stay", "1 of 4, 3 left that stay")
    assert told() == [("drink", []), ("part_of_bill", []), ("drink", [left])], "nobody stays here any more"


# --- which order it is about --------------------------------------------------------------------------------


def test_a_conversation_is_about_one_of_the_customers_orders_and_the_bar_follows(desk: Desk, clock: Clock) -> None:
    guest, stranger = make_guest(desk), make_guest(desk, "Somebody Else")
    spa = Order("spa", "Spa", guest.customer, total_minor=3000, paid_minor=3000, facts={"order.night_price": "30.00"})
    with writing(desk.store) as connection:
        orders.insert(connection, [spa], clock.at)
    talk = talking.start(desk, customer_id=guest.customer, order_id=guest.order, request="The heating is dead")
    talking.hear(desk, talk.id)

    def part() -> str:
        return next(line.amount for line in giving.bar(desk, talk.id).lines if line.gesture == "part_of_bill")

    assert {each.id for each in about_order.orders_of(desk, talk.id)} == {"spa", guest.order}
    dear = part()
    chosen = talking.choose_order(desk, talk.id, "spa")
    assert chosen.order_id == "spa" and part() != dear, "the amounts are those of the order it is about now"
    assert [(each.id, each.label, each.by, each.at) for each in chosen.orders_before] == [
        (guest.order, "Room 412", "Anna", clock.at)
    ]
    assert chosen.answers == ()
    with pytest.raises(BadInput, match="somebody else's"):
        talking.choose_order(desk, talk.id, stranger.order)
    assert talking.view(desk, talk.id).order_id == "spa"
    assert len(talking.choose_order(desk, talk.id, "spa").orders_before) == 1, "chosen again is no change"
    assert [each.id for each in talking.choose_order(desk, talk.id, "").orders_before] == [guest.order, "spa"]
    assert about_order.orders_of(desk, talking.start(desk, name="a lady in red").id) == ()
