"""Promises: kept, early, late, and what is overdue, to the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.conversation.promises import PromiseState, state

MADE = datetime(2026, 11, 21, 12, tzinfo=UTC)
DUE = MADE + timedelta(hours=4)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "expected"), [(MADE, "open"), (DUE, "open"), (DUE + SECOND, "overdue"), (DUE + timedelta(9), "overdue")]
)
def test_a_promise_is_overdue_after_its_time_not_at_it(now, expected):
    assert state(DUE, None, None, now) == expected


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (MADE, "early"),
        (MADE + timedelta(hours=3) - SECOND, "early"),
        (MADE + timedelta(hours=3), "kept"),  # a quarter left is not more than a quarter
        (DUE, "kept"),
        (DUE + SECOND, "late"),
    ],
)
def test_how_it_was_kept(kept, expected):
    assert state(DUE, kept, None, DUE + timedelta(days=2), MADE) == expected


def test_without_the_time_it_was_made_nobody_calls_it_early():
    assert state(DUE, MADE, None, DUE) is PromiseState.KEPT


def test_what_was_withdrawn_is_neither_open_nor_overdue_but_what_was_kept_stays_kept():
    assert state(DUE, None, MADE, DUE + SECOND) == "withdrawn"
    assert state(DUE, DUE, DUE + SECOND, DUE + SECOND) == "kept"
