"""A disk that remembers what was asked of it, so that a test can ask what it would hold had the power gone just then.

What a file was synced with is there. Of what was written since, any part is: each write, and each 512 bytes of it, came
to the disk or did not, in whatever order. A file that was made and not synced may have no name yet; one that was
removed may still be there.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


@dataclass(frozen=True)
class Asked:
    """One thing that was asked of the disk: of which file, what, where, and with which bytes."""

    file: str
    what: str
    at: int = 0
    data: bytes = b""


class LosingDisk(apsw.VFS):
    """Everything passes through to the real disk, and is remembered from `watch` on."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked: list[Asked] = []
        self._start: dict[str, bytes] = {}
        super().__init__(name, "")

    def watch(self, folder: Path) -> None:
        """What is in the folder now is on disk; remember from here on."""
        self._start = {path.name: path.read_bytes() for path in folder.iterdir() if ".db" in path.name}
        self._start = {name: held for name, held in self._start.items() if not name.endswith(("-shm", "-turn"))}
        self.asked.clear()

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return _File(self, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:
        super().xDelete(name, sync)
        self.asked.append(Asked(Path(name).name, "delete", int(sync)))

    def after_a_power_cut(self, moment: int, dice: random.Random) -> dict[str, bytes]:
        """What may be on disk after the first `moment` things that were asked."""
        files = {name: _Held(bytearray(held), synced=True) for name, held in self._start.items()}
        for asked in self.asked[:moment]:
            if asked.what == "delete":
                if asked.at or dice.random() < 0.5:
                    files.pop(asked.file, None)
                continue
            files.setdefault(asked.file, _Held(bytearray(), synced=False)).take(asked)
        keep = dice.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        return {name: held.after(dice, keep) for name, held in files.items() if held.synced or dice.random() < 0.5}


class _Held:
    """A file: what is on disk of it for sure, and what was asked since."""

    def __init__(self, sure: bytearray, *, synced: bool) -> None:
        self.sure = sure
        self.synced = synced
        self._waiting: list[Asked] = []

    def take(self, asked: Asked) -> None:
        if asked.what == "sync":
            for each in self._waiting:
                _put(self.sure, each.what, each.at, each.data)
            self._waiting.clear()
            self.synced = True
        else:
            self._waiting.append(asked)

    def after(self, dice: random.Random, keep: float) -> bytes:
        held = bytearray(self.sure)
        for each in self._waiting:
            if each.what == "truncate":
                if dice.random() < keep:
                    _put(held, each.what, each.at, each.data)
                continue
            end = each.at + len(each.data)
            at = each.at
            whole = dice.random()
            while at < end:
                after = min(end, (at // SECTOR + 1) * SECTOR)
                if whole < keep or (whole > 0.8 and dice.random() < 0.5):  # all of it, or torn between sectors
                    _put(held, "write", at, each.data[at - each.at : after - each.at])
                at = after
        return bytes(held)


def _put(held: bytearray, what: str, at: int, data: bytes) -> None:
    if what == "truncate":
        del held[at:]
        return
    if len(held) < at:
        held.extend(bytes(at - len(held)))
    held[at : at + len(data)] = data


class _File(apsw.VFSFile):
    def __init__(self, disk: LosingDisk, name: Any, flags: list[int]) -> None:
        self._disk = disk
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "").name
        super().__init__("", name, flags)

    def _note(self, what: str, at: int = 0, data: bytes = b"") -> None:
        if self._name:
            self._disk.asked.append(Asked(self._name, what, at, data))

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._note("write", offset, bytes(data))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._note("sync")

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        self._note("truncate", size)
