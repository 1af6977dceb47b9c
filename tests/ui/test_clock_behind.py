"""A clock that stands before the last line: said once to whoever sits there, calmly, with what to do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import uidesk
from uidesk import Clock, app_on, ready, until

from frontdesk.desk.conversations import talking
from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Given, Preview


def with_a_line(folder: Path, clock: Clock) -> None:
    """A drink that was given now."""
    desk = uidesk.opened(folder, clock)
    talk = talking.hear(desk, talking.start(desk, request="The heating is dead").id)
    preview = giving.open_gesture(desk, talk.id, "free_drink")
    assert isinstance(preview, Preview), preview
    assert isinstance(giving.give(desk, preview.attempt), Given)
    desk.store.close()


async def test_whoever_sits_there_is_told_once_and_what_to_do(folder: Path) -> None:
    clock = Clock()
    with_a_line(folder, clock)
    clock.forward(days=-2)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)

        def said() -> list[str]:
            return [each.message for each in app._notifications if "before the last line" in each.message]

        await until(pilot, lambda: bool(said()))
        assert "Set it right" in said()[0] and "frontdesk clock --is-right" in said()[0]
        app._look_at_clock()
        app._look_at_guidelines()
        await ready(pilot)
        assert len(said()) == 1


async def test_a_clock_that_differs_a_little_is_not_spoken_of(folder: Path) -> None:
    clock = Clock()
    with_a_line(folder, clock)
    clock.at -= timedelta(seconds=100)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        app._look_at_clock()
        await ready(pilot)
        assert not app._notifications and not app._told_of_clock
