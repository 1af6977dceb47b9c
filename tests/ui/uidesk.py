"""A small real business for the screens' tests: a folder, a database, four people who work, three who come."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import WorkerCancelled, WorkerFailed

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards
from frontdesk.desk.desk import Desk
from frontdesk.desk.opening import open_desk
from frontdesk.desk.people import staffing
from frontdesk.desk.promises import promising
from frontdesk.guidelines import packs
from frontdesk.ui.app import DeskApp
from frontdesk.ui.guard import SETTLE_SECONDS
from frontdesk.ui.widgets.rows import Rows

PATIENCE_SECONDS = 180.0
NOW = datetime(2026, 11, 21, 12, 32, tzinfo=UTC)
HOSTILE = "Zed [/foo] [@click=app.save_and_quit]x[/] \x1b]0;own\x07 张伟 e\u0301 :smile: \u202eevil"
HOSTILE_SHOWN = "Zed [/foo] [@click=app.save_and_quit]x[/] ]0;own 张伟"


class Clock:
    """A clock that the test moves."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def business(folder: Path, *names: str) -> Path:
    """A folder with the hotel's guidelines and a database in which these people work."""
    (folder / "guidelines.yaml").write_text(packs.text("hotel"), encoding="utf-8")
    (folder / "data").mkdir()
    desk = open_desk(folder, staff=None, clock=Clock(), create=True)
    for name in names or ("Anna", "Jānis"):
        staffing.add(desk, name)
    desk.store.close()
    return folder


def opened(folder: Path, clock: Callable[[], datetime] | None = None, staff: str | None = "Anna") -> Desk:
    """The desk of the folder."""
    return open_desk(folder, staff=staff, clock=clock or Clock(), create=True)


def app_on(folder: Path, clock: Callable[[], datetime] | None = None, **options: Any) -> DeskApp:
    """The program on the folder."""
    return DeskApp(lambda: opened(folder, clock), **options)


def with_promises(folder: Path, clock: Clock) -> tuple[str, str]:
    """An overdue promise to Kristīne and one that is due to Олена, made through the desk; their ids."""
    desk = opened(folder, clock)
    now = clock.at
    clock.at = now - timedelta(hours=2)
    overdue = _promised(desk, "Kristīne Bērziņa", "answer about late checkout", now - timedelta(minutes=32))
    due = _promised(desk, "Олена Шевченко", "two extra pillows", now + timedelta(minutes=28))
    clock.at = now
    desk.store.close()
    return overdue, due


def _promised(desk: Desk, name: str, text: str, due_at: datetime) -> str:
    card = cards.new_customer(desk, name, phone="+371 26 123 456" if name.startswith("K") else "")
    talk = talking.start(desk, customer_id=card.id)
    talk = talking.hear(desk, talk.id, "something is wrong")
    line = promising.promise(desk, talk.id, text, due_at)
    talking.close(desk, talk.id)
    return line.id


async def ready(pilot: Pilot[Any]) -> None:
    """Wait until the program is at rest, however long a busy machine takes for it; fails where it never comes.

    Textual's own `pause` ends when the process had no processor for 20 ms, which is every process where others burn.
    """
    until, calm = monotonic() + PATIENCE_SECONDS, 0
    while calm < 2:
        assert monotonic() < until, f"never at rest: {_unrest(pilot.app)}"
        if not await pilot._wait_for_screen(PATIENCE_SECONDS):
            return  # it left or fell; what it fell over is raised where the app ends
        for worker in list(pilot.app.workers):
            with contextlib.suppress(WorkerCancelled, WorkerFailed):  # a stale question is cancelled: that is its end
                await worker.wait()
        if pilot.app.screen_stack:
            pilot.app.screen._on_timer_update()  # what was asked for after the next paint happens now
        calm = 0 if _unrest(pilot.app) else calm + 1


def _unrest(app: App[Any]) -> str:
    """What the program is still about: a worker, a message, a paint, a held key; "" for nothing."""
    return "a worker" if any(not worker.is_finished for worker in app.workers) else _pending(app)


def _pending(app: App[Any]) -> str:
    """A message, a paint, a held key; "" for nothing."""
    for pump in (app, *(node for screen in app.screen_stack for node in screen.walk_children(with_self=True))):
        if pump.message_queue_size or pump._next_callbacks or (isinstance(pump, Screen) and pump._callbacks):
            return f"a message of {pump}"
        if any(_held(timer) for timer in pump._timers):
            return f"a held key of {pump}"
    return ""


def _held(timer: Timer) -> bool:
    """Whether this is the short wait before a key acts, not yet over."""
    under_way = timer._task is not None and not timer._task.done()
    return under_way and timer._repeat == 0 and timer._interval <= SETTLE_SECONDS


async def handled(pilot: Pilot[Any]) -> None:
    """Wait until what was pressed has been dealt with: no message waits, no key is held. What a thread does meanwhile
    (a question to the desk) may still be on its way: that is what `ready` waits for."""
    end, calm = monotonic() + PATIENCE_SECONDS, 0
    while calm < 2:
        assert monotonic() < end, f"never dealt with: {_pending(pilot.app)}"
        if not await pilot._wait_for_screen(PATIENCE_SECONDS):
            return  # it left or fell
        if pilot.app.screen_stack:
            pilot.app.screen._on_timer_update()
        calm = 0 if _pending(pilot.app) else calm + 1
        await asyncio.sleep(0.001)


async def until(pilot: Pilot[Any], true: Callable[[], bool]) -> None:
    """Wait for something that comes by itself or a little later on a busy machine; fails when it never comes."""
    end = monotonic() + PATIENCE_SECONDS
    while not true():
        assert monotonic() < end, f"it never came:\n{drawn(pilot.app)}"
        await ready(pilot)
        await asyncio.sleep(0.005)


def drawn(app: App[Any]) -> str:
    """The screen as text, one line under the other."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def lines(app: App[Any], selector: str = "#lines") -> str:
    """A list of the screen as text."""
    return app.screen.query_one(selector, Rows).text


def as_practice(desk: Desk) -> Desk:
    """The same desk, marked as practice."""
    return replace(desk, practice=True)
