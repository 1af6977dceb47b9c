"""Driving the customer's card: a guest with two stays, a conversation with her, and her card over it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uidesk
from desk_driving import Hand, on_screen, until
from textual.pilot import Pilot
from uidesk import drawn, ready

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import importing
from frontdesk.desk.views import Talk
from frontdesk.ui.screens.card_sheet import CardScreen
from frontdesk.ui.screens.form_draft import Drafted

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
    folder: Path, talk: Talk, *, size: tuple[int, int] = (80, 24), key: str = "p"
) -> AsyncIterator[tuple[CardScreen, Hand, Pilot[Any]]]:
    """The card over its conversation."""
    app = uidesk.app_on(folder)
    async with app.run_test(size=size) as pilot:
        await on_screen(pilot, talk.id)
        await pilot.press("f4", key)
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
