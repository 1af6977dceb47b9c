"""How values stand in columns: the text forms that SQLModel writes too, so that both read each other's rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any


def instant(at: datetime) -> str:
    """An aware instant as its column holds it: UTC, always microseconds, so that text order is time order."""
    if at.tzinfo is None:
        raise AssertionError("instants are aware")
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def optional_instant(at: datetime | None) -> str | None:
    """`instant`, or None."""
    return None if at is None else instant(at)


def as_instant(text: str) -> datetime:
    """The aware instant (UTC) that a column holds."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def as_optional_instant(text: str | None) -> datetime | None:
    """`as_instant`, or None."""
    return None if text is None else as_instant(text)


def day(on: date) -> str:
    """A date as its column holds it."""
    return on.isoformat()


def as_day(text: str) -> date:
    """The date that a column holds."""
    return date.fromisoformat(text)


def as_optional_day(text: str | None) -> date | None:
    """`as_day`, or None."""
    return None if text is None else date.fromisoformat(text)


def packed(value: Mapping[str, Any] | list[Any] | tuple[Any, ...]) -> str:
    """A small structure for a `*_json` column: one form for one value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def unpacked_map(text: str) -> dict[str, Any]:
    """The mapping in a `*_json` column."""
    value = json.loads(text) if text else {}
    if not isinstance(value, dict):
        raise AssertionError("the column holds a mapping")
    return value


def unpacked_list(text: str) -> list[Any]:
    """The list in a `*_json` column."""
    value = json.loads(text) if text else []
    if not isinstance(value, list):
        raise AssertionError("the column holds a list")
    return value
