"""Giving: what a digit, Enter, a burst, a paste and a held key do, and what they never do (rules K1 to K7)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import uidesk
from desk_driving import WORDS, Hand, given, heard, hotel, on_screen, settled, shown, until
from textual import events
from textual.widget import Widget

from frontdesk.desk.conversations import talking
from frontdesk.desk.gestures import giving
from frontdesk.desk.imports import importing
from frontdesk.desk.views import Preview
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store
from frontdesk.store.transaction import writing


@pytest.fixture
def hotel_folder(folder: Path) -> Path:
    hotel(folder)
    return folder


async def test_one_press_is_given_at_once_and_u_takes_it_back_once(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("2")
        await until(pilot, lambda: "given 14:32 · Free drink 8.00 · press again for another" in shown(app))
        await hand.press("enter")  # it does nothing here, and says so beside what can be taken back
        await until(pilot, lambda: "the digit beside a gesture opens it" in shown(app))
        assert "[u take back]" in shown(app)
        await hand.press("г")
        await until(pilot, lambda: "taken back 14:32" in shown(app))
        assert given(desk, talk.id) == [("free_drink", 800, True)]
        await hand.press("u")
        await until(pilot, lambda: "already taken back" in shown(app))
        await hand.press("2")
        await until(pilot, lambda: len(given(desk, talk.id)) == 2)


async def test_the_chip_is_reached_without_any_letter(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("2")
        await until(pilot, lambda: given(desk, talk.id) != [])
        await settled(pilot)
        await hand.press("tab")
        assert app.focused is screen.notice
        await hand.press("enter")
        await until(pilot, lambda: given(desk, talk.id) == [("free_drink", 800, True)])


async def test_a_burst_gives_nothing_and_says_so(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        for keys in (("2", "2"), ("6", "enter"), ("2", "a"), tuple("call 2 2 6")):
            await hand.burst(*keys)
            assert "several keys at once" in shown(app)
            assert app.focused is screen.bar
        assert given(desk, talk.id) == []
        await hand.press("2")
        await until(pilot, lambda: len(given(desk, talk.id)) == 1)


async def test_a_burst_closes_an_open_preview_and_gives_nothing(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("6")
        assert app.focused is screen.preview
        await hand.burst("enter", "1")
        assert app.focused is screen.bar
        assert "several keys at once" in shown(app)
    assert given(desk, talk.id) == []


async def test_pasted_text_gives_nothing_and_says_so(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        app.post_message(events.Paste("2\n2\n"))
        await settled(pilot)
        assert "pasted text gives nothing" in shown(app)
        await hand.press("6")
        app.post_message(events.Paste("\n"))
        await settled(pilot)
        assert app.focused is screen.bar
    assert given(desk, talk.id) == []


async def test_a_held_digit_is_one_gesture(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("2")
        await until(pilot, lambda: "press again for another" in shown(app))
        for gap in (0.5, *(0.04 for _ in range(20))):
            hand.send("2", gap)
        await settled(pilot)
        assert "press again for another" in shown(app)
        assert given(desk, talk.id) == [("free_drink", 800, False)]
        await hand.press("2")
        await until(pilot, lambda: len(given(desk, talk.id)) == 2)


async def test_an_enter_soon_after_the_one_that_opened_the_preview_gives_unless_it_is_held(hotel_folder: Path) -> None:
    """A quick person lets the key go in between: nothing follows. A held key comes again and again."""
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        for repeats, count in ((12, 0), (0, 1)):
            await hand.press("6")
            await until(pilot, lambda: screen.preview.painted_at is not None)
            hand.at = (screen.preview.painted_at or 0.0) + 0.4
            screen.guard.prime("enter", hand.at - 0.5)
            for gap in (0.0, *(0.033 for _ in range(repeats))):
                hand.send("enter", gap)
            await settled(pilot)
            assert len(given(desk, talk.id)) == count, shown(app)
            if repeats:
                assert "press Enter once more" in shown(app)
                await hand.press("escape")


async def test_the_same_digit_soon_again_shows_the_preview_first(hotel_folder: Path) -> None:
    """A number typed into the wrong window ("2 9 2") must not give twice without a look."""
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("2")
        await until(pilot, lambda: len(given(desk, talk.id)) == 1)
        await hand.press("9", "2", gap=0.3)
        assert app.focused is screen.preview
    assert len(given(desk, talk.id)) == 1


async def test_enter_gives_only_what_could_be_read(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("6")
        await until(pilot, lambda: screen.preview.painted_at is not None)
        painted = screen.preview.painted_at or 0.0
        hand.at = painted - 0.2
        event = events.Key("enter", "\r")
        event.time = hand.at = painted + 0.29
        screen.guard.prime("6", painted - 0.1)
        app.post_message(event)
        await settled(pilot)
        assert "press Enter once more" in shown(app)
        assert given(desk, talk.id) == []
        await hand.press("enter")
        await until(pilot, lambda: len(given(desk, talk.id)) == 1)


async def test_a_preview_stays_when_the_focus_of_what_stood_there_before_comes_late(hotel_folder: Path) -> None:
    """On a busy machine Textual gives the focus of a hidden widget on before it does what was asked for earlier."""
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        opened = giving.open_gesture(desk, talk.id, "luggage")
        assert isinstance(opened, Preview)
        screen.close_panel()
        screen._look(opened)
        screen.set_focus(screen.preview)
        await settled(pilot)
        assert app.focused is screen.preview and screen.preview.preview is opened


@pytest.mark.parametrize("key", ["escape", "tab", "f2", "f6", "1", "x", "up", "ctrl+q", "u"])
async def test_any_other_key_closes_the_preview_and_does_nothing_else(hotel_folder: Path, key: str) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("6", key)
        assert app.screen is screen
        assert app.focused is screen.bar
        assert app.is_running
    assert given(desk, talk.id) == []


async def test_an_amount_and_a_sentence_come_before_the_preview(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("4")
        await hand.write("a warm room")
        await hand.press("enter")
        await until(pilot, lambda: "How much?" in shown(app))
        assert "50.00" in shown(app)
        await hand.write("9999")
        await hand.press("enter")
        await until(pilot, lambda: app.focused is screen.ways)
        assert "Up to 300.00 by yourself." in shown(app)
        await hand.press("1")
        await until(pilot, lambda: "Make it right · 300.00" in shown(app) and screen.writing)
        await hand.write("no heat for a night")
        await hand.press("enter")
        await until(pilot, lambda: app.focused is screen.preview)
        assert "300.00" in shown(app) and "no heat for a night" in shown(app)
        await hand.press("enter")
        await until(pilot, lambda: given(desk, talk.id) == [("make_it_right", 30000, False)])
    assert talking.view(desk, talk.id).wish == "a warm room"


async def test_tab_stays_within_what_is_being_filled_in(hotel_folder: Path) -> None:
    """Nobody who fills in a form writes on in the customer's words, which would have to be read back again."""
    desk, talk = heard(hotel_folder)
    talking.wish(desk, talk.id, "")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        for opens, panel in (("4", screen.fields), ("f5", screen.promising), ("f9", screen.closing)):

            def within(panel: Widget = panel) -> bool:
                return screen.focused is not None and panel in screen.focused.ancestors_with_self

            await hand.press(opens)
            await until(pilot, within)
            for key in ("tab", "tab", "shift+tab", "tab", "tab"):
                await hand.press(key)
                await settled(pilot)
                assert within()
            await hand.press("f4")
            await settled(pilot)
    assert talking.view(desk, talk.id).request == WORDS


async def test_a_wrong_amount_is_answered_with_its_bounds_and_stays(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    talking.wish(desk, talk.id, "")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("4")
        await hand.write("a lot")
        await hand.press("enter")
        await until(pilot, lambda: "a lot is not an amount" in shown(app))
        assert "…" not in shown(app).split("a lot is not an amount")[1].split("F2")[0], "the remedy is read whole"
        assert "Why" not in shown(app)
        await hand.write("60")
        await hand.press("enter")
        await until(pilot, lambda: "Make it right · 60" in shown(app))
        assert "Why, in one sentence?" in shown(app)


async def test_no_sentence_is_asked_for_an_amount_that_needs_none(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("3")
        await until(pilot, lambda: "How much?" in shown(app) and screen.writing)
        await hand.write("50")
        await hand.press("enter")
        await until(pilot, lambda: app.focused is screen.preview)
        await hand.press("enter")
        await until(pilot, lambda: given(desk, talk.id) == [("part_of_bill", 5000, False)])


async def test_answers_that_do_not_fit_side_by_side_stand_below_each_other(hotel_folder: Path) -> None:
    path = hotel_folder / "guidelines.yaml"
    names = ("Room fault or noise", "Nothing is ready for the guest", "Something was left behind")
    text = path.read_text("utf-8").replace("Room not ready,", f"{names[1]},")
    text = text.replace("situations:\n", f"situations:\n  left: {{label: {names[2]}, ask: []}}\n", 1)
    text = text.replace(
        "  luggage:\n", "  taxi: {key: 8, label: Taxi, kind: errand, amount: 9.00, situations: [left]}\n  luggage:\n"
    )
    path.write_text(text, encoding="utf-8")
    _desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        assert not screen.desk.problems
        hand = Hand(pilot)
        await hand.press("8")
        await until(pilot, lambda: all(f"{name}" in shown(app) for name in names))
        await hand.press("1")
        await until(pilot, lambda: app.focused is screen.preview)


async def test_not_now_answers_with_ways_that_are_one_key_each(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        assert "NOT NOW" in shown(app)
        await hand.press("5")
        await until(pilot, lambda: app.focused is screen.ways)
        await hand.press("9")
        assert app.focused is screen.ways
        await hand.burst("1", "1")
        assert given(desk, talk.id) == []
        await hand.press("1")
        await until(pilot, lambda: app.focused is screen.preview)
        await hand.press("enter")
        await until(pilot, lambda: given(desk, talk.id) == [("luggage", None, False)])


async def test_asking_the_lead_becomes_a_promise_with_a_time(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("5")
        await until(pilot, lambda: app.focused is screen.ways)
        asks = [str(at) for at, way in enumerate(screen.ways.ways, 1) if "lead" in way.label.lower()]
        promise = str(len(screen.ways.ways))
        await hand.press((asks or [promise])[0])
        await until(pilot, lambda: app.focused is screen.promising.when)
        await hand.press("1")
        await until(pilot, lambda: len(talking.view(desk, talk.id).promises) == 1)
    assert "Late checkout" in talking.view(desk, talk.id).promises[0].text


async def test_an_asked_fact_is_written_down_as_it_was_said(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("7")
        await until(pilot, lambda: "How late are we" in shown(app))
        await hand.write("25")
        await hand.press("enter")
        await until(pilot, lambda: app.focused is screen.preview)
        await hand.press("enter")
        await until(pilot, lambda: given(desk, talk.id) == [("snack", 400, False)])
    assert talking.view(desk, talk.id).answers == (("delay_minutes", "25"),)


async def test_which_stay_is_asked_with_one_key(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder, "Two Stays")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("2")
        await until(pilot, lambda: screen.panel is screen.fields)
        assert "1 Room" in shown(app) and "2 Room" in shown(app)
        await hand.press("2")
        await until(pilot, lambda: app.focused is screen.preview)
    assert given(desk, talk.id) == []


async def test_a_locked_database_gives_nothing_and_the_same_attempt_is_made_again(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("6")
        await until(pilot, lambda: app.focused is screen.preview)
        preview = screen.preview.preview
        free, held = threading.Event(), threading.Event()

        def hold() -> None:
            with writing(desk.store):
                held.set()
                free.wait(uidesk.PATIENCE_SECONDS)

        other = threading.Thread(target=hold)
        other.start()
        held.wait(uidesk.PATIENCE_SECONDS)
        await hand.press("enter")
        await until(pilot, lambda: "nothing was given · Enter tries again" in shown(app))
        assert screen.preview.preview is preview
        free.set()
        other.join()
        assert given(desk, talk.id) == []
        await hand.press("enter")
        await until(pilot, lambda: given(desk, talk.id) == [("luggage", None, False)])


async def test_the_fate_of_the_last_attempt_is_told_when_the_conversation_is_resumed(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    for key, told in (("6", "nothing was recorded"), ("enter", "given 14:32")):
        app = uidesk.app_on(hotel_folder)
        async with app.run_test(size=(80, 24)) as pilot:
            await on_screen(pilot, talk.id)
            await Hand(pilot).press(*(("6",) if key == "6" else ("6", "enter")))
        again = uidesk.app_on(hotel_folder)
        async with again.run_test(size=(80, 24)) as pilot:
            await on_screen(pilot, talk.id)
            assert told in shown(again)
    assert len(given(desk, talk.id)) == 1


async def test_a_preview_that_was_closed_is_not_asked_about_later(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        await Hand(pilot).press("6", "escape")
    assert talking.view(desk, talk.id).attempt_id is None
    again = uidesk.app_on(hotel_folder)
    async with again.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        assert "last time" not in shown(again)


async def test_new_guidelines_reach_an_open_conversation(hotel_folder: Path) -> None:
    _desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        assert "8.00" in shown(app)
        path = hotel_folder / "guidelines.yaml"
        path.write_text(path.read_text("utf-8").replace("amount: 8.00", "amount: 9.50"), encoding="utf-8")
        app._look_at_guidelines()
        await until(pilot, lambda: "9.50" in shown(app))
        assert "New guidelines since" in shown(app)
        await Hand(pilot).press("2")
        await until(pilot, lambda: bool(screen.talk and screen.talk.given))
        assert screen.talk is not None
        assert screen.talk.given[0].amount_minor == 950


async def test_everything_can_be_clicked_and_a_double_click_is_one(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        row = next(at for at, row in enumerate(screen.bar.rows) if row.line.gesture == "free_drink")
        await pilot.click("#bar", offset=(5, row), times=2)
        await until(pilot, lambda: given(desk, talk.id) != [])
        await settled(pilot)
        assert len(given(desk, talk.id)) == 1
        await pilot.click("#step-next")
        await until(pilot, lambda: screen.panel is screen.promising)


async def test_without_any_guidelines_people_are_heard_and_nothing_can_be_given(hotel_folder: Path) -> None:
    _desk, talk = heard(hotel_folder)
    (hotel_folder / "guidelines.yaml").write_text("gestures: [", encoding="utf-8")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        text = shown(app)
    assert "stays in force" in text
    assert "Free drink" in text


async def test_a_gesture_per_order_asks_for_the_number_where_no_order_is_known(hotel_folder: Path) -> None:
    guests = hotel_folder / "more.csv"
    guests.write_text("id,name\nw1,Walk In\n", encoding="utf-8")
    beside = uidesk.opened(hotel_folder)
    importing.import_customers(beside, guests)
    desk, talk = heard(hotel_folder, "Walk In")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("2")
        await until(pilot, lambda: "its number, as on the bill or the booking" in shown(app))
        await hand.write("A-4711")
        await hand.press("enter")
        await until(pilot, lambda: screen.panel is screen.preview)
        assert "A-4711" in [each.label for each in talking.view(desk, talk.id).orders]
        await hand.press("escape")
        await until(pilot, lambda: screen.panel is not screen.preview)


async def test_what_the_order_lacks_is_written_down_beside_the_ways_by_one_key(hotel_folder: Path) -> None:
    guests = hotel_folder / "more.csv"
    guests.write_text("id,name\nw1,Walk In\n", encoding="utf-8")
    importing.import_customers(uidesk.opened(hotel_folder), guests)
    _desk, talk = heard(hotel_folder, "Walk In")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("3")
        await until(pilot, lambda: screen.panel is screen.ways and "o write it down: which order" in shown(app))
        await hand.press("o")
        for said in ("A-4711", "54", "180"):
            await until(pilot, lambda: screen.panel is screen.fields)
            await hand.write(said)
            await hand.press("enter")
        await until(pilot, lambda: "How much?" in shown(app))
        assert "54.00" in shown(app)


async def test_another_order_than_those_that_are_known_is_one_key_and_its_number(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    talking.choose_order(desk, talk.id, "")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("2")
        await until(pilot, lambda: "2 another one" in shown(app))
        await hand.press("2")
        await until(pilot, lambda: "its number, as on the bill or the booking" in shown(app))
        await hand.write("B-5")
        await hand.press("enter")
        await until(pilot, lambda: screen.panel is screen.preview)
        assert "B-5" in [each.label for each in talking.view(desk, talk.id).orders]


class GoneAfterwards(Store):
    """A database that cannot be read any more once something was recorded in it, until it is `back`."""

    gone = False
    watched = False

    @contextmanager
    def borrowed(self) -> Iterator[Connection]:
        if self.gone:
            raise StoreUnavailable("The disk is gone.", "Plug it in.")
        with super().borrowed() as connection:
            before = connection.execute("SELECT count(*) FROM entries").fetchone()
            yield connection
            if self.watched and connection.execute("SELECT count(*) FROM entries").fetchone() != before:
                self.gone = True


async def test_what_was_recorded_is_said_to_be_though_the_screen_cannot_be_read_again(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        store = GoneAfterwards(screen.desk.store.path)
        screen.desk = replace(screen.desk, store=store)
        hand = Hand(pilot)
        await hand.press("6")
        store.watched = True
        await hand.press("enter")
        await until(pilot, lambda: "recorded · this screen is older" in shown(app))
        assert "nothing was given" not in shown(app)
        assert app.focused is screen.bar
    assert len(given(desk, talk.id)) == 1
