"""A mass event at the start: one line, however many customers it touches, and Enter opens its call list."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from time import monotonic

import uidesk
from textual.events import Key
from uidesk import Clock, app_on, drawn, lines, ready

import a_desk
import a_recall
from frontdesk.desk.events import event_adding, event_calling, events
from frontdesk.desk.opening import as_person, open_desk
from frontdesk.desk.people import staffing
from frontdesk.ui.app import DeskApp
from frontdesk.ui.screens.call_list import CallListScreen
from frontdesk.ui.screens.desk import DeskScreen
from frontdesk.ui.widgets.rows import Rows


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


async def test_enter_on_an_event_opens_its_call_list_and_one_key_says_what_came_of_a_call(tmp_path: Path) -> None:
    """From the start and from the day: reached, not reached, what is owed is given once, and Enter talks with them."""
    clock = a_desk.Clock()
    lead = a_recall.make_maker(tmp_path, clock)
    serials = a_recall.sold(lead, 5)
    event = a_recall.opened(lead)
    event_adding.add(lead, event.id, batches=["B-1"])
    app = DeskApp(lambda: open_desk(tmp_path, staff="Anna", clock=clock))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("down", "enter")
        await ready(pilot)
        screen = app.screen
        assert isinstance(screen, CallListScreen)
        assert "The battery can overheat" in drawn(app) and "0 of 5 reached" in drawn(app)
        await pilot.press("r")
        await ready(pilot)
        assert screen.rows.marked == "call:" + serials[1], "on to the next, and no line moves"
        await pilot.press("n")
        await ready(pilot)
        assert screen.rows.text.splitlines()[1].startswith("  ✓ reached") or "✓ reached" in screen.rows.text
        assert "! not reached" in screen.rows.text and "1 of 5 reached" in screen.rows.text
        await pilot.press("g")
        assert "Enter gives" in drawn(app)
        assert screen._asked is not None
        screen._asked = (screen._asked[0], screen._asked[1] + uidesk.PATIENCE_SECONDS)  # as if it were still new
        await pilot.press("enter")
        await ready(pilot)
        assert app.screen is screen and "given" not in screen.rows.text, "an Enter that came with the key gives nothing"
        await pilot.press("escape", "slash", *"Company 4", "enter")
        assert "/ Company 4" in drawn(app), "what is looked for is seen"
        assert [row.id for row in screen.rows.rows if row.id] == ["call:" + serials[4]]
        await pilot.press("g")
        screen._asked = (screen._asked[0], screen._asked[1] - 1) if screen._asked else None
        await pilot.press("enter")
        await ready(pilot)
        assert "✓ given" in screen.rows.text
        await pilot.press("g")
        assert "was given already" in drawn(app)
        event_calling.called(lead, event.id, serials[4], "left_word")
        screen._look()
        await ready(pilot)
        assert "◐ left word" in screen.rows.text, "what another desk did is seen here"
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, DeskScreen) and "Company 4" in drawn(app)
        await pilot.press("f6")
        await ready(pilot)
        app.screen.query_one("#owed", Rows).mark("event:" + event.id)
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, CallListScreen)
    found = {each.what: (each.call, each.given) for each in event_calling.calls(lead, event.id)}
    assert found == dict(
        zip(
            serials,
            [("reached", False), ("not_reached", False), ("", False), ("", False), ("left_word", True)],
            strict=True,
        )
    )
    lead.store.close()


async def test_a_key_held_down_or_several_at_once_write_one_call_down_or_none(tmp_path: Path) -> None:
    """The mark goes on to the next customer by itself: a held key must not tick them all off."""
    clock = a_desk.Clock()
    lead = a_recall.make_maker(tmp_path, clock)
    serials = a_recall.sold(lead, 5)
    event = a_recall.opened(lead)
    event_adding.add(lead, event.id, batches=["B-1"])
    app = DeskApp(lambda: open_desk(tmp_path, staff="Anna", clock=clock))

    async def pressed(*keys: tuple[str, float]) -> None:
        for key, at in keys:
            press = Key(key, key)
            press.time = at
            app.post_message(press)
        await ready(pilot)

    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("down", "enter")
        await ready(pilot)
        assert isinstance(app.screen, CallListScreen)
        began = monotonic()
        await pressed(("k", began), *(("k", began + 0.5 + each * 0.033) for each in range(20)))
        assert "a held key is one press" in drawn(app) and app.screen.rows.text.count("✓ kept") == 1
        await pressed(("z", began + 2), ("k", began + 3))
        assert "written down: Company 1 · ✓ kept · Recall swap is not given yet" in drawn(app)
        await pressed(*(("r", began + 5 + each * 0.001) for each in range(3)))
        assert "several keys at once: nothing was written down" in drawn(app)
        await pressed(("r", began + 9))
        assert "written down: Company 2 · ✓ reached" in drawn(app)
    calls = {each.what: (each.call, each.promise_state) for each in event_calling.calls(lead, event.id)}
    assert {calls[each][0] for each in serials[:3]} == {"reached"}
    assert [each for each in serials if calls[each][1] != "open"] == serials[:2]
    assert [each for each in serials if calls[each][0]] == serials[:3]
    lead.store.close()
