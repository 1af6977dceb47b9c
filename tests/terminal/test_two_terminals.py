"""Two real terminals at once: what one asks the other answers, and whoever asked gives the good news."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import Terminal, frontdesk

from conftest import LAST_MONTH, NEXT_YEAR
from frontdesk.desk import opening
from frontdesk.desk.people import pins

ASKED_FOR = "Half and half again, please"
WHY = "both of them swim every morning"
CODE = "271828"
BARE = re.compile(r"\b(no|impossible|not possible|tomorrow)\b", re.IGNORECASE)


@pytest.fixture
def large(club: Path) -> Path:
    """The club, with a membership of which half is more than staff may wait for; Ilze has a code of her own."""
    orders = club.with_suffix(".large.csv")
    row = f"L1,M4,Family membership,open,{LAST_MONTH},{NEXT_YEAR},1600.00,1600.00,"
    orders.write_text(f"key,customer,label,state,starts_on,ends_on,total,paid,joining_fee\n{row}\n", encoding="utf-8")
    frontdesk("orders", "import", str(orders), folder=club, staff="Marta")
    return club


def at_the_block(terminal: Terminal) -> list[str]:
    """Vera asks for half and half, and the exposure says not like this; the screens on the way."""
    desk.find(terminal, "liepa", "Vera Liepa")
    desk.listen(terminal, ASKED_FOR)
    desk.moment(terminal, "2", "Cannot pay all")
    desk.agreed(terminal)
    terminal.press("1")
    terminal.wait_for(desk.WAYS)
    return [terminal.text]


def ask(terminal: Terminal) -> str:
    """Take the way that asks the lead, say why in one sentence, and see it wait."""
    lines = desk.panel(terminal, desk.WAYS).splitlines()
    digit = next(found.group(1) for line in lines if (found := re.match(r"\s+(\d) Ask: lead", line)))
    terminal.press(digit)
    terminal.wait_for("Why, in one sentence?", "asked of: lead")
    terminal.type(WHY)
    terminal.press("enter")
    return terminal.wait_for("ASKED", desk.ACT)


def people(club: Path) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """Who gave, who asked and who said yes, of each entry by a yes; and what was done instead of each block."""
    with sqlite3.connect(club / "data" / "frontdesk.db") as database:
        entries = database.execute(
            "SELECT giver.name, asker.name, lead.name FROM entries e JOIN approvals a ON a.id = e.approval_id"
            " JOIN staff giver ON giver.id = e.staff_id JOIN staff asker ON asker.id = a.asked_by"
            " JOIN staff lead ON lead.id = a.answered_by"
        ).fetchall()
        return entries, database.execute("SELECT gesture, done_instead FROM blocks").fetchall()


def test_000_5_request_approval_and_giving_between_two_terminals(large: Path) -> None:
    """Scenario 000-5: the request goes to the lead's screen, the yes comes back, reception gives the good news."""
    with desk.sit_down(large, "Marta") as marta, desk.sit_down(large, "Ilze", columns=120, rows=36) as ilze:
        assert "F6" not in ilze.lines[0]
        screens = at_the_block(marta)
        ways = desk.panel(marta, desk.WAYS)
        order = [ways.index(each) for each in ("600.00 in 30 days", "Month by month", "Ask: lead", "Promise an answer")]
        assert order == sorted(order), ways
        screens.append(ask(marta))
        ilze.wait_for("⚑ 1 waits for a yes · F6")
        marta.press("6")  # the work goes on meanwhile: another gesture is looked at, and left
        marta.wait_for(desk.PREVIEW)
        marta.press("esc")
        marta.wait_for(desk.ACT)
        ilze.press("f6")
        ilze.wait_for("WAITING FOR A YES", "Vera Liepa")
        ilze.press("y")
        question = ilze.wait_for(ASKED_FOR, "Marta: ", WHY, "Enter yes")
        assert "all of it now" in question
        ilze.answer("enter", "Only this once, or should the guidelines change?")
        screens.append(marta.wait_for("YES · Ilze"))
        ilze.answer("1", "WHERE LIMITS STOPPED US", gone="Only this once")
        shown = desk.preview(marta, "1")
        assert "Ilze" in shown and "Second half, by " in shown
        screens.append(marta.text)
        desk.give(marta)
        for screen in screens:
            assert not BARE.search(screen), screen
    assert people(large) == ([("Marta", "Marta", "Ilze")], [("split_payment", "approved")])


def test_a_dropped_line_forgets_nothing_and_the_lead_answers_on_the_spot(large: Path) -> None:
    """After a hang-up it still waits; the lead's code is typed here, is never shown, and the preview follows."""
    ilze = opening.open_desk(large, staff="Ilze", clock=lambda: datetime.now(UTC))
    pins.set_pin(ilze, "Ilze", CODE)
    ilze.store.close()
    with desk.sit_down(large, "Marta") as marta:
        at_the_block(marta)
        ask(marta)
        marta.hang_up()
        marta.wait_for_end()
    with desk.sit_down(large, "Marta") as marta:
        marta.wait_for("YOU ASKED", "▸ ⚑ asked", "Vera Liepa")
        marta.press("enter")
        marta.wait_for("ASKED", desk.ACT)
        marta.press("д")
        marta.wait_for("Code of Ilze", "not shown")
        marta.send("314159\r")  # a raw paste: figures, and no Enter
        marta.wait_for("••••••")
        marta.answer("enter", "That is not the code of Ilze")
        marta.send(CODE)
        marta.wait_for("••••••")
        marta.answer("enter", "Enter yes", ASKED_FOR)
        marta.answer("enter", "Only this once")
        marta.answer("1", desk.PREVIEW, "Ilze")
        desk.give(marta)
        assert CODE.encode() not in marta.raw
    assert people(large)[0] == [("Marta", "Marta", "Ilze")]
    assert [each["staff"] for each in desk.card_of(large, "Vera Liepa")["given"]] == ["Marta"]
