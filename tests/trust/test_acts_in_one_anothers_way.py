"""Two acts that meet: merging, erasing, importing, a conversation that becomes another customer's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from a_desk import GUIDELINES, Clock, Guest, as_lead, at_another_desk, given, heard, make_desk, make_guest
from frontdesk.desk.approvals import answering, approving
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.conversations import about_order, drafting, talking
from frontdesk.desk.customers import cards
from frontdesk.desk.desk import Desk
from frontdesk.desk.events import event_adding, events
from frontdesk.desk.gestures import giving
from frontdesk.desk.imports import importing, undoing_imports
from frontdesk.desk.imports.importing import CUSTOMERS, ORDERS, CardsChanged
from frontdesk.desk.learning import ideas, storytelling
from frontdesk.desk.merging import merging
from frontdesk.desk.privacy import privacy
from frontdesk.desk.rules.trying import try_draft
from frontdesk.desk.telephone import ringing
from frontdesk.desk.trust import verifying
from frontdesk.desk.views import Blocked, Given, Preview
from frontdesk.ground.errors import BadInput
from frontdesk.store import customers, entry_words, usage
from frontdesk.store.transaction import reading, writing

PER_STAY = "{id: per_stay, up_to: 4 times, per: [customer, order], within: ever}"
PER_COMPANY = GUIDELINES.replace(PER_STAY, "{id: of_company, up_to: 2 times, per: company, within: ever}")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, Clock())
    yield made
    made.store.close()


def put(desk: Desk, guest: Guest, **values: str) -> None:
    """Write on a card as an import of before would have."""
    with writing(desk.store) as connection:
        card = customers.get(connection, guest.customer)
        assert card is not None
        customers.update(connection, [replace(card, **values)], desk.now())


def everywhere(desk: Desk, word: str) -> list[str]:
    """The columns of the database that say a word."""
    found = []
    with reading(desk.store) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            names = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
            for name in names:
                if connection.execute(
                    f'SELECT 1 FROM "{table}" WHERE instr(lower(CAST("{name}" AS TEXT)), ?) > 0', (word.lower(),)
                ).fetchone():
                    found.append(f"{table}.{name}")
    return found


def sound(desk: Desk) -> None:
    with reading(desk.store) as connection:
        assert usage.stored(connection) == usage.recount(connection, desk.days())
        assert entry_words.changed(connection) == ()
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    found = try_draft(desk, desk.rules())
    assert found.effect.differences == 0, found.effect.examples


# --- whose it is ---------------------------------------------------------------------------------------------


def test_a_yes_for_one_customer_is_not_used_for_another(desk: Desk) -> None:
    one, other = make_guest(desk, "Zoja Pirma"), make_guest(desk, "Eva Otra")
    talk = heard(desk, one)
    talking.wish(desk, talk, "half of it")
    asked = approving.ask(desk, talk, "make_it_right", "500", "three cold nights")
    assert isinstance(asked, ApprovalLine)
    with pytest.raises(BadInput, match="Zoja"):
        talking.write(desk, talk, customer_id=other.customer)
    answering.answer_yes(as_lead(desk), asked.id)
    with pytest.raises(BadInput, match="Zoja"):
        talking.write(desk, talk, customer_id=other.customer)
    done = giving.open_gesture(desk, talk, "make_it_right", approval_id=asked.id)
    assert isinstance(done, Preview)
    assert isinstance(giving.give(desk, done.attempt), Given)


def test_an_event_touches_somebody_merged_once_and_knows_nothing_of_somebody_erased(desk: Desk) -> None:
    one, other = make_guest(desk, "Zoja Pirma"), make_guest(desk, "Eva Otra")
    lead = as_lead(desk)
    late = desk.now().replace(year=2027)
    event = events.open_event(lead, "Water", "water", gesture="drink", budget="100.00", promise="A drink", due_at=late)
    merging.merge(desk, other.customer, one.customer)
    event_adding.add(lead, event.id, orders=[one.order])
    privacy.erase(lead, one.customer, end=True)
    event_adding.add(lead, event.id, orders=[one.order])
    assert everywhere(desk, "Zoja") == [] and everywhere(desk, "Eva") == []
    sound(desk)


def test_a_conversation_is_not_about_an_order_that_went_back_to_somebody_else(desk: Desk) -> None:
    one, other = make_guest(desk, "Zoja Pirma"), make_guest(desk, "Eva Otra")
    theirs = heard(desk, other)
    merging.merge(desk, one.customer, other.customer)
    talk = heard(desk, one)
    talking.choose_order(desk, talk, other.order)
    talking.choose_order(desk, theirs, one.order)
    for _drink in range(4):
        given(desk, talk, "drink")
    merging.unmerge(as_lead(desk), other.customer)
    assert (talking.view(desk, talk).order_id, talking.view(desk, theirs).order_id) == (None, None)
    for each in about_order.orders_of(desk, talk):
        talking.choose_order(desk, talk, each.id)
    sound(desk)


# --- erasing ------------------------------------------------------------------------------------------------


def test_somebody_is_erased_though_a_conversation_became_another_customers(desk: Desk) -> None:
    one, other = make_guest(desk, "Zoja Pirma"), make_guest(desk, "Eva Otra")
    talk = heard(desk, one)
    done = given(desk, talk, "drink", reason="Zoja waited")
    giving.take_back(desk, done.entry_id, "it was for Eva")
    talking.write(desk, talk, customer_id=other.customer)
    kept = given(desk, talk, "drink", reason="Eva waited")
    privacy.erase(as_lead(desk), one.customer, end=True)
    assert everywhere(desk, "Zoja") == []
    assert talking.view(desk, talk).request == "The heating is dead", "the other customer's words stay"
    giving.take_back(as_lead(desk), kept.entry_id, "wrong")
    sound(desk)


def test_somebody_is_erased_though_what_they_were_given_stands_in_a_conversation_that_went_back(desk: Desk) -> None:
    one, other = make_guest(desk, "Zoja Pirma"), make_guest(desk, "Eva Otra")
    talk = heard(desk, other)
    merging.merge(desk, one.customer, other.customer)
    given(desk, talk, "card", reason="Zoja waited")
    talking.close(desk, talk, nothing_owed=True)
    merging.unmerge(as_lead(desk), other.customer)
    privacy.erase(as_lead(desk), one.customer, end=True)
    assert everywhere(desk, "Zoja") == []
    assert talking.view(desk, talk).customer_name == "Eva Otra"
    assert talking.view(desk, talk).request == "The heating is dead", "the other customer's words stay"
    sound(desk)


def test_what_a_mistaken_merge_wrote_on_another_card_is_erased_too(desk: Desk) -> None:
    one, other, third = make_guest(desk, "Zoja Pirma"), make_guest(desk, "Eva Otra"), make_guest(desk, "Ivo Trešais")
    put(desk, one, phone="+371 29 777 123", email="zoja@example.org")
    merging.merge(desk, other.customer, one.customer)
    merging.merge(desk, third.customer, other.customer)
    merging.unmerge(as_lead(desk), one.customer)
    privacy.erase(as_lead(desk), one.customer)
    assert everywhere(desk, "zoja@") == [] and everywhere(desk, "777 123") == []
    merging.unmerge(as_lead(desk), other.customer)
    sound(desk)


def test_who_shares_a_telephone_with_somebody_erased_is_still_called_back(desk: Desk) -> None:
    one, other = make_guest(desk, "Zoja Pirma"), make_guest(desk, "Eva Otra")
    for guest in (one, other):
        put(desk, guest, phone="+371 29 777 123")
    rung = ringing.ring(desk, "+371 29 777 123")
    ringing.ended(desk, "+371 29 777 123")
    privacy.erase(as_lead(desk), one.customer)
    assert [each.number for each in ringing.missed_now(desk)], rung


@pytest.mark.parametrize("says", ["card", "order"])
def test_a_limit_per_company_is_not_fresh_because_one_of_its_people_was_erased(tmp_path: Path, says: str) -> None:
    desk = make_desk(tmp_path, Clock(), PER_COMPANY)
    one, other = make_guest(desk, "Zoja Pirma"), make_guest(desk, "Eva Otra")
    with writing(desk.store) as connection:
        for guest in (one, other):
            connection.execute(
                'UPDATE customers SET facts_json = \'{"company":"Ogle SIA"}\' WHERE id = ?', (guest.customer,)
            ) if says == "card" else connection.execute(
                'UPDATE orders SET facts_json = \'{"company":"Ogle SIA"}\' WHERE id = ?', (guest.order,)
            )
    for _drink in range(2):
        given(desk, heard(desk, one), "drink")
    privacy.erase(as_lead(desk), one.customer, end=True)
    assert isinstance(giving.open_gesture(desk, heard(desk, other), "drink"), Blocked)
    sound(desk)
    desk.store.close()


def test_where_a_limit_stopped_somebody_stays_explained_when_the_others_are_erased(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, Clock(), PER_COMPANY)
    one, other = make_guest(desk, "Zoja Pirma"), make_guest(desk, "Eva Otra")
    for guest, most in ((one, 2), (other, 0)):
        for _drink in range(most + (guest is other)):
            talk = heard(desk, guest)
            talking.answer(desk, talk, "scope:company", "Ogle SIA")
            if most:
                given(desk, talk, "drink")
            else:
                assert isinstance(giving.open_gesture(desk, talk, "drink"), Blocked)
    privacy.erase(as_lead(desk), one.customer, end=True)
    sound(desk)
    desk.store.close()


def test_a_form_that_was_open_brings_no_words_back_about_somebody_erased(desk: Desk) -> None:
    one = make_guest(desk, "Zoja Pirma")
    talk = heard(desk, one)
    elsewhere = at_another_desk(desk)
    drafting.write(elsewhere, "story", talk, {"words": "Zoja smiled"})
    privacy.erase(as_lead(desk), one.customer, end=True)
    for about in (talk, one.customer):
        drafting.write(elsewhere, "story", about, {"words": "Zoja smiled again"})
    with pytest.raises(BadInput, match="forgotten"):
        storytelling.tell(elsewhere, talk, "rescued", "Zoja smiled again")
    with pytest.raises(BadInput, match="forgotten"):
        ideas.propose(elsewhere, "Zoja wants tea", conversation_id=talk)
    assert everywhere(desk, "Zoja") == []
    elsewhere.store.close()


def test_what_is_said_of_a_gesture_after_its_person_was_erased_is_not_kept(desk: Desk) -> None:
    """It can be taken back, and its idea told elsewhere: nothing reaches words that came after the forgetting."""
    one = make_guest(desk, "Zoja Pirma")
    talk = heard(desk, one)
    drink = given(desk, talk, "drink")
    blocked = giving.open_gesture(desk, talk, "late_checkout")
    assert isinstance(blocked, Blocked)
    assert blocked.block_id is not None
    privacy.erase(as_lead(desk), one.customer, end=True)
    giving.take_back(desk, drink.entry_id, "Zoja poured it away")
    giving.took_instead(desk, blocked.block_id, "Zoja got a towel")
    for cause in ({"block_id": blocked.block_id}, {"entry_id": drink.entry_id}):
        with pytest.raises(BadInput, match="forgotten"):
            ideas.propose(desk, "Zoja wants tea", **cause)
    assert everywhere(desk, "Zoja") == []
    assert verifying.verify(desk.store).whole


# --- importing ----------------------------------------------------------------------------------------------

CARDS = "id,Name,Phone,Likes\nG1,Zoja Pirma,+371 29 777 123,oat milk\nG2,Eva Otra,,\n"
NEWER = "id,Name,Phone,Likes\nG1,Zoja Pirma,+371 29 777 999,tall chairs\nG2,Eva Otra,+371 29 111 222,\n"


def file(desk: Desk, text: str, name: str = "in.csv") -> Path:
    path = desk.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def id_of(desk: Desk, key: str) -> str:
    with reading(desk.store) as connection:
        found = customers.by_key(connection, key)
    assert found is not None
    return found.id


@pytest.mark.parametrize("text", [NEWER, NEWER.replace("777 999", "777 123")], ids=["fields", "likes"])
def test_who_is_erased_while_a_file_is_read_does_not_come_back(desk: Desk, text: str) -> None:
    importing.import_customers(desk, file(desk, CARDS))
    zoja = id_of(desk, "G1")
    with importing.prepared(desk, CUSTOMERS, file(desk, text)) as ready:
        elsewhere = at_another_desk(desk, "Ilze")
        privacy.erase(elsewhere, zoja)
        elsewhere.store.close()
        with pytest.raises(CardsChanged):
            ready.take_over()
    assert everywhere(desk, "29 777") == [] and everywhere(desk, "tall chairs") == []
    sound(desk)


def test_who_is_merged_while_a_file_is_read_gets_it_on_the_card_that_stands_for_them(desk: Desk) -> None:
    importing.import_customers(desk, file(desk, CARDS))
    zoja, eva = id_of(desk, "G1"), id_of(desk, "G2")
    with importing.prepared(desk, CUSTOMERS, file(desk, NEWER)) as ready:
        elsewhere = at_another_desk(desk)
        merging.merge(elsewhere, eva, zoja)
        elsewhere.store.close()
        with pytest.raises(CardsChanged):
            ready.take_over()


def test_no_order_comes_to_somebody_who_is_erased_or_merged_while_the_file_is_read(desk: Desk) -> None:
    importing.import_customers(desk, file(desk, CARDS))
    zoja, eva = id_of(desk, "G1"), id_of(desk, "G2")
    stays = file(desk, "Booking no;Guest;Room;Arrival;Total\nB1;G1;412;2026-11-20;540.00\n", "stays.csv")
    with importing.prepared(desk, ORDERS, stays) as ready:
        merging.merge(desk, eva, zoja)
        with pytest.raises(CardsChanged):
            ready.take_over()
    merging.unmerge(as_lead(desk), zoja)
    with importing.prepared(desk, ORDERS, stays) as ready:
        privacy.erase(as_lead(desk), zoja)
        with pytest.raises(CardsChanged):
            ready.take_over()


def test_an_order_that_moved_with_its_card_while_a_file_is_read_does_not_go_back(desk: Desk) -> None:
    stays = "Booking no;Guest;Room;Arrival;Total\nB1;G1;412;2026-11-20;{total}\n"
    importing.import_customers(desk, file(desk, CARDS))
    zoja, eva = id_of(desk, "G1"), id_of(desk, "G2")
    importing.import_orders(desk, file(desk, stays.format(total="540.00"), "stays.csv"))
    with importing.prepared(desk, ORDERS, file(desk, stays.format(total="600.00"), "stays.csv")) as ready:
        merging.merge(desk, eva, zoja)
        with pytest.raises(CardsChanged):
            ready.take_over()
    done = importing.import_orders(desk, file(desk, stays.format(total="610.00"), "stays.csv"))
    assert (done.changed, done.refused) == (1, ())
    with importing.prepared(desk, ORDERS, file(desk, stays.format(total="620.00"), "stays.csv")) as ready:
        merging.unmerge(as_lead(desk), zoja)
        with pytest.raises(CardsChanged):
            ready.take_over()
    done = importing.import_orders(desk, file(desk, stays.format(total="630.00").replace("G1", "G2"), "stays.csv"))
    assert (done.changed, done.refused) == (1, ()), "a file may say that an order is another's"


def test_taking_an_import_back_leaves_a_merged_card_what_it_likes(desk: Desk) -> None:
    other = make_guest(desk, "Eva Senā")
    importing.import_customers(desk, file(desk, CARDS))
    zoja = id_of(desk, "G1")
    merging.merge(desk, other.customer, zoja)
    done = undoing_imports.look(desk, CUSTOMERS)
    told = undoing_imports.undo(desk, CUSTOMERS, done.done.id)
    assert told.tied == ("Zoja Pirma",)
    merging.unmerge(as_lead(desk), zoja)
    assert [each.text for each in cards.card(desk, zoja).preferences] == ["oat milk"]
    sound(desk)


def test_a_file_goes_on_changing_a_merged_card_and_is_taken_back(desk: Desk) -> None:
    importing.import_customers(desk, file(desk, CARDS))
    zoja, eva = id_of(desk, "G1"), id_of(desk, "G2")
    merging.merge(desk, eva, zoja)
    assert isinstance(desk.clock, Clock)
    desk.clock.forward(hours=1)
    assert importing.import_customers(desk, file(desk, NEWER)).changed == 2
    undoing_imports.undo(desk, CUSTOMERS, undoing_imports.look(desk, CUSTOMERS).done.id)
    with reading(desk.store) as connection:
        card = customers.get(connection, zoja)
    assert card is not None and card.phone == "+371 29 777 123"


def test_an_import_that_changed_a_card_merged_since_is_not_undone_behind_the_merging(desk: Desk) -> None:
    other = make_guest(desk, "Eva Senā")
    importing.import_customers(desk, file(desk, CARDS))
    importing.import_customers(desk, file(desk, NEWER))
    eva = id_of(desk, "G2")
    merging.merge(desk, other.customer, eva)
    done = undoing_imports.look(desk, CUSTOMERS)
    undoing_imports.undo(desk, CUSTOMERS, done.done.id)
    with reading(desk.store) as connection:
        kept, merged = customers.get(connection, other.customer), customers.get(connection, eva)
    assert kept is not None and merged is not None
    assert kept.phone == merged.phone, "what the person is said to have is said by one of their cards"
