"""The household and the company a customer belongs to, as the card shows them."""

from __future__ import annotations

from frontdesk.desk.customers.card_views import GroupLine, MemberLine
from frontdesk.store import groups, one_person
from frontdesk.store.driver import Connection
from frontdesk.store.groups import Group

MEMBERS_SHOWN = 20
NAMED_BY = 2  # a household that nobody named is called by its first members


def groups_in(connection: Connection, customer_id: str) -> tuple[GroupLine, ...]:
    """The groups a customer belongs to, with everybody in them, inside the caller's transaction."""
    cards = one_person.cards_of(connection, customer_id)
    return tuple(group_line(connection, group, cards) for group in groups.of_customers(connection, cards))


def group_line(connection: Connection, group: Group, cards: tuple[str, ...]) -> GroupLine:
    """A group as one of its members sees it, whose cards are `cards`; () for whoever looks from outside."""
    found = groups.members(connection, group.id, MEMBERS_SHOWN)
    return GroupLine(
        id=group.id,
        kind=group.kind,
        name=group.name or ", ".join(each.name for each in found[:NAMED_BY]),
        role=next((each.role for each in found if each.customer_id in cards), ""),
        members=tuple(
            MemberLine(each.customer_id, each.name, each.role, each.joined_at)
            for each in found
            if each.customer_id not in cards
        ),
    )
