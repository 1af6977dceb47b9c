"""What proving the ledger found, for screens and commands. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

FILE = "file"
SCHEMA = "schema"
TRIGGERS = "triggers"
NUMBERS = "numbers"
LINE = "line"
LINK = "link"
END = "end"
WORDS = "words"
GUIDELINES = "guidelines"
MIRROR = "mirror"
COUNTERS = "counters"
HEAD = "head"
HEADS_FILE = "heads_file"
"""What can be off. Scripts read these words: they stay as they are."""


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A head: so many `lines` of the ledger, and four words that stand for all of them.

    `problem` says why it could not be written beside the database; "" where it could.
    """

    lines: int
    words: str
    hash: str
    business_date: date
    made_at: datetime
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is off: what kind of thing, a sentence, and the number and time of the line it is about."""

    kind: str
    sentence: str
    seq: int | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What `verify` found out about a ledger of so many lines, whose end has these words.

    `findings` are in the order of the lines they are about, and nothing is off when there are none; `more` counts those
    that were left out. `notes` are worth knowing, and wrong is nothing in them. `heads` is how many heads, here and in
    files, were held against it. `remedy` is what to do, "" when nothing is off.
    """

    lines: int
    words: str
    hash: str
    heads: int
    findings: tuple[Finding, ...]
    more: int
    notes: tuple[str, ...]
    remedy: str

    @property
    def whole(self) -> bool:
        """Whether nothing is off."""
        return not self.findings
