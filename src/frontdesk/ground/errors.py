"""Errors that a person can answer: one calm sentence and a remedy, never a traceback.

A business outcome (a limit that says "not like this") is never an error; it is a value of the room that
computed it. What is raised here is raised because the work cannot go on as asked.
"""

from __future__ import annotations

from frontdesk.ground.language import _

DONE = 0
PROBLEM_FOUND = 1
USAGE = 2
DATABASE_UNREACHABLE = 3
LIMIT_SAID_NO = 4
INTERRUPTED = 130


class DeskError(Exception):
    """Something that stops this step, said in one sentence with what to do about it.

    `sentence` and `remedy` are already translated; `exit_code` is what the command line ends with.
    """

    exit_code = PROBLEM_FOUND

    def __init__(self, sentence: str, remedy: str) -> None:
        if not sentence or not remedy:
            raise AssertionError("an error for people has a sentence and a remedy")
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}"


class BadInput(DeskError):
    """What was typed or passed cannot be used; nothing was changed."""

    exit_code = USAGE


class NotFound(BadInput):
    """The person, gesture, conversation or entry that was named does not exist."""


class Misconfigured(DeskError):
    """The folder, the guidelines or the terminal are not ready for work."""

    exit_code = USAGE


class StoreUnavailable(DeskError):
    """The database cannot be reached, read or written now. Nothing was recorded.

    `retryable` is true when the same attempt may simply be made again (another desk held the lock).
    """

    exit_code = DATABASE_UNREACHABLE

    def __init__(self, sentence: str, remedy: str, *, retryable: bool = False) -> None:
        super().__init__(sentence, remedy)
        self.retryable = retryable


class StoreDamaged(StoreUnavailable):
    """The database file is broken, or something else. Nothing more is written to it."""


class FateUnknown(DeskError):
    """Something was asked and nobody can say whether it was recorded; asking the very same again is always safe."""


def unexpected(log_path: str) -> str:
    """The one sentence a person reads when the program itself is at fault."""
    return _("Something in frontdesk itself went wrong; what you typed is kept. Details are in {path}.").format(
        path=log_path
    )
