"""What a customer likes and needs: noted in somebody's words, always or for this time, and struck out in one act."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from frontdesk.desk.conversations.found import conversation_of
from frontdesk.desk.customers.card_words import ROLE_LENGTH_MAX, accepted_line
from frontdesk.desk.customers.cards import customer_in, preference_line
from frontdesk.desk.people.acting import acting
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line, whole_line
from frontdesk.store import preferences
from frontdesk.store.preferences import Preference

if TYPE_CHECKING:
    from frontdesk.desk.customers.card_views import PreferenceLine
    from frontdesk.desk.desk import Desk
    from frontdesk.store.driver import Connection


def prefer(
    desk: Desk,
    customer_id: str,
    text: str,
    *,
    whose: str = "",
    this_time: bool = False,
    until: date | None = None,
    conversation_id: str | None = None,
) -> PreferenceLine:
    """Note what a customer likes or needs; `whose` words it is when they are not the customer's own.

    For `this_time` only it is forgotten with the stay that the conversation is about, else with the conversation,
    else with the business day; `until` sets another last day. The same words again are the same preference. Raises
    NotFound; BadInput without a text, for a day that is over and for a conversation with somebody else; UnkindWord.
    """
    person, at, today = desk.signed_in(), desk.now(), desk.today()
    said, said_by = accepted_line(desk, text), whole_line(whose, ROLE_LENGTH_MAX)
    if not said:
        raise BadInput(_("A preference says what the customer likes or needs."), _("Write it in their words."))
    if until is not None and until < today:
        raise BadInput(_("That day is over."), _("Choose today or a later day, or leave the day out."))
    if this_time and conversation_id is None and until is None:
        until = today
    with acting(desk) as connection:
        customer_id = customer_in(connection, customer_id).id
        must_be_theirs(connection, conversation_id, customer_id)
        known = _the_same(connection, desk, customer_id, said)
        if known is not None and known.lasting and known.until is None:
            return preference_line(known)
        if known is not None:
            preferences.strike(connection, known.id, person.id, at)  # said again: now it holds as it is said now
        new = Preference(
            id=new_id(),
            customer_id=customer_id,
            text=said,
            noted_at=at,
            whose=said_by,
            lasting=not this_time,
            expires_on=until,
            conversation_id=conversation_id,
            noted_by=person.id,
        )
        preferences.add(connection, [new])
        return preference_line(_preference(connection, new.id))


def strike(desk: Desk, preference_id: str) -> PreferenceLine:
    """Strike a preference out: it is on no card any more, and no import brings it back. `unstrike` undoes it."""
    person = desk.signed_in()
    with acting(desk) as connection:
        found = _preference(connection, preference_id)
        preferences.strike(connection, found.id, person.id, desk.now())
        return preference_line(found)


def unstrike(desk: Desk, preference_id: str) -> PreferenceLine:
    """Put a preference that was struck out back on the card."""
    desk.signed_in()
    with acting(desk) as connection:
        found = _preference(connection, preference_id)
        preferences.unstrike(connection, found.id)
        return preference_line(found)


def _preference(connection: Connection, preference_id: str) -> Preference:
    found = preferences.by_id(connection, preference_id)
    if found is None:
        raise NotFound(
            _("There is no preference {id}.").format(id=clean_line(preference_id)),
            _("Its id stands on the customer's card: `frontdesk customers show CUSTOMER`."),
        )
    return found


def _the_same(connection: Connection, desk: Desk, customer_id: str, text: str) -> Preference | None:
    from frontdesk.ground.folding import folded

    known = preferences.in_force(connection, customer_id, desk.today())
    return next((each for each in known if folded(each.text) == folded(text)), None)


def must_be_theirs(connection: Connection, conversation_id: str | None, customer_id: str) -> None:
    """Raise BadInput for a conversation with somebody else, NotFound for one there is not; None is none."""
    if conversation_id is None:
        return
    whom = conversation_of(connection, conversation_id).customer_id
    if whom is None or customer_in(connection, whom).id != customer_id:
        raise BadInput(
            _("That conversation is with somebody else."), _("Note it in a conversation with this customer.")
        )
