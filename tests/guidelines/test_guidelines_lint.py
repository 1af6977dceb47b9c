"""What is allowed and probably not meant is a warning at its place; what is usual is none."""

from __future__ import annotations

import pytest

from frontdesk.guidelines.reader import read_text

HEAD = """frontdesk: 1
business: {name: X, currency: EUR, timezone: Europe/Riga, languages: [en, lv]}
roles: [staff, lead]
facts: {days: {type: number, from: order}, paid: {type: money, from: order},
  a: {type: yes_no, from: asked}, b: {type: yes_no, from: asked}, c: {type: yes_no, from: asked},
  d: {type: yes_no, from: asked}}
"""
CASES = "gestures:\n  g:\n    amount:\n      cases:\n"


def warned(body: str) -> list[tuple[int, int, str]]:
    reading = read_text((HEAD + body).encode(), "guidelines.yaml")
    assert reading.guidelines is not None, reading.problems
    assert {each.severity for each in reading.problems} <= {"warning"}
    return [(each.line, each.column, each.text) for each in reading.problems]


def cases(*conditions: str) -> list[tuple[int, int, str]]:
    return warned(
        CASES + "".join(f"        - {{when: {each}, amount: {n}.00}}\n" for n, each in enumerate(conditions, 5))
    )


def test_a_value_in_two_cases_is_named() -> None:
    ((line, column, text),) = cases("{days: {at_most: 7}}", "{days: {at_least: 7, at_most: 14}}")
    assert (line, column) == (12, 11)
    assert text == "`7` is in both this case and the one in line 11."


def test_money_in_two_cases_is_named_as_money() -> None:
    ((_line, _column, text),) = cases("{paid: {at_most: 20.00}}", "{paid: {at_least: 20.00, at_most: 50.00}}")
    assert text.startswith("`20.00` is in both")


def test_values_between_two_cases_are_named() -> None:
    ((line, _column, text),) = cases("{days: {at_most: 7}}", "{days: {more_than: 8}}")
    assert (line, text) == (12, "Nothing is said for values between `7` and `8`.")


@pytest.mark.parametrize("second", ["{days: {is: 5}}", "{days: {at_most: 7}}", "{days: {at_least: 1, less_than: 7}}"])
def test_a_case_that_never_counts_is_named(second: str) -> None:
    ((line, _column, text),) = cases("{days: {at_most: 7}}", second)
    assert (line, text) == (12, "This case never counts: the one in line 11 holds for all its values.")


@pytest.mark.parametrize(
    "second",
    [
        "{days: {at_most: 14}}",  # the first that holds: the usual way to write it
        "{days: {more_than: 7}}",
        "{days: {at_least: 8}}",  # whole numbers that follow each other
        "{any: [{days: {at_least: 7}}, {paid: 5.00}]}",  # told apart by more than one fact
    ],
)
def test_cases_that_meet_are_not_warned_of(second: str) -> None:
    assert cases("{days: {at_most: 7}}", second) == []


def test_a_gap_that_a_last_case_catches_is_none() -> None:
    body = CASES + (
        "        - {when: {days: {at_most: 7}}, amount: 5.00}\n"
        "        - {when: {days: {at_least: 10}}, amount: 6.00}\n"
        "        - {amount: 7.00}\n"
    )
    assert warned(body) == []


def test_a_gesture_no_role_can_give_is_named() -> None:
    ((line, column, text),) = warned("gestures:\n  g: {amount: 500.00, authority: {staff: 10.00, lead: 20.00}}\n")
    assert (line, column) == (8, 23)
    assert "No role can give `g`" in text
    assert warned("gestures:\n  g: {amount: 20.00, authority: {staff: 10.00, lead: 20.00}}\n") == []


@pytest.mark.parametrize(
    ("first", "second", "never"),
    [
        ("up_to: 1 time, per: customer, within: ever", "up_to: 5 times, per: customer, within: day", "g.2"),
        ("up_to: 5 times, per: customer, within: week", "up_to: 5 times, per: customer, within: 90 days", None),
        ("up_to: 9 times, per: [customer, order], within: day", "up_to: 9 times, per: customer, within: month", "g.1"),
        ("up_to: 3 times, per: customer, within: 2 weeks", "up_to: 4 times, per: customer, within: 14 days", "g.2"),
        ("up_to: 3 times, per: customer, within: 12 months", "up_to: 3 times, per: customer, within: 1 year", "g.2"),
        ("up_to: 1 time, per: customer, within: day", "up_to: 5 times, per: customer, within: ever", None),
        ("up_to: 1 time, per: customer, within: week", "up_to: 5 times, per: customer, within: month", None),
        (
            "up_to: 1 time, per: customer, within: ever, when: {days: 1}",
            "up_to: 5 times, per: customer, within: day",
            None,
        ),
        ("up_to: 1 time, per: customer, within: ever", "up_to: 50.00, per: customer, within: day", None),
        ("up_to: 1 time, per: [customer, order], within: ever", "up_to: 5 times, per: customer, within: day", None),
    ],
)
def test_a_limit_that_another_always_forestalls_is_named(first: str, second: str, never: str | None) -> None:
    told = warned(f"gestures:\n  g:\n    amount: 5.00\n    limits:\n      - {{{first}}}\n      - {{{second}}}\n")
    assert [text.split(" can never bind")[0] for _line, _column, text in told] == ([f"`{never}`"] if never else [])
    assert [line for line, _column, _text in told] == ([10 + int(never[-1])] if never else [])


def test_an_owed_gesture_is_not_forestalled_by_a_budget() -> None:
    body = (
        "gestures:\n  g: {{kind: {kind}, amount: 5.00, limits: [{{up_to: 5 times, per: site, within: day}}]}}\n"
        "budgets: {{all: {{of: [g], up_to: 2 times, per: site, within: week}}}}\n"
    )
    assert len(warned(body.format(kind="item"))) == 1
    assert warned(body.format(kind="owed")) == []


def test_a_situation_that_asks_too_much_and_one_without_gestures_are_named() -> None:
    told = warned(
        "situations:\n  s: {first: [g], ask: [a, b, c, d]}\n  t: {ask: [a]}\n  u: {}\n"
        "gestures:\n  g: {kind: words}\n  h: {kind: words, situations: [u]}\n"
    )
    assert [(line, column) for line, column, _text in told] == [(8, 24), (9, 3)]


def test_a_text_that_lacks_a_language_of_the_business_is_named() -> None:
    ((line, column, text),) = warned("gestures:\n  g: {kind: words, label: {en: Tea}, why: One language for all}\n")
    assert (line, column, text) == (8, 27, "This text is missing in: lv.")


def test_principles_and_reasons_are_looked_at_like_every_other_text() -> None:
    told = warned(
        "principles: [For everybody, {en: Ask first}]\nreasons: {late: {lv: Kavējas}}\ngestures:\n  g: {kind: words}\n"
    )
    assert told == [
        (7, 29, "This text is missing in: lv."),
        (8, 17, "This text is missing in: en."),
    ]


@pytest.mark.parametrize("body", ["principles: [One, {}]", "reasons: {late: {}}"])
def test_a_principle_or_reason_without_words_is_refused(body: str) -> None:
    reading = read_text((HEAD + body + "\ngestures:\n  g: {kind: words}\n").encode(), "guidelines.yaml")
    assert [(each.line, each.text) for each in reading.problems] == [(7, "This text is empty.")]
