"""Looking for something on a card: lines by their words in a long history, and who may be the same person."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import uidesk
from card_driving import NAME, guest, open_card, talked
from desk_driving import until
from uidesk import drawn, ready

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, noting
from frontdesk.desk.imports import importing
from frontdesk.ui.screens import duplicates, merge
from frontdesk.ui.screens.card_sheet import CardScreen
from frontdesk.ui.screens.duplicates import DuplicatesScreen
from frontdesk.ui.screens.merge import MergeScreen
from frontdesk.ui.widgets.card_rows import ORDER


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test presses faster than anybody reads."""
    for room in (duplicates, merge):
        monkeypatch.setattr(room, "READ_SECONDS", 0)


def a_thousand_stays(folder: Path) -> None:
    """Of the guest of `card_driving`: one each fourth day since 2015, and forty that are booked for next year."""
    starts = [date(2015, 1, 1) + timedelta(days=4 * each) for each in range(960)]
    starts += [date(2027, 1, 1) + timedelta(days=4 * each) for each in range(40)]
    lines = ["order_id,customer_id,label,room,from,to,total,paid"]
    lines += [
        f"old{at},g1,Room {300 + at % 7},{300 + at % 7},{start},{start + timedelta(days=2)},99.00,99.00"
        for at, start in enumerate(starts)
    ]
    file = folder / "old.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert importing.import_orders(uidesk.opened(folder), file).new == 1000


async def test_in_a_thousand_stays_words_find_the_one_that_is_meant(folder: Path) -> None:
    desk, talk = talked(folder)
    a_thousand_stays(folder)
    customer = str(talk.customer_id)
    noting.note(desk, customer, "a written confirmation helps")
    async with open_card(folder, talk) as (card, _hand, pilot):
        assert "● Room 41" in card.rows.text or "○ Room 412" in card.rows.text, "what goes on now is not crowded out"
        await until(pilot, lambda: "the newest 22 of 1002 · / finds any" in card.rows.text)
        assert "2019" not in card.rows.text
        await pilot.press("/", *"306 2019")
        await until(pilot, lambda: "Room 306" in card.rows.text)
        shown = [line for line in card.rows.text.splitlines() if "Room" in line]
        assert len(shown) > 5
        assert all("Room 306" in line and "2019" in line for line in shown)
        assert "/ 306 2019" in drawn(pilot.app) and "confirmation" not in card.rows.text
        await pilot.press("enter")
        assert card.rows.has_focus
        order = card.rows.marked.removeprefix(ORDER)
        await pilot.press("enter")
        await until(pilot, lambda: "the conversation is about: Room 306" in drawn(pilot.app))
        await pilot.press("escape")
        await ready(pilot)
        assert pilot.app.screen is card
        assert "confirmation" in card.rows.text, "Esc first shows every line again"
        await pilot.press("/", *"confirm")
        assert "NOTES" in card.rows.text and "ORDERS" not in card.rows.text
        await pilot.press("escape", "escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, CardScreen))
    assert talking.view(desk, talk.id).order_id == order


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_card_that_may_be_theirs_is_one_key_away(folder: Path, size: tuple[int, int]) -> None:
    desk, talk = talked(folder)
    other = cards.new_customer(desk, "Kristine Berzina", phone="26 123 456")
    async with open_card(folder, talk, size=size) as (card, _hand, pilot):
        await until(pilot, lambda: "d  the same" in drawn(pilot.app))
        head = drawn(pilot.app).splitlines()[0]
        assert NAME in head and "the same phone" in head and len(head) <= size[0]
        await pilot.press("в")
        await until(pilot, lambda: isinstance(pilot.app.screen, MergeScreen) and pilot.app.screen._preview is not None)
        assert f"{NAME}  ←  Kristine Berzina" in drawn(pilot.app)
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.screen is card and "Kristine Berzina belongs to" in drawn(pilot.app))
        await until(pilot, lambda: "d  the same" not in drawn(pilot.app))
        assert "also known as" in card.rows.text
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, DuplicatesScreen))
        await until(pilot, lambda: "merged into this card" in drawn(pilot.app))
    assert cards.card(desk, other.id).id == talk.customer_id


async def test_several_cards_are_counted_and_nobody_is_no_line(folder: Path) -> None:
    desk, customer_known = guest(folder)
    for name in ("Kristine Berzina", "Jānis Bērziņš"):
        cards.new_customer(desk, name, phone="+371 26 123 456")
    alone = cards.new_customer(desk, "Olga Sidorova", phone="+371 29 000 111")
    for customer, said in ((customer_known, "d  2 cards may be theirs, too"), (alone.id, "")):
        talk = talking.hear(desk, talking.start(desk, customer_id=customer).id, "The heating is dead")
        async with open_card(folder, talk) as (card, _hand, pilot):
            await ready(pilot)
            assert drawn(pilot.app).splitlines()[0].rstrip().endswith(said or "the card")
            assert card.rows.has_focus
