"""Promises, causes and orders on the command line: the same rules, sentences and exit codes as at the desk."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_driving import AtDesk

from frontdesk.cli.manual import JSON_KEYS

UNKNOWN = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"


def promised(anna: AtDesk, text: str = "bring a heater", due: str = "2 hours", *more: str) -> dict[str, Any]:
    conversation = anna.heard()
    answer: dict[str, Any] = anna("promise", conversation, text, "--due", due, *more, "--json").json
    return answer


def keys(title: str) -> set[str]:
    return set(JSON_KEYS[title].split())


def test_promises_are_listed_moved_handed_on_and_kept(anna: AtDesk, ilze: AtDesk) -> None:
    soon = promised(anna)
    later = promised(anna, "mend the lamp", "3 days")
    listed = anna("promises", "list", "--json").json
    assert [each["id"] for each in listed] == [soon["id"], later["id"]]
    assert set(listed[0]) == keys("… promises; promise, keep; promises list (each of the list)")
    assert "bring a heater; Anna" in anna("promises", "list").out
    assert anna("promises", "list", "--overdue", "--json").json == []
    assert "Nothing is overdue" in anna("promises", "list", "--overdue").err
    moved = ilze("promises", "move", soon["id"], "5 hours", "--reason", "the van is late", "--json").json
    assert set(moved) == keys("promises show, move, reassign")
    assert (moved["due_at"] > soon["due_at"], moved["moves"][0]["reason"]) == (True, "the van is late")
    assert set(moved["moves"][0]) == keys("… moves")
    handed = ilze("promises", "reassign", soon["id"], "Ilze")
    assert "was Anna, by" in handed.out
    shown = anna("promises", "show", soon["id"])
    assert "Request: The heating is dead" in shown.out
    assert "Promised by Anna" in shown.out
    assert "kept early" in ilze("keep", soon["id"]).out
    assert [each["state"] for each in anna("promises", "list", "--all", "--json").json] == ["open", "early"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("promises", "move", UNKNOWN, "2 hours", "--reason", "x"), "There is no promise"),
        (("promises", "move", "{id}", "2 hours"), "--reason"),
        (("promises", "move", "{id}", "soon", "--reason", "x"), "is not a time"),
        (("promises", "move", "{id}", "2020-01-01 10:00", "--reason", "x"), "past"),
        (("promises", "move", "{id}", "2 hours", "--reason", " "), "needs a reason"),
        (("promises", "reassign", "{id}", "Zelda"), "Anna, Ilze"),
        (("promises", "reassign", UNKNOWN, "Anna"), "There is no promise"),
        (("promises", "show", "nothing"), "There is no promise"),
        (("promises", "list", "--overdue", "--all"), "Choose one"),
        (("causes", "fix", UNKNOWN, "how"), "There is no cause"),
        (("causes", "owner", UNKNOWN, "Anna"), "There is no cause"),
        (("claim", UNKNOWN, "words"), "There is no conversation"),
        (("staff", "leave", "Zelda"), "Anna, Ilze"),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_with_two(anna: AtDesk, arguments: tuple[str, ...], said: str) -> None:
    known = promised(anna)["id"]
    answer = anna(*(argument.format(id=known) for argument in arguments), code=2)
    assert said in answer.said
    assert "Traceback" not in answer.said


def test_hours_are_answered_with_a_time_that_can_be_pasted(anna: AtDesk) -> None:
    conversation, then = anna.heard(), date.today() + timedelta(days=50)
    day = ("--due", f"{then} 15:00", "--hours", "9-12, 17-19")
    refused = anna("promise", conversation, "call", *day, code=2)
    assert f"“{then} 17:00”" in refused.err
    assert "--anyway" in refused.err
    made = anna(
        "promise", conversation, "call", *day, "--anyway", "--channel", "Telegram", "--next", "x", "--json"
    ).json
    assert (made["due_at"][:16], made["hours"], made["channel"], made["next"]) == (
        f"{then}T15:00",
        "9-12, 17-19",
        "Telegram",
        "x",
    )
    moving = ("promises", "move", made["id"], f"{then} 20:00", "--reason", "r")
    assert f"“{then} 19:00”" in anna(*moving, code=2).err
    anna(*moving, "--anyway")


def test_somebody_who_leaves_is_answered_with_what_they_owe(anna: AtDesk, ilze: AtDesk) -> None:
    owed = promised(anna)
    left = ilze("staff", "leave", "Anna")
    assert owed["id"] in left.out
    assert "promises reassign" in left.err
    assert [each["id"] for each in ilze("promises", "list", "--left", "--json").json] == [owed["id"]]
    listed = ilze("promises", "list")
    assert "Anna no longer works here" in listed.out
    assert "--left" in listed.err
    ilze("promises", "reassign", owed["id"], "Ilze")
    assert ilze("promises", "list", "--left", "--json").json == []
    assert set(ilze("staff", "leave", "Anna", "--back", "--json").json) == keys("staff leave")


def test_a_cause_that_came_back_is_listed_handed_on_and_fixed(anna: AtDesk, ilze: AtDesk) -> None:
    for spelling in ("Heating", "heating ", "the heating"):
        assert anna("causes", "list", "--json").json == []
        conversation = promised(anna)["conversation"]
        anna("cause", conversation, spelling)
    assert "a thing, not a person" in anna("cause", conversation, "Ilze", code=2).err
    (cause,) = anna("causes", "list", "--json").json
    assert set(cause) == keys("causes list (each of the list), fix, owner")
    assert set(cause["cases"][0]) == keys("… cases")
    assert (cause["times"], cause["owner"]) == (3, "Ilze")
    assert "the heating · 3 times in 7 days · Ilze" in anna("causes", "list").out
    assert "· Anna ·" in ilze("causes", "owner", cause["id"], "Anna").out
    assert "a new valve" in ilze("causes", "fix", cause["id"], "a new valve").out
    assert "Nothing came back" in anna("causes", "list").err
    assert [each["fixed_how"] for each in anna("causes", "list", "--all", "--json").json] == ["a new valve"]
    assert "fixed already" in ilze("causes", "fix", cause["id"], "again", code=2).err


def test_orders_that_need_care_are_listed_and_the_others_counted(anna: AtDesk, tmp_path: Path) -> None:
    sheet = tmp_path / "orders.csv"
    sheet.write_text(
        "key,customer,label,state,due_on,total,paid,promised,promised_by,promised_at\n"
        "A,K1,boat,wrong,2026-11-02,90.00,10.00,the mast,Pēteris,2026-10-01\n"
        "B,K2,sail,open,2099-01-01,10.00,0.00,,,\n",
        encoding="utf-8",
    )
    anna("orders", "import", sheet)
    cared = anna("orders", "care")
    assert "2026-11-02 · A · boat · Kristīne Bērziņa · late since" in cared.out
    assert "wrong · 80.00 unpaid" in cared.out
    found = anna("orders", "care", "--json").json
    assert set(found) == keys("orders care")
    assert "B" not in {each["key"] for each in found["orders"]}
    line = next(each for each in found["orders"] if each["key"] == "A")
    assert set(line) == keys("… orders of care")
    assert line["needs"] == ["late", "wrong", "unpaid"]
    assert "B" in {each["key"] for each in anna("orders", "care", "--all", "--json").json["orders"]}
    card = anna("customers", "show", anna.customer("berzina"), "--json").json
    boat = next(order for order in card["orders"] if order["promised"])
    assert set(boat["promised"][0]) == keys("… promised (in the sale)")
    shown = anna("customers", "show", anna.customer("berzina"))
    assert "promised in the sale: the mast (Pēteris, 2026-10-01)" in shown.out


def test_004_1_what_the_customer_says_was_promised_is_said_by_the_customer(anna: AtDesk) -> None:
    conversation = anna.started("berzina", "Your colleague said the mast would be included.")
    answer = anna("claim", conversation, "the mast is included")
    assert "Said by the customer: the mast is included" in answer.out
    talk = anna("show", conversation, "--json").json
    assert (talk["claim"], talk["promises"], talk["answers"]) == ("the mast is included", [], {})
    card = anna("customers", "show", anna.customer("berzina"), "--json").json
    assert [each["text"] for each in card["claims"]] == ["the mast is included"]
    assert set(card["claims"][0]) == keys("… claims")
    assert anna("promises", "list", "--json").json == []
