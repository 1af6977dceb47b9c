"""A gesture explained: everything that holds for it, in rows that a screen or a command line lays out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from frontdesk.ground.language import _, current, ngettext
from frontdesk.guidelines.model import Gesture, Guidelines, Limit, Measure
from frontdesk.guidelines.telling.amounts import amount_lines, amount_words, cost_words
from frontdesk.guidelines.telling.authority import Grant, band_words, grant_figure, grant_words, grants
from frontdesk.guidelines.telling.conditions import condition_lines
from frontdesk.guidelines.telling.limits import limit_words, rule_words, validity_words
from frontdesk.guidelines.telling.names import (
    bare,
    gesture_name,
    gesture_names,
    is_position,
    kind_name,
    listed,
)
from frontdesk.guidelines.telling.ways import (
    bend_words,
    first_in,
    follow_up_words,
    needs_words,
    situations_words,
    ways_lines,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing about a gesture: `key` is the same in every language, `name` is what it is called, `lines` say it."""

    key: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GrantRow:
    """What a role may give, in words: how much by itself, and what is needed or who is asked above."""

    role: str
    much: str
    band: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A gesture in words. `grants` hold a row for each role, or one for everybody; empty rows are left out."""

    gesture: str
    label: str
    key: int | None
    why: str
    grants: tuple[GrantRow, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A gesture in one line: how much each role may give (low to high), and the limit that is met first."""

    gesture: str
    label: str
    key: int | None
    much: tuple[str, ...]
    limit: str


def explain(guidelines: Guidelines, gesture: str, role: str | None = None) -> Explanation:
    """Everything that holds for a gesture, for one role or for all. KeyError for a gesture there is not."""
    known = guidelines.gestures[gesture]
    return Explanation(
        gesture,
        gesture_name(gesture, guidelines),
        known.key,
        "" if known.why is None else known.why.said_in(current()),
        _grant_rows(known, guidelines, role),
        tuple(row for row in _rows(known, guidelines) if row.lines),
    )


def summaries(guidelines: Guidelines, role: str | None = None) -> tuple[Summary, ...]:
    """Every gesture in a line, in the order of the file."""
    return tuple(
        Summary(
            name,
            gesture_name(name, guidelines),
            gesture.key,
            tuple(grant_figure(grant, gesture, guidelines) for grant in _asked(gesture, guidelines, role)),
            _first_limit(gesture, guidelines),
        )
        for name, gesture in guidelines.gestures.items()
    )


def _asked(gesture: Gesture, guidelines: Guidelines, role: str | None) -> tuple[Grant, ...]:
    return tuple(grant for grant in grants(gesture, guidelines) if role is None or grant.role == role)


def _grant_rows(gesture: Gesture, guidelines: Guidelines, role: str | None) -> tuple[GrantRow, ...]:
    """A row for each role; one for everybody, where all may give the same."""
    rows = tuple(grant_row(grant, gesture, guidelines) for grant in _asked(gesture, guidelines, role))
    if len(rows) > 1 and len({(row.much, row.band) for row in rows}) == 1:
        return (replace(rows[0], role=_("everybody")),)
    return rows


def grant_row(grant: Grant, gesture: Gesture, guidelines: Guidelines) -> GrantRow:
    """What a role may give, in words."""
    return GrantRow(grant.role, grant_words(grant, gesture, guidelines), band_words(grant, guidelines))


# --- rows ---------------------------------------------------------------------------------------------------


def _rows(gesture: Gesture, guidelines: Guidelines) -> Iterator[Row]:
    yield Row("kind", _("What it is"), (kind_name(gesture.kind),))
    yield Row("amount", _("Amount"), amount_lines(gesture.amount, guidelines))
    yield Row("cost", _("Costs us"), _maybe(cost_words(gesture.cost, guidelines)))
    exposure = () if gesture.exposure is None else (amount_words(gesture.exposure, guidelines),)
    yield Row("exposure", _("Not yet received"), exposure)
    yield Row("when", _("Only when"), () if gesture.when is None else condition_lines(gesture.when, guidelines))
    yield Row("situations", _("Only in"), _situations(gesture.situations, guidelines))
    yield Row("valid", _("Valid"), _maybe(validity_words(gesture.valid_from, gesture.valid_until)))
    limits = tuple(named_limit(limit, guidelines, gesture.id) for limit in gesture.limits)
    yield Row("limits", _("Limits"), limits)
    yield from _budgets(gesture, guidelines)
    most = guidelines.gestures_at_most
    if most is not None and not gesture.owed:
        at_most = ngettext("at most {count} gesture", "at most {count} gestures", most).format(count=most)
        yield Row("conversation", _("In a conversation"), (at_most,))
    yield Row("counts_in", _("Counts in"), tuple(_counts_in(gesture, guidelines)))
    yield Row("needs", _("Needed first"), (needs_words(gesture, guidelines),))
    excluded = gesture_names(gesture.not_with, guidelines)
    yield Row("not_with", _("Not together with"), (listed(excluded),) if excluded else ())
    yield Row("ways", _("If not like this"), ways_lines(gesture, guidelines))
    yield Row("bend", _("Exception"), () if gesture.bend is None else (bend_words(gesture.bend, guidelines),))
    yield Row("follows", _("What follows"), tuple(_follows(gesture)))
    yield Row("first_in", _("Offered first in"), _situations(first_in(gesture, guidelines), guidelines))
    if gesture.one_press:
        yield Row("one_press", _("On the screen"), (_("its key gives it at once; u takes it back"),))


def _maybe(words: str | None) -> tuple[str, ...]:
    return () if words is None else (words,)


def _situations(names: tuple[str, ...], guidelines: Guidelines) -> tuple[str, ...]:
    return (situations_words(names, guidelines),) if names else ()


def named_limit(limit: Limit, guidelines: Guidelines, owner: str | None) -> str:
    """A limit in words, after the name that its writer gave it."""
    words = limit_words(limit, guidelines, owner)
    if is_position(limit.id, guidelines.gestures):
        return words
    return _("{name}: {words}").format(name=bare(limit.id), words=words)


def _budgets(gesture: Gesture, guidelines: Guidelines) -> Iterator[Row]:
    budgets = [budget for budget in guidelines.budgets if gesture.id in budget.counts]
    said = tuple(named_limit(budget, guidelines, None) for budget in budgets)
    if gesture.owed:
        yield Row("budgets", _("Budgets"), (*said, _("never stopped by them: it is owed")) if said else ())
    else:
        yield Row("budgets", _("Budgets"), said)


def _counts_in(gesture: Gesture, guidelines: Guidelines) -> Iterator[str]:
    """The limits of other gestures that count this one."""
    for other in guidelines.gestures.values():
        for limit in other.limits:
            if other.id != gesture.id and gesture.id in limit.counts:
                yield _("{gesture}: {limit}").format(
                    gesture=gesture_name(other.id, guidelines), limit=rule_words(limit, guidelines)
                )


def _follows(gesture: Gesture) -> Iterator[str]:
    if gesture.promise is not None:
        yield _("a promise: {promise}").format(promise=follow_up_words(gesture.promise))
    if gesture.idea:
        yield _("an idea is written down for the guidelines")


def _first_limit(gesture: Gesture, guidelines: Guidelines) -> str:
    """The limit that people meet first: what a fact allows, the smallest count, then whatever stands first."""
    limits = [limit for limit in guidelines.limits_of(gesture.id) if not limit.up_to.unlimited]
    if not limits:
        return ""
    by_fact = [limit for limit in limits if limit.up_to.fact is not None and limit.measure is Measure.VALUE]
    counted = [limit for limit in limits if limit.measure is Measure.TIMES and limit.up_to.figure is not None]
    fewest = sorted(counted, key=lambda limit: limit.up_to.figure or 0)
    return rule_words((by_fact or fewest or limits)[0], guidelines)
