"""Essay D at the desk: dishes that are late, and a juice that is spilled where free drinks are used up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import at_the_desk as desk
from driving import asked


def test_003_2_a_late_table_gets_something_at_once_and_is_told_a_time(bistro: Path) -> None:
    """Scenario 003-2: twenty-five minutes, a table of four; two keys after "heard", then the honest minutes.

    How late they are is asked with the kind of moment, before the request is read back.
    """
    with desk.sit_down(bistro, "Marta") as terminal:
        desk.find(terminal, "elza", "Elza Kronberga")
        desk.listen(terminal, "How much longer?")
        desk.late(terminal, "25")
        desk.agreed(terminal)
        first, second, third, *_rest = desk.bar(terminal)
        assert "Bread basket" in first
        assert "A free drink each" in second
        assert "20.00" in second
        assert "Dessert" in third
        terminal.presses = 0
        assert "20.00" in desk.preview(terminal, "2")
        desk.give(terminal)
        assert terminal.presses <= 2
        desk.promise(terminal, "the dishes are on your table", "15 minutes")
    talk = desk.talk_of(bistro, desk.card_of(bistro, "Elza")["given"][0]["conversation"])
    assert [(line["gesture"], line["amount"]) for line in talk["given"]] == [("drink", "20.00")]
    assert [promise["text"] for promise in talk["promises"]] == ["the dishes are on your table"]


def test_003_2_the_minutes_are_asked_on_the_screen_and_at_eight_the_honest_time_is_what_there_is(
    bistro: Path,
) -> None:
    """At eight minutes neither bread nor drink passes; the promise is offered, and taking it succeeds."""
    with desk.sit_down(bistro, "Marta") as terminal:
        desk.find(terminal, "elza", "Elza Kronberga")
        desk.listen(terminal, "How much longer?")
        desk.late(terminal, "8")
        desk.agreed(terminal)
        terminal.press("1")
        terminal.wait_for(desk.WAYS, "Promise an answer within 15 minutes")
        ways = desk.panel(terminal, desk.WAYS)
        assert "A free drink" not in ways
        digit = next(line.split()[0] for line in ways.splitlines() if "Promise an answer" in line)
        terminal.press("esc")
        terminal.wait_for(desk.ACT)
        bread, drink, *_rest = desk.bar(terminal)
        assert "NOT NOW" in bread
        assert "NOT NOW" in drink
        terminal.press("2")
        terminal.wait_for(desk.WAYS, "A free drink each", "Promise an answer within 15 minutes")
        assert "Bread basket" not in desk.panel(terminal, desk.WAYS)
        terminal.press("esc")
        terminal.wait_for(desk.ACT)
        terminal.press("1")
        terminal.wait_for(desk.WAYS)
        terminal.press(digit)
        terminal.wait_for("1 within 15 minutes")
        terminal.press("1")
        terminal.wait_for("promised: Bread basket")
    card = desk.card_of(bistro, "Elza")
    assert card["given"] == []
    (promise,) = card["promises"]
    assert promise["owner"] == "Marta"
    talk = desk.talk_of(bistro, promise["conversation"])
    assert Decimal(talk["answers"]["minutes_late"]) == 8


def test_003_2_all_reductions_together_never_exceed_the_bill(bistro: Path) -> None:
    """A bill of 12.00: a dish of 10.00 off it, and the rest is all that can be lowered."""
    conversation = desk.heard(
        bistro, "Ilze", "Ivo", "--request", "This is not what I ordered", "--situation", "wrong_dish"
    )
    asked("give", conversation, "item_off", "--answer", "order.item_price=10.00", folder=bistro, staff="Ilze")
    with desk.sit_down(bistro, "Ilze") as terminal:
        desk.go_on(terminal, "This is not what I ordered")
        terminal.wait_for(desk.ACT)
        terminal.press("6")
        terminal.wait_for("How much?")
        terminal.type("12.00")
        terminal.press("enter")
        terminal.wait_for(desk.WAYS, "Lower the bill")
        assert "2.00" in desk.preview(terminal, "1")
        desk.give(terminal)
    more = ("give", conversation, "off_bill", "--amount", "1.00")
    assert asked(*more, folder=bistro, staff="Ilze", code=4)["ways"]
    again = ("give", conversation, "item_off", "--answer", "order.item_price=0.50")
    assert asked(*again, folder=bistro, staff="Ilze", code=4)["ways"]
    given = desk.talk_of(bistro, conversation)["given"]
    assert sum(Decimal(line["amount"]) for line in given) == Decimal("12.00")


def test_003_3_a_spilled_drink_is_replaced_when_free_drinks_and_the_day_are_used_up(bistro: Path) -> None:
    """Scenario 003-3: it is a replacement, no free drink; neither the count nor the budget changes by it."""
    party = desk.heard(bistro, "Marta", "Karl", "--request", "All of us are waiting", "--situation", "late")
    asked("give", party, "drink", "--answer", "minutes_late=20", folder=bistro, staff="Marta")
    asked("give", party, "off_bill", "--amount", "130.00", folder=bistro, staff="Ilze")
    before = asked("day", folder=bistro)["budgets"]
    assert [(budget["budget"], budget["left"]) for budget in before] == [("comps_day", "0.00")]
    with desk.sit_down(bistro, "Marta") as terminal:
        desk.find(terminal, "nora", "Nora Feast")
        desk.listen(terminal, "I have knocked over my juice")
        desk.moment(terminal, "2", "Spilled or dropped")
        desk.agreed(terminal)
        lines = desk.bar(terminal)
        assert "Replace the spilled" in lines[0]
        assert "NOT NOW" not in lines[0]
        assert all("NOT NOW" in line for line in lines if "Dessert" in line or "Voucher" in line)
        terminal.press("4")
        terminal.wait_for("How much?", "5.00")
        assert "5.00" in desk.filled(terminal, "")
        desk.give(terminal)
    assert asked("day", folder=bistro)["budgets"] == before
    given = desk.card_of(bistro, "Nora")["given"]
    assert [(line["gesture"], line["amount"]) for line in given] == [("replace_drink", "5.00")]
    refused = ("give", given[0]["conversation"], "drink", "--answer", "minutes_late=20")
    binding = asked(*refused, folder=bistro, staff="Marta", code=4)["binding"]
    used = {each["limit"]: each["used"] for each in binding}
    assert used["drinks_by_one_person"] == "120.00"
    assert used["comps_day"] == "250.00"
