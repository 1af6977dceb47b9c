"""A queue in front of the write lock, so that fifty desks pressing at once are served in turn.

SQLite's own waiting backs off for up to a tenth of a second and serves whoever wakes first; under load some desks
starve. A lock on a side file wakes the waiters in order. It only orders: without it nothing is less safe.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no flock: the busy handler alone waits there
    fcntl = None  # type: ignore[assignment]  # absent by platform


class Turnstile:
    """One place in the queue at a time for this file, over all processes and threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[int] = []
        self._process = os.getpid()
        self._guard = threading.Lock()

    @contextlib.contextmanager
    def passed(self, seconds: float) -> Iterator[bool]:
        """Wait for one's turn, at most `seconds`; false when it did not come, or there is no such queue here."""
        handle = self._open()
        if handle is None:
            yield True
            return
        if not _locked_within(handle, seconds):
            yield False  # the waiting thread closes the handle
            return
        try:
            yield True
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)
            self._keep(handle)

    def _open(self) -> int | None:
        if fcntl is None:
            return None
        with self._guard:
            if self._process != os.getpid():
                self._idle = []  # a forked child shares its parent's places in the queue: it needs its own
                self._process = os.getpid()
            if self._idle:
                return self._idle.pop()
        try:
            return os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError:
            return None  # the transaction itself will say what is wrong with the folder

    def _keep(self, handle: int) -> None:
        with self._guard:
            self._idle.append(handle)

    def close(self) -> None:
        """Give up the places that are kept."""
        with self._guard:
            idle, self._idle = self._idle, []
        for handle in idle:
            os.close(handle)


def _locked_within(handle: int, seconds: float) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _queued(handle, seconds)
    except OSError:
        return True  # a file system without locks: the busy handler waits instead
    return True


def _queued(handle: int, seconds: float) -> bool:
    """Stand in the kernel's queue in a thread of its own, because flock itself cannot give up."""
    agreed = threading.Lock()
    state = {"mine": False, "given_up": False}
    woken = threading.Event()

    def wait() -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with agreed:
            if state["given_up"]:
                os.close(handle)
                return
            state["mine"] = True
        woken.set()

    threading.Thread(target=wait, name="frontdesk-turnstile", daemon=True).start()
    woken.wait(seconds)
    with agreed:
        if not state["mine"]:
            state["given_up"] = True
        return state["mine"]
