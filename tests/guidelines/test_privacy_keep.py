"""How long what is known of customers is kept: written in the file, every mistake named with its place."""

from __future__ import annotations

import pytest

from a_desk import GUIDELINES
from frontdesk.guidelines.model import Window, WindowKind
from frontdesk.guidelines.reader import Reading, read_text
from frontdesk.guidelines.telling.aspects import file_aspects


def read(privacy: str) -> Reading:
    return read_text((GUIDELINES + privacy).encode(), "guidelines.yaml")


def test_what_is_kept_for_how_long() -> None:
    found = read("privacy:\n  keep: {conversations: 24 months, calls: 90 days, customers: 1 year}\n")
    assert found.problems == ()
    assert found.guidelines is not None
    assert found.guidelines.keep == {
        "conversations": Window(WindowKind.ROLLING, "month", 24),
        "calls": Window(WindowKind.ROLLING, "day", 90),
        "customers": Window(WindowKind.ROLLING, "year", 1),
    }
    said = [f"{each.name} {each.words}" for each in file_aspects(found.guidelines)]
    assert "conversations are kept for 24 months" in said
    assert "customers are kept for 1 year" in said


def test_without_the_word_everything_is_kept() -> None:
    found = read("")
    assert found.guidelines is not None
    assert found.guidelines.keep == {}


@pytest.mark.parametrize(
    ("privacy", "column", "says"),
    [
        ("privacy:\n  keep: {calls: forever}\n", 17, "does not say how long"),
        ("privacy:\n  keep: {calls: 90 minutes}\n", 17, "days, weeks, months or years"),
        ("privacy:\n  keep: {calls: 0 days}\n", 17, "empty"),
        ("privacy:\n  keep: {calls: 24}\n", 17, "does not say how long"),
        ("privacy:\n  keep: {cals: 90 days}\n", 10, "calls"),
        ("privacy:\n  keep: {}\n", 9, "how long anything is kept"),
    ],
)
def test_a_mistake_is_named_with_its_place(privacy: str, column: int, says: str) -> None:
    found = read(privacy)
    assert found.guidelines is None
    assert [(each.line, each.column) for each in found.problems] == [(GUIDELINES.count("\n") + 2, column)]
    assert says in str(found.problems[0])


def test_a_limit_that_looks_back_further_than_people_are_kept_is_warned_of() -> None:
    found = read("privacy:\n  keep: {customers: 2 months}\n")
    assert [each.severity for each in found.problems] == ["warning"]
    assert "twice_a_season" in found.problems[0].text
    assert read("privacy:\n  keep: {customers: 3 months}\n").problems == ()
