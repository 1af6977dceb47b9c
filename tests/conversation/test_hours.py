"""Hours as people write them, in four languages, on some days or on all, before and past midnight."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from frontdesk.conversation.hours import read_hours


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not before 10", "10-24"), ("10-18", "10-18"), ("Mon-Fri 9:00-17:00", "Mon-Fri 9-17"), ("until 18", "0-18"),
        ("mon-fri 9-12, 17-19; sat: 10-14", "Mon-Fri 9-12, 17-19, Sat 10-14"), ("Sat, Sun 10-14", "Sat, Sun 10-14"),
        ("weekdays from 10", "Mon-Fri 10-24"), ("пн-пт 9-18", "Mon-Fri 9-18"), ("пн-пт не раньше 10", "Mon-Fri 10-24"),
        ("ne pirms 10", "10-24"), ("Darbdienās 9-17", "Mon-Fri 9-17"), ("līdz 18", "0-18"), ("не раніше 10", "10-24"),
        ("Fri-Mon 9-12", "Mon, Fri-Sun 9-12"), ("mon, wed and fri 9-12", "Mon, Wed, Fri 9-12"),
        ("9-12, Mon-Fri 17-19", "9-12, Mon-Fri 17-19"), ("Mon 22-2", "Mon 22-2"), ("нд 10-12", "Sun 10-12"),
    ],
)  # fmt: skip
def test_hours_are_read_on_days_and_said_again_so_that_they_are_read_the_same(text: str, said: str) -> None:
    hours = read_hours(text)
    assert str(hours) == said
    assert read_hours(said) == hours


@pytest.mark.parametrize(
    "text", ["weekend", "Mon-Fri", "Foo 9-12", "Mon-Tue-Wed 9-12", "after lunch", "Mon 9", "", ","]
)
def test_what_names_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text or ".*"):
        read_hours(text)


@pytest.mark.parametrize("text", ["Mon-Fri 9-17", "Sat 22-2", "not before 10", "9-12, Sun 17-19", "Mon 0-24"])
def test_the_nearest_moment_fits_lies_ahead_and_none_is_nearer(text: str) -> None:
    hours = read_hours(text)
    first = datetime(2026, 11, 16)
    week = [first + timedelta(minutes=step) for step in range(-7 * 1440, 14 * 1440)]
    fitting = [moment for moment in week if hours.fits(moment)]
    for wanted in range(0, 7 * 24, 5):
        wall = first + timedelta(hours=wanted, minutes=17)
        earliest = wall - timedelta(hours=wanted % 3)
        near = hours.nearest(wall, earliest)
        assert hours.fits(near) and near >= earliest
        assert abs(near - wall) == min(abs(moment - wall) for moment in fitting if moment >= earliest)


def test_what_goes_past_midnight_belongs_to_the_day_it_began_on() -> None:
    night = read_hours("Sat 22-2")
    saturday = datetime(2026, 11, 21)
    said = [night.fits(saturday + timedelta(hours=hour)) for hour in (-2, 1, 21, 22, 25, 26, 27, 46)]
    assert said == [False, False, False, True, True, True, False, False]
