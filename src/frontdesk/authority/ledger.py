"""A ledger in memory: what a run of decisions gave, for trying guidelines without a database.

It counts exactly what the store counts: each entry moves the counters of `limits.keys_moved`, a reversal frees
what it took in the window it was counted in.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from frontdesk.authority.index import index_of
from frontdesk.authority.joined import Joined, of_each_home, per_household
from frontdesk.authority.limits import ROLLING, keys_moved, scope_of
from frontdesk.authority.values import Decision, Mark, Moment, UsageKey, UsageNeeded, Usages, Used
from frontdesk.ground.businessday import rolling_floor
from frontdesk.guidelines.model import Guidelines, Window


class _Counter:
    """A counter that moves; read like `Used`."""

    __slots__ = ("cost_minor", "exposure_minor", "quantity_thousandths", "times", "value_minor")

    marks: tuple[Mark, ...] = ()
    each: tuple[Used, ...] = ()

    def __init__(self) -> None:
        self.times = self.value_minor = self.cost_minor = self.exposure_minor = self.quantity_thousandths = 0

    def move(self, mark: Mark, sign: int) -> None:
        _at, value, cost, exposure, quantity = mark
        self.times += sign
        self.value_minor += sign * value
        self.cost_minor += sign * cost
        if exposure or quantity:
            self.exposure_minor += sign * exposure
            self.quantity_thousandths += sign * quantity

    def used(self) -> Used:
        """What it says now."""
        return Used(self.times, self.value_minor, self.cost_minor, self.exposure_minor, self.quantity_thousandths)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Something given: when, in which scope, what it put on limits, and which counters it moved."""

    id: str
    gesture: str
    at: datetime
    incident: str | None
    conversation: str | None
    mark: Mark
    keys: tuple[UsageKey, ...]


@dataclass(slots=True)
class Ledger:
    """Entries and their counters under one version of the guidelines."""

    guidelines: Guidelines
    _entries: dict[str, LedgerEntry] = field(default_factory=dict)
    _used: dict[UsageKey, _Counter] = field(default_factory=dict)
    _marks: dict[UsageKey, list[Mark]] = field(default_factory=dict)
    _windows: dict[str, Window] = field(default_factory=dict)
    _in_incident: dict[str, list[str]] = field(default_factory=dict)
    _in_conversation: dict[str, list[str]] = field(default_factory=dict)
    _excluding: frozenset[str] = frozenset()
    joined: Joined = field(default_factory=Joined)

    def __post_init__(self) -> None:
        """Learn the windows by the shape of their counters, and which gestures keep others from being given."""
        index = index_of(self.guidelines)
        self._windows = {bound.shape: bound.limit.within for bound in index.limits.values()}
        self._excluding = frozenset(name for each in index.gestures.values() for name in each.excluded_by)

    def add(self, entry_id: str, decision: Decision, moment: Moment) -> LedgerEntry:
        """Record what `decision` gave at `moment`."""
        return self.record(
            entry_id,
            decision.gesture,
            moment,
            value_minor=decision.amount_minor or 0,
            cost_minor=decision.cost_minor,
            exposure_minor=decision.exposure_minor,
            quantity_thousandths=decision.quantity_thousandths or 0,
        )

    def record(
        self,
        entry_id: str,
        gesture: str,
        moment: Moment,
        *,
        value_minor: int = 0,
        cost_minor: int = 0,
        exposure_minor: int = 0,
        quantity_thousandths: int = 0,
    ) -> LedgerEntry:
        """Record an entry from its figures, as a past ledger has them."""
        mark = Mark(moment.at, value_minor, cost_minor, exposure_minor, quantity_thousandths)
        keys = keys_moved(self.guidelines, gesture, scope_of(moment), moment.at)
        incident, conversation = moment.scope.get("incident"), moment.scope.get("conversation")
        entry = LedgerEntry(entry_id, gesture, moment.at, incident, conversation, mark, keys)
        self._entries[entry_id] = entry
        self.count(gesture, moment.scope, mark, keys)
        return entry

    def count(self, gesture: str, scope: Mapping[str, str], mark: Mark, keys: tuple[UsageKey, ...]) -> None:
        """Count an entry that is never taken back, by the counters it moves: it is not remembered by itself."""
        for key in keys:
            if key.window == ROLLING:
                insort(self._marks.setdefault(key, []), mark, key=_given_at)
            else:
                counter = self._used.get(key)
                if counter is None:
                    counter = self._used[key] = _Counter()
                counter.move(mark, 1)
        excludes = gesture in self._excluding
        if excludes and "incident" in scope:
            self._in_incident.setdefault(scope["incident"], []).append(gesture)
        if (excludes or self.guidelines.gestures_at_most is not None) and "conversation" in scope:
            self._in_conversation.setdefault(scope["conversation"], []).append(gesture)

    def uncount(self, gesture: str, scope: Mapping[str, str], mark: Mark, keys: tuple[UsageKey, ...]) -> None:
        """Take back what was counted: it frees what it took, in the windows it was counted in, and excludes nothing."""
        for key in keys:
            if key.window == ROLLING:
                self._marks[key].remove(mark)
            else:
                self._used[key].move(mark, -1)
        for given, name in ((self._in_incident, "incident"), (self._in_conversation, "conversation")):
            if gesture in given.get(scope.get(name, ""), ()):
                given[scope[name]].remove(gesture)

    def entry(self, entry_id: str) -> LedgerEntry | None:
        """The entry of that id, None when there is none or it was taken back."""
        return self._entries.get(entry_id)

    def reverse(self, entry_id: str) -> None:
        """Take an entry back: it frees what it took, in the windows it was counted in, and excludes nothing."""
        entry = self._entries.pop(entry_id)
        where = {"incident": entry.incident, "conversation": entry.conversation}
        scope = {name: value for name, value in where.items() if value is not None}
        self.uncount(entry.gesture, scope, entry.mark, entry.keys)

    def usages(self, needed: Iterable[UsageNeeded]) -> Usages:
        """The counters that were asked for; those that nothing moved are left out."""
        found: dict[UsageKey, Used] = {}
        for each in needed:
            key = each.key
            if key.window == ROLLING:
                marks = self._marks.get(key)
                if marks:
                    found[key] = Used(marks=tuple(m for m in marks if each.since is None or m.at >= each.since))
            elif key in self._used:
                found[key] = self._used[key].used()
        return found

    def live(self, at: datetime, homes: tuple[tuple[str, ...], ...] = ()) -> Usages:
        """All counters at once, looked up as they are asked for: for a run that decides line after line.

        `homes` are those of the moment.
        """
        return _Together(self, at, homes) if self.joined or homes else _Live(self, at)

    def met(self, moment: Moment) -> Moment:
        """`moment` with what was given before in its incident (else its conversation) and its conversation.

        Only what can keep something else from being given is remembered; how many, only where the file limits that.
        """
        if "incident" not in moment.scope and "conversation" not in moment.scope:
            return moment
        given, count = self.before(moment.scope)
        if given == moment.given and count == moment.given_in_conversation:
            return moment
        return moment._replace(given=given, given_in_conversation=count)

    def before(self, scope: Mapping[str, str]) -> tuple[frozenset[str], int | None]:
        """What was given before in the incident (else the conversation), and how much in the conversation."""
        incident, conversation = scope.get("incident"), scope.get("conversation")
        here = self._in_conversation.get(conversation, ()) if conversation is not None else ()
        given = here if incident is None else self._in_incident.get(incident, ())
        counted = conversation is not None and self.guidelines.gestures_at_most is not None
        return frozenset(given), len(here) if counted else None


class _Live(Mapping[UsageKey, Used]):
    """The counters of a ledger at one instant, without naming beforehand which will be looked at."""

    def __init__(self, ledger: Ledger, at: datetime) -> None:
        self._used = ledger._used
        self._marks = ledger._marks
        self._windows = ledger._windows
        self._at = at

    def __getitem__(self, key: UsageKey) -> Used:
        if key.window != ROLLING:
            return self._used[key].used()
        marks = self._marks[key]
        window = self._windows[key.shape]
        since = rolling_floor(self._at, window.count, window.unit)
        return Used(marks=tuple(marks[bisect_left(marks, since, key=_given_at) :]))

    def get(self, key: UsageKey, default: Any = None) -> Any:
        """The counter, or `default` when nothing moved it."""
        if key.window != ROLLING:
            return self._used.get(key, default)
        return self[key] if key in self._marks else default

    def __iter__(self) -> Iterator[UsageKey]:
        return iter((*self._used, *self._marks))

    def __len__(self) -> int:
        return len(self._used) + len(self._marks)


class _Together(_Live):
    """The same where cards were joined, or people live together: what all their cards used, or all of them."""

    def __init__(self, ledger: Ledger, at: datetime, homes: tuple[tuple[str, ...], ...]) -> None:
        super().__init__(ledger, at)
        self._joined = ledger.joined
        self._homes = homes

    def __getitem__(self, key: UsageKey) -> Used:
        found: Used | None = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key: UsageKey, default: Any = None) -> Any:
        """The counters of all cards of the person together, or `default` when nothing moved any of them."""
        found = of_each_home(key, self._joined.ids, self._homes if per_household(key) else (), self._one)
        return default if found == Used() else found

    def _one(self, key: UsageKey) -> Used:
        known = self._marks if key.window == ROLLING else self._used
        return super().__getitem__(key) if key in known else Used()


def _given_at(mark: Mark) -> datetime:
    return mark.at
