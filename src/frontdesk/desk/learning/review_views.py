"""What is shown of reviews and letters: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReviewKind(StrEnum):
    """Where it stands to be read: in public, or in a letter to the business."""

    REVIEW = "review"
    LETTER = "letter"


class ReviewStep(StrEnum):
    """The steps, in this order. There is none that leaves a review out, and none that removes it."""

    APOLOGY = "apology"
    HAPPENED = "happened"
    READ = "read"
    SOLUTION = "solution"
    PROMISE = "promise"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class ReviewStepLine:
    """A step, what it asks of the person, and how it stands: `done`, `current` or `open`."""

    step: ReviewStep
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review or a letter and what is owed for it.

    `id` is that of its conversation, in which gestures are given and promises made as in any other. `words` are as
    they were written; `asks_for` is what they ask for in one sentence ("" until somebody has read it). `state` is
    `owed`, `overdue` or `answered`; `answer` is the text that a person gave, `place` where it stands.
    """

    id: str
    kind: ReviewKind
    source: str
    words: str
    customer_id: str | None
    customer_name: str
    asks_for: str
    apology: str
    happened: str
    at: datetime
    answer_due_at: datetime
    state: str
    steps: tuple[ReviewStepLine, ...]
    begun_by: str
    answer: str = ""
    place: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    open: bool = True
