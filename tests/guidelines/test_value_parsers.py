"""Figures and facts come back from text as they went into it, and nothing is read by guesswork."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from frontdesk.ground.money import MINOR_MAX
from frontdesk.ground.text import clean_line
from frontdesk.guidelines.model import Fact, FactType, FactValue, Source, Window, WindowKind
from frontdesk.guidelines.values import (
    BadValue,
    format_duration,
    format_fact,
    format_number,
    format_percent,
    parse_clock,
    parse_date,
    parse_duration,
    parse_fact,
    parse_money,
    parse_number,
    parse_percent,
    parse_window,
)

CHOICES = ("guest", "silver", "gold")
VALUES: dict[FactType, some.SearchStrategy[FactValue]] = {
    FactType.MONEY: some.integers(0, MINOR_MAX),
    FactType.NUMBER: some.decimals(-(10**9), 10**9, places=3),
    FactType.PERCENT: some.decimals(0, 1000, places=2),
    FactType.TEXT: some.text(max_size=60).map(clean_line).filter(bool),
    FactType.YES_NO: some.booleans(),
    FactType.DATE: some.dates(),
    FactType.DURATION: some.integers(0, 50_000_000).map(lambda minutes: timedelta(minutes=minutes)),
    FactType.CHOICE: some.sampled_from(CHOICES),
}


def fact(kind: FactType) -> Fact:
    return Fact("order.something", kind, Source.ORDER, CHOICES if kind is FactType.CHOICE else ())


@pytest.mark.parametrize("kind", list(FactType))
@given(data=some.data(), exponent=some.sampled_from([0, 2, 3]))
def test_a_fact_comes_back_as_it_was(kind: FactType, data: some.DataObject, exponent: int) -> None:
    value = data.draw(VALUES[kind])
    assert parse_fact(fact(kind), format_fact(fact(kind), value, exponent), exponent) == value


@given(minutes=some.integers(0, 50_000_000))
def test_a_duration_comes_back_as_it_was(minutes: int) -> None:
    assert parse_duration(format_duration(timedelta(minutes=minutes))) == timedelta(minutes=minutes)


@given(number=some.decimals(-(10**12), 10**12, places=6))
def test_a_number_and_a_percentage_come_back_as_they_were(number: Decimal) -> None:
    assert parse_number(format_number(number)) == number
    share = abs(number) % 1000
    assert parse_percent(format_percent(share)) == share


@given(text=some.text(max_size=30))
def test_any_text_is_a_value_or_a_sentence_with_a_remedy(text: str) -> None:
    for kind in FactType:
        try:
            parse_fact(fact(kind), text, 2)
        except BadValue as wrong:
            assert wrong.args[0] == f"{wrong.sentence} {wrong.remedy}"
            assert wrong.remedy


@pytest.mark.parametrize(
    ("kind", "written", "means"),
    [
        (FactType.MONEY, "540", 54000),
        (FactType.MONEY, "540,5", 54050),
        (FactType.MONEY, 540, 54000),
        (FactType.MONEY, 540.5, 54050),
        (FactType.MONEY, Decimal("540.50"), 54050),
        (FactType.PERCENT, "35%", Decimal(35)),
        (FactType.PERCENT, "35 %", Decimal(35)),
        (FactType.PERCENT, 35, Decimal(35)),
        (FactType.NUMBER, "2.50", Decimal("2.5")),
        (FactType.NUMBER, -3, Decimal(-3)),
        (FactType.YES_NO, True, True),
        (FactType.YES_NO, "No", False),
        (FactType.DURATION, "1 hour 30 minutes", timedelta(minutes=90)),
        (FactType.DATE, "2026-11-21", date(2026, 11, 21)),
        (FactType.CHOICE, "Gold", "gold"),
        (FactType.TEXT, "  two  words\n", "two words"),
    ],
)
def test_facts_are_read_from_cards_answers_and_lines(
    kind: FactType, written: str | float | bool, means: FactValue
) -> None:
    assert parse_fact(fact(kind), written, 2) == means


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (FactType.MONEY, "5.005"),
        (FactType.MONEY, "-5"),
        (FactType.MONEY, "1.000,00"),
        (FactType.MONEY, "1e3"),
        (FactType.MONEY, True),
        (FactType.MONEY, 1e22),
        (FactType.MONEY, float("nan")),
        (FactType.NUMBER, "012"),
        (FactType.NUMBER, "٣"),
        (FactType.NUMBER, "1_000"),
        (FactType.PERCENT, "-1%"),
        (FactType.PERCENT, "35%%"),
        (FactType.YES_NO, "maybe"),
        (FactType.YES_NO, 1),
        (FactType.DATE, "2026-02-30"),
        (FactType.DATE, "20261121"),
        (FactType.DURATION, "3 months"),
        (FactType.DURATION, "07 days"),
        (FactType.DURATION, "99999999 weeks"),
        (FactType.CHOICE, "platinum"),
        (FactType.TEXT, " \u202e "),
    ],
)
def test_what_could_be_read_two_ways_is_refused(kind: FactType, written: str | float | bool) -> None:
    with pytest.raises(BadValue):
        parse_fact(fact(kind), written, 2)


@pytest.mark.parametrize("text", ["8", "8.0", "8.00", "0", "0.01", "99999999.99"])
def test_money_of_a_file_is_exact(text: str) -> None:
    assert parse_money(text, 2) == int(Decimal(text) * 100)


@pytest.mark.parametrize(("text", "exponent"), [("8.000", 2), ("8,00", 2), ("8.0", 0), ("08", 2), ("", 2), (" ", 2)])
def test_money_of_a_file_has_a_dot_and_the_currencys_decimals(text: str, exponent: int) -> None:
    with pytest.raises(BadValue):
        parse_money(text, exponent)


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("ever", Window(WindowKind.EVER)),
        ("shift", Window(WindowKind.EVER)),
        ("day", Window(WindowKind.CALENDAR, "day")),
        ("quarter", Window(WindowKind.CALENDAR, "quarter")),
        ("1 day", Window(WindowKind.ROLLING, "day", 1)),
        ("90 days", Window(WindowKind.ROLLING, "day", 90)),
        ("14 hours", Window(WindowKind.ROLLING, "hour", 14)),
        ("6 months", Window(WindowKind.ROLLING, "month", 6)),
    ],
)
def test_windows_are_calendar_words_or_rolling_lengths(text: str, window: Window) -> None:
    assert parse_window(text) == window


@pytest.mark.parametrize("text", ["days", "0 days", "-1 days", "2 quarters", "90", "ninety days", "200 years"])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        parse_window(text)


def test_dates_and_times_of_day() -> None:
    assert parse_date("2028-02-29") == date(2028, 2, 29)
    assert parse_clock("06:00") == time(6)
    for text in ("6:00", "24:00", "06:60", "06:00:00"):
        with pytest.raises(BadValue):
            parse_clock(text)
