"""The packs that are shipped: complete, readable, and true to their own examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.authority.examples import failures
from frontdesk.guidelines import packs
from frontdesk.guidelines.model import Guidelines, Measure, Say, Words
from frontdesk.guidelines.reader import read_file, read_text

LANGUAGES = {"en", "lv", "ru", "uk"}
STRANGE_LETTERS = {"en": "іїєґыэъёāēīūčģķļņšž", "lv": "іїєґыэъёйцщ", "ru": "іїєґ", "uk": "ыэъё"}
LABEL_MOST = 34  # characters: what the gesture bar shows where there is room
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
def test_a_pack_has_neither_problems_nor_warnings(name: str) -> None:
    assert read_text(packs.text(name).encode(), name).problems == ()


@EVERY
def test_every_gesture_is_in_an_example_and_there_are_ten_at_least(name: str) -> None:
    guidelines = pack(name)
    assert len(guidelines.examples) >= 10
    assert {each.given["gesture"] for each in guidelines.examples} == set(guidelines.gestures)


@EVERY
def test_a_packs_own_examples_come_out_as_they_are_written(name: str) -> None:
    assert failures(pack(name)) == ()


def test_every_pack_says_whose_desk_it_is_for() -> None:
    said = [packs.trade(name) for name in packs.names()]
    assert all(said) and len(set(said)) == len(said)


# --- words --------------------------------------------------------------------------------------------------


def texts(guidelines: Guidelines) -> Iterator[tuple[str, Words | None]]:
    """Every text of a pack that people read, with the place it stands at."""
    yield from ((f"principle {number}", each) for number, each in enumerate(guidelines.principles, 1))
    yield from ((f"reason {name}", each) for name, each in guidelines.reasons.items())
    yield from ((f"fact {each.name}", each.label) for each in guidelines.facts.values())
    yield from ((f"situation {each.id}", each.label) for each in guidelines.situations.values())
    for gesture in guidelines.gestures.values():
        yield f"label of {gesture.id}", gesture.label
        yield f"why of {gesture.id}", gesture.why
        if gesture.promise is not None:
            yield f"promise of {gesture.id}", gesture.promise.text
        for way in gesture.otherwise or ():
            if isinstance(way, Say):
                yield f"say of {gesture.id}", way.words


@EVERY
def test_everything_that_people_read_is_written_in_four_languages(name: str) -> None:
    guidelines = pack(name)
    assert guidelines.principles
    lacking = [place for place, words in texts(guidelines) if words is None or set(words.by_language) != LANGUAGES]
    assert lacking == []


@EVERY
def test_each_language_is_written_in_its_own_letters(name: str) -> None:
    for place, words in texts(pack(name)):
        assert words is not None
        for language, strange in STRANGE_LETTERS.items():
            assert not set(words.said_in(language).casefold()) & set(strange), (place, language)
        for language in ("ru", "uk"):
            said = words.said_in(language)
            assert any("\u0400" <= letter <= "\u04ff" for letter in said), (place, language)


@EVERY
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_label_fits_the_bar_and_stands_for_one_gesture(name: str, language: str) -> None:
    guidelines = pack(name)
    said = {each.id: each.label.said_in(language) for each in guidelines.gestures.values()}
    assert {id: label for id, label in said.items() if len(label) > LABEL_MOST} == {}
    assert len({label.casefold() for label in said.values()}) == len(said)
    moments = [each.label.said_in(language).casefold() for each in guidelines.situations.values()]
    assert len(set(moments)) == len(moments)


# --- ways and keys ------------------------------------------------------------------------------------------


@EVERY
def test_whatever_a_limit_or_an_authority_can_stop_names_a_way_forward(name: str) -> None:
    for gesture in pack(name).gestures.values():
        if gesture.limits or gesture.authority:
            assert gesture.otherwise, gesture.id


@EVERY
def test_the_digits_are_each_used_once_and_none_is_left_out(name: str) -> None:
    gestures = pack(name).gestures.values()
    keys = [each.key for each in gestures if each.key is not None]
    assert sorted(keys) == list(range(1, min(9, len(gestures)) + 1))


@EVERY
def test_what_is_asked_in_a_situation_is_at_most_three_things(name: str) -> None:
    assert all(len(each.ask) <= 3 for each in pack(name).situations.values())


@EVERY
def test_every_declared_fact_is_used(name: str) -> None:
    text = packs.text(name)
    unused = {fact for fact in pack(name).facts if text.count(fact) < 2} - {
        "customer.tier",
        "order.guests",
        "order.serial",
    }
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
