"""Two cards of one person on the screen: looked at side by side, made one, kept as two, taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest
import uidesk
from desk_driving import on_screen
from uidesk import drawn, ready

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards
from frontdesk.desk.merging import merging
from frontdesk.desk.opening import as_person
from frontdesk.desk.people import staffing
from frontdesk.ui.app import DeskApp
from frontdesk.ui.screens import duplicates, merge
from frontdesk.ui.screens.desk import DeskScreen
from frontdesk.ui.screens.duplicates import DuplicatesScreen
from frontdesk.ui.screens.merge import MergeScreen


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test presses faster than anybody reads."""
    for room in (duplicates, merge):
        monkeypatch.setattr(room, "READ_SECONDS", 0)


async def test_a_second_card_becomes_one_with_the_first_from_the_conversation(folder: Path) -> None:
    desk = uidesk.opened(folder)
    names = ("Kristīne Bērziņa", "Kristine Berzina [b]", "Jānis Bērziņš")
    one, other, husband = (cards.new_customer(desk, name, phone="+371 26 123 456") for name in names)
    talk = talking.hear(desk, talking.start(desk, customer_id=one.id).id, "The heating is dead")
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        await pilot.press("f4", "d")
        await ready(pilot)
        assert isinstance(app.screen, DuplicatesScreen), drawn(app)
        assert "Kristine Berzina [b]" in drawn(app)
        assert "the same phone" in drawn(app)
        marked = app.screen.rows
        if "Jānis" not in marked.text.splitlines()[0]:
            await pilot.press("down")
        await pilot.press("t")
        await ready(pilot)
        assert "Jānis" not in marked.text
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, MergeScreen)
        assert "STAYS" in drawn(app)
        assert "Kristīne Bērziņa  ←  Kristine Berzina [b]" in drawn(app)
        await pilot.press("x")
        await ready(pilot)
        assert "Kristine Berzina [b]  ←  Kristīne Bērziņa" in drawn(app)
        await pilot.press("x")
        await ready(pilot)
        await pilot.press("y")
        await ready(pilot)
        assert isinstance(app.screen, DuplicatesScreen)
        assert "merged into this card" in drawn(app)
        await pilot.press("escape")
        await ready(pilot)
        assert isinstance(app.screen, DeskScreen)
    assert cards.card(desk, other.id).id == one.id
    assert cards.card(desk, husband.id).id == husband.id


async def test_only_who_leads_takes_cards_apart(folder: Path) -> None:
    desk = uidesk.opened(folder)
    staffing.add(desk, "Leader", "lead")
    one, other = (cards.new_customer(desk, "Anna Ozola", phone="26 123 456") for _card in range(2))
    merging.merge(desk, one.id, other.id)
    talk = talking.start(desk, customer_id=one.id)
    for staff, said in (("Anna", "taken apart by"), ("Leader", "is apart from")):
        app = DeskApp(lambda staff=staff: uidesk.opened(folder, staff=staff))  # type: ignore[misc]
        async with app.run_test(size=(80, 24)) as pilot:
            await on_screen(pilot, talk.id)
            app.screen._see_duplicates()  # type: ignore[attr-defined]  # the key is the other test's
            await ready(pilot)
            screen = app.screen
            assert isinstance(screen, DuplicatesScreen)
            await pilot.press("down", "a")
            assert "Two people after all?" in drawn(app)
            await pilot.press("enter")
            await ready(pilot)
            assert said in drawn(app)
    assert cards.card(desk, other.id).id == other.id
    assert merging.suggestions(as_person(desk, "Leader")).pairs == ()
