"""How far back the past reaches into a replay: what was given before it begins and can still matter in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.authority.index import index_of
from frontdesk.authority.values import UsageKey
from frontdesk.ground.businessday import calendar_key, rolling_floor
from frontdesk.guidelines.model import Guidelines, Window, WindowKind

_CLOCKS_DIFFER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Reach:
    """What of the time before a replay still counts in it: gestures for good, and others from `floor` on."""

    ever: frozenset[str]
    windowed: frozenset[str]
    floor: datetime


def reach(draft: Guidelines, since: datetime) -> Reach:
    """Which of the gestures given before `since` can matter for anything asked from then on.

    Those that only count in windows which have closed by then do not, nor do those that no limit counts and that
    exclude nothing.
    """
    index = index_of(draft)
    ever, windowed = set[str](), set[str]()
    floor = since
    for name, found in index.gestures.items():
        windows = [bound.limit.within for bound in found.counting]
        excludes = draft.gestures_at_most is not None or found.excluded_by
        if excludes or any(window.kind is WindowKind.EVER for window in windows):
            ever.add(name)
        elif windows:
            windowed.add(name)
            floor = min(floor, *(_opens(window, since, draft) for window in windows))
    return Reach(frozenset(ever), frozenset(windowed), floor)


class OpenWindows:
    """Which counters of the time before `since` can still be looked at from then on."""

    def __init__(self, draft: Guidelines, since: datetime) -> None:
        day = draft.business.clock.date_of(since)
        self._calendar: dict[str, str] = {}
        self._rolling: dict[str, datetime] = {}
        for bound in index_of(draft).limits.values():
            window = bound.limit.within
            if window.kind is WindowKind.CALENDAR:
                self._calendar[bound.shape] = calendar_key(window.unit, day)
            elif window.kind is WindowKind.ROLLING:
                self._rolling[bound.shape] = rolling_floor(since, window.count, window.unit)

    def of(self, keys: tuple[UsageKey, ...], at: datetime) -> tuple[UsageKey, ...]:
        """Those of the counters, moved at `at`, whose windows are not over by then."""
        return tuple([key for key in keys if self._open(key, at)])

    def _open(self, key: UsageKey, at: datetime) -> bool:
        calendar = self._calendar.get(key.shape)
        if calendar is not None:
            return key.window >= calendar  # of one unit, the names of windows are in the order of time
        floor = self._rolling.get(key.shape)
        return floor is None or at >= floor


def _opens(window: Window, since: datetime, draft: Guidelines) -> datetime:
    """An instant before which nothing counts in the window any more from `since` on; two days are for clocks."""
    if window.kind is WindowKind.ROLLING:
        return rolling_floor(since, window.count, window.unit) - _CLOCKS_DIFFER
    clock = draft.business.clock
    day = clock.date_of(since)
    key = calendar_key(window.unit, day)
    while calendar_key(window.unit, day - timedelta(days=1)) == key:
        day -= timedelta(days=1)
    return clock.start_of(day) - _CLOCKS_DIFFER
