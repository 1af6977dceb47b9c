"""Numbers of any exchange: nothing that comes in acts, nothing is too long, and alike is alike both ways."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as any_of

from frontdesk.ground.telephone import DIGITS_MAX, NUMBER_LENGTH_MAX, NoNumber, alike, read_number
from frontdesk.ground.text import has_control

DIGITS = any_of.text("0123456789", max_size=20)


@given(any_of.text(max_size=300))
def test_anything_is_a_number_or_is_refused(text: str) -> None:
    with suppress(NoNumber):
        number = read_number(text)
        assert len(number.shown) <= NUMBER_LENGTH_MAX and len(number.digits) <= DIGITS_MAX
        assert number.digits.isascii() and (number.digits.isdigit() or number.withheld)
        assert not has_control(number.shown) and "\n" not in number.shown
        assert bool(number.shown) is bool(number.digits)


@given(DIGITS, DIGITS, any_of.text("0123456789", min_size=7, max_size=9))
def test_alike_is_the_same_both_ways_and_never_less_than_seven_digits(one: str, other: str, tail: str) -> None:
    same = alike(one + tail, other + tail)
    assert same == alike(other + tail, one + tail)
    assert same == 0 or same >= len(tail)
    assert alike(one + tail, tail) >= len(tail)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("37126123456", "26123456", 8),
        ("37126123456", "026123456", 8),
        ("37126123456", "37226123456", 0),
        ("442079460958", "4402079460958", 10),
        ("79161234567", "89161234567", 10),
        ("3620123456789", "0620123456789", 12),
        ("89161234567", "712349161234567", 0),
        ("123456", "123456", 0),
        ("", "", 0),
    ],
)
def test_a_country_code_that_one_lacks_does_not_matter_and_another_one_does(one: str, other: str, same: int) -> None:
    assert alike(one, other) == same
