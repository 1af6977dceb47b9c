"""What a text means, worked out once: columns of a large file have few different values."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

Said = TypeVar("Said", bound=Hashable)
Meaning = TypeVar("Meaning")
MOST = 20_000  # texts of one column that are remembered


class Remembered(dict[Said, Meaning]):
    """Texts with what they mean. One that is not there yet is worked out by `work`; what that raises is raised."""

    def __init__(self, work: Callable[[Said], Meaning]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, text: Said) -> Meaning:
        found = self._work(text)
        if len(self) >= MOST:
            self.clear()
        self[text] = found
        return found
