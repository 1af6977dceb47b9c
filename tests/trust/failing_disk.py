"""A disk whose operation number N fails: full, not answering or not to be written; once, or from then on."""

from __future__ import annotations

from typing import Any

import apsw

FULL, BROKEN, READ_ONLY = "full", "broken", "read only"
KINDS = (FULL, BROKEN, READ_ONLY)
_RAISED: dict[str, type[apsw.Error]] = {FULL: apsw.FullError, BROKEN: apsw.IOError, READ_ONLY: apsw.ReadOnlyError}


class FailingDisk(apsw.VFS):
    """What is written passes through to the real disk, but for the operation that a test armed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.done: list[str] = []
        self._at = 0
        self._kind = ""
        self._for_ever = False
        super().__init__(name, "")

    def arm(self, number: int, kind: str, *, for_ever: bool) -> None:
        """The operation `number` from now on fails, counted from 1."""
        self.done, self._at, self._kind, self._for_ever = [], number, kind, for_ever

    def mend(self) -> None:
        """Nothing fails any more."""
        self._at = 0

    @property
    def failed(self) -> bool:
        """Whether the operation that was armed came."""
        return 0 < self._at <= len(self.done)

    def ask(self, operation: str) -> None:
        """Note an operation, and fail it when it is its turn."""
        self.done.append(operation)
        if self._at and (len(self.done) == self._at or (self._for_ever and len(self.done) > self._at)):
            raise self._error(operation)

    def _error(self, operation: str) -> apsw.Error:
        """As SQLite's own disk says it: a file that cannot be opened, and a sync that fails, are always the same."""
        if operation == "open":
            return apsw.CantOpenError("unable to open database file")
        if operation == "sync":
            return apsw.IOError("disk I/O error")
        return _RAISED[self._kind](f"the disk is {self._kind}")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        self.ask("open")
        return _File(self, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:
        self.ask("delete")
        super().xDelete(name, sync)


class _File(apsw.VFSFile):
    def __init__(self, disk: FailingDisk, name: Any, flags: list[int]) -> None:
        self._disk = disk
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.ask("write")
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:
        self._disk.ask("sync")
        super().xSync(flags)

    def xTruncate(self, size: int) -> None:
        self._disk.ask("truncate")
        super().xTruncate(size)
