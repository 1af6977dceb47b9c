"""The lead's day on real terminals: what is overdue comes first, for everybody; other desks appear by themselves."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import at_the_desk as desk
from driving import Terminal, asked

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import finding
from frontdesk.desk.opening import open_desk
from frontdesk.desk.promises import promising

REQUEST = "Only the pool, in the mornings, for me and my daughter"
PROMISED = "alternatives for the pool"


def lead_of(folder: Path, **more: Any) -> Terminal:
    """`frontdesk lead`: the desk on the day."""
    terminal = Terminal("lead", "--folder", str(folder), "--staff", "Ilze", **more)
    terminal.wait_for("The day", "PROMISED")
    return terminal


def promised_yesterday(folder: Path) -> str:
    """Five days of silence begin: a promise that was due yesterday evening. Its id."""
    at = datetime.now(UTC) - timedelta(days=1, hours=6)
    earlier = open_desk(folder, staff="Marta", clock=lambda: at)
    caller = finding.find(earlier, "Orlova")[0]
    talk = talking.start(earlier, customer_id=caller.id, request=REQUEST)
    talking.hear(earlier, talk.id)
    made = promising.promise(earlier, talk.id, PROMISED, at + timedelta(hours=5))
    talking.close(earlier, talk.id)
    earlier.store.close()
    return made.id


def first_line(terminal: Terminal) -> str:
    """The line under the first heading of the day, "" while it is not there."""
    lines = iter(terminal.lines)
    return next(lines, "") if any("PROMISED" in line for line in lines) else ""


def test_000_6_an_overdue_promise_is_the_first_line_for_everybody_until_it_is_kept_late(club: Path) -> None:
    promise_id = promised_yesterday(club)
    with lead_of(club) as lead:
        lead.wait_for(PROMISED)
        assert re.match(r"▸ ! overdue 2\d h +Екатерина Орлова +alternatives for the pool +Marta", first_line(lead))
        lead.press("c")  # one key calls
        lead.wait_for("Екатерина Орлова", f"“{REQUEST[:40]}", "open its conversation")
        lead.press("esc")
        lead.wait_until_gone("open its conversation")
        lead.press("r")  # one key hands it on
        lead.wait_for("Who keeps this from now on?", "1  Ilze")
        lead.press("1")
        lead.wait(lambda: "Ilze" in first_line(lead), "the new owner")
        lead.press("enter")
        lead.wait_for("open its conversation")
        lead.answer("enter", "CLOSED", REQUEST[:30])  # opening it shows the original request
        lead.press("ctrl+q")
        lead.wait_for_end()
    with desk.sit_down(club, "Marta") as next_shift:
        next_shift.wait_for("overdue", PROMISED, "Ilze")  # the search of the next shift begins with it
        next_shift.press("f6")
        next_shift.wait_for("The day", PROMISED)
        assert "Ilze" in first_line(next_shift)
        next_shift.press("k")
        next_shift.wait_for("this promise was kept")
        next_shift.answer("enter", "kept: 1 late")
        assert "overdue" not in next_shift.text
    (kept,) = asked("day", folder=club, staff="Marta")["kept"]
    assert (kept["id"], kept["state"], kept["owner"]) == (promise_id, "late", "Ilze")


def times_given(terminal: Terminal, label: str) -> int:
    """How often the day says that something was given; 0 while it does not name it."""
    found = re.search(rf"{label} +(\d+) +[\d.]+ +[\d.]+", terminal.text)
    return 0 if found is None else int(found[1])


def test_another_desks_gesture_appears_by_itself_and_an_idle_day_sends_nothing(hotel: Path) -> None:
    with lead_of(hotel, columns=120, rows=36) as lead, desk.sit_down(hotel, "Anna") as anna:
        desk.find(anna, "berzina", "Kristīne Bērziņa")
        desk.listen(anna, "The heating is dead and my daughter is cold")
        desk.moment(anna, "1", "Room fault or noise")
        desk.agreed(anna)
        lead.wait_for("CHANCES LEFT")
        before = times_given(lead, "Free drink")
        desk.idles(lead)
        anna.press("2")
        anna.wait_for("u take back")
        lead.wait(lambda: times_given(lead, "Free drink") == before + 1, "the drink that Anna gave")
        lead.press("left")  # another day is not disturbed by what is given today
        lead.wait_for("yesterday")
        anna.press("u")
        anna.wait_for("taken back")
        assert "yesterday" in lead.settle(1.2)  # it looks every half second
        lead.press("t")
        lead.wait(lambda: times_given(lead, "Free drink") == before, "the drink to be taken back")


def test_the_day_is_usable_without_colour_in_sixty_columns(hotel: Path) -> None:
    with lead_of(hotel, columns=60, rows=20, environment={"NO_COLOR": "1"}) as lead:
        lead.wait_for("! ", "Jānis", "GIVEN")
        assert first_line(lead).startswith("▸ ! ") and "tell them" in first_line(lead)
        lead.press("/")
        lead.type("boiler")
        lead.wait_until_gone("PROMISED")
        lead.wait_for("FIX THE CAUSE", "3 times")
        lead.press("enter", "enter")
        lead.wait_for("sees to it", "the digit goes on")
        lead.press("esc", "esc")
        lead.wait_for("PROMISED")
