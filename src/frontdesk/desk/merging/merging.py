"""Merging: two cards are one person. Suggested, previewed, done at once, and taken apart again by who leads.

Anybody at a desk may merge, because it takes nothing away: limits then count what both cards were given, so a second
card gives nobody more for longer than until it is found, and nothing is taken back when more was given than one
person may have. The ledger is not touched: what was given on a merged card stays written there, and is read for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.desk.merging.merge_views import AlsoKnown, Coming, MaybeOne, Merged, Suggested, Unmerged
from frontdesk.desk.merging.merge_words import also_words, pair_line
from frontdesk.desk.people.acting import acting, staff_of
from frontdesk.desk.people.roles import leading_roles, leads
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line
from frontdesk.store import duplicates, merges, one_person
from frontdesk.store.driver import Connection
from frontdesk.store.merges import Side
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

SUGGESTED_MOST = 50


# --- who may be one person ----------------------------------------------------------------------------------


def suggestions(desk: Desk, after: str = "", most: int = SUGGESTED_MOST) -> Suggested:
    """The next pairs of cards that may be one person; those who were said to be two people are not among them.

    `after` is where the page before ended. A page may be empty before the end: looking is bounded, not finding.
    """
    with reading(desk.store) as connection:
        pairs, on = duplicates.suggested(connection, after, most)
    return Suggested(tuple(map(pair_line, pairs)), on)


def duplicates_of(desk: Desk, customer_id: str) -> tuple[MaybeOne, ...]:
    """Who may be the same person as this customer, likeliest first: a few seeks, quick enough for every card."""
    with reading(desk.store) as connection:
        return duplicates_in(connection, customer_id)


def duplicates_in(connection: Connection, customer_id: str) -> tuple[MaybeOne, ...]:
    """`duplicates_of` inside somebody else's transaction."""
    return tuple(map(pair_line, duplicates.of_card(connection, one_person.kept_id(connection, customer_id))))


def merged_cards(desk: Desk, customer_id: str) -> tuple[AlsoKnown, ...]:
    """The cards that were merged into this customer's."""
    with reading(desk.store) as connection:
        return also_known(connection, customer_id)


def also_known(connection: Connection, customer_id: str) -> tuple[AlsoKnown, ...]:
    """The cards that were merged into this customer's, also by way of another."""
    kept, *others = one_person.cards_of(connection, customer_id)
    if not others:
        return ()
    card = known(connection, kept)
    found = []
    for each in others:
        how = merges.in_force_for(connection, each)
        if how is None:
            raise AssertionError("a card that belongs to another's was merged")
        found.append(AlsoKnown(each, also_words(card, known(connection, each)), how.merged_at, how.merged_by_name))
    return tuple(found)


def two_people(desk: Desk, one: str, other: str) -> None:
    """Keep that these two cards are two people, a household with one phone: they are not suggested again.

    Raises NotFound, and BadInput for one card twice or two cards that are merged.
    """
    with acting(desk) as connection:
        person = staff_of(connection, desk)
        first, second = _standing(connection, one), _standing(connection, other)
        if first.id == second.id:
            raise BadInput(
                _("These are one card: {name}.").format(name=first.fields["name"]),
                _("Take them apart first: `frontdesk customers unmerge ID`."),
            )
        merges.say_two(connection, first.id, second.id, person.id, desk.now())


# --- merging and taking apart -------------------------------------------------------------------------------


def merge(desk: Desk, kept: str, merged: str) -> Merged:
    """Make two cards one person: from now on `kept` stands for both, and `merged` is found as it.

    Ids of cards that were merged before stand for the card they belong to. Two cards that are one already answer
    `already` and change nothing. Raises NotFound, and BadInput for one card twice and for an erased one.
    """
    with acting(desk) as connection:
        person = staff_of(connection, desk)
        first, second = to_merge(connection, kept, merged)
        if first.id == second.id:
            asked = known(connection, merged if merged != first.id else kept)
            return Merged(first.id, first.fields["name"], asked.id, asked.fields["name"], NOTHING, already=True)
        came = coming(connection, second.id)
        merges.say_not_two(connection, first.id, second.id)
        merges.merge(connection, new_id(), first, second, person.id, desk.now())
        return Merged(first.id, first.fields["name"], second.id, second.fields["name"], came)


def unmerge(desk: Desk, merged: str) -> Unmerged:
    """Take a card out of the person it was merged into: what came with it goes back, what was added since stays.

    They are two people from then on, and not suggested again. Raises NotFound, and BadInput for a card that was not
    merged, for one whose person was erased, and for somebody who does not lead.
    """
    with acting(desk) as connection:
        person = staff_of(connection, desk)
        if not leads(desk.rules(), person.role):
            raise BadInput(
                _("Cards are taken apart by: {roles}.").format(roles=leading_roles(desk.rules())),
                _("Ask one of them; until then both cards count as one person."),
            )
        card = known(connection, merged)
        above = merges.in_force_for(connection, card.id)
        if above is None:
            raise BadInput(
                _("The card of {name} was not merged into another.").format(name=card.fields["name"]),
                _remedy_not_merged(connection, card.id),
            )
        kept = known(connection, one_person.kept_id(connection, card.id))
        _must_not_be_erased(kept, card)
        merges.unmerge(connection, card.id, person.id, desk.now())
        merges.say_two(connection, above.kept_id, card.id, person.id, desk.now())
        return Unmerged(kept.id, kept.fields["name"], card.id, card.fields["name"])


def _remedy_not_merged(connection: Connection, customer_id: str) -> str:
    below = merges.into(connection, customer_id)
    if not below:
        return _("Nothing has to be taken apart.")
    return _("Name the card that was merged into it: {ids}.").format(ids=", ".join(each.merged_id for each in below))


# --- the cards ----------------------------------------------------------------------------------------------

NOTHING = Coming(0, 0, 0, 0, 0, 0)


def known(connection: Connection, customer_id: str) -> Side:
    """The card of that id, merged or not. Raises NotFound."""
    found = merges.side(connection, customer_id)
    if found is None:
        raise NotFound(
            _("There is no customer {id}.").format(id=clean_line(customer_id, 60)),
            _("Search by name, phone tail or card number: `frontdesk customers find TEXT`."),
        )
    return found


def to_merge(connection: Connection, kept: str, merged: str) -> tuple[Side, Side]:
    """The cards that stand for these two customers now; the same twice when they are one person already.

    Raises NotFound, and BadInput for one card twice or an erased one.
    """
    if kept == merged:
        raise BadInput(
            _("A card cannot be merged with itself."), _("Name two cards: the one that stays first, then the other.")
        )
    first, second = _standing(connection, kept), _standing(connection, merged)
    _must_not_be_erased(first, second)
    return first, second


def _standing(connection: Connection, customer_id: str) -> Side:
    return known(connection, one_person.kept_id(connection, known(connection, customer_id).id))


def _must_not_be_erased(*cards: Side) -> None:
    for card in cards:
        if card.erased:
            raise BadInput(
                _("The customer {id} was erased: nothing is known of them any more.").format(id=card.id),
                _("What was given stays in the ledger, without the person."),
            )


def coming(connection: Connection, merged_id: str) -> Coming:
    """What comes over from a card."""
    counts = merges.coming(connection, merged_id)
    return Coming(
        orders=counts["orders"],
        conversations=counts["conversations"],
        promises=counts["promises"],
        preferences=counts["preferences"],
        notes=counts["notes"],
        given=counts["entries"],
    )
