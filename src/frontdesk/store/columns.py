"""How values stand in columns: the text forms that SQLModel writes too, so that both read each other's rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class BadColumn(ValueError):
    """A column holds what no frontdesk wrote: somebody else changed the file."""


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
    try:
        return datetime.fromisoformat(text + "+00:00")
    except (TypeError, ValueError) as wrong:
        raise BadColumn("an instant") from wrong


def as_optional_instant(text: str | None) -> datetime | None:
    """`as_instant`, or None."""
    return None if text is None else as_instant(text)


def day(on: date) -> str:
    """A date as its column holds it."""
    return on.isoformat()


def as_day(text: str) -> date:
    """The date that a column holds."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as wrong:
        raise BadColumn("a date") from wrong


def as_optional_day(text: str | None) -> date | None:
    """`as_day`, or None."""
    return None if text is None else as_day(text)


def packed(value: Mapping[str, Any] | list[Any] | tuple[Any, ...]) -> str:
    """A small structure for a `*_json` column: one form for one value."""
    return _ENCODER.encode(value) if value else "{}" if isinstance(value, Mapping) else "[]"


def unpacked_map(text: str) -> dict[str, Any]:
    """The mapping in a `*_json` column."""
    value = _unpacked(text, "{}")
    if not isinstance(value, dict):
        raise BadColumn("a mapping")
    return value


def unpacked_list(text: str) -> list[Any]:
    """The list in a `*_json` column."""
    value = _unpacked(text, "[]")
    if not isinstance(value, list):
        raise BadColumn("a list")
    return value


def _unpacked(text: str, empty: str) -> Any:
    try:
        return json.loads(text or empty)
    except (TypeError, ValueError, RecursionError) as wrong:
        raise BadColumn("JSON") from wrong
