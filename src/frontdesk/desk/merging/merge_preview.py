"""A merge before it is made: what the kept card will say, what comes over, and what the limits then say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontdesk.authority import joined, limits
from frontdesk.authority.bounds import Standing
from frontdesk.authority.index import index_of
from frontdesk.authority.joined import COMPANY, CUSTOMER, HOUSEHOLD
from frontdesk.authority.limits import Scene
from frontdesk.authority.values import Moment, Used
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
from frontdesk.store import companies, duplicates, facts, groups, homes, merges, one_person, orders, usage
from frontdesk.store.driver import Connection
from frontdesk.store.homes import Home
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
    """What limits say of the one person: how much is used together, and what counts for a household or a company.

    Said are limits of which the merged card used something, and those in which a household or a company changes.
    """
    guidelines = desk.guidelines
    if guidelines is None:
        return
    who = [_Who.of(connection, desk, each) for each in ((kept,), (merged,), (kept, merged))]
    for order_id in _orders(connection, desk, kept, merged):
        scenes = [_scene(connection, guidelines, _moment(desk, person, each, order_id), each.ids) for each in who]
        yield from _lines(guidelines, scenes, order_id, lives=who[1].lives_with_others)
    yield from _of_companies(connection, guidelines, who, _moment(desk, person, who[2], None))


@dataclass(frozen=True, slots=True)
class _Who:
    """A person of one card, or of both: the cards that stand for them, where they live, and their companies."""

    ids: tuple[str, ...]
    home: Home
    companies: tuple[str, ...]

    @property
    def lives_with_others(self) -> bool:
        """Whether they are in a household, and not one of one."""
        return self.home.value not in self.ids

    @staticmethod
    def of(connection: Connection, desk: Desk, sides: Sequence[Side]) -> _Who:
        cards = [card for each in sides for card in one_person.cards_of(connection, each.id)]
        known = [facts.of_card(connection, each.id) for each in sides]
        named = next(filter(None, map(homes.named_by, known)), None)
        said = groups.companies_of(connection, cards)
        if not said:  # a file said it on the card when belonging was not kept yet
            said = tuple(str(each.values[COMPANY]) for each in known if each.values.get(COMPANY))[:1]
        home = homes.together(connection, cards, named)
        return _Who(tuple(each.id for each in sides), home, companies.spelled_each(connection, said))


def _scene(connection: Connection, guidelines: Guidelines, moment: Moment, ids: tuple[str, ...]) -> Scene:
    """The moment with what is used of every limit by all these cards together."""
    each = [moment._replace(scope={**moment.scope, CUSTOMER: one}) for one in ids]
    needed = [limits.needed(guidelines, one, guidelines.gestures) for one in each]
    read = [usage.read(connection, one, guidelines.business.clock) for one in needed]
    used = {}
    for keys in zip(*needed, strict=True):
        found = [said[key.key] for said, key in zip(read, keys, strict=True)]
        used[keys[0].key] = _together(found) if joined.customer_in(keys[0].key) is not None else found[0]
    return Scene(index_of(guidelines), each[0], used)


def _together(found: Sequence[Used]) -> Used:
    if not found[0].each:
        return joined.together(found)
    return Used(each=tuple(map(joined.together, zip(*(one.each for one in found), strict=True))))


def _lines(guidelines: Guidelines, scenes: Sequence[Scene], order_id: str | None, *, lives: bool) -> Iterator[str]:
    """The limits per customer and per household; `lives`: the merged card's person is in a household."""
    for name, gesture in index_of(guidelines).gestures.items():
        for bound in gesture.limits:
            if not {CUSTOMER, HOUSEHOLD} & set(bound.per) or ("order" in bound.per) != (order_id is not None):
                continue
            kept, merged, both = (scene.measured(bound) for scene in scenes)
            if not (isinstance(kept, Standing) and isinstance(merged, Standing) and isinstance(both, Standing)):
                continue  # how much is allowed depends on what nobody knows yet
            if CUSTOMER in bound.per:
                said = merged.used > 0 and (order_id is None or kept.used > 0)
            else:
                said = both.used > kept.used or (lives and both.used > merged.used)
            if said:
                yield _line(guidelines, name, both)


def _of_companies(connection: Connection, guidelines: Guidelines, who: Sequence[_Who], moment: Moment) -> Iterator[str]:
    """For each company that one of the cards did not count for, what is used there of the limits per company."""
    kept, merged, both = (set(each.companies) for each in who)
    if kept == merged == both:
        return
    for company in who[2].companies:
        there = {name: said for name, said in moment.scope.items() if joined.part_of(name) != COMPANY}
        scene = _scene(connection, guidelines, moment._replace(scope={**there, COMPANY: company}), who[2].ids)
        for name, gesture in index_of(guidelines).gestures.items():
            for bound in gesture.limits:
                now = scene.measured(bound) if COMPANY in bound.per and "order" not in bound.per else None
                if isinstance(now, Standing):
                    yield _line_of_company(guidelines, name, now, company)


def _line_of_company(guidelines: Guidelines, gesture: str, now: Standing, company: str) -> str:
    said = _("{label}: counts for {company} from now on, {used} of {up_to} used there")
    if now.up_to is None:
        said = _("{label}: counts for {company} from now on, {used} used there")
    measure = now.bound.limit.measure
    used = figure(measure, now.used, "", guidelines).strip()
    up_to = "" if now.up_to is None else figure(measure, now.up_to, "", guidelines).strip()
    return said.format(label=label_of(guidelines, gesture), company=company, used=used, up_to=up_to)


def _line(guidelines: Guidelines, gesture: str, now: Standing) -> str:
    limit = now.bound.limit
    where = wording.where(limit, guidelines)
    used = figure(limit.measure, now.used, "", guidelines)
    if now.up_to is None:
        said = _("{label}: {used} used together {where}")
    elif now.used > now.up_to and CUSTOMER not in now.bound.per:
        said = _(
            "{label}: {used} of {up_to} used together {where}, more than one household may have; nothing is taken back"
        )
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


def _moment(desk: Desk, person: StaffMember, who: _Who, order_id: str | None) -> Moment:
    scope = {CUSTOMER: who.ids[0], HOUSEHOLD: who.home.value, "site": desk.site, "business": desk.site}
    scope |= joined.named_all(who.companies)
    if order_id is not None:
        scope["order"] = order_id
    counted = () if who.home.alone else who.home.counted
    return Moment(desk.now(), person.role, person.id, scope=scope, homes=counted)
