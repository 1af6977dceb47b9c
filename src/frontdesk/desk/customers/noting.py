"""Notes on a card: what this person needs and what works, as it was seen; never what somebody is like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.desk.customers.card_words import accepted
from frontdesk.desk.customers.cards import customer_in, note_line
from frontdesk.desk.customers.preferring import must_be_theirs
from frontdesk.desk.people.acting import acting
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line
from frontdesk.store import notes
from frontdesk.store.notes import Note

if TYPE_CHECKING:
    from frontdesk.desk.customers.card_views import NoteLine
    from frontdesk.desk.desk import Desk
    from frontdesk.store.driver import Connection


def question() -> str:
    """What a note answers; it stands where one is written."""
    return _("What does this person need, what works?")


def note(desk: Desk, customer_id: str, text: str, *, conversation_id: str | None = None) -> NoteLine:
    """Write a note on a customer's card. Raises NotFound; BadInput without a text and for a conversation with
    somebody else; UnkindWord: nothing is stored.
    """
    person = desk.signed_in()
    said = accepted(desk, text)
    if not said:
        raise BadInput(_("A note needs words."), question())
    with acting(desk) as connection:
        customer_id = customer_in(connection, customer_id).id
        must_be_theirs(connection, conversation_id, customer_id)
        new = Note(new_id(), customer_id, said, person.id, desk.now(), conversation_id)
        notes.add(connection, new)
        return note_line(_note(connection, new.id))


def strike(desk: Desk, note_id: str) -> NoteLine:
    """Strike a note out: it is on no card any more. `unstrike` undoes it."""
    person = desk.signed_in()
    with acting(desk) as connection:
        found = _note(connection, note_id)
        notes.strike(connection, found.id, person.id, desk.now())
        return note_line(found)


def unstrike(desk: Desk, note_id: str) -> NoteLine:
    """Put a note that was struck out back on the card."""
    desk.signed_in()
    with acting(desk) as connection:
        found = _note(connection, note_id)
        notes.unstrike(connection, found.id)
        return note_line(found)


def _note(connection: Connection, note_id: str) -> Note:
    found = notes.by_id(connection, note_id)
    if found is None:
        raise NotFound(
            _("There is no note {id}.").format(id=clean_line(note_id)),
            _("Its id stands on the customer's card: `frontdesk customers show CUSTOMER`."),
        )
    return found
