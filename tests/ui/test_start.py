"""The start: who waits, who is found, and the ways to somebody new."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from string import ascii_lowercase
from threading import Event

import pytest
import uidesk
from textual import events
from textual.widgets import Input
from uidesk import Clock, app_on, drawn, lines, ready, until

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, finding
from frontdesk.desk.views import QueueKind
from frontdesk.ground.text import SOUGHT_LENGTH_MAX
from frontdesk.ui.app import DeskApp
from frontdesk.ui.screens.base import Opens
from frontdesk.ui.screens.card_sheet import CardScreen
from frontdesk.ui.screens.day import DayScreen
from frontdesk.ui.screens.new_customer import NewCustomerScreen
from frontdesk.ui.screens.promise_choice import PromiseChoice
from frontdesk.ui.screens.start import StartScreen
from frontdesk.ui.widgets.rows import Rows
from frontdesk.ui.widgets.search import SearchInput


class Opened:
    """Notes which conversations were asked for, and keeps them from being opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ids: list[str] = []
        monkeypatch.setattr(uidesk.DeskApp, "on_opens", lambda _app, message: self.note(message))

    def note(self, message: Opens) -> None:
        self.ids.append(message.conversation_id)


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> Opened:
    return Opened(monkeypatch)


async def test_a_new_desk_says_how_customers_come_to_it(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert "NOBODY IS KNOWN HERE YET\nF9 brings customers and orders in out of a file" in lines(app)
        await pilot.press("x")
        await ready(pilot)
        assert "nobody found · Enter writes a new card\n" in lines(app), "no fewer letters than one find more"


async def test_an_empty_desk_says_what_comes_next(folder: Path) -> None:
    cards.new_customer(uidesk.opened(folder), "Kristīne Bērziņa")
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)
        assert isinstance(app.focused, SearchInput)
        assert "nobody is waiting · type a name" in lines(app)


async def test_what_waits_stands_in_the_order_of_urgency(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    desk = uidesk.opened(folder, clock)
    talking.start(desk, name="Walter", request="The heating is dead")
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        shown = lines(app)
    assert shown.index("overdue") < shown.index("due     15:00") < shown.index("OPEN CONVERSATIONS")
    assert "! overdue 14:00  Kristīne Bērziņa" in shown
    assert "The heating is dead" in shown


async def test_letters_find_as_they_are_typed_and_a_stale_answer_is_dropped(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"krist")
        await ready(pilot)
        assert lines(app).startswith("Kristīne Bērziņa")
        screen = app.screen
        assert isinstance(screen, StartScreen)
        screen._found_came("older", ((), ()))
        assert lines(app).startswith("Kristīne Bērziņa")
        await pilot.press("escape")
        await ready(pilot)
        assert "PROMISED" in lines(app)


def opening_at_a_gate(folder: Path) -> tuple[uidesk.DeskApp, Event]:
    """The program, and the gate at which its desk waits until the test sets it."""
    gate = Event()

    def slow() -> uidesk.Desk:
        gate.wait(uidesk.PATIENCE_SECONDS)
        return uidesk.opened(folder)

    return uidesk.DeskApp(slow), gate


async def test_letters_typed_before_the_desk_is_open_are_not_lost(folder: Path) -> None:
    uidesk.with_promises(folder, Clock())
    app, gate = opening_at_a_gate(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*"kris")
        gate.set()
        await ready(pilot)
        assert app.screen.query_one(SearchInput).value == "kris"
        assert lines(app).startswith("Kristīne")


@pytest.mark.parametrize(("letters", "opened"), [("kris", True), ("walter", False)])
async def test_an_enter_before_the_desk_is_open_looks_for_the_letters_before_it(
    folder: Path, asked_for: Opened, letters: str, opened: bool
) -> None:
    uidesk.with_promises(folder, Clock())
    app, gate = opening_at_a_gate(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*letters, "enter")
        assert f"Enter is kept: “{letters}” is looked for then" in drawn(app)
        gate.set()
        await ready(pilot)
        assert isinstance(app.screen, NewCustomerScreen) is not opened
    assert len(asked_for.ids) == opened


async def test_letters_after_enter_in_the_list_are_no_keys(folder: Path, asked_for: Opened) -> None:
    """Fast hands begin the request before its screen is there: n, u and i are letters of it."""
    uidesk.with_promises(folder, Clock())
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        start = app.screen
        assert isinstance(start, StartScreen)
        await pilot.press(*"krist")
        await ready(pilot)
        await pilot.press("down", "enter")
        await ready(pilot)
        await pilot.press(*"nui")
        assert len(app.screen_stack) == 1
        assert start._typed_ahead() == "nui"
    assert len(asked_for.ids) == 1


async def test_a_key_of_the_conversation_says_so_at_the_start_and_on_the_day(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        await pilot.press("f5")
        await ready(pilot)
        assert [each.message for each in app._notifications] == ["F5 works in a conversation: open one first"]
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, DayScreen))
        await ready(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: "F3 works in a conversation: open one first" in drawn(app))


async def test_enter_on_somebody_found_starts_a_conversation_with_them(folder: Path, asked_for: Opened) -> None:
    uidesk.with_promises(folder, Clock())
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"krist", "enter")
        await ready(pilot)
        assert app.screen.query_one(SearchInput).value == ""
    assert len(asked_for.ids) == 1
    assert talking.view(uidesk.opened(folder), asked_for.ids[0]).customer_name == "Kristīne Bērziņa"


async def test_the_card_that_is_asked_for_before_the_search_has_answered_opens_when_it_has(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        start = app.screen
        assert isinstance(start, StartScreen)
        monkeypatch.setattr(start._letters, "want", lambda text: None)  # no letter is answered before the next key
        await pilot.press(*"kristine")
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert not isinstance(app.screen, CardScreen)
        text = start._text
        start._found_came(text, start._ask(text))
        await ready(pilot)
        assert isinstance(app.screen, CardScreen)


async def test_an_open_conversation_with_the_customer_is_offered_first(folder: Path, asked_for: Opened) -> None:
    uidesk.with_promises(folder, Clock())
    desk = uidesk.opened(folder)
    kristine = finding.find(desk, "krist")[0].id
    draft = talking.start(desk, customer_id=kristine, request="The heating is dead")
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"krist", "enter")
        await ready(pilot)
        assert "go on with it?" in lines(app)
        assert asked_for.ids == []
        await pilot.press("enter")
        await ready(pilot)
    assert asked_for.ids == [draft.id]


async def test_a_new_conversation_is_still_possible_beside_an_open_one(folder: Path, asked_for: Opened) -> None:
    uidesk.with_promises(folder, Clock())
    desk = uidesk.opened(folder)
    kristine = finding.find(desk, "krist")[0].id
    draft = talking.start(desk, customer_id=kristine)
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"krist", "enter")
        await ready(pilot)
        await pilot.press("down", "enter")
        await ready(pilot)
    assert len(asked_for.ids) == 1
    assert asked_for.ids != [draft.id]


async def test_nobody_found_offers_a_new_customer_with_what_was_typed(folder: Path, asked_for: Opened) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"Zelda")
        await ready(pilot)
        assert "new customer “Zelda”" in lines(app)
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, NewCustomerScreen)
        assert app.screen.query_one("#name", Input).value == "Zelda"
        await pilot.press(*"26111222", "enter")
        await ready(pilot)
    desk = uidesk.opened(folder)
    found = finding.find(desk, "zelda")
    assert [each.name for each in found] == ["Zelda"]
    assert talking.view(desk, asked_for.ids[0]).customer_id == found[0].id


async def test_a_new_customer_needs_a_name_and_the_form_says_so(folder: Path) -> None:
    uidesk.with_promises(folder, Clock())
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("down", "n", "enter")
        await ready(pilot)
        assert "A name is needed" in drawn(app)
        await pilot.press(*"Zelda", "tab", "tab", *"26111", "enter")
        await ready(pilot)
        assert "26111 is not the code of a language." in drawn(app), "the number stands in the wrong field"
        assert app.focused is app.screen.query_one("#languages", Input)
        await pilot.press("escape")
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)


async def test_f2_in_a_conversation_without_a_name_finds_whose_it_is(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f7")
        await ready(pilot)
        await pilot.press(*"cold")
        await pilot.press("f2")
        await ready(pilot)
        assert isinstance(app.screen, StartScreen)
        await pilot.press(*"krist")
        await ready(pilot)
        await pilot.press("enter")
        await ready(pilot)
        assert not isinstance(app.screen, StartScreen)
    drafts = [line for line in finding.queue(uidesk.opened(folder, clock)) if line.kind is QueueKind.DRAFT]
    assert [(line.customer_name, line.text) for line in drafts] == [("Kristīne Bērziņa", "cold")]


async def test_a_new_customer_can_be_the_one_a_conversation_was_without(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f7")
        await ready(pilot)
        await pilot.press("f2")
        await ready(pilot)
        assert "goes on with whom you find" in lines(app)
        await pilot.press(*"Zelda")
        await ready(pilot)
        await pilot.press("enter", "enter")
        await ready(pilot)
    drafts = [line for line in finding.queue(uidesk.opened(folder)) if line.kind is QueueKind.DRAFT]
    assert [line.customer_name for line in drafts] == ["Zelda"]


async def test_escape_leaves_a_conversation_without_a_name_waiting(folder: Path) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f7")
        await ready(pilot)
        await pilot.press("f2")
        await ready(pilot)
        await pilot.press("escape")
        await ready(pilot)
        assert "OPEN CONVERSATIONS" in lines(app)
        assert "without a name" in lines(app)


async def test_one_key_starts_a_conversation_without_a_name(folder: Path, asked_for: Opened) -> None:
    app = app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f7")
        await ready(pilot)
    assert talking.view(uidesk.opened(folder), asked_for.ids[0]).customer_id is None


async def test_enter_on_a_promise_asks_and_its_conversation_opens(folder: Path, asked_for: Opened) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("down", "enter")
        await ready(pilot)
        assert isinstance(app.screen, PromiseChoice)
        await press_later(pilot, "enter")
    first = next(line for line in finding.queue(uidesk.opened(folder, clock)) if line.kind is QueueKind.OVERDUE)
    assert asked_for.ids == [first.conversation_id]


@pytest.mark.parametrize("key", ["escape", "f2"])
async def test_back_in_the_search_the_first_line_is_what_enter_opens(folder: Path, key: str) -> None:
    """The mark that was left further down would go up by itself when the queue is read again, under the Enter."""
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        rows = app.screen.query_one("#lines", Rows)
        first = rows.marked
        await pilot.press("down", "down")
        assert rows.marked != first
        await pilot.press(key)
        await ready(pilot)
        assert app.screen.query_one(SearchInput).has_focus and rows.marked == first


@pytest.mark.parametrize("key", ["k", "л", "K"])
async def test_a_promise_is_kept_with_one_letter_on_any_keyboard_and_enter(folder: Path, key: str) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("down", key)
        await ready(pilot)
        await press_later(pilot, "enter")
        assert "overdue" not in lines(app)
    assert not [line for line in finding.queue(uidesk.opened(folder, clock)) if line.kind is QueueKind.OVERDUE]


async def test_an_enter_that_comes_too_early_keeps_no_promise(folder: Path) -> None:
    """What was typed into the wrong window must not be able to keep a promise: a paste sends its Enter at once."""
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("down", "k")
        await ready(pilot)
        painted_at = app.screen.query_one(Rows)._painted_at  # type: ignore[attr-defined]
        for after in (0.01, 0.25):
            event = events.Key("enter", "\r")
            event.time = painted_at + after
            app.post_message(event)
            await ready(pilot)
            assert isinstance(app.screen, PromiseChoice)
        await pilot.press("escape")
    assert len([line for line in finding.queue(uidesk.opened(folder, clock)) if line.kind is QueueKind.OVERDUE]) == 1


async def press_later(pilot: uidesk.Pilot[None], key: str) -> None:
    """Press `key` as somebody who has read the question: the paint of its lines is moved into the past."""
    rows = pilot.app.screen.query_one(Rows)
    rows._painted_at = 0.0  # type: ignore[attr-defined]
    await pilot.press(key)
    await ready(pilot)


async def test_somebody_elses_promise_appears_without_a_key(folder: Path) -> None:
    clock = Clock()
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        uidesk.with_promises(folder, clock)
        screen = app.screen
        assert isinstance(screen, StartScreen)
        screen._load_queue()
        await ready(pilot)
        assert "Kristīne" in lines(app)
        clock.at += timedelta(hours=1)
        screen._load_queue()
        await ready(pilot)
        assert lines(app).count("overdue") == 2


async def test_a_click_opens_what_a_key_would(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.click(Rows, offset=(20, 2))
        await ready(pilot)
        assert isinstance(app.screen, PromiseChoice)
        assert "Олена" in drawn(app)


async def test_a_hostile_name_is_shown_as_it_is_and_does_nothing(folder: Path) -> None:
    desk = uidesk.opened(folder)
    cards.new_customer(desk, uidesk.HOSTILE)
    talking.start(desk, customer_id=finding.find(desk, "zed")[0].id, request=uidesk.HOSTILE)
    app = app_on(folder)
    async with app.run_test(size=(160, 24)) as pilot:
        await ready(pilot)
        assert uidesk.HOSTILE_SHOWN[:30] in drawn(app)
        await pilot.press(*"zed")
        await ready(pilot)
        text = drawn(app)
        for x in range(4, 50, 4):
            await pilot.click(Rows, offset=(x, 0))
        await ready(pilot)
        assert app.is_running
    assert uidesk.HOSTILE_SHOWN[:35] in text
    assert "\x1b" not in text and "\u202e" not in text


async def test_no_letter_is_lost_between_the_first_frame_and_the_start(folder: Path) -> None:
    """One letter with each turn of the loop while one screen takes the other's place, in the order of the alphabet."""
    opened = Event()

    def opening() -> uidesk.Desk:
        desk = uidesk.opened(folder)
        opened.set()
        return desk

    app = DeskApp(opening)
    typed = ""
    async with app.run_test(size=(80, 24)) as pilot:
        before, started = 0, False
        while not started or len(typed) < before + 40:
            started = isinstance(app.screen, StartScreen)
            before = before if started else len(typed)
            if opened.is_set() and (started or before < SOUGHT_LENGTH_MAX - 45):
                letter = ascii_lowercase[len(typed) % 26]
                typed += letter
                app.post_message(events.Key(letter, letter))
            await asyncio.sleep(0)
        await until(pilot, lambda: isinstance(app.screen, StartScreen) and app.screen.query_one(Input).value == typed)


async def test_all_that_can_be_done_about_a_promise_is_seen_in_the_smallest_window(folder: Path) -> None:
    """Also when the window was made smaller while it stood there: the big figures go, nothing else."""
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("down", "k")
        await ready(pilot)
        for columns, rows in ((60, 18), (80, 24)):
            await pilot.resize_terminal(columns, rows)
            await ready(pilot)
            assert isinstance(app.screen, PromiseChoice)
            for words in ("open its", "was kept", "somebody else keeps", "another time", "Enter chooses"):
                assert words in drawn(app), (columns, rows, words)
            assert ("+371 26 123 456" in drawn(app)) is (rows < 22)
