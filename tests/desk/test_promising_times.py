"""Promises: an owner, a text and a time that is still to come; times as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from a_desk import Clock, heard
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.promises import promising
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id

# Noon in UTC is 14:00 in Riga in winter, 15:00 in summer.


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("16:00", "2026-11-21T14:00"),
        ("16.00", "2026-11-21T14:00"),
        ("at 16:00", "2026-11-21T14:00"),
        ("9:05", "2026-11-22T07:05"),
        ("14:00", "2026-11-22T12:00"),
        ("today 18:00", "2026-11-21T16:00"),
        ("tomorrow 18:00", "2026-11-22T16:00"),
        ("2 hours", "2026-11-21T14:00"),
        ("in 30 minutes", "2026-11-21T12:30"),
        ("1 hour 30 minutes", "2026-11-21T13:30"),
        ("3 days", "2026-11-24T12:00"),
        ("24 Nov 12:00", "2026-11-24T10:00"),
        ("Nov 24 12:00", "2026-11-24T10:00"),
        ("24. november, 12:00", "2026-11-24T10:00"),
        ("3 Jan 12:00", "2027-01-03T10:00"),
        ("2026-11-24 12:00", "2026-11-24T10:00"),
        ("2026-11-24T12:00", "2026-11-24T10:00"),
        ("2026-11-24T12:00+00:00", "2026-11-24T12:00"),
        ("2027-07-01 12:00", "2027-07-01T09:00"),
    ],
)
def test_a_time_is_understood_as_people_write_it(desk: Desk, text: str, due: str) -> None:
    assert promising.parse_due(desk, text) == at(due)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "25:00",
        "16:60",
        "16:0",
        "tomorrow",
        "2026-11-24",
        "30 Feb 12:00",
        "16:00 tomorrow",
        "٣:٣٠",
        "-2 hours",
        "0001-01-01 00:00",  # in Riga that is still the year before the calendar's first
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:00-14:00",
    ],
)
def test_what_is_no_time_is_answered_with_the_forms(desk: Desk, text: str) -> None:
    with pytest.raises(BadInput, match=r"16:00, tomorrow 18:00, 2 hours"):
        promising.parse_due(desk, text)


@pytest.mark.parametrize("text", ["today 13:00", "2026-11-21 13:59", "2025-01-01 12:00", "0 hours"])
def test_a_time_that_is_past_is_said_so(desk: Desk, text: str) -> None:
    with pytest.raises(BadInput, match="past"):
        promising.parse_due(desk, text)


def test_the_choices_are_ahead_of_now(desk: Desk, clock: Clock) -> None:
    for hour in range(24):
        clock.at = at("2026-11-21T00:30") + timedelta(hours=hour)
        choices = promising.due_choices(desk)
        assert len(choices) >= 3
        assert all(due > clock() for _label, due in choices)


def test_a_promise_has_an_owner_a_text_and_a_time(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk)
    due = clock() + timedelta(hours=2)
    line = promising.promise(desk, conversation, "answer about the late checkout", due, owner="jānis")
    assert (line.owner, line.state, line.due_at) == ("Janis", "open", due)
    assert talking.view(desk, conversation).promises == (line,)
    with pytest.raises(BadInput, match="what will be done"):
        promising.promise(desk, conversation, " ", due)
    with pytest.raises(BadInput, match="past"):
        promising.promise(desk, conversation, "call", clock())
    with pytest.raises(NotFound, match="Anna"):
        promising.promise(desk, conversation, "call", due, owner="Zelda")


def test_a_promise_is_kept_early_in_time_or_late(desk: Desk, clock: Clock) -> None:
    conversation = heard(desk)
    due = clock() + timedelta(hours=4)
    lines = [promising.promise(desk, conversation, "call", due) for _promise in range(3)]
    clock.forward(hours=1)
    assert promising.keep(desk, lines[0].id).state == "early"
    clock.at = due
    assert promising.keep(desk, lines[1].id).state == "kept"
    clock.forward(seconds=1)
    assert talking.view(desk, conversation).promises[2].state == "overdue"
    assert promising.keep(desk, lines[2].id).state == "late"
    clock.forward(hours=9)
    assert promising.keep(desk, lines[0].id).state == "early"
    with pytest.raises(NotFound):
        promising.keep(desk, new_id())
