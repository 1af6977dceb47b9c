"""One large work on the customers at a time: a lock beside the database, which the system gives back with the process.

Whoever holds it knows that what another one left in the middle is nobody's work any more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no flock: there the shop takes care that nobody imports twice at once
    fcntl = None  # type: ignore[assignment]  # absent by platform


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Within it nobody else does a large work on the database `path`; false when somebody does already."""
    handle = _handle(path)
    try:
        yield handle is None or _locked(handle)
    finally:
        if handle is not None:
            os.close(handle)


def _handle(path: Path) -> int | None:
    if fcntl is None:
        return None
    try:
        return os.open(path.with_name(path.name + "-large"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:
        return None  # the transaction itself will say what is wrong with the folder


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
