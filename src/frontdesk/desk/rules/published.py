"""What is shown of versions of the guidelines: frozen values for the command line and the screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.problems import ERROR, Problem
from frontdesk.guidelines.telling.differences import Difference


class Standing(StrEnum):
    """How a coming into force stands now."""

    TO_COME = "to_come"
    IN_FORCE = "in_force"
    WAS = "was"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One line of the history: a file that is, was or will be in force.

    `version` is the SHA-256 of the file in hex; `how` is `saved`, `published` or `rolled_back`; `put_by` is empty for
    a file that was saved in the folder. `gestures` and `blocks` are how many were decided while this line was in force.
    """

    number: int
    version: str
    in_force_at: datetime
    how: str
    put_by: str
    put_at: datetime
    note: str
    standing: Standing
    gestures: int = 0
    blocks: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that somebody wants to put into force, read once: what it means, its exact text, and what is wrong.

    `guidelines` is None while it cannot be understood. `problems` hold the examples of the file that do not come out,
    as errors, and what is only to be thought about, as warnings.
    """

    guidelines: Guidelines | None
    version: str
    text: str
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether it may be put into force."""
        return self.guidelines is not None and all(problem.severity != ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Published:
    """What putting a file into force came to.

    `line` is its place in the history; `already` means that the same file is (or will then be) in force anyway and
    that nothing was changed. `differences` are against what was, or will then be, in force before. `pending` is what
    is still to come, the next one first. `set_aside` is the name of the file to which a text was moved that had stood
    in the folder's guidelines.yaml and was never in force; `file_put_back` tells that the folder's file says again
    what is in force until then.
    """

    line: VersionLine
    before: VersionLine | None
    differences: tuple[Difference, ...]
    pending: tuple[VersionLine, ...]
    already: bool = False
    set_aside: str = ""
    file_put_back: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Guidelines that somebody named: by their number in the history, their version, `now`, or as a file."""

    name: str
    guidelines: Guidelines
    text: str
    line: VersionLine | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two guidelines and everything that means something else."""

    before: Known
    after: Known
    differences: tuple[Difference, ...]
