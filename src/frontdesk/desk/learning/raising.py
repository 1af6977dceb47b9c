"""Which value of the guidelines an idea is about, and what it would have to be so that most of what was asked fits.

Most is three quarters: the 75th percentile of what was asked in the last 30 days where this line was in the way. It is
a proposal for somebody to look at, never a judgement; what cannot be known is said, and then nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from frontdesk.authority.conditions import View
from frontdesk.authority.decision import decide
from frontdesk.authority.remembering import recalled
from frontdesk.authority.values import Decision, Moment
from frontdesk.desk.learning.bending import Missed, Versions, missed, missed_in
from frontdesk.desk.learning.stopping import AUTHORITY, CONDITION, RuleKey, above_minor, keys_of
from frontdesk.ground.language import _
from frontdesk.ground.money import format_minor, share
from frontdesk.guidelines.editing import Sheet, bounds
from frontdesk.guidelines.model import Gesture, Guidelines, Limit, Match, Measure
from frontdesk.guidelines.nodes import Loc
from frontdesk.guidelines.telling.names import fact_name, gesture_name
from frontdesk.guidelines.values import format_fact, format_number
from frontdesk.store.over_time import Bent
from frontdesk.store.stopped import StoppedRow

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Raise:
    """One value to change: where it stands, what it is in words, and what it becomes.

    With `added` the value is not there yet: it is put beside `beside`, or first of all where that is None.
    """

    loc: Loc
    what: str
    value: str
    added: str = ""
    beside: str | None = None


@dataclass
class Raises:
    """What is to be changed, and in words what could not be known."""

    found: list[Raise]
    notes: list[str]


def percentile(values: Iterable[Any]) -> Any:
    """The value that at least three quarters of them do not exceed. There must be one."""
    ordered = sorted(values)
    return ordered[(3 * len(ordered) + 3) // 4 - 1]


def for_block(desk: Desk, block: StoppedRow, recent: Sequence[StoppedRow], sheet: Sheet) -> Raises:
    """What would have to be raised for what was blocked, by all the blocks of the same lines."""
    rules = desk.rules()
    made = Raises([], [])
    for key in keys_of(block, rules):
        rows = [row for row in recent if key in keys_of(row, rules) and row.id != block.id] + [block]
        if key.rule == AUTHORITY:
            _authority(rules, block, [row for row in rows if row.role == block.role], made)
        elif key.rule == CONDITION:
            _conditions(rules, block.gesture, _missed_by(rules, rows), sheet, made)
        else:
            _limit(rules, key, rows, sheet, made)
    return made


def for_bend(desk: Desk, bent: Bent, recent: Sequence[Bent], then: Versions, sheet: Sheet) -> Raises:
    """How far the gesture's condition would have to go for what was given outside it."""
    made = Raises([], [])
    alike = [each for each in recent if each.gesture == bent.gesture and each.id != bent.id] + [bent]
    _conditions(desk.rules(), bent.gesture, [each for one in alike for each in missed_in(one, then)], sheet, made)
    return made


# --- what a role may give alone -----------------------------------------------------------------------------


def _authority(rules: Guidelines, block: StoppedRow, rows: list[StoppedRow], made: Raises) -> None:
    gesture = rules.gestures.get(block.gesture)
    asks = [ask for row in rows if (ask := asked_minor(row, rules)) is not None]
    if gesture is None or gesture.authority is None or block.role not in rules.roles or not asks:
        made.notes.append(_("What this role may give alone is not a figure in the file now; write it by hand."))
        return
    below = [role for role in rules.roles[: rules.roles.index(block.role) + 1] if role in gesture.authority]
    wanted, now = percentile(asks), gesture.authority[below[-1]] if below else 0
    if wanted <= now:
        made.notes.append(_("The guidelines in force already let this role give what was asked."))
        return
    loc: Loc = ("gestures", gesture.id, "authority")
    what = _("{gesture}: what {role} may give alone").format(gesture=gesture_name(gesture.id, rules), role=block.role)
    value = format_minor(wanted, rules.business.exponent)
    if block.role in gesture.authority:
        made.found.append(Raise((*loc, block.role), what, value))
    else:
        made.found.append(Raise(loc, what, value, added=block.role, beside=below[-1] if below else None))
    for role in rules.roles[rules.roles.index(block.role) + 1 :]:
        most = gesture.authority.get(role)
        if most is not None and most < wanted:
            made.notes.append(
                _("{role} may give up to {amount} alone, which would then be less: look at that, too.").format(
                    role=role, amount=format_minor(most, rules.business.exponent)
                )
            )


def asked_minor(row: StoppedRow, rules: Guidelines) -> int | None:
    """What was asked in a block, in minor units; of an amount that nobody chooses, what the gesture comes to."""
    if row.asked_minor is not None:
        return row.asked_minor
    moment = _moment(rules, row)
    if moment is None or row.gesture not in rules.gestures or row.asked_thousandths is not None:
        return None
    answer = decide(rules, moment._replace(role=rules.roles[-1], authority={}), row.gesture, {}, with_rooms=False)
    return answer.amount_minor if isinstance(answer, Decision) else None


def _moment(rules: Guidelines, row: StoppedRow) -> Moment | None:
    if row.moment is None:
        return None
    return recalled(row.moment, rules, at=row.at, role=row.role, scope={})


# --- limits and budgets -------------------------------------------------------------------------------------


def _limit(rules: Guidelines, key: RuleKey, rows: list[StoppedRow], sheet: Sheet, made: Raises) -> None:
    limit, loc = rules.limit(key.rule), _place(rules, key.rule)
    if limit is None or loc is None:
        made.notes.append(
            _("{rule} is not in the guidelines in force; write the change by hand.").format(rule=key.rule)
        )
        return
    if limit.up_to.figure is None:
        made.notes.append(
            _("{rule} is not a figure of its own: a fact says how much; write the change by hand.").format(
                rule=key.rule
            )
        )
        return
    more = [short for row in rows if (short := _short_of(row, limit, rules)) is not None]
    if not more:
        made.notes.append(_("How much more {rule} would have to allow is not known.").format(rule=key.rule))
        return
    figure = limit.up_to.figure + percentile(more)
    before = sheet.standing(loc).text
    made.found.append(Raise(loc, key.rule, _figure_like(before, limit, figure, rules)))


def _place(rules: Guidelines, rule: str) -> Loc | None:
    for gesture in rules.gestures.values():
        for index, limit in enumerate(gesture.limits):
            if limit.id == rule:
                return "gestures", gesture.id, "limits", index, "up_to"
    return ("budgets", rule, "up_to") if any(budget.id == rule for budget in rules.budgets) else None


def _short_of(row: StoppedRow, limit: Limit, rules: Guidelines) -> int | None:
    """By how much the limit was too small for what was asked, in its own measure; None when that is not known."""
    if limit.measure is Measure.TIMES:
        return 1
    if limit.measure is Measure.QUANTITY:
        return _short_quantity(row, rules)
    if limit.measure is Measure.EXPOSURE:
        return None
    asked = asked_minor(row, rules)
    above = above_minor(row) if row.asked_minor is not None else asked
    gesture = rules.gestures.get(row.gesture)
    if not above or gesture is None:
        return None
    return _cost(gesture, above) if limit.measure is Measure.COST else above


def _short_quantity(row: StoppedRow, rules: Guidelines) -> int | None:
    """What is asked beyond what the limits allow while nothing is used of them; all of it where they were used up."""
    asked, moment = row.asked_thousandths, _moment(rules, row)
    if asked is None or moment is None or row.gesture not in rules.gestures:
        return asked
    answer = decide(rules, moment, row.gesture, {}, None, asked, with_rooms=False)
    most = answer.at_most_thousandths if isinstance(answer, Decision) else None
    return asked if most is None or most >= asked else asked - most


def _cost(gesture: Gesture, minor: int) -> int:
    if gesture.cost.minor is not None:
        return gesture.cost.minor
    return minor if gesture.cost.percent is None else share(minor, gesture.cost.percent)


def _figure_like(before: str, limit: Limit, figure: int, rules: Guidelines) -> str:
    """The figure as the file wrote the one before it: "5 times", "350.00", "12 GB"."""
    if limit.measure is Measure.TIMES:
        said = f"{figure} times" if "time" in before else str(figure)
    elif limit.measure is Measure.QUANTITY:
        said = _DIGITS.sub(format_number(Decimal(figure) / 1000), before, count=1)
    else:
        said = format_minor(figure, rules.business.exponent)
        whole = said.rpartition(".")
        if "." not in before and whole[0] and not whole[2].strip("0"):
            said = whole[0]
    return said


# --- conditions ---------------------------------------------------------------------------------------------


def _missed_by(rules: Guidelines, rows: Iterable[StoppedRow]) -> list[Missed]:
    found: list[Missed] = []
    for row in rows:
        moment, gesture = _moment(rules, row), rules.gestures.get(row.gesture)
        if moment is not None and gesture is not None and gesture.when is not None:
            found.extend(missed(gesture.when, View(rules, moment)))
    return found


def _conditions(rules: Guidelines, gesture: str, found: Sequence[Missed], sheet: Sheet, made: Raises) -> None:
    """Move each bound as far as three quarters of what missed it."""
    groups: dict[tuple[str, Match], list[Any]] = {}
    for each in found:
        groups.setdefault((each.test.fact, each.test.match), []).append(each.said)
    for (name, match), values in groups.items():
        fact = rules.facts.get(name)
        known = [value for value in values if value is not None]
        places = bounds(sheet, gesture, name, match.value)
        if match not in (Match.AT_MOST, Match.AT_LEAST) or fact is None or not known or len(places) != 1:
            made.notes.append(
                _("How the condition about {fact} should read is for a person to write.").format(
                    fact=fact_name(name, rules)
                )
            )
            continue
        wanted = percentile(known) if match is Match.AT_MOST else _lower(known)
        what = _("{gesture}: only when {fact}").format(
            gesture=gesture_name(gesture, rules), fact=fact_name(name, rules)
        )
        made.found.append(Raise(places[0], what, format_fact(fact, wanted, rules.business.exponent)))
    if not groups:
        made.notes.append(_("What kept it from being given was not written down; write the change by hand."))


def _lower(values: Iterable[Any]) -> Any:
    """The value that at least three quarters of them are not below."""
    ordered = sorted(values, reverse=True)
    return ordered[(3 * len(ordered) + 3) // 4 - 1]
