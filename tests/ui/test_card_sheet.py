"""The customer's card as a room: read in the order of need, written on in place, struck out and put back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uidesk
from desk_driving import Hand, on_screen, until
from textual.pilot import Pilot
from uidesk import HOSTILE, HOSTILE_SHOWN, drawn, ready

from frontdesk.desk import cards, drafting, editing_card, finding, importing, noting, preferring, relating, talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.views import Talk
from frontdesk.ui.guard import HOLD_SECONDS
from frontdesk.ui.screens.card_belongs import BelongsForm
from frontdesk.ui.screens.card_forms import EditForm, NoteForm, PreferForm
from frontdesk.ui.screens.card_sheet import CardScreen
from frontdesk.ui.screens.desk import DeskScreen
from frontdesk.ui.screens.form_draft import Drafted
from frontdesk.ui.widgets.card_rows import FIELD, GROUP, LIKE, MEMBER, NOTE, ORDER

NAME = "Kristīne Bērziņa"


def guest(folder: Path, name: str = NAME) -> tuple[Desk, str]:
    """A guest with two stays that go on, on the hotel's own guidelines."""
    guests, stays = folder / "guests.csv", folder / "stays.csv"
    guests.write_text(f"id,name,phone,tier,visits\ng1,{name},+371 26 123 456,gold,3\n", encoding="utf-8")
    stays.write_text(
        "order_id,customer_id,label,room,from,to,total,paid\n"
        "s1,g1,Room 412,412,2026-11-20,2026-11-23,540.00,100.00\n"
        "s2,g1,Room 414,414,2026-11-20,2026-11-23,540.00,540.00\n",
        encoding="utf-8",
    )
    desk = uidesk.opened(folder)
    importing.import_customers(desk, guests)
    importing.import_orders(desk, stays)
    return desk, finding.find(desk, "26 123 456")[0].id


def talked(folder: Path) -> tuple[Desk, Talk]:
    desk, customer = guest(folder)
    return desk, talking.hear(desk, talking.start(desk, customer_id=customer).id, "The heating is dead")


@asynccontextmanager
async def open_card(
    folder: Path, talk: Talk, *, size: tuple[int, int] = (80, 24), key: str = "k"
) -> AsyncIterator[tuple[CardScreen, Hand, Pilot[Any]]]:
    """The card over its conversation."""
    app = uidesk.app_on(folder)
    async with app.run_test(size=size) as pilot:
        await on_screen(pilot, talk.id)
        await pilot.press("f4", key)
        await pilot.pause(2 * HOLD_SECONDS)
        await ready(pilot)
        assert isinstance(app.screen, CardScreen), drawn(app)
        yield app.screen, Hand(pilot), pilot


async def form(pilot: Pilot[Any], kind: type[Drafted[Any]]) -> Any:
    """The form in front, once it has looked for its draft."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and pilot.app.screen._draft is not None)
    return pilot.app.screen


async def back_on(pilot: Pilot[Any], card: CardScreen) -> None:
    await until(pilot, lambda: pilot.app.screen is card)
    await ready(pilot)


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
    async with open_card(folder, talk, key="л") as (card, _hand, pilot):
        text = card.rows.text
        order = ["WHO", "PROMISED", "ORDERS AND STAYS", "LIKES", "NOTES", "BELONGS", "FACTS", "GIVEN", "CHANGED ON"]
        places = [text.index(each) for each in order]
        assert places == sorted(places)
        assert text.index("late breakfast") < text.index("oat milk"), "what ends with this stay stands first"
        assert "says her daughter" in text and "this time" in text and "reached 10-24" in text
        assert "import guests.csv" in text and "100.00 of 540.00 paid" in text
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


async def test_a_preference_is_noted_struck_out_with_one_key_and_put_back_with_another(folder: Path) -> None:
    desk, talk = talked(folder)
    customer = str(talk.customer_id)
    async with open_card(folder, talk) as (card, hand, pilot):
        await hand.press("p")
        await form(pilot, PreferForm)
        await hand.write("oat milk")
        await hand.press("enter")
        await hand.write("her daughter")
        await hand.press("enter", "2")
        await back_on(pilot, card)
        (kept,) = cards.card(desk, customer).preferences
        assert (kept.text, kept.whose, kept.lasting) == ("oat milk", "her daughter", False)
        assert card.rows.marked == LIKE + kept.id, "what was noted is marked: one key strikes it out"
        await pilot.press("ч")  # the x of a Cyrillic keyboard
        await ready(pilot)
        assert cards.card(desk, customer).preferences == ()
        assert "✗ oat milk" in card.rows.text
        await pilot.press("u")
        await ready(pilot)
        assert [each.text for each in cards.card(desk, customer).preferences] == ["oat milk"]
        assert "✗" not in card.rows.text
        await pilot.press("u")
        assert "nothing was struck out" in drawn(pilot.app)


async def test_an_unkind_word_stays_in_the_form_with_the_hint_and_as_a_draft(folder: Path) -> None:
    desk, talk = talked(folder)
    customer = str(talk.customer_id)
    async with open_card(folder, talk) as (card, hand, pilot):
        await hand.press("n")
        note = await form(pilot, NoteForm)
        assert "What does this person need, what works?" in drawn(pilot.app)
        await hand.write("such an idiot")
        await hand.press("enter")
        await ready(pilot)
        said = " ".join(drawn(pilot.app).replace("│", " ").split())
        assert "says what somebody is, not what happened" in said and "what helped." in said, "the whole hint"
        assert note.words.text == "such an idiot"
        note.save_draft()
        await ready(pilot)
        assert drafting.draft(desk, "card note", customer) == {"words": "such an idiot"}
        assert cards.card(desk, customer).notes == ()
        note.words.load_text("pays with 4111 1111 1111 1111, speaks quietly")
        await hand.press("enter")
        await back_on(pilot, card)
        (kept,) = cards.card(desk, customer).notes
        assert "1111 1111" not in kept.text and "speaks quietly" in kept.text
        assert "(card number not kept)" in card.rows.text
        assert drafting.draft(desk, "card note", customer) == {}, "what was kept is no draft any more"


async def test_a_field_is_edited_in_its_line_and_who_may_not_is_told_who_may(folder: Path) -> None:
    desk, talk = talked(folder)
    customer = str(talk.customer_id)
    async with open_card(folder, talk) as (card, hand, pilot):
        card.rows.mark(FIELD + "tier")
        await hand.press("enter")
        assert pilot.app.screen is card
        assert "tier: this comes from your own system. Ask" in drawn(pilot.app)
        card.rows.mark(FIELD + "hours")
        await hand.press("enter")
        await form(pilot, EditForm)
        await hand.write("whenever")
        await hand.press("enter")
        await ready(pilot)
        assert "are not hours" in drawn(pilot.app), "what does not fit is named, and stays"
        edit = await form(pilot, EditForm)
        edit.line.value = "9-12"
        await hand.press("enter")
        await back_on(pilot, card)
        assert cards.card(desk, customer).hours == "9-12"
        assert "hours: 9-12" in card.rows.text, "what changed stands on the card"
        await pilot.press("u")
        await ready(pilot)
        assert cards.card(desk, customer).hours == ""
        assert "undone" in card.rows.text


async def test_who_belongs_together_is_found_by_name_and_left_and_joined_again(folder: Path) -> None:
    desk, talk = talked(folder)
    customer = str(talk.customer_id)
    other = cards.new_customer(desk, "Marta " + HOSTILE, phone="+371 29 000 111")
    async with open_card(folder, talk) as (card, hand, pilot):
        await hand.press("b")
        belongs = await form(pilot, BelongsForm)
        await hand.write("29000111")
        await until(pilot, lambda: belongs._found_for == "29000111")
        assert "Marta Zed" in belongs.rows.text
        await hand.press("enter", "1")
        await hand.write("daughter")
        await hand.press("enter")
        await back_on(pilot, card)
        (group,) = relating.of_customer(desk, customer)
        assert (group.kind, group.role, group.members[0].customer_id) == ("household", "daughter", other.id)
        card.rows.mark(GROUP + group.id)
        await pilot.press("x")
        await ready(pilot)
        assert relating.of_customer(desk, customer) == ()
        await pilot.press("u")
        await ready(pilot)
        assert [each.role for each in relating.of_customer(desk, customer)] == ["daughter"]
        card.rows.mark(f"{MEMBER}{group.id}:{other.id}")
        await pilot.press("enter")
        await ready(pilot)
        assert pilot.app.screen is not card and "Marta " + HOSTILE_SHOWN[:20] in drawn(pilot.app)
        await pilot.press("escape")
        await back_on(pilot, card)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_hostile_and_endless_names_stay_in_their_lines(folder: Path, size: tuple[int, int]) -> None:
    desk, customer = guest(folder)
    editing_card.edit(desk, customer, {"name": HOSTILE + " x" * 20, "channel": "[b]" + "w" * 50})
    noting.note(desk, customer, HOSTILE + "\n" + "n" * 1500)
    preferring.prefer(desk, customer, HOSTILE, whose="[red]" + "q" * 100)
    relating.make(desk, customer, "company", HOSTILE, "[/b]")
    talk = talking.hear(desk, talking.start(desk, customer_id=customer).id, "heating")
    async with open_card(folder, talk, size=size) as (card, _hand, pilot):
        screen = drawn(pilot.app)
        assert HOSTILE_SHOWN in screen and "[red]" in card.rows.text and "company Zed [/foo]" in card.rows.text
        assert max(map(len, screen.splitlines())) <= size[0]
        assert not {"\x1b", "\x07", "\u202e"} & set(card.rows.text)
        for key in ("p", "n", "b", "enter"):
            await pilot.press(key)
            await ready(pilot)
            assert pilot.app.screen is not card and "Zed [/foo]" in drawn(pilot.app)
            await pilot.press("escape")
            await back_on(pilot, card)


async def test_from_the_start_the_key_opens_the_card_of_whom_the_search_marked(folder: Path) -> None:
    guest(folder)
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"krist")
        await ready(pilot)
        await pilot.press("down", "k")
        await ready(pilot)
        assert isinstance(app.screen, CardScreen) and NAME in drawn(app)
        app.screen.rows.mark(ORDER + cards.card(app.screen._desk, app.screen._customer_id).orders[0].id)
        await pilot.press("enter")
        assert "open the card from a conversation" in drawn(app)
        await pilot.press("escape", "up", "ctrl+o")
        await ready(pilot)
        assert isinstance(app.screen, CardScreen), "also while the search has the focus"
