"""The open database: one file, a few connections kept for many threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frontdesk.ground.errors import StoreUnavailable
from frontdesk.store import driver, driver_errors
from frontdesk.store.driver import Connection
from frontdesk.store.presence import Presence
from frontdesk.store.turnstile import Turnstile

CONNECTIONS_KEPT = 8


class Store:
    """An open database. It may be used from any thread; each call borrows a connection of its own."""

    def __init__(self, path: Path, *, busy_ms: int = driver.BUSY_MS) -> None:
        self.path = path
        self.busy_ms = busy_ms
        self.turnstile = Turnstile(path.with_name(path.name + "-turn"))
        self._idle: list[Connection] = []
        self._of_another_process: list[Connection] = []
        self._process = os.getpid()
        self._guard = threading.Lock()
        self._closed = False
        self._watcher: Connection | None = None
        self._process_of_watcher = 0
        self._watching = threading.Lock()
        self._unsaid = 0
        self._presence: Presence | None = None

    def stay(self, presence: Presence) -> None:
        """Keep a place among those who have the file open until this is closed."""
        self._presence = presence

    @contextmanager
    def borrowed(self) -> Iterator[Connection]:
        """A connection for one call. It is given back clean, or closed when something went wrong with it."""
        with driver_errors.translated(self.path):
            connection = self._take()
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:
                    connection.close()
                else:
                    self._give_back(connection)
                raise
            if connection.in_transaction:
                connection.close()
                raise AssertionError("a borrowed connection is given back outside any transaction")
            self._give_back(connection)

    @contextmanager
    def own(self, *, foreign_keys: bool) -> Iterator[Connection]:
        """A connection for one large work, with a larger cache, closed at the end."""
        with driver_errors.translated(self.path):
            connection = driver.connect(self.path, busy_ms=self.busy_ms, large=True, foreign_keys=foreign_keys)
            try:
                yield connection
            finally:
                connection.close()

    def _take(self) -> Connection:
        with self._guard:
            if self._closed:
                raise AssertionError("the store was closed")
            if self._process != os.getpid():
                # A forked child must neither use nor close its parent's connections: closing drops file locks.
                self._of_another_process += self._idle
                self._idle = []
                self._process = os.getpid()
            if self._idle:
                return self._idle.pop()
        return driver.connect(self.path, busy_ms=self.busy_ms)

    def _give_back(self, connection: Connection) -> None:
        with self._guard:
            if not self._closed and self._process == os.getpid() and len(self._idle) < CONNECTIONS_KEPT:
                self._idle.append(connection)
                return
        connection.close()

    def stamp(self) -> tuple[int, ...]:
        """Something that changes whenever any desk has written: two stamps that differ say that it is time to look.

        It costs a desk that is idle next to nothing, and waits for nobody. Take it before reading.
        """
        # The files alone do not do: they are written, and flushed, a moment before what was written can be read.
        files = (*_stamp_of(self.path), *_stamp_of(self.path.with_name(self.path.name + "-wal")))
        return (*files, self._commits())

    def _commits(self) -> int:
        """Another number after each commit of any desk; one that never comes again while nothing can be said."""
        with self._watching:
            if self._closed:
                return 0
            if self._watcher is not None and self._process_of_watcher != os.getpid():
                self._of_another_process.append(self._watcher)
                self._watcher = None
            try:
                with driver_errors.translated(self.path):
                    if self._watcher is None:
                        self._watcher = driver.connect(self.path, busy_ms=0)
                        self._process_of_watcher = os.getpid()
                    row = self._watcher.execute("PRAGMA data_version").fetchone()
            except StoreUnavailable:  # held just now, or gone: whoever asks finds out by reading
                row = None
            if row is None:
                self._unsaid -= 1
            return self._unsaid if row is None else int(row[0])

    def close(self) -> None:
        """Close what is open. Calls that are still running close their own connection when they end."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        with self._watching:
            if self._watcher is not None:
                (idle if self._process_of_watcher == os.getpid() else self._of_another_process).append(self._watcher)
            self._watcher = None
        for connection in idle:
            connection.close()
        self.turnstile.close()
        if self._presence is not None:
            self._presence.close()


def _stamp_of(path: Path) -> tuple[int, int]:
    """When a file was written last (nanoseconds) and its size; zeros while there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
