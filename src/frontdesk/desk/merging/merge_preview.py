"""A merge before it is made: what the kept card will say, what comes over, and what the limits then say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frontdesk.authority import joined, limits
from frontdesk.authority.bounds import Standing
from frontdesk.authority.index import index_of
from frontdesk.authority.limits import Scene
from frontdesk.authority.values import Moment
from frontdesk.desk.gestures import wording
from frontdesk.desk.gestures.saying import label_of
from frontdesk.desk.merging.merge_views import MergePreview
from frontdesk.desk.merging.merge_words import beside, why
from frontdesk.desk.merging.merging import coming, to_merge
from frontdesk.desk.people.acting import staff_of
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.telling.figures import figure
from frontdesk.store import duplicates, merges, orders, usage
from frontdesk.store.driver import Connection
from frontdesk.store.merges import Side
from frontdesk.store.staff import StaffMember
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

ORDERS_MOST = 6


def preview(desk: Desk, kept: str, merged: str) -> MergePreview:
    """What `merging.merge` would do, and nothing done. Raises as it does, and BadInput for what is one card already."""
    with reading(desk.store) as connection:
        person = staff_of(connection, desk)
        first, second = to_merge(connection, kept, merged)
        if first.id == second.id:
            raise BadInput(
                _("They are one person already: {name}.").format(name=first.fields["name"]),
                _("Nothing has to be done; who leads can take them apart again."),
            )
        return MergePreview(
            kept_id=first.id,
            kept_name=first.fields["name"],
            merged_id=second.id,
            merged_name=second.fields["name"],
            fields=beside(desk, first, second),
            coming=coming(connection, second.id),
            limits=tuple(dict.fromkeys(_limits(connection, desk, person, first, second))),
            why=why(duplicates.compared(connection, first.id, second.id)),
            said_two=merges.are_two(connection, first.id, second.id),
        )


def _limits(connection: Connection, desk: Desk, person: StaffMember, kept: Side, merged: Side) -> Iterator[str]:
    """How much of each limit per customer is used together, where the merged card used something of it."""
    guidelines = desk.guidelines
    if guidelines is None:
        return
    for order_id in _orders(connection, desk, kept, merged):
        two = [_moment(desk, person, each.id, order_id) for each in (kept, merged)]
        needed = [limits.needed(guidelines, each, guidelines.gestures) for each in two]
        read = [usage.read(connection, each, guidelines.business.clock) for each in needed]
        pairs = zip(*needed, strict=True)
        used = {one.key: joined.together((read[0][one.key], read[1][other.key])) for one, other in pairs}
        scenes = [Scene(index_of(guidelines), each, said) for each, said in zip(two, read, strict=True)]
        yield from _lines(guidelines, scenes, Scene(index_of(guidelines), two[0], used), order_id)


def _lines(guidelines: Guidelines, alone: list[Scene], both: Scene, order_id: str | None) -> Iterator[str]:
    for name, gesture in index_of(guidelines).gestures.items():
        for bound in gesture.limits:
            if joined.CUSTOMER not in bound.per or ("order" in bound.per) != (order_id is not None):
                continue
            kept, merged, together = (scene.measured(bound) for scene in (*alone, both))
            if not (isinstance(kept, Standing) and isinstance(merged, Standing) and isinstance(together, Standing)):
                continue  # how much is allowed depends on what nobody knows yet
            if merged.used > 0 and (order_id is None or kept.used > 0):
                yield _line(guidelines, name, together)


def _line(guidelines: Guidelines, gesture: str, now: Standing) -> str:
    limit = now.bound.limit
    where = wording.where(limit, guidelines)
    used = figure(limit.measure, now.used, "", guidelines)
    if now.up_to is None:
        said = _("{label}: {used} used together {where}")
    elif now.used > now.up_to:
        said = _(
            "{label}: {used} of {up_to} used together {where}, more than one person may have; nothing is taken back"
        )
    else:
        said = _("{label}: {used} of {up_to} used together {where}")
    up_to = "" if now.up_to is None else figure(limit.measure, now.up_to, "", guidelines)
    return said.format(label=label_of(guidelines, gesture), used=used.strip(), up_to=up_to, where=where).strip()


def _orders(connection: Connection, desk: Desk, kept: Side, merged: Side) -> tuple[str | None, ...]:
    """No order, then each that goes on now: limits that are per order as well count in each by itself."""
    today = desk.today()
    open_now = [order.id for each in (kept, merged) for order in orders.open_of(connection, each.id, today)]
    return (None, *open_now[:ORDERS_MOST])


def _moment(desk: Desk, person: StaffMember, customer_id: str, order_id: str | None) -> Moment:
    scope = {"customer": customer_id, "site": desk.site, "business": desk.site}
    if order_id is not None:
        scope["order"] = order_id
    return Moment(desk.now(), person.role, person.id, scope=scope)
