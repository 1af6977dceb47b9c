"""A clock that stands before the last line: said once to whoever sits there, calmly, with what to do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from uidesk import app_on, ready, until

import a_desk
from a_desk import Clock


def with_a_line(folder: Path, clock: Clock) -> Path:
    """A house in which something was given just now."""
    desk = a_desk.make_desk(folder, clock)
    a_desk.given(desk, a_desk.heard(desk), "card")
    desk.store.close()
    return folder


async def test_whoever_sits_there_is_told_once_and_what_to_do(tmp_path: Path) -> None:
    clock = Clock()
    folder = with_a_line(tmp_path, clock)
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


async def test_a_clock_that_differs_a_little_is_not_spoken_of(tmp_path: Path) -> None:
    clock = Clock()
    folder = with_a_line(tmp_path, clock)
    clock.at -= timedelta(seconds=100)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        app._look_at_clock()
        await ready(pilot)
        assert not app._told_of_clock
