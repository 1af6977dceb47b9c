"""Money against a second way of working it out, in fractions: parting, rounding, costs, writing and reading (T18).

The model below is written in the plainest words and shares nothing with the program. Currencies with 0, 2 and 3
decimals. FRONTDESK_SEED=N plays other cases.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest

from figures import TellFigures
from frontdesk.authority.amounts import cost_of, value_within_cost
from frontdesk.ground import money
from frontdesk.guidelines.model import Cost

SEED = int(os.environ.get("FRONTDESK_SEED", "20261122"))
CURRENCIES = {"JPY": 0, "EUR": 2, "KWD": 3}


# --- the model ---


def nearest(exact: Fraction) -> int:
    """The nearest whole number; of two that are as near, the even one."""
    below = floor(exact)
    over = exact - below
    if over == Fraction(1, 2):
        return below if below % 2 == 0 else below + 1
    return below if over < Fraction(1, 2) else below + 1


def parted(minor: int, parts: int) -> list[int]:
    """By largest remainder: each gets what is whole, and what is left goes one by one to the first."""
    exact = Fraction(minor, parts)
    each = [floor(exact)] * parts
    for index in range(minor - sum(each)):
        each[index] += 1
    return each


def written(minor: int, decimals: int) -> str:
    """As a person writes it: worked out as a number, not by moving a sign between digits."""
    return f"{Decimal(minor) / Decimal(10**decimals):.{decimals}f}"


def most_within(percent: Fraction, room: int) -> int:
    """The largest value whose rounded share is within the room, by halving: the cost never falls as the value grows."""
    low, high = 0, 2 * (room + 1) * 100 * percent.denominator // max(1, percent.numerator) + 200
    assert nearest(low * percent / 100) <= room < nearest(high * percent / 100)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if nearest(middle * percent / 100) <= room else (low, middle)
    return low


# --- the cases ---


def an_amount(dice: random.Random) -> int:
    """Small ones, round ones, and as large as they come: what is wrong is mostly wrong at an edge."""
    largest = dice.choice((10, 1_000, 100_000, 10_000_000, money.MINOR_MAX))
    found = dice.randrange(largest + 1)
    return min(money.MINOR_MAX, max(0, found - found % dice.choice((1, 1, 5, 100)) + dice.choice((0, 0, 1, -1))))


def a_percent(dice: random.Random) -> Decimal:
    """Whole ones, halves, and such as have three decimals."""
    places = dice.choice((0, 0, 1, 2, 3))
    return Decimal(dice.randrange(1, 100 * 10**places + 1)).scaleb(-places)


def one_case(dice: random.Random, seen: Counter[str]) -> None:
    """One amount, one share, one parting; `seen` counts the edges that were met."""
    currency = dice.choice(tuple(CURRENCIES))
    decimals = CURRENCIES[currency]
    minor, parts, percent = an_amount(dice), dice.randrange(1, 61), a_percent(dice)
    told = (currency, minor, parts, percent)

    assert list(money.split(minor, parts)) == parted(minor, parts), told
    exact = Fraction(minor) * Fraction(percent) / 100
    assert money.share(minor, percent) == nearest(exact), told
    assert cost_of(Cost(percent=percent), minor) == nearest(exact), told

    text = money.format_minor(minor, decimals)
    assert text == written(minor, decimals), told
    for sign in (".", ","):
        assert money.parse_minor(text.replace(".", sign), decimals) == minor, told
    for part in money.split(minor, parts):
        assert money.parse_minor(money.format_minor(part, decimals), decimals) == part, told

    room = minor % 1_000_000
    fits = value_within_cost(Cost(percent=percent), room)
    assert fits == most_within(Fraction(percent), room), told

    seen[currency] += 1
    seen["half a unit"] += exact.denominator == 2
    seen["a rest"] += bool(minor % parts)


@pytest.mark.parametrize("count", [1_000, pytest.param(100_000, marks=pytest.mark.tier_b)])
def test_money_is_what_a_second_way_of_working_it_out_says(count: int, tell_figures: TellFigures) -> None:
    dice, seen = random.Random(SEED), Counter[str]()
    for _case in range(count):
        one_case(dice, seen)
    tell_figures(f"{count} cases of money, seed {SEED}: {dict(seen)}, 0 false")
    assert min(seen[each] for each in (*CURRENCIES, "half a unit", "a rest")) >= count // 200


def test_the_currencies_are_those_that_iso_says() -> None:
    assert {code: money.exponent_of(code) for code in CURRENCIES} == CURRENCIES


def test_a_model_that_rounds_up_or_parts_otherwise_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison can fail: a program that rounded halves up, or kept the rest, would be found at once."""

    def up(minor: int, percent: Decimal) -> int:
        return floor(Fraction(minor) * Fraction(percent) / 100 + Fraction(1, 2))

    def without_the_rest(minor: int, parts: int) -> tuple[int, ...]:
        return (minor // parts,) * parts

    for name, wrong in (("share", up), ("split", without_the_rest)):
        with monkeypatch.context() as patch:
            patch.setattr(money, name, wrong)
            dice, seen = random.Random(SEED), Counter[str]()
            with pytest.raises(AssertionError):
                for _case in range(1_000):
                    one_case(dice, seen)
