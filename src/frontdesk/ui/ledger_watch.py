"""While the desk is open: a quick look at the ledger after the first paint, and every hour a head and a backup.

Nobody waits for it, and nothing stops because of it. What is off is said once to each person who leads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App

from frontdesk.ground.errors import DeskError
from frontdesk.ui import working
from frontdesk.ui.plain import plain

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

FIRST_SECONDS = 60
AGAIN_SECONDS = 600
SAID_SECONDS = 60


class LedgerWatch:
    """Looks at the ledger of `desk`, which may be replaced meanwhile; `looks` counts how often it has."""

    def __init__(self, app: App[Any], desk: Callable[[], Desk | None]) -> None:
        self._app = app
        self._desk = desk
        self._told: set[str] = set()
        self.looks = 0
        app.call_after_refresh(self._look, False)
        app.set_timer(FIRST_SECONDS, lambda: self._look(True))
        app.set_interval(AGAIN_SECONDS, lambda: self._look(True))

    def _look(self, head: bool) -> None:
        desk = self._desk()
        if desk is not None and self._app.screen_stack:
            working.begin(self._app, partial(self._looking, desk, head), "ledger")

    async def _looking(self, desk: Desk, head: bool) -> None:
        leaving = threading.Event()
        try:
            said = await working.in_thread(_looked, desk, head)
            if head and not said:
                await working.in_thread(_backed_up, desk, leaving)
        except DeskError:
            pass  # another desk holds the database, or it is closed: the next look comes
        except Exception as error:  # a bug; a worker would swallow it
            working.is_a_bug(self._app, error)
        else:
            if said and desk.person.id not in self._told:
                self._told.add(desk.person.id)
                self._app.notify(plain(said).plain, severity="warning", markup=False, timeout=SAID_SECONDS)
        finally:
            leaving.set()  # who leaves the desk does not wait for a backup
            self.looks += 1


def _looked(desk: Desk, head: bool) -> str:
    """What is to be said to the person at this desk, "" for nothing. With `head` one is made if it is time."""
    from frontdesk.desk.trust import heads, looking  # here, in the thread: not on the way to the first frame

    said = looking.quick_look(desk)
    if head and not said:  # a head of what is not right would vouch for it
        heads.keep_up(desk)
    return said if looking.is_for(desk) else ""


def _backed_up(desk: Desk, leaving: threading.Event) -> None:
    """A backup, where it is time; that it failed is on the list, and said on the day of whoever leads."""
    if desk.practice:
        return
    from frontdesk.desk.imports import large_works
    from frontdesk.desk.trust import backing_up

    large_works.tidy(desk, leaving.is_set)  # what an import that was killed left is in no backup
    backing_up.keep_up(desk, stop=leaving.is_set)
