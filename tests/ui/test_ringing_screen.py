"""Who calls, on the screen: in a fixed place, calm, and taken by one key that typing never is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import uidesk
from textual.pilot import Pilot
from uidesk import Clock, app_on, drawn, lines, ready

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.telephone import ringing
from frontdesk.ui.app import DeskApp
from frontdesk.ui.screens.desk import DeskScreen
from frontdesk.ui.screens.missed_call import LetGoScreen, MissedCallScreen, WhichCaller
from frontdesk.ui.screens.new_customer import NewCustomerScreen
from frontdesk.ui.screens.promise_choice import ChoiceRows
from frontdesk.ui.screens.start import StartScreen
from frontdesk.ui.widgets.rows import Rows

KRISTINE = "+371 26 123 456"
HEADER_TAKES = "^t takes the call"


@contextmanager
def another(folder: Path, clock: Clock, staff: str | None = "Jānis") -> Iterator[Desk]:
    """Somebody else on the same folder: an exchange, or another desk."""
    desk = uidesk.opened(folder, clock, staff)
    try:
        yield desk
    finally:
        desk.store.close()


def rings(folder: Path, clock: Clock, number: str, **more: str) -> str:
    with another(folder, clock) as exchange:
        return ringing.ring(exchange, number, **more).call.id


def known(folder: Path, clock: Clock, *people: tuple[str, str]) -> None:
    with another(folder, clock) as desk:
        for name, phone in people:
            cards.new_customer(desk, name, phone=phone)


async def looked(pilot: Pilot[Any]) -> str:
    """The screen once what other desks wrote was seen."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    app.look_now()
    await ready(pilot)
    return drawn(app)


async def pressed(pilot: Pilot[Any], *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
    await ready(pilot)
    return drawn(pilot.app)


def just_now(app: DeskApp) -> None:
    """Whatever is pressed next was pressed before a person can have seen it, however late this machine delivers it."""
    screen = app.screen_stack[0]
    assert isinstance(screen, StartScreen) and screen._call_painted_at is not None
    screen._call_painted_at += uidesk.PATIENCE_SECONDS


def a_second_later(app: DeskApp) -> None:
    """A person has seen that it rings."""
    screen = app.screen_stack[0]
    assert isinstance(screen, StartScreen) and screen._call_painted_at is not None
    screen._call_painted_at = monotonic() - 1
    for choice in app.screen.query(ChoiceRows):
        assert choice._painted_at is not None
        choice._painted_at -= 1


def open_talk(app: DeskApp) -> Any:
    """The conversation on the screen."""
    assert isinstance(app.screen, DeskScreen) and app.screen.talk is not None
    return app.screen.talk


async def test_a_call_stands_on_the_start_and_enter_takes_it_once_it_was_seen(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        assert "take the call" not in drawn(app)
        rings(folder, clock, "+37126123456", line="101")
        shown = (await looked(pilot)).splitlines()
        assert "☎ Kristīne Bērziņa · +371 26 123 456" in shown[0]
        assert HEADER_TAKES in shown[0] and "14:32  ✓ saved" in shown[0]
        assert shown[-1].startswith("^t take the call")
        assert lines(app).splitlines()[0] == "CALLING NOW"
        assert app.screen.query_one("#lines", Rows).marked.startswith("call:")
        just_now(app)
        assert "a call came just now" in await pressed(pilot, "enter")  # it was meant for the line before
        assert isinstance(app.screen, StartScreen)
        a_second_later(app)
        shown = (await pressed(pilot, "enter")).splitlines()
        assert open_talk(app).customer_name == "Kristīne Bērziņa"
        assert "☎" not in shown[0] and "take the call" not in shown[-1]


async def test_letters_that_are_typed_never_take_a_call_and_the_key_keeps_them(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    with another(folder, clock) as desk:
        first = talking.start(desk, name="Walter").id
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        app.open_conversation(first)
        await ready(pilot)
        await pressed(pilot, "f10")
        story = app.screen
        rings(folder, clock, "+37126123456")
        await looked(pilot)
        assert "Esc leaves this" in await pressed(pilot, "ctrl+t") and app.screen is story
        await pressed(pilot, "escape", "f3")
        await pressed(pilot, *"The tap т1 y")
        assert open_talk(app).id == first
        await pressed(pilot, "ctrl+t")
        talk = open_talk(app)
        assert talk.id != first and talk.customer_name == "Kristīne Bērziņa"
        for number in ("+37129000111", "+37129000112"):
            rings(folder, clock, number)
        await looked(pilot)
        assert app._bell is not None
        app._bell._took_at -= 1
        app.action_take_call()
        app.action_take_call()  # at once: the same press, held
        await ready(pilot)
        assert "+37129000112" in await looked(pilot)
    with another(folder, clock) as desk:
        assert talking.view(desk, first).request == "The tap т1 y"


async def test_of_several_with_the_number_the_person_says_which(folder: Path) -> None:
    clock = Clock()
    known(folder, clock, ("Anton", "+49 30 12345678"), ("Berta", "030 12345678"))
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        rings(folder, clock, "+493012345678")
        assert "☎ Anton or Berta" in await looked(pilot)
        shown = await pressed(pilot, "ctrl+t")
        assert isinstance(app.screen, WhichCaller) and "somebody else" in shown
        a_second_later(app)
        await pressed(pilot, "down", "enter")
        assert open_talk(app).customer_name == "Berta"


async def test_an_unknown_number_stands_in_the_form_of_the_new_customer(folder: Path) -> None:
    clock = Clock()
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        rings(folder, clock, "+371 29 000 111")
        assert "☎ unknown · +371 29 000 111" in await looked(pilot)
        await pressed(pilot, "ctrl+t")
        assert open_talk(app).customer_id is None
        await pressed(pilot, "f2", "down", "n")
        assert isinstance(app.screen, NewCustomerScreen)
        await pressed(pilot, *"Nora", "enter")
        assert open_talk(app).customer_name == "Nora"
    with another(folder, clock) as desk:
        assert cards.card(desk, open_customer(desk, "Nora")).phone == "+371 29 000 111"
        clock.at += timedelta(seconds=11)
        ringing.ring(desk, "0037129000111")
        assert [each.name for each in ringing.ringing(desk)[0].callers] == ["Nora"]


def open_customer(desk: Desk, name: str) -> str:
    return finding.find(desk, name)[0].id


async def test_two_desks_take_one_call_and_the_second_is_told_who_has_it(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        call = rings(folder, clock, "+37126123456")
        await looked(pilot)
        with another(folder, clock) as janis:
            ringing.take(janis, call)
        app.action_take_call()  # before this desk looks again: the line still stands there
        await ready(pilot)
        assert "Jānis has it since 14:32" in drawn(app) and isinstance(app.screen, StartScreen)
        assert "☎" not in (await looked(pilot)).splitlines()[0]


async def test_what_rings_for_another_desk_is_not_shown_and_the_longest_ring_comes_first(folder: Path) -> None:
    clock = Clock()
    app = app_on(folder, clock)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        rings(folder, clock, "1111111", at_desk="2")
        assert "☎" not in await looked(pilot)
        rings(folder, clock, "2222222", at_desk="1")
        clock.at += timedelta(seconds=5)
        rings(folder, clock, "anonymous")
        first = (await looked(pilot)).splitlines()[0]
        assert "2222222" in first and "+1" in first and "saved" in first
        assert [line for line in lines(app).splitlines() if "withheld" in line]
        clock.at += timedelta(minutes=2)  # the clock alone ends it
        shown = await looked(pilot)
        assert "☎" not in shown.splitlines()[0] and "TO CALL BACK" in shown


@pytest.mark.parametrize("name", [uidesk.HOSTILE, "[red]x[/red]", "长" * 60])
async def test_a_hostile_name_calls_like_any_other(folder: Path, name: str) -> None:
    clock = Clock()
    known(folder, clock, (name, KRISTINE))
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        rings(folder, clock, "+37126123456")
        first = (await looked(pilot)).splitlines()[0]
        assert "☎ " + name[:2] in first and "✓ saved" in first and "\x1b" not in first and "\u202e" not in first


async def test_a_missed_call_is_called_back_reached_and_let_go(folder: Path) -> None:
    clock = Clock()
    uidesk.with_promises(folder, clock)
    with another(folder, clock) as exchange:
        for number in ("+37126123456", "+37126123456", "anonymous"):
            ringing.ended(exchange, ringing.ring(exchange, number).call.id)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        assert "☎ called  14:32  Kristīne Bērziņa   nobody took it · 2 times" in lines(app)
        await missed(pilot, "Kristīne Bērziņa   nobody")
        await pressed(pilot, "enter")
        assert open_talk(app).customer_name == "Kristīne Bērziņa"
        await pressed(pilot, "escape", "escape")
        await ready(pilot)
        assert "2 times" in lines(app)  # it waits until she was reached
        await missed(pilot, "Kristīne Bērziņa   nobody")
        assert "reached" in await pressed(pilot, "down", "enter")
        assert "2 times" not in lines(app)
        await missed(pilot, "number withheld")
        await pressed(pilot, "down", "enter")
        assert isinstance(app.screen, LetGoScreen)
        assert "one sentence" in await pressed(pilot, "x", "backspace", "enter")
        await pressed(pilot, *"no number", "enter")
        assert "TO CALL BACK" not in lines(app)


async def missed(pilot: Pilot[Any], text: str) -> None:
    """Open the question about a missed call, and look at it."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    rows = app.screen.query_one("#lines", Rows)
    rows.focus()
    at = next(index for index, line in enumerate(rows.text.splitlines()) if text in line)
    rows.mark(rows.rows[at].id)
    await pressed(pilot, "enter")
    assert isinstance(app.screen, MissedCallScreen)
    choice = app.screen.query_one(ChoiceRows)
    assert choice._painted_at is not None
    choice._painted_at -= 1
