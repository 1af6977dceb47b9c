"""The sums of a replay while it runs: by gesture, rule, day and budget; frozen into an `Effect` at the end."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from frontdesk.authority.effects import (
    BudgetDay,
    BudgetEffect,
    Count,
    DayEffect,
    Example,
    GestureEffect,
    RuleEffect,
    Sums,
    Would,
)
from frontdesk.authority.index import Index
from frontdesk.authority.joined import Joined, keys_of, per_household
from frontdesk.authority.values import UsageKey
from frontdesk.ground.businessday import rolled
from frontdesk.guidelines.model import Limit, Measure, WindowKind

Day: TypeAlias = date


class Gift(NamedTuple):
    """What was given, or would have been: minor units and thousandths; `value_minor` None for none."""

    value_minor: int | None
    cost_minor: int = 0
    exposure_minor: int = 0
    quantity_thousandths: int = 0


Line: TypeAlias = list[int]
"""Times, value, cost, exposure and quantity that move: those of then, and behind them those of the draft."""
Counts: TypeAlias = dict[Would, list[int]]
_FIGURES = 5


class _Budget:
    """A budget and what is used of it: by counter, and the most of each day."""

    __slots__ = ("limit", "line", "most", "used")

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self.used: dict[UsageKey, int] = {}
        self.most: dict[Day, int] = {}
        self.line: dict[UsageKey, deque[tuple[datetime, int]]] = {}


class Meter:
    """How much of each budget of a draft is used while gifts go by, and the most of each day."""

    def __init__(self, index: Index) -> None:
        self._zone = index.guidelines.business.clock.zone
        self._budgets = {budget.id: _Budget(budget) for budget in index.guidelines.budgets}
        self._of: dict[str, list[_Budget]] = {}
        for budget in self._budgets.values():
            self._of.setdefault(budget.limit.shape, []).append(budget)
        self.joined = Joined()

    def measured(self, keys: Iterable[UsageKey]) -> list[UsageKey]:
        """Those of the counters that are a budget's."""
        return [key for key in keys if key.shape in self._of]

    def move(
        self,
        keys: Iterable[UsageKey],
        at: datetime,
        day: Day,
        gift: Gift,
        sign: int,
        homes: tuple[tuple[str, ...], ...] = (),
    ) -> None:
        """A gift is given (sign 1), or taken back (sign -1), by the counters of budgets that it moves.

        `homes` are those of its moment.
        """
        for key in keys:
            for budget in self._of[key.shape]:
                amount = _put(budget.limit.measure, gift)
                if budget.limit.within.kind is WindowKind.ROLLING:
                    moved = self._moved_rolling(budget, key, at, amount, sign)
                else:
                    moved = amount if sign > 0 else -amount
                used = budget.used[key] = budget.used.get(key, 0) + moved
                if self.joined or homes:
                    each_home = homes if homes and per_household(key) else (None,)
                    used = max(
                        sum(self._now(budget, each, at) for each in keys_of(key, self.joined.ids, home))
                        for home in each_home
                    )
                if sign > 0 and used > budget.most.get(day, 0):
                    budget.most[day] = used

    def _now(self, budget: _Budget, key: UsageKey, at: datetime) -> int:
        """What is used of one counter at `at`, without what has left its rolling window by then."""
        line, window = budget.line.get(key), budget.limit.within
        while line and rolled(line[0][0], window.count, window.unit, self._zone) <= at:
            budget.used[key] -= line.popleft()[1]
        return budget.used.get(key, 0)

    def most(self, name: str, day: Day) -> int | None:
        """The most that was used of a budget at any moment of a day."""
        return self._budgets[name].most.get(day)

    def _moved_rolling(self, budget: _Budget, key: UsageKey, at: datetime, amount: int, sign: int) -> int:
        """By how much a rolling window changes: what goes in or is taken out again, and what has left it by now."""
        line, window = budget.line.setdefault(key, deque()), budget.limit.within
        if sign < 0:
            if (at, amount) not in line:
                return 0  # it had left the window before it was taken back
            line.remove((at, amount))
            return -amount
        line.append((at, amount))
        gone = 0
        while rolled(line[0][0], window.count, window.unit, self._zone) <= at:
            gone += line.popleft()[1]
        return amount - gone


def _put(measure: Measure, gift: Gift) -> int:
    if measure is Measure.TIMES:
        return 1
    if measure is Measure.VALUE:
        return gift.value_minor or 0
    if measure is Measure.COST:
        return gift.cost_minor
    return gift.exposure_minor if measure is Measure.EXPOSURE else gift.quantity_thousandths


@dataclass(slots=True)
class Tally:
    """Everything that a replay counts."""

    index: Index
    examples_most: int
    sums: dict[tuple[str, Day], Line] = field(default_factory=dict)
    entries: dict[str, Counts] = field(default_factory=dict)
    blocks: dict[str, Counts] = field(default_factory=dict)
    days: dict[Day, list[int]] = field(default_factory=dict)
    rules: dict[str, list[int]] = field(default_factory=dict)
    stopped: dict[tuple[str, Day], list[int]] = field(default_factory=dict)
    examples: dict[tuple[Would, bool, str], list[Example]] = field(default_factory=dict)
    decided_by: Counter[str] = field(default_factory=Counter)
    asked_first: Counter[str] = field(default_factory=Counter)
    not_written_down: Counter[str] = field(default_factory=Counter)
    then_meter: Meter = field(init=False)
    draft_meter: Meter = field(init=False)

    def __post_init__(self) -> None:
        """Begin with empty meters."""
        self.then_meter, self.draft_meter = Meter(self.index), Meter(self.index)

    def sum(self, gesture: str, day: Day, gift: Gift, sign: int, *, draft: bool) -> None:
        """Move the sums of one side."""
        line, place = self._line(gesture, day), _FIGURES if draft else 0
        value, cost, exposure, quantity = gift
        line[place] += sign
        line[place + 1] += sign * (value or 0)
        line[place + 2] += sign * cost
        line[place + 3] += sign * exposure
        line[place + 4] += sign * quantity

    def sum_alike(self, gesture: str, day: Day, gift: Gift) -> None:
        """Add to the sums of both sides."""
        line = self._line(gesture, day)
        value, cost, exposure, quantity = gift
        line[0] += 1
        line[_FIGURES] += 1
        if value:
            line[1] += value
            line[_FIGURES + 1] += value
        line[2] += cost
        line[_FIGURES + 2] += cost
        if exposure or quantity:
            for place in (0, _FIGURES):
                line[place + 3] += exposure
                line[place + 4] += quantity

    def _line(self, gesture: str, day: Day) -> Line:
        line = self.sums.get((gesture, day))
        if line is None:
            line = self.sums[gesture, day] = [0] * (2 * _FIGURES)
        return line

    def count(self, gesture: str, would: Would, then_minor: int, draft_minor: int, *, block: bool) -> None:
        """Count one thing that happened by what would have become of it."""
        side = self.blocks if block else self.entries
        counts = side.get(gesture)
        if counts is None:
            counts = side[gesture] = {}
        figures = counts.get(would)
        if figures is None:
            figures = counts[would] = [0, 0, 0]
        figures[0] += 1
        figures[1] += then_minor
        figures[2] += draft_minor

    def turn_away(self, day: Day, *, draft: bool) -> None:
        """Somebody did not get what was asked on that day: then, or under the draft."""
        self.days.setdefault(day, [0, 0])[draft] += 1

    def stop(self, rules: Iterable[str], day: Day, *, side: int) -> None:
        """Rules that were in the way: side 0 then, 1 under the draft of a block, 2 under the draft of a gesture."""
        for rule in rules:
            self.rules.setdefault(rule, [0, 0, 0])[side] += 1
            self.stopped.setdefault((rule, day), [0, 0])[min(side, 1)] += 1

    def example(self, example: Example) -> None:
        """Keep an example, while there are not enough of its kind."""
        kind = self.examples.setdefault((example.would, example.block, example.gesture), [])
        if len(kind) < self.examples_most:
            kind.append(example)

    # --- frozen ---

    def all_counts(self, *, blocks: bool) -> dict[Would, Count]:
        """The counts of all gestures together."""
        sums: Counts = {}
        for counts in (self.blocks if blocks else self.entries).values():
            for would, figures in counts.items():
                sums[would] = [have + more for have, more in zip(sums.get(would, [0, 0, 0]), figures, strict=True)]
        return _frozen(sums)

    def side(self, *, draft: bool) -> Sums:
        """The sums of everything together."""
        return _sums(self.sums.values(), draft=draft)

    def gesture_effects(self) -> tuple[GestureEffect, ...]:
        """The gestures in the order of the draft, then those that it does not have."""
        seen = {gesture for gesture, _day in self.sums} | self.entries.keys() | self.blocks.keys()
        names = [name for name in self.index.gestures if name in seen] + sorted(seen - self.index.gestures.keys())
        lines: dict[str, list[Line]] = {}
        for (gesture, _day), line in self.sums.items():
            lines.setdefault(gesture, []).append(line)
        return tuple(
            GestureEffect(
                name,
                _sums(lines.get(name, ()), draft=False),
                _sums(lines.get(name, ()), draft=True),
                _frozen(self.entries.get(name, {})),
                _frozen(self.blocks.get(name, {})),
            )
            for name in names
        )

    def rule_effects(self) -> tuple[RuleEffect, ...]:
        """The rules that stopped anybody, in the order of the draft; then those it does not have, then the others."""
        known = [name for name in self.index.limits if name in self.rules]
        general = ("authority", "condition", "excluded", "gestures_at_most", "valid")
        gone = sorted(name for name in self.rules if name not in self.index.limits and name not in general)
        others = [name for name in general if name in self.rules and name not in self.index.limits]
        found = []
        for name in (*known, *gone, *others):
            then, blocks, entries = self.rules[name]
            found.append(RuleEffect(name, then, blocks, entries, known=name not in gone))
        return tuple(found)

    def day_effects(self) -> tuple[DayEffect, ...]:
        """The days on which anything happened, in order."""
        budgets = tuple(budget.id for budget in self.index.guidelines.budgets)
        lines: dict[Day, list[Line]] = {day: [] for day in self.days}
        for (_gesture, day), line in self.sums.items():
            lines.setdefault(day, []).append(line)
        return tuple(
            DayEffect(
                day,
                _sums(lines[day], draft=False),
                _sums(lines[day], draft=True),
                self.days.get(day, (0, 0))[0],
                self.days.get(day, (0, 0))[1],
                tuple(each for name in budgets if (each := self._budget_day(name, day)) is not None),
            )
            for day in sorted(lines)
        )

    def _budget_day(self, name: str, day: Day) -> BudgetDay | None:
        then, draft = (meter.most(name, day) for meter in (self.then_meter, self.draft_meter))
        stopped = self.stopped.get((name, day), (0, 0))
        if then is None and draft is None and not any(stopped):
            return None
        return BudgetDay(name, then or 0, draft or 0, stopped[0], stopped[1])

    def budget_effects(self, days: Iterable[DayEffect]) -> tuple[BudgetEffect, ...]:
        """The budgets of the draft over the days that were judged."""
        lines: dict[str, list[BudgetDay]] = {}
        for day in days:
            for each in day.budgets:
                lines.setdefault(each.budget, []).append(each)
        found = []
        for budget in self.index.guidelines.budgets:
            of, up_to = lines.get(budget.id, []), budget.up_to.figure
            found.append(
                BudgetEffect(
                    budget.id,
                    budget.measure,
                    budget.unit,
                    up_to,
                    max((each.then_used for each in of), default=0),
                    max((each.draft_used for each in of), default=0),
                    sum(each.then_stopped > 0 or (up_to is not None and each.then_used >= up_to) for each in of),
                    sum(each.draft_stopped > 0 or (up_to is not None and each.draft_used >= up_to) for each in of),
                )
            )
        return tuple(found)

    def all_examples(self) -> tuple[Example, ...]:
        """The examples, what concerns customers most first."""
        order = {would: place for place, would in enumerate(_TELLING)}
        kinds = sorted(self.examples, key=lambda kind: (order.get(kind[0], len(order)), kind[1], kind[2]))
        return tuple(example for kind in kinds for example in self.examples[kind])


_TELLING = (
    Would.TURNED_AWAY,
    Would.GONE,
    Would.LESS,
    Would.LEAD,
    Would.GIVEN,
    Would.PART,
    Would.ASKED_FIRST,
    Would.OTHER_AMOUNT,
    Would.NOT_JUDGED,
)


def _frozen(counts: Counts) -> dict[Would, Count]:
    return {would: Count(*counts[would]) for would in Would if would in counts}


def _sums(lines: Iterable[Line], *, draft: bool) -> Sums:
    start = _FIGURES if draft else 0
    sides = [line[start : start + _FIGURES] for line in lines]
    return Sums(*(sum(figures) for figures in zip(*sides, strict=True)))
