"""The conversation without a screen: the same gate, the same limits, the same ledger as on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_driving import CUSTOMERS, GUIDELINES

from frontdesk.cli.manual import JSON_KEYS

ATTEMPT = "0199f0c3-11aa-7b52-8c7d-3e2f6a9d5c21"


def _seen_elsewhere() -> set[str]:
    """The titles of JSON_KEYS that another file of this folder holds to real output."""
    others = [path for path in Path(__file__).parent.glob("test_*.py") if path.name != Path(__file__).name]
    text = "".join(path.read_text(encoding="utf-8") for path in others)
    return {title for title in JSON_KEYS if f'"{title}"' in text}


def _given(anna, conversation: str) -> list[dict]:
    return anna("show", conversation, "--json").json["given"]


def test_customers_are_found_best_first_with_id_and_name(anna) -> None:
    for text in ("berzina", "Bērziņa", "kristine", "3456", "412"):
        found = anna("customers", "find", text, "--json").json
        assert found[0]["name"] == "Kristīne Bērziņa" and found[0]["id"], text
    assert anna("customers", "find", "nobody-of-that-name", "--json").json == []


def test_a_card_tells_the_story(anna) -> None:
    card = anna("customers", "show", anna.customer("berzina"), "--json").json
    assert card["tier"] == "gold" and card["visits"] == 23
    assert card["orders"][0]["paid"] == "540.00"
    assert "Kristīne Bērziņa" in anna("customers", "show", card["id"]).out


def test_start_answers_with_the_conversation(anna) -> None:
    request = "The heating is dead and my daughter is cold"
    customer = anna.customer("berzina")
    talk = anna("start", "--customer", customer, "--request", request, "--situation", "room_fault", "--json").json
    assert talk["conversation"] and talk["customer"] == customer
    assert (talk["request"], talk["heard"], talk["situation"]) == (request, "not_yet", "room_fault")
    assert talk["order"] == talk["orders"][0]["id"], "the only open order is the one it is about"


def test_an_unnamed_customer_is_served_as_well(anna) -> None:
    talk = anna("start", "--name", "a lady in a red coat", "--request", "Where is the lift?", "--json").json
    assert talk["customer"] is None and talk["customer_name"] == "a lady in a red coat"
    anna("hear", talk["conversation"])
    assert anna("give", talk["conversation"], "luggage", "--json").json["outcome"] == "yes"


def test_the_request_is_kept_as_it_was_typed(anna) -> None:
    for request in ("Опалення не працює", "Apkure nedarbojas", "暖房が壊れた", "2 × late — “again”"):
        conversation = anna.started(request=request)
        assert anna("show", conversation, "--json").json["request"] == request


def test_nothing_is_given_before_the_request_is_heard(anna) -> None:
    conversation = anna.started()
    answer = anna("give", conversation, "free_drink", "--json", code=4)
    assert answer.json["outcome"] == "ticks" and answer.json["missing"] == ["request_heard"]
    assert "entry" not in answer.json
    assert _given(anna, conversation) == []


def test_no_gesture_and_no_price_is_shown_before_the_request_is_heard(anna) -> None:
    conversation = anna.started()
    assert anna("show", conversation, "--json").json["gestures"] == []
    read = anna("show", conversation).said + anna("give", conversation, "free_drink", code=4).said
    assert "frontdesk hear" in read
    assert not any(word in read for word in ("Free drink", "Part of the bill", "8.00", "Make it right"))


def test_after_hearing_the_gestures_of_the_situation_come_first(anna) -> None:
    conversation = anna.started("berzina", "The heating is dead", "--situation", "room_fault")
    talk = anna("hear", conversation, "--json").json
    assert talk["heard"] == "agreed"
    assert [line["gesture"] for line in talk["gestures"]][:2] == ["free_drink", "part_of_bill"]
    assert "Free drink" in anna("show", conversation).out


def test_hearing_needs_words_but_an_emergency_does_not(anna) -> None:
    conversation = anna.started(request="")
    answer = anna("hear", conversation, code=2)
    assert "Traceback" not in answer.err and answer.err
    assert anna("hear", conversation, "--request", "No heating", "--json").json["request"] == "No heating"
    emergency = anna.started(request="")
    assert anna("hear", emergency, "--skip", "--json").json["heard"] == "skipped"
    assert anna("give", emergency, "free_drink", "--json").json["entry"]


def test_the_heating_story(anna) -> None:
    """Found, heard, given, promised, closed: as a receptionist does it, in words and in JSON."""
    conversation = anna.started("berzina", "The heating is dead and my daughter is cold", "--situation", "room_fault")
    anna("hear", conversation)
    anna("wish", conversation, "another room, or heat")
    drink = anna("give", conversation, "free_drink").said
    assert "Free drink" in drink and "8.00" in drink and "frontdesk reverse" in drink
    part = anna("give", conversation, "part_of_bill", "--amount", "120", "--reason", "no heat all night", "--json").json
    assert part["outcome"] == "yes" and part["amount"] == "120.00" and part["entry"]
    promise = anna("promise", conversation, "a heater in the room", "--due", "2 hours", "--json").json
    assert promise["owner"] == "Anna" and promise["due_at"]
    assert anna("keep", promise["id"], "--json").json["state"] in ("kept", "early")
    anna("cause", conversation, "valve of the heating circuit")
    closed = anna("close", conversation, "--nothing-owed", "--json").json
    assert closed["open"] is False
    assert [line["gesture"] for line in closed["given"]] == ["free_drink", "part_of_bill"]
    day = anna("day", "--json").json
    assert {line["gesture"]: line["value"] for line in day["given"]} == {"free_drink": "8.00", "part_of_bill": "120.00"}
    assert day["kept"][0]["text"] == "a heater in the room"
    assert "a heater in the room" in anna("day").out


def test_without_an_amount_the_usual_is_given(anna) -> None:
    conversation = anna.heard("berzina")
    answer = anna("give", conversation, "part_of_bill", "--reason", "no heat all night", "--json").json
    assert answer["amount"] == "90.00"


def test_more_than_fits_gives_nothing_and_names_what_fits(anna) -> None:
    conversation = anna.heard("berzina")
    order = ("give", conversation, "part_of_bill", "--amount", "170", "--reason", "no heat")
    answer = anna(*order, "--json", code=4).json
    assert (answer["outcome"], answer["at_most"]) == ("less", "150.00") and answer["ways"]
    said = anna(*order, code=4)
    assert said.out == "" and "--amount 150.00" in said.err
    assert _given(anna, conversation) == []
    assert anna("give", conversation, "part_of_bill", "--amount", "150.00", "--reason", "no heat", "--json").json[
        "entry"
    ]


def test_the_lead_may_give_more(ilze) -> None:
    conversation = ilze.heard("berzina")
    answer = ilze("give", conversation, "part_of_bill", "--amount", "170", "--reason", "no heat", "--json").json
    assert answer["amount"] == "170.00"


def test_a_reason_is_asked_above_judgement(anna) -> None:
    conversation = anna.heard("berzina")
    answer = anna("give", conversation, "part_of_bill", "--amount", "120", "--json", code=4).json
    assert answer["outcome"] == "ticks" and answer["missing"] == ["reason"]
    assert "--reason" in anna("give", conversation, "part_of_bill", "--amount", "120", code=4).err
    assert anna("give", conversation, "part_of_bill", "--amount", "79.99", "--json").json["entry"]


def test_what_cannot_be_given_now_leads_to_what_can(anna) -> None:
    anna("house", "set", "house.occupancy", "97%")
    conversation = anna.heard("berzina")
    answer = anna("give", conversation, "late_checkout", "--json", code=4).json
    assert answer["outcome"] == "no_fit" and {"gesture": "luggage"} in answer["ways"]
    assert "Luggage + lounge  [luggage]" in anna("give", conversation, "late_checkout", code=4).err
    assert anna("give", conversation, "luggage", "--json").json["entry"]
    anna("house", "set", "house.occupancy", "80%")
    assert anna("give", conversation, "late_checkout", "--json").json["entry"]


def test_a_limit_leaves_a_block_on_the_day(anna) -> None:
    anna("house", "set", "house.occupancy", "97%")
    conversation = anna.heard("berzina")
    before = anna("day", "--json").json["blocks"]
    anna("give", conversation, "late_checkout", "--json", code=4)
    assert anna("day", "--json").json["blocks"] == before + 1


def test_an_asked_fact_is_asked_for_and_taken(anna) -> None:
    conversation = anna.heard("berzina")
    answer = anna("give", conversation, "delay_credit", "--json", code=4).json
    assert answer["missing"] == ["fact:delay_minutes"]
    assert "--answer delay_minutes=VALUE" in anna("give", conversation, "delay_credit", code=4).err
    given = anna("give", conversation, "delay_credit", "--answer", "delay_minutes=45", "--json").json
    assert given["amount"] == "5.00"
    assert anna("show", conversation, "--json").json["answers"] == {"delay_minutes": "45"}


def test_answers_and_ticks_stand_with_the_conversation(anna) -> None:
    conversation = anna.heard("berzina")
    assert anna("answer", conversation, "delay_minutes", "75", "--json").json["answers"] == {"delay_minutes": "75"}
    assert "customer_asked" in anna("tick", conversation, "customer_asked", "--json").json["ticks"]
    assert "customer_asked" not in anna("tick", conversation, "customer_asked", "--off", "--json").json["ticks"]
    assert anna("give", conversation, "delay_credit", "--json").json["amount"] == "20.00"


def test_the_same_attempt_is_given_once(anna) -> None:
    conversation = anna.heard("berzina")
    order = ("give", conversation, "free_drink", "--attempt", ATTEMPT, "--json")
    first, second = anna(*order).json, anna(*order).json
    assert first["entry"] == second["entry"]
    assert (first["already"], second["already"]) == (False, True)
    assert len(_given(anna, conversation)) == 1


def test_the_same_attempt_is_answered_also_when_the_limit_is_used_up(anna) -> None:
    conversation = anna.heard("berzina")
    for _count in range(3):
        anna("give", conversation, "free_drink")
    order = ("give", conversation, "free_drink", "--attempt", ATTEMPT, "--json")
    first = anna(*order).json
    anna("give", conversation, "free_drink", "--json", code=4)
    assert anna(*order).json["entry"] == first["entry"]


def test_an_attempt_is_not_used_for_two_things(anna) -> None:
    conversation = anna.heard("berzina")
    anna("give", conversation, "free_drink", "--attempt", ATTEMPT)
    assert "already used" in anna("give", conversation, "luggage", "--attempt", ATTEMPT, code=2).err
    assert "UUID" in anna("give", conversation, "luggage", "--attempt", "first", code=2).err
    assert len(_given(anna, conversation)) == 1


def test_taking_back_frees_what_it_took(anna) -> None:
    conversation = anna.heard("berzina")
    entries = [anna("give", conversation, "free_drink", "--json").json["entry"] for _count in range(4)]
    anna("give", conversation, "free_drink", "--json", code=4)
    back = anna("reverse", entries[0], "--reason", "pressed by mistake", "--json").json
    assert back["reverses"] == entries[0] and back["already"] is False
    assert anna("give", conversation, "free_drink", "--json").json["entry"]
    again = anna("reverse", entries[0], "--reason", "pressed by mistake", "--json").json
    assert again["already"] is True and again["entry"] == back["entry"]
    anna("give", conversation, "free_drink", "--json", code=4)
    anna("reverse", back["entry"], "--reason", "no", code=2)
    assert [line["taken_back"] for line in _given(anna, conversation)].count(True) == 1


def test_a_cause_comes_after_a_solution(anna) -> None:
    conversation = anna.heard("berzina")
    assert anna("cause", conversation, "valve", code=2).err
    anna("give", conversation, "free_drink")
    assert anna("cause", conversation, "valve", "--json").json["cause"] == "valve"


def test_a_conversation_is_not_closed_with_open_work(anna) -> None:
    conversation = anna.heard("berzina")
    refused = anna("close", conversation, code=2)
    assert refused.err and "Traceback" not in refused.err
    closed = anna("close", conversation, "--now", "room 414", "--next", "bags", "--due", "2 hours", "--json").json
    assert closed["open"] is False and closed["next"] == "bags" and closed["due_at"]


def test_a_wish_is_words_or_not_said(anna) -> None:
    conversation = anna.heard("berzina")
    assert anna("wish", conversation, "--not-said", "--json").json["wish"] == ""
    assert anna("wish", conversation, "a quiet room", "--json").json["wish"] == "a quiet room"
    anna("wish", conversation, code=2)
    anna("wish", conversation, "a quiet room", "--not-said", code=2)


def test_a_promise_has_an_owner_and_a_time(anna) -> None:
    conversation = anna.heard("berzina")
    assert (
        anna("promise", conversation, "call", "--due", "2 hours", "--owner", "Ilze", "--json").json["owner"] == "Ilze"
    )
    anna("promise", conversation, "call", code=2)
    for due in ("soon", "yesterday 10:00", "2020-01-01T10:00:00+02:00", ""):
        assert "Traceback" not in anna("promise", conversation, "call", "--due", due, code=2).err
    anna("promise", conversation, "call", "--due", "2 hours", "--owner", "Nobody", code=2)
    anna("promise", conversation, "  ", "--due", "2 hours", code=2)


def test_json_is_data_and_messages_are_apart(anna) -> None:
    conversation = anna.heard("berzina")
    answer = anna("give", conversation, "free_drink", "--json")
    assert answer.err == "" and json.loads(answer.out)["entry"]


def test_importing_again_changes_nothing(ilze, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(CUSTOMERS, encoding="utf-8")
    again = ilze("customers", "import", file, "--json").json
    assert (again["new"], again["changed"], again["same"], again["refused"]) == (0, 0, 3, [])
    assert again["dry_run"] is False and again["import"] is None
    file.write_text(CUSTOMERS.replace("gold", "silver") + "K4,New Guest,,,guest,,,1\n", encoding="utf-8")
    dry = ilze("customers", "import", file, "--dry-run", "--json").json
    assert (dry["new"], dry["changed"]) == (1, 1)
    assert ilze("customers", "find", "New Guest", "--json").json == []
    done = ilze("customers", "import", file).said
    assert "1 new, 1 changed, 2 as before" in done


@pytest.mark.parametrize("folder_first", [True, False])
def test_folder_and_person_may_stand_before_or_after_the_command(cli, hotel: Path, folder_first: bool) -> None:
    place = ("--folder", hotel, "--staff", "Anna")
    find = ("customers", "find", "berzina", "--json")
    answer = cli(*place, *find) if folder_first else cli(*find, *place)
    assert answer.code == 0 and answer.json


def test_json_has_the_documented_keys(anna, tmp_path: Path) -> None:
    """docs/commands.md is generated from JSON_KEYS, so that a key cannot come, go or change its name unseen."""
    conversation = anna.heard("berzina")
    seen = {
        "customers find (each of the list)": anna("customers", "find", "berzina", "--json").json[0],
        "customers show": anna("customers", "show", anna.customer("berzina"), "--json").json,
        "hear": anna("hear", conversation, "--json").json,
        "show": anna("show", conversation, "--json").json,
        "give, when not given": anna("give", conversation, "part_of_bill", "--amount", "170", "--json", code=4).json,
        "give, when given": anna("give", conversation, "free_drink", "--attempt", ATTEMPT, "--json").json,
        "start, wish, answer, claim, tick, cause, close": anna("wish", conversation, "heat", "--json").json,
        "… promises; promise, keep; promises list (each of the list)": anna(
            "promise", conversation, "call", "--due", "1 hour", "--json"
        ).json,
        "day": anna("day", "--json").json,
        "staff add, staff list (each of the list)": anna("staff", "list", "--json").json[0],
        "check": anna("check", "--json").json,
        "explain GESTURE": anna("explain", "part_of_bill", "--json").json,
        "explain (each of the list)": anna("explain", "--json").json[0],
    }
    seen["… authority"] = seen["explain GESTURE"]["authority"][0]
    seen["… limits, budgets, counted_by"] = seen["explain GESTURE"]["limits"][0]
    anna("ask", conversation, "part_of_bill", "170", "--reason", "three nights")
    seen["… approvals"] = anna("show", conversation, "--json").json["approvals"][0]
    assert seen["… approvals"]["reason"] == "three nights" and "asked of: lead" in anna("show", conversation).out
    again = anna("give", conversation, "free_drink", "--attempt", ATTEMPT, "--json").json
    seen["… given"] = anna("show", conversation, "--json").json["given"][0]
    seen["… gestures (empty before the request is heard)"] = seen["show"]["gestures"][0]
    seen["… orders"] = seen["customers show"]["orders"][0]
    seen["reverse"] = anna("reverse", again["entry"], "--reason", "slip", "--json").json
    file = tmp_path / "customers.csv"
    file.write_text(CUSTOMERS, encoding="utf-8")
    seen["customers import, orders import"] = anna("customers", "import", file, "--json").json
    seen["customers imports, orders imports (each of the list)"] = anna("orders", "imports", "--json").json[0]
    undoing = anna("orders", "import", "--undo", "--dry-run", "--json").json
    seen["customers import --undo, orders import --undo"] = undoing
    (tmp_path / "bad.yaml").write_text("frontdesk: 9\n")
    seen["… problems"] = anna("check", tmp_path / "bad.yaml", "--json", code=1).json["problems"][0]
    refused = anna("guidelines", "publish", tmp_path / "bad.yaml", "--json", code=1).json
    seen["guidelines publish, when refused"] = refused
    draft = tmp_path / "draft.yaml"
    draft.write_text(GUIDELINES.replace("4 times", "6 times"), encoding="utf-8")
    seen["guidelines publish, rollback"] = anna("guidelines", "publish", draft, "--json").json
    seen["guidelines history (each of the list)"] = anna("guidelines", "history", "--json").json[0]
    seen["guidelines diff"] = anna("guidelines", "diff", "1", "--json").json
    seen["… differences (each of the list)"] = seen["guidelines diff"]["differences"][0]
    assert {name: set(form) for name, form in seen.items()} == {name: set(JSON_KEYS[name].split()) for name in seen}
    assert JSON_KEYS.keys() - seen.keys() - _seen_elsewhere() == set()
    assert set(again) == set(seen["give, when given"])
