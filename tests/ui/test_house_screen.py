"""How the house stands: seen on the day with its age, set in one line, and followed by every open desk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import uidesk
from desk_driving import Hand, on_screen, until
from uidesk import Clock, drawn, ready

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards
from frontdesk.desk.rules import housing
from frontdesk.ui.screens.house import HouseForm, HouseScreen


async def test_a_fact_of_the_house_says_its_age_and_is_set_on_the_day(folder: Path) -> None:
    clock = Clock()
    desk = uidesk.opened(folder, clock)
    clock.at -= timedelta(days=1)
    housing.set_fact(desk, "house.occupancy", "80%")
    clock.at += timedelta(days=1)
    app = uidesk.app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await ready(pilot)
        await hand.press("f6")
        await ready(pilot)
        await hand.press("а")  # the f of a Cyrillic keyboard
        await until(pilot, lambda: isinstance(app.screen, HouseScreen) and bool(app.screen.rows.marked))
        screen = app.screen
        assert isinstance(screen, HouseScreen)
        assert "House occupancy" in screen.rows.text and "not today" in screen.rows.text
        assert "nobody said it yet" in screen.rows.text
        await hand.press("enter")
        await until(pilot, lambda: isinstance(app.screen, HouseForm) and app.screen._draft is not None)
        await hand.write("lots")
        await hand.press("enter")
        await until(pilot, lambda: "lots" in drawn(app) and "!" not in drawn(app) and "percent" in drawn(app).lower())
        assert isinstance(app.screen, HouseForm), "what is no percentage is named, and stays to be put right"
        app.screen.line.value = "97"
        await hand.press("enter")
        await until(pilot, lambda: app.screen is screen)
        await ready(pilot)
        assert "97%" in screen.rows.text and "by Anna" in screen.rows.text
    assert [(each.value, each.by) for each in housing.facts(desk) if each.name == "house.occupancy"] == [
        ("97%", "Anna")
    ]


async def test_the_gestures_of_an_open_desk_follow_what_another_desk_says_of_the_house(folder: Path) -> None:
    desk = uidesk.opened(folder)
    talk = talking.start(desk, customer_id=cards.new_customer(desk, "Anna Ozola").id)
    talking.hear(desk, talk.id, "late flight")
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        await until(pilot, lambda: screen._house is not None)
        assert "House occupancy is not kn" in drawn(app)
        housing.set_fact(desk, "house.occupancy", "40%")
        app._watch.look()  # what the program does four times a second
        await ready(pilot)
        await until(pilot, lambda: "House occupancy is not kn" not in drawn(app))
