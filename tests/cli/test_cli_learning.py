"""The loop without a screen: a block, an idea, its answer, its draft, into force; stories, bends and reviews."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cli_driving import GUIDELINES, AtDesk

from frontdesk.cli.idea_words import effect_form
from frontdesk.cli.manual import JSON_KEYS
from frontdesk.desk.learning import idea_effects
from frontdesk.desk.opening import open_desk

IDEA = "idea propose, answer, publish; list (each of the list)"
REVIEW = "review begin, show, apology, happened, read, answer; list (each of the list)"


@pytest.fixture
def block(anna: AtDesk) -> str:
    """What the desk was stopped at: 200.00 of part_of_bill, above what Anna may give alone."""
    conversation = anna.heard()
    answer = anna("give", conversation, "part_of_bill", "--amount", "170.00", "--reason", "cold", "--json", code=4)
    assert answer.json["outcome"] == "less"
    (line,) = anna("stopped", "--json").json["lines"]
    assert line["conversations"] == [conversation]
    idea = anna("idea", "propose", "more of the bill", "--conversation", conversation, "--json").json
    assert (idea["conversation"], idea["block"]) == (conversation, None)
    return conversation


def block_id(anna: AtDesk) -> str:
    from frontdesk.store.engine import open_store
    from frontdesk.store.transaction import reading

    store = open_store(anna.folder / "data" / "frontdesk.db")
    with reading(store) as connection:
        row = connection.execute("SELECT id FROM blocks ORDER BY at DESC LIMIT 1").fetchone()
    store.close()
    assert row is not None
    return str(row[0])


def test_from_a_block_to_a_line_of_the_guidelines_with_its_authors_name(anna: AtDesk, ilze: AtDesk, block: str) -> None:
    idea = anna("idea", "propose", "let us refund a whole night", "--block", block_id(anna), "--json").json
    assert (idea["author"], idea["state"], idea["blocks"], idea["requests"]) == (
        "Anna",
        "owed",
        1,
        ["The heating is dead"],
    )
    name = idea["short"]
    assert "let us refund a whole night" in ilze("idea", "list").out
    assert "for: lead" in anna("idea", "answer", name, "yes", "--text", "ok", code=2).err
    assert "without words" in ilze("idea", "answer", name, "yes", code=2).err
    assert ilze("idea", "answer", name, "yes", "--text", "good", "--json").json["took_minutes"] == 0
    made = ilze("idea", "adopt", name, "--json").json
    assert made["sound"] and [(each["before"], each["after"]) for each in made["changes"]] == [("150.00", "170.00")]
    assert made["whatif"] == {"days": 30, "blocks": 1, "given": 1, "more_cost": "170.00"}
    assert "kept as it is" in ilze("idea", "adopt", name).out
    done = ilze("idea", "publish", name, "--json").json
    assert (done["state"], done["note"]) == ("adopted", "idea of Anna: let us refund a whole night")
    text = (anna.folder / "guidelines.yaml").read_text(encoding="utf-8")
    assert "# idea of Anna" in text and "authority: {staff: 170.00, lead: 600.00}" in text
    assert "idea of Anna" in ilze("guidelines", "history").out
    effect = anna("idea", "effect", name, "--json").json
    assert (effect["ready"], effect["before"], effect["after"]) == (False, None, None)
    assert effect["due_on"] in anna("idea", "effect", name).out
    assert [each["short"] for each in anna("idea", "list", "--json").json] != [name]
    assert name in {each["short"] for each in anna("idea", "list", "--all", "--json").json}


def test_later_needs_a_day_and_a_date_that_is_one(anna: AtDesk, ilze: AtDesk) -> None:
    name = anna("idea", "propose", "a kinder word", "--gesture", "luggage", "--json").json["short"]
    for more in ((), ("--on", "soon"), ("--on", "2020-01-01")):
        assert ilze("idea", "answer", name, "later", "--text", "not yet", *more, code=2).out == ""
    assert anna("idea", "effect", name, code=2).err
    assert anna("idea", "publish", "zzzz", code=2).err
    assert anna("idea", "list", "--json").json[0]["state"] == "owed"


def test_where_limits_stopped_names_the_line_and_nobody(anna: AtDesk, block: str) -> None:
    answer = anna("stopped", "--since", "7d")
    assert "1 x Part of the bill: what a role may give alone" in answer.out
    assert "20.00 EUR in all" in answer.out and "Anna" not in answer.out
    assert anna("stopped", "--since", "2 weeks", "--json").json["blocks"] == 1
    for wrong in ("soon", "2999-01-01", "0d"):
        assert anna("stopped", "--since", wrong, code=2).out == ""
    assert anna("bends", "--json").json == []


def test_a_story_is_printed_without_the_customers_name(anna: AtDesk) -> None:
    conversation = anna.heard()
    words = "Paldies! Kristīne Bērziņa and her mother"
    told = anna("story", "tell", "rescued", words, "--conversation", conversation, "--json").json
    assert (told["words"], told["thanked"], told["customer_name"]) == (words, ["Anna"], "Kristīne Bērziņa")
    anna("story", "tell", "foreseen", "You called first", "--thank", "ilze")
    listed = anna("story", "list")
    assert "Kristīne" not in listed.out and "(the customer) and her mother" in listed.out
    assert "50 % seen coming" in listed.out
    stories = anna("story", "list", "--json").json
    assert "Kristīne" not in json.dumps(stories, ensure_ascii=False)
    assert stories["share"]["smooth_percent"] == 50
    assert words in anna("story", "list", "--names").out
    assert anna("story", "tell", "rescued", " ", code=2).err
    assert anna("story", "tell", "rescued", "Thanks", "--thank", "Nobody", code=2).err


def test_a_review_goes_through_its_steps_to_a_written_answer(anna: AtDesk) -> None:
    words = "Cold room.\nNobody came."
    answer = anna.cli(
        *("--folder", anna.folder, "--staff", "Anna", "review", "begin", "-", "--source", "a map", "--json"),
        stdin=words,
    )
    assert answer.code == 0, answer
    review = answer.json
    assert (review["words"], review["state"]) == (words, "owed")
    name = review["id"]
    assert name in anna("review", "list").out
    assert "apology comes first" in anna("review", "happened", name, "the boiler", code=2).err
    anna("review", "apology", name, "I am sorry.")
    anna("review", "happened", name, "The boiler stopped.")
    assert "request comes first" in anna("give", name, "luggage", code=4).err
    read = anna("review", "read", name, "a warm room", "--json").json
    assert read["asks_for"] == "a warm room" and read["words"] == words
    anna("give", name, "luggage")
    assert "answer to what was written" in anna("close", name, "--nothing-owed", code=2).err
    done = anna("review", "answer", name, "Dear guest …", "--at", "https://example.org/r/7", "--json").json
    assert (done["state"], done["place"]) == ("answered", "https://example.org/r/7")
    assert name not in anna("review", "list").out
    assert name in anna("review", "list", "--all").out
    anna("close", name, "--nothing-owed")


# --- the documented keys of --json --------------------------------------------------------------------------


def documented(title: str) -> set[str]:
    return set(JSON_KEYS[title].split())


def effect_after_three_weeks(anna: AtDesk, idea: str) -> dict[str, Any]:
    """What `idea effect --json` prints, at a desk whose clock is three weeks on."""
    later = datetime.now(UTC) + timedelta(days=21)
    desk = open_desk(anna.folder, staff=anna.staff, clock=lambda: later)
    try:
        return effect_form(desk, idea_effects.effect(desk, idea))
    finally:
        desk.store.close()


def test_an_idea_as_json_has_the_documented_keys_at_every_step(anna: AtDesk, ilze: AtDesk, block: str) -> None:
    name = anna("idea", "propose", "refund a whole night", "--block", block_id(anna), "--json").json["short"]
    answered = ilze("idea", "answer", name, "yes", "--text", "good", "--json").json
    adopted = ilze("idea", "adopt", name, "--json").json
    published = ilze("idea", "publish", name, "--json").json
    for form in (answered, anna("idea", "list", "--json").json[0]):
        assert set(form) == documented(IDEA)
    assert set(published) - documented(IDEA) == documented("idea publish, besides")
    assert documented(IDEA) < set(published)
    stopped = anna("stopped", "--json").json
    later = effect_after_three_weeks(anna, name)
    seen = {
        "idea adopt": adopted,
        "… changes": adopted["changes"][0],
        "… whatif": adopted["whatif"],
        "idea effect": anna("idea", "effect", name, "--json").json,
        "stopped": stopped,
        "… lines": stopped["lines"][0],
    }
    assert {title: set(form) for title, form in seen.items()} == {title: documented(title) for title in seen}
    assert set(later) == documented("idea effect") and later["ready"]
    for side in ("before", "after"):
        assert set(later[side]) == documented("… before, after (of idea effect)"), side


def test_bends_stories_and_reviews_as_json_have_the_documented_keys(anna: AtDesk, ilze: AtDesk) -> None:
    bending = "    when: {order.paid: {more_than: 600}}\n    bend: {by: lead, when: {order.paid: {more_than: 0}}}\n"
    draft = anna.folder / "bending.yaml"
    draft.write_text(GUIDELINES.replace("  delay_credit:\n", f"{bending}  delay_credit:\n"), encoding="utf-8")
    ilze("guidelines", "publish", draft)
    conversation = ilze.heard("berzina")
    ilze("give", conversation, "luggage", "--reason", "paid nearly as much")
    (bend,) = anna("bends", "--json").json
    assert bend["outside"], "one given outside its condition says by how much"
    told = anna("story", "tell", "fixed", "It never broke again", "--conversation", conversation, "--json").json
    stories = anna("story", "list", "--json").json
    seen = {
        "bends (each of the list)": bend,
        "… outside": bend["outside"][0],
        "story tell; stories (of story list)": told,
        "story list": stories,
        "… share": stories["share"],
    }
    assert {title: set(form) for title, form in seen.items()} == {title: documented(title) for title in seen}
    assert set(stories["stories"][0]) == set(told)
    review = anna("review", "begin", "Cold room.", "--source", "a map", "--json").json
    for form in (
        review,
        anna("review", "show", review["id"], "--json").json,
        anna("review", "apology", review["id"], "I am sorry.", "--json").json,
        anna("review", "happened", review["id"], "The boiler stopped.", "--json").json,
        anna("review", "read", review["id"], "a warm room", "--json").json,
        anna("review", "answer", review["id"], "Dear guest …", "--json").json,
        anna("review", "list", "--all", "--json").json[0],
    ):
        assert set(form) == documented(REVIEW)
