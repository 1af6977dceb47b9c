"""Everybody in their own channel, at their own hours: on the card, in the promise, in what reminds of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from a_desk import GUIDELINES, Clock, given, heard, make_desk, make_guest
from frontdesk.conversation.hours import read_hours
from frontdesk.desk.customers import cards, editing_card, finding
from frontdesk.desk.day import leading
from frontdesk.desk.promises import promising
from frontdesk.desk.promises.due_times import fits, fitting
from frontdesk.desk.promises.promising import OutsideHours, Terms

ZONES = ("Europe/Riga", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
# Nights before, in and after a change of the clock somewhere, and a day without one.
DAYS = ((2026, 3, 28), (2026, 3, 8), (2026, 10, 24), (2026, 11, 1), (2026, 4, 4), (2026, 10, 3), (2026, 7, 1))
HOURS = ("not before 10", "9-12, 17-19", "Mon-Fri 9:00-17:00", "Sat 22-3", "2:10-2:40", "3-3:20")


def test_002_2_channel_and_hours_go_from_the_card_to_the_promise_and_what_reminds_of_it(tmp_path: Path) -> None:
    clock = Clock(datetime(2026, 11, 21, 6, 0, tzinfo=UTC))  # 8:00 in Riga
    desk = make_desk(tmp_path, clock)
    guest = make_guest(desk)
    editing_card.edit(desk, guest.customer, {"channel": "Telegram", "hours": "not before 10"})
    card = cards.card(desk, guest.customer)
    assert (card.channel, card.hours) == ("Telegram", "10-24")
    talk = heard(desk, guest)
    choices = promising.due_choices(desk, talk, "write back")
    assert choices and all(desk.days().wall(due).hour >= 10 for _label, due in choices)
    with pytest.raises(OutsideHours) as early:
        promising.promise(desk, talk, "write back", clock() + timedelta(minutes=30))
    assert desk.days().wall(early.value.nearest).hour == 10
    line = promising.promise(desk, talk, "write back", early.value.nearest)
    assert (line.channel, line.hours) == ("Telegram", "10-24")
    (waiting,) = [each for each in finding.queue(desk) if each.id == line.id]
    assert (waiting.channel, waiting.hours, waiting.fits_now) == ("Telegram", "10-24", False), (
        "outside hours it says so"
    )
    assert waiting.fits_from is not None and desk.days().wall(waiting.fits_from).hour == 10
    call = leading.call(desk, line.id)
    assert (call.channel, call.hours, call.fits_now) == ("Telegram", "10-24", False)
    clock.forward(hours=2)
    (waiting,) = [each for each in finding.queue(desk) if each.id == line.id]
    assert waiting.fits_now and waiting.fits_from is None
    agreed = promising.promise(
        desk, talk, "call tonight", clock() + timedelta(hours=1), terms=Terms(hours="20-21", anyway=True)
    )
    assert agreed.hours == "20-21", "what was said for this promise stands above the card"


def test_002_2_a_promise_that_a_gesture_makes_is_due_inside_the_hours(tmp_path: Path) -> None:
    clock = Clock(datetime(2026, 11, 21, 12, 0, tzinfo=UTC))  # 14:00 in Riga; flowers are due in three hours
    desk = make_desk(tmp_path, clock)
    guest = make_guest(desk)
    editing_card.edit(desk, guest.customer, {"hours": "9-12, 16-16:30"})
    done = given(desk, heard(desk, guest), "card")
    assert done.promise is not None and desk.days().wall(done.promise.due_at).strftime("%H:%M") == "16:30"
    assert done.promise.hours == "9-12, 16-16:30"


@pytest.mark.parametrize("zone", ZONES)
def test_002_2_no_proposed_time_is_outside_the_hours_in_any_zone_or_clock_change(tmp_path: Path, zone: str) -> None:
    clock = Clock()
    desk = make_desk(tmp_path, clock, GUIDELINES.replace("Europe/Riga", zone))
    for year, month, day in DAYS:
        for hour in range(0, 48, 5):
            clock.at = datetime(year, month, day, tzinfo=UTC) + timedelta(hours=hour, minutes=7)
            for text in HOURS:
                for wanted in (timedelta(minutes=1), timedelta(hours=3), timedelta(days=2)):
                    found = fitting(desk, read_hours(text), clock.at + wanted)
                    assert found > clock.at and fits(desk, text, found), (zone, clock.at, text, wanted, found)
