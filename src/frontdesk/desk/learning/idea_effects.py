"""What happened before and after an idea came into force: counted from blocks and ledger lines, side by side.

Nothing is claimed about what caused what. Both sides are equally long, at most four weeks; the shortest is 14 days.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.desk.learning import ideas as noted
from frontdesk.desk.learning.learning_views import Effect, Span
from frontdesk.desk.learning.stopping import RuleKey, keys_of, rule_name
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.guidelines.telling.names import gesture_names
from frontdesk.store import over_time, stopped, versions
from frontdesk.store.driver import Connection
from frontdesk.store.ideas import Idea
from frontdesk.store.transaction import reading
from frontdesk.store.versions import Version

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

AFTER = noted.EFFECT_AFTER
LONGEST = timedelta(days=28)


def effect(desk: Desk, idea_id: str) -> Effect:
    """What an adopted idea came to; `before` and `after` once 14 days have passed. Raises NotFound and BadInput."""
    with reading(desk.store) as connection:
        found = noted.idea_of(connection, idea_id)
        if found.adopted_number is None:
            raise BadInput(
                _("This idea is not in force."),
                _("Its effect is shown 14 days after it is published: frontdesk idea publish {id}").format(
                    id=noted.short(found.id)
                ),
            )
        return _effect(connection, desk, found, found.adopted_number)


def _effect(connection: Connection, desk: Desk, found: Idea, number: int) -> Effect:
    version = versions.by_number(connection, number)
    if version is None:
        raise AssertionError("what an idea became stands in the history")
    keys = noted.rule_keys(connection, desk, found)
    gestures = _gestures(desk, found, keys)
    now = desk.now()
    ready = now >= version.in_force_at + AFTER
    before = after = None
    if ready and gestures:
        before, after = _spans(connection, desk, keys, gestures, version, now)
    return Effect(
        idea_id=found.id,
        number=number,
        in_force_at=version.in_force_at,
        due_on=desk.days().date_of(version.in_force_at + AFTER),
        ready=ready,
        gestures=gestures if desk.guidelines is None else gesture_names(gestures, desk.guidelines),
        rule=" · ".join(rule_name(key, desk.guidelines) for key in keys),
        before=before,
        after=after,
    )


def _gestures(desk: Desk, found: Idea, keys: tuple[RuleKey, ...]) -> tuple[str, ...]:
    """The gestures that the line is about: the idea's own, and all that a budget binds."""
    names = [found.gesture] if found.gesture else []
    if desk.guidelines is not None:
        for budget in desk.guidelines.budgets:
            if any(key.gesture is None and key.rule == budget.id for key in keys):
                names.extend(sorted(budget.counts))
    return tuple(dict.fromkeys(names))


def _spans(
    connection: Connection,
    desk: Desk,
    keys: tuple[RuleKey, ...],
    gestures: tuple[str, ...],
    version: Version,
    now: datetime,
) -> tuple[Span | None, Span]:
    at = version.in_force_at
    long = min(now - at, LONGEST)
    began = over_time.began_at(connection) or at
    first = max(at - long, began)
    before = _span(connection, desk, keys, gestures, first, at) if first < at else None
    return before, _span(connection, desk, keys, gestures, at, at + long)


def _span(
    connection: Connection,
    desk: Desk,
    keys: tuple[RuleKey, ...],
    gestures: tuple[str, ...],
    since: datetime,
    until: datetime,
) -> Span:
    clock = desk.days()
    days = clock.date_of(since), clock.date_of(until)
    rows = stopped.between(connection, *days)
    wanted = set(keys)
    blocks = sum(
        since <= row.at < until
        and (not wanted.isdisjoint(keys_of(row, desk.guidelines)) if wanted else row.gesture in gestures)
        for row in rows
    )
    given = over_time.given_between(connection, gestures, since, until, days)
    return Span(since, until, blocks, given.times, given.value_minor, given.cost_minor)
