"""A disk whose operation number N fails: full, not answering or not to be written; once, or from then on."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import apsw
from worlds import World

FULL, BROKEN, READ_ONLY = "full", "broken", "read only"
KINDS = (FULL, BROKEN, READ_ONLY)
CLEAN = "clean"  # how an act ends in which the operation that was armed never came
Kind = tuple[str, bool]  # one of KINDS, and whether everything fails from then on
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


def each_fault(
    disk: FailingDisk,
    world: World,
    kinds: Iterable[Kind],
    places: Callable[[], Iterable[int]],
    one: Callable[[World, int, Kind], str],
    what: str,
) -> Counter[str]:
    """How often an act ended in which way: each time in a copy of `world`, with another operation that fails.

    Of each of `kinds` one of the numbers of `places` after the other is tried, until an act ends CLEAN. `one` arms the
    disk, acts, looks at everything and says how it ended; `what` is said of a fault after which something was wrong.
    """
    ends: Counter[str] = Counter()
    place = world.desk.folder.parent / "now"
    for kind in kinds:
        for number in places():
            shutil.rmtree(place, ignore_errors=True)
            again = world.copied(place)
            try:
                end = one(again, number, kind)
            except Exception as error:
                error.add_note(f"{what}: operation {number}, {kind[0]}, for ever: {kind[1]}")
                raise
            finally:
                disk.mend()
                again.desk.store.close()
            ends[end] += 1
            if end == CLEAN:
                break
    return ends


def said_of(ends: Counter[str], what: str) -> str:
    """How often it ended in which way, in a line."""
    came = ", ".join(f"{count} {end}" for end, count in sorted(ends.items()))
    return f"{what}: {ends.total()} points: {came}"
