"""Money: exact in, exact out, and never by guesswork."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.ground import money

EXPONENTS = st.sampled_from((0, 2, 3))
AMOUNTS = st.integers(min_value=0, max_value=money.MINOR_MAX)


@given(AMOUNTS, EXPONENTS)
def test_what_is_written_is_read_back(minor: int, exponent: int) -> None:
    assert money.parse_minor(money.format_minor(minor, exponent), exponent) == minor


@given(AMOUNTS)
def test_a_comma_is_a_decimal_sign_too(minor: int) -> None:
    assert money.parse_minor(money.format_minor(minor, 2).replace(".", ","), 2) == minor


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("540", 54000),
        ("540.0", 54000),
        ("540,00", 54000),
        (" 0.05 ", 5),
        ("0", 0),
        ("1\u00a0000.00", 100000),
        ("8.500000", 850),
    ],
)
def test_amounts_as_people_write_them(text: str, minor: int) -> None:
    assert money.parse_minor(text, 2) == minor


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("-5", "form"),
        ("+5", "form"),
        ("1e3", "form"),
        ("1_000", "form"),
        ("1 000", "form"),
        ("1,234.50", "form"),
        ("1.234,50", "form"),
        ("1.000", "form"),
        ("1,000", "form"),
        ("007", "form"),
        ("5.", "form"),
        (".5", "form"),
        ("٣", "form"),
        ("５", "form"),
        ("inf", "form"),
        ("nan", "form"),
        ("5 EUR", "form"),
        ("5.005", "decimals"),
        ("999999999999", "too_large"),
        ("9" * 5000, "too_large"),
    ],
)
def test_what_is_no_amount_is_named(text: str, wrong: str) -> None:
    with pytest.raises(money.BadAmount) as raised:
        money.parse_minor(text, 2)
    assert raised.value.args[0] == wrong


@given(st.text(max_size=20), EXPONENTS)
def test_no_text_breaks_the_reading(text: str, exponent: int) -> None:
    try:
        minor = money.parse_minor(text, exponent)
    except money.BadAmount as wrong:
        assert wrong.args[0] in ("empty", "form", "decimals", "too_large")
    else:
        assert 0 <= minor <= money.MINOR_MAX


def test_currencies_have_their_own_decimals() -> None:
    assert [money.exponent_of(code) for code in ("EUR", "JPY", "KWD")] == [2, 0, 3]
    for unknown in ("EURO", "eur", "", "XXQ"):
        with pytest.raises(KeyError):
            money.exponent_of(unknown)


def test_negative_figures_are_written_with_their_sign() -> None:
    assert money.format_minor(-5, 2) == "-0.05"
    assert money.format_minor(-5, 0) == "-5"


@given(AMOUNTS, st.decimals(min_value=0, max_value=100, places=2))
def test_a_share_is_at_most_half_a_unit_off(minor: int, percent: Decimal) -> None:
    assert abs(Decimal(money.share(minor, percent)) - Decimal(minor) * percent / 100) <= Decimal("0.5")


def test_a_share_of_half_a_unit_goes_to_the_even_one() -> None:
    assert [money.share(minor, Decimal(50)) for minor in (1, 3, 5, 7)] == [0, 2, 2, 4]


@given(AMOUNTS, st.integers(min_value=1, max_value=60))
def test_parts_add_up_to_the_last_unit(minor: int, parts: int) -> None:
    each = money.split(minor, parts)
    assert sum(each) == minor and len(each) == parts
    assert max(each) - min(each) <= 1 and list(each) == sorted(each, reverse=True)


def test_thirds_as_the_owner_expects_them() -> None:
    assert money.split(333333, 3) == (111111, 111111, 111111)
    assert money.split(10000, 3) == (3334, 3333, 3333)
    for wrong in ((1, 0), (-1, 2)):
        with pytest.raises(AssertionError):
            money.split(*wrong)


@pytest.mark.parametrize("count", [1_000, pytest.param(100_000, marks=pytest.mark.tier_b)])
def test_nothing_is_lost_or_made_by_writing_reading_and_parting(count: int) -> None:
    """Currencies with 0, 2 and 3 decimals: the parts are the whole, and each part is read as it was written."""

    @settings(max_examples=count, deadline=None)
    @given(AMOUNTS, EXPONENTS, st.integers(min_value=1, max_value=60), st.sampled_from((".", ",")))
    def each(minor: int, exponent: int, parts: int, sign: str) -> None:
        parted = money.split(minor, parts)
        written = [money.format_minor(part, exponent).replace(".", sign) for part in parted]
        assert sum(money.parse_minor(text, exponent) for text in written) == minor
        assert all("." not in text and "," not in text for text in written) or exponent

    each()
