"""What becomes of everything that is known of somebody, from their card: handed over, or erased after a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import uidesk
from card_driving import NAME, guest
from desk_driving import until
from textual.pilot import Pilot
from uidesk import drawn, ready

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards
from frontdesk.desk.opening import open_desk
from frontdesk.desk.people import staffing
from frontdesk.ground.errors import NotFound
from frontdesk.store import cleaning
from frontdesk.store.transaction import reading
from frontdesk.ui.app import DeskApp
from frontdesk.ui.screens import card_handing, merge
from frontdesk.ui.screens.card_erasing import ErasingScreen
from frontdesk.ui.screens.card_handing import HandingScreen
from frontdesk.ui.screens.card_sheet import CardScreen
from frontdesk.ui.screens.desk import DeskScreen
from frontdesk.ui.screens.merge import MergeScreen
from frontdesk.ui.screens.start import StartScreen


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test presses faster than anybody reads."""
    monkeypatch.setattr(card_handing, "READ_SECONDS", 0)


def app_of(folder: Path, staff: str) -> DeskApp:
    return DeskApp(lambda: uidesk.opened(folder, staff=staff))


async def card_in_front(pilot: Pilot[Any]) -> CardScreen:
    """From the start, by her name."""
    await ready(pilot)
    await pilot.press(*"krist")
    await until(pilot, lambda: NAME in drawn(pilot.app))
    await pilot.press("ctrl+o")
    await until(pilot, lambda: isinstance(pilot.app.screen, CardScreen) and pilot.app.screen._card is not None)
    assert isinstance(pilot.app.screen, CardScreen)
    return pilot.app.screen


async def test_somebody_who_does_not_lead_is_told_who_does(folder: Path) -> None:
    desk, _customer = guest(folder)
    staffing.add(desk, "Leader", "lead")
    app = app_of(folder, "Anna")
    async with app.run_test(size=(80, 24)) as pilot:
        card = await card_in_front(pilot)
        for key in ("h", "e", "р", "у"):
            card._say("")
            await pilot.press(key)
            await until(pilot, lambda: "done by somebody who leads (Leader)" in drawn(app))
            assert "Ask one of them, and write down" in drawn(app)
            assert app.screen is card
    assert not (folder / "exports").exists()


async def test_who_leads_hands_over_both_files_and_is_told_where_they_are(folder: Path) -> None:
    desk, customer = guest(folder)
    staffing.add(desk, "Leader", "lead")
    app = app_of(folder, "Leader")
    async with app.run_test(size=(80, 24)) as pilot:
        card = await card_in_front(pilot)
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, HandingScreen))
        assert not (folder / "exports").exists(), "nothing is written before it was asked"
        await pilot.press("enter")
        names = [f"customer-{customer}.json", f"customer-{customer}.txt"]
        await until(pilot, lambda: all(each in drawn(app) for each in names))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is card)
    written = sorted((folder / "exports").iterdir())
    assert [each.name for each in written] == names
    assert all(NAME in each.read_text(encoding="utf-8") for each in written)
    assert all(each.stat().st_mode & 0o077 == 0 for each in written)


async def test_a_name_that_is_not_hers_erases_nobody_and_hers_erases_her(folder: Path) -> None:
    desk, customer = guest(folder)
    staffing.add(desk, "Leader", "lead")
    talk = talking.hear(desk, talking.start(desk, customer_id=customer).id, "The heating is dead")
    unnamed = talking.start(desk, name=NAME)
    talking.hear(desk, unnamed.id, "Nobody called me back")
    talking.close(desk, unnamed.id, nothing_owed=True)
    (folder / "guests.csv").unlink()
    (folder / "notes.txt").write_text(f"call {NAME} at ten", encoding="utf-8")
    app = app_of(folder, "Leader")
    async with app.run_test(size=(80, 24)) as pilot:
        await card_in_front(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ErasingScreen) and app.screen._found is not None)
        screen = app.screen
        assert isinstance(screen, ErasingScreen)
        text = screen.rows.text
        places = [text.index(each) for each in ("STILL OPEN", "GOES", "FILES", "STAYS", "THEIRS, TOO?")]
        assert places == sorted(places)
        assert "Anna has a conversation open with them" in text and "2 orders" in text
        assert "notes.txt" in text and "yours: it stays" in text
        assert "Nobody called me back" in text
        await pilot.press("tab")
        await until(pilot, lambda: screen.line.has_focus)
        for typed, said in (("", "nothing is done before"), ("anna", "nothing was done"), ("kristine", "still open")):
            screen.line.value = ""
            await pilot.press(*typed)
            await pilot.pause()
            await press_enter(pilot)
            await until(pilot, lambda said=said: said in drawn(app))  # type: ignore[misc]
        assert cards.card(desk, customer).name == NAME, "nobody was erased by a wrong word or over what is open"
        assert screen.rows.has_focus
        screen.rows.mark("end:")
        await pilot.press("enter")
        assert "● end all of this" in screen.rows.text
        screen.rows.mark("theirs:" + unnamed.id)
        await pilot.press("enter")
        await until(pilot, lambda: "● 21 Nov Nobody called" in screen.rows.text)
        screen.line.focus()
        await press_enter(pilot)
        await until(pilot, lambda: screen._done is not None)
        assert "Nobody here knows them any more" in drawn(app) and "notes.txt" in drawn(app)
        assert "Krist" not in drawn(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        await ready(pilot)
        assert NAME not in drawn(app), "the search does not show her from before"
    with pytest.raises(NotFound, match="erased"):
        cards.card(desk, customer)
    assert not any(words in talking.view(desk, each.id).request for each in (talk, unnamed) for words in ("The", "No"))


async def press_enter(pilot: Pilot[Any]) -> None:
    """Enter as a press of its own, not as the end of a paste."""
    screen = pilot.app.screen
    assert isinstance(screen, ErasingScreen)
    screen.guard = screen.line.guard = type(screen.guard)()
    await pilot.press("enter")
    await ready(pilot)


async def test_what_is_open_is_looked_at_with_enter_and_the_closed_words_leave_the_screen(folder: Path) -> None:
    desk, customer = guest(folder)
    staffing.add(desk, "Leader", "lead")
    talk = talking.hear(desk, talking.start(desk, customer_id=customer).id, "The heating is dead")
    app = app_of(folder, "Leader")
    async with app.run_test(size=(80, 24)) as pilot:
        await card_in_front(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ErasingScreen) and app.screen._found is not None)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen) and "The heating is dead" in drawn(app))
        assert isinstance(app.screen, DeskScreen) and app.screen.conversation_id == talk.id
        await pilot.press("f4", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, CardScreen) and app.screen._card is not None)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ErasingScreen) and app.screen._found is not None)
        screen = app.screen
        assert isinstance(screen, ErasingScreen)
        screen.rows.mark("end:")
        await pilot.press("enter", "tab")
        await pilot.press(*"Kristine")
        await press_enter(pilot)
        await until(pilot, lambda: screen._done is not None)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await until(pilot, lambda: "heating" not in drawn(app) and "Krist" not in drawn(app))


async def test_when_another_desk_reads_it_is_said_that_the_file_still_waits(folder: Path) -> None:
    desk, customer = guest(folder)
    staffing.add(desk, "Leader", "lead")
    other = open_desk(folder, staff="Anna", clock=uidesk.Clock())
    app = app_of(folder, "Leader")
    async with app.run_test(size=(80, 24)) as pilot:
        await card_in_front(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ErasingScreen) and app.screen._found is not None)
        screen = app.screen
        assert isinstance(screen, ErasingScreen)
        with reading(other.store) as connection:
            assert connection.execute("SELECT count(*) FROM customers").fetchone() is not None
            await pilot.press(*"Kristine")
            await press_enter(pilot)
            await until(pilot, lambda: screen._done is not None)
        assert "One thing waits" in drawn(app)
        assert "frontdesk customers erase --finish" in " ".join(drawn(app).split())
    assert not cleaning.clean(desk.store, desk.now()).why
    with pytest.raises(NotFound):
        cards.card(desk, customer)


async def test_a_card_that_may_be_theirs_is_made_one_first_so_that_it_goes_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "READ_SECONDS", 0)
    desk, customer = guest(folder)
    other = cards.new_customer(desk, "Kristine Berzina", phone="26 123 456")
    staffing.add(desk, "Leader", "lead")
    app = app_of(folder, "Leader")
    async with app.run_test(size=(80, 24)) as pilot:
        await card_in_front(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ErasingScreen) and app.screen._found is not None)
        screen = app.screen
        assert isinstance(screen, ErasingScreen) and screen.rows.has_focus
        assert "THEIR OTHER CARD?" in screen.rows.text and screen.rows.marked in (
            "same:" + other.id,
            "same:" + customer,
        )
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MergeScreen) and app.screen._preview is not None)
        await pilot.press("y")
        await until(pilot, lambda: app.screen is screen and "2 cards" in screen.rows.text)
        assert "THEIR OTHER CARD?" not in screen.rows.text
        screen.line.focus()
        await pilot.press(*screen._word)
        await press_enter(pilot)
        await until(pilot, lambda: screen._done is not None)
    for each in (customer, other.id):
        with pytest.raises(NotFound, match="erased"):
            cards.card(desk, each)
