"""Which limits the gestures on a card used, and how much of each is left: as it stands when the card is opened.

Only limits that are the customer's are told: per customer, stay, incident, household and the like. What a limit per
member of staff or of the whole house still allows is nothing about this customer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from frontdesk.authority import limits
from frontdesk.authority.bounds import Standing
from frontdesk.authority.index import index_of
from frontdesk.authority.limits import Scene
from frontdesk.authority.values import Moment, UsageNeeded, Usages
from frontdesk.desk.gestures import wording
from frontdesk.desk.views import GivenLine, LimitUse
from frontdesk.ground.businessday import calendar_key, rolling_floor
from frontdesk.ground.language import _
from frontdesk.guidelines.model import WindowKind
from frontdesk.guidelines.telling.figures import figure
from frontdesk.guidelines.telling.names import kind_name
from frontdesk.store import facts, homes, one_person, usage
from frontdesk.store.groups import HOUSEHOLD

if TYPE_CHECKING:
    from datetime import datetime

    from frontdesk.desk.desk import Desk
    from frontdesk.guidelines.model import Guidelines, Limit
    from frontdesk.store.driver import Connection
    from frontdesk.store.ledger import Entry, Line

_NOT_THE_CUSTOMERS = frozenset({"staff", "role", "site", "business", "shift"})


def with_limits(
    connection: Connection,
    desk: Desk,
    lines: Iterable[tuple[Line, GivenLine]],
    now: datetime,
    going_on: frozenset[str],
) -> tuple[GivenLine, ...]:
    """The lines, each with the limits it counts in at this moment and what is left of them.

    `going_on` are the ids of the orders that are not over: "3 left this stay" is no word about one that is.
    """
    guidelines = desk.guidelines
    found = list(lines)
    if guidelines is None:
        return tuple(said for _line, said in found)
    mine = [_limits_of(guidelines, line) for line, _said in found]
    found, homes_of = _at_home(connection, found, mine)
    wanted: dict[object, UsageNeeded] = {}
    for (line, _said), each in zip(found, mine, strict=True):
        for limit in each:
            for needed in _needed(guidelines, limit, line.entry, now):
                wanted[needed.key] = needed._replace(homes=homes_of if HOUSEHOLD in limit.per else ())
    used = usage.read(connection, wanted.values(), guidelines.business.clock) if wanted else {}
    return tuple(
        replace(
            said,
            limits=_uses(guidelines, each, line.entry, used, now, line.entry.order_id not in going_on),
            kind=_kind(guidelines, line),
        )
        for (line, said), each in zip(found, mine, strict=True)
    )


def _at_home(
    connection: Connection, lines: list[tuple[Line, GivenLine]], mine: list[tuple[Limit, ...]]
) -> tuple[list[tuple[Line, GivenLine]], tuple[tuple[str, ...], ...]]:
    """The lines as they count in the household that the customer is of now, and what counts together for it."""
    card = next((line.entry.customer_id for line, _said in lines if line.entry.customer_id is not None), None)
    if card is None or not any(HOUSEHOLD in limit.per for each in mine for limit in each):
        return lines, ()
    cards = one_person.cards_of(connection, card)
    home = homes.of_person(connection, cards, homes.named_by(facts.of_card(connection, cards[0])))
    now = {HOUSEHOLD: home.value}
    return [
        (replace(line, entry=replace(line.entry, scope={**line.entry.scope, **now})), said)
        if HOUSEHOLD in line.entry.scope
        else (line, said)
        for line, said in lines
    ], home.counted


def _limits_of(guidelines: Guidelines, line: Line) -> tuple[Limit, ...]:
    gesture = guidelines.gestures.get(line.entry.gesture)
    if gesture is None or line.taken_back:
        return ()
    return tuple(
        limit
        for limit in gesture.limits
        if limit.up_to.figure is not None and not _NOT_THE_CUSTOMERS & set(limit.per) and limit.per
    )


def _kind(guidelines: Guidelines, line: Line) -> str:
    gesture = guidelines.gestures.get(line.entry.gesture)
    return "" if gesture is None else kind_name(gesture.kind)


def _needed(guidelines: Guidelines, limit: Limit, entry: Entry, now: datetime) -> list[UsageNeeded]:
    keys = limits.keys_for(limit, entry.scope, now, guidelines.business.clock)
    window = limit.within
    since = rolling_floor(now, window.count, window.unit) if window.kind is WindowKind.ROLLING else None
    return [UsageNeeded(key, since) for key in keys]


def _uses(
    guidelines: Guidelines, mine: tuple[Limit, ...], entry: Entry, used: Usages, now: datetime, over: bool
) -> tuple[LimitUse, ...]:
    moment = Moment(at=now, role=entry.role, staff=entry.staff_id, scope=dict(entry.scope))
    scene = Scene(index_of(guidelines), moment, used)
    told = []
    for bound in index_of(guidelines).gestures[entry.gesture].limits:
        if bound.limit not in mine:
            continue
        standing = scene.measured(bound)
        if isinstance(standing, Standing) and _counts(guidelines, standing, entry, now):
            told.append(LimitUse(bound.id, _words(guidelines, standing, over), max(0, standing.left or 0)))
    return tuple(told)


def _counts(guidelines: Guidelines, standing: Standing, entry: Entry, now: datetime) -> bool:
    """Whether the entry still counts: a window that has passed holds nothing of it any more."""
    bound = standing.bound
    if bound.rolling:
        return any(mark.at == entry.at for mark in standing.marks)
    if bound.calendar:
        today = guidelines.business.clock.date_of(now)
        return calendar_key(bound.calendar, entry.business_date) == calendar_key(bound.calendar, today)
    return True


def _words(guidelines: Guidelines, standing: Standing, over: bool) -> str:
    limit = standing.bound.limit

    def said(amount: int | None) -> str:
        return figure(standing.bound.measure, max(0, amount or 0), limit.unit, guidelines)

    return (
        _("{used} of {up_to}, {left} left {where}")
        .format(
            used=said(standing.used),
            up_to=said(standing.up_to),
            left=said(standing.left),
            where=wording.where(limit, guidelines, over=over),
        )
        .strip()
    )
