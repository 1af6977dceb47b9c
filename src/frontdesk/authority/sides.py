"""The two sides of a replay: what was given then, and what would have been; each with its sums and its budgets.

Only the draft's side has limits to keep, so only it has a ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from frontdesk.authority.ledger import Ledger
from frontdesk.authority.limits import keys_moved
from frontdesk.authority.past import Given, Stopped
from frontdesk.authority.tally import Gift, Tally
from frontdesk.authority.values import Mark, UsageKey
from frontdesk.guidelines.model import Guidelines


class _Standing(NamedTuple):
    """A gift that may still be taken back, and where it was counted. `summed`: it is in the sums."""

    gesture: str
    scope: Mapping[str, str]
    at: datetime
    day: date
    gift: Gift
    keys: tuple[UsageKey, ...]
    summed: bool


class Sides:
    """What was given and what would have been given, while a replay goes on."""

    def __init__(self, draft: Guidelines, tally: Tally) -> None:
        self.ledger = Ledger(draft)
        tally.then_meter.joined = tally.draft_meter.joined = self.ledger.joined
        self._draft = draft
        self._tally = tally
        self._then: dict[str, _Standing] = {}
        self._gifts: dict[str, _Standing] = {}
        self._in_place_of: dict[str, str] = {}

    def keys(self, event: Given | Stopped, scope: Mapping[str, str], day: date) -> tuple[UsageKey, ...]:
        """The counters of the draft that the event would move; none for a gesture that it does not have."""
        if event.gesture not in self._draft.gestures:
            return ()
        return keys_moved(self._draft, event.gesture, scope, event.at, day)

    def alike(self, event: Given, day: date, gift: Gift, keys: tuple[UsageKey, ...], *, summed: bool = True) -> None:
        """What was given then, and would have been given just so."""
        tally, at = self._tally, event.at
        budgets = tally.then_meter.measured(keys)
        if budgets:
            tally.then_meter.move(budgets, at, day, gift, 1, _homes(event))
            tally.draft_meter.move(budgets, at, day, gift, 1, _homes(event))
        if summed:
            tally.sum_alike(event.gesture, day, gift)
        self.ledger.count(event.gesture, _met_in(event, event.scope), _mark(at, gift), keys)
        if event.taken_back:
            standing = _Standing(event.gesture, _met_in(event, event.scope), at, day, gift, keys, summed)
            self._then[event.id] = self._gifts[event.id] = standing

    def happened(self, event: Given, day: date, gift: Gift, keys: tuple[UsageKey, ...]) -> None:
        """What was given then, and would not have been given just so."""
        self._tally.then_meter.move(self._tally.then_meter.measured(keys), event.at, day, gift, 1, _homes(event))
        self._tally.sum(event.gesture, day, gift, 1, draft=False)
        if event.taken_back:
            self._then[event.id] = _Standing(event.gesture, event.scope, event.at, day, gift, keys, True)

    def would_have(
        self,
        name: str | None,
        event: Given | Stopped,
        scope: Mapping[str, str],
        day: date,
        gift: Gift,
        keys: tuple[UsageKey, ...],
    ) -> None:
        """What would have been given; `name` is what may take it back, None for nothing."""
        self._tally.draft_meter.move(self._tally.draft_meter.measured(keys), event.at, day, gift, 1, _homes(event))
        self._tally.sum(event.gesture, day, gift, 1, draft=True)
        self.ledger.count(event.gesture, scope, _mark(event.at, gift), keys)
        if name is not None:
            self._gifts[name] = _Standing(event.gesture, scope, event.at, day, gift, keys, True)

    def replaced(self, entry_id: str, name: str) -> None:
        """What was given then as `entry_id` was not asked for any more: taking it back takes back the gift `name`."""
        self._in_place_of[entry_id] = name

    def take_back(self, entry_id: str) -> None:
        """What was taken back then is taken back on both sides; of what stands in its place, that."""
        then = self._then.pop(entry_id, None)
        if then is not None:
            self._tally.then_meter.move(self._tally.then_meter.measured(then.keys), then.at, then.day, then.gift, -1)
            if then.summed:
                self._tally.sum(then.gesture, then.day, then.gift, -1, draft=False)
        gift = self._gifts.pop(self._in_place_of.pop(entry_id, entry_id), None)
        if gift is not None:
            budgets = self._tally.draft_meter.measured(gift.keys)
            self._tally.draft_meter.move(budgets, gift.at, gift.day, gift.gift, -1)
            if gift.summed:
                self._tally.sum(gift.gesture, gift.day, gift.gift, -1, draft=True)
            self.ledger.uncount(gift.gesture, gift.scope, _mark(gift.at, gift.gift), gift.keys)


def _met_in(event: Given, scope: Mapping[str, str]) -> Mapping[str, str]:
    """Where others meet what was given: what a mass event owes excludes in its incident, and is counted nowhere."""
    if event.of_event:
        return {} if event.incident is None else {"incident": event.incident}
    return scope


def _homes(event: Given | Stopped) -> tuple[tuple[str, ...], ...]:
    """What counted together for the household of then, as the moment was kept; nothing where it is one name alone."""
    return () if event.kept is None else tuple(map(tuple, event.kept.get("homes", ())))


def _mark(at: datetime, gift: Gift) -> Mark:
    value, cost, exposure, quantity = gift
    return Mark(at, value or 0, cost, exposure, quantity)
