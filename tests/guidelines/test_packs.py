"""The packs that are shipped: complete, readable, and true to their own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.authority.examples import failures
from frontdesk.guidelines import packs
from frontdesk.guidelines.model import Guidelines, Measure
from frontdesk.guidelines.reader import read_file, read_text

LANGUAGES = {"en", "lv", "ru", "uk"}
ROOT = Path(__file__).parents[2]
EVERY = pytest.mark.parametrize("name", packs.names())


def pack(name: str) -> Guidelines:
    found = read_text(packs.text(name).encode(), f"{name}.yaml")
    assert found.problems == ()
    assert found.guidelines is not None
    return found.guidelines


def test_the_names_are_the_files() -> None:
    folder = Path(packs.__file__).parent
    assert sorted(packs.names()) == sorted(file.stem for file in folder.glob("*.yaml"))
    with pytest.raises(KeyError):
        packs.text("../hotel")


@EVERY
def test_a_pack_has_no_problems_and_at_least_ten_examples(name: str) -> None:
    assert len(pack(name).examples) >= 10


@EVERY
def test_a_packs_own_examples_come_out_as_they_are_written(name: str) -> None:
    assert failures(pack(name)) == ()


@EVERY
def test_every_label_is_written_in_four_languages_and_stands_once(name: str) -> None:
    guidelines = pack(name)
    labels = [each.label for each in (*guidelines.gestures.values(), *guidelines.situations.values())]
    assert all(set(label.by_language) == LANGUAGES for label in labels)
    for language in LANGUAGES:
        said = [each.label.said_in(language).casefold() for each in guidelines.gestures.values()]
        assert len(set(said)) == len(said)


@EVERY
def test_every_gesture_says_why_and_every_limit_leaves_a_way_forward(name: str) -> None:
    for gesture in pack(name).gestures.values():
        assert gesture.why is not None
        if gesture.limits:
            assert gesture.otherwise, gesture.id


@EVERY
def test_the_keys_one_to_nine_are_each_used_once(name: str) -> None:
    keys = [each.key for each in pack(name).gestures.values() if each.key is not None]
    assert sorted(keys) == list(range(1, 10))


@EVERY
def test_what_is_asked_in_a_situation_is_at_most_three_things(name: str) -> None:
    assert all(len(each.ask) <= 3 for each in pack(name).situations.values())


@EVERY
def test_every_declared_fact_is_used(name: str) -> None:
    text = packs.text(name)
    unused = {fact for fact in pack(name).facts if text.count(fact) < 2} - {"customer.tier", "order.guests"}
    assert unused == set()


def test_the_projects_own_guidelines_are_the_hotel_and_load() -> None:
    assert (ROOT / "guidelines.yaml").read_text(encoding="utf-8") == packs.text("hotel")
    assert read_file(ROOT / "guidelines.yaml").problems == ()


def test_the_hotels_open_clause_stands_outside_the_budget_of_the_day() -> None:
    hotel = pack("hotel")
    assert [each.id for each in hotel.limits_of("make_it_right")] == ["per_guest_and_incident"]
    assert hotel.gestures["make_it_right"].authority == {"staff": 30000, "lead": 200000}


def test_a_replaced_drink_moves_neither_the_drinks_nor_the_budget() -> None:
    restaurant = pack("restaurant")
    assert [each.id for each in restaurant.counting("replace_drink")] == ["replace_drink.1"]


def test_money_to_come_binds_the_split_plan_at_six_hundred() -> None:
    limit = pack("fitness").limit("still_to_come")
    assert limit is not None
    assert (limit.measure, limit.up_to.figure, limit.per) == (Measure.EXPOSURE, 60000, ("customer",))
