"""A small real business for the screens' tests: a folder, a database, four people who work, three who come."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerFailed

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards
from frontdesk.desk.desk import Desk
from frontdesk.desk.opening import open_desk
from frontdesk.desk.people import staffing
from frontdesk.desk.promises import promising
from frontdesk.guidelines import packs
from frontdesk.ui.app import DeskApp
from frontdesk.ui.widgets.rows import Rows

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
    """Wait until no worker runs and every message was handled."""
    for _ in range(3):
        while any(not worker.is_finished for worker in pilot.app.workers):
            with contextlib.suppress(WorkerCancelled, WorkerFailed):  # a stale question is cancelled: that is its end
                await pilot.app.workers.wait_for_complete()
            await pilot.pause()
        await pilot.pause()


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
