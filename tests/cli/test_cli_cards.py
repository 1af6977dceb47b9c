"""Writing on a card from the command line: what they like, what was observed, how they are reached; and undoing it."""

from __future__ import annotations

from frontdesk.cli.manual import JSON_KEYS


def test_a_card_is_written_on_and_everything_on_it_can_be_taken_back(anna) -> None:
    customer = anna.customer("berzina")
    liked = anna("customers", "prefer", customer, "oat milk", "--whose", "her daughter", "--json").json
    anna("customers", "prefer", customer, "a cot", "--until", "2099-12-31")
    noted = anna("customers", "note", customer, "Speak slowly; hears well on the left", "--json").json
    edited = anna(
        "customers", "edit", customer, "--phone", "+371 20 000 000", "--hours", "Mon-Fri 9:00-17:00", "--json"
    ).json
    assert edited["card"]["hours"] == "Mon-Fri 9-17" and edited["card"]["phone"] == "+371 20 000 000"
    said = anna("customers", "show", customer).out
    assert "oat milk · said by her daughter" in said and "Speak slowly" in said and "Mon-Fri 9-17" in said
    for line in (liked["id"], noted["id"]):
        assert "Struck out" in anna("customers", "strike", line).said
    assert "oat milk" not in anna("customers", "show", customer).out
    assert "Back on the card" in anna("customers", "strike", liked["id"], "--undo").said
    assert "oat milk" in anna("customers", "show", customer).out
    anna("customers", "undo", edited["change"]["id"])
    assert anna("customers", "show", customer, "--json").json["phone"] == "+371 26 123 456"
    assert "undone" in anna("customers", "history", customer).out
    assert "says so already" in anna("customers", "edit", customer, "--name", "Kristīne Bērziņa").said


def test_what_cannot_be_written_on_a_card_is_answered_and_nothing_is_changed(anna) -> None:
    customer = anna.customer("berzina")
    for words in (
        ("prefer", "nobody", "oat milk"), ("prefer", customer, " "), ("prefer", customer, "x", "--until", "soon"),
        ("note", customer, "\x00"), ("strike", "nothing"), ("edit", customer), ("edit", customer, "--name", ""),
        ("edit", customer, "--fact", "tier", "silver"), ("edit", customer, "--fact", "score", "1"),
        ("edit", customer, "--hours", "lunch"), ("undo", "nothing"), ("history", "nobody"), ("relate", customer),
        ("relate", customer, "--with", customer), ("relate", customer, "--leave", "nothing"),
    ):  # fmt: skip
        answer = anna("customers", *words, code=2)
        assert len(answer.err.strip().splitlines()) >= 2 and "Traceback" not in answer.err, words
    assert anna("customers", "history", customer, "--json").json == []


def test_an_order_is_named_by_its_number_from_a_script(anna) -> None:
    conversation = anna.heard("berzina")
    anna("orders", "of", conversation, "--choose", "")
    assert "order_number=NUMBER" in anna("give", conversation, "free_drink", code=4).said
    anna("orders", "of", conversation, "--choose", "A", "--number", "B", code=2)
    assert "* A-4711" in anna("orders", "of", conversation, "--number", "A-4711").out
    anna("give", conversation, "free_drink")
    refused = anna("give", conversation, "part_of_bill", code=4)
    assert "--answer order.paid=VALUE" in refused.said
    anna("give", conversation, "part_of_bill", "--answer", "order.paid=much", code=2)
    said = ("--answer", "order.paid=100", "--answer", "order.night_price=50")
    anna("give", conversation, "part_of_bill", *said, "--amount", "10")


def test_json_of_cards_has_the_documented_keys(anna) -> None:
    customer = anna.customer("berzina")
    conversation = anna.heard("berzina")
    anna("give", conversation, "free_drink")
    anna("orders", "of", conversation, "--choose", "")
    seen = {
        "… preferences; customers prefer": anna("customers", "prefer", customer, "oat milk", "--json").json,
        "… notes; customers note": anna("customers", "note", customer, "Speak slowly", "--json").json,
        "customers edit, undo": anna("customers", "edit", customer, "--channel", "Telegram", "--json").json,
        "… groups; customers relate (each of the list)": anna(
            "customers", "relate", customer, "--with", anna.customer("smith"), "--role", "guest of", "--json"
        ).json[0],
        "orders of": anna("orders", "of", conversation, "--json").json,
    }
    seen["… change; customers history (each of the list)"] = anna("customers", "history", customer, "--json").json[0]
    seen["… fields (of change)"] = seen["customers edit, undo"]["change"]["fields"][0]
    seen["… members (of groups)"] = seen["… groups; customers relate (each of the list)"]["members"][0]
    seen["… before (of orders of)"] = seen["orders of"]["before"][0]
    card = anna("customers", "show", customer, "--json").json
    seen["… facts (of a card)"] = card["facts"][0]
    seen["… limits (of given, on a card)"] = card["given"][0]["limits"][0]
    anna("house", "set", "house.occupancy", "97%")
    seen["house show (each of the list)"] = anna("house", "show", "--json").json[0]
    month = next(each["month"] for each in [anna("day", "--json").json] if each["month"])
    seen["… without_complaint (of month)"] = month["without_complaint"]
    rules = anna.folder / "guidelines.yaml"
    extra = "  extra_mile: {label: An hour of help, kind: investment, amount: 100.00}\n"
    rules.write_text(rules.read_text("utf-8").replace("gestures:\n", "gestures:\n" + extra, 1), encoding="utf-8")
    anna("give", conversation, "extra_mile")
    seen["… invested (of a card; null without)"] = anna("customers", "show", customer, "--json").json["invested"]
    assert "Investment in the relationship: 100.00" in anna("customers", "show", customer).out
    for title, found in seen.items():
        assert set(found) == set(JSON_KEYS[title].split()), title
    assert card["groups"] == [seen["… groups; customers relate (each of the list)"]]
    assert "set" in anna("house", "show").out and "by Anna" in anna("house", "show").out
