"""Who belongs together: a household, or a company and who speaks for it.

A person belongs to one household and to one company at most, so that a limit per household or per company always knows
which one is meant. Only a merge can put one person into two: then a limit per household must hold in each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.desk.customers.card_words import ROLE_LENGTH_MAX, accepted_line
from frontdesk.desk.customers.cards import customer_in
from frontdesk.desk.customers.related import group_line, groups_in
from frontdesk.desk.gestures.moments import scopes_wanted
from frontdesk.desk.people.acting import acting, staff_of
from frontdesk.desk.people.own_card import is_own
from frontdesk.desk.people.roles import leading_roles, leads
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import NAME_LENGTH_MAX, clean_line
from frontdesk.store import groups, one_person
from frontdesk.store.groups import COMPANY, HOUSEHOLD, KINDS, Group, Member
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.customers.card_views import GroupLine
    from frontdesk.desk.desk import Desk
    from frontdesk.store.driver import Connection


def of_customer(desk: Desk, customer_id: str) -> tuple[GroupLine, ...]:
    """The groups a customer belongs to, with everybody in them. Raises NotFound."""
    with reading(desk.store) as connection:
        return groups_in(connection, customer_in(connection, customer_id).id)


def called(desk: Desk, kind: str, name: str) -> tuple[GroupLine, ...]:
    """The households or companies of that name, however it is spelled: two families may have one name."""
    with reading(desk.store) as connection:
        return tuple(group_line(connection, group, ()) for group in groups.called(connection, kind, name))


def join(desk: Desk, customer_id: str, group_id: str, role: str = "") -> GroupLine:
    """Let a customer belong to a household or a company, as `role` ("daughter", "orders for them").

    Raises NotFound; BadInput for somebody who belongs to another of that kind; UnkindWord. Who belongs to it already
    stays in it.
    """
    with acting(desk) as connection:
        group = groups.by_id(connection, group_id)
        if group is None:
            raise NotFound(
                _("There is no household or company {id}.").format(id=clean_line(group_id)),
                _("It stands on the card of whoever belongs to it."),
            )
        return _joined(connection, desk, customer_id, group, role)


def join_with(desk: Desk, customer_id: str, other_id: str, kind: str = HOUSEHOLD, role: str = "") -> GroupLine:
    """Let a customer belong to where another one belongs; a household or company is made of the two when there is none.

    Raises as `join`, and BadInput for one customer twice.
    """
    with acting(desk) as connection:
        one, other = customer_in(connection, customer_id), customer_in(connection, other_id)
        if one.id == other.id:
            raise BadInput(_("That is one and the same customer."), _("Name the other one."))
        _must_be_kind(kind)
        theirs = _of_kind(connection, other.id, kind)
        mine = _of_kind(connection, one.id, kind)
        if theirs is None and mine is not None:
            _joined(connection, desk, other.id, mine, "")
            return _joined(connection, desk, one.id, mine, role)
        if theirs is None:
            # Nobody named it: it is called by who belongs to it, so that no name outlives the person it is of.
            theirs = _made(connection, desk, kind, "" if kind == HOUSEHOLD else _named(desk, other.name))
            _joined(connection, desk, other.id, theirs, "")
        return _joined(connection, desk, one.id, theirs, role)


def join_company(desk: Desk, customer_id: str, name: str, role: str = "") -> GroupLine:
    """Let a customer belong to the company of that name; it is made when nobody named it before. Raises as `join`."""
    with acting(desk) as connection:
        said = _named(desk, name)
        known = groups.called(connection, COMPANY, said, 1)
        group = known[0] if known else _made(connection, desk, COMPANY, said)
        return _joined(connection, desk, customer_id, group, role)


def make(desk: Desk, customer_id: str, kind: str, name: str, role: str = "") -> GroupLine:
    """Make a household or a company with one member. Raises as `join`, and BadInput without a name."""
    with acting(desk) as connection:
        _must_be_kind(kind)
        return _joined(connection, desk, customer_id, _made(connection, desk, kind, _named(desk, name)), role)


def leave(desk: Desk, customer_id: str, group_id: str) -> None:
    """A customer does not belong to a household or company any more.

    What a household was given until now goes on counting for it and for who leaves it (`store.homes`). Raises NotFound
    when they did not belong to it, and BadInput for somebody who does not lead where a limit is per that kind: what the
    one who leaves brought along counts for the others no more. So for their own household: they could give to it then.
    """
    person = desk.signed_in()
    with acting(desk) as connection:
        customer = customer_in(connection, customer_id)
        _must_be_allowed(connection, desk, group_id)
        _must_not_be_own(connection, desk, customer.id)
        cards = one_person.cards_of(connection, customer.id)
        if not groups.leave(connection, group_id, cards, person.id, desk.now()):
            raise NotFound(
                _("They do not belong to that household or company."), _("See the card: what they belong to is on it.")
            )


# --- inside -------------------------------------------------------------------------------------------------


def _joined(connection: Connection, desk: Desk, customer_id: str, group: Group, role: str) -> GroupLine:
    person = desk.signed_in()
    customer = customer_in(connection, customer_id)
    said = accepted_line(desk, role, ROLE_LENGTH_MAX)
    cards = one_person.cards_of(connection, customer.id)
    now = _of_kind(connection, customer.id, group.kind)
    if now is not None and now.id != group.id:
        raise BadInput(
            _("{name} belongs to {group} already.").format(
                name=customer.name, group=group_line(connection, now, cards).name
            ),
            _("Let them leave it first: a limit counts by one household and by one company."),
        )
    if now is None:
        groups.join(connection, Member(new_id(), group.id, customer.id, said, desk.now()), person.id)
    return group_line(connection, group, cards)


def _must_be_allowed(connection: Connection, desk: Desk, group_id: str) -> None:
    group, rules = groups.by_id(connection, group_id), desk.guidelines
    if group is None or rules is None or group.kind not in scopes_wanted(rules):
        return
    if not leads(rules, staff_of(connection, desk).role):
        raise BadInput(
            _("A limit counts by it, so somebody who leads takes them out of it: {roles}.").format(
                roles=leading_roles(rules)
            ),
            _("Ask one of them; until then it counts as it did."),
        )


def _must_not_be_own(connection: Connection, desk: Desk, customer_id: str) -> None:
    """Who lives with whom is no way to give to one's own: of their own household only who leads takes anybody out."""
    rules, person = desk.guidelines, staff_of(connection, desk)
    if rules is None or leads(rules, person.role) or not is_own(connection, person.id, customer_id):
        return
    raise BadInput(
        _("This is your own household or company, and nobody gives to their own."),
        _("If it is not so any more, somebody who leads says it: {roles}.").format(roles=leading_roles(rules)),
    )


def _made(connection: Connection, desk: Desk, kind: str, name: str) -> Group:
    group = Group(new_id(), kind, name)
    groups.add(connection, group, desk.signed_in().id, desk.now())
    return group


def _of_kind(connection: Connection, customer_id: str, kind: str) -> Group | None:
    found = groups.of_customers(connection, one_person.cards_of(connection, customer_id))
    return next((group for group in found if group.kind == kind), None)


def _named(desk: Desk, name: str) -> str:
    said = accepted_line(desk, name, NAME_LENGTH_MAX)
    if not said:
        raise BadInput(_("A household or company needs a name."), _("Write how it is called."))
    return said


def _must_be_kind(kind: str) -> None:
    if kind not in KINDS:
        raise BadInput(
            _("{kind} is neither a household nor a company.").format(kind=clean_line(kind) or "''"),
            _("Write household or company."),
        )
