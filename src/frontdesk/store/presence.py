"""Who has a database open: a lock on its folder, shared by everybody who works there, alone for who replaces the file.

The system gives it back however a process ends, so nothing is left behind that would keep anybody out. It only keeps
a restore and open desks apart: what two desks may not do at once is the transaction's business.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ground.language import _

try:
    import fcntl
except ImportError:  # Windows has no flock; it refuses to replace a file that is open
    fcntl = None  # type: ignore[assignment]  # absent by platform

PREFIX = "restoring-"
"""What folders are called in which a backup is made ready to be put in place."""
PATIENCE_SECONDS = 2.0
"""Who finishes what a dead restore left behind is alone for a moment; a restore itself takes longer."""


class Presence:
    """A place among those who have a database open; given back when it is closed, or forgotten."""

    def __init__(self, handle: int | None) -> None:
        self._handle = handle

    def close(self) -> None:
        """Give the place back; a second time changes nothing."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)  # without unlocking: a forked child that still works here keeps the place

    def __del__(self) -> None:
        self.close()


def among_others(path: Path) -> Presence:
    """A place among those who have the database `path` open. Raises StoreUnavailable while a backup is put back."""
    handle = _handle(path)
    until = time.monotonic() + PATIENCE_SECONDS
    while handle is not None and not _locked(handle, alone=False):
        if time.monotonic() < until:
            time.sleep(0.05)  # the system waits for such a lock without end, or not at all
            continue
        os.close(handle)
        raise StoreUnavailable(
            _("A backup is being put in the place of this database just now."),
            _("Wait until that is done, then start again."),
            retryable=True,
        )
    return Presence(handle)


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Within it nobody else opens the database `path`; false when somebody has it open already."""
    handle = _handle(path)
    try:
        yield handle is None or _locked(handle, alone=True)
    finally:
        if handle is not None:
            os.close(handle)


def left_behind(path: Path) -> bool:
    """Whether somebody is putting a backup in place, or was and died. It costs one look at the folder."""
    try:
        with os.scandir(path.parent) as found:
            return any(each.name.startswith(PREFIX) for each in found)
    except OSError:
        return False


def _handle(path: Path) -> int | None:
    if fcntl is None:
        return None
    try:
        return os.open(path.parent, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | os.O_CLOEXEC)
    except OSError:
        return None  # opening the file itself will say what is wrong with the folder


def _locked(handle: int, *, alone: bool) -> bool:
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks, on which `doctor` says that a database does not belong
    return True
