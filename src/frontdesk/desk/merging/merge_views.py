"""What merging shows, as frozen values: pairs that may be one person, a merge before it is made, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MaybeOne:
    """Two cards that may be one person, with the reason in words ("the same phone, the same name").

    `hints` tell the two apart at a glance: a phone's tail, an e-mail address.
    """

    one_id: str
    one_name: str
    one_hint: str
    other_id: str
    other_name: str
    other_hint: str
    why: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """The next pairs, and where to go on from: "" when everything was looked at."""

    pairs: tuple[MaybeOne, ...]
    after: str


@dataclass(frozen=True, slots=True)
class FieldBeside:
    """One field of two cards side by side, and what the kept card will say; `other` is what the merged one keeps
    saying where it differs, "" where nothing is left over."""

    name: str
    label: str
    kept: str
    merged: str
    after: str
    other: str


@dataclass(frozen=True, slots=True)
class Coming:
    """How much comes over to the kept card; `given` stays in the ledger and is read for both."""

    orders: int
    conversations: int
    promises: int
    preferences: int
    notes: int
    given: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging would mean: field by field, what comes over, and what the limits then say.

    `why` is what the two cards share ("" for nothing); `said_two` that somebody said they are two people.
    """

    kept_id: str
    kept_name: str
    merged_id: str
    merged_name: str
    fields: tuple[FieldBeside, ...]
    coming: Coming
    limits: tuple[str, ...]
    why: str
    said_two: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """That two cards are one person now; `already` says that they were before."""

    kept_id: str
    kept_name: str
    merged_id: str
    merged_name: str
    coming: Coming
    already: bool = False


@dataclass(frozen=True, slots=True)
class Unmerged:
    """That a card stands for a person of its own again."""

    kept_id: str
    kept_name: str
    merged_id: str
    merged_name: str


@dataclass(frozen=True, slots=True)
class AlsoKnown:
    """A card that was merged into another: what else this person is called and reached by, and since when."""

    customer_id: str
    words: str
    merged_at: datetime
    merged_by: str
