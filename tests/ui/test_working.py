"""How screens ask the desk: writes keep their order and outlive their screen, reads are dropped when stale."""

from __future__ import annotations

import threading
from typing import Any

from textual.app import App
from textual.screen import Screen
from uidesk import ready

from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ui import working
from frontdesk.ui.working import Saved


class Host(App[None]):
    """Collects what came back."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Any] = []


def busy() -> None:
    raise StoreUnavailable("Another desk is writing.", "Try again.", retryable=True)


async def done(app: App[Any], pilot: Any) -> None:
    await working.all_written(app)
    await ready(pilot)


async def test_writes_happen_in_the_order_in_which_they_were_asked_for() -> None:
    app, first = Host(), threading.Event()
    order: list[str] = []

    def slow() -> None:
        first.wait(60)
        order.append("older")

    async with app.run_test() as pilot:
        working.write(app.screen, slow)
        working.write(app.screen, lambda: order.append("newer"))
        assert working.saved(app) is Saved.SAVING
        first.set()
        await done(app, pilot)
        assert order == ["older", "newer"]
        assert working.saved(app) is Saved.SAVED


async def test_a_write_ends_although_its_screen_has_gone_and_nobody_is_called_back() -> None:
    app, gate = Host(), threading.Event()
    written: list[str] = []

    def slow() -> str:
        gate.wait(60)
        written.append("x")
        return "x"

    async with app.run_test() as pilot:
        screen: Screen[None] = Screen()
        await app.push_screen(screen)
        working.write(screen, slow, app.answers.append)
        await app.pop_screen()
        await pilot.pause()
        gate.set()
        await done(app, pilot)
    assert written == ["x"]
    assert app.answers == []


async def test_only_the_newest_question_of_a_group_is_answered() -> None:
    app, gate = Host(), threading.Event()

    def stale() -> str:
        gate.wait(60)
        return "stale"

    async with app.run_test() as pilot:
        working.read(app.screen, "find", stale, app.answers.append)
        await pilot.pause()
        working.read(app.screen, "find", lambda: "new", app.answers.append)
        gate.set()
        await ready(pilot)
        assert app.answers == ["new"]


async def test_questions_of_two_groups_do_not_disturb_each_other() -> None:
    app = Host()
    async with app.run_test() as pilot:
        working.read(app.screen, "queue", lambda: "queue", app.answers.append)
        working.read(app.screen, "find", lambda: "find", app.answers.append)
        await ready(pilot)
        assert sorted(app.answers) == ["find", "queue"]


async def test_a_write_that_fails_is_said_until_one_succeeds() -> None:
    app = Host()
    async with app.run_test(notifications=True) as pilot:
        told: list[Saved] = []
        working.watch(app.screen, told.append)
        working.write(app.screen, busy, None, app.answers.append)
        await done(app, pilot)
        assert [type(each) for each in app.answers] == [StoreUnavailable]
        assert working.saved(app) is Saved.NOT_SAVED
        working.write(app.screen, busy)
        await done(app, pilot)
        assert [each.message for each in app._notifications] == ["Another desk is writing. Try again."]
        working.write(app.screen, lambda: None)
        await done(app, pilot)
        assert working.saved(app) is Saved.SAVED
        assert told[0] is Saved.SAVING and told[-1] is Saved.SAVED and Saved.NOT_SAVED in told


async def test_what_is_typed_is_not_called_saved_before_it_is_written() -> None:
    app = Host()
    async with app.run_test() as pilot:
        working.touched(app.screen)
        assert working.saved(app) is Saved.SAVING
        working.write(app.screen, lambda: None)
        await done(app, pilot)
        assert working.saved(app) is Saved.SAVED
