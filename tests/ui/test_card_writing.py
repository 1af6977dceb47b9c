"""Writing on a card: noted, refused with a hint, set right, struck out and put back; and names that are hostile."""

from __future__ import annotations

from pathlib import Path

import pytest
import uidesk
from card_driving import NAME, back_on, form, guest, open_card, talked
from desk_driving import until
from uidesk import HOSTILE, HOSTILE_SHOWN, drawn, ready

from frontdesk.desk.conversations import drafting, talking
from frontdesk.desk.customers import cards, editing_card, noting, preferring, relating
from frontdesk.desk.opening import as_person
from frontdesk.desk.people import staffing
from frontdesk.desk.privacy import privacy
from frontdesk.ui.screens.card_belongs import BelongsForm
from frontdesk.ui.screens.card_forms import EditForm, NoteForm, PreferForm
from frontdesk.ui.screens.card_sheet import CardScreen
from frontdesk.ui.widgets.card_rows import FIELD, GROUP, LIKE, MEMBER


async def test_a_preference_is_noted_struck_out_with_one_key_and_put_back_with_another(folder: Path) -> None:
    desk, talk = talked(folder)
    customer = str(talk.customer_id)
    async with open_card(folder, talk) as (card, hand, pilot):
        await hand.press("l")
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


async def test_what_was_noted_is_marked_also_when_another_desk_writes_in_that_moment(folder: Path) -> None:
    """The card is read again for the other desk, and what was asked before is void: `x` must not find another line."""
    desk, talk = talked(folder)
    kept = preferring.prefer(desk, str(talk.customer_id), "oat milk")
    async with open_card(folder, talk) as (card, _hand, pilot):
        await until(pilot, lambda: "oat milk" in card.rows.text)
        card._load(LIKE + kept.id)
        card._load()
        await ready(pilot)
        assert card.rows.marked == LIKE + kept.id


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
        for key in ("l", "n", "b", "enter"):
            await pilot.press(key)
            await ready(pilot)
            assert pilot.app.screen is not card and "Zed [/foo]" in drawn(pilot.app)
            await pilot.press("escape")
            await back_on(pilot, card)


async def test_what_was_being_written_when_the_line_dropped_waits_on_the_card(folder: Path) -> None:
    desk, talk = talked(folder)
    drafting.write(desk, "card note", str(talk.customer_id), {"words": "speaks qui"})
    async with open_card(folder, talk) as (_card, hand, pilot):
        assert "what you were writing on this card waits: n goes on with it" in drawn(pilot.app)
        await hand.press("n")
        note = await form(pilot, NoteForm)
        assert note.words.text == "speaks qui"


async def test_of_a_person_who_is_erased_meanwhile_nothing_stays_on_the_screen(folder: Path) -> None:
    desk, customer = guest(folder)
    staffing.add(desk, "Leader", "lead")
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"krist")
        await ready(pilot)
        await pilot.press("down", "p")
        await ready(pilot)
        card = app.screen
        assert isinstance(card, CardScreen) and NAME in drawn(app)
        privacy.erase(as_person(desk, "Leader"), customer, end=True)
        card._look()
        await ready(pilot)
        assert NAME not in drawn(app) and "was erased on" in drawn(app)
        await pilot.press("l", "n", "x", "u", "enter", "escape")
        await ready(pilot)
        assert app.screen is not card
