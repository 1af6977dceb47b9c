"""Letters typed quickly: one question is on its way, the newest waits, an older answer is never shown over it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
import uidesk
from textual.app import App
from textual.widgets import Input
from uidesk import Clock, app_on, lines, ready

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.views import Found
from frontdesk.ground.errors import DeskError
from frontdesk.store import customers, orders
from frontdesk.store.customers import Customer
from frontdesk.store.orders import Order
from frontdesk.store.transaction import writing
from frontdesk.ui.latest import Latest
from frontdesk.ui.screens.new_customer import NewCustomerScreen


class Slow:
    """Answers when it is let; notes what it was asked and what was shown."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.shown: list[tuple[str, str]] = []
        self.gate = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)

    def ask(self, text: str) -> str:
        self.asked.append(text)
        self.begun.release()
        assert self.gate.acquire(timeout=uidesk.PATIENCE_SECONDS)
        if text == "broken":
            raise DeskError("The database is away.", "Wait.")
        return text.upper()

    def done(self, text: str, answer: str) -> None:
        self.shown.append((text, answer))


async def test_while_one_answer_is_awaited_only_the_newest_question_waits() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        slow = Slow()
        letters = Latest(app.screen, "find", slow.ask, slow.done)
        for text in ("k", "kr", "kri", "kris"):
            letters.want(text)
        assert await asyncio.to_thread(slow.begun.acquire, timeout=uidesk.PATIENCE_SECONDS)
        assert slow.asked == ["k"]
        slow.gate.release(4)
        await ready(pilot)
        assert slow.asked == ["k", "kris"]
        assert slow.shown == [("kris", "KRIS")]


async def test_nothing_wanted_shows_nothing_and_an_error_does_not_stop_the_next() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        slow = Slow()
        slow.gate.release(10)
        letters = Latest(app.screen, "find", slow.ask, slow.done)
        letters.want("k")
        letters.want("")
        await ready(pilot)
        assert slow.shown == []
        letters.want("broken")
        await ready(pilot)
        letters.want("anna")
        await ready(pilot)
        assert slow.shown == [("anna", "ANNA")]


def put(desk: Desk, *people: Customer) -> None:
    with writing(desk.store) as connection:
        customers.insert(connection, people, desk.now())


async def test_a_line_says_why_somebody_was_found_whose_name_was_not_typed(folder: Path) -> None:
    desk = uidesk.opened(folder)
    put(
        desk,
        Customer("c1", "Екатерина Щербакова", phone="+371 26 123 456", card_number="HB-412"),
        Customer("c2", "Kristīne Bērziņa", email="sunny@example.org"),
    )
    reasons = {
        "ekaterina": "",
        "yekaterina": "by sound",
        "trfnthbyf": "keyboard: екатерина",
        "лкшыешту": "keyboard: kristine",
        "brezina": "one letter off",
        "hb-41": "card HB-412",
        "3456": "+371 26 123 456",
        "sunny@": "sunny@example.org",
    }
    assert {typed: finding.find(desk, typed)[0].because for typed in reasons} == reasons
    app = app_on(folder, Clock())
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"brezina")
        await ready(pilot)
        assert "one letter off · sunny@" in lines(app)
        await pilot.press("ctrl+u", *"zzzzz")
        await ready(pilot)
        assert "nobody found · Enter writes a new card" in lines(app)


@pytest.mark.parametrize("answers", ["before Enter", "after Enter"])
async def test_a_number_that_nobody_has_goes_into_the_telephone_of_the_new_card(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answers: str
) -> None:
    gate, finds = threading.Event(), finding.find

    def slowly(*asked: Any, **more: Any) -> tuple[Found, ...]:
        assert gate.wait(uidesk.PATIENCE_SECONDS)
        return finds(*asked, **more)

    monkeypatch.setattr(finding, "find", slowly)
    app = app_on(folder, Clock())
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"29876543")
        if answers == "before Enter":
            gate.set()
            await ready(pilot)
        await pilot.press("enter")
        gate.set()
        await ready(pilot)
        assert isinstance(app.screen, NewCustomerScreen)
        assert app.screen.query_one("#phone", Input).value == "29876543"
        assert app.screen.query_one("#name", Input).has_focus


async def test_a_table_without_a_name_is_found_and_its_conversation_has_the_order(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(uidesk.DeskApp, "on_opens", lambda _app, message: opened.append(message.conversation_id))
    desk = uidesk.opened(folder)
    put(desk, Customer("c1", "Anna Ozola"))
    today = desk.today()
    tables = [
        Order("o1", "Table 7", None, "T-1", "7", "open", today, None),
        Order("o2", "Table 7", "c1", "T-2", "7", "open", today, None),
        Order("o3", "Table 7", None, "T-3", "7", "closed", today, None),
    ]
    with writing(desk.store) as connection:
        orders.insert(connection, tables, desk.now())
    app = app_on(folder, Clock())
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("7")
        await ready(pilot)
        shown = lines(app).splitlines()
        assert shown[0].startswith("Anna Ozola") and "no name on it" in shown[1]
        assert "no name on it" not in shown[2]
        await pilot.press("down", "down", "enter")
        await ready(pilot)
    assert talking.view(desk, opened[0]).order_id == "o1"
