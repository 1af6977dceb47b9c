"""Keeping no longer than the guidelines say: what is over its time is forgotten when somebody says so, in parts.

Nothing goes by itself. Each part is one short write, so that no desk waits; what is stopped goes on the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from frontdesk.desk.desk import Desk
from frontdesk.desk.people.acting import acting
from frontdesk.desk.privacy import privacy
from frontdesk.desk.privacy.privacy_views import Forgotten
from frontdesk.ground.businessday import rolled
from frontdesk.ground.errors import Misconfigured
from frontdesk.ground.language import _
from frontdesk.store import erased_list, erasing, keeping, personal
from frontdesk.store.driver import Connection
from frontdesk.store.erased_list import Line
from frontdesk.store.personal import Of
from frontdesk.store.transaction import reading

_CARDS_FOR_THE_DAY = 200


def forget(desk: Desk, *, dry_run: bool = False, told: Callable[[Forgotten], None] | None = None) -> Forgotten:
    """Forget what is over its time, or only count it. `told` hears after each part how far it is.

    Raises Misconfigured when the guidelines say nothing about it, and BadInput for somebody who does not lead.
    """
    privacy.must_lead(desk)
    if not desk.rules().keep:
        raise Misconfigured(
            _("The guidelines do not say how long anything is kept, so nothing is forgotten."),
            _("Write it in guidelines.yaml, like `privacy: {keep: {calls: 90 days}}` (docs/privacy.md)."),
        )
    done = Forgotten()
    for table in keeping.ROWS:
        for count in _rows(desk, table, dry_run):
            done = replace(done, **{table: getattr(done, table) + count})
            _tell(told, done)
    for count in _conversations(desk, dry_run):
        done = replace(done, conversations=done.conversations + count)
        _tell(told, done)
    for count in _people(desk, dry_run):
        done = replace(done, customers=done.customers + count)
        _tell(told, done)
    if dry_run or not done.total:
        return done
    return replace(done, left=privacy.finish(desk, desk.now(), anyway=True))


def is_due(desk: Desk) -> bool:
    """Whether something is over its time, as a look that costs next to nothing shows: for one line of the lead's day.

    Of the customers only the oldest cards are looked at.
    """
    if desk.guidelines is None or not desk.guidelines.keep:
        return False
    with reading(desk.store) as connection:
        for table in (*keeping.ROWS, "conversations"):
            before = _before(desk, table)
            if before is not None and keeping.any_due(connection, table, before):
                return True
        before = _before(desk, "customers")
        if before is None:
            return False
        return bool(keeping.people(connection, before, _day(desk, before), "", _CARDS_FOR_THE_DAY)[0])


def _tell(told: Callable[[Forgotten], None] | None, done: Forgotten) -> None:
    if told is not None:
        told(done)


def _before(desk: Desk, what: str) -> datetime | None:
    """The instant up to which something of a kind is over its time; None for what is kept."""
    window = desk.rules().keep.get(what)
    return None if window is None else rolled(desk.now(), -window.count, window.unit, desk.days().zone)


def _day(desk: Desk, before: datetime) -> str:
    return desk.days().date_of(before).isoformat()


def _rows(desk: Desk, table: str, dry_run: bool) -> Iterator[int]:
    before = _before(desk, table)
    if before is None:
        return
    if dry_run:
        with reading(desk.store) as connection:
            yield keeping.count(connection, table, before)
        return
    count = keeping.AT_ONCE
    while count == keeping.AT_ONCE:
        with acting(desk, unnamed=True) as connection:
            count = keeping.remove(connection, table, before)
        yield count


def _conversations(desk: Desk, dry_run: bool) -> Iterator[int]:
    before = _before(desk, "conversations")
    if before is None:
        return
    after = ""
    while True:
        with reading(desk.store) as connection:
            found = keeping.conversations(connection, before, after)
        if not found:
            return
        after = found[-1]
        if not dry_run:
            with acting(desk, unnamed=True) as connection:
                erasing.forget_talks(connection, found, desk.now())
        yield len(found)


def _people(desk: Desk, dry_run: bool) -> Iterator[int]:
    before = _before(desk, "customers")
    if before is None:
        return
    on, after, seen = _day(desk, before), "", set[str]()
    while True:
        with reading(desk.store) as connection:
            found, after = keeping.people(connection, before, on, after)
            groups = [personal.cards_of(connection, each) for each in found]
            gone = [cards for cards in groups if not seen.intersection(cards) and _over(connection, cards, before, on)]
        if not after:
            return
        seen.update(card for cards in gone if len(cards) > 1 for card in cards)
        if gone and not dry_run:
            _erase(desk, gone, before, on)
        yield len(gone)


def _over(connection: Connection, cards: tuple[str, ...], before: datetime, on: str) -> bool:
    if keeping.still_known(connection, cards, before, on):
        return False
    return not erasing.still_open(connection, Of(cards))


def _erase(desk: Desk, gone: list[tuple[str, ...]], before: datetime, on: str) -> None:
    at = desk.now()
    erased: list[str] = []
    with acting(desk, unnamed=True) as connection:
        for cards in gone:
            if _over(connection, cards, before, on):  # nobody came meanwhile
                erasing.erase(connection, Of(cards), erasing.RETENTION, at, desk.person.id or None)
                erased += cards
    day = desk.days().date_of(at).isoformat()
    erased_list.add(desk.store, [Line(each, day, erasing.RETENTION) for each in erased])
