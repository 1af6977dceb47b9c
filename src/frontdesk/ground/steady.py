"""What has an end is also watched by a clock that nobody sets: the machine's own, which only runs on (threat T20).

The clock on the wall can be put forward and back. What this process has once seen ends after the time that was left
then, whatever the wall says since. Other processes have only what is written: see docs/TRUST.md, The clock.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

WATCHED_MAX = 4096
_RUNS_ON = getattr(time, "CLOCK_BOOTTIME", None)
"""Linux: seconds since the machine started, also those that it slept."""
_NOTHING = timedelta(0)


def running_on() -> float:
    """Seconds on a clock that nobody sets and that goes on while the machine sleeps, where there is one."""
    return time.monotonic() if _RUNS_ON is None else time.clock_gettime(_RUNS_ON)


class Ends:
    """When the things that this process has seen are over, in seconds of its own clock; for all threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._began: tuple[datetime, float] | None = None
        self._over: OrderedDict[str, tuple[datetime, float]] = OrderedDict()

    def begin(self, wall: datetime, seconds: float) -> None:
        """The first moment that is known; later calls change nothing."""
        with self._lock:
            if self._began is None:
                self._began = (wall, seconds)

    def left(self, name: str, since: datetime, end: datetime, wall: datetime, seconds: float) -> timedelta:
        """How long `name`, written down at `since`, still lasts; zero when it is over.

        Seen for the first time it lasts no longer than from `since` to `end`, and at least until `end` by a clock that
        ran on since this process began: a wall that was put forward since then shortens nothing.
        """
        self.begin(wall, seconds)
        with self._lock:
            known = self._over.get(name)
            if known is None or known[0] != end:
                rest = min(max(end - max(self._believed(wall, seconds), since), _NOTHING), end - since)
                known = (end, seconds + rest.total_seconds())
                self._over[name] = known
                while len(self._over) > WATCHED_MAX:
                    self._over.popitem(last=False)
            return max(timedelta(seconds=known[1] - seconds), _NOTHING)

    def _believed(self, wall: datetime, seconds: float) -> datetime:
        """The moment by the wall, or by the clock that ran on where the wall was put forward."""
        began, then = self._began or (wall, seconds)
        return min(wall, began + timedelta(seconds=seconds - then))
