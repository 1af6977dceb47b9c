"""What the desk shows of forgetting: what goes, what stays and why, and what is still open. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Goes:
    """So many of one kind of thing that say something about the person, in words ("3 conversations")."""

    table: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class StillOpen:
    """Something that is not over: in words, with who has it in hand and when it is due (None: not set)."""

    kind: str
    id: str
    conversation_id: str
    words: str
    who: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileWith:
    """A file that mentions the person. `what` is "removed", "rewritten" (its rows about them go) or "yours"."""

    path: Path
    what: str


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What an erasure would do. `cards` are the ids of all cards of the person, `bytes` the size of the database.

    `perhaps` are ids of conversations without a card under the same name.
    """

    customer_id: str
    name: str
    cards: tuple[str, ...]
    goes: tuple[Goes, ...]
    stays: tuple[str, ...]
    open: tuple[StillOpen, ...]
    files: tuple[FileWith, ...]
    bytes: int
    perhaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did. `left` says in a sentence what waits for the next start, "" for nothing.

    `already` means that the person was erased before; then `at` is when.
    """

    customer_id: str
    at: datetime
    files: tuple[FileWith, ...] = ()
    left: str = ""
    already: bool = False


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What keeping no longer than needed found or did: numbers of each, in parts that keep no desk waiting."""

    customers: int = 0
    conversations: int = 0
    calls: int = 0
    notes: int = 0
    preferences: int = 0
    left: str = ""

    @property
    def total(self) -> int:
        """All of it."""
        return self.customers + self.conversations + self.calls + self.notes + self.preferences
