"""The customer's card as a room: read in the order of need, opened from everywhere, about one of the stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import uidesk
from card_driving import NAME, guest, open_card, talked
from desk_driving import on_screen
from uidesk import drawn, ready

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, editing_card, noting, preferring
from frontdesk.desk.promises import promising
from frontdesk.ui.screens.card_sheet import CardScreen
from frontdesk.ui.screens.desk import DeskScreen
from frontdesk.ui.widgets.card_rows import NOTE, ORDER, PROMISE


async def test_the_sections_stand_in_the_order_of_need_and_enter_on_a_stay_makes_the_talk_about_it(
    folder: Path,
) -> None:
    desk, talk = talked(folder)
    customer = str(talk.customer_id)
    preferring.prefer(desk, customer, "oat milk", whose="her daughter")
    preferring.prefer(desk, customer, "late breakfast", this_time=True, conversation_id=talk.id)
    noting.note(desk, customer, "a written confirmation helps " * 12)
    editing_card.edit(desk, customer, {"hours": "not before 10"})
    stays = {each.label.split(" until")[0]: each.id for each in talk.orders}
    async with open_card(folder, talk, key="з") as (card, _hand, pilot):
        text = card.rows.text
        order = ["WHO", "PROMISED", "ORDERS AND STAYS", "LIKES", "NOTES", "BELONGS", "FACTS", "GIVEN", "CHANGED ON"]
        places = [text.index(each) for each in order]
        assert places == sorted(places)
        assert text.index("late breakfast") < text.index("oat milk"), "what ends with this stay stands first"
        assert "says her daughter" in text and "this time" in text and "reached 10-24" in text
        assert "import guests.csv" in text and "paid 100.00 of 540.00" in text
        assert max(map(len, drawn(pilot.app).splitlines())) <= 80
        card.rows.mark(ORDER + stays["Room 414"])
        await pilot.press("enter")
        await ready(pilot)
        assert "the conversation is about: Room 414" in drawn(pilot.app)
        assert "● Room 414" in card.rows.text and "○ Room 412" in card.rows.text
        line = NOTE + cards.card(desk, customer).notes[0].id
        card.rows.mark(line)
        shut = len(card.rows.rows)
        await pilot.press("enter")
        assert len(card.rows.rows) > shut, "Enter shows all of a long note"
        await pilot.press("escape")
        await ready(pilot)
        assert isinstance(pilot.app.screen, DeskScreen)
        assert "now    late breakfast" in drawn(pilot.app)
    assert talking.view(desk, talk.id).order_id == stays["Room 414"]


async def test_from_the_start_the_key_opens_the_card_of_whom_the_search_marked(folder: Path) -> None:
    guest(folder)
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"krist")
        await ready(pilot)
        await pilot.press("down", "p")
        await ready(pilot)
        assert isinstance(app.screen, CardScreen) and NAME in drawn(app)
        app.screen.rows.mark(ORDER + cards.card(app.screen._desk, app.screen._customer_id).orders[0].id)
        await pilot.press("enter")
        assert "open the card from a conversation" in drawn(app)
        await pilot.press("escape", "up", "ctrl+o")
        await ready(pilot)
        assert isinstance(app.screen, CardScreen), "also while the search has the focus"
        await pilot.press("escape", "down", "k")
        await ready(pilot)
        assert not isinstance(app.screen, CardScreen), "k says in every room that a promise was kept, and nothing else"
        assert [each.message for each in app._notifications] == ["a promise is kept: mark its line first"]


async def test_from_the_start_the_key_opens_the_card_of_whoever_waits(folder: Path) -> None:
    clock = uidesk.Clock()
    uidesk.with_promises(folder, clock)
    app = uidesk.app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("down", "p")
        await ready(pilot)
        assert isinstance(app.screen, CardScreen) and NAME in drawn(app)


async def test_without_a_customer_the_key_says_how_one_is_found(folder: Path) -> None:
    desk = uidesk.opened(folder)
    talk = talking.hear(desk, talking.start(desk, name="Walter").id, "The heating is dead")
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        await pilot.press("f4", "p")
        await ready(pilot)
        assert "no customer is known here yet · F2 finds one" in drawn(app)
        await pilot.press("f6")
        await ready(pilot)
        await pilot.press("p")
        await ready(pilot)
        assert not isinstance(app.screen, CardScreen)


async def test_enter_on_a_promise_opens_the_conversation_in_which_it_was_made(folder: Path) -> None:
    desk, talk = talked(folder)
    before = talking.hear(desk, talking.start(desk, customer_id=talk.customer_id).id, "late checkout")
    promise = promising.promise(desk, before.id, "two extra pillows", uidesk.NOW + timedelta(hours=2))
    async with open_card(folder, talk) as (card, _hand, pilot):
        assert "two extra pillows" in card.rows.text
        card.rows.mark(PROMISE + promise.id)
        await pilot.press("enter")
        await ready(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, DeskScreen) and screen.conversation_id == before.id
