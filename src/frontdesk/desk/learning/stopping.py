"""Where limits stopped people: by guideline line, never by person.

A block is a defect of the line, not of whoever met it. One that several lines bound counts once under each of them;
the number of blocks is that of the moments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low
from typing import TYPE_CHECKING, NamedTuple

from frontdesk.desk.learning.learning_views import Instead, RuleKind, Stopped, StoppedLine
from frontdesk.ground.language import _
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.telling.conditions import condition_words
from frontdesk.guidelines.telling.limits import limit_words
from frontdesk.guidelines.telling.names import bare, gesture_name
from frontdesk.store import stopped
from frontdesk.store.blocks import APPROVED, ASKED
from frontdesk.store.stopped import StoppedRow
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

AUTHORITY, CONDITION = "authority", "condition"
WEEK = timedelta(days=6)


class RuleKey(NamedTuple):
    """One line of the guidelines: a budget stands alone, everything else on its gesture."""

    rule: str
    gesture: str | None


@dataclass(frozen=True, slots=True)
class _Came:
    """What came of one block."""

    approved: bool
    instead: str


def where_limits_stopped(desk: Desk, since: date | None = None, until: date | None = None) -> Stopped:
    """What stopped people between two business dates, both included; without dates the last seven days."""
    last = desk.today() if until is None else until
    first = last - WEEK if since is None else since
    with reading(desk.store) as connection:
        rows = stopped.between(connection, first, last)
    return Stopped(first, last, len(rows), by_line(rows, desk.guidelines))


def by_line(rows: Iterable[StoppedRow], guidelines: Guidelines | None) -> tuple[StoppedLine, ...]:
    """Blocks by the guideline lines that bound, the one that did so most often first."""
    groups: dict[RuleKey, list[StoppedRow]] = {}
    for row in rows:
        for key in keys_of(row, guidelines):
            groups.setdefault(key, []).append(row)
    lines = [_line(key, found, guidelines) for key, found in groups.items()]
    lines.sort(key=lambda line: (-line.times, -line.above_sum_minor, line.name, line.rule))
    return tuple(lines)


def keys_of(row: StoppedRow, guidelines: Guidelines | None) -> tuple[RuleKey, ...]:
    """The guideline lines that bound in a block."""
    budgets = set() if guidelines is None else {budget.id for budget in guidelines.budgets}
    return tuple(dict.fromkeys(RuleKey(rule, None if rule in budgets else row.gesture) for rule in row.rules))


def _line(key: RuleKey, rows: Sequence[StoppedRow], guidelines: Guidelines | None) -> StoppedLine:
    above = [over for row in rows if (over := above_minor(row)) is not None]
    came = [_came(row) for row in rows]
    instead = Counter(each.instead for each in came if each.instead)
    return StoppedLine(
        rule=key.rule,
        kind=kind_of(key, guidelines),
        gesture=key.gesture,
        name=rule_name(key, guidelines),
        times=len(rows),
        above_count=len(above),
        above_sum_minor=sum(above),
        above_median_minor=median_low(above) if above else None,
        instead=tuple(Instead(what, times) for what, times in _most_first(instead.items())),
        approved=sum(each.approved for each in came),
        undone=sum(not each.approved and not each.instead for each in came),
        conversations=tuple(dict.fromkeys(row.conversation_id for row in rows)),
    )


def _most_first(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counted, key=lambda each: (-each[1], each[0]))


def above_minor(row: StoppedRow) -> int | None:
    """What was asked beyond what was possible, in minor units; None where no amount of money was asked.

    Where nothing was possible, all of it is above.
    """
    if row.asked_minor is None:
        return None
    return max(0, row.asked_minor - (row.possible_minor or 0))


def _came(row: StoppedRow) -> _Came:
    """What was done in place of what was asked: as somebody said it, else what the record shows after the block."""
    if row.approved or row.done_instead == APPROVED:
        return _Came(True, "")
    if row.done_instead and row.done_instead != ASKED:
        return _Came(False, row.done_instead)
    if row.given_after is not None:
        return _Came(False, row.given_after)
    return _Came(False, _("a promise") if row.promised_after else "")


# --- the line in words --------------------------------------------------------------------------------------


def kind_of(key: RuleKey, guidelines: Guidelines | None) -> RuleKind:
    """What kind of line it is; one that the guidelines in force no longer have was a limit."""
    if key.gesture is None:
        return RuleKind.BUDGET
    known = {AUTHORITY: RuleKind.AUTHORITY, CONDITION: RuleKind.CONDITION}.get(key.rule)
    if known is not None:
        return known
    if key.rule in ("excluded", "gestures_at_most", "valid"):
        return RuleKind.OTHER
    return RuleKind.LIMIT


def rule_name(key: RuleKey, guidelines: Guidelines | None) -> str:
    """A line of the guidelines in words: "Free drink: 4 times per stay"."""
    if guidelines is None:
        return bare(key.rule) if key.gesture is None else f"{bare(key.gesture)}: {bare(key.rule)}"
    limit = guidelines.limit(key.rule)
    if key.gesture is None:
        return bare(key.rule) if limit is None else f"{bare(key.rule)}: {limit_words(limit, guidelines)}"
    gesture = guidelines.gestures.get(key.gesture)
    said = bare(key.rule)
    if key.rule == AUTHORITY:
        said = _("what a role may give alone")
    elif key.rule == CONDITION:
        when = None if gesture is None or gesture.when is None else condition_words(gesture.when, guidelines)
        said = _("its condition") if when is None else _("only when {condition}").format(condition=when)
    elif key.rule == "excluded":
        said = _("not together with another gesture")
    elif key.rule == "gestures_at_most":
        said = _("so many gestures in one conversation")
    elif key.rule == "valid":
        said = _("only on certain days")
    elif limit is not None:
        said = limit_words(limit, guidelines, key.gesture)
    return f"{gesture_name(key.gesture, guidelines)}: {said}"
