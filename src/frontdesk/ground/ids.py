"""Identifiers that nobody has to hand out: UUIDv7, ordered by the moment they were made."""

from __future__ import annotations

from uuid import UUID

from uuid6 import uuid7


def new_id() -> str:
    """A new UUIDv7 in its usual text form."""
    return str(uuid7())


def as_id(text: str) -> str:
    """`text` as the usual form of a UUID; ValueError when it is none."""
    return str(UUID(text))
