"""Business days and windows, also on the nights when the clock is moved, in zones that move it differently."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.ground import businessday
from frontdesk.ground.businessday import BusinessClock

ZONES = (
    "Europe/Riga",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
)
# Nights (2024 to 2027) in which each zone moves its clock; Kathmandu never does.
MOVED = {
    "Europe/Riga": ("2026-03-29", "2026-10-25"),
    "Europe/London": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),  # by half an hour
    "Africa/Casablanca": ("2026-02-15", "2026-03-22"),  # around Ramadan
    "Asia/Kathmandu": ("2026-03-29", "2026-10-25"),
}
CLOCKS = st.builds(
    BusinessClock,
    st.sampled_from(ZONES).map(ZoneInfo),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
DAYS = st.dates(date(2024, 1, 2), date(2027, 12, 30))


@given(CLOCKS, INSTANTS)
@settings(max_examples=400)
def test_every_instant_lies_in_its_business_day(clock: BusinessClock, at: datetime) -> None:
    day = clock.date_of(at)
    assert clock.start_of(day) <= at < clock.start_of(day + timedelta(days=1))


@given(CLOCKS, DAYS)
@settings(max_examples=400)
def test_business_days_follow_each_other_without_a_gap(clock: BusinessClock, day: date) -> None:
    starts, ends = clock.start_of(day), clock.start_of(day + timedelta(days=1))
    assert timedelta(hours=22) <= ends - starts <= timedelta(hours=26)
    assert clock.date_of(starts) == day
    assert clock.date_of(starts - timedelta(microseconds=1)) == day - timedelta(days=1)


@pytest.mark.parametrize("zone", ZONES)
def test_every_minute_of_the_moved_nights_has_one_day(zone: str) -> None:
    for text in MOVED[zone]:
        night = date.fromisoformat(text)
        for starts in (
            time(0, 0),
            time(1, 30),
            time(2, 0),
            time(2, 15),
            time(2, 30),
            time(3, 0),
            time(3, 30),
            time(6, 0),
        ):
            clock = BusinessClock(ZoneInfo(zone), starts)
            first = clock.start_of(night - timedelta(days=1))
            last = clock.start_of(night + timedelta(days=2))
            days = [
                clock.date_of(first + timedelta(minutes=n)) for n in range(int((last - first).total_seconds() // 60))
            ]
            assert days == sorted(days), (zone, starts)
            assert sorted(set(days)) == [night - timedelta(days=1), night, night + timedelta(days=1)]


def riga(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_clock_that_goes_back_past_midnight_begins_no_day_twice() -> None:
    clock = BusinessClock(ZoneInfo("America/St_Johns"), time(0))  # 00:01 became 23:01 of the day before, until 2010
    first = datetime(2010, 11, 7, 2, 30, tzinfo=UTC)
    assert clock.start_of(date(2010, 11, 7)) == first
    days = [clock.date_of(first + timedelta(minutes=minutes)).day for minutes in (-1, 0, 1, 30, 61, 120)]
    assert days == [6, 7, 7, 7, 7, 7]


def test_a_start_in_a_skipped_hour_is_the_first_instant_after_it() -> None:
    for starts in (time(3, 0), time(3, 30), time(3, 59)):
        clock = BusinessClock(ZoneInfo("Europe/Riga"), starts)
        assert clock.start_of(date(2026, 3, 29)) == riga("2026-03-29 01:00")
    half_hour = BusinessClock(ZoneInfo("Australia/Lord_Howe"), time(2, 15))
    assert half_hour.start_of(date(2026, 10, 4)) == riga("2026-10-03 15:30")


def test_a_start_in_a_repeated_hour_is_its_first_occurrence() -> None:
    clock = BusinessClock(ZoneInfo("Europe/Riga"), time(3, 30))
    assert clock.start_of(date(2026, 10, 25)) == riga("2026-10-25 00:30")
    assert clock.date_of(riga("2026-10-25 01:15")) == date(2026, 10, 25), "03:15 for the second time is after the start"


def test_the_small_hours_belong_to_the_day_before() -> None:
    clock = BusinessClock(ZoneInfo("Europe/Riga"), time(6, 0))
    assert clock.date_of(riga("2026-11-20 23:30")) == date(2026, 11, 20)
    assert clock.date_of(riga("2026-11-21 03:59:59")) == date(2026, 11, 20)
    assert clock.date_of(riga("2026-11-21 04:00")) == date(2026, 11, 21)


@given(st.sampled_from(ZONES).map(ZoneInfo), st.datetimes(datetime(2024, 1, 2), datetime(2027, 12, 30)))
@settings(max_examples=400)
def test_a_wall_time_is_an_instant_that_shows_it_or_the_first_after(zone: ZoneInfo, wall: datetime) -> None:
    instant = businessday.instant_of(wall, zone)
    shown = instant.astimezone(zone).replace(tzinfo=None)
    assert shown == wall or (wall < shown <= wall + timedelta(hours=1, seconds=1))
    if shown == wall:
        earlier = instant - timedelta(hours=1)
        assert earlier.astimezone(zone).replace(tzinfo=None) != wall, "the first of two occurrences"


@given(DAYS, st.sampled_from(businessday.CALENDAR_UNITS))
def test_a_calendar_window_ends_on_the_first_day_of_the_next(day: date, unit: str) -> None:
    ends = businessday.calendar_end(unit, day)
    assert ends > day
    assert businessday.calendar_key(unit, ends) != businessday.calendar_key(unit, day)
    assert businessday.calendar_key(unit, ends - timedelta(days=1)) == businessday.calendar_key(unit, day)


def test_calendar_windows_have_their_usual_names() -> None:
    day = date(2027, 1, 1)
    keys = [businessday.calendar_key(unit, day) for unit in ("day", "week", "month", "quarter", "year")]
    assert keys == ["2027-01-01", "2026-W53", "2027-01", "2027-Q1", "2027"]
    for wrong in (businessday.calendar_key, businessday.calendar_end):
        with pytest.raises(AssertionError):
            wrong("fortnight", day)


UNITS = st.sampled_from(("minute", "hour", "day", "week", "month", "year"))


@given(INSTANTS, st.integers(1, 30), UNITS, st.sampled_from(ZONES).map(ZoneInfo))
@settings(max_examples=400)
def test_the_floor_is_never_later_than_the_exact_edge(at: datetime, count: int, unit: str, zone: ZoneInfo) -> None:
    """Whatever still counts at `at` was given at or after the floor."""
    floor = businessday.rolling_floor(at, count, unit)
    assert businessday.rolled(floor, count, unit, zone) <= at


@given(INSTANTS, st.integers(1, 30), UNITS, st.sampled_from(ZONES).map(ZoneInfo))
@settings(max_examples=400)
def test_what_was_given_after_the_sure_instant_still_counts(
    at: datetime, count: int, unit: str, zone: ZoneInfo
) -> None:
    sure = businessday.rolling_sure(at, count, unit)
    assert businessday.rolled(sure + timedelta(microseconds=1), count, unit, zone) > at
    assert unit in businessday.WALL_UNITS or businessday.rolled(sure, count, unit, zone) == at


@given(INSTANTS, INSTANTS, st.integers(1, 30), UNITS, st.sampled_from(ZONES).map(ZoneInfo))
@settings(max_examples=400)
def test_what_was_given_later_frees_no_earlier(
    first: datetime, second: datetime, count: int, unit: str, zone: ZoneInfo
) -> None:
    earlier, later = sorted((first, second))
    # Two wall times of one hour that comes twice are the same; so is every day that a short month has not.
    assert businessday.rolled(earlier, count, unit, zone) <= businessday.rolled(later, count, unit, zone) + timedelta(
        hours=1
    )
    assert businessday.rolled(earlier, count, unit, zone) > earlier


def test_rolling_units_as_the_language_defines_them() -> None:
    zone = ZoneInfo("Europe/Riga")
    given_at = datetime(2026, 1, 31, 10, 0, tzinfo=zone)
    assert businessday.rolled(given_at, 1, "month", zone) == datetime(2026, 2, 28, 10, 0, tzinfo=zone)
    assert businessday.rolled(given_at.replace(year=2028), 1, "month", zone) == datetime(
        2028, 2, 29, 10, 0, tzinfo=zone
    )
    leap = datetime(2028, 2, 29, 10, 0, tzinfo=zone)
    assert businessday.rolled(leap, 1, "year", zone) == datetime(2029, 2, 28, 10, 0, tzinfo=zone)
    night = datetime(2026, 3, 28, 12, 0, tzinfo=zone)
    assert businessday.rolled(night, 1, "day", zone).astimezone(zone).hour == 13, "a day is 24 hours"
    assert businessday.rolled(night.replace(month=2), 1, "month", zone).astimezone(zone).hour == 12


def test_naive_times_are_a_mistake_of_the_program() -> None:
    clock = BusinessClock(ZoneInfo("UTC"), time(0))
    for wrong in (lambda: clock.date_of(datetime(2026, 1, 1)), lambda: clock.wall(datetime(2026, 1, 1))):
        with pytest.raises(AssertionError):
            wrong()
