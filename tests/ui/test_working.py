"""How screens ask the desk: writes keep their order and outlive their screen, reads are dropped when stale."""

from __future__ import annotations

import ast
import gc
import threading
import warnings
from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import Screen
from uidesk import app_on, ready

import frontdesk.ui
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ui import working
from frontdesk.ui.screens.base import Outdated
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


async def test_what_nobody_has_begun_when_the_program_ends_goes_without_a_complaint(folder: Path) -> None:
    """Work that is let go before its first step was no coroutine yet: nothing was never awaited."""
    app = app_on(folder)
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        async with app.run_test(size=(80, 24)) as pilot:
            await ready(pilot)
            app.on_outdated(Outdated())
            app._look_at_guidelines()
            app._leave(0)
            assert app._seat is not None
            app._seat._tell(lambda: None)
            app.workers.cancel_all()
        gc.collect()
    assert [str(each.message) for each in complaints if each.category is RuntimeWarning] == []


def test_workers_are_given_what_to_do_and_never_what_has_begun() -> None:
    """A coroutine that is made before its worker runs is the one that is never awaited."""
    given = 0
    for path in sorted(Path(frontdesk.ui.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("run_worker", "working.begin")):
                given += 1
                work = node.args["begin" in ast.unparse(node.func)]
                made = isinstance(work, ast.Call) and ast.unparse(work.func) != "partial"
                assert not made, f"{path.name}:{node.lineno}"
    assert given > 10
