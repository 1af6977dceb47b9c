"""Cards of people who were erased: nothing is shown of them and nothing new is written to them."""

from __future__ import annotations

from frontdesk.ground.dates import full_day
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.language import _
from frontdesk.store import erasing
from frontdesk.store.driver import Connection


def must_be_known(connection: Connection, customer_id: str) -> None:
    """Raise NotFound, in words and with the day (in UTC), for a card whose person was erased."""
    erased = erasing.erasure_of(connection, customer_id)
    if erased is not None:
        raise NotFound(
            _("The person of this card was erased on {day}.").format(day=full_day(erased[1].date())),
            _("Nothing is known of them any more; if they come again, begin a new card."),
        )


def must_not_be_forgotten(connection: Connection, conversation_id: str) -> None:
    """Raise BadInput for a conversation whose words are forgotten: no new ones come to it from a form that was open."""
    if erasing.is_forgotten(connection, conversation_id):
        raise BadInput(
            _("What was said in this conversation is forgotten."),
            _("Write it without the conversation, and without saying who it was."),
        )
