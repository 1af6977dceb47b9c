"""Bends: gestures given outside their own condition by an exception of the file. Counted by guideline line.

Each entry keeps the facts of its moment, and each names the version it was decided by; so how far outside it was can
be worked out at any later time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from frontdesk.authority.conditions import View, evaluate
from frontdesk.authority.remembering import Memory
from frontdesk.desk.learning.learning_views import BendLine, Outside
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.places import GUIDELINES
from frontdesk.guidelines import reader
from frontdesk.guidelines.model import AllOf, AnyOf, Condition, FactValue, Guidelines, Match, Not, Test
from frontdesk.guidelines.telling import figures
from frontdesk.guidelines.telling.conditions import condition_words
from frontdesk.guidelines.telling.names import fact_name, gesture_name
from frontdesk.store import over_time, versions
from frontdesk.store.driver import Connection
from frontdesk.store.over_time import Bent
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

MONTH = timedelta(days=29)
REASONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Missed:
    """One comparison that did not hold: what the fact said, and what the file allows."""

    test: Test
    said: FactValue | None


def bends(desk: Desk, since: date | None = None, until: date | None = None) -> tuple[BendLine, ...]:
    """The lines bent between two business dates, both included, most often first; without dates the last 30 days."""
    last = desk.today() if until is None else until
    with reading(desk.store) as connection:
        found = over_time.bent_between(connection, last - MONTH if since is None else since, last)
        then = Versions(connection, desk)
        missed = {bent.id: tuple(missed_in(bent, then)) for bent in found}
    groups: dict[str, list[Bent]] = {}
    for bent in found:
        groups.setdefault(bent.gesture, []).append(bent)
    lines = [_line(desk, gesture, entries, missed, then) for gesture, entries in groups.items()]
    return tuple(sorted(lines, key=lambda line: (-line.times, line.label)))


def _line(
    desk: Desk, gesture: str, entries: list[Bent], missed: Mapping[str, tuple[Missed, ...]], then: Versions
) -> BendLine:
    counted: Counter[tuple[str, str, str]] = Counter()
    for bent in entries:
        rules = then.get(bent.guidelines_version)
        if rules is not None:
            counted.update(_outside(each, rules) for each in missed[bent.id])
    reasons = dict.fromkeys(bent.reason for bent in reversed(entries) if bent.reason)
    return BendLine(
        gesture=gesture,
        label=entries[-1].label if desk.guidelines is None else gesture_name(gesture, desk.guidelines),
        times=len(entries),
        value_minor=sum(bent.value_minor or 0 for bent in entries),
        outside=tuple(
            Outside(fact, allowed, words, times)
            for (fact, allowed, words), times in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
        ),
        reasons=tuple(reasons)[:REASONS_SHOWN],
        latest_entry_id=entries[-1].id,
    )


def missed_in(bent: Bent, then: Versions) -> Iterator[Missed]:
    """The comparisons of the gesture's own condition that did not hold when it was bent."""
    rules = then.get(bent.guidelines_version)
    gesture = None if rules is None else rules.gestures.get(bent.gesture)
    if rules is None or gesture is None or gesture.when is None or bent.moment is None:
        return
    moment = then.memory(rules).recall(bent.moment).moment(at=bent.at, role=bent.role, scope=bent.scope)
    yield from missed(gesture.when, View(rules, moment))


def missed(condition: Condition, view: View) -> Iterator[Missed]:
    """The comparisons on which a condition fails, in the order of the file."""
    if isinstance(condition, Test):
        yield Missed(condition, view.get(condition.fact))
    elif isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            if evaluate(part, view) is False:
                yield from missed(part, view)
    elif isinstance(condition, Not) and isinstance(condition.part, Test):
        yield Missed(condition.part, view.get(condition.part.fact))


class Versions:
    """The guidelines of earlier versions, each read once; and the moments that were kept under them."""

    def __init__(self, connection: Connection, desk: Desk) -> None:
        self._connection = connection
        self._found: dict[str, Guidelines | None] = {}
        self._memories: dict[str, Memory] = {}
        if desk.guidelines is not None:
            self._found[desk.guidelines.version] = desk.guidelines

    def get(self, version: str) -> Guidelines | None:
        """What that version meant; None for one that is not kept, or that this frontdesk cannot read."""
        if version not in self._found:
            text = versions.text_of(self._connection, version)
            self._found[version] = (
                None if text is None else reader.read_text(text.encode("utf-8"), GUIDELINES).guidelines
            )
        return self._found[version]

    def memory(self, rules: Guidelines) -> Memory:
        """What reads the moments that were kept under these guidelines."""
        return self._memories.setdefault(rules.version, Memory(rules))


# --- by how much --------------------------------------------------------------------------------------------


def _outside(each: Missed, rules: Guidelines) -> tuple[str, str, str]:
    """The fact, what is allowed, and how far outside it was, in words."""
    fact = rules.facts.get(each.test.fact)
    name = fact_name(each.test.fact, rules)
    allowed = condition_words(each.test, rules)
    said = _("not known") if each.said is None else figures.value(fact, each.said, rules)
    far = how_far(each)
    if far is None:
        return name, allowed, _("{fact}: {said}").format(fact=name, said=said)
    return name, allowed, _("{fact}: {said}, {far} outside").format(fact=name, said=said, far=_far_words(far, rules))


def how_far(each: Missed) -> int | Decimal | timedelta | None:
    """The distance from what is allowed, above zero; None where there is none to measure.

    It is in minor units for money, else in the fact's own unit; of two dates it is the time between them.
    """
    if each.test.match not in (Match.AT_LEAST, Match.AT_MOST, Match.MORE_THAN, Match.LESS_THAN):
        return None
    said, allowed = each.said, each.test.values[0]
    if isinstance(said, bool | str) or said is None or type(said) is not type(allowed):
        return None
    distance: Any = allowed - said if each.test.match in (Match.AT_LEAST, Match.MORE_THAN) else said - allowed  # type: ignore[operator]  # both are of the fact's type
    found: int | Decimal | timedelta = distance
    return found


def _far_words(far: int | Decimal | timedelta, rules: Guidelines) -> str:
    if isinstance(far, timedelta) and far % timedelta(days=1) == timedelta(0):
        return ngettext("{count} day", "{count} days", far.days).format(count=far.days)
    return figures.value(None, far, rules)
