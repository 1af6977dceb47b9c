"""The conversation on the screen, end to end: listen, act, promise, close."""

from __future__ import annotations

from pathlib import Path

import pytest
import uidesk
from desk_driving import WORDS, Hand, begun, given, heard, hotel, on_screen, shown, until

from frontdesk.desk.conversations import talking
from frontdesk.desk.views import Heard

GESTURES = ("Free drink", "Part of the bill", "Make it right", "Late checkout", "8.00", "150.00")


@pytest.fixture
def hotel_folder(folder: Path) -> Path:
    hotel(folder)
    return folder


async def test_the_heating_story_takes_six_keys_beside_the_words(hotel_folder: Path) -> None:
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await uidesk.ready(pilot)
        await hand.write("bērz")
        keys = 0
        for key in ("enter", WORDS, "enter", "1", "enter", "6", "enter"):
            if key == WORDS:
                await hand.write(key)
            else:
                await hand.press(key)
                keys += 1
        await until(pilot, lambda: "given 14:32" in shown(app))
        assert keys <= 6
        screen = app.screen
        desk = uidesk.opened(hotel_folder)
        talk = talking.view(desk, screen.conversation_id)  # type: ignore[attr-defined]  # a DeskScreen
    assert (talk.request, talk.heard, talk.situation) == (WORDS, Heard.AGREED, "room_fault")
    assert [line.gesture for line in talk.given] == ["luggage"]


async def test_before_the_request_is_heard_nothing_can_be_seen_or_reached(hotel_folder: Path) -> None:
    desk, talk = begun(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(120, 36)) as pilot:
        await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("f4")
        for key in ("2", "3", "4", "5", "6", "7", "enter", "u", "f4", "2"):
            await hand.press(key)
        text = shown(app)
    assert not [each for each in GESTURES if each in text]
    assert given(desk, talk.id) == []


async def test_read_back_is_one_key_and_a_change_of_words_closes_the_gestures_again(hotel_folder: Path) -> None:
    desk, talk = begun(hotel_folder, request=WORDS)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("enter", "enter")
        await until(pilot, lambda: screen.heard)
        assert "Free drink" in shown(app)
        await hand.press("f3", "f3")
        assert app.focused is screen.steps.request
        await hand.write("!")
        await hand.press("escape")
        await until(pilot, lambda: not screen.heard)
        assert "Free drink" not in shown(app)
    assert talking.view(desk, talk.id).heard is Heard.NOT_YET


async def test_an_emergency_is_one_key_and_is_recorded(hotel_folder: Path) -> None:
    desk, talk = begun(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        await Hand(pilot).press("f8")
        await until(pilot, lambda: app.focused is screen.bar)
        assert "Not read back: emergency" in shown(app)
    assert talking.view(desk, talk.id).heard is Heard.SKIPPED


async def test_what_is_typed_is_saved_and_the_conversation_resumes(hotel_folder: Path) -> None:
    desk, talk = begun(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        await Hand(pilot).write("Only the po")
        await until(pilot, lambda: talking.view(desk, talk.id).request == "Only the po")
    again = uidesk.app_on(hotel_folder)
    async with again.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        assert again.focused is screen.steps.request
        await Hand(pilot).write("ol")
        screen.save_draft()
        await until(pilot, lambda: talking.view(desk, talk.id).request == "Only the pool")


async def test_what_is_typed_is_kept_when_the_person_goes_elsewhere_at_once(hotel_folder: Path) -> None:
    desk, talk = begun(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.write("brief")
        await hand.press("f2")
        await until(pilot, lambda: talking.view(desk, talk.id).request == "brief")


async def test_a_promise_is_three_keys_and_its_words(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("f5")
        assert app.focused is screen.promising.next
        await hand.write("an electric heater")
        await hand.press("enter", "2")
        await until(pilot, lambda: "promised: an electric heater" in shown(app))
        assert "18:00 Anna: an" in shown(app)
    [promise] = talking.view(desk, talk.id).promises
    assert (promise.text, promise.owner) == ("an electric heater", "Anna")


async def test_another_time_can_be_typed_and_a_wrong_one_is_answered(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("f5")
        await hand.write("a call")
        await hand.press("enter", "0")
        await hand.write("soon")
        await hand.press("enter")
        await until(pilot, lambda: "soon is not a time" in shown(app))
        await hand.press(*["backspace"] * 4)
        await hand.write("16:00")
        await hand.press("enter")
        await until(pilot, lambda: "promised: a call" in shown(app))
    assert len(talking.view(desk, talk.id).promises) == 1


async def test_the_cause_opens_only_after_a_solution_or_a_promise(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("f9", "4")
        assert "The cause comes last" in shown(app)
        assert screen.closing.cause.disabled
        await hand.press("escape", "6", "enter")
        await until(pilot, lambda: given(desk, talk.id) != [])
        await hand.press("f9", "4")
        assert app.focused is screen.closing.cause
        await hand.write("an error in the document")
        await hand.press("enter")
        await until(pilot, lambda: talking.view(desk, talk.id).cause == "an error in the document")


async def test_closing_says_what_is_missing_and_nothing_owed_is_a_choice(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("f9", "1")
        await until(pilot, lambda: "Before the close" in shown(app))
        assert talking.view(desk, talk.id).open
        await hand.press("3")
        await until(pilot, lambda: not talking.view(desk, talk.id).open)


async def test_one_of_several_stays_is_chosen_by_one_key(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder, "Two Stays")
    assert talk.order_id is None
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("f7", "f7", "2")
        await until(pilot, lambda: screen.talk is not None and screen.talk.order_id is not None)
        assert app.focused is screen.bar
    chosen = talking.view(desk, talk.id)
    assert chosen.order_id == chosen.orders[1].id


async def test_somebody_without_a_name_is_heard_like_anybody(hotel_folder: Path) -> None:
    desk = uidesk.opened(hotel_folder)
    talk = talking.start(desk)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        assert "Unnamed customer" in shown(app)
        await hand.write("a towel")
        await hand.press("enter", "enter", "6", "enter")
        await until(pilot, lambda: given(desk, talk.id) == [("luggage", None, False)])


async def test_a_hostile_name_and_hostile_words_are_text(hotel_folder: Path) -> None:
    from frontdesk.desk.customers import cards

    desk = uidesk.opened(hotel_folder)
    card = cards.new_customer(desk, uidesk.HOSTILE, likes=(uidesk.HOSTILE,))
    talk = talking.start(desk, customer_id=card.id, request=uidesk.HOSTILE)
    talk = talking.hear(desk, talk.id)
    talking.wish(desk, talk.id, uidesk.HOSTILE)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(160, 36)) as pilot:
        await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        assert "Zed [/foo] [@click=app.save_and_quit]" in shown(app)
        await hand.press("6")
        assert "[@click=app.save_and_quit]" in shown(app)
        for x in range(2, 40, 3):
            await pilot.click("#card", offset=(x, 0))
        await hand.press("escape", "f9")
        assert "\x1b]" not in shown(app) and "\u202e" not in shown(app)
        assert app.is_running


async def test_a_situation_asks_its_facts_at_once_and_escape_leaves_them_for_later(hotel_folder: Path) -> None:
    path = hotel_folder / "guidelines.yaml"
    path.write_text(path.read_text("utf-8").replace("first: [snack], ask: []", "first: [snack], ask: [delay_minutes]"))
    desk, talk = begun(hotel_folder, request=WORDS)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("enter", "2")
        await until(pilot, lambda: "How late are we (minutes)?" in shown(app))
        assert not [each for each in GESTURES if each in shown(app)]
        await hand.press("escape")
        await until(pilot, lambda: "Did they agree?" in shown(app))
        await hand.press("2")
        await until(pilot, lambda: "How late are we (minutes)?" in shown(app))
        await hand.write("soon")
        await hand.press("enter")
        await until(pilot, lambda: "number" in shown(app))
        assert talking.view(desk, talk.id).answers == ()
        await hand.press(*["backspace"] * 4, gap=0.12)
        await hand.write("25")
        await hand.press("enter")
        await until(pilot, lambda: "Did they agree?" in shown(app))
        assert screen.talk is not None
        assert dict(screen.talk.answers) == {"delay_minutes": "25"}
        await hand.press("enter", "7", "enter")
        await until(pilot, lambda: given(desk, talk.id) == [("snack", 400, False)])


async def test_a_closed_conversation_offers_nothing_that_it_would_refuse(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    talking.close(desk, talk.id, nothing_owed=True)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        await until(pilot, lambda: "F2 and the name begin a new one" in shown(app))
        assert "YOU CAN DO THIS NOW" not in shown(app) and "Free drink" not in shown(app)
        for key in ("2", "f5", "f9"):
            await Hand(pilot).press(key)
            assert screen.panel is None and "closed" in screen.notice.text


async def test_a_moment_that_is_not_good_becomes_a_promise_with_a_time(hotel_folder: Path) -> None:
    """Scenario 000-4, before anything else: nothing was heard yet, and still there is something to agree on."""
    desk, talk = begun(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        assert "Not a good moment? F5 promises a time" in shown(app)
        hand = Hand(pilot)
        await hand.press("f5")
        await hand.write("call back when it suits")
        await hand.press("enter", "1")
        await until(pilot, lambda: bool(talking.view(desk, talk.id).promises))
    (promise,) = talking.view(desk, talk.id).promises
    assert (promise.text, promise.owner) == ("call back when it suits", "Anna")
    assert talking.view(desk, talk.id).heard is Heard.NOT_YET
