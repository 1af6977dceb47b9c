"""Backups, restoring and the examination of a desk, for screens and commands. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

OK, LOOK, WRONG = "ok", "look", "wrong"
"""How a line of `doctor` stands. Scripts read these words: they stay as they are."""


@dataclass(frozen=True, slots=True)
class BackupLine:
    """A backup: where it lies, why it was made, how many lines are in it and the words of their head.

    `proven_at` is when it was last restored into a file of its own and verified; `problem` says in a sentence why it
    could not be made or did not prove right, with a `remedy`. `removed` are older ones that went to make room.
    """

    path: Path
    how: str
    lines: int
    words: str
    bytes: int
    made_at: datetime
    proven_at: datetime | None
    problem: str = ""
    remedy: str = ""
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BackupAge:
    """How old the last proven backup is; what there is to do about it, "" while it is younger than a day.

    `at` is None where no backup was ever proven.
    """

    at: datetime | None
    said: str
    to_do: str


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in minor units."""

    currency: str
    minor: int


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What putting a backup in place would do.

    `lines` and `words` are of the backup, which ends at `ends_at` (None for an empty ledger). The rest is what stands
    in the present database and not in the backup: `lost_lines` of the ledger, of which so many gave (`lost_given`) and
    took back, with their `lost_value`; what was promised, talked and written on cards since `lost_since`. `present`
    says in a sentence why the present database could not be asked, "" where it could; then nothing is known to be lost.
    `strange` is whether the backup is of another ledger, or of one that was written anew. `forgotten_again` is how many
    people it holds who were erased since.
    """

    path: Path
    lines: int
    words: str
    ends_at: datetime | None
    lost_lines: int = 0
    lost_given: int = 0
    lost_taken_back: int = 0
    lost_value: tuple[Sum, ...] = ()
    lost_since: datetime | None = None
    lost_promises: int = 0
    lost_conversations: int = 0
    lost_customers: int = 0
    forgotten_again: int = 0
    strange: bool = False
    present: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was put in place: what it is now, and where the database of before lies (None: there was none)."""

    lines: int
    words: str
    aside: Path | None
    forgotten_again: int


@dataclass(frozen=True, slots=True)
class Examined:
    """One line of `doctor`: what was looked at, how it stands (OK, LOOK, WRONG), a sentence, and a remedy or ""."""

    what: str
    state: str
    sentence: str
    remedy: str = ""
