"""A mass event at the start: one line, however many customers it touches, and Enter says where the call list is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import uidesk
from uidesk import Clock, app_on, lines, ready

from frontdesk.desk import event_adding, events, staffing
from frontdesk.desk.opening import as_person


async def test_an_event_is_one_line_under_its_heading(folder: Path) -> None:
    clock = Clock()
    desk = uidesk.opened(folder, clock)
    staffing.add(desk, "Leader", "lead")
    lead = as_person(desk, "Leader")
    event = events.open_event(
        lead, "Recall B-1", "The battery", promise="A new one", due_at=lead.now() + timedelta(days=3)
    )
    event_adding.add(lead, event.id, serials=[f"S-{number}" for number in range(30)])
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        shown = lines(app)
        assert "MASS EVENTS" in shown
        assert shown.count("Recall B-1") == 1
        assert "30 of 30 to reach" in shown
        await pilot.press("down", "enter")
        await ready(pilot)
        assert any("frontdesk event calls" in each.message for each in app._notifications)
