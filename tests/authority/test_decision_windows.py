"""Windows one second before, at, and after their edge: month ends, business days, clocks that are moved."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from asking import Counter, rules

SECOND = timedelta(seconds=1)


def once_within(window: str, count: int = 1) -> Counter:
    return Counter(rules(f"g: {{label: G, limits: [{{up_to: {count} times, per: customer, within: {window}}}]}}"))


@pytest.mark.parametrize(
    ("window", "given", "frees"),
    [
        # rolling: elapsed time, also over a night on which the clock is moved (29 March and 25 October 2026)
        ("30 minutes", "2026-11-21T23:45:00+02:00", "2026-11-22T00:15:00+02:00"),
        ("14 hours", "2026-03-28T20:00:00+02:00", "2026-03-29T11:00:00+03:00"),
        ("1 day", "2026-03-28T20:00:00+02:00", "2026-03-29T21:00:00+03:00"),
        ("1 day", "2026-10-24T20:00:00+03:00", "2026-10-25T19:00:00+02:00"),
        ("90 days", "2026-01-15T12:00:00+02:00", "2026-04-15T13:00:00+03:00"),
        ("2 weeks", "2026-10-20T12:00:00+03:00", "2026-11-03T11:00:00+02:00"),
        # rolling: the wall clock, and the last day of a shorter month
        ("1 month", "2026-01-31T12:00:00+02:00", "2026-02-28T12:00:00+02:00"),
        ("1 month", "2028-01-31T12:00:00+02:00", "2028-02-29T12:00:00+02:00"),
        ("1 month", "2026-02-28T12:00:00+02:00", "2026-03-28T12:00:00+02:00"),
        ("6 months", "2025-08-31T12:00:00+03:00", "2026-02-28T12:00:00+02:00"),
        ("1 month", "2026-03-10T12:00:00+02:00", "2026-04-10T12:00:00+03:00"),
        ("12 months", "2025-11-21T12:00:00+02:00", "2026-11-21T12:00:00+02:00"),
        ("1 year", "2024-02-29T12:00:00+02:00", "2025-02-28T12:00:00+02:00"),
        ("1 month", "2026-02-28T03:30:00+02:00", "2026-03-28T03:30:00+02:00"),
        ("1 month", "2026-02-28T23:30:00+02:00", "2026-03-28T23:30:00+02:00"),
        ("2 months", "2026-01-29T03:30:00+02:00", "2026-03-29T04:00:00+03:00"),  # 03:30 does not exist that night
        ("1 month", "2026-09-25T03:30:00+03:00", "2026-10-25T03:30:00+03:00"),  # it comes twice: the first
        # calendar, by the business day that starts at 06:00
        ("day", "2026-11-21T12:00:00+02:00", "2026-11-22T06:00:00+02:00"),
        ("day", "2026-11-22T05:00:00+02:00", "2026-11-22T06:00:00+02:00"),
        ("day", "2026-03-28T12:00:00+02:00", "2026-03-29T06:00:00+03:00"),
        ("day", "2026-10-24T12:00:00+03:00", "2026-10-25T06:00:00+02:00"),
        ("week", "2026-11-21T12:00:00+02:00", "2026-11-23T06:00:00+02:00"),
        ("week", "2026-12-31T12:00:00+02:00", "2027-01-04T06:00:00+02:00"),  # ISO week 53
        ("month", "2026-11-30T12:00:00+02:00", "2026-12-01T06:00:00+02:00"),
        ("month", "2026-12-01T05:59:59+02:00", "2026-12-01T06:00:00+02:00"),
        ("quarter", "2026-11-21T12:00:00+02:00", "2027-01-01T06:00:00+02:00"),
        ("year", "2027-01-01T03:00:00+02:00", "2027-01-01T06:00:00+02:00"),
    ],
)
def test_a_window_holds_until_its_edge_and_frees_at_it(window, given, frees):
    counter = once_within(window)
    counter.give(at=given)
    edge = datetime.fromisoformat(frees)
    before = counter.ask(at=(edge - SECOND).isoformat())
    assert before["outcome"] == "no_fit"
    assert datetime.fromisoformat(before["binding"][0]["frees_at"]) == edge
    assert counter.ask(at=edge.isoformat())["outcome"] == "yes"
    assert counter.ask(at=(edge + SECOND).isoformat())["outcome"] == "yes"


@pytest.mark.parametrize("window", ["ever", "conversation"])
def test_what_no_clock_opens_frees_never(window):
    counter = once_within(window)
    counter.give()
    assert counter.ask()["binding"][0]["frees_at"] is None
    late = counter.ask(at="2126-11-21T12:00:00+02:00")
    assert late["outcome"] == "no_fit"


def test_months_free_by_their_instants_not_by_the_order_of_giving():
    counter = once_within("1 month", 2)
    counter.give(at="2026-01-29T20:00:00+02:00")  # until 28 Feb 20:00
    counter.give(at="2026-01-30T10:00:00+02:00")  # until 28 Feb 10:00
    answer = counter.ask(at="2026-02-28T09:59:59+02:00")
    assert answer["binding"][0]["frees_at"] == "2026-02-28T10:00:00+02:00"
    counter.give(at="2026-02-28T10:00:00+02:00")
    assert counter.ask(at="2026-02-28T19:59:59+02:00")["binding"][0]["frees_at"] == "2026-02-28T20:00:00+02:00"


MONEY = """
g: {label: G, amount: {from: 1.00, to: 90.00, usual: 5.00},
    limits: [{up_to: 50.00, per: customer, within: 10 days}]}
"""


@pytest.mark.parametrize(
    ("ask", "frees"),
    [
        ("5.00", "2026-11-11T12:00:00+02:00"),  # the first 20.00 of 50.00 goes out
        ("20.00", "2026-11-11T12:00:00+02:00"),
        ("20.01", "2026-11-12T12:00:00+02:00"),
        ("40.00", "2026-11-12T12:00:00+02:00"),
        ("50.00", "2026-11-13T12:00:00+02:00"),
        ("50.01", "2026-11-11T12:00:00+02:00"),  # never so much: when the least fits again
    ],
)
def test_frees_at_is_when_what_was_asked_would_fit(ask, frees):
    counter = Counter(rules(MONEY))
    for day, amount in (("01", "20.00"), ("02", "20.00"), ("03", "10.00")):
        counter.give(ask=amount, at=f"2026-11-{day}T12:00:00+02:00")
    answer = counter.ask(ask=ask, at="2026-11-05T12:00:00+02:00")
    assert answer["outcome"] == "no_fit"
    assert answer["binding"][0]["frees_at"] == frees


def test_what_fits_in_part_now_and_never_as_a_whole_frees_never():
    counter = Counter(rules(MONEY))
    counter.give(ask="20.00", at="2026-11-01T12:00:00+02:00")
    answer = counter.ask(ask="60.00", at="2026-11-05T12:00:00+02:00")
    assert (answer["outcome"], answer["at_most"]) == ("less", "30.00")
    assert answer["binding"] == [{"limit": "g.1", "used": "20.00", "up_to": "50.00", "frees_at": None}]


def test_a_reversal_frees_the_window_it_was_counted_in_and_no_other():
    text = "g: {label: G, amount: 6.00, limits: [{up_to: 10.00, per: customer, within: month}]}"
    counter = Counter(rules(text))
    november = counter.give(at="2026-11-30T12:00:00+02:00")
    counter.give(at="2026-12-01T12:00:00+02:00")
    assert counter.ask(at="2026-12-01T13:00:00+02:00")["binding"][0]["used"] == "6.00"
    counter.back(november, at="2026-12-01T14:00:00+02:00")
    assert counter.ask(at="2026-12-01T15:00:00+02:00")["binding"][0]["used"] == "6.00"


def test_a_day_that_starts_in_a_skipped_hour_starts_at_the_first_instant_after_it():
    text = """
    g: {label: G, limits: [{up_to: 1 time, per: site, within: day}]}
    """
    guidelines = rules(text)
    from dataclasses import replace
    from datetime import time

    clock = replace(guidelines.business.clock, day_starts=time(3, 30))
    counter = Counter(replace(guidelines, business=replace(guidelines.business, clock=clock)))
    counter.give(at="2026-03-28T12:00:00+02:00")
    assert counter.ask(at="2026-03-29T02:59:59+02:00")["binding"][0]["frees_at"] == "2026-03-29T04:00:00+03:00"
    counter.give(at="2026-03-29T04:00:00+03:00")
    counter.give(at="2026-10-24T12:00:00+03:00")
    # 03:30 comes twice that night: the day begins at the first of the two
    assert counter.ask(at="2026-10-25T03:29:59+03:00")["outcome"] == "no_fit"
    counter.give(at="2026-10-25T03:30:00+03:00")
    assert counter.ask(at="2026-10-25T03:30:00+02:00")["outcome"] == "no_fit"
