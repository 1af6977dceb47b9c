"""What one card says when two are one person: field by field, and back again. Pure.

A field is named like its column; a fact that has no column stands as `facts.NAME`. What the kept card says stays;
what it does not say comes from the other; visits and what is overdue add up, the earliest day counts, and languages
are put together. Nothing is taken from the merged card: it keeps all that it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from frontdesk.store.changes import FACTS

Fields: TypeAlias = dict[str, Any]

FILLED = ("tier", "phone", "email", "card_number", "channel", "standing", "hours")
ADDED_UP = ("visits", "overdue_minor", "balance_minor")
TOGETHER = ("languages",)
FIELDS = ("name", *FILLED, "since", *ADDED_UP, *TOGETHER)
"""Every field of a card that two people could read differently; `languages` is a list."""


def combined(kept: Mapping[str, Any], merged: Mapping[str, Any]) -> tuple[Fields, Fields]:
    """What the kept card says before and after, only the fields that change."""
    after: Fields = {}
    for name in FILLED:
        after[name] = kept.get(name) or merged.get(name)
    days = [day for day in (kept.get("since"), merged.get("since")) if day]
    after["since"] = min(days) if days else None
    for name in ADDED_UP:
        known = [each[name] for each in (kept, merged) if each.get(name) is not None]
        after[name] = sum(known) if known else None
    for name in TOGETHER:
        after[name] = _together(kept.get(name) or [], merged.get(name) or [])
    for name in {**kept, **merged}:
        if name.startswith(FACTS):
            after[name] = merged.get(name) if kept.get(name) in (None, "") else kept.get(name)
    changed = [name for name, value in after.items() if not _alike(value, kept.get(name))]
    return {name: kept.get(name) for name in changed}, {name: after[name] for name in changed}


def apart(now: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> Fields:
    """What the kept card says again when the merge that made `before` into `after` is undone; fields that change.

    What somebody wrote since stays: a field is put back where it still says what the merge wrote, and of lists what
    came goes.
    """
    back: Fields = {}
    for name, wrote in after.items():
        was = before.get(name)
        if name in TOGETHER:
            came = [each for each in wrote or [] if each not in (was or [])]
            back[name] = [each for each in now.get(name) or [] if each not in came]
        elif _alike(now.get(name), wrote):
            back[name] = was
    return {name: value for name, value in back.items() if not _alike(value, now.get(name))}


def rewritten(now: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    """The fields that do not say any more what a merge wrote: somebody knew better since."""
    return frozenset(name for name, wrote in after.items() if name not in TOGETHER and not _alike(now.get(name), wrote))


def _together(first: list[str], second: list[str]) -> list[str]:
    known = {each.casefold() for each in first}
    return [*first, *(each for each in second if each.casefold() not in known)]


def _alike(one: Any, other: Any) -> bool:
    """Whether two values say the same: nothing can be written as None, an empty text or an empty list."""
    if one in (None, "", []) and other in (None, "", []):
        return True
    return bool(one == other)
