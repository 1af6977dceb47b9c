"""Nobody gives anything to themselves: who works here and is a customer, too, is served by a colleague.

The card that counts is the one a lead has linked with the person, with everything merged into it, and everybody who
lives in the same household. The database refuses it once more (`store.triggers`). Nor does a colleague give it by
authority that this very person gave ahead (`approvals.granted`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.desk.people.acting import acting
from frontdesk.desk.people.leading import must_lead
from frontdesk.desk.people.staffing import person_called
from frontdesk.desk.views import Person
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line
from frontdesk.store import customers, groups, one_person, staff
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


class OwnCard(BadInput):
    """What would be given goes to the person who gives it, or says yes to it, or to their household."""


def must_not_be_own(connection: Connection, staff_id: str, customer_id: str | None) -> None:
    """Raise OwnCard when the customer is this person, or lives with them. One look at an index where nobody is."""
    own = staff.card_of(connection, staff_id)
    if own is None or customer_id is None:
        return
    mine, theirs = one_person.cards_of(connection, own), one_person.cards_of(connection, customer_id)
    if set(mine) & set(theirs):
        raise OwnCard(
            _("This is your own card, and nobody gives anything to themselves."),
            _("A colleague gives it: Ctrl+L changes who is at the desk; the words are kept."),
        )
    if _households(connection, mine) & _households(connection, theirs):
        raise OwnCard(
            _("You live in one household with this customer, and nobody gives anything to their own."),
            _("A colleague gives it: Ctrl+L changes who is at the desk; the words are kept."),
        )


def is_own(connection: Connection, staff_id: str, customer_id: str | None) -> bool:
    """Whether the customer is this person, or lives with them."""
    try:
        must_not_be_own(connection, staff_id, customer_id)
    except OwnCard:
        return True
    return False


def _households(connection: Connection, cards: tuple[str, ...]) -> set[str]:
    return {each.id for each in groups.of_customers(connection, cards) if each.kind == groups.HOUSEHOLD}


def say_is_customer(desk: Desk, name: str, customer_id: str | None) -> Person:
    """Link somebody who works here with their own card, in place of another; None takes the link away.

    Raises NotFound for an unknown name or card, BadInput for a card that is a colleague's, and MustLead for somebody
    who does not lead.
    """
    with acting(desk, unnamed=True) as connection:
        by = must_lead(connection, desk)
        person = person_called(connection, name)
        card = None
        if customer_id is not None:
            card = one_person.kept_id(connection, clean_line(customer_id, 60))
            if customers.get(connection, card) is None:
                raise NotFound(
                    _("There is no customer {id}.").format(id=clean_line(customer_id, 60)),
                    _("Take the id from `frontdesk customers find`."),
                )
            whose = staff.who_is_card(connection, one_person.cards_of(connection, card))
            if whose is not None and whose.id != person.id:
                raise BadInput(
                    _("That is the card of {name}.").format(name=whose.name),
                    _("Take it away first: frontdesk staff is-customer {name}").format(name=f'"{whose.name}"'),
                )
        staff.link_card(connection, person.id, card, by, desk.now())
    return Person(person.id, person.name, person.role)


def card_of(desk: Desk, name: str) -> str | None:
    """The id of the card of somebody who works here; None when they are no customer. Raises NotFound."""
    with reading(desk.store) as connection:
        found = staff.card_of(connection, person_called(connection, name).id)
        return None if found is None else one_person.kept_id(connection, found)
